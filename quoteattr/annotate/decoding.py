"""Decode scores: BIOES entity tags under constraints, and maximum spanning trees with one root and one subject.

Each word is tried as the root in the order of the best score that its tree could reach, and nearly always the first
one is the answer. Degenerate input may need all of them: after ``_TRIES`` roots, one search covers all, with arcs from
the root penalised so that the best tree has a single one (Stanojević and Cohen 2021 compare both). Below a root every
word takes its best head; where these form a cycle, the algorithm of Chu and Liu (1965) and Edmonds (1967) resolves it.
Where a word then has two subjects or two objects, one of them gets its next best head or relation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

NEVER = float("-inf")
_TRIES = 4  # roots


def heads(scores: NDArray[Any]) -> list[int]:
    """Return the heads of the best tree over (n, 1 + n) finite scores: 0 for the root, else the head's position + 1."""
    import numpy as np

    root, among = scores[:, 0].astype(np.float64), scores[:, 1:].astype(np.float64)
    among.flat[:: len(among) + 1] = NEVER
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
    """Return the same over (n,) scores as the root and (n, n) scores of arcs, whichever word is the root.

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
    """Return the heads of the best tree over (n, n) scores with the root ``root``, whose own head is -1."""
    above: list[int] = scores.argmax(1).tolist()
    above[root] = -1
    return _Contraction(scores, root).heads() if _has_cycle(above) else above


def _has_cycle(above: Sequence[int]) -> bool:
    """Return True if some word does not reach the root."""
    seen = [-1] * len(above)
    for start in range(len(above)):
        word = start
        while word >= 0 and seen[word] < 0:
            seen[word] = start
            word = above[word]
        if word >= 0 and seen[word] == start:
            return True
    return False


class _Contraction:
    """Chu and Liu's and Edmonds' algorithm by growing paths (Gabow et al. 1986), O(n²) over dense scores.

    From each word a path follows the best heads until it reaches a word that is connected to the root. Where it meets
    itself, the cycle becomes one node. Nodes 0 to n - 1 are the words, later ones are merged; a merged node uses row
    and column of its first member, its slot, and the columns of the other members are closed with NEVER.
    """

    def __init__(self, scores: NDArray[np.float64], root: int) -> None:
        import numpy as np

        count = len(scores)
        self._scores = scores.copy()
        self._scores[range(count), range(count)] = NEVER
        # the arc between two words that each score belongs to, as dependent * n + head
        self._arcs = np.arange(count * count).reshape(count, count)
        self._every = np.arange(count)
        self._root = root
        self._connected = [slot == root for slot in range(count)]
        self._node = list(range(count))  # of each slot
        self._parent = [-1] * count  # the merged node that holds each node, or -1
        self._best = [-1] * count  # the best arc into each node

    def heads(self) -> list[int]:
        """Return the head of each word, -1 for the root."""
        for slot in range(len(self._every)):
            if not self._connected[slot]:
                self._connect(slot)
        return self._expanded()

    def _connect(self, start: int) -> None:
        """Follow the best heads from ``start`` to a slot that is connected to the root, merging cycles."""
        path, place = [start], {start: 0}
        while True:
            tip = path[-1]
            head = int(self._scores[tip].argmax())
            self._best[self._node[tip]] = int(self._arcs[tip, head])
            if self._connected[head]:
                break
            if head in place:
                self._merge(path[place[head] :])
                while path[-1] != head:
                    del place[path.pop()]
            else:
                place[head] = len(path)
                path.append(head)
        for slot in path:
            self._connected[slot] = True

    def _merge(self, cycle: Sequence[int]) -> None:
        """Make one node of a cycle, each of whose slots has the next one as its head, in the slot of the first."""
        scores, arcs, every, first = self._scores, self._arcs, self._every, cycle[0]
        entering = scores[cycle] - scores[cycle, [*cycle[1:], first]][:, None]
        member = entering.argmax(0)
        scores[first], arcs[first] = entering[member, every], arcs[cycle][member, every]
        leaving = scores[:, cycle]
        member = leaving.argmax(1)
        scores[:, first], arcs[:, first] = leaving[every, member], arcs[:, cycle][every, member]
        scores[:, cycle[1:]] = NEVER
        scores[first, first] = NEVER
        for slot in cycle:
            self._parent[self._node[slot]] = len(self._parent)
            self._connected[slot] = slot != first  # closed slots start no path
        self._node[first] = len(self._parent)
        self._parent.append(-1)
        self._best.append(-1)

    def _expanded(self) -> list[int]:
        """Open the merged nodes: the arc into one replaces the arc of the member that it enters."""
        count = len(self._every)
        above = [-1] * count
        replaced = [False] * len(self._parent)
        replaced[self._root] = True
        for number in range(len(self._parent) - 1, -1, -1):
            if replaced[number]:
                continue
            word, above_word = divmod(self._best[number], count)
            above[word] = above_word
            while word != number:
                replaced[word] = True
                word = self._parent[word]
        return above


IMPOSSIBLE = -1e9

ARGUMENTS = (("nsubj", "nsubj:pass", "csubj", "csubj:pass"), ("obj",), ("iobj",))
"""The relations of which a word has at most one, by function, as Universal Dependencies defines them."""

_HEADS = 5
"""The best heads that a second argument may get instead."""


class ArgumentDecoder:
    """Trees in which no word has two subjects, two objects or two indirect objects.

    "Chair of trustees | Ida Vale | said" may have two best subjects, since the scores of each arc are independent. Of
    the words in one function, that which loses least by it gets another head or relation.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._functions = [[labels.index(name) for name in names if name in labels] for names in ARGUMENTS]
        self._function = {label: number for number, own in enumerate(self._functions) for label in own}

    def __call__(
        self,
        arcs: Scores,
        above: list[int],
        labels: list[int],
        relations: Callable[[Sequence[int], Sequence[int]], Scores],
    ) -> None:
        """Change a tree in place until it has no second argument.

        Args:
            arcs: The scores (n, 1 + n) of the root and of each word as head.
            above: The head of each word: 0 for the root, else the position + 1.
            labels: The number of each word's relation.
            relations: Returns the scores (k, labels) of the relations of k words to k heads.
        """
        again = self._doubled(above, labels)
        every = _log_softmax(arcs) if again else arcs
        while again:
            pairs = [(word, head) for word in again for head in _heads_for(every[word], above, word)]
            found = _log_softmax(relations(*zip(*pairs, strict=True)))
            now: dict[int, float] = {}  # what the arc that each word has is worth; it comes first
            options: list[tuple[float, int, int, int]] = []
            for (word, head), row in zip(pairs, found, strict=True):
                now.setdefault(word, every[word, head] + row[labels[word]])
                for function in self._taken(head, above, labels):
                    row[self._functions[function]] = NEVER
                label = int(row.argmax())
                options.append((now[word] - every[word, head] - row[label], word, head, label))
            _, word, above[word], labels[word] = min(options)
            again = self._doubled(above, labels)

    def _doubled(self, above: Sequence[int], labels: Sequence[int]) -> list[int]:
        """Return words that have one function for one head, or an empty list where no function is doubled."""
        known: dict[tuple[int, int], list[int]] = {}
        for word, (head, label) in enumerate(zip(above, labels, strict=True)):
            if head and label in self._function:
                known.setdefault((head, self._function[label]), []).append(word)
        return next((words for words in known.values() if len(words) > 1), [])

    def _taken(self, head: int, above: Sequence[int], labels: Sequence[int]) -> set[int]:
        """Return the functions that words below a head have."""
        own = (label for other, label in zip(above, labels, strict=True) if other == head)
        return {self._function[label] for label in own if label in self._function}


