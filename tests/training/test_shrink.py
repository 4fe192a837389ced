"""Initialisation of a smaller network from parts of a larger one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from quoteattr.annotate.bundle import BUNDLED, TOKENIZER
from quoteattr.annotate.features import Pieces, Window, read_tokenizer
from quoteattr.errors import InputError
from quoteattr.training import shrink
from quoteattr.training.network import TrainableNetwork, shapes_of, tokenizer_for
from tests.training.small_corpora import LABELS, network

VOCABULARY = {"[PAD]": 0, "[UNK]": 1, "a": 2, "port": 3, "##s": 4, "harbour": 5, "é": 6, "quay": 7}


@pytest.mark.parametrize(("layers", "kept"), [(1, [3]), (2, [1, 3]), (3, [1, 2, 3]), (4, [0, 1, 2, 3])])
def test_layers_are_spread_evenly(layers: int, kept: list[int]) -> None:
    deep = network(layers=4)
    shallow = network(layers=layers)
    shallow.load_state_dict(shrink.with_layers(deep.state_dict(), layers))
    for number, layer in zip(kept, shallow.encoder.layers, strict=True):
        taken = deep.encoder.layers[number].state_dict()
        assert all(tensor.equal(taken[name]) for name, tensor in layer.state_dict().items())


def test_units_without_weight_are_left_out_first() -> None:
    wide = network(feed_forward=8)
    state = wide.state_dict()
    for number in (1, 4, 6):
        state["encoder.layers.0.linear2.weight"][:, number] = 0
        state["encoder.layers.0.linear1.weight"][number] *= 2
    narrow = network(feed_forward=5)
    narrow.load_state_dict(shrink.narrower(state, 5))
    values = torch.randn(3, wide.sizes.hidden)
    layer, other = wide.encoder.layers[0], narrow.encoder.layers[0]
    expected = layer.linear2(torch.nn.functional.gelu(layer.linear1(values)))  # type: ignore[operator, union-attr]
    found = other.linear2(torch.nn.functional.gelu(other.linear1(values)))  # type: ignore[operator, union-attr]
    assert torch.allclose(expected, found, atol=1e-5)


@pytest.mark.parametrize(("number", "kept"), [(4, [0, 1, 2, 4]), (5, [0, 1, 2, 4, 7]), (6, [0, 1, 2, 3, 4, 7])])
def test_special_pieces_and_letters_are_kept_then_the_frequent_ones(number: int, kept: list[int]) -> None:
    stored = {"model": {"vocab": VOCABULARY}, "added_tokens": [{"id": 0}, {"id": 1}]}
    assert shrink.kept_pieces(stored, {7: 9, 3: 5, 5: 2}, number) == kept


def test_a_smaller_tokenizer_spells_rare_words_with_smaller_pieces(tmp_path: Path) -> None:
    stored = json.loads(gzip.decompress((BUNDLED / "en" / TOKENIZER).read_bytes()))
    texts = [Window(["The", "harbour", "master", "spoke"], [0], frozenset({0}), 0)]
    before = Pieces(read_tokenizer(BUNDLED / "en" / TOKENIZER))
    kept = shrink.kept_pieces(stored, shrink.counted(texts, before), 400)
    (tmp_path / "tokenizer.json").write_text(json.dumps(shrink.with_pieces(stored, kept)))
    after = Pieces(read_tokenizer(tmp_path / "tokenizer.json"))
    assert [kept[piece] for piece in after.of("Harbour")] == list(before.of("harbour"))
    assert len(after.of("quay")) > len(before.of("quay"))
    assert after.unknown not in after.of("quay")


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    made = TrainableNetwork(network(layers=2, vocabulary=160).sizes, LABELS)
    save_file(made.state_dict(), tmp_path / "pass-1.safetensors")
    (tmp_path / "labels.json").write_text(json.dumps(LABELS.as_dict()))
    (tmp_path / "settings.json").write_text('{"encoder": "minilm"}')
    stored = json.loads(gzip.decompress((BUNDLED / "en" / TOKENIZER).read_bytes()))
    small = shrink.with_pieces(stored, shrink.kept_pieces(stored, {}, 160))
    (tmp_path / "tokenizer.json").write_text(json.dumps(small))
    return tmp_path


def test_training_can_start_from_the_folder(deep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [Window(["a", "b"], [0], frozenset({0}), 0)]
    monkeypatch.setattr(shrink, "texts_to_label", lambda data, seed: texts)
    out = deep / "small"
    given = (deep / "pass-1.safetensors", deep / "tokenizer.json", deep, out)
    shrink.shrink(*given, layers=1, feed_forward=4, pieces=150)
    shapes = shapes_of(load_file(out / "start.safetensors"))
    assert shapes["encoder.pieces.weight"][0] == 150
    assert shapes["encoder.layers.0.linear1.weight"][0] == 4
    assert not any(name.startswith("encoder.layers.1.") for name in shapes)
    assert read_tokenizer(out / "tokenizer.json").get_vocab_size() == 150
    assert json.loads((out / "labels.json").read_text()) == LABELS.as_dict()


@pytest.mark.parametrize("sizes", [{"layers": 0}, {"layers": 3}, {"feed_forward": 17}, {"pieces": 161}])
def test_invalid_sizes_are_named(sizes: dict[str, int], deep: Path) -> None:
    wanted = {"layers": 1, "feed_forward": 4, "pieces": 150, **sizes}
    [value] = sizes.values()
    with pytest.raises(InputError, match=f"is {value}, the network in .* has .*: give 1 to"):
        shrink.shrink(deep / "pass-1.safetensors", deep / "tokenizer.json", deep, deep / "out", **wanted)


def test_too_few_pieces_to_spell_words_are_refused() -> None:
    stored = {"model": {"vocab": VOCABULARY}, "added_tokens": [{"id": 0}, {"id": 1}]}
    with pytest.raises(InputError, match="3 word pieces cannot spell every word: keep at least 4"):
        shrink.kept_pieces(stored, {}, 3)


def test_a_tokenizer_of_more_pieces_than_the_network_is_refused(deep: Path) -> None:
    assert tokenizer_for(network(vocabulary=160).sizes, deep).get_vocab_size() == 160
    message = "has 160 word pieces, the weights have 150: give the folder that 'shrink' wrote"
    with pytest.raises(InputError, match=message):
        tokenizer_for(network(vocabulary=150).sizes, deep)


def test_the_mean_is_that_of_each_weight(tmp_path: Path) -> None:
    one, other = (tmp_path / name for name in ("one", "other"))
    for folder, value in ((one, 1.0), (other, 5.0)):
        folder.mkdir()
        save_file({"a": torch.full((2,), value), "frozen": torch.tensor([0.1])}, folder / "pass-1.safetensors")
        for name in ("labels.json", "settings.json"):
            (folder / name).write_text(folder.name)
    shrink.mean(one / "pass-1.safetensors", other / "pass-1.safetensors", tmp_path / "mean", 0.75)
    found = load_file(tmp_path / "mean" / "mean.safetensors")
    assert found["a"].tolist() == [2.0, 2.0]
    assert torch.equal(found["frozen"], torch.tensor([0.1]))
    assert (tmp_path / "mean" / "labels.json").read_text() == "one"


@pytest.mark.parametrize(
    ("shape", "share", "message"), [((3,), 0.5, "different names or shapes"), ((2,), 1.5, "the share is 1.5")]
)
def test_a_mean_that_cannot_be_is_refused(shape: tuple[int], share: float, message: str, tmp_path: Path) -> None:
    save_file({"a": torch.ones(2)}, tmp_path / "one.safetensors")
    save_file({"a": torch.ones(shape)}, tmp_path / "other.safetensors")
    with pytest.raises(InputError, match=message):
        shrink.mean(tmp_path / "one.safetensors", tmp_path / "other.safetensors", tmp_path / "mean", share)
