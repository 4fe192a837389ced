"""A few sentences of each kind as the corpora of a training."""

from __future__ import annotations

from quoteattr.training.corpora import CONTENT, CUE, SOURCE, CueRoles, EntitySentence, NewsArticle
from quoteattr.training.examples import Corpora, inventory
from tests.training.treebank import CLOSED, MET, RAINED

ENTITIES = EntitySentence(("Ana", "Ruiz", "left"), ("B-Person", "E-Person", "O"))
ARTICLE = NewsArticle(
    "a",
    ((CLOSED.words, 0), (RAINED.words, 1)),
    (CueRoles(12, {7: CONTENT, 8: CONTENT, 10: SOURCE, 11: SOURCE, 12: CUE}),),
)
CORPORA = Corpora([[RAINED, CLOSED], [MET]] * 20, [MET] * 10, [[ENTITIES]] * 9, [(ARTICLE,)] * 3)
LABELS = inventory(CORPORA)
