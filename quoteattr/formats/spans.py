"""The stretches of the roles of an attribution, and offsets as other programs write them, checked against the text."""

from __future__ import annotations

from quoteattr.formats.node import Node
from quoteattr.model import ROLES, Attribution, RelationRole, Span


def by_role(attribution: Attribution) -> dict[RelationRole, tuple[Span, ...]]:
    """Return the spans of each role of an attribution; none for a role that it lacks."""
    parts = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
    return {role: part.spans if (part := parts[role]) else () for role in ROLES}


def pair(node: Node, text: str) -> Span:
    """``[start, end]``. Raises :class:`FormatError` where the two do not lie in the text in this order."""
    ends = [end.integer() for end in node]
    if len(ends) != 2:
        node.fail("a pair [start, end]")
    return checked(node, ends[0], ends[1], text)


def member_pair(node: Node, text: str) -> Span:
    """``{"start", "end"}``, under the same conditions."""
    return checked(node, node["start"].integer(), node["end"].integer(), text)


def checked(node: Node, start: int, end: int, text: str) -> Span:
    if not 0 <= start <= end <= len(text):
        node.fail(f"offsets with 0 <= start <= end <= {len(text)}, the length of the text")
    return Span(start, end)
