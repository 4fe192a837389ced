"""What a page says about itself: headline, authors, outlet, publisher, place and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import known
from quoteattr.model import Article, Byline, Dateline, Part, Passage, Span
from quoteattr.resolve import dates
from quoteattr.resolve.outlets import named_outlet, origin_of, picture_credits, provider_of
from quoteattr.resolve.publishers import publisher_of

_BY = re.compile(
    r"\s*(?:(?:written|reported|posted|story|words|analysis|report|review|text)\s+)?by\b[\s:]*", re.IGNORECASE
)
_LABEL = re.compile(r"\s*(?:author|reporter|source|from|reporting)s?\s*[:–-]\s*", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?:(?<!\s)\s+)?(?:[,;|/•·&\n\t]|\band\b|\bwith\b|\s[-–—]\s|\bfor\b|\bin\b(?=\s[A-Z]))\s*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,5}\Z")
# What is glued to a name: an account, a count, the next link or the post ("Ida ValeStaff Writer", "Ida ValeTwitter")
_GLUED = re.compile(
    r"(?<=[^\W\dA-Z_])(?:\d+|(?:Twitter|Facebook|Instagram|Email|Follow|Updated|Published|Posted|Staff|Senior|Special"
    r"|Contribut|Reporter|Correspondent|Editor|Writer|Columnist).*)\Z|@.*|\s(?:on|at|for)\Z",
    re.DOTALL,
)
_NO_NAME = re.compile(r"\b(?:next|previous|post|view|print|author|more)\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z]{3})[A-Z]")
_LONGEST_FIELD = 12  # words of a name with a post and an outlet behind it
_EMBEDDED = 600


def article_of(
    text: str,
    parts: Sequence[Part],
    publisher: str | None = None,
    outlet: str | None = None,
    *,
    published: str | None = None,
    signed: Span | None = None,
) -> Article:
    """The article of a page. What is known of it besides leads over its text: publisher, outlet, time of publication,
    and ``signed``, the part that names the authors."""
    told = [part for part in parts if part.span == signed]
    bylines = tuple(_bylines(text, told, parts)) or tuple(_bylines(text, parts, parts))
    page = named_outlet(publisher) if publisher else publisher_of(text, parts, provider_of(text, parts))
    return Article(
        headline=_first(text, parts, "headline"),
        bylines=bylines,
        outlet=named_outlet(outlet) if outlet else origin_of(text, parts, bylines, page),
        publisher=page,
        dateline=_dateline(text, parts),
        published=published or dates.published(text, parts),
        parts=tuple(parts),
    )


def author_of(article: Article) -> Byline | None:
    """The one person who signs the page, if it is one."""
    people = [byline for byline in article.bylines if known(byline.text) is None]
    return people[0] if len(people) == 1 and len(people[0].text.split()) > 1 else None


def _dateline(text: str, parts: Sequence[Part]) -> Dateline | None:
    return next((Dateline(part.span, part.span.of(text)) for part in parts if part.kind == "dateline"), None)


def _first(text: str, parts: Sequence[Part], kind: str) -> Passage | None:
    return next((Passage.of(text, part.span) for part in parts if part.kind == kind), None)


def _bylines(text: str, among: Sequence[Part], parts: Sequence[Part]) -> Iterator[Byline]:
    """The names of the bylines ``among`` the parts, without "By", each once."""
    seen: set[str] = set()
    credits, embedded = picture_credits(text, parts), _embedded(parts)
    for part in among:
        if part.kind != "byline" or part.span in credits or (seen and part.span in embedded):
            continue
        if _words("credits").search(text, part.span.start, part.span.end):
            continue
        start = part.span.start
        opened = _BY.match(text, start, part.span.end) or _LABEL.match(text, start, part.span.end)
        start = opened.end() if opened else start
        for span in _fields(text, Span(min(start, part.span.end), part.span.end)):
            span = _alone(text, span)
            name = span.of(text)
            # "By Catherine", but a single word behind a name is a place: "PTI, Washington"
            front = text[max(part.span.start, span.start - 8) : span.start].lower().rstrip(" :")
            by = front.endswith("by") or (opened and span.start == start)
            single = " " not in name and known(name) is None and not by
            if _is_name(name) and not single and name.lower() not in seen:
                seen.add(name.lower())
                yield Byline(name, span)


def _embedded(parts: Sequence[Part]) -> frozenset[Span]:
    """The bylines of links to other stories amid the body."""
    end = max((part.span.start for part in parts if part.kind == "body"), default=0)
    found: set[Span] = set()
    before = 0
    for part in parts:
        before += len(part.span) if part.kind == "body" else 0
        if part.kind == "byline" and before > _EMBEDDED and part.span.end <= end:
            found.add(part.span)
    return frozenset(found)


def _alone(text: str, span: Span) -> Span:
    """The name in a field of a byline without what is written behind it: a post, an outlet, an account."""
    words = _GLUED.sub("", span.of(text), count=1).split(" ", _LONGEST_FIELD + 1)
    if len(words) > _LONGEST_FIELD:
        return span  # no name, whatever is cut off
    for number in reversed(range(2, len(words))):
        # "Ida Vale Senior Politics Editor", "Ida Vale CBC News"
        if _words("labels").fullmatch(words[number]) or known(" ".join(words[number:])) is not None:
            words = words[:number]
    return Span(span.start, span.start + len(" ".join(words).rstrip()))


def _fields(text: str, within: Span) -> Iterator[Span]:
    at = within.start
    for match in (*_SEPARATOR.finditer(text, within.start, within.end), None):
        end = match.start() if match else within.end
        field = text[at:end]
        again = _BY.match(field)
        if again and len(again[0]) < len(field):
            at, field = at + again.end(), field[again.end() :]
        start = at + len(field) - len(field.lstrip())
        if field.strip(" .:()"):
            yield Span(start, start + len(field.strip().rstrip(" :–—-")))
        at = match.end() if match else end


def _is_name(name: str) -> bool:
    if known(name) is not None:
        return True
    if len(name) > 60 or not name[:1].isupper() or any(mark in name for mark in "0123456789@"):
        return False
    if _NO_NAME.search(name) or len(_CAMEL.findall(name)) > 1:
        return False
    return _NAME.match(name) is not None and not _words("labels").search(name)


@cache
def _words(kind: str) -> re.Pattern[str]:
    """The words of the lexicon that tell that a field of a byline, or a byline, names no author."""
    words = "|".join(re.escape(word) for word in load_table("outlets")["bylines"][kind])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
