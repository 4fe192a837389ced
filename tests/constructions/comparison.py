"""Comparison of spans by their letters and symbols, without the punctuation around them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from quoteattr.model import Relation, Span

__all__ = ["same", "shown", "stretches"]


def stretches(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without space, punctuation and marks at their ends, joined where only such characters are between.

    A span of punctuation only (a colon or dash as a cue) loses only its space, and is used if there is no other span.
    """
    ordered = sorted(spans)
    found: list[Span] = []
    for span in filter(None, (_trimmed(text, span, _is_outside) for span in ordered)):
        if found and all(map(_is_outside, text[found[-1].end : span.start])):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found or filter(None, (_trimmed(text, span, str.isspace) for span in ordered)))


def same(text: str, relation: Relation) -> Relation:
    """The relation as it is compared."""
    return Relation(stretches(text, relation.source), stretches(text, relation.cue), stretches(text, relation.content))


def shown(text: str, relation: Relation) -> str:
    """A line for a test report: source, cue and content, each span with its offset."""
    parts: Sequence[Sequence[Span]] = (relation.source, relation.cue, relation.content)
    return " | ".join(" … ".join(f"{span.start}: {span.of(text)}" for span in spans) or "nobody" for spans in parts)


def _trimmed(text: str, span: Span, outside: Callable[[str], bool]) -> Span | None:
    inside = [position for position in range(span.start, span.end) if not outside(text[position])]
    return Span(inside[0], inside[-1] + 1) if inside else None


def _is_outside(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"
