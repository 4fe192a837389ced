"""Small sentences with trees, shared by the tests of training."""

from __future__ import annotations

from quoteattr.training.corpora import TreeSentence

ROOT = -1


def tree(*rows: str) -> TreeSentence:
    """A sentence from ``form UPOS head relation`` rows; heads count from 1, 0 is the root, as in CoNLL-U."""
    columns = [row.split() for row in rows]
    words, upos, heads, relations = zip(*columns, strict=True)
    return TreeSentence(words, upos, tuple(f"x{tag}" for tag in upos), tuple(int(h) - 1 for h in heads), relations)


RAINED = tree(
    "It PRON 2 nsubj",
    "rained VERB 6 ccomp",
    ", PUNCT 2 punct",
    "Mayor PROPN 6 nsubj",
    "Lund PROPN 4 flat",
    "said VERB 0 root",
    "twice ADV 6 advmod",
    ". PUNCT 6 punct",
)
CLOSED = tree(
    "The DET 3 det",
    "old ADJ 3 amod",
    "bridge NOUN 4 nsubj",
    "closed VERB 0 root",
    "on ADP 6 case",
    "Friday PROPN 4 obl",
    ". PUNCT 4 punct",
)
MET = tree(
    "Ana PROPN 3 nsubj",
    "Ruiz PROPN 1 flat",
    "met VERB 0 root",
    "the DET 5 det",
    "union NOUN 3 obj",
    ". PUNCT 3 punct",
)


def arcs(sentence: TreeSentence) -> set[tuple[str, str, str]]:
    """Each word with its relation and its head's word; only for sentences without repeated words."""
    assert len(set(sentence.words)) == len(sentence.words)
    above = [sentence.words[head] if head != ROOT else "" for head in sentence.heads]
    return set(zip(sentence.words, sentence.deprels, above, strict=True))


def is_tree(sentence: TreeSentence) -> bool:
    """True if the columns are of one length and every word is below the one root."""
    columns = (sentence.upos, sentence.xpos, sentence.heads, sentence.deprels)
    count = len(sentence.words)
    if any(len(column) != count for column in columns) or not all(ROOT <= head < count for head in sentence.heads):
        return False
    roots = [i for i, head in enumerate(sentence.heads) if head == ROOT]
    return len(roots) == 1 and sentence.deprels[roots[0]] == "root" and all(_rises(sentence, i) for i in range(count))


def _rises(sentence: TreeSentence, word: int) -> bool:
    for _ in sentence.words:
        if word == ROOT:
            return True
        word = sentence.heads[word]
    return word == ROOT
