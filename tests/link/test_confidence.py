"""Confidence: calibrated scores of the network, or the rule's share of right links without a network."""

from __future__ import annotations

import pytest

from quoteattr.lexicon import load_table
from quoteattr.link.score import calibrated, interpolated, prior


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-1.0, 0.2), (0.0, 0.2), (0.25, 0.3), (0.5, 0.4), (0.75, 0.7), (1.0, 1.0), (2.0, 1.0)],
)
def test_values_between_knots_are_interpolated_linearly(value: float, expected: float) -> None:
    assert interpolated(value, (0.0, 0.5, 1.0), (0.2, 0.4, 1.0)) == pytest.approx(expected)


def test_confidence_never_decreases_with_the_scores() -> None:
    values = [calibrated(number / 100) for number in range(101)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1


def test_every_share_is_between_0_and_1() -> None:
    assert all(0 < share < 1 for share in load_table("rule_priors")["prior"].values())
    assert prior("clause + subject") > prior("noun clause")
    assert prior("no such rule") == load_table("rule_priors")["prior"]["other"]
