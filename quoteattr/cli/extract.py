"""``quoteattr extract`` writes attributions onto the standard output or into a file, ``quoteattr export`` for tools."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Literal

import click
from attrs import asdict, field, fields_dict, frozen

import quoteattr
from quoteattr.annotate.bundle import MANIFEST, open_bundle, sha256
from quoteattr.cli import options
from quoteattr.cli.bulk import Fingerprint, Place, Running, Work, extract_to
from quoteattr.cli.inputs import Failure, Inputs, check_outside, row_of
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import (
    output_for,
    print_warning_counts,
    print_warnings,
    reason,
    write_json,
    write_rows,
    write_tables,
)
from quoteattr.cli.reading import ReadDocument, Result, Wanted, only, read_documents, read_rows
from quoteattr.errors import InputError
from quoteattr.formats import exchange
from quoteattr.formats.contract import from_dict
from quoteattr.model import DocumentId

_PATIENCE = 0.1  # seconds to wait for further rows of a pipe before those that are there are read
_FULL = 4  # times the bytes that a text may take in a row of texts: about what its words and trees add to it
_ENDINGS = {".txt", ".html", ".htm", ".xhtml", ".json"}  # characters of an id that are not in the name of a file
_LONGEST = 150  # bytes of a name; with its ending it stays below the 255 that file systems allow
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}

Format = Literal["json", "jsonl", "table", "csv"]


@click.command(cls=options.Command)
@options.choice(
    *("--format", "format_"),
    among=Format,
    default="jsonl",
    text="json: indented, an array for several texts; jsonl: an object per line; table: to read; csv: a row per claim.",
)
@options.flag("--full", "Include text, sentences with words and trees, and quotations: `quoteattr export` needs them.")
@options.inputs
@options.wanted
@click.option(
    "--out",
    metavar="FILE",
    type=options.LocalPath(),
    help="Write to a local file .jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv or .xlsx.",
)
@options.together(
    "running",
    Running,
    options.number("--workers", 1, "With --out: number of processes."),
    options.flag("--resume", "With --out: continue where the same command was stopped."),
    options.flag("--overwrite", "With --out: replace existing output."),
    options.number("--shard-size", 2000, "With --out: save progress every so many rows."),
    options.flag("--quiet", "With --out: no progress bar."),
)
@options.loading_with_limit
def extract(
    inputs: Inputs, wanted: Wanted, loading: Loading, format_: Format, full: bool, out: str | None, running: Running
) -> None:
    """Write the attributions of each PATH.

    \b
    The ending of PATH determines what it holds (.gz or .zst may follow JSON, CSV and TSV):
      .jsonl, .ndjson     one object per line: {"id", "text"} or {"id", "html", "url"},
                          and optionally "publisher", "outlet", "published"
      .json               one such object, or an array of them
      .parquet            one such row per record
      .csv, .tsv, .xlsx   a header with the same names, or see --column
      .html, .htm, .xhtml a web page; its result holds the extracted "text"
      .txt                one text in UTF-8, even if it begins as JSON
      a folder            all such files, in it and below
      anything else, -    JSON if it begins as such, else one text in UTF-8; - is the standard input

    There is one result per text, page or row, in their order. An unreadable one is written as
    {"id", "error": {"type", "message"}}, with a line on the standard error, and the exit status is then 1.

    With --out, the results go to a file, which appears when it is complete. FILE.errors.jsonl lists what could not be
    read.

    \b
    Examples:
      quoteattr extract article.txt
      quoteattr extract page.html --publisher "The Bay Post"
      quoteattr extract *.txt --format table --act speech
      quoteattr extract archive.xlsx --column text=Body --column date=Printed --out claims.xlsx
      quoteattr extract articles.jsonl --publisher "The Jerusalem Post"
      cat articles.jsonl | quoteattr extract -
      quoteattr extract archive/ --out attributions.parquet --workers 8
      quoteattr extract archive/ --out attributions.parquet --workers 8 --resume
    """
    _check_usage(out, running, format_, full)
    if out is None:
        reader, items = loading.reader(), inputs.items()
        first = [*islice(items, 1)]
        rows = (row_of(item, inputs.max_chars) for item in chain(first, items))
        results = read_documents(rows, reader, wanted, patience=_PATIENCE if inputs.may_pause() else None)
        counts: Counter[str] = Counter()
        reported = _reported(results, counts)
        if format_ == "table":
            write_tables(reported)
        elif format_ == "json":
            many = inputs.hold_many() or [each.place for each in first] != [*inputs.paths]
            write_json(reported, many=many, full=full)
        else:
            write_rows(reported, output_for(Path(f"-.{format_}"), full=full))
        if counts["failed"]:
            click.echo(f"{counts['failed']} of {counts['rows']} could not be read", err=True)
            sys.exit(1)
    else:
        _write(out, inputs, wanted, loading, full, running)


def _check_usage(out: str | None, running: Running, format_: Format, full: bool) -> None:
    if out is None:
        options.refuse(fields_dict(Running), "only with --out")
    else:
        options.refuse(["format_"], "only for the standard output; the name of --out sets that of the file")
    if full and format_ in ("table", "csv"):
        raise click.UsageError("--full is for JSON: a table holds no sentences")
    if running.resume and running.overwrite:
        raise click.UsageError("--resume keeps existing output and --overwrite does not: give one of them")


def _write(out: str, inputs: Inputs, wanted: Wanted, loading: Loading, full: bool, running: Running) -> None:
    try:
        place = Place.of(out)
        output = output_for(place.out, full=full)
        loading.check_people(place.out)
        work = Work(loading.loader(), output, wanted, inputs.max_chars, loading.threads)
        rows, warnings = extract_to(place, inputs, work, _job(inputs, wanted, loading, output.ending, full), running)
        failed = 0
        if place.errors.exists():  # unless it has been removed since
            with place.errors.open("rb") as errors:
                failed = sum(1 for _ in errors)
    except OSError as error:
        raise InputError(f"cannot write {out!r}: {error}; correct this and continue with --resume") from error
    except KeyboardInterrupt:
        raise InputError("stopped; --resume continues from here") from None
    if rows is None:
        click.echo(f"{place.out} is complete already", err=True)
    print_warning_counts(warnings, rows)
    if failed:
        total = "" if rows is None else f" of {rows}"
        click.echo(f"{failed}{total} could not be read: see {place.errors}", err=True)
        sys.exit(1)


def _job(inputs: Inputs, wanted: Wanted, loading: Loading, form: str, full: bool) -> Fingerprint:
    """Return all that a result depends on, but for the inputs. The last digits of a score may depend on the threads."""
    options = {
        **asdict(wanted),
        "form": form,
        "full": full,
        "input": inputs.kind,
        "column": [f"{key}={name}" for key, name in sorted(inputs.columns.items())],
        "encoding": inputs.encoding,
        "dates": inputs.dates,
        "max_chars": inputs.max_chars,
        **asdict(loading),
        "people": loading.people and sha256(Path(loading.people)),
    }
    del options["model"]  # its content counts
    return {
        "version": quoteattr.__version__,
        "model": sha256(open_bundle(loading.model).folder / MANIFEST),
        **{f"--{name.replace('_', '-')}": value for name, value in options.items()},
    }


def _reported(results: Iterable[Result], counts: Counter[str]) -> Iterator[Result]:
    for result in results:
        counts["rows"] += 1
        if isinstance(result, Failure):
            counts["failed"] += 1
            click.echo(reason(result, result.error), err=True)
        else:
            print_warnings(result.document)
        yield result


@click.command(cls=options.Command)
@click.argument("format_", type=click.Choice(list(exchange.FORMATS)))
@options.inputs
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=options.LocalPath(),
    help="Local folder for the files; created if missing.",
)
@options.flag("--overwrite", "Write into a folder that is not empty, and replace files of the same name.")
@options.flag("--every-polarity", "Also write claims that are questioned, hypothetical or unsaid.")
@options.wanted
@options.loading_with_limit
def export(
    format_: str, inputs: Inputs, out: str, overwrite: bool, every_polarity: bool, wanted: Wanted, loading: Loading
) -> None:
    """Write the attributions of each PATH as files of a format, one for each text.

    A PATH is what "quoteattr extract" reads, or its results with --full in a .jsonl or .json file, which are exported
    without running the model again. A file is named by the id of its text, as far as that makes a safe
    name. What else the tool needs (the text, its settings) is written next to it. What cannot be read or written is
    reported on the standard error, and the exit status is then 1.

    \b
    Examples:
      quoteattr export brat article.txt --out brat
      quoteattr export label-studio articles.jsonl --out tasks --act speech
    """
    form, folder = exchange.FORMATS[format_], Path(out)
    parts = inputs.rows_or_results(_stored, _FULL)
    results: Iterator[Result] = read_rows(parts, loading.reader, wanted)  # loads the model if there is a text to read
    try:
        check_outside(inputs.paths, folder)
        loading.check_people(folder)
        companion = form.companion_text()  # fails here if an extra is missing
        folder.mkdir(parents=True, exist_ok=True)
        if not overwrite and any(folder.iterdir()):
            raise InputError(f"the folder {str(folder)!r} is not empty: name another or add --overwrite")
        if form.companion is not None and companion is not None:
            _replace(folder / form.companion[0], companion.encode("utf-8"))
        chosen = (only(wanted.act, each) for each in results)
        written, failed, warnings = _export(form, folder, chosen, every_polarity)
    except OSError as error:
        raise InputError(f"cannot write {out!r}: {error}; check the folder") from error
    click.echo(f"{written} of {written + failed} written to {out}")
    print_warning_counts(warnings, written + failed)
    if failed:
        sys.exit(1)


def _export(
    form: exchange.Format, folder: Path, results: Iterable[Result], every_polarity: bool
) -> tuple[int, int, Counter[str]]:
    """Return how many texts were written, how many failed, and how many had each warning."""
    names, written, failed = FileNames(), 0, 0
    warnings: Counter[str] = Counter()
    unused = options.unused_on_results({*fields_dict(Wanted), *fields_dict(Loading)} - {"act"})
    for result in results:
        try:
            if isinstance(result, Failure):
                raise result.error
            warnings.update(unused if result.row is None else result.document.warnings)
            try:
                texts = form.files(result.document, every_polarity=every_polarity)
                files = {ending: text.encode("utf-8") for ending, text in texts.items()}
            except UnicodeEncodeError as error:
                character = f"{error.object[error.start]!r}, which UTF-8 cannot encode"
                raise InputError(f"the text has a lone surrogate, {character}: correct the text") from error
            stem = names.take(result.id)
        except Exception as error:  # an unexpected error must not stop the others
            failed += 1
            click.echo(reason(result, error), err=True)
            continue
        for ending, data in files.items():
            _replace(folder / f"{stem}{ending}", data)
        written += 1
    return written, failed, warnings


def _replace(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # links are not followed, since the target could be outside the folder
    with path.open("xb") as stream:
        stream.write(content)


def _stored(value: Mapping[str, object]) -> ReadDocument:
    text = value.get("text")
    if not isinstance(text, str):
        raise InputError("the result lacks its text: write it with quoteattr extract --full")
    return ReadDocument(from_dict(value, text))


@frozen
class FileNames:
    """Unique file names for documents: letters, digits, ``_``, ``-`` and ``.`` inside."""

    _taken: dict[str, int] = field(factory=dict, init=False)

    def take(self, id: DocumentId | None) -> str:
        """Return a name made of an id. It differs from earlier ones also without regard to case."""
        name = "" if id is None else str(id)
        suffix = Path(name.replace("\0", "")).suffix
        kept = name.removesuffix(suffix) if suffix.lower() in _ENDINGS else name
        # Dots stay only between letters, so that no name leaves the folder or is hidden.
        joined = "-".join(re.findall(r"\w+(?:\.\w+)*", unicodedata.normalize("NFC", kept)))
        short = joined.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(".-") or "document"
        stem = wanted = f"document-{short}" if short.partition(".")[0].casefold() in _DEVICES else short
        while (key := stem.casefold()) in self._taken:
            self._taken[wanted.casefold()] += 1
            stem = f"{wanted}-{self._taken[wanted.casefold()]}"
        self._taken[key] = 1
        return stem
