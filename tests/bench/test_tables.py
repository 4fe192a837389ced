"""The pages have the measured figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.publish.tables import PAGES, rewritten


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_reports_the_figures_that_were_measured(page: Path) -> None:
    """`python -m bench.publish.tables` writes them."""
    text = page.read_text("utf-8")
    assert text == rewritten(text, PAGES[page])


@pytest.mark.parametrize("page", ["# Page\n", "<!-- one -->\n<!-- end of other -->\n", "<!-- one -->\n" * 2])
def test_a_page_without_the_marks_is_an_error(page: str) -> None:
    with pytest.raises(ValueError, match="end of one"):
        rewritten(page, {"one": lambda: "table\n"})


def test_only_what_is_between_the_marks_is_written() -> None:
    page = "before\n<!-- one -->\nold\n<!-- end of one -->\nbehind\n"
    assert rewritten(page, {"one": lambda: "new\n"}) == page.replace("old", "new")
