"""Inputs of the commands: conversion of paths to files, of files to items, and of items to rows with a text each.

Files may be compressed, or on other systems, which fsspec opens. The text of an item is not checked, and a file that is
one text or page is not opened, before it becomes a row, so that items can be skipped, and passed to other processes.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, time
from importlib import import_module
from io import BufferedReader, BytesIO, RawIOBase, TextIOWrapper
from itertools import chain
from pathlib import Path
from stat import S_ISFIFO
from typing import Any, BinaryIO, Literal, TypeVar, cast

from attrs import evolve, field, frozen

from quoteattr.errors import ArgumentError, InputError, MissingExtraError, QuoteattrError, TextValueError, needs_extra
from quoteattr.inputs import Input, document_id, is_blank, iso_date_at_start
from quoteattr.limits import too_long
from quoteattr.model import DocumentId
from quoteattr.page.dates import Order, find_dates
from quoteattr.page.markup import from_html

T = TypeVar("T")

InputKind = Literal["auto", "text", "html", "json", "jsonl", "parquet", "csv", "excel"]
FileKind = Literal["text", "html", "json", "jsonl", "parquet", "csv", "excel", "unknown"]
DateOrder = Literal["day-first", "month-first"]

STDIN = "-"
UNLIMITED = 1 << 40  # characters
_SPELLED = 12  # bytes that JSON may take to spell one character, as an escaped pair of surrogates
_BESIDE_TEXT = 1 << 16  # bytes of a row for what is not its text
_CHUNK = 1 << 20
_ANY_SIZE = (1 << 31) - 1  # the most that the module csv accepts on every system
_PIECE = 1 << 16  # bytes of a text or table that are read together
_PARQUET = {"buffer_size": _CHUNK, "pre_buffer": False}  # reads only what is needed
_RECORDS, _ROWS = 64, 1000  # records of a Parquet file that are decoded together: texts, rows of results
_GZIP_LEVEL = 6
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_PACKED = ("", ".gz", ".zst")
_ENDINGS: dict[str, FileKind] = {
    ".txt": "text",
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **{f".json{packed}": "json" for packed in _PACKED},
    **{f".{name}{packed}": "jsonl" for name in ("jsonl", "ndjson") for packed in _PACKED},
    ".parquet": "parquet",
    **{f".{name}{packed}": "csv" for name in ("csv", "tsv") for packed in _PACKED},
    **dict.fromkeys((".xlsx", ".xlsm"), "excel"),
}
TABLES = ("jsonl", "parquet", "csv", "excel")
_ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
_PACKAGES = {  # module, extra, and what needs it
    "parquet": ("pyarrow.parquet", "arrow", "Parquet files need pyarrow"),
    "excel": ("openpyxl", "tables", "Excel files need openpyxl"),
    "zstd": (_ZSTD, "zstd", "Zstandard files need backports.zstd"),
}

FIELDS = ("text", "id", "date", "publisher", "outlet", "author", "section", "html", "url")
_ALIASES = {"published": "date"}  # other names of a column
BESIDE_RESULTS = (".parts", ".errors.jsonl", ".job.json", ".lock")
"""The endings of what ``quoteattr extract`` writes next to an output, after the name of it."""
_DELIMITERS = ",;\t|"
_ORDERS: dict[str, Order] = {"day-first": "day", "month-first": "month"}
_UNDECODED = re.compile(r"[\udc80-\udcff]")  # a byte that is not of the encoding, under surrogateescape
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NAMED = 30  # columns that an error message names
SHOWN = 40  # characters of a wrong value that an error message quotes
_RESULTS = {"document_id", "attribution", "content"}  # columns of a table of results
_MARK = re.compile(r"\A'(?= *[-=+@\t\r\n＝＋－＠])")  # what `csv_text` puts before a formula


@frozen
class InputSource:
    """A file of a known kind. ``problem`` is the reason why there is none under this path."""

    path: str
    kind: FileKind = "text"
    problem: QuoteattrError | None = None


def kind_of(path: str, kind: InputKind = "auto") -> FileKind:
    """Return ``kind``, else what the name of a path ends in; ``unknown`` where its first bytes decide."""
    return (_known(path) or "unknown") if kind == "auto" else kind


def fingerprint(sources: Iterable[InputSource]) -> dict[str, object]:
    """Return what identifies the state of files: their number, bytes, and a digest of names, sizes and times."""
    count, size, digest = 0, 0, hashlib.sha256()
    for source in sources:
        count += 1
        try:
            length, changed = _state(source.path)
            state = f"{length} {changed}"
            size += length
        except OSError:
            state = "missing"
        digest.update(f"{source.path}\0{source.kind} {state}\n".encode("utf-8", "surrogateescape"))
    return {"files": count, "bytes": size, "sha256": digest.hexdigest()}


def _state(path: str) -> tuple[int, object]:
    """Return the size of a file, and what changes with it. Raises OSError where neither is known."""
    if not is_remote(path):
        status = os.stat(path)
        return status.st_size, status.st_mtime_ns
    try:
        system, name = _system(path)
        found: dict[str, Any] = system.info(name)
    except Exception as error:
        raise OSError(str(error)) from error
    changed = (found.get(key) for key in ("ETag", "etag", "mtime", "LastModified", "updated", "created"))
    return int(found.get("size") or 0), next((str(each) for each in changed if each is not None), "")


def check_outside(paths: Iterable[str], *outs: Path) -> None:
    """Raise InputError where an output would be an input, or in a folder of inputs."""
    goals = {goal: out for out in outs for goal in (out.resolve(), *out.resolve().parents)}
    for path in paths:
        out = None if path == STDIN or is_remote(path) else goals.get(Path(path).resolve())
        if out is not None:
            raise InputError(f"the output {str(out)!r} is part of the input {path!r}: write it elsewhere")


def _of_folder(folder: str, kind: InputKind, given: str) -> Iterator[InputSource]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except OSError as error:
        problem = InputError(f"cannot read {given!r}: {error.strerror or error}; check its permissions")
        yield InputSource(str(error.filename or given), problem=problem)
        return
    for name, is_folder in entries:
        path = os.path.join(folder, name)
        if _is_beside_results(path):
            continue
        if is_folder:
            yield from _of_folder(path, kind, given)
        elif _known(path):
            yield InputSource(path, kind_of(path, kind))


def _of_remote_folder(folder: str, kind: InputKind) -> list[InputSource]:
    try:
        system, name = _system(folder)
        paths = [str(system.unstrip_protocol(each)) for each in sorted(system.find(name))]
    except Exception as error:  # each system has errors of its own
        return [InputSource(folder, problem=unreadable(folder, error))]
    return [InputSource(path, kind_of(path, kind)) for path in paths if _known(path) and not _is_beside_results(path)]


def _is_beside_results(path: str) -> bool:
    return any(path.endswith(end) and _known(path.removesuffix(end)) for end in BESIDE_RESULTS)


def _known(path: str) -> FileKind | None:
    return next((kind for ending, kind in _ENDINGS.items() if path.lower().endswith(ending)), None)


@frozen
class Failure:
    """A row that has no result, and why. ``place`` is its position in the input."""

    id: DocumentId | None
    error: Exception
    place: str = ""
    size = 0

    def as_object(self) -> dict[str, str]:
        return {"type": type(self.error).__name__, "message": str(self.error)}

    def __str__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


@frozen
class File:
    """A file that is one text or one page, by its path. ``data`` are its bytes if it is the standard input."""

    place: str
    is_html: bool = False
    size: int = 0
    data: bytes | None = field(default=None, repr=False)


@frozen
class Record:
    """An object of a JSON file or line, or a row of a table."""

    place: str
    values: Mapping[str, object] = field(repr=False)

    @property
    def size(self) -> int:
        return sum(len(value) for value in self.values.values() if isinstance(value, str))


Item = File | Record | Failure
"""What becomes a row. ``place`` is its position in the input: a path, and after a colon the number of the line or
record, from 1; ``size`` is about how many bytes it has."""


def _items_of(source: InputSource, inputs: Inputs) -> Iterator[Item]:
    """Yield the items of a file, one at a time. Raises where it is unreadable."""
    path, most = source.path, longest(inputs.max_chars)
    if source.problem is not None:
        raise source.problem
    if source.kind in ("text", "html") and path != STDIN:
        yield File(path, source.kind == "html", os.path.getsize(path) if os.path.isfile(path) else 0)
        return
    with open_input(path) as stream:
        if source.kind == "parquet":
            yield from _records_of(stream, path, inputs)
        elif source.kind == "csv":
            yield from rows_of(csv_cells(stream, inputs.encoding, most), source, inputs)
        elif source.kind == "excel":
            yield from rows_of(excel_cells(stream), source, inputs)
        elif source.kind == "jsonl":
            yield from _lines_of(path, stream, most)
        elif source.kind == "json":
            yield from _objects_of(path, stream.read())
        elif source.kind == "unknown":
            yield from _by_beginning(path, stream, most)
        else:
            data = stream.read()
            yield File(path, source.kind == "html", len(data), data)


def longest(max_chars: int) -> int:
    """Return the most bytes that a row with a text of so many characters may take in JSON."""
    return _SPELLED * max_chars + _BESIDE_TEXT


def _by_beginning(path: str, stream: BinaryIO, longest: int) -> Iterator[Item]:
    """Yield rows where the first line that is not blank is a JSON object, objects where all is JSON, else a text."""
    before: list[bytes] = []
    while (line := stream.readline(longest + 1)) and not line.strip():
        before.append(line)
    if isinstance(_json(line), dict):
        yield from _lines_of(path, stream, longest, (*before, line))
        return
    can_be_json = line.lstrip(b"\xef\xbb\xbf \t").startswith((b"{", b"["))
    if not can_be_json and os.path.isfile(path):
        yield File(path, size=os.path.getsize(path))
        return
    data = b"".join((*before, line, stream.read()))
    if can_be_json and isinstance(_json(data), (dict, list)):
        yield from _objects_of(path, data)
    else:
        yield File(path, size=len(data), data=data)


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _objects_of(path: str, data: bytes) -> Iterator[Item]:
    """Yield the object of a JSON file, or those of its array. One that is alone without an id has that of a file."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        is_rows = isinstance(_json(data.strip().partition(b"\n")[0]), dict)
        remedy = "it has an object a line: name it .jsonl or add --input jsonl" if is_rows else "rename or repair it"
        raise InputError(f"{path!r} is not JSON ({error}): {remedy}") from error
    many = isinstance(value, list)
    for number, each in enumerate(value if many else [value]):
        place = f"{path}[{number}]" if many else path
        if isinstance(each, dict):
            yield Record(place, each if many else {"id": path, **each})
        else:
            message = f"{place}: not an object: {each!r:.{SHOWN}}; write an object with 'text', or an array of them"
            yield Failure(None if many else path, InputError(message), place)


