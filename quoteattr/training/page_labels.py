"""Kinds of the lines of a web page, from its known headline, authors, date and body, and from its HTML."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from attrs import evolve, frozen

from quoteattr.model import PartKind
from quoteattr.page.lines import split_lines

BUCKETS = 15  # of sites, by hash
HELD_OUT = (0, 11)  # buckets of the 60 pages whose sites the shipped weights have not seen
_SAME = 0.8  # Jaccard similarity of word sets from which a line is the headline
_LONG = 25  # letters and digits from which a line is found in the body as a substring
_MOST = 40  # descendants of an element that may be one line
_HINTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("comment", r"\bcomments?(?:\b|[-_](?:list|body|content|text|thread|area|item))|disqus|\brepl(?:y|ies)\b"),
        ("credit", r"credit|photographer|copyright[-_]?holder|image[-_]?source|photo[-_]?by"),
        ("caption", r"caption|cutline|\blegend\b"),
        ("related", r"related|recommend|read[-_]?(?:more|next|also)|more[-_](?:on|from|stories)|most[-_]|popular|trending"),  # noqa: E501
        ("related", r"promo|teaser|outbrain|taboola|newsletter|subscribe|also[-_]"),
        ("published", r"\bdate|timestamp|publish|posted[-_]?on|\btime\b|updated"),
        ("byline", r"byline|\bauthors?\b|author[-_]?name|contributor|writer\b"),
        ("standfirst", r"standfirst|sub[-_]?title|\bdeck?\b|sub[-_]?head(?:line)?|\blede?\b|summary|excerpt|[-_]intro\b|strapline"),  # noqa: E501
    )
)  # fmt: skip
_TAGS = {
    "figcaption": "caption", "time": "published", "nav": "chrome", "footer": "chrome", "aside": "related",
    "button": "chrome", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h1": "title",
}  # fmt: skip
_CREDIT = re.compile(
    r"[(\[]?(?:(?:photo|image|picture|credit|photograph|video|illustration)s?\b.{0,12}[:/]|(?:photo|image|picture)s?\s(?:by|via|from)\b"
    r"|©|.{0,40}/\s?(?:getty|afp|ap|reuters|shutterstock|epa)\b|(?:getty|ap|reuters|shutterstock|istock)\b).{0,80}\Z",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:read (?:more|also|next)|also read|related|more (?:on|from)|see also|recommended)\b", re.IGNORECASE
)
_BYLINE = re.compile(r"[*•–—-]?\s*(?:(?:written |posted |words |text |story |reporting )?by|author)\b", re.IGNORECASE)
_NO_BYLINE = re.compile(
    r"\b(?:more from|(?:posts|articles|stories|photos?|photographs?) by|follow|all rights|see all|is an?|comments?)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"publish|posted|updated|modified|\bdate\b|created", re.IGNORECASE)
_LEAST_SCORE = 1.5  # of a line that shows a known author or day, to be a byline or a date
_EDGE = 4  # lines of the body among which bylines and dates may be
_LONGEST_META = 600  # characters


@frozen
class LabelledLine:
    """A line with its kind; ``weight`` is its share in the training loss, 0 for a line that could be either."""

    text: str
    kind: PartKind
    weight: float = 1.0
    parted: bool = False


Row = Mapping[str, Any]
"""A page of ``sites.jsonl``."""

Labelled = Mapping[str, Sequence[LabelledLine]]
"""The lines of pages with their kinds, by the identifier of the page."""


def bucket(site: str) -> int:
    """Return the number of the bucket of a site: CRC-32 of its name modulo 15."""
    return zlib.crc32(site.encode()) % BUCKETS


def normal(text: str | None) -> str:
    """Return the letters and digits of a text, case-folded."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def word_set(text: str | None) -> set[str]:
    """Return the words of a text, case-folded."""
    return set(re.findall(r"\w+", (text or "").casefold().replace("’", "'")))


def label(row: Mapping[str, Any]) -> list[LabelledLine]:
    """Return the lines of one page of ``sites.jsonl`` with their kinds."""
    lines = split_lines(row["visible_text"])
    gold, hints = row["gold"], html_hints(row["html"])
    norms = [normal(line.text) for line in lines]
    held = _in_body(norms, gold["body"])
    first, last = _zone(held, [len(line.text) for line in lines])
    heads = _headlines([line.text for line in lines], gold["headline"])
    chosen = max((n for n in heads if n[0] <= first), default=heads[0] if heads else (-1, -1))
    trusted = 1.0 if row["body_is"] == "gold" else 0.5
    copies = {number for start, stop in heads for number in range(start, stop + 1)}
    page = _Known(gold, first, last, chosen, normal(gold["body"]), normal(description(row["html"])))
    made = []
    for number, line in enumerate(lines):
        weight = trusted
        hint = hints.get(norms[number], frozenset()) if norms[number] else frozenset()
        if chosen[0] <= number <= chosen[1]:
            kind: PartKind = "headline"
        elif number in copies:
            kind, weight = "headline", 0.0
        elif not heads and number < first and hint & {"title", "heading"}:
            kind, weight = "chrome", 0.0  # the page words its headline in another way than the gold one
        else:
            kind = _kind(page, number, line.text, norms[number], held[number], hint)
            if held[number] and kind != "body" and not first <= number <= last:
                weight = 0.0
        made.append(LabelledLine(line.text, kind, weight, line.parted))
    made = _with_captions(made)
    by_line = [hints.get(norm, frozenset()) for norm in norms]
    names = [normal(name) for name in map(_without_by, gold["authors"]) if 1 < len(name.split()) < 6]
    for name in names:
        made = _with_meta(page, made, by_line, "byline", partial(_shows_author, name, names))
    days = _days_around(gold["date"] or "")
    return _with_meta(page, made, by_line, "published", partial(_shows_date, days)) if days else made


