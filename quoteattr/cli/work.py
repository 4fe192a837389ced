"""Rows into documents, in batches, so that one bad row harms no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from attrs import evolve, frozen

from quoteattr.cli.rows import Failure, Row
from quoteattr.document import Document
from quoteattr.errors import QuoteattrError


class Reader(Protocol):
    """What the commands need of a ``QuoteAttributor``."""

    def __call__(
        self, text: str, *, id: str | None = None, publisher: str | None = None, outlet: str | None = None
    ) -> Document: ...

    def pipe(
        self,
        texts: Iterable[str],
        *,
        batch_size: int = 16,
        publisher: str | None = None,
        outlet: str | None = None,
    ) -> Iterator[Document]: ...


@frozen
class Origin:
    """What the caller knows of the page that the text itself may not say."""

    publisher: str | None = None
    outlet: str | None = None


def read_documents(
    rows: Iterable[Row | Failure], reader: Reader, origin: Origin, *, batch_size: int = 16
) -> Iterator[Document | Failure]:
    """One result for each row, in the order of the rows, at most ``batch_size`` rows behind them."""
    rows = iter(rows)
    while batch := tuple(islice(rows, batch_size)):
        yield from _read_batch(batch, reader, origin)


def _read_batch(batch: Sequence[Row | Failure], reader: Reader, origin: Origin) -> Iterator[Document | Failure]:
    good = [row for row in batch if isinstance(row, Row)]
    results = iter(_read_together(good, reader, origin))
    for row in batch:
        yield row if isinstance(row, Failure) else next(results)


def _read_together(rows: Sequence[Row], reader: Reader, origin: Origin) -> Sequence[Document | Failure]:
    if len(rows) < 2:
        return [_read_alone(row, reader, origin) for row in rows]
    texts = [row.text for row in rows]
    try:
        documents = list(reader.pipe(texts, batch_size=len(texts), publisher=origin.publisher, outlet=origin.outlet))
    except QuoteattrError:
        return [_read_alone(row, reader, origin) for row in rows]
    return [evolve(document, id=row.id) for row, document in zip(rows, documents, strict=True)]


def _read_alone(row: Row, reader: Reader, origin: Origin) -> Document | Failure:
    try:
        return reader(row.text, id=row.id, publisher=origin.publisher, outlet=origin.outlet)
    except QuoteattrError as error:
        return Failure(row.id, error)
