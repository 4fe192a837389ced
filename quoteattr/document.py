"""One text with all that was found in it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from quoteattr.model import Article, Attribution, Quotation, Speaker
from quoteattr.tree import Sentence


def _sentences(value: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple(value)


def _quotations(value: Iterable[Quotation]) -> tuple[Quotation, ...]:
    return tuple(value)


def _speakers(value: Iterable[Speaker]) -> tuple[Speaker, ...]:
    return tuple(value)


def _attributions(value: Iterable[Attribution]) -> tuple[Attribution, ...]:
    return tuple(value)


@frozen
class Document:
    """The result for one text. ``text`` is the caller's own, unchanged; all spans count in it."""

    text: str = field(repr=False)
    article: Article = field(factory=Article)
    sentences: tuple[Sentence, ...] = field(default=(), converter=_sentences, repr=False)
    quotations: tuple[Quotation, ...] = field(default=(), converter=_quotations, repr=False)
    speakers: tuple[Speaker, ...] = field(default=(), converter=_speakers)
    attributions: tuple[Attribution, ...] = field(default=(), converter=_attributions)
    id: str | None = None
