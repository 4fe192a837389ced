"""Odd text costs little more per token than prose, grows linearly, and ends soon after its limit of time.

The bounds are wide, since other work may run on the same machine: `make odd` measures at full size.
"""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

import quoteattr
from bench.robustness.odd_shapes import UNITS, Cost, growth, measured, prose, ratio, shape
from quoteattr import QuoteAttributor, TextValueError
from tests.timing import TRIES

DEAR = (
    "brackets", "single opening marks", "straight marks", "apostrophes", "name labels", "hyphens apart",
    "one-letter words",
    "blank lines", "addresses", "said", "abbreviations", "emoji", "digits", "dots", "one word", "line breaks",
    "names and pronouns", "mixed",
)  # fmt: skip
SHORT, LONG = 1000, 4000
_MOST = 6.0  # times prose
_STEEPEST = 1.4  # exponent of the growth; 2 is quadratic
_NOISE = 0.15  # seconds


@pytest.fixture(scope="module")
def plain(attributor: QuoteAttributor) -> Cost:
    attributor(prose(SHORT))
    return measured(attributor, prose(LONG), runs=2)


@pytest.mark.parametrize("name", DEAR)
def test_odd_text_costs_little_more_than_prose(attributor: QuoteAttributor, plain: Cost, name: str) -> None:
    def cheap() -> bool:
        # the faster of two runs, as for prose: other processes slow down single runs of a tenth of a second
        short, long = (measured(attributor, shape(UNITS[name], size), runs=2) for size in (SHORT, LONG))
        linear = growth([short, long]) < _STEEPEST or long.seconds < 4 * short.seconds + _NOISE
        return linear and ratio(long, plain) < _MOST

    assert any(cheap() for _ in range(TRIES))


@pytest.mark.parametrize("name", ["brackets", "name labels", "blank lines", "line breaks", "one word", "quoted claims"])
def test_a_long_text_ends_soon_after_its_limit(name: str) -> None:
    text = shape(UNITS[name], 200_000)
    read = quoteattr.load(max_seconds=0.2)
    before = time.process_time()
    with suppress(TextValueError):  # hardly any token is processed in time
        read(text)
    assert time.process_time() - before < 2.5


def test_prose_has_the_requested_length_and_is_deterministic() -> None:
    assert (len(prose(5000)), prose(5000)) == (5000, prose(5000))