def _heads_for(scores: Scores, above: Sequence[int], word: int) -> Iterator[int]:
    """Yield the head of a word, and then the best other words that are not below it."""
    yield above[word]
    for head in (-scores).argsort()[:_HEADS].tolist():
        higher = head
        while higher not in (0, word + 1):
            higher = above[higher - 1]
        if head and not higher and head != above[word] and scores[head] > IMPOSSIBLE / 2:
            yield head


def _log_softmax(scores: Scores) -> Scores:
    import numpy as np

    below = scores - scores.max(-1, keepdims=True)
    found: Scores = below - np.log(np.exp(below).sum(-1, keepdims=True))
    return found


class EntityDecoder:
    """Viterbi decoding of BIOES tags in which no tag follows one that it cannot follow."""

    def __init__(self, tags: Sequence[str]) -> None:
        import numpy as np

        self.tags = list(tags)
        # a row for each tag that follows, a column for the one before
        self._steps = np.array(
            [[0.0 if _may_follow(before, after) else IMPOSSIBLE for before in tags] for after in tags], np.float32
        )
        self._lawful_steps = {(int(before), int(after)) for after, before in np.argwhere(self._steps == 0)}
        self._first = np.array([0.0 if tag[0] in "OBS" else IMPOSSIBLE for tag in tags], np.float32)
        self._last = np.array([0.0 if tag[0] in "OES" else IMPOSSIBLE for tag in tags], np.float32)

    def __call__(self, scores: Scores) -> list[str]:
        """Return the best lawful tags for (n, tags) scores."""
        import numpy as np

        best: list[int] = scores.argmax(1).tolist()
        if self._lawful(best):
            return [self.tags[i] for i in best]
        total = scores[0] + self._first
        every = np.arange(len(self.tags))
        back = []
        for row in scores[1:]:
            options = total + self._steps
            back.append(options.argmax(1))
            total = options[every, back[-1]] + row
        current = int(np.argmax(total + self._last))
        chosen = [current]
        for pointers in reversed(back):
            current = int(pointers[current])
            chosen.append(current)
        return [self.tags[i] for i in reversed(chosen)]

    def _lawful(self, path: Sequence[int]) -> bool:
        ends = self._first[path[0]] == 0 and self._last[path[-1]] == 0
        return bool(ends) and self._lawful_steps.issuperset(pairwise(path))


def _may_follow(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IE" and before[1:] == after[1:]
    return after[0] in "OBS"
