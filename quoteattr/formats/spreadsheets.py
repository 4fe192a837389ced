"""Tables as CSV and Excel files, a row an attribution, with cells that no spreadsheet takes for formulas.

The columns are those of :data:`quoteattr.formats.columns.COLUMNS`. Spans are written as ``12-30 41-45``,
other lists with semicolons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from quoteattr.errors import InputError, needs_extra
from quoteattr.formats.columns import COLUMNS, Item, item_rows

__all__ = ["HEADER", "cells", "csv_text", "workbook", "write_excel"]

HEADER = tuple(column.name for column in COLUMNS)
MOST_ROWS = 1 << 20  # of a sheet, the header included
_LONGEST = 32_767  # characters of a cell in Excel
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no character of XML
_LONE = re.compile(r"[\ud800-\udfff]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

Cell = str | int | float | bool | None


def cells(items: Iterable[Item]) -> list[list[Cell]]:
    """Return a row for each attribution, and one for each text that could not be read."""
    return [[_cell(row[name]) for name in HEADER] for item in items for row in item_rows(item)]


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV (RFC 4180).

    A text that a spreadsheet would take for a formula (``=1+1``) gets an apostrophe before it.
    """
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([[_plain(value) for value in row] for row in rows])
    return stream.getvalue()


def workbook() -> Any:
    """Return an empty workbook of openpyxl that is written row by row.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """
    with needs_extra("tables", "Excel files need openpyxl"):
        from openpyxl import Workbook
    return Workbook(write_only=True)


def write_excel(path: Path, tables: Mapping[str, Iterable[Sequence[object]]]) -> None:
    """Write an Excel file with a sheet for each table. Equal tables are written as equal bytes.

    Every text is written as text, not as a formula; one that is longer than the limit of a cell is cut.

    Raises:
        InputError: A table has more rows than a sheet can hold.
        MissingExtraError: openpyxl is not installed.
    """
    book = workbook()
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
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
    text = _LONE.sub("\N{REPLACEMENT CHARACTER}", value).replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _typed(sheet: Any, value: object) -> object:
    """Return a value for openpyxl, a text as a cell of its own: its type would else be guessed from its beginning."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
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
                while block := old.read(1 << 20):
                    new.write(block)
