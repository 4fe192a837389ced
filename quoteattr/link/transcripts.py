"""Transcripts: lines that begin with who speaks, as in "TAPPER: Will he run?" / "FALLIN: I hope so."."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from quoteattr.link.page import Page
from quoteattr.model import Span
from quoteattr.tree import Word

__all__ = ["Turn", "turns"]

# "TAPPER: …", "“PENCE: …" (a quoted transcript opens its marks again on each line), "Alex Seitz-Wald: …", "Q: …"
_LABEL = regex.compile(
    r"[\s\"“”'‘]*+(?P<name>\p{Lu}[\w.’'-]*+(?: [\p{Lu}(][\w.,’')-]*+){0,4})(?P<colon>:)(?P<said>[\s\"“”'‘’]*+\S.*)$"
)
# "(CROSSTALK.)", "[Applause]"
_ASIDE = regex.compile(r"[\s\"“”'‘]*+[(\[].*[)\]][\s.\"“”'’]*$")
_FEWEST = 3  # turns


@frozen
class Turn:
    """The words of one speaker between two labels, with the unlabelled paragraphs after a labelled line."""

    name: Span
    colon: Span
    said: tuple[Span, ...]


def turns(page: Page) -> Iterator[Turn]:
    """Yield the turns of every transcript on the page.

    At least two speakers take at least three turns, one of them two, and most of what they say has a verb: a list of
    results ("Clinton: 547", "Sanders: 46") is no transcript.
    """
    found: list[Turn] = []
    unlabelled: list[Span] = []
    for line in _lines(page):
        match = _LABEL.match(page.text, line.start, line.end)
        if match is not None:
            if found:
                found[-1] = Turn(found[-1].name, found[-1].colon, (*found[-1].said, *unlabelled))
            found.append(
                Turn(Span(*match.span("name")), Span(*match.span("colon")), (_bare(page, match.span("said")),))
            )
            unlabelled = []
        elif not _ASIDE.match(page.text, line.start, line.end):
            unlabelled.append(_bare(page, (line.start, line.end)))
    if _is_transcript(page, found):
        yield from found


def _lines(page: Page) -> Iterator[Span]:
    """Yield the lines of the body that hold a letter or a digit."""
    start = 0
    for line in page.text.split("\n"):
        if page.part_kind(start) in ("body", "caption") and any(map(str.isalnum, line)):
            yield Span(start, start + len(line))
        start += len(line) + 1


def _bare(page: Page, span: tuple[int, int]) -> Span:
    """Return the span without space and quotation marks at its ends."""
    start, end = span
    inner = page.text[start:end]
    return Span(start + len(inner) - len(inner.lstrip(_OUTSIDE)), start + len(inner.rstrip(_OUTSIDE)))


_OUTSIDE = " \t\xa0\r\"“”'‘’"


def _is_transcript(page: Page, found: Sequence[Turn]) -> bool:
    names = Counter(turn.name.of(page.text) for turn in found)
    if len(found) < _FEWEST or len(names) < 2 or max(names.values()) < 2:
        return False
    return 2 * sum(any(word.upos in ("VERB", "AUX") for word in _words(page, turn)) for turn in found) >= len(found)


def _words(page: Page, turn: Turn) -> Iterator[Word]:
    return (word for s in page.sentences_over(turn.said[0]) for word in s.words_in(turn.said[0]))
