"""``quoteattr audit`` and ``quoteattr find``: reports on, and search in, many texts or results."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import click
from attrs import asdict, define, evolve, field, fields_dict

from quoteattr.auditing import Entry, Found, Query, entry_of, search
from quoteattr.auditing import audit as audit_of
from quoteattr.auditing.entries import with_entries
from quoteattr.auditing.index import TABLES, table_files
from quoteattr.cli import options
from quoteattr.cli.inputs import Failure, Inputs, check_outside
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import print_warning_counts, reason, standard_output
from quoteattr.cli.reading import Result, Wanted, read_rows
from quoteattr.errors import InputError
from quoteattr.formats.columns import csv_text
from quoteattr.formats.contract import encoded
from quoteattr.model import Polarity, SourceType
from quoteattr.views import one_line

_FULL = 8  # times the bytes that a text may take in a row of texts: about what a result may take
_COLUMNS = (  # of results that are read from a table
    *("document_id", "attribution", "kind", "content", "cue", "cue_lemma", "speaker", "speaker_kind", "speaker_role"),
    *("speaker_affiliation", "speaker_type", "speaker_ref", "outlet", "via", "act", "polarity", "article_outlet"),
    *("publisher", "published", "headline", "error"),
)
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
    files = [path for name in TABLES for path in table_files(name, tables)] if tables else []
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
        for each in self._found():
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

    def _found(self) -> Iterator[Entry | Result]:
        results = evolve(self.inputs, results=_COLUMNS).rows_or_results(_parsed, _FULL)
        found: Iterator[Entry | Mapping[str, object] | Result] = read_rows(results, self.loading.reader, self.wanted)
        return with_entries(found)

    def conclude(self) -> None:
        """Print the warnings, and exit with status 1 where something could not be read."""
        print_warning_counts(self.warnings, self.articles)
        if self.failed:
            click.echo(f"{self.failed} could not be read", err=True)
            sys.exit(1)


def _parsed(values: Mapping[str, object]) -> Entry | Mapping[str, object]:
    """Return a result in JSON as an entry, and a row of a table as it is."""
    return entry_of(values) if "attributions" in values else values
