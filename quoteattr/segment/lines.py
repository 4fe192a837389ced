"""What one line of a page looks like by itself: byline, date, photo credit, site chrome, or running text."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span
from quoteattr.segment.bylines import is_byline, is_name_with_role
from quoteattr.segment.captions import credits, is_caption, is_credit
from quoteattr.segment.dates import is_date
from quoteattr.segment.sentences import blocks, trim
from quoteattr.segment.words import words_of

Look = Literal["byline", "published", "caption", "credit", "chrome", "stop", "prose", "short"]

_TERMINAL = frozenset(".!?…:;—–-")
_CLOSING = "\"'”’»)]"
# a quoted post: "Our hopes are with them pic.twitter.com/x", "— Ida Voss (@voss) May 4, 2021"
_POST = regex.compile(r"pic\.twitter\.com/|\A[—–-]\s?[^()]{1,60}\(@[A-Za-z0-9_]{1,20}\)")
# what a page's programs leave in its text: "loadVideo('today');", "var shown = 1;", "})"
_CODE = regex.compile(
    r"[\w$.]+\((?:[^()]|\([^()]*+\))*+\);|(?:var|let|const)\s[\w$]+\s?=.*;|(?:if|for|while|function)\s?\(.*\{|[\s(){}\[\];,]++"
)
_READ = 4000  # characters of a line whose words are looked at
_SPECIAL = 400  # characters that a line with a purpose of its own has at most
_INSIDE = 250  # characters of a notice amid running text


@frozen
class Line:
    """A line, or the lines that a hand-wrapped paragraph runs over.

    ``credits`` are the photo credits in it, counted from its start; ``parted`` is true after a blank line.
    """

    span: Span
    text: str
    words: tuple[str, ...]
    look: Look
    credits: tuple[Span, ...]
    parted: bool

    @property
    def is_prose(self) -> bool:
        return self.look == "prose"

    @property
    def reads_on(self) -> bool:
        """True if a line that opens like a button is a sentence after all: "Share on share they sold, until …"."""
        return is_prose(self.text, self.words) and not is_notice(self.text, inside=True)


@frozen
class _Chrome:
    """The words of menus, buttons and notices; ``stops`` are those after which an article has most often ended."""

    lines: frozenset[str]
    opening: regex.Pattern[str]
    notice: regex.Pattern[str]
    stops: frozenset[str]
    stop_opening: regex.Pattern[str]
    long: int
    outside: int


@lru_cache(maxsize=1)
def _chrome() -> _Chrome:
    table, stops = load_table("page")["chrome"], load_table("page")["stops"]
    return _Chrome(
        lines=frozenset(table["lines"]),
        opening=regex.compile(any_of(table["openings"]), regex.IGNORECASE),
        notice=regex.compile(any_of(table["contains"]), regex.IGNORECASE),
        stops=frozenset(stops["lines"]),
        stop_opening=regex.compile(any_of(stops["openings"]), regex.IGNORECASE),
        long=table["long"],
        outside=table["notice"],
    )


def lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold more than white space, each with its look."""
    found: list[Line] = []
    end = 0
    for block in blocks(text, 0, len(text)):
        span = trim(text, block.start, block.end)
        if span is None:
            continue
        parted = bool(found) and _has_blank_line(text, end, span.start)
        content = span.of(text)
        words = tuple(words_of(content[:_READ]))
        found.append(Line(span, content, words, look(content, words), credits(content), parted))
        end = span.end
    return found


def _has_blank_line(text: str, start: int, end: int) -> bool:
    return len(text[start:end].splitlines()) > 1


def look(text: str, words: tuple[str, ...]) -> Look:
    """What the line is by itself. Only short lines can be more than running text."""
    chrome, few = _chrome(), len(words) <= _chrome().long
    bare = text.strip(" \t.:!|·•»›>").lower()
    if bare in chrome.stops or (few and chrome.stop_opening.match(text)):
        return "stop"
    if bare in chrome.lines or not words or _CODE.fullmatch(text[:_READ]):
        return "chrome"
    if len(text) <= _SPECIAL:
        special = _special(text, words, bare)
        if special is not None:
            return special
        if few and chrome.opening.match(text):
            return "chrome"
    return "prose" if is_prose(text, words) else "short"


def _special(text: str, words: tuple[str, ...], bare: str) -> Look | None:
    """What a line says about the story or a picture."""
    if is_byline(text, bare):
        return "byline"
    if is_date(text):
        return "published"
    if is_name_with_role(text, words):
        return "byline"
    if is_credit(text):
        return "credit"
    return "caption" if is_caption(text) and len(words) > 3 else None


def is_prose(text: str, words: tuple[str, ...]) -> bool:
    """True if the line reads like running text: sentences, with more small words than capitalised ones."""
    if len(words) < 4 or _POST.search(text):
        return len(words) >= 4
    small = sum(word[0].islower() or word[0].isdigit() for word in words)
    ended = text.rstrip(_CLOSING)[-1:] in _TERMINAL
    if 2 * small < len(words):
        return len(words) > 8 and 3 * small >= len(words) and ended
    return ended or len(text) > 200


def is_notice(text: str, inside: bool) -> bool:
    """True for a legal or newsletter notice, however well it reads; ``inside`` the body only for a short one."""
    return len(text) <= (_INSIDE if inside else _chrome().outside) and _chrome().notice.search(text) is not None
