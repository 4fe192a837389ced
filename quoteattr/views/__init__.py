"""Documents for human eyes. Each module is one view.

Here is what they share: text made safe to print, character for character, and the reading of a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quoteattr.model import Article, Attribution

# Control characters (an escape sequence could rewrite the terminal), marks that turn the direction of the
# text, and lone surrogates (which no encoding can write).
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Replace unprintable characters by U+FFFD (a carriage return by a space), so that offsets stay valid."""
    return _UNPRINTABLE.sub(lambda match: " " if match[0] == "\r" else "\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """``text`` safe to print, with every run of white space as one space."""
    return " ".join(printable(text).split())


def article_facts(article: Article) -> dict[str, str]:
    """Return what is known about an article in addition to its headline."""
    facts = {
        "publisher": article.publisher and article.publisher.name,
        "outlet": article.outlet and article.outlet.name,
        "byline": "; ".join(byline.text for byline in article.bylines),
        "dateline": article.dateline and article.dateline.text,
        "published": article.published,
    }
    return {name: fact for name, fact in facts.items() if fact}


def reading_of(attribution: Attribution) -> Iterator[str]:
    """Yield the kind, and what is not the usual case of act, polarity and certainty."""
    yield attribution.kind
    if attribution.act != "speech":
        yield attribution.act
    if attribution.polarity != "asserted":
        yield attribution.polarity
    if attribution.hedged:
        yield "hedged"
