"""Options that several commands share, and the model that they choose."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import NoReturn

import click

import quoteattr
from quoteattr.errors import QuoteattrError
from quoteattr.pipeline import Reader

model = click.option("--model", default="en", show_default=True, help="Name or folder of the model.")
threads = click.option(
    "--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads of the network."
)
publisher = click.option("--publisher", help="Whose page the text stands on, where the text does not say.")
outlet = click.option("--outlet", help="Who originated the story, where the text does not say.")
act = click.option(
    "--act",
    type=click.Choice(["speech", "thought", "all"]),
    default="all",
    show_default=True,
    help="Only what was said, only what was thought, or both.",
)


def loader(model: str, threads: int, max_seconds: float | None = None) -> Callable[[], Reader]:
    """What loads the model, here or in another process."""
    if max_seconds is None:
        return partial(quoteattr.load, model, threads=threads)
    return partial(quoteattr.load, model, threads=threads, max_seconds=max_seconds)


def load_reader(model: str, threads: int, max_seconds: float | None = None) -> Reader:
    """The model, or the end of the program with one line that says why there is none."""
    try:
        return loader(model, threads, max_seconds)()
    except QuoteattrError as error:
        stop(error)


def stop(error: QuoteattrError) -> NoReturn:
    click.echo(f"Error: {error}", err=True)
    sys.exit(1)
