"""The results of a worker for a batch."""

from __future__ import annotations

import gc
import json
import os

import pytest
from attrs import evolve

from quoteattr.cli.bulk import Work, lost, read, start
from quoteattr.cli.inputs import Failure, File, Record, row_of
from quoteattr.cli.outputs import Lines
from quoteattr.cli.reading import Wanted
from tests.cli.bulk import fakes

WORK = Work(fakes.load, Lines(".jsonl"), Wanted(), 1000, 3)


class Picky(Lines):
    """Fail for the id "odd", which no real format does."""

    def encode(self, results):
        if any(getattr(result, "document", None) and result.document.id == "odd" for result in results):
            raise ZeroDivisionError("nobody foresaw this")
        return super().encode(results)


def item(number: int, **row: object) -> Record:
    return Record(f"a.jsonl:{number}", row)


def test_a_result_that_cannot_be_written_is_a_failure_of_its_row_alone():
    items = [item(1, id="a", text="one two"), item(2, id="odd", text="x"), item(3, id="b", text="three")]
    found = read(evolve(WORK, output=Picky(".jsonl")), fakes.load(), items)
    rows = [json.loads(row) for row in found.payload.splitlines()]
    assert [(row["id"], "error" in row) for row in rows] == [("a", False), ("odd", True), ("b", False)]
    assert (found.rows, found.words) == (3, 3)
    [error] = map(json.loads, found.errors)
    assert (error["id"], error["place"], error["type"]) == ("odd", "a.jsonl:2", "ZeroDivisionError")


def test_rows_of_several_origins_are_returned_in_order():
    outlets = ["AP", None, "Reuters", "AP", None]
    items = [item(number, id=number, text=f"text {number}", outlet=outlet) for number, outlet in enumerate(outlets)]
    rows = [json.loads(row) for row in read(WORK, fakes.load(), items).payload.splitlines()]
    assert [row["id"] for row in rows] == [0, 1, 2, 3, 4]
    assert [row["attributions"][0]["outlet"] for row in rows] == outlets


def test_a_worker_has_its_threads_and_keeps_the_model_from_the_garbage_collector(monkeypatch):
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "true")
    gc.unfreeze()
    try:
        start(WORK)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
    assert [os.environ[name] for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")] == ["3"] * 3
    assert (os.environ["OMP_WAIT_POLICY"], os.environ["TOKENIZERS_PARALLELISM"]) == ("PASSIVE", "false")


@pytest.mark.parametrize(
    ("item", "name", "place"),
    [
        (File("../x.txt"), "../x.txt", "../x.txt"),
        (item(7, id="a"), "a", "a.jsonl:7"),
        (Failure(None, ValueError(), "a:1"), None, "a:1"),
    ],
)
def test_a_row_that_was_lost_is_reported_by_its_id_and_place(item, name, place):
    failure = lost(item, -9)
    assert (failure.id, failure.place) == (name, place)
    assert str(failure.error).startswith(f"{place}: its worker crashed twice on it (exit code -9")
    assert row_of(failure) is failure  # so a worker passes it on
