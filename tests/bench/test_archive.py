"""The parts of ``make archive`` that need no model: articles, counting rows, processes, memory, comparing."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.robustness.archive import Corpus, Sample, Written, compose, memory, processes, read, resident, same, write

TEXTS = ["One is here. Two is there.\n\nThree came, and he said: “Go.”", "Four.\n\nFive left. Six stayed. Seven ate."]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    with gzip.open(tmp_path / "news.jsonl.gz", "wt", encoding="utf-8") as rows:
        rows.writelines(json.dumps({"text": text}) + "\n" for text in [*TEXTS, "word " * 6000])
    return read(tmp_path)


def test_a_corpus_is_the_sentences_and_shapes_of_texts_up_to_the_length_of_an_article(corpus: Corpus) -> None:
    assert list(corpus.sentences[:3]) == ["One is here.", "Two is there.", "Three came, and he said: “Go.”"]
    assert [list(shape) for shape in corpus.shapes] == [[2, 1], [1, 3]]


def test_articles_have_the_shapes_of_real_ones_and_are_determined_by_the_seed(corpus: Corpus) -> None:
    found = list(compose(corpus, 30, 1))
    assert found == list(compose(corpus, 30, 1)) != list(compose(corpus, 30, 2))
    assert {text.count("\n\n") for text in found} == {1}
    assert len(set(found)) > 10


def test_written_words_are_counted(corpus: Corpus, tmp_path: Path) -> None:
    words = write(tmp_path / "a.jsonl", corpus, 5, 3)
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a0", "a1", "a2", "a3", "a4"]
    assert words == sum(len(row["text"].split()) for row in rows)


def test_rows_are_counted_in_finished_and_unfinished_shards(tmp_path: Path) -> None:
    written = Written(tmp_path / "parts", 100)
    assert written.rows() == 0
    (tmp_path / "parts").mkdir()
    at_hand = tmp_path / "parts" / "000000.jsonl.7.tmp"
    at_hand.write_bytes(b"{}\n{}\n{")
    assert written.rows() == 2
    with at_hand.open("ab") as stream:
        stream.write(b"}\n")
    assert written.rows() == 3
    at_hand.rename(tmp_path / "parts" / "000000.jsonl")
    assert written.rows() == 100
    (tmp_path / "parts" / "000001.jsonl.8.tmp").write_bytes(b"{}\n" * 7)
    assert written.rows() == 107
    (tmp_path / "parts" / "000001.jsonl.8.tmp").write_bytes(b"{}\n")
    assert written.rows() == 101


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_a_process_is_counted_with_its_descendants() -> None:
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        found = processes(os.getpid())
        assert found[0] == os.getpid()
        assert child.pid in found
        assert len(processes(child.pid)) == 2
        assert all(resident(process) > 1 for process in found)
        child.communicate(b"\n")


def test_memory_is_compared_with_that_at_the_thousandth_row() -> None:
    samples = [Sample(0, 300.0), Sample(900, 500.0), *(Sample(rows, 400.0) for rows in range(1000, 9000, 100))]
    samples += [Sample(rows, 440.0) for rows in range(9000, 10_000, 100)]
    samples += [Sample(10_000, 45.0)] * 30  # the workers have ended
    assert memory(samples, 10_000) == {
        "mark": 1000,
        "peak_mib_at_mark": 500.0,
        "peak_mib_at_last": 500.0,
        "growth_percent": 0.0,
        "level_mib_at_mark": 400.0,
        "level_mib_at_last": 440.0,
        "level_growth_percent": 10.0,
    }


@pytest.mark.parametrize("differing", [None, "attributions.jsonl", "attributions.jsonl.errors.jsonl"])
def test_outputs_are_the_same_if_every_byte_is(tmp_path: Path, differing: str | None) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        for name in ("attributions.jsonl", "attributions.jsonl.errors.jsonl"):
            (tmp_path / folder / name).write_text("x" if (folder, name) == ("other", differing) else "y")
    assert same(tmp_path / "one", tmp_path / "other") is (differing is None)
