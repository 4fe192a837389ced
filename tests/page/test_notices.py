"""Lines about the article itself: who contributed to it, and who published it first or changed it."""

from __future__ import annotations

import pytest

from quoteattr.page.notices import is_notice, is_promotion
from tests.page.pages import BODY, HEADLINE, of_kind
from tests.timing import takes_at_most

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
    "Opinions expressed here are those of their authors.",
    "Editor’s note: The names of two pupils were changed.",
    "This newsroom is funded by its readers.",
    "An earlier version of this column gave a wrong date.",
    "If you have been affected by a flood, help is at hand at any hour.",
    "NPR transcripts are made by a contractor, and may change.",
    "Not for publication or redistribution without leave of the authors.",
    "To contact the reporter on this story: Ida Voss in Lima",
)
OTHERS = (
    "The letter was first published by the Orbel Citizen.",
    "Heavy rain contributed to the fall of the bridge, the report said.",
    "Omar Stone contributed to the report in May, the mayor said.",
    "Residents reported from all over the town that the lights had gone out.",
    "With Omar Stone away, the council did not vote.",
    "This story was told in every house of the town.",
    "“This article was first published by accident,” said Ada Voss.",
    "The views of the council will be published in May.",
    "This newsroom is funded by a bank, the mayor said.",
    "To contact the reporters, the mayor said, he rang the paper.",
    "We correct our errors, said Ada Voss, who leads the council.",
)
PROMOTION = (
    "Sign up here for a letter from the coast, once a week.",
    "Follow our channel and know first when it rains",
    "You have one free story left this month.",
    "Enjoyed this column? Leave us a tip.",
    "Get the Norvik Mail in your inbox.",
    "This column is for subscribers only.",
    "The mill may earn a commission from what is bought.",
    "You have read all of your free articles this month.",
    "Then £9 a month. Complete digital access on every device.",
    "Unlock this column and many more for £1.",
    "Do you have a story for us? Ring 555 0182.",
    "If you like what we do, please consider a donation.",
    "Listen to highlights from the coast on BBC Sounds.",
    "Keep reading for just £1. Every story is included.",
    "This is a premium article for members of the mill.",
    "The rest of this column is for members.",
    "Choose the plan that suits you. Stop when you like, at no cost, in the app.",
    "Advertisement",
    "Most Popular",
    "Sponsored",
    "Loading…",
    "Sign up here",
)
NO_PROMOTION = (
    "Farmers can sign up for the fund at the town hall.",
    "“Follow our channel,” she said to the boats.",
    "Her newsletter has nine readers.",
    "The mayor said that you can read the story at the library.",
    "If you liked this story, you may try it with beans as well.",
    "The web owes our reporters a word of thanks.",
    "The most popular of the plans, which the council will choose in May, has two bridges.",
    "Choose the plan of the mayor, he wrote, or have a story for the voters.",
    "The council will consider a donation to the mill, and the mayor spoke of it on BBC Sounds.",
)


@pytest.mark.parametrize("line", NOTICES)
def test_a_notice_at_the_end_of_the_article_is_chrome(line: str) -> None:
    text = "\n\n".join((HEADLINE, "By Ida Voss", *BODY, line))
    assert is_notice(line)
    assert line in of_kind("chrome", text)


@pytest.mark.parametrize("line", NOTICES)
def test_a_notice_above_the_first_paragraph_is_not_body(line: str) -> None:
    assert of_kind("body", "\n\n".join((HEADLINE, "By Ida Voss", line, *BODY))) == list(BODY)


@pytest.mark.parametrize("line", OTHERS)
def test_a_sentence_of_the_article_is_no_notice(line: str) -> None:
    assert not is_notice(line)


@pytest.mark.parametrize("line", PROMOTION)
def test_promotion_between_paragraphs_is_chrome(line: str) -> None:
    assert is_promotion(line)
    assert line in of_kind("chrome", "\n\n".join((HEADLINE, "By Ida Voss", *BODY[:2], line, *BODY[2:])))


@pytest.mark.parametrize("line", NO_PROMOTION)
def test_a_sentence_of_the_article_is_no_promotion(line: str) -> None:
    assert not is_promotion(line)
    assert line in of_kind("body", "\n\n".join((HEADLINE, "By Ida Voss", *BODY[:2], line, *BODY[2:])))


@pytest.mark.parametrize(
    "line", ["40 comments", "Have your say below.", "Read more on page nine.", "Thanks for your time."]
)
def test_a_line_to_the_reader_below_the_last_paragraph_is_chrome(line: str) -> None:
    story = (*BODY, "The work will cost £2 million.")
    assert line in of_kind("chrome", "\n".join((HEADLINE, "By Ida Voss", "4 May 2024", *story, line)))


def test_a_notice_before_the_last_paragraphs_is_body() -> None:
    line = "This story was first published by the Orbel Citizen."
    assert line in of_kind("body", "\n\n".join((HEADLINE, BODY[0], line, *BODY)))


@pytest.mark.parametrize("word", ["Ida Vale ", "Vale reported from Lima, ", "With files from Ida ", "Ida, "])
def test_long_lines_take_linear_time(word: str) -> None:
    assert takes_at_most(1, lambda: [is_notice(word * length) for length in (2, 10, 40, 4_000)])
