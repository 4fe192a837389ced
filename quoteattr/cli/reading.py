"""Read rows into documents, in batches; a row that cannot be read is a failure of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import groupby, islice
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any, Literal, TypeVar

from attrs import asdict, evolve, frozen

from quoteattr.attributor import QuoteAttributor
from quoteattr.cli.inputs import Failure, Item, JsonLine, Record, Row, place_of
from quoteattr.document import Document
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.inputs import Input
from quoteattr.page.article import Structure
from quoteattr.page.markup import WebPage

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

    def known(self) -> dict[str, Any]:
        """Return the arguments of ``QuoteAttributor.pipe``."""
        return asdict(self, filter=lambda field, _: field.name != "act")


@frozen
class ReadDocument:
    """The document of a row, which is None for a stored result.

    Where the text was ``extracted`` from HTML, the result has to hold it too.
    """

    document: Document
    row: Row | None = None

    @property
    def extracted(self) -> bool:
        return self.row is not None and isinstance(self.row.text, WebPage)


Result = ReadDocument | Failure


def read_documents(
    rows: Iterable[Row | Failure],
    reader: QuoteAttributor,
    wanted: Wanted,
    *,
    batch_size: int = 16,
    patience: float | None = None,
) -> Iterator[Result]:
    """Yield one result for each row, in the order of the rows.

    Args:
        rows: The texts, or why there is none.
        reader: The model.
        wanted: What the caller wants of each text.
        batch_size: Rows that are read together.
        patience: Seconds to wait for a full batch. None waits as long as it takes, so that batches are the same
            in every run; a number is for a pipe whose writer may pause.
    """
    batches = _full_batches(rows, batch_size) if patience is None else _prompt_batches(rows, batch_size, patience)
    for batch in batches:
        yield from read_batch(batch, reader, wanted)


def _full_batches(rows: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    rows = iter(rows)
    while batch := tuple(islice(rows, size)):
        yield batch


def _prompt_batches(rows: Iterable[T], size: int, patience: float) -> Iterator[Sequence[T]]:
    """Yield batches of at most ``size`` rows, with fewer where the next row is not there in time.

    A thread of its own waits for the rows, at most ``size`` of them ahead.
    """
    waiting: Queue[T | BaseException | None] = Queue(maxsize=size)

    def read() -> None:
        try:
            for row in rows:
                waiting.put(row)
            waiting.put(None)
        except BaseException as error:  # raised again where the rows are used
            waiting.put(error)

    Thread(target=read, daemon=True).start()
    more = True
    while more:
        batch: list[T] = []
        until = None
        while more and len(batch) < size:
            try:
                item = waiting.get(timeout=None if until is None else max(until - monotonic(), 0))
            except Empty:
                break
            if isinstance(item, BaseException):
                raise item
            if item is None:
                more = False
            else:
                batch.append(item)
                until = until or monotonic() + patience
        if batch:
            yield batch


def read_batch(rows: Sequence[Row | Failure], reader: QuoteAttributor, wanted: Wanted) -> list[Result]:
    """Return one result for each row, in their order."""
    found: dict[int, Result] = {number: row for number, row in enumerate(rows) if isinstance(row, Failure)}
    texts = [(row.as_input(), number) for number, row in enumerate(rows) if isinstance(row, Row)]

    def fail(item: tuple[Input, int], error: Exception) -> None:
        row = rows[item[1]]
        assert isinstance(row, Row)
        found[item[1]] = Failure(row.id, error, row.place)

    for document, number in reader.pipe(texts, batch_size=len(rows), as_tuples=True, on_error=fail, **wanted.known()):
        row = rows[number]
        assert isinstance(row, Row)
        found[number] = ReadDocument(document, row)
    return [only(wanted.act, found[number]) for number in range(len(rows))]


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


def stored_result(item: Item, parse: Callable[[Mapping[str, object]], T]) -> T | Failure | None:
    """Return what ``parse`` makes of the result in an item; None for a text, a page, or anything malformed."""
    values = _result_values(item)
    if values is None:
        return None
    try:
        if "attributions" not in values:
            raise InputError(f"the row holds an error: {values['error']!r:.80}; extract it again")
        return parse(values)
    except QuoteattrError as error:
        name = values.get("id")
        known = name if isinstance(name, (str, int)) and not isinstance(name, bool) else None
        return Failure(known, error, place_of(item))


def _result_values(item: Item) -> Mapping[str, object] | None:
    """Return the result, or the row of an error, that an item holds."""
    value: object = None
    if isinstance(item, Record):
        value = item.values
    elif isinstance(item, JsonLine) and (b'"attributions"' in item.data or b'"error"' in item.data):
        with suppress(ValueError, RecursionError):
            value = json.loads(item.data)
    if not isinstance(value, Mapping):
        return None
    return value if {"speakers", "attributions"} <= value.keys() or ("error" in value and "text" not in value) else None