def _lines_of(path: str, stream: BinaryIO, longest: int, before: Sequence[bytes] = ()) -> Iterator[Item]:
    """Yield the lines that were read ``before``, and those of the stream; a longer one is a failure."""
    for number, line in enumerate(chain(before, iter(lambda: stream.readline(longest + 1), b"")), 1):
        place = f"{path}:{number}"
        if number <= len(before) or len(line) <= longest or line.endswith(b"\n"):
            if line.strip():
                yield _object_of(line, place)
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        error = InputError(f"{place}: longer than {longest:,} bytes; split it or raise --max-chars")
        yield Failure(None, error, place)


def _object_of(line: bytes, place: str) -> Record | Failure:
    start = f"{line[: 4 * SHOWN].decode('utf-8', 'replace').strip()!r:.{SHOWN}}"
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"not UTF-8: {_first_bad(error)}; convert the file first"
    except (ValueError, RecursionError) as error:
        problem = f"not JSON ({error}): {start}; write one object a line"
    else:
        if isinstance(value, dict):
            return Record(place, value)
        problem = f"not an object: {start}; write {{'id', 'text'}} rows"
    return Failure(None, InputError(f"{place}: {problem}"), place)


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """Open a path, the standard input or a remote one, decompressed by the ending of its name."""
    if path == STDIN:
        yield _standard_input()
        return
    with _open_remote(path) if is_remote(path) else open(path, "rb") as stream, packed(stream, path) as plain:
        yield plain


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("the standard input is closed: give it a text, or name a file")
    try:
        # A separate buffer: a thread that waits for input must not hold the lock of sys.stdin as the program ends.
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except OSError:  # it is not a file
        return sys.stdin.buffer


