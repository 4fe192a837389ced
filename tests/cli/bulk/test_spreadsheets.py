"""Reading and writing of CSV and Excel: columns by name, broken rows in place, no formulas."""

from __future__ import annotations

import csv
import io
import json
import sys
import tracemalloc
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from quoteattr.cli.inputs import Failure, Inputs, InputSource, Row, csv_cells, row_of, rows_of

CSV = InputSource("a.csv", "csv")


def rows(name: str, **options: object) -> list[Row | Failure]:
    return [row_of(item) for item in Inputs((name,), **options).items()]  # type: ignore[arg-type]


def excel(name: str, *lines: list[object]) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(name)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"id,text\na,It rained.\n", [("a", "It rained.")]),
        (b"\xef\xbb\xbfid;text\r\na;It rained, they said.\r\n", [("a", "It rained, they said.")]),
        ("id\ttext\na\tIt rained – again.\n".encode("utf-16"), [("a", "It rained – again.")]),
        (b"Text , ID\nIt rained., a\n", [("a", "It rained.")]),
        (b'id,text\na,"Two\nlines"\n\n,,\nb,"He said ""no""."\n', [("a", "Two\nlines"), ("b", 'He said "no".')]),
        (b"text\nIt rained.", [(None, "It rained.")]),
    ],
)
def test_rows_of_csv(folder, data, expected):
    Path("a.csv").write_bytes(data)
    assert [(row.id, row.text) for row in rows("a.csv")] == expected


def test_the_columns_may_have_other_names(folder):
    Path("a.csv").write_text("Body,Key,Printed,Paper,Who,Desk\nIt rained.,7,4 April 2023,The Bay Post,Ada Lund,City\n")
    names = {"text": "Body", "id": "Key", "date": "Printed", "outlet": "Paper", "author": "Who", "section": "Desk"}
    [row] = rows("a.csv", columns=names)
    assert (row.text, row.id, row.published, row.outlet) == ("It rained.", "7", "2023-04-04", "The Bay Post")
    assert (row.author, row.section) == ("Ada Lund", "City")


@pytest.mark.parametrize(
    ("written", "dates", "expected"),
    [
        ("2023-04-03T10:00:00", None, "2023-04-03T10:00:00"),
        ("3 April 2023", None, "2023-04-03"),
        ("April 3, 2023", None, "2023-04-03"),
        ("23/04/2023", None, "2023-04-23"),
        ("03/04/2023", "day-first", "2023-04-03"),
        ("03/04/2023", "month-first", "2023-03-04"),
        ("", None, None),
        ("03/04/2023", None, "--dates day-first or month-first"),
        ("31/02/2023", None, "the date '31/02/2023' cannot be read"),
        ("13/13/2023", None, "the date '13/13/2023' cannot be read"),
        ("00/04/2023", None, "the date '00/04/2023' cannot be read"),
        ("03/04/2023, 05/04/2023", None, "cannot be read"),
        ("soon", None, "the date 'soon' cannot be read"),
    ],
)
def test_dates_in_other_orders(folder, written, dates, expected):
    Path("a.csv").write_text(f'text,date\nIt rained.,"{written}"\n')
    [row] = rows("a.csv", dates=dates)
    if isinstance(row, Failure):
        assert str(row.error).startswith("a.csv:2: ")
        assert expected in str(row.error)
    else:
        assert row.published == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("b,Text,more", "3 cells and the header 2"),
        ("b,", "the cell of 'text' is empty"),
        ("b,Caf\x92s", "not UTF-8 (byte 0x92 in 'Caf’s', read as cp1252); if that is right, add --encoding cp1252"),
    ],
    ids=["cells", "empty", "cp1252"],
)
def test_a_broken_row_is_reported_in_its_place(folder, line, message):
    Path("a.csv").write_bytes(f"id,text\na,One.\n{line}\nc,Two.\n".encode("latin-1"))
    first, broken, last = rows("a.csv")
    assert isinstance(broken, Failure)
    assert (first.id, broken.place, last.id) == ("a", "a.csv:3", "c")
    assert message in str(broken.error)


