"""Extract the article of a web page: its text with line kinds, and its metadata. Needs the extra ``html``.

The metadata are trafilatura's reading and the JSON-LD, Open Graph, microdata and meta tags of the same tree. The
publisher is the name that most of them give, and the authors are those of the first source that names a person.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from datetime import datetime
from functools import cache, partial
from html import unescape
from itertools import accumulate, chain, compress, dropwhile, islice, pairwise, takewhile
from math import inf
from typing import Any
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from quoteattr.errors import ArgumentError, QuoteattrError, TextTypeError, TextValueError, needs_extra
from quoteattr.lexicon import any_of, given_names, load_table
from quoteattr.lexicon.outlets import known
from quoteattr.model import Part, PartKind, Span
from quoteattr.page.bylines import is_desk, is_photo_credit, is_role_word, read_bylines, signs
from quoteattr.page.dates import ORDERS, Order, find_dates, follows_prose, order_of
from quoteattr.page.publishers import name_key

# The parser compares every attribute of a tag with those before it, and trafilatura every piece of a paragraph's text
# with those before it: the limits keep the time linear. Pages of the press hold some thousand elements.
MOST_ATTRIBUTES = 1_000  # of a tag
MOST_ELEMENTS = 50_000  # of a page
MOST_IN_PARAGRAPH = 2_000  # elements that cut its text into pieces
_UNCUT = frozenset({"a", "br", "span"})  # trafilatura handles these without harm, and there may be many
_REMEDY = "clean its HTML, or read its visible text instead"
_REPEATED_WITHIN = 5  # lines at the top of an extracted text among which the headline may come once more
_SHORTEST_CAPTION = 4  # words
_MUCH_LONGER = 1.5  # times the words that the page shows
_ASIDE = ("aside", "nav", "footer")  # elements whose captions are no part of the article
_UNSIGNED = (*_ASIDE, "figure", "figcaption", "script", "style", "form")  # elements in which no byline is looked for
_BETWEEN = "\n\n"
_ELEMENT = re.compile(r"</?([a-z][a-z1-6]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)")
_DECLARED_WITHIN = 2048  # bytes
_READ_AS_CP1252 = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")  # as browsers do
_WORD = re.compile(r"\w+")

# As a browser takes markup apart: a comment, a declaration, or the name of a tag; then each attribute of that.
_TAG = re.compile(r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*|/?(?P<name>[a-z][^\s/>]*))", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
_VERBATIM = re.compile("<(script|style|textarea|title|xmp|iframe|noembed|noframes)\\Z", re.IGNORECASE)

# The day of the first publication before that of an update, from markup before running text.
_DATE_SEARCH = {
    "original_date": True,
    "extensive_search": True,
    "deferred_url_extractor": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
    "max_date": None,
}
_DAY = re.compile(r"(?:19|[2-9]\d)\d\d-\d\d-\d\d")
_BY = re.compile(r"by\b|written\b|posted\b", re.IGNORECASE)
_BYLINE_CLASS = re.compile(
    r"author|byline|by-line|contributor|writer|columnist|journalist|reporter|signature", re.IGNORECASE
)
_NAMED_BY = ("class", "id", "data-component", "data-testid")
_STANDFIRST_CLASS = re.compile(r"(?:\b|_|(?<=[a-z])(?=[A-Z]))(?i:standfirst|dek|deck|subtitle|sub-?headline)(?![a-z])")
_AUTHOR_LINK = re.compile(
    r"/(?:authors?|bio|bylines?|columnists?|contributors?|editors|journalists?|people|profiles?|reporters?|staff|writers?)/[^/]",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3")
_TITLE_MARK = re.compile(r"\s(?:[|–—·»«›‹←:-]|::)\s")
_AUTHOR_TAGS = ("author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author")
_LONGEST_HEADLINE, _LONGEST_BYLINE, _LONGEST_STANDFIRST, _LONGEST_CAPTION = 300, 200, 500, 1_000  # characters
_LONGEST_OPENING, _LONGEST_DATED = 500, 100  # characters between a headline and its article, and of a line with a date
_NO_ORDER = ("US", "CA", "PH")  # "en-US" may be the default of the software
_SHORTEST_TITLE, _SHORTEST_STANDFIRST = 3, 4  # words
_LONGEST_LOGO, _LONGEST_SITE, _LONGEST_NAME, _LONGEST_PUBLISHER = 4, 5, 6, 8  # words
_MOST_SEARCHED, _MOST_IN_OPENING = 20_000, 1_000  # elements
_MEMBERS = ("@graph", "mainEntity")  # where JSON-LD keeps the objects of a page
_DATA = re.compile(r"(?<!CDATA)\[(?!CDATA\[)|\{")
_DECODER = json.JSONDecoder(strict=False)


def _parts(value: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(value, key=lambda part: part.span.start))


@frozen
class WebPage:
    """The article of a web page. Every function that takes a text takes it as well.

    ``text`` is the extracted text: headline, byline, time of publication, then the paragraphs, then captions, with
    blank lines between them. ``parts`` are the lines whose kind is known from the markup.
    """

    text: str = field(repr=False)
    headline: str | None = None
    bylines: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    parts: tuple[Part, ...] = field(default=(), converter=_parts, repr=False)
    updated: str | None = None


def from_html(html: str | bytes, *, url: str | None = None) -> WebPage:
    """The article of a page: its text and metadata, extracted by trafilatura with precision favoured.

    Args:
        html: The page. Bytes are read as UTF-8, else as the page declares, else as they look.
        url: Where the page was found.

    Raises:
        MissingExtraError: The extra ``html`` is not installed.
        TextTypeError: ``html`` is neither a string nor bytes.
        ArgumentError: ``url`` is no string.
        TextValueError: The page has no text that could be an article's, cannot be read at all, or holds more than
            :mod:`quoteattr.page.markup` allows, so that reading it would take minutes.
    """
    if not isinstance(html, (str, bytes)):
        raise TextTypeError(f"a page must be a str or bytes, not {type(html).__name__}: read the file first")
    if url is not None and not isinstance(url, str):
        raise ArgumentError(f"url={url!r} is no str: give the address as text, or leave it out")
    with needs_extra("html", "HTML is read by trafilatura, which is not installed"):
        import trafilatura
    try:
        tree = parsed(trafilatura, html)
        found = metadata_of(trafilatura, tree, url)
        body = _body(trafilatura, tree, url, found[0].headline)
        if not body:
            raise TextValueError("the page has no text of an article; read its visible text instead, if it has any")
        lines = list(_lines(*found, body, _captions(tree)))
        return evolve(found[0], text=_BETWEEN.join(line for _, line in lines), parts=_known_parts(lines))
    except QuoteattrError:
        raise
    except Exception as error:  # of lxml and the readers of dates, on markup that nobody foresaw
        raise TextValueError(f"the page cannot be read ({type(error).__name__}: {error}); clean its HTML") from error


def parsed(trafilatura: Any, html: str | bytes) -> Any:
    """Return the tree of a page, or of a part of one, in which the dates in sentences are plain text.

    Raises:
        TextValueError: It is no HTML, or has more elements or attributes than this module allows.
    """
    markup = _decoded(html)
    check_markup(markup)
    tree = None
    if isinstance(markup, str):
        names = {name.lower() for name in _ELEMENT.findall(markup)}
        # trafilatura refuses a single element that is no page
        tree = trafilatura.load_html(markup if "html" in names else f"<html>{markup}") if names else None
    else:
        tree = trafilatura.load_html(markup)
    if tree is None:
        raise TextValueError(f"this is no HTML page: {markup[:40]!r}; read plain text without from_html")
    _check_tree(tree)
    _keep_times(tree)
    return tree


def _keep_times(tree: Any) -> None:
    """Replace each ``<time>`` in a paragraph that ends like a sentence by its text.

    trafilatura deletes these elements, and takes the days in them for the date of publication. A byline ends otherwise.
    """
    for paragraph in tree.iter("p"):
        times = [each for each in paragraph.iter("time") if not each.keys() or each.keys() == ["datetime"]]
        if times and _SENTENCE_END.search(_text(paragraph)):
            for each in times:
                each.drop_tag()


def _decoded(html: str | bytes) -> str | bytes:
    """Bytes that are no UTF-8 by the encoding that they declare; without one they are left to trafilatura's guess.

    In text, lone surrogates are replaced: the parser ends the page at the first one.
    """
    if isinstance(html, str):
        return html if html.isascii() else html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    declared = _CHARSET.search(html, 0, _DECLARED_WITHIN)
    name = declared[1].decode("ascii").lower() if declared else ""
    for encoding in ("utf-8", "cp1252" if name in _READ_AS_CP1252 else name):
        with suppress(UnicodeError, LookupError):
            return html.decode(encoding)
    return html


def _body(trafilatura: Any, tree: Any, url: str | None, headline: str | None) -> list[str]:
    """The lines of the article, from JSON-LD where its ``articleBody`` has more than the page shows.

    It has half as many words again or, next to a single line, several lines and as many words.
    """
    shown = _paragraphs(trafilatura, tree, url)
    members = (each["articleBody"] for each in _about(_linked_data(tree), headline, "articleBody"))
    texts = {unescape(each) for each in members if isinstance(each, str)}
    if len(texts) != 1:
        return shown
    [text] = texts
    marked = _ELEMENT.search(text) is not None
    whole = _paragraphs(trafilatura, parsed(trafilatura, text), url) if marked else _text_lines(text)
    least = 1 if len(shown) == 1 < len(whole) else _MUCH_LONGER
    return whole if _word_count(whole) >= least * _word_count(shown) else shown


def _word_count(lines: Iterable[str]) -> int:
    return sum(len(_WORD.findall(line)) for line in lines)


def _text_lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _paragraphs(trafilatura: Any, tree: Any, url: str | None) -> list[str]:
    """The lines that the page shows. A page laid out in tables has some only where precision is not favoured."""
    read = partial(trafilatura.extract, tree, url=url, include_comments=False, include_tables=False)
    texts = (read(favor_precision=precise) or "" for precise in (True, False))
    return next(filter(None, map(_text_lines, texts)), [])


def _captions(tree: Any) -> Iterator[str]:
    """The captions of pictures inside the article, which trafilatura leaves out: innermost elements that are marked."""
    named = partial(re.search, r"(?i)caption(?!s)")  # "captions" are those of a video player
    marked = [each for each in tree.iter() if each.tag == "figcaption" or named(each.get("class") or "")]
    outer = {each for element in marked for each in element.iterancestors()}
    for caption in marked:
        above, text = {element.tag for element in caption.iterancestors()}, _text(caption, _LONGEST_CAPTION)
        own = caption.tag == "figcaption" or (caption not in outer and "figcaption" not in above)
        if own and "article" in above and above.isdisjoint(_ASIDE) and len(text.split()) >= _SHORTEST_CAPTION:
            yield text


def _known_parts(lines: Iterable[tuple[PartKind | None, str]]) -> Iterator[Part]:
    start = 0
    for kind, line in lines:
        if kind is not None:
            yield Part(kind, Span(start, start + len(line)))
        start += len(line) + len(_BETWEEN)


def _lines(
    found: WebPage, standfirst: str | None, roles: Mapping[str, str], body: Sequence[str], captions: Iterable[str]
) -> Iterator[tuple[PartKind | None, str]]:
    """The lines of the text, each with its kind where that is known."""
    if found.headline:
        yield "headline", found.headline
    if standfirst:
        yield "standfirst", standfirst
    if found.bylines:
        *others, last = [f"{name} ({roles[name]})" if name in roles else name for name in found.bylines]
        yield "byline", "By " + " and ".join(filter(None, (", ".join(others), last)))
    if found.published:
        yield "published", f"Published: {found.published}"
    words = _WORD.findall((found.headline or "").lower())
    copies = [number for number, line in enumerate(body[:_REPEATED_WITHIN]) if _WORD.findall(line.lower()) == words]
    paragraphs = list(body[copies[0] + 1 :] if found.headline and copies else body)
    if standfirst in paragraphs[:_REPEATED_WITHIN]:
        paragraphs.remove(standfirst)
    pictured, seen = dict.fromkeys(captions), set(paragraphs)
    yield from (("caption" if line in pictured else None, line) for line in paragraphs)
    yield from (("caption", line) for line in pictured if line not in seen)


def check_markup(html: str | bytes) -> None:
    """Check the tags of a page before it is parsed.

    Raises:
        TextValueError: A tag has more than ``MOST_ATTRIBUTES``.
    """
    markup = html if isinstance(html, str) else html.decode("latin-1")
    at = 0
    while (found := _TAG.search(markup, at)) is not None:
        at, attributes = found.end(), 0
        while found["name"] and (attribute := _ATTRIBUTE.match(markup, at)) is not None:
            at, attributes = attribute.end(), attributes + 1
            if attributes > MOST_ATTRIBUTES:
                raise TextValueError(f"a tag of the page has more than {MOST_ATTRIBUTES:,} attributes; {_REMEDY}")
        verbatim = _VERBATIM.match(found[0])
        if verbatim is not None:  # up to its end tag, "<" and quotation marks are text
            end = re.compile(f"</{verbatim[1]}", re.IGNORECASE).search(markup, at)
            at = len(markup) if end is None else end.start()


def _check_tree(tree: Any) -> None:
    """Raises TextValueError where a page has more than ``MOST_ELEMENTS``, or a paragraph ``MOST_IN_PARAGRAPH``."""
    whole = ("the page", sum(1 for _ in tree.iter()), MOST_ELEMENTS)
    pieces = (sum(element.tag not in _UNCUT for element in paragraph.iter()) for paragraph in tree.iter("p"))
    for where, count, most in chain([whole], (("a paragraph of the page", each, MOST_IN_PARAGRAPH) for each in pieces)):
        if count > most:
            raise TextValueError(f"{where} has {count:,} elements, the most is {most:,}; {_REMEDY}")


def metadata_of(trafilatura: Any, tree: Any, url: str | None) -> tuple[WebPage, str | None, dict[str, str]]:
    """Return the metadata of a parsed page, as a page without text, its standfirst, and the roles of authors by name.

    The tree is read with the imported library. The canonical address of the page precedes ``url``.
    """
    found = trafilatura.extract_metadata(tree, default_url=url, date_config=dict(_DATE_SEARCH))
    data = list(_linked_data(tree))
    articles = _with_names((each for each in data if "headline" in each or "datePublished" in each), data)
    # trafilatura takes the first part of a title, or a logo, for the headline
    shown = _browser_title(tree)
    title = None if found.title in _TITLE_MARK.split(shown[len(_without_site(shown)) :]) else found.title
    publisher = _publisher(tree, articles, found.sitename, _hosts(url, found.url))
    headline = _headline(tree, title, publisher)
    opening = _opening(tree, headline)
    signed = _about(articles, headline, "author")
    published, updated = _dates(tree, opening, articles, headline, found.date)
    authors = _authors(tree, opening, signed, (found.author or "").split("; "), publisher)
    page = WebPage("", headline, authors, publisher, published, found.url or url, _language(tree), (), updated)
    return page, _standfirst(tree), _roles(signed)


def _about(articles: Iterable[Mapping[str, Any]], headline: str | None, member: str) -> list[Mapping[str, Any]]:
    """Return the objects of JSON-LD with a member: those with the headline of the page, if there are any.

    Where none has the same, it may be cut, or have the name of a section: two thirds of its longer words count. Objects
    without a headline may be about the same page.
    """
    having = [each for each in articles if each.get(member)]
    words, longer = _WORD.findall((headline or "").lower()), _long_words(headline or "")
    titles = [str(each.get("headline", "")) for each in having]
    same = [_WORD.findall(title.lower()) == words for title in titles]
    shared = [(len(own), len(own & longer)) for own in map(_long_words, titles)]
    close = [not every or 3 * number >= 2 * every for every, number in shared]
    chosen = (
        same if any(same) else close if any(number for _, number in compress(shared, close)) else [True] * len(having)
    )
    return list(compress(having, chosen))


def _linked_data(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the page's JSON-LD, the outer ones first."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        text = script.text or ""
        begin = _DATA.search(text)  # in a comment or CDATA section, or with a semicolon after it
        try:
            waiting: list[Any] = [_DECODER.raw_decode(text, begin.start())[0]] if begin else []
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, dict):
                yield value
                waiting += [value[member] for member in _MEMBERS if member in value]


def _with_names(articles: Iterable[Mapping[str, Any]], data: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the articles of JSON-LD with authors and publisher in place of references to other objects (``@id``)."""
    named = {each["@id"]: each for each in data if isinstance(each.get("@id"), str) and each.get("name")}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(each) for each in value]
        refers = isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str)
        return named.get(value["@id"], value) if refers else value

    members = ("author", "publisher")
    return [{**each, **{name: resolved(each[name]) for name in members if name in each}} for each in articles]


