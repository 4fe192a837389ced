"""Attributions as a flat table, one row each, for data frames, Parquet, spreadsheets and the engines that read them.

The columns repeat the fields of the contract JSON. The Arrow table needs the extra ``arrow``, data frames need
``pandas``, Excel files ``tables``; :func:`rows` and CSV need none. In CSV and Excel files, no cell is taken for a
formula, spans are written as ``12-30 41-45``, and other lists with semicolons.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from attrs import frozen

from quoteattr.document import Document, checked_documents
from quoteattr.errors import InputError, needs_extra
from quoteattr.model import Article, Attribution, DocumentId, Passage, Speaker

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = [
    "COLUMNS",
    "HEADER",
    "Column",
    "attributions_frame",
    "cells",
    "csv_text",
    "record_batch",
    "rows",
    "schema",
    "to_arrow",
    "workbook",
    "write_excel",
]

Row = dict[str, object]
Cell = str | int | float | bool | None
Item = Document | tuple[DocumentId | None, str]
"""A document, or the id of a text that could not be read and the reason."""

_IDS = ("document_id", "speaker_ref")  # strings or integers
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DOCUMENTS_A_BATCH = 256
MOST_ROWS = 1 << 20  # of a sheet, the header included
_LONGEST = 32_767  # characters of a cell in Excel
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no character of XML
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


def schema() -> pyarrow.Schema:
    """Return the Arrow schema of the table; each field has its ``description`` in its metadata.

    Raises:
        MissingExtraError: The extra ``arrow`` is not installed.
    """
    pa = _pyarrow()
    spans = pa.list_(pa.struct([pa.field("start", pa.int32()), pa.field("end", pa.int32())]))
    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "bool": pa.bool_(),
        "double": pa.float64(),
        "list<string>": pa.list_(pa.string()),
        _SPANS: spans,
    }
    return pa.schema(
        [pa.field(each.name, types[each.type], metadata={"description": each.description}) for each in COLUMNS]
    )


def rows(document: Document) -> list[Row]:
    """Return the attributions of a document as dicts with the names of :data:`COLUMNS`, in the order of the document.

    Spans are lists of ``{"start", "end"}``. A document without attributions has no rows.
    """
    numbers = {speaker.id: number for number, speaker in enumerate(document.speakers)}
    article = _article(document.article, document.text)
    made = (
        {"document_id": document.id, "attribution": number, "error": None}
        | _claim(claim)
        | _speaker(claim.speaker, numbers)
        | article
        for number, claim in enumerate(document.attributions)
    )
    return [{name: row[name] for name in HEADER} for row in made]


def _item_rows(item: Item) -> list[Row]:
    """Return the rows of a document, or the one of a text that could not be read."""
    return rows(item) if isinstance(item, Document) else [_error(*item)]


def record_batch(items: Iterable[Item]) -> pyarrow.RecordBatch:
    """Return the rows of some documents, and of those that could not be read, in one batch.

    Arrow holds UTF-8: a lone surrogate becomes U+FFFD in the texts, and the spans stay as they are.

    Raises:
        MissingExtraError: The extra ``arrow`` is not installed.
    """
    pa = _pyarrow()
    made = [
        {name: _encodable(value) for name, value in row.items()} | {name: _written(row[name]) for name in _IDS}
        for item in items
        for row in _item_rows(item)
    ]
    return pa.RecordBatch.from_pylist(made, schema=schema())


def to_arrow(documents: Iterable[Item]) -> pyarrow.Table:
    """Return the table of many documents. Raises :class:`MissingExtraError` without the extra ``arrow``."""
    return _pyarrow().Table.from_batches([record_batch(some) for some in _groups(documents)], schema())


def attributions_frame(documents: Iterable[Item]) -> pandas.DataFrame:
    """Return the table of many documents as a data frame, with pandas' own types for text, whole numbers and truth.

    Raises:
        ArgumentError: An item is no document and no pair of an id and a reason.
        MissingExtraError: The extra ``pandas`` is not installed.
    """
    documents = checked_documents("attributions_frame", documents, also=(tuple,))
    with needs_extra("pandas", "data frames need pandas"):
        import pandas as pd
    pa = _pyarrow()
    types = {pa.string(): pd.StringDtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}
    return to_arrow(documents).to_pandas(types_mapper=types.get)


def _claim(claim: Attribution) -> Row:
    return {
        "kind": claim.kind,
        "content": claim.content.text,
        "content_spans": _spans(claim.content),
        "cue": claim.cue and claim.cue.text,
        "cue_lemma": claim.cue and claim.cue.lemma,
        "cue_spans": claim.cue and _spans(claim.cue),
        "source": claim.source and claim.source.text,
        "source_spans": claim.source and _spans(claim.source),
        "outlet": claim.outlet,
        "via": list(claim.via),
        "act": claim.act,
        "polarity": claim.polarity,
        "hedged": claim.hedged,
        "time_text": claim.time and claim.time.text,
        "time_date": claim.time and claim.time.date,
        "confidence": claim.confidence,
        "speaker_confidence": claim.speaker_confidence,
        "channel": claim.channel and claim.channel.kind,
        "channel_name": claim.channel and claim.channel.name,
        "nested_in": claim.nested_in,
        "inside_quotation": claim.inside_quotation,
        "borrowed": claim.borrowed,
    }


def _speaker(speaker: Speaker | None, numbers: dict[int, int]) -> Row:
    return {
        "speaker": speaker and speaker.name,
        "speaker_id": speaker and numbers[speaker.id],
        "speaker_kind": speaker and speaker.kind,
        "speaker_role": speaker and speaker.role,
        "speaker_affiliation": speaker and speaker.affiliation,
        "speaker_members": speaker and list(speaker.members),
        "speaker_type": speaker and speaker.type,
        "speaker_organization": speaker and speaker.organization,
        "speaker_ref": None if speaker is None else speaker.ref,
    }


def _article(article: Article, text: str) -> Row:
    headline = article.headline
    return {
        "article_outlet": article.outlet and article.outlet.name,
        "publisher": article.publisher and article.publisher.name,
        "published": article.published,
        "updated": article.updated,
        "headline": headline and text[headline.start : headline.end],
    }


def _error(id: DocumentId | None, message: str) -> Row:
    return {**dict.fromkeys(HEADER), "document_id": id, "error": message}


def _spans(passage: Passage) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in passage.spans]


def _written(id: object) -> object:
    """Return an id as the text of the column, which holds integers and strings of one table alike."""
    return None if id is None else _encodable(str(id))


def _encodable(value: object) -> object:
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_encodable(each) for each in value]
    return value


def _groups(documents: Iterable[Item]) -> Iterator[Sequence[Item]]:
    waiting = iter(documents)
    while group := list(islice(waiting, _DOCUMENTS_A_BATCH)):
        yield group


def _pyarrow() -> Any:
    with needs_extra("arrow", "tables need pyarrow"):
        import pyarrow as pa
    return pa


def cells(items: Iterable[Item]) -> list[list[Cell]]:
    """Return a row for each attribution, and one for each text that could not be read."""
    return [[_cell(row[name]) for name in HEADER] for item in items for row in _item_rows(item)]


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