@pytest.mark.parametrize(
    "cell",
    [
        "x" * 2000,
        '"' + "It rained, she said.\n" * 100 + '"',
        '"' + 'She said ""no"".\n\n""No,"" he said.\n' * 100 + '""No."""',
        '"' + '""\n' * 1000 + '","It rained.\n""No."""',
    ],
    ids=["line", "lines", "quotations", "cells"],
)
def test_a_row_that_is_too_long_is_one_error(cell):
    cells = csv_cells(BytesIO(f"id,text\na,One.\nb,{cell}\nc,Two.\n".encode()), "utf-8", 1000)
    first, failure, last = rows_of(cells, CSV, Inputs(()))
    assert str(failure.error) == "a.csv:3: the row is longer than 1,000 characters; split it or raise --max-chars"
    assert (first.values["id"], last.values["id"]) == ("a", "c")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('b,"Two.\nc,Three.\nd,Four.', "unexpected end of data"),
        ('b,"Two.\nc,"Three."\nd,Four.', "',' expected after '\"'"),
        ('"b" ,Two.\nc,Three.', "',' expected after '\"'"),
        ('b,"' + "Two.\n" * 1000, "unexpected end of data"),
    ],
    ids=["open", "closed later", "space", "long"],
)
def test_csv_is_read_up_to_a_quotation_mark_that_is_not_closed(line, reason):
    cells = csv_cells(BytesIO(f"id,text\na,One.\n{line}\n".encode()), "utf-8", 1000)
    first, failure = rows_of(cells, CSV, Inputs(()))
    assert first.values["id"] == "a"
    message = f"a.csv:3: the row is not CSV ({reason}), and no later row is read: check its quotation marks"
    spaces = ", and remove spaces after closing ones" if "after" in reason else ""
    assert str(failure.error) == message + spaces


def test_another_encoding_can_be_named(folder):
    Path("a.csv").write_bytes("text\nCafé’s\n".encode("cp1252"))
    assert [row.text for row in rows("a.csv", encoding="cp1252")] == ["Café’s"]


@pytest.mark.parametrize(
    ("header", "columns", "message"),
    [
        ("id,body", {}, "'a.csv' has no column 'text' (it has 'id', 'body'): name one with --column text=NAME"),
        ("id,body", {"text": "Body"}, "'a.csv' has no column 'Body' for 'text' (it has 'id', 'body')"),
        ("", {}, "'a.csv' has no column 'text' (it has none)"),
        ("text,text", {}, "'a.csv' has 'text' and 'text' for 'text': rename one, or choose with --column text=NAME"),
        ("id,text,Text ", {}, "'a.csv' has 'text' and 'Text ' for 'text'"),
        ("text,date,published", {}, "'a.csv' has 'date' and 'published' for 'date': rename one, or choose"),
        ("a,a", {"text": "a"}, "'a.csv' has 'a' and 'a' for 'text'"),
    ],
)
def test_a_missing_or_doubled_column_is_named(folder, header, columns, message):
    Path("a.csv").write_text(f"{header}\n1,It rained.\n")
    [failure] = rows("a.csv", columns=columns)
    assert message in str(failure.error)


def test_one_of_two_columns_of_a_field_can_be_chosen(folder):
    Path("a.csv").write_text("text,Text\nIt rained.,It snowed.\n")
    [row] = rows("a.csv", columns={"text": "Text"})
    assert row.text == "It snowed."


def test_rows_of_excel(folder):
    excel("a.xlsx", ["id", "text", "date"], [7, "It rained.", datetime(2023, 4, 3)], [None, None], ["b", None, None])
    first, broken = rows("a.xlsx")
    assert (first.id, first.text, first.published) == (7, "It rained.", "2023-04-03")
    assert "a.xlsx:4: the cell of 'text' is empty" in str(broken.error)


def test_a_file_that_is_not_an_excel_file_is_an_error(folder):
    pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    Path("a.xlsx").write_bytes(b"no zip")
    [failure] = rows("a.xlsx")
    assert "cannot read 'a.xlsx'" in str(failure.error)


def test_excel_without_its_extra_names_the_command(folder, monkeypatch):
    Path("a.xlsx").write_bytes(b"PK")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    [failure] = rows("a.xlsx")
    assert "pip install 'quoteattr[tables]'" in str(failure.error)


def test_columns_of_parquet_can_be_named_too(folder):
    pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    from pyarrow import parquet

    parquet.write_table(pa.table({"Body": ["It rained."], "author": [["Ada Lund", "Tom Brandt"]]}), "a.parquet")
    [row] = rows("a.parquet", columns={"text": "Body"})
    assert (row.text, row.author) == ("It rained.", "Ada Lund, Tom Brandt")


