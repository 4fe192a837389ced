"""A model folder is read whole and unaltered, or not at all, and the message says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr.annotate.bundle import FORMAT, open_bundle, write_manifest
from quoteattr.errors import ModelError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(json.dumps({"format": FORMAT, "labels": {"upos": ["NOUN"]}}))
    (tmp_path / "words.onnx").write_bytes(b"weights")
    write_manifest(tmp_path)
    return tmp_path


def test_a_sound_folder_is_read(folder: Path) -> None:
    bundle = open_bundle(folder)
    assert bundle.folder == folder
    assert bundle.labels("upos") == ["NOUN"]


def test_an_altered_file_is_refused(folder: Path) -> None:
    (folder / "words.onnx").write_bytes(b"weightz")
    with pytest.raises(ModelError, match=r"words\.onnx.*altered.*install the model again"):
        open_bundle(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "words.onnx").unlink()
    with pytest.raises(ModelError, match=r"words\.onnx.*missing"):
        open_bundle(folder)


@pytest.mark.parametrize("files", ["{}", '{"config.json": 3}', '{"config.json": {}}'])
def test_a_manifest_that_vouches_for_nothing_is_refused(folder: Path, files: str) -> None:
    (folder / "manifest.json").write_text(f'{{"files": {files}}}')
    with pytest.raises(ModelError, match="install the model again"):
        open_bundle(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", "\x00"])
def test_a_broken_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        open_bundle(folder)


def test_another_format_is_refused(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"format": 99}))
    write_manifest(folder)
    with pytest.raises(ModelError, match="format 99"):
        open_bundle(folder)


@pytest.mark.parametrize("name", ["xx", "", "no/such/folder"])
def test_an_unknown_model_is_quoted(name: str) -> None:
    with pytest.raises(ModelError, match=f"no model named '{name}'"):
        open_bundle(name)
