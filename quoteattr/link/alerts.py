"""Lines of alerts and bulletins: in capitals, or with a number or a time before them, each a text of its own.

"DAM SAFE FOR NOW - REGULATOR", "10:42 Police say …", "2. Two villages evacuated: police (11:05)". A claim does not
leave its line, and number and time belong to no claim.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from attrs import frozen

from quoteattr.model import Span

__all__ = ["Alert", "alerts_of"]

_TIME = r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?|\s[A-Z]{2,4}\b)?"
_LABEL = regex.compile(rf"[^\S\n]*+(?:\*|\(?(?:{_TIME}|\d{{1,2}}[.)](?=\s))\)?)[^\S\n]*+(?:[-–—:|][^\S\n]++)?")
_LAST = regex.compile(rf"[^\S\n]*+\({_TIME}\)[^\S\n]*+\Z")
_FEWEST, _LONGEST = 3, 200  # words and characters of a line in capitals


@frozen
class Alert:
    """A line and the part of it without number and time; ``capitals`` where all of its letters are."""

    line: Span
    inner: Span
    capitals: bool


def alerts_of(text: str) -> Iterator[Alert]:
    """Yield the lines of a text that are alerts or items with a number or a time, in text order."""
    start = 0
    for line in text.split("\n"):
        found = _alert(text, Span(start, start + len(line))) if line else None
        if found is not None:
            yield found
        start += len(line) + 1


def _alert(text: str, line: Span) -> Alert | None:
    if len(line) > _LONGEST:
        return None
    label = _LABEL.match(text, line.start, line.end)
    start = label.end() if label else line.start
    last = _LAST.search(text, start, line.end)
    inner = Span(start, last.start() if last else line.end)
    words = inner.of(text).split()
    capitals = len(words) >= _FEWEST and inner.of(text).isupper()
    return Alert(line, inner, capitals) if words and (label or capitals) else None
