"""One text with all that was found in it."""

from __future__ import annotations

from attrs import field, frozen

from quoteattr.model import Article, Attribution, Quotation, Speaker
from quoteattr.tree import Sentence


@frozen
class Document:
    """The result for one text. ``text`` is the caller's own, unchanged; all spans count in it."""

    text: str = field(repr=False)
    article: Article = field(factory=Article)
    sentences: tuple[Sentence, ...] = field(default=(), converter=tuple, repr=False)
    quotations: tuple[Quotation, ...] = field(default=(), converter=tuple, repr=False)
    speakers: tuple[Speaker, ...] = field(default=(), converter=tuple)
    attributions: tuple[Attribution, ...] = field(default=(), converter=tuple)
    id: str | None = None
