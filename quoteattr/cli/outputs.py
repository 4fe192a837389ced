"""Outputs of the commands: JSON and tables on the standard output, JSONL, Parquet, CSV and Excel in files."""

from __future__ import annotations

import errno
import fileinput
import json
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TextIO

import click
from attrs import frozen
from rich.console import Console
from rich.text import Text

from quoteattr.cli.inputs import Failure, check_packing, packed
from quoteattr.cli.reading import Result
from quoteattr.document import Document
from quoteattr.errors import InputError
from quoteattr.formats.columns import HEADER, Item, cells, csv_text, record_batch, schema, workbook, write_excel
from quoteattr.formats.contract import encoded, to_dict
from quoteattr.model import DocumentId
from quoteattr.page.markup import WebPage
from quoteattr.views import one_line
from quoteattr.views.terminal import table

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet", ".csv", ".xlsx")
_PIPED_WIDTH = 160  # columns of a table that goes into a file
_BLOCK = 1 << 16  # bytes that are compressed together
_GROUP = 10_000  # rows of the table in a row group; the most that is held in memory
_CODEC = "zstd"


def as_object(result: Result, *, full: bool = False) -> dict[str, object]:
    """Return the JSON object of a result.

    It is the contract's object of a document, with its text if that is new to the caller; for a failure
    ``{"id", "error": {"type", "message"}}``. With ``full`` the text is included in any case, and the sentences.
    """
    if isinstance(result, Failure):
        return {"id": result.id, "error": result.as_object()}
    extracted = result.row is not None and isinstance(result.row.text, WebPage)
    return to_dict(result.document, text=full or extracted, sentences=full, quotations=full)


def write_rows(results: Iterator[Result], output: Output) -> None:
    """Write each result as soon as it is available, in the format of an output file."""
    stream = standard_output().buffer
    stream.write(output.head())
    for result in results:
        stream.write(output.encode([result]))
        stream.flush()


def write_json(results: Iterator[Result], *, many: bool, full: bool) -> None:
    """One indented object; with ``many`` an array of them, written as they come."""
    stream = standard_output().buffer
    stream.write(b"[\n" if many else b"")
    for position, result in enumerate(results):
        stream.write((b",\n" if position else b"") + encoded(as_object(result, full=full), indent=1))
        stream.flush()
    stream.write(b"\n]\n" if many else b"\n")
    stream.flush()


def write_tables(results: Iterator[Result]) -> None:
    """A titled table for each document."""
    console = console_for(color=None)
    for result in results:
        console.print(Text(one_line(_named(result.id)), style="bold"))
        if isinstance(result, Failure):
            console.print(Text(one_line(str(result)), style="red"))
        else:
            console.print(table(result.document.attributions))
        console.print()


def reason(result: Result, error: Exception) -> str:
    """Return one line with the name of the text and the reason why it has no result."""
    place = (isinstance(result, Failure) and result.place) or _named(result.id)
    message = f"{type(error).__name__}: {error}"
    is_named = isinstance(result, Failure) and place in message  # an id may be part of a message by chance
    return one_line(message if is_named else f"{place}: {message}")


def print_warnings(document: Document) -> None:
    """Print a line on the standard error for each warning about a text."""
    for warning in document.warnings:
        click.echo(one_line(f"{_named(document.id)}: {warning}"), err=True)


def _named(id: DocumentId | None) -> str:
    return "(no id)" if id is None else str(id)


def print_warning_counts(warnings: Mapping[str, int], texts: int | None) -> None:
    """Print a line on the standard error for each warning, with the number of texts that had it."""
    for warning, count in sorted(warnings.items()):
        click.echo(f"{count} of {texts}: {warning}", err=True)


