"""Precision, recall and F1 of every track, and of the exact spans of every role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from quoteattr.evaluation.comparison import Comparison, Judged
from quoteattr.evaluation.readings import TRACKS, role_spans
from quoteattr.model import ROLES

MEASURES = ("cue", "exact", "soft", "content", "relation")

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
            _count_stretches(total, _SPANS + 3 * position, comparison, role)
    return total


def _count_relation(total: list[float], side: int, judged: Judged) -> None:
    row = (1, *(getattr(judged, measure) for measure in MEASURES))
    for track in judged.reading.tracks:
        at = _WIDTH * (2 * TRACKS.index(track) + side)
        for column, value in enumerate(row, at):
            total[column] += value


def _count_stretches(total: list[float], at: int, comparison: Comparison, role: str) -> None:
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
