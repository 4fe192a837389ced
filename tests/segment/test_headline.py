"""The headline of a page and of a plain text."""

from __future__ import annotations

import pytest

from quoteattr.segment import parts
from tests.segment.pages import FOOT, HEADLINE, LAST, LEAD, MENU, MORE, TITLE, kinds, page

HEADLINES = [
    # the copy over the byline, not the one in the menu or among the buttons
    (
        (
            TITLE,
            *MENU,
            HEADLINE,
            "Share",
            HEADLINE,
            "By Ida Voss",
        ),
        11,
    ),
    (
        (
            *(TITLE, *MENU, HEADLINE, "By Ida Voss", "Share"),
            *("All sharing options for:", HEADLINE, "Email", "Copy link", "Save"),
        ),
        9,
    ),
    # the headline, not the title once more without all its words
    (
        (
            *("Bridge falls in flood in the hills | Orbel News", *MENU, "Bridge falls in flood | Orbel"),
            *("Bridge falls in flood in the hills", "By Ida Voss"),
        ),
        10,
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


STANDFIRST = "The mayor says that the town will have to wait until spring for a new one"


NAME = "Ida Voss, Orbel News"


@pytest.mark.parametrize("between", [(), (NAME,), (STANDFIRST,), (NAME, STANDFIRST)])
def test_the_headline_stands_above_what_says_more(between: tuple[str, ...]) -> None:
    """Neither a standfirst nor a name with its outlet is the headline, though the date stands under them."""
    text = "\n\n".join(["Orbel News", *MENU, "Bridge Falls Silent in Lima", *between, "May 4, 2021", LEAD, MORE, *FOOT])
    assert ("headline", "Bridge Falls Silent in Lima") in kinds(text)


def test_a_quotation_above_a_standfirst_is_no_headline() -> None:
    """Nor is what stands above that quotation."""
    quotation = "“We knew that the bridge would fall one day or another”"
    text = "\n\n".join(["Orbel News", *MENU, quotation, STANDFIRST, "By Ida Voss", LEAD, MORE, LAST, *FOOT])
    assert ("headline", STANDFIRST) in kinds(text)


def test_what_stands_above_a_standfirst_may_go_on_and_on() -> None:
    """Thousands of such lines are no deeper than one."""
    lines = [f"the mayor of the town says that it will rain for {number} days" for number in range(3000)]
    links = [f"Link {number}" for number in range(1500)]
    text = "\n\n".join([*links, *MENU, *lines, "By Ida Voss", *[LEAD, MORE, LAST] * 30])
    assert [kind for kind, _ in kinds(text)].count("headline") == 1


def test_a_sentence_between_headline_and_byline_is_body() -> None:
    """In a text without chrome."""
    under = "The old one had stood for a hundred years."
    assert kinds(page(HEADLINE, under, "By Ida Voss", LEAD, MORE))[:3] == [
        ("headline", HEADLINE),
        ("body", under),
        ("byline", "By Ida Voss"),
    ]


def test_a_browser_title_without_the_name_of_the_site_is_a_headline_throughout() -> None:
    """Where the page has no other."""
    title = "Bridge falls in the flood of Lima"
    assert kinds(page(title, *MENU, LEAD, MORE, LAST, *FOOT))[:2] == [("headline", title), ("chrome", "Home")]


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("How the bridge of Lima fell - Orbel News", "How the bridge of Lima\nfell"),
        ("What fell into the river", "An Ode to the\nBridge that Fell into the River"),
        ("What fell into the river", "An Ode to the\nBridge that Fell into the\nRiver of the Town"),
    ],
)
def test_a_headline_broken_in_the_markup(title: str, broken: str) -> None:
    """Two or three lines without a blank one between them are one headline, where the title or their words tell it."""
    text = "\n\n".join([title, *MENU, broken, "By Ida Voss", LEAD, MORE, LAST, *FOOT])
    assert ("headline", broken) in kinds(text)


def test_the_browser_title_is_the_headline_where_there_is_no_other() -> None:
    """The name of the site is cut off."""
    text = page(TITLE, *MENU, LEAD, MORE, LAST, *FOOT)
    assert kinds(text)[:2] == [("headline", HEADLINE), ("chrome", "| Orbel News")]


def test_sections_of_the_site_are_cut_off_a_title() -> None:
    """What stands behind the headline's bar is no headline, one name or several."""
    text = page("Bridge falls in flood | World | News | Orbel News", *MENU, LEAD, MORE, LAST, *FOOT)
    assert kinds(text)[:2] == [("headline", HEADLINE), ("chrome", "| World | News | Orbel News")]


def test_a_browser_title_above_a_short_page() -> None:
    """Where the first line says the headline and more, the headline is the line that says nothing else."""
    text = page(TITLE, HEADLINE, "Ida Voss, Political Editor", LEAD, MORE)
    assert kinds(text)[:4] == [
        ("chrome", TITLE),
        ("headline", HEADLINE),
        ("byline", "Ida Voss, Political Editor"),
        ("body", LEAD),
    ]


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        "Bridge Falls in Flood, Mayor Says.",
        "Flood wrecks bridge in Lima.",
        "Old Bridge Falls in Lima, Mayor of Town says Monday.",
        "Crowe: ‘We did not know’",
        "Bridge falls in flood;\nmayor blames council.",
    ],
)
def test_headline_of_a_plain_text(headline: str) -> None:
    """The first line, with or without a full stop, if it does not read like the first sentence of the text."""
    assert kinds(f"{headline}\n\n{LEAD}\n\n{MORE}") == [("headline", headline), ("body", LEAD), ("body", MORE)]


@pytest.mark.parametrize("line", ["loadVideo('today', size(3));", "var shown = 1;", "if (shown) {", "});"])
def test_a_line_of_a_program_is_no_headline(line: str) -> None:
    assert kinds(page(line, LEAD, MORE))[0] == ("chrome", line)
