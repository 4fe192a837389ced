"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

import click
from attrs import evolve
from rich.text import Text

import quoteattr
from quoteattr.cli import options
from quoteattr.cli.rows import Failure, InputKind, holds_html, holds_rows, read_rows
from quoteattr.cli.work import Origin, read_documents
from quoteattr.cli.writers import Result, Writer, console_for, write_json, write_jsonl, write_tables
from quoteattr.document import Document
from quoteattr.views.explain import explain as explain_document
from quoteattr.views.terminal import page

ActFilter = Literal["speech", "thought", "all"]
Format = Literal["json", "jsonl", "table"]

_publisher = click.option("--publisher", help="Whose page the text stands on, where the text does not say.")
_outlet = click.option("--outlet", help="Who originated the story, where the text does not say.")
_act = click.option(
    "--act",
    type=click.Choice(["speech", "thought", "all"]),
    default="all",
    show_default=True,
    help="Only what was said, only what was thought, or both.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "jsonl", "table"]),
    default="jsonl",
    show_default=True,
    help="One object a line; indented (an array for several texts); or a table to read.",
)
@click.option(
    "--input",
    "kind",
    type=click.Choice(["auto", "text", "html", "jsonl"]),
    default="auto",
    show_default=True,
    help="What the paths hold; auto goes by the name.",
)
@_act
@_publisher
@_outlet
@click.option(
    "--include-chrome", is_flag=True, help="Search bylines, credits, menus and links too, not the article alone."
)
@options.model
@options.threads
def extract(
    paths: tuple[str, ...],
    format_: Format,
    kind: InputKind,
    act: ActFilter,
    publisher: str | None,
    outlet: str | None,
    include_chrome: bool,
    model: str,
    threads: int,
) -> None:
    """Write the attributions of each PATH.

    A PATH is a text in UTF-8; one that ends in .html or .htm is a web page, whose result then holds the extracted
    "text"; one that ends in .jsonl holds {"id", "text"} or {"id", "html", "url"} rows, one a line; - is the standard
    input. There is one result for each text, page or row, in their order. What cannot be read gives
    {"id", "error": {"type", "message"}} in its place, and the exit status is then 1.

    \b
    Examples:
      quoteattr extract article.txt
      quoteattr extract page.html --publisher "The Bay Post"
      quoteattr extract *.txt --format table --act speech
      quoteattr extract articles.jsonl --publisher "The Jerusalem Post"
      cat articles.jsonl | quoteattr extract - --input jsonl
    """
    reader = options.load_reader(model, threads)
    results = read_documents(
        read_rows(paths, kind), reader, Origin(publisher, outlet), include_chrome=include_chrome
    )  # fmt: skip
    tally = _Tally()
    many = len(paths) > 1 or holds_rows(paths[0], kind)
    _writer(format_, many)(tally.count(_select(act, result) for result in results))
    if tally.failed:
        click.echo(f"{tally.failed} of {tally.rows} could not be read", err=True)
        sys.exit(1)


@main.command()
@click.argument("path", metavar="PATH")
@click.option("--explain", is_flag=True, help="Also say why: rules, ways through the trees, scores.")
@click.option("--trees", is_flag=True, help="With --explain, draw the tree of each sentence.")
@click.option("--color/--no-color", default=None, help="Force colours on or off.")
@_act
@_publisher
@_outlet
@options.model
@options.threads
def show(
    path: str,
    explain: bool,
    trees: bool,
    color: bool | None,
    act: ActFilter,
    publisher: str | None,
    outlet: str | None,
    model: str,
    threads: int,
) -> None:
    """Print the text of PATH with sources, cues and contents in colour, and a table of who said what.

    A PATH is a text, or a web page if it ends in .html or .htm; - is the standard input.

    \b
    Examples:
      quoteattr show article.txt
      quoteattr show article.txt --explain --trees
    """
    rows = read_rows([path], "html" if holds_html(path, "auto") else "text")
    result = next(read_documents(rows, options.load_reader(model, threads), Origin(publisher, outlet)))
    if isinstance(result, Failure):
        options.stop(result.error)
    document = _only(act, result.document)
    console = console_for(color)
    console.print(page(document))
    if explain:
        console.print(Text("\n" + explain_document(document, trees=trees)), soft_wrap=True)


class _Tally:
    """Counts the results that pass by."""

    def __init__(self) -> None:
        self.rows = 0
        self.failed = 0

    def count(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            self.rows += 1
            self.failed += isinstance(result, Failure)
            yield result


def _writer(format_: Format, many: bool) -> Writer:
    if format_ == "jsonl":
        return write_jsonl
    return partial(write_json, many=many) if format_ == "json" else write_tables


def _select(act: ActFilter, result: Result) -> Result:
    return result if isinstance(result, Failure) else evolve(result, document=_only(act, result.document))


def _only(act: ActFilter, document: Document) -> Document:
    if act == "all":
        return document
    return evolve(document, attributions=[each for each in document.attributions if each.act == act])
