"""The inputs of the trees: the network's scores around a line, and its position on the page."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from quoteattr.model import PartKind
from quoteattr.page.classifier import CLASSES, line_classifier
from quoteattr.page.features import _headings, _moved, _places, _topic, _windows, context_features, line_features
from quoteattr.page.lines import best_kinds, split_lines
from tests.page.pages import BODY, HEADLINE, MENU

PAGE = "\n".join([*MENU, HEADLINE, "By Ida Voss", *BODY, "Related stories", "Ferry line to close"])


@pytest.mark.parametrize("text", [PAGE, "Home", "Home\nNews\nSport", "\n".join(["It rained all day."] * 300)])
def test_the_trees_score_every_line(text: str) -> None:
    classifier = line_classifier()
    assert classifier.trees is not None
    lines = split_lines(text)
    found = line_features(lines)
    scores = evolve(classifier, trees=None)(lines)
    given = context_features(lines, found, scores, best_kinds(scores))
    assert given.shape[0] == len(lines)
    assert np.isfinite(given).all()
    probabilities = classifier.trees.probabilities(given)
    assert probabilities.shape == (len(lines), CLASSES)
    np.testing.assert_allclose(probabilities.sum(1), 1, atol=1e-5)


def test_values_of_lines_beyond_the_page_are_zero() -> None:
    values = np.array([[1.0], [2.0], [3.0]])
    assert _moved(values, 1).ravel().tolist() == [2, 3, 0]
    assert _moved(values, -2).ravel().tolist() == [0, 0, 1]
    assert _moved(values, 4).ravel().tolist() == [0, 0, 0]


def test_windows_are_means_before_and_after() -> None:
    before, after, *_ = _windows(np.array([1.0, 0.0, 1.0, 1.0]))
    assert before.tolist() == [0, 1, 0.5, 0.5]
    assert after.tolist() == [0.5, 1, 1, 0]


def test_the_distance_to_high_scoring_lines_of_the_body_is_counted() -> None:
    kinds: list[PartKind] = ["chrome", "body", "chrome", "chrome", "body"]
    columns = list(_places(np.array([0.0, 0.9, 0.1, 0.1, 0.9]), np.full(5, 100.0), kinds))
    assert columns[0].tolist() == [-1, 0, 1, 2, 3]  # from the first line of the body
    assert columns[9].tolist() == [99, 0, 1, 2, 0]  # from the last line with a high score
    assert columns[10].tolist() == [1, 0, 2, 1, 0]  # to the next one
    assert columns[11].tolist() == [0, 0, 1, 2, 2]  # the longest sequence without one so far


def test_headings_below_the_beginning_of_the_body_are_counted() -> None:
    lines = split_lines("Related\nIt rained.\nRelated stories\nFerry line to close\nComments (3)\nFirst!")
    kinds: list[PartKind] = ["chrome", "body", "chrome", "chrome", "chrome", "chrome"]
    columns = list(_headings(lines, np.array([0, 0.9, 0, 0, 0, 0]), kinds))
    distance, count = columns[0], columns[1]  # of headings of comments
    assert distance.tolist() == [99, 99, 99, 99, 0, 1]
    assert count.tolist() == [0, 0, 0, 0, 1, 1]
    assert columns[2].tolist() == [99, 99, 0, 1, 2, 3]


def test_the_words_of_headline_and_opening_are_the_topic() -> None:
    lines = split_lines("Bridge closes\nThe bridge was closed for repairs.\nMore repairs to the bridge\nSoup recipes")
    kinds: list[PartKind] = ["headline", "body", "chrome", "chrome"]
    shared, *_, heads = _topic(lines, np.array([0, 0.9, 0, 0]), kinds)
    assert shared[2] == pytest.approx(2 / 3)
    assert shared[3] == 0
    assert heads.tolist() == [2, 1, 1, 0]
