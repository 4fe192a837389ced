"""Where the article ends: comments, notes, teasers and copies behind it."""

from __future__ import annotations

import pytest

from quoteattr.model import PartKind
from tests.segment.pages import FOOT, HEADLINE, LAST, LEAD, MORE, body, kinds, story


def test_readers_comments_are_chrome() -> None:
    """After a third name with a date the rest is not the article."""
    comments = [line for name in ("ada", "bo", "cyd") for line in (f"{name} says:", "May 4, 2021 at 6:34 am", LAST)]
    text = story(LEAD, MORE, LEAD, MORE, *comments)
    assert body(text) == [LEAD, MORE, LEAD, MORE]


COMMENTS = [
    ("2 responses to “Bridge falls in flood”", "ada says:", "May 4, 2021 at 6:34 am", LAST, "bo says:", LAST),
    ("Comments", "Ada on May 4, 2021 at 6:34 am said:", LAST, "Bo on May 4, 2021 at 7:01 am said:", MORE, LAST),
    ("Comments (2)", "Ada", "2 hours ago", LAST, "Reply", "Bo", "1 hour ago", LAST, "Reply"),
]


@pytest.mark.parametrize("comments", COMMENTS)
def test_the_article_ends_where_its_readers_speak(comments: tuple[str, ...]) -> None:
    """However much they write: a heading, and names with dates or answers behind it."""
    long = [line for _ in range(5) for line in comments[1:]]
    text = story(LEAD, MORE, LEAD, MORE, comments[0], *long)
    assert body(text) == [LEAD, MORE, LEAD, MORE]


def test_a_link_to_the_comments_ends_nothing() -> None:
    """The button over an article is no heading of comments."""
    text = story("Comments (12)", LEAD, MORE, LAST)
    assert body(text) == [LEAD, MORE, LAST]


@pytest.mark.parametrize(
    "note",
    [
        "Ida Voss is a writer who lives in the hills above Lima.",
        "Ida Voss (ida@orbel.com) covers trade and the sea for this page.",
        "Bo Li is a freelance reporter in Lima.",
        "Bo Li contributed to this report.",
        "This article was originally published on May 4, 2021.",
        "Correction added May 5, 2021: the bridge was built in 1904.",
        "Disclaimer: The views of the council are its own.",
        "The views expressed in this article do not necessarily reflect those of Orbel News.",
    ],
)
def test_notes_behind_the_article_are_chrome(note: str) -> None:
    """A word on the author or the story closes the body."""
    text = story(
        "By Ida Voss",
        LEAD,
        MORE,
        LAST,
        note,
        *FOOT,
    )
    assert ("chrome", note) in kinds(text)
    assert body(text) == [LEAD, MORE, LAST]


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Correction: An earlier version said that the bridge was built in 1904.", "chrome"),
        ("This story has been updated with what the council says.", "chrome"),
        ("More on the sea: https://orbel.com/sea and https://orbel.com/ships", "chrome"),
        ("Bo Li contributed to this report.", "chrome"),
        # without menus around it there may be more of the article
        ("Bo Li is a freelance reporter in Lima.", "body"),
        ("This report was published on Monday, and nobody has read it.", "body"),
    ],
)
def test_notes_behind_a_plain_text(note: str, kind: PartKind) -> None:
    """Only what is a note by its own words closes a text without chrome."""
    assert kinds(f"{HEADLINE}\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n\n{note}")[1:] == [
        ("body", LEAD),
        ("body", MORE),
        ("body", LAST),
        (kind, note),
    ]


@pytest.mark.parametrize("heading", ["About the author", "About our reporters"])
def test_what_follows_about_the_author_is_chrome(heading: str) -> None:
    """Whatever it says, if it is short."""
    about = "She was born in the hills above the town, where her people have lived for many years."
    assert body(story(LEAD, MORE, LAST, heading, about, *FOOT)) == [LEAD, MORE, LAST]
    assert body(story(LEAD, heading, about, *FOOT)) == [LEAD]


def test_a_paragraph_between_captions_runs_on() -> None:
    """A short paragraph with a picture on either side of it belongs to the running text beyond them."""
    short, picture = "The old bridge had been there for long.", "FILE PHOTO: Ida Voss speaks in Lima"
    text = story("Sport", short, picture, LEAD, MORE, LAST, *FOOT)
    assert body(text) == [short, LEAD, MORE, LAST]


def test_a_heading_of_comments_needs_readers() -> None:
    """Without their names and dates the article may go on."""
    text = story(LEAD, MORE, LEAD, MORE, "Discussion", LAST, f"{LEAD} So it goes.", *FOOT)
    assert body(text)[-2:] == [LAST, f"{LEAD} So it goes."]


@pytest.mark.parametrize(
    "closing",
    [
        "Voss is the mayor of Lima, and she has been a member of the council since the year of the great storm.",
        "The report was published on Monday, and the council has not yet said what it thinks of it.",
        "Similar views were expressed by the people who live in the hills above the river.",
        "2021 was the year in which the bridge was to be mended.",
    ],
)
def test_a_last_paragraph_stays_in_the_body(closing: str) -> None:
    """What only looks like a note belongs to the article."""
    text = story("By Bo Li", LEAD, MORE, closing, *FOOT)
    assert ("body", closing) in kinds(text)


def test_teasers_behind_the_article_are_chrome() -> None:
    """A sentence under each of several links is not the article."""
    teasers = [
        line
        for name in ("Mill burns", "Road opens", "Team wins")
        for line in (name, "Nobody knows yet how it came to that, or why.", "May 3, 2021")
    ]
    text = story(LEAD, MORE, LAST, "Elsewhere", *teasers)
    assert body(text) == [LEAD, MORE, LAST]


def test_a_second_copy_of_the_article_is_chrome() -> None:
    """Pages repeat their text for machines."""
    text = story(LEAD, MORE, LAST, "500", LEAD, MORE, LAST)
    assert body(text) == [LEAD, MORE, LAST]
