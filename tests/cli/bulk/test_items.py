"""Lazy conversion of files to items, with a failure in the place of unreadable ones."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from quoteattr.cli.inputs import (
    Failure,
    File,
    Inputs,
    Item,
    Record,
    check_extras,
    longest,
)
from quoteattr.errors import InputError, MissingExtraError
from tests.cli.bulk.fakes import lines

ROWS = lines(*({"id": number, "text": f"text {number}"} for number in range(1, 4)))


def items(*paths: str, max_chars: int = 100) -> list[Item]:
    return list(Inputs(paths, max_chars=max_chars).items())


def failure(item: Item) -> tuple[str | None, str, str]:
    assert isinstance(item, Failure)
    assert isinstance(item.error, InputError)
    return item.id, item.place, str(item.error)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst"])
def test_lines_have_places_and_blank_ones_are_skipped(folder, name):
    data = b"\n{}\r\n  \n" + ROWS.rstrip(b"\n")
    if name.endswith(".zst"):
        data = pytest.importorskip("backports.zstd", reason="comes with quoteattr[zstd]").compress(data)
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = items(name)
    assert [item.place for item in found] == [f"{name}:{number}" for number in (2, 4, 5, 6)]
    assert found[-1] == Record(f"{name}:6", {"id": 3, "text": "text 3"})


def test_a_line_that_is_too_long_is_skipped(folder):
    most = longest(1)
    fit = json.dumps({"text": "x" * (most - 12)}).encode()
    Path("a.jsonl").write_bytes(fit + b"\n" + b"y" * (most + 1) + b"\n" + b"z" * 3_000_000 + b"\n{}\n")
    fits, over, far_over, after = items("a.jsonl", max_chars=1)
    assert (fits.place, len(fit), fits.size) == ("a.jsonl:1", most, most - 12)
    assert failure(over)[1:] == ("a.jsonl:2", "a.jsonl:2: longer than 65,548 bytes; split it or raise --max-chars")
    assert far_over.place == "a.jsonl:3"
    assert after == Record("a.jsonl:4", {})


def test_no_text_within_the_limit_can_make_a_line_too_long(folder):
    Path("a.jsonl").write_bytes(lines({"id": "x" * 60_000, "text": "\U0001f600" * 1000}))
    [item] = items("a.jsonl", max_chars=1000)
    assert isinstance(item, Record)


def test_a_truncated_gzip_yields_its_rows_and_a_failure(folder):
    whole = gzip.compress(lines(*({"id": number, "text": str(number) * 2000} for number in range(50))))
    Path("a.jsonl.gz").write_bytes(whole[: len(whole) - 20])
    Path("b.jsonl").write_bytes(ROWS)
    *good, broken, first, _, _ = items("a.jsonl.gz", "b.jsonl")
    assert len(good) > 10
    reason = "Compressed file ended before the end-of-stream marker was reached"
    expected = f"cannot read 'a.jsonl.gz' beyond row {len(good)}: {reason}; restore the file"
    assert failure(broken) == ("a.jsonl.gz", f"a.jsonl.gz:{len(good) + 1}", expected)
    assert first.place == "b.jsonl:1"


@pytest.mark.parametrize("name", ["none.jsonl", "none.jsonl.gz", "no.jsonl.gz", "no.parquet", "none.parquet"])
def test_an_invalid_file_is_a_failure_in_its_place(folder, name):
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    for present in ("no.jsonl.gz", "no.parquet"):
        Path(present).write_bytes(b"something else")
    Path("b.jsonl").write_bytes(ROWS)
    broken, *rest = items(name, "b.jsonl")
    assert failure(broken)[:2] == (name, name)
    assert failure(broken)[2].startswith(f"cannot read {name!r}: ")
    assert len(rest) == 3


def test_files_are_not_opened_here(folder):
    Path("a.txt").write_text("four")
    assert items("a.txt", "b.html") == [File("a.txt", False, 4), File("b.html", True, 0)]


def test_lines_are_read_lazily(folder):
    Path("a.jsonl").write_bytes(ROWS)
    Path("b").mkdir()
    found = Inputs(("a.jsonl", "b")).items()
    assert next(found).place == "a.jsonl:1"
    Path("b", "c.txt").touch()
    assert [item.place for item in found][2:] == [os.path.join("b", "c.txt")]


def write_table(name: str, **columns: list[object]) -> None:
    pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    pytest.importorskip("pyarrow.parquet").write_table(pa.table(columns), name, row_group_size=50)


def test_records_have_the_columns_that_are_known(folder):
    days = [datetime(2023, 4, number % 28 + 1) for number in range(150)]
    texts = [f"text {number}" for number in range(150)]
    write_table("a.parquet", id=list(range(150)), text=texts, other=texts, published=days, outlet=[None] * 150)
    found = items("a.parquet")
    assert len(found) == 150
    values = {"id": 149, "text": "text 149", "published": days[149], "outlet": None}
    assert found[149] == Record("a.parquet:150", values)
    assert found[149].size == len("text 149")
    assert isinstance(values["published"], date)


def test_the_error_for_a_table_without_texts_names_its_columns(folder):
    write_table("a.parquet", id=[1], body=["x"])
    [item] = items("a.parquet")
    message = "'a.parquet' has no column 'text' (it has 'id', 'body'): name one with --column text=NAME"
    assert failure(item) == ("a.parquet", "a.parquet", message)


def test_a_damaged_table_yields_its_first_rows_and_a_failure(folder):
    write_table("a.parquet", id=list(range(200)), text=[f"{number} {'x' * number}" for number in range(200)])
    data = bytearray(Path("a.parquet").read_bytes())
    middle = len(data) // 3
    data[middle : middle + 200] = b"\xff" * 200
    Path("a.parquet").write_bytes(data)
    *good, broken = items("a.parquet")
    assert len(good) < 200
    assert all(isinstance(item, Record) for item in good)
    assert failure(broken)[1] == (f"a.parquet:{len(good) + 1}" if good else "a.parquet")


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("a.parquet", "pyarrow", "arrow"), ("a.jsonl.zst", "backports.zstd", "zstd")]
)
def test_a_missing_extra_is_detected_beforehand(folder, monkeypatch, name, module, extra):
    Path(name).touch()
    monkeypatch.setitem(__import__("sys").modules, module, None)
    check_extras(Inputs(("a.txt", "a.jsonl", "a.jsonl.gz")).sources())
    with pytest.raises(MissingExtraError, match=rf"pip install 'quoteattr\[{extra}\]'"):
        check_extras(Inputs(("a.txt", name)).sources())
    [item] = items(name)
    assert isinstance(item, Failure)
    assert isinstance(item.error, MissingExtraError)
