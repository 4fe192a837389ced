"""Gradient-boosted decision trees over the lines of a page, run with numpy.

In other packages, "trees" are dependency trees; in this one, they are decision trees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from quoteattr.limits import Checkpoint, no_deadline

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 64  # lines that are scored together, so that the arrays stay in the processor's cache


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
