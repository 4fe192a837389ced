"""Classify the lines of a page: small convolutional networks, boosted trees, and the best sequence of kinds.

The networks, trained with other seeds, score the kinds of each line, and their mean counts. The trees, which see these
scores of the whole page, decide what is body and what continues the headline; both score where it begins, and the
networks decide what the other lines are. Once headline and body are located, a second, smaller set of trees decides
which lines near them name the authors, the date, or both.

In other packages, "trees" are dependency trees; in this one, they are decision trees.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from quoteattr.errors import ModelError
from quoteattr.limits import checked
from quoteattr.model import PartKind
from quoteattr.page.features import BODY, context_features, line_features, near_article, signature_features
from quoteattr.page.lines import KINDS, Line, LineScores, best_kinds

FOLDER = Path(__file__).parent.parent / "models" / "page"
WEIGHTS, VOCABULARY, TREES, SIGNATURES = "lines.npz", "vocabulary.json", "trees.npz", "signatures.npz"
FILES = (WEIGHTS, VOCABULARY, TREES, SIGNATURES)
MANIFEST = "checksums.json"
CLASSES = 4  # of the trees: neither body nor headline, body, the first line of the headline, a further one
DEPTH = 6  # of the trees
SIGNATURE_CLASSES = 4  # of a line: neither, authors, date, both
SIGNATURE_DEPTH = 5  # of the trees
_LEAST_AUTHORS, _LEAST_DATE = 0.6, 0.5  # probabilities from which a line names the authors, or the date
_HEADLINE = KINDS.index("headline")
_SIGNED: tuple[PartKind, ...] = ("byline", "published")
_UNLIKELY = 1e-6  # added to probabilities before their logarithm
_TREES = 0.85  # weight of the trees against the networks where the headline begins
_STARTS = 3.0  # weight of where the headline begins against the kinds of all lines, which are many
_NO_HEADLINE = 0.1  # odds of a page without a headline against one line with even odds
BAG = 12  # words of a line that a network reads
DILATIONS = (1, 2, 4, 8)
_BLOCK = 32  # lines that the trees score together, so that the arrays stay in the processor's cache
Network = Mapping[str, Any]  # the weights of one network, as arrays by name


@frozen
class LineClassifier:
    """The trained networks and the vocabulary of the words that they know, and the trees if any."""

    networks: Sequence[Network] = field(repr=False)
    words: Mapping[str, int] = field(repr=False)
    trees: Trees | None = field(default=None, repr=False)
    signatures: Trees | None = field(default=None, repr=False)  # that find bylines and dates near the article

    def __call__(self, lines: Sequence[Line]) -> LineScores:
        """Return the scores of the lines, at least one, of a page."""
        found = line_features(lines)
        numbers = [word_numbers(self.words, line.folded) for line in lines]
        scores = _mean([_scored(network, found, numbers) for network in checked(self.networks)])
        if self.trees is None:
            return scores
        given = context_features(lines, found, scores, best_kinds(scores))
        return _combined(scores, self.trees.probabilities(given))


def _scored(network: Network, found: NDArray[Any], numbers: Sequence[Sequence[int]]) -> LineScores:
    """Return what a network scores, from the features of lines and the numbers of their words."""
    given = (found - network["mean"]) / network["deviation"]
    joined = np.concatenate([given, _embedded(network["words"], numbers)], axis=1)
    hidden = np.maximum(joined @ network["input.weight"] + network["input.bias"], 0)
    for number, dilation in enumerate(DILATIONS):
        if number == len(DILATIONS) // 2:
            page = np.concatenate([hidden.mean(0), hidden.max(0)])
            hidden = hidden + np.maximum(page @ network["page.weight"] + network["page.bias"], 0)
        above, own, below = network[f"{number}.weight"]
        made = hidden @ own
        if len(hidden) > dilation:
            made[dilation:] += hidden[:-dilation] @ above
            made[:-dilation] += hidden[dilation:] @ below
        hidden = hidden + np.maximum(made + network[f"{number}.bias"], 0)
    made = hidden @ network["output.weight"] + network["output.bias"]
    starts = _log_softmax(np.append(made[:, -1], hidden.max(0) @ network["none.weight"] + network["none.bias"]))
    return LineScores(_log_softmax(made[:, :-1]), starts[:-1], float(starts[-1]))


def _embedded(table: NDArray[Any], numbers: Sequence[Sequence[int]]) -> NDArray[Any]:
    """Return for each line the mean of its words' vectors, that of its first word and that of its last."""
    flat = np.array([number for line in numbers for number in line[:-1]])
    sizes = np.array([len(line) - 1 for line in numbers])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    mean = np.add.reduceat(table[flat], starts, axis=0) / sizes[:, None].astype(np.float32)
    return np.concatenate([mean, table[flat[starts]], table[[line[-1] for line in numbers]]], axis=1)


def _mean(scores: Sequence[LineScores]) -> LineScores:
    """Return the mean probabilities of kinds, and the geometric mean of where the headline begins."""
    if len(scores) == 1:
        return scores[0]
    kinds = np.log(np.mean([np.exp(each.kinds) for each in scores], axis=0) + _UNLIKELY)
    starts = _log_softmax(np.mean([np.append(each.starts, each.none) for each in scores], axis=0))
    return LineScores(kinds, starts[:-1], float(starts[-1]))