def _named(value: object) -> Iterator[str]:
    """Yield the names of persons and organisations in JSON-LD: one or several, as strings or as objects."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield from _named(each.get("name"))
        elif isinstance(each, str) and "://" not in each and (words := unescape(each).split()):
            yield " ".join(words)


def _organisations(value: object) -> Iterator[str]:
    """Yield the names of the organisations among authors in JSON-LD."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and "Organization" in str(each.get("@type")):
            yield from _named(each)


def _meta(tree: Any, *names: str) -> list[str]:
    """Return the contents of the meta tags with these names, in the order of the names."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("http-equiv") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name in found and content:
            found[name].append(content)
    return [content for name in names for content in found[name]]


def _headline(tree: Any, title: str | None, publisher: str | None) -> str | None:
    """Return the heading that shares most words with the browser's title; an ``h1`` may also be the logo."""
    every = [each for each in map(_text, tree.iter("h1")) if 2 < len(each) <= _LONGEST_HEADLINE]
    headings = _without_logos(tree, every, publisher)
    if every and not headings:
        return _without_site(_meta(tree, "og:title")[0]).strip()
    # a title that equals a heading was taken from it, and is no evidence for the others
    shown, declared = _without_site(_browser_title(tree)).strip(), "" if title in headings else title or ""
    bare = _without_site(declared)
    if publisher and publisher.lower() in declared[len(bare) :].lower():
        declared = bare
    declared = declared.strip()
    shared = {each: len(_long_words(shown) & _long_words(each)) for each in headings}
    if any(shared.values()):
        return max(headings, key=shared.__getitem__)
    # a headline that has no word in common with the title, but is too long for a logo
    plain = next((each for each in headings if len(each.split()) > _LONGEST_LOGO), None)
    agreed = _long_words(declared) & _long_words(shown) or len(shown.split()) <= _LONGEST_LOGO
    return plain or (declared if agreed else "") or shown or next(iter(headings), None)


