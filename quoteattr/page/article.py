"""Read a page: the kinds of its lines, and from them its parts and what it says about its article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, groupby, pairwise, takewhile
from operator import itemgetter
from typing import Literal

import regex
from attrs import evolve, field, frozen

from quoteattr.lexicon.outlets import known
from quoteattr.limits import check_deadline
from quoteattr.model import Article, Byline, Dateline, Outlet, Part, PartKind, Passage, Span
from quoteattr.page.bylines import (
    is_labelled,
    is_photo_credit,
    is_post,
    read_bylines,
    read_dateline,
    read_opening_dateline,
    signs,
)
from quoteattr.page.credits import credits_in, ends_with_credit
from quoteattr.page.dates import choose_dates, find_dates, near_headline
from quoteattr.page.exports import Fields, read_fields
from quoteattr.page.lines import Line, first_and_last, split_lines
from quoteattr.page.markup import WebPage
from quoteattr.page.notices import is_notice, is_promotion
from quoteattr.page.publishers import choose_outlet, choose_publisher, named_outlet, signed_outlet
from quoteattr.paragraphs import trim

_BY = re.compile(r"\b[Bb][Yy](?=\s|[A-Z])")
_TWEET = re.compile(r"[—–-]\s.*\(@\w+\)")
_CLOSING = "\"'”’)]»"
_STOPS = (".", "!", "?", "…")
_LETTERS = re.compile(r"[^\W_]+")
Structure = Literal["auto", "plain"]
_DATED = 4  # paragraphs in which a dateline is looked for
_BROKEN = 2  # lines of a dateline above that in which it ends
_DATED_KINDS: frozenset[PartKind] = frozenset({"chrome", "byline", "published", "dateline", "body"})
_ARTICLE: frozenset[PartKind] = frozenset({"headline", "standfirst", "body", "subheading"})
_SHORTEST_COPY = 60  # characters of a paragraph; shorter lines may be repeated on purpose
_LONGEST_NOTICE = 200  # characters
_CLOSING_LINES = 3  # of the body, in which notices about the article are looked for
_NOTICE = re.compile(r"©|\(c\) (?:19|20)\d\d|\ball rights reserved\b", re.IGNORECASE)
_WORK = r"(?:additional\s)?(?:reporting|writing|editing)(?:\sand\s(?:reporting|writing|editing))?\sby"
_SIGN_OFF = regex.compile(  # "(Reporting by Ida Vale in Lima; Editing by Omar Stone)"
    rf"[(\[]?{_WORK}(?:(?-i:\s(?:and|in|\p{{Lu}}[\w.'’-]*)),?|;\s{_WORK}){{1,30}}[.)\]]*", regex.IGNORECASE
)
_END = re.compile(
    r"[\W_]*(?:ends?|end of (?:document|release)|notes? (?:to|for) editors?)[\W_]*|[-–—] ?30 ?[-–—]|#(?:\s?#){1,5}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}(?:[.:]\d{2}(?:\s?[ap]\.?m\.?)?|\s?[ap]\.?m\.?)(?:\s[A-Z]{2,4})?")  # "10.42", "7 p.m. EDT"
_FEWEST_ENTRIES = 3  # of a live blog
_LINK = re.compile(  # "Read also: Schools to get new roofs"
    r"\W*(?:read (?:also|more)|also read|see also|related(?: (?:stor(?:y|ies)|articles?))?|don['’]t miss|watch)"
    r"\s?[:|]\s",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"(?:(?:media|press|news|pr)\s)?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))\s?:", re.IGNORECASE)
_REACHED = re.compile(r"\S@\S|\d{3}\D{0,3}\d{3}")  # an address of mail, or a telephone number
_CONTACT_LINES, _LONGEST_CONTACT = 7, 16  # lines of who answers questions, and words of one of them
_SEPARATOR = re.compile(r"(?<!\s)\s+(?:[|–—·•»:-]|::)\s+")
_LONGEST_NAME = 5  # words of the name of a site after a headline
_TOP = 5  # lines that may have a label and its authors above an article without menus
_STANDFIRST = 2  # lines
_POINT = re.compile(r"(?:(?P<mark>[•*·▪●–-])|(?P<number>\(?\d{1,2}[.)]))\s")  # of a list
_SHORTEST_LEAD, _SHORTEST_SENTENCE = 3, 8  # words of a line above a list, and of a sentence
_LONGER = 3  # letters; a content word has more
_MOST_SIGNERS = 100  # names of the markup that are compared with a byline


@frozen
class Page:
    """A text with its article, whose ``parts`` hold every character but white space."""

    text: str = field(repr=False)
    article: Article


def read_page(
    given: str | WebPage,
    *,
    structure: Structure = "auto",
    publisher: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
) -> Page:
    """Return the structure of a page and its metadata.

    Args:
        given: The visible text of a page, or of an article alone; or the text of a web page with its markup.
        structure: "auto" classifies the lines; "plain" takes every line as body.
        publisher: The publisher, if the caller knows it. Arguments take precedence over markup, and markup over text.
        outlet: The origin of the story, where the caller knows it.
        published: The ISO date of publication, where the caller knows it.
    """
    page = WebPage(given) if isinstance(given, str) else given
    page = evolve(page, publisher=publisher or page.publisher, published=published or page.published)
    lines: Sequence[Line] = split_lines(page.text)
    fields = read_fields(lines) if isinstance(given, str) and structure == "auto" else None
    lines = fields.lines if fields else lines
    spans = [line.span for line in lines]
    starts = [span.start for span in spans]
    markup = {max(0, bisect_right(starts, part.span.start) - 1): part.kind for part in page.parts}
    check_deadline()
    kinds = _kinds(lines, structure, fields.kinds if fields else markup)
    check_deadline()
    dateline = first, last, _ = _find_dateline(page.text, spans, kinds)
    kinds[first : last + 1] = ["body" if kind == "body" else "dateline" for kind in kinds[first : last + 1]]
    parts = tuple(_parts(page.text, lines, kinds, dateline))
    check_deadline()
    return Page(page.text, article_of(page, spans, kinds, parts, outlet=outlet, fields=fields))


def _kinds(lines: Sequence[Line], structure: Structure, evidence: Mapping[int, PartKind]) -> list[PartKind]:
    """Return the kind of each line. Where the markup knows bylines or dates, other lines are none."""
    ends = [_ending(line) for line in lines]
    # a text without page furniture or headline: each line ends a sentence, the first with a stop
    prose = len(lines) > 1 and ends[0] in (".", "…") and all(end in _STOPS for end in ends)
    if structure == "plain" or (prose and not evidence):
        return ["body"] * len(lines)
    if len(lines) == 1 and not evidence:  # the headline of a feed has no final stop
        return ["headline" if 3 <= len(lines[0].words) <= 18 and ends[0] not in _STOPS else "body"]
    from quoteattr.page.classifier import classify  # loads numpy

    contacts: dict[int, PartKind] = dict.fromkeys(_contacts(lines), "chrome")
    signed = next((at for at, line in enumerate(lines[:_TOP]) if is_labelled(line.text)), None)
    exact = contacts if signed is None or evidence else {**contacts, signed: "byline"}
    kinds = classify(lines, {**exact, **evidence})
    if not evidence:
        kinds = with_standfirst(lines, _with_sentences(lines, kinds))
    kinds = _with_exact_kinds(lines, _with_points(lines, _without_copies(lines, kinds)))
    if not evidence:
        return with_byline(lines, kinds)
    known = {"byline", "published"}.intersection(evidence.values())
    return [
        "chrome" if kind in known and number not in evidence and not _SIGN_OFF.fullmatch(lines[number].text) else kind
        for number, kind in enumerate(kinds)
    ]


def _contacts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines from "Media contact:" to the last address or telephone number of the short lines below it."""
    for number, line in enumerate(lines):
        label = _CONTACT.match(line.text)
        if label is None or len(line.words) > _LONGEST_CONTACT:
            continue
        below = lines[number + 1 : number + _CONTACT_LINES]
        short = takewhile(lambda each: not each.parted and len(each.words) <= _LONGEST_CONTACT, below)
        ends = [at for at, each in enumerate([line, *short]) if _REACHED.search(each.text)]
        yield from range(number, number + max(ends, default=-1) + 1)


