"""The shares of marked texts of ``tests/samples`` with right output are not below their floors."""

from __future__ import annotations

import pytest

from bench.accuracy.marked import is_right, names, samples
from quoteattr import QuoteAttributor

FLOORS = {"relays": 97.5, "single_marks": 95.0, "polarity": 90.0, "cueless": 82.5}


@pytest.mark.parametrize("name", FLOORS)
def test_the_share_of_marked_texts_read_right(attributor: QuoteAttributor, name: str) -> None:
    results = [is_right(name, sample, attributor) for sample in samples(name)]
    assert 100 * sum(results) / len(results) >= FLOORS[name]


@pytest.mark.parametrize("name", names())
def test_marked_texts_can_be_read(name: str) -> None:
    """A third of the texts is held out."""
    assert len(samples(name)) == (20 if name.endswith("_held_out") else 40)
    assert all(sample.marked(cueless=name.startswith("cueless")).text for sample in samples(name))