def _without_logos(tree: Any, headings: Sequence[str], publisher: str | None) -> list[str]:
    """Return the headings that do not name the site, where ``og:title`` is another one.

    A logo is part of the publisher's name, or precedes that title in the browser's: "Orbel News: Bridge falls".
    """
    stated = next(iter(_meta(tree, "og:title")), "")
    if not stated:
        return list(headings)
    site = frozenset(_WORD.findall((publisher or "").lower()))
    title = next(map(_text, tree.iter("title")), "")
    short = [each for each in headings if len(each.split()) <= _LONGEST_LOGO and each != stated]
    logos = {each for each in short if site.issuperset(_WORD.findall(each.lower())) or title == f"{each}: {stated}"}
    return [each for each in headings if each not in logos]


def _text(element: Any, longest: float = inf) -> str:
    """Return the text of an element, "" where it is longer."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece.strip())
        if length > longest:
            return ""
    return " ".join(" ".join(pieces).split())


def _browser_title(tree: Any) -> str:
    """Return the title of a page with the name of the site last: "Ferry sinks | Orbel News".

    The first of two parts is the name of the site if an element of the page has the second as its text, and none the
    first.
    """
    title = next(map(_text, tree.iter("title")), "")[:_LONGEST_HEADLINE]
    site, *headlines = _TITLE_MARK.split(title)
    headline = "".join(headlines)
    if len(headlines) != 1 or len(headline.split()) < _SHORTEST_TITLE or len(site.split()) > _LONGEST_SITE:
        return title
    texts = {(each.text or "").strip() for each in tree.iter() if each.tag != "title"}
    return f"{headline} | {site}" if headline in texts and site not in texts else title


def _without_site(title: str) -> str:
    """Return a title without the name of the site, or of a section: "Bridge falls in Lima" of "… | Orbel News"."""
    end = len(title)
    for mark in reversed(list(_TITLE_MARK.finditer(title))):
        if len(title[mark.end() : end].split()) > _LONGEST_SITE or len(title[: mark.start()].split()) < _SHORTEST_TITLE:
            break
        end = mark.start()
    return title[:end]


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text) if len(word) > 3)


def _authors(
    tree: Any,
    opening: Sequence[Any],
    articles: Iterable[Mapping[str, Any]],
    guessed: Sequence[str],
    publisher: str | None,
) -> Iterator[str]:
    """Yield who signs the article, persons and desks, each once, the publisher only alone.

    JSON-LD and meta tags name them; where these name nobody, or only desks, accounts or the publisher, the elements
    marked as byline, then other lines below the headline that sign, and else trafilatura's guess. Several elements side
    by side add names to the first source.
    """
    listed = [name for each in articles for name in _named(each.get("author"))]
    own = name_key(publisher or "")
    marked, signing = _marked(opening), _signing(opening)
    shown = marked or ([] if signing else _marked(_elsewhere(tree)))
    tagged = _meta(tree, *_AUTHOR_TAGS)
    companies = {name for each in articles for name in _organisations(each.get("author"))}
    persons = (name for name in listed if " " in name and _is_person(name, own) and name not in companies)
    if tagged and any(map(_signers, persons)):
        visible = " ".join((*shown, *signing)).casefold()
        tagged = [value for value in tagged if any(name.casefold() in visible for name in _signers(value))]
    known_names = {name.casefold() for name in (*listed, *tagged)}
    texts = ((*listed, *tagged), shown, signing, (each for each in guessed if each.casefold() not in known_names))
    sources = [_each_once(values, frozenset(listed), companies) for values in texts]
    personal = (names for names in sources if any(_is_person(name, own) for name in names))
    names = next(personal, None) or next(filter(None, sources), [])
    if len(shown) > 1 and set(names) < set(sources[1]):
        names = sources[1]
    parts = {part for name in names if " " in name for part in name.split()}
    whole = [name for name in names if name not in parts]  # no "Lund" next to "Ada Lund"
    yield from [name for name in whole if name_key(name) != own] or whole


def _is_person(name: str, publisher: str) -> bool:
    """Return True for a name that is no newsroom, account ("webteam") or the publisher with this key."""
    account = name.islower() and " " not in name
    return not (account or is_desk(name.split()) or name_key(name) == publisher)


def _each_once(values: Iterable[str], whole: Set[str], companies: Set[str]) -> list[str]:
    """Return the names of a source; "Dr. Lund" is "Dr Lund", and a value in ``whole`` that is no byline is a name.

    So is one in ``companies`` that does not begin like a person's: "Ministry of Health", not "Ida Vale and Omar Stone".
    """
    names: dict[str, str] = {}
    for value in values:
        parts = value.split()
        own = [value] if value in whole and len(parts) <= _LONGEST_NAME else []
        one = value in companies and "," not in value and not _BY.match(value) and parts[0] not in given_names()
        for name in own if one and own else _signers(value) or own:
            names.setdefault(name.casefold().replace(".", ""), name)
    return list(names.values())


def _roles(articles: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the roles of the authors in JSON-LD that a byline can name, by name: "Science Editor"."""
    roles: dict[str, str] = {}
    for value in (each["author"] for each in articles):
        for each in value if isinstance(value, list) else [value]:
            title = each.get("jobTitle") if isinstance(each, dict) else None
            for name in _named(each) if isinstance(title, str) else ():
                if title and [byline.role for byline in read_bylines(f"By {name} ({title})")] == [title]:
                    roles[name] = title
    return roles


