"""A trained network as a model folder, and a model folder as a checkpoint, to continue the training of a shipped model.

A model folder holds three ONNX graphs with weights in 8 or 4 bits, labels, lemmas and a manifest. Weights restored from
eight or four bits are off by up to half a step of their scale, which the first steps of a training correct.
"""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from onnx.external_data_helper import load_external_data_for_model, set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from quoteattr.annotate.bundle import (
    FORMAT,
    GRAPHS,
    LEMMAS,
    SHARED,
    TOKENIZER,
    Bundle,
    Graph,
    open_bundle,
    write_manifest,
)
from quoteattr.annotate.features import FARTHEST, PLACES, QUOTE_STATES, SHAPES
from quoteattr.errors import ModelError
from quoteattr.training.corpora import completed, dictionary, triples
from quoteattr.training.network import (
    Labels,
    RelationHead,
    RolesGraph,
    Sizes,
    TrainableNetwork,
    WordsGraph,
    shapes_of,
    sizes_of,
    tokenizer_for,
)
from quoteattr.training.settings import TOKENIZER as PUBLISHED
from quoteattr.training.settings import TrainingSettings, pretrained_folder

Array = NDArray[np.float32]

_LOWERED = ("Cast", "Mul", "Reshape", "Unsqueeze", "Squeeze")  # operations between a product and its bias
_PREFIXES = {"words": ("", ""), "relation": ("", "relation."), "roles": ("head.", "roles.")}  # in graph, in network
_TABLES = ("encoder.pieces.", "encoder.positions.")
_SMALL = 1024  # bytes: scales are kept in the graph itself
OPSET = 20
FLOATS = 32  # bits
BLOCK = 128  # weights that share a scale in four bits
_EIGHT_BITS, _FOUR_BITS = "_quantized", "_Q4"  # ends of the names of rounded weights
B, W, P, N, C = (torch.export.Dim(name, min=1, max=4096) for name in ("batch", "words", "pieces", "pairs", "cues"))


def export(
    run: Path,
    checkpoint: str,
    pretrained: Path | None,
    data: Path,
    out: Path,
    scores: Mapping[str, Any],
    bits: int = 8,
    base: Path | None = None,
) -> None:
    """Write a model folder from a checkpoint of a training run.

    Args:
        run: The folder of the run.
        checkpoint: The name of its weights, without the file ending.
        pretrained: The folder of the pretrained encoder; by default that of the installed packages.
        data: The folder with the corpora, for the dictionary of lemmas.
        out: The folder to write.
        scores: Figures on dev, for the manifest.
        bits: Bits of a weight, 8 or 4.
        base: The folder of a model whose lemmas the new one uses, and with the same word pieces also their vectors.

    Raises:
        ModelError: The vectors of the word pieces are not those of the base, or a graph differs from the network.
    """
    labels = Labels(**json.loads((run / "labels.json").read_text()))
    settings = json.loads((run / "settings.json").read_text())
    encoder = settings.get("encoder", TrainingSettings().encoder)
    pretrained = pretrained or pretrained_folder(encoder)
    state = load_file(run / f"{checkpoint}.safetensors")
    network = TrainableNetwork(sizes_of(encoder, shapes_of(state)), labels)
    network.load_state_dict(state)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer_for(network.sizes, pretrained)
    write_graphs(network.eval(), out, bits)
    shared = [] if base is None else shared_files(pretrained, base)
    if TOKENIZER not in shared:
        (out / TOKENIZER).write_bytes(gzip.compress((pretrained / PUBLISHED).read_bytes(), mtime=0))
    if LEMMAS not in shared:
        write_lemmas(data, out)
    if base is not None and TOKENIZER in shared:
        share_tables(out / GRAPHS["words"].file, base / GRAPHS["words"].file)
    config = {"format": FORMAT, "language": "en", "labels": labels.as_dict()}
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n")
    shutil.copy(run / "settings.json", out / "training.json")
    write_manifest(out, scores, base, shared)


