"""Train the trees that find the lines with the authors and the date of an article."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quoteattr.page.bylines import read_bylines
from quoteattr.page.classifier import SIGNATURE_CLASSES, SIGNATURE_DEPTH, LineClassifier, Trees
from quoteattr.page.dates import find_dates
from quoteattr.page.features import near_article, signature_features
from quoteattr.page.lines import best_kinds
from quoteattr.training import page_trees
from quoteattr.training.page_examples import PageExample, views, wire_story
from quoteattr.training.page_labels import Labelled, LabelledLine, Row

SETTINGS = {
    "objective": "multiclass", "num_class": SIGNATURE_CLASSES, "learning_rate": 0.06, "num_leaves": 8,
    "max_depth": SIGNATURE_DEPTH, "min_data_in_leaf": 30, "lambda_l2": 3, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1, "verbosity": -1, "num_threads": 2, "seed": 1,
}  # fmt: skip
ROUNDS = 120
_INVENTED = 0.3  # weight of an article with invented names and dates


@frozen(eq=False)
class SignatureSample:
    """The lines near one article: inputs (lines, inputs), classes (lines,) and weights (lines,)."""

    site: str
    inputs: NDArray[Any]
    classes: NDArray[Any]
    weights: NDArray[Any]


def sample(example: PageExample, classifier: LineClassifier) -> SignatureSample | None:
    """Return the sample of one page, with the kinds that a classifier gives which has not seen its site.

    Where the page has no known author, or no known date, lines that may name one are left out.
    """
    lines = example.as_lines()
    if not lines:
        return None
    scores = classifier(lines)
    kinds = best_kinds(scores)
    near = near_article(lines, kinds)
    if not near:
        return None
    known = {line.kind for line in example.lines if line.weight > 0}
    pairs = [_class(example.lines[number], known) for number in near]
    weights = np.array([weight * example.weight for _, weight in pairs], np.float32)
    classes = np.array([number for number, _ in pairs], np.int64)
    return SignatureSample(example.site, signature_features(lines, kinds, scores.kinds, near), classes, weights)


def samples(
    rows: Sequence[Row],
    labelled: Labelled,
    classifier: LineClassifier,
    chance: random.Random,
) -> Iterator[SignatureSample]:
    """Yield the samples of pages: three views of each, and its article in the form of a wire story.

    Args:
        rows: The pages.
        labelled: Their lines with kinds, by the identifier of the page.
        classifier: A line classifier that has not seen the sites of the pages.
        chance: The source of the invented names and dates of wire stories.
    """
    for row in rows:
        lines = labelled[row["id"]]
        given = [PageExample(row["site"], own) for view, own in views(lines, row["title"]).items() if view != "bare"]
        story = wire_story(lines, chance)
        if story:
            given.append(PageExample(row["site"], story, _INVENTED))
        yield from (made for made in (sample(each, classifier) for each in given) if made is not None)


def _class(line: LabelledLine, known: Iterable[str]) -> tuple[int, float]:
    """Return the class of a line and its weight in the loss, 0 where either is unknown."""
    names, dates = bool(read_bylines(line.text)), bool(find_dates(line.text, order="month"))
    authors = line.kind == "byline"
    dated = dates and line.kind in ("byline", "published")
    unknown = (names and "byline" not in known) or (dates and "published" not in known and not authors)
    certain = authors or line.kind == "published" or not unknown
    return authors + 2 * dated, float(line.weight > 0 and certain)


def fit(given: Sequence[SignatureSample], rounds: int = ROUNDS) -> Trees:
    """Train the trees on samples."""
    return Trees(page_trees.arrays(page_trees.boosted(given, SETTINGS, rounds)), SIGNATURE_CLASSES, SIGNATURE_DEPTH)