def _seekable(stream: BinaryIO) -> BinaryIO:
    return stream if stream.seekable() else BytesIO(stream.read())


def csv_cells(stream: BinaryIO, encoding: str, longest: int) -> Iterator[Sequence[str] | InputError]:
    """Yield the rows of a CSV file, or why one is malformed. A byte order mark takes precedence over ``encoding``."""
    csv.field_size_limit(_ANY_SIZE)
    buffered = BufferedReader(cast("RawIOBase", stream), _PIECE)
    start = buffered.peek(3)
    marked = "utf-16" if start.startswith(_UTF16) else "utf-8-sig" if start.startswith(b"\xef\xbb\xbf") else encoding
    errors = "strict" if marked == "utf-16" else "surrogateescape"  # which makes a wrong byte a lone surrogate
    lines = TextIOWrapper(buffered, marked, errors, newline="")
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    size = 0  # characters of the row

    def bounded() -> Iterator[str]:
        nonlocal size
        for line in chain([first], lines):
            # After too many, a line begins between quotation marks: what it has before the closing one is not kept.
            kept = line if size <= longest else "".join(line.replace('""', "").partition('"')[1:])
            size += len(line)
            yield kept

    reader = csv.reader(bounded(), delimiter=delimiter, skipinitialspace=delimiter == ",", strict=True)
    while True:
        size = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # where the next row begins is not known
            remedy = "check its quotation marks"
            if "expected after" in str(error):
                remedy += ", and remove spaces after closing ones"
            yield InputError(f"the row is not CSV ({error}), and no later row is read: {remedy}")
            return
        if size > longest:
            yield InputError(f"the row is longer than {longest:,} characters; split it or raise --max-chars")
            continue
        bad = None if "".join(cells).isascii() else next(filter(None, map(_UNDECODED.search, cells)), None)
        yield cells if bad is None else InputError(f"the row is {_not_decoded(bad, encoding)}")


