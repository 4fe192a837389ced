"""Arrow batches of texts into Arrow batches of attributions: what every engine over columns calls.

A batch has the columns ``id`` and ``text`` and, for facts that the texts do not state, ``outlet``, ``publisher``
and ``published``. The result has the columns of :mod:`quoteattr.formats.columns`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from quoteattr.attributor import QuoteAttributor, load
from quoteattr.errors import InputError, QuoteattrError, TextValueError
from quoteattr.formats.columns import Item, record_batch
from quoteattr.page.markup import WebPage

if TYPE_CHECKING:
    import pyarrow

__all__ = ["HINTS", "MAX_CHARS", "REQUIRED", "attribute_batch", "attribute_batches", "worker_reader"]

REQUIRED = ("id", "text")
HINTS = ("outlet", "publisher", "published")
MAX_CHARS = 2_000_000
_ROWS_AT_ONCE = 256  # articles whose rows are held as Python objects at one time
_LOADING = Lock()


@frozen
class _Row:
    """One text with what is known of its page. What is no text stays what it was, for the reader to refuse."""

    id: str | None
    text: object = field(repr=False)
    outlet: str | None = None
    publisher: str | None = None
    published: str | None = None

    @property
    def given(self) -> Any:
        """Return the text, as a page where the row has metadata of a page."""
        if isinstance(self.text, str) and (self.publisher or self.published):
            return WebPage(self.text, publisher=self.publisher, published=self.published)
        return self.text


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
    ``published`` is an ISO date or date-time, a date or a timestamp; other values are ignored.

    Args:
        batch: ``id`` (strings or integers), ``text``, and any of ``outlet``, ``publisher`` and ``published``. Other
            columns are not read.
        reader: The loaded model.
        batch_size: Texts that share the network's batches.
        include_chrome: See :meth:`quoteattr.QuoteAttributor.__call__`.
        max_chars: A longer text is an error of its row: one that fills the memory would end the worker, and the job.

    Raises:
        InputError: The batch has no column ``id`` or ``text``.
    """
    reading = _Reading(reader, batch_size, include_chrome, max_chars)
    return record_batch(reading.items(_rows(batch)))


def attribute_batches(
    batches: Iterable[pyarrow.RecordBatch | pyarrow.Table],
    reader: QuoteAttributor,
    *,
    batch_size: int = 16,
    include_chrome: bool = False,
    max_chars: int = MAX_CHARS,
) -> Iterator[pyarrow.RecordBatch]:
    """Apply :func:`attribute_batch` to many batches, lazily; a large batch is split, so that memory stays bounded."""
    reading = _Reading(reader, batch_size, include_chrome, max_chars)
    for batch in batches:
        for start in range(0, max(batch.num_rows, 1), _ROWS_AT_ONCE):
            yield record_batch(reading.items(_rows(batch.slice(start, _ROWS_AT_ONCE))))


def worker_reader(model: str | os.PathLike[str] = "en", *, threads: int = 1) -> QuoteAttributor:
    """Return the model in a worker of an engine: loaded once a process, by whichever thread comes first.

    Before it loads, it sets in the environment how many threads the libraries below may start.

    Raises:
        ModelError: See :func:`quoteattr.load`.
    """
    with _LOADING:
        return _loaded(os.getpid(), os.fspath(model), threads)  # a forked worker must not use its parent's model


@cache
def _loaded(process: int, model: str, threads: int) -> QuoteAttributor:
    # Engines start a worker for each core: without a cap, every one of them would start threads on all cores.
    os.environ.update(
        OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads),
        OMP_WAIT_POLICY="PASSIVE", TOKENIZERS_PARALLELISM="false",
    )  # fmt: skip
    return load(model, threads=threads)


def _rows(batch: Any) -> Iterator[_Row]:
    names = batch.schema.names
    if missing := [name for name in REQUIRED if name not in names]:
        raise InputError(f"the batch has no column {missing[0]!r}, but {names}: rename the columns to 'id' and 'text'")
    columns = {name: _plain(batch.column(name)) for name in (*REQUIRED, *HINTS) if name in names}
    for number in range(batch.num_rows):
        row = {name: column[number] for name, column in columns.items()}
        yield _Row(
            _name(_value(row["id"])),
            _value(row["text"]),
            published=_date(row["published"]) if "published" in row else None,
            **{name: _name(_value(row[name])) or None for name in ("outlet", "publisher") if name in row},
        )


def _plain(column: Any) -> Any:
    """Return the column without what Python values of it would need pandas for, or cannot be had for."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _value(scalar: Any) -> object:
    """Return the Python value. A string that is no UTF-8, which Arrow does not check, stays bytes."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()


def _name(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _date(scalar: Any) -> str | None:
    try:
        value = scalar.as_py()
        written = value.isoformat() if isinstance(value, date) else str(value)
        date.fromisoformat(written[:10])
    except (ValueError, OverflowError):  # of words that are no date, and of years that Python does not have
        return None
    return written


@frozen
class _Reading:
    """Reads rows together, or one by one where one of them fails."""

    reader: QuoteAttributor
    batch_size: int
    include_chrome: bool
    max_chars: int

    def items(self, rows: Iterable[_Row]) -> Iterator[Item]:
        """Yield one document, or the reason why there is none, for each row."""
        for (outlet, readable), run in groupby(rows, key=lambda row: (row.outlet, self._is_readable(row.text))):
            waiting = list(run)
            options = {"outlet": outlet, "include_chrome": self.include_chrome}
            for start in range(0, len(waiting), self.batch_size):
                some = waiting[start : start + self.batch_size]
                yield from self._together(some, options) if readable else (self._alone(row, options) for row in some)

    def _is_readable(self, text: object) -> bool:
        return isinstance(text, str) and len(text) <= self.max_chars

    def _together(self, rows: Sequence[_Row], options: dict[str, Any]) -> Sequence[Item]:
        try:
            documents = list(self.reader.pipe([row.given for row in rows], batch_size=len(rows), **options))
        except Exception:  # caused by one text: they are read one by one to find which
            return [self._alone(row, options) for row in rows]
        return [evolve(document, id=row.id) for row, document in zip(rows, documents, strict=True)]

    def _alone(self, row: _Row, options: dict[str, Any]) -> Item:
        try:
            _check_length(row.text, self.max_chars)
            return self.reader(row.given, id=row.id, **options)
        except QuoteattrError as error:
            return row.id, f"{type(error).__name__}: {error}"
        except Exception as error:  # a fault of this package, which must not end a job over millions of rows
            return row.id, f"{type(error).__name__}: {error}; report it with the text that gave it"


def _check_length(text: object, most: int) -> None:
    if isinstance(text, str) and len(text) > most:
        raise TextValueError(
            f"the text has {len(text):,} characters, the most is {most:,}: split it or raise max_chars"
        )