def shared_files(pretrained: Path, base: Path) -> Sequence[str]:
    """Return the files of a base that a model uses: the lemmas, and with the same word pieces these too."""
    same = (pretrained / PUBLISHED).read_bytes() == gzip.decompress((base / TOKENIZER).read_bytes())
    return SHARED if same else (LEMMAS,)


def write_lemmas(data: Path, out: Path) -> None:
    """Write the lemmas of the treebanks."""
    treebanks = [data / "ud" / f"en_{name}-train.conllu.gz" for name in ("ewt", "gum")]
    lemmas = completed(dictionary(triples(treebanks)))
    # Sorted, since the trainer's order of rare words is that of the treebank's sentences.
    (out / LEMMAS).write_bytes(gzip.compress(json.dumps(lemmas, sort_keys=True).encode(), mtime=0))


def share_tables(own: Path, base: Path) -> None:
    """Replace the vectors of word pieces and positions in a graph by references to those in the graph of a base.

    Raises:
        ModelError: The vectors differ.
    """
    model, stored = onnx.load(str(own)), base.read_bytes()
    theirs = {tensor.name: tensor.raw_data for tensor in onnx.load(str(base)).graph.initializer}
    for tensor in model.graph.initializer:
        if not tensor.name.startswith(_TABLES) or len(tensor.raw_data) < _SMALL:
            continue
        if tensor.raw_data != theirs.get(tensor.name):
            raise ModelError(f"{tensor.name} of {str(own)!r} is not that of {str(base)!r}: train with --freeze-tables")
        set_external_data(tensor, base.name, stored.find(tensor.raw_data), len(tensor.raw_data))
        tensor.ClearField("raw_data")
    own.write_bytes(model.SerializeToString())


def write_graphs(network: TrainableNetwork, out: Path, bits: int = 8) -> None:
    """Write the three graphs.

    Args:
        network: The network, in evaluation mode.
        out: The folder to write into.
        bits: 8 stores weights as int8 with a scale per channel, 4 stores those of the first graph in blocks with
            a scale each, 32 stores floats.
    """
    piece, word = {0: B, 1: P}, {0: B, 1: W}
    dynamic = {
        "words": (WordsGraph(network), (piece, piece, piece, word, word, word, word)),
        "relation": (network.relation, ({0: N}, {0: N})),
        "roles": (RolesGraph(network.roles), ({0: W}, {0: C}, {0: C, 1: W})),
    }
    for name, (module, axes) in dynamic.items():
        _graph(module.eval(), axes, name, out, max(8, bits) if name != "words" else bits)


def _inputs(module: nn.Module, windows: int, words: int) -> tuple[Tensor, ...]:
    """Random inputs of a graph: every tensor an object of its own, since one given twice would become one input."""
    torch.manual_seed(0)
    if isinstance(module, WordsGraph):
        pieces = torch.randint(1000, 2000, (windows, words + 3))
        piece_word = torch.randint(0, words + 1, pieces.shape)
        first = torch.randint(0, words + 2, (windows, words))
        features = (torch.randint(0, count, (windows, words)) for count in map(len, (SHAPES, QUOTE_STATES, PLACES)))
        return (pieces, piece_word, torch.ones_like(pieces, dtype=torch.bool), first, *features)
    width = next(part.in_features for part in module.modules() if isinstance(part, nn.Linear))
    if isinstance(module, RelationHead):
        return torch.randn(words, width), torch.randn(words, width)
    distance = torch.randint(0, 2 * FARTHEST + 1, (windows, words))
    return torch.randn(words, width), torch.randint(0, words, (windows,)), distance


