"""Whether ``confidence`` is the probability it claims to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from quoteattr.evaluation.comparison import Comparison


@frozen
class Bin:
    """The predictions with a confidence from ``low`` up to ``high``: how many, their mean, how many were right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@frozen
class Threshold:
    """Figures if only predictions of at least ``confidence`` are kept."""

    confidence: float
    kept: int
    precision: float
    recall: float


@frozen
class Calibration:
    """``error`` is the expected calibration error: the mean distance of confidence and truth, weighted by bin size."""

    count: int
    error: float
    bins: tuple[Bin, ...]
    thresholds: tuple[Threshold, ...]


def calibrate(comparisons: Iterable[Comparison], *, bins: int = 10) -> Calibration | None:
    """Return the calibration of all predictions that carry a confidence; None where none does.

    Right means source, cue and content together: the relation is right and its cues overlap.
    """
    comparisons = tuple(comparisons)
    rated = [
        (judged.reading.relation.confidence, judged.whole)
        for comparison in comparisons
        for judged in comparison.found
        if judged.reading.relation.confidence is not None
    ]
    if not rated:
        return None
    curve = tuple(each for number in range(bins) if (each := _bin(rated, number, bins)))
    error = sum(each.count * abs(each.confidence - each.right) for each in curve) / len(rated)
    gold = sum(len(comparison.gold) for comparison in comparisons)
    thresholds = tuple(_threshold(rated, gold, number / bins) for number in range(bins))
    return Calibration(len(rated), error, curve, thresholds)


def _bin(rated: Sequence[tuple[float, bool]], number: int, bins: int) -> Bin | None:
    # A confidence of 1 belongs to the last bin.
    inside = [each for each in rated if min(int(each[0] * bins), bins - 1) == number]
    if not inside:
        return None
    confidence, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
    return Bin(number / bins, (number + 1) / bins, len(inside), confidence, right)


def _threshold(rated: Sequence[tuple[float, bool]], gold: int, confidence: float) -> Threshold:
    kept = [right for value, right in rated if value >= confidence]
    right = sum(kept)
    return Threshold(confidence, len(kept), right / len(kept) if kept else 0.0, right / gold if gold else 0.0)