def _signers(value: str) -> list[str]:
    """Return the authors that a byline of the markup names, with or without "By"."""
    line = " ".join(value.split())
    if not line or "://" in line or len(line) > _LONGEST_BYLINE:
        return []
    if turned := _turned(line):
        return turned
    read = read_bylines(line if _BY.match(line) else f"By {line}")
    return [byline.name for byline in read if byline.part in ("author", "reporting")]


def _turned(line: str) -> list[str]:
    """Return the names of a line that has only surnames with given names after them: "Lund, Ada; Stone, Omar"."""
    names = [name.strip().split(", ") for name in line.split(";")]
    inverted = [name for name in names if len(name) == 2 and " " not in name[0] and known(name[0]) is None]
    turned = [f"{given} {last}" for last, given in inverted if given.split()[0] in given_names()]
    return turned if len(turned) == len(names) else []


def _marked(elements: Iterable[Any]) -> list[str]:
    """Return the text of the first element that is marked as byline and names somebody, and of its like siblings.

    Those after a long paragraph sign another article of the page.
    """
    for element in elements:
        if text := _byline_text(element):
            near = takewhile(lambda each: not _is_paragraph(each), element.itersiblings(element.tag))
            alike = (each for each in near if each.get("class") == element.get("class"))
            return [text, *filter(None, map(_byline_text, alike))]
    return []


