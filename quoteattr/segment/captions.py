"""Captions of pictures, and the credits that say who made them."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span
from quoteattr.segment.bylines import NAME


@frozen
class _Patterns:
    caption: regex.Pattern[str]
    credit: regex.Pattern[str]
    credit_line: regex.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    page = load_table("page")
    table = page["credit"]
    label, picture, alone, maker, source, opening = (
        any_of(table[name]) for name in ("words", "pictures", "alone", "makers", "sources", "openings")
    )
    return _Patterns(
        caption=regex.compile(any_of(page["caption"]["openings"]), regex.IGNORECASE),
        # (photo credit: Sputnik/Kremlin/Reuters), (Photo by Bo Li), (AP Photo/Bo Li), (Evan Mitsui/CBC), (File photo)
        credit=regex.compile(
            rf"[(\[](?:(?i:{label})\s?:[^()]{{1,160}}|(?i:{picture})\s(?i:by|from|via|courtesy)\s[^()]{{1,160}}"
            rf"|[^().!?]{{0,120}}?(?:{source})\s?/[^()]{{1,120}}|[^().!?]{{1,120}}/\s?(?:{source})[^()]{{0,80}}"
            rf"|(?i:{alone})[^()]{{0,80}}|[^().!?]{{0,80}}(?:{maker})[^()]{{0,80}})[)\]]\.?"
            # … in Lima. Photo: Bo Li/AFP
            rf"|(?<=[.!?”\"|]\s)(?i:(?:{label})s?\s?:|photo\sby)\s?\p{{Lu}}[^.!?]{{1,80}}\Z"
        ),
        # Photo by Bo Li/Getty Images, © Reuters / Bo Li, Bo Li/Orbel Times/Getty Images
        credit_line=regex.compile(
            rf"(?:(?i:{opening})\s*[:\s]\s*{NAME}(?:[^.!?]|(?<=\b\p{{Lu}})\.){{0,120}}\.?|©\s?{NAME}[^.]{{0,80}}"
            rf"|(?:\p{{Lu}}[^/|.!?()]{{1,40}}\s?[/|]\s?){{1,4}}(?:{source})[\p{{L}} .]{{0,30}})\Z"
        ),
    )


def credits(text: str) -> tuple[Span, ...]:
    """Where in a line the bracketed credits stand, and one that ends it after a label."""
    return tuple(Span(*match.span()) for match in _patterns().credit.finditer(text))


def is_credit(text: str) -> bool:
    """True for a line that is nothing but a credit."""
    return _patterns().credit_line.match(text) is not None or _patterns().credit.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """True for a line that opens like a caption: "FILE PHOTO: Ida Voss speaks in Lima"."""
    return _patterns().caption.match(text) is not None


def labelled(text: str) -> Literal["caption", "credit"] | None:
    """What the line after a label such as "Image caption" is."""
    table = load_table("page")["caption"]
    bare = text.strip(" :").lower()
    if bare in table["labels"]:
        return "caption"
    return "credit" if bare in table["credit_labels"] else None
