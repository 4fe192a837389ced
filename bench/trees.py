"""Tags, trees and entities of the bundled network on gold words: UPOS, UAS, LAS, entity F1, in per cent."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from quoteattr.annotate import conllu
from quoteattr.annotate.features import windows
from quoteattr.annotate.network import Analysis, Network
from quoteattr.tree import Sentence

Entity = tuple[int, int, str]


def treebank_scores(network: Network, path: Path) -> dict[str, float]:
    """UPOS, UAS and LAS (relations without subtype, as in the CoNLL 2018 task) of a treebank file."""
    right = {"upos": 0, "uas": 0, "las": 0}
    total = 0
    for document in _documents(path):
        gold = [word for sentence, _ in document for word in sentence]
        found = _analyses(network, [([word.text for word in s], paragraph) for s, paragraph in document])
        starts = [sentence_start for sentence_start, (s, _) in zip(_starts(document), document, strict=True) for _ in s]
        for word, start, (upos, head, relation) in zip(gold, starts, found, strict=True):
            same_head = head == (word.head + start if word.head >= 0 else -1)
            right["upos"] += upos == word.upos
            right["uas"] += same_head
            right["las"] += same_head and relation.partition(":")[0] == word.relation
            total += 1
    return {name: round(100 * count / total, 2) for name, count in right.items()}


def _documents(path: Path) -> Iterator[list[tuple[Sentence, int]]]:
    """The documents of a treebank, each sentence with its paragraph number."""
    document: list[tuple[Sentence, int]] = []
    paragraph = 0
    for block in gzip.decompress(path.read_bytes()).decode().split("\n\n"):
        if "# newdoc" in block and document:
            yield document
            document = []
        paragraph += "# newpar" in block or "# newdoc" in block
        document += [(sentence, paragraph) for sentence in conllu.read(block + "\n\n")]
    if document:
        yield document


def _starts(document: Iterable[tuple[Sentence, int]]) -> Iterator[int]:
    start = 0
    for sentence, _ in document:
        yield start
        start += len(sentence)


def _analyses(network: Network, sentences: Sequence[tuple[list[str], int]]) -> Iterator[tuple[str, int, str]]:
    """UPOS, head (number in the document, -1 for roots) and relation of each word."""
    for analysis in network(windows(sentences)):
        for upos, head, relation in zip(analysis.upos, analysis.heads, analysis.deprels, strict=True):
            yield upos, head + analysis.window.first if head >= 0 else -1, relation


def entity_scores(network: Network, path: Path) -> dict[str, float]:
    """Precision, recall and F1 of whole entities on Worldwide Newswire."""
    hits = found_count = gold_count = 0
    for row in map(json.loads, gzip.decompress(path.read_bytes()).decode().splitlines()):
        sentences = [[(w.strip(), tag.split()[-1]) for w, tag in s if w.strip()] for s in row["sentences"]]
        gold = [tag for sentence in sentences for _, tag in sentence]
        words = [([word for word, _ in sentence], number) for number, sentence in enumerate(sentences) if sentence]
        analyses: list[Analysis] = network(windows(words))
        wanted, found = entities(gold), entities([tag for a in analyses for tag in a.entities])
        hits += len(wanted & found)
        found_count += len(found)
        gold_count += len(wanted)
    scores = {"precision": hits / found_count, "recall": hits / gold_count, "f1": 2 * hits / (found_count + gold_count)}
    return {name: round(100 * value, 2) for name, value in scores.items()}


def entities(tags: Sequence[str]) -> set[Entity]:
    """The entities of BIO or BIOES tags as (first, last + 1, type)."""
    found: set[Entity] = set()
    start = 0
    for position, (before, tag) in enumerate(pairwise(["O", *tags, "O"])):
        same = before[2:] == tag[2:]
        if before != "O" and (tag[0] in "OBS" or before[0] in "ES" or not same):
            found.add((start, position, before[2:]))
            start = position
        if before == "O":
            start = position
    return found
