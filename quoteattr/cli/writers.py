"""Results onto the standard output: JSON lines, indented JSON, or tables."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import Literal, TextIO

from rich.console import Console
from rich.text import Text

from quoteattr.cli.items import Failure
from quoteattr.cli.work import Result
from quoteattr.formats.contract import encoded, to_dict
from quoteattr.views.printable import one_line
from quoteattr.views.terminal import table

Writer = Callable[[Iterator[Result]], None]

_PIPED_WIDTH = 160  # columns of a table that goes into a file


def as_object(result: Result, *, full: bool = False) -> dict[str, object]:
    """The contract's object of a document, with its text if that is new to the caller; of a failure
    ``{"id", "error": {"type", "message"}}``. With ``full`` the text is there in any case, and the sentences."""
    if isinstance(result, Failure):
        return {"id": result.id, "error": {"type": type(result.error).__name__, "message": str(result.error)}}
    return to_dict(result.document, text=full or result.extracted, sentences=full)


def write_jsonl(results: Iterator[Result], *, full: bool = False) -> None:
    """One object a line."""
    stream = standard_output().buffer
    for result in results:
        stream.write(encoded(as_object(result, full=full)) + b"\n")
        stream.flush()


def write_json(results: Iterator[Result], *, many: bool, full: bool = False) -> None:
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
        name = result.id if isinstance(result, Failure) else result.document.id
        console.print(Text(one_line("(no id)" if name is None else str(name)), style="bold"))
        if isinstance(result, Failure):
            console.print(Text(one_line(f"{type(result.error).__name__}: {result.error}"), style="red"))
        else:
            console.print(table(result.document.attributions))
        console.print()


def reason(result: Result, error: Exception) -> str:
    """One line that names the text and says why there is no result for it."""
    place = (result.place or result.id if isinstance(result, Failure) else result.document.id) or "(no id)"
    message = f"{type(error).__name__}: {error}"
    return one_line(message if str(place) in message else f"{place}: {message}")


def standard_output() -> TextIO:
    """The standard output.

    Raises:
        OSError: It was closed before the program began (``>&-``).
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "the standard output is closed")
    return sys.stdout


def console_for(color: bool | None) -> Console:
    """A console on the standard output; ``color`` forces colours on or off, None leaves it to the terminal."""
    if isinstance(output := standard_output(), TextIOWrapper):
        output.reconfigure(errors="replace")  # a terminal that is not UTF-8 must not stop the view
    system: Literal["auto"] | None = None if color is False else "auto"
    console = Console(force_terminal=color, color_system=system, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console
