"""No regular expression backtracks catastrophically: each takes linear time on its worst cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.robustness.expressions import Expression, ad_hoc, expressions, sites
from tests.timing import grows_at_most, takes_at_most

UNITS = (
    *("a", "A", "1", " ", "\t", "\n", ".", ",", "-", "–", '"', "“", "”", "'", "’", "(", ")", "[", "/", "|", "@", "&"),
    *("_", ":", "…", "!", "é", "\u0301", "中", "\x00", "a ", "A ", "1 ", "a.", "A.", "1.", "1,", "1-", "1:", "a-"),
    *("a@", "Aa ", "Aa, ", "Aa-", "Aa|", "Aa/", "(A", "[1]"),
    *("' ", '" ', ". ", "\n ", "Mr. ", "May 1, ", "by ", "By Aa "),
    *("and ", "source: ", "http://", "www.", "charset=", "# newdoc id =", "(a-b", "date ", "updated a ", "told "),
    *("© 2020 ", "1 am ", "photo: ", "said: "),
)
TAILS = ("", "\x00", "\n!")
FIRST, SHORT, LONG = 1000, 2000, 8000  # characters
_NOTICED = 2e-4  # seconds over FIRST, which a linear expression seldom takes
_STEEPEST = 8.0  # LONG is four times as long: quadratic expressions take sixteen times as long
# Expressions that are applied to a bounded number of characters: the end of a word, a name that another found.
BOUNDED = {
    "segment.sentences._BEFORE": 80,
    "segment.quotation._verb_before": 120,
    "page.bylines._dateline_patterns": 160,
    "page.publishers._OWNER_END": 80,
}
_LONGEST = 0.005  # seconds for these


def test_every_expression_is_found() -> None:
    assert {f"{module.removeprefix('quoteattr.')}.{name}" for (module, _), name in sites().items()} == {
        each.where for each in expressions()
    }
    assert len(expressions()) > 100


def _work(expression: Expression, method: str, text: str) -> Callable[[], Any]:
    given = text if isinstance(expression.pattern, str) else text.encode()
    compiled = expression.compiled()
    if method in ("match", "fullmatch", "search"):
        return lambda: getattr(compiled, method)(given)
    return lambda: [None for _ in compiled.finditer(given)]


def _slow(expression: Expression, method: str, unit: str, tail: str) -> bool:
    limit = BOUNDED[expression.where] - len(tail)
    return not takes_at_most(_LONGEST, _work(expression, method, unit * (limit // len(unit)) + tail))


def _steep(expression: Expression, method: str, unit: str, tail: str) -> bool:
    def work(length: int) -> Callable[[], Any]:
        return _work(expression, method, unit * (length // len(unit)) + tail)

    return not takes_at_most(_NOTICED, work(FIRST)) and not grows_at_most(_STEEPEST, work(SHORT), work(LONG))


@pytest.mark.parametrize("expression", expressions(), ids=lambda each: each.where)
def test_time_grows_with_the_length_only(expression: Expression) -> None:
    fails = _slow if expression.where in BOUNDED else _steep
    steep = [
        (method, unit, tail)
        for method in expression.methods
        for unit in UNITS
        for tail in TAILS
        if fails(expression, method, unit, tail)
    ]
    assert not steep


@pytest.mark.parametrize(("pattern", "steep"), [(r"(?:a|b)*\x00", True), (r"a\x00", False)])
def test_quadratic_time_is_noticed(pattern: str, steep: bool) -> None:
    assert _steep(Expression("", "re", pattern, 0, ("finditer",)), "finditer", "a", "") == steep


def test_nothing_is_compiled_implicitly() -> None:
    """Except two short ones: the end of a word, and the letters of the name of a file."""
    assert len(ad_hoc()) <= 2
