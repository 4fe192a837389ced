"""Shards are complete or absent, and their bytes do not depend on the batches of results."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quoteattr import Document, InputError
from quoteattr.cli.bulk import Encoded, Shards
from quoteattr.cli.inputs import Failure
from quoteattr.cli.outputs import ENDINGS, output_for
from quoteattr.cli.reading import ReadDocument, Result
from quoteattr.errors import MissingExtraError
from tests.cli.bulk.fakes import FakeReader, objects


def needs(ending: str) -> None:
    if ending.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    if ending.endswith(".xlsx"):
        pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    if ending.endswith(".zst"):
        pytest.importorskip("backports.zstd", reason="comes with quoteattr[zstd]")


def result(number: int) -> Result:
    if number % 7 == 3:
        return Failure(f"r{number}", InputError(f"row {number}"), f"a:{number}")
    document: Document = FakeReader()(f"text {number} " * (number % 5), id=f"r{number}", publisher=None, outlet=None)
    return ReadDocument(document)


def encoded(output, results: Sequence[Result]) -> Encoded:
    errors = tuple(b'"%s"\n' % each.place.encode() for each in results if isinstance(each, Failure))
    return Encoded(output.encode(results), len(results), 0, errors)


def write(folder: Path, ending: str, batches: Sequence[Sequence[int]], size: int) -> tuple[bytes, bytes]:
    """The bytes of the output and of its errors, for batches of results by number."""
    output = output_for(Path("out" + ending))
    folder.mkdir(parents=True, exist_ok=True)
    shards = Shards(folder, output, size)
    for _ in shards.write(encoded(output, [result(number) for number in batch]) for batch in batches):
        pass
    shards.join(folder / "whole", folder / "errors")
    return (folder / "whole").read_bytes(), (folder / "errors").read_bytes()


def cut(count: int, sizes: Sequence[int], shard: int) -> list[list[int]]:
    """The numbers up to ``count`` in batches of about these sizes, none across the end of a shard."""
    batches, at, turn = [], 0, 0
    while at < count:
        end = min(at + sizes[turn % len(sizes)], (at // shard + 1) * shard, count)
        batches.append(list(range(at, end)))
        at, turn = end, turn + 1
    return batches


@pytest.mark.parametrize("ending", ENDINGS)
@given(
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=5),
    count=st.integers(0, 70),
    shard=st.sampled_from([7, 30]),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_output_does_not_depend_on_the_batches(ending, tmp_path_factory, sizes, count, shard):
    needs(ending)
    folder = tmp_path_factory.mktemp("shards")
    one = write(folder / "one", ending, cut(count, [1], shard), shard)
    assert write(folder / "other", ending, cut(count, sizes, shard), shard) == one


@pytest.mark.parametrize("ending", ENDINGS)
def test_compressed_blocks_do_not_depend_on_the_batches(ending, folder, monkeypatch):
    needs(ending)
    monkeypatch.setattr("quoteattr.cli.outputs._GROUP", 25)
    monkeypatch.setattr("quoteattr.cli.outputs._BLOCK", 1000)
    found = {write(folder / str(size), ending, cut(120, [size], 60), 60) for size in (1, 7, 60)}
    assert len(found) == 1


def test_the_row_groups_of_a_table_have_a_fixed_size(folder, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet", reason="comes with quoteattr[arrow]")
    monkeypatch.setattr("quoteattr.cli.outputs._GROUP", 25)
    write(folder / "a", ".parquet", cut(40, [8], 20), 20)
    file = parquet.ParquetFile(folder / "a" / "whole")
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert groups == [25, 12, 25, 12]  # 17 documents of two claims and 3 failures in 20 rows


@pytest.mark.parametrize("ending", ENDINGS[:3])
def test_an_output_of_no_rows_is_empty(ending, folder):
    needs(ending)
    write(folder / "a", ending, [], 5)
    (folder / "a" / "whole").rename(f"out{ending}")
    assert objects(f"out{ending}") == []


def test_a_table_of_no_rows_is_empty(folder):
    parquet = pytest.importorskip("pyarrow.parquet", reason="comes with quoteattr[arrow]")
    write(folder / "a", ".parquet", [], 5)
    assert parquet.read_table(folder / "a" / "whole").num_rows == 0


def test_an_unfinished_shard_does_not_exist(folder):
    output = output_for(Path("out.jsonl"))
    shards = Shards(folder, output, 2)
    writing = shards.write(encoded(output, [result(number)]) for number in range(9))
    for _ in range(5):
        next(writing)
    writing.close()
    assert shards.done() == 2
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".tmp") == [
        *("000000.errors.jsonl", "000000.jsonl", "000001.errors.jsonl", "000001.jsonl"),
    ]
    for _ in shards.write(encoded(output, [result(number)]) for number in range(4, 9)):
        pass
    shards.join(folder / "whole", folder / "errors")
    assert [row["id"] for row in objects(folder / "whole")] == [f"r{number}" for number in range(9)]
    assert (folder / "errors").read_text() == '"a:3"\n'


def test_a_full_shard_is_written_before_more_results_are_requested(folder):
    output = output_for(Path("out.jsonl"))
    shards = Shards(folder, output, 2)
    seen: list[int] = []

    def results():
        for number in range(6):
            seen.append(shards.done())
            yield encoded(output, [result(number)])

    for _ in shards.write(results()):
        pass
    assert seen == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("name", ["out.tsv", "out", "out.json", "out.gz"])
def test_a_name_without_a_known_format_is_an_error(name):
    with pytest.raises(
        InputError, match=r"ends in none of \.jsonl, \.jsonl\.gz, \.jsonl\.zst, \.parquet, \.csv, \.xlsx: rename it"
    ):
        output_for(Path(name))


@pytest.mark.parametrize(
    ("name", "module"), [("out.parquet", "pyarrow"), ("out.jsonl.zst", "backports.zstd"), ("out.xlsx", "openpyxl")]
)
def test_a_missing_extra_of_a_format_is_reported_at_once(monkeypatch, name, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match="pip install 'quoteattr"):
        output_for(Path(name))
