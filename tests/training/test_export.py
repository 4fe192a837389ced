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


def test_fewer_bits_take_less_space_and_approximate_the_network(tmp_path: Path) -> None:
    import onnxruntime

    from quoteattr.training import export

    made, graph = network(vocabulary=2000, hidden=128, feed_forward=256), GRAPHS["words"]
    inputs = export._inputs(WordsGraph(made), windows=1, words=9)
    given = {name: value.numpy() for name, value in zip(graph.inputs, inputs, strict=True)}
    with torch.no_grad():
        wanted = made.encoder(*inputs).numpy()
    space = {}
    for bits, allowed in ((32, 1e-4), (8, 0.05), (4, 0.2)):
        (folder := tmp_path / str(bits)).mkdir()
        export.write_graphs(made, folder, bits)
        path, providers = folder / graph.file, ["CPUExecutionProvider"]
        session = onnxruntime.InferenceSession(str(path), session_options(1), providers=providers)
        found = session.run(["states"], given)[0]
        error = np.sqrt(((found - wanted) ** 2).mean() / (wanted**2).mean())
        assert (bits < 32) * 1e-4 < error < allowed, (bits, error)
        space[bits] = path.stat().st_size
    assert space[4] < space[8] < space[32] / 2, space


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


def model_folder(made: TrainableNetwork, bits: int, folder: Path) -> Path:
    """Write a network as a model folder, with the tokenizer and lemmas of the bundled one."""
    from quoteattr.training.export import write_graphs

    folder.mkdir(exist_ok=True)
    write_graphs(made, folder, bits)
    (folder / "config.json").write_text(json.dumps({"format": FORMAT, "labels": made.labels.as_dict()}))
    (folder / "training.json").write_text("{}")
    for name in (TOKENIZER, LEMMAS):
        shutil.copy(BUNDLED / "en" / name, folder / name)
    write_manifest(folder)
    return folder


def with_base(alone: Path, base: Path, folder: Path) -> Path:
    """Write a copy of a model folder that uses the tokenizer, lemmas and word pieces of a base."""
    from quoteattr.training.export import share_tables

    shutil.copytree(alone, folder, ignore=shutil.ignore_patterns(TOKENIZER, LEMMAS))
    share_tables(folder / GRAPHS["words"].file, base / GRAPHS["words"].file)
    write_manifest(folder, base=base)
    return folder


def test_the_attention_bias_of_mpnet_is_restored(tmp_path: Path) -> None:
    made = drawn(evolve(SIZES["mpnet"], vocabulary=2000, layers=1, feed_forward=32))
    folder = model_folder(made, 4, tmp_path / "model")
    (folder / "training.json").write_text('{"encoder": "mpnet"}')
    write_manifest(folder)
    found = restored(folder)["encoder.relative.table.weight"]
    assert torch.allclose(found, made.state_dict()["encoder.relative.table.weight"], atol=0.05)


def restored(folder: Path) -> dict[str, torch.Tensor]:
    """Return the weights that are restored from a model folder."""
    from safetensors.torch import load_file

    from quoteattr.training.export import restore

    restore(folder, folder / "out")
    return load_file(folder / "out" / "restored.safetensors")


@pytest.mark.parametrize(("bits", "allowed"), [(8, 0.02), (4, 0.2)])
def test_weights_are_restored_from_fewer_bits(bits: int, allowed: float, tmp_path: Path) -> None:
    """So that they can be a teacher."""
    from quoteattr.training.distillation import _teacher

    made = drawn(Sizes(vocabulary=2000, layers=2, feed_forward=160))
    found = restored(model_folder(made, bits, tmp_path))
    assert found.keys() == made.state_dict().keys()
    for name, wanted in made.state_dict().items():
        error = (found[name] - wanted).norm() / wanted.norm().clamp(min=1e-6)
        assert error < allowed, (name, error)
    teacher = _teacher(tmp_path / "out" / "restored.safetensors")
    assert (teacher.sizes, teacher.labels) == (made.sizes, made.labels)


def test_a_model_uses_the_word_pieces_of_its_base_or_is_refused(tmp_path: Path) -> None:
    large = drawn(Sizes(layers=2, feed_forward=64))
    base = model_folder(large, 8, tmp_path / "base")
    small = drawn(Sizes(layers=1, feed_forward=32))
    small.encoder.pieces, small.encoder.positions = large.encoder.pieces, large.encoder.positions
    alone = model_folder(small, 8, tmp_path / "alone")
    shared = with_base(alone, base, tmp_path / "shared")
    file = GRAPHS["words"].file
    assert (shared / file).stat().st_size < (alone / file).stat().st_size - 30522 * 384
    found, wanted = (Graphs(open_bundle(folder))([WINDOW])[0] for folder in (shared, alone))
    assert (found.upos, found.heads, found.deprels) == (wanted.upos, wanted.heads, wanted.deprels)
    assert np.array_equal(found.states.vectors, wanted.states.vectors)
    again = restored(shared)
    assert torch.allclose(again["encoder.pieces.weight"], large.encoder.pieces.weight, atol=0.01)
    other = drawn(small.sizes)
    torch.nn.init.normal_(other.encoder.pieces.weight)
    with pytest.raises(ModelError, match=r"is not that of .*: train with --freeze-tables"):
        with_base(model_folder(other, 8, tmp_path / "other"), base, tmp_path / "refused")


@pytest.mark.parametrize(("name", "shared"), [("en", SHARED), ("en-large", (LEMMAS,))])
def test_a_model_shares_equal_files_with_its_base(name: str, shared: tuple[str, ...], tmp_path: Path) -> None:
    from quoteattr.training.export import shared_files

    (tmp_path / "tokenizer.json").write_bytes(gzip.decompress((BUNDLED / name / TOKENIZER).read_bytes()))
    assert shared_files(tmp_path, BUNDLED / "en") == shared


@pytest.mark.parametrize("changed", [{}, {"layers": 3}, {"feed_forward": 768}, {"vocabulary": 900, "layers": 1}])
def test_sizes_are_derived_from_the_shapes_of_the_weights(changed: dict[str, int]) -> None:
    sizes = evolve(Sizes(), **changed)
    with torch.device("meta"):
        state = TrainableNetwork(sizes, LABELS).state_dict()
    assert sizes_of("minilm", shapes_of(state)) == sizes
