"""Rows of CSV and Excel files, streamed: the columns are found by name, and broken rows are reported in place."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from importlib import import_module
from io import BufferedReader, BytesIO, RawIOBase, TextIOWrapper
from itertools import chain
from typing import Any, BinaryIO, Literal, cast

from attrs import field, frozen

from quoteattr.errors import InputError, needs_extra
from quoteattr.page.dates import Order, find_dates

_NUMBERS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")

DateOrder = Literal["day-first", "month-first"]
Values = dict[str, object]

FIELDS = ("text", "id", "date", "publisher", "outlet", "author", "section", "html", "url")
_ALIASES = {"published": "date"}  # other names of a column
_DELIMITERS = ",;\t|"
_ORDERS: dict[str, Order] = {"day-first": "day", "month-first": "month"}
_UNDECODED = re.compile(r"[\udc80-\udcff]")  # a byte that is not of the encoding, under surrogateescape
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BUFFER = 1 << 16  # bytes
_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
_PACKAGES = {  # module, extra, and what needs it
    "parquet": ("pyarrow.parquet", "arrow", "Parquet files need pyarrow"),
    "excel": ("openpyxl", "tables", "Excel files need openpyxl"),
    "zstd": (_ZSTD, "zstd", "Zstandard files need backports.zstd"),
}
_NAMED = 30  # columns that an error message names
SHOWN = 40  # characters of a wrong value that an error message quotes


@frozen(kw_only=True)
class Layout:
    """The column of each field (by default the one of its name, in any case), encoding of CSV, and order of dates."""

    columns: Mapping[str, str] = field(factory=dict)
    encoding: str = "utf-8"
    dates: DateOrder | None = None


def csv_cells(stream: BinaryIO, encoding: str, longest: int) -> Iterator[Sequence[str] | InputError]:
    """Yield the rows of a CSV file, or why one is malformed. A byte order mark takes precedence over ``encoding``."""
    csv.field_size_limit(longest)
    buffered = BufferedReader(cast("RawIOBase", stream), _BUFFER)
    start = buffered.peek(3)
    marked = "utf-16" if start.startswith(_UTF16) else "utf-8-sig" if start.startswith(b"\xef\xbb\xbf") else encoding
    errors = "strict" if marked == "utf-16" else "surrogateescape"  # which makes a wrong byte a lone surrogate
    lines = TextIOWrapper(buffered, marked, errors, newline="")
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, skipinitialspace=delimiter == ",")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # the reader continues with the next line
            yield InputError(f"the row is not CSV ({error}); check its quotation marks")
            continue
        bad = None if "".join(cells).isascii() else next(filter(None, map(_UNDECODED.search, cells)), None)
        yield cells if bad is None else InputError(f"the row is {_not_decoded(bad, encoding)}")


def excel_cells(stream: BinaryIO) -> Iterator[Sequence[object]]:
    """Yield the rows of the first sheet of an Excel file."""
    seekable = stream if stream.seekable() else BytesIO(stream.read())
    with closing(package("excel").load_workbook(seekable, read_only=True, data_only=True)) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some writers state a wrong size
        yield from sheet.iter_rows(values_only=True)


def package(kind: str) -> Any:
    """Return the module that reads files of a kind; raise MissingExtraError where it is not installed."""
    name, extra, purpose = _PACKAGES[kind]
    with needs_extra(extra, purpose):
        import_module(name.partition(".")[0])  # as an import statement does
        return import_module(name)


def find_columns(names: Sequence[str], path: str, layout: Layout) -> dict[str, str]:
    """Return the column of each field; raise InputError without a text or page, or one that the caller named."""
    found: dict[str, str] = {}
    for name in names:
        own = name.strip().casefold()
        found.setdefault(_ALIASES.get(own, own), name)
    has = ", ".join(map(repr, names[:_NAMED])) + (", …" if len(names) > _NAMED else "") if any(names) else "none"
    for key, column in layout.columns.items():
        if column not in names:
            raise InputError(f"{path!r} has no column {column!r} for {key!r} (it has {has}): name one of these")
        found[key] = column
    if "text" not in found and "html" not in found:
        raise InputError(f"{path!r} has no column 'text' (it has {has}): name one with --column text=NAME")
    return {key: found[key] for key in FIELDS if key in found}


def checked_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Return the columns that a caller names as ``FIELD=COLUMN``; raise InputError for any other text."""
    columns = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        key = _ALIASES.get(key, key)
        if not equals or key not in FIELDS:
            raise InputError(f"{pair!r} names no column: write FIELD=COLUMN, with a field of {', '.join(FIELDS)}")
        columns[key] = name
    return columns


def rows_of(
    rows: Iterable[Sequence[object] | InputError], path: str, layout: Layout
) -> Iterator[tuple[int, Values | InputError]]:
    """Yield the rows with their numbers (the header is row 1); raise InputError where it or a column is missing."""
    rows = iter(rows)
    header = next(rows, ())
    if isinstance(header, InputError):
        raise InputError(f"{path!r}, row 1: {header}") from header
    names = ["" if name is None else str(name) for name in header]
    columns = find_columns(names, path, layout)
    places = {key: names.index(name) for key, name in columns.items()}
    for number, cells in enumerate(rows, 2):
        if isinstance(cells, InputError):
            yield number, cells
        elif not all(_is_empty(cell) for cell in cells):
            try:
                yield number, _row(cells, places, len(names), layout)
            except InputError as error:
                yield number, error


def _row(cells: Sequence[object], places: Mapping[str, int], width: int, layout: Layout) -> Values:
    """Return the values of a row, with the names of rows of JSON; an empty cell is None."""
    if not all(_is_empty(cell) for cell in cells[width:]):
        raise InputError(f"the row has {len(cells)} cells and the header {width}; quote cells that hold a delimiter")
    values = {key: _tidy(key, cells[at] if at < len(cells) else None) for key, at in places.items()}
    if "date" in values:
        values["published"] = _iso(values.pop("date"), layout.dates)
    if values.get("text") is None and values.get("html") is None:
        raise InputError("the cell of 'text' is empty; fill it or remove the row")
    return values


def _not_decoded(found: re.Match[str], encoding: str) -> str:
    shown = found.string[max(found.start() - SHOWN // 2, 0) : found.end() + SHOWN // 2]
    around = shown.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return (
        f"not {encoding.upper()} (byte 0x{ord(found[0]) - 0xDC00:02x} in {around!r}, read as cp1252); "
        "if that is right, add --encoding cp1252, else save the file as UTF-8"
    )


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _tidy(key: str, value: object) -> object:
    if _is_empty(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel has no whole numbers
    if key in ("date", "text", "html") or (key == "id" and isinstance(value, int) and not isinstance(value, bool)):
        return value if key in ("id", "date") else str(value)
    return str(value).strip()


def _iso(value: object, order: DateOrder | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()  # a cell that shows a date alone
    if isinstance(value, date):
        return value.isoformat()
    found = find_dates(str(value), order=_ORDERS.get(order or ""))
    if len(found) == 1:
        return found[0].iso
    written = f"{value!r:.{SHOWN}}"
    if order is None and _NUMBERS.search(str(value)):
        raise InputError(
            f"the date {written} does not say which number is the day: add --dates day-first or month-first"
        )
    raise InputError(f"the date {written} cannot be read; write it as in 2023-04-04")
