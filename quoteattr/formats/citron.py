"""Citron's JSON (bbc/citron): quotes with spans that carry their text, read and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quoteattr.document import Document
from quoteattr.formats.exchange_values import JsonObject, Node, member_pair, number
from quoteattr.model import Attribution, Relation, Span

ADVICE = "see docs/data_format.md of bbc/citron"


def from_citron(data: Mapping[str, object], text: str) -> tuple[Relation, ...]:
    """Return the relations of a Citron document over ``text``; sources are the mentions next to the cue.

    Raises :class:`FormatError` naming the place, also where the text that a span carries is not the text at it.
    """
    relations = []
    for node in Node(data, advice=ADVICE)["quotes"].listed():
        cue, confidence = node.get("cue"), _confidence(node.get("confidence"))
        resolved, mentions = node.get("sources"), node.get("coreferences")
        # Where Citron predicts and has resolved a pronoun, it writes the antecedent as the source and the pronoun
        # as the coreference; in human annotation it is the reverse. Only predictions have a confidence.
        swapped = confidence is not None and any(True for _ in mentions.listed())
        sources = _spans_in(mentions if swapped else resolved, text)
        cues = () if cue.null else (_span_in(cue, text),)
        relations.append(Relation(sources, cues, _spans_in(node["contents"], text), confidence))
    return tuple(relations)


def _confidence(node: Node) -> float | None:
    """Return a number, or (as Citron itself writes it) a number in a string."""
    if node.null:
        return None
    try:
        value = float(node.value) if isinstance(node.value, str) else node.read(number)
    except ValueError:
        node.fail("a probability")
    return value if 0.0 <= value <= 1.0 else node.fail("a probability")


def _spans_in(node: Node, text: str) -> tuple[Span, ...]:
    return tuple(sorted(_span_in(each, text) for each in node.listed()))


def _span_in(node: Node, text: str) -> Span:
    span = member_pair(node, text)
    written = node.get("text")
    if not written.null and written.string() != span.of(text):
        written.fail(f"the text at these offsets, {span.of(text)!r} (is this the right text?)")
    return span


def to_citron(document: Document, *, every_polarity: bool = False) -> JsonObject:
    """``{"text", "quotes", "coreference_groups"}``. A quote must have a cue there: attributions without are left out.

    Of a discontinuous cue the longest span is kept. Where the source is no name ("he"), the name of the speaker is
    the source and the mention next to the cue the coreference, as in Citron's own output.
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    text = document.text
    quotes: list[JsonObject] = []
    for attribution in document.attributions:
        cue = max(attribution.cue.spans if attribution.cue else (), key=len, default=None)
        if cue is not None and len(cue):
            mentions = attribution.source.spans if attribution.source else ()
            named = _name(attribution, mentions, text)
            quotes.append(
                {
                    "cue": _span(cue, text),
                    "sources": _spans((named,) if named else mentions, text),
                    "contents": _spans(attribution.content.spans, text),
                    "coreferences": _spans(mentions if named else (), text),
                    "confidence": attribution.confidence,
                }
            )
    groups = [_spans(speaker.mentions, text) for speaker in document.speakers]
    return {"text": text, "quotes": quotes, "coreference_groups": [group for group in groups if len(group) > 1]}


def _name(attribution: Attribution, mentions: Sequence[Span], text: str) -> Span | None:
    """Return the first mention with the speaker's name, where none of the ``mentions`` next to the cue has it."""
    speaker = attribution.speaker
    if speaker is None or not mentions or any(speaker.name in span.of(text) for span in mentions):
        return None
    return next((span for span in speaker.mentions if speaker.name and speaker.name in span.of(text)), None)


def _spans(spans: Sequence[Span], text: str) -> list[JsonObject]:
    return [_span(span, text) for span in spans if len(span)]


def _span(span: Span, text: str) -> JsonObject:
    return {"start": span.start, "end": span.end, "text": span.of(text)}
