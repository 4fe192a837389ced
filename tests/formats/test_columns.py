"""The flat table: one row an attribution, and every column as the JSON of the contract has it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given

from quoteattr import Content, Document, MissingExtraError, Outlet, Passage, Span, to_dict
from quoteattr.formats import columns
from quoteattr.formats.columns import COLUMNS, rows
from tests.formats.test_contract import documents

NAMES = [column.name for column in COLUMNS]
PAGE = Path(__file__).parents[2] / "docs" / "archives.md"


def flattened(data: dict) -> Iterator[dict]:
    """The rows of a contract JSON, computed independently of the code of the table."""
    article = data["article"]
    for number, claim in enumerate(data["attributions"]):
        speaker = {} if claim["speaker"] is None else data["speakers"][claim["speaker"]]
        row = {"document_id": data["id"], "attribution": number, "error": None}
        for name in ("kind", "outlet", "via", "act", "polarity", "hedged", "confidence"):
            row[name] = claim[name]
        for name in ("speaker_confidence", "nested_in", "inside_quotation", "borrowed"):
            row[name] = claim[name]
        for name in ("content", "cue", "source"):
            row[name] = claim[name] and claim[name]["text"]
            row[f"{name}_spans"] = claim[name] and [{"start": start, "end": end} for start, end in claim[name]["spans"]]
        for name in ("id", "kind", "role", "affiliation", "members", "type", "organization", "ref"):
            row[f"speaker_{name}"] = speaker.get(name)
        for name in ("text", "date"):
            row[f"time_{name}"] = claim["time"] and claim["time"][name]
        yield row | {
            "cue_lemma": claim["cue"] and claim["cue"]["lemma"],
            "speaker": speaker.get("name"),
            "article_outlet": article["outlet"] and article["outlet"]["name"],
            "publisher": article["publisher"] and article["publisher"]["name"],
            "published": article["published"],
            "channel": claim["channel"] and claim["channel"]["kind"],
            "channel_name": claim["channel"] and claim["channel"]["name"],
            "updated": article["updated"],
            "headline": article["headline"] and article["headline"]["text"],
        }


def test_an_attribution_is_one_row(document):
    first, second, third = rows(document)
    assert [row["attribution"] for row in (first, second, third)] == [0, 1, 2]
    assert {row["document_id"] for row in (first, second, third)} == {"harbour"}
    assert (first["speaker"], first["speaker_id"], first["speaker_role"]) == ("Ada Lund", 0, "Mayor")
    assert (first["time_text"], first["time_date"], first["via"]) == ("on Monday", "2023-04-03", ["Reuters"])
    assert (second["act"], second["time_text"], second["speaker_kind"]) == ("thought", None, "group")
    assert (third["content"], third["content_spans"], third["speaker"], third["speaker_id"]) == ("", [], None, None)
    assert [document.text[span["start"] : span["end"]] for span in third["cue_spans"]] == ["denied", "that."]
    assert (first["publisher"], first["headline"]) == ("The Bay Post", "Harbour to close on Friday")


def test_a_claim_without_a_source_has_no_source_spans(document):
    bare = evolve(document, attributions=[evolve(document.attributions[0], source=None)])
    assert [(row["source"], row["source_spans"]) for row in rows(bare)] == [(None, None)]


def test_a_document_without_attributions_has_no_rows():
    assert rows(Document("It rained.", id="rain")) == []


@given(documents())
def test_the_rows_of_any_document_agree_with_its_json(document):
    made = rows(document)
    assert made == list(flattened(to_dict(document)))
    assert all(list(row) == NAMES for row in made)


def test_the_rows_of_a_text_agree_with_its_json(attributor):
    document = attributor("The port will close on Friday, Mayor Ada Lund told Reuters.", id="port")
    made = rows(document)
    assert made
    assert made == list(flattened(to_dict(document)))


# Arrow


@pytest.fixture
def pa():
    return pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")


def test_the_schema_has_every_column_with_its_type_and_description(pa):
    schema = columns.schema()
    assert [(field.name, str(field.type)) for field in schema] == [
        (column.name, column.type.replace("list<", "list<item: ")) for column in COLUMNS
    ]
    assert [field.metadata[b"description"].decode() for field in schema] == [each.description for each in COLUMNS]
    assert all(column.description for column in COLUMNS)


def test_a_batch_has_the_rows_unchanged(pa, document):
    batch = columns.record_batch([document])
    assert batch.schema.equals(columns.schema(), check_metadata=True)
    assert batch.to_pylist() == rows(document)
    batch.validate(full=True)


def test_a_text_that_could_not_be_read_is_one_row_with_the_reason(pa, document):
    batch = columns.record_batch([("a", "TextTypeError: no text"), document, (None, "InputError: not JSON")])
    first, *between, last = batch.to_pylist()
    told = [{name: value for name, value in row.items() if value is not None} for row in (first, last)]
    assert told == [
        {"document_id": "a", "error": "TextTypeError: no text"},
        {"error": "InputError: not JSON"},
    ]
    assert between == rows(document)


def test_an_empty_batch_has_the_schema(pa):
    assert columns.record_batch([]).num_rows == 0
    assert columns.record_batch([]).schema == columns.to_arrow([]).schema == columns.schema()


def test_a_lone_surrogate_is_replaced_and_its_span_kept(pa, document):
    text = "So \ud83d, she said."
    content = Content((Span(0, 4),), text[:4])
    [claim, *_] = document.attributions
    torn = Document(
        text,
        evolve(document.article, headline=Passage.of(text, Span(0, 4)), publisher=Outlet("\udc00", "newspaper")),
        attributions=[evolve(claim, content=content, speaker=None, via=("\udfff",))],
        id="\ud800",
    )
    [row] = columns.record_batch(
        [
            torn,
        ]
    ).to_pylist()
    assert row["content"] == row["headline"] == "So \N{REPLACEMENT CHARACTER}"
    assert row["content_spans"] == [{"start": 0, "end": 4}]
    assert [row["document_id"], row["publisher"], *row["via"]] == ["\N{REPLACEMENT CHARACTER}"] * 3


@given(documents())
def test_any_document_is_written_to_a_table(document):
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    table = columns.to_arrow([document, document])
    assert table.num_rows == 2 * len(document.attributions)
    table.validate(full=True)


def test_a_table_of_many_documents_keeps_their_order(pa, document):
    table = columns.to_arrow(evolve(document, id=str(number)) for number in range(600))
    assert table["document_id"].to_pylist() == [str(number) for number in range(600) for _ in document.attributions]


def test_a_table_is_read_back_from_parquet_with_its_descriptions(pa, document, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="comes with quoteattr[arrow]")
    parquet.write_table(columns.to_arrow([document]), tmp_path / "claims.parquet")
    back = parquet.read_table(tmp_path / "claims.parquet")
    assert back.to_pylist() == rows(document)
    assert back.schema.field("via").metadata[b"description"] == columns.schema().field("via").metadata[b"description"]


# pandas


@pytest.fixture
def pd(pa):
    return pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")


def test_a_frame_has_the_rows_of_its_documents(pd, document):
    frame = columns.attributions_frame([document, ("lost", "TextTypeError: no text")])
    assert list(frame.columns) == NAMES
    assert frame["speaker"].fillna("").tolist() == ["Ada Lund", "Residents", "", ""]
    assert frame["error"].dropna().tolist() == ["TextTypeError: no text"]
    assert document.to_pandas()["cue"].tolist() == ["told", "fear", "denied that."]


def test_the_types_of_a_frame_do_not_depend_on_its_rows(pd, document):
    types = document.to_pandas().dtypes
    assert types.equals(columns.attributions_frame([]).dtypes)
    assert types.equals(columns.attributions_frame([("lost", "no text")]).dtypes)
    assert [str(types[name]) for name in ("speaker_id", "hedged", "confidence")] == ["Int32", "boolean", "float64"]


# Without the packages


@pytest.mark.parametrize(
    ("package", "function", "extra"),
    [
        ("pyarrow", columns.schema, "arrow"),
        ("pyarrow", lambda: columns.record_batch([]), "arrow"),
        ("pyarrow", lambda: columns.to_arrow([]), "arrow"),
        ("pandas", lambda: columns.attributions_frame([]), "pandas"),
    ],
)
def test_a_missing_package_is_reported_with_its_command(monkeypatch, package, function, extra):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'quoteattr\[{extra}\]'"):
        function()


# The documentation


def test_the_page_describes_the_columns_as_the_schema_does():
    page = PAGE.read_text("utf-8").partition("### Columns")[2].partition("\n### ")[0]
    table = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| (.*) \|$", page, re.MULTILINE)
    assert table == [(column.name, column.type, column.description) for column in COLUMNS]


@pytest.mark.parametrize("key", [7, "7", None])
def test_a_table_has_ids_as_text(document, key):
    pytest.importorskip("pyarrow")
    named = evolve(document.attributions[0].speaker, ref=key)
    claim = evolve(document.attributions[0], speaker=named)
    [row] = rows(evolve(document, id=key, speakers=[named], attributions=[claim]))
    assert (row["document_id"], row["speaker_ref"]) == (key, key)
    batch = columns.record_batch([evolve(document, id=key, speakers=[named], attributions=[claim]), (key, "unread")])
    text = None if key is None else "7"
    assert batch.column("document_id").to_pylist() == [text, text]
    assert batch.column("speaker_ref").to_pylist() == [text, None]
