"""Attributions as a flat table, one row each, for data frames, Parquet, spreadsheets and the engines that read them.

The columns repeat the fields of the contract JSON. The Arrow table needs the extra ``arrow``, data frames need
``pandas``, Excel files ``tables``; :func:`rows` and CSV need none. In CSV and Excel files, no cell is read as a
formula, spans are written as ``12-30 41-45``, and other lists with semicolons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import frozen

from quoteattr.document import Document, checked_documents
from quoteattr.errors import InputError, needs_extra
from quoteattr.model import ROLES, Article, Attribution, DocumentId, Span

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
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not a character of XML
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


@frozen
class Column:
    """One column of the table; ``type`` is written as Arrow prints it."""

    name: str
    type: str
    description: str


_SPANS = "list<struct<start: int32, end: int32>>"

COLUMNS: tuple[Column, ...] = (
    Column("document_id", "string", "the id of the document, as given"),
    Column("attribution", "int32", "the number of the attribution in its document, from 0, in the order of the JSON"),
    Column(
        "kind",
        "string",
        "direct, mixed or indirect: at least 80 %, more than 5 %, or less of the content is between quotation marks",
    ),
    Column("content", "string", "what was said; several spans are joined by a space; without a span, an empty string"),
    Column("content_spans", _SPANS, "the spans of the content: character offsets in the text, end excluded"),
    Column("cue", "string", "the words, or the punctuation, that connect content and source; null if there are none"),
    Column("cue_lemma", "string", "the dictionary form of the cue; an empty string where it has none"),
    Column("cue_spans", _SPANS, "the spans of the cue"),
    Column("source", "string", "the mention of the source as written, null where there is none"),
    Column("source_spans", _SPANS, "the spans of the source, null where there is none"),
    Column(
        "speaker",
        "string",
        "the name of the speaker, or a description such as residents; null where the text does not identify one",
    ),
    Column("speaker_id", "int32", "the number of the speaker in its document, from 0"),
    Column("speaker_kind", "string", "person, organization, group, anonymous or document"),
    Column("speaker_role", "string", "the role of the speaker as written"),
    Column("speaker_affiliation", "string", "the affiliation of the speaker as written"),
    Column("speaker_members", "list<string>", "the members of a group that its mention names"),
    Column("speaker_type", "string", "person, organization, document, unnamed_person, unnamed_group or anonymous"),
    Column("speaker_organization", "string", "the organisation that a spokesperson or document represents"),
    Column("speaker_ref", "string", "the caller's own identifier of the speaker"),
    Column("speaker_confidence", "double", "the probability that the speaker is right, given that the source is"),
    Column("outlet", "string", "the outlet that originated the story; if that is not known, the first outlet in via"),
    Column("via", "list<string>", "outlets and speakers that relayed the claim, nearest to the reader first"),
    Column("act", "string", "speech or thought"),
    Column("polarity", "string", "asserted, denied, declined, questioned, hypothetical or unsaid"),
    Column("hedged", "bool", "whether the reporter leaves open that it was said (reportedly, may have said)"),
    Column("channel", "string", "how it was said, where the text names it: interview, statement, post, …"),
    Column("channel_name", "string", "the name of the person or medium of the channel"),
    Column("nested_in", "int32", "the number of the attribution in whose content this one is reported"),
    Column("inside_quotation", "bool", "whether the cue is inside quotation marks"),
    Column("borrowed", "bool", "whether the quotation has no cue of its own: the context determines its speaker"),
    Column("time_text", "string", "the time expression next to the claim"),
    Column("time_date", "string", "the ISO date, or interval, of the time expression"),
    Column("confidence", "double", "the probability that source, cue and content are right together"),
    Column("article_outlet", "string", "the outlet that originated the article"),
    Column("publisher", "string", "the outlet on whose page the article was published"),
    Column("published", "string", "when the article was published: an ISO date, or date and time"),
    Column("updated", "string", "when the article was updated: an ISO date, or date and time"),
    Column("headline", "string", "the headline of the article"),
    Column("error", "string", "why the document could not be processed; all others but document_id are then null"),
)
HEADER = tuple(column.name for column in COLUMNS)

_CLAIM = ("kind", "act", "polarity", "hedged", "outlet", "via", "nested_in", "inside_quotation", "borrowed")
_SPEAKER = ("kind", "role", "affiliation", "members", "type", "organization", "ref")
_PATHS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in (*_CLAIM, "confidence", "speaker_confidence")},
    **{role: (role, "text") for role in ROLES},
    **{f"{role}_spans": (role, "spans") for role in ROLES},
    "cue_lemma": ("cue", "lemma"),
    "speaker": ("speaker", "name"),
    **{f"speaker_{name}": ("speaker", name) for name in _SPEAKER},
    "channel": ("channel", "kind"),
    "channel_name": ("channel", "name"),
    "time_text": ("time", "text"),
    "time_date": ("time", "date"),
}
"""The attributes that lead from an attribution to the value of a column; other columns have no such path."""


def schema() -> pyarrow.Schema:
    """Return the Arrow schema of the table; each field has its ``description`` in its metadata.

    Raises :class:`MissingExtraError` without the extra ``arrow``.
    """
    pa = _pyarrow()
    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "bool": pa.bool_(),
        "double": pa.float64(),
        "list<string>": pa.list_(pa.string()),
        _SPANS: pa.list_(pa.struct([pa.field("start", pa.int32()), pa.field("end", pa.int32())])),
    }
    return pa.schema(
        [pa.field(each.name, types[each.type], metadata={"description": each.description}) for each in COLUMNS]
    )


def rows(document: Document) -> list[Row]:
    """Return the attributions of a document as dicts with the names of :data:`COLUMNS`, in the order of the document.

    Spans are lists of ``{"start", "end"}``. A document without attributions has no rows.
    """
    numbers = {speaker.id: number for number, speaker in enumerate(document.speakers)}
    shared = {"document_id": document.id, "error": None} | _article(document.article)
    made = (
        {name: _value(claim, path) for name, path in _PATHS.items()}
        | {"attribution": number, "speaker_id": claim.speaker and numbers[claim.speaker.id]}
        | shared
        for number, claim in enumerate(document.attributions)
    )
    return [{name: row[name] for name in HEADER} for row in made]


def _value(claim: Attribution, path: Sequence[str]) -> object:
    """Return the value at the path: None if the attribution lacks a part of it, lists in the form of Arrow."""
    value: Any = claim
    for name in path:
        value = None if value is None else getattr(value, name)
    if not isinstance(value, tuple):
        return value
    return [{"start": each.start, "end": each.end} if isinstance(each, Span) else each for each in value]


def _article(article: Article) -> Row:
    return {
        "article_outlet": article.outlet and article.outlet.name,
        "publisher": article.publisher and article.publisher.name,
        "published": article.published,
        "updated": article.updated,
        "headline": article.headline and article.headline.text,
    }


def _item_rows(item: Item) -> list[Row]:
    """Return the rows of a document, or the one of a text that could not be read."""
    if isinstance(item, Document):
        return rows(item)
    id, reason = item
    return [{**dict.fromkeys(HEADER), "document_id": id, "error": reason}]


def record_batch(items: Iterable[Item]) -> pyarrow.RecordBatch:
    """Return the rows of some documents, and of those that could not be read, in one batch.

    Arrow holds UTF-8: a lone surrogate becomes U+FFFD in the texts, and the spans stay as they are.

    Raises :class:`MissingExtraError` without the extra ``arrow``.
    """
    pa = _pyarrow()
    made = [
        {name: _encodable(str(value) if name in _IDS and value is not None else value) for name, value in row.items()}
        for item in items
        for row in _item_rows(item)
    ]
    return pa.RecordBatch.from_pylist(made, schema=schema())


def to_arrow(documents: Iterable[Item]) -> pyarrow.Table:
    """Return the table of many documents. Raises :class:`MissingExtraError` without the extra ``arrow``."""
    waiting = iter(documents)
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
    """Return rows as CSV (RFC 4180).

    A text that a spreadsheet would read as a formula (``=1+1``) gets an apostrophe before it.
    """
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
                copyfileobj(old, new)
