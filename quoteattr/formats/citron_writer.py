"""Documents into Citron's JSON, which :func:`quoteattr.formats.annotated.from_citron` reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteattr.document import Document
from quoteattr.formats.json_values import JsonObject
from quoteattr.model import Attribution, Span


def to_citron(document: Document, *, every_polarity: bool = False) -> JsonObject:
    """``{"text", "quotes", "coreference_groups"}``. A quote must have a cue there: attributions without are left out.

    Of a discontinuous cue the longest span is kept. Where the source is no name ("he"), the name of the speaker is
    the source and the mention next to the cue the coreference, as in Citron's own output.

    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    text = document.text
    groups = [[_span(span, text) for span in each.mentions if len(span)] for each in document.speakers]
    return {
        "text": text,
        "quotes": list(_quotes(document)),
        "coreference_groups": [group for group in groups if len(group) > 1],
    }


def _quotes(document: Document) -> Iterator[JsonObject]:
    text = document.text
    for attribution in document.attributions:
        cue = max(attribution.cue.spans if attribution.cue else (), key=len, default=None)
        if cue is not None and len(cue):
            mentions = attribution.source.spans if attribution.source else ()
            named = _name(attribution, mentions, text)
            yield {
                "cue": _span(cue, text),
                "sources": _spans((named,) if named else mentions, text),
                "contents": _spans(attribution.content.spans, text),
                "coreferences": _spans(mentions if named else (), text),
                "confidence": attribution.confidence,
            }


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
