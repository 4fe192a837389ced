"""The spans of the roles of an attribution, and offsets as other programs write them, checked against the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quoteattr.formats.json_values import Node, array, fail, integer, mapping
from quoteattr.model import ROLES, Attribution, RelationRole, Span


def by_role(attribution: Attribution) -> dict[RelationRole, tuple[Span, ...]]:
    """Return the spans of each role of an attribution; none for a role that it lacks."""
    parts = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
    return {role: part.spans if (part := parts[role]) else () for role in ROLES}


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