def with_standfirst(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[PartKind]:
    """Return the kinds, where one or two lines directly below the headline are its standfirst rather than chrome.

    At least half of their longer words recur in the body: of 25 such lines of the shared pages 22 are standfirsts. The
    points of a list stay together.
    """
    found = list(kinds)
    first = first_and_last(kinds, "headline")[1] + 1
    body = _body_words(lines, kinds)
    for number in range(first, first_and_last(kinds, "body")[0]) if first else ():
        line = lines[number]
        longer = [word for word in line.folded if len(word) > _LONGER]
        listed = number > first and line.text[0] in "•*-–" and line.text[0] == lines[number - 1].text[0]
        sentence = len(line.words) > _LONGEST_NAME and 2 * sum(word in body for word in longer) >= len(longer)
        plain = line.text[-1] not in ":…" and not any(mark in line.text for mark in "|>›")
        joined = listed or (sentence and number < first + _STANDFIRST)
        if not (plain and joined and kinds[number] in ("chrome", "standfirst")):
            break
        found[number] = "standfirst"
    return found


def _body_words(lines: Sequence[Line], kinds: Sequence[PartKind]) -> frozenset[str]:
    return frozenset(word for line, kind in zip(lines, kinds, strict=True) if kind == "body" for word in line.folded)


def _with_sentences(lines: Sequence[Line], kinds: Sequence[PartKind]) -> Sequence[PartKind]:
    """Return the kinds, where sentences are body if no line of the body is one."""
    sentences = [len(line.words) >= _SHORTEST_SENTENCE and _ending(line) in _STOPS for line in lines]
    if any(kind == "body" and sentence for kind, sentence in zip(kinds, sentences, strict=True)):
        return kinds
    return ["body" if kind == "chrome" and said else kind for kind, said in zip(kinds, sentences, strict=True)]


def _ending(line: Line) -> str:
    return line.text.rstrip(_CLOSING)[-1:]


def _with_points(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[PartKind]:
    """Return the kinds, where the points of a list below a line of the body that ends in a colon are body."""
    found = list(kinds)
    mark = ""
    for number in range(1, len(lines)):
        point, above = _POINT.match(lines[number].text), lines[number - 1]
        own = (point["mark"] or "1") if point else ""
        opens = found[number - 1] == "body" and above.text[-1] == ":" and len(above.words) >= _SHORTEST_LEAD
        mark = own if opens or own == mark else ""
        if mark and found[number] in ("chrome", "related", "subheading"):
            found[number] = "body"
    return found


def _without_copies(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[PartKind]:
    """Return the kinds, where a copy of a caption, with or without its credit, or of a paragraph is chrome."""
    seen: set[str] = set()
    found: list[PartKind] = []
    for line, kind in zip(lines, kinds, strict=True):
        credit = next(credits_in(line.text, Span(0, len(line.text))), None)
        text = line.text[: credit.start].strip() if credit else line.text
        read = kind in ("caption", "standfirst", "body")
        found.append("chrome" if read and text in seen else kind)
        if text and (kind == "caption" or (read and len(text) >= _SHORTEST_COPY)):
            seen.add(text)
    return found


def _with_exact_kinds(lines: Sequence[Line], kinds: Sequence[PartKind]) -> list[PartKind]:
    """Return the kinds, where short notices and promotion are chrome and "(Reporting by …)" a byline, never searched.

    The name of a post below a byline belongs to it. A person and an agency are a credit. A link with a label, and a
    byline below the heading of another article, are related. Nothing is body below a mark that ends a release
    ("– ENDS –", "###", "Notes to editors"). The times of a live blog are chrome, and the sentence below one is body.
    """
    found = list(kinds)
    timed = [_TIME.fullmatch(line.text) is not None for line in lines]
    live = sum(timed) >= _FEWEST_ENTRIES
    bodies = [number for number, kind in enumerate(kinds) if kind == "body"]
    edges, begun, ended = {*bodies[:1], *bodies[-_CLOSING_LINES:]}, False, False
    for number, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        above, prose = found[number - 1] if number else "", kind in ("body", "subheading")
        ended = ended or (begun and _END.fullmatch(line.text) is not None)
        begun = begun or kind == "body"
        if live and kind == "chrome" and number and timed[number - 1] and begun and _ending(line) in _STOPS:
            found[number] = "body"
        elif (ended or (live and timed[number])) and prose:
            found[number] = "chrome"
        elif kind == "chrome" and above == "byline" and _goes_with(line, lines[number - 1]):
            found[number] = "byline"
        elif kind == "byline" and _TWEET.match(line.text):
            found[number] = "chrome"
        elif kind in ("chrome", "byline", "body") and is_photo_credit(line.text):
            found[number] = "credit"
        elif kind == "byline" and begun and above in ("subheading", "related"):
            if "published" in kinds[number + 1 : number + 2]:
                found[number] = "related"
        elif prose and _LINK.match(line.text) and _ending(line) != ".":
            found[number] = "related"
        elif number in edges and is_notice(line.text):
            found[number] = "chrome"
        elif prose and len(line.text) <= _LONGEST_NOTICE:
            if _SIGN_OFF.fullmatch(line.text):
                found[number] = "byline"
            elif _NOTICE.search(line.text) or is_promotion(line.text):
                found[number] = "chrome"
    return found


def _goes_with(line: Line, byline: Line) -> bool:
    """Return True for the post of the person who signs above, or the next person of a list."""
    return is_post(line.text) or (line.text[:2] == byline.text[:2] == "* " and bool(read_bylines(line.text)))


def with_byline(lines: Sequence[Line], kinds: list[PartKind]) -> list[PartKind]:
    """Return the kinds, where on a page without a byline the first line near the headline that signs is one."""
    signing = (line for line, kind in zip(lines, kinds, strict=True) if kind in ("byline", "published"))
    if not any(read_bylines(line.text) for line in signing):
        last = first_and_last(kinds, "headline")[1]
        near = (number for number in near_headline(kinds) if kinds[number] == "chrome")
        first = next((number for number in near if signs(lines[number].text, number > last)), None)
        kinds = ["byline" if number == first else kind for number, kind in enumerate(kinds)]
    return kinds


def article_of(
    web_page: WebPage,
    lines: Sequence[Span],
    kinds: Sequence[PartKind],
    parts: Sequence[Part],
    *,
    outlet: str | None = None,
    fields: Fields | None = None,
) -> Article:
    """Return what a page says about its article, from its lines, their kinds and its parts.

    Publisher and dates of ``web_page``, which the caller or the markup knows, and ``outlet`` take precedence over the
    text. ``fields`` are those of an export.
    """
    text, publisher = web_page.text, web_page.publisher
    authors, source = (fields.authors, fields.publisher) if fields else ((), None)
    bylines = authors or _bylines(text, lines, kinds, web_page.bylines)
    dateline = _dateline(text, parts)
    first, last = choose_dates(text, lines, kinds)
    if first is None and dateline is not None:  # "LIMA, May 4, 2024 -" in the first paragraph
        first = next(iter(find_dates(dateline.text, dateline.start)), None)
    framed = not _ARTICLE.issuperset(kinds) or any(part.kind == "chrome" for part in parts)  # after a headline
    page: Outlet | None = None  # an article without anything around it names outlets, but not its own
    if source is not None and not publisher:
        page = named_outlet(source.of(text), source)
    elif framed or publisher:
        signed = signed_outlet(text, lines, kinds, bylines)
        kept = [number for number in range(len(lines)) if not fields or number not in fields.labels]
        own = [lines[number] for number in kept], [kinds[number] for number in kept]
        page = choose_publisher(text, *own, publisher, signed, bylines)
    origin = named_outlet(outlet) if outlet else choose_outlet(text, lines, kinds, bylines, dateline, page)
    return Article(
        headline=_passage(text, parts, "headline"),
        standfirst=_passage(text, parts, "standfirst"),
        bylines=bylines,
        outlet=origin,
        publisher=page,
        dateline=dateline,
        published=web_page.published or (first.iso if first else None),
        updated=web_page.updated or (last.iso if last else None),
        parts=parts,
    )


def _parts(
    text: str, lines: Sequence[Line], kinds: Sequence[PartKind], dateline: tuple[int, int, int]
) -> Iterator[Part]:
    """Yield the parts of all lines: a dateline, a credit and the name of the site are parts of their own."""
    number = 0
    while number < len(lines):
        kind, span, line = kinds[number], lines[number].span, lines[number].text
        if kind == "headline":
            while number + 1 < len(lines) and kinds[number + 1] == "headline":
                number += 1
            span = Span(span.start, lines[number].span.end)
            copies = frozenset(each.text for each in lines)
            end = site_name(span.of(text), _body_words(lines, kinds), copies) if len(lines) > 1 else len(span)
            yield from _cut(text, span, ("headline", span.start + end), ("chrome", span.end))
        elif kind == "caption" or (kind in ("standfirst", "body", "subheading") and ends_with_credit(line)):
            pieces: list[tuple[PartKind, int]] = []
            for credit in credits_in(text, span):  # captions and credits in turn
                pieces += [("caption", credit.start), ("credit", credit.end)]
            yield from _cut(text, span, *pieces, ("caption", span.end))
        elif number == dateline[0]:
            _, number, end = dateline
            yield from _cut(text, span, ("dateline", end), ("body", lines[number].span.end))
        else:
            yield Part(kind, span)
        number += 1


def _find_dateline(text: str, lines: Sequence[Span], kinds: Sequence[PartKind]) -> tuple[int, int, int]:
    """Return first and last line of the dateline in or above one of the first paragraphs, and its end; -1 for none."""
    bodies = [number for number, kind in enumerate(kinds) if kind == "body"][:_DATED]
    for first in (*range(max(0, bodies[0] - _BROKEN), bodies[0]), *bodies) if bodies else ():
        for last in range(min(first + _BROKEN, len(lines) - 1), first - 1, -1):
            if kinds[last] == "body" and _DATED_KINDS.issuperset(kinds[first:last]):
                found = read_dateline(text[lines[first].start : lines[last].end], lines[first].start)
                if found is not None and found.end > lines[last].start:
                    return first, last, found.end
                if found is not None and found.end == lines[last - 1].end:  # on a line of its own
                    return first, last - 1, found.end
    if bodies and "headline" in kinds:
        from quoteattr.page.classifier import line_classifier  # loads numpy

        opening, common = lines[bodies[0]], line_classifier().words
        found = read_opening_dateline(opening.of(text), text, common, opening.start)
        if found is not None:
            return bodies[0], bodies[0], found.end
    return -1, -1, -1


def _cut(text: str, span: Span, *pieces: tuple[PartKind, int]) -> Iterator[Part]:
    """Yield the pieces of a span, each with its kind and its end, without white space at their ends."""
    position = span.start
    for kind, end in pieces:
        piece = trim(text, position, end)
        if piece is not None:
            yield Part(kind, piece)
        position = max(position, end)


def site_name(headline: str, body: frozenset[str] = frozenset(), lines: frozenset[str] = frozenset()) -> int:
    """Return where the name of the site, or of a section, begins after a headline: "Bridge falls | World | Orbel News".

    A segment after a separator belongs to the headline if one of its words occurs in ``body`` ("… - Kremlin"). It does
    not if the text before it is one of ``lines``: the page then repeats the headline without the name of the site.
    """
    end = len(headline)
    for match in reversed(list(_SEPARATOR.finditer(headline))):
        front, suffix = headline[: match.start()], headline[match.end() : end].strip()
        words = (word for word in _LETTERS.findall(suffix.lower()) if len(word) > 2)
        own = known(suffix, ambiguous=False) is None and any(word in body for word in words)
        # "Snow to close passes – weather service" names a source: no name of a site is in small letters
        own = own or suffix.islower() or len(suffix.split()) > _LONGEST_NAME or len(front.split()) < 3
        if own and front.strip() not in lines:
            break
        end = match.start()
    return end


def _passage(text: str, parts: Sequence[Part], kind: PartKind) -> Passage | None:
    """Return the first part of a kind, with those of the same kind directly after it."""
    first = dropwhile(lambda part: part.kind != kind, parts)
    spans = [part.span for part in takewhile(lambda part: part.kind == kind, first)]
    return Passage.of(text, *spans) if spans else None


def _bylines(text: str, spans: Sequence[Span], kinds: Sequence[PartKind], names: Sequence[str]) -> tuple[Byline, ...]:
    """Return the persons, desks and agencies of the bylines, each once; adjacent lines are read together.

    A line of publication names them after "by", and without it where the page has no byline. ``names`` are those that
    the markup knows.
    """
    found: dict[tuple[str, str], Byline] = {}
    dated: tuple[Byline, ...] = ()
    for kind, group in groupby(zip(kinds, spans, strict=True), key=itemgetter(0)):
        own = [span for _, span in group]
        block = Span(own[0].start, own[-1].end)
        if kind == "byline" or (kind == "published" and _BY.search(block.of(text))):
            for byline in _with_whole_names(text, block, read_bylines(block.of(text), block.start), names):
                found.setdefault((byline.name.casefold(), byline.part), byline)
        elif kind == "published":
            dated = dated or read_bylines(block.of(text), block.start)
    return tuple(found.values()) or dated


def _with_whole_names(text: str, block: Span, found: Sequence[Byline], names: Sequence[str]) -> Sequence[Byline]:
    """Return the bylines of a block, with the names of the markup that were cut whole: "Ministry | of Health"."""
    for name in names[:_MOST_SIGNERS]:
        start = text.find(name, block.start, block.end)
        if start < 0 or "," in name:
            continue
        whole = Span(start, start + len(name))
        inside = [each for each in found if each.span.overlaps(whole)]
        if inside and all(len(each.span) < len(whole) for each in inside):
            kept = [each for each in found if each not in inside]
            found = sorted([*kept, evolve(inside[0], name=name, span=whole)], key=lambda each: each.span)
    return found


def _dateline(text: str, parts: Sequence[Part]) -> Dateline | None:
    """Return the dateline of the first part that is one."""
    for part, below in pairwise((*parts, *parts[-1:])):
        if part.kind == "dateline":
            start, opening = part.span.start, text[part.span.start : below.span.end]
            if found := read_dateline(opening, start) or read_opening_dateline(opening, "", (), start):
                return found
    return None
