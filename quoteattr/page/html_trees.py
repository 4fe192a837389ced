"""Parse the HTML of web pages into trees, within limits that keep the time linear."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import chain
from math import inf
from typing import Any

from quoteattr.errors import TextValueError

# The parser compares every attribute of a tag with those before it, and trafilatura every piece of a paragraph's text
# with those before it. Pages of the press hold some thousand elements.
MOST_ATTRIBUTES = 1_000  # of a tag
MOST_ELEMENTS = 50_000  # of a page
MOST_IN_PARAGRAPH = 2_000  # elements that cut its text into pieces
MOST_SEARCHED = 20_000  # elements at the top of a page
ELEMENT = re.compile(r"</?([a-z][a-z1-6]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_UNCUT = frozenset({"a", "br", "span"})  # trafilatura handles these without harm, and there may be many
_REMEDY = "clean its HTML, or read its visible text instead"
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)")
_DECLARED_WITHIN = 2048  # bytes
_READ_AS_CP1252 = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")  # as browsers do

# As a browser takes markup apart: a comment, a declaration, or the name of a tag; then each attribute of that.
_TAG = re.compile(r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*|/?(?P<name>[a-z][^\s/>]*))", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
_VERBATIM = re.compile("<(script|style|textarea|title|xmp|iframe|noembed|noframes)\\Z", re.IGNORECASE)


def parsed(trafilatura: Any, html: str | bytes) -> Any:
    """Return the tree of a page, or of a part of one, in which the dates in sentences are plain text.

    Raises:
        TextValueError: It is no HTML, or has more elements or attributes than this module allows.
    """
    markup = _decoded(html)
    check_markup(markup)
    tree = None
    if isinstance(markup, str):
        names = {name.lower() for name in ELEMENT.findall(markup)}
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
        if times and _SENTENCE_END.search(text_of(paragraph)):
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


def meta_contents(tree: Any, *names: str) -> list[str]:
    """Return the contents of the meta tags with these names, in the order of the names."""
    found: dict[str, list[str]] = {name: [] for name in names}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("http-equiv") or "").lower()
        content = " ".join((tag.get("content") or "").split())
        if name in found and content:
            found[name].append(content)
    return [content for name in names for content in found[name]]


def text_of(element: Any, longest: float = inf) -> str:
    """Return the text of an element, "" where it is longer."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece.strip())
        if length > longest:
            return ""
    return " ".join(" ".join(pieces).split())
