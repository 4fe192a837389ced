"""Boosted trees: numpy gives what the trees say, and a word counts only where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.page.classifier import CLASSES, line_classifier
from quoteattr.page.features import features
from quoteattr.page.lines import split_lines
from quoteattr.page.trees import Trees, with_neighbours, word_features

# Two trees for two classes: the first asks whether feature 0 is at most 0.5, then feature 1; the second is a leaf.
NODES = {
    "feature": np.array([0, 0, 1, 0, 0, 0]),
    "threshold": np.array([0.5, np.inf, 2.0, np.inf, np.inf, np.inf], np.float32),
    "child": np.array([1, 1, 3, 3, 4, 5]),
    "value": np.array([0, 1.0, 0, 2.0, 3.0, 0.0], np.float32),
    "roots": np.array([0, 5]),
    "words": np.zeros((0, 2), np.float32),
}


@pytest.mark.parametrize(
    ("given", "score"),
    [((0.0, 9.0), 1.0), ((0.5, 9.0), 1.0), ((0.6, 2.0), 2.0), ((0.6, 2.5), 3.0)],
)
def test_a_line_goes_left_where_its_feature_is_at_most_the_threshold(given: tuple[float, float], score: float) -> None:
    """A leaf that is reached early stays reached."""
    trees = Trees(NODES, {}, 2, depth=3)
    assert trees._scores(np.array([given], np.float32)).tolist() == [[score, 0.0]]


def test_blocks_give_what_the_whole_gives() -> None:
    """More lines than one block holds."""
    trees = Trees(NODES, {}, 2, depth=3)
    given = np.random.default_rng(1).random((150, 2)).astype(np.float32)
    rows = np.concatenate([trees._scores(row[None]) for row in given])
    np.testing.assert_array_equal(trees._scores(given), rows)


def test_the_words_of_a_line_are_averaged() -> None:
    """Unknown words do not count, and a line without known words is zero."""
    table = np.array([[1.0, -1.0], [3.0, -3.0]], np.float32)
    found = word_features({"by": 0, "desk": 1}, table, [["by", "x", "desk"], ["x"], ["x", "by"], []])
    assert found.tolist() == [[2, -2, 3, -1, 1, -1], [0] * 6, [1, -1, 1, -1, 0, 0], [0] * 6]


def test_neighbours_beyond_the_page_are_zero() -> None:
    """The features of a line come first."""
    lines = split_lines("One line here.\nAnother line there.")
    own = features(lines)
    found = with_neighbours(own)
    assert found.shape[0] == 2
    np.testing.assert_allclose(found[:, : own.shape[1]], own, atol=1e-3)
    assert not found[0, own.shape[1] : own.shape[1] + 14].any()


def test_the_bundled_trees_score_every_class() -> None:
    """As probabilities."""
    trees = line_classifier().trees
    assert trees is not None
    lines = split_lines("Bridge closed\nBy Ida Voss\nThe old bridge was closed on Monday, the town said.")
    found = trees(lines, features(lines))
    assert found.shape == (3, CLASSES)
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-5)
