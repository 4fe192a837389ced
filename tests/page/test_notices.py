"""Lines about the article itself: who contributed to it, and who published it first or changed it."""

from __future__ import annotations

import time

import pytest

from quoteattr.page.notices import is_notice
from tests.page.pages import BODY, HEADLINE, of_kind

NOTICES = (
    "Omar Stone contributed to this report.",
    "Omar Stone and Ada Moss also contributed reporting from Lima, Peru.",
    "Staff writer Omar Stone contributed to this story.",
    "Vale reported from Lima. Orbin News writer Omar Stone in Rome contributed to this report.",
    "Vale reported from Lima and Stone from Rome.",
    "With files from Omar Stone and The Orbin Press",
    "This story was first published by the Orbel Citizen.",
    "This article was corrected on 4 May 2024. An earlier version said that it had rained.",
    "(This story has not been edited by our staff and is published from a feed.)",
    "Reprinted with permission from the Norvik Mail.",
    "Courtesy of the Norvik Mail",
)
OTHERS = (
    "The letter was first published by the Orbel Citizen.",
    "Heavy rain contributed to the fall of the bridge, the report said.",
    "Omar Stone contributed to the report in May, the mayor said.",
    "Residents reported from all over the town that the lights had gone out.",
    "With Omar Stone away, the council did not vote.",
    "This story was told in every house of the town.",
    "“This article was first published by accident,” said Ada Voss.",
)


@pytest.mark.parametrize("line", NOTICES)
def test_a_notice_at_the_end_of_the_article_is_chrome(line: str) -> None:
    text = "\n\n".join((HEADLINE, "By Ida Voss", *BODY, line))
    assert is_notice(line)
    assert line in of_kind("chrome", text)


@pytest.mark.parametrize("line", OTHERS)
def test_a_sentence_of_the_article_is_no_notice(line: str) -> None:
    assert not is_notice(line)


def test_a_notice_before_the_last_paragraphs_is_body() -> None:
    line = "This story was first published by the Orbel Citizen."
    assert line in of_kind("body", "\n\n".join((HEADLINE, BODY[0], line, *BODY)))


@pytest.mark.parametrize("word", ["Ida Vale ", "Vale reported from Lima, ", "With files from Ida ", "Ida, "])
def test_long_lines_take_linear_time(word: str) -> None:
    started = time.process_time()
    for length in (2, 10, 40, 4_000):
        is_notice(word * length)
    assert time.process_time() - started < 1
