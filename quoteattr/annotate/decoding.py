"""Scores to structures: entity tags that follow one another lawfully."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

IMPOSSIBLE = -1e9


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
        """Return the best lawful tags for (n, tags) scores."""
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
