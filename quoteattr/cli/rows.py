"""What a file holds into rows: a text each, or the reason why there is none."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from stat import S_ISFIFO

from attrs import evolve, field, frozen

from quoteattr.cli.items import UNLIMITED, Failure, File, Item, Line, items_of, longest
from quoteattr.cli.sources import STDIN, InputKind, Source, sources_of
from quoteattr.errors import InputError, QuoteattrError, TextValueError
from quoteattr.formats.html import WebPage, from_html
from quoteattr.model import DocumentId

_SHOWN = 40  # characters of a wrong row that an error message quotes


@frozen
class Row:
    """One text to read. ``id`` is the path of a file that holds one text or page, or the ``id`` of a JSONL row.

    ``publisher`` and ``outlet`` are what the row itself tells of its origin. The text of a web page is ``extracted``.
    """

    id: DocumentId | None
    text: str | WebPage = field(repr=False)
    place: str = ""
    publisher: str | None = None
    outlet: str | None = None
    extracted: bool = False


@frozen
class Inputs:
    """The paths that a command was given, and what they hold.

    A path that ends in ``.jsonl`` holds one row a line, in ``.json`` an object or an array of them (``.gz`` or ``.zst``
    may follow), in ``.parquet`` a row each record; one in ``.html`` or ``.htm`` is a web page; a folder stands for the
    files in it; any other is JSON if it begins as such, else one text. ``kind`` forces any of them. What cannot be read
    is a :class:`Failure` in its place.
    """

    paths: tuple[str, ...]
    kind: InputKind = "auto"
    max_chars: int = UNLIMITED

    def sources(self) -> Iterator[Source]:
        """The files, each time anew."""
        return sources_of(self.paths, self.kind)

    def items(self) -> Iterator[Item]:
        """What is to be a row each, in order and one at a time, each time anew."""
        return items_of(self.sources(), self.max_chars)

    def may_pause(self) -> bool:
        """Return True where a path is the standard input or a pipe, whose writer may pause for long."""
        return any(path == STDIN or (os.path.exists(path) and S_ISFIFO(os.stat(path).st_mode)) for path in self.paths)

    def count(self) -> int | None:
        """How many rows there are; None where only reading them for good would tell."""
        return None if STDIN in self.paths else sum(1 for _ in self.items())


def row_of(item: Item, max_chars: int = UNLIMITED) -> Row | Failure:
    """The text of an item and what is known of it; a failure where it is malformed or longer than ``max_chars``."""
    if isinstance(item, Failure):
        return item
    if isinstance(item, File):
        row = _of_file(item, longest(max_chars))
    elif isinstance(item, Line):
        row = _of_line(item)
    else:
        row = _of_values(item.values, item.place)
    if isinstance(row, Row) and (size := len(text_of(row))) > max_chars:
        return Failure(row.id, _too_long(f"{size:,}", max_chars), row.place)
    return row


def name_of(item: Item) -> DocumentId | None:
    """The ``id`` that the row of an item has, or would have, found without a look at its text."""
    if isinstance(item, File):
        return item.path
    if isinstance(item, Failure):
        return item.id
    try:
        values = json.loads(item.data) if isinstance(item, Line) else item.values
        return _name(values.get("id"), item.place)
    except Exception:  # whatever it is, it has no id
        return None


def text_of(row: Row) -> str:
    """The text in which the offsets of the result count."""
    return row.text.text if isinstance(row.text, WebPage) else row.text


def _too_long(size: str, max_chars: int) -> TextValueError:
    return TextValueError(f"the text has {size} characters, the most is {max_chars:,}: split it or raise --max-chars")


def _of_file(file: File, longest: int) -> Row | Failure:
    path = file.path
    try:
        data = _bytes_of(path, longest) if file.data is None else file.data
        return Row(path, from_html(data), path, extracted=True) if file.is_html else Row(path, _decode(data), path)
    except UnicodeDecodeError as error:
        message = f"{path!r} is not UTF-8: {_first_bad(error)}; convert it first"
        return Failure(path, InputError(message), path)
    except OSError as error:
        message = f"cannot read {path!r}: {error.strerror or error}; check the path"
        return Failure(path, InputError(message), path)
    except QuoteattrError as error:
        return Failure(path, error, path)


def _bytes_of(path: str, longest: int) -> bytes:
    # Bytes, not text mode: line ends stay as they are, so offsets count in the text of the file.
    with Path(path).open("rb") as stream:
        if (size := os.fstat(stream.fileno()).st_size) > longest:
            raise TextValueError(f"{path!r} has {size:,} bytes, the most is {longest:,}: split it or raise --max-chars")
        return stream.read()


def _of_line(line: Line) -> Row | Failure:
    data, place = line.data, line.place
    try:
        value = json.loads(_decode(data))
    except UnicodeDecodeError as error:
        message = f"{place}: not UTF-8: {_first_bad(error)}; convert the file first"
        return Failure(None, InputError(message), place)
    except (ValueError, RecursionError) as error:
        message = f"{place}: not JSON ({error}): {_start(data)}; write one object a line"
        return Failure(None, InputError(message), place)
    if not isinstance(value, dict):
        message = f"{place}: not an object: {_start(data)}; write {{'id', 'text'}} rows"
        return Failure(None, InputError(message), place)
    return _of_values(value, place)


def _of_values(values: Mapping[str, object], place: str) -> Row | Failure:
    name: DocumentId | None = None
    try:
        name = _name(values.get("id"), place)
        publisher, outlet = (_told(values, key, place) for key in ("publisher", "outlet"))
        published = _published(values, place)
        if values.get("text") is None and isinstance(html := values.get("html"), str):
            url = values.get("url")
            page = from_html(html, url=url if isinstance(url, str) else None)
            page = evolve(page, published=published or page.published)
            return Row(name, page, place, publisher, outlet, extracted=True)
        text = _text(values, place)
        return Row(name, WebPage(text, published=published) if published else text, place, publisher, outlet)
    except QuoteattrError as error:
        return Failure(name, error, place)


def _name(value: object, place: str) -> DocumentId | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, str))):
        raise InputError(f"{place}: 'id' is neither a string nor an integer: {value!r:.{_SHOWN}}")
    return value


def _text(values: Mapping[str, object], place: str) -> str:
    text = values.get("text")
    if not isinstance(text, str):
        found = f"a {type(text).__name__}" if "text" in values else "missing"
        raise InputError(f"{place}: 'text' must be a string and is {found} (the row has {_short(', '.join(values))})")
    return text


def _told(values: Mapping[str, object], key: str, place: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{place}: {key!r} must be a string and is a {type(value).__name__}: {value!r:.{_SHOWN}}")
    return value or None


def _published(values: Mapping[str, object], place: str) -> str | None:
    """The time of publication: a string that begins with an ISO date, or a date or time as Parquet has it."""
    value = values.get("published")
    if isinstance(value, date):
        return value.isoformat()
    told = _told(values, "published", place)
    try:
        date.fromisoformat(told[:10] if told else "2023-04-04")
    except ValueError as error:
        message = f"{place}: 'published' must begin with a date such as 2023-04-04 and is {told!r:.{_SHOWN}}"
        raise InputError(message) from error
    return told


def _decode(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _first_bad(error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at position {error.start}"


def _start(line: bytes) -> str:
    return repr(_short(line.strip()[: 4 * _SHOWN].decode("utf-8", "replace")))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
