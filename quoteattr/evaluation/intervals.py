"""Confidence intervals: percentile bootstrap over whole texts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import mul

from attrs import frozen

from quoteattr.evaluation.comparison import Comparison
from quoteattr.evaluation.figures import count, figures_of


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


def _middle(ordered: Sequence[float], outside: float = 0.05) -> Interval:
    cut = int(len(ordered) * outside / 2)
    return Interval(ordered[cut], ordered[-1 - cut])
