"""A set of spans with a fast test of whether it covers a given span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from quoteattr.model import Span, merged


class Cover:
    """A set of characters, given as spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined = merged(spans)
        self._starts = [span.start for span in joined]
        self._ends = [span.end for span in joined]

    def contains(self, span: Span) -> bool:
        """Return True if the whole of ``span`` is covered, by one span or several that touch."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._ends[at]

    def overlaps(self, span: Span) -> bool:
        """Return True if at least one character of ``span`` is in the set."""
        at = bisect_right(self._starts, span.end - 1) - 1
        return at >= 0 and span.start < self._ends[at]
