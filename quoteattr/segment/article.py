"""Tells the parts of a news page apart: headline, byline, date, captions, credits, section headings, chrome, body.

Lines are first judged one by one (:mod:`quoteattr.segment.lines`). On a page with much chrome around the article, the
body is the stretch of lines with the greatest sum, where running text counts for and short lines count against
(Bentley's maximum-sum stretch). A text without chrome is body throughout. Where in doubt a line is body: to lose a
sentence is worse than to keep a menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from quoteattr.model import Part, PartKind, Span
from quoteattr.segment.dateline import dateline_end
from quoteattr.segment.headline import carries_on, find_headline, has_site_name, site_name
from quoteattr.segment.lines import DATE, Line, credits, is_date, is_names, is_notice, is_prose, labelled, lines
from quoteattr.segment.sentences import trim

_LIST = regex.compile(r"(?:[-•*–·]|\(?\d{1,2}[.)])\s")
_SENTENCE_END = regex.compile(r"[.!?…][\"'”’)\]]*\Z")
_PENALTY = {"stop": 400, "chrome": 40, "byline": 10, "published": 10, "caption": 0, "credit": 0}
_MANY = 8
_LOOK_FOR_DATELINE = 4


@frozen
class _Page:
    """The lines with what is known of the whole: the headline's number (or -1), first and last line of the body."""

    lines: tuple[Line, ...]
    headline: int
    title_end: int
    first: int
    last: int
    chrome: bool


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a page in text order. Together they hold every character that is not white space."""
    found = lines(text)
    if not found:
        return ()
    page = _survey(found)
    kinds = [_kind(page, number) for number in range(len(found))]
    _settle_captions(found, kinds)
    result: list[Part] = []
    undated = _LOOK_FOR_DATELINE
    for number, (line, kind) in enumerate(zip(found, kinds, strict=True)):
        if number == page.headline:
            result += _headline(text, line.span, page.title_end)
        elif number == page.headline + 1 and number and carries_on(found[number - 1], line):
            result[-1] = Part("headline", Span(result[-1].span.start, line.span.end))
        elif kind == "body":
            result += _body(text, line, undated > 0)
            undated = 0 if result[-1].kind == "body" and _has_dateline(result) else undated - 1
        elif kind in {"caption", "credit"}:
            result += _caption(text, line.span, kind)
        elif kind == "byline":
            result += _byline(text, line.span)
        else:
            result.append(Part(kind, line.span))
    return tuple(result)


def _survey(found: Sequence[Line]) -> _Page:
    """Decides whether there is chrome, and where headline and body are."""
    short = sum(line.look in {"short", "chrome", "stop"} and len(line.words) <= 6 for line in found)
    known = sum(line.look in {"chrome", "stop"} and bool(line.words) for line in found)
    titled = any(line.text in found[0].text and len(line.words) >= 3 for line in found[1:])
    chrome = short >= _MANY and 4 * short >= len(found) and (known >= 3 or titled or short >= 5 * _MANY)
    first, last = _densest(found, 0) if chrome else (_first_prose(found, 0), len(found) - 1)
    headline = find_headline(found, first, chrome)
    title_end = found[headline].span.end if headline >= 0 else 0
    if headline < 0 and chrome and (has_site_name(found[0].text) or len(found[0].words) >= 5):
        # the browser's title is the only copy: "Bridge falls in Lima | Orbel News"
        headline, title_end = 0, found[0].span.start + site_name(found[0].text)
    if chrome:
        first, last = _densest(found, headline + 1)
        last = _before_comments(found, first, last)
    else:
        first = _first_prose(found, headline + 1)
        last = _plain_end(found, first)
    return _Page(tuple(found), headline, title_end, first, last, chrome)


def _first_prose(found: Sequence[Line], start: int) -> int:
    return next((number for number in range(start, len(found)) if found[number].is_prose), min(start, len(found) - 1))


def _plain_end(found: Sequence[Line], first: int) -> int:
    """The last line of the body of a text without much chrome: before a closing run of three or more chrome lines."""
    last = len(found) - 1
    while last > first and found[last].look in {"chrome", "stop", "published"} and not _reads_on(found[last]):
        last -= 1
    return last


def _densest(found: Sequence[Line], start: int) -> tuple[int, int]:
    """The stretch of lines from ``start`` on with the greatest sum of weights, as its first and last line."""
    best, best_span = 0.0, (min(start, len(found) - 1), len(found) - 1)
    total, begin = 0.0, start
    for number in range(start, len(found)):
        total += _weight(found[number])
        if total <= 0:
            total, begin = 0.0, number + 1
        elif total > best:
            best, best_span = total, (begin, number)
    return best_span


def _before_comments(found: Sequence[Line], first: int, last: int) -> int:
    """The last line before the readers' comments: three or more times a name, a date, and what was said."""
    dated = [
        number
        for number in range(first + 3, last + 1)
        if found[number].look == "published"
        and (found[number - 1].look == "short" or found[number - 1].text.endswith("says:"))
        and len(found[number - 1].words) <= 5
    ]
    return dated[0] - 2 if len(dated) >= 3 else last


