"""Read rows, in batches: each becomes a document, or a failure if it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import groupby, islice
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Literal, TypeVar

from attrs import asdict, evolve, frozen

from quoteattr.attributor import QuoteAttributor, read_each
from quoteattr.cli.inputs import Failure, Row
from quoteattr.document import Document
from quoteattr.model import DocumentId
from quoteattr.page.article import Structure

_TOGETHER = 16  # rows that are read together

T = TypeVar("T")

ActFilter = Literal["speech", "thought", "all"]


@frozen
class Wanted:
    """The claims that the caller selects, and metadata of the texts; those of a row take precedence."""

    act: ActFilter = "all"
    publisher: str | None = None
    outlet: str | None = None
    published: str | None = None
    include_chrome: bool = False
    structure: Structure = "auto"


@frozen
class ReadDocument:
    """The document of a row, which is None for a stored result."""

    document: Document
    row: Row | None = None

    @property
    def id(self) -> DocumentId | None:
        return self.document.id


Result = ReadDocument | Failure


def read_documents(
    rows: Iterable[Row | Failure], reader: QuoteAttributor, wanted: Wanted, *, patience: float | None = None
) -> Iterator[Result]:
    """Yield one result for each row, in the order of the rows.

    ``patience`` is the most seconds to wait for a full batch, for a pipe whose writer may pause. None waits without
    limit, so that batches are the same in every run.
    """
    waiting = iter(rows)
    full: Iterator[Sequence[Row | Failure]] = iter(lambda: tuple(islice(waiting, _TOGETHER)), ())
    for batch in full if patience is None else _prompt_batches(waiting, patience):
        yield from read_batch(batch, reader, wanted)


def _prompt_batches(rows: Iterable[T], patience: float) -> Iterator[Sequence[T]]:
    """Yield full batches, and smaller ones where the next row, for which a thread waits, is not there in time."""
    waiting: Queue[T | None] = Queue(maxsize=_TOGETHER)
    errors: list[BaseException] = []

    def read() -> None:
        try:
            for row in rows:
                waiting.put(row)
        except BaseException as error:  # raised again where the rows are used
            errors.append(error)
        waiting.put(None)

    Thread(target=read, daemon=True).start()
    item = waiting.get()
    while item is not None:
        batch, until = [item], monotonic() + patience
        with suppress(Empty):
            while len(batch) < _TOGETHER and (item := waiting.get(timeout=max(until - monotonic(), 0))) is not None:
                batch.append(item)
        yield batch
        item = None if item is None else waiting.get()
    if errors:
        raise errors[0]


def read_batch(rows: Sequence[Row | Failure], reader: QuoteAttributor, wanted: Wanted) -> list[Result]:
    """Return one result for each row, in their order."""
    texts = [each.error if isinstance(each, Failure) else each for each in rows]
    known = asdict(wanted, filter=lambda field, _: field.name != "act")
    outcomes = read_each(reader, texts, batch_size=len(rows), **known)
    results: list[Result] = []
    for row, outcome in zip(rows, outcomes, strict=True):
        if isinstance(row, Failure):
            results.append(row)
        elif isinstance(outcome, Exception):
            results.append(Failure(row.id, outcome, row.place))
        else:
            results.append(only(wanted.act, ReadDocument(outcome, row)))
    return results


def only(act: ActFilter, result: Result) -> Result:
    """Return the result with the attributions of one act alone."""
    if act == "all" or isinstance(result, Failure):
        return result
    return evolve(result, document=result.document.filter(lambda each: each.act == act))


def read_rows(parts: Iterable[Row | T], load: Callable[[], QuoteAttributor], wanted: Wanted) -> Iterator[T | Result]:
    """Yield the parts in order, with a result in place of each row. The model is loaded if there is a row to read."""
    reader = cache(load)
    for is_row, group in groupby(parts, lambda each: isinstance(each, Row)):
        if is_row:
            yield from read_documents((each for each in group if isinstance(each, Row)), reader(), wanted)
        else:
            yield from (each for each in group if not isinstance(each, Row))
