"""On whose page a story stands: from the browser's title, the notices of copyright, and the names in the chrome."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import Medium, known, media_in, shape_of
from quoteattr.model import Outlet, Part, Span

_TITLE_END = re.compile(r"(?:\s|\A)(?:[|–—·»:•-]|::)\s")
_YEARS = r"(?:19|20)\d\d(?:\s*[-–]\s*(?:.{0,30}?)(?:19|20)\d\d)?"
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:{_YEARS})?,?\s*(?:by\s)?(?P<name>[^\n.|©]{{2,60}})", re.IGNORECASE
)
# "2022 Orbel News. All rights reserved", where the page's sign was lost
_FOOTER = re.compile(rf"\s*{_YEARS},?\s(?P<name>[A-Z][^\n.|©]{{1,60}})")
_DOMAIN = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:{_YEARS})?,?\s*(?P<name>(?:[\w-]+\.){{1,2}}(?:com|org|net|info|news|co\.\w\w))\b(?!\s(?:Inc|Ltd))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[\w.-]+)/\S*\Z")
_OWNERS_END = re.compile(
    r"(?:,?\s+(?:Inc|LLC|Pty|Ltd|Limited|plc|Corp|Corporation|Company|Co|L\.?P|Media Group)\b.*|,.*|\s+all rights.*|"
    r"\s+[-–(].*)\Z",
    re.IGNORECASE,
)
# "ScienceAlert", but not "BDG Media": the name of a company tells little of its pages
_ONE_WORD = re.compile(r"[A-Z]+[a-z]+[A-Z][A-Za-z]*\Z")
_TOLD = re.compile(r"\b(?:told|tells|spoke to|speaking to|explained to|shared with|interview with)\s+")
_OFTEN = 3
_MOST_COUNTED = 20  # owners whose name is counted in the text: each count reads the whole of it
_FOOT = 4


def publisher_of(text: str, parts: Sequence[Part], provider: Outlet | None = None) -> Outlet | None:
    """Whose page the text is; None for bare text. ``provider`` supplied the story, so the page is somebody else's."""
    # the chrome of a page that takes stories from others names many of them
    names = (_in_initials, _in_chrome) if provider else (_in_chrome, _in_initials)
    for finder in (_in_title, _in_address, _in_copyright, *names, _in_ownership, _in_body):
        found = finder(text, parts)
        if found is not None and not (provider and found.name == provider.name):
            return found
    return None


def _edges(text: str, parts: Sequence[Part]) -> Iterator[tuple[Span, str]]:
    """The lines of chrome, and of the headline, in text order."""
    for part in parts:
        if part.kind in ("chrome", "headline"):
            at = part.span.start
            for line in part.span.of(text).split("\n"):
                yield Span(at, at + len(line)), line
                at += len(line) + 1


def _in_title(text: str, parts: Sequence[Part]) -> Outlet | None:
    """The end of the page's title: "Ferry sinks off Malta | The Guardian"."""
    lines = list(_edges(text, parts))
    titles = Counter(" ".join(line.split()) for _, line in lines)
    for span, line in lines[:12]:
        pieces = list(_pieces(line))
        if len(pieces) < 2 and not (pieces and pieces[0][0] > 1):
            continue
        for start, name in (*reversed(pieces[1:]), pieces[0]):
            at = Span(span.start + start, span.start + start + len(name))
            # "RT World News" is RT's
            medium = known(name) or known(_without_section(name))
            if medium is not None:
                return medium.at(at)
        if len(pieces) < 2:
            continue
        # an unlisted name that stands after the headline itself, which comes again as a line of its own
        start, name = pieces[-1]
        front = line[:start].rstrip(" |–—·»:•-\t")
        kind = shape_of(name)
        again = titles[" ".join(front.split())] > 0
        named = len(name.split()) > 1 or text.count(name) > 2
        owner = any(span.of(text).startswith(name) for span, _ in _owners(text, parts))
        if (kind and (again or titles[name])) or ((again or owner) and named and len(name.split()) <= 5):
            return Outlet(name, kind or "website", Span(span.start + start, span.start + start + len(name)))
    return None


def _pieces(line: str) -> Iterator[tuple[int, str]]:
    """The pieces of a title between its separators, each with its start."""
    at = 0
    for match in (*_TITLE_END.finditer(line), None):
        end = match.start() if match else len(line)
        piece = line[at:end]
        if piece.strip():
            yield at + len(piece) - len(piece.lstrip()), piece.strip()
        at = match.end() if match else end


def _without_section(name: str) -> str:
    """ "RT World News" without the words for a section of the page."""
    words = name.split()
    while len(words) > 1 and words[-1] in load_table("outlets")["sections"]["words"]:
        words.pop()
    return " ".join(words)