def _elsewhere(tree: Any) -> Iterator[Any]:
    """Yield the elements of a page, those of asides, menus and pictures last."""
    elements = list(islice(tree.iter(), _MOST_SEARCHED + 1))
    skipped = _inside(elements, _UNSIGNED)
    yield from (each for each in elements if each not in skipped)
    yield from skipped


def _inside(elements: Iterable[Any], tags: Container[object]) -> dict[Any, None]:
    """Return those of the elements, in the order of the page, that have one of the tags or are inside such a one."""
    found: dict[Any, None] = {}
    for element in elements:
        if element.tag in tags or element.getparent() in found:
            found[element] = None
    return found


def _opening(tree: Any, headline: str | None) -> list[Any]:
    """Return the elements between the headline and the first paragraph, without pictures, menus and asides.

    The first paragraph is a long one, or begins after ``_LONGEST_OPENING`` characters.
    """
    found = iter(islice(tree.iter(), _MOST_SEARCHED))
    headings = (each for each in found if each.tag in _HEADINGS and _text(each, _LONGEST_HEADLINE) == headline)
    heading = next(headings, None)
    if heading is None:
        return []
    own = set(heading.iter())
    below = list(takewhile(lambda each: not _is_paragraph(each), (each for each in found if each not in own)))
    skipped = _inside(below, _UNSIGNED)
    opening, length = [], 0
    for element in below:
        if isinstance(element.tag, str) and element not in skipped:
            opening.append(element)
            length += len((element.text or "").strip()) + len((element.tail or "").strip())
            if length > _LONGEST_OPENING or len(opening) > _MOST_IN_OPENING:
                break
    return opening


