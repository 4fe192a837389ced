"""Tells the parts of a news page apart: headline, byline, date, captions, credits, section headings, chrome, body.

Lines are first judged one by one (:mod:`quoteattr.segment.lines`). On a page with much chrome around the article, the
body is the stretch of lines with the most running text (:mod:`quoteattr.segment.body`). A text without chrome is body
throughout. Where in doubt a line is body: to lose a sentence is worse than to keep a menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from quoteattr.model import Part, PartKind, Span
from quoteattr.segment.body import before_comments, before_notes, densest
from quoteattr.segment.dateline import dateline_end
from quoteattr.segment.headline import find_headline, has_site_name, site_name
from quoteattr.segment.lines import (
    DATE,
    Line,
    credits,
    is_date,
    is_names,
    is_notice,
    is_person,
    is_prose,
    labelled,
    lines,
)
from quoteattr.segment.sentences import trim

_LIST = regex.compile(r"(?:[-•*–·]|\(?\d{1,2}[.)])\s")
_SENTENCE_END = regex.compile(r"[.!?…][\"'”’)\]]*\Z")
_MANY = 8
_NEAR = 3
_LONG = 60
_LOOK_FOR_DATELINE = 4


@frozen
class _Page:
    """The lines with what is known of the whole: first and last line of headline (or -1) and body, where the title
    stands in the headline's line, and the lines that say again what stood in the body."""

    lines: tuple[Line, ...]
    headline: tuple[int, int]
    title: Span
    first: int
    last: int
    chrome: bool
    copies: frozenset[int]

    @property
    def head_end(self) -> int:
        """The last line of the headline."""
        return self.headline[1]


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
        if number == page.headline[0]:
            result += _headline(text, line.span, page.title)
        elif page.headline[0] < number <= page.head_end:
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
    chrome = _has_chrome(found)
    first = densest(found, 0, before_comments(found, 0))[0] if chrome else _first_prose(found, 0)
    headline = find_headline(found, first, chrome)
    title = found[max(headline[0], 0)].span
    if headline[0] < 0 and chrome and (has_site_name(found[0].text) or len(found[0].words) >= 5):
        # the browser's title is the only copy: "Bridge falls in Lima | Orbel News"
        headline, title = (0, 0), Span(title.start, title.start + site_name(found[0].text))
    start = headline[1] + 1
    if not chrome:
        first = _first_prose(found, start)
        last = before_notes(found, first, _plain_end(found, first), _signed(found, headline[0], first), chrome)
        return _Page(tuple(found), headline, title, first, last, chrome, frozenset())
    first, last = densest(found, start, before_comments(found, start))
    copies = _copies(found, start, first, last)
    last = _before_comments(found, first, max((n for n in range(first, last + 1) if n not in copies), default=last))
    last = before_notes(found, first, last, _signed(found, headline[0], first), chrome)
    return _Page(tuple(found), headline, title, first, last, chrome, copies)


def _has_chrome(found: Sequence[Line]) -> bool:
    short = sum(line.look in {"short", "chrome", "stop"} and len(line.words) <= 6 for line in found)
    known = sum(line.look in {"chrome", "stop"} and bool(line.words) for line in found)
    titled = any(line.text in found[0].text and len(line.words) >= 3 for line in found[1:])
    return short >= _MANY and 4 * short >= len(found) and (known >= 3 or titled or short >= 5 * _MANY)


def _signed(found: Sequence[Line], headline: int, first: int) -> str:
    """The lines around the head of the page that hold the authors' names, in small letters."""
    near = range(max(0, headline - _NEAR), min(first + _MANY, len(found)))
    return "\n".join(
        found[number].text.lower()
        for number in near
        if found[number].look == "byline" or (is_names(found[number].text) and _is_signed(found, number))
    )


def _copies(found: Sequence[Line], headline: int, first: int, last: int) -> frozenset[int]:
    """The lines that say again what the body says, or what stands above it: in a gallery, as teaser, for machines."""
    seen: set[str] = set()
    again: list[int] = []
    copies: set[int] = set()
    for number in range(first, last + 1):
        line = found[number]
        if line.is_prose:
            again = [*again, number] if line.text in seen else []
            seen.add(line.text)
            # a single paragraph may well come twice, but not half of the article in a row
            copies.update(again if len(again) >= _NEAR and 2 * len(again) >= len(seen) else ())
    for number in (*range(headline, first), *range(headline)):
        line = found[number]
        if len(line.text) >= _LONG and line.look in {"prose", "caption", "short"}:
            copies.update([number] if line.text in seen else [])
            seen.add(line.text)
    return frozenset(copies)


def _first_prose(found: Sequence[Line], start: int) -> int:
    return next((number for number in range(start, len(found)) if found[number].is_prose), min(start, len(found) - 1))


