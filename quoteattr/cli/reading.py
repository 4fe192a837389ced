"""Convert items to rows with a text each, and rows to documents, in batches; unreadable rows are single failures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import groupby, islice
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from types import NoneType
from typing import Any, Literal, TypeVar

from attrs import asdict, evolve, frozen

from quoteattr.attributor import QuoteAttributor, read_each
from quoteattr.cli.inputs import (
    SHOWN,
    UNLIMITED,
    Failure,
    File,
    Item,
    JsonLine,
    Record,
    longest,
    open_input,
    unreadable,
)
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, InputError, QuoteattrError, TextValueError
from quoteattr.inputs import Input, iso_date
from quoteattr.limits import too_long
from quoteattr.model import DocumentId
from quoteattr.page.article import Structure
from quoteattr.page.markup import from_html

_CHUNK = 1 << 16  # bytes
_TOGETHER = 16  # rows that are read together

T = TypeVar("T")

ActFilter = Literal["speech", "thought", "all"]


@frozen
class Row(Input):
    """One text to read, and its ``place`` in the input. ``id`` is that of a row, or the path of a file of one text."""

    place: str = ""
    author: str | None = None
    section: str | None = None


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


def stored_result(item: Item, parse: Callable[[Mapping[str, object]], T]) -> T | Failure | None:
    """Return what ``parse`` makes of the result in an item; None for a text, a page, or anything malformed."""
    values: object = None
    if isinstance(item, Record):
        values = item.values
    elif isinstance(item, JsonLine) and (b'"attributions"' in item.data or b'"error"' in item.data):
        with suppress(ValueError, RecursionError):
            values = json.loads(item.data)
    if not isinstance(values, Mapping) or not (
        {"speakers", "attributions"} <= values.keys() or ("error" in values and "text" not in values)
    ):
        return None
    try:
        if "attributions" not in values:
            raise InputError(f"the row holds an error: {values['error']!r:.80}; extract it again")
        return parse(values)
    except QuoteattrError as error:
        return Failure(name_of(item), error, item.place)


def row_of(item: Item, max_chars: int = UNLIMITED) -> Row | Failure:
    """Return the text of an item with its metadata; a failure if it is malformed or longer than ``max_chars``."""
    if isinstance(item, Failure):
        return item
    try:
        if isinstance(item, File):
            row = _of_file(item, longest(max_chars))
        else:
            row = _of_line(item) if isinstance(item, JsonLine) else _of_values(item.values, item.place)
        if (size := len(row.text if isinstance(row.text, str) else row.text.text)) > max_chars:
            raise too_long(size, max_chars, "split it or raise --max-chars")
    except QuoteattrError as error:
        return Failure(name_of(item), error, item.place)
    return row


def name_of(item: Item) -> DocumentId | None:
    """Return the ``id`` of the row of an item, without reading its text."""
    if isinstance(item, File):
        return item.place
    if isinstance(item, Failure):
        return item.id
    try:
        values = json.loads(item.data) if isinstance(item, JsonLine) else item.values
        return _name(values.get("id"), item.place)
    except Exception:  # a malformed item has no id
        return None


def _of_file(file: File, longest: int) -> Row:
    # Bytes, not text mode: line ends are not converted, so offsets count in the text of the file.
    path, data = file.place, bytearray(file.data or b"")
    if file.data is None:
        try:
            with open_input(path) as stream:
                while len(data) <= longest and (piece := stream.read(_CHUNK)):
                    data += piece
        except Exception as error:  # each system and codec has errors of its own
            raise unreadable(path, error) from error
        if len(data) > longest:
            raise TextValueError(f"{path!r} has more than {longest:,} bytes: split it or raise --max-chars")
    try:
        return Row(from_html(bytes(data)) if file.is_html else data.decode("utf-8-sig"), path, place=path)
    except UnicodeDecodeError as error:
        raise InputError(f"{path!r} is not UTF-8: {_first_bad(error)}; convert it first") from error


def _of_line(line: JsonLine) -> Row:
    data, place = line.data, line.place
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: not UTF-8: {_first_bad(error)}; convert the file first") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: not JSON ({error}): {_start(data)}; write one object a line") from error
    if not isinstance(value, dict):
        raise InputError(f"{place}: not an object: {_start(data)}; write {{'id', 'text'}} rows")
    return _of_values(value, place)


def _of_values(values: Mapping[str, object], place: str) -> Row:
    known: dict[str, Any] = {"id": _name(values.get("id"), place), "place": place}
    known |= {key: _optional_text(values, key, place) for key in ("publisher", "outlet")}
    known |= {key: _joined(values.get(key)) for key in ("author", "section")}
    known["published"] = _published(values.get("published"), place)
    if values.get("text") is None and isinstance(html := values.get("html"), str):
        url = values.get("url")
        return Row(from_html(html, url=url if isinstance(url, str) else None), **known)
    text = values.get("text")
    if not isinstance(text, str):
        found = f"a {type(text).__name__}" if "text" in values else "missing"
        raise InputError(f"{place}: 'text' must be a string and is {found} (the row has {_short(', '.join(values))})")
    return Row(text, **known)


def _name(value: object, place: str) -> DocumentId | None:
    if isinstance(value, bool) or not isinstance(value, (int, str, NoneType)):
        raise InputError(f"{place}: 'id' is neither a string nor an integer: {value!r:.{SHOWN}}")
    return value


def _optional_text(values: Mapping[str, object], key: str, place: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{place}: {key!r} must be a string and is a {type(value).__name__}: {value!r:.{SHOWN}}")
    return value or None


def _joined(value: object) -> str | None:
    """Return metadata for the audit alone, for which no row is refused: a text, or a list of them, as one."""
    several = value if isinstance(value, list) else [value]
    return ", ".join(str(each).strip() for each in several if each not in (None, "")) or None


def _published(value: object, place: str) -> str | None:
    """Return the time of publication: ISO 8601, of a longer text the date that it begins with."""
    for written in (value, value[:10] if isinstance(value, str) else value):
        with suppress(ArgumentError):
            return iso_date(written)
    raise InputError(
        f"{place}: 'published' must begin with a date such as 2023-04-04 and is {value!r:.{SHOWN}}; write ISO 8601"
    )


def _first_bad(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at position {error.start}"


def _start(line: bytes) -> str:
    return repr(_short(line.strip()[: 4 * SHOWN].decode("utf-8", "replace")))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
