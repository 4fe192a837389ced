"""Inputs of the commands: paths into files, and files into items, each of which becomes a row with a text.

Files may be compressed, or on other systems, which fsspec opens. Parsing an item is left to
:mod:`quoteattr.cli.reading`, so that items can be passed to other processes, and skipped, cheaply.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from stat import S_ISFIFO
from typing import Any, BinaryIO, Literal, cast

from attrs import field, frozen

from quoteattr.cli.tables import DateOrder, Layout, csv_cells, excel_cells, find_columns, openpyxl, rows_of
from quoteattr.errors import InputError, MissingExtraError, QuoteattrError, needs_extra
from quoteattr.model import DocumentId

InputKind = Literal["auto", "text", "html", "json", "jsonl", "parquet", "csv", "excel"]
FileKind = Literal["text", "html", "json", "jsonl", "parquet", "csv", "excel", "unknown"]

STDIN = "-"
UNLIMITED = 1 << 40  # characters
_SPELLED = 12  # bytes that JSON may take to spell one character, as an escaped pair of surrogates
_BESIDE_TEXT = 1 << 16  # bytes of a row for what is not its text
_CHUNK = 1 << 20
_SHOWN = 40  # characters of a wrong value that an error message quotes
_RECORDS = 64  # records of a Parquet file that are decoded together
_GZIP_LEVEL = 6
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
_PACKED = ("", ".gz", ".zst")
_ENDINGS: dict[str, FileKind] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    **{f".json{packed}": "json" for packed in _PACKED},
    **{f".{name}{packed}": "jsonl" for name in ("jsonl", "ndjson") for packed in _PACKED},
    ".parquet": "parquet",
    **{f".{name}{packed}": "csv" for name in ("csv", "tsv") for packed in _PACKED},
    **dict.fromkeys((".xlsx", ".xlsm"), "excel"),
}
TABLES = ("jsonl", "parquet", "csv", "excel")


@frozen
class InputSource:
    """A file of a known kind. ``problem`` says why there is none under this path."""

    path: str
    kind: FileKind = "text"
    problem: QuoteattrError | None = None


def sources_of(paths: Iterable[str], kind: InputKind = "auto") -> Iterator[InputSource]:
    """Yield the files of all ``paths``, one at a time: the paths in their order, the files of a folder by name.

    Folders are searched to the bottom for names with a known ending; links to folders are not followed.
    """
    for path in paths:
        if is_remote(path) and path.endswith("/"):
            yield from _of_remote_folder(path, kind)
        elif path != STDIN and os.path.isdir(path):
            yield from _of_folder(path, kind)
        else:
            yield InputSource(path, kind_of(path, kind))


def kind_of(path: str, kind: InputKind = "auto") -> FileKind:
    """Return what a path holds: ``kind``, else what its name ends in.

    ``unknown`` is for the standard input and names without a known ending: their first bytes decide.
    """
    return (_known(path) or "unknown") if kind == "auto" else kind


def holds_many(paths: Iterable[str], kind: InputKind) -> bool:
    """Return True if the paths can hold more than one row."""
    first, *others = paths
    return bool(others) or kind_of(first, kind) in TABLES or os.path.isdir(first)


def fingerprint(sources: Iterable[InputSource]) -> dict[str, object]:
    """Return what identifies the state of files: their number, bytes, and a digest of names, sizes and times."""
    count, size, digest = 0, 0, hashlib.sha256()
    for source in sources:
        count += 1
        try:
            length, changed = remote_state(source.path) if is_remote(source.path) else _state(source.path)
            state = f"{length} {changed}"
            size += length
        except OSError:
            state = "missing"
        digest.update(f"{source.path}\0{source.kind} {state}\n".encode("utf-8", "surrogateescape"))
    return {"files": count, "bytes": size, "sha256": digest.hexdigest()}


def _state(path: str) -> tuple[int, object]:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def check_outside(paths: Iterable[str], out: Path) -> None:
    """Raise InputError where the output would be an input, or in a folder of inputs."""
    goal = out.resolve()
    for path in paths:
        if path != STDIN and not is_remote(path) and Path(path).resolve() in (goal, *goal.parents):
            raise InputError(f"the output {str(out)!r} is part of the input {path!r}: write it elsewhere")


def _of_folder(folder: str, kind: InputKind) -> Iterator[InputSource]:
    empty = True
    for path in _files_below(folder):
        if isinstance(path, OSError):
            problem = InputError(f"cannot read {folder!r}: {path.strerror or path}; check its permissions")
            yield InputSource(str(path.filename or folder), problem=problem)
        elif _known(path):
            yield InputSource(path, kind_of(path, kind))
        else:
            continue
        empty = False
    if empty:
        problem = InputError(f"cannot read {folder!r}: it holds no file that ends in {', '.join(_ENDINGS)}")
        yield InputSource(folder, problem=problem)


def _of_remote_folder(folder: str, kind: InputKind) -> list[InputSource]:
    try:
        return [InputSource(path, kind_of(path, kind)) for path in remote_files(folder) if _known(path)]
    except QuoteattrError as error:
        return [InputSource(folder, problem=error)]


def _files_below(folder: str) -> Iterator[str | OSError]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except OSError as error:
        yield error
        return
    for name, is_folder in entries:
        path = os.path.join(folder, name)
        if is_folder:
            yield from _files_below(path)
        else:
            yield path


def _known(path: str) -> FileKind | None:
    return next((kind for ending, kind in _ENDINGS.items() if path.lower().endswith(ending)), None)


@frozen
class Failure:
    """A row that has no result, and why. ``place`` is its position in the input."""

    id: DocumentId | None
    error: Exception
    place: str = ""
    size = 0


@frozen
class File:
    """A file that is one text or one page. ``data`` are its bytes if it is the standard input."""

    path: str
    is_html: bool = False
    size: int = 0
    data: bytes | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        return self.path


@frozen
class JsonLine:
    """A line of a JSONL file."""

    place: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.data)


@frozen
class Record:
    """A row of a table, or an object of a JSON file."""

    place: str
    values: Mapping[str, object] = field(repr=False)

    @property
    def size(self) -> int:
        return sum(len(value) for value in self.values.values() if isinstance(value, str))


Item = File | JsonLine | Record | Failure
"""What becomes a row. ``place`` is its position in the input: a path, and after a colon the number of the line or
record, from 1; ``size`` is about how many bytes it has."""


def items_of(
    sources: Iterable[InputSource], max_chars: int = UNLIMITED, layout: Layout | None = None
) -> Iterator[Item]:
    """Yield the items of the files, in order and one at a time; an unreadable one is a :class:`Failure`."""
    layout = layout or Layout()
    for source in sources:
        if source.problem is not None:
            yield Failure(source.path, source.problem, source.path)
        elif source.kind in ("csv", "excel"):
            yield from _cells_of(source, longest(max_chars), layout)
        elif source.kind == "jsonl":
            yield from _lines_of(source.path, longest(max_chars))
        elif source.kind == "parquet":
            yield from _records_of(source.path, layout)
        elif source.kind == "json":
            yield from _objects_of(source.path)
        elif source.kind == "unknown":
            yield from _by_beginning(source.path, longest(max_chars))
        else:
            yield _whole(source.path, source.kind == "html")


def longest(max_chars: int) -> int:
    """Return the most bytes that a row with a text of so many characters may take in JSON."""
    return _SPELLED * max_chars + _BESIDE_TEXT


def _by_beginning(path: str, longest: int) -> Iterator[Item]:
    """Yield rows where the first line that is not blank is a JSON object, objects where all is JSON, else a text."""
    try:
        with open_input(path) as stream:
            before: list[bytes] = []
            while (line := stream.readline(longest + 1)) and not line.strip():
                before.append(line)
            if isinstance(_json(line), dict):
                yield from _lines_of(path, longest, chain((*before, line), _lines(stream, longest)))
                return
            can_be_json = line.lstrip(b"\xef\xbb\xbf \t").startswith((b"{", b"["))
            if not can_be_json and os.path.isfile(path):
                yield _whole(path, False)
                return
            data = b"".join((*before, line, stream.read()))
            if can_be_json and isinstance(_json(data), (dict, list)):
                yield from _objects_of(path, data)
            else:
                yield File(path, False, len(data), data)
    except Exception as error:
        yield _broken(path, 0, error)


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _objects_of(path: str, data: bytes | None = None) -> Iterator[Item]:
    """Yield the object of a JSON file, or those of its array. One that is alone without an id has that of a file."""
    try:
        if data is None:
            with open_input(path) as stream:
                data = stream.read()
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        is_rows = isinstance(_json((data or b"").strip().partition(b"\n")[0]), dict)
        remedy = "it has an object a line: name it .jsonl or add --input jsonl" if is_rows else "rename or repair it"
        yield Failure(path, InputError(f"{path!r} is not JSON ({error}): {remedy}"), path)
        return
    except Exception as error:  # each codec has errors of its own
        yield _broken(path, 0, error)
        return
    many = isinstance(value, list)
    for number, each in enumerate(value if many else [value]):
        place = f"{path}[{number}]" if many else path
        if isinstance(each, dict):
            yield Record(place, each if many else {"id": path, **each})
        else:
            message = f"{place}: not an object: {each!r:.{_SHOWN}}; write an object with 'text', or an array of them"
            yield Failure(None if many else path, InputError(message), place)


def _whole(path: str, is_html: bool) -> File:
    """Return a file whose bytes are read with its row, except for those of the standard input."""
    if path != STDIN:
        return File(path, is_html, os.path.getsize(path) if os.path.isfile(path) else 0)
    with open_input(path) as stream:
        data = stream.read()
    return File(path, is_html, len(data), data)


def _lines_of(path: str, longest: int, lines: Iterable[bytes | None] | None = None) -> Iterator[Item]:
    """Yield the lines of a file, or the ``lines`` of one that is open."""
    number = 0
    try:
        with nullcontext() if lines is not None else open_input(path) as stream:
            for number, line in enumerate(_lines(stream, longest) if stream else lines or (), 1):
                place = f"{path}:{number}"
                if line is None:
                    error = InputError(f"{place}: longer than {longest:,} bytes; split it or raise --max-chars")
                    yield Failure(None, error, place)
                elif line.strip():
                    yield JsonLine(place, line)
    except Exception as error:  # each codec has errors of its own
        yield _broken(path, number, error)


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """Open a path, the standard input or a remote one, unpacked if its name says that it is packed."""
    if path == STDIN:
        yield _standard_input()
        return
    with open_remote(path) if is_remote(path) else open(path, "rb") as stream, packed(stream, path) as plain:
        yield plain


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("the standard input is closed: give it a text, or name a file")
    try:
        # A buffer of its own: a thread that waits for input must not hold the lock of sys.stdin as the program ends.
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except OSError:  # it is no file
        return sys.stdin.buffer


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """Yield the lines, and None for one that has more than ``longest`` bytes."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def table_cells(
    source: InputSource, encoding: str, longest: int
) -> Generator[Sequence[object] | InputError, None, None]:
    """Yield the rows of a CSV or Excel file as they are written, the header first."""
    with open_input(source.path) as stream:
        yield from csv_cells(stream, encoding, longest) if source.kind == "csv" else excel_cells(stream)


