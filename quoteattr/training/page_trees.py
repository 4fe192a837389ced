"""Train the boosted trees of the line classifier with LightGBM, and store them as arrays that numpy runs."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quoteattr.page.classifier import CLASSES, DEPTH, KINDS, TREE_WORDS, TREES
from quoteattr.page.features import features
from quoteattr.page.trees import BAG, Trees, with_neighbours, word_features
from quoteattr.training.page_examples import PageExample, examples, plain_articles, views
from quoteattr.training.page_labels import Labelled, LabelledLine, Row, bucket

SETTINGS = {
    "objective": "multiclass", "num_class": CLASSES, "learning_rate": 0.15, "num_leaves": 24, "max_depth": DEPTH,
    "min_data_in_leaf": 25, "lambda_l2": 2, "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1,
    "verbosity": -1, "num_threads": 2, "seed": 1,
}  # fmt: skip
ROUNDS = 80
_GROUPS = (
    ("headline",), ("body", "subheading", "standfirst"), ("byline",), ("published",), ("caption", "credit"),
    ("related", "chrome", "comment"),
)  # fmt: skip
_SITES = 5  # on which a word occurs at least
_SMOOTHING = 8.0  # lines of the average distribution that are added to those of a word
_PLAIN = 700  # articles without page furniture
_CONTINUED = CLASSES - 1


@frozen(eq=False)
class ParsedPage:
    """The features, words, classes and weights of the lines of one view of a page; ``share`` weighs the view."""

    site: str
    whole: bool  # a view of a real page, from which words are counted
    features: NDArray[Any]
    words: Sequence[Sequence[str]]
    classes: NDArray[Any]
    weights: NDArray[Any]
    share: float


def pages(data: Path, rows: Sequence[Row], labelled: Labelled, seed: int = 1) -> list[ParsedPage]:
    """Return all views of labelled pages, articles in other forms, and the plain articles below ``data``."""
    chance = random.Random(seed)
    made = []
    for row in rows:
        for view, lines in views(labelled[row["id"]], row["title"]).items():
            made.append(_page(PageExample(row["site"], tuple(lines)), view in ("page", "clip"), 1.0))
    plain = (example for example in plain_articles(data, chance, 120) if example.lines)
    made += [_page(example, False, 0.3) for _, example in zip(range(_PLAIN), plain, strict=False)]
    for row in rows:
        found = examples(row["site"], labelled[row["id"]], row["title"], [], chance)
        made += [_page(example, False, 0.3 * example.weight) for example in found if example.lines]
    return made


def _page(example: PageExample, whole: bool, share: float) -> ParsedPage:
    lines = example.as_lines()
    weights = np.array([line.weight for line in example.lines], dtype=np.float32)
    words = [line.folded[:BAG] for line in lines]
    return ParsedPage(example.site, whole, features(lines), words, _classes(example.lines), weights, share)


def _classes(lines: Sequence[LabelledLine]) -> NDArray[Any]:
    kinds = np.array([KINDS.index(line.kind) for line in lines], dtype=np.int64)
    headline = kinds == KINDS.index("headline")
    kinds[headline & np.concatenate([[False], headline[:-1]])] = _CONTINUED
    return kinds


def word_table(given: Iterable[ParsedPage]) -> tuple[dict[str, int], NDArray[Any]]:
    """Return the words of enough sites with their numbers, and their log-odds for each group of kinds."""
    group_of = {KINDS.index(kind): number for number, group in enumerate(_GROUPS) for kind in group}
    counts: dict[str, NDArray[Any]] = defaultdict(lambda: np.zeros(len(_GROUPS)))
    sites: dict[str, set[str]] = defaultdict(set)
    total = np.zeros(len(_GROUPS))
    for page in given:
        for words, kind, weight in zip(page.words, page.classes.tolist(), page.weights, strict=True):
            group = group_of.get(kind)
            if group is None or weight == 0:
                continue
            total[group] += 1
            for word in set(words):
                counts[word][group] += 1
                sites[word].add(page.site)
    average = total / total.sum()
    known = sorted(word for word, found in sites.items() if len(found) >= _SITES)
    rows = [
        np.log((counts[word] + _SMOOTHING * average) / (counts[word].sum() + _SMOOTHING) / average) for word in known
    ]
    return {word: number for number, word in enumerate(known)}, np.array(rows, dtype=np.float32)


def fit(given: Sequence[ParsedPage], rounds: int = ROUNDS, seed: int = 0) -> Trees:
    """Train trees on views of pages.

    The log-odds of words come from the other half of the sites in training, so that the trees do not trust words more
    than they do on a site never seen.
    """
    import lightgbm

    whole = [page for page in given if page.whole]
    halves = [word_table(page for page in whole if _half(page) == half) for half in (0, 1)]
    chance = np.random.default_rng(seed)
    parts = list(_sampled(given, halves, chance))
    inputs, classes, weights = (np.concatenate([part[number] for part in parts]) for number in range(3))
    booster = lightgbm.train(SETTINGS, lightgbm.Dataset(inputs, classes, weight=weights), num_boost_round=rounds)
    words, table = word_table(whole)
    return Trees(arrays(booster.dump_model()) | {"words": table}, words, CLASSES, DEPTH)


def _half(page: ParsedPage) -> int:
    return bucket(page.site) % 2 if page.site else 0


def _sampled(
    given: Sequence[ParsedPage], halves: Sequence[tuple[dict[str, int], NDArray[Any]]], chance: np.random.Generator
) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
    """Yield inputs, classes and weights of a sample of the lines: of frequent kinds fewer, with more weight each."""
    for page in given:
        words, table = halves[1 - _half(page)]
        count = len(page.classes)
        kept = np.ones(count)
        for kind, short, long, limit in (("chrome", 0.5, 0.15, 60), ("related", 0.25, 0.25, 0), ("body", 0.5, 0.3, 30)):
            kept[page.classes == KINDS.index(kind)] = long if count > limit else short
        picked = (chance.random(count) < kept) & (page.weights > 0)
        inputs = np.concatenate([with_neighbours(page.features), word_features(words, table, page.words)], axis=1)
        weight = page.weights / kept * page.share * min(1.0, (150 / count) ** 0.5)
        yield inputs[picked], page.classes[picked], weight[picked]


def arrays(model: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return the nodes of a dumped LightGBM model in the arrays of :class:`quoteattr.page.trees.Trees`."""
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


def save(trees: Trees, folder: Path) -> None:
    """Write the arrays and the words of trees into a model folder."""
    save_arrays(trees, folder / TREES)
    words = sorted(trees.words, key=lambda word: trees.words[word])
    (folder / TREE_WORDS).write_text(json.dumps(words, ensure_ascii=False) + "\n", encoding="utf-8")


def save_arrays(trees: Trees, path: Path) -> None:
    """Write the arrays of trees into a file, values in half precision."""
    kept = {name: a.astype(np.float16) if name in ("words", "value") else a for name, a in trees.weights.items()}
    np.savez_compressed(path, **kept)
