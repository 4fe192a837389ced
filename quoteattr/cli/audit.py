"""``quoteattr audit`` and ``quoteattr find``: reports on, and search in, many texts or results."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args

import click
from attrs import asdict, define, field, fields_dict

from quoteattr.auditing import Entry, Found, Query, entry_of, search
from quoteattr.auditing import audit as audit_of
from quoteattr.auditing.entries import entries_of_rows
from quoteattr.auditing.index import QUERIES, table_files
from quoteattr.cli import options
from quoteattr.cli.inputs import Failure, Inputs, InputSource, Row, check_outside, parquet_file, rereadable, table_cells
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import print_warning_counts, reason, standard_output
from quoteattr.cli.reading import Result, Wanted, read_rows
from quoteattr.errors import InputError
from quoteattr.formats.columns import csv_text
from quoteattr.formats.contract import encoded
from quoteattr.model import Polarity, SourceType
from quoteattr.views import one_line

_FULL = 8  # times the bytes that a text may take in a row of texts: about what a result may take
_SHOWN = ("article", "published", "outlet", "speaker", "role", "cue", "claim")

Format = Literal["text", "jsonl", "csv"]

_polarities = click.option(
    *("--polarity", "polarities"),
    type=click.Choice(get_args(Polarity)),
    multiple=True,
    help="Only claims of this polarity; may be given several times.",
)


@click.command(cls=options.Command)
@options.inputs
@click.option(
    "--out",
    metavar="FILE",
    type=options.LocalPath(Path, dir_okay=False, writable=True),
    help="Write the report: an HTML file that loads nothing else.",
)
@click.option(
    "--tables",
    metavar="FOLDER",
    type=options.LocalPath(Path, file_okay=False, writable=True),
    help="Write the tables as CSV, and as Parquet where pyarrow is installed.",
)
@options.people_list(
    "name and any of id, aliases (in CSV separated by |), role, affiliation, valid_from, valid_until; further columns, "
    "such as party, are counted."
)
@click.option(
    "--follow",
    metavar="NAME",
    multiple=True,
    help="Show over time what speakers of this name, or part of one, said; else the named ones with most claims.",
)
@click.option("--title", default="Source audit", show_default=True, help="The title of the report.")
@_polarities
@options.wanted
@options.loading_for_claims
def audit(
    inputs: Inputs,
    out: Path | None,
    tables: Path | None,
    people: str | None,
    follow: tuple[str, ...],
    title: str,
    polarities: tuple[str, ...],
    wanted: Wanted,
    loading: Loading,
) -> None:
    """Report who is quoted in the texts of each PATH, how much and as what, and which claims recur.

    A PATH is what "quoteattr extract" reads or what it has written; on its results, the model is not run again. The
    archive is read as a stream. What cannot be read is reported on the standard error, and the exit status is then 1.
    Claims of every polarity count, unless --polarity chooses some.

    \b
    Examples:
      quoteattr audit attributions.jsonl --out report.html --tables tables
      quoteattr audit archive.xlsx --column text=Body --column date=Printed --out report.html
    """
    if out is None and tables is None:
        raise click.UsageError("give --out FILE for the report, --tables FOLDER for the tables, or both")
    if out is None:
        options.refuse(("follow", "title"), "only with --out")
    only = Query(act=None if wanted.act == "all" else wanted.act, polarities=polarities)
    unused = {*fields_dict(Wanted), *fields_dict(Loading)} - {"act", "people"}
    entries = _Entries(inputs, wanted, loading, only, options.unused_on_results(unused))
    files = [path for name in QUERIES for path in table_files(name, tables)] if tables else []
    check_outside(filter(None, (*inputs.paths, people)), *filter(None, (out, *files)))
    for folder in filter(None, (out and out.parent, tables)):
        try:
            folder.mkdir(parents=True, exist_ok=True)  # outputs that cannot be written are reported before the work
        except OSError as error:
            raise InputError(f"cannot write into {str(folder)!r}: {error}; name another folder") from error
    with audit_of(entries, people=people, only=only) as made:
        if tables is not None:
            made.write_tables(tables)
        if out is not None:
            out.write_text(made.report(title=title, follow=follow), encoding="utf-8")
        counts = made.counts
    click.echo(f"{counts['claims']:,} claims of {counts['speakers']:,} speakers in {counts['articles']:,} articles")
    if others := ", ".join(f"{counts[name]:,} {name}" for name in get_args(Polarity)[1:] if counts[name]):
        click.echo(f"not asserted: {others}")
    entries.conclude()


@click.command(cls=options.Command)
@options.inputs
@click.option("--speaker", help="Part of the speaker's name; case is ignored.")
@click.option(
    "--outlet", help="Part of the name of an outlet that originated, published, carried or relayed the claim."
)
@click.option("--text", help="Part of what was said; case is ignored.")
@click.option("--since", metavar="DATE", help="Only articles of this day or later, in ISO 8601.")
@click.option("--until", metavar="DATE", help="Only articles of this day or earlier, in ISO 8601.")
@options.choice("--type", among=SourceType, text="Only sources of this type.")
@options.choice(
    "--format",
    "format_",
    among=Format,
    default="text",
    text="text: lines for reading; jsonl: an object per line; csv: a row per claim.",
)
@_polarities
@options.act
@options.loading_for_claims
def find(
    inputs: Inputs, format_: Format, polarities: tuple[str, ...], act: str, loading: Loading, **wanted: str | None
) -> None:
    """Print the claims in each PATH that meet all given conditions.

    A PATH is what "quoteattr extract" has written or reads; on its results, the model is not run again. The results
    are read as a stream. The exit status is 1 if something could not be read.

    \b
    Examples:
      quoteattr find attributions.jsonl --speaker Lund --since 2023-04-01
      quoteattr find attributions.parquet --outlet Reuters --text harbour --format csv
    """
    wanted["act"] = None if act == "all" else act
    query = options.checked(lambda given: Query(**given, polarities=polarities), wanted)
    entries = _Entries(inputs, Wanted(), loading, query, options.unused_on_results(fields_dict(Loading)))
    stream = standard_output().buffer
    stream.write(csv_text([_SHOWN]).encode() if format_ == "csv" else b"")
    for found in search(entries, query):
        stream.write(_line(found, format_))
        stream.flush()
    entries.conclude()


def _line(found: Found, format_: Format) -> bytes:
    entry, claim = found.entry, found.claim
    if format_ == "jsonl":
        article = {name: value for name, value in asdict(entry, recurse=False).items() if name != "claims"}
        return encoded({"article": article, **asdict(claim)}) + b"\n"
    outlet = entry.publisher or entry.outlet
    values = (entry.id, entry.published, outlet, claim.speaker, claim.role, claim.cue, claim.content)
    if format_ == "csv":
        return csv_text([values]).encode()
    id, day = "" if entry.id is None else str(entry.id), entry.published and entry.published[:10]
    where = " ".join(filter(None, (id, day, outlet)))
    who = ", ".join(filter(None, (claim.speaker or "(not known)", claim.role)))
    return one_line(": ".join(filter(None, (where, who, claim.content)))).encode() + b"\n"


@define
class _Entries:
    """The articles of all paths, from results or by the model; failures are printed, and counted like warnings.

    ``unused`` are the warnings about each result.
    """

    inputs: Inputs
    wanted: Wanted
    loading: Loading
    query: Query
    unused: Sequence[str]
    articles: int = field(default=0, init=False)
    failed: int = field(default=0, init=False)
    warnings: Counter[str] = field(factory=Counter, init=False)

    def __iter__(self) -> Iterator[Entry]:
        parts: Iterator[Entry | Result] = read_rows(self._parts(), self.loading.reader, self.wanted)
        for each in parts:
            self.articles += 1
            if isinstance(each, Failure):
                self.failed += 1
                click.echo(reason(each, each.error), err=True)
            elif isinstance(each, Entry):
                self.warnings.update(self.unused)
                yield each
            else:
                self.warnings.update(each.document.warnings)
                author, section = (each.row.author, each.row.section) if each.row else (None, None)
                yield entry_of(each.document, author=author, section=section)

    def conclude(self) -> None:
        """Print the warnings, and exit with status 1 where something could not be read."""
        print_warning_counts(self.warnings, self.articles)
        if self.failed:
            click.echo(f"{self.failed} could not be read", err=True)
            sys.exit(1)

    def _parts(self) -> Iterator[Row | Entry | Failure]:
        for source in self.inputs.sources():
            source = rereadable(source) if source.kind in _TABLES else source
            rows = result_rows(source, self.query)
            if rows is not None:
                try:
                    yield from _entries_or_failures(rows, source.path)
                except Exception as error:  # of Arrow, openpyxl, csv and each codec
                    yield Failure(source.path, InputError(f"cannot read {source.path!r}: {error}; extract it again"))
                continue
            yield from self.inputs.rows_or_results(entry_of, _FULL, [source])


_TABLES = ("parquet", "csv", "excel")
_NEEDED = {"document_id", "attribution", "content"}
_LONGEST = 10_000_000  # characters of a cell
_COLUMNS = (
    *("document_id", "attribution", "kind", "content", "cue", "cue_lemma", "speaker", "speaker_kind", "speaker_role"),
    *("speaker_affiliation", "speaker_type", "speaker_ref", "outlet", "via", "act", "polarity", "article_outlet"),
    *("publisher", "published", "headline", "error"),
)


def result_rows(source: InputSource, query: Query) -> Iterator[Mapping[str, Any]] | None:
    """Return the rows of a table of results; None for other files and unreadable ones."""
    if source.problem is not None or source.kind not in _TABLES:
        return None
    rows = _of_parquet(source, query) if source.kind == "parquet" else _of_cells(source)
    with suppress(Exception):  # of Arrow, openpyxl, csv and each codec; reading it as texts reports what is wrong
        if _NEEDED.issubset(next(rows, ())):
            return rows
    rows.close()
    return None


def _entries_or_failures(rows: Iterable[Mapping[str, Any]], path: str) -> Iterator[Entry | Failure]:
    for problem, group in groupby(rows, lambda row: row.get("error")):
        if not problem:
            yield from entries_of_rows(group)
            continue
        for row in group:
            message = f"the row of {row['document_id']!r} holds an error: {problem!r:.80}; extract it again"
            yield Failure(row["document_id"], InputError(message), path)


def _of_parquet(source: InputSource, query: Query) -> Generator[Any, None, None]:
    """Yield the columns of a Parquet file, then its rows except those that a query excludes.

    The first row of each article is always there, so that articles without an id stay apart, and so are error rows.
    """
    from pyarrow import compute

    with parquet_file(source) as file:
        yield file.schema_arrow.names
        columns = [name for name in _COLUMNS if name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=1000, columns=columns):
            for name, part in (("speaker", query.speaker), ("content", query.text)):
                if part and name in columns:
                    first = compute.fill_null(compute.equal(batch["attribution"], 0), True)
                    found = compute.match_substring(batch[name], part.casefold(), ignore_case=True)
                    other = compute.invert(compute.string_is_ascii(batch[name]))  # Arrow folds the case of ASCII alone
                    batch = batch.filter(compute.or_kleene(first, compute.or_(found, other)))
            yield from batch.to_pylist()


def _of_cells(source: InputSource) -> Generator[Any, None, None]:
    columns: Sequence[object] = ()
    for row in table_cells(source, "utf-8", _LONGEST):
        if isinstance(row, InputError):
            raise row
        if not columns:
            columns = row
            yield columns
        elif values := dict(zip(columns, row, strict=False)):
            yield {name: _plain(values.get(name)) if source.kind == "csv" else values.get(name) for name in _COLUMNS}


def _plain(cell: Any) -> str | None:
    return (
        cell[1:] if cell and cell[0] == "'" and cell[1:].lstrip(" ").startswith(("=", "+", "-", "@")) else cell or None
    )
