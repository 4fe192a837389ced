"""Dates and times as a news page writes them, alone in a line or beside a name."""

from __future__ import annotations

from functools import lru_cache

import regex

from quoteattr.lexicon import any_of, load_table
from quoteattr.segment.words import words_of

_DIGIT = regex.compile(r"\d")
_TIME = regex.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?", regex.IGNORECASE)
# the next link glued to a date or a time: "Dec 12, 2016 2:00 PMTags", "21:17 18.11.2019Get short URL"
_GLUED = regex.compile(r"(?:(?<=\d)|(?<=\d\s?[AaPp][Mm]))(?=\p{Lu}\p{Ll}).{0,40}\Z")


@lru_cache(maxsize=1)
def date() -> regex.Pattern[str]:
    """A date, also one glued to a name: "Ida VossMay 4, 2021"."""
    months = load_table("time")["months"]
    month = rf"(?:{any_of(months)})\.?"
    weekday = rf"(?:(?:{any_of(load_table('time')['weekdays'])})\b\.?,?\s*)"
    glued = any_of(name.capitalize() for name in months)
    return regex.compile(
        rf"(?:(?<![\p{{L}}\p{{N}}])|(?<=(?-i:\p{{Ll}}))(?=(?-i:{glued})\s\d))"
        rf"(?:{weekday}?{month}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
        rf"|{weekday}?\d{{1,2}}(?:st|nd|rd|th)?\s+{month},?\s+\d{{4}}"
        r"|\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
        r"(?!(?-i:\p{Ll})|\p{N})",
        regex.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _label() -> regex.Pattern[str]:
    """What stands before a date: "Last updated:"."""
    return regex.compile(rf"(?:{any_of(load_table('page')['published']['openings'])})\b\s*:?\s*", regex.IGNORECASE)


@lru_cache(maxsize=1)
def _beside() -> frozenset[str]:
    """Words that may stand beside a date or a time in its line: "GMT", "ago"."""
    return frozenset(load_table("page")["published"]["zones"])


def has_digit(text: str) -> bool:
    """False for most lines, which saves looking for a date."""
    return _DIGIT.search(text) is not None


def is_date(text: str) -> bool:
    """True for a line that is a date or a time with nothing beside it but words such as "Updated" or "GMT"."""
    if not has_digit(text):
        return False
    label = _label().match(text)
    rest = _GLUED.sub("", text[label.end() :] if label else text)
    undated = date().sub(" ", rest)
    timeless = _TIME.sub(" ", undated)
    dated, timed = undated != rest, timeless != undated
    # a time alone says nothing, but "Updated 10:15" does
    if not (dated or (label and timed)):
        return False
    left = [word for word in words_of(timeless) if word.lower().strip(".") not in _beside()]
    # "Oct 14, 2022 9:27 AM ET | Last updated: 24 minutes ago"
    return len(left) <= (3 if label else 1 if timed else 0)
