"""The parts of pages and of plain articles."""

from __future__ import annotations

from importlib import resources

import pytest

from quoteattr.model import PartKind
from quoteattr.segment import parts


def kinds(text: str) -> list[tuple[PartKind, str]]:
    return [(part.kind, part.span.of(text)) for part in parts(text)]


LEAD = "The old bridge over the river fell on Monday, and nobody was hurt, the mayor of the town said."
MORE = "Work on a new one will begin in the spring, she told the council, which had not been warned before."
LAST = "The council has asked for help, but it does not know yet how much money will be needed for the work."


def page(*lines: str) -> str:
    return "\n".join(lines)


def test_the_example_article() -> None:
    """Site line, headline, byline, date, captions with credits, a heading, and glued captions, each once."""
    text = resources.files("quoteattr").joinpath("examples/moscow-talks.txt").read_text("utf-8")
    found = kinds(text)
    assert [kind for kind, _ in found] == [
        "chrome",
        "headline",
        "byline",
        "published",
        *("caption", "credit") * 2,
        *("body",) * 3,
        "section",
        *("body",) * 2,
        *("caption", "credit") * 2,
        *("body",) * 2,
    ]
    assert found[1] == ("headline", "Putin and Lukashenko to meet in Moscow on April 5-6 - Kremlin")
    assert found[2] == ("byline", "By REUTERS")
    assert found[11] == ("section", "Russian and Belarusian relations")
    assert found[14][1].startswith("Russian President")
    assert found[14][1].endswith("February 17, 2023.")
    assert found[15] == ("credit", "(credit: SPUTNIK/VLADIMIR ASTAPKOVICH/KREMLIN VIA REUTERS)")


MENU = ("Home", "News", "Sport", "Weather", "Sign in", "Subscribe", "Search", "Menu")
FOOT = (
    "Most popular",
    "Ten ways to cook rice",
    "Who won the cup?",
    "Contact us",
    "© 2023 Orbel News. All rights reserved.",
)


def test_a_page_with_chrome() -> None:
    """Menus before, links after, a share button and a notice amid the text; the headline is found once."""
    text = page(
        "Bridge falls in flood | Orbel News",
        *MENU,
        "We use cookies to make this page better. See our cookie policy to learn how to refuse them.",
        "Bridge falls in flood",
        "By Ida Voss and Bo Li",
        "Updated 4 May 2021, 10:15 GMT",
        "Share this story",
        LEAD,
        "Advertisement",
        MORE,
        "What comes next",
        LAST,
        "Sign up for our newsletter",
        *FOOT,
    )
    found = [(kind, content) for kind, content in kinds(text) if kind != "chrome"]
    assert found == [
        ("headline", "Bridge falls in flood"),
        ("byline", "By Ida Voss and Bo Li"),
        ("published", "Updated 4 May 2021, 10:15 GMT"),
        ("body", LEAD),
        ("body", MORE),
        ("section", "What comes next"),
        ("body", LAST),
    ]


HEADLINES = [
    # the copy over the byline, not the one in the menu or among the buttons
    (
        (
            "Bridge falls in flood | Orbel News",
            *MENU,
            "Bridge falls in flood",
            "Share",
            "Bridge falls in flood",
            "By Ida Voss",
        ),
        11,
    ),
    (
        (
            *("Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", "By Ida Voss", "Share"),
            *("All sharing options for:", "Bridge falls in flood", "Email", "Copy link", "Save"),
        ),
        9,
    ),
    # other words than the browser's title
    (("Lima: what the flood did | Orbel News", *MENU, "A bridge and a town fall silent", "By Ida Voss"), 9),
    (
        ("An insider’s view of the bridge | Orbel", *MENU, "Inside view of the Lima bridge", "Ida Voss", "May 4, 2021"),
        9,
    ),
    # the title is cut short
    (("Bridge falls in flood… - Orbel News", *MENU, "Bridge falls in flood and nobody in the hills knows why"), 9),
    # a headline that opens like a button
    (("Watch: Bridge falls in flood | Orbel News", *MENU, "Watch: Bridge falls in flood", "By Ida Voss"), 9),
    # a standfirst without a full stop stands between headline and byline
    (
        (
            *("Orbel News", *MENU, "Bridge Falls Silent in Lima"),
            *(
                "The mayor says that the town will have to wait until spring for a new one",
                "By Ida Voss",
                "May 4, 2021",
            ),
        ),
        9,
    ),
]


