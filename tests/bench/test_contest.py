"""The sums of the speed contest: ratios within rounds, and the exponent of a curve."""

from __future__ import annotations

import pytest

from bench.speed.contest import best, compared, curve, rate


def test_ratios_are_taken_within_a_round() -> None:
    rounds = [{"quoteattr": 6000.0, "textacy": 5000.0}, {"quoteattr": 3000.0, "textacy": 2000.0}]
    found = compared(rounds, "textacy")
    assert found["words_per_cpu_second"] == 3500
    assert found["quoteattr_times"] == pytest.approx({"median": 1.35, "least": 1.2, "most": 1.5})


@pytest.mark.parametrize("power", [1, 2])
def test_the_exponent_is_that_of_the_power_law(power: int) -> None:
    points = [{"words": x, "cpu_s": 3 * x**power} for x in (10.0, 20.0, 80.0)]
    assert curve(points, "words")["exponent"] == pytest.approx(power)


def test_rates_and_the_best_run() -> None:
    slow, quick = {"words": 100.0, "cpu_s": 2.0, "wall_s": 4.0}, {"words": 100.0, "cpu_s": 1.0, "wall_s": 5.0}
    assert best([slow, quick]) is quick
    assert (rate(slow, "cpu_s"), rate(slow, "wall_s")) == (50, 25)
