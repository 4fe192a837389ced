"""A model folder is read completely and unaltered, or refused with a message that has a remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr.annotate.bundle import (
    FORMAT,
    LEMMAS,
    MANIFEST,
    SHARED,
    TOKENIZER,
    add_to_manifest,
    open_bundle,
    write_manifest,
)
from quoteattr.errors import ModelError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(json.dumps({"format": FORMAT, "labels": {"upos": ["NOUN"]}}))
    (tmp_path / "words.onnx").write_bytes(b"weights")
    write_manifest(tmp_path)
    return tmp_path


def test_a_valid_folder_is_read(folder: Path) -> None:
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
def test_a_manifest_without_digests_is_refused(folder: Path, files: str) -> None:
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


@pytest.fixture
def dependent(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that uses the lemmas and the word pieces of ``folder``."""
    for name in SHARED:
        (folder / name).write_text(name)
    write_manifest(folder)
    made = tmp_path_factory.mktemp("dependent")
    (made / "config.json").write_text((folder / "config.json").read_text())
    (made / "words.onnx").write_bytes(b"fewer weights")
    write_manifest(made, base=folder)
    return made


def test_missing_files_of_a_model_are_those_of_its_base(folder: Path, dependent: Path) -> None:
    bundle = open_bundle(dependent)
    assert bundle.path("words.onnx") == dependent / "words.onnx"
    assert bundle.path(TOKENIZER).samefile(folder / TOKENIZER)
    assert bundle.path(LEMMAS).read_text() == LEMMAS


def test_figures_are_added_to_a_model_with_a_base(folder: Path, dependent: Path) -> None:
    add_to_manifest(dependent, {"coreference": 1.0})
    assert open_bundle(dependent).path(LEMMAS).samefile(folder / LEMMAS)


def test_a_model_may_use_the_lemmas_of_its_base_alone(folder: Path, dependent: Path) -> None:
    (dependent / TOKENIZER).write_text("own word pieces")
    write_manifest(dependent, base=folder, shared=[LEMMAS])
    add_to_manifest(dependent, {"coreference": 1.0})
    (folder / TOKENIZER).write_text("altered")
    bundle = open_bundle(dependent)
    assert bundle.path(TOKENIZER) == dependent / TOKENIZER
    assert bundle.path(LEMMAS).samefile(folder / LEMMAS)


@pytest.mark.parametrize("name", SHARED)
def test_an_altered_file_of_the_base_is_refused(name: str, folder: Path, dependent: Path) -> None:
    (folder / name).write_text("altered")
    with pytest.raises(ModelError, match=f"{name}.*altered"):
        open_bundle(dependent)


def test_a_model_without_its_base_says_what_to_copy(folder: Path, dependent: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(ModelError, match=f"needs the model '{folder.name}' .*: copy that one too"):
        open_bundle(dependent)


@pytest.mark.parametrize("base", [3, {}, {"folder": "../en"}, {"folder": 3, "files": {}}, {"folder": "x", "files": 3}])
def test_a_base_that_is_not_described_is_refused(base: object, folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "base": base}))
    with pytest.raises(ModelError, match=r"manifest\.json' does not describe its base"):
        open_bundle(folder)


@pytest.mark.parametrize("name", ["xx", "", "no/such/folder"])
def test_an_unknown_model_is_quoted(name: str) -> None:
    with pytest.raises(ModelError, match=f"no model named '{name}'"):
        open_bundle(name)
