"""The time expression in a reporting clause ("said on Tuesday"), and its date.

The patterns are data (lexicon ``time``); how the groups of a match become a date is said here. Relative
expressions are read on the day of publication. Weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from attrs import frozen

from quoteattr.lexicon import load_table, month_number
from quoteattr.model import Cue, Link, Span, Time
from quoteattr.tree import Sentence, Word


@frozen
class _Found:
    span: Span
    time: Time


class Times:
    """The times stated in the reporting clauses of a text.

    ``published`` is an ISO date or date-time; without it a relative expression keeps its words and has no date.
    """

    def __init__(self, text: str, sentences: Iterable[Sentence], links: Iterable[Link], published: str | None) -> None:
        self._text = text
        self._today = _day(published)
        self._sentences = [sentence for sentence in sentences if sentence.words]
        self._starts = [sentence.words[0].span.start for sentence in self._sentences]
        self._cues: dict[int, list[Span]] = {}
        self._expressions: dict[int, tuple[_Found, ...]] = {}
        for link in links:
            if link.cue is not None:
                self._cues.setdefault(self._at(link.cue), []).append(link.cue.span)

    def of(self, link: Link) -> Time | None:
        """Return the time stated in the reporting clause of ``link``, or None."""
        cue = link.cue
        if cue is None or (at := self._at(cue)) < 0:
            return None
        sentence = self._sentences[at]
        if at not in self._expressions:
            self._expressions[at] = expressions(self._text, sentence.span, self._today)
        taken = [*link.content.spans, *(link.source.spans if link.source else ())]
        free = (
            found for found in self._expressions[at]
            if not any(map(found.span.overlaps, taken)) and not _is_named(sentence, found.span)
            and _belongs(sentence, link, cue.span, found.span, self._cues[at])
        )  # fmt: skip
        best = min(free, key=lambda found: _distance(cue.span, found.span), default=None)
        return None if best is None else best.time

    def _at(self, cue: Cue) -> int:
        """Return the number of the sentence in which the cue begins, -1 for none."""
        at = bisect_right(self._starts, cue.start) - 1
        return at if at >= 0 and self._sentences[at].words_in(cue.span) else -1


def expressions(text: str, within: Span, today: date | None) -> tuple[_Found, ...]:
    """Return all time expressions of a span of the text, in text order, the longest where several overlap."""
    matches = [
        (Span(match.start(), match.end()), reading, match)
        for part, pattern, reading in _patterns()
        if part.search(text, within.start, within.end)
        for match in pattern.finditer(text, within.start, within.end)
    ]
    matches.sort(key=lambda each: (-len(each[0]), each[0].start))
    kept: list[_Found] = []
    for span, reading, match in matches:
        if not any(span.overlaps(found.span) for found in kept):
            if reading in _ABSOLUTE:
                stated = _ABSOLUTE[reading](match, today)
            else:
                stated = None if today is None else _RELATIVE[reading](match, today)
            kept.append(_Found(span, Time(span.of(text), stated)))
    return tuple(sorted(kept, key=lambda found: found.span))


def _is_named(sentence: Sentence, span: Span) -> bool:
    """Return True for the first word of a name: "the Sunday Mirror", "BBC Radio 4's Today programme"."""
    word = next(iter(sentence.words_in(span)), None)
    if word is None or word.index == 0 or not word.text[:1].isupper():
        return False
    above = sentence.parent(word, "compound", "flat")
    paper = above is not None and above.index == word.index + 1 and above.text[:1].isupper()
    return paper or (word.text == "Today" and sentence.words[word.index - 1].text[-1:].isalnum())


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _distance(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _belongs(sentence: Sentence, link: Link, cue: Span, found: Span, cues: Sequence[Span]) -> bool:
    """Return True if the expression is in the clause of the cue: "*said* last week", "in a letter sent on Tuesday"."""
    first, last = sorted((cue, found))
    gap = Span(min(first.end, last.start), last.start)
    if any(other.overlaps(gap) for other in cues if not other.overlaps(cue)):
        return False
    heads = {word.index for word in sentence.words_in(cue)}
    if any(_hangs_from(sentence, word, heads, link) for word in sentence.words_in(found)):
        return True
    # "Last month Vale said": where the tree attaches it elsewhere, it touches the cue, or the source next to it
    source = link.source.span if link.source else cue
    return _distance(cue, found) <= 1 or (_distance(source, cue) <= 1 and _distance(source, found) <= 2)


def _hangs_from(sentence: Sentence, word: Word, heads: set[int], link: Link) -> bool:
    """Return True for a word below the cue, or below content on its other side: “We waited,” she said on Friday."""
    parts = (*link.content.spans, *(link.source.spans if link.source else ()))
    below = word
    for above in sentence.ancestors(word):
        # "Vale said it rained and on Friday Stone denied it": Friday belongs to the second clause
        if below.relation in ("conj", "parataxis", "ccomp") or _is_of_other_event(sentence, below):
            return False
        if above.index in heads:
            return True
        # "He said that the plan, agreed on Monday, would continue": the words between are content
        if any(above.span.overlaps(span) for span in parts):
            return above.index < min(heads) and max(heads) < word.index
        below = above
    return False


def _is_of_other_event(sentence: Sentence, clause: Word) -> bool:
    """Return True for "after a man was stabbed on Saturday", not for "when she met reporters on Saturday"."""
    if clause.relation != "advcl" or not sentence.children(clause, "nsubj", "nsubj:pass"):
        return False
    links = {each.text.lower() for each in sentence.children(clause, "mark", "advmod")}
    return links.isdisjoint(load_table("time")["same_time"])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    """Return the part of a pattern that is searched for first, the pattern, and how to read it, for each pattern."""
    table = load_table("time")
    found = []
    for entry in table["pattern"]:
        regex: str = entry["regex"]
        for name, group in table["groups"].items():
            regex = regex.replace("{" + name + "}", group)
        whole = re.compile(rf"(?<![\w-])(?:{regex})(?![\w-])")
        found.append((re.compile(entry["part"]), whole, entry["reading"]))
    return tuple(found)


def _months(year: int, first: int, last: int) -> str:
    return f"{date(year, first, 1)}/{date(year, last, monthrange(year, last)[1])}"


def _unit_back(unit: str, count: int, today: date) -> str:
    """Return the day, week, month or year ``count`` units before the current one."""
    if unit == "day":
        return str(today - timedelta(days=count))
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return f"{monday}/{monday + timedelta(days=6)}"
    if unit == "month":
        months = today.year * 12 + today.month - 1 - count
        return _months(months // 12, months % 12 + 1, months % 12 + 1)
    return _months(today.year - count, 1, 12)


def _read_date(match: re.Match[str], today: date | None) -> str | None:
    """Return a day of a month; without a year the nearest one that is not after today."""
    month, day = month_number(match["month"]), int(match["day"])
    try:
        if match["year"]:
            return str(date(int(match["year"]), month, day))
        if today is None:
            return None
        return str(date(today.year - (date(today.year, month, day) > today), month, day))
    except ValueError:
        return None


def _read_month(match: re.Match[str], today: date | None) -> str | None:
    month = month_number(match["month"])
    if match["year"]:
        return _months(int(match["year"]), month, month)
    return None if today is None else _months(today.year - (month > today.month), month, month)


def _read_weekday(match: re.Match[str], today: date) -> str:
    """Return the nearest such day up to today, today included; "last Tuesday" on a Tuesday is a week ago."""
    back = (today.weekday() - int(load_table("time")["weekdays"][f"{match['weekday']}day".lower()])) % 7
    return str(today - timedelta(days=7 if match["last"] and back == 0 else back))


def _read_this(match: re.Match[str], today: date) -> str:
    whole = _unit_back(match["unit"], 0, today)
    return f"{whole[:10]}/{today}" if match["earlier"] else whole


def _read_weekend(match: re.Match[str], today: date) -> str:
    """Saturday and Sunday of the last weekend that has begun, today's own on a Saturday or Sunday."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    return f"{saturday}/{saturday + timedelta(days=1)}"


def _read_ago(match: re.Match[str], today: date) -> str:
    number = match["number"]
    return _unit_back(match["unit"], int(load_table("time")["numbers"].get(number, number)), today)


_ABSOLUTE: Mapping[str, Callable[[re.Match[str], date | None], str | None]] = {
    "date": _read_date,
    "iso": lambda match, _: str(day) if (day := _day(match["iso"])) else None,
    "month": _read_month,
    "year": lambda match, _: _months(int(match["year"]), 1, 12),
    "vague": lambda match, _: None,
}
_RELATIVE: Mapping[str, Callable[[re.Match[str], date], str]] = {
    "weekday": _read_weekday,
    "last": lambda match, today: _unit_back(match["unit"], 1, today),
    "this": _read_this,
    "weekend": _read_weekend,
    "today": lambda _, today: str(today),
    "yesterday": lambda _, today: _unit_back("day", 1, today),
    "ago": _read_ago,
}
