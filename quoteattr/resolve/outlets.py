"""Who originated a story, and on whose page it stands.

A wire service named in byline, dateline or source line beats the publisher; credits of photographs tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from quoteattr.lexicon import load_table
from quoteattr.model import Outlet, Part, Passage, Span
from quoteattr.resolve.media import Medium, known, media_in, shape_of

_TITLE_END = re.compile(r"(?:\s|\A)(?:[|–—·»:•-]|::)\s")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)?,?\s*(?:by\s)?(?P<name>[^\n.|©]{2,60})",
    re.IGNORECASE,
)
_OWNERS_END = re.compile(
    r"(?:,?\s+(?:Inc|LLC|Ltd|Limited|plc|Corp|Corporation|Company|Co|L\.?P|Media Group)\b.*|,.*|\s+all rights.*|"
    r"\s+[-–(].*)\Z",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[](?P<name>[^()\[\]\n]{2,40})[)\]]")
_SOURCE_LINE = re.compile(r"(?:^|\n)\s{0,4}(?:source|via|from)\s*[:–-]\s*(?P<name>[^\n]{2,40})", re.IGNORECASE)
_SIGNED = re.compile(r"(?:[—–/]|--|\s-)\s*(?P<name>[A-Z][\w. -]{1,30}?)\s*/?\s*\Z")
_WIRE_DESK = re.compile(r"\(Reporting by [^()\n]{3,200}\)?")
_WIRE_IN_FRONT = re.compile(r"\s{0,4}[A-Z]{2}[^()\n]{0,60}\((?P<name>[^()\n]{2,30})\)\s{0,2}(?:[—–-]|--)")
_EDGE = 400
_OPENINGS = 12
_TEASER = 300
_OFTEN = 3


def publisher_of(text: str, parts: Sequence[Part]) -> Outlet | None:
    """Whose page the text is, from the title line, copyright lines and the names in the chrome; None for bare text."""
    for finder in (_in_title, _in_copyright, _in_chrome):
        found = finder(text, parts)
        if found is not None:
            return found
    return None


def origin_of(text: str, parts: Sequence[Part], bylines: Sequence[Passage], publisher: Outlet | None) -> Outlet | None:
    """Who originated the story: byline, dateline, source line, else the publisher."""
    named = [*_in_bylines(text, parts, bylines), *_in_datelines(text, parts), *_in_signatures(text, parts)]
    wires = [outlet for outlet in named if outlet.kind == "wire"]
    return next(iter((*wires, *named)), publisher)


def named_outlet(name: str) -> Outlet:
    """The outlet that a caller names, with its listed kind, or the kind that the words of the name tell."""
    medium = known(name)
    return medium.at(None) if medium else Outlet(name, shape_of(name) or "website")


def _in_bylines(text: str, parts: Sequence[Part], bylines: Sequence[Passage]) -> Iterator[Outlet]:
    """ "By REUTERS", "By Ana Ruiz, Associated Press", "AP"."""
    for byline in bylines:
        medium = known(byline.text)
        if medium is not None:
            yield medium.at(Span(byline.start, byline.end))
    for part in parts:
        if part.kind == "byline" and not is_late(text, part, parts):
            for medium, span in media_in(text, part.span):
                yield medium.at(span)


def is_late(text: str, byline: Part, parts: Sequence[Part]) -> bool:
    """A bare outlet once the body has begun credits a picture: "Image copyright / Reuters"."""
    before = sum(len(part.span) for part in parts if part.kind == "body" and part.span.end <= byline.span.start)
    return before > _TEASER and known(byline.span.of(text).strip(" :")) is not None


def _in_datelines(text: str, parts: Sequence[Part]) -> Iterator[Outlet]:
    """ "MOSCOW, April 4 (Reuters) -", "KYIV / AFP"."""
    for part in parts:
        if part.kind != "dateline":
            continue
        for match in _BRACKETS.finditer(text, part.span.start, part.span.end):
            medium = known(match["name"])
            if medium is not None:
                yield medium.at(Span(match.start("name"), match.end("name")))
        for medium, span in media_in(text, part.span):
            yield medium.at(span)


def _in_signatures(text: str, parts: Sequence[Part]) -> Iterator[Outlet]:
    """At the edges of the body: "(Reuters)" in front, "— TASS" and "Source: AFP" behind, the desk line of Reuters."""
    body = [part.span for part in parts if part.kind == "body"]
    if not body:
        return
    opening = Span(body[0].start, min(body[0].end, body[0].start + 120))
    ending = Span(max(body[-1].start, body[-1].end - _EDGE), body[-1].end)
    fronts = (_WIRE_IN_FRONT.match(text, span.start, span.end) for span in body[:_OPENINGS])
    brackets = _BRACKETS.finditer(text, opening.start, opening.end)
    for match in (*(front for front in fronts if front), *brackets, *_signatures(text, ending)):
        medium = known(match["name"].strip())
        if medium is not None and not (medium.kind != "wire" and match.re is _BRACKETS):
            yield medium.at(Span(match.start("name"), match.end("name")))
    for span in (opening, ending):
        if _WIRE_DESK.search(text, span.start, span.end):
            yield Outlet("Reuters", "wire", None)


def _signatures(text: str, ending: Span) -> Iterator[re.Match[str]]:
    yield from _SOURCE_LINE.finditer(text, ending.start, ending.end)
    signed = _SIGNED.search(text, ending.start, ending.end)
    if signed:
        yield signed


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
        if (kind and (again or titles[name])) or (again and 2 <= len(name.split()) <= 5):
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


def _in_copyright(text: str, parts: Sequence[Part]) -> Outlet | None:
    """ "© 2023 Guardian News"; wires are left out, as their notices stand on the pages of others."""
    for part in parts:
        if part.kind not in ("chrome", "credit", "published"):
            continue
        for match in _COPYRIGHT.finditer(text, part.span.start, part.span.end):
            name = _OWNERS_END.sub("", match["name"].strip()).strip()
            span = Span(match.start("name"), match.start("name") + len(match["name"].rstrip()))
            medium = known(name, ambiguous=False) or next((m for m, _ in media_in(text, span)), None)
            if medium is not None and medium.kind != "wire":
                return medium.at(Span(match.start("name"), match.start("name") + len(name)))
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
