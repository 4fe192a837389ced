"""A model folder: its files, the proof that they are the ones that were released, and its dictionary of lemmas."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from quoteattr.errors import ModelError

FORMAT = 2
MANIFEST = "manifest.json"
LEMMAS = "lemmas.json.gz"
TOKENIZER = "tokenizer.json.gz"
BUNDLED = Path(__file__).parent.parent / "models"


@frozen
class Graph:
    """The file of a graph, and the names of its inputs and outputs, in order."""

    file: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


GRAPHS: Mapping[str, Graph] = {
    "words": Graph(
        "words.onnx",
        ("pieces", "piece_word", "mask", "first", "shapes", "quotes", "places"),
        ("states", "upos", "xpos", "entity", "cue", "arcs"),
    ),
    "relation": Graph("relation.onnx", ("words", "heads"), ("deprel",)),
    "roles": Graph("roles.onnx", ("states", "cues", "distance"), ("roles",)),
}


SHARED = (GRAPHS["words"].file, TOKENIZER, LEMMAS)
"""The files that a model can use of its base: tensors of the first, which its own graph refers to, and the others."""


@frozen
class Bundle:
    """A checked model folder with its configuration (labels, thresholds, figures).

    ``base`` is the folder of the model some of whose files it uses, None for a model that is complete by itself.
    """

    folder: Path
    config: Mapping[str, Any] = field(repr=False)
    base: Path | None = None

    def path(self, name: str) -> Path:
        """Return the path of a file, that of the base where the folder has none of this name."""
        own = self.folder / name
        return own if self.base is None or own.is_file() else self.base / name

    @property
    def confidence(self) -> tuple[list[float], list[float]]:
        """The curve of ``confidence``: products of scores, and shares right; that of ``en`` if the folder has none."""
        own = self.config.get("confidence") or _json(BUNDLED / "en" / "config.json")["confidence"]
        return own["raw"], own["right"]

    def labels(self, name: str) -> list[str]:
        """Return the label inventory of one of the heads: ``upos``, ``xpos``, ``deprel`` or ``entity``."""
        return list(self.config["labels"][name])


def find(model: str | Path) -> Path:
    """Return the folder of a bundled model name or of a path.

    Raises:
        ModelError: neither a bundled name nor a folder with a manifest.
    """
    for folder in (BUNDLED / str(model), Path(model)):
        if (folder / MANIFEST).is_file():
            return folder
    names = sorted(path.parent.name for path in BUNDLED.glob(f"*/{MANIFEST}"))
    raise ModelError(
        f"no model named {str(model)!r}: give one of the bundled names ({', '.join(names) or 'none is installed'}) "
        f"or the path of a folder that holds {MANIFEST}"
    )


def open_bundle(model: str | Path) -> Bundle:
    """Find a model and check every file against its manifest, those of its base that it uses included.

    Raises:
        ModelError: unknown model; a file is missing or altered; a format that this version does not read.
    """
    folder = find(model)
    manifest = _json(folder / MANIFEST)
    for name in sorted({*manifest["files"], *_held(folder)}):
        entry = manifest["files"].get(name)
        _check(folder / name, entry.get("sha256") if isinstance(entry, dict) else None)
    base = _base(folder, manifest)
    config = _json(folder / "config.json")
    if config.get("format") != FORMAT:
        raise ModelError(
            f"the model in {str(folder)!r} has format {config.get('format')!r}, this version of quoteattr reads "
            f"{FORMAT}: install the version of quoteattr that the model was made with, or export the model again"
        )
    return Bundle(folder, config, base)


def _base(folder: Path, manifest: Mapping[str, Any]) -> Path | None:
    """Return the folder of a model's base, whose files are checked, None where it has no base."""
    given = manifest.get("base")
    if given is None:
        return None
    try:
        base = folder.joinpath(given["folder"])
        files = dict(given["files"])
    except (TypeError, KeyError, ValueError) as error:
        raise ModelError(f"{str(folder / MANIFEST)!r} does not describe its base: install the model again") from error
    if not base.is_dir():
        raise ModelError(
            f"the model {str(folder)!r} needs the model {base.name!r} in the folder next to it: copy that one too"
        )
    for name, expected in files.items():
        _check(base / name, expected)
    return base


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read {str(path)!r} ({error}): install the model again") from error
    if not isinstance(value, dict) or (path.name == MANIFEST and not isinstance(value.get("files"), dict)):
        raise ModelError(f"{str(path)!r} is not the description of a model: install the model again")
    return value


def _check(path: Path, expected: object) -> None:
    if not path.is_file():
        raise ModelError(f"the model file {str(path)!r} is missing: install the model again")
    found = sha256(path)
    if found != expected:
        raise ModelError(
            f"the model file {str(path)!r} was altered (sha256 {found}, its manifest says {expected}): "
            "install the model again"
        )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(
    folder: Path,
    dev_scores: Mapping[str, Any] | None = None,
    base: Path | None = None,
    shared: Iterable[str] = SHARED,
) -> None:
    """List every file of a model folder with size and SHA-256 in its manifest, and the figures it reached on dev.

    ``shared`` are the names of the files that it uses of the model in the folder ``base``.
    """
    files = {name: {"bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)} for name in _held(folder)}
    manifest: dict[str, Any] = {"format": FORMAT, "files": files, "dev_scores": dict(dev_scores or {})}
    if base is not None:
        used = {name: sha256(base / name) for name in shared}
        manifest["base"] = {"folder": Path(os.path.relpath(base, folder)).as_posix(), "files": used}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def add_to_manifest(folder: Path, dev_scores: Mapping[str, Any]) -> None:
    """Write the manifest of a model folder again for the files that it holds now, with some figures added."""
    before = _json(folder / MANIFEST)
    base = _base(folder, before)
    shared = [] if base is None else [*before["base"]["files"]]
    write_manifest(folder, {**before.get("dev_scores", {}), **dev_scores}, base, shared)


def _held(folder: Path) -> list[str]:
    """Return the files that a manifest has to list."""
    held = (path.name for path in folder.iterdir() if path.is_file())
    return sorted(name for name in held if name != MANIFEST and not name.startswith(".") and not name.endswith(".md"))


@cache
def load_lemmas(path: Path | None = None) -> Callable[[str, str], str]:
    """Read a table of lemmas, by default that of the bundled English model.

    The function that is returned gives the lemma of a word with a part of speech (UPOS): the word itself where the
    table does not hold it, "" where it holds none.
    """
    table = json.loads(gzip.decompress((path or find("en") / LEMMAS).read_bytes()))
    of_any = table.get("*", {})  # the entries that hold for every other part of speech

    def held(word: str, upos: str) -> str:
        found: str | None = table.get(upos, {}).get(word)
        return of_any.get(word, word) if found is None else found

    def lemma_of(word: str, upos: str) -> str:
        lemma, lower = held(word, upos), word.lower()
        # "Seeks" in a headline is known as "seeks"
        return held(lower, upos) if lemma == word != lower and upos != "PROPN" else lemma

    return lemma_of
