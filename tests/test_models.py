"""What holds for every bundled model: one JSON, checked files, a limit of space, the claims of plain sentences."""

from __future__ import annotations

import pytest
from safetensors.numpy import load_file

import quoteattr
from quoteattr.annotate.bundle import BUNDLED, MANIFEST
from quoteattr.annotate.coreference import FILE

MODELS = sorted(path.parent.name for path in BUNDLED.glob(f"*/{MANIFEST}") if path.parent.name != "page")
TEXT = """Ada Lund, the harbour master, said the quay was safe. “We checked every plank,” she told Reuters.

According to the union, the owner had ignored two warnings."""


@pytest.mark.parametrize("model", MODELS)
def test_plain_claims_are_found(model: str) -> None:
    document = quoteattr.load(model)(TEXT)
    found = [(each.source.text if each.source else None, each.cue.text) for each in document.attributions if each.cue]
    assert [cue for _, cue in found] == ["said", "told", "According to"]
    assert found[0][0] == "Ada Lund, the harbour master"
    assert document.attributions[1].speaker is not None
    assert document.attributions[1].speaker.name == "Ada Lund"


@pytest.mark.parametrize("model", MODELS)
def test_the_scorer_of_coreference_fits_the_states_of_its_model(model: str) -> None:
    widths = {name: value.shape[-2] for name, value in load_file(BUNDLED / model / FILE).items() if "anaphor" in name}
    assert len(set(widths.values())) == 1


def test_all_models_together_take_at_most_100_megabytes() -> None:
    sizes = {path: path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= 100e6, sizes


def test_no_model_holds_a_pickle() -> None:
    endings = {path.suffix for path in BUNDLED.rglob("*") if path.is_file()}
    assert endings <= {".onnx", ".safetensors", ".json", ".gz", ".md", ".npz", ".toml"}, endings
