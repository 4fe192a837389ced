"""A content that is quoted in part has both marks of each quotation in it; direct speech has none around it."""

from __future__ import annotations

import pytest

from quoteattr import QuoteAttributor

CONTENTS = [
    ('Lee said he was "very tired."', 'he was "very tired."'),
    (
        "Lee said the plan “may” work, but he “would not bet on it”.",
        "the plan “may” work, but he “would not bet on it”",
    ),
    ("Lee said “we” would win (or “lose (badly)”).", "“we” would win (or “lose (badly)”)"),
    ("“We won,” Lee said.", "We won,"),
    ("Lee said: “We won. It was hard.”", "We won. It was hard."),
    ("Ana Lee said: “The harbour closes.\n\n“It is not safe.”", "The harbour closes. It is not safe."),
    (
        'Ana Lee said: "The harbour closes.\n\n"It is not safe. We know."',
        "The harbour closes. It is not safe. We know.",
    ),
    (
        "“The dam is old,” said Ana Lee. “It was built in a year.\n\n“Now a town lives below it.”",
        "The dam is old, It was built in a year. Now a town lives below it.",
    ),
]


@pytest.mark.parametrize(("text", "content"), CONTENTS, ids=[row[0] for row in CONTENTS])
def test_marks_are_paired(attributor: QuoteAttributor, text: str, content: str) -> None:
    assert [claim.content.text for claim in attributor(text).attributions] == [content]
