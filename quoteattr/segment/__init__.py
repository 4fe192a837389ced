"""Text to quotations, sentences and words, by regular expressions only."""

from __future__ import annotations

from collections.abc import Container, Sequence

from quoteattr.limits import checked
from quoteattr.model import Part, PartKind, Segmentation, SentenceSpan
from quoteattr.paragraphs import paragraphs, trim
from quoteattr.segment.quotation import marks_for_network, quotations, with_speech
from quoteattr.segment.sentences import sentences, split, tokenize

__all__ = ["Segmentation", "SentenceSpan", "quotations", "segment", "sentences", "tokenize"]


def segment(
    text: str, parts: Sequence[Part] | None = None, annotated: Container[PartKind] | None = None
) -> Segmentation:
    """Return the quotations, sentences and words of a text, in linear time.

    Without ``parts``, every paragraph is a part of the body. Parts of the kinds ``annotated`` get trees, or all.
    """
    if parts is None:
        spans = (trim(text, span.start, span.end) for span in paragraphs(text))
        parts = [Part("body", span) for span in spans if span is not None]
    quoted = with_speech(text, parts, quotations(text, (part.span for part in checked(parts))))
    made: list[SentenceSpan] = []
    paragraph, previous = -1, None
    for part in parts:
        paragraph += previous != "dateline"
        previous, read = part.kind, annotated is None or part.kind in annotated
        for span in checked(split(text, part.span)):
            made.append(SentenceSpan(span, tuple(tokenize(text, span.start, span.end)), paragraph, read))
    return Segmentation(tuple(parts), quoted, tuple(made), tuple(marks_for_network(text, parts, quoted)))
