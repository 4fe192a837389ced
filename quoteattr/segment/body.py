"""Where the body of a page begins and ends: the stretch of lines with the most running text (Bentley's maximum-sum
stretch), before the readers' comments, and without the notes on author and story that close it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex
from attrs import frozen

from quoteattr.lexicon import any_of, load_table
from quoteattr.segment.lines import Line, is_notice

_PENALTY = {"stop": 400, "chrome": 40, "byline": 30, "published": 50, "caption": 0, "credit": 0}
_ENOUGH = 300  # characters of running text before the comments of its readers
_ALONE = 200  # characters of a paragraph that may stand by itself between links
_HEADING = 160  # characters of the heading of comments
_SOON = 8  # lines behind it in which a reader is named
_REACH = 60  # lines behind it in which a second one is
_LAST = 4  # paragraphs at the end that may be notes
# Comments (12), 3 responses to “Bridge falls”, Leave a reply, Join the conversation
_COMMENTS = regex.compile(
    r"\W*(?:(?:\d[\d,]*\s)?(?:comments?|responses|replies|reader\scomments?)(?:\s?\(\d+\))?|comments?\s\d+|discussion"
    r"|\d+\s(?:thoughts?|responses?|comments?|replies|reply)\s(?:to|on)\b.*"
    r"|(?:leave|post|add|write)\sa\s(?:comment|reply)\b.*|join\sthe\s(?:discussion|conversation))\W*\Z",
    regex.IGNORECASE,
)
# ada says:   Ada on May 4, 2021 at 6:34 am said:   2 hours ago   Reply
_COMMENTED = regex.compile(
    r".{0,80}\b(?:says|said|wrote|commented|replied)\s?:\Z|(?:.{0,30}\s)?\d+\s\w+\sago\Z|reply\b.{0,12}\Z"
    r"|(?:on\s)?\p{L}+\.?\s\d{1,2},\s\d{4}(?:\sat\s.*)?\Z",
    regex.IGNORECASE,
)
_CLOSING = regex.compile(
    # This article was originally published on …   The story is part of a series …
    r"(?:(?:this|an?\searlier\sversion\sof\sthis)\s(?:article|story|post|piece|essay|column)\b.{0,60}?\b(?:was|has\sbeen|is)"
    r"\s(?:\p{L}+ly\s|first\s)?(?:published|reprinted|republished|updated|corrected|adapted|part\sof)\b"
    r"|(?:this\sreport|the\s(?:article|story))\b.{0,60}?\b(?:(?:originally|first)\s(?:published|appeared)|is\spart\sof\sa"
    r"|has\sbeen\s(?:updated|corrected))\b"
    # Correction added May 4: …   Disclaimer: …
    r"|(?:correction|clarification|disclaimer|editor[’']?s[’']?\snote)s?(?:\s(?:added|appended|made|on|\p{L}{3,9}\.?\s\d).{0,30}?)?:"
    # The views expressed in this article are the author's own.
    r"|(?:(?:all|any|the)\s)?(?:views|opinions)\s(?:and\s\p{L}+\s)?expressed\s(?:in|by|on|here|are)\b"
    # Bo Li contributed to this report.
    r"|.{0,160}\bcontributed\s(?:\p{L}+\s)?to\sthis\s(?:article|story|report)\b"
    r"|(?:to\ssubmit\sa\scorrection|for\sreprints)\b"
    # On Twitter: Follow Ida Voss …
    r"|(?:on\stwitter:?\s)?follow\s.{2,60}\son\s(?:twitter|facebook|instagram|x)\b|on\stwitter:\sfollow\b"
    r"|like\sthis\s(?:article|story)\?|thanks?\s(?:you\s)?for\ssubscribing|note:\swe\b"
    # More Orbel sport: https://orbel.com/sport
    r"|.{0,60}(?<=\s)https?://\S{1,80}(?:\sand\shttps?://\S{1,80})?\Z"
    # 1996-2021 Orbel Geographic Society.
    r"|(?:19|20)\d\d(?:\s?[-–].{0,40})?\s(?-i:\p{Lu}).{0,80}\Z)",
    regex.IGNORECASE,
)


@frozen
class _Notes:
    """Words of the notes behind an article on those who wrote it."""

    about: regex.Pattern[str]
    author: regex.Pattern[str]
    post: regex.Pattern[str]


@lru_cache(maxsize=1)
def _notes() -> _Notes:
    table = load_table("page")["notes"]
    return _Notes(
        # About the author
        about=regex.compile(
            rf"about\s(?:the|this|our)\s(?:{any_of(table['authors'])})s?\b.{{0,60}}\Z", regex.IGNORECASE
        ),
        # Ida Voss is a writer in Lima.   Ida Voss (ida@orbel.com) covers trade.
        author=regex.compile(
            r"(?P<name>\p{Lu}[\p{L}.'’-]*+(?:\s(?:de\s|van\s|von\s)?\p{Lu}[\p{L}.'’-]*+){1,3}?)(?:\s\([^()]{1,60}\)|,[^,.]{1,60},)?"
            rf"\s(?P<verb>{any_of(table['verbs'])})\b(?P<post>.{{0,160}})"
        ),
        post=regex.compile(rf"\b(?:{any_of(table['posts'])})\b", regex.IGNORECASE),
    )


def densest(found: Sequence[Line], start: int, stop: int) -> tuple[int, int]:
    """The first and the last line of the stretch with the greatest sum of weights; line ``stop`` is left out."""
    best, best_span = 0.0, (min(start, len(found) - 1), max(start, stop - 1))
    total, begin = 0.0, start
    for number in range(start, stop):
        total += _weight(found, number)
        if total <= 0:
            total, begin = 0.0, number + 1
        elif total > best:
            best, best_span = total, (begin, number)
    return best_span


def _weight(found: Sequence[Line], number: int) -> float:
    """Running text counts by its length, less among links and dates; everything else counts against the body."""
    line = found[number]
    if line.is_prose:
        if is_notice(line.text, inside=False):
            return -50
        alone = len(line.text) < _ALONE and not (_runs_on(found, number, -1) or _runs_on(found, number, 1))
        return len(line.text) / 2 if alone else len(line.text)
    if line.look in _PENALTY:
        return -_PENALTY[line.look]
    return -30 - min(len(line.text), 100) / 2


def _runs_on(found: Sequence[Line], number: int, step: int) -> bool:
    """True if the next line that is no caption, before or behind, is running text too."""
    number += step
    while 0 <= number < len(found) and found[number].look in {"caption", "credit"}:
        number += step
    return 0 <= number < len(found) and found[number].is_prose


def first_prose(found: Sequence[Line], start: int) -> int:
    """The number of the first line from ``start`` on that is running text, else of the line ``start`` or the last."""
    return next((number for number in range(start, len(found)) if found[number].is_prose), min(start, len(found) - 1))


def before_stops(found: Sequence[Line], first: int) -> int:
    """The last line of a text without much chrome: before the links and dates that close it."""
    last = len(found) - 1
    while last > first and found[last].look in {"chrome", "stop", "published"} and not found[last].reads_on:
        last -= 1
    return last


def comments_start(found: Sequence[Line], start: int) -> int:
    """The number of the line with which the comments begin; the number of lines where there are none.

    They begin with a heading behind some running text, and hold names with dates or "Reply" again and again.
    """
    read = 0
    for number in range(start, len(found)):
        line = found[number]
        if read >= _ENOUGH and len(line.text) <= _HEADING and _COMMENTS.match(line.text):
            following = [_COMMENTED.match(other.text) is not None for other in found[number + 1 : number + _REACH]]
            if any(following[:_SOON]) and sum(following) > 1:
                return number
        read += len(line.text) if line.is_prose else 0
    return len(found)


def before_dated_comments(found: Sequence[Line], first: int, last: int) -> int:
    """The last line before the readers' comments: three or more times a name, a date, and what was said."""
    dated = [
        number
        for number in range(first + 3, last + 1)
        if found[number].look == "published"
        and (found[number - 1].look == "short" or found[number - 1].text.endswith("says:"))
        and len(found[number - 1].words) <= 5
    ]
    return dated[0] - 2 if len(dated) >= 3 else last