@frozen
class _Known:
    gold: Mapping[str, Any]
    first: int
    last: int
    headline: tuple[int, int]
    body: str
    description: str


def _kind(page: _Known, number: int, text: str, norm: str, held: bool, hint: frozenset[str]) -> PartKind:
    inside = page.first <= number <= page.last
    if inside and held:
        return "subheading" if "heading" in hint and len(text) <= 150 and text[-1] not in ".," else "body"
    if _CREDIT.match(text) and len(text) < 160:
        return "credit"
    if hint & {"caption", "credit"} and norm:
        return "caption" if "caption" in hint and len(text) > 30 else "credit"
    head = page.headline[0] if page.headline[0] >= 0 else page.first
    near = head - 6 <= number <= page.first + 4 or page.last < number <= page.last + 6
    if near and "published" in hint and re.search(r"\d", text) and len(text) <= 80 and "comment" not in hint:
        return "published"
    if page.headline[1] < number < page.first and page.headline[0] >= 0:
        if len(norm) > 30 and (
            norm in page.description or (page.description[:60] and norm.startswith(page.description[:60]))
        ):
            return "standfirst"
        if "standfirst" in hint and len(text.split()) >= 6 and not hint & {"related", "comment"}:
            return "standfirst"
        if number <= page.headline[1] + 2 and len(text.split()) >= 10 and not hint & {"related", "chrome"}:
            return "standfirst"
    if "comment" in hint and number > page.last:
        return "comment"
    if inside and "heading" in hint and not hint & {"related", "chrome", "comment"} and not _RELATED.match(text):
        return "subheading"
    if "related" in hint or (number > page.first and _RELATED.match(text)):
        return "related"
    return "chrome"


def _with_meta(
    page: _Known,
    lines: Sequence[LabelledLine],
    hints: Sequence[frozenset[str]],
    kind: PartKind,
    shown: Callable[[str], float],
) -> list[LabelledLine]:
    """Return the lines where the best of those that show the known authors, or the known day, has a kind.

    Other lines that show them near the article may be copies, so that the loss leaves them out.
    """
    made = list(lines)
    scores = {
        number: _closeness(page, number) + shown(line.text) + _hinted(hints[number], kind)
        for number, line in enumerate(lines)
        if line.kind != "headline" and shown(line.text) and _may_be_meta(page, number, line)
    }
    best = max(scores.values(), default=0.0)
    for number, score in scores.items():
        if score >= max(best, _LEAST_SCORE):
            made[number] = evolve(lines[number], kind="byline" if lines[number].kind == "byline" else kind, weight=1.0)
        elif score >= _LEAST_SCORE and lines[number].kind != "byline":
            made[number] = evolve(lines[number], weight=0.0)
    return made


def _may_be_meta(page: _Known, number: int, line: LabelledLine) -> bool:
    """Return False for a line inside the body, unless it is one of the first or last ones."""
    inside = page.first + _EDGE < number < page.last
    return len(line.text) <= _LONGEST_META and not (inside and line.kind in ("body", "subheading"))


def _closeness(page: _Known, number: int) -> float:
    """Return how close a line is to where bylines and dates are: between headline and body most of all."""
    head = page.headline[0] if page.headline[0] >= 0 else page.first
    if head <= number < page.first + _EDGE:
        return 3.0
    before, after = min(head, page.first) - number, number - page.last
    distance = before if before > 0 else after if after > 0 else 0
    return (2.5 if before > 0 else 1.5) - distance / 15


def _hinted(hint: frozenset[str], kind: PartKind) -> float:
    return (kind in hint) - 2.0 * bool(hint & {"related", "comment"})


def _without_by(name: str) -> str:
    return re.sub(r"(?i)\Aby\s+", "", name)


def _shows_author(name: str, names: Sequence[str], text: str) -> float:
    """Return more than zero for a line that names a known author, and most for one with few other words.

    Other authors, of ``names``, may be in the line too.
    """
    norm = normal(text)
    if name not in norm or _NO_BYLINE.search(text):
        return 0.0
    size = sum(len(each) for each in names if each in norm)
    return 0.1 + (_BYLINE.match(text) is not None) + size / len(norm) if len(norm) <= 4 * size + 80 else 0.0