def _cells_of(source: InputSource, longest: int, layout: Layout) -> Iterator[Item]:
    """Yield the rows of a CSV or Excel file."""
    number, path = 0, source.path
    try:
        for number, row in rows_of(table_cells(source, layout.encoding, longest), path, layout):
            place = f"{path}:{number}"
            if isinstance(row, InputError):
                yield Failure(None, InputError(f"{place}: {row}"), place)
            else:
                yield Record(place, row)
    except Exception as error:  # openpyxl's errors, of several kinds
        yield _broken(path, number, error)


def _records_of(path: str, layout: Layout) -> Iterator[Item]:
    number = 0
    try:
        with parquet_file(path) as file:
            columns = find_columns(file.schema_arrow.names, path, layout)
            names = [*dict.fromkeys(columns.values())]
            for batch in file.iter_batches(batch_size=_RECORDS, columns=names):
                for values in batch.to_pylist():
                    number += 1
                    own = {"published" if key == "date" else key: values[name] for key, name in columns.items()}
                    yield Record(f"{path}:{number}", own)
    except Exception as error:  # Arrow's errors, of several kinds
        yield _broken(path, number, error)


@contextmanager
def parquet_file(path: str) -> Iterator[Any]:
    """Open a Parquet file, local or remote, of which only the part that is read is in memory."""
    whole = open_remote(path) if is_remote(path) else path
    with closing(_parquet().ParquetFile(whole, buffer_size=_CHUNK, pre_buffer=False)) as file:
        yield file


