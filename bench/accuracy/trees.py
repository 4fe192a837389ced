"""Tags, trees and entities of the bundled network on gold words: UPOS, UAS, LAS, entity F1, in per cent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from quoteattr.annotate.features import windows
from quoteattr.annotate.network import Network, joined
from quoteattr.training.corpora import EntitySentence, TreeSentence, entities, entity_documents, treebank


def treebank_scores(network: Network, path: Path) -> dict[str, float]:
    """UPOS, UAS and LAS (relations without subtype, as in the CoNLL 2018 task) of a treebank file."""
    right = {"upos": 0, "uas": 0, "las": 0}
    total = 0
    for document in treebank(path):
        gold = [row for sentence in document for row in _rows(sentence)]
        for wanted, found in zip(gold, _analyses(network, document), strict=True):
            right["upos"] += wanted[0] == found[0]
            right["uas"] += wanted[1] == found[1]
            right["las"] += wanted[1:] == found[1:]
            total += 1
    return {name: round(100 * count / total, 2) for name, count in right.items()}


Row = tuple[str, int | None, str]


def _rows(sentence: TreeSentence) -> Iterator[Row]:
    """UPOS, distance to the head (None for a root) and relation of each word."""
    for position, head in enumerate(sentence.heads):
        relation = sentence.deprels[position].partition(":")[0]
        yield sentence.upos[position], head - position if head >= 0 else None, relation


def _analyses(network: Network, sentences: Sequence[TreeSentence]) -> Iterator[Row]:
    found = joined(network(windows([(sentence.words, sentence.paragraph) for sentence in sentences])))
    for position, head in enumerate(found.heads):
        relation = found.deprels[position].partition(":")[0]
        yield found.upos[position], head - position if head >= 0 else None, relation


def entity_scores(network: Network, path: Path) -> dict[str, float]:
    """Precision, recall and F1 of whole entities on Worldwide Newswire."""
    hits = found_count = gold_count = 0
    for document in entity_documents(path):
        wanted = entities([tag for sentence in document for tag in sentence.tags])
        found = entities(_tags(network, document))
        hits += len(wanted & found)
        found_count += len(found)
        gold_count += len(wanted)
    scores = {"precision": hits / found_count, "recall": hits / gold_count, "f1": 2 * hits / (found_count + gold_count)}
    return {name: round(100 * value, 2) for name, value in scores.items()}


def _tags(network: Network, document: Sequence[EntitySentence]) -> list[str]:
    packed = windows([(sentence.words, sentence.paragraph) for sentence in document])
    return joined(network(packed)).entities
