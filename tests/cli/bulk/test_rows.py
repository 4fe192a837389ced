"""Conversion of items to rows: valid and invalid fields."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from quoteattr.cli.inputs import Failure, File, Inputs, Record, Row, name_of, row_of


def of_line(values: dict[str, object], max_chars: int = 1000) -> Row | Failure:
    return row_of(Record("a.jsonl:7", values), max_chars)


def test_a_row_states_its_origin():
    row = of_line({"id": 1, "text": "x", "publisher": "The Bay Post", "outlet": "Reuters"})
    assert row == Row("x", 1, publisher="The Bay Post", outlet="Reuters", place="a.jsonl:7")
    assert of_line({"id": "a", "text": "x", "publisher": None, "outlet": ""}) == Row("x", "a", place="a.jsonl:7")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2023-04-04", "2023-04-04"),
        ("2023-04-04T16:26:00+03:00", "2023-04-04T16:26:00+03:00"),
        ("2023-04-04 16:26 UTC", "2023-04-04"),
        ("", None),
        (date(2023, 4, 4), "2023-04-04"),
        (datetime(2023, 4, 4, 16, 26, tzinfo=timezone.utc), "2023-04-04T16:26:00+00:00"),
    ],
)
def test_a_row_states_when_it_was_published(published, expected):
    row = row_of(Record("a.parquet:1", {"id": "a", "text": "x", "published": published}))
    assert row == Row("x", "a", expected, place="a.parquet:1")


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"publisher": 5}, "a.jsonl:7: 'publisher' must be a string and is a int: 5"),
        ({"outlet": ["Reuters"]}, "a.jsonl:7: 'outlet' must be a string and is a list: ['Reuters']"),
        (
            {"published": 1680000000},
            "a.jsonl:7: 'published' must begin with a date such as 2023-04-04 and is 1680000000; write ISO 8601",
        ),
        (
            {"published": "4 April 2023"},
            "a.jsonl:7: 'published' must begin with a date such as 2023-04-04 and is '4 April 2023'; write ISO 8601",
        ),
        ({"text": None}, "a.jsonl:7: 'text' must be a string and is a NoneType (the row has id, text)"),
        ({"text": "x" * 1001}, "the text has 1,001 characters, the most is 1,000: split it or raise --max-chars"),
    ],
)
def test_a_row_with_other_values_is_a_failure_with_its_id_and_place(stated, message):
    row = of_line({"id": "a", "text": "x", **stated})
    assert isinstance(row, Failure)
    assert (row.id, row.place, str(row.error)) == ("a", "a.jsonl:7", message)


def test_a_text_at_the_limit_is_read(folder):
    assert isinstance(of_line({"text": "x" * 1000}), Row)
    Path("a.txt").write_text("é" * 1000, "utf-8")
    assert row_of(File("a.txt"), 1000) == Row("é" * 1000, "a.txt", place="a.txt")
    assert isinstance(row_of(File("a.txt"), 999), Failure)


def test_a_file_far_over_the_limit_is_not_read_completely(folder):
    with Path("a.txt").open("wb") as stream:
        stream.truncate(1 << 40)
    row = row_of(File("a.txt"), 1000)
    assert isinstance(row, Failure)
    assert str(row.error) == "'a.txt' has more than 77,536 bytes: split it or raise --max-chars"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (File("a.txt"), "a.txt"),
        (Record("a:1", {"text": "x", "id": 5}), 5),
        (Record("a:1", {"id": ["odd"]}), None),
        (Record("a:1", {"id": "../../x"}), "../../x"),
    ],
)
def test_the_id_of_an_item_is_known_without_reading_it(item, name):
    assert name_of(item) == name


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[1]", "not an object: '[1]'; write {'id', 'text'} rows"),
        (b"\xff{", "not UTF-8: byte 0xff at position 0; convert the file first"),
        (b"{", "not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)): '{'; write"),
    ],
)
def test_a_line_without_an_object_is_a_failure_without_an_id(folder, line, message):
    Path("a.jsonl").write_bytes(line)
    [item] = Inputs(("a.jsonl",)).items()
    assert isinstance(item, Failure)
    assert (item.id, item.place) == (None, "a.jsonl:1")
    assert str(item.error).startswith(f"a.jsonl:1: {message}")
