"""Citron's JSON: ``{"text", "quotes": [{"cue", "sources", "contents", "coreferences", "confidence"}]}``.

A span is ``{"start", "end", "text"}``, in characters. Described in ``docs/data_format.md`` of bbc/citron.
"""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.formats.json_values import Node
from quoteattr.formats.span_export import member_pair
from quoteattr.model import Relation, Span

ADVICE = "see docs/data_format.md of bbc/citron"


def from_citron(data: Mapping[str, object], text: str) -> tuple[Relation, ...]:
    """Return the relations of a Citron document over ``text``; sources are the mentions next to the cue.

    Raises :class:`FormatError` naming the place, also where the text that a span carries is not the text at it.
    """
    return tuple(_relation(node, text) for node in Node(data, advice=ADVICE)["quotes"].listed())


def _relation(node: Node, text: str) -> Relation:
    cue, confidence = node.get("cue"), _confidence(node.get("confidence"))
    resolved, mentions = node.get("sources"), node.get("coreferences")
    # Where Citron predicts and has resolved a pronoun, it writes the antecedent as the source and the pronoun
    # as the coreference; in human annotation it is the reverse. Only predictions have a confidence.
    swapped = confidence is not None and any(True for _ in mentions.listed())
    return Relation(
        _spans(mentions if swapped else resolved, text),
        () if cue.null else (_span(cue, text),),
        _spans(node["contents"], text),
        confidence,
    )


def _confidence(node: Node) -> float | None:
    """Return a number, or (as Citron itself writes it) a number in a string."""
    if node.null:
        return None
    try:
        value = float(node.value) if isinstance(node.value, str) else node.number()
    except ValueError:
        node.fail("a probability")
    return value if 0.0 <= value <= 1.0 else node.fail("a probability")


def _spans(node: Node, text: str) -> tuple[Span, ...]:
    return tuple(sorted(_span(each, text) for each in node.listed()))


def _span(node: Node, text: str) -> Span:
    span = member_pair(node, text)
    written = node.get("text")
    if not written.null and written.string() != span.of(text):
        written.fail(f"the text at these offsets, {span.of(text)!r} (is this the right text?)")
    return span
