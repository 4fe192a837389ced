"""What each line of a page is, by its look and by its place before, in or behind the body."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quoteattr.model import PartKind
from quoteattr.segment.bylines import is_names, is_person
from quoteattr.segment.captions import labelled
from quoteattr.segment.lines import Line, is_notice
from quoteattr.segment.page import NEAR, Page, is_signed

_LIST = regex.compile(r"(?:[-•*–·]|\(?\d{1,2}[.)])\s")
_SENTENCE_END = regex.compile(r"[.!?…][\"'”’)\]]*\Z")
_HEAD = 6  # lines under the headline that may name the author
_CAPTION = 2000  # characters that a caption with its credits has at most


def kinds(page: Page) -> list[PartKind]:
    """What part each line of the page is, or is most of."""
    return _with_captions(page.lines, [_kind(page, number) for number in range(len(page.lines))])


def _kind(page: Page, number: int) -> PartKind:
    """What the line is by itself."""
    line = page.lines[number]
    if page.headline[0] <= number <= page.head_end:
        return "headline"
    if number in page.copies:
        return "chrome"
    if number < page.first or number > page.last:
        return _outside(page, line, number)
    return _inside(page, line, number)


def _outside(page: Page, line: Line, number: int) -> PartKind:
    """A line before or after the body."""
    headline, head_end = page.headline
    near = headline - NEAR <= number <= page.first or page.last < number <= page.last + NEAR or not page.chrome
    if line.look in {"caption", "credit"} or (line.look in {"byline", "published"} and near):
        return line.look
    if line.credits and len(line.words) > 3:
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
    if between and page.chrome and line.look == "short" and len(line.words) >= 14 and number >= page.first - NEAR:
        return "caption"
    if between and not page.chrome and line.look == "short":
        return "subheading" if len(line.words) <= 12 and not _LIST.match(line.text) else "body"
    noted = number > page.last and line.look in {"prose", "short"}
    unread = noted or (line.look in {"chrome", "stop"} and not line.reads_on)
    return "chrome" if page.chrome or unread or between else "body"


def _is_standfirst(page: Page, number: int) -> bool:
    """True if running text between headline and body stands close to the headline, the body, a byline or a date."""
    beside = page.lines[max(0, number - 2) : number + 3]
    close = number <= page.head_end + NEAR or number >= page.first - NEAR
    return close or any(line.look in {"byline", "published"} for line in beside)


def _is_author(page: Page, number: int) -> bool:
    """True for names with a byline or a date beside them, and for a person's name close to headline or body."""
    text = page.lines[number].text
    close = number <= page.head_end + _HEAD or number >= page.first - NEAR
    return is_names(text) and (is_signed(page.lines, number) or (close and is_person(text)))


def _inside(page: Page, line: Line, number: int) -> PartKind:
    """A line of the body, where chrome must be certain."""
    under_headline = number <= page.head_end + _HEAD
    if line.look == "prose":
        return "chrome" if page.chrome and is_notice(line.text, inside=True) else "body"
    if line.look in {"byline", "published"}:
        near = under_headline or line.text.startswith("(") or number == page.last
        return line.look if near or page.chrome else "body"
    if line.look in {"caption", "credit"}:
        return line.look
    if line.look in {"chrome", "stop"}:
        return "chrome" if page.chrome or not line.reads_on else "body"
    if page.chrome and under_headline and _is_author(page, number):
        return "byline"
    return _short_inside(page, line, number)


def _short_inside(page: Page, line: Line, number: int) -> PartKind:
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
        return "subheading"
    if page.chrome and not ended and not alone:
        after_link = following is not None and following.is_prose and len(line.words) <= 10
        return "subheading" if after_link else "chrome"
    return "body"


def _with_captions(found: Sequence[Line], given: Sequence[PartKind]) -> list[PartKind]:
    """The kinds, where lines beside a credit, a label or an equal caption are captions and credits."""
    settled = list(given)
    for number, line in enumerate(found):
        if settled[number] in {"body", "subheading"} and _is_captioned(line):
            settled[number] = "caption"
        label = labelled(line.text)
        following = found[number + 1] if label and number + 1 < len(found) else None
        if label and following and following.look in {"short", "prose"} and settled[number + 1] != "headline":
            settled[number + 1] = label
        # a caption, and on the next line "(photo credit: …)"
        starts = number and line.look == "credit" and not line.parted and line.text[0] in "(["
        if starts and settled[number - 1] in {"body", "subheading"}:
            settled[number - 1] = "caption"
    captions = {_uncredited(line) for line, kind in zip(found, settled, strict=True) if kind == "caption"}
    # the same caption once more, without its credit
    return [
        "caption" if kind in {"body", "subheading"} and _uncredited(line) in captions else kind
        for line, kind in zip(found, settled, strict=True)
    ]


def _uncredited(line: Line) -> str:
    """The text of a line before its first credit, for comparison."""
    return line.text[: line.credits[0].start].strip() if line.credits else line.text


def _is_captioned(line: Line) -> bool:
    """True if the line ends with a credit, or carries on right behind one as a caption glued to the next."""
    if not line.credits or len(line.text) >= _CAPTION:
        return False
    ends = line.credits[-1].end >= len(line.text.rstrip(" .>")) - 6
    behind = (line.text[credit.end : credit.end + 1] for credit in line.credits if credit.end < len(line.text))
    return ends or any(not following.isspace() for following in behind)
