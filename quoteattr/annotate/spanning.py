"""The best tree with exactly one root over scores of arcs.

Each word is tried as the root in the order of the best that its tree could reach, so nearly always the first one
settles it. Where a text is no language that would come to all of them, so after a few the search goes on over all roots
at once, their arcs made so dear that the best tree has one alone (Stanojević and Cohen 2021 compare these ways). Below
a root it is Chu and Liu's and Edmonds' algorithm: every word takes its best head, and where these form a circle, the
circle becomes one word and is opened again later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEVER = float("-inf")
_TRIES = 4  # roots


def heads(scores: NDArray[Any]) -> list[int]:
    """The heads of the best tree over (n, 1 + n) finite scores: 0 for the root's, else the head's position + 1."""
    import numpy as np

    root, among = scores[:, 0].astype(np.float64), scores[:, 1:].astype(np.float64)
    np.fill_diagonal(among, NEVER)
    if len(root) == 1:
        return [0]
    best = among.max(1)
    bounds = best.sum() + root - best
    found: list[int] = []
    reached = NEVER
    for tried, candidate in enumerate(np.argsort(-bounds, kind="stable").tolist()):
        if bounds[candidate] <= reached:
            break
        if tried == _TRIES:
            return _at_once(root, among)
        above = rooted(among, candidate)
        value = root[candidate] + sum(among[word, head] for word, head in enumerate(above) if head >= 0)
        if value > reached:
            found, reached = above, value
    return [head + 1 for head in found]


def _at_once(root: NDArray[np.float64], among: NDArray[np.float64]) -> list[int]:
    """The same over (n,) scores as the root and (n, n) scores of arcs, whichever word is the root.

    The root becomes a word 0, which has no head.
    """
    import numpy as np

    count = len(root)
    scores = np.full((count + 1, count + 1), NEVER)
    scores[1:, 1:] = among
    finite = among[np.isfinite(among)]
    spread = max(root.max(), finite.max()) - min(root.min(), finite.min())
    scores[1:, 0] = root - (1 + count * spread)
    return rooted(scores, 0)[1:]


def rooted(scores: NDArray[np.float64], root: int) -> list[int]:
    """The heads of the best tree over (n, n) scores in which ``root``, whose head is given as -1, is above all."""
    above: list[int] = scores.argmax(1).tolist()
    above[root] = -1
    circle = _circle(above)
    return above if circle is None else _around(scores, root, above, circle)


def _circle(above: Sequence[int]) -> list[int] | None:
    """The words of one circle among the heads, or None if every word reaches the root."""
    seen = [-1] * len(above)
    for start in range(len(above)):
        word = start
        while word >= 0 and seen[word] < 0:
            seen[word] = start
            word = above[word]
        if word >= 0 and seen[word] == start:
            circle = [word]
            while above[circle[-1]] != word:
                circle.append(above[circle[-1]])
            return circle
    return None


def _around(scores: NDArray[np.float64], root: int, above: list[int], circle: list[int]) -> list[int]:
    """The best tree when the words of ``circle`` are one, opened again where the best arc enters it."""
    import numpy as np

    inside = set(circle)
    others = [word for word in range(len(above)) if word not in inside]
    entering = scores[np.ix_(circle, others)] - scores[circle, [above[word] for word in circle]][:, None]
    leaving = scores[np.ix_(others, circle)]
    last = len(others)
    small = np.full((last + 1, last + 1), NEVER)
    small[:last, :last] = scores[np.ix_(others, others)]
    small[last, :last], small[:last, last] = entering.max(0), leaving.max(1)
    solved = rooted(small, others.index(root))
    back = [*others, -1]  # the head -1 of the root stays what it is
    for row, (word, head) in enumerate(zip(others, solved, strict=False)):
        above[word] = circle[int(leaving[row].argmax())] if head == last else back[head]
    above[circle[int(entering[:, solved[last]].argmax())]] = others[solved[last]]
    return above