def excel_cells(stream: BinaryIO) -> Iterator[Sequence[object]]:
    """Yield the rows of the first sheet of an Excel file."""
    with closing(package("excel").load_workbook(_seekable(stream), read_only=True, data_only=True)) as book:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some writers state a wrong size
        yield from sheet.iter_rows(values_only=True)


def rows_of(
    rows: Iterable[Sequence[object] | InputError], source: InputSource, inputs: Inputs
) -> Iterator[Record | Failure]:
    """Yield the rows (the header is row 1); raise InputError where it or a column is missing."""
    rows, path = iter(rows), source.path
    header = next(rows, ())
    if isinstance(header, InputError):
        raise InputError(f"{path!r}, row 1: {header}") from header
    names = ["" if name is None else str(name) for name in header]
    places = {key: names.index(name) for key, name in _columns_of(names, path, inputs).items()}
    for number, cells in enumerate(rows, 2):
        place = f"{path}:{number}"
        try:
            if isinstance(cells, InputError):
                raise cells
            if not all(map(is_blank, cells[len(names) :])):
                remedy = "quote cells that hold a delimiter"
                raise InputError(f"the row has {len(cells)} cells and the header {len(names)}; {remedy}")
            if not all(map(is_blank, cells)):
                values = {key: cells[at] if at < len(cells) else None for key, at in places.items()}
                is_result = "attribution" in places
                yield Record(place, _result_of(values, source) if is_result else _fields_of(values, inputs))
        except InputError as error:
            yield Failure(None, InputError(f"{place}: {error}"), place)