def _weight(line: Line) -> float:
    """Running text counts by its length; everything else counts against the body."""
    if line.is_prose:
        return -50 if is_notice(line.text, inside=False) else len(line.text)
    if line.look in _PENALTY:
        return -_PENALTY[line.look]
    return -30 - min(len(line.text), 100) / 2


def _kind(page: _Page, number: int) -> PartKind:
    """What the line is on its page."""
    line = page.lines[number]
    if number == page.headline:
        return "headline"
    if number < page.first or number > page.last:
        return _outside(page, line, number)
    return _inside(page, line, number)


def _outside(page: _Page, line: Line, number: int) -> PartKind:
    """A line before or after the body."""
    near = page.headline - 3 <= number <= page.first or page.last < number <= page.last + 3 or not page.chrome
    if line.look in {"caption", "credit"} or (line.look in {"byline", "published"} and near):
        return line.look
    if credits(line.text, Span(0, len(line.text))) and len(line.words) > 3:
        return "caption"
    if number < page.headline:
        return "chrome"
    between = page.headline <= number < page.first
    if line.is_prose and not is_notice(line.text, inside=True) and (between or not page.chrome):
        return "body"
    if between and is_names(line.text) and _is_signed(page, number):
        return "byline"
    # the sentence without a full stop that stands under a headline
    if number == page.headline + 1 and line.look == "short" and len(line.words) >= 8:
        return "body"
    if between and not page.chrome and line.look == "short":
        return "section" if len(line.words) <= 12 and not _LIST.match(line.text) else "body"
    unread = line.look in {"chrome", "stop"} and not _reads_on(line)
    return "chrome" if page.chrome or unread or between else "body"


def _reads_on(line: Line) -> bool:
    """True if a line that opens like a button is a sentence after all: "Share on share they sold, until …"."""
    return is_prose(line.text, line.words) and not is_notice(line.text, inside=True)


def _is_signed(page: _Page, number: int) -> bool:
    """True if a byline or a date stands beside the line."""
    beside = page.lines[max(0, number - 1)], page.lines[min(number + 1, len(page.lines) - 1)]
    return any(line.look in {"byline", "published"} for line in beside)


def _inside(page: _Page, line: Line, number: int) -> PartKind:
    """A line of the body, where chrome must be certain."""
    if line.look == "prose":
        return "chrome" if page.chrome and is_notice(line.text, inside=True) else "body"
    if line.look in {"byline", "published"}:
        near = number - page.headline <= 6 or line.text.startswith("(") or number == page.last
        return line.look if near or page.chrome else "body"
    if line.look in {"caption", "credit"}:
        return line.look
    if line.look in {"chrome", "stop"}:
        return "chrome" if page.chrome or not _reads_on(line) else "body"
    return _short_inside(page, line, number)


