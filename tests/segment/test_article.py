"""The parts of pages and of plain articles, line by line."""

from __future__ import annotations

from importlib import resources

import pytest

from quoteattr.model import PartKind
from quoteattr.segment import parts
from tests.segment.pages import FOOT, HEADLINE, LAST, LEAD, MENU, MORE, TITLE, kinds, page, story


def test_the_example_article() -> None:
    """Site line, headline, byline, date, captions with credits, a heading, and glued captions, each once."""
    text = resources.files("quoteattr").joinpath("examples/ferry-line.txt").read_text("utf-8")
    found = kinds(text)
    assert [kind for kind, _ in found] == [
        "chrome",
        "headline",
        "byline",
        "published",
        *("caption", "credit") * 2,
        *("body",) * 3,
        "subheading",
        *("body",) * 2,
        *("caption", "credit") * 2,
        *("body",) * 4,
        "chrome",
    ]
    assert found[1] == (
        "headline",
        "Tarnow and Okafor to reopen Merrow ferry line on May 15-16 - Lanthorn House",
    )
    assert found[2] == ("byline", "By REUTERS")
    assert found[11] == ("subheading", "Islands without a harbour")
    assert found[14][1].startswith("Dock workers")
    assert found[14][1].endswith("April 22, 2024.")
    assert found[15] == ("credit", "(credit: HARBOUR BOARD/NINA VESTERGAARD/POOL VIA REUTERS)")


def test_a_page_with_chrome() -> None:
    """Menus before, links after, a share button and a notice amid the text; the headline is found once."""
    text = page(
        TITLE,
        *MENU,
        "We use cookies to make this page better. See our cookie policy to learn how to refuse them.",
        HEADLINE,
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
        ("headline", HEADLINE),
        ("byline", "By Ida Voss and Bo Li"),
        ("published", "Updated 4 May 2021, 10:15 GMT"),
        ("body", LEAD),
        ("body", MORE),
        ("subheading", "What comes next"),
        ("body", LAST),
    ]


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
        (("Mayor of the Town of Lima", "Share"), []),
        (("— Ida Voss", "May 4, 2021"), []),
    ],
)
def test_bylines_of_a_page(lines: tuple[str, ...], bylines: list[str]) -> None:
    """Names under the headline, with "By" or a date or an account beside them."""
    text = story(*lines, LEAD, MORE, LAST, *FOOT)
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
    text = story(line, LEAD, MORE, LAST, *FOOT)
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
    text = f"{HEADLINE}\n\n{dateline} {rest}\n\n{MORE}"
    assert kinds(text) == [
        ("headline", HEADLINE),
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
    assert ("body", paragraph) in kinds(f"{HEADLINE}\n\n{paragraph}\n\n{MORE}")


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
    text = f"{HEADLINE}\n\n{LEAD}\n\n{line}\n\n{MORE}"
    assert kinds(text) == [("headline", HEADLINE), ("body", LEAD), *expected, ("body", MORE)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ten ways to cook rice", ("subheading", "Ten ways to cook rice")),
        ("She said:", ("body", "She said:")),
        ("- a new bridge", ("body", "- a new bridge")),
        ("“We knew it”", ("body", "“We knew it”")),
        ("Ida Voss", ("byline", "Ida Voss")),
        ("Share this story", ("chrome", "Share this story")),
    ],
)
def test_a_short_line_amid_the_text_of_a_page(line: str, expected: tuple[PartKind, str]) -> None:
    """A heading, unless its words or signs say that it is something else."""
    assert kinds(story(LEAD, line, MORE, LAST, *FOOT))[-8:-5] == [expected, ("body", MORE), ("body", LAST)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a link behind a button, and a heading that follows a link
        (("Advertisement", "Mill burns in Lima"), ["chrome", "chrome"]),
        (("Mill burns", "Road opens"), ["chrome", "subheading"]),
        # a caption behind its label, above its credit, and once more
        (("Image caption", "The bridge before it fell"), ["chrome", "caption"]),
        (("The bridge before it fell.", "(photo credit: Bo Li/AFP)"), ["caption", "credit"]),
        (("The bridge as it was. (AP Photo/Bo Li)", "The bridge as it was."), ["caption", "credit", "caption"]),
        (("The bridge as it was. (AP Photo/Bo Li) Orbel",), ["caption", "credit", "chrome"]),
    ],
)
def test_lines_amid_the_text_that_explain_each_other(lines: tuple[str, ...], expected: list[PartKind]) -> None:
    """A short line is judged by the one before and behind it too."""
    found = kinds(story(LEAD, MORE, *lines, LAST, f"{LEAD} So it goes.", *FOOT))
    assert [kind for kind, _ in found[12:-7]] == expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("What the mayor says", "subheading"),
        ("- What the mayor says", "body"),
        ("The mayor of the town of Lima says that she will mend the bridge in spring", "body"),
    ],
)
def test_a_short_line_under_the_headline_of_a_plain_text(line: str, kind: PartKind) -> None:
    """A heading, unless it opens like an item of a list or is as long as a sentence."""
    assert kinds(page(HEADLINE, line, LEAD, MORE))[1] == (kind, line)


def test_captions_outside_the_body() -> None:
    """By their length close above it, and by their credit anywhere."""
    above = "People of the town stand in the mud beside the old bridge that fell on Monday night"
    below = "Ida Voss speaks in Lima to those who came."
    found = kinds(story("By Ida Voss", above, LEAD, MORE, LAST, *FOOT, f"{below} (AP Photo/Bo Li)"))
    assert [content for kind, content in found if kind == "caption"] == [above, below]


def test_a_date_behind_a_byline_is_a_part() -> None:
    """Names and date stand in one line on many pages."""
    text = f"{HEADLINE}\nBy Ida Voss - 11/18/19 11:04 PM EST\n\n{LEAD}\n\n{MORE}"
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
