"""Dates of publication and of updates: find them in a line, and choose those of a page.

One grammar reads every usual order: "April 4, 2023", "4 April 2023", "2023-04-04", "4.4.2023", "04/23/23", each with
a time of day before or after it, and on pages with menus in another language "4 avril 2023", "4 de abril de 2023" and
"2023年4月4日". The order of day and month in "04/05/2023" is decided by evidence; without any there
is no date. Relative times ("3 hours ago") are no dates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import chain
from typing import Literal, get_args

from attrs import evolve, frozen

from quoteattr.lexicon import any_of, load_table, month_names, month_number, weekday_names, zone_offset
from quoteattr.model import Span
from quoteattr.page.lines import first_and_last

Label = Literal["first", "published", "updated", ""]
Order = Literal["day", "month"]  # which of the two comes first in a date of numbers

_LAST_SHORT = 2039  # years of two digits after this are none
_NEAR = 8  # lines before the headline, and after it, the first byline or the first line of the body
_SIGNED = ("published", "byline", "dateline")  # kinds of lines
ORDERS: tuple[Order, ...] = get_args(Order)
_WEEK = [timedelta(days) for days in range(-7, 8)]
_REACH = 40  # characters between a date and its time or its label
HAS_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d\s?[/.-]\s?\d")  # of a date of numbers
_ZONE = r"[A-Z]{1,4}\b(?![+-]\d)|[A-Z]{2,4}(?=[A-Z][a-z])|(?:UTC|GMT)?[+-]\d\d:?\d\d|(?:UTC|GMT)[+-]\d{1,2}\b"
_TIME = re.compile(
    r"(?<![\d:.,/-])(?P<hour>2[0-3]|[01]?\d)(?:[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?)?(?!\d)"
    rf"\s{{0,2}}(?P<half>(?i:[ap]\.?m)(?![a-z])\.?)?,?\s{{0,2}}\(?(?P<zone>{_ZONE})?"
)
_OFFSET = re.compile(r"(?:UTC|GMT)([+-])(\d\d?)\Z")
# between a date and the time after it: "Nov 18, 2019 -- 19:14 GMT", "4 April 2023 at 4pm", "2023-04-04T16:26"
_AFTER = re.compile(r"[\s,|·•/:–—@-]*(?:(?:at|on)\b[\s,]*|T(?=\d))?")
# between a time and the date after it: "10:01 pm PST, Tuesday, November 19, 2019"
_BEFORE = re.compile(r"[\s,|·•–—)-]*(?:on\b\s*)?")
_FIRST = re.compile(r"\b(?:first|originally|initially)\s+(?:published|posted|aired)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:publi(?:shed|cation|sh)|posted|created|issued|filed|uploaded|\bdate\b)", re.IGNORECASE)
_UPDATED = re.compile(r"(?:updated?|modified|edited|revised|amended|corrected)(?-i:(?![a-z]))", re.IGNORECASE)
_LABELS: dict[Label, re.Pattern[str]] = {"first": _FIRST, "published": _PUBLISHED, "updated": _UPDATED}
# a label directly before a time: "Updated at 3:45 pm"
_CLOCK = re.compile(r"\b(?:published|posted|updated?):?\s(?:at\s)?(?=\d)", re.IGNORECASE)
_SMALL = re.compile(r"\b[a-z]{2,}\b")
_PROSE = 3  # words in small letters before the date of a caption: "A view of the pier on 4 May 2021"


@frozen
class DateMention:
    """A date in a text: its span without the time, and date or date and time, with the zone where given, in ISO 8601.

    ``label`` is what the words before it say of it: "first" ("First published"), "published", "updated" or "".
    """

    span: Span
    iso: str
    label: Label = ""


def find_dates(text: str, offset: int = 0, *, order: Order | None = None) -> tuple[DateMention, ...]:
    """Return the dates of a line or block, in text order; it begins at ``offset`` in the text of the spans.

    ``order`` says whether day or month comes first in dates of numbers where nothing in ``text`` decides it.
    """
    if HAS_DIGIT.search(text) is None:
        return ()
    found: list[DateMention] = []
    end, year = 0, None
    for match in date_pattern().finditer(text):
        day = _read_day(match, order, year)
        if day is None:
            continue
        clock = _time_at(text, match, end, day)
        label = _label_of(text[end : match.start()][-_REACH:])
        found.append(DateMention(Span(match.start() + offset, match.end() + offset), day.isoformat() + clock, label))
        end, year = match.end(), day.year
    return tuple(found)


@cache
def date_pattern() -> re.Pattern[str]:
    """Return the expression of a date, with the groups that hold its parts; the year may be missing after a month."""
    month, foreign = rf"(?P<month{{0}}>{month_names()})\b\.?", any_of(load_table("time")["foreign_months"])
    day = r"(?P<day{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    year = r"(?P<year{0}>(?:19|20)\d\d)"
    weekday = rf"(?:(?:{weekday_names()})\b[.,]{{0,2}}\s*)?"
    forms = (
        # the year may be missing: "May 4", with the time glued to it: "Mar 18 20199:29 AM"
        rf"{weekday}{month.format(1)}\s{{0,2}}{day.format(1)}(?!\d)(?:[-–]\d\d?)?(?:,?\s{{0,2}},?\s{{0,2}}{year.format(1)}|(?![.:]\d))",
        rf"{weekday}{day.format(2)}(?:\.?\s{{1,2}}|[-/.])(?:of\s)?{month.format(2)}"
        rf"(?:[-/.]|,?\s{{1,2}}|,)(?:{year.format(2)}|['’]?(?P<short2>[012]\d)(?![\d:.]|\s?[ap]\.?m))",
        rf"{year.format(3)}(?P<mark3>[-/.])(?P<month3>0?[1-9]|1[0-2])(?P=mark3){day.format(3)}(?!\d)",
        rf"{day.format(5)}(?:er|\.)?[\s.](?:de\s)?(?P<month5>{foreign})\b\.?,?[\s.](?:del?\s)?{year.format(5)}",
        rf"{year.format(6)}年\s?(?P<month6>0?[1-9]|1[0-2])月\s?{day.format(6)}日",
        r"(?P<one>\d\d?)(?P<mark4>[/.-]|\.\s|\s/\s)(?P<two>\d\d?)(?P=mark4)(?P<year4>(?:19|20)\d\d|\d\d)(?!(?P=mark4))(?!\d(?!\d?:\d\d))",
    )
    # also glued to the word before it: "Ida ValeMay 4, 2021"
    glued = any_of(name.capitalize() for name in load_table("time")["months"])
    return re.compile(
        rf"(?:(?<![\w/.])|(?<=/)(?=[a-z])|(?<=(?-i:[a-z]))(?=(?-i:{glued})\b))(?:{'|'.join(forms)})(?![/-]\d)",
        re.IGNORECASE,
    )


def _read_day(match: re.Match[str], order: Order | None, year: int | None) -> date | None:
    """Return the day of a match; None where it does not exist, has no year, or its order is not known."""
    groups = match.groupdict()
    if groups["one"]:
        return _read_numbers(int(groups["one"]), int(groups["two"]), groups["year4"], groups["mark4"], order)
    form = next(number for number in (1, 2, 3, 5, 6) if groups[f"month{number}"])
    name, given = groups[f"month{form}"], groups[f"year{form}"] or (groups["short2"] and f"20{groups['short2']}")
    year = int(given) if given else year
    if year is None:
        return None
    return _day(year, int(name) if name.isdigit() else month_number(name), int(groups[f"day{form}"]))


def _read_numbers(one: int, two: int, year: str, mark: str, order: Order | None) -> date | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)
    if len(year) == 2 and (mark not in "/." or whole > _LAST_SHORT):  # "10.30.45" is a time, "1-2-03" a score
        return None
    german = mark[0] == "." and len(year) == 4
    if german or one == two or (one <= 12) != (two <= 12):
        order = "day" if one > 12 or (german and two <= 12) else "month"
    if order is None:
        return None
    return _day(whole, two, one) if order == "day" else _day(whole, one, two)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of(text: str) -> Order | None:
    """Return whether day or month comes first in the dates of a text, None where nothing decides it.

    Evidence: dates of numbers with a day above 12, and those that name a day which the text also writes out, or one in
    the week before or after it; for want of these, the order of dates with a named month.
    """
    balance = named = 0  # of the evidence: above zero where the day comes first
    matches = list(date_pattern().finditer(text))
    written = {day for match in matches if not match["one"] and (day := _read_day(match, None, None))}
    near = {day + days for day in written for days in _WEEK}
    for match in matches:
        if match["one"]:
            one, two = int(match["one"]), int(match["two"])
            balance += 2 * ((one > 12 >= two) - (two > 12 >= one))
            if one != two:
                first, second = (_read_numbers(one, two, match["year4"], match["mark4"], each) for each in ORDERS)
                balance += 4 * ((first in written) - (second in written) + (first in near) - (second in near))
        elif match["month1"] or match["month2"]:
            named += -1 if match["month1"] else 1
    balance = balance or named
    if balance == 0:
        return None
    return "day" if balance > 0 else "month"


def _time_at(text: str, match: re.Match[str], since: int, on: date) -> str:
    """Return "T16:26:00" with the zone, from directly after or before a date; "" where no time is given."""
    gap = _AFTER.match(text, match.end(), match.end() + _REACH)
    start = gap.end() if gap else match.end()
    # a string of its own, since the time may be glued to the year
    after = _TIME.match(text[start : start + _REACH])
    front = text[max(since, match.start() - _REACH) : match.start()]
    before = (each for each in _TIME.finditer(front) if _BEFORE.fullmatch(front, each.end()))
    return next(filter(None, (_iso_time(each, on) for each in chain((after,), before))), "")


def _iso_time(match: re.Match[str] | None, on: date) -> str:
    if match is None or not (match["minute"] or match["half"]):
        return ""
    hour = int(match["hour"])
    if match["half"] and hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    zone = _OFFSET.sub(lambda found: f"{found[1]}{int(found[2]):02}00", match["zone"] or "")
    zone = zone if zone in ("UTC", "GMT") else zone.removeprefix("UTC").removeprefix("GMT")
    offset = zone_offset(zone, datetime.combine(on, time(hour))) if zone else ""
    return f"T{hour:02}:{match['minute'] or '00'}:{match['second'] or '00'}{offset}"


def _label_of(front: str) -> Label:
    """Return what the words before a date say of it; the last of several labels counts."""
    ends = {label: max((match.end() for match in each.finditer(front)), default=-1) for label, each in _LABELS.items()}
    label = max(ends, key=ends.__getitem__)
    return label if ends[label] >= 0 else ""


def choose_dates(
    text: str, lines: Sequence[Span], kinds: Sequence[str]
) -> tuple[DateMention | None, DateMention | None]:
    """Return the date of publication of a page, with its lines and their kinds, and that of its last update, or None.

    Bylines, datelines and lines of publication take precedence over labelled dates in chrome, these over a date after
    the words of a sentence, as in a caption, and that over other dates of chrome near the headline. Of several with the
    same label, the first below the headline is chosen. The date of an update is that of publication where the page
    gives no other; a later date next to "First published" is one without a label.
    """
    by_kind: defaultdict[str, list[DateMention]] = defaultdict(list)
    for mention, kind in _mentions(text, lines, kinds):
        by_kind["signed" if kind in _SIGNED else kind].append(mention)
    first = [mention for mentions in by_kind.values() for mention in mentions if mention.label == "first"]
    labelled = [mention for mention in by_kind["chrome"] if mention.label]
    candidates = next(filter(None, (first, by_kind["signed"], labelled, by_kind["prose"], by_kind["near"])), [])
    top = next((line.start for line, kind in zip(lines, kinds, strict=True) if kind == "headline"), 0)

    def rank(mention: DateMention) -> tuple[bool, bool, bool, int]:  # updates come last
        below = mention.span.start - top
        return mention.label == "updated", mention.label != "published", below < 0, abs(below)

    published = min(candidates, key=rank, default=None)
    own, since = (*by_kind["signed"], *labelled), first[0].iso if first else None
    updates = [each for each in own if each.label == "updated" or (since and not each.label and each.iso > since)]
    return published, max(updates, key=lambda mention: mention.iso[:10], default=None)


def _mentions(text: str, lines: Sequence[Span], kinds: Sequence[str]) -> Iterator[tuple[DateMention, str]]:
    """Yield the dates of lines outside the body, each with the kind of its line, "near" or "prose".

    A label may be the line before ("Published" / "4 May 2021"). The order of day and month is asked of the whole page
    only where a date needs it. A time with a label has the day of its line or of the line before.
    """
    near = near_headline(kinds)
    order: list[Order | None] = []  # empty until a date needs it
    dated, day = -2, ""  # the last line with a date, and its day
    for number, (span, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind in ("body", "headline", "subheading", "related", "comment") or len(span) > 400:
            continue
        line = span.of(text)
        if HAS_DIGIT.search(line) is None:
            continue
        if not order and _NUMBERS.search(line) and any(match["one"] for match in date_pattern().finditer(line)):
            order.append(order_of(text))
        front = lines[number - 1].of(text) if number else ""
        label = _label_of(front) if len(front) <= _REACH and not HAS_DIGIT.search(front) else ""
        found = find_dates(line, span.start, order=order[0] if order else None)
        if found and (kind != "chrome" or number in near):
            dated, day = number, found[0].iso[:10]
        for index, mention in enumerate(found):
            labelled = evolve(mention, label=label) if label and not index and not mention.label else mention
            prose = follows_prose(line, mention.span.start - span.start)
            close = number in near and kind == "chrome"
            place = "prose" if prose and kind in _SIGNED else "near" if close else kind
            yield labelled, kind if labelled.label else place
        if dated >= number - 1 and kind in ("published", "byline", "chrome"):
            for clock in _clocks(text, span, found, date.fromisoformat(day)):
                yield clock, kind


def follows_prose(line: str, at: int) -> bool:
    """Return True if the words of a sentence precede a place in a line: "A view of the pier on 4 May 2021"."""
    return len(_SMALL.findall(line, 0, at)) >= _PROSE


def near_headline(kinds: Sequence[str]) -> range:
    """Return the numbers of the lines near the headline."""
    (first, last), (byline, _), (body, _) = (first_and_last(kinds, kind) for kind in ("headline", "byline", "body"))
    return range(max(0, first - _NEAR), min(len(kinds), max(last, byline, body) + _NEAR)) if first >= 0 else range(0)


def _clocks(text: str, line: Span, dates: Sequence[DateMention], day: date) -> Iterator[DateMention]:
    """Yield the times of a line that have a label and no date of their own: "4 May 2021, 9 am | Updated 3:45 pm"."""
    for match in _CLOCK.finditer(text, line.start, line.end):
        clock = _TIME.match(text[match.end() : line.end])
        iso = _iso_time(clock, day)
        span = Span(match.end(), match.end() + (clock.end() if clock else 0))
        own = (each.span.overlaps(span) or _BEFORE.fullmatch(text, span.end, each.span.start) for each in dates)
        if iso and not any(own):
            yield DateMention(span, day.isoformat() + iso, _label_of(text[line.start : match.end()]))