def _columns_of(names: Sequence[str], path: str, inputs: Inputs) -> dict[str, str]:
    """Return the column of each field; raise InputError without text and page, for one that is missing or not alone."""
    if inputs.results and _RESULTS.issubset(names):
        return {name: name for name in inputs.results if name in names}
    found: dict[str, list[str]] = {key: [] for key in FIELDS}
    for name in names:
        own = name.strip().casefold()
        found.get(_ALIASES.get(own, own), []).append(name)
    has = ", ".join(map(repr, names[:_NAMED])) + (", …" if len(names) > _NAMED else "") if any(names) else "none"
    for key, column in inputs.columns.items():
        found[key] = [name for name in names if name == column]
        if not found[key]:
            raise InputError(f"{path!r} has no column {column!r} for {key!r} (it has {has}): name one of these")
    if not found["text"] and not found["html"]:
        raise InputError(f"{path!r} has no column 'text' (it has {has}): name one with --column text=NAME")
    for key, columns in found.items():
        if len(columns) > 1:
            several = " and ".join(map(repr, columns))
            raise InputError(f"{path!r} has {several} for {key!r}: rename one, or choose with --column {key}=NAME")
    return {key: columns[0] for key, columns in found.items() if columns}


def _fields_of(cells: Mapping[str, object], inputs: Inputs) -> dict[str, object]:
    """Return the values of a row with a text, with the names of rows of JSON; an empty cell is None."""
    values = {key: _tidy(key, cell) for key, cell in cells.items()}
    if "date" in values:
        values["published"] = _iso(values.pop("date"), inputs.dates)
    if values.get("text") is None and values.get("html") is None:
        raise InputError("the cell of 'text' is empty; fill it or remove the row")
    return values


def _result_of(values: Mapping[str, Any], source: InputSource) -> dict[str, object]:
    """Return the values of a row of results, of CSV without the mark before what would be a formula."""
    if source.kind == "csv":
        values = {key: _MARK.sub("", cell or "") or None for key, cell in values.items()}
    return {**values, "attribution": values["attribution"] and int(values["attribution"])}


