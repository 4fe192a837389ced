"""The group of all commands, and ``quoteattr show``."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import Any

import click
from rich.text import Text

import quoteattr
from quoteattr.cli import options
from quoteattr.cli.audit import audit, find
from quoteattr.cli.evaluate import evaluate
from quoteattr.cli.export import export
from quoteattr.cli.extract import extract
from quoteattr.cli.inputs import TABLES, Failure, InputSource, items_of, kind_of
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import console_for, print_warnings
from quoteattr.cli.reading import Wanted, read_documents, row_of
from quoteattr.cli.serve import serve
from quoteattr.cli.train import train
from quoteattr.errors import QuoteattrError
from quoteattr.views.terminal import explain as explain_document
from quoteattr.views.terminal import page


class Commands(click.Group):
    """A group of commands that end with one line where their output cannot be written."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command. A reader that has gone away (``| head -1``) ends it silently with status 1, as click does."""
        try:
            try:
                return super().main(*arguments, **options)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()  # or the interpreter does, and prints a traceback where it cannot
        except OSError as error:
            _discard_output()
            if error.errno != errno.EPIPE:
                reason = f"cannot write the output: {error.strerror or error}" if error.filename is None else error
                click.echo(f"Error: {reason}", err=True)
            sys.exit(1)


def _discard_output() -> None:
    """Let what is still in the buffer go nowhere, so that the interpreter does not fail to write it at its end."""
    with suppress(AttributeError, OSError):  # no file at all
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(quoteattr.__version__, prog_name="quoteattr")
def main() -> None:
    """Who said what, through whom, in English news text.

    \b
    Examples:
      quoteattr show article.txt
      quoteattr extract article.txt --format json
      quoteattr extract articles.jsonl > attributions.jsonl
      quoteattr evaluate gold.jsonl --pred attributions.jsonl
    """


@main.command()
@click.argument("path", metavar="PATH")
@click.option("--explain", is_flag=True, help="Also explain each result: rules, dependency paths, scores.")
@click.option("--trees", is_flag=True, help="Like --explain, and also print the tree of each sentence.")
@click.option("--color/--no-color", default=None, help="Force colours on or off.")
@options.wanted
@options.loading_with_people
def show(
    path: str,
    explain: bool,
    trees: bool,
    color: bool | None,
    wanted: Wanted,
    loading: Loading,
) -> None:
    """Print the text of PATH with sources, cues and contents in colour, and a table of who said what.

    A PATH is a text, a web page if it ends in .html or .htm, or an object with "text" if it ends in .json; - is the
    standard input. Files of many texts are for quoteattr extract.

    \b
    Examples:
      quoteattr show article.txt
      quoteattr show article.txt --trees
    """
    kind = kind_of(path)
    items = [] if kind in TABLES else [*islice(items_of([InputSource(path, kind)]), 2)]
    if len(items) != 1:
        many = f"{path!r} may hold many texts: use quoteattr extract {path}"
        none = f"{path!r} holds no text; write an object with 'text'"
        raise click.BadParameter(many if items or kind in TABLES else none, param_hint="PATH")
    [result] = read_documents(map(row_of, items), loading.reader(), wanted)
    if isinstance(result, Failure):
        if isinstance(result.error, QuoteattrError):
            options.stop(result.error)
        raise result.error
    print_warnings(result.document)
    console = console_for(color)
    console.print(page(result.document))
    if explain or trees:
        console.print(Text("\n" + explain_document(result.document, trees=trees)), soft_wrap=True)


for command in (extract, audit, find, export, evaluate, train, serve):
    main.add_command(command)
