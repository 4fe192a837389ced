"""Rows into documents, in batches, so that one bad row harms no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from attrs import evolve, frozen

from quoteattr.cli.rows import Failure, Row
from quoteattr.document import Document
from quoteattr.errors import QuoteattrError
from quoteattr.formats.html import WebPage


class Reader(Protocol):
    """What the commands need of a ``QuoteAttributor``."""

    def __call__(
        self,
        text: str | WebPage,
        *,
        id: str | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document: ...

    def pipe(
        self,
        texts: Iterable[str | WebPage],
        *,
        batch_size: int = 16,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Iterator[Document]: ...


@frozen
class Origin:
    """What the caller knows of the page that the text itself may not say."""

    publisher: str | None = None
    outlet: str | None = None


@frozen
class Reading:
    """The document of a row. One over a text that was ``extracted`` from HTML has to bring that text along."""

    document: Document
    extracted: bool = False


def read_documents(
    rows: Iterable[Row | Failure],
    reader: Reader,
    origin: Origin,
    *,
    include_chrome: bool = False,
    batch_size: int = 16,
) -> Iterator[Reading | Failure]:
    """One result for each row, in the order of the rows, at most ``batch_size`` rows behind them."""
    rows = iter(rows)
    options = {"publisher": origin.publisher, "outlet": origin.outlet, "include_chrome": include_chrome}
    while batch := tuple(islice(rows, batch_size)):
        yield from _read_batch(batch, reader, options)


def _read_batch(
    batch: Sequence[Row | Failure], reader: Reader, options: Mapping[str, Any]
) -> Iterator[Reading | Failure]:
    good = [row for row in batch if isinstance(row, Row)]
    results = iter(_read_together(good, reader, options))
    for row in batch:
        result = row if isinstance(row, Failure) else next(results)
        if isinstance(result, Failure):
            yield result
        else:
            yield Reading(result, isinstance(row, Row) and isinstance(row.text, WebPage))


def _read_together(rows: Sequence[Row], reader: Reader, options: Mapping[str, Any]) -> Sequence[Document | Failure]:
    if len(rows) < 2:
        return [_read_alone(row, reader, options) for row in rows]
    try:
        documents = list(reader.pipe([row.text for row in rows], batch_size=len(rows), **options))
    except QuoteattrError:
        return [_read_alone(row, reader, options) for row in rows]
    return [evolve(document, id=row.id) for row, document in zip(rows, documents, strict=True)]


def _read_alone(row: Row, reader: Reader, options: Mapping[str, Any]) -> Document | Failure:
    try:
        return reader(row.text, id=row.id, **options)
    except QuoteattrError as error:
        return Failure(row.id, error)
