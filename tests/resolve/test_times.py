"""Time expressions: the table of the lexicon, and which one modifies a cue."""

from __future__ import annotations

import re
from datetime import date

import pytest

from quoteattr.lexicon import load_table
from quoteattr.model import Span, Time
from quoteattr.resolve.times import Times, expressions
from tests.trees import link, sentence

TABLE = load_table("time")
ANCHOR = date.fromisoformat(TABLE["anchor"])
EXAMPLES = [(entry["name"], *example) for entry in TABLE["pattern"] for example in entry["examples"]]
COUNTEREXAMPLES = [(entry["name"], example) for entry in TABLE["pattern"] for example in entry["counterexamples"]]


@pytest.mark.parametrize(("name", "phrase", "expected"), EXAMPLES)
def test_every_example_of_the_lexicon_is_found_whole_and_read(name: str, phrase: str, expected: str) -> None:
    text = f"Vale said {phrase}, it rained."
    found = expressions(text, Span(0, len(text)), ANCHOR)
    assert [each.time for each in found] == [Time(phrase, expected or None)]


@pytest.mark.parametrize(("name", "phrase"), COUNTEREXAMPLES)
def test_no_counterexample_of_the_lexicon_matches_its_pattern(name: str, phrase: str) -> None:
    entry = next(entry for entry in TABLE["pattern"] if entry["name"] == name)
    regex: str = entry["regex"]
    for group, alternatives in TABLE["groups"].items():
        regex = regex.replace("{" + group + "}", alternatives)
    assert re.search(rf"(?<![\w-])(?:{regex})(?![\w-])", phrase) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on Tuesday", None),
        ("last week", None),
        ("at the weekend", None),
        ("two days ago", None),
        ("on 2019-02-30", None),
        ("in 2019", "2019-01-01/2019-12-31"),
        ("on July 3, 2019", "2019-07-03"),
    ],
)
def test_without_a_date_of_publication_only_whole_dates_are_read(phrase: str, expected: str | None) -> None:
    assert [each.time.date for each in expressions(phrase, Span(0, len(phrase)), None)] == [expected]


SAID_MONDAY = "Vale said on Monday that rain came Tuesday"
SAID_MONDAY_ROWS = (
    "Vale/PROPN/2/nsubj said/VERB/0/root on/ADP/4/case Monday/PROPN/2/obl that/SCONJ/7/mark rain/NOUN/7/nsubj "
    "came/VERB/2/ccomp Tuesday/PROPN/7/obl"
)
NO_TIME = "Vale said that rain came Tuesday"
NO_TIME_ROWS = (
    "Vale/PROPN/2/nsubj said/VERB/0/root that/SCONJ/5/mark rain/NOUN/5/nsubj came/VERB/2/ccomp Tuesday/PROPN/5/obl"
)
AFTER = "We have waited, Vale said at the club on Monday"
AFTER_ROWS = (  # the parser attaches the day to the content
    "We/PRON/3/nsubj have/AUX/3/aux waited/VERB/6/ccomp ,/PUNCT/3/punct Vale/PROPN/6/nsubj said/VERB/0/root "
    "at/ADP/9/case the/DET/9/det club/NOUN/6/obl on/ADP/11/case Monday/PROPN/3/obl"
)
TWO = "Vale said it rained and on Friday Stone denied it"
TWO_ROWS = (
    "Vale/PROPN/2/nsubj said/VERB/0/root it/PRON/4/nsubj rained/VERB/2/ccomp and/CCONJ/9/cc on/ADP/7/case "
    "Friday/PROPN/9/obl Stone/PROPN/9/nsubj denied/VERB/2/conj it/PRON/9/obj"
)


@pytest.mark.parametrize(
    ("text", "rows", "content", "expected"),
    [
        (SAID_MONDAY, SAID_MONDAY_ROWS, "rain came Tuesday", Time("on Monday", "2023-04-03")),
        (NO_TIME, NO_TIME_ROWS, "rain came Tuesday", None),
        (AFTER, AFTER_ROWS, "We have waited", Time("on Monday", "2023-04-03")),
    ],
)
def test_the_time_of_the_content_is_not_that_of_the_claim(
    text: str, rows: str, content: str, expected: Time | None
) -> None:
    found = link(text, "Vale", "said", content)
    assert Times(text, [sentence(text, rows)], [found], "2023-04-04").of(found) == expected


def test_two_cues_have_separate_times() -> None:
    second = TWO.index(" and")
    links = [link(TWO, "Vale", "said", "it rained"), link(TWO, "Stone", "denied", "it", after=second)]
    times = Times(TWO, [sentence(TWO, TWO_ROWS)], links, "2023-04-04")
    assert [times.of(each) for each in links] == [None, Time("on Friday", "2023-03-31")]


@pytest.mark.parametrize("published", ["", "no date", "2023-99-99", None])
def test_a_malformed_date_of_publication_is_ignored(published: str | None) -> None:
    found = link(SAID_MONDAY, "Vale", "said", "rain came Tuesday")
    times = Times(SAID_MONDAY, [sentence(SAID_MONDAY, SAID_MONDAY_ROWS)], [found], published)
    assert times.of(found) == Time("on Monday", None)