def test_a_long_csv_is_streamed():
    class Long(io.RawIOBase):
        """About 7 MB of rows, made when they are read."""

        left = 900

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:
            self.left -= 1
            line = b"It rained all day.\n"
            data = b"" if self.left < 0 else line * (len(buffer) // len(line) - 1)
            data = b"text\n" + data if self.left == 899 else data
            buffer[: len(data)] = data
            return len(data)

    tracemalloc.start()
    count = sum(1 for _ in rows_of(csv_cells(Long(), "utf-8", 10_000), CSV, Inputs(())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count > 350_000
    assert peak < 2_000_000


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "plain", "\x00a\ud800"]


@pytest.fixture
def hostile(folder):
    lines = [json.dumps({"id": f"r{number}", "text": text}) for number, text in enumerate(HOSTILE)]
    Path("in.jsonl").write_text("\n".join([*lines, '{"id": "no"}']))


def test_csv_is_read_back_and_contains_no_formula(extract, hostile):
    pandas = pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")
    extract("in.jsonl", "--out", "out.csv")
    printed = extract("in.jsonl", "--format", "csv").stdout_bytes
    assert printed == Path("out.csv").read_bytes()
    frame = pandas.read_csv("out.csv", keep_default_na=False)
    assert len(frame) == 2 * len(HOSTILE) + 1
    assert frame["content"][0] == "'=1+1"
    assert not any(str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in frame.to_numpy().ravel())
    assert list(frame["error"])[-1].startswith("InputError: in.jsonl:9")
    assert frame["content_spans"][12] == "0-5"


def test_excel_is_read_back_and_contains_no_formula(extract, hostile):
    pandas = pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")
    openpyxl = pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    extract("in.jsonl", "--out", "out.xlsx")
    sheet = openpyxl.load_workbook("out.xlsx").active
    place = [cell.value for cell in sheet[1]].index("content")
    contents = [row[place] for row in sheet.iter_rows(min_row=2, max_row=1 + 2 * len(HOSTILE))][::2]
    assert [cell.value for cell in contents[:-1]] == HOSTILE[:-1]
    assert {cell.data_type for cell in contents} == {"s"}
    frame = pandas.read_excel("out.xlsx", keep_default_na=False)
    assert frame["content"][0] == "=1+1"
    assert frame["content"][14] == "\N{REPLACEMENT CHARACTER}a\N{REPLACEMENT CHARACTER}"


def test_ids_are_text_in_excel_which_has_no_long_numbers(extract, folder):
    openpyxl = pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    ids = [1642345678901234567, 1642345678901234568, 5]
    Path("in.jsonl").write_text("\n".join(json.dumps({"id": id, "text": "It rained."}) for id in ids))
    extract("in.jsonl", "--out", "out.xlsx")
    sheet = openpyxl.load_workbook("out.xlsx").active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)][::2] == list(map(str, ids))


def test_csv_is_read_and_written(extract, folder):
    Path("in.csv").write_text("Body\nIt rained.\n\n,\nIt snowed.\n")
    result = extract("in.csv", "--column", "text=Body", "--format", "csv")
    assert [row["content"] for row in csv.DictReader(result.stdout.splitlines())] == ["It rained."] * 2 + [
        "It snowed."
    ] * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--column", "body"), "write FIELD=COLUMN, with a field of text, id, date"),
        (("--column", "size=Body"), "write FIELD=COLUMN"),
        (("--column", "text=a", "--column", "text=b"), "'text=b': 'text' has the column 'a' already"),
        (("--column", "date=a", "--column", "published=b"), "'published=b': 'date' has the column 'a' already"),
        (("--encoding", "cp0"), "'cp0' is no encoding"),
        (("--full", "--format", "csv"), "--full is for JSON"),
    ],
)
def test_wrong_options(extract, folder, arguments, message):
    Path("in.csv").write_text("text\nIt rained.\n")
    result = extract("in.csv", *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_a_resumed_run_requires_the_same_columns(extract, folder):
    Path("in.csv").write_text("a,b\nIt rained.,It snowed.\n")
    assert extract("in.csv", "--column", "text=a", "--out", "out.csv").exit_code == 0
    other = extract("in.csv", "--column", "text=b", "--out", "out.csv", "--resume")
    assert '--column was ["text=a"] and is ["text=b"]' in other.output