@pytest.mark.parametrize(("lines", "number"), HEADLINES)
def test_the_headline_of_a_page(lines: tuple[str, ...], number: int) -> None:
    """Of several lines that might be it, found by what the title says and by what stands around."""
    text = "\n\n".join([*lines, LEAD, MORE, LAST, *FOOT])
    start = sum(len(line) + 2 for line in lines[:number])
    [headline] = [part.span for part in parts(text) if part.kind == "headline"]
    assert (headline.start, headline.of(text)) == (start, lines[number])


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("How the bridge of Lima fell - Orbel News", "How the bridge of Lima\nfell"),
        ("What fell into the river", "An Ode to the\nBridge that Fell into the River"),
    ],
)
def test_a_headline_broken_in_the_markup(title: str, broken: str) -> None:
    """Two lines without a blank one between them are one headline, where the title or their words tell it."""
    text = "\n\n".join([title, *MENU, broken, "By Ida Voss", LEAD, MORE, LAST, *FOOT])
    assert ("headline", broken) in kinds(text)


def test_the_browser_title_is_the_headline_where_there_is_no_other() -> None:
    """The name of the site is cut off."""
    text = page("Bridge falls in flood | Orbel News", *MENU, LEAD, MORE, LAST, *FOOT)
    assert kinds(text)[:2] == [("headline", "Bridge falls in flood"), ("chrome", "| Orbel News")]


def test_sections_of_the_site_are_cut_off_a_title() -> None:
    """What stands behind the headline's bar is no headline, one name or several."""
    text = page("Bridge falls in flood | World | News | Orbel News", *MENU, LEAD, MORE, LAST, *FOOT)
    assert kinds(text)[:2] == [("headline", "Bridge falls in flood"), ("chrome", "| World | News | Orbel News")]


def test_a_browser_title_above_a_short_page() -> None:
    """Where the first line says the headline and more, the headline is the line that says nothing else."""
    text = page("Bridge falls in flood | Orbel News", "Bridge falls in flood", "Ida Voss, Political Editor", LEAD, MORE)
    assert kinds(text)[:4] == [
        ("chrome", "Bridge falls in flood | Orbel News"),
        ("headline", "Bridge falls in flood"),
        ("byline", "Ida Voss, Political Editor"),
        ("body", LEAD),
    ]


def test_readers_comments_are_chrome() -> None:
    """After a third name with a date the rest is not the article."""
    comments = [line for name in ("ada", "bo", "cyd") for line in (f"{name} says:", "May 4, 2021 at 6:34 am", LAST)]
    text = page("Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", LEAD, MORE, LEAD, MORE, *comments)
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LEAD, MORE]


COMMENTS = [
    ("2 responses to “Bridge falls in flood”", "ada says:", "May 4, 2021 at 6:34 am", LAST, "bo says:", LAST),
    ("Comments", "Ada on May 4, 2021 at 6:34 am said:", LAST, "Bo on May 4, 2021 at 7:01 am said:", MORE, LAST),
    ("Comments (2)", "Ada", "2 hours ago", LAST, "Reply", "Bo", "1 hour ago", LAST, "Reply"),
]


@pytest.mark.parametrize("comments", COMMENTS)
def test_the_article_ends_where_its_readers_speak(comments: tuple[str, ...]) -> None:
    """However much they write: a heading, and names with dates or answers behind it."""
    long = [line for _ in range(5) for line in comments[1:]]
    text = page(
        "Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", LEAD, MORE, LEAD, MORE, comments[0], *long
    )
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LEAD, MORE]


