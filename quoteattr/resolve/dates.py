"""The date of publication of a page, from lines such as "Published: APRIL 4, 2023 16:26"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from attrs import frozen

from quoteattr.lexicon import load_table
from quoteattr.model import Part, Span

_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>2[0-3]|[01]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?)?"
    r"\s{0,2}(?P<half>[ap]\.?m(?-i:(?![a-z]))\.?)?\s{0,2}\(?(?P<zone>[A-Z]{1,4}\b|(?-i:[A-Z]{2,4}(?=[A-Z][a-z]))|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"(?:updated?|modified|edited|revised)\W{0,4}(?:\w+\W{1,2}){0,3}\Z", re.IGNORECASE)
_LABEL = re.compile(r"(?:date|published|posted|created|issued)(?:\W{1,3}on)?\W{0,4}\Z", re.IGNORECASE)
_FIRST = re.compile(r"(?:first|originally)\s(?:published|posted)(?:\W{1,3}on)?\W{0,4}\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,|·•/:–—-]*(?:(?:at|@|T|on)\b[\s,]*|T(?=\d))?", re.IGNORECASE)
# "10:01 pm PST, Tuesday, November 19, 2019"
_BEFORE = re.compile(
    r"[\s,|]*(?:on\s)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]*)?\Z",
    re.IGNORECASE,
)
# zones of those who write the month first
_MONTH_FIRST = re.compile(r"\b(?:E|C|M|P)(?:S|D)?T\b")
_REACH = 30


@frozen
class _Dated:
    """One date of a line, with the time of day where it is told."""

    span: Span
    iso: str


def published(text: str, parts: Sequence[Part]) -> str | None:
    """When the page was published, in ISO 8601: a date, or date and time with the zone where that is told.

    Lines of publication lead, then bylines and datelines that carry a whole date, then a labelled date anywhere
    in the chrome. A date of an update counts only where no other is told.
    """
    outside = [each for part in parts if part.kind != "body" for each in _dates(text, part.span)]
    original = next((each.iso for each in outside if _preceded(text, each, _FIRST)), None)
    if original is not None:
        return original
    told = [part.span for part in parts if part.kind == "published"]
    found = [each for span in told for each in _dates(text, span)]
    if not found:
        found = [each for part in parts if part.kind in ("byline", "dateline") for each in _dates(text, part.span)]
    if not found:
        chrome = [each for part in parts if part.kind == "chrome" for each in _dates(text, part.span)]
        found = [each for each in chrome if _preceded(text, each, _LABEL)]
    first = [each for each in found if not _preceded(text, each, _UPDATE)]
    labelled = [each for each in first if _preceded(text, each, _LABEL)]
    return next((each.iso for each in (*labelled, *first, *found)), None)


def _preceded(text: str, dated: _Dated, label: re.Pattern[str]) -> bool:
    return label.search(text[max(0, dated.span.start - _REACH) : dated.span.start]) is not None


@cache
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(load_table("time")["months"], key=len, reverse=True))
    day = r"(?P<day{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    year = r"(?P<year{0}>(?:19|20)\d\d)"
    month = rf"(?P<month{{0}}>{months})\.?"
    forms = (
        rf"{year.format(0)}-(?P<month0>\d\d)-{day.format(0)}",
        rf"{month.format(1)}\s{{1,2}}{day.format(1)}\s{{0,2}},?\s{{0,2}}{year.format(1)}",
        rf"{day.format(2)}[\s-]{{1,2}}(?:of )?{month.format(2)},?[\s-]{{1,2}}{year.format(2)}",
        r"(?P<first>\d\d?)[/.](?P<second>\d\d?)[/.](?P<year3>(?:19|20)?\d\d)",
    )
    # also with the time glued to the year: "Mar 18 20199:29 AM"
    return re.compile(rf"(?<!\w)(?<!\d/)(?:{'|'.join(forms)})(?!/|\d(?!\d?:\d\d))", re.IGNORECASE)


def _dates(text: str, within: Span) -> Iterator[_Dated]:
    for match in _date_pattern().finditer(text, within.start, within.end):
        day = _day(
            match,
            _MONTH_FIRST.search(text, match.end(), min(within.end, match.end() + _REACH)) is not None,
        )
        if day is not None:
            yield _Dated(
                Span(match.start(), match.end()),
                day.isoformat() + _time(text, match, within, day),
            )


def _day(match: re.Match[str], month_first: bool) -> date | None:
    groups = match.groupdict()
    if groups["first"]:
        one, other = int(groups["first"]), int(groups["second"])
        # "04/05/2023" may be April or May; "13/05/2023" and "05/13/2023" may not
        if (one <= 12) == (other <= 12) and one != other and not month_first:
            return None
        day, month, year = max(one, other), min(one, other), int(groups["year3"])
        if month_first and one <= 12:
            day, month = other, one
        year += 2000 if year < 100 else 0
    else:
        form = next(number for number in (0, 1, 2) if groups[f"year{number}"])
        name = groups[f"month{form}"].lower()
        month = int(name) if name.isdigit() else int(load_table("time")["months"][name])
        day, year = int(groups[f"day{form}"]), int(groups[f"year{form}"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(text: str, day: re.Match[str], within: Span, on: date) -> str:
    """ "T16:26:00" with the zone, from directly after or before the date; "" where no time is told."""
    gap = _BETWEEN.match(text, day.end(), min(within.end, day.end() + _REACH))
    start = gap.end() if gap else day.end()
    # a stretch of its own, since the time may be glued to the year
    after = _TIME.match(text[start : min(start + _REACH, within.end)])
    found = _read_time(after, on)
    if found:
        return found
    for before in _TIME.finditer(text, max(within.start, day.start() - _REACH), day.start()):
        if _BEFORE.match(text[before.end() : day.start()]):
            return _read_time(before, on)
    return ""


def _read_time(match: re.Match[str] | None, on: date) -> str:
    if match is None or not (match["minute"] or match["half"]):
        return ""
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    zone = _zone(match["zone"], datetime.combine(on, time(hour)))
    return f"T{hour:02}:{match['minute'] or '00'}:{match['second'] or '00'}{zone}"


def _zone(name: str | None, at: datetime) -> str:
    if not name:
        return ""
    seasonal = load_table("time")["seasonal"]
    if name.upper() in seasonal:
        return at.replace(tzinfo=ZoneInfo(seasonal[name.upper()])).isoformat()[-6:]
    if name[0] in "+-":
        return f"{name[:3]}:{name[-2:]}"
    return str(load_table("time")["zones"].get(name.upper(), ""))
