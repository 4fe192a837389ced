"""Files into what will be a row each: lines, records and whole files, not yet parsed.

Parsing is left to whoever works on the row, so that rows can be handed to other processes, and passed over, cheaply.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, nullcontext
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from attrs import field, frozen

from quoteattr.cli.compression import codec_of, unpacked
from quoteattr.cli.sources import STDIN, Source
from quoteattr.errors import InputError, MissingExtraError, QuoteattrError
from quoteattr.model import DocumentId

UNLIMITED = 1 << 40  # characters
COLUMNS = ("id", "text", "html", "url", "publisher", "outlet", "published")
_SPELLED = 12  # bytes that JSON may take to spell one character, as an escaped pair of surrogates
_BESIDE_TEXT = 1 << 16  # bytes of a row for what is not its text
_CHUNK = 1 << 20
_SHOWN = 40  # characters of a wrong value that an error message quotes
_RECORDS = 64  # records of a Parquet file that are decoded together


@frozen
class Failure:
    """A row that has no result, and why. ``place`` is where it stands in the input."""

    id: DocumentId | None
    error: Exception
    place: str = ""


@frozen
class File:
    """A file that is one text or one page. ``data`` are its bytes where they cannot be read a second time."""

    path: str
    is_html: bool = False
    size: int = 0
    data: bytes | None = field(default=None, repr=False)


@frozen
class Line:
    """A line of a JSONL file."""

    place: str
    data: bytes = field(repr=False)


@frozen
class Record:
    """A row of a Parquet file, or an object of a JSON file."""

    place: str
    values: Mapping[str, object] = field(repr=False)


Item = File | Line | Record | Failure


def items_of(sources: Iterable[Source], max_chars: int = UNLIMITED) -> Iterator[Item]:
    """What the files hold, in order and one at a time; what cannot be read is a :class:`Failure` in its place."""
    for source in sources:
        if source.problem is not None:
            yield Failure(source.path, source.problem, source.path)
        elif source.kind == "jsonl":
            yield from _lines_of(source.path, longest(max_chars))
        elif source.kind == "parquet":
            yield from _records_of(source.path)
        elif source.kind == "json":
            yield from _objects_of(source.path)
        elif source.kind == "unknown":
            yield from _by_beginning(source.path, longest(max_chars))
        else:
            yield _whole(source.path, source.kind == "html")


def longest(max_chars: int) -> int:
    """The bytes in which a text of so many characters has room, however it is written."""
    return _SPELLED * max_chars + _BESIDE_TEXT


def place_of(item: Item) -> str:
    """Where in the input the row stands: a path, and behind a colon the number of the line or record, from 1."""
    return item.path if isinstance(item, File) else item.place


def size_of(item: Item) -> int:
    """About how many bytes a row has."""
    if isinstance(item, Record):
        return sum(len(value) for value in item.values.values() if isinstance(value, str))
    return len(item.data) if isinstance(item, Line) else item.size if isinstance(item, File) else 0


def _by_beginning(path: str, longest: int) -> Iterator[Item]:
    """Yield rows where the first line that is not blank is a JSON object, objects where all is JSON, else a text."""
    try:
        with _open(path) as stream:
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
            with _open(path) as stream:
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
    if path == STDIN:
        with _open(path) as stream:
            data = stream.read()
        return File(path, is_html, len(data), data)
    try:
        return File(path, is_html, os.path.getsize(path))
    except OSError:
        return File(path, is_html)  # whoever reads it will see what is wrong


def _lines_of(path: str, longest: int, lines: Iterable[bytes | None] | None = None) -> Iterator[Item]:
    """Yield the lines of a file, or the ``lines`` of one that is open."""
    number = 0
    try:
        with nullcontext() if lines is not None else _open(path) as stream:
            for number, line in enumerate(_lines(stream, longest) if stream else lines or (), 1):
                place = f"{path}:{number}"
                if line is None:
                    error = InputError(f"{place}: longer than {longest:,} bytes; split it or raise --max-chars")
                    yield Failure(None, error, place)
                elif line.strip():
                    yield Line(place, line)
    except Exception as error:  # each codec has errors of its own
        yield _broken(path, number, error)


def _open(path: str) -> nullcontext[BinaryIO] | BinaryIO:
    if path == STDIN:
        return nullcontext(_standard_input())
    codec = codec_of(path)
    return unpacked(Path(path).open("rb"), codec) if codec else Path(path).open("rb")


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("the standard input is closed: give it a text, or name a file")
    try:
        # A buffer of its own: a thread that waits for input must not hold the lock of sys.stdin as the program ends.
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except OSError:  # it is no file
        return sys.stdin.buffer


def _lines(stream: BinaryIO, longest: int) -> Iterator[bytes | None]:
    """The lines, and None for one that has more than ``longest`` bytes."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


def _records_of(path: str) -> Iterator[Item]:
    number = 0
    try:
        parquet = _parquet()
        with closing(parquet.ParquetFile(path, buffer_size=_CHUNK, pre_buffer=False)) as file:
            present = file.schema_arrow.names
            if "text" not in present and "html" not in present:
                raise InputError(f"{path!r} has no column 'text' (it has {', '.join(present)}): rename one")
            columns = [name for name in COLUMNS if name in present]
            for batch in file.iter_batches(batch_size=_RECORDS, columns=columns):
                for values in batch.to_pylist():
                    number += 1
                    yield Record(f"{path}:{number}", values)
    except Exception as error:  # Arrow's errors, of several kinds
        yield _broken(path, number, error)


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError(
            f"Parquet is read by pyarrow, which is not installed ({error}): run pip install 'quoteattr[arrow]'"
        ) from error
    return pyarrow.parquet


def check_extras(sources: Iterable[Source]) -> None:
    """Raises MissingExtraError where a file needs a package that is not installed."""
    for source in sources:
        if source.kind == "parquet":
            _parquet()
        elif source.kind in ("json", "jsonl"):
            codec_of(source.path)


def _broken(path: str, number: int, error: Exception) -> Failure:
    """The failure of a file after ``number`` good rows."""
    if isinstance(error, QuoteattrError):
        return Failure(path, error, path)
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if not number:
        return Failure(path, InputError(f"cannot read {path!r}: {reason}; check the path"), path)
    message = f"cannot read {path!r} beyond row {number}: {reason}; restore the file"
    return Failure(path, InputError(message), f"{path}:{number + 1}")
