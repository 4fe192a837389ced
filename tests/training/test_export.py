"""The graphs that are exported, with their weights in fewer bits, against their network, and turned back into one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from quoteattr.annotate.bundle import BUNDLED, GRAPHS, open_bundle
from quoteattr.annotate.features import Pieces, Window, batch
from quoteattr.annotate.network import Network as Graphs
from quoteattr.errors import ModelError
from quoteattr.training.network import WordsGraph
from tests.training.small_corpora import network

pytest.importorskip("onnx", reason="needs the extra train")


@pytest.mark.parametrize(("bits", "allowed"), [(32, 1e-4), (8, 0.05), (4, 0.2)])
def test_graphs_of_fewer_bits_stay_near_the_network(bits: int, allowed: float, tmp_path: Path) -> None:
    import onnxruntime

    from quoteattr.training import export

    made = network(vocabulary=2000, hidden=128, feed_forward=256)
    export.write_graphs(made, tmp_path, bits)
    file, names = GRAPHS["words"]
    inputs = export._inputs(WordsGraph(made), windows=1, words=9)
    with torch.no_grad():
        wanted = made.encoder(*inputs).numpy()
    session = onnxruntime.InferenceSession(str(tmp_path / file), providers=["CPUExecutionProvider"])
    given = {name: value.numpy() for name, value in zip(names.inputs, inputs, strict=True)}
    found = session.run(["states"], given)[0]
    error = np.sqrt(((found - wanted) ** 2).mean() / (wanted**2).mean())
    assert (bits < 32) * 1e-4 < error < allowed, error


def test_four_bits_take_the_least_space(tmp_path: Path) -> None:
    from quoteattr.training.export import write_graphs

    made = network(vocabulary=2000, hidden=128, feed_forward=256)
    sizes = []
    for bits in (4, 8, 32):
        (folder := tmp_path / str(bits)).mkdir()
        write_graphs(made, folder, bits)
        sizes.append((folder / GRAPHS["words"][0]).stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2] / 2, sizes


WINDOW = Window(["Mayor", "Ada", "Lund", "told", "Reuters", "that", "it", "rained", "."], [0], frozenset({0}), 0)


def test_the_checkpoint_of_the_bundled_model_answers_as_its_graphs_do(tmp_path: Path) -> None:
    """The graphs also round what flows through them, so that logits may differ a little but not their order."""
    import torch
    from safetensors.torch import load_file

    from quoteattr.training.export import restore
    from quoteattr.training.network import Labels, Sizes, TrainableNetwork

    restore(BUNDLED / "en", tmp_path)
    labels = Labels(**json.loads((tmp_path / "labels.json").read_text()))
    restored = TrainableNetwork(Sizes(), labels).eval()
    restored.load_state_dict(load_file(tmp_path / "restored.safetensors"))
    graphs = Graphs(open_bundle("en"))
    pieces = Pieces(Tokenizer.from_file(str(BUNDLED / "en" / "tokenizer.json")))
    arrays = batch([WINDOW], pieces)
    with torch.no_grad():
        states = restored.encoder(*(torch.from_numpy(getattr(arrays, name)) for name in GRAPHS["words"][1].inputs))
        upos = restored.words.upos(states)[0].argmax(-1).tolist()
    [analysis] = graphs([WINDOW])
    assert [labels.upos[number] for number in upos] == list(analysis.upos)


@pytest.mark.parametrize(
    ("settings", "layers", "hidden"),
    [
        ({}, 6, 384),
        ({"layers": 3}, 3, 384),
        ({"encoder": "mpnet"}, 12, 768),
        ({"encoder": "mpnet", "layers": 4}, 4, 768),
    ],
)
def test_sizes_follow_from_the_settings_of_the_training(
    settings: dict[str, object], layers: int, hidden: int, tmp_path: Path
) -> None:
    from quoteattr.training.export import sizes_in

    (tmp_path / "training.json").write_text(json.dumps(settings))
    found = sizes_in(tmp_path)
    assert (found.layers, found.hidden) == (layers, hidden)


def test_weights_in_four_bits_are_not_restored(tmp_path: Path) -> None:
    from quoteattr.training.export import restore, write_graphs

    write_graphs(network(vocabulary=2000, hidden=128, feed_forward=256), tmp_path, 4)
    for name in ("config.json", "training.json"):
        (tmp_path / name).write_bytes((BUNDLED / "en" / name).read_bytes())
    with pytest.raises(ModelError, match="four bits"):
        restore(tmp_path, tmp_path / "out")
