"""Attributions as annotation tools show them: stretches of text with a role each, and arcs between two of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TypeVar

from attrs import frozen

from quoteattr.formats.spans import by_role
from quoteattr.model import ROLES, Attribution, Relation, Span

Key = TypeVar("Key")


@frozen
class Stretch:
    """One stretch of a role; ``confidence`` is that of its attribution."""

    role: str
    span: Span
    confidence: float | None = None


def role_among(labels: Iterable[object]) -> str | None:
    """The first of the labels that is a role's, in small letters."""
    names = (label.lower() for label in labels if isinstance(label, str))
    return next((name for name in names if name in ROLES), None)


def confidence_of(score: object) -> float | None:
    """A score that is a probability; None for whatever else a tool or a person put there."""
    return float(score) if isinstance(score, (int, float)) and 0.0 <= score <= 1.0 else None


def stretches(attribution: Attribution) -> list[Stretch]:
    """The stretches of an attribution that hold a character, the cue's first.

    The first one stands for the attribution: arcs go from it to each other one.
    """
    spans = by_role(attribution)
    ordered = ((role, span) for role in ("cue", "source", "content") for span in spans[role])
    return [Stretch(role, span, attribution.confidence) for role, span in ordered if len(span)]


def gathered(marked: Mapping[Key, Stretch], arcs: Iterable[tuple[Key, Key]]) -> tuple[Relation, ...]:
    """The relations that the ``arcs`` make of what is ``marked``, in the order of these.

    A cue, with the cues that arcs tie to it, is one relation with all that can be reached from it without coming
    through another cue. A source or a content may so belong to several. What hangs from no cue is a relation too.
    """
    near: dict[Key, list[Key]] = {key: [] for key in marked}
    for one, other in arcs:
        near[one].append(other)
        near[other].append(one)
    cues = {key: None for key, stretch in marked.items() if stretch.role == "cue"}
    groups: list[set[Key]] = []
    taken: set[Key] = set()
    for key in (*cues, *marked):
        if key not in taken:
            groups.append(_reached(key, near, cues))
            taken |= groups[-1]
    order = {key: number for number, key in enumerate(marked)}
    groups.sort(key=lambda group: min(order[key] for key in group))
    return tuple(_relation(sorted(group, key=order.__getitem__), marked) for group in groups)


def _reached(start: Key, near: Mapping[Key, Iterable[Key]], cues: Container[Key]) -> set[Key]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for there in near[here]:
            if there not in found and (there not in cues or here in cues):
                found.add(there)
                waiting.append(there)
    return found


def _relation(group: Iterable[Key], marked: Mapping[Key, Stretch]) -> Relation:
    members = [marked[key] for key in group]
    source, cue, content = (sorted({each.span for each in members if each.role == role}) for role in ROLES)
    confidence = next((each.confidence for each in members if each.confidence is not None), None)
    return Relation(source, cue, content, confidence)