def _is_paragraph(element: Any) -> bool:
    return element.tag == "p" and any(end > _LONGEST_BYLINE for end in accumulate(map(len, element.itertext())))


@cache
def _by_line() -> re.Pattern[str]:
    """Return the expression of a label of authors at the beginning of a line: "By", "Story by"."""
    labels = load_table("bylines")["labels"]["author"]
    return re.compile(rf"(?:{any_of(label for label in labels if label.endswith('by'))})\b", re.IGNORECASE)


def _signing(opening: Iterable[Any]) -> list[str]:
    """Return the texts of unmarked elements that name authors: "By Ida Vale", or a name that links to its page.

    Where none is one, the first that signs without "by" counts ("Ida Vale, 4 May 2021", "Ida Vale, Health Editor").
    """
    texts: list[str] = []
    plain: list[str] = []
    read: set[Any] = set()  # and what is inside them
    for element in opening:
        if element.getparent() in read:
            read.add(element)
        elif text := _text(element, _LONGEST_BYLINE):
            linked = element.tag == "a" and _AUTHOR_LINK.search(element.get("href") or "") is not None
            if _by_line().match(text) or (linked and _signers(text) == [text]):
                if any(" " in name and not is_desk(name.split()) for name in _signers(text)):
                    texts.append(_with_commas(element, text))
                    read.add(element)
            elif not plain and signs(text, below=True) and not is_photo_credit(text):
                plain.append(text)
    return texts or plain


