"""Lines that name who wrote the story, and lines that may be nothing but names."""

from __future__ import annotations

from functools import lru_cache

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.segment.dates import date, has_digit
from quoteattr.segment.words import words_of

NAME = r"[\p{Lu}@][\p{L}\p{M}'’.-]*+"
_LINK = r"(?:\s|,\s|\s?[|/&•]\s?|\sand\s|\sof\s|\sin\s|\sfor\s|\swith\s|\sde\s|\svan\s|\sbin\s|\sal-)"
_JOINED = rf"{NAME}(?:{_LINK}(?:the\s)?{NAME}){{0,12}}+"
_NAMES = regex.compile(rf"(?=\S+[\s/]){_JOINED}")
# Ida Voss@idavoss, ida@orbel.com, and the mark that hides an address; the count glued to a name: "Ida Voss0"
_CONTACT = regex.compile(
    r"(?:(?<!\s)\s++)?(?:(?<![\w.])@\w{2,30}|(?<=\p{Ll})@\w{2,30}|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{1,40}"
    r"|\[email\s?protected\])|(?<=\p{Ll})\d{1,3}\Z"
)
_EDGES = " \t\u00a0-–—|,•·/:"


@frozen
class _Patterns:
    byline: regex.Pattern[str]
    then_dated: regex.Pattern[str]
    lines: frozenset[str]
    roles: frozenset[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    page = load_table("page")
    table = page["byline"]
    opening, note, agency = (any_of(words) for words in (table["openings"], table["notes"], page["agencies"]["names"]))
    return _Patterns(
        # By Ida Voss and Bo Li   (Reporting by Ana Ruiz; Editing by Bo Li)   Ida Voss, Reuters
        byline=regex.compile(
            rf"(?i:{opening}):?\s+{_JOINED}\s*[,|/•·—–-]*\s*\Z|\(?(?i:{note})\s+{NAME}[^.]{{0,200}}\.?\)?\Z"
            rf"|(?:{_JOINED}\s*[,|/•·—–-]\s*)?(?i:{agency})\Z"
        ),
        # Ida Voss | Published 4 months ago   Ida Voss Orbel News Posted: Oct 14, 2022
        then_dated=regex.compile(
            r"(?<![\s|•·,—–-])[\s|•·,—–-]*+\b(?:published|posted|updated|last\supdated)\b\s?(?:on|at)?\s?:?\s*"
            rf"(?={date().pattern}|\d)",
            regex.IGNORECASE,
        ),
        lines=frozenset([*table["lines"], *table["openings"]]),
        roles=frozenset(table["roles"]),
    )


def is_byline(text: str, bare: str) -> bool:
    """True for "By Ida Voss", also with a date beside it: "4 May 2021 | by Ida Voss", "Posted by Ida Voss on May 4".

    ``bare`` is the line in small letters without the marks at its ends: "our foreign staff".
    """
    patterns = _patterns()
    if bare in patterns.lines:
        return True
    rest, dated = _without_contacts(text), has_digit(text)
    pieces = date().split(rest)[:3] if dated else [rest]
    if any(patterns.byline.match(piece.strip(_EDGES).removesuffix(" on")) for piece in pieces):
        return True
    then = patterns.then_dated.search(text) if dated else None
    return then is not None and is_names(text[: then.start()]) and len(words_of(text[: then.start()])) <= 8


def is_name_with_role(text: str, words: tuple[str, ...]) -> bool:
    """True for "Ida Voss, Political Correspondent"."""
    return words[-1].lower() in _patterns().roles and 3 <= len(words) <= 10 and is_names(text)


def is_names(text: str) -> bool:
    """True for a line that may be nothing but names: "Ida Voss and Bo Li, Orbel News", "Ida Voss @idavoss"."""
    # "— Ida Voss" signs a quotation
    return (
        len(text) <= 120
        and text[:1] not in {"—", "–", "-"}
        and _NAMES.fullmatch(_without_contacts(text).strip(_EDGES)) is not None
    )


def _without_contacts(text: str) -> str:
    return _CONTACT.sub("", text) if has_contact(text) or text[-1:].isdigit() else text


def has_contact(text: str) -> bool:
    """True for a line with an account or an address in it."""
    return "@" in text or "[email" in text


def is_person(text: str) -> bool:
    """True for a line that is nothing but the name of a person, by its given name or by an account behind it."""
    bare = _without_contacts(text).strip(_EDGES)
    words = bare.split()
    if not 2 <= len(words) <= 4 or len(bare) > 40 or bare.endswith(".") or not is_names(text):
        return False
    return words[0].capitalize() in _given_names() or (bare != text and "@" in text)


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    table = load_table("given_names")
    return frozenset(name for kind in ("male", "female") for name in table[kind].split())
