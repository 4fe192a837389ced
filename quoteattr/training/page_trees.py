"""Train the boosted trees of the line classifier with LightGBM, and store them as arrays that numpy runs.

They learn from what networks score on pages that they have not seen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from quoteattr.page.classifier import CLASSES, DEPTH, LineClassifier, Trees
from quoteattr.page.features import BODY, context_features, line_features
from quoteattr.page.lines import best_kinds
from quoteattr.training.page_examples import PageExample, examples, plain_articles, views
from quoteattr.training.page_labels import Labelled, LabelledLine, Row

SETTINGS = {
    "objective": "multiclass", "num_class": CLASSES, "learning_rate": 0.08, "num_leaves": 24, "max_depth": DEPTH,
    "min_data_in_leaf": 30, "lambda_l2": 4, "feature_fraction": 0.3, "bagging_fraction": 0.5, "bagging_freq": 1,
    "max_bin": 63, "verbosity": -1, "num_threads": 2, "seed": 1,
}  # fmt: skip
ROUNDS = 150
_PLAIN = 500  # articles without page furniture
_OTHER_FORMS = 0.3  # weight of an article in another form than its page, and of a plain article
_BARE = 0.5  # weight of headline and paragraphs alone
_LONG = 150  # lines from which those of a page weigh less


@frozen(eq=False)
class TreeSample:
    """The inputs (lines, inputs), classes (lines,) and weights (lines,) of the lines of one example."""

    site: str
    inputs: NDArray[Any]
    classes: NDArray[Any]
    weights: NDArray[Any]


def samples(
    rows: Sequence[Row], labelled: Labelled, networks: LineClassifier, chance: random.Random
) -> Iterator[TreeSample]:
    """Yield the samples of pages: all views of each, and its article in other forms.

    Args:
        rows: The pages.
        labelled: Their lines with kinds, by the identifier of the page.
        networks: A classifier without trees that has not seen the sites of the pages.
        chance: The source of the invented parts of other forms.
    """
    for row in rows:
        lines = labelled[row["id"]]
        for view, own in views(lines, row["title"]).items():
            yield from sample(PageExample(row["site"], tuple(own), _BARE if view == "bare" else 1.0), networks)
        for example in examples(row["site"], lines, row["title"], [], chance):
            yield from sample(evolve(example, weight=_OTHER_FORMS * example.weight), networks)


def plain_samples(data: Path, networks: LineClassifier, every: slice, chance: random.Random) -> Iterator[TreeSample]:
    """Yield samples of some of the plain articles below ``data``."""
    plain = (example for example in plain_articles(data, chance, 120) if example.lines)
    for example in [*islice(plain, _PLAIN)][every]:
        yield from sample(evolve(example, weight=_OTHER_FORMS), networks)


def sample(example: PageExample, networks: LineClassifier) -> Iterator[TreeSample]:
    """Yield the sample of one example, scored by networks that have not seen its site; none without lines."""
    lines = example.as_lines()
    if not lines:
        return
    scores = networks(lines)
    inputs = context_features(lines, line_features(lines), scores, best_kinds(scores))
    weights = np.array([line.weight for line in example.lines], np.float32) * example.weight
    share = min(1.0, (_LONG / len(lines)) ** 0.5)
    yield TreeSample(example.site, inputs, _classes(example.lines), weights * share)


def _classes(lines: Sequence[LabelledLine]) -> NDArray[Any]:
    headline = np.array([line.kind == "headline" for line in lines])
    further = headline & np.concatenate([[False], headline[:-1]])
    return np.select([further, headline, np.array([line.kind in BODY for line in lines])], [3, 2, 1], 0)


def fit(given: Sequence[TreeSample], rounds: int = ROUNDS) -> Trees:
    """Train the trees on samples."""
    return Trees(arrays(boosted(given, SETTINGS, rounds)), CLASSES, DEPTH)


def boosted(given: Sequence[Any], settings: Mapping[str, Any], rounds: int) -> Mapping[str, Any]:
    """Return the dumped LightGBM model that is trained on samples, without their lines of no weight."""
    import lightgbm

    kept = [each.weights > 0 for each in given]
    inputs, classes, weights = (
        np.concatenate([getattr(each, name)[own] for each, own in zip(given, kept, strict=True)])
        for name in ("inputs", "classes", "weights")
    )
    data = lightgbm.Dataset(inputs, classes, weight=weights)
    model: Mapping[str, Any] = lightgbm.train(dict(settings), data, num_boost_round=rounds).dump_model()
    return model


def arrays(model: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return the nodes of a dumped LightGBM model in the arrays of :class:`quoteattr.page.classifier.Trees`."""
    nodes: list[tuple[int, float, int, float]] = []
    roots = []
    for info in model["tree_info"]:
        roots.append(len(nodes))
        _add(info["tree_structure"], nodes)
    feature, threshold, child, value = zip(*nodes, strict=True)
    return {
        "feature": np.array(feature, np.int16), "threshold": np.array(threshold, np.float32),
        "child": np.array(child, np.int32), "value": np.array(value, np.float32), "roots": np.array(roots, np.int32),
    }  # fmt: skip


def _add(root: Mapping[str, Any], nodes: list[tuple[int, float, int, float]]) -> None:
    """Append the nodes of a tree in the order of their levels, so that two children are neighbours."""
    queue = [root]
    first = len(nodes)
    for node in queue:  # grows while it is read
        place = len(nodes)
        if "leaf_value" in node:
            nodes.append((0, float("inf"), place, node["leaf_value"]))
        else:
            nodes.append((node["split_feature"], node["threshold"], first + len(queue), 0.0))
            queue += [node["left_child"], node["right_child"]]


def save(trees: Trees, path: Path) -> None:
    """Write the arrays of trees into a file, values in half precision."""
    kept = {name: a.astype(np.float16) if name == "value" else a for name, a in trees.weights.items()}
    np.savez_compressed(path, **kept)
