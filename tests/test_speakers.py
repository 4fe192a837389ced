"""Joining speakers of several documents: which are joined, which are not, and the reasons."""

from __future__ import annotations

import pytest
from attrs import frozen

import quoteattr
from quoteattr import Attribution, Content, Cue, Document, Evidence, Source, Span, Speaker
from quoteattr.model import SpeakerKind
from quoteattr.speakers import merge


@frozen
class Said:
    """A document in which one speaker says something."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    kind: SpeakerKind = "person"

    def document(self) -> Document:
        text = f"{self.name} said it rained."
        speaker = Speaker(0, self.name, self.kind, self.role, self.affiliation, (Span(0, len(self.name)),))
        at = len(self.name) + 1
        claim = Attribution(
            kind="indirect",
            content=Content((Span(at + 5, len(text) - 1),), "it rained"),
            cue=Cue((Span(at, at + 4),), "said", "say"),
            source=Source((Span(0, len(self.name)),), self.name),
            speaker=speaker,
            outlet=None,
            via=(),
            act="speech",
            polarity="asserted",
            time=None,
            confidence=0.9,
            evidence=Evidence("clause"),
        )
        return Document(text=text, speakers=(speaker,), attributions=(claim,))


ONE = [
    (Said("Ana Ruiz", "mayor"), Said("Ana Ruiz"), "the names are equal"),
    (Said("William Vale"), Said("Bill Vale"), "the name 'Bill Vale' is 'William Vale'"),
    (Said("Dr. John Q. Stone Jr."), Said("John Stone"), "the name 'John Stone' is 'Dr. John Q. Stone Jr.'"),
    (
        Said("Ana Ruiz", "mayor", "Porto"),
        Said("Ana Ruiz", "former mayor", "Coimbra"),
        "the names are equal",
    ),
    (
        Said("Dmitry Lind", "Kremlin spokesman", "Kremlin"),
        Said("Lind", None, "the Kremlin"),
        "the surname 'Lind' with the same affiliation as 'Dmitry Lind'",
    ),
    (
        Said("Harbour Authority", kind="organization"),
        Said("the Harbour Authority", kind="organization"),
        "the name 'the Harbour Authority' is 'Harbour Authority'",
    ),
    (
        Said("Defence Ministry", None, "Kenyan", "organization"),
        Said("Defence Ministry", None, "Kenya", "organization"),
        "the names are equal",
    ),
    (
        Said("Defence Ministry", None, "Kenya", "organization"),
        Said("Defence Ministry", kind="organization"),
        "the names are equal",
    ),
    (
        Said("World Health Organization", kind="organization"),
        Said("WHO", kind="organization"),
        "'WHO' has the initials of 'World Health Organization'",
    ),
]
TWO = [
    (Said("Ana Ruiz"), Said("Ana Lopez")),
    (Said("John Stone Jr."), Said("John Stone Sr.")),
    (Said("George W. Stone"), Said("George H. W. Stone")),
    (Said("Ida Maria Vale"), Said("Ida Berta Vale")),
    (Said("Ana Ruiz"), Said("Eva Ruiz")),
    (Said("Ana Ruiz", "mayor", "Porto"), Said("Ana Ruiz", "striker", "Benfica")),
    (Said("Dmitry Lind", "spokesman", "Kremlin"), Said("Lind")),
    (Said("Dmitry Lind", "spokesman", "Kremlin"), Said("Lind", "coach", "Spartak")),
    (
        Said("Defence Ministry", None, "Kenyan", "organization"),
        Said("Defence Ministry", None, "Chad", "organization"),
    ),
    (Said("residents", kind="group"), Said("residents", kind="group")),
    (Said("a senior official", kind="anonymous"), Said("a senior official", kind="anonymous")),
    (Said("Paris", kind="organization"), Said("Paris")),
]


@pytest.mark.parametrize(("one", "other", "reason"), ONE)
def test_two_speakers_are_joined(one: Said, other: Said, reason: str) -> None:
    """In either order, with the claims of both, and with the reason."""
    [joined] = merge([one.document(), other.document()])
    assert joined.reasons == (reason,)
    assert len(joined.attributions) == 2
    assert joined.name == max(one.name, other.name, key=lambda name: len(name.removeprefix("the ")))
    assert len(merge([other.document(), one.document()])) == 1


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_speakers_are_not_joined(one: Said, other: Said) -> None:
    assert [each.reasons for each in merge([one.document(), other.document()])] == [(), ()]


def test_an_ambiguous_surname_is_not_joined() -> None:
    vales = [Said("Ana Vale", "mayor"), Said("Eva Vale", "mayor"), Said("Vale", "mayor")]
    assert [each.name for each in merge(each.document() for each in vales)] == ["Ana Vale", "Eva Vale", "Vale"]


def test_two_generations_of_one_name_stay_apart() -> None:
    stones = [Said("John Stone"), Said("John Stone Jr."), Said("John Stone Sr.")]
    assert [len(each.appearances) for each in merge(each.document() for each in stones)] == [2, 1]


def test_the_order_is_that_of_the_documents() -> None:
    """Also where a surname, which is joined last, comes first or second."""
    lunds = [Said("Lund", "mayor"), Said("Ada Lund", "mayor"), Said("Bo Falk"), Said("Lund", "mayor"), Said("Ada Lund")]
    documents = [each.document() for each in lunds]
    joined, falk = merge(documents)
    assert [id(each.document) for each in joined.appearances] == [id(documents[at]) for at in (0, 1, 3, 4)]
    surname, name = "the surname 'Lund' with the same role as 'Ada Lund'", "the names are equal"
    assert (joined.reasons, falk.reasons) == ((surname, surname, name), ())


def test_roles_and_affiliations_of_all_appearances_are_listed_once() -> None:
    [joined] = merge(Said("Ana Ruiz", role, "Porto").document() for role in ("mayor", "mayor", "party leader"))
    assert joined.roles == ("mayor", "party leader")
    assert joined.affiliations == ("Porto",)


def test_no_documents_have_no_speakers() -> None:
    assert quoteattr.speakers.merge([]) == ()
