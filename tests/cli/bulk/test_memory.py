"""Memory does not grow with the input."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from quoteattr.cli import bulk as bulk_run
from quoteattr.cli.bulk import batches
from quoteattr.cli.inputs import Failure, Record
from tests.cli.bulk import fakes
from tests.cli.bulk.fakes import line

TEXT = "text and more of it" + "." * 20_000


@pytest.fixture(autouse=True)
def _no_digest(monkeypatch):
    """Compute the digest of the model beforehand, since it takes memory once."""
    monkeypatch.setattr("quoteattr.cli.extract._job", lambda *given: {})


def peak(extract, name: str, ending: str) -> int:
    """The peak of the bytes that Python allocated."""
    tracemalloc.start()
    try:
        assert extract(name, "--out", f"{name}{ending}", "--shard-size", "50").exit_code == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_four_times_the_rows_need_no_more_memory(extract, ending):
    for name, count in (("few", 150), ("many", 600)):
        with Path(f"{name}.jsonl").open("wb") as stream:
            stream.writelines(line({"id": number, "text": TEXT}) for number in range(count))
    assert Path("many.jsonl").stat().st_size > 12_000_000
    peak(extract, "few.jsonl", "-first" + ending)  # imports
    few = peak(extract, "few.jsonl", ending)
    many = peak(extract, "many.jsonl", ending)
    assert many < 1.05 * few
    assert many < 4_000_000


def test_four_times_the_records_of_a_table_need_no_more_memory(extract, monkeypatch):
    pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("quoteattr.cli.outputs._GROUP", 60)
    most = {}
    for name, count in (("few", 150), ("many", 600)):
        with parquet.ParquetWriter(f"{name}.parquet", pa.schema({"id": pa.int64(), "text": pa.string()})) as writer:
            for start in range(0, count, 50):
                numbers = range(start, start + 50)
                texts = [f"{number} {TEXT}" for number in numbers]
                writer.write_table(pa.table({"id": list(numbers), "text": texts}))
        pool = pa.proxy_memory_pool(pa.system_memory_pool())
        before = pa.default_memory_pool()
        pa.set_memory_pool(pool)
        try:
            assert extract(f"{name}.parquet", "--out", f"{name}-out.parquet", "--shard-size", "50").exit_code == 0
        finally:
            pa.set_memory_pool(before)
        most[name] = pool.max_memory()
    assert 0 < most["many"] < 1.1 * most["few"]


def test_batches_are_small_and_do_not_cross_the_end_of_a_shard():
    sizes = [1000] * 50 + [200_000] * 5 + [600_000] + [10] * 44
    items = [Record(f"a:{number}", {"text": "x" * size}) for number, size in enumerate(sizes)]
    groups = list(batches(items, 30))
    assert [item for group in groups for item in group] == items
    assert [len(group) for group in groups] == [16, 14, 16, 6, 2, 2, 4, 16, 14, 10]
    ends = {sum(map(len, groups[:number])) for number in range(len(groups) + 1)}
    assert {30, 60, 90} <= ends


def test_failed_items_have_no_size():
    failures = [Failure(None, ValueError(), str(number)) for number in range(20)]
    assert [len(group) for group in batches(failures, 100)] == [16, 4]


def test_the_number_of_batches_read_ahead_depends_on_the_workers(extract, monkeypatch):
    seen = {}

    class Pool(fakes.InlinePool):
        def __init__(self, start, lost, **limits):
            seen.update(limits)
            super().__init__(start, lost)

    monkeypatch.setattr(bulk_run, "Pool", Pool)
    Path("in.jsonl").write_bytes(line({"id": 1, "text": "x"}))
    extract("in.jsonl", "--out", "out.jsonl", "--workers", "3")
    assert seen == {"workers": 3, "ahead": 12}