def _in_address(text: str, parts: Sequence[Part]) -> Outlet | None:
    """A line that is nothing but the address of the page: "https://www.bbc.com/news/world-1"."""
    for span, line in _edges(text, parts):
        match = _ADDRESS.match(line.strip())
        host = match["host"].lower().split(".") if match else []
        for start in range(len(host) - 1):
            medium = known(".".join(host[start:]))
            if medium is not None:
                return medium.at(span)
    return None


def _owners(text: str, parts: Sequence[Part]) -> Iterator[tuple[Span, bool]]:
    """Who owns the page, by the notices of copyright in chrome and foot, and whether a year stands with the name."""
    for number, part in enumerate(parts):
        signed = part.kind in ("chrome", "credit", "published")
        patterns = (_COPYRIGHT, _FOOTER) if signed else (_FOOTER,) if number >= len(parts) - _FOOT else ()
        for pattern in patterns:
            matches = pattern.finditer(text, part.span.start, part.span.end) if pattern is _COPYRIGHT else ()
            match = pattern.match(text, part.span.start, part.span.end)
            for each in matches or ((match,) if match else ()):
                dated = re.search(_YEARS, text[each.start() : each.start("name")]) is not None
                yield Span(each.start("name"), each.start("name") + len(each["name"].rstrip())), dated


def _in_copyright(text: str, parts: Sequence[Part]) -> Outlet | None:
    """ "© 2023 Guardian News"; wires are left out, as their notices stand on the pages of others."""
    for span, dated in _owners(text, parts):
        name = _OWNERS_END.sub("", span.of(text)).strip()
        # "© 2024 The Local", but not "Copyright Information"
        medium = known(name, ambiguous=dated) or next((m for m, _ in media_in(text, span)), None)
        if medium is not None and medium.kind != "wire":
            return medium.at(Span(span.start, span.start + len(name)))
    return None


def _in_chrome(text: str, parts: Sequence[Part]) -> Outlet | None:
    """The outlet named most often in the chrome, the first of several."""
    found: list[tuple[Medium, Span]] = []
    for part in parts:
        if part.kind == "chrome":
            found.extend(media_in(text, part.span))
    counts = Counter(medium.name for medium, _ in found)
    # pages thank wires; the page of a wire itself names it again and again
    own = [each for each in found if each[0].kind != "wire" or counts[each[0].name] >= _OFTEN]
    if not own:
        return None
    medium, span = max(own, key=lambda each: (counts[each[0].name], -each[1].start))
    return medium.at(span)


def _in_initials(text: str, parts: Sequence[Part]) -> Outlet | None:
    """Initials that are also the name of something else count where the chrome is full of them: "MSN"."""
    found: list[tuple[Medium, Span]] = []
    for part in parts:
        if part.kind == "chrome":
            found.extend(each for each in media_in(text, part.span, ambiguous=True) if each[1].of(text).isupper())
    counts = Counter(medium.name for medium, _ in found if medium.kind != "wire")
    often = [each for each in found if len(each[1]) >= _OFTEN and counts[each[0].name] >= _OFTEN]
    return often[0][0].at(often[0][1]) if often else None


def _in_ownership(text: str, parts: Sequence[Part]) -> Outlet | None:
    """An owner that is not listed, if its name looks like that of an outlet or is an address of the web."""
    for part in parts:
        if part.kind in ("chrome", "credit"):
            match = _DOMAIN.search(text, part.span.start, part.span.end)
            if match:
                return Outlet(match["name"], "website", Span(match.start("name"), match.end("name")))
    counts_left = _MOST_COUNTED
    for span, dated in _owners(text, parts):
        name = _OWNERS_END.sub("", span.of(text)).strip()
        kind = shape_of(name) or ("website" if _ONE_WORD.match(name) else None)
        if kind is None and dated and len(name.split()) <= 4 and counts_left:
            counts_left -= 1
            kind = "website" if text.count(name) >= _OFTEN else None
        # a year, or the owner's form of company, tells a notice from the credit of a picture
        if kind and (dated or name != span.of(text)):
            return Outlet(name, kind, Span(span.start, span.start + len(name)))
    return None


def _in_body(text: str, parts: Sequence[Part]) -> Outlet | None:
    """On a page with chrome, the outlet that sources told something twice or more: "she told The Guardian"."""
    if not any(part.kind == "chrome" for part in parts):
        return None
    found: list[tuple[Medium, Span]] = []
    for part in parts:
        for match in _TOLD.finditer(text, part.span.start, part.span.end) if part.kind == "body" else ():
            after = Span(match.end(), min(match.end() + 40, part.span.end))
            found.extend(each for each in media_in(text, after, ambiguous=True) if each[1].start == after.start)
    counts = Counter(medium.name for medium, _ in found if medium.kind != "wire")
    own = [each for each in found if counts[each[0].name] > 1]
    return max(own, key=lambda each: counts[each[0].name])[0].at(None) if own else None
