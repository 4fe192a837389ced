"""Scores to structures: heads that form one tree with one root, entity tags that follow one another lawfully."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

IMPOSSIBLE = -1e9


def heads(scores: Scores) -> list[int]:
    """The best tree with exactly one root over (n, 1 + n) arc scores: head 0 is the root, else position + 1.

    Most sentences form a tree by their best heads already; only the others need Stanza's maximum spanning tree.
    """
    import numpy as np

    count = len(scores)
    scores = scores.copy()
    scores[np.arange(count), np.arange(count) + 1] = IMPOSSIBLE
    best = scores.argmax(1)
    if (best == 0).sum() == 1 and _is_tree(best.tolist()):
        return [int(head) for head in best]
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

    square = np.full((count + 1, count + 1), IMPOSSIBLE, np.float32)
    square[1:] = scores
    shifted = square - square.max(1, keepdims=True)
    return [int(head) for head in chuliu_edmonds_one_root(shifted)[1:]]


def _is_tree(above: Sequence[int]) -> bool:
    """True if every word reaches the root (head 0)."""
    safe = {0}
    for start in range(1, len(above) + 1):
        way = []
        current = start
        while current not in safe:
            if current in way:
                return False
            way.append(current)
            current = above[current - 1]
        safe.update(way)
    return True


class EntityDecoder:
    """Viterbi decoding of BIOES tags in which no tag follows one that it cannot follow."""

    def __init__(self, tags: Sequence[str]) -> None:
        import numpy as np

        self.tags = list(tags)
        self._steps = np.array(
            [[0.0 if _may_follow(before, after) else IMPOSSIBLE for after in tags] for before in tags], np.float32
        )
        self._first = np.array([0.0 if tag[0] in "OBS" else IMPOSSIBLE for tag in tags], np.float32)
        self._last = np.array([0.0 if tag[0] in "OES" else IMPOSSIBLE for tag in tags], np.float32)

    def __call__(self, scores: Scores) -> list[str]:
        """The best lawful tags for (n, tags) scores."""
        import numpy as np

        best = scores.argmax(1)
        if self._lawful(best.tolist()):
            return [self.tags[i] for i in best]
        total = scores[0] + self._first
        back = []
        for row in scores[1:]:
            options = total[:, None] + self._steps
            back.append(options.argmax(0))
            total = options.max(0) + row
        current = int(np.argmax(total + self._last))
        chosen = [current]
        for pointers in reversed(back):
            current = int(pointers[current])
            chosen.append(current)
        return [self.tags[i] for i in reversed(chosen)]

    def _lawful(self, path: Sequence[int]) -> bool:
        ends = self._first[path[0]] == 0 and self._last[path[-1]] == 0
        return bool(ends) and all(self._steps[a, b] == 0 for a, b in pairwise(path))


def _may_follow(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IE" and before[1:] == after[1:]
    return after[0] in "OBS"
