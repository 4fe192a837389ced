"""Attributions as a flat table, one row each, for data frames, Parquet, spreadsheets and the engines that read them.

The columns repeat the fields of the contract JSON. The Arrow table needs the extra ``arrow``, data frames need
``pandas``, Excel files ``tables``; :func:`rows` and CSV need none. In CSV and Excel files, no cell is read as a
formula, spans are written as ``12-30 41-45``, and other lists with semicolons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from io import StringIO
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import frozen

from quoteattr.document import Document, checked_documents
from quoteattr.errors import InputError, needs_extra
from quoteattr.formats.exchange_values import xml_text
from quoteattr.lexicon import parse_table
from quoteattr.model import DocumentId, Span

if TYPE_CHECKING:
    import pandas
    import pyarrow

Row = dict[str, object]
Cell = str | int | float | bool | None
Item = Document | tuple[DocumentId | None, str]
"""A document, or the id of a text that could not be read and the reason."""

_IDS = ("document_id", "speaker_ref")  # strings or integers, here strings, since a column has one type
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DOCUMENTS_A_BATCH = 256
MOST_ROWS = 1 << 20  # of a sheet, the header included
_LONGEST = 32_767  # characters of a cell in Excel
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@frozen
class Column:
    """One column of the table (see columns.toml)."""

    name: str
    type: str
    description: str
    path: str = ""


_SPANS = "list<struct<start: int32, end: int32>>"
_TABLE = parse_table(files("quoteattr.formats").joinpath("columns.toml").read_text("utf-8"), "columns.toml")
COLUMNS = tuple(Column(name, **row) for name, row in _TABLE.items())
HEADER = tuple(column.name for column in COLUMNS)


def schema() -> pyarrow.Schema:
    """Return the Arrow schema; each field has its ``description`` in its metadata. Needs the extra ``arrow``."""
    pa = _pyarrow()
    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "bool": pa.bool_(),
        "double": pa.float64(),
        "list<string>": pa.list_(pa.string()),
        _SPANS: pa.list_(pa.struct([pa.field("start", pa.int32()), pa.field("end", pa.int32())])),
    }
    fields = [pa.field(each.name, types[each.type], metadata={"description": each.description}) for each in COLUMNS]
    return pa.schema(fields)


def rows(document: Document) -> list[Row]:
    """Return the attributions of a document as dicts with the names of :data:`COLUMNS`, in the order of the document.

    Spans are lists of ``{"start", "end"}``. A document without attributions has no rows.
    """
    numbers = {speaker.id: number for number, speaker in enumerate(document.speakers)}
    made = []
    for number, claim in enumerate(document.attributions):
        given = {"attribution": number, "speaker_id": claim.speaker and numbers[claim.speaker.id]}
        roots = {"claim": claim, "document": document}
        made.append({each.name: _value(roots, each.path) if each.path else given.get(each.name) for each in COLUMNS})
    return made


def _value(roots: Mapping[str, Any], path: str) -> object:
    """Return the value at the path: None if a part of it is missing, lists in the form of Arrow."""
    root, *names = path.split(".")
    value = roots[root]
    for name in names:
        value = None if value is None else getattr(value, name)
    if not isinstance(value, tuple):
        return value
    return [{"start": each.start, "end": each.end} if isinstance(each, Span) else each for each in value]


def _item_rows(item: Item) -> list[Row]:
    if isinstance(item, Document):
        made = rows(item)
    else:
        made = [{**dict.fromkeys(HEADER), "document_id": item[0], "error": item[1]}]
    return [{**row, **{name: str(row[name]) for name in _IDS if row[name] is not None}} for row in made]


def record_batch(items: Iterable[Item]) -> pyarrow.RecordBatch:
    """Return the rows of some documents, and of those that could not be read, in one batch.

    Arrow holds UTF-8: a lone surrogate becomes U+FFFD in the texts, and the spans stay as they are.

    Raises :class:`MissingExtraError` without the extra ``arrow``.
    """
    pa = _pyarrow()
    made = [{name: _encodable(value) for name, value in row.items()} for item in items for row in _item_rows(item)]
    return pa.RecordBatch.from_pylist(made, schema=schema())


def to_arrow(documents: Iterable[Item]) -> pyarrow.Table:
    """Return the table of many documents.

    Raises:
        ArgumentError: An item is neither a document nor a pair of an id and a reason.
        MissingExtraError: The extra ``arrow`` is not installed.
    """
    waiting = checked_documents("to_arrow", documents, also=(tuple,))
    groups = iter(lambda: list(islice(waiting, _DOCUMENTS_A_BATCH)), [])
    return _pyarrow().Table.from_batches([record_batch(some) for some in groups], schema())


def attributions_frame(documents: Iterable[Item]) -> pandas.DataFrame:
    """Return the table of many documents as a data frame, with pandas' own types for text, whole numbers and truth.

    Raises:
        ArgumentError: An item is neither a document nor a pair of an id and a reason.
        MissingExtraError: The extra ``pandas`` is not installed.
    """
    documents = checked_documents("attributions_frame", documents, also=(tuple,))
    with needs_extra("pandas", "data frames need pandas"):
        import pandas as pd
    pa = _pyarrow()
    types = {pa.string(): pd.StringDtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
    return to_arrow(documents).to_pandas(types_mapper=types.get)


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    return value


def _pyarrow() -> Any:
    with needs_extra("arrow", "tables need pyarrow"):
        import pyarrow as pa
    return pa


def cells(items: Iterable[Item]) -> list[list[Cell]]:
    """Return a row for each attribution, and one for each text that could not be read."""
    return [[_cell(row[name]) for name in HEADER] for item in items for row in _item_rows(item)]


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180). A text that would be read as a formula (``=1+1``) gets an apostrophe before it."""
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([[_plain(value) for value in row] for row in rows])
    return stream.getvalue()


