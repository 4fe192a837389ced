"""Datelines: place, date and wire service before the first sentence of a story ("LIMA, May 4 (Reuters) -")."""

from __future__ import annotations

from functools import cache

import regex

from quoteattr.lexicon import any_of, load_table, place_names
from quoteattr.lexicon.additions import cached_per_reader
from quoteattr.lexicon.calendar import month_names, weekday_names
from quoteattr.lexicon.outlets import wire_names
from quoteattr.model import Dateline, Span

_REACH = 160  # characters
_CAPITAL = r"\p{Lu}[\p{L}.'’-]*+"
_PLACE = rf"{_CAPITAL}(?:[ \t](?:{_CAPITAL}|of|de|la|al|the|upon)(?![\p{{L}}])){{0,4}}"
_PLACES = regex.compile(r"[/,]")
_DASH = r"[—–―]|--+|[-‑_](?=\s|\Z)|(?<=\s)\|(?=\s)"
_ABBREVIATED = regex.compile(r"\.\p{L}\Z|(?<!\p{L})\p{Lu}\p{Ll}{1,4}\Z")


def read_dateline(paragraph: str, offset: int = 0) -> Dateline | None:
    """Return the dateline at the start of a paragraph, or the one that fills a line; None where there is none.

    Args:
        paragraph: The first paragraph of a story, or the lines of a dateline that is broken over several.
        offset: Where the paragraph begins in the text that the span refers to.
    """
    for pattern in _patterns():
        match = pattern.match(paragraph, 0, min(len(paragraph), _REACH))
        if match is not None and match.end() > match.start("start") and _is_dateline(match, paragraph):
            start, end = match.start("start"), match.start() + len(match[0].rstrip())
            fields = {name: _field(match[name]) for name in ("place", "date", "wire")}
            return Dateline(Span(start + offset, end + offset), paragraph[start:end], **fields)
    return None


def _field(value: str | None) -> str | None:
    """Return a field without the marks around it; the stop of "Calif." and "D.C." belongs to it."""
    if not value:
        return None
    bare = value.strip(" \t\n,.")
    return bare + "." if _ABBREVIATED.search(bare) and value.rstrip(" ,\n").endswith(".") else bare


def _is_dateline(match: regex.Match[str], text: str) -> bool:
    """Return True unless the words before the mark may be the beginning of a sentence or the name of a speaker."""
    place, date, wire, mark = (match[name] or "" for name in ("place", "date", "wire", "mark"))
    mark, rest = mark.strip(), text[match.end() :].lstrip()
    names = [name.strip(" .") for name in _PLACES.split(place)]
    listed = any(name.casefold() in _places() for name in names)
    capitals = names[0].isupper() and len(names[0]) > 2
    dash = mark not in ("", ":", ".", ",")
    if place and (names[0] in _words("openings") or names[0].casefold() in _wires()):
        return False
    if wire:
        bracketed, is_wire = bool(match["bracketed"]), wire.strip().casefold() in _wires()
        if not bracketed:  # AFP, LIMA   LIMA via AP —
            return is_wire and (dash or bool(place and not rest and match.end("wire") < match.start("place")))
        slashed = bool(date) and wire.isupper() and match["bracketed"].startswith("/")  # LIMA, May 4. /ORBIN/.
        return (is_wire and (bool(rest) or dash)) or ((dash or slashed) and (listed or capitals or not (place or date)))
    if not place or rest[:1].islower():
        return False
    if mark == ":":
        return listed and capitals and bool(rest)
    if date:
        plain = listed or capitals or text[: match.start("date")].rstrip().endswith(",")
        return plain and (dash or (listed and not rest))
    if not dash or not (rest or capitals):
        return False
    # "LIMA — It rained"; "Lima — It rained" only where the place is known
    return listed or (capitals and len(names[0].split()) <= 3 and not set(names[0].split()) & _words("labels"))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_table("bylines")["datelines"][name].split())


@cached_per_reader
def _wires() -> frozenset[str]:
    return frozenset(name.casefold() for name in (*wire_names(), *load_table("bylines")["agencies"]["names"]))


@cache
def _places() -> frozenset[str]:
    return frozenset(place.casefold() for place in place_names())


@cached_per_reader
def _patterns() -> tuple[regex.Pattern[str], ...]:
    month, weekday = rf"(?:{month_names()})\b\.?", rf"(?:{weekday_names()})\b\.?"
    day = (
        rf"(?i:(?:{weekday},?\s)?(?:{month}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s{month}(?:,?\s\d{{4}})?)"
        rf"|{weekday})(?!\w)"
    )
    agency = any_of(sorted({*wire_names(), *load_table("bylines")["agencies"]["names"]}))
    place = rf"{_PLACE}(?:\s?/\s?{_PLACE})*+(?:\s\[[\p{{L}} ]{{2,30}}\])?(?:,\s(?!{day}|(?:{agency})\b){_PLACE}){{0,3}}"
    bracketed = rf"(?P<bracketed>[(/\[]\s?(?P<wire>(?i:{agency})|\p{{Lu}}[\p{{L}}\d /.&-]{{1,40}}?)\s?[)/\]])"
    via = rf"(?:via|by)\s(?P<wire>(?i:{agency})|\p{{Lu}}[\p{{L}}-]+)"
    mark = rf"(?P<mark>\s*(?:{_DASH})\s*|\s?:\s+|\.\s+|\.?\s*\Z|\s?(?=[\p{{Lu}}\"“‘]))"
    return (
        # AFP, LIMA   PTI, Washington, May 4   Reuters — It rained.
        regex.compile(
            rf"\s*+(?P<start>)(?P<bracketed>)?(?P<wire>{agency})(?:\s?(?:[,|–—]|\s-)\s?(?P<place>{place}))?"
            rf"(?:[,.]?\s(?P<date>{day}))?(?P<mark>\s*(?:{_DASH})\s*|\s?:\s+|[,.]?\s*\Z)"
        ),
        # MOSCOW, April 4. /TASS/. It rained.   May 4 (Reuters) - It rained.
        # New Delhi, Apr 4 (PTI) It rained.   (CNN)It rained.   ORBEL via JTA —
        regex.compile(
            rf"\s*+(?P<start>)(?:(?:(?P<place>{place})(?:[,.]?\s*(?P<date>{day}))?|(?P<date>{day}))[,.]?\s*)?"
            rf"(?:{bracketed}|{via})?{mark}"
        ),
    )