def test_a_link_to_the_comments_ends_nothing() -> None:
    """The button over an article is no heading of comments."""
    text = page("Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", "Comments (12)", LEAD, MORE, LAST)
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LAST]


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
    text = page(
        "Bridge falls in flood | Orbel News",
        *MENU,
        "Bridge falls in flood",
        "By Ida Voss",
        LEAD,
        MORE,
        LAST,
        note,
        *FOOT,
    )
    assert ("chrome", note) in kinds(text)
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LAST]


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
    assert kinds(f"Bridge falls in flood\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n\n{note}")[1:] == [
        ("body", LEAD),
        ("body", MORE),
        ("body", LAST),
        (kind, note),
    ]


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
    text = page(
        "Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", "By Bo Li", LEAD, MORE, closing, *FOOT
    )
    assert ("body", closing) in kinds(text)


def test_teasers_behind_the_article_are_chrome() -> None:
    """A sentence under each of several links is not the article."""
    teasers = [
        line
        for name in ("Mill burns", "Road opens", "Team wins")
        for line in (name, "Nobody knows yet how it came to that, or why.", "May 3, 2021")
    ]
    text = page(
        "Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", LEAD, MORE, LAST, "Elsewhere", *teasers
    )
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LAST]


def test_a_second_copy_of_the_article_is_chrome() -> None:
    """Pages repeat their text for machines."""
    text = page(
        "Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", LEAD, MORE, LAST, "500", LEAD, MORE, LAST
    )
    assert [content for kind, content in kinds(text) if kind == "body"] == [LEAD, MORE, LAST]


@pytest.mark.parametrize(
    ("lines", "bylines"),
    [
        (("By", "Ida Voss"), ["By", "Ida Voss"]),
        (("Author:", "Ida Voss"), ["Author:", "Ida Voss"]),
        (("Ida Voss", "May 4, 2021"), ["Ida Voss"]),
        (("Ida Voss@idavoss", "May 4, 2021"), ["Ida Voss@idavoss"]),
        (("AFP/Orbel - ida@orbel.com", "May 4, 2021"), ["AFP/Orbel - ida@orbel.com"]),
        (("Elizabeth Voss", "Search for this author"), ["Elizabeth Voss"]),
        (("Posted by Ida Voss on May 4, 2021, 6:21 AM EST",), ["Posted by Ida Voss on"]),
        (("May 4, 2021 | by Ida",), ["May 4, 2021 | by Ida"]),
        (("Ida Voss | Published 4 months ago",), ["Ida Voss | Published 4 months ago"]),
        (("by Ida VossMay 4, 2021",), ["by Ida Voss"]),
        (("Middle East", "Share"), []),
        (("— Ida Voss", "May 4, 2021"), []),
    ],
)
def test_bylines_of_a_page(lines: tuple[str, ...], bylines: list[str]) -> None:
    """Names under the headline, with "By" or a date or an account beside them."""
    text = page("Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", *lines, LEAD, MORE, LAST, *FOOT)
    assert [content for kind, content in kinds(text) if kind == "byline"] == bylines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Dec 12, 2016 2:00 PMTags", "published"),
        ("21:17 18.11.2019Get short URL", "published"),
        ("Nov 5G launch is late", "chrome"),
    ],
)
def test_a_date_with_the_next_link_glued_to_it(line: str, kind: PartKind) -> None:
    """Links run into the date where a page has no space between them."""
    text = page("Bridge falls in flood | Orbel News", *MENU, "Bridge falls in flood", line, LEAD, MORE, LAST, *FOOT)
    assert (kind, line) in kinds(text)


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KATHMANDU, April 25 (Reuters) -", LEAD),
        ("ALDER, Wash. (AP) —", LEAD),
        ("Lima (AFP) –", LEAD),
        ("(CNN) --", LEAD),
        ("LIMA —", LEAD),
        ("LIMA -", LEAD),
        ("AP —", LEAD),
        ("ORBEL via JTA —", LEAD),
        ("MOSCOW, April 4. /TASS/.", LEAD),
        ("MOSCOW. April 4 (Interfax) -", LEAD),
        ("New Delhi [India], April 4 (ANI):", LEAD),
        ("New Delhi, Apr 4 (PTI)", LEAD),
    ],
)
def test_datelines(dateline: str, rest: str) -> None:
    """The dateline is a part of its own, up to and with its dash."""
    text = f"Bridge falls in flood\n\n{dateline} {rest}\n\n{MORE}"
    assert kinds(text) == [
        ("headline", "Bridge falls in flood"),
        ("dateline", dateline),
        ("body", rest),
        ("body", MORE),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "CROWE: Thank you for having me, it is good to be back after all these years away from you.",
        "Voss - who has been the mayor since 2010 - said that the bridge had been in a poor state.",
        "NATO - and this is new - has said that it will not take part in the work on the bridge.",
    ],
)
def test_no_dateline(paragraph: str) -> None:
    """A speaker's label and an aside between dashes belong to the paragraph."""
    assert ("body", paragraph) in kinds(f"Bridge falls in flood\n\n{paragraph}\n\n{MORE}")


