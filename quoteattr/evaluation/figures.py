"""Figures of an evaluation: precision, recall and F1, their intervals, and the calibration of confidence."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import mul

from attrs import frozen

from quoteattr.evaluation.comparison import TRACKS, Comparison, role_spans
from quoteattr.model import ROLES

MEASURES = ("cue", "exact", "soft", "content", "relation")

_BINS = 10  # of a calibration
Counts = Mapping[tuple[str, str, str], float]
"""Sums by track, side ("gold", "found") and measure, and by "spans", role and side; a missing one is 0."""


@frozen
class Rate:
    """Precision and recall, as shares."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@frozen
class Track:
    """The figures of one track. Recall counts its gold relations, precision the found ones that belong to it."""

    gold: int
    found: int
    rates: Mapping[str, Rate]
    source_accuracy: float


@frozen
class Figures:
    """``tracks`` by name, those that hold nothing left out; ``spans`` by role."""

    tracks: Mapping[str, Track]
    spans: Mapping[str, Rate]

    def headline(self) -> dict[str, float]:
        """Return each figure by name: ``all.relation`` is an F1, ``all.source`` an accuracy, ``spans.cue`` an F1."""
        flat = {f"spans.{role}": rate.f1 for role, rate in self.spans.items()}
        for name, track in self.tracks.items():
            flat.update({f"{name}.{measure}": rate.f1 for measure, rate in track.rates.items()})
            flat[f"{name}.source"] = track.source_accuracy
        return flat


def figures(comparisons: Iterable[Comparison]) -> Figures:
    """Return the figures over all texts together."""
    return _figures(_count(comparisons))


def _count(comparisons: Iterable[Comparison]) -> Counts:
    total: dict[tuple[str, str, str], float] = defaultdict(float)
    for comparison in comparisons:
        for side, judged in (("gold", comparison.gold), ("found", comparison.found)):
            for each in judged:
                for track in each.reading.tracks:
                    total[track, side, "count"] += 1
                    for measure in MEASURES:
                        total[track, side, measure] += getattr(each, measure)
        for role in ROLES:
            gold, found = (
                role_spans(comparison.annotated.text, (getattr(each.reading, role) for each in judged))
                for judged in (comparison.gold, comparison.found)
            )
            total["spans", role, "gold"] += len(gold)
            total["spans", role, "found"] += len(found)
            total["spans", role, "both"] += len(gold & found)
    return total


def _figures(counts: Counts) -> Figures:
    names = [name for name in TRACKS if any(counts.get((name, side, "count")) for side in ("gold", "found"))]
    spans: dict[str, Rate] = {}
    for role in ROLES:
        gold, found, both = (counts.get(("spans", role, side), 0.0) for side in ("gold", "found", "both"))
        spans[role] = Rate(_share(both, found), _share(both, gold))
    return Figures({name: _track(counts, name) for name in names}, spans)


def _track(counts: Counts, name: str) -> Track:
    gold, found = (
        {measure: counts.get((name, side, measure), 0.0) for measure in ("count", *MEASURES)}
        for side in ("gold", "found")
    )
    rates = {
        measure: Rate(_share(found[measure], found["count"]), _share(gold[measure], gold["count"]))
        for measure in MEASURES
    }
    return Track(int(gold["count"]), int(found["count"]), rates, _share(gold["relation"], gold["content"]))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


@frozen
class Interval:
    """The middle 95 % of the resampled values of a figure."""

    low: float
    high: float


def intervals(comparisons: Sequence[Comparison], *, resamples: int = 1000, seed: int = 0) -> Mapping[str, Interval]:
    """Return an interval for each name of ``Figures.headline``, by bootstrap over texts.

    There are ``resamples`` draws of as many texts, with replacement. The same seed returns the same intervals; the
    result is empty for no texts or no resamples.
    """
    rows = [_count([comparison]) for comparison in comparisons]
    columns = {key: [row.get(key, 0.0) for row in rows] for key in {key for row in rows for key in row}}
    draw = random.Random(seed)
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(resamples if rows else 0):
        drawn = Counter(draw.choices(range(len(rows)), k=len(rows)))
        times = [drawn[text] for text in range(len(rows))]
        row = {key: sum(map(mul, column, times)) for key, column in columns.items()}
        for name, value in _figures(row).headline().items():
            values[name].append(value)
    return {name: _middle(sorted(found)) for name, found in values.items()}


def _middle(ordered: Sequence[float]) -> Interval:
    cut = int(len(ordered) * 0.05 / 2)
    return Interval(ordered[cut], ordered[-1 - cut])


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


def calibrate(comparisons: Iterable[Comparison]) -> Calibration | None:
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
    curve = tuple(each for number in range(_BINS) if (each := _bin(rated, number)))
    error = sum(each.count * abs(each.confidence - each.right) for each in curve) / len(rated)
    gold = sum(len(comparison.gold) for comparison in comparisons)
    thresholds = tuple(_threshold(rated, gold, number / _BINS) for number in range(_BINS))
    return Calibration(len(rated), error, curve, thresholds)


def _bin(rated: Sequence[tuple[float, bool]], number: int) -> Bin | None:
    # A confidence of 1 belongs to the last bin.
    inside = [each for each in rated if min(int(each[0] * _BINS), _BINS - 1) == number]
    if not inside:
        return None
    confidence, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
    return Bin(number / _BINS, (number + 1) / _BINS, len(inside), confidence, right)


def _threshold(rated: Sequence[tuple[float, bool]], gold: int, confidence: float) -> Threshold:
    kept = [right for value, right in rated if value >= confidence]
    right = sum(kept)
    return Threshold(confidence, len(kept), _share(right, len(kept)), _share(right, gold))
