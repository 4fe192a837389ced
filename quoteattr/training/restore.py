"""The weights of a model folder as a checkpoint, to continue the training of a shipped model.

The graphs hold eight-bit weights: restored weights are off by half a step of the scale of each weight, which the
first steps of a training correct.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.torch import save_file
from torch import Tensor

from quoteattr.annotate.bundle import GRAPHS
from quoteattr.errors import ModelError
from quoteattr.training.network import Labels, Sizes, TrainableNetwork, sizes_of
from quoteattr.training.settings import TrainingSettings

Array = NDArray[np.float32]
_LOWERED = ("Cast", "Mul", "Reshape", "Unsqueeze", "Squeeze")  # operations between a product and its bias
_PREFIXES = {"words": ("", ""), "relation": ("", "relation."), "roles": ("head.", "roles.")}  # in graph, in network


def restore(model: Path, out: Path) -> None:
    """Write ``restored.safetensors`` and ``labels.json`` into the folder ``out`` from the model folder ``model``.

    Raises:
        ModelError: A weight of the network is not in the graphs, or one in the graphs fits no weight. Graphs with
            weights in four bits cannot be restored.
    """
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    labels = Labels(**config["labels"])
    wanted = TrainableNetwork(sizes_in(model), labels).state_dict()
    state: dict[str, Tensor] = {}
    for name in GRAPHS:
        graph = onnx.load(str(model / GRAPHS[name][0])).graph
        if any(node.op_type == "MatMulNBits" for node in graph.node):
            raise ModelError(f"{str(model)!r} has weights in four bits: train from one in eight, such as 'en'")
        own = {k: v for k, v in wanted.items() if k.startswith(_PREFIXES[name][1] or ("encoder.", "words."))}
        state |= _weights(graph, _PREFIXES[name], own)
    missing = sorted(set(wanted) - set(state))
    if missing:
        raise ModelError(f"the graphs in {str(model)!r} lack the weights {missing}: restore a folder of this version")
    out.mkdir(parents=True, exist_ok=True)
    (out / "labels.json").write_text(json.dumps(labels.as_dict(), indent=1))
    save_file(state, out / "restored.safetensors")


def sizes_in(model: Path) -> Sizes:
    """Return the sizes of the network in a model folder, by the settings of its training."""
    settings = json.loads((model / "training.json").read_text(encoding="utf-8"))
    return sizes_of(settings.get("encoder", TrainingSettings().encoder), settings.get("layers", 0))


def _weights(graph: onnx.GraphProto, prefixes: tuple[str, str], wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of one graph by their names in the network; nameless ones are found by their bias."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    biases = dict(_biases(graph, stored))
    found: dict[str, Tensor] = {}
    for name, array in _floats(stored):
        target = _renamed(name.removesuffix("_Transposed"), prefixes)
        if target not in wanted and name in biases:
            target = _renamed(_of_bias(biases[name]), prefixes)
        if target not in wanted:
            shape = array.shape[::-1]
            free = [k for k, v in wanted.items() if v.shape == shape and k not in found and array.ndim == 2]
            if len(free) != 1 or not name.startswith("val_"):
                continue
            target = free[0]
        turned = array.ndim == 2 and target.endswith("weight") and not _is_table(target)
        found[target] = _shaped(torch.from_numpy((array.T if turned else array).copy()), wanted[target])
    return found


def _renamed(name: str, prefixes: tuple[str, str]) -> str:
    in_graph, in_network = prefixes
    return in_network + name.removeprefix(in_graph)


def _shaped(weight: Tensor, wanted: Tensor) -> Tensor:
    """Return a weight in the shape of the network; that of a convolution is stored as (out, size * in)."""
    if wanted.ndim == 3:
        out, among, size = wanted.shape
        return weight.reshape(out, size, among).permute(0, 2, 1).contiguous()
    return weight.reshape(wanted.shape)


def _of_bias(bias: str) -> str:
    """Return the name of the weight of a bias: "linear1.weight" of "linear1.bias"."""
    return bias.removesuffix("bias") + "weight"


def _is_table(name: str) -> bool:
    return any(part in name for part in (".before.", ".after.", "pieces.", "positions.", "distance."))


def _floats(stored: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """Yield the initializers as floats: eight-bit ones times their scale, under their name without "_quantized"."""
    for name, array in stored.items():
        base = name.removesuffix("_quantized")
        if base != name:
            scale, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
            yield base, ((array.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
        elif array.dtype == np.float32:
            yield name, array


def _biases(graph: onnx.GraphProto, stored: Mapping[str, Array]) -> Iterator[tuple[str, str]]:
    """Yield each weight whose product a bias is added to: (name of the weight, name of the bias)."""
    readers = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    for node in graph.node:
        weight = next((n for n in node.input if n.endswith("_quantized") and n in stored), None)
        if weight is None or node.op_type != "MatMulInteger":
            continue
        at = node
        for _ in range(6):
            at = next(iter(readers[at.output[0]]), None)
            if at is None or (at.op_type not in _LOWERED and at.op_type != "Add"):
                break
            bias = next((n for n in at.input if n.endswith("bias") and n in stored), None)
            if at.op_type == "Add" and bias is not None:
                yield weight.removesuffix("_quantized"), bias
                break
