"""Gradient-boosted decision trees over the lines of a page, run with numpy.

In other packages, "trees" are dependency trees; in this one, they are decision trees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from quoteattr.limits import Checkpoint, no_deadline
from quoteattr.page.lines import Line

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Columns of the features that a line also gets from the three lines above and below it: its length, words, case,
# punctuation, dates, names and prose.
_NEIGHBOURS = (0, 2, 3, 4, 5, 9, 10, 19, 20, 21, 24, 30, 32, 35)
_REACH = 3  # lines
_BLOCK = 64  # lines that are scored together, so that the arrays stay in the processor's cache
BAG = 16  # words of a line that are looked up


@frozen
class Trees:
    """Boosted trees for several classes.

    ``weights`` holds the nodes of all trees: ``feature``, ``threshold``, ``child`` and ``value``, (nodes,), and the
    ``roots`` of the trees, (trees,). A line whose feature is at most the threshold continues at the node ``child``,
    else at the next one; a leaf has itself as its child and an infinite threshold. Tree t scores class t modulo the
    number of classes. ``words`` (V, groups) holds the log-odds of each known word for groups of classes.
    ``depth`` is that of the deepest tree.
    """

    weights: Mapping[str, Any] = field(repr=False)
    words: Mapping[str, int] = field(repr=False)
    classes: int
    depth: int

    def __call__(
        self, lines: Sequence[Line], features: NDArray[Any], checkpoint: Checkpoint = no_deadline
    ) -> NDArray[Any]:
        """Return the probabilities of the classes, (lines, classes), from :func:`quoteattr.page.features.features`.

        ``checkpoint`` is called between blocks of lines; it may raise to end the work.
        """
        return self.probabilities(self.inputs(lines, features), checkpoint)

    def probabilities(self, given: NDArray[Any], checkpoint: Checkpoint = no_deadline) -> NDArray[Any]:
        """Return the probabilities of the classes, (lines, classes), for inputs (lines, inputs)."""
        import numpy as np

        blocks = []
        for start in range(0, len(given), _BLOCK):
            checkpoint()
            blocks.append(self._scores(given[start : start + _BLOCK]))
        scores = np.concatenate(blocks)
        scores = np.exp(scores - scores.max(1, keepdims=True))
        probabilities: NDArray[Any] = scores / scores.sum(1, keepdims=True)
        return probabilities

    def _scores(self, given: NDArray[Any]) -> NDArray[Any]:
        """Return the sums of the leaves, (lines, classes), for inputs (lines, features)."""
        import numpy as np

        feature, threshold, child = (self.weights[name] for name in ("feature", "threshold", "child"))
        count, width = given.shape
        flat = np.ascontiguousarray(given).ravel()
        row = (np.arange(count) * width)[:, None]
        node = np.broadcast_to(self.weights["roots"], (count, len(self.weights["roots"])))
        for _ in range(self.depth):
            node = child.take(node) + (flat.take(feature.take(node) + row) > threshold.take(node))
        found: NDArray[Any] = self.weights["value"].take(node).reshape(count, -1, self.classes).sum(1)
        return found

    def inputs(self, lines: Sequence[Line], features: NDArray[Any]) -> NDArray[Any]:
        """Return the inputs of the trees: the features of each line and its neighbours, and those of its words."""
        import numpy as np

        bags = [line.folded[:BAG] for line in lines]
        return np.concatenate(
            [with_neighbours(features), word_features(self.words, self.weights["words"], bags)], axis=1
        )


def with_neighbours(features: NDArray[Any]) -> NDArray[Any]:
    """Return features in half precision, as in training, with some of those of the lines above and below."""
    import numpy as np

    rounded = features.astype(np.float16).astype(np.float32)
    count = len(rounded)
    around = np.zeros((count + 2 * _REACH, len(_NEIGHBOURS)), np.float32)
    around[_REACH : _REACH + count] = rounded[:, _NEIGHBOURS]
    offsets = [offset for offset in range(-_REACH, _REACH + 1) if offset]
    return np.concatenate([rounded, *(around[_REACH + o : _REACH + o + count] for o in offsets)], axis=1)


def word_features(words: Mapping[str, int], table: NDArray[Any], bags: Sequence[Sequence[str]]) -> NDArray[Any]:
    """Return for each line the mean and the maximum of its known words' log-odds, and those of its first word."""
    import numpy as np

    groups = table.shape[1]
    made = np.zeros((len(bags), 3 * groups), np.float32)
    for number, bag in enumerate(bags):
        known = [words[word] for word in bag if word in words]
        if known:
            rows = table[known]
            made[number, :groups] = rows.mean(0)
            made[number, groups : 2 * groups] = rows.max(0)
            if bag[0] in words:
                made[number, 2 * groups :] = rows[0]
    return made