def _not_decoded(found: re.Match[str], encoding: str) -> str:
    shown = found.string[max(found.start() - SHOWN // 2, 0) : found.end() + SHOWN // 2]
    around = shown.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return (
        f"not {encoding.upper()} (byte 0x{ord(found[0]) - 0xDC00:02x} in {around!r}, read as cp1252); "
        "if that is right, add --encoding cp1252, else save the file as UTF-8"
    )


def _tidy(key: str, value: object) -> object:
    if is_blank(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel has no whole numbers
    if key == "date" or (key == "id" and type(value) is int):
        return value
    return str(value) if key in ("text", "html") else str(value).strip()


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
    if order is None and any(len(find_dates(str(value), order=each)) == 1 for each in _ORDERS.values()):
        raise InputError(
            f"the date {written} does not say which number is the day: add --dates day-first or month-first"
        )
    raise InputError(f"the date {written} cannot be read; write it as in 2023-04-04")


def _records_of(stream: BinaryIO, path: str, inputs: Inputs) -> Iterator[Record]:
    """Yield the records of a Parquet file, of which only the part that is read is in memory."""
    with closing(package("parquet").ParquetFile(_seekable(stream), **_PARQUET)) as file:
        columns = _columns_of(file.schema_arrow.names, path, inputs)
        size = _ROWS if "attribution" in columns else _RECORDS
        batches = file.iter_batches(batch_size=size, columns=[*dict.fromkeys(columns.values())])
        for number, values in enumerate(chain.from_iterable(batch.to_pylist() for batch in batches), 1):
            own = {"published" if key == "date" else key: values[name] for key, name in columns.items()}
            yield Record(f"{path}:{number}", own)


def check_extras(sources: Iterable[InputSource]) -> None:
    """Raises MissingExtraError where a file needs a package that is not installed."""
    for source in sources:
        if source.kind in ("parquet", "excel"):
            package(source.kind)
        elif source.kind in ("json", "jsonl", "csv"):
            check_packing(source.path)


def package(kind: str) -> Any:
    """Return the module that reads files of a kind; raise MissingExtraError where it is not installed."""
    name, extra, purpose = _PACKAGES[kind]
    with needs_extra(extra, purpose):
        import_module(name.partition(".")[0])  # as an import statement does
        return import_module(name)


def packed(stream: BinaryIO, name: str, mode: Literal["rb", "wb"] = "rb") -> BinaryIO:
    """Return the plain bytes of a stream that is compressed if the file name ends in ``.gz`` or ``.zst``.

    Reading takes bounded memory and raises EOFError where the stream is cut off. Equal texts give equal bytes.
    Closing the result leaves ``stream`` open. Raises what :func:`check_packing` does.
    """
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.GzipFile("", mode, _GZIP_LEVEL, stream, mtime=0))
    if name.lower().endswith(".zst"):
        return cast(BinaryIO, package("zstd").ZstdFile(stream, mode))
    return stream


def check_packing(name: str) -> None:
    """Raise MissingExtraError where the compression of a file name needs a package that is not installed."""
    if name.lower().endswith(".zst"):
        package("zstd")


def is_remote(path: str) -> bool:
    """Return True for a path that begins with a scheme; one letter is a drive of Windows."""
    return _SCHEME.match(path) is not None


def _open_remote(path: str) -> BinaryIO:
    system, name = _system(path)
    try:
        stream: BinaryIO = system.open(name, "rb")
    except Exception as error:  # each system has errors of its own
        raise unreadable(path, error) from error
    return stream


def _system(path: str) -> tuple[Any, str]:
    with needs_extra("remote", f"{path!r} needs fsspec"):
        from fsspec.core import url_to_fs
    try:
        system, name = url_to_fs(path)
    except ImportError as error:  # of the package for this scheme
        raise MissingExtraError(f"{path!r} needs a package that is not installed: {error}") from error
    except ValueError as error:
        raise InputError(f"cannot read {path!r}: {error}; check the path") from error
    return system, name


def unreadable(path: str, error: Exception, number: int = 0) -> QuoteattrError:
    """Return the error of a path that cannot be read after ``number`` rows: ``error`` itself if it names the path."""
    if isinstance(error, QuoteattrError):
        return error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if number:
        return InputError(f"cannot read {path!r} beyond row {number}: {reason}; restore the file")
    remedy = "check the path and your access to it" if is_remote(path) else "check the path"
    return InputError(f"cannot read {path!r}: {reason}; {remedy}")


@frozen
class Inputs:
    """The paths of a command, their kind, the most characters of a text, and the layout of tables.

    The help of ``quoteattr extract`` describes them. An unreadable one is a :class:`Failure` in its place. The layout
    is the column of each field (by default the one of its name, in any case), the encoding of CSV, the order of dates,
    and the columns to read of a table of ``results``, which has no texts.
    """

    paths: tuple[str, ...]
    kind: InputKind = "auto"
    max_chars: int = UNLIMITED
    columns: Mapping[str, str] = field(factory=dict)
    encoding: str = "utf-8"
    dates: DateOrder | None = None
    results: tuple[str, ...] = ()

    def hold_many(self) -> bool:
        """Return True if the paths can hold more than one row."""
        first = self.paths[0]
        return len(self.paths) > 1 or kind_of(first, self.kind) in TABLES or os.path.isdir(first)

    def sources(self) -> Iterator[InputSource]:
        """Yield the files of the paths in order, of a folder and those below it by name, if their ending is known."""
        for path in self.paths:
            if is_remote(path) and path.endswith("/"):
                yield from _of_remote_folder(path, self.kind)
            elif path != STDIN and os.path.isdir(path):
                sources = _of_folder(path, self.kind, path)
                problem = InputError(f"cannot read {path!r}: it holds no file that ends in {', '.join(_ENDINGS)}")
                yield next(sources, InputSource(path, problem=problem))
                yield from sources
            else:
                yield InputSource(path, kind_of(path, self.kind))

    def items(self) -> Iterator[Item]:
        """Yield the items of all files, in order and one at a time, from the first at each call."""
        for source in self.sources():
            path = last = source.path
            try:
                for item in _items_of(source, self):
                    last = item.place
                    yield item
            except Exception as error:  # of each codec, openpyxl and Arrow
                number = int(last.removeprefix(f"{path}:")) if last.startswith(f"{path}:") else 0
                place = path if not number or isinstance(error, QuoteattrError) else f"{path}:{number + 1}"
                yield Failure(path, unreadable(path, error, number), place)

    def rows_or_results(self, parse: Callable[[Mapping[str, object]], T], times: int) -> Iterator[Row | T | Failure]:
        """Yield the texts of the files, and what ``parse`` makes of stored results and of rows of tables of results.

        A result may be ``times`` as long as a text.
        """
        for item in evolve(self, max_chars=times * self.max_chars).items():
            values = item.values if isinstance(item, Record) else {}
            try:
                if "text" not in values and (problem := values.get("error")):
                    raise InputError(f"the row holds an error: {problem!r:.80}; extract it again")
                is_row = self.results and values.keys() >= _RESULTS
                is_result = is_row or values.keys() >= {"speakers", "attributions"}
                yield parse(values) if is_result else row_of(item, self.max_chars)
            except QuoteattrError as error:
                yield Failure(name_of(item), error, item.place)

    def may_pause(self) -> bool:
        """Return True where a path is the standard input or a pipe, whose writer may pause for long."""
        return any(path == STDIN or (os.path.exists(path) and S_ISFIFO(os.stat(path).st_mode)) for path in self.paths)

    def count(self) -> int | None:
        """Return how many rows there are; None for the standard input, which can be read only once."""
        return None if STDIN in self.paths else sum(1 for _ in self.items())


def checked_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Return the columns that a caller names as ``FIELD=COLUMN``; raise InputError for any other text."""
    columns: dict[str, str] = {}
    for pair in pairs:
        key, equals, name = pair.partition("=")
        key = _ALIASES.get(key, key)
        if not equals or key not in FIELDS:
            raise InputError(f"{pair!r} names no column: write FIELD=COLUMN, with a field of {', '.join(FIELDS)}")
        if key in columns:
            raise InputError(f"{pair!r}: {key!r} has the column {columns[key]!r} already: give each field one column")
        columns[key] = name
    return columns


# Rows


@frozen
class Row(Input):
    """One text to read, and its ``place`` in the input. ``id`` is that of a row, or the path of a file of one text."""

    place: str = ""
    author: str | None = None
    section: str | None = None


def row_of(item: Item, max_chars: int = UNLIMITED) -> Row | Failure:
    """Return the text of an item with its metadata; a failure if it is malformed or longer than ``max_chars``."""
    if isinstance(item, Failure):
        return item
    try:
        row = _of_file(item, longest(max_chars)) if isinstance(item, File) else _of_values(item.values, item.place)
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
    with suppress(ArgumentError):
        return document_id(item.values.get("id"))
    return None


def _of_file(file: File, longest: int) -> Row:
    # Bytes, not text mode: line ends are not converted, so offsets count in the text of the file.
    path, data = file.place, bytearray(file.data or b"")
    if file.data is None:
        try:
            with open_input(path) as stream:
                while len(data) <= longest and (piece := stream.read(_PIECE)):
                    data += piece
        except Exception as error:  # each system and codec has errors of its own
            raise unreadable(path, error) from error
        if len(data) > longest:
            raise TextValueError(f"{path!r} has more than {longest:,} bytes: split it or raise --max-chars")
    try:
        return Row(from_html(bytes(data)) if file.is_html else data.decode("utf-8-sig"), path, place=path)
    except UnicodeDecodeError as error:
        raise InputError(f"{path!r} is not UTF-8: {_first_bad(error)}; convert it first") from error


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
        raise InputError(f"{place}: 'text' must be a string and is {found} (the row has {', '.join(values):.{SHOWN}})")
    return Row(text, **known)


def _name(value: object, place: str) -> DocumentId | None:
    try:
        return document_id(value)
    except ArgumentError as error:
        raise InputError(f"{place}: 'id' is neither a string nor an integer: {value!r:.{SHOWN}}") from error


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
    try:
        return iso_date_at_start(value)
    except ArgumentError as error:
        raise InputError(
            f"{place}: 'published' must begin with a date such as 2023-04-04 and is {value!r:.{SHOWN}}; write ISO 8601"
        ) from error


def _first_bad(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at position {error.start}"
