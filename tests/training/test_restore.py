"""A model folder turned back into a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from quoteattr.annotate.bundle import BUNDLED, GRAPHS, open_bundle
from quoteattr.annotate.features import Pieces, Window, batch
from quoteattr.annotate.network import Network as Graphs

pytest.importorskip("onnx", reason="comes with quoteattr[train]")
pytest.importorskip("safetensors", reason="comes with quoteattr[train]")

WINDOW = Window(["Mayor", "Ada", "Lund", "told", "Reuters", "that", "it", "rained", "."], [0], frozenset({0}), 0)


def test_the_checkpoint_of_the_bundled_model_answers_as_its_graphs_do(tmp_path: Path) -> None:
    """The graphs also round what flows through them, so that logits may differ a little but not their order."""
    import torch
    from safetensors.torch import load_file

    from quoteattr.training.network import Labels, Sizes, TrainableNetwork
    from quoteattr.training.restore import restore

    restore(BUNDLED / "en", tmp_path)
    labels = Labels(**json.loads((tmp_path / "labels.json").read_text()))
    network = TrainableNetwork(Sizes(), labels).eval()
    network.load_state_dict(load_file(tmp_path / "restored.safetensors"))
    graphs = Graphs(open_bundle("en"))
    pieces = Pieces(Tokenizer.from_file(str(BUNDLED / "en" / "tokenizer.json")))
    arrays = batch([WINDOW], pieces)
    with torch.no_grad():
        states = network.encoder(*(torch.from_numpy(getattr(arrays, name)) for name in GRAPHS["words"][1].inputs))
        upos = network.words.upos(states)[0].argmax(-1).tolist()
    [analysis] = graphs([WINDOW])
    assert [labels.upos[number] for number in upos] == list(analysis.upos)
