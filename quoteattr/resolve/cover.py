"""A set of spans with a fast test of whether it covers a given span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from quoteattr.model import Span


class Cover:
    """A set of characters, given as spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[tuple[int, int]] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
            else:
                merged.append((span.start, span.end))
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def contains(self, span: Span) -> bool:
        """Return True if the whole of ``span`` is covered, by one span or several that touch."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._ends[at]

    def overlaps(self, span: Span) -> bool:
        """Return True if at least one character of ``span`` is in the set."""
        at = bisect_right(self._starts, span.end - 1) - 1
        return at >= 0 and span.start < self._ends[at]
