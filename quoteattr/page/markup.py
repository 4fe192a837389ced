"""Extract the article of a web page: its text with line kinds, and its metadata. Needs the extra ``html``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import field, frozen

from quoteattr.errors import ArgumentError, QuoteattrError, TextTypeError, TextValueError, needs_extra
from quoteattr.model import Part, PartKind, Span
from quoteattr.page.metadata import Metadata, metadata_of

# The parser compares every attribute of a tag with those before it, and trafilatura every piece of a paragraph's text
# with those before it: the limits keep the time linear. Pages of the press hold some thousand elements.
MOST_ATTRIBUTES = 1_000  # of a tag
MOST_ELEMENTS = 50_000  # of a page
MOST_IN_PARAGRAPH = 2_000  # elements that cut its text into pieces
_UNCUT = frozenset({"a", "br", "span"})  # trafilatura handles these without harm, and there may be many
_REMEDY = "clean its HTML, or read its visible text instead"
_REPEATED_WITHIN = 5  # lines at the top of an extracted text among which the headline may come once more
_SHORTEST_CAPTION = 4  # words
_BETWEEN = "\n\n"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)")
_DECLARED_WITHIN = 2048  # bytes
_READ_AS_CP1252 = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")  # as browsers do
_WORD = re.compile(r"\w+")

# As a browser takes markup apart: a comment, a declaration, or the name of a tag; then each attribute of that.
_TAG = re.compile(r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*|/?(?P<name>[a-z][^\s/>]*))", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
_VERBATIM = re.compile("<(script|style|textarea|title|xmp|iframe|noembed|noframes)\\Z", re.IGNORECASE)

_Line = tuple[PartKind | None, str]


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


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
    bylines: tuple[str, ...] = field(default=(), converter=_names)
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    parts: tuple[Part, ...] = field(default=(), converter=_parts, repr=False)


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
        markup = _decoded(html)
        check_markup(markup)
        tree = trafilatura.load_html(markup)
        if tree is None:
            raise TextValueError(f"this is no HTML page: {html[:40]!r}; read plain text without from_html")
        check_tree(tree)
        body = list(_paragraphs(trafilatura, tree, url))
        if not body:
            raise TextValueError("the page has no text of an article; read its visible text instead, if it has any")
        return _page(metadata_of(trafilatura, tree, url), body, _captions(tree))
    except QuoteattrError:
        raise
    except Exception as error:  # of lxml and the readers of dates, on markup that nobody foresaw
        raise TextValueError(f"the page cannot be read ({type(error).__name__}: {error}); clean its HTML") from error


def _decoded(html: str | bytes) -> str | bytes:
    """Bytes that are no UTF-8 by the encoding that they declare; without one they are left to trafilatura's guess."""
    if isinstance(html, str):
        return html
    declared = _CHARSET.search(html, 0, _DECLARED_WITHIN)
    name = declared[1].decode("ascii").lower() if declared else ""
    for encoding in ("utf-8", "cp1252" if name in _READ_AS_CP1252 else name):
        try:
            return html.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return html


def _paragraphs(trafilatura: Any, tree: Any, url: str | None) -> Iterator[str]:
    """The lines of the article. A page laid out in tables has some only where precision is not favoured."""
    for precise in (True, False):
        text = trafilatura.extract(
            tree, url=url, favor_precision=precise, include_comments=False, include_tables=False
        )  # fmt: skip
        lines = [" ".join(line.split()) for line in (text or "").splitlines()]
        if any(lines):
            yield from filter(None, lines)
            return


def _captions(tree: Any) -> Iterator[str]:
    """The captions of pictures inside the article, which trafilatura leaves out."""
    for caption in tree.iter("figcaption"):
        if any(above.tag in ("aside", "nav", "footer") for above in caption.iterancestors()):
            continue
        text = " ".join(" ".join(caption.itertext()).split())
        if next(caption.iterancestors("article"), None) is not None and len(text.split()) >= _SHORTEST_CAPTION:
            yield text


def _page(metadata: Metadata, body: Sequence[str], captions: Iterable[str]) -> WebPage:
    lines, parts, start = list(_lines(metadata, body, captions)), [], 0
    for kind, line in lines:
        if kind is not None:
            parts.append(Part(kind, Span(start, start + len(line))))
        start += len(line) + len(_BETWEEN)
    text = _BETWEEN.join(line for _, line in lines)
    return WebPage(
        text,
        headline=metadata.headline,
        bylines=metadata.authors,
        publisher=metadata.publisher,
        published=metadata.published,
        url=metadata.url,
        language=metadata.language,
        parts=parts,
    )


def _lines(metadata: Metadata, body: Sequence[str], captions: Iterable[str]) -> Iterator[_Line]:
    """The lines of the text, each with its kind where that is known."""
    if metadata.headline:
        yield "headline", metadata.headline
    if metadata.authors:
        yield "byline", f"By {_joined(metadata.authors)}"
    if metadata.published:
        yield "published", f"Published: {metadata.published}"
    paragraphs = _below(metadata.headline, body)
    yield from ((None, line) for line in paragraphs)
    seen = set(paragraphs)
    yield from (("caption", line) for line in dict.fromkeys(captions) if line not in seen)


def _below(headline: str | None, body: Sequence[str]) -> Sequence[str]:
    """Return the paragraphs below the headline; all of them where the extraction left the headline out."""
    if headline:
        for number, line in enumerate(body[:_REPEATED_WITHIN]):
            if _WORD.findall(line.lower()) == _WORD.findall(headline.lower()):
                return body[number + 1 :]
    return body


def _joined(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


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


def check_tree(tree: Any) -> None:
    """Raises TextValueError where a page has more than ``MOST_ELEMENTS``, or a paragraph ``MOST_IN_PARAGRAPH``."""
    count = sum(1 for _ in tree.iter())
    if count > MOST_ELEMENTS:
        raise TextValueError(f"the page has {count:,} elements, the most is {MOST_ELEMENTS:,}; {_REMEDY}")
    for paragraph in tree.iter("p"):
        count = sum(1 for element in paragraph.iter() if element.tag not in _UNCUT)
        if count > MOST_IN_PARAGRAPH:
            raise TextValueError(
                f"a paragraph of the page has {count:,} elements, the most is {MOST_IN_PARAGRAPH:,}; {_REMEDY}"
            )