def _graph(module: nn.Module, dynamic: tuple[Any, ...], name: str, out: Path, bits: int) -> None:
    graph = GRAPHS[name]
    file = out / graph.file
    inputs = _inputs(module, windows=2, words=6)
    shapes = (dynamic,) if isinstance(module, WordsGraph) else dynamic
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        program = torch.onnx.export(
            module, inputs, dynamo=True, opset_version=OPSET, dynamic_shapes=shapes,
            input_names=list(graph.inputs), output_names=list(graph.outputs), external_data=False, optimize=True,
        )  # fmt: skip
        assert program is not None
        program.save(str(plain), external_data=False)
        _compare(module, plain, graph)
        if bits == FLOATS:
            shutil.copy(plain, file)
        else:
            (_in_four_bits if bits == 4 else _in_eight_bits)(plain, file)
    _strip(file)
    onnx.checker.check_model(str(file))


def _in_eight_bits(plain: Path, out: Path) -> None:
    ready = plain.with_name("ready.onnx")
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(str(ready), str(out), per_channel=True, weight_type=QuantType.QInt8)


def _in_four_bits(plain: Path, out: Path) -> None:
    """Store matrices and embeddings in blocks of four bits; products calculate in eight (``accuracy_level`` 4)."""
    axes = {"MatMul": 0, "Gather": 1}
    settings = DefaultWeightOnlyQuantConfig(
        BLOCK, is_symmetric=True, accuracy_level=4, op_types_to_quantize=tuple(axes), quant_axes=tuple(axes.items())
    )
    quantizer = MatMulNBitsQuantizer(onnx.load(str(plain)), algo_config=settings)
    quantizer.process()
    quantizer.model.save_model_to_file(str(out), use_external_data_format=False)


def _strip(path: Path) -> None:
    """Remove the notes of the exporter, which hold paths of this machine."""
    model = onnx.load(str(path))
    for node in model.graph.node:
        node.ClearField("metadata_props")
    onnx.save(model, str(path))


def _compare(module: nn.Module, path: Path, names: Graph) -> None:
    """Raise ModelError unless graph and module agree, for other sizes of input than at export."""
    inputs = _inputs(module, windows=3, words=11)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = {name: value.numpy() for name, value in zip(names.inputs, inputs, strict=True)}
    with torch.no_grad():
        wanted = module(*inputs)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    for name, expected, found in zip(names.outputs, wanted, session.run(list(names.outputs), given), strict=True):
        worst = float((expected - torch.from_numpy(found)).abs().max())
        if not worst < 1e-3:
            raise ModelError(
                f"the exported graph differs from the network in {name!r} by {worst}: do not use it; "
                "if the loss grew in the training, train again with a lower --rate"
            )


def restore(model: Path, out: Path) -> None:
    """Write ``restored.safetensors``, the weights of the model folder ``model``, into the folder ``out``.

    ``labels.json`` and ``settings.json``, with the labels and the encoder of the network, and its ``tokenizer.json``
    are written too.

    Raises:
        ModelError: The folder is not as its manifest says; a weight of the network is not in the graphs.
    """
    bundle = open_bundle(model)
    labels = Labels(**bundle.config["labels"])
    wanted = TrainableNetwork(sizes_in(model), labels).state_dict()
    state: dict[str, Tensor] = {}
    for name in GRAPHS:
        graph = _graph_of(bundle, name)
        own = {k: v for k, v in wanted.items() if k.startswith(_PREFIXES[name][1] or ("encoder.", "words."))}
        state |= _weights(graph, _PREFIXES[name], own)
    missing = sorted(set(wanted) - set(state))
    if missing:
        raise ModelError(f"the graphs in {str(model)!r} lack the weights {missing}: restore a folder of this version")
    out.mkdir(parents=True, exist_ok=True)
    (out / "labels.json").write_text(json.dumps(labels.as_dict(), indent=1))
    (out / "settings.json").write_text(json.dumps({"encoder": _encoder_of(model)}))
    (out / PUBLISHED).write_bytes(gzip.decompress(bundle.path(TOKENIZER).read_bytes()))
    save_file(state, out / "restored.safetensors")