def _combined(networks: LineScores, probabilities: NDArray[Any]) -> LineScores:
    """Combine networks and trees, which score body and headline; the networks score the kinds within a class.

    Both score where the headline begins: the trees alone find one in texts that have none.
    """
    kinds = networks.kinds.copy()
    body = [KINDS.index(kind) for kind in BODY]
    others = [number for number in range(len(KINDS)) if number != _HEADLINE and number not in body]
    for number, columns in enumerate((others, body)):
        own = np.log(np.exp(kinds[:, columns]).sum(1, keepdims=True) + _UNLIKELY)
        kinds[:, columns] += np.log(probabilities[:, [number]] + _UNLIKELY) - own
    kinds[:, _HEADLINE] = np.log(probabilities[:, 3] + _UNLIKELY)
    first = np.minimum(probabilities[:, 2] + _UNLIKELY, 0.999)
    odds = np.append(first / (1 - first), _NO_HEADLINE)
    starts = _TREES * np.log(odds / odds.sum()) + (1 - _TREES) * np.append(networks.starts, networks.none)
    return LineScores(kinds, _STARTS * starts[:-1], float(_STARTS * starts[-1]))


def word_numbers(words: Mapping[str, int], folded: Sequence[str]) -> list[int]:
    """Return the numbers of the first words of a line, at least one, and of its last word; 1 is an unknown word."""
    if not folded:
        return [0, 0]
    return [*[words.get(word, 1) for word in folded[:BAG]], words.get(folded[-1], 1)]


def _log_softmax(values: NDArray[Any]) -> NDArray[Any]:
    values = values - values.max(-1, keepdims=True)
    return values - np.log(np.exp(values).sum(-1, keepdims=True))  # type: ignore[no-any-return]


@cache
def line_classifier(folder: Path = FOLDER) -> LineClassifier:
    """Return the classifier of a model folder, each of whose files has the SHA-256 of the manifest.

    Raises:
        ModelError: A file is missing, or differs from the released one.
    """
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        for name in FILES:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if digest != listed[name]["sha256"]:
                raise ModelError(f"the model file {str(folder / name)!r} was altered: install the package again")
        stacked = _arrays(folder / WEIGHTS)
        # 0 is the padding and 1 an unknown word
        words = {word: n for n, word in enumerate(json.loads((folder / VOCABULARY).read_text(encoding="utf-8")), 2)}
        networks = [dict(zip(stacked, own, strict=True)) for own in zip(*stacked.values(), strict=True)]
        trees = Trees(_arrays(folder / TREES), CLASSES, DEPTH)
        signing = Trees(_arrays(folder / SIGNATURES), SIGNATURE_CLASSES, SIGNATURE_DEPTH)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"cannot read the line classifier in {str(folder)!r} ({error}): install the package again"
        ) from error
    return LineClassifier(networks, words, trees, signing)


def _arrays(path: Path) -> dict[str, Any]:
    """Return the arrays of a file, floats in single precision."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: a.astype(np.float32 if a.dtype.kind == "f" else np.int64) for name, a in stored.items()}


def classify(lines: Sequence[Line], evidence: Mapping[int, PartKind] | None = None) -> list[PartKind]:
    """Return the kind of each line of a page, with the kinds that the markup gives to lines by number as evidence."""
    if not lines:
        return []
    classifier = line_classifier()
    scores = classifier(lines)
    kinds = best_kinds(scores, evidence)
    if classifier.signatures is None:
        return kinds
    named = dict(signed(lines, kinds, scores.kinds, classifier.signatures))
    return [
        kind if number in (evidence or {}) else named.get(number, "chrome" if kind in _SIGNED else kind)
        for number, kind in enumerate(kinds)
    ]


def signed(
    lines: Sequence[Line], kinds: Sequence[PartKind], scores: NDArray[Any], trees: Trees
) -> Iterator[tuple[int, PartKind]]:
    """Yield the numbers of the lines that name authors, as "byline", or only a date, as "published"."""
    near = near_article(lines, kinds)
    if not near:
        return
    found = trees.probabilities(signature_features(lines, kinds, scores, near))
    for number, (_, authors, date, both) in zip(near, found.tolist(), strict=True):
        if authors + both >= _LEAST_AUTHORS:
            yield number, "byline"
        elif date + both >= _LEAST_DATE:
            yield number, "published"


@frozen
class Trees:
    """Boosted trees for several classes.

    ``weights`` holds the nodes of all trees: ``feature``, ``threshold``, ``child`` and ``value``, (nodes,), and the
    ``roots`` of the trees, (trees,). A line whose feature is at most the threshold continues at the node ``child``,
    else at the next one; a leaf has itself as its child and an infinite threshold. Tree t scores class t modulo the
    number of classes. ``depth`` is that of the deepest tree.
    """

    weights: Mapping[str, Any] = field(repr=False)
    classes: int
    depth: int

    def probabilities(self, given: NDArray[Any]) -> NDArray[Any]:
        """Return the probabilities of the classes, (lines, classes), for inputs (lines, inputs)."""
        starts = checked(range(0, len(given), _BLOCK))
        scores = np.concatenate([self._scores(given[start : start + _BLOCK]) for start in starts])
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return scores / scores.sum(1, keepdims=True)  # type: ignore[no-any-return]

    def _scores(self, given: NDArray[Any]) -> NDArray[Any]:
        """Return the sums of the leaves, (lines, classes), for inputs (lines, features)."""
        threshold, child, count = self.weights["threshold"], self.weights["child"], len(given)
        feature = self.weights["feature"] * count
        flat, column = given.T.ravel(), np.arange(count)
        node = self.weights["roots"][:, None]  # (trees, 1), then (trees, lines): lines of a page share many nodes
        for _ in range(self.depth):
            node = child.take(node) + (flat.take(feature.take(node) + column) > threshold.take(node))
        found: NDArray[Any] = self.weights["value"].take(node).reshape(-1, self.classes, count).sum(0).T
        return found
