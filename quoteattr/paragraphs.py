"""Paragraphs of plain text: line breaks that end a paragraph, and those of a text wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoteattr.model import Span

BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?[^\S\n\r]*")
_SHORT, _WIDTH = 50, 110  # characters of a line that was wrapped at a width


def paragraphs(text: str) -> Iterator[Span]:
    """Yield the spans of a text between line breaks; a break inside a hand-wrapped paragraph is none.

    A byte order mark at the start of the text is in no paragraph.
    """
    breaks = [match.span() for match in BREAK.finditer(text)]
    wrapped = _is_wrapped(text, breaks)
    position = previous = int(text.startswith("\ufeff"))
    for number, (stop, after) in enumerate(breaks):
        following = breaks[number + 1][0] if number + 1 < len(breaks) else len(text)
        # a line of a wrapped text continues in the next one if it is long, or that one begins in lower case
        between = stop > previous and following > after
        if not (wrapped and between and (stop - previous >= _SHORT or text[after].islower())):
            yield Span(position, stop)
            position = after
        previous = after
    yield Span(position, len(text))


def trim(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space at its ends, or None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(text: str, breaks: list[tuple[int, int]]) -> bool:
    """Return True if at least a third of the line breaks fall between a word and a lower-case letter, at a width."""
    joints = middle = previous = 0
    for stop, after in breaks:
        if previous < stop and after < len(text) and text[after] not in "\n\r":
            joints += 1
            line = text[previous:stop].rstrip()
            running = line[-1:].isalnum() or line[-1:] in (",", ";", "-")
            middle += _SHORT <= len(line) <= _WIDTH and running and text[after].islower()
        previous = after
    return middle >= 2 and middle * 3 >= joints