def sizes_in(model: Path) -> Sizes:
    """Return the sizes of the network in a model folder."""
    graph = _graph_of(open_bundle(model), "words")
    shapes = {t.name.removesuffix(_EIGHT_BITS).removesuffix(_FOUR_BITS): list(t.dims) for t in graph.initializer}
    return sizes_of(_encoder_of(model), shapes)


def _graph_of(bundle: Bundle, name: str) -> onnx.GraphProto:
    model = onnx.load(str(bundle.path(GRAPHS[name].file)), load_external_data=False)
    if bundle.base is not None:
        load_external_data_for_model(model, str(bundle.base))
    return model.graph


def _encoder_of(model: Path) -> str:
    settings = json.loads((model / "training.json").read_text(encoding="utf-8"))
    encoder: str = settings.get("encoder", TrainingSettings().encoder)
    return encoder


def _weights(graph: onnx.GraphProto, prefixes: tuple[str, str], wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights of one graph by their names in the network; nameless ones are found by their bias."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    biases = dict(_biases(graph, stored))
    found: dict[str, Tensor] = {}
    for name, array in _floats(graph, stored):
        target = _renamed(name.removesuffix("_Transposed"), prefixes)
        if target not in wanted and name in biases:
            # "linear1.weight" of "linear1.bias"
            target = _renamed(biases[name].removesuffix("bias") + "weight", prefixes)
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


def _is_table(name: str) -> bool:
    return any(part in name for part in (".before.", ".after.", "pieces.", "positions.", "distance.", "relative."))


def _floats(graph: onnx.GraphProto, stored: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """Yield the initializers as floats: those in eight or four bits times their scales, under their former name."""
    products = {node.input[1]: _whole_number(node, "K") for node in graph.node if node.op_type == "MatMulNBits"}
    for name, array in stored.items():
        if name.endswith(_EIGHT_BITS):
            base = name.removesuffix(_EIGHT_BITS)
            scale, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
            yield base, ((array.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
        elif name.endswith(_FOUR_BITS):
            base = name.removesuffix(_FOUR_BITS)
            scales = stored[f"{base}_scales"].repeat(BLOCK, 1)
            if name in products:
                yield base, (_unpacked(array.astype(np.uint8)) * scales)[:, : products[name]].T
            else:
                yield base, array.astype(np.float32) * scales[:, : array.shape[1]]
        elif array.dtype == np.float32:
            yield name, array


def _unpacked(blocks: NDArray[np.uint8]) -> Array:
    """Return the whole numbers -8 … 7 in blocks (N, blocks, bytes) of two each, the lower half of a byte first."""
    halves = np.stack([blocks & 15, blocks >> 4], -1).reshape(len(blocks), -1)
    return halves.astype(np.float32) - 8


def _whole_number(node: onnx.NodeProto, attribute: str) -> int:
    return next(int(a.i) for a in node.attribute if a.name == attribute)


def _biases(graph: onnx.GraphProto, stored: Mapping[str, Array]) -> Iterator[tuple[str, str]]:
    """Yield each weight whose product a bias is added to: (name of the weight, name of the bias)."""
    readers = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            readers[name].append(node)
    for node in graph.node:
        weight = next((n for n in node.input if n.endswith((_EIGHT_BITS, _FOUR_BITS)) and n in stored), None)
        if weight is None or node.op_type not in {"MatMulInteger", "MatMulNBits"}:
            continue
        at = node
        for _ in range(6):
            at = next(iter(readers[at.output[0]]), None)
            if at is None or (at.op_type not in _LOWERED and at.op_type != "Add"):
                break
            bias = next((n for n in at.input if n.endswith("bias") and n in stored), None)
            if at.op_type == "Add" and bias is not None:
                yield weight.removesuffix(_EIGHT_BITS).removesuffix(_FOUR_BITS), bias
                break
