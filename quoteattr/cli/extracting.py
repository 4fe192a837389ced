"""``quoteattr extract``: attributions onto the standard output, or of many texts into a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal

import click
from attrs import asdict
from click.core import ParameterSource

import quoteattr
from quoteattr.annotate.bundle import MANIFEST, open_bundle, sha256
from quoteattr.cli import options
from quoteattr.cli.bulk.job import Fingerprint, Place
from quoteattr.cli.bulk.outputs import output_for
from quoteattr.cli.bulk.run import Inputs, Running, Tally, extract_to
from quoteattr.cli.bulk.worker import Work
from quoteattr.cli.items import Failure
from quoteattr.cli.rows import read_rows
from quoteattr.cli.sources import InputKind, holds_many
from quoteattr.cli.work import ActFilter, Origin, Result, only, read_documents
from quoteattr.cli.writers import Writer, write_json, write_jsonl, write_tables
from quoteattr.errors import InputError, QuoteattrError

Format = Literal["json", "jsonl", "table"]

_BULK = ("workers", "resume", "overwrite", "shard_size", "quiet")


@click.command()
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
    type=click.Choice(["auto", "text", "html", "jsonl", "parquet"]),
    default="auto",
    show_default=True,
    help="What the paths hold; auto goes by the name.",
)
@options.act
@options.publisher
@options.outlet
@click.option(
    "--include-chrome", is_flag=True, help="Search bylines, credits, menus and links too, not the article alone."
)
@click.option(
    "--max-chars",
    type=click.IntRange(min=1),
    default=2_000_000,
    show_default=True,
    help="A longer text is an error of its row.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0, min_open=True),
    help="A text that takes longer is an error of its row; texts are then read one by one.",
)
@click.option("--out", metavar="FILE", help="Write to a file .jsonl, .jsonl.gz, .jsonl.zst or .parquet.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="With --out: processes that read."
)
@click.option("--resume", is_flag=True, help="With --out: go on where the same command was stopped.")
@click.option("--overwrite", is_flag=True, help="With --out: replace what is there.")
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    default=2000,
    show_default=True,
    help="With --out: rows after which what is done is safe.",
)
@click.option("--quiet", is_flag=True, help="With --out: no progress bar.")
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
    max_chars: int,
    max_seconds: float | None,
    out: str | None,
    workers: int,
    resume: bool,
    overwrite: bool,
    shard_size: int,
    quiet: bool,
    model: str,
    threads: int,
) -> None:
    """Write the attributions of each PATH.

    A PATH is a text in UTF-8; one that ends in .html or .htm is a web page, whose result then holds the extracted
    "text"; one that ends in .jsonl, .jsonl.gz, .jsonl.zst or .parquet holds {"id", "text"} or {"id", "html", "url"}
    rows, which may also tell "publisher", "outlet" and "published"; a folder stands for all such files in it; - is the
    standard input. There is one result for each text, page or row, in their order. What cannot be read gives
    {"id", "error": {"type", "message"}} in its place, and the exit status is then 1.

    With --out, the results go to a file, which is there when all is done. What could not be read also stands in
    FILE.errors.jsonl.

    \b
    Examples:
      quoteattr extract article.txt
      quoteattr extract page.html --publisher "The Bay Post"
      quoteattr extract *.txt --format table --act speech
      quoteattr extract articles.jsonl --publisher "The Jerusalem Post"
      cat articles.jsonl | quoteattr extract - --input jsonl
      quoteattr extract archive/ --out attributions.parquet --workers 8
      quoteattr extract archive/ --out attributions.parquet --workers 8 --resume
    """
    _check_usage(out, resume, overwrite)
    origin = Origin(publisher, outlet)
    if out is None:
        reader = options.load_reader(model, threads, max_seconds)
        results = read_documents(read_rows(paths, kind, max_chars), reader, origin, include_chrome=include_chrome)
        _print((only(act, result) for result in results), _writer(format_, holds_many(paths, kind)))
        return
    try:
        place = Place.of(out)
        load = options.loader(model, threads, max_seconds)
        work = Work(load, output_for(place.out), origin, act, include_chrome, max_chars, threads)
        running = Running(workers, shard_size, resume, overwrite, quiet)
        tally = extract_to(place, Inputs(paths, kind, max_chars), work, _job(work, kind, model, max_seconds), running)
    except QuoteattrError as error:
        options.stop(error)
    except OSError as error:
        options.stop(InputError(f"cannot write {out!r}: {error}; put it right and go on with --resume"))
    except KeyboardInterrupt:
        options.stop(InputError("stopped; --resume goes on from here"))
    _conclude(place, tally)


def _check_usage(out: str | None, resume: bool, overwrite: bool) -> None:
    context = click.get_current_context()
    given = {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    if out is None and (alone := given.intersection(_BULK)):
        names = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(alone))
        raise click.UsageError(f"{names}: only with --out")
    if out is not None and "format_" in given:
        raise click.UsageError("--format is for the standard output; the name of --out tells the form of the file")
    if resume and overwrite:
        raise click.UsageError("--resume keeps what is there and --overwrite does not: give one of them")


def _job(work: Work, kind: InputKind, model: str, max_seconds: float | None) -> Fingerprint:
    """All that a result depends on, but for the inputs. The last digits of a score may depend on the threads."""
    return {
        "version": quoteattr.__version__,
        "model": sha256(open_bundle(model).folder / MANIFEST),
        "options": {
            **asdict(work.origin),
            "form": work.output.ending,
            "input": kind,
            "act": work.act,
            "include_chrome": work.include_chrome,
            "max_chars": work.max_chars,
            "max_seconds": max_seconds,
            "threads": work.threads,
        },
    }


def _conclude(place: Place, tally: Tally) -> None:
    if tally.rows is None:
        click.echo(f"{place.out} is whole already", err=True)
    if tally.failed:
        total = "" if tally.rows is None else f" of {tally.rows}"
        click.echo(f"{tally.failed}{total} could not be read: see {place.errors}", err=True)
        sys.exit(1)


def _print(results: Iterable[Result], writer: Writer) -> None:
    tally = _Tally()
    writer(tally.count(results))
    if tally.failed:
        click.echo(f"{tally.failed} of {tally.rows} could not be read", err=True)
        sys.exit(1)


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
