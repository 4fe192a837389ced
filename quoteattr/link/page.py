"""A text as linking reads it, with its sentences, quotations, parts and alerts by position; and candidates of claims.

An alert is a line in capitals, a line below a time, or one with a bullet, a number, a time or "URGENT" before it: "DAM
SAFE FOR NOW - REGULATOR", "10:42 Police say …". A claim does not leave the line, and what is before it belongs to none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

import regex
from attrs import field, frozen

from quoteattr.limits import checked
from quoteattr.model import Act, Part, PartKind, Polarity, Quotation, Span
from quoteattr.tree import Sentence, Word

SEARCHED: frozenset[PartKind] = frozenset({"headline", "standfirst", "caption", "subheading", "body"})
_LINE = regex.compile(r"^[^\n]{1,200}$", regex.MULTILINE)
_TIME = r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?|\s[A-Z]{2,4}\b)?"
_URGENT = r"(?:URGENT|ALERT|FLASH|BREAKING(?: NEWS)?|SNAP)(?=\s*[-–—:|]|\s\p{Lu}[^\n]*\p{Ll}{2})"
_LABEL = regex.compile(
    rf"[^\S\n]*+(?:\*|[-–—•](?=\s)|{_URGENT}|\(?(?:{_TIME}|\d{{1,2}}[.)](?=\s))\)?)[^\S\n]*+(?:[-–—:|][^\S\n]++)?"
)
_LAST = regex.compile(rf"[^\S\n]*+\({_TIME}\)[^\S\n]*+\Z")
_FEWEST = 3  # words of a line in capitals


@frozen
class Proposal:
    """A candidate of an attribution, before constraints and resolution: spans of the text, act, polarity and evidence.

    ``scores`` holds the network's probabilities of the parts; it is empty for a proposal of the rules alone.
    """

    cue: tuple[Span, ...]
    lemma: str
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    polarity: Polarity
    rule: str
    relays: tuple[tuple[Span, ...], ...] = ()
    source_path: tuple[str, ...] = ()
    content_path: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(factory=dict)
    hedged: bool = False

    @property
    def edges(self) -> set[int]:
        """The starts of the spans of the cue and its end: proposals that share one have the same verb as cue."""
        return {*(span.start for span in self.cue), self.cue[-1].end}


@frozen
class Alert:
    """A line (``span``) and the part of it without number and time; ``capitals`` where all of its letters are."""

    span: Span
    inner: Span
    capitals: bool


Located = TypeVar("Located", Sentence, Quotation, Part, Alert)


def _outermost(items: Iterable[Located]) -> tuple[Located, ...]:
    """Return values in text order, without quotations inside others, which never decide who speaks."""
    outer = (item for item in items if not isinstance(item, Quotation) or item.depth == 0)
    return tuple(sorted(outer, key=lambda item: item.span.start))


@frozen(slots=False, eq=False)
class Index(Generic[Located]):
    """Values whose spans do not overlap, in text order, looked up by position."""

    items: tuple[Located, ...] = field(converter=_outermost)

    @cached_property
    def _starts(self) -> list[int]:
        return [item.span.start for item in self.items]

    def __iter__(self) -> Iterator[Located]:
        return iter(self.items)

    def before(self, position: int) -> Located | None:
        """Return the last value that begins before a position."""
        number = bisect_left(self._starts, position) - 1
        return self.items[number] if number >= 0 else None

    def at(self, position: int) -> Located | None:
        """Return the value whose span holds the position."""
        number = bisect_right(self._starts, position) - 1
        return self.items[number] if number >= 0 and position < self.items[number].span.end else None

    def after(self, position: int) -> Located | None:
        """Return the first value that begins at or after a position."""
        number = bisect_left(self._starts, position)
        return self.items[number] if number < len(self.items) else None

    def over(self, span: Span) -> tuple[Located, ...]:
        """Return the values that share a character with the span."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return tuple([item for item in self.items[first:last] if item.span.overlaps(span)])


@frozen(slots=False, eq=False)
class ClaimText:
    """The text with its structure. Without parts the whole text counts as body.

    Only the outermost quotations are kept. With ``include_chrome`` parts that are otherwise not searched are treated as
    body. ``own`` are the names of the outlet that published the text, whole and short: "Beacon".
    """

    text: str
    sentences: Index[Sentence] = field(converter=Index[Sentence])
    quotations: Index[Quotation] = field(converter=Index[Quotation], default=())
    parts: Index[Part] = field(converter=Index[Part], default=())
    include_chrome: bool = False
    own: frozenset[str] = frozenset()

    @cached_property
    def alerts(self) -> Index[Alert]:
        """The lines that are alerts or items with a bullet, a number or a time."""
        found, timed = [], False
        for line in _LINE.finditer(self.text):
            label = _LABEL.match(self.text, *line.span())
            start = label.end() if label else line.start()
            last = _LAST.search(self.text, start, line.end())
            inner = Span(start, last.start() if last else line.end())
            words = inner.of(self.text).split()
            capitals = len(words) >= _FEWEST and inner.of(self.text).isupper()
            if words and (label or timed or capitals):
                found.append(Alert(Span(*line.span()), inner, capitals))
            timed = label is not None and not words  # a time alone on the line before
        return Index(found)

    @property
    def searched(self) -> Iterator[Sentence]:
        """The sentences of the parts that are searched (``SEARCHED``), or of every part."""
        return (each for each in checked(self.sentences.items) if self.is_searched(each.span.start))

    def is_searched(self, position: int) -> bool:
        """Return True for a position in a part that is searched."""
        return self.part_kind(position) in SEARCHED

    def part_kind(self, position: int) -> PartKind:
        """Return the kind of the part at a position; "body" between parts or where there are none."""
        part = self.parts.at(position)
        return "body" if part is None or (self.include_chrome and part.kind not in SEARCHED) else part.kind

    def in_direct_speech(self, word: Word) -> bool:
        """Return True for a word inside a quotation that holds speech: what it reports is the speaker's business."""
        quotation = self.quotations.at(word.span.start)
        return quotation is not None and quotation.speech

    def words_over(self, *spans: Span) -> list[Word]:
        """Return the words that share a character with each of the spans, span by span."""
        return [word for span in spans for sentence in self.sentences.over(span) for word in sentence.words_in(span)]

    def line_start(self, position: int) -> int:
        """Return where the line of a position begins."""
        return self.text.rfind("\n", 0, position) + 1
