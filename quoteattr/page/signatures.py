"""Find the lines that sign and date an article, among the lines near its headline and its body.

The line classifier scores each line without knowing where the article begins. Once headline and body are located, a
second, smaller set of boosted trees decides which lines near them name the authors, the date, or both: from the names
and dates that the parsers read, the place of the line relative to headline and body, and the scores of the classifier.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from quoteattr.lexicon import given_names
from quoteattr.model import Byline, PartKind
from quoteattr.page.bylines import read_bylines
from quoteattr.page.dates import find_dates
from quoteattr.page.lines import Line
from quoteattr.page.trees import Trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASSES = 4  # of a line: neither, authors, date, both
DEPTH = 5  # of the trees
LEAST_AUTHORS, LEAST_DATE = 0.4, 0.5  # probabilities from which a line names the authors, or the date
_ABOVE, _BELOW = 25, 15  # lines above headline and body, and below the body, that are searched
_EDGE = 10  # lines at the beginning of the body that are searched
_LONGEST = 600  # characters of a line that is searched
_OPENING = re.compile(
    r"\W*(?:(?:written|posted|words|text|story|reporting|reported|published|analysis)\s)?(?:by|from)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(?:author|posted|published|updated|written|reporter|correspondent|editor|staff)\b", re.IGNORECASE
)
_LINK = re.compile(
    r"\b(?:more from|by email|supported by|powered by|(?:posts|articles|stories|photos?|photographs?) by|follow|see all"
    r"|view|read|share|subscribe|comments?|copyright|all rights)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:is|was|has|are|were|covers|writes)\b")
_BY = re.compile(r"\b[Bb][Yy]:?\s+[A-Z]")
_SHORT = 20  # characters of a label on a line of its own
_NONE = (0.0, 0.0)  # number and share of the names, or dates, of a line that is not searched
_FAR = 30.0


def near_article(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[int]:
    """Return the numbers of the lines that may sign or date the article, in text order."""
    first, last = _span(kinds, "body")
    head, _ = _span(kinds, "headline")
    if first < 0 and head < 0:
        return []
    begin = min(number for number in (first, head) if number >= 0)
    opening = range(max(0, begin - _ABOVE), min(len(lines), max(first, head) + _EDGE + 1))
    closing = range(max(opening.stop, last), min(len(lines), last + 1 + _BELOW)) if last >= 0 else range(0)
    return [
        number for number in (*opening, *closing) if kinds[number] != "headline" and len(lines[number].text) <= _LONGEST
    ]


def features(
    lines: Sequence[Line], kinds: Sequence[PartKind], scores: NDArray[Any], near: Sequence[int]
) -> NDArray[Any]:
    """Return the features of the lines ``near``, (len(near), features), float32.

    Args:
        lines: The lines of the page.
        kinds: Their kinds by the line classifier.
        scores: Its log-probabilities, (lines, kinds).
        near: The numbers of the lines from :func:`near_article`.
    """
    import numpy as np

    where = _Places(lines, kinds)
    named = {number: _named(lines[number], where) for number in near}
    dated = {number: _dated(lines[number]) for number in near}
    signs = [number for number in near if named[number][0]]
    opened = [number for number in signs if _OPENING.match(lines[number].text)]
    below = [number for number in signs if number > where.head]
    rows = []
    for number in near:
        around = [number + offset for offset in (-2, -1, 1, 2)]
        pairs = [value for other in around for found in (named, dated) for value in found.get(other, _NONE)[:2]]
        labelled = number > 0 and _is_label(lines[number - 1].text)
        own = *named[number], *dated[number], *_shaped(lines[number]), *where.of(number)
        rivals = (
            float(min(5, len(opened) - (number in opened))),
            float(min(10, len(signs))),
            float(min(9, bisect_left(below, number))) if number > where.head else -1.0,
        )
        rows.append((*own, *pairs, labelled, *rivals))
    clipped = np.maximum(scores[list(near)], -12.0)
    return np.concatenate([np.array(rows, np.float32), clipped.astype(np.float32)], axis=1)


class _Places:
    """Where headline and body are, and how often a name occurs in and outside the body."""

    def __init__(self, lines: Sequence[Line], kinds: Sequence[PartKind]) -> None:
        self._kinds = kinds
        self._first, self._last = _span(kinds, "body")
        self._head, self._head_end = _span(kinds, "headline")
        self.head = self._head
        inside = ("body", "subheading", "standfirst", "caption")
        self._body = "\n".join(line.text for line, kind in zip(lines, kinds, strict=True) if kind in inside).casefold()
        self._rest = "\n".join(
            line.text for line, kind in zip(lines, kinds, strict=True) if kind not in inside
        ).casefold()

    def occurrences(self, name: str) -> tuple[float, float]:
        folded = name.casefold()
        return min(3.0, self._body.count(folded)), min(5.0, self._rest.count(folded))

    def of(self, number: int) -> tuple[float, ...]:
        """Return the place of a line: distances in lines, limited, and the part of the page that it is in."""
        first, last, head = self._first, self._last, self._head
        between = head >= 0 and self._head_end < number < first
        return (
            head >= 0,
            _limited(number - self._head_end) if head >= 0 else _FAR,
            _limited(first - number) if first >= 0 else _FAR,
            _limited(number - last) if last >= 0 else _FAR,
            between,
            0 <= number < (head if head >= 0 else first),
            first <= number <= last,
            last >= 0 and number > last,
            _limited(first - self._head_end) if head >= 0 and first >= 0 else _FAR,
            self._kinds[number] in ("byline", "published"),
            self._kinds[number] == "body",
        )


def _is_label(text: str) -> bool:
    return len(text) <= _SHORT and (_OPENING.match(text) is not None or _LABEL.search(text) is not None)


def _limited(distance: int) -> float:
    return max(-_FAR, min(_FAR, float(distance)))


def _span(kinds: Sequence[PartKind], kind: PartKind) -> tuple[int, int]:
    """Return the first and the last line of a kind; -1 where there is none."""
    found = [number for number, each in enumerate(kinds) if each == kind]
    return (found[0], found[-1]) if found else (-1, -1)


def _named(line: Line, where: _Places) -> tuple[float, ...]:
    """Return the features of the names in a line; the first two are their number and their share of its letters."""
    names: Sequence[Byline] = read_bylines(line.text)
    authors = [each for each in names if each.part == "author"]
    inside, outside = where.occurrences(names[0].name) if names else (0.0, 0.0)
    return (
        float(min(4, len(names))),
        sum(len(each.name) for each in names) / len(line.text),
        float(min(4, len(authors))),
        bool(names) and names[0].name.split()[0].capitalize() in given_names(),
        float(len(names[0].name.split())) if names else 0.0,
        any(each.role for each in names),
        names[0].start if names else _FAR,
        inside,
        outside,
    )


def _dated(line: Line) -> tuple[float, ...]:
    """Return the features of the dates in a line; the first two are their number and their share of its letters."""
    dates = find_dates(line.text, order="month")
    return (
        float(min(3, len(dates))),
        sum(each.span.end - each.span.start for each in dates) / len(line.text),
        any(each.label in ("first", "published") for each in dates),
        any(each.updated for each in dates),
        any("T" in each.iso for each in dates),
    )


def _shaped(line: Line) -> tuple[float, ...]:
    text, words = line.text, line.words
    return (
        float(min(_LONGEST, len(text))),
        float(min(40, len(words))),
        line.parted,
        _OPENING.match(text) is not None,
        _BY.search(text) is not None,
        _LABEL.search(text) is not None,
        _LINK.search(text) is not None,
        _SENTENCE.search(text) is not None,
        "@" in text,
        text.isupper(),
        text[-1] in ".!?",
        sum(word[0].isupper() for word in words) / max(1, len(words)),
        sum(character.isdigit() for character in text) / len(text),
    )


def signed(
    lines: Sequence[Line], kinds: Sequence[PartKind], scores: NDArray[Any], trees: Trees
) -> Iterator[tuple[int, PartKind]]:
    """Yield the numbers of the lines that name authors, as "byline", or only a date, as "published"."""
    near = near_article(lines, kinds)
    if not near:
        return
    found = trees.probabilities(features(lines, kinds, scores, near))
    for number, (_, authors, date, both) in zip(near, found.tolist(), strict=True):
        if authors + both >= LEAST_AUTHORS:
            yield number, "byline"
        elif date + both >= LEAST_DATE:
            yield number, "published"
