"""Extract the article of a web page: its text with line kinds, and its metadata. Needs the extra ``html``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import unescape
from typing import Any

from attrs import field, frozen

from quoteattr.errors import ArgumentError, QuoteattrError, TextTypeError, TextValueError, needs_extra
from quoteattr.model import Part, PartKind, Span
from quoteattr.page.html_metadata import Metadata, metadata_of
from quoteattr.page.html_trees import ELEMENT, parsed, text_of
from quoteattr.page.linked_data import articles_with, linked_articles

_REPEATED_WITHIN = 5  # lines at the top of an extracted text among which the headline may come once more
_SHORTEST_CAPTION = 4  # words
_LONGEST_CAPTION = 1_000  # characters
_MUCH_LONGER = 1.5  # times the words that the page shows
_ASIDE = ("aside", "nav", "footer")  # elements whose captions are no part of the article
_BETWEEN = "\n\n"
_WORD = re.compile(r"\w+")


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
            :mod:`quoteattr.page.html_trees` allows, so that reading it would take minutes.
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
        body = _body(trafilatura, tree, url, found.headline)
        if not body:
            raise TextValueError("the page has no text of an article; read its visible text instead, if it has any")
        lines = list(_lines(found, body, _captions(tree)))
        return WebPage(
            _BETWEEN.join(line for _, line in lines),
            found.headline,
            found.bylines,
            found.publisher,
            found.published,
            found.url,
            found.language,
            _known_parts(lines),
            found.updated,
        )
    except QuoteattrError:
        raise
    except Exception as error:  # of lxml and the readers of dates, on markup that nobody foresaw
        raise TextValueError(f"the page cannot be read ({type(error).__name__}: {error}); clean its HTML") from error


def _body(trafilatura: Any, tree: Any, url: str | None, headline: str | None) -> list[str]:
    """The lines of the article, from JSON-LD where its ``articleBody`` has more than the page shows.

    It has half as many words again or, next to a single line, several lines and as many words.
    """
    shown = _paragraphs(trafilatura, tree, url)
    members = (each["articleBody"] for each in articles_with(linked_articles(tree), headline, "articleBody"))
    texts = {unescape(each) for each in members if isinstance(each, str)}
    if len(texts) != 1:
        return shown
    [text] = texts
    marked = ELEMENT.search(text) is not None
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
    """Yield the captions of pictures inside the article, which trafilatura leaves out: innermost marked elements."""
    named = partial(re.search, r"(?i)caption(?!s)")  # "captions" are those of a video player
    marked = [each for each in tree.iter() if each.tag == "figcaption" or named(each.get("class") or "")]
    outer = {each for element in marked for each in element.iterancestors()}
    for caption in marked:
        above, text = {element.tag for element in caption.iterancestors()}, text_of(caption, _LONGEST_CAPTION)
        own = caption.tag == "figcaption" or (caption not in outer and "figcaption" not in above)
        if own and "article" in above and above.isdisjoint(_ASIDE) and len(text.split()) >= _SHORTEST_CAPTION:
            yield text


def _known_parts(lines: Iterable[tuple[PartKind | None, str]]) -> Iterator[Part]:
    start = 0
    for kind, line in lines:
        if kind is not None:
            yield Part(kind, Span(start, start + len(line)))
        start += len(line) + len(_BETWEEN)


def _lines(found: Metadata, body: Sequence[str], captions: Iterable[str]) -> Iterator[tuple[PartKind | None, str]]:
    """Yield the lines of the text, each with its kind where that is known."""
    if found.headline:
        yield "headline", found.headline
    if found.standfirst:
        yield "standfirst", found.standfirst
    if found.bylines:
        *others, last = [f"{name} ({found.roles[name]})" if name in found.roles else name for name in found.bylines]
        yield "byline", "By " + " and ".join(filter(None, (", ".join(others), last)))
    if found.published:
        yield "published", f"Published: {found.published}"
    words = _WORD.findall((found.headline or "").lower())
    copies = [number for number, line in enumerate(body[:_REPEATED_WITHIN]) if _WORD.findall(line.lower()) == words]
    paragraphs = list(body[copies[0] + 1 :] if found.headline and copies else body)
    if found.standfirst in paragraphs[:_REPEATED_WITHIN]:
        paragraphs.remove(found.standfirst)
    pictured, seen = dict.fromkeys(captions), set(paragraphs)
    yield from (("caption" if line in pictured else None, line) for line in paragraphs)
    yield from (("caption", line) for line in pictured if line not in seen)
