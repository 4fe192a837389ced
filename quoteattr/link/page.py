"""A text with its sentences, quotations and parts, and the questions that the rules ask of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from attrs import field, frozen

from quoteattr.limits import Checkpoint, checked, no_deadline
from quoteattr.link.alerts import Alert, alerts_of
from quoteattr.model import Part, PartKind, Quotation, Span
from quoteattr.tree import Sentence, Word

__all__ = ["Page"]

SEARCHED: frozenset[PartKind] = frozenset({"headline", "standfirst", "caption", "subheading", "body"})


def _sentences(value: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in value if sentence.words)


def _outermost(value: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Quotations at depth 0 in text order: inner ones never decide who speaks."""
    return tuple(sorted((q for q in value if q.depth == 0), key=lambda q: q.span.start))


def _parts(value: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(value, key=lambda part: part.span.start))


@frozen(slots=False, eq=False)
class Page:
    """The text with its structure, as the rules read it. Without parts the whole text counts as body.

    With ``include_chrome`` the parts that are not searched otherwise count as body too. ``checkpoint`` is called
    between sentences and claims, and may raise to end the work.
    """

    text: str
    sentences: tuple[Sentence, ...] = field(converter=_sentences)
    quotations: tuple[Quotation, ...] = field(converter=_outermost, default=())
    parts: tuple[Part, ...] = field(converter=_parts, default=())
    include_chrome: bool = False
    checkpoint: Checkpoint = no_deadline

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.span.start for quotation in self.quotations]

    @cached_property
    def _part_starts(self) -> list[int]:
        return [part.span.start for part in self.parts]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """The lines of alerts and bulletins, in text order."""
        return tuple(alerts_of(self.text))

    @cached_property
    def _alert_starts(self) -> list[int]:
        return [alert.line.start for alert in self.alerts]

    def alert_at(self, position: int) -> Alert | None:
        """The alert whose line holds the position."""
        number = bisect_right(self._alert_starts, position) - 1
        return self.alerts[number] if number >= 0 and position < self.alerts[number].line.end else None

    @property
    def searched(self) -> Iterator[Sentence]:
        """The sentences of headlines, captions and body, or of every part."""
        sentences = checked(self.sentences, self.checkpoint)
        return (sentence for sentence in sentences if self.part_kind(sentence.span.start) in SEARCHED)

    def part_kind(self, position: int) -> PartKind:
        """Return the kind of the part at a position; "body" between parts or where there are none."""
        number = bisect_right(self._part_starts, position) - 1
        if number >= 0 and position < self.parts[number].span.end:
            kind = self.parts[number].kind
            return "body" if self.include_chrome and kind not in SEARCHED else kind
        return "body"

    def quotation_at(self, position: int) -> Quotation | None:
        """Return the outermost quotation that holds the position, marks included."""
        number = bisect_right(self._quotation_starts, position) - 1
        if number >= 0 and position < self.quotations[number].span.end:
            return self.quotations[number]
        return None

    def quotation_of(self, word: Word) -> Quotation | None:
        """Return the outermost quotation around a word."""
        return self.quotation_at(word.span.start)

    def in_direct_speech(self, word: Word) -> bool:
        """Return True for a word inside a quotation that holds speech: what it reports is the speaker's business."""
        quotation = self.quotation_of(word)
        return quotation is not None and quotation.speech

    def quotations_over(self, span: Span) -> tuple[Quotation, ...]:
        """Return the outermost quotations that share a character with the span, in text order."""
        first = max(0, bisect_right(self._quotation_starts, span.start) - 1)
        last = bisect_left(self._quotation_starts, span.end)
        return tuple(q for q in self.quotations[first:last] if q.span.overlaps(span))

    def next_quotation(self, position: int) -> Quotation | None:
        """Return the first outermost quotation that begins at or after a position."""
        number = bisect_left(self._quotation_starts, position)
        return self.quotations[number] if number < len(self.quotations) else None

    def previous_quotation(self, position: int) -> Quotation | None:
        """Return the last outermost quotation that begins before a position."""
        number = bisect_left(self._quotation_starts, position) - 1
        return self.quotations[number] if number >= 0 else None

    def sentences_over(self, span: Span) -> Sequence[Sentence]:
        """Return the sentences that share a character with the span, in text order."""
        first = max(0, bisect_right(self._sentence_starts, span.start) - 1)
        last = bisect_left(self._sentence_starts, span.end)
        return [sentence for sentence in self.sentences[first:last] if sentence.span.overlaps(span)]

    def same_paragraph(self, start: int, end: int) -> bool:
        """Return True if no line break is between two positions."""
        return "\n" not in self.text[min(start, end) : max(start, end)]
