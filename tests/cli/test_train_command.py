"""``quoteattr train`` converts annotated tasks to training data, and trains a model folder."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

import quoteattr
from quoteattr.annotate.bundle import LEMMAS, find, open_bundle
from quoteattr.cli.gold import train
from quoteattr.training.examples import read
from quoteattr.training.settings import INSTALL, TrainingSettings
from quoteattr.training.trainer import check_versions

TEXTS = [
    f"The port will close in {month}, Mayor Ada Lund said." for month in ("May", "June", "July", "August", "March")
]


def task(number: int, text: str, *people: str) -> dict[str, Any]:
    """A task as Label Studio exports it; each of the ``people`` has marked one source."""
    return {"id": number, "data": {"text": text}, "annotations": [{"result": marked(text, who)} for who in people]}


def marked(text: str, who: str) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    for label, words in (("Cue", "said"), ("Source", who), ("Content", text.partition(",")[0])):
        start = text.index(words)
        value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
        result.append({"id": label, "from_name": "role", "to_name": "text", "type": "labels", "value": value})
        if label != "Cue":
            result.append({"type": "relation", "from_id": "Cue", "to_id": label, "direction": "right"})
    return result


class Calls(ModuleType):
    """Replaces the modules of the training: records the calls, and creates a folder."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: list[Any] = []

    def restore(self, model: Path, out: Path) -> None:
        self.given.append((model, out))
        out.mkdir()
        (out / "settings.json").write_text('{"encoder": "mpnet"}')

    def train(self, *given: Any) -> None:
        self.given.append(given)

    def export(self, run: Path, checkpoint: str, pretrained: Path, data: Path, out: Path, scores: object) -> None:
        self.given.append((run, checkpoint, pretrained, data, out, scores))
        out.mkdir()
        (out / LEMMAS).write_bytes(b"of few texts")
        (out / "config.json").write_bytes((find("en") / "config.json").read_bytes())


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, attributor: quoteattr.QuoteAttributor) -> Calls:
    stand_in = Calls("stand_in")
    for name in ("trainer", "export", "restore"):
        monkeypatch.setitem(sys.modules, f"quoteattr.training.{name}", stand_in)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: attributor)
    return stand_in


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the export of five tasks, the first of which two people did."""
    monkeypatch.chdir(tmp_path)
    tasks = [task(number, text, "Mayor Ada Lund") for number, text in enumerate(TEXTS, 1)]
    tasks[0] = task(1, TEXTS[0], "Mayor Ada Lund", "Ada Lund")
    Path("export.json").write_text(json.dumps(tasks), "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(train, list(arguments))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def test_an_export_becomes_a_model_folder(calls: Calls, folder: Path) -> None:
    result = run("export.json", "--out", "mine", "--passes", "3", "--rate", "1e-4", "--threads", "2")
    assert result.exit_code == 0, result.output
    base, work, out = find("en"), Path("mine-work"), Path("mine")
    learnt = TrainingSettings(
        encoder="mpnet", passes=3, entity_shares=("1",), encoder_rate=1e-4, head_rate=5e-4, versions=True, threads=2
    )  # fmt: skip
    assert calls.given == [
        (base, work / "start"),
        (work / "data", work / "start", work / "run", learnt, work / "start" / "restored.safetensors"),
        (work / "run", "pass-3", work / "start", work / "data", out, {}),
    ]
    assert (out / LEMMAS).read_bytes() == (base / LEMMAS).read_bytes()
    assert open_bundle(out).labels("upos") == open_bundle(base).labels("upos")
    assert result.stdout.splitlines() == [
        "The model is in 'mine'; load it with quoteattr.load('mine').",
        "On 1 text that it has not learnt from (before, after):",
        "  relation F1  100.0, 100.0",
        "  exact F1  100.0, 100.0",
    ]


@pytest.mark.parametrize("annotators", [1, 2])
def test_versions_are_drawn_only_of_texts_with_several_annotators(calls: Calls, folder: Path, annotators: int) -> None:
    people = ("Mayor Ada Lund", "Ada Lund")[:annotators]
    Path("export.json").write_text(json.dumps([task(number, text, *people) for number, text in enumerate(TEXTS)]))
    assert run("export.json", "--out", "mine").exit_code == 0
    data, settings = calls.given[1][0], calls.given[1][3]
    assert settings.versions == (annotators > 1)
    check_versions(read(data, "train", settings.seed), settings)  # the trainer refuses versions of one annotator


def test_the_training_reads_the_written_files(calls: Calls, folder: Path) -> None:
    examples = pytest.importorskip("quoteattr.training.examples")
    assert run("export.json", "--out", "mine").exit_code == 0
    learnt, held_out = (examples.read(Path("mine-work/data"), part, 13) for part in ("train", "dev"))
    assert [[each.id for each in versions] for versions in learnt.articles] == [["1", "1"], ["2"], ["3"], ["4"]]
    assert [[each.id for each in versions] for versions in held_out.articles] == [["5"]]
    assert len(learnt.articles[0][0].cues) == 1
    # Four texts and the example article, as the model itself reads them.
    assert len(learnt.trees) == len(learnt.entities) == 5
    [sentence] = learnt.trees[1]
    assert (sentence.words[0], sentence.upos[0], sentence.deprels.count("root")) == ("The", "DET", 1)
    [sentence] = learnt.entities[1]
    assert any(tag.startswith(("B-", "S-")) for tag in sentence.tags)
    assert all(sentence.deprels.count("root") == 1 for document in learnt.trees for sentence in document)
    assert 0 < len(learnt.quotatives) < 2 * sum(map(len, learnt.trees))  # as few as the texts


def test_evaluation_texts_can_be_chosen(calls: Calls, folder: Path) -> None:
    Path("dev.json").write_text(json.dumps([task(number, TEXTS[number - 1], "Ada Lund") for number in (2, 4)]))
    assert run("export.json", "--out", "mine", "--dev", "dev.json", "--work", "w").exit_code == 0
    assert [row["id"] for row in rows(folder / "w/data/polnear/train.jsonl.gz")] == ["1", "3", "5"]
    assert [row["id"] for row in rows(folder / "w/data/polnear/dev.jsonl.gz")] == ["2", "4"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["empty.json", "--out", "mine"], "there is nothing to learn from: 0 texts"),
        (["export.json", "--out", "full"], "'full' exists already; remove it"),
        (["export.json", "--out", "mine", "--work", "full"], "'full' exists already"),
        (["export.json", "--out", "export.json"], "'export.json' exists already"),
        (["export.json", "other.json", "--out", "mine"], "two different texts have the id '1'"),
        (["missing.json", "--out", "mine"], "cannot read 'missing.json'"),
        (["export.json", "--out", "mine", "--model", "nothing"], "no model named 'nothing'"),
    ],
)
def test_wrong_training_input_is_reported_in_one_line(
    calls: Calls, folder: Path, arguments: list[str], message: str
) -> None:
    Path("full").mkdir()
    Path("full/file").touch()
    Path("empty.json").write_text("[]")
    Path("other.json").write_text(json.dumps([task(1, TEXTS[1], "Ada Lund")]))
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {message}"), result.stderr
    assert calls.given == []


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--rate", "0", "is not in the range x>0"),
        ("--rate", "-1", "is not in the range x>0"),
        ("--rate", "nan", "nan is no learning rate: give a number such as 5e-05"),
        ("--rate", "inf", "inf is no learning rate"),
        ("--work", "", "'' is no path: name a file or folder"),
    ],
)
def test_wrong_values_of_options_are_refused(calls: Calls, folder: Path, option: str, value: str, message: str) -> None:
    result = run("export.json", "--out", "mine", option, value)
    assert (result.exit_code, calls.given) == (2, [])
    assert message in result.stderr


def test_a_missing_extra_is_named(calls: Calls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnx", "safetensors"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("trainer", "export", "restore"):
        monkeypatch.delitem(sys.modules, f"quoteattr.training.{name}")
    result = run("export.json", "--out", "mine")
    assert result.exit_code == 1
    assert result.stderr.endswith(f"is not installed: run {INSTALL}\n")
    assert not Path("mine-work").exists()  # the next call would refuse it


def test_a_model_is_trained_and_read_by_load(folder: Path) -> None:
    """The whole command with nothing replaced, 40 seconds of a processor, most of them for the export of the graphs."""
    for name in ("onnx", "onnxscript"):
        pytest.importorskip(name, reason="needs the extra train")
    command = [sys.executable, "-m", "quoteattr", "train", "export.json", "--out", "mine", "--passes", "1"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1] == "On 1 text that it has not learnt from (before, after):"
    scores = json.loads(Path("mine-work/run/dev-1.json").read_text())
    assert scores["upos"] > 95, "the model forgot the tags that it was trained on"
    shutil.rmtree("mine-work")
    moved = Path("mine").rename("moved")
    [claim] = quoteattr.load(str(moved))(TEXTS[-1]).attributions
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.content.text) == ("Ada Lund", "The port will close in March")
    assert claim.speaker_confidence is None  # the scorers that are fitted to the encoder are left out