def _plain_end(found: Sequence[Line], first: int) -> int:
    """The last line of the body of a text without much chrome: before a closing run of three or more chrome lines."""
    last = len(found) - 1
    while last > first and found[last].look in {"chrome", "stop", "published"} and not _reads_on(found[last]):
        last -= 1
    return last


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


def _kind(page: _Page, number: int) -> PartKind:
    """What the line is on its page."""
    line = page.lines[number]
    if page.headline[0] <= number <= page.head_end:
        return "headline"
    if number in page.copies:
        return "chrome"
    if number < page.first or number > page.last:
        return _outside(page, line, number)
    return _inside(page, line, number)


def _outside(page: _Page, line: Line, number: int) -> PartKind:
    """A line before or after the body."""
    headline, head_end = page.headline
    near = headline - 3 <= number <= page.first or page.last < number <= page.last + 3 or not page.chrome
    if line.look in {"caption", "credit"} or (line.look in {"byline", "published"} and near):
        return line.look
    if credits(line.text, Span(0, len(line.text))) and len(line.words) > 3:
        return "caption"
    if number < headline:
        return "chrome"
    between = headline <= number < page.first
    if line.is_prose and not is_notice(line.text, inside=True) and between:
        return "body" if not page.chrome or _is_standfirst(page, number) else "chrome"
    if between and _is_author(page, number):
        return "byline"
    # the sentence without a full stop that stands under a headline
    if number == head_end + 1 and line.look == "short" and len(line.words) >= 8:
        return "body"
    # a caption without a full stop
    if between and page.chrome and line.look == "short" and len(line.words) >= 14 and number >= page.first - _NEAR:
        return "caption"
    if between and not page.chrome and line.look == "short":
        return "section" if len(line.words) <= 12 and not _LIST.match(line.text) else "body"
    noted = number > page.last and line.look in {"prose", "short"}
    unread = noted or (line.look in {"chrome", "stop"} and not _reads_on(line))
    return "chrome" if page.chrome or unread or between else "body"


def _is_standfirst(page: _Page, number: int) -> bool:
    """True if running text between headline and body stands close to the headline, the body, a byline or a date."""
    beside = page.lines[max(0, number - 2) : number + 3]
    close = number <= page.head_end + _NEAR or number >= page.first - _NEAR
    return close or any(line.look in {"byline", "published"} for line in beside)


def _reads_on(line: Line) -> bool:
    """True if a line that opens like a button is a sentence after all: "Share on share they sold, until …"."""
    return is_prose(line.text, line.words) and not is_notice(line.text, inside=True)


def _is_author(page: _Page, number: int) -> bool:
    """True for names with a byline or a date beside them, and for a person's name close to headline or body."""
    text = page.lines[number].text
    close = number <= page.head_end + 6 or number >= page.first - _NEAR
    return is_names(text) and (_is_signed(page.lines, number) or (close and is_person(text)))


def _is_signed(found: Sequence[Line], number: int) -> bool:
    """True if a byline or a date stands beside the line."""
    beside = found[max(0, number - 1)], found[min(number + 1, len(found) - 1)]
    return any(line.look in {"byline", "published"} for line in beside)


def _inside(page: _Page, line: Line, number: int) -> PartKind:
    """A line of the body, where chrome must be certain."""
    if line.look == "prose":
        return "chrome" if page.chrome and is_notice(line.text, inside=True) else "body"
    if line.look in {"byline", "published"}:
        near = number - page.head_end <= 6 or line.text.startswith("(") or number == page.last
        return line.look if near or page.chrome else "body"
    if line.look in {"caption", "credit"}:
        return line.look
    if line.look in {"chrome", "stop"}:
        return "chrome" if page.chrome or not _reads_on(line) else "body"
    if page.chrome and page.head_end < number <= page.head_end + 6 and _is_author(page, number):
        return "byline"
    return _short_inside(page, line, number)


def _short_inside(page: _Page, line: Line, number: int) -> PartKind:
    """A short line among running text: a heading before it, a list item, or a stray link."""
    following = page.lines[number + 1] if number + 1 < len(page.lines) else None
    previous = page.lines[number - 1] if number else None
    ended = _SENTENCE_END.search(line.text) is not None
    if _LIST.match(line.text) or line.text.startswith(("—", "–", "“", '"', "‘")):
        return "body"
    # Also on this page: / Bridge falls in flood
    if page.chrome and previous is not None and previous.look in {"chrome", "stop"} and not ended:
        return "chrome"
    # The mayor continued:
    if line.text.endswith(":") and len(line.words) >= 2:
        return "body"
    alone = following is not None and following.is_prose and (previous is None or previous.look != "short")
    if alone and len(line.words) <= 14 and not ended:
        return "section"
    if page.chrome and not ended and not alone:
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


def _headline(text: str, span: Span, title: Span) -> Iterator[Part]:
    """The headline, and the site's name behind it as chrome."""
    head = trim(text, span.start, min(title.end, span.end))
    if head is not None:
        yield Part("headline", head)
    rest = trim(text, min(title.end, span.end), span.end)
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
