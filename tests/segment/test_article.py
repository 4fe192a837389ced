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


def test_the_browser_title_is_the_headline_where_there_is_no_other() -> None:
    """The name of the site is cut off."""
    text = page("Bridge falls in flood | Orbel News", *MENU, LEAD, MORE, LAST, *FOOT)
    assert kinds(text)[:2] == [("headline", "Bridge falls in flood"), ("chrome", "| Orbel News")]


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


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KATHMANDU, April 25 (Reuters) -", LEAD),
        ("ALDER, Wash. (AP) —", LEAD),
        ("Lima (AFP) –", LEAD),
        ("(CNN) --", LEAD),
        ("LIMA —", LEAD),
        ("LIMA -", LEAD),
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
