"""Evaluation of attributions against gold: figures, intervals, calibration, groups, gains and losses.

The definitions and the exact figures are those of the project's benchmark:

- Gold and found relations of a text are aligned one to one, largest Jaccard of their contents first.
- ``content`` is met from a Jaccard of 0.5 on, ``exact`` means the same characters, ``soft`` is a share of characters.
- ``relation``: the content is met and the source agrees.
- ``cue``: the cues overlap, aligned on their own.
- Tracks: all; direct, mixed, indirect; speech.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import asdict, field, frozen

from quoteattr.evaluation.comparison import Change as Change
from quoteattr.evaluation.comparison import Changes as Changes
from quoteattr.evaluation.comparison import Comparison as Comparison
from quoteattr.evaluation.comparison import Judged as Judged
from quoteattr.evaluation.comparison import Outcome as Outcome
from quoteattr.evaluation.comparison import changes as changes
from quoteattr.evaluation.comparison import compare as compare
from quoteattr.evaluation.comparison import compare_all as compare_all
from quoteattr.evaluation.figures import Calibration as Calibration
from quoteattr.evaluation.figures import Figures as Figures
from quoteattr.evaluation.figures import Group as Group
from quoteattr.evaluation.figures import GroupBy as GroupBy
from quoteattr.evaluation.figures import Interval as Interval
from quoteattr.evaluation.figures import Rate as Rate
from quoteattr.evaluation.figures import Track as Track
from quoteattr.evaluation.figures import calibrate as calibrate
from quoteattr.evaluation.figures import confusion as confusion
from quoteattr.evaluation.figures import figures as figures
from quoteattr.evaluation.figures import groups as groups
from quoteattr.evaluation.figures import intervals as intervals
from quoteattr.model import AnnotatedText, Relation


@frozen
class Evaluation:
    """All figures of one set of predictions; ``comparisons`` has a judged text for each gold text."""

    comparisons: tuple[Comparison, ...] = field(repr=False)
    figures: Figures
    intervals: Mapping[str, Interval]
    calibration: Calibration | None

    def to_dict(self) -> dict[str, object]:
        """Return the figures as plain data; ``tracks`` is the result of :func:`score`."""
        return {
            "tracks": score(self.figures),
            "spans": {role: _rounded(rate) for role, rate in self.figures.spans.items()},
            "intervals": {name: [round(each.low, 4), round(each.high, 4)] for name, each in self.intervals.items()},
            "calibration": self.calibration and asdict(self.calibration),
        }


def evaluate(
    gold: Sequence[AnnotatedText], found: Mapping[str, Sequence[Relation]], *, resamples: int = 1000, seed: int = 0
) -> Evaluation:
    """Measure predictions, given by the id of their text, against ``gold``.

    ``resamples`` is the number of draws for the intervals (0 leaves them out), ``seed`` makes them repeatable.
    """
    comparisons = compare_all(gold, found)
    ranges = intervals(comparisons, resamples=resamples, seed=seed)
    return Evaluation(comparisons, figures(comparisons), ranges, calibrate(comparisons))


def score(figures: Figures) -> dict[str, dict[str, object]]:
    """Return the figures of every track as the benchmark writes them, shares rounded to four digits."""
    return {
        name: {
            "gold": track.gold,
            "pred": track.found,
            **{measure: _rounded(rate) for measure, rate in track.rates.items()},
            "source_acc": round(track.source_accuracy, 4),
        }
        for name, track in figures.tracks.items()
    }


def _rounded(rate: Rate) -> dict[str, float]:
    return {"p": round(rate.precision, 4), "r": round(rate.recall, 4), "f1": round(rate.f1, 4)}
