"""Confidence: calibrated scores of the network, or the rule's share of right links without a network."""

from __future__ import annotations

import pytest

from quoteattr.annotate.bundle import open_bundle
from quoteattr.lexicon import load_table
from quoteattr.link.score import Curve, prior


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-1.0, 0.2), (0.0, 0.2), (0.25, 0.3), (0.5, 0.4), (0.75, 0.7), (1.0, 1.0), (2.0, 1.0)],
)
def test_values_between_knots_are_interpolated_linearly(value: float, expected: float) -> None:
    assert Curve((0.0, 0.5, 1.0), (0.2, 0.4, 1.0)).at(value) == pytest.approx(expected)


@pytest.mark.parametrize("model", ["en", "en-fast", "en-large"])
def test_confidence_never_decreases_with_the_scores(model: str) -> None:
    curve = Curve(*open_bundle(model).confidence)
    values = [curve.at(number / 100) for number in range(101)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1


def test_every_bundled_model_has_a_curve_of_its_own() -> None:
    curves = [tuple(open_bundle(model).confidence[1]) for model in ("en", "en-fast", "en-large")]
    assert len(set(curves)) == len(curves)


def test_without_a_curve_the_product_of_the_scores_is_the_confidence() -> None:
    assert Curve().at(0.7) == pytest.approx(0.7)


def test_every_share_is_between_0_and_1() -> None:
    assert all(0 < share < 1 for share in load_table("rule_priors")["prior"].values())
    assert prior("clause + subject") > prior("noun clause")
    assert prior("no such rule") == load_table("rule_priors")["prior"]["other"]
