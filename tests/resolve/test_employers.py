"""Affiliations that the text implies: the people that are scored, and the effect of the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

import quoteattr
from quoteattr.model import Article, Speaker
from quoteattr.resolve import resolve
from quoteattr.resolve.employers import FEATURE_COUNTS, FEATURES, FORM, MOST
from quoteattr.tree import NounKind, Sentence
from tests.timing import grows_at_most
from tests.trees import link, sentence

FIRST = "Nordair lost money in Kenya."
SECOND = "Chairman Omar Stone said it rained."
TEXT = f"{FIRST} {SECOND}"


def trees() -> list[Sentence]:
    first = sentence(
        TEXT,
        "Nordair/PROPN/2/nsubj lost/VERB/0/root money/NOUN/2/obj in/ADP/5/case Kenya/PROPN/2/obl ./PUNCT/2/punct",
        entities=(("ORG", "Nordair"), ("LOC", "Kenya")),
    )
    second = sentence(
        TEXT,
        "Chairman/NOUN/2/compound Omar/PROPN/4/nsubj Stone/PROPN/2/flat said/VERB/0/root it/PRON/6/nsubj "
        "rained/VERB/4/ccomp ./PUNCT/4/punct",
        start=len(FIRST),
        entities=(("PER", "Omar Stone"),),
    )
    return [first, second]


class Prefer:
    """A scorer of affiliations that prefers one word of the document, and decides no antecedents."""

    def __init__(self, number: int, scale: float = 5.0) -> None:
        self.number, self.scale = number, scale
        self.asked: list[int] = []

    def __call__(
        self, form: str, anaphor: int, candidates: Sequence[int], rows: Sequence[Sequence[float]]
    ) -> list[float] | None:
        if form != FORM:
            return None
        assert {len(row) for row in rows} == {FEATURE_COUNTS[FORM]}
        self.asked.append(len(candidates))
        return [self.scale * (candidate == self.number) for candidate in candidates]

    def kinds(self) -> Mapping[int, NounKind]:
        return {}

    def probabilities(self, form: str, heads: Sequence[Sequence[int]], rows: Sequence[Sequence[float]]) -> None:
        return None

    def has_form(self, form: str) -> bool:
        return form == FORM

    def effects(self, form: str, anaphor: int, candidate: int, row: Sequence[float]) -> Mapping[str, float]:
        return {}

    def confidence(self, case: str, probability: float) -> None:
        return None


def speaker(scorer: Prefer) -> tuple[Speaker, str]:
    claim = link(TEXT, "Chairman Omar Stone", "said", "it rained")
    [found] = resolve(TEXT, trees(), Article(), [claim], scorer=scorer).attributions
    assert found.speaker is not None
    return found.speaker, found.evidence.speaker


@pytest.mark.parametrize(
    ("number", "scale", "name", "kind"),
    [
        (0, 5.0, "Nordair", "organization"),
        (4, 5.0, "Kenya", "place"),
        (-1, 5.0, None, None),
        (0, 0.1, None, None),  # below the threshold
    ],
)
def test_the_scores_decide(number: int, scale: float, name: str | None, kind: str | None) -> None:
    found, reason = speaker(Prefer(number, scale))
    [role] = found.roles
    assert found.affiliation == name
    assert ((role.affiliation.name, role.affiliation.kind) if role.affiliation else (None, None)) == (name, kind)
    assert ("implies the affiliation" in reason) == (name is not None)


def test_the_span_of_an_implied_affiliation_is_that_of_the_organisation() -> None:
    found, _ = speaker(Prefer(0))
    assert found.roles[0].affiliation is not None
    assert found.roles[0].affiliation.span.of(TEXT) == found.roles[0].affiliation.text == "Nordair"


def test_every_feature_has_one_name() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        ("Ana Ruiz, the chief executive of Nordair, said it rained. Kestrel Bank lost money.", "Nordair"),
        ("Nordair lost money. Ana Ruiz of Kestrel Bank said it rained.", "Kestrel Bank"),
        ("Kestrel Bank lost money. Ana Ruiz, a teacher at a boarding school, said it rained.", "boarding school"),
    ],
)
def test_the_affiliation_in_the_phrase_of_a_person_takes_precedence(
    attributor: quoteattr.QuoteAttributor, text: str, affiliation: str
) -> None:
    [claim] = attributor(text).attributions
    assert claim.speaker is not None
    assert claim.speaker.affiliation == affiliation


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        (
            "Nordair lost 40 million euros last year and will close its base in Orbel, the airline said on Monday.\n\n"
            "“We had no choice,” chief executive Ana Ruiz told reporters.",
            "Nordair",
        ),
        (
            "Kestrel Foods (KSF.N) expects a loss.\n\n“Demand is soft,” chief executive Ida Vale told analysts.",
            "Kestrel Foods",
        ),
        (
            "Kestrel Foods (NASDAQ: KSF) expects a loss. CEO Ida Vale said demand was soft.",
            "Kestrel Foods",
        ),
        (
            "Polaris Play will stop making games in May, and 40 people will lose their jobs.\n\n"
            "“We had no choice,” said Ida Vale, chief executive of the Oslo firm.",
            "Polaris Play",
        ),
        (
            "Students at Tarrow High School walked out on Monday.\n\n“They were loud,” principal Omar Stone said.",
            "Tarrow High School",
        ),
        (
            "Halden Moss will close its plant in Orbel in May after a year of losses.\n\n"
            "Four hundred jobs are at risk. “We had no choice,” chief executive Ana Ruiz told reporters. "
            "Halden Moss has made shoes since 1950.",
            "Halden Moss",  # the tagger takes it for a person
        ),
        (
            "Halden Rovers lost 3-0 at home on Sunday.\n\n"
            "Rovers had won twice before. “We had no luck,” captain Omar Stone said.",
            "Halden Rovers",
        ),
        (
            "Orbel Water raised its prices on Monday.\n\nThe board's chair, Ida Vale, said it was late.",
            "Orbel Water",
        ),
        (
            "The University of Leeds surveyed 2,000 nurses. Professor Ida Vale, who was not involved in the survey, "
            "said it was sound.",
            None,
        ),
        ("Barrister Omar Stone, QC, said he was unwell.", None),
        ("Orbel Water raised its prices on Monday. Her sister, Ida Vale, said it was late.", None),
        ("A barn burnt down near Orbel. Ida Vale, 45, a neighbour, said the smoke was black.", None),
        (
            "The state news agency KTA reports that quotas will be raised in July. Agriculture Minister Ida Vale told "
            "the agency that the harvest was good.",
            None,  # a medium that is spoken to is no employer
        ),
    ],
)
def test_the_bundled_model_finds_implied_affiliations(
    attributor: quoteattr.QuoteAttributor, text: str, affiliation: str | None
) -> None:
    [person] = [each for each in attributor(text).speakers if each.type == "person"]
    assert person.affiliation == affiliation


def test_long_texts_take_linear_time(attributor: quoteattr.QuoteAttributor) -> None:
    """The candidates of a person are bounded for any number of organisations in a text."""

    def read(count: int) -> None:
        names = [f"{chr(65 + n % 26)}or{chr(97 + n // 26 % 26)}an" for n in range(count)]
        attributor(" ".join(f"{name} Bank lost money. Chairman Omar {name}sen said it rained." for name in names))

    assert grows_at_most(8, lambda: read(100), lambda: read(400), spare=1)


def test_the_candidates_are_bounded() -> None:
    many = "".join(f"{FIRST} ".replace("Nordair", f"Nord{chr(97 + n % 26)}{chr(97 + n // 26)}ir") for n in range(60))
    text = many + SECOND
    parsed, at = [], 0
    for n in range(60):
        name = f"Nord{chr(97 + n % 26)}{chr(97 + n // 26)}ir"
        rows = f"{name}/PROPN/2/nsubj lost/VERB/0/root money/NOUN/2/obj in/ADP/5/case Kenya/PROPN/2/obl ./PUNCT/2/punct"
        parsed.append(sentence(text, rows, start=at, entities=(("ORG", name), ("LOC", "Kenya"))))
        at = parsed[-1].span.end
    rows = (
        "Chairman/NOUN/2/compound Omar/PROPN/4/nsubj Stone/PROPN/2/flat said/VERB/0/root it/PRON/6/nsubj "
        "rained/VERB/4/ccomp ./PUNCT/4/punct"
    )
    parsed.append(sentence(text, rows, start=at, entities=(("PER", "Omar Stone"),)))
    scorer = Prefer(-1)
    claim = link(text, "Chairman Omar Stone", "said", "it rained")
    resolve(text, parsed, Article(), [claim], scorer=scorer)
    assert scorer.asked
    assert max(scorer.asked) <= 2 * MOST + 1