def before_notes(found: Sequence[Line], first: int, last: int, signed: str, chrome: bool) -> int:
    """The last line of a body that ends with line ``last``, without the notes behind it.

    ``signed`` are the lines that name the authors, in small letters. Only on a page with ``chrome`` a heading, or a
    last paragraph that is about an author who is not signed, is enough.
    """
    prose = [number for number in range(first, last + 1) if found[number].is_prose or _is_short_note(found[number])]
    heading = next((n for n in range(last, first, -1) if chrome and _notes().about.match(found[n].text)), None)
    if heading is not None and sum(number > heading for number in prose) <= _LAST:
        prose = [number for number in prose if number < heading] or [first]
        last = prose[-1]
    for place in range(max(1, len(prose) - _LAST), len(prose)):
        if _is_closing(found[prose[place]].text, signed, chrome and place == len(prose) - 1):
            # without menus around it, short lines before the note belong to the text
            return prose[place - 1] if chrome else max(first, prose[place] - 1)
    return last


def _is_short_note(line: Line) -> bool:
    return line.look == "short" and _CLOSING.match(line.text) is not None


def _is_closing(text: str, signed: str, final: bool) -> bool:
    """True for a note on the story or an author. The ``final`` paragraph may be about an author who is not signed."""
    if _CLOSING.match(text):
        return True
    author = _notes().author.match(text)
    if author is None:
        return False
    told = author["verb"] == "is" and _notes().post.search(author["post"]) is not None
    return author["name"].lower() in signed or (final and told)