def standard_output() -> TextIO:
    """Return the standard output; raise OSError where it was closed before the program began (``>&-``)."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "the standard output is closed")
    return sys.stdout


def console_for(color: bool | None) -> Console:
    """Return a console on the standard output; ``color`` forces colours on or off, None detects the terminal."""
    if isinstance(output := standard_output(), TextIOWrapper):
        output.reconfigure(errors="replace")  # a terminal that is not UTF-8 must not stop the view
    system: Literal["auto"] | None = None if color is False else "auto"
    console = Console(force_terminal=color, color_system=system, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


@frozen
class Output(ABC):
    """One form. Workers ``encode``, the parent writes with ``open`` and makes one file of several with ``join``."""

    ending: str

    @abstractmethod
    def encode(self, results: Sequence[Result]) -> Any: ...

    @contextmanager
    def open(self, path: Path) -> Iterator[Callable[[Any], None]]:
        """Open a file, and yield the function that writes results: in blocks of one size, whatever the batches."""
        waiting = bytearray()

        def write(payload: bytes) -> None:
            waiting.extend(payload)
            while len(waiting) >= _BLOCK:  # the output of a codec may depend on how its input is divided
                compressed.write(waiting[:_BLOCK])
                del waiting[:_BLOCK]

        with path.open("wb") as file, closing(packed(file, self.ending, "wb")) as compressed:
            yield write
            compressed.write(waiting)

    def join(self, parts: Iterable[Path], path: Path) -> None:
        """Make one file of its parts: plain lines, members of gzip and frames of Zstandard follow one another."""
        with path.open("wb") as whole:
            whole.write(self.head())
            for part in parts:
                with part.open("rb") as stream:
                    shutil.copyfileobj(stream, whole, 1 << 20)

    def head(self) -> bytes:
        """Return the beginning of the whole file, which its parts do not have."""
        return b""


def output_for(path: Path, *, full: bool = False) -> Output:
    """Return the form for the ending of the output's name.

    Raises InputError where the ending is none of :data:`ENDINGS` or a table is to be ``full``, and MissingExtraError
    where a package is not installed.
    """
    ending = next((ending for ending in ENDINGS if path.name.lower().endswith(ending)), None)
    if ending is None:
        raise InputError(f"the output {str(path)!r} ends in none of {', '.join(ENDINGS)}: rename it")
    if full and not ending.startswith(".jsonl"):
        raise InputError("a table holds no sentences: name the output .jsonl, or leave --full out")
    if ending.startswith(".jsonl"):
        check_packing(ending)
        return Lines(ending, full)
    if ending == ".parquet":
        schema()  # fails here, and not during the work, if pyarrow is missing
        return TableWriter(ending)
    if ending == ".xlsx":
        workbook()  # likewise
        return Sheet(ending)
    return Cells(ending)


def _item(result: Result) -> Item:
    return (result.id, str(result)) if isinstance(result, Failure) else result.document


@frozen
class Lines(Output):
    """The JSON of the contract, a result a line, compressed by ending; ``full`` with text and sentences."""

    full: bool = False

    def encode(self, results: Sequence[Result]) -> bytes:
        return b"".join(encoded(as_object(result, full=self.full)) + b"\n" for result in results)


class Cells(Output):
    """The form of ``.csv``. The parts have no header."""

    def encode(self, results: Sequence[Result]) -> bytes:
        return csv_text(cells(map(_item, results))).encode()

    def head(self) -> bytes:
        return csv_text([HEADER]).encode()


class Sheet(Output):
    """The form of ``.xlsx``. The parts hold a row of the sheet a line, as JSON."""

    def encode(self, results: Sequence[Result]) -> bytes:
        return b"".join(json.dumps(row).encode() + b"\n" for row in cells(map(_item, results)))

    def join(self, parts: Iterable[Path], path: Path) -> None:
        with fileinput.FileInput(tuple(parts), mode="rb") as rows:
            write_excel(path, chain([HEADER], map(json.loads, rows)))


class TableWriter(Output):
    def encode(self, results: Sequence[Result]) -> Any:
        return record_batch(map(_item, results))

    @contextmanager
    def open(self, path: Path) -> Iterator[Callable[[Any], None]]:
        """Open a file, and yield the function that writes results: in row groups of one size, whatever the batches."""
        from pyarrow import Table, parquet

        waiting: list[Any] = []

        def write_groups(least: int) -> None:
            while sum(batch.num_rows for batch in waiting) >= least:
                table = Table.from_batches(waiting, schema())
                writer.write_table(table.slice(0, _GROUP).combine_chunks())
                waiting[:] = table.slice(_GROUP).to_batches()

        def write(payload: Any) -> None:
            waiting.append(payload)
            write_groups(_GROUP)

        with parquet.ParquetWriter(path, schema(), compression=_CODEC) as writer:
            yield write
            write_groups(1)

    def join(self, parts: Iterable[Path], path: Path) -> None:
        """Concatenate the row groups of the parts."""
        from pyarrow import parquet

        with parquet.ParquetWriter(path, schema(), compression=_CODEC) as whole:
            for part in parts:
                with parquet.ParquetFile(part) as groups:
                    for number in range(groups.num_row_groups):
                        whole.write_table(groups.read_row_group(number).combine_chunks())
