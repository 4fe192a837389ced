"""The pages tell the figures of the bundled model's manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.tell import PAGES, figures, rewritten


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_tells_the_figures_of_the_model(page: Path) -> None:
    """`python -m bench.tell` writes them."""
    text = page.read_text(encoding="utf-8")
    assert "<!-- figures -->" in text
    assert text == rewritten(page, PAGES[page](figures()))
