"""``quoteattr evaluate`` reads files, prints tables or JSON, and reports every wrong file in one line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import Document, Source, Span, TextValueError, WebPage
from quoteattr.cli import main
from tests.cli.bulk.fakes import OneByOne

TEXT = "Residents say rents rise."
RELATION = {"source": [[0, 9]], "cue": [[10, 13]], "content": [[14, 24]]}
GOLD = [{"id": "a", "text": TEXT, "attributions": [RELATION]}, {"id": "b", "text": "Nobody spoke.", "attributions": []}]
FOUND = [{"id": "a", "attributions": [{**RELATION, "confidence": 0.8}]}, {"id": "b", "attributions": []}]


def jsonl(rows: Iterable[object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("gold.jsonl").write_text(jsonl(GOLD), "utf-8")
    Path("found.jsonl").write_text(jsonl(FOUND), "utf-8")
    Path("none.jsonl").write_text("", "utf-8")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, ("evaluate", *arguments))

    return invoke


def tracks(result: Result) -> dict:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["tracks"]


def test_the_tables_show_tracks_spans_intervals_and_calibration(run):
    result = run("gold.jsonl", "--pred", "found.jsonl", "--resamples", "20")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("2 texts, 0 of them without predictions\n")
    for expected in ("relation P/R/F1", "exact spans", "95 % of resamples", "expected calibration error 0.200"):
        assert expected in result.stdout
    first = next(line.split() for line in result.stdout.splitlines() if line.startswith("indirect "))
    assert first[:3] == ["indirect", "1", "1"]


def test_the_object_has_all_figures(run):
    result = run("gold.jsonl", "--pred", "found.jsonl", "--format", "json", "--by", "cue", "--against", "none.jsonl")
    data = json.loads(result.stdout)
    assert list(data) == ["tracks", "spans", "intervals", "calibration", "by", "groups", "changes"]
    assert data["tracks"]["all"]["relation"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert data["groups"] == [{"name": "say", "gold": {"right": 1}, "found": {"right": 1}}]
    assert [each["id"] for each in data["changes"]["gained"]] == ["a"]


@pytest.mark.parametrize(
    ("by", "shown"),
    [
        ("cue", "say"),
        ("kind", "kind: gold \\ found"),
        ("rule", "unrecorded"),
        ("source-type", "name"),
        ("length", "1-5 words"),
    ],
)
def test_relations_are_split_up(run, by, shown):
    result = run("gold.jsonl", "--pred", "found.jsonl", "--by", by)
    assert result.exit_code == 0, result.output
    assert shown in result.stdout


def test_gains_and_losses_against_an_earlier_file(run):
    result = run("gold.jsonl", "--pred", "none.jsonl", "--against", "found.jsonl")
    assert "1 lost" in result.stdout
    assert "a  right -> missed: [Residents] [say] {rents rise}" in result.stdout


class FakeReader(OneByOne):
    """Finds one relation in every text, and refuses texts that hold the word BAD."""

    def __init__(self, document: Document) -> None:
        self.claim = evolve(document.attributions[0], speaker=None)
        self.texts: list[str] = []

    def _read(self, page: WebPage, **known: object) -> Document:
        text = page.text
        if "BAD" in text:
            raise TextValueError(f"a bad text: {text!r}")
        self.texts.append(text)
        spans = [quoteattr.Content.of(text, Span(14, 24)), quoteattr.Cue.of(text, Span(10, 13))]
        claim = evolve(self.claim, content=spans[0], cue=spans[1], source=Source.of(text, Span(0, 9)))
        return Document(text, attributions=[claim] if text == TEXT else [])


@pytest.fixture
def reader(document, monkeypatch):
    fake = FakeReader(document)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: fake)
    return fake


def test_without_predictions_the_model_reads_the_gold_texts_once_each(run, reader):
    Path("gold.jsonl").write_text(jsonl([*GOLD, GOLD[0]]), "utf-8")
    found = tracks(run("gold.jsonl", "--format", "json"))
    assert found["all"]["relation"]["f1"] == 1.0
    assert found["all"]["gold"] == 2
    assert reader.texts == [TEXT, "Nobody spoke."]


def test_a_gold_text_that_the_model_refuses_is_named(run, reader):
    Path("gold.jsonl").write_text(jsonl([{"id": "x", "text": "BAD", "attributions": []}]), "utf-8")
    result = run("gold.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the gold text 'x' cannot be read: a bad text: 'BAD'\n"


ANN = """\
T1\tSource 0 9\tResidents
T2\tCue 10 13\tsay
T3\tContent 14 24\trents rise
E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3
"""
CITRON = {
    "text": TEXT,
    "quotes": [
        {
            "cue": {"start": 10, "end": 13},
            "sources": [{"start": 0, "end": 9}],
            "contents": [{"start": 14, "end": 24}],
        }
    ],
}
CONLLU = """\
# newdoc id = a
1	Residents	_	X	_	_	2	dep	_	Entity=(1-source)
2	say	_	X	_	_	0	root	_	Entity=(1-cue)
3	rents	_	X	_	_	2	dep	_	Entity=(1-content
4	rise	_	X	_	_	2	dep	_	Entity=1)|SpaceAfter=No
5	.	_	X	_	_	2	dep	_	_

