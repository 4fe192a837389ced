"""Decode scores: BIOES entity tags under constraints, and maximum spanning trees with one root and one subject.

Each word is tried as the root in the order of the best score that its tree could reach, and nearly always the first
one is the answer. Degenerate input may need all of them: after ``_TRIES`` roots, one search covers all, with arcs from
the root penalised so that the best tree has a single one (Stanojević and Cohen 2021 compare both). Below a root every
word takes its best head; where these form a cycle, the algorithm of Chu and Liu (1965) and Edmonds (1967) resolves it.
Where a word then has two subjects, objects or agents, one of them gets its next best head or relation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

NEVER = float("-inf")
_TRIES = 4  # roots


def heads(scores: NDArray[Any]) -> list[int]:
    """Return the heads of the best tree over (n, 1 + n) finite scores: 0 for the root, else the head's position + 1."""
    root, among = scores[:, 0].astype(np.float64), scores[:, 1:].astype(np.float64)
    among.flat[:: len(among) + 1] = NEVER
    if len(root) == 1:
        return [0]
    best = among.max(1)
    bounds = best.sum() + root - best
    found = _best_heads(among, int(bounds.argmax()))
    if not _cycle(found):  # as nearly always: the tree reaches the highest bound
        return [head + 1 for head in found]
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
    count = len(root)
    scores = np.full((count + 1, count + 1), NEVER)
    scores[1:, 1:] = among
    finite = among[np.isfinite(among)]
    spread = max(root.max(), finite.max()) - min(root.min(), finite.min())
    scores[1:, 0] = root - (1 + count * spread)
    return rooted(scores, 0)[1:]


def rooted(scores: NDArray[np.float64], root: int) -> list[int]:
    """Return the heads of the best tree over (n, n) scores with the root ``root``, whose own head is -1.

    A cycle of best heads becomes one node in the place of its first word; the others hang from it. What is left of a
    score is what the arc adds to the cycle in place of the arc that it replaces.
    """
    scores = scores.copy()
    merged: list[tuple[list[int], list[int], NDArray[np.float64], NDArray[np.float64]]] = []
    above = _best_heads(scores, root)
    while cycle := _cycle(above):
        entering = scores[cycle] - scores[cycle, [above[word] for word in cycle]][:, None]
        leaving = scores[:, cycle]
        merged.append((cycle, above, entering, leaving))
        first, others = cycle[0], cycle[1:]
        scores[first], scores[:, first] = entering.max(0), leaving.max(1)
        scores[:, others] = scores[others] = scores[first, first] = NEVER
        scores[others, first] = 0
        above = _best_heads(scores, root)
    for cycle, before, entering, leaving in reversed(merged):
        head = above[cycle[0]]
        above = [cycle[leaving[word].argmax()] if own == cycle[0] else own for word, own in enumerate(above)]
        for word in cycle:
            above[word] = before[word]
        above[cycle[entering[:, head].argmax()]] = head
    return above


def _best_heads(scores: NDArray[np.float64], root: int) -> list[int]:
    above: list[int] = scores.argmax(1).tolist()
    above[root] = -1
    return above


def _cycle(above: Sequence[int]) -> list[int]:
    """Return the words of a cycle, each followed by its head; empty where every word reaches the root."""
    seen = [-1] * len(above)
    for start in range(len(above)):
        word = start
        while word >= 0 and seen[word] < 0:
            seen[word] = start
            word = above[word]
        if word >= 0 and seen[word] == start:
            cycle = [word]
            while above[cycle[-1]] != word:
                cycle.append(above[cycle[-1]])
            return cycle
    return []


IMPOSSIBLE = -1e9

ARGUMENTS = (("nsubj", "nsubj:pass", "csubj", "csubj:pass"), ("obj",), ("iobj",), ("obl:agent",))
"""The relations of which a word has at most one, by function, as Universal Dependencies defines them."""

_HEADS = 5
"""The best heads that a second argument may get instead."""


class ArgumentDecoder:
    """Trees in which no word has two subjects, two objects, two indirect objects or two agents.

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
                for other, label in zip(above, labels, strict=True):
                    if other == head and label in self._function:
                        row[self._functions[self._function[label]]] = NEVER
                best = int(row.argmax())
                options.append((now[word] - every[word, head] - row[best], word, head, best))
            _, word, above[word], labels[word] = min(options)
            again = self._doubled(above, labels)

    def _doubled(self, above: Sequence[int], labels: Sequence[int]) -> list[int]:
        """Return words that have one function for one head, or an empty list where no function is doubled."""
        known: dict[tuple[int, int], list[int]] = {}
        for word, (head, label) in enumerate(zip(above, labels, strict=True)):
            if head and label in self._function:
                known.setdefault((head, self._function[label]), []).append(word)
        return next((words for words in known.values() if len(words) > 1), [])


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
    below = scores - scores.max(-1, keepdims=True)
    found: Scores = below - np.log(np.exp(below).sum(-1, keepdims=True))
    return found


class EntityDecoder:
    """Viterbi decoding of BIOES tags in which no tag follows one that it cannot follow."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = list(tags)
        # a row for each tag that follows, a column for the one before
        self._steps = np.array(
            [[0.0 if _may_follow(before, after) else IMPOSSIBLE for before in tags] for after in tags], np.float32
        )
        self._first = np.array([0.0 if tag[0] in "OBS" else IMPOSSIBLE for tag in tags], np.float32)
        self._last = np.array([0.0 if tag[0] in "OES" else IMPOSSIBLE for tag in tags], np.float32)

    def __call__(self, scores: Scores) -> list[str]:
        """Return the best lawful tags for (n, tags) scores."""
        best: list[int] = scores.argmax(1).tolist()
        ends = self._first[best[0]] + self._last[best[-1]]
        if ends + self._steps[best[1:], best[:-1]].sum() == 0:  # lawful
            return [self.tags[i] for i in best]
        total = scores[0] + self._first
        every = np.arange(len(self.tags))
        back = []
        for row in scores[1:]:
            options = total + self._steps
            back.append(options.argmax(1))
            total = options[every, back[-1]] + row
        chosen = [int(np.argmax(total + self._last))]
        for pointers in reversed(back):
            chosen.append(int(pointers[chosen[-1]]))
        return [self.tags[i] for i in reversed(chosen)]


def _may_follow(before: str, after: str) -> bool:
    if before[0] in "BI":
        return after[0] in "IE" and before[1:] == after[1:]
    return after[0] in "OBS"
