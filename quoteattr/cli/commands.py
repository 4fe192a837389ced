"""The group of commands, and ``quoteattr show``."""

from __future__ import annotations

import click
from rich.text import Text

import quoteattr
from quoteattr.cli import options
from quoteattr.cli.items import Failure, items_of
from quoteattr.cli.options import Loading
from quoteattr.cli.rows import row_of
from quoteattr.cli.sources import Source, kind_of
from quoteattr.cli.work import ActFilter, Wanted, read_documents
from quoteattr.cli.writers import console_for
from quoteattr.errors import QuoteattrError
from quoteattr.views.explain import explain as explain_document
from quoteattr.views.terminal import page


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
@click.argument("path", metavar="PATH")
@click.option("--explain", is_flag=True, help="Also say why: rules, ways through the trees, scores.")
@click.option("--trees", is_flag=True, help="As --explain, with the tree of each sentence.")
@click.option("--color/--no-color", default=None, help="Force colours on or off.")
@options.act
@options.publisher
@options.outlet
@options.loading
def show(
    path: str,
    explain: bool,
    trees: bool,
    color: bool | None,
    act: ActFilter,
    publisher: str | None,
    outlet: str | None,
    loading: Loading,
) -> None:
    """Print the text of PATH with sources, cues and contents in colour, and a table of who said what.

    A PATH is a text, or a web page if it ends in .html or .htm; - is the standard input. Files of many texts are for
    quoteattr extract.

    \b
    Examples:
      quoteattr show article.txt
      quoteattr show article.txt --trees
    """
    kind = kind_of(path)
    if kind in ("jsonl", "parquet"):
        raise click.BadParameter(f"{path!r} holds many texts: read it with quoteattr extract {path}", param_hint="PATH")
    source = Source(path, kind)
    rows = map(row_of, items_of([source]))
    result = next(read_documents(rows, loading.reader(), Wanted(act, publisher, outlet)))
    if isinstance(result, Failure):
        if isinstance(result.error, QuoteattrError):
            options.stop(result.error)
        raise result.error
    console = console_for(color)
    console.print(page(result.document))
    if explain or trees:
        console.print(Text("\n" + explain_document(result.document, trees=trees)), soft_wrap=True)
