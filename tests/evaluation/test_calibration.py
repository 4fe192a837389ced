"""The calibration curve has the share of right predictions by confidence."""

from __future__ import annotations

import pytest

from quoteattr.evaluation import calibrate, compare

RIGHT = "[Ott]s1 [said]c1 {it would rain}1"
WRONG = "Ott [said]c1 it {would}1 rain"


def runs(marked, *told: tuple[float, bool]):
    gold = marked(RIGHT)
    return [compare(gold, marked(RIGHT if right else WRONG, confidence=told).relations) for told, right in told]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ([(1.0, True)], 0.0),
        ([(0.0, False)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        ([(0.95, True), (0.95, False), (0.25, False), (0.25, False)], (0.45 + 0.25) / 2),
        # The bins are weighted by their number of predictions.
        ([(0.9, True), (0.9, True), (0.9, True), (0.5, False)], (3 * 0.1 + 0.5) / 4),
    ],
)
def test_expected_calibration_error(marked, told, error):
    assert calibrate(runs(marked, *told)).error == pytest.approx(error)


def test_every_prediction_is_in_one_bin(marked):
    told = [(number / 20, number % 2 == 0) for number in range(21)]
    found = calibrate(runs(marked, *told))
    assert sum(each.count for each in found.bins) == found.count == 21
    assert all(each.low <= each.confidence <= each.high for each in found.bins)
    assert found.bins[-1].count == 3  # 0.9, 0.95 and 1.0


def test_a_threshold_trades_recall_for_precision(marked):
    found = calibrate(runs(marked, (0.5, True), (0.9, True), (0.3, False), (0.3, True)))
    rows = {each.confidence: (each.kept, each.precision, each.recall) for each in found.thresholds}
    assert rows[0.0] == (4, 0.75, 0.75)
    assert rows[0.5] == (2, 1.0, 0.5)


def test_without_confidence_there_is_no_calibration(marked):
    gold = marked(RIGHT)
    assert calibrate([compare(gold, gold.relations)]) is None
    assert calibrate([]) is None
