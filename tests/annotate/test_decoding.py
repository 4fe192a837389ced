"""Constrained decoding: valid BIOES sequences, one subject and one object a word, for any scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quoteattr.annotate.decoding import ARGUMENTS, ArgumentDecoder, EntityDecoder, heads

TAGS = ("O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC")
SCORES = st.floats(-50, 50, width=32)


@settings(deadline=None)
@given(st.integers(1, 10).flatmap(lambda n: arrays(np.float32, (n, len(TAGS)), elements=SCORES)))
def test_any_scores_decode_to_valid_entities(scores: np.ndarray) -> None:
    tags = EntityDecoder(TAGS)(scores)
    opened = None
    for tag in tags:
        prefix, _, label = tag.partition("-")
        assert (opened == label) if prefix in ("I", "E") else (opened is None)
        opened = label if prefix in ("B", "I") else None
    assert opened is None


def test_an_invalid_best_tag_is_replaced() -> None:
    scores = np.full((2, len(TAGS)), -5, np.float32)
    scores[0, TAGS.index("B-PER")] = 4
    scores[1, TAGS.index("E-LOC")] = 3
    scores[1, TAGS.index("E-PER")] = 2
    assert EntityDecoder(TAGS)(scores) == ["B-PER", "E-PER"]


RELATIONS = ("nsubj", "csubj", "obj", "iobj", "nmod:desc", "obl", "obl:agent", "ccomp")
FUNCTION = {label: names[0] for names in ARGUMENTS for label in names}
TITLE = ("Chair", "Vale", "said")
# scores of arcs and of relations, and the head and relation of each word
TREES: list[tuple[Mapping[tuple[str, str], float], Mapping[tuple[str, str, str], float], Sequence[tuple[str, str]]]] = [
    # the title has the name as its next best head
    (
        {("Chair", "said"): 3, ("Chair", "Vale"): 2, ("Vale", "said"): 5},
        {("Chair", "said", "nsubj"): 3, ("Vale", "said", "nsubj"): 5, ("Chair", "Vale", "nmod:desc"): 4},
        [("Vale", "nmod:desc"), ("said", "nsubj"), ("", "root")],
    ),
    # another relation to the same head costs less
    (
        {("Chair", "said"): 9, ("Vale", "said"): 9},
        {("Chair", "said", "obl"): 2, ("Chair", "said", "nsubj"): 3, ("Vale", "said", "nsubj"): 9},
        [("said", "obl"), ("said", "nsubj"), ("", "root")],
    ),
    # so it is for two agents
    (
        {("Chair", "said"): 3, ("Chair", "Vale"): 2, ("Vale", "said"): 5},
        {("Chair", "said", "obl:agent"): 3, ("Vale", "said", "obl:agent"): 5, ("Chair", "Vale", "nmod:desc"): 4},
        [("Vale", "nmod:desc"), ("said", "obl:agent"), ("", "root")],
    ),
    # a subject and an object have different functions
    (
        {("Chair", "said"): 9, ("Vale", "said"): 9},
        {("Chair", "said", "nsubj"): 9, ("Vale", "said", "obj"): 9},
        [("said", "nsubj"), ("said", "obj"), ("", "root")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("arcs", "relations", "tree"), TREES)
def test_a_word_has_one_argument_of_each_function(
    arcs: Mapping[tuple[str, str], float],
    relations: Mapping[tuple[str, str, str], float],
    tree: Sequence[tuple[str, str]],
) -> None:
    scores = np.array([[float(word == "said"), *(arcs.get((word, head), -9) for head in TITLE)] for word in TITLE])
    labels = np.array(
        [[[relations.get((word, head, name), 0) for name in RELATIONS] for head in TITLE] for word in TITLE]
    )
    assert decoded(scores.astype(np.float32), labels.astype(np.float32)) == [
        (TITLE.index(head) + 1 if head else 0, name if head else None) for head, name in tree
    ]


@settings(deadline=None)
@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(
            arrays(np.float32, (n, 1 + n), elements=SCORES), arrays(np.float32, (n, n, len(RELATIONS)), elements=SCORES)
        )
    )
)
def test_any_scores_decode_to_a_tree_without_second_arguments(scores: tuple[np.ndarray, np.ndarray]) -> None:
    tree = decoded(*scores)
    functions = Counter((head, FUNCTION[label]) for head, label in tree if label in FUNCTION)
    assert not functions or max(functions.values()) == 1
    assert [head for head, _ in tree].count(0) == 1
    for word in range(len(tree)):
        seen = set()
        while word >= 0:
            assert word not in seen
            seen.add(word)
            word = tree[word][0] - 1


def decoded(arcs: np.ndarray, relations: np.ndarray) -> list[tuple[int, str | None]]:
    """Return heads (0 for the root, else the position + 1) and relations (None for that of the root)."""
    above = heads(arcs)
    labels = [int(relations[word, max(head, 1) - 1].argmax()) for word, head in enumerate(above)]
    ArgumentDecoder(RELATIONS)(
        arcs, above, labels, lambda words, over: relations[list(words), np.array(over) - 1].copy()
    )
    return [(head, RELATIONS[label] if head else None) for head, label in zip(above, labels, strict=True)]
