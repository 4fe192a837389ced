"""Lines that show the known authors of a page."""

from __future__ import annotations

import pytest

from quoteattr.training.page_labels import _shows_author, normal

AUTHORS = [normal(name) for name in ("Ida Vale", "Bo Falk", "Omar Stone")]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("By Ida Vale", True),
        ("Ida Vale and Bo Falk", True),
        ("Ida Vale, School of Geography, Orbel; Bo Falk, School of Geography, Orbel; Omar Stone, Lima", True),
        ("Ida Vale told the council on Monday that the bridge would stay closed until " + "late " * 20, False),
        ("More from Ida Vale", False),
        ("By Bo Falk", False),
    ],
)  # fmt: skip
def test_a_line_of_authors_has_few_other_words(line: str, shown: bool) -> None:
    assert (_shows_author(AUTHORS[0], AUTHORS, line) > 0) is shown
