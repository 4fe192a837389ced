"""Some sentences of each kind as training corpora, and a small network for them."""

from __future__ import annotations

import torch
from attrs import evolve

from quoteattr.training.corpora import CONTENT, CUE, SOURCE, CueRoles, EntitySentence, NewsArticle
from quoteattr.training.examples import Corpora, inventory
from quoteattr.training.network import Sizes, TrainableNetwork
from tests.training.treebank import CLOSED, MET, RAINED

ENTITIES = EntitySentence(("Ana", "Ruiz", "left"), ("B-Person", "E-Person", "O"))
ARTICLE = NewsArticle(
    "a",
    ((CLOSED.words, 0), (RAINED.words, 1)),
    (CueRoles(12, {7: CONTENT, 8: CONTENT, 10: SOURCE, 11: SOURCE, 12: CUE}),),
)
CORPORA = Corpora([[RAINED, CLOSED], [MET]] * 20, [MET] * 10, [[ENTITIES]] * 9, [(ARTICLE,)] * 3)
LABELS = inventory(CORPORA)
_SIZES = Sizes(
    vocabulary=16, hidden=16, layers=1, attention_heads=2, feed_forward=16, features=4, arcs=8, relations=6, cue=8,
    pair=8,
)  # fmt: skip


def network(**sizes: int) -> TrainableNetwork:
    """Return a network with random weights, of these sizes or the default ones."""
    torch.manual_seed(1)
    made = TrainableNetwork(evolve(_SIZES, **sizes), LABELS)
    for table in (made.encoder.before.shape, made.encoder.before.quote, made.encoder.before.place):
        torch.nn.init.normal_(table.weight)  # they are zero at first, and would have no effect
    return made.eval()
