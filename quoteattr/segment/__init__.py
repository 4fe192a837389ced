"""Text to article parts, quotations, sentences and words, by regular expressions only.

:func:`segment` is the whole room: parts, then the quotations of each part, then its sentences and their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from quoteattr.limits import Checkpoint, checked, no_deadline
from quoteattr.model import Part, PartKind, Quotation, Span
from quoteattr.segment.article import parts
from quoteattr.segment.quotation import quotations
from quoteattr.segment.sentences import sentences, split
from quoteattr.segment.tokens import tokenize

__all__ = ["Segmentation", "SentenceSpan", "parts", "quotations", "segment", "sentences", "tokenize"]


@frozen
class SentenceSpan:
    """A sentence with its words. ``paragraph`` counts from 0; a dateline shares the number of the body behind it."""

    span: Span
    tokens: tuple[Span, ...]
    paragraph: int


@frozen
class Segmentation:
    """The outer form of one text. Sentences never cross the border of a part, and cover all parts."""

    parts: tuple[Part, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    sentences: tuple[SentenceSpan, ...] = ()


def segment(text: str, checkpoint: Checkpoint = no_deadline) -> Segmentation:
    """The parts, quotations, sentences and words of ``text``; linear in its length, and never raises for a string.

    ``checkpoint`` is called before each part and sentence, and may raise to end the work.
    """
    found = parts(text)
    return Segmentation(
        parts=found,
        quotations=quotations(text, (part.span for part in checked(found, checkpoint))),
        sentences=tuple(_sentences(text, found, checkpoint)),
    )


def _sentences(text: str, found: Sequence[Part], checkpoint: Checkpoint) -> Iterator[SentenceSpan]:
    paragraph = -1
    previous: PartKind | None = None
    for part in found:
        if previous != "dateline":
            paragraph += 1
        for span in checked(split(text, part.span), checkpoint):
            yield SentenceSpan(span, tuple(tokenize(text, span.start, span.end)), paragraph)
        previous = part.kind