def _parquet() -> Any:
    with needs_extra("arrow", "Parquet files need pyarrow"):
        import pyarrow.parquet
    return pyarrow.parquet


def check_extras(sources: Iterable[InputSource]) -> None:
    """Raises MissingExtraError where a file needs a package that is not installed."""
    for source in sources:
        if source.kind == "parquet":
            _parquet()
        elif source.kind == "excel":
            openpyxl()
        elif source.kind in ("json", "jsonl", "csv"):
            check_packing(source.path)


def _broken(path: str, number: int, error: Exception) -> Failure:
    """Return the failure of a file after ``number`` good rows."""
    if not number or isinstance(error, QuoteattrError):
        return Failure(path, unreadable(path, error), path)
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    message = f"cannot read {path!r} beyond row {number}: {reason}; restore the file"
    return Failure(path, InputError(message), f"{path}:{number + 1}")


def packed(stream: BinaryIO, name: str, mode: Literal["rb", "wb"] = "rb") -> BinaryIO:
    """Return the plain bytes of a stream that is compressed if the file name ends in ``.gz`` or ``.zst``.

    Reading takes bounded memory and raises EOFError where the stream is cut off. Equal texts give equal bytes.
    Closing the result leaves ``stream`` open.

    Raises:
        MissingExtraError: The name ends in ``.zst``, Python is older than 3.14, and the extra ``zstd`` is missing.
    """
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.GzipFile("", mode, _GZIP_LEVEL, stream, mtime=0))
    if name.lower().endswith(".zst"):
        return cast(BinaryIO, zstd_module().ZstdFile(stream, mode))
    return stream


