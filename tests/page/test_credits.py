"""The words of the credits of pictures: each example of the lexicon has a credit, each counterexample none."""

from __future__ import annotations

import pytest

from quoteattr.lexicon import load_table
from quoteattr.model import Span
from quoteattr.page.credits import credits_in, ends_with_credit

EXAMPLES, COUNTEREXAMPLES = (load_table("credits")[key] for key in ("examples", "counterexamples"))


@pytest.mark.parametrize("caption", EXAMPLES)
def test_a_caption_ends_with_its_credit(caption: str) -> None:
    [credit] = credits_in(caption, Span(0, len(caption)))
    assert ends_with_credit(caption)
    assert credit.end == len(caption)


@pytest.mark.parametrize("line", COUNTEREXAMPLES)
def test_a_line_without_credit_is_no_caption(line: str) -> None:
    assert not ends_with_credit(line)
    assert not [*credits_in(line, Span(0, len(line)))]
