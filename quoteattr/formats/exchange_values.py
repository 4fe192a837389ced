"""Values that formats exchange: JSON, offsets within a text, and spans with roles and arcs, each checked.

The checks of JSON make no coercion, and their errors name the JSON path. They are hooks of the contract's converter.
Formats of other programs, whose members may be missing or of several shapes, are read through a :class:`Node`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from attrs import frozen

from quoteattr.errors import FormatError
from quoteattr.model import ROLES, Attribution, Relation, RelationRole, Span, spans_by_role

Key = TypeVar("Key")
Value = TypeVar("Value")
JsonObject = dict[str, object]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST = 60  # characters of a wrong value that an error message quotes


class UnexpectedValueError(ValueError):
    """A value that a hook refuses; ``at`` is its path below the value that the hook was called with."""

    def __init__(self, wanted: str, found: object, at: str = "") -> None:
        super().__init__(f"expected {wanted}, found {shown(found)}")
        self.at = at


def fail(wanted: str, found: object, at: str = "") -> NoReturn:
    raise UnexpectedValueError(wanted, found, at)


def shown(value: object) -> str:
    """Return the beginning of ``value`` as Python writes it; its type where it is too large or too deep for that."""
    try:
        written = repr(value)
    except (ValueError, RecursionError):
        return f"a large {type(value).__name__}"
    return written if len(written) <= _MOST else written[: _MOST - 1] + "…"


def array(value: object) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else fail("an array", value)


def mapping(value: object, required: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return an object that has the ``required`` members."""
    if not isinstance(value, Mapping):
        fail("an object", value)
    for key in required:
        if key not in value:
            fail(f"an object with {key!r}", value)
    return value


def string(value: object, _: object = None) -> str:
    return value if isinstance(value, str) else fail("a string", value)


def integer(value: object, _: object = None, at: str = "") -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else fail("an integer", value, at)


def boolean(value: object, _: object = None) -> bool:
    return value if isinstance(value, bool) else fail("true or false", value)


def number(value: object, _: object = None, at: str = "") -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        fail("a number", value, at)
    try:
        return float(value)
    except OverflowError:  # an integer beyond the range of floats
        fail("a smaller number", value, at)


def probability(value: object, _: object = None) -> float:
    return number(value) if 0.0 <= number(value) <= 1.0 else fail("a probability", value)


def identifier(value: object, _: object = None) -> str | int | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, type(None))):
        fail("a string, an integer or null", value)
    return value


@frozen
class Node:
    """``value`` as ``json.loads`` returns it, with its JSON path (``attributions[2].cue``; the root is ``$``).

    ``advice`` is the end of each error message. The reading methods return the value in the type asked for and raise
    :class:`FormatError` otherwise.
    """

    value: object
    path: str = "$"
    advice: str = "see quoteattr.json_schema()"

    def read(self, check: Callable[[object], Value]) -> Value:
        """Return the result of one of the checks of this module for the value."""
        try:
            return check(self.value)
        except UnexpectedValueError as error:
            raise FormatError(f"{self.path}{error.at}: {error}; {self.advice}") from error

    def optional(self, check: Callable[[object], Value]) -> Value | None:
        """Return the result of a check, or null as None."""
        return None if self.null else self.read(check)

    def fail(self, wanted: str) -> NoReturn:
        self.read(lambda value: fail(wanted, value))
        raise AssertionError  # not reached

    def __getitem__(self, key: str) -> Node:
        """Return the member ``key``, which must be there."""
        self.read(lambda value: mapping(value, (key,)))
        return self.get(key)

    def get(self, key: str) -> Node:
        """Return the member ``key``; a missing one reads as null."""
        value = self.read(mapping).get(key)
        return Node(value, key if self.path == "$" else f"{self.path}.{key}", self.advice)

    def __iter__(self) -> Iterator[Node]:
        elements = enumerate(self.read(array))
        return (Node(value, f"{self.path}[{position}]", self.advice) for position, value in elements)

    def listed(self) -> Iterable[Node]:
        """Return the elements of an array; none where it is null."""
        return () if self.null else self

    @property
    def null(self) -> bool:
        return self.value is None

    def string(self) -> str:
        return self.read(string)


def xml_text(text: str) -> str:
    """Return a text that XML 1.0 can hold: each character that it cannot is replaced by one, U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def known(values: Mapping[str, object]) -> JsonObject:
    """Return the members of an object that are not None."""
    return {key: value for key, value in values.items() if value is not None}


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


@frozen
class LabelledSpan:
    """A span with a role; ``confidence`` is that of its attribution."""

    role: str
    span: Span
    confidence: float | None = None

    @classmethod
    def read(cls, labels: Iterable[object], offsets: Node, score: Node, text: str) -> LabelledSpan | None:
        """Return the span of ``{"start", "end"}``; None where no label is the name of a role, in any case."""
        names = (label.lower() for label in labels if isinstance(label, str))
        role = next((name for name in names if name in ROLES), None)
        return None if role is None else cls(role, member_pair(offsets, text), confidence_of(score.value))


def confidence_of(score: object) -> float | None:
    """Return a score that is a probability; None for other values."""
    return float(score) if isinstance(score, (int, float)) and 0.0 <= score <= 1.0 else None


def labelled_spans(attribution: Attribution) -> list[LabelledSpan]:
    """Return the non-empty spans of an attribution, the cue's first; arcs connect the first one with the others."""
    spans = spans_by_role(attribution)
    roles: tuple[RelationRole, ...] = ("cue", "source", "content")
    ordered = ((role, span) for role in roles for span in spans[role])
    return [LabelledSpan(role, span, attribution.confidence) for role, span in ordered if len(span)]


def relations_of_arcs(marked: Mapping[Key, LabelledSpan], arcs: Iterable[tuple[Key, Key]]) -> tuple[Relation, ...]:
    """Return the relations formed by ``arcs`` between ``marked`` spans, in the order of the spans; ignore other arcs.

    A cue, with the cues that arcs connect to it, is one relation with all that can be reached from it without
    passing through another cue. A source or a content may belong to several. A group without a cue is a relation too.
    """
    near: dict[Key, list[Key]] = {key: [] for key in marked}
    for one, other in arcs:
        if one in near and other in near:
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
    relations: list[Relation] = []
    for group in groups:
        members = [marked[key] for key in sorted(group, key=order.__getitem__)]
        confidence = next((each.confidence for each in members if each.confidence is not None), None)
        relations.append(relation_of(((each.role, [each.span]) for each in members), confidence))
    return tuple(relations)


def _reached(start: Key, near: Mapping[Key, Iterable[Key]], cues: Container[Key]) -> set[Key]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for there in near[here]:
            if there not in found and (there not in cues or here in cues):
                found.add(there)
                waiting.append(there)
    return found