def _shows_date(days: Sequence[str], text: str) -> float:
    """Return more than zero for a line that shows a known day, and most for one that labels it as published."""
    if not any(_shows_day(text, day) for day in days):
        return 0.0
    return 0.1 + (_PUBLISHED.search(text) is not None) + min(1.0, 25 / len(text))


def _days_around(day: str) -> list[str]:
    """Return an ISO day, the one before and the one after: zones differ."""
    try:
        known = date.fromisoformat(day[:10])
        return [(known + timedelta(number)).isoformat() for number in (0, -1, 1)]
    except (ValueError, OverflowError):
        return []


def _with_captions(lines: Sequence[LabelledLine]) -> list[LabelledLine]:
    """Return the lines with the copies of a caption labelled as captions too."""
    captions = {normal(line.text) for line in lines if line.kind == "caption"}
    return [
        evolve(line, kind="caption") if line.kind in ("chrome", "related") and normal(line.text) in captions else line
        for line in lines
    ]


def _in_body(norms: Sequence[str], body: str) -> list[bool]:
    """Return for each line whether it occurs in the known body."""
    whole = normal(body)
    own = {normal(line) for line in body.split("\n")}
    # the number of a list item is not always part of the known body
    pairs = ((norm, norm.lstrip("0123456789")) for norm in norms)
    return [(len(bare) >= _LONG and bare in whole) or (bool(norm) and norm in own) for norm, bare in pairs]


def _zone(held: Sequence[bool], sizes: Sequence[int]) -> tuple[int, int]:
    """Return the first and last line of the body: the maximum-sum run of the lines that it holds."""
    best, found, total, begin = 0.0, (len(held), -1), 0.0, 0
    for number, (is_held, size) in enumerate(zip(held, sizes, strict=True)):
        total += size if is_held and size >= _LONG else 1 if is_held else -8
        if total <= 0:
            total, begin = 0.0, number + 1
        elif is_held and total > best:
            best, found = total, (begin, number)
    return found


def _headlines(texts: Sequence[str], headline: str | None) -> list[tuple[int, int]]:
    """Return the first and last lines of each copy of the headline, which may be broken over up to three lines."""
    want = word_set(headline)
    found = []
    for number in range(len(texts)):
        have: set[str] = set()
        for last in range(number, min(number + 3, len(texts))):
            more = word_set(texts[last])
            if last > number and (not more or not more <= want):
                break
            have |= more
            if want and have and len(want & have) / len(want | have) >= _SAME:
                found.append((number, last))
                break
    return [
        pair
        for pair in found
        if not any(pair != other and other[0] > pair[0] and other[1] == pair[1] for other in found)
    ]


def _shows_day(text: str, day: str) -> bool:
    year, month, number_of_day = day.split("-")[:3]
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    name, number = names[int(month) - 1], int(number_of_day[:2])
    return re.search(
        rf"\b{name}[a-z]*\.?\s+{number}(?:st|nd|rd|th)?\b|\b{number}(?:st|nd|rd|th)?[\s-]+{name}|{year}-{month}-{number:02}"
        rf"|\b0?{number}[./-]0?{int(month)}[./-]{year[2:]}|\b0?{number}[./-]0?{int(month)}[./-]{year}"
        rf"|\b0?{int(month)}[./-]0?{number}[./-](?:{year}|{year[2:]})|{year}/{month}/{number:02}",
        text, re.IGNORECASE,
    ) is not None  # fmt: skip


def html_hints(html: str) -> dict[str, frozenset[str]]:
    """Return for the normalised text of each small element the kind by its tag and classes and those around it."""
    from lxml import html as parser  # type: ignore[import-untyped]

    try:
        tree = parser.fromstring(html)
    except (ValueError, parser.etree.ParserError):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    known: dict[Any, frozenset[str]] = {}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        above = known.get(element.getparent(), frozenset())
        own = frozenset(_own_hints(element))
        known[element] = own | above if element.tag not in ("body", "html", "main", "article") else frozenset()
        if known[element] and sum(1 for _ in zip(element.iter(), range(_MOST), strict=False)) < _MOST:
            norm = normal("".join(element.itertext()))
            if 0 < len(norm) < 2000:
                found[norm] |= known[element]
    return {norm: frozenset(kinds) for norm, kinds in found.items()}


def _own_hints(element: Any) -> Iterable[str]:
    if element.tag in _TAGS:
        yield _TAGS[element.tag]
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"  # noqa: E501
    if len(names) > 3:
        for kind, pattern in _HINTS:
            if pattern.search(names):
                yield kind


def description(html: str) -> str:
    """Return the description in the meta tags of a page."""
    found = re.search(
        r"<meta[^>]+(?:og:description|name=[\"']description)[^>]*content=[\"']([^\"']{20,400})", html, re.IGNORECASE
    )
    return found[1] if found else ""
