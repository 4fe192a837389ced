"""The example article of the package: every attribution with its exact source, speaker, cue and kind.

The gold was written by hand before the library read the article. Two places of the article changed after that: a verb
of its caption, now a case of tests/constructions, and a copyright line, since an unlisted publisher needs one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteattr
from quoteattr import Document
from tests.checks import check_claims

ARTICLE = Path(quoteattr.__file__).parent / "examples" / "ferry-line.txt"

# content, source mention, speaker, cue, kind
CLAIMS = [
    (
        "Tarnow and Okafor to reopen Merrow ferry line on May 15-16",
        "Lanthorn House",
        "Lanthorn House",
        "-",
        "indirect",
    ),
    ("the islanders can’t face another winter without a ferry", "Okafor", "Daniel Okafor", "has said", "indirect"),
    (
        "Merrow's first ferry in six years will leave Port Amsel on Wednesday with both leaders on board",
        "Lanthorn House",
        "Lanthorn House",
        "said",
        "indirect",
    ),
    (
        "that the two governments would share the cost of the crossing until the islands had a harbour of their own",
        "Lanthorn House spokeswoman Petra Lindahl",
        "Petra Lindahl",
        "said",
        "indirect",
    ),
    ('The line is "a promise kept to both shores"', "Tarnow", "Ilse Tarnow", "said", "mixed"),
    ("Merrow would lower its landing fees for farmers", "Okafor", "Daniel Okafor", "said", "indirect"),
    ("We have waited long enough,", "he", "Daniel Okafor", "told", "direct"),
    (
        "Opposition leader Hanne Brandt denied that her party had asked for a delay",
        "Radio Tolvania",
        "Radio Tolvania",
        "reported",
        "indirect",
    ),
    ("that the ship was ready to sail", "Transport Minister Jonas Adeyemi", "Jonas Adeyemi", "said", "indirect"),
    (
        'that the weather was "no concern of ours"',
        "Transport Minister Jonas Adeyemi",
        "Jonas Adeyemi",
        "adding",
        "mixed",
    ),
]

# inside the claim of Radio Tolvania, and inside the denial
NESTED = [
    (
        "that her party had asked for a delay",
        "Opposition leader Hanne Brandt",
        "Hanne Brandt",
        "denied",
        "indirect",
    ),
    ("a delay", "her party", "her party", "had asked for", "indirect"),
]

# the beginning of the content, and the time of saying as written and as a date
TIMES = {
    "that the two governments": ("last week", "2024-05-06/2024-05-12"),
    "The line is": ("on Tuesday", "2024-05-14"),
    "Merrow would lower": ("Last month", "2024-04-01/2024-04-30"),
    "We have waited": ("on Sunday", "2024-05-12"),
    "that the ship was": ("on Tuesday", "2024-05-14"),
}

# speaker, role, affiliation
ROLES = [
    ("Ilse Tarnow", "President", "Tolvania"),
    ("Daniel Okafor", "Prime Minister", "Merrow"),
    ("Petra Lindahl", "Lanthorn House spokeswoman", "Lanthorn House"),
    ("Hanne Brandt", "Opposition leader", None),
    ("Jonas Adeyemi", "Transport Minister", None),
]


@pytest.fixture(scope="module")
def read(attributor: quoteattr.QuoteAttributor) -> Document:
    return attributor(ARTICLE.read_text("utf-8"), id="ferry-line")


@pytest.mark.parametrize(("nested", "expected"), [(False, CLAIMS), (True, NESTED)], ids=["outer", "nested"])
def test_every_claim_is_found_and_no_other(
    read: Document, nested: bool, expected: list[tuple[str | None, ...]]
) -> None:
    found = [
        (a.content.text, a.source and a.source.text, a.speaker and a.speaker.name, a.cue and a.cue.text, a.kind)
        for a in read.attributions
        if (a.nested_in is not None) == nested
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_a_nested_claim_names_the_one_that_it_is_inside(read: Document) -> None:
    outer = {a.content.text: read.attributions[a.nested_in].cue for a in read.attributions if a.nested_in is not None}
    assert {content: cue and cue.text for content, cue in outer.items()} == {
        "that her party had asked for a delay": "reported",
        "a delay": "denied",
    }


def test_reported_texts_are_at_their_offsets_and_their_outlet_is_reuters(read: Document) -> None:
    check_claims(read, outlet="Reuters")


def test_relays_are_named(read: Document) -> None:
    assert {a.content.text: a.via for a in read.attributions if a.via} == {
        "We have waited long enough,": ("Merrow Gazette",),
        "that her party had asked for a delay": ("Radio Tolvania",),
        "a delay": ("Radio Tolvania", "Hanne Brandt"),
    }


def test_only_the_denial_is_denied(read: Document) -> None:
    found = [(a.cue.text, a.polarity) for a in read.attributions if a.polarity != "asserted"]
    # "denied that her party had asked for a delay": the request is reported inside the denial
    assert found == [("denied", "denied"), ("had asked for", "unsaid")]


def test_times_are_dates_counted_from_the_publication(read: Document) -> None:
    found = {a.content.text: (a.time.text, a.time.date) for a in read.attributions if a.time}
    assert {next(key for key in TIMES if text.startswith(key)): time for text, time in found.items()} == TIMES


@pytest.mark.parametrize(("name", "role", "affiliation"), ROLES)
def test_speakers_have_role_and_affiliation(
    read: Document, name: str, role: str | None, affiliation: str | None
) -> None:
    [speaker] = [each for each in read.speakers if each.name == name]
    assert (speaker.role, speaker.affiliation) == (role, affiliation)


def test_the_page_is_read(read: Document) -> None:
    article = read.article
    assert article.publisher is not None
    assert (article.publisher.name, article.publisher.kind) == ("The Amsel Courier", "newspaper")
    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "wire")
    assert [byline.text for byline in article.bylines] == ["REUTERS"]
    assert article.published == "2024-05-14T09:40:00"
    assert article.headline is not None
    assert article.headline.text == "Tarnow and Okafor to reopen Merrow ferry line on May 15-16 - Lanthorn House"
    assert [part.kind for part in article.parts].count("headline") == 1


def test_each_claim_has_an_explanation(read: Document) -> None:
    lindahl = next(a for a in read.attributions if a.speaker and a.speaker.name == "Petra Lindahl")
    assert lindahl.evidence.source_path[0] == "said"
    assert "-nsubj->" in lindahl.evidence.source_path
    assert "nsubj" in lindahl.explain()
