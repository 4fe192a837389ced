"""Constructions that look like a claim and are none."""

from __future__ import annotations

import pytest

from quoteattr import QuoteAttributor


@pytest.mark.parametrize(
    "text",
    [
        "The board named a new chair on Monday.",
        "She called her mother on Friday.",
        "The official asked not to be named.",
        "The official declined to be identified.",
        "The company assumes no duty to update these statements.",
        "The newspaper ran a story quoting a secret paper.",
        "Theresa May met Will Page in the garden.",
        "Anne Reads won the race, and Tom Says came second.",
        "The recipe calls for two eggs.",
    ],
)
def test_no_claim(attributor: QuoteAttributor, text: str) -> None:
    assert not attributor(text).attributions


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The board called the chair a coward.", "the chair a coward"),
        ("Lund called the plan “madness”.", "the plan “madness”"),
        ("The union called for new talks.", "new talks"),
        ("Will said the road was closed.", "the road was closed"),
        ("The official, who asked not to be named, said the deal was off.", "the deal was off"),
    ],
)
def test_one_claim(attributor: QuoteAttributor, text: str, content: str) -> None:
    assert [each.content.text for each in attributor(text).attributions] == [content]


@pytest.mark.parametrize("text", ["They can say what they like.", "A merger might be announced next week."])
def test_what_may_be_said_is_hypothetical(attributor: QuoteAttributor, text: str) -> None:
    assert [each.polarity for each in attributor(text).attributions] == ["hypothetical"]


def test_a_label_before_a_headline_is_no_source(attributor: QuoteAttributor) -> None:
    text = "Title: Harbour to close for a year\n\nThe harbour closes in May, Ada Lund said."
    assert [each.source.text for each in attributor(text).attributions if each.source] == ["Ada Lund"]
