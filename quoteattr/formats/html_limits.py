"""What a web page may hold, so that the time to read it grows with its length, and not with the square of that.

The parser (libxml2) compares every attribute of a tag with those before it, and trafilatura asks the parser for lists
of pieces of text, in which each piece is compared with those before it. Pages of the press hold some thousand elements.
"""

from __future__ import annotations

import re
from typing import Any

from quoteattr.errors import TextValueError

MOST_ATTRIBUTES = 1_000  # of a tag
MOST_ELEMENTS = 50_000  # of a page
MOST_IN_PARAGRAPH = 2_000  # elements that cut its text into pieces
_UNCUT = frozenset({"a", "br", "span"})  # trafilatura handles these without harm, and there may be many
_REMEDY = "clean its HTML, or read its visible text instead"

# As a browser takes markup apart: a comment, a declaration, or the name of a tag; then each attribute of that.
_BEGINNING = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*|/?(?P<name>[a-z][^\s/>]*))", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(r"""[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
_VERBATIM = re.compile("<(script|style|textarea|title|xmp|iframe|noembed|noframes)\\Z", re.IGNORECASE)


def check_markup(html: str | bytes) -> None:
    """Raises TextValueError where a tag has more than ``MOST_ATTRIBUTES``. To be asked before the page is parsed."""
    markup = html if isinstance(html, str) else html.decode("latin-1")
    at = 0
    while (found := _BEGINNING.search(markup, at)) is not None:
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
