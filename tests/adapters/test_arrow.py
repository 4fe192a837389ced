"""Batches of texts into batches of attributions, and the model of a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timezone

import pytest
from attrs import evolve

from quoteattr.errors import ArgumentError, InputError, TextValueError

pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")

from quoteattr.adapters import arrow  # noqa: E402
from quoteattr.adapters.arrow import attribute_batch, attribute_batches, worker_reader  # noqa: E402
from quoteattr.formats import columns  # noqa: E402

TEXTS = [
    "The port will close on Friday, Mayor Ada Lund told Reuters on Monday.",
    "It rained.",
    "“We must leave,” said Omar Stone. He feared a flood, residents said.",
]


def batch(texts, type=None, **more):
    return pa.RecordBatch.from_pydict(
        {"id": [f"t{n}" for n in range(len(texts))], "text": pa.array(texts, type), **more}
    )


def read_alone(attributor, texts, **options):
    """The results of the texts one by one."""
    return [
        row for n, text in enumerate(texts) for row in columns.rows(evolve(attributor(text, **options), id=f"t{n}"))
    ]


def errors(found):
    return [(row["document_id"], row["error"]) for row in found.to_pylist() if row["error"] is not None]


class Reader:
    """Reads nothing, and fails at some texts."""

    def __init__(self, attributor, failures):
        self.attributor, self.failures = attributor, failures

    def pipe(self, texts, *, on_error, **options):
        for given in texts:
            if given.text in self.failures:
                on_error(given, self.failures[given.text])
            else:
                yield self.attributor(given)


def test_a_batch_has_the_rows_of_its_texts(attributor):
    found = attribute_batch(batch(TEXTS), attributor)
    assert found.schema == columns.schema()
    assert found.to_pylist() == read_alone(attributor, TEXTS)
    assert found.num_rows >= 3


@pytest.mark.parametrize("type", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_text_may_have_any_string_type(attributor, type):
    assert attribute_batch(batch(TEXTS, type), attributor).to_pylist() == read_alone(attributor, TEXTS)


def test_a_table_is_read_like_a_batch(attributor):
    table = pa.Table.from_batches([batch(TEXTS[:1]), batch(TEXTS[1:])])
    assert attribute_batch(table, attributor).num_rows == len(read_alone(attributor, TEXTS))


@pytest.mark.parametrize(("ids", "written"), [([7, 8], ["7", "8"]), (["a", "a"], ["a", "a"]), ([1, None], ["1", None])])
def test_ids_may_be_numbers_or_missing(attributor, ids, written):
    given = pa.RecordBatch.from_pydict({"id": ids, "text": [None, None]})
    assert [id for id, _ in errors(attribute_batch(given, attributor))] == written


def test_a_null_text_becomes_an_error_row_in_its_place(attributor):
    found = attribute_batch(batch([TEXTS[0], None, TEXTS[2]]), attributor)
    assert errors(found) == [("t1", f"TextTypeError: {_refusal(attributor, None)}")]
    order = list(dict.fromkeys(row["document_id"] for row in found.to_pylist()))
    assert order == ["t0", "t1", "t2"]


@pytest.mark.parametrize(("values", "type", "wrong"), [([5], pa.int64(), 5), ([b"It rained."], pa.binary(), b"")])
def test_a_text_of_another_type_becomes_an_error_row(attributor, values, type, wrong):
    found = attribute_batch(batch(values, type), attributor)
    assert errors(found) == [("t0", f"TextTypeError: {_refusal(attributor, wrong)}")]


def test_a_text_that_is_not_utf8_becomes_an_error_row(attributor):
    torn = pa.array([b"caf\xe9, she said.", TEXTS[0].encode()]).view(pa.string())
    found = attribute_batch(pa.RecordBatch.from_pydict({"id": ["torn", "t0"], "text": torn}), attributor)
    assert [id for id, _ in errors(found)] == ["torn"]
    assert found.to_pylist()[1:] == read_alone(attributor, TEXTS[:1])


def _refusal(attributor, wrong):
    with pytest.raises(TypeError) as caught:
        attributor(wrong)
    return str(caught.value)


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (TextValueError("too long: cut it"), "TextValueError: too long: cut it"),
        (IndexError("9"), "IndexError: 9; report it with the text that gave it"),
    ],
)
def test_a_text_that_cannot_be_read_does_not_affect_others(attributor, failure, told):
    found = attribute_batch(batch(TEXTS), Reader(attributor, {TEXTS[1]: failure}))
    assert errors(found) == [("t1", told)]
    assert [row for row in found.to_pylist() if row["error"] is None] == read_alone(attributor, TEXTS)


def test_a_text_that_is_too_long_is_not_read(attributor):
    longest = max(map(len, TEXTS))
    found = attribute_batch(batch([TEXTS[0], "x" * (longest + 1), TEXTS[2]]), attributor, max_chars=longest)
    told = f"TextValueError: the text has {longest + 1} characters, the most is {longest}: split it or raise max_chars"
    assert errors(found) == [("t1", told)]
    assert [row for row in found.to_pylist() if row["error"] is None] == read_alone(
        attributor, [TEXTS[0], "", TEXTS[2]]
    )


@pytest.mark.parametrize("value", [0, -1, "5", None])
def test_a_wrong_limit_is_named(attributor, value):
    with pytest.raises(ArgumentError, match=f"max_chars={value!r} is no whole number of at least 1"):
        attribute_batch(batch(TEXTS), attributor, max_chars=value)


@pytest.mark.parametrize(
    ("hints", "options"),
    [
        ({"publisher": "The Bay Post"}, {"publisher": "The Bay Post"}),
        ({"outlet": "Reuters"}, {"outlet": "Reuters"}),
        ({"publisher": "The Bay Post", "outlet": "AFP"}, {"publisher": "The Bay Post", "outlet": "AFP"}),
        ({"publisher": "", "outlet": None}, {}),
        ({"publisher": " ", "outlet": "\n"}, {}),
    ],
)
def test_hints_of_a_row_are_those_of_a_call(attributor, hints, options):
    more = {name: pa.array([value] * 3, pa.string()) for name, value in hints.items()}
    assert attribute_batch(batch(TEXTS, **more), attributor).to_pylist() == read_alone(attributor, TEXTS, **options)


def test_each_row_has_its_own_hints(attributor):
    hints = {"publisher": ["The Bay Post", None, "The Hill Star"], "outlet": [None, "AFP", "Reuters"]}
    found = attribute_batch(batch([TEXTS[0]] * 3, **hints), attributor).to_pylist()
    told = {row["document_id"]: (row["publisher"], row["article_outlet"]) for row in found}
    assert told == {
        "t0": ("The Bay Post", "The Bay Post"), "t1": (None, "Agence France-Presse"), "t2": ("The Hill Star", "Reuters")
    }  # fmt: skip


UTC = timezone.utc


@pytest.mark.parametrize(
    ("value", "type", "written"),
    [
        ("2023-04-04", pa.string(), "2023-04-04"),
        ("2023-04-04T16:26:00Z", pa.large_string(), "2023-04-04T16:26:00Z"),
        ("2023-04-04, 4 pm", pa.string(), "2023-04-04"),
        (date(2023, 4, 4), pa.date32(), "2023-04-04"),
        (datetime(2023, 4, 4, 16, 26), pa.timestamp("s"), "2023-04-04T16:26:00"),
        (datetime(2023, 4, 4, 16, 26, tzinfo=UTC), pa.timestamp("us", "UTC"), "2023-04-04T16:26:00+00:00"),
        (1680625560_000_000_001, pa.timestamp("ns"), "2023-04-04T16:26:00"),
    ],
    ids=str,
)
def test_the_time_of_publication_dates_what_was_said(attributor, value, type, written):
    [row] = attribute_batch(batch(TEXTS[:1], published=pa.array([value], type)), attributor).to_pylist()
    assert (row["published"], row["time_text"], row["time_date"]) == (written, "on Monday", "2023-04-03")


@pytest.mark.parametrize(
    ("value", "type"),
    [
        *((text, pa.string()) for text in (None, "last week", "", " ", "20230404", "2023-W14-2")),
        (20230404, pa.int64()),
        (2**55, pa.timestamp("s")),
    ],
)
def test_an_invalid_time_of_publication_is_ignored(attributor, value, type):
    found = attribute_batch(batch(TEXTS[:1], published=pa.array([value], type)), attributor)
    assert found.to_pylist() == read_alone(attributor, TEXTS[:1])


@pytest.mark.parametrize(("missing", "there"), [("id", "text"), ("text", "id")])
def test_a_column_that_is_missing_is_named(attributor, missing, there):
    with pytest.raises(InputError, match=f"no column '{missing}'"):
        attribute_batch(pa.RecordBatch.from_pydict({there: ["a"]}), attributor)


def test_options_are_passed_to_the_reader(attributor):
    asked = []

    class Asked:
        def pipe(self, texts, **options):
            asked.append(options)
            return attributor.pipe(texts, **options)

    attribute_batch(batch(TEXTS), Asked(), batch_size=2, include_chrome=True)
    assert [(options["batch_size"], options["include_chrome"]) for options in asked] == [(2, True)]


def test_large_batches_come_in_several_and_an_empty_one_as_one(attributor, monkeypatch):
    monkeypatch.setattr(arrow, "_ROWS_AT_ONCE", 2)
    found = list(attribute_batches([batch(TEXTS), batch([])], attributor))
    assert [part.schema for part in found] == [columns.schema()] * 3
    assert [row for part in found for row in part.to_pylist()] == read_alone(attributor, TEXTS)


def test_a_worker_loads_a_model_once(monkeypatch):
    loaded = []
    monkeypatch.setattr(arrow, "load", lambda model, threads: loaded.append((model, threads)) or object())
    monkeypatch.setattr(os, "environ", dict(os.environ))
    arrow._loaded.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        readers = set(pool.map(lambda _: worker_reader("some"), range(32)))
    assert (len(readers), loaded) == (1, [("some", 1)])
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert worker_reader("some") not in readers
    arrow._loaded.cache_clear()


def test_several_threads_share_one_reader(attributor):
    alone = read_alone(attributor, TEXTS)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: attribute_batch(batch(TEXTS), attributor).to_pylist(), range(8)))
    assert found == [alone] * 8


def test_a_worker_starts_no_more_threads_than_configured():
    script = """
from quoteattr.adapters.arrow import worker_reader
worker_reader(threads=1)
import torch
print(torch.get_num_threads())
"""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout == "1\n", done.stderr


def test_importing_the_adapters_imports_no_engine():
    script = (
        "import sys, quoteattr.adapters.arrow, quoteattr.adapters.spark, quoteattr.adapters.ray; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert {"pyarrow", "pyspark", "ray", "torch", "stanza"}.isdisjoint(done.stdout.split())
