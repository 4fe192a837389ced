"""Who originated a story.

A wire service named in byline, dateline or source line beats the publisher; credits of photographs tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quoteattr.lexicon.outlets import known, media_in, shape_of
from quoteattr.model import Byline, Outlet, Part, Span

_BRACKETS = re.compile(r"[(\[](?P<name>[^()\[\]\n]{2,40})[)\]]")
_SOURCE_LINE = re.compile(r"(?:^|\n)\s{0,4}(?:source|via|from)\s*[:–-]\s*(?P<name>[^\n]{2,40})", re.IGNORECASE)
_SIGNED = re.compile(r"(?:[—–/]|--|\s-)\s*(?P<name>[A-Z][\w. -]{1,30}?)\s*/?\s*\Z")
_BRACKETED_END = re.compile(r"[(\[](?P<name>[A-Z][\w ]{1,30})[)\]]\s{0,3}\Z")
_WIRE_DESK = re.compile(r"\(Reporting by [^()\n]{3,200}\)?")
_WIRE_IN_FRONT = re.compile(r"\s{0,4}[A-Z]{2}[^()\n]{0,60}\((?P<name>[^()\n]{2,30})\)\s{0,2}(?:[—–-]|--)")
# Associated Press reporters sign "By Ida Vale, AP Business Writer"
_AP_POST = re.compile(
    r"\b(?P<name>AP|Ap)(?=\s(?:[A-Z][\w&.-]*\s){0,4}(?:Writer|Reporter|Correspondent|Editor|Chief|Analyst|Columnist)\b)"
)
_PROVIDED = re.compile(r"(?:provided|supplied|syndicated)\sby\s(?P<name>[^\n.,|]{2,40})", re.IGNORECASE)
# "Copyright 2023 The Associated Press. All rights reserved."
_NOTICE = re.compile(
    r"\s{0,3}(?:©|\(c\)|copyright)[\s©]{0,3}(?:19|20)\d\d,?\s(?:by\s)?(?P<name>[^\n.,|©]{2,40})", re.IGNORECASE
)
_SOURCE_PART = re.compile(r"(?:.{0,80}\|\s{0,2})?source\s?[:–-]\s{0,3}(?P<name>[^\n|]{2,40})\Z", re.IGNORECASE)
_PIECES = re.compile(r"[—–/,-]|\bvia\b")
_EDGE = 400
_OPENINGS = 12
_TEASER = 300
_AROUND = 4
_LONGEST = 60


def origin_of(text: str, parts: Sequence[Part], bylines: Sequence[Byline], publisher: Outlet | None) -> Outlet | None:
    """Who originated the story: byline, dateline, source line, else the publisher."""
    named = [
        *_in_bylines(text, parts, bylines),
        *_in_datelines(text, parts),
        *_in_signatures(text, parts),
        *_in_notices(text, parts),
    ]
    wires = [outlet for outlet in named if outlet.kind == "wire"]
    return next(iter((*wires, *named)), publisher)


def provider_of(text: str, parts: Sequence[Part]) -> Outlet | None:
    """Who supplied the story to the page on which it stands: "Provided by The Guardian"."""
    for part in parts:
        if part.kind in ("chrome", "credit", "byline", "subheading"):
            match = _PROVIDED.search(text, part.span.start, part.span.end)
            medium = known(match["name"].strip()) if match else None
            if match and medium:
                return medium.at(Span(match.start("name"), match.end("name")))
    return None


def named_outlet(name: str) -> Outlet:
    """The outlet that a caller names, with its listed kind, or the kind that the words of the name tell."""
    medium = known(name)
    return medium.at(None) if medium else Outlet(name, shape_of(name) or "website")


def _in_bylines(text: str, parts: Sequence[Part], bylines: Sequence[Byline]) -> Iterator[Outlet]:
    """ "By REUTERS", "By Ana Ruiz, Associated Press", "AP", "By Ana Ruiz, AP Sports Writer"."""
    for byline in bylines:
        medium = known(byline.text)
        if medium is not None:
            yield medium.at(Span(byline.start, byline.end))
    credits = picture_credits(text, parts)
    for part in parts:
        if part.kind == "byline" and part.span not in credits:
            for medium, span in media_in(text, part.span):
                yield medium.at(span)
            post = _AP_POST.search(text, part.span.start, part.span.end)
            if post:
                yield Outlet("Associated Press", "wire", Span(post.start("name"), post.end("name")))


def picture_credits(text: str, parts: Sequence[Part]) -> frozenset[Span]:
    """The bare outlets among the bylines that credit a picture: once the body has begun, or over a caption that follows
    a signed byline.

    "Image copyright / Reuters".  "Ana Ruiz, Orbel News / ASSOCIATED PRESS / The mayor at the harbour"
    """
    found: set[Span] = set()
    body, signed = 0, False
    for number, part in enumerate(parts):
        body += len(part.span) if part.kind == "body" else 0
        if part.kind == "byline":
            bare = known(part.span.of(text).strip(" :")) is not None
            if bare and (body > _TEASER or (signed and _has_caption(text, parts[number + 1 : number + _AROUND]))):
                found.add(part.span)
            signed = signed or not bare
    return frozenset(found)


def _has_caption(text: str, following: Sequence[Part]) -> bool:
    """True if the next part that is no date is a caption: by its kind, or as a short line without a full stop."""
    part = next((part for part in following if part.kind != "published"), None)
    if part is None or part.kind not in ("caption", "subheading", "body"):
        return False
    line = part.span.of(text)
    return part.kind == "caption" or (len(line) < _TEASER and not line.rstrip().endswith("."))


def _in_datelines(text: str, parts: Sequence[Part]) -> Iterator[Outlet]:
    """ "MOSCOW, April 4 (Reuters) -", "KYIV / AFP", "AP —", "ORBEL via AP —"."""
    for part in parts:
        if part.kind != "dateline":
            continue
        for match in _BRACKETS.finditer(text, part.span.start, part.span.end):
            medium = known(match["name"])
            if medium is not None:
                yield medium.at(Span(match.start("name"), match.end("name")))
        for medium, span in media_in(text, part.span):
            yield medium.at(span)
        for piece in _PIECES.split(part.span.of(text)):
            medium = known(piece.strip(" ./")) if len(piece) <= _LONGEST else None
            if medium is not None and medium.kind == "wire":
                yield medium.at(part.span)


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
        if medium is not None and not (medium.kind != "wire" and match.re in (_BRACKETS, _BRACKETED_END)):
            yield medium.at(Span(match.start("name"), match.end("name")))
    for span in (opening, ending, *(part.span for part in parts if part.kind == "byline")):
        if _WIRE_DESK.search(text, span.start, span.end):
            yield Outlet("Reuters", "wire", None)


def _signatures(text: str, ending: Span) -> Iterator[re.Match[str]]:
    yield from _SOURCE_LINE.finditer(text, ending.start, ending.end)
    for pattern in (_SIGNED, _BRACKETED_END):
        signed = pattern.search(text, ending.start, ending.end)
        if signed:
            yield signed


def _in_notices(text: str, parts: Sequence[Part]) -> Iterator[Outlet]:
    """Lines around the body: "Source: AFP", "Copyright 2023 The Associated Press", and who provided the story."""
    provider = provider_of(text, parts)
    if provider is not None:
        yield provider
    places = [number for number, part in enumerate(parts) if part.kind == "body"]
    if not places:
        return
    for part in (*parts[max(0, places[0] - _AROUND) : places[0]], *parts[places[-1] + 1 : places[-1] + 1 + _AROUND]):
        if part.kind in ("chrome", "credit", "byline", "published"):
            for match in (_SOURCE_PART.match(text, part.span.start, part.span.end), _notice(text, part)):
                medium = known(match["name"].strip()) if match else None
                if match and medium and (match.re is _SOURCE_PART or medium.kind == "wire"):
                    yield medium.at(Span(match.start("name"), match.end("name")))


def _notice(text: str, part: Part) -> re.Match[str] | None:
    return _NOTICE.match(text, part.span.start, part.span.end)
