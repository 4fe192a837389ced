"""Remote paths, in fsspec's file system in memory."""

from __future__ import annotations

import gzip
import sys

import pytest

from quoteattr.cli.inputs import Failure, Inputs, fingerprint, row_of

fsspec = pytest.importorskip("fsspec", reason="comes with quoteattr[remote]")


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pipe({
        "/in/a.jsonl.gz": gzip.compress(b'{"id": 1, "text": "It rained."}\n'),
        "/in/b.csv": b"id,text\n2,It snowed.\n",
        "/in/sub/c.txt": b"It froze.",
        "/in/no.png": b"",
    })  # fmt: skip
    yield system
    system.store.clear()


def texts(*paths: str) -> list[str]:
    rows = [row_of(item) for item in Inputs(paths).items()]
    return [str(row.error) if isinstance(row, Failure) else str(row.text) for row in rows]


def test_files_and_folders(memory):
    assert texts("memory://in/") == ["It rained.", "It snowed.", "It froze."]
    assert texts("memory://in/b.csv") == ["It snowed."]


def test_parquet(memory):
    pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    from pyarrow import parquet

    with memory.open("/t.parquet", "wb") as stream:
        parquet.write_table(pa.table({"text": ["It thawed."]}), stream)
    assert texts("memory://t.parquet") == ["It thawed."]


def test_a_missing_file_is_an_error_in_its_place(memory):
    messages = texts("memory://in/no.txt", "memory://in/no.jsonl", "nosuch://x/a.txt")
    assert [message.partition(":")[0] for message in messages] == ["cannot read 'memory"] * 2 + ["cannot read 'nosuch"]


def test_a_long_file_is_refused(memory):
    [row] = [row_of(item, 1) for item in Inputs(("memory://in/sub/c.txt",), max_chars=1).items()]
    assert "the text has 9 characters" in str(row.error)


def test_without_fsspec_the_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert "pip install 'quoteattr[remote]'" in texts("s3://bucket/a.jsonl")[0]


def test_the_state_of_a_file_is_part_of_the_job(memory):
    before = fingerprint(Inputs(("memory://in/b.csv",)).sources())
    memory.pipe("/in/b.csv", b"id,text\n2,It snowed again.\n")
    assert fingerprint(Inputs(("memory://in/b.csv",)).sources()) != before
