"""Find the credits of pictures in captions: "Photo: Omar Stone", "(Orbin photo by Omar Stone)", "— AFP pic"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from quoteattr.lexicon import any_of, load_table
from quoteattr.model import Span

_NAME = r"\p{Lu}[\w.'’-]*"
_INSIDE = r"[^()\[\]]"  # brackets
_LONGEST_CAPTION = 300  # characters that end with a credit without brackets


def ends_with_credit(line: str) -> bool:
    """Return True for a line that is a caption, since a labelled credit, in brackets or not, ends it."""
    _, labelled, credited = _patterns()
    bracketed = line[-1:] in ")]." and labelled.search(line) is not None
    return bracketed or (len(line) <= _LONGEST_CAPTION and credited.search(line) is not None)


def credits_in(text: str, within: Span) -> Iterator[Span]:
    """Yield the credits of a caption; several pictures may share a line."""
    bracketed, _, credited = _patterns()
    for pattern in (bracketed, credited):
        yield from (Span(*match.span()) for match in pattern.finditer(text, within.start, within.end))


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Return the expressions of a credit in brackets, of a labelled one at the end of a line, and of one without."""
    table = load_table("credits")
    labels, openings, signs = (any_of(table[name]) for name in ("labels", "openings", "signs"))
    bracketed = (
        rf"[(\[](?:(?:{openings})\b{_INSIDE}{{0,160}}|[^()\[\].!?]{{1,120}}(?:{signs}){_INSIDE}{{0,120}})[)\]]\.?"
    )
    medium = rf"(?:{openings}|(?-i:\p{{Lu}})[\w.]{{1,11}})\s"  # "(HT Photo)"
    labelled = rf"[(\[](?:{medium})?(?:{labels})(?:\s?(?::|/|\bby\b|\bcourtesy\b){_INSIDE}{{1,160}})?[)\]]\.?\Z"
    names = rf"{_NAME}(?:(?:\s?/\s?|\s(?:via\s|for\s|and\s|of\s|the\s)?){_NAME}){{0,5}}"
    agency = rf"(?:\s{_NAME}){{1,4}}(?:\s?/(?:\s?{_NAME}){{1,3}}|\s(?i:pic|photo))"
    credited = (
        rf"(?:(?:(?<=[.!?…”\"’)])|(?<=\s[—–|-]))\s{{1,2}}(?:\p{{Lu}}{{2,5}}\s)?"
        rf"(?i:{labels})(?:\s?[:|]\s|\.{{3}}|\s(?i:by)\s){names}|(?<=[.!?…”\"’)]\s[—–|-]){agency})\Z"
    )
    return (
        regex.compile(bracketed, regex.IGNORECASE),
        regex.compile(labelled, regex.IGNORECASE),
        regex.compile(credited),
    )
