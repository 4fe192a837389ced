"""Rows of tables that ``quoteattr extract`` has written: Parquet and CSV, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import Any, BinaryIO

from quoteattr.cli.compression import codec_of
from quoteattr.cli.inputs import STDIN, Source
from quoteattr.cli.remote import is_remote, open_remote
from quoteattr.errors import InputError, QuoteattrError

_NEEDED = {"document_id", "attribution", "content"}
_LONGEST = 10_000_000  # characters of a cell
_COLUMNS = (
    *("document_id", "attribution", "kind", "content", "cue", "cue_lemma", "speaker", "speaker_kind", "speaker_role"),
    *("speaker_affiliation", "speaker_type", "speaker_ref", "outlet", "via", "act", "polarity", "article_outlet"),
    *("publisher", "published", "headline", "error"),
)


def result_rows(source: Source) -> Iterator[Mapping[str, Any]] | None:
    """Return the rows of a table of results; None where the file is another."""
    if source.problem is not None or source.path == STDIN:
        return None
    if source.kind == "parquet":
        return _of_parquet(source.path)
    return _of_csv(source.path) if source.kind == "csv" and codec_of(source.path) is None else None


def _of_parquet(path: str) -> Iterator[Mapping[str, Any]] | None:
    try:
        from pyarrow import parquet

        whole = open_remote(path) if is_remote(path) else path
        present = set(parquet.read_schema(whole).names)
    except (ImportError, OSError, ValueError, QuoteattrError):  # reading it as texts reports what is wrong
        return None
    columns = [name for name in _COLUMNS if name in present]

    def rows() -> Iterator[Mapping[str, Any]]:
        whole = open_remote(path) if is_remote(path) else path
        with parquet.ParquetFile(whole) as file:
            for batch in file.iter_batches(batch_size=1000, columns=columns):
                yield from batch.to_pylist()

    return rows() if present >= _NEEDED else None


def _of_csv(path: str) -> Iterator[Mapping[str, Any]] | None:
    try:
        with TextIOWrapper(_opened(path), "utf-8-sig", "replace", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (OSError, csv.Error, QuoteattrError):
        return None

    def rows() -> Iterator[Mapping[str, Any]]:
        csv.field_size_limit(_LONGEST)
        with TextIOWrapper(_opened(path), "utf-8-sig", newline="") as stream:
            try:
                for row in csv.DictReader(stream):
                    yield {name: _plain(row.get(name)) for name in _COLUMNS}
            except (ValueError, csv.Error) as error:
                raise InputError(f"cannot read {path!r}: {error}; extract it again") from error

    return rows() if set(header) >= _NEEDED else None


def _opened(path: str) -> BinaryIO:
    return open_remote(path) if is_remote(path) else open(path, "rb")


def _plain(cell: str | None) -> str | None:
    """Return a cell without the apostrophe that keeps it from being a formula; an empty one is None."""
    return (
        cell[1:] if cell and cell[0] == "'" and cell[1:].lstrip(" ").startswith(("=", "+", "-", "@")) else cell or None
    )
