"""The group of all commands, ``quoteattr show`` and ``quoteattr serve``."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from itertools import islice
from typing import Any

import click
from attrs import evolve
from rich.text import Text

import quoteattr
from quoteattr.cli import options
from quoteattr.cli.audit import audit, find
from quoteattr.cli.extract import export, extract
from quoteattr.cli.gold import evaluate, train
from quoteattr.cli.inputs import Failure, Inputs, row_of
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import console_for, print_warnings
from quoteattr.cli.reading import Wanted, read_documents
from quoteattr.errors import needs_extra
from quoteattr.server import LOOPBACK, NEEDS, Settings, address_of, application, bind, host_names, run
from quoteattr.views.terminal import explain as explain_document
from quoteattr.views.terminal import page

_LIMITS = Settings()


class Commands(click.Group):
    """A group of commands that end with one line where their output cannot be written."""

    command_class = options.Command

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command. A closed pipe (``| head -1``) ends it silently with status 1, as in click."""
        try:
            try:
                return super().main(*arguments, **options)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()  # otherwise the interpreter does, and prints a traceback if it cannot
        except OSError as error:
            with suppress(AttributeError, OSError):  # not a file
                # Discard the buffer, which the interpreter would otherwise fail to write at exit.
                descriptor = os.open(os.devnull, os.O_WRONLY)
                os.dup2(descriptor, sys.stdout.fileno())
                os.close(descriptor)
            if error.errno != errno.EPIPE:
                reason = f"cannot write the output: {error.strerror or error}" if error.filename is None else error
                click.echo(f"Error: {reason}", err=True)
            sys.exit(1)


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
@options.flag("--explain", "Also explain each result: rules, dependency paths, scores.")
@options.flag("--trees", "Like --explain, and also print the tree of each sentence.")
@click.option("--color/--no-color", default=None, help="Force colours on or off.")
@options.wanted
@options.loading_with_people
def show(path: str, explain: bool, trees: bool, color: bool | None, wanted: Wanted, loading: Loading) -> None:
    """Print the text of PATH with sources, cues and contents in colour, and a table of who said what.

    A PATH is a text, a web page if it ends in .html, .htm or .xhtml, or an object with "text" if it ends in .json; - is
    the standard input. Files of many texts are for quoteattr extract.

    \b
    Examples:
      quoteattr show article.txt
      quoteattr show article.txt --trees
    """
    inputs = Inputs((path,))
    items = [] if inputs.hold_many() else [*islice(inputs.items(), 2)]
    if len(items) != 1:
        many = f"{path!r} may hold many texts: use quoteattr extract {path}"
        none = f"{path!r} holds no text; write an object with 'text'"
        raise click.BadParameter(many if items or inputs.hold_many() else none, param_hint="PATH")
    [result] = read_documents(map(row_of, items), loading.reader(), wanted)
    if isinstance(result, Failure):
        raise result.error
    print_warnings(result.document)
    console = console_for(color)
    console.print(page(result.document))
    if explain or trees:
        console.print(Text("\n" + explain_document(result.document, trees=trees)), soft_wrap=True)


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is this machine only."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free port.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Additional host name to accept; * accepts any.")
@options.together(
    "settings",
    Settings,
    options.number("--max-chars", _LIMITS.max_chars, "A longer text is refused."),
    options.number("--max-bytes", _LIMITS.max_bytes, "A request with a longer body is refused."),
    options.seconds("--max-seconds", "seconds", default=_LIMITS.seconds, text="The longest that a request may take."),
    options.number("--queue", _LIMITS.queue, "Requests that may wait for a worker at once."),
    options.number("--workers", _LIMITS.workers, "Worker processes, each with its own model."),
)
@options.loading_with_people
def serve(host: str, port: int, allow_host: tuple[str, ...], settings: Settings, loading: Loading) -> None:
    """Serve a web app and a JSON API, described at /openapi.json.

    The server does not keep what it receives. It has no login: let others in only through a reverse proxy that has one.

    \b
    Examples:
      quoteattr serve
      quoteattr serve --port 9000 --max-chars 50000
    """
    hosts = options.checked(host_names, (*LOOPBACK, host, *allow_host))
    with needs_extra("serve", NEEDS):
        import uvicorn  # noqa: F401
    with bind(host, port) as listening:  # before the model, which takes longer
        app = application(loading.loader(), evolve(settings, hosts=hosts))
        app.state.workers.start()
        run(app, listening, settings.seconds, lambda: click.echo(f"Open {address_of(listening)} (Ctrl-C stops)"))


for command in (extract, audit, find, export, evaluate, train, serve):
    main.add_command(command)
