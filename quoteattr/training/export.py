"""A trained network as a model folder: three ONNX graphs with weights in 8 or 4 bits, labels, lemmas, manifest."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from quoteattr.annotate.bundle import FORMAT, GRAPHS, Names, write_manifest
from quoteattr.annotate.features import FARTHEST, PLACES, QUOTE_STATES, SHAPES
from quoteattr.training.graphs import RolesGraph, WordsGraph
from quoteattr.training.lemmas import completed, dictionary, triples
from quoteattr.training.network import Labels, RelationHead, TrainableNetwork, sizes_of
from quoteattr.training.pretrained import pretrained_folder
from quoteattr.training.settings import TrainingSettings

OPSET = 20
FLOATS = 32  # bits
BLOCK = 128  # weights that share a scale in four bits
B, W, P, N, C = (torch.export.Dim(name, min=1, max=4096) for name in ("batch", "words", "pieces", "pairs", "cues"))


def export(
    run: Path, checkpoint: str, pretrained: Path | None, data: Path, out: Path, scores: Mapping[str, Any], bits: int = 8
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
    """
    labels = Labels(**json.loads((run / "labels.json").read_text()))
    settings = json.loads((run / "settings.json").read_text())
    encoder = settings.get("encoder", TrainingSettings().encoder)
    pretrained = pretrained or pretrained_folder(encoder)
    network = TrainableNetwork(sizes_of(encoder, settings.get("layers", 0)), labels)
    network.load_state_dict(load_file(run / f"{checkpoint}.safetensors"))
    out.mkdir(parents=True, exist_ok=True)
    write_graphs(network.eval(), out, bits)
    shutil.copy(pretrained / "tokenizer.json", out / "tokenizer.json")
    treebanks = [data / "ud" / f"en_{name}-train.conllu.gz" for name in ("ewt", "gum")]
    lemmas = completed(dictionary(triples(treebanks)))
    # Sorted, since the trainer's order of rare words is that of the treebank's sentences.
    (out / "lemmas.json.gz").write_bytes(gzip.compress(json.dumps(lemmas, sort_keys=True).encode(), mtime=0))
    config = {"format": FORMAT, "language": "en", "labels": labels.as_dict()}
    (out / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n")
    shutil.copy(run / "settings.json", out / "training.json")
    write_manifest(out, scores)


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
    file, names = GRAPHS[name]
    inputs = _inputs(module, windows=2, words=6)
    shapes = (dynamic,) if isinstance(module, WordsGraph) else dynamic
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        program = torch.onnx.export(
            module, inputs, dynamo=True, opset_version=OPSET, dynamic_shapes=shapes,
            input_names=list(names.inputs), output_names=list(names.outputs), external_data=False, optimize=True,
        )  # fmt: skip
        assert program is not None
        program.save(str(plain), external_data=False)
        _compare(module, plain, names)
        if bits == FLOATS:
            shutil.copy(plain, out / file)
        else:
            (_in_four_bits if bits == 4 else _in_eight_bits)(plain, out / file)
    _strip(out / file)
    onnx.checker.check_model(str(out / file))


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


def _compare(module: nn.Module, path: Path, names: Names) -> None:
    """Raise ValueError unless graph and module agree, for other sizes of input than at export."""
    inputs = _inputs(module, windows=3, words=11)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = {name: value.numpy() for name, value in zip(names.inputs, inputs, strict=True)}
    with torch.no_grad():
        wanted = module(*inputs)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    for name, expected, found in zip(names.outputs, wanted, session.run(list(names.outputs), given), strict=True):
        worst = float((expected - torch.from_numpy(found)).abs().max())
        if not worst < 1e-3:
            raise ValueError(f"the exported graph differs from the network in {name!r} by {worst}: do not ship it")
