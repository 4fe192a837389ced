"""What is known of a page as a whole: whether there is chrome around the article, where headline and body stand.

On a page with much chrome the body is the stretch of lines with the most running text (:mod:`quoteattr.segment.body`).
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from quoteattr.segment.body import (
    before_dated_comments,
    before_notes,
    before_stops,
    comments_start,
    densest,
    first_prose,
)
from quoteattr.segment.bylines import is_names
from quoteattr.segment.headline import TITLE, find_headline, has_site_name, site_name
from quoteattr.segment.lines import Line

NEAR = 3  # lines
_MANY = 8  # lines
_LONG = 60  # characters


@frozen
class Page:
    """The lines with what is known of the whole: first and last line of headline (or -1) and of the body, where in
    the text the headline ends, and the lines that say again what stood in the body."""

    lines: tuple[Line, ...]
    headline: tuple[int, int]
    title_end: int
    first: int
    last: int
    chrome: bool
    copies: frozenset[int]

    @property
    def head_end(self) -> int:
        """The last line of the headline."""
        return self.headline[1]


def survey(found: Sequence[Line]) -> Page:
    """Decides of a page's lines, at least one, whether there is chrome, and where headline and body are."""
    chrome = _has_chrome(found)
    first = densest(found, 0, comments_start(found, 0))[0] if chrome else first_prose(found, 0)
    headline = find_headline(found, first, chrome)
    title_end = found[headline[1]].span.end if headline[0] >= 0 else 0
    if headline[0] < 0 and chrome and (has_site_name(found[0].text) or len(found[0].words) >= 5):
        # the browser's title is the only copy: "Bridge falls in Lima | Orbel News"
        headline, title_end = (0, 0), found[0].span.start + site_name(found[0].text)
    start = headline[1] + 1
    copies: frozenset[int] = frozenset()
    if chrome:
        first, last = densest(found, start, comments_start(found, start))
        copies = _copies(found, start, first, last)
        last = max((number for number in range(first, last + 1) if number not in copies), default=last)
        last = before_dated_comments(found, first, last)
    else:
        first = first_prose(found, start)
        last = before_stops(found, first)
    last = before_notes(found, first, last, _signed(found, headline[0], first), chrome)
    return Page(tuple(found), headline, title_end, first, last, chrome, copies)


def _has_chrome(found: Sequence[Line]) -> bool:
    short = sum(line.look in {"short", "chrome", "stop"} and len(line.words) <= 6 for line in found)
    known = sum(line.look in {"chrome", "stop"} and bool(line.words) for line in found)
    title = found[0].text[:TITLE]
    titled = any(len(line.words) >= 3 and line.text in title for line in found[1:])
    return short >= _MANY and 4 * short >= len(found) and (known >= 3 or titled or short >= 5 * _MANY)


def _signed(found: Sequence[Line], headline: int, first: int) -> str:
    """The lines around the head of the page that hold the authors' names, in small letters."""
    near = range(max(0, headline - NEAR), min(first + _MANY, len(found)))
    return "\n".join(
        found[number].text.lower()
        for number in near
        if found[number].look == "byline" or (is_names(found[number].text) and is_signed(found, number))
    )


def is_signed(found: Sequence[Line], number: int) -> bool:
    """True if a byline or a date stands beside the line."""
    beside = found[max(0, number - 1)], found[min(number + 1, len(found) - 1)]
    return any(line.look in {"byline", "published"} for line in beside)


def _copies(found: Sequence[Line], headline: int, first: int, last: int) -> frozenset[int]:
    """The lines that say again what the body says, or what stands above it: in a gallery, as teaser, for machines."""
    seen: set[str] = set()
    again: list[int] = []
    copies: set[int] = set()
    for number in range(first, last + 1):
        line = found[number]
        if line.is_prose and line.text in seen:
            again.append(number)
            # a single paragraph may well come twice, but not half of the article in a row
            if len(again) >= NEAR and 2 * len(again) >= len(seen):
                copies.update([number] if again[-2] in copies else again)
        elif line.is_prose:
            again = []
            seen.add(line.text)
    for number in (*range(headline, first), *range(headline)):
        line = found[number]
        if len(line.text) >= _LONG and line.look in {"prose", "caption", "short"}:
            copies.update([number] if line.text in seen else [])
            seen.add(line.text)
    return frozenset(copies)