@pytest.mark.parametrize(
    "text",
    [
        LEAD,
        f"{LEAD}\n\n{MORE}\n\n{LAST}",
        f"{LEAD}\n{MORE}\n{LAST}",
        f"{LEAD}\n\n“We knew,” she said.\n\nThey went home.\n\n{LAST}",
        f"{LEAD}\n\nThe mayor went on:\n\n“{MORE}”",
        f"{LEAD}\n\nShare on share they sold, until nothing of it was left.\n\nPopular it was not.\n\n{LAST}",
    ],
)
def test_plain_paragraphs_are_body(text: str) -> None:
    """A text without headline and chrome is body from end to end."""
    assert {kind for kind, _ in kinds(text)} == {"body"}


@pytest.mark.parametrize(
    "headline",
    [
        "Bridge falls in flood",
        "Bridge Falls in Flood, Mayor Says.",
        "Flood wrecks bridge in Lima.",
        "Crowe: ‘We did not know’",
        "Bridge falls in flood;\nmayor blames council.",
    ],
)
def test_headline_of_a_plain_text(headline: str) -> None:
    """The first line, with or without a full stop, if it does not read like the first sentence of the text."""
    assert kinds(f"{headline}\n\n{LEAD}\n\n{MORE}") == [("headline", headline), ("body", LEAD), ("body", MORE)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Ida Voss in Lima, May 4, 2021. (AP Photo/Bo Li)",
            [("caption", "Ida Voss in Lima, May 4, 2021."), ("credit", "(AP Photo/Bo Li)")],
        ),
        (
            "Voss in Lima. (credit: BO LI/ORBEL)Voss in Lima. (credit: BO LI/ORBEL)",
            [("caption", "Voss in Lima."), ("credit", "(credit: BO LI/ORBEL)")] * 2,
        ),
        (
            "Voss at the harbour. Photo: Bo Li/AFP",
            [("caption", "Voss at the harbour."), ("credit", "Photo: Bo Li/AFP")],
        ),
        ("FILE PHOTO: Ida Voss speaks in Lima", [("caption", "FILE PHOTO: Ida Voss speaks in Lima")]),
        ("Photo by Bo Li/Getty Images", [("credit", "Photo by Bo Li/Getty Images")]),
    ],
)
def test_captions_and_credits(line: str, expected: list[tuple[PartKind, str]]) -> None:
    """A caption and its credit are two parts, and so are two captions glued together."""
    text = f"Bridge falls in flood\n\n{LEAD}\n\n{line}\n\n{MORE}"
    assert kinds(text) == [("headline", "Bridge falls in flood"), ("body", LEAD), *expected, ("body", MORE)]


def test_a_date_behind_a_byline_is_a_part() -> None:
    """Names and date stand in one line on many pages."""
    text = f"Bridge falls in flood\nBy Ida Voss - 11/18/19 11:04 PM EST\n\n{LEAD}\n\n{MORE}"
    assert kinds(text)[1:3] == [("byline", "By Ida Voss -"), ("published", "11/18/19 11:04 PM EST")]


def test_hand_wrapped_paragraphs_are_one_part_each() -> None:
    """A paragraph that runs over several lines is one part."""
    first = "The bridge over the river fell on Monday after the flood,"
    wrapped = f"{first}\nand nobody was hurt, the mayor of the town in\nthe hills has said."
    text = f"{wrapped}\n\n{wrapped}\n\n{wrapped}"
    assert kinds(text) == [("body", wrapped)] * 3


@pytest.mark.parametrize("text", ["", "  ", "\n\n\t\n"])
def test_no_text_has_no_parts(text: str) -> None:
    """White space is no part."""
    assert parts(text) == ()
