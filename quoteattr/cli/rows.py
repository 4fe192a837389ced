"""Paths on the command line into rows: a text each, or the reason why there is none."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Literal

from attrs import field, frozen

from quoteattr.errors import InputError, QuoteattrError
from quoteattr.formats.html import WebPage, from_html

InputKind = Literal["auto", "text", "html", "jsonl"]

STDIN = "-"
_SHOWN = 40  # characters of a wrong line that an error message quotes


@frozen
class Row:
    """One text to read. ``id`` is the path of a file that holds one text or page, or the ``id`` of a JSONL row."""

    id: str | None
    text: str | WebPage = field(repr=False)


@frozen
class Failure:
    """A row that has no result, and why."""

    id: str | None
    error: QuoteattrError


def holds_rows(path: str, kind: InputKind) -> bool:
    """True for a path that holds one row a line, false for one that is a single text."""
    return kind == "jsonl" or (kind == "auto" and path.lower().endswith(".jsonl"))


def holds_html(path: str, kind: InputKind) -> bool:
    """True for a path that is a single web page."""
    return kind == "html" or (kind == "auto" and path.lower().endswith((".html", ".htm", ".xhtml")))


def read_rows(paths: Iterable[str], kind: InputKind = "auto") -> Iterator[Row | Failure]:
    """The rows of all ``paths``, in order and one at a time.

    A path that ends in ``.jsonl`` holds one row a line, one that ends in ``.html`` or ``.htm`` is a web page, every
    other path is one text; ``kind`` forces any of them.
    What cannot be read is a :class:`Failure` in its place.
    """
    for path in paths:
        try:
            if holds_rows(path, kind):
                yield from _jsonl_rows(path)
            elif holds_html(path, kind):
                yield _html_row(path)
            else:
                yield _text_row(path)
        except OSError as error:
            yield Failure(path, InputError(f"cannot read {path!r}: {error.strerror or error}; check the path"))


def _open(path: str) -> nullcontext[BinaryIO] | BinaryIO:
    return nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb")


def _text_row(path: str) -> Row | Failure:
    # Bytes, not text mode: line ends stay as they are, so offsets count in the text of the file.
    with _open(path) as stream:
        data = stream.read()
    try:
        return Row(path, _decode(data))
    except UnicodeDecodeError as error:
        return Failure(path, InputError(f"{path!r} is not UTF-8: {_first_bad(error)}; convert it first"))


def _html_row(path: str) -> Row | Failure:
    with _open(path) as stream:
        data = stream.read()
    return _extracted(path, data)


def _extracted(name: str | None, html: str | bytes, url: str | None = None) -> Row | Failure:
    try:
        return Row(name, from_html(html, url=url))
    except QuoteattrError as error:
        return Failure(name, error)


def _jsonl_rows(path: str) -> Iterator[Row | Failure]:
    with _open(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _jsonl_row(line, f"{path}:{number}")


def _jsonl_row(line: bytes, place: str) -> Row | Failure:
    try:
        value = json.loads(_decode(line))
    except UnicodeDecodeError as error:
        return Failure(None, InputError(f"{place}: not UTF-8: {_first_bad(error)}; convert the file first"))
    except (ValueError, RecursionError) as error:
        return Failure(None, InputError(f"{place}: not JSON ({error}): {_start(line)}; write one object a line"))
    if not isinstance(value, dict):
        return Failure(None, InputError(f"{place}: not an object: {_start(line)}; write {{'id', 'text'}} rows"))
    name, text = value.get("id"), value.get("text")
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    if name is not None and not isinstance(name, str):
        return Failure(None, InputError(f"{place}: 'id' is neither a string nor an integer: {name!r:.{_SHOWN}}"))
    if "text" not in value and isinstance(html := value.get("html"), str):
        url = value.get("url")
        return _extracted(name, html, url if isinstance(url, str) else None)
    if not isinstance(text, str):
        found = f"a {type(text).__name__}" if "text" in value else "missing"
        return Failure(name, InputError(f"{place}: 'text' must be a string and is {found}: {_start(line)}"))
    return Row(name, text)


def _decode(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _first_bad(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at position {error.start}"


def _start(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
