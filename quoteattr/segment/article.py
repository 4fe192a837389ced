"""Cuts the text of a news page into its parts: headline, byline, date, captions, credits, headings, chrome, body.

Lines are first judged one by one (:mod:`quoteattr.segment.lines`), then the page as a whole
(:mod:`quoteattr.segment.page`), then each line in its place (:mod:`quoteattr.segment.kinds`); what shares a line is cut
apart here. A text without chrome is body throughout. Where in doubt a line is body: to lose a sentence is worse than to
keep a menu.
"""

from __future__ import annotations

from quoteattr.model import Part, PartKind, Span
from quoteattr.segment.dateline import dateline_end
from quoteattr.segment.dates import date, is_date
from quoteattr.segment.kinds import kinds
from quoteattr.segment.lines import Line, lines
from quoteattr.segment.page import survey
from quoteattr.segment.sentences import trim

_UNDATED = 4  # paragraphs in which a dateline is looked for
_SHORT = 20  # characters behind a credit that are no caption


def parts(text: str) -> tuple[Part, ...]:
    """The parts of a page in text order. Together they hold every character that is not white space."""
    found = lines(text)
    if not found:
        return ()
    page = survey(found)
    result: list[Part] = []
    undated = _UNDATED
    for number, (line, kind) in enumerate(zip(found, kinds(page), strict=True)):
        if kind == "headline":
            result += _headline(text, line, page.title_end) if number == page.headline[0] else ()
        elif kind == "body":
            cut = _body(text, line.span, undated > 0)
            result += cut
            undated = 0 if len(cut) > 1 else undated - 1
        elif kind in {"caption", "credit"}:
            result += _caption(text, line, kind)
        elif kind == "byline":
            result += _byline(text, line.span)
        else:
            result.append(Part(kind, line.span))
    return tuple(result)


def _cut(text: str, *pieces: tuple[PartKind, int, int]) -> list[Part]:
    """The pieces with more in them than white space, without that at their ends."""
    spans = [(kind, trim(text, start, end)) for kind, start, end in pieces]
    return [Part(kind, span) for kind, span in spans if span is not None]


def _headline(text: str, line: Line, end: int) -> list[Part]:
    """The headline up to ``end``, which may lie in another line, and the site's name behind it as chrome."""
    return _cut(text, ("headline", line.span.start, end), ("chrome", end, line.span.end))


def _body(text: str, span: Span, dated: bool) -> list[Part]:
    """A paragraph; with ``dated`` its dateline apart."""
    end = dateline_end(text, span) if dated else span.start
    return _cut(text, ("dateline", span.start, end), ("body", end, span.end))


def _byline(text: str, span: Span) -> list[Part]:
    """A byline and the date behind it."""
    found = date().search(text, span.start, span.end)
    if found is None or not is_date(text[found.start() : span.end]):
        return [Part("byline", span)]
    return _cut(text, ("byline", span.start, found.start()), ("published", found.start(), span.end))


def _caption(text: str, line: Line, kind: PartKind) -> list[Part]:
    """A caption and its credit as two parts, however many are glued together in one line."""
    found: list[Part] = []
    position = line.span.start
    for credit in line.credits:
        start, end = line.span.start + credit.start, line.span.start + credit.end
        found += _cut(text, ("caption", position, start), ("credit", start, end))
        position = end
    rest = trim(text, position, line.span.end)
    if rest is not None:
        found.append(Part("caption" if len(rest) > _SHORT else "chrome", rest) if line.credits else Part(kind, rest))
    return found
