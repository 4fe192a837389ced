"""A small network: scores of a window do not depend on the batch, and every task trains its weights."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from quoteattr.annotate.features import FARTHEST, LONGEST_INPUT, PLACES, QUOTE_STATES, SHAPES, Pieces
from quoteattr.training.examples import Example, entity_examples, news_examples, tensors, tree_examples
from quoteattr.training.losses import loss
from quoteattr.training.network import RelativeBias, RolesGraph, TrainableNetwork, WordsGraph, precision
from tests.training.small_corpora import ARTICLE, ENTITIES, LABELS, network
from tests.training.treebank import CLOSED, RAINED


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abclmnrst"]
    return Pieces(Tokenizer(WordPiece({name: i for i, name in enumerate(letters)}, unk_token="[UNK]")))


@pytest.fixture(name="network")
def small_network() -> TrainableNetwork:
    return network()


def examples() -> list[Example]:
    return [
        *tree_examples([[RAINED, CLOSED], [CLOSED]], LABELS, 150),
        *entity_examples([[ENTITIES]], LABELS, 150),
        *news_examples([ARTICLE], 150),
    ]


def test_a_cpu_that_has_no_bfloat16_calculates_in_floats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    with precision("cpu"):
        assert not torch.is_autocast_enabled("cpu")


@torch.no_grad()
def test_padding_changes_nothing(network: TrainableNetwork, pieces: Pieces) -> None:
    long, short = examples()[:2]
    together = network.words(network.encoder(*tensors([long, short], pieces).inputs))
    alone = network.words(network.encoder(*tensors([short], pieces).inputs))
    count = len(short.window.words)
    for batched, single in zip(together[:4], alone[:4], strict=True):
        torch.testing.assert_close(batched[1, :count], single[0])
    torch.testing.assert_close(together[4][1, :count, : count + 1], alone[4][0])


@pytest.mark.parametrize(
    ("number", "reached"),
    [(0, {"words", "relation"}), (2, {"words"}), (3, {"words", "roles"})],
    ids=["tree", "entity", "news"],
)
def test_a_task_trains_the_encoder_and_its_own_heads(
    network: TrainableNetwork, pieces: Pieces, number: int, reached: set[str]
) -> None:
    group = [examples()[number]]
    value = loss(network, group, tensors(group, pieces))
    assert torch.isfinite(value)
    value.backward()
    moved = {name.partition(".")[0] for name, p in network.named_parameters() if p.grad is not None and p.grad.any()}
    assert moved == {"encoder", *reached}


def test_weights_that_do_not_fit_are_refused(network: TrainableNetwork) -> None:
    weights = {
        "bert.embeddings.token_type_embeddings.weight": torch.zeros(2, 16),
        "bert.embeddings.word_embeddings.weight": torch.zeros(16, 16),
    }
    with pytest.raises(KeyError, match=r"position_embeddings"):
        network.load_pretrained(weights)


def test_relative_attention_distinguishes_direction_and_near_distances() -> None:
    bias = RelativeBias(buckets=32, heads=2)
    # Half of the buckets for each direction: 0 to 7 exactly, then logarithmic up to 128.
    distances = torch.tensor([0, -1, -7, -8, -127, -500, 1, 7, 500])
    assert bias.bucket(distances).tolist() == [0, 1, 7, 8, 15, 15, 17, 23, 31]
    assert bias(5).shape == (2, 5, 5)


def test_an_mpnet_checkpoint_is_loaded_with_its_relative_bias() -> None:
    one = network(buckets=32)
    hidden, inner = one.sizes.hidden, one.sizes.feed_forward
    linear = {
        **dict.fromkeys(("attention.attn.q", "attention.attn.k", "attention.attn.v"), (hidden, hidden)),
        "attention.attn.o": (hidden, hidden),
        "intermediate.dense": (inner, hidden),
        "output.dense": (hidden, inner),
    }
    weights = {f"encoder.layer.0.{name}.weight": torch.randn(shape) for name, shape in linear.items()}
    weights |= {f"encoder.layer.0.{name}.bias": torch.randn(shape[0]) for name, shape in linear.items()}
    norms = ("encoder.layer.0.attention.LayerNorm", "encoder.layer.0.output.LayerNorm", "embeddings.LayerNorm")
    weights |= {f"{name}.{part}": torch.randn(hidden) for name in norms for part in ("weight", "bias")}
    weights["embeddings.word_embeddings.weight"] = torch.randn(one.sizes.vocabulary, hidden)
    weights["embeddings.position_embeddings.weight"] = torch.randn(LONGEST_INPUT, hidden)
    weights["encoder.relative_attention_bias.weight"] = torch.randn(32, 2)
    one.load_pretrained({f"mpnet.{name}": tensor for name, tensor in weights.items()})
    loaded = one.encoder.state_dict()
    assert loaded["relative.table.weight"].equal(weights["encoder.relative_attention_bias.weight"])
    assert loaded["layers.0.self_attn.in_proj_weight"][:hidden].equal(
        weights["encoder.layer.0.attention.attn.q.weight"]
    )
    assert loaded["layers.0.norm1.weight"].equal(weights["encoder.layer.0.attention.LayerNorm.weight"])


@pytest.mark.parametrize("buckets", [0, 8])
def test_the_graph_of_words_equals_the_network(buckets: int) -> None:
    one = network(layers=2, buckets=buckets)
    pieces = torch.randint(0, one.sizes.vocabulary, (2, 9))
    mask = torch.ones_like(pieces, dtype=torch.bool)
    mask[1, 6:] = False
    features = [torch.randint(0, len(values), (2, 6)) for values in (SHAPES, QUOTE_STATES, PLACES)]
    inputs = (pieces, torch.randint(0, 7, pieces.shape), mask, torch.randint(0, 6, (2, 6)), *features)
    with torch.no_grad():
        states = one.encoder(*inputs)
        expected = (states, *one.words(states))
        found = WordsGraph(one)(*inputs)
    for expectation, value in zip(expected, found, strict=True):
        torch.testing.assert_close(value, expectation, atol=1e-4, rtol=1e-4)


def test_the_graph_of_roles_equals_the_network() -> None:
    one = network(layers=2)
    states = torch.randn(7, one.roles.word.in_features)
    cues = torch.tensor([1, 4, 6])
    distance = torch.randint(0, 2 * FARTHEST + 1, (3, 7))
    with torch.no_grad():
        expected = one.roles(states[cues], states.expand(3, -1, -1), distance, torch.ones(3, 7))
        found = RolesGraph(one.roles)(states, cues, distance)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
