"""Heads form the maximum spanning tree with one root, for any scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quoteattr.annotate.decoding import heads

SCORES = st.floats(-50, 50, width=32)


def matrices(most: int) -> st.SearchStrategy[np.ndarray]:
    return st.integers(1, most).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=SCORES))


def one_tree(above: Sequence[int]) -> bool:
    """Return True if every word is below the root and exactly one depends on it."""

    def reaches(word: int) -> bool:
        for _ in above:
            if word == 0:
                return True
            word = above[word - 1]
        return word == 0

    return list(above).count(0) == 1 and all(reaches(word) for word in range(1, len(above) + 1))


def value(scores: np.ndarray, above: Sequence[int]) -> float:
    return float(sum(np.float64(scores[word, head]) for word, head in enumerate(above)))


@settings(deadline=None)
@given(matrices(12))
def test_any_scores_decode_to_one_tree(scores: np.ndarray) -> None:
    assert one_tree(heads(scores))


@settings(deadline=None)
@given(matrices(4))
def test_no_tree_is_better(scores: np.ndarray) -> None:
    count = len(scores)
    trees = filter(one_tree, product(range(count + 1), repeat=count))
    assert value(scores, heads(scores)) == pytest.approx(max(value(scores, tree) for tree in trees), abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_stanza_finds_no_better_tree_of_a_long_sentence(seed: int) -> None:
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    random = np.random.default_rng(seed)
    count = int(random.integers(10, 60))
    scores = random.normal(size=(count, count + 1)).astype(np.float32)
    square = np.full((count + 1, count + 1), -1e9, np.float32)
    square[1:] = scores
    np.fill_diagonal(square, -1e9)
    stanzas = [int(head) for head in chuliu_edmonds_one_root(square - square.max(1, keepdims=True))[1:]]
    assert value(scores, heads(scores)) >= value(scores, stanzas) - 1e-3


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[5, 0, 1], [0, 5, 0]], [0, 1]),
        # Each word is the best head of the other: the cycle is broken at the lowest cost.
        ([[3, 0, 9], [1, 9, 0]], [0, 1]),
        # Two roots by the best heads: the better one is kept.
        ([[9, 0, 1], [8, 7, 0]], [0, 1]),
        ([[7, 0, 6], [9, 1, 0]], [2, 0]),
    ],
)
def test_the_best_tree_is_found(scores: list[list[float]], expected: list[int]) -> None:
    assert heads(np.array(scores, np.float32)) == expected


def test_a_long_cycle_is_broken_without_deep_recursion() -> None:
    count = 600
    scores = np.zeros((count, count + 1), np.float32)
    scores[np.arange(count), (np.arange(count) + 1) % count + 1] = 5  # the next word is the best head
    scores[0, 0] = 1
    assert one_tree(heads(scores))


def test_decoding_changes_no_scores() -> None:
    scores = np.zeros((3, 4), np.float32)
    heads(scores)
    assert not scores.any()
