"""Predictions are exported to a tool, corrected, and read back as gold for ``evaluate`` and for the training."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from quoteattr import Document
from quoteattr.cli import main
from quoteattr.formats.annotated import flat_rows, to_flat
from quoteattr.formats.conllu_misc import to_conllu
from quoteattr.formats.exchange import FORMATS
from quoteattr.formats.label_studio import to_label_studio
from quoteattr.formats.prodigy import to_prodigy
from quoteattr.model import AnnotatedText, Relation


@pytest.fixture
def claim(document):
    """The document with the claim for whose sentence it has a tree."""
    return evolve(document, attributions=document.attributions[1:2])


@pytest.fixture
def gold(claim, tmp_path, monkeypatch):
    """A working folder with the flat gold of the document."""
    monkeypatch.chdir(tmp_path)
    row = to_flat(AnnotatedText("harbour", claim.text, map(Relation.of, claim.attributions)))
    Path("gold.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return row


def annotated(task: dict) -> dict:
    """The task as Label Studio exports it after an annotator accepted everything."""
    return {**task, "id": 12, "annotations": [{"id": 1, "result": task["predictions"][0]["result"]}]}


def type_system(claim: Document) -> str:
    return FORMATS["uima"].companion_text() or ""


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("export.json", {"export.json": lambda claim: json.dumps([annotated(to_label_studio(claim))])}),
        ("rows.jsonl", {"rows.jsonl": lambda claim: json.dumps({**to_prodigy(claim), "answer": "accept"})}),
        ("harbour.conllu", {"harbour.conllu": to_conllu}),
        ("harbour.xmi", {"harbour.xmi": FORMATS["uima"].write}),
        ("folder", {"folder/harbour.xmi": FORMATS["uima"].write, "folder/TypeSystem.xml": type_system}),
    ],
    ids=["label-studio", "prodigy", "conllu", "uima", "uima-export"],
)
@pytest.mark.parametrize("as_gold", [True, False], ids=["gold", "pred"])
def test_corrected_tasks_are_evaluated(gold, claim, path, files, as_gold):
    if any(name.endswith(".xmi") for name in files):
        pytest.importorskip("cassis", reason="comes with quoteattr[uima]")
    for name, write in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(write(claim), "utf-8")
    one, other = (path, "gold.jsonl") if as_gold else ("gold.jsonl", path)
    if as_gold and path == "harbour.conllu":  # its text has spaces where no sentence is
        other = path
    result = CliRunner().invoke(main, ["evaluate", one, "--pred", other, "--format", "json"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)["tracks"]["all"]
    assert (figures["gold"], figures["relation"]["f1"], figures["exact"]["f1"]) == (1, 1.0, 1.0)


def test_predictions_of_tasks_keep_their_confidence(gold, claim):
    Path("tasks.json").write_text(json.dumps([to_label_studio(claim)]), "utf-8")
    result = CliRunner().invoke(main, ["evaluate", "gold.jsonl", "--pred", "tasks.json", "--format", "json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["calibration"] is not None


def test_tasks_without_annotation_are_not_gold(gold, claim):
    Path("tasks.json").write_text(json.dumps([to_label_studio(claim)]), "utf-8")
    assert list(flat_rows(to_label_studio(claim))) == []
    result = CliRunner().invoke(main, ["evaluate", "tasks.json", "--pred", "gold.jsonl"])
    assert result.exit_code == 1
    assert "no text in it is annotated" in result.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("p.json", '{"data": {"text": "x"}, "annotations": [{"result": 3}], "id": 1}', "p.json: annotations[0].result"),
        ("p.jsonl", '{"text": "x", "spans": [{"label": "CUE"}], "id": "a"}', "p.jsonl:1: spans[0]"),
        ("p.jsonl", '{"text": "x", "spans": [], "id": "harbour"}', "p.jsonl:1: 'harbour': its text differs"),
        ("p.xmi", "x", "p.xmi: 'p' is no CAS"),
        ("p.conllu", "1\tx\t_\tX\t_\t_\t0\troot\t_\tAttribution=x\n", "p.conllu: there is no gold text"),
    ],
)
def test_a_wrong_file_is_reported_in_one_line(gold, name, content, message):
    if name == "p.xmi":
        pytest.importorskip("cassis", reason="comes with quoteattr[uima]")
    Path(name).write_text(content, "utf-8")
    result = CliRunner().invoke(main, ["evaluate", "gold.jsonl", "--pred", name])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {message}"), result.stderr


@pytest.mark.parametrize(
    "row", [{"id": "a", "text": "x", "attributions": []}, {"text": "x", "quotes": []}, [1], None, "x"]
)
def test_other_rows_are_not_changed(row):
    assert list(flat_rows(row)) == [row]


def test_a_rejected_task_is_left_out(claim):
    assert list(flat_rows({**to_prodigy(claim), "answer": "reject"})) == []


def test_the_training_reads_the_rows(gold, claim):
    corpora = pytest.importorskip("quoteattr.training.corpora", reason="comes with quoteattr[train]")
    [row] = flat_rows(annotated(to_label_studio(claim)))
    Path("train.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    [article], [expected] = corpora.news(Path("train.jsonl")), corpora.news(Path("gold.jsonl"))
    assert article == expected
    words = [word for sentence, _ in article.sentences for word in sentence]
    [cue] = article.cues
    assert words[cue.anchor] == "fear"
    assert [words[number] for number, role in cue.words.items() if role == corpora.CONTENT] == ["higher", "rents"]
