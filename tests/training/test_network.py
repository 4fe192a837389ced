"""The network in small: what it says of a window does not depend on the batch, and every task reaches its weights."""

from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from quoteattr.annotate.features import Pieces
from quoteattr.training.examples import Example, entity_examples, news_examples, tensors, tree_examples
from quoteattr.training.losses import loss
from quoteattr.training.network import Network
from tests.training.small_corpora import ARTICLE, ENTITIES, LABELS, network
from tests.training.treebank import CLOSED, RAINED


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abclmnrst"]
    return Pieces(Tokenizer(WordPiece({name: i for i, name in enumerate(letters)}, unk_token="[UNK]")))


@pytest.fixture(name="network")
def small_network() -> Network:
    return network()


def examples() -> list[Example]:
    return [
        *tree_examples([[RAINED, CLOSED], [CLOSED]], LABELS, 150),
        *entity_examples([[ENTITIES]], LABELS, 150),
        *news_examples([ARTICLE], 150),
    ]


@torch.no_grad()
def test_padding_changes_nothing(network: Network, pieces: Pieces) -> None:
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
def test_a_task_reaches_the_encoder_and_its_own_heads(
    network: Network, pieces: Pieces, number: int, reached: set[str]
) -> None:
    group = [examples()[number]]
    value = loss(network, group, tensors(group, pieces))
    assert torch.isfinite(value)
    value.backward()
    moved = {name.partition(".")[0] for name, p in network.named_parameters() if p.grad is not None and p.grad.any()}
    assert moved == {"encoder", *reached}


def test_weights_that_do_not_fit_are_refused(network: Network) -> None:
    weights = {
        "bert.embeddings.token_type_embeddings.weight": torch.zeros(2, 16),
        "bert.embeddings.word_embeddings.weight": torch.zeros(16, 16),
    }
    with pytest.raises(KeyError, match=r"position_embeddings"):
        network.load_pretrained(weights)
