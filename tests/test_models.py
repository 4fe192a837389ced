"""Properties of every bundled model: the claims of plain sentences, and a limit of size."""

from __future__ import annotations

import pytest

import quoteattr
from quoteattr.annotate.bundle import BUNDLED, MANIFEST

MODELS = sorted(path.parent.name for path in BUNDLED.glob(f"*/{MANIFEST}"))
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


def test_all_models_together_take_at_most_100_megabytes() -> None:
    sizes = {path: path.stat().st_size for path in BUNDLED.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= 100e6, sizes
