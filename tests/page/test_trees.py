"""Boosted trees: evaluation with numpy."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.page.classifier import Trees

# Two trees for two classes: the first tests whether feature 0 is at most 0.5, then feature 1; the second is a leaf.
NODES = {
    "feature": np.array([0, 0, 1, 0, 0, 0]),
    "threshold": np.array([0.5, np.inf, 2.0, np.inf, np.inf, np.inf], np.float32),
    "child": np.array([1, 1, 3, 3, 4, 5]),
    "value": np.array([0, 1.0, 0, 2.0, 3.0, 0.0], np.float32),
    "roots": np.array([0, 5]),
}


@pytest.mark.parametrize(
    ("given", "score"),
    [((0.0, 9.0), 1.0), ((0.5, 9.0), 1.0), ((0.6, 2.0), 2.0), ((0.6, 2.5), 3.0)],
)
def test_the_left_branch_is_taken_if_the_feature_is_at_most_the_threshold(
    given: tuple[float, float], score: float
) -> None:
    """A leaf above the lowest level is kept."""
    trees = Trees(NODES, 2, depth=3)
    assert trees._scores(np.array([given], np.float32)).tolist() == [[score, 0.0]]


def test_scores_by_block_equal_those_of_all_lines() -> None:
    """More lines than the size of one block."""
    trees = Trees(NODES, 2, depth=3)
    given = np.random.default_rng(1).random((150, 2)).astype(np.float32)
    rows = np.concatenate([trees._scores(row[None]) for row in given])
    np.testing.assert_array_equal(trees._scores(given), rows)