def _byline_text(element: Any) -> str:
    """Return the text of an element that is marked as byline and names somebody, "" for others."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "script", "style", "meta", "link"):
        return ""
    marked = any("author" in element.get(attribute, "") for attribute in ("rel", "itemprop"))
    names = " ".join(element.get(attribute, "") for attribute in _NAMED_BY)
    if not (marked or _BYLINE_CLASS.search(names)) or "comment" in names.lower():
        return ""
    text = _with_commas(element, _text(element, _LONGEST_BYLINE))
    return text if any(byline.part == "author" for byline in read_bylines(text)) else ""


def _with_commas(byline: Any, text: str) -> str:
    """Return the text of a byline, with commas between names that only like elements separate."""
    alike: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for element in byline.iter() if text else ():
        name = _text(element) if isinstance(element.tag, str) and len(element) == 0 else ""
        last = name.rpartition(" ")[2]
        post = last.islower() or is_role_word(last) or known(name) is not None
        if " " in name and not post and _signers(name) == [name]:
            alike[element.tag, element.get("class")].append(name)
    joined = (names for names in alike.values() if any(f"{one} {other}" in text for one, other in pairwise(names)))
    return ", ".join(next(joined, [text]))


def _standfirst(tree: Any) -> str | None:
    """Return the text of the element between the heading and the first long paragraph that is marked as standfirst."""
    for element in dropwhile(lambda each: each.tag != "h1", islice(tree.iter(), _MOST_SEARCHED)):
        if _STANDFIRST_CLASS.search(element.get("class") or ""):
            text = _text(element, _LONGEST_STANDFIRST)
            if len(text.split()) >= _SHORTEST_STANDFIRST:
                return text
        elif element.tag == "p" and len(_text(element)) > _LONGEST_BYLINE:
            break
    return None


def _publisher(tree: Any, articles: Sequence[Mapping[str, Any]], found: str | None, hosts: Sequence[str]) -> str | None:
    """Return whose page it is: the name that the sources of the markup agree on best, else the address."""
    sources = (
        _meta(tree, "og:site_name"),
        [name for each in articles for name in _named(each.get("publisher"))],
        [found] if found and found not in hosts else [],
        _item_names(tree),
        _TITLE_MARK.split(_browser_title(tree))[1:][-1:],
    )
    firsts = [" ".join(unescape(value).split()) for values in sources for value in islice(values, 1)]
    own = [name for name in firsts if name[:1].isalnum() and len(name.split()) <= _LONGEST_PUBLISHER]
    # the listed outlet of the address counts as much as three of them
    names = own + 3 * [medium.name for host in hosts[:1] if (medium := known(host)) is not None]
    best = max(names, key=lambda each: sum(_agree(name, each) for name in names), default=None)
    if best is None:
        return hosts[0] if hosts else None
    medium = known(best)
    # "BBC" for "BBC News", but "Express.co.uk" as the page writes it
    if medium is not None and (medium.name in own or name_key(medium.name) in name_key(best)):
        return medium.name
    return best


def _item_names(tree: Any) -> Iterator[str]:
    """Yield the names of the publishers in microdata: their own texts, or the names inside them."""
    for element in islice(tree.iter(), _MOST_SEARCHED):
        if isinstance(element.tag, str) and "publisher" in (element.get("itemprop") or "").split():
            names = (each for each in element.iter() if "name" in (each.get("itemprop") or "").split())
            named = next(names, element)
            if name := named.get("content") or _text(named, _LONGEST_BYLINE):
                yield name


def _agree(name: str, other: str) -> bool:
    """Return True for two forms of one name."""
    medium = known(name)
    return name_key(name) == name_key(other) or (medium is not None and medium == known(other))


def _hosts(*urls: str | None) -> list[str]:
    hosts = []
    for url in urls:
        with suppress(ValueError):
            hosts.append(urlsplit(url or "").hostname)
    return list(dict.fromkeys(host.removeprefix("www.") for host in hosts if host))


def _dates(
    tree: Any, opening: Sequence[Any], articles: Sequence[Mapping[str, Any]], headline: str | None, found: str | None
) -> tuple[str | None, str | None]:
    """Return when an article was published and, if later, updated: the first time of day, else the first day, of each.

    trafilatura's guess counts unless it is the day of the update, or was made from a day that does not exist. Where the
    markup names no day of publication, the first one below the headline takes precedence over it.
    """
    published = _declared(tree, _about(articles, headline, "datePublished"), "datePublished", "article:published_time")
    updated = _declared(tree, _about(articles, headline, "dateModified"), "dateModified", "article:modified_time")
    shown = (each.get("datetime", "").strip() for each in tree.iter("time"))
    impossible = any(_DAY.match(each) and not find_dates(each[:10]) for each in (*published, *updated, *shown))
    days = [iso for each in published if (iso := _iso(each))]
    modified = _first_time([iso for each in updated if (iso := _iso(each))])
    # the first of January is a year without a day
    if found and found[4:10] != "-01-01" and not impossible and (days or found[:10] != (modified or "")[:10]):
        days += filter(None, [_iso(found)])
    first = _first_time(days)
    if not published and not impossible:
        first = _day_below(tree, opening, first)
    return first, modified if modified and (first is None or _is_later(modified, first)) else None


def _day_below(tree: Any, opening: Iterable[Any], guess: str | None) -> str | None:
    """Return the first date below the headline that is no update, else the guess.

    In a date such as 3/4/2024 the order of day and month is that of the other dates of the page, else that of its
    country. Where nothing decides it, there is no date: trafilatura takes the day for the first number.
    """
    order_of_page = cache(partial(_order, tree))
    for element in opening:
        text = _text(element, _LONGEST_DATED)
        day_first, month_first = (find_dates(text, order=order) for order in ORDERS)
        ambiguous = day_first != month_first
        dates = find_dates(text, order=order_of_page()) if ambiguous else day_first
        days = (each.iso for each in dates if each.label != "updated" and not follows_prose(text, each.span.start))
        if day := next(days, None):
            return guess if guess and guess[:10] == day else day
        if ambiguous and (guess or "")[:10] in [each.iso[:10] for each in day_first]:
            return None
    return guess


def _order(tree: Any) -> Order | None:
    """Return whether day or month comes first in the dates of a page, None where nothing decides it."""
    body = next(tree.iter("body"), tree)
    country = (_language(tree) or "").partition("-")[2].upper()
    return order_of(_text(body)) or ("day" if country and country not in _NO_ORDER else None)


def _declared(tree: Any, articles: Iterable[Mapping[str, Any]], member: str, tag: str) -> list[str]:
    """Return the values of a date in JSON-LD, meta tags and microdata."""
    values = [each.get(member) for each in articles] + _meta(tree, tag, member.lower())
    for element in tree.iter():
        if isinstance(element.tag, str) and member.lower() in (element.get("itemprop") or "").lower().split():
            values.append(element.get("content") or element.get("datetime"))
    return [each.strip() for each in values if isinstance(each, str)]


def _first_time(days: Sequence[str]) -> str | None:
    return next((iso for iso in days if "T" in iso), next(iter(days), None))


def _iso(value: str) -> str | None:
    """Return the first date of a value in ISO 8601; midnight means a day without an hour."""
    iso = next((each.iso for each in find_dates(value)), "")
    if iso[:4] <= "1970":  # 1970-01-01 is what an empty field becomes
        return None
    return iso[:10] if iso[10:19] == "T00:00:00" else iso


def _is_later(iso: str, other: str) -> bool:
    """Return True if a date is later than another; zones count where both have one."""
    one, two = datetime.fromisoformat(iso), datetime.fromisoformat(other)
    zoned = one.tzinfo is not None and two.tzinfo is not None
    return one > two if zoned else one.replace(tzinfo=None) > two.replace(tzinfo=None)


def _language(tree: Any) -> str | None:
    root = next(tree.iter("html"), None)
    declared = [] if root is None else [root.get("lang") or root.get("xml:lang") or ""]
    declared += _meta(tree, "content-language", "og:locale")
    return next((language.strip().replace("_", "-") for language in declared if language.strip()), None)
