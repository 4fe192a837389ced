"""``quoteattr export``: documents as the files of annotation tools, of the web, and of linguists."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import click
from attrs import field, frozen

from quoteattr.cli import options
from quoteattr.cli.items import Failure, File, Item, Line, items_of
from quoteattr.cli.rows import Row, row_of
from quoteattr.cli.sources import InputKind, check_outside, sources_of
from quoteattr.cli.work import ActFilter, Origin, Reading, Result, only, read_documents
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.formats.contract_reader import from_dict
from quoteattr.formats.exchange import FORMATS, Format
from quoteattr.pipeline import Reader
from quoteattr.views.printable import one_line

_TEXT_BESIDE = {"brat": ".txt"}  # a format that lacks the text, and what the file with it ends in
_ENDINGS = {".txt", ".html", ".htm", ".xhtml", ".json"}  # what a file loses of its name
_LONGEST = 150  # bytes of a name; with its ending it stays below the 255 that file systems allow
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--out", metavar="FOLDER", required=True, help="Where the files go; it is made if it is not there.")
@click.option("--overwrite", is_flag=True, help="Write into a folder that holds files, and replace those.")
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
    help="A longer text is not read.",
)
@options.model
@options.threads
def export(
    format_: str,
    paths: tuple[str, ...],
    out: str,
    overwrite: bool,
    kind: InputKind,
    act: ActFilter,
    publisher: str | None,
    outlet: str | None,
    include_chrome: bool,
    max_chars: int,
    model: str,
    threads: int,
) -> None:
    """Write the attributions of each PATH as files of a FORMAT, one for each text.

    FORMAT is one of brat, citron, conllu, label-studio, prodigy, schema-org, uima and web-annotation.

    A PATH is what "quoteattr extract" reads. A row of a .jsonl file that holds a result with its "text", and a .json
    file with one or an array of them, is taken as it is. A file is named by the id of its text, as far as that makes a
    safe name. What else the tool needs (the text, its settings) stands beside. What cannot be read or written is told
    on the standard error, and the exit status is then 1.

    \b
    Examples:
      quoteattr export brat article.txt --out brat
      quoteattr export label-studio articles.jsonl --out tasks --act speech
    """
    form, folder = FORMATS[format_], Path(out)

    def read(rows: Iterable[Row | Failure]) -> Iterator[Result]:
        reader: Reader = options.load_reader(model, threads)
        return read_documents(rows, reader, Origin(publisher, outlet), include_chrome=include_chrome)

    try:
        check_outside(paths, folder)
        _prepare(form, folder, overwrite)
        items = items_of(sources_of(paths, kind), max_chars)
        results = (only(act, result) for result in _results(items, read, kind, max_chars))
        written, failed = _export(form, folder, results)
    except QuoteattrError as error:
        options.stop(error)
    except OSError as error:
        options.stop(InputError(f"cannot write {out!r}: {error}; check the folder"))
    click.echo(f"{written} of {written + failed} written to {out}")
    if failed:
        sys.exit(1)


def _prepare(form: Format, folder: Path, overwrite: bool) -> None:
    """Makes the folder, with the file that the tool wants in it. Fails here if an extra is missing."""
    beside = form.beside()
    folder.mkdir(parents=True, exist_ok=True)
    if not overwrite and any(folder.iterdir()):
        raise InputError(f"the folder {str(folder)!r} is not empty: name another or add --overwrite")
    if form.companion is not None and beside is not None:
        _write(folder / form.companion[0], beside)


def _export(form: Format, folder: Path, results: Iterable[Result]) -> tuple[int, int]:
    """Writes the files; how many documents were written and how many were not."""
    names, written, failed = Names(), 0, 0
    for result in results:
        try:
            if isinstance(result, Failure):
                raise result.error
            _write_document(form, folder, names, result)
            written += 1
        except Exception as error:  # a text that nobody foresaw must not stop the others
            if isinstance(error, OSError) and not isinstance(result, Failure):
                raise  # the disk, and not the text
            failed += 1
            click.echo(_reason(result, error), err=True)
    return written, failed


def _reason(result: Result, error: Exception) -> str:
    place = (result.place or result.id if isinstance(result, Failure) else result.document.id) or "(no id)"
    told = f"{type(error).__name__}: {error}"
    return one_line(told if place in told else f"{place}: {told}")


def _write_document(form: Format, folder: Path, names: Names, reading: Reading) -> None:
    document = reading.document
    files = {form.extension: form.write(document)}
    if form.name in _TEXT_BESIDE:
        files[_TEXT_BESIDE[form.name]] = document.text
    try:
        encoded = {extension: text.encode("utf-8") for extension, text in files.items()}
    except UnicodeEncodeError as error:
        raise InputError(
            f"half a character, {error.object[error.start]!r}, which no file can hold: repair it"
        ) from error
    stem = names.take(document.id)
    for extension, data in encoded.items():
        _write(folder / f"{stem}{extension}", data)


def _write(path: Path, content: str | bytes) -> None:
    path.unlink(missing_ok=True)  # a link, which could lead anywhere, is not written through
    with path.open("xb") as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)


@frozen
class Names:
    """Gives each document the name of its file: letters, digits, ``_``, ``-`` and ``.`` inside, no two alike."""

    _taken: dict[str, int] = field(factory=dict, init=False)

    def take(self, name: str | None) -> str:
        """A name made of an id. It differs from earlier ones also where capitals do not count."""
        stem = wanted = _safe(name or "")
        while (key := stem.casefold()) in self._taken:
            self._taken[wanted.casefold()] += 1
            stem = f"{wanted}-{self._taken[wanted.casefold()]}"
        self._taken[key] = 1
        return stem


def _safe(name: str) -> str:
    suffix = Path(name.replace("\0", "")).suffix
    kept = name.removesuffix(suffix) if suffix.lower() in _ENDINGS else name
    # Dots stay only between letters, so that nothing leads out of the folder or is hidden.
    joined = "-".join(re.findall(r"\w+(?:\.\w+)*", unicodedata.normalize("NFC", kept)))
    short = joined.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(".-") or "document"
    return f"document-{short}" if short.partition(".")[0].casefold() in _DEVICES else short


def _results(
    items: Iterable[Item], read: Callable[[Iterable[Row | Failure]], Iterator[Result]], kind: InputKind, max_chars: int
) -> Iterator[Result]:
    """The documents in the order of the items. The model is loaded only where there is a text to read."""
    found = (each for item in items for each in _taken(item, kind, max_chars))
    for is_row, group in groupby(found, lambda each: isinstance(each, Row)):
        if is_row:
            yield from read(each for each in group if isinstance(each, Row))
        else:
            yield from (each for each in group if not isinstance(each, Row))


def _taken(item: Item, kind: InputKind, max_chars: int) -> Iterator[Row | Result]:
    """A row to read; or what an item holds that was read before."""
    if isinstance(item, File) and kind == "auto" and item.path.lower().endswith(".json"):
        yield from _of_json(item)
        return
    if isinstance(item, Line) and (b'"speakers"' in item.data or b'"error"' in item.data):
        value = _object(item.data)
        if value is not None and _is_result(value):
            yield _reading(value, item.place)
            return
    yield row_of(item, max_chars)


def _of_json(file: File) -> Iterator[Result]:
    try:
        value = json.loads(Path(file.path).read_bytes())
    except OSError as error:
        yield Failure(file.path, InputError(f"cannot read {file.path!r}: {error.strerror or error}; check the path"))
        return
    except (ValueError, RecursionError) as error:
        yield Failure(file.path, InputError(f"{file.path!r} is not JSON ({error}); rename or repair it"), file.path)
        return
    many = isinstance(value, list)
    for number, each in enumerate(value if many else [value]):
        place = f"{file.path}[{number}]" if many else file.path
        if isinstance(each, dict) and _is_result(each):
            yield _reading(each, place)
        else:
            message = f"{place}: no result with 'speakers' and 'attributions'; see quoteattr.json_schema()"
            yield Failure(None, InputError(message), place)


def _object(data: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None  # whoever reads the row will see what is wrong
    return value if isinstance(value, dict) else None


def _is_result(value: Mapping[str, object]) -> bool:
    return {"speakers", "attributions"} <= value.keys() or ("error" in value and "text" not in value)


def _reading(value: Mapping[str, object], place: str) -> Result:
    name = value.get("id")
    key = name if isinstance(name, str) else None
    try:
        if "attributions" not in value:
            raise InputError(f"the row holds an error: {value['error']!r:.80}; extract it again")
        text = value.get("text")
        if not isinstance(text, str):
            raise InputError("the result lacks its text: write it with to_dict(document, text=True)")
        return Reading(from_dict(value, text))
    except QuoteattrError as error:
        return Failure(key, error, place)
