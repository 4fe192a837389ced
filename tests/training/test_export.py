"""The graphs that are exported, with their weights in fewer bits, against the network that they are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from quoteattr.annotate.bundle import GRAPHS
from quoteattr.training.graphs import WordsGraph
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