def workbook() -> Any:
    """Return an empty workbook that is written row by row. Raises :class:`MissingExtraError` without openpyxl."""
    with needs_extra("tables", "Excel files need openpyxl"):
        from openpyxl import Workbook
    return Workbook(write_only=True)


def write_excel(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write an Excel file with one sheet, ``claims``. Equal rows are written as equal bytes.

    Every text is written as text, not as a formula; one that is longer than the limit of a cell is cut.

    Raises:
        InputError: There are more rows than a sheet can hold.
        MissingExtraError: openpyxl is not installed.
    """
    book = workbook()
    sheet = book.create_sheet("claims")
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise InputError(f"an Excel sheet holds {MOST_ROWS:,} rows and there are more: write .csv or .parquet")
        sheet.append([_typed(sheet, value) for value in row])
    raw = path.with_name(f"{path.name}.raw")
    try:
        book.save(raw)
        _copy_without_times(raw, path)
    finally:
        raw.unlink(missing_ok=True)


def _cell(value: object) -> Cell:
    if not isinstance(value, list):
        return value  # type: ignore[return-value]
    spans = [f"{each['start']}-{each['end']}" for each in value if isinstance(each, dict)]
    return " ".join(spans) if spans else "; ".join(map(str, value))


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _typed(sheet: Any, value: object) -> object:
    """Return a value for openpyxl, a text as a cell with an explicit type, since openpyxl guesses types."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = xml_text(value)
    cell = WriteOnlyCell(sheet, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell


def _copy_without_times(raw: Path, path: Path) -> None:
    with ZipFile(raw) as source, ZipFile(path, "w", ZIP_DEFLATED) as goal:
        for name in source.namelist():
            entry = ZipInfo(name)  # of the first day of 1980
            entry.compress_type = ZIP_DEFLATED
            if name == "docProps/core.xml":
                goal.writestr(entry, _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read(name)))
                continue
            with source.open(name) as old, goal.open(entry, "w", force_zip64=True) as new:
                copyfileobj(old, new)
