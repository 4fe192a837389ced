"""A text cut wherever a source, a cue or a content begins or ends, so that marks may nest, overlap and have gaps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import frozen

from quoteattr.document import Document
from quoteattr.model import ROLES, PartKind, RelationRole, Span, spans_by_role

_Limits = dict[int, list[tuple[RelationRole, int]]]  # roles of attributions, by a place in the text

_LINE = re.compile(r"^[^\S\n]*\S[^\n]*", re.MULTILINE)


@frozen
class Segment:
    """A segment of one line, with the numbers of the attributions that it is source, cue or content of.

    The shortest content comes first, which is the innermost where contents nest.
    """

    span: Span
    source: tuple[int, ...] = ()
    cue: tuple[int, ...] = ()
    content: tuple[int, ...] = ()


@frozen
class SegmentedLine:
    """A line of the text that is not empty, and what it is on the page."""

    kind: PartKind
    segments: tuple[Segment, ...]


def lines(document: Document) -> Iterator[SegmentedLine]:
    """Yield the lines of the text, cut into segments; joined, these are the lines again."""
    text = document.text
    lines_ = [Span(*found.span()) for found in _LINE.finditer(text)]
    kinds = _kinds(document, lines_)
    cut = iter(_cut(document, lines_))
    for kind, line in zip(kinds, lines_, strict=True):
        own = []
        for segment in cut:
            own.append(segment)
            if segment.span.end == line.end:
                break
        yield SegmentedLine(kind, tuple(own))


def _cut(document: Document, lines_: Sequence[Span]) -> Iterator[Segment]:
    opening, closing = _limits(document)
    length = [sum(map(len, each.content.spans)) for each in document.attributions]
    active: dict[RelationRole, set[int]] = {role: set() for role in ROLES}
    ahead = iter(lines_)
    line = next(ahead, None)
    places = sorted({*opening, *closing, *(edge for each in lines_ for edge in (each.start, each.end))})
    for start, end in pairwise(places):
        for role, number in closing.get(start, ()):
            active[role].discard(number)
        for role, number in opening.get(start, ()):
            active[role].add(number)
        while line is not None and line.end <= start:
            line = next(ahead, None)
        if line is not None and line.start <= start:
            content = sorted(active["content"], key=lambda number: (length[number], number))
            yield Segment(
                Span(start, end), tuple(sorted(active["source"])), tuple(sorted(active["cue"])), tuple(content)
            )


def _limits(document: Document) -> tuple[_Limits, _Limits]:
    """Return the parts that open and close at each offset. Spans of one part that touch are joined first."""
    opening: _Limits = defaultdict(list)
    closing: _Limits = defaultdict(list)
    for number, attribution in enumerate(document.attributions):
        for role, spans in spans_by_role(attribution).items():
            for start, end in _joined(spans, len(document.text)):
                opening[start].append((role, number))
                closing[end].append((role, number))
    return opening, closing


def _joined(spans: Sequence[Span], length: int) -> Iterator[tuple[int, int]]:
    """Yield the merged spans: none empty, none beyond the text, no two that touch."""
    current: tuple[int, int] | None = None
    for span in sorted(spans):
        start, end = span.start, min(span.end, length)
        if start >= end:
            continue
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _kinds(document: Document, lines_: Sequence[Span]) -> Iterator[PartKind]:
    """Yield the kind of the part that holds a line; a part inside a line does not make it another one."""
    parts = iter(sorted(document.article.parts, key=lambda part: part.span.start))
    part = next(parts, None)
    for line in lines_:
        bare = line.of(document.text)
        inner = Span(line.start + len(bare) - len(bare.lstrip()), line.start + len(bare.rstrip()))
        while part is not None and part.span.end < inner.end and part.span.end <= inner.start:
            part = next(parts, None)
        yield part.kind if part is not None and part.span.contains(inner) else "body"