def check_packing(name: str) -> None:
    """Raise MissingExtraError where the compression of a file name needs a package that is not installed."""
    if name.lower().endswith(".zst"):
        zstd_module()


def zstd_module() -> Any:
    """Return the module ``compression.zstd``, or the package that has it for older versions of Python."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        with needs_extra("zstd", "Zstandard files need backports.zstd"):
            import backports.zstd as zstd
    return zstd


def is_remote(path: str) -> bool:
    """Return True for a path that begins with a scheme; one letter is a drive of Windows."""
    return _SCHEME.match(path) is not None


def open_remote(path: str) -> BinaryIO:
    """Open a remote file for reading; it can be sought in where its system allows that.

    Raises:
        MissingExtraError: A package that opens such paths is not installed.
        InputError: There is no such file, or it cannot be read.
    """
    system, name = _system(path)
    try:
        stream: BinaryIO = system.open(name, "rb")
    except Exception as error:  # each system has errors of its own
        raise unreadable(path, error) from error
    return stream


def remote_files(folder: str) -> list[str]:
    """Return the files below a remote folder, by name. Raises what :func:`open_remote` does."""
    system, name = _system(folder)
    try:
        return [str(system.unstrip_protocol(each)) for each in sorted(system.find(name))]
    except Exception as error:
        raise unreadable(folder, error) from error


def remote_state(path: str) -> tuple[int, object]:
    """Return the size of a remote file, and what changes with it. Raises OSError where neither is known."""
    try:
        system, name = _system(path)
        found: dict[str, Any] = system.info(name)
    except Exception as error:
        raise OSError(str(error)) from error
    changed = (found.get(key) for key in ("ETag", "etag", "mtime", "LastModified", "updated", "created"))
    return int(found.get("size") or 0), next((str(each) for each in changed if each is not None), "")


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


def unreadable(path: str, error: Exception) -> QuoteattrError:
    """Return the error of a path that cannot be read: ``error`` itself if it names the path already."""
    if isinstance(error, QuoteattrError):
        return error
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    remedy = "check the path and your access to it" if is_remote(path) else "check the path"
    return InputError(f"cannot read {path!r}: {reason}; {remedy}")


@frozen
class Inputs:
    """The paths that a command was given, and their kinds.

    A path that ends in ``.jsonl`` holds one row a line, in ``.json`` an object or an array of them (``.gz`` or ``.zst``
    may follow), in ``.parquet``, ``.csv`` or ``.xlsx`` a row each record; one in ``.html`` or ``.htm`` is a web page;
    a folder is all files in it; any other is JSON if it begins as such, else one text. ``kind`` forces any of them.
    ``columns``, ``encoding`` and ``dates`` are those of a :class:`Layout`. What cannot be read
    is a :class:`Failure` in its place.
    """

    paths: tuple[str, ...]
    kind: InputKind = "auto"
    max_chars: int = UNLIMITED
    columns: Mapping[str, str] = field(factory=dict)
    encoding: str = "utf-8"
    dates: DateOrder | None = None

    def sources(self) -> Iterator[InputSource]:
        """Yield the files, from the first at each call."""
        return sources_of(self.paths, self.kind)

    def items(self) -> Iterator[Item]:
        """Yield what becomes a row each, in order and one at a time, from the first at each call."""
        return items_of(self.sources(), self.max_chars, self.layout)

    @property
    def layout(self) -> Layout:
        """The layout of tables."""
        return Layout(self.columns, self.encoding, self.dates)

    def may_pause(self) -> bool:
        """Return True where a path is the standard input or a pipe, whose writer may pause for long."""
        return any(path == STDIN or (os.path.exists(path) and S_ISFIFO(os.stat(path).st_mode)) for path in self.paths)

    def count(self) -> int | None:
        """Return how many rows there are; None for the standard input, which can be read only once."""
        return None if STDIN in self.paths else sum(1 for _ in self.items())
