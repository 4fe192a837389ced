"""The kind of a name is decided for all its mentions in a text at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from quoteattr.resolve.mentions import SentenceIndex
from quoteattr.resolve.name_kinds import FEATURES, FORM, name_uses
from quoteattr.tree import NounKind, Sentence
from tests.trees import sentence

FIRST, SECOND = "Nordair sued Halden Moss.", "Moss said it rained."
TEXT = f"{FIRST} {SECOND}"


def trees() -> list[Sentence]:
    first = sentence(
        TEXT,
        "Nordair/PROPN/2/nsubj sued/VERB/0/root Halden/PROPN/2/obj Moss/PROPN/3/flat ./PUNCT/2/punct",
        entities=(("ORG", "Nordair"), ("PER", "Halden Moss")),
    )
    second = sentence(
        TEXT,
        "Moss/PROPN/2/nsubj said/VERB/0/root it/PRON/4/nsubj rained/VERB/2/ccomp ./PUNCT/2/punct",
        start=len(FIRST) + 1,
        entities=(("PER", "Moss"),),
    )
    return [first, second]


class Sure:
    """A classifier that assigns every name the same probability to be a person's, else a place; None: no weights."""

    def __init__(self, person: float | None) -> None:
        self.person = person
        self.asked: list[tuple[int, ...]] = []

    def kinds(self) -> Mapping[int, NounKind]:
        return {}

    def probabilities(
        self, form: str, heads: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]
    ) -> list[list[float]] | None:
        assert form == FORM
        assert {len(row) for row in rows} == {len(FEATURES)}
        self.asked += map(tuple, heads)
        return None if self.person is None else [[self.person, 0.0, 1 - self.person, 0.0] for _ in heads]


class SureOfLongerName(Sure):
    """A classifier that takes "Halden Moss" for an organisation and every other name for a person."""

    def probabilities(
        self, form: str, heads: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]
    ) -> list[list[float]]:
        return [[0.05, 0.95, 0.0, 0.0] if 2 in each else [0.9, 0.1, 0.0, 0.0] for each in heads]


@pytest.mark.parametrize(("person", "kind"), [(0.1, "place"), (0.25, "person"), (0.95, "person"), (None, "person")])
def test_the_classifier_overrules_the_tagger_above_its_threshold_only(person: float | None, kind: str) -> None:
    scorer = Sure(person)
    page = SentenceIndex.of(TEXT, trees(), scorer)
    assert [[run.kind for run in runs] for runs in page.names] == [["organization", kind], [kind]]
    assert scorer.asked == [(2,), (5,)]  # "Halden Moss" and "Moss"; Nordair is not scored


@pytest.mark.parametrize(
    ("person", "noun", "kind"),
    [
        (0.95, "president", "person"),
        (0.8, "president", "organization"),
        (0.95, "airline", "organization"),  # nothing that only people have
    ],
)
def test_a_person_with_a_title_is_no_organisation(person: float, noun: str, kind: str) -> None:
    text = f"Halden Moss, the {noun}, left."
    tree = sentence(
        text,
        f"Halden/PROPN/7/nsubj Moss/PROPN/1/flat ,/PUNCT/5/punct the/DET/5/det {noun}/NOUN/1/appos ,/PUNCT/5/punct "
        "left/VERB/0/root ./PUNCT/7/punct",
        entities=(("ORG", "Halden Moss"),),
    )
    [[run]] = SentenceIndex.of(text, [tree], Sure(person)).names
    assert run.kind == kind


def test_the_short_form_of_an_organisation_is_an_organisation() -> None:
    """The longer name decides if only it is above the threshold."""
    page = SentenceIndex.of(TEXT, trees(), SureOfLongerName(None))
    assert {run.kind for runs in page.names for run in runs} == {"organization"}


def test_a_title_before_the_short_form_shows_a_person() -> None:
    """The longer name is a person's too, whatever the classifier makes of it."""
    first = trees()[0]
    text = f"{FIRST} Mr Moss left."
    titled = sentence(
        text,
        "Mr/PROPN/3/nsubj Moss/PROPN/1/flat left/VERB/0/root ./PUNCT/3/punct",
        start=len(FIRST) + 1,
        entities=(("PER", "Moss"),),
    )
    page = SentenceIndex.of(text, [first, titled], SureOfLongerName(None))
    assert [run.kind for runs in page.names for run in runs] == ["organization", "person", "person"]


def test_without_a_classifier_the_tagger_decides() -> None:
    page = SentenceIndex.of(TEXT, trees())
    assert [run.kind for runs in page.names for run in runs] == ["organization", "person", "person"]


def test_the_features_of_a_name_include_those_of_its_other_form() -> None:
    page = SentenceIndex.of(TEXT, trees())
    row = {each.texts: dict(zip(FEATURES, each.row, strict=True)) for each in name_uses(page.sentences, page.names)}
    whole, short = row["Halden", "Moss"], row[("Moss",)]
    assert (whole["has short form"], whole["in longer name"]) == (1.0, 0.0)
    assert (short["has short form"], short["in longer name"]) == (0.0, 1.0)
    assert (whole["subject, most"], whole["short form: subject, most"]) == (0.0, 1.0)
    assert short["longer name: one word, mean"] == whole["one word, mean"] == 0.0
    assert not any(value for name, value in row[("Nordair",)].items() if ": " in name)


def test_a_word_of_several_longer_names_is_the_short_form_of_none() -> None:
    third = "Ida Moss laughed."
    tree = sentence(
        f"{TEXT} {third}", "Ida/PROPN/3/nsubj Moss/PROPN/1/flat laughed/VERB/0/root ./PUNCT/3/punct",
        start=len(TEXT) + 1, entities=(("PER", "Ida Moss"),),
    )  # fmt: skip
    page = SentenceIndex.of(f"{TEXT} {third}", [*trees(), tree])
    assert all(each.longer is None for each in name_uses(page.sentences, page.names))
