"""Exported graphs with quantised weights, compared with their network, and converted back to one."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from attrs import evolve

from quoteattr.annotate.bundle import BUNDLED, FORMAT, GRAPHS, LEMMAS, SHARED, TOKENIZER, open_bundle, write_manifest
from quoteattr.annotate.features import Pieces, Window, batch, read_tokenizer
from quoteattr.annotate.network import Network as Graphs
from quoteattr.annotate.network import session_options
from quoteattr.errors import ModelError
from quoteattr.training.network import SIZES, Sizes, TrainableNetwork, WordsGraph, shapes_of, sizes_of
from tests.training.small_corpora import LABELS, network

pytest.importorskip("onnx", reason="needs the extra train")


@pytest.mark.parametrize(("bits", "allowed"), [(32, 1e-4), (8, 0.05), (4, 0.2)])
def test_quantised_graphs_approximate_the_network(bits: int, allowed: float, tmp_path: Path) -> None:
    import onnxruntime

    from quoteattr.training import export

    made = network(vocabulary=2000, hidden=128, feed_forward=256)
    export.write_graphs(made, tmp_path, bits)
    graph = GRAPHS["words"]
    inputs = export._inputs(WordsGraph(made), windows=1, words=9)
    with torch.no_grad():
        wanted = made.encoder(*inputs).numpy()
    path, providers = str(tmp_path / graph.file), ["CPUExecutionProvider"]
    session = onnxruntime.InferenceSession(path, session_options(1), providers=providers)
    given = {name: value.numpy() for name, value in zip(graph.inputs, inputs, strict=True)}
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
        sizes.append((folder / GRAPHS["words"].file).stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2] / 2, sizes


WINDOW = Window(["Mayor", "Ada", "Lund", "told", "Reuters", "that", "it", "rained", "."], [0], frozenset({0}), 0)


def test_the_checkpoint_of_the_bundled_model_agrees_with_its_graphs(tmp_path: Path) -> None:
    """The graphs also round activations, so that logits may differ a little but not their order."""
    import torch
    from safetensors.torch import load_file

    from quoteattr.training.export import restore
    from quoteattr.training.network import Labels, Sizes, TrainableNetwork

    restore(BUNDLED / "en", tmp_path)
    labels = Labels(**json.loads((tmp_path / "labels.json").read_text()))
    restored = TrainableNetwork(Sizes(), labels).eval()
    restored.load_state_dict(load_file(tmp_path / "restored.safetensors"))
    graphs = Graphs(open_bundle("en"))
    pieces = Pieces(read_tokenizer(BUNDLED / "en" / TOKENIZER))
    arrays = batch([WINDOW], pieces)
    with torch.no_grad():
        states = restored.encoder(*(torch.from_numpy(getattr(arrays, name)) for name in GRAPHS["words"].inputs))
        upos = restored.words.upos(states)[0].argmax(-1).tolist()
    [analysis] = graphs([WINDOW])
    assert [labels.upos[number] for number in upos] == list(analysis.upos)


def drawn(sizes: Sizes) -> TrainableNetwork:
    """Return a network without weights that are zero or equal, which the exporter would leave out or share."""
    torch.manual_seed(3)
    made = TrainableNetwork(sizes, LABELS).eval()
    for weight in made.parameters():
        torch.nn.init.normal_(weight, std=0.1)
    return made


def model_folder(made: TrainableNetwork, bits: int, folder: Path, base: Path | None = None) -> Path:
    """Write a network as a model folder, with its own tokenizer and lemmas or those of a base."""
    from quoteattr.training.export import share_tables, write_graphs

    folder.mkdir(exist_ok=True)
    write_graphs(made, folder, bits)
    (folder / "config.json").write_text(json.dumps({"format": FORMAT, "labels": made.labels.as_dict()}))
    (folder / "training.json").write_text("{}")
    for name in (TOKENIZER, LEMMAS):
        if base is None:
            shutil.copy(BUNDLED / "en" / name, folder / name)
    if base is not None:
        share_tables(folder / GRAPHS["words"].file, base / GRAPHS["words"].file)
    write_manifest(folder, base=base)
    return folder


def test_the_attention_bias_of_mpnet_is_restored(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    from quoteattr.training.export import restore

    made = drawn(evolve(SIZES["mpnet"], vocabulary=2000, layers=1, feed_forward=32))
    folder = model_folder(made, 4, tmp_path / "model")
    (folder / "training.json").write_text('{"encoder": "mpnet"}')
    write_manifest(folder)
    restore(folder, tmp_path / "restored")
    found = load_file(tmp_path / "restored" / "restored.safetensors")["encoder.relative.table.weight"]
    assert torch.allclose(found, made.state_dict()["encoder.relative.table.weight"], atol=0.05)


def restored(made: TrainableNetwork, bits: int, folder: Path, base: Path | None = None) -> dict[str, torch.Tensor]:
    """Write a model folder with this number of bits a weight, and return the weights that are restored from it."""
    from safetensors.torch import load_file

    from quoteattr.training.export import restore

    restore(model_folder(made, bits, folder, base), folder / "out")
    return load_file(folder / "out" / "restored.safetensors")


@pytest.mark.parametrize(("bits", "allowed"), [(8, 0.02), (4, 0.2)])
def test_weights_are_restored_from_fewer_bits(bits: int, allowed: float, tmp_path: Path) -> None:
    made = drawn(Sizes(vocabulary=2000, layers=2, feed_forward=160))
    found = restored(made, bits, tmp_path)
    assert found.keys() == made.state_dict().keys()
    for name, wanted in made.state_dict().items():
        error = (found[name] - wanted).norm() / wanted.norm().clamp(min=1e-6)
        assert error < allowed, (name, error)


def test_restored_weights_can_be_a_teacher(tmp_path: Path) -> None:
    from quoteattr.training.distillation import _teacher

    made = drawn(Sizes(vocabulary=2000, layers=1, feed_forward=64))
    restored(made, 8, tmp_path)
    teacher = _teacher(tmp_path / "out" / "restored.safetensors")
    assert teacher.sizes == made.sizes
    assert teacher.labels == made.labels


def test_a_model_uses_the_word_pieces_of_its_base(tmp_path: Path) -> None:
    large = drawn(Sizes(layers=2, feed_forward=64))
    base = model_folder(large, 8, tmp_path / "base")
    small = drawn(Sizes(layers=1, feed_forward=32))
    small.encoder.pieces, small.encoder.positions = large.encoder.pieces, large.encoder.positions
    alone = model_folder(small, 8, tmp_path / "alone")
    shared = model_folder(small, 8, tmp_path / "shared", base)
    file = GRAPHS["words"].file
    assert (shared / file).stat().st_size < (alone / file).stat().st_size - 30522 * 384
    found, wanted = (Graphs(open_bundle(folder))([WINDOW])[0] for folder in (shared, alone))
    assert (found.upos, found.heads, found.deprels) == (wanted.upos, wanted.heads, wanted.deprels)
    assert np.array_equal(found.states.vectors, wanted.states.vectors)
    again = restored(small, 8, tmp_path / "shared", base)
    assert torch.allclose(again["encoder.pieces.weight"], large.encoder.pieces.weight, atol=0.01)


@pytest.mark.parametrize(("name", "shared"), [("en", SHARED), ("en-large", (LEMMAS,))])
def test_a_model_shares_equal_files_with_its_base(name: str, shared: tuple[str, ...], tmp_path: Path) -> None:
    from quoteattr.training.export import shared_files

    (tmp_path / "tokenizer.json").write_bytes(gzip.decompress((BUNDLED / name / TOKENIZER).read_bytes()))
    assert shared_files(tmp_path, BUNDLED / "en") == shared


def test_other_word_pieces_than_those_of_the_base_are_refused(tmp_path: Path) -> None:
    base = model_folder(network(vocabulary=2000), 8, tmp_path / "base")
    other = network(vocabulary=2000, layers=2)
    torch.nn.init.normal_(other.encoder.pieces.weight)
    with pytest.raises(ModelError, match=r"is not that of .*: train with --freeze-tables"):
        model_folder(other, 8, tmp_path / "other", base)


@pytest.mark.parametrize("changed", [{}, {"layers": 3}, {"feed_forward": 768}, {"vocabulary": 900, "layers": 1}])
def test_sizes_are_derived_from_the_shapes_of_the_weights(changed: dict[str, int]) -> None:
    sizes = evolve(Sizes(), **changed)
    with torch.device("meta"):
        state = TrainableNetwork(sizes, LABELS).state_dict()
    assert sizes_of("minilm", shapes_of(state)) == sizes