def _short_inside(page: _Page, line: Line, number: int) -> PartKind:
    """A short line among running text: a heading before it, a list item, or a stray link."""
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    previous = page.lines[number - 1] if number else None
    if _LIST.match(line.text) or line.text.startswith(("—", "–", "“", '"', "‘")):
        return "body"
    # The mayor continued:
    if line.text.endswith(":") and len(line.words) >= 2:
        return "body"
    alone = following is not None and following.is_prose and (previous is None or previous.look != "short")
    if alone and len(line.words) <= 14 and not _SENTENCE_END.search(line.text):
        return "section"
    if page.chrome and not _SENTENCE_END.search(line.text) and not alone:
        after_link = following is not None and following.is_prose and len(line.words) <= 10
        return "section" if after_link else "chrome"
    return "body"


def _settle_captions(found: Sequence[Line], kinds: list[PartKind]) -> None:
    """Turns lines beside a credit, a label or an equal caption into captions and credits."""
    for number, line in enumerate(found):
        bracketed = credits(line.text, Span(0, len(line.text))) if len(line.text) < 2000 else []
        if kinds[number] in {"body", "section"} and bracketed and _is_captioned(line, bracketed):
            kinds[number] = "caption"
        label = labelled(line.text)
        following = found[number + 1] if label and number + 1 < len(found) else None
        if label and following and following.look in {"short", "prose"} and kinds[number + 1] != "headline":
            kinds[number + 1] = label
        # a caption, and on the next line "(photo credit: …)"
        starts = number and line.look == "credit" and not line.parted and line.text[0] in "(["
        if starts and kinds[number - 1] in {"body", "section"}:
            kinds[number - 1] = "caption"
    captions = {_bare(line.text) for line, kind in zip(found, kinds, strict=True) if kind == "caption"}
    for number, line in enumerate(found):
        # the same caption once more, without its credit
        if kinds[number] in {"body", "section"} and _bare(line.text) in captions:
            kinds[number] = "caption"


def _bare(text: str) -> str:
    """The caption of a line before its first credit, for comparison."""
    found = credits(text, Span(0, len(text)))
    return text[: found[0].start].strip() if found else text


def _is_captioned(line: Line, bracketed: Sequence[Span]) -> bool:
    """True if the line ends with a credit, or carries on right behind one as a caption glued to the next."""
    ends = bracketed[-1].end >= len(line.text.rstrip(" .>")) - 6
    glued = any(not line.text[span.end : span.end + 1].isspace() for span in bracketed if span.end < len(line.text))
    return ends or glued


def _headline(text: str, span: Span, end: int) -> Iterator[Part]:
    """The headline, and the site's name behind it as chrome."""
    head = trim(text, span.start, min(end, span.end))
    if head is not None:
        yield Part("headline", head)
    rest = trim(text, min(end, span.end), span.end)
    if rest is not None:
        yield Part("chrome", rest)


def _caption(text: str, span: Span, kind: PartKind) -> Iterator[Part]:
    """A caption and its credit as two parts, however many are glued together in one line."""
    position = span.start
    for credit in credits(text, span):
        before = trim(text, position, credit.start)
        if before is not None:
            yield Part("caption", before)
        yield Part("credit", credit)
        position = credit.end
    rest = trim(text, position, span.end)
    if rest is not None:
        whole = position == span.start
        yield Part(kind if whole else "caption" if len(rest) > 20 else "chrome", rest)


def _byline(text: str, span: Span) -> Iterator[Part]:
    """A byline and the date behind it."""
    date = DATE.search(text, span.start, span.end)
    if date is None or not is_date(text[date.start() : span.end]):
        yield Part("byline", span)
        return
    names = trim(text, span.start, date.start())
    if names is not None:
        yield Part("byline", names)
    yield Part("published", Span(date.start(), span.end))


def _has_dateline(found: Sequence[Part]) -> bool:
    return len(found) > 1 and found[-2].kind == "dateline"


def _body(text: str, line: Line, first: bool) -> Iterator[Part]:
    """A paragraph, with the dateline of the first one apart."""
    end = dateline_end(text, line.span) if first else line.span.start
    if end > line.span.start:
        yield Part("dateline", Span(line.span.start, end))
    rest = trim(text, end, line.span.end)
    if rest is not None:
        yield Part("body", rest)
