"""Candidates of pronouns: distance and agreement."""

from __future__ import annotations

import pytest

from quoteattr.model import Span
from quoteattr.resolve.anaphora import MOST_CANDIDATES, Candidate, antecedent, fits_description, fits_pronoun
from quoteattr.resolve.mentions import Mention
from quoteattr.resolve.wordlists import Gender


@pytest.mark.parametrize(("between", "found"), [(MOST_CANDIDATES - 1, True), (MOST_CANDIDATES, False)])
def test_the_candidates_of_a_pronoun_in_one_long_sentence_are_bounded(between: int, found: bool) -> None:
    spans = [Span(10 * number, 10 * number + 4) for number in range(between + 2)]
    named, *others, last = (Mention(span, "Vale", 0, number, "name") for number, span in enumerate(spans))
    documents = [Candidate(other, number, "document") for number, other in enumerate(others, 1)]
    pronoun = Mention(last.span, "he", 0, last.head, "pronoun", noun="he", gender="male")
    assert (antecedent(pronoun, [Candidate(named, 0, "person"), *documents]) is not None) == found


# Pronoun, the candidate's kind, gender, whether the text states it, a pronoun that referred to it, and the agreement.
FITTING = [
    ("they", "organization", "", False, "", True),
    ("they", "person", "", False, "", True),
    ("they", "person", "female", False, "", True),
    ("they", "person", "female", True, "", False),
    ("they", "person", "female", False, "female", False),
    ("they", "document", "", False, "", False),
    ("she", "person", "male", True, "", False),
    ("she", "person", "", False, "female", True),
    ("it", "person", "", False, "", False),
    ("it", "document", "", False, "", True),
]


@pytest.mark.parametrize(("word", "kind", "gender", "stated", "learned", "fits"), FITTING)
def test_number_kind_and_gender_of_an_antecedent(
    word: str, kind: str, gender: Gender, stated: bool, learned: Gender, fits: bool
) -> None:
    pronoun = Mention(Span(20, 24), word, 1, 5, "pronoun", noun=word)
    candidate = Candidate(Mention(Span(0, 4), "Vale", 0, 0, "name"), 7, kind, gender=gender, gender_stated=stated)
    assert fits_pronoun(pronoun, candidate, {7: learned} if learned else {}) == fits


@pytest.mark.parametrize(
    ("noun", "modifiers", "fits"),
    [
        ("kenyan", {"kenyan"}, True),
        ("kenyan", {"ethiopian"}, False),
        ("scot", {"coach"}, True),
        ("scot", {"scottish", "minister"}, True),
        ("scot", {"welsh"}, False),
        ("coach", {"welsh"}, True),
    ],
)
def test_an_inhabitant_is_of_the_country_of_the_antecedent(noun: str, modifiers: set[str], fits: bool) -> None:
    description = Mention(Span(40, 44), f"the {noun}", 1, 5, "description", noun=noun, kind="person")
    named = Mention(Span(0, 4), "Vale", 0, 0, "name", name="Vale", keys=("vale",), name_kind="person")
    assert fits_description(description, Candidate(named, 7, "person", modifiers=frozenset(modifiers))) == fits
