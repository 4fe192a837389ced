"""Figures of an evaluation: precision, recall and F1, their intervals, and the calibration of confidence."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul

from attrs import frozen

from quoteattr.evaluation.comparison import TRACKS, Comparison, Judged, role_spans
from quoteattr.model import ROLES

MEASURES = ("cue", "exact", "soft", "content", "relation")

_BINS = 10  # of a calibration
_WIDTH = 1 + len(MEASURES)  # a count of relations, and a sum for each measure
_SPANS = 2 * _WIDTH * len(TRACKS)  # where the counts of spans begin
_LENGTH = _SPANS + 3 * len(ROLES)

Counts = Sequence[float]


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
    return figures_of(count(comparisons))


def count(comparisons: Iterable[Comparison]) -> list[float]:
    """Everything that the figures are made of, as one row of sums over the texts."""
    total = [0.0] * _LENGTH
    for comparison in comparisons:
        for side, judged in enumerate((comparison.gold, comparison.found)):
            for each in judged:
                _count_relation(total, side, each)
        for position, role in enumerate(ROLES):
            _count_spans(total, _SPANS + 3 * position, comparison, role)
    return total


def _count_relation(total: list[float], side: int, judged: Judged) -> None:
    row = (1, *(getattr(judged, measure) for measure in MEASURES))
    for track in judged.reading.tracks:
        at = _WIDTH * (2 * TRACKS.index(track) + side)
        for column, value in enumerate(row, at):
            total[column] += value


def _count_spans(total: list[float], at: int, comparison: Comparison, role: str) -> None:
    text = comparison.annotated.text
    gold, found = (
        role_spans(text, (getattr(each.reading, role) for each in judged))
        for judged in (comparison.gold, comparison.found)
    )
    for column, value in enumerate((len(gold), len(found), len(gold & found)), at):
        total[column] += value


def figures_of(counts: Counts) -> Figures:
    """Return the figures of a row that :func:`count` made, or of a sum of such rows."""
    tracks = {}
    for position, name in enumerate(TRACKS):
        at = 2 * _WIDTH * position
        gold, found = counts[at : at + _WIDTH], counts[at + _WIDTH : at + 2 * _WIDTH]
        if gold[0] or found[0]:
            tracks[name] = _track(gold, found)
    spans: dict[str, Rate] = {role: _spans(counts[_SPANS + 3 * i : _SPANS + 3 * i + 3]) for i, role in enumerate(ROLES)}
    return Figures(tracks, spans)


def _track(gold: Counts, found: Counts) -> Track:
    rates = {
        measure: Rate(_share(found[column], found[0]), _share(gold[column], gold[0]))
        for column, measure in enumerate(MEASURES, 1)
    }
    met, right = (gold[1 + MEASURES.index(measure)] for measure in ("content", "relation"))
    return Track(int(gold[0]), int(found[0]), rates, _share(right, met))


def _spans(counts: Counts) -> Rate:
    gold, found, hits = counts
    return Rate(_share(hits, found), _share(hits, gold))


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
    values: dict[str, list[float]] = {}
    for row in _resampled(comparisons, resamples, seed):
        for name, value in figures_of(row).headline().items():
            values.setdefault(name, []).append(value)
    return {name: _middle(sorted(drawn)) for name, drawn in values.items()}


def _resampled(comparisons: Sequence[Comparison], resamples: int, seed: int) -> Iterator[list[float]]:
    if not comparisons:
        return
    columns = list(zip(*(count([comparison]) for comparison in comparisons), strict=True))
    draw = random.Random(seed)
    texts = range(len(comparisons))
    for _ in range(resamples):
        drawn = Counter(draw.choices(texts, k=len(texts)))
        times = [drawn[text] for text in texts]
        yield [sum(map(mul, column, times)) for column in columns]


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
    return Threshold(confidence, len(kept), right / len(kept) if kept else 0.0, right / gold if gold else 0.0)
