"""Rows of tables that ``quoteattr extract`` has written: Parquet and CSV, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from typing import Any, BinaryIO

from quoteattr.auditing import Query
from quoteattr.cli.files import codec_of, is_remote, open_remote
from quoteattr.cli.inputs import STDIN, InputSource
from quoteattr.errors import InputError, QuoteattrError

_NEEDED = {"document_id", "attribution", "content"}
_LONGEST = 10_000_000  # characters of a cell
_COLUMNS = (
    *("document_id", "attribution", "kind", "content", "cue", "cue_lemma", "speaker", "speaker_kind", "speaker_role"),
    *("speaker_affiliation", "speaker_type", "speaker_ref", "outlet", "via", "act", "polarity", "article_outlet"),
    *("publisher", "published", "headline", "error"),
)


def result_rows(source: InputSource, query: Query | None = None) -> Iterator[Mapping[str, Any]] | None:
    """Return the rows of a table of results; None where the file is another.

    Of a local Parquet file, DuckDB, where it is installed, reads only what a ``query`` may accept.
    """
    if source.problem is not None or source.path == STDIN:
        return None
    if source.kind == "parquet":
        rows = _of_parquet(source.path)
        return rows if rows is None or query is None else _chosen(source.path, query) or rows
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


def _chosen(path: str, query: Query) -> Iterator[Mapping[str, Any]] | None:
    """Return the rows that may be wanted; None where DuckDB is missing or the path is not its own."""
    if is_remote(path):
        return None
    try:
        import duckdb
    except ImportError:
        return None
    parts = {"speaker": query.speaker, "content": query.text}
    where = [(f"contains(lower({name}), lower(?))", text) for name, text in parts.items() if text and text.isascii()]
    where += [("substr(published, 1, 10) >= ?", query.since[:10])] if query.since else []
    where += [("substr(published, 1, 10) <= ?", query.until[:10])] if query.until else []
    condition = " AND ".join(clause for clause, _ in where) or "true"

    def rows() -> Iterator[Mapping[str, Any]]:
        with duckdb.connect() as db:
            found = db.execute(f"SELECT * FROM read_parquet(?) WHERE {condition}", [path, *(text for _, text in where)])
            names = [column[0] for column in found.description]
            while batch := found.fetchmany(1000):
                yield from (dict(zip(names, row, strict=True)) for row in batch)

    return rows()


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
