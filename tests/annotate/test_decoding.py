"""Heads form one tree with one root, entity tags follow one another lawfully, whatever the scores are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quoteattr.annotate.decoding import EntityDecoder, heads

TAGS = ("O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC")
SCORES = st.floats(-50, 50, width=32)


def one_tree(above: list[int]) -> bool:
    """True if every word reaches the root and exactly one hangs from it."""

    def reaches(word: int) -> bool:
        for _ in above:
            if word == 0:
                return True
            word = above[word - 1]
        return word == 0

    return above.count(0) == 1 and all(reaches(word) for word in range(1, len(above) + 1))


@settings(deadline=None)
@given(st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, n + 1), elements=SCORES)))
def test_any_scores_give_one_tree(scores: np.ndarray) -> None:
    assert one_tree(heads(scores))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[5, 0, 1], [0, 5, 0]], [0, 1]),
        # Both words like each other best: the circle is broken where it costs least.
        ([[3, 0, 9], [1, 9, 0]], [0, 1]),
        # Two roots by the best heads: the better one stays.
        ([[9, 0, 1], [8, 7, 0]], [0, 1]),
        ([[7, 0, 6], [9, 1, 0]], [2, 0]),
    ],
)
def test_the_best_tree_is_found(scores: list[list[float]], expected: list[int]) -> None:
    assert heads(np.array(scores, np.float32)) == expected


def test_decoding_changes_no_scores() -> None:
    scores = np.zeros((3, 4), np.float32)
    heads(scores)
    assert not scores.any()


@settings(deadline=None)
@given(st.integers(1, 10).flatmap(lambda n: arrays(np.float32, (n, len(TAGS)), elements=SCORES)))
def test_any_scores_give_lawful_entities(scores: np.ndarray) -> None:
    tags = EntityDecoder(TAGS)(scores)
    opened = None
    for tag in tags:
        prefix, _, label = tag.partition("-")
        assert (opened == label) if prefix in ("I", "E") else (opened is None)
        opened = label if prefix in ("B", "I") else None
    assert opened is None


def test_an_unlawful_best_tag_gives_way() -> None:
    scores = np.full((2, len(TAGS)), -5, np.float32)
    scores[0, TAGS.index("B-PER")] = 4
    scores[1, TAGS.index("E-LOC")] = 3
    scores[1, TAGS.index("E-PER")] = 2
    assert EntityDecoder(TAGS)(scores) == ["B-PER", "E-PER"]
