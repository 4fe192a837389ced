"""No regular expression backtracks catastrophically: each takes linear time on its worst cases."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.robustness.expressions import Expression, ad_hoc, expressions, sites

UNITS = (
    *("a", "A", "1", " ", "\t", "\n", ".", ",", "-", "–", '"', "“", "”", "'", "’", "(", ")", "[", "/", "|", "@", "&"),
    *("_", ":", "…", "!", "é", "\u0301", "中", "\x00", "a ", "A ", "1 ", "a.", "A.", "1.", "1,", "1-", "1:", "a-"),
    *("a@", "Aa ", "Aa, ", "Aa-", "Aa|", "Aa/", "(A", "[1]"),
    *("' ", '" ', ". ", "\n ", "Mr. ", "May 1, ", "by ", "By Aa "),
    *("and ", "source: ", "http://", "www.", "charset=", "# newdoc id =", "(a-b", "date ", "updated a ", "told "),
    *("© 2020 ", "1 am ", "photo: ", "said: "),
)
TAILS = ("", "\x00", "\n!")
FIRST, SHORT, LONG = 500, 2000, 8000  # characters
_NOTICED = 2e-4  # seconds over FIRST, which a linear expression seldom takes
_STEEPEST = 8.0  # LONG is four times as long: quadratic expressions take sixteen times as long
# Expressions that are applied to a bounded number of characters: the end of a word, a name that another found.
BOUNDED = {
    "segment.sentences._BEFORE": 80,
    "segment.quotation._verb_before": 120,
    "page.bylines._dateline_patterns": 160,
    "page.publishers._OWNER_BEFORE": 400,
    "page.publishers._OWNER_END": 80,
    "page.publishers._RIGHTS": 400,
}
_LONGEST = 0.005  # seconds for these


def test_every_expression_is_found() -> None:
    assert {f"{module.removeprefix('quoteattr.')}.{name}" for (module, _), name in sites().items()} == {
        each.where for each in expressions()
    }
    assert len(expressions()) > 100


def _seconds(work: Callable[[], Any]) -> float:
    """Processor time of this thread."""
    best = 1.0
    for _ in range(2):
        start = time.thread_time()
        work()
        best = min(best, time.thread_time() - start)
    return best


def _work(expression: Expression, method: str, text: str) -> Callable[[], Any]:
    given = text if isinstance(expression.pattern, str) else text.encode()
    compiled = expression.compiled()
    if method in ("match", "fullmatch", "search"):
        return lambda: getattr(compiled, method)(given)
    return lambda: [None for _ in compiled.finditer(given)]


def _slow(expression: Expression, method: str, unit: str, tail: str) -> bool:
    limit = BOUNDED[expression.where] - len(tail)
    return _seconds(_work(expression, method, unit * (limit // len(unit)) + tail)) > _LONGEST


def _steep(expression: Expression, method: str, unit: str, tail: str) -> bool:
    def work(length: int) -> Callable[[], Any]:
        return _work(expression, method, unit * (length // len(unit)) + tail)

    start = time.thread_time()
    work(FIRST)()
    if time.thread_time() - start < _NOTICED or _seconds(work(FIRST)) < _NOTICED:
        return False
    return _seconds(work(LONG)) > _STEEPEST * _seconds(work(SHORT))


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


def test_nothing_is_compiled_implicitly() -> None:
    """Except two short ones: the end of a word, and the letters of the name of a file."""
    assert len(ad_hoc()) <= 2
