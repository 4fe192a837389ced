"""What one line of a page looks like by itself: byline, date, photo credit, site chrome, or running text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

import regex
from attrs import frozen

from quoteattr.lexicon import load_table
from quoteattr.model import Span
from quoteattr.segment.sentences import blocks, trim

Look = Literal["byline", "published", "caption", "credit", "chrome", "stop", "prose", "short"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_GLUED_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    "|Sept?|Oct|Nov|Dec"
)
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*)"
_DATE = (
    rf"(?:{_DAY}?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|{_DAY}?\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
# also glued to a name: "Ida VossMay 4, 2021"
DATE = regex.compile(
    rf"(?:(?<![\p{{L}}\p{{N}}])|(?<=(?-i:\p{{Ll}}))(?=(?-i:{_GLUED_MONTH})\s\d)){_DATE}(?!(?-i:\p{{Ll}})|\p{{N}})",
    regex.IGNORECASE,
)
# the next link glued to a date or a time: "Dec 12, 2016 2:00 PMTags", "21:17 18.11.2019Get short URL"
_GLUED = regex.compile(r"(?:(?<=\d)|(?<=\d\s?[AaPp][Mm]))(?=\p{Lu}\p{Ll}).{0,40}\Z")
_TIME = regex.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?", regex.IGNORECASE)
_DIGIT = regex.compile(r"\d")
_TERMINAL = frozenset(".!?…:;—–-")
_CLOSING = "\"'”’»)]"
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.&-]*+")
_NAME = r"[\p{Lu}@][\p{L}\p{M}'’.-]*+"
_LINK = r"(?:\s|,\s|\s?[|/&•]\s?|\sand\s|\sof\s|\sin\s|\sfor\s|\swith\s|\sde\s|\svan\s|\sbin\s|\sal-)"
_JOINED = rf"{_NAME}(?:{_LINK}(?:the\s)?{_NAME}){{0,12}}+"
# Ida Voss@idavoss, ida@orbel.com, and the mark that hides an address; the count glued to a name: "Ida Voss0"
_CONTACT = regex.compile(
    r"(?:(?<!\s)\s++)?(?:(?<![\w.])@\w{2,30}|(?<=\p{Ll})@\w{2,30}|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.-]{1,40}|\[email\s?protected\])|(?<=\p{Ll})\d{1,3}\Z"
)
# "Ida Voss | Published 4 months ago", "Ida Voss Orbel News Posted: Oct 14, 2022"
_THEN_DATED = regex.compile(
    rf"(?<![\s|•·,—–-])[\s|•·,—–-]*+\b(?:published|posted|updated|last\supdated)\b\s?(?:on|at)?\s?:?\s*(?={_DATE}|\d)",
    regex.IGNORECASE,
)
_EDGES = " \t\u00a0-–—|,•·/:"
_POST = regex.compile(r"pic\.twitter\.com/|\A[—–-]\s?[^()]{1,60}\(@[A-Za-z0-9_]{1,20}\)")
_NAMES = regex.compile(rf"(?=\S+[\s/]){_JOINED}")
_LOOK_AT = 400


@frozen
class Line:
    """A line, or the lines that a hand-wrapped paragraph runs over. ``parted`` is true after a blank line."""

    span: Span
    text: str
    words: tuple[str, ...]
    look: Look
    parted: bool

    @property
    def is_prose(self) -> bool:
        return self.look == "prose"


@frozen
class _Patterns:
    byline: regex.Pattern[str]
    byline_lines: frozenset[str]
    byline_openings: frozenset[str]
    roles: frozenset[str]
    published: regex.Pattern[str]
    zones: frozenset[str]
    caption: regex.Pattern[str]
    credit: regex.Pattern[str]
    credit_line: regex.Pattern[str]
    chrome_lines: frozenset[str]
    chrome_opening: regex.Pattern[str]
    chrome_contains: regex.Pattern[str]
    long: int
    notice: int
    stop_lines: frozenset[str]
    stop_opening: regex.Pattern[str]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word, literal_spaces=True) for word in sorted(words, key=len, reverse=True))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    table: Mapping[str, Any] = load_table("page")
    byline, credit, chrome = table["byline"], table["credit"], table["chrome"]
    agencies = _any_of(table["agencies"]["names"])
    words, sources = _any_of(credit["words"]), _any_of(credit["sources"])
    case = regex.IGNORECASE
    by = f"(?i:{_any_of(byline['openings'])})"
    notes = f"(?i:{_any_of(byline['notes'])})"
    return _Patterns(
        byline=regex.compile(
            rf"{by}:?\s+(?P<names>{_JOINED})\s*[,|/•·—–-]*\s*\Z|\(?{notes}\s+{_NAME}[^.]{{0,200}}\.?\)?\Z"
            rf"|(?:{_JOINED}\s*[,|/•·—–-]\s*)?(?i:{agencies})\Z"
        ),
        byline_lines=_folded(byline["lines"]),
        byline_openings=_folded(byline["openings"]),
        roles=_folded(byline["roles"]),
        published=regex.compile(rf"(?:{_any_of(table['published']['openings'])})\b\s*:?\s*", case),
        zones=_folded(table["published"]["zones"]),
        caption=regex.compile(rf"(?:{_any_of(table['caption']['openings'])})", case),
        # (photo credit: Sputnik/Kremlin/Reuters), (AP Photo/Bo Li), (Evan Mitsui/CBC), (NASA/JPL)
        credit=regex.compile(
            rf"[(\[](?:(?i:{words})\s?:[^()]{{1,160}}|(?i:photos?|images?|pictures?|illustration)\s(?i:by|from|via|courtesy)\s[^()]{{1,160}}"
            rf"|[^().!?]{{0,120}}?(?:{sources})\s?/[^()]{{1,120}}|[^().!?]{{1,120}}/\s?(?:{sources})[^()]{{0,80}}"
            rf"|(?i:all\sphotos|file\sphoto|screenshot|handout)[^()]{{0,80}}"
            rf"|[^().!?]{{0,80}}(?:Getty\sImages|AP\sPhoto|Shutterstock|AFP\sPhoto|File\sPhoto)[^()]{{0,80}})[)\]]\.?"
            # … in Lima. Photo: Bo Li/AFP
            rf"|(?<=[.!?”\"|]\s)(?i:(?:{words})s?\s?:|photo\sby)\s?\p{{Lu}}[^.!?]{{1,80}}\Z"
        ),
        # Photo by Bo Li/Getty Images, © Reuters / Bo Li, Bo Li/Orbel Times/Getty Images
        credit_line=regex.compile(
            rf"(?:(?i:{_any_of(credit['openings'])})\s*[:\s]\s*{_NAME}(?:[^.!?]|(?<=\b\p{{Lu}})\.){{0,120}}\.?|©\s?{_NAME}[^.]{{0,80}}"
            rf"|(?:\p{{Lu}}[^/|.!?()]{{1,40}}\s?[/|]\s?){{1,4}}(?:{sources})[\p{{L}} .]{{0,30}})\Z"
        ),
        chrome_lines=_folded(chrome["lines"]),
        chrome_opening=regex.compile(rf"(?:{_any_of(chrome['openings'])})", case),
        chrome_contains=regex.compile(_any_of(chrome["contains"]), case),
        long=chrome["long"],
        notice=chrome["notice"],
        stop_lines=_folded(table["stops"]["lines"]),
        stop_opening=regex.compile(rf"(?:{_any_of(table['stops']['openings'])})", case),
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
        words = tuple(_WORD.findall(content[:4000]))
        found.append(Line(span, content, words, look(content, words), parted))
        end = span.end
    return found


def _has_blank_line(text: str, start: int, end: int) -> bool:
    return len(text[start:end].splitlines()) > 1


def look(text: str, words: tuple[str, ...]) -> Look:
    """What the line is by itself. Only short lines can be more than running text."""
    patterns = _patterns()
    bare = text.strip(" \t.:!|·•»›>").lower()
    if bare in patterns.stop_lines or (len(words) <= patterns.long and patterns.stop_opening.match(text)):
        return "stop"
    if bare in patterns.chrome_lines or not words:
        return "chrome"
    if len(text) <= _LOOK_AT:
        special = _special(patterns, text, words, bare)
        if special is not None:
            return special
    return "prose" if is_prose(text, words) else "short"


def _special(patterns: _Patterns, text: str, words: tuple[str, ...], bare: str) -> Look | None:
    if bare in patterns.byline_lines or bare in patterns.byline_openings or _is_byline(patterns, text):
        return "byline"
    if is_date(text):
        return "published"
    # Ida Voss, Political Correspondent
    if words[-1].lower() in patterns.roles and 3 <= len(words) <= 10 and is_names(text):
        return "byline"
    if patterns.credit_line.match(text) or (patterns.credit.fullmatch(text) is not None):
        return "credit"
    if patterns.caption.match(text) and len(words) > 3:
        return "caption"
    if len(words) <= patterns.long and patterns.chrome_opening.match(text):
        return "chrome"
    return None


def _is_byline(patterns: _Patterns, text: str) -> bool:
    """True for "By Ida Voss", also with a date beside it: "4 May 2021 | by Ida Voss", "Posted by Ida Voss on May 4"."""
    bare, has_digit = _without_contacts(text), _DIGIT.search(text) is not None
    for piece in DATE.split(bare)[:3] if has_digit else [bare]:
        if patterns.byline.match(piece.strip(_EDGES).removesuffix(" on")):
            return True
    dated = _THEN_DATED.search(text) if has_digit else None
    return dated is not None and is_names(text[: dated.start()]) and len(_WORD.findall(text[: dated.start()])) <= 8


def is_date(text: str) -> bool:
    """True for a line that is a date or a time with nothing beside it but words such as "Updated" or "GMT"."""
    if not _DIGIT.search(text):
        return False
    patterns = _patterns()
    opening = patterns.published.match(text)
    rest = _GLUED.sub("", text[opening.end() :] if opening else text)
    without = DATE.sub(" ", rest)
    found = without != rest
    timeless = _TIME.sub(" ", without)
    found = found or (opening is not None and timeless != without)
    if not found:
        return False
    left = [word for word in _WORD.findall(timeless) if word.lower().strip(".") not in patterns.zones]
    # "Oct 14, 2022 9:27 AM ET | Last updated: 24 minutes ago"
    timed = without != rest and timeless != without
    return len(left) <= (3 if opening else 1 if timed else 0)


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


def is_prose(text: str, words: tuple[str, ...]) -> bool:
    """True if the line reads like running text: sentences, with more small words than capitalised ones."""
    # a quoted post: "Our hopes are with them pic.twitter.com/x", "— Ida Voss (@voss) May 4, 2021"
    if len(words) < 4 or _POST.search(text):
        return len(words) >= 4
    small = sum(word[0].islower() or word[0].isdigit() for word in words)
    ended = text.rstrip(_CLOSING)[-1:] in _TERMINAL
    if 2 * small < len(words):
        return len(words) > 8 and 3 * small >= len(words) and ended
    return ended or len(text) > 200


def is_notice(text: str, inside: bool) -> bool:
    """True for a legal or newsletter notice, however well it reads."""
    patterns = _patterns()
    return len(text) <= (250 if inside else patterns.notice) and bool(patterns.chrome_contains.search(text))


def credits(text: str, span: Span) -> list[Span]:
    """The bracketed photo credits inside ``span``."""
    return [Span(*match.span()) for match in _patterns().credit.finditer(text, span.start, span.end)]


def labelled(text: str) -> Literal["caption", "credit"] | None:
    """What the line after a label such as "Image caption" is."""
    table = load_table("page")["caption"]
    bare = text.strip(" :").lower()
    if bare in table["labels"]:
        return "caption"
    return "credit" if bare in table["credit_labels"] else None
