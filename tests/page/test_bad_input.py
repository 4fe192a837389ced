"""Texts that are not pages: a result with empty fields, no exception, and linear time."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.page.article import read_page
from tests.page.pages import BODY, FOOT, HEADLINE, MENU, TITLE
from tests.timing import grows_at_most

ARTICLE = "\n".join([HEADLINE, "By Ida Voss", "4 May 2021", *BODY])
TEXTS = {
    "empty": "",
    "white space": " \n\t\n",
    "one letter": "a",
    "one line": "Bridge falls in flood",
    "one sign a line": "\n".join("|*-•©"),
    "only menus": "\n".join([*MENU, *FOOT] * 20),
    "two articles": f"{ARTICLE}\n{ARTICLE.replace('Bridge', 'Tunnel')}",
    "German": "Brücke stürzt bei Flut ein\n\nDie alte Brücke ist am Montag eingestürzt, sagte die Bürgermeisterin.",
    "Japanese": "橋が洪水で落ちる\n\n川にかかる古い橋が月曜日に落ちたと市長が述べた。",
    "dates that do not exist": f"{TITLE}\n{HEADLINE}\nBy Ida Voss\n31 February 2023 25:61\n30/30/2023\n{BODY[0]}",
    "lone surrogate": "\ud800\n\ud800 fell",
    "control signs": "\x00\x01\n\x1c\x85\u2028",
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_a_result(name: str) -> None:
    """The parts contain every visible character once."""
    text = TEXTS[name]
    parts = read_page(text).article.parts
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(parts))
    held = sum(not character.isspace() for part in parts for character in part.span.of(text))
    assert held == sum(not character.isspace() for character in text)


@given(
    st.lists(st.sampled_from([TITLE, *MENU, HEADLINE, "By Ida Voss", *BODY, *FOOT, "", "© 2023", "\t"]), max_size=60)
)
def test_parts_contain_every_visible_character_once(lines: list[str]) -> None:
    """For any order of the lines."""
    text = "\n".join(lines)
    parts = read_page(text).article.parts
    assert "".join(part.span.of(text) for part in parts).split() == text.split() or parts
    assert sum(len(part.span.of(text).replace(" ", "")) for part in parts) == len("".join(text.split()))
    assert sum(part.kind == "headline" for part in parts) <= 2


@pytest.mark.parametrize(
    "unit",
    [
        "Link of the day\n",
        "a ",
        "By Ida Voss, ",
        "May 4, 2021 ",
        "© 2023 Orbel News ",
        "(credit: ",
        f"{BODY[0]}\n",
        "LIMA, ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Eight times the text takes about eight times the time."""
    short, long = unit * (60_000 // len(unit)), unit * (480_000 // len(unit))
    read_page(unit)
    assert grows_at_most(20, lambda: read_page(short), lambda: read_page(long), spare=0.5)
