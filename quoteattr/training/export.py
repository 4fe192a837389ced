"""A trained network as a model folder: three ONNX graphs (int8 weights per channel), labels, lemmas, manifest."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from quoteattr.annotate.bundle import FORMAT, GRAPHS, write_manifest
from quoteattr.training.lemmas import dictionary, triples
from quoteattr.training.network import Labels, Network, Sizes

OPSET = 20
B, W, P, N, C = (torch.export.Dim(name, min=1, max=4096) for name in ("batch", "words", "pieces", "pairs", "cues"))


class _Words(nn.Module):
    """The encoder and what it says of every word, as one graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder, self.words = network.encoder, network.words

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        states = self.encoder(*inputs)
        return (states, *self.words(states))


def export(run: Path, checkpoint: str, pretrained: Path, data: Path, out: Path, scores: Mapping[str, Any]) -> None:
    """Writes the model folder ``out`` from a checkpoint of a training run; ``scores`` (dev) go into its manifest."""
    labels = Labels(**json.loads((run / "labels.json").read_text()))
    network = Network(Sizes(), labels)
    network.load_state_dict(load_file(run / f"{checkpoint}.safetensors"))
    out.mkdir(parents=True, exist_ok=True)
    write_graphs(network.eval(), out)
    shutil.copy(pretrained / "tokenizer.json", out / "tokenizer.json")
    treebanks = [data / "ud" / f"en_{name}-train.conllu.gz" for name in ("ewt", "gum")]
    (out / "lemmas.json.gz").write_bytes(gzip.compress(json.dumps(dictionary(triples(treebanks))).encode(), mtime=0))
    config = {"format": FORMAT, "language": "en", "labels": labels.as_dict()}
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n")
    shutil.copy(run / "settings.json", out / "training.json")
    write_manifest(out, scores)


def write_graphs(network: Network, out: Path) -> None:
    """The three graphs, each with its weights in int8 per channel."""
    # The fused inference path of nn.TransformerEncoderLayer has no counterpart in ONNX.
    torch.backends.mha.set_fastpath_enabled(False)
    width = network.sizes.hidden + network.sizes.features
    words = torch.arange(6).expand(2, 6).contiguous()
    pieces = torch.ones(2, 9, dtype=torch.long)
    zeros = torch.zeros(2, 6, dtype=torch.long)
    inputs = (pieces, torch.zeros_like(pieces), torch.ones(2, 9, dtype=torch.bool), words, zeros, zeros, zeros)
    piece, word = {0: B, 1: P}, {0: B, 1: W}
    _graph(_Words(network), inputs, (piece, piece, piece, word, word, word, word), "words", out)
    pair = (torch.zeros(3, width), torch.zeros(3, width))
    _graph(network.relation, pair, ({0: N}, {0: N}), "relation", out)
    cue = (torch.zeros(3, width), torch.zeros(3, 6, width), torch.zeros(3, 6, dtype=torch.long), torch.ones(3, 6))
    over = {0: C, 1: W}
    _graph(network.roles, cue, ({0: C}, over, over, over), "roles", out)


def _graph(module: nn.Module, inputs: tuple[Tensor, ...], dynamic: tuple[Any, ...], name: str, out: Path) -> None:
    file, names = GRAPHS[name]
    shapes = (dynamic,) if isinstance(module, _Words) else dynamic
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        program = torch.onnx.export(
            module, inputs, dynamo=True, opset_version=OPSET, dynamic_shapes=shapes,
            input_names=list(names.inputs), output_names=list(names.outputs), external_data=False, optimize=True,
        )  # fmt: skip
        assert program is not None
        program.save(str(plain), external_data=False)
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(out / file), per_channel=True, weight_type=QuantType.QInt8)
    onnx.checker.check_model(str(out / file))
