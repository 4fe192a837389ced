"""``quoteattr export``: documents as the files of annotation tools, of the web, and of linguists."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from attrs import evolve, field, frozen

from quoteattr.cli import options
from quoteattr.cli.inputs import Failure, Inputs, check_outside
from quoteattr.cli.options import Loading
from quoteattr.cli.outputs import reason
from quoteattr.cli.reading import ReadDocument, Result, Row, Wanted, only, read_rows, row_of, stored_result
from quoteattr.errors import InputError
from quoteattr.formats.contract import from_dict
from quoteattr.formats.exchange import FORMATS, Format
from quoteattr.model import DocumentId

_FULL = 4  # times the bytes that a text may take in a row of texts: about what its words and trees add to it
_ENDINGS = {".txt", ".html", ".htm", ".xhtml", ".json"}  # characters of an id that are not in the name of a file
_LONGEST = 150  # bytes of a name; with its ending it stays below the 255 that file systems allow
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@click.command(cls=options.Command)
@click.argument("format_", type=click.Choice(list(FORMATS)))
@options.inputs
@click.option(
    "--out",
    metavar="FOLDER",
    required=True,
    type=options.LocalPath(),
    help="Local folder for the files; created if missing.",
)
@click.option(
    "--overwrite", is_flag=True, help="Write into a folder that is not empty, and replace files of the same name."
)
@click.option("--every-polarity", is_flag=True, help="Also write claims that are questioned, hypothetical or unsaid.")
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
    form, folder = FORMATS[format_], Path(out)
    items = evolve(inputs, max_chars=_FULL * inputs.max_chars).items()
    parts: Iterator[Row | Result] = (stored_result(item, _stored) or row_of(item, inputs.max_chars) for item in items)
    results: Iterator[Result] = read_rows(parts, loading.reader, wanted)  # loads the model if there is a text to read
    try:
        check_outside(inputs.paths, folder)
        companion = form.companion_text()  # fails here if an extra is missing
        folder.mkdir(parents=True, exist_ok=True)
        if not overwrite and any(folder.iterdir()):
            raise InputError(f"the folder {str(folder)!r} is not empty: name another or add --overwrite")
        if form.companion is not None and companion is not None:
            _write(folder / form.companion[0], companion.encode("utf-8"))
        written, failed = _export(form, folder, (only(wanted.act, each) for each in results), every_polarity)
    except OSError as error:
        raise InputError(f"cannot write {out!r}: {error}; check the folder") from error
    click.echo(f"{written} of {written + failed} written to {out}")
    if failed:
        sys.exit(1)


def _export(form: Format, folder: Path, results: Iterable[Result], every_polarity: bool) -> tuple[int, int]:
    names, written, failed = FileNames(), 0, 0
    for result in results:
        try:
            if isinstance(result, Failure):
                raise result.error
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
            _write(folder / f"{stem}{ending}", data)
        written += 1
    return written, failed


def _write(path: Path, content: bytes) -> None:
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
