"""Convert Arrow batches of texts to Arrow batches of attributions, for all columnar engines.

A batch has the columns ``id`` and ``text`` and, for facts that the texts do not state, ``outlet``, ``publisher``
and ``published``. The result has the columns of :mod:`quoteattr.formats.columns`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from quoteattr.attributor import QuoteAttributor, load, read_each
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, InputError, QuoteattrError, TextValueError
from quoteattr.formats.columns import Item, record_batch
from quoteattr.inputs import Input, iso_date_at_start, whole_number
from quoteattr.limits import limit_threads, too_long
from quoteattr.model import DocumentId

if TYPE_CHECKING:
    import pyarrow

__all__ = ["HINTS", "MAX_CHARS", "REQUIRED", "attribute_batch", "attribute_batches", "worker_reader"]

REQUIRED = ("id", "text")
HINTS = ("outlet", "publisher", "published")
MAX_CHARS = 2_000_000
_ROWS_AT_ONCE = 256  # articles whose rows are held as Python objects at one time
_LOADING = Lock()


def attribute_batch(
    batch: pyarrow.RecordBatch | pyarrow.Table,
    reader: QuoteAttributor,
    *,
    batch_size: int = 16,
    include_chrome: bool = False,
    max_chars: int = MAX_CHARS,
) -> pyarrow.RecordBatch:
    """Return the attributions in a batch of texts, in the order of its rows.

    A row whose text is null, no string, too long or cannot be read is returned as one row with its ``error``.
    ``published`` is an ISO date or date-time, or a longer text that begins with a date, or a date or timestamp; other
    values are ignored.

    Args:
        batch: ``id`` (strings or integers), ``text``, and any of ``outlet``, ``publisher`` and ``published``. Other
            columns are not read.
        reader: The loaded model.
        batch_size: Texts that share the network's batches.
        include_chrome: See :meth:`quoteattr.QuoteAttributor.__call__`.
        max_chars: A longer text is an error of its row, since running out of memory would end the worker and the job.

    Raises:
        ArgumentError: ``max_chars`` is no whole number of at least 1.
        InputError: The batch has no column ``id`` or ``text``.
    """
    max_chars = whole_number("max_chars", max_chars)
    inputs = list(_inputs(batch))
    texts = [_within(given, max_chars) for given in inputs]
    outcomes = read_each(reader, texts, batch_size=batch_size, include_chrome=include_chrome)
    return record_batch(_item(given.id, outcome) for given, outcome in zip(inputs, outcomes, strict=True))


def attribute_batches(
    batches: Iterable[pyarrow.RecordBatch | pyarrow.Table],
    reader: QuoteAttributor,
    *,
    batch_size: int = 16,
    include_chrome: bool = False,
    max_chars: int = MAX_CHARS,
) -> Iterator[pyarrow.RecordBatch]:
    """Apply :func:`attribute_batch` to many batches, lazily; a large batch is split, so that memory stays bounded."""
    for batch in batches:
        for start in range(0, max(batch.num_rows, 1), _ROWS_AT_ONCE):
            some = batch.slice(start, _ROWS_AT_ONCE)
            yield attribute_batch(
                some, reader, batch_size=batch_size, include_chrome=include_chrome, max_chars=max_chars
            )


def worker_reader(model: str | os.PathLike[str] = "en", *, threads: int = 1) -> QuoteAttributor:
    """Return the model in a worker of an engine: loaded once a process, by the first thread.

    Before it loads, it sets in the environment how many threads the libraries may start.

    Raises:
        ModelError: See :func:`quoteattr.load`.
    """
    with _LOADING:
        return _loaded(os.getpid(), os.fspath(model), threads)  # a forked worker must not use its parent's model


@cache
def _loaded(process: int, model: str, threads: int) -> QuoteAttributor:
    limit_threads(threads)
    return load(model, threads=threads)


def _item(id: DocumentId | None, outcome: Document | Exception) -> Item:
    if isinstance(outcome, Document):
        return outcome
    advice = "" if isinstance(outcome, QuoteattrError) else "; report it with the text that gave it"
    return id, f"{type(outcome).__name__}: {outcome}{advice}"


def _within(given: Input, max_chars: int) -> Input | TextValueError:
    if not isinstance(given.text, str) or len(given.text) <= max_chars:
        return given  # the reader refuses other types
    return too_long(len(given.text), max_chars, "split it or raise max_chars")


def _inputs(batch: Any) -> Iterator[Input]:
    """Yield the text of each row with its metadata."""
    names = batch.schema.names
    if missing := [name for name in REQUIRED if name not in names]:
        raise InputError(f"the batch has no column {missing[0]!r}, but {names}: rename the columns to 'id' and 'text'")
    columns = {name: _plain(batch.column(name)) for name in (*REQUIRED, *HINTS) if name in names}
    for number in range(batch.num_rows):
        row = {name: column[number] for name, column in columns.items()}
        outlet, publisher = (_name(_value(row[name])) if name in row else None for name in HINTS[:2])
        published = _date(row["published"]) if "published" in row else None
        text: Any = _value(row["text"])
        yield Input(text, _name(_value(row["id"])), published, publisher, outlet)


def _plain(column: Any) -> Any:
    """Return the column in a type that can be converted to Python values without pandas."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _value(scalar: Any) -> object:
    """Return the Python value. Strings with invalid UTF-8, which Arrow does not check, are returned as bytes."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()


def _name(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _date(scalar: Any) -> str | None:
    with suppress(ArgumentError, ValueError, OverflowError):  # no date, no UTF-8, or a year outside Python's range
        return iso_date_at_start(scalar.as_py())
    return None