"""


@pytest.mark.parametrize("as_gold", [True, False], ids=["gold", "pred"])
@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("rows.jsonl", {"rows.jsonl": jsonl(GOLD[:1])}),
        ("rows.json", {"rows.json": json.dumps(GOLD[:1])}),
        ("a.json", {"a.json": json.dumps(CITRON)}),
        ("a.ann", {"a.ann": ANN, "a.txt": TEXT}),
        ("a_6b86.ann", {"a_6b86.ann": ANN, "a.txt": TEXT}),
        ("gold/marks", {"gold/marks/a_6b86.ann": ANN, "gold/text/a.txt": TEXT, "gold/marks/notes.md": "no"}),
        ("a.conllu", {"a.conllu": CONLLU}),
    ],
)
def test_every_format_is_read_as_gold_and_as_predictions(run, path, files, as_gold):
    for name, content in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, "utf-8")
    Path("only-a.jsonl").write_text(jsonl(FOUND[:1]), "utf-8")
    gold, found = (path, "only-a.jsonl") if as_gold else ("gold.jsonl", path)
    figures = tracks(run(gold, "--pred", found, "--format", "json"))
    assert figures["all"]["relation"] == {"p": 1.0, "r": 1.0, "f1": 1.0}


def test_gzipped_files_are_read(run):
    Path("gold.jsonl.gz").write_bytes(gzip.compress(jsonl(GOLD).encode()))
    assert tracks(run("gold.jsonl.gz", "--pred", "found.jsonl", "--format", "json"))["all"]["gold"] == 1


def test_the_output_of_extract_is_a_prediction_file(run, reader):
    extracted = CliRunner().invoke(main, ("extract", "gold.jsonl"))
    assert extracted.exit_code == 0
    Path("extracted.jsonl").write_bytes(extracted.stdout_bytes)
    assert tracks(run("gold.jsonl", "--pred", "extracted.jsonl", "--format", "json"))["all"]["cue"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.jsonl", jsonl([{"id": "z", "attributions": []}]), "p.jsonl:1: there is no gold text with the id 'z'"),
        ("p.jsonl", jsonl([FOUND[0], FOUND[0]]), "p.jsonl: the id 'a' comes twice"),
        ("p.jsonl", '{"id": "a"\n', "p.jsonl:1: not JSON"),
        ("p.jsonl", "[" * 100_000, "p.jsonl:1: not JSON"),
        ("p.jsonl", "\n\n5\n", "p.jsonl:3: expected an object"),
        ("p.jsonl", jsonl([{"id": "a", "attributions": [{"cue": [[0, 99]]}]}]), "p.jsonl:1: 'a': attributions[0].cue"),
        ("p.jsonl", jsonl([{"id": "a", "text": "x", "attributions": []}]), "p.jsonl:1: 'a': its text differs"),
        ("p.jsonl", jsonl([{"id": "a", "error": {"type": "E"}}]), "p.jsonl:1: 'a' holds an error"),
        ("p.json", "[{}]", "p.json[0]: there is no gold text with the id 'p'"),
        ("p.ann", "", "p.ann: there is no gold text with the id 'p'"),
        ("a.ann", "T1", "a.ann: line 1: 'T1' is no span"),
        ("a.conllu", "1\tone\n", "a.conllu: CoNLL-U line 1 has 2 columns"),
        ("p.csv", "", "'p.csv' ends in none of .jsonl, .json"),
        ("p.jsonl.gz", "no gzip", "cannot read 'p.jsonl.gz'"),
        ("p.jsonl", b"\xff", "'p.jsonl' is not UTF-8: byte 0xff at position 0"),
        ("folder/x.md", "", "'folder' holds no file that ends in"),
    ],
)
def test_a_wrong_prediction_file_is_reported_in_one_line(run, name, content, message):
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run("gold.jsonl", "--pred", name.partition("/")[0])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {message}"), result.stderr
    assert len(result.stderr) < 400


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (jsonl([{"id": "a", "attributions": []}]), "g.jsonl:1: 'a': 'text' must be a string, found None"),
        (jsonl([{"text": "x", "attributions": []}]), "g.jsonl:1: 'id' is neither a string nor an integer: None"),
        (jsonl([GOLD[0], {**GOLD[1], "id": "a"}]), "g.jsonl: two different texts have the id 'a'"),
    ],
)
def test_a_wrong_gold_file_is_reported_in_one_line(run, content, message):
    Path("g.jsonl").write_text(content, "utf-8")
    result = run("g.jsonl", "--pred", "found.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {message}"), result.stderr


def test_options_of_the_model_are_refused_with_predictions(run):
    result = run("gold.jsonl", "--pred", "found.jsonl", "--model", "none", "--inside-quotations", "--threads", "2")
    assert result.exit_code == 2
    assert "Error: --inside-quotations, --model, --threads: only without --pred" in result.stderr


def test_missing_files_are_reported_in_one_line(run):
    Path("lone.ann").write_text("")
    assert run("absent.jsonl").stderr == "Error: cannot read 'absent.jsonl': No such file or directory\n"
    assert run("lone.ann").stderr == "Error: lone.ann: its text is missing; put lone.txt next to it\n"
    assert run("gold.jsonl", "--pred", "found.jsonl", "--against", "absent.jsonl").exit_code == 1


def test_gold_without_an_annotated_text_is_an_error(tmp_path: Path) -> None:
    """The export of a Label Studio project without annotations."""
    (tmp_path / "export.json").write_text("[]")
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path / "export.json")])
    assert result.exit_code == 1
    assert "no text in it is annotated" in result.stderr
