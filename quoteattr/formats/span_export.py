"""Spans with roles and arcs between them, as the formats of annotation tools hold them, checked against the text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import frozen

from quoteattr.errors import FormatError
from quoteattr.formats.json_values import Node, array, fail, integer, mapping
from quoteattr.model import ROLES, Attribution, Relation, RelationRole, Span, spans_by_role


def relation_of(
    parts: Iterable[tuple[str, Iterable[Span]]], confidence: float | None = None, lemma: str = ""
) -> Relation:
    """Return the relation of spans with their roles: those of one role in text order, each once."""
    spans: dict[str, set[Span]] = {role: set() for role in ROLES}
    for role, own in parts:
        spans[role].update(own)
    source, cue, content = (sorted(spans[role]) for role in ROLES)
    return Relation(source, cue, content, confidence, lemma)


def text_of(key: str, texts: Mapping[str, str]) -> str:
    """Return the text with the id ``key``. Raises :class:`FormatError` where there is none."""
    if key not in texts:
        known = ", ".join(map(repr, list(texts)[:3])) or "none"
        more = ", …" if len(texts) > 3 else ""
        raise FormatError(f"there is no gold text with the id {key!r}; the gold ids are: {known}{more}")
    return texts[key]


def shared_prefix(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    differing = (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def pair(node: Node, text: str) -> Span:
    """Return the span of ``[start, end]``. Raises :class:`FormatError` where it is not in the text."""
    return node.read(lambda value: pair_within(value, text))


def member_pair(node: Node, text: str) -> Span:
    """Return the span of ``{"start", "end"}``. Raises :class:`FormatError` where it is not in the text."""
    return node.read(lambda value: offsets_within(mapping(value, ("start", "end")), text))


def pair_within(value: object, text: str) -> Span:
    """Return the span of ``[start, end]``. Raises :class:`UnexpectedValueError` where it is not in the text."""
    ends = array(value)
    if len(ends) != 2:
        fail("a pair [start, end]", value)
    start, end = (integer(each, at=f"[{position}]") for position, each in enumerate(ends))
    return _within(value, start, end, text)


def offsets_within(value: Mapping[str, Any], text: str) -> Span:
    """Return the span of ``{"start", "end"}``. Raises :class:`UnexpectedValueError` where it is not in the text."""
    start, end = (integer(value[name], at=f".{name}") for name in ("start", "end"))
    return _within(value, start, end, text)


def _within(value: object, start: int, end: int, text: str) -> Span:
    if not 0 <= start <= end <= len(text):
        fail(f"offsets with 0 <= start <= end <= {len(text)}, the length of the text", value)
    return Span(start, end)


Key = TypeVar("Key")


@frozen
class LabelledSpan:
    """A span with a role; ``confidence`` is that of its attribution."""

    role: str
    span: Span
    confidence: float | None = None


def role_among(labels: Iterable[object]) -> str | None:
    """Return the first of the labels that is a role's, in small letters."""
    names = (label.lower() for label in labels if isinstance(label, str))
    return next((name for name in names if name in ROLES), None)


def confidence_of(score: object) -> float | None:
    """Return a score that is a probability; None for other values."""
    return float(score) if isinstance(score, (int, float)) and 0.0 <= score <= 1.0 else None


def labelled_spans(attribution: Attribution) -> list[LabelledSpan]:
    """Return the non-empty spans of an attribution, the cue's first.

    The first one represents the attribution: arcs lead from it to each other one.
    """
    spans = spans_by_role(attribution)
    roles: tuple[RelationRole, ...] = ("cue", "source", "content")
    ordered = ((role, span) for role in roles for span in spans[role])
    return [LabelledSpan(role, span, attribution.confidence) for role, span in ordered if len(span)]


def relations_of_arcs(marked: Mapping[Key, LabelledSpan], arcs: Iterable[tuple[Key, Key]]) -> tuple[Relation, ...]:
    """Return the relations formed by ``arcs`` between ``marked`` spans, in the order of the spans.

    A cue, with the cues that arcs connect to it, is one relation with all that can be reached from it without
    passing through another cue. A source or a content may belong to several. A group without a cue is a relation too.
    """
    near: dict[Key, list[Key]] = {key: [] for key in marked}
    for one, other in arcs:
        near[one].append(other)
        near[other].append(one)
    cues = {key: None for key, labelled in marked.items() if labelled.role == "cue"}
    groups: list[set[Key]] = []
    taken: set[Key] = set()
    for key in (*cues, *marked):
        if key not in taken:
            groups.append(_reached(key, near, cues))
            taken |= groups[-1]
    order = {key: number for number, key in enumerate(marked)}
    groups.sort(key=lambda group: min(order[key] for key in group))
    return tuple(_relation([marked[key] for key in sorted(group, key=order.__getitem__)]) for group in groups)


def _reached(start: Key, near: Mapping[Key, Iterable[Key]], cues: Container[Key]) -> set[Key]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for there in near[here]:
            if there not in found and (there not in cues or here in cues):
                found.add(there)
                waiting.append(there)
    return found


def _relation(members: Sequence[LabelledSpan]) -> Relation:
    confidence = next((each.confidence for each in members if each.confidence is not None), None)
    return relation_of(((each.role, [each.span]) for each in members), confidence)
