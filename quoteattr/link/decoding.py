"""Decode the network's probabilities to ranges of words; no linguistic knowledge here.

For one cue the network estimates how probable each role is for each word of its window. A range is a list of word
numbers in the document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import exp, log

from quoteattr.tree import SCORED_ROLES, CueScores

__all__ = ["CONTENT", "SOURCE", "best_run", "cue_run", "mean", "runs"]

SOURCE, CUE, CONTENT = (SCORED_ROLES.index(name) for name in ("source", "cue", "content"))
_SWITCH = 0.5  # what it costs, in log odds, to begin or end a range; chosen on PolNeAR dev for relation F1
_EDGE = 1e-4
_LEAST, _MOST = log(_EDGE / (1 - _EDGE)), log((1 - _EDGE) / (1 - (1 - _EDGE)))


def cue_run(score: CueScores) -> tuple[int, int]:
    """Return the first and the last word of the cue: the anchor and neighbours whose likeliest role is the cue."""
    first = last = score.anchor - score.first
    while first > 0 and _likeliest(score.roles[first - 1]) == CUE:
        first -= 1
    while last + 1 < len(score.roles) and _likeliest(score.roles[last + 1]) == CUE:
        last += 1
    return score.first + first, score.first + last


def _likeliest(probabilities: Sequence[float]) -> int:
    return max(range(len(probabilities)), key=probabilities.__getitem__)


def best_run(score: CueScores, role: int, closed: Collection[int]) -> list[int]:
    """Return the range of :func:`runs` with the highest sum of log odds: a cue has one source."""
    odds = _log_odds(score, role)
    found = _runs(odds, score.first, closed)
    return max(found, key=lambda run: sum(odds[number - score.first] for number in run), default=[])


def runs(score: CueScores, role: int, closed: Collection[int]) -> Iterator[list[int]]:
    """Yield the ranges of a role, in text order, without the words ``closed``."""
    return _runs(_log_odds(score, role), score.first, closed)


def _log_odds(score: CueScores, role: int) -> list[float]:
    """Return the log odds of each word for a role, those of _EDGE at least and those of 1 - _EDGE at most."""
    return [
        _LEAST if row[role] <= _EDGE else _MOST if row[role] >= 1 - _EDGE else log(row[role] / (1 - row[role]))
        for row in score.roles
    ]


def _runs(odds: Sequence[float], first: int, closed: Collection[int]) -> Iterator[list[int]]:
    """Yield the ranges that maximise the sum of log odds less _SWITCH at each of their ends (two-state Viterbi)."""
    inside, outside = -_SWITCH, 0.0
    back: list[tuple[bool, bool]] = []
    for position, value in enumerate(odds):
        gain = -100.0 if first + position in closed else value
        stays, leaves = inside >= outside - _SWITCH, inside - _SWITCH > outside
        inside, outside = gain + (inside if stays else outside - _SWITCH), inside - _SWITCH if leaves else outside
        back.append((stays, leaves))
    state = inside - _SWITCH > outside
    chosen = []
    for position in range(len(odds) - 1, -1, -1):
        if state:
            chosen.append(first + position)
        stays, leaves = back[position]
        state = stays if state else leaves
    yield from _consecutive(reversed(chosen))


def _consecutive(numbers: Iterator[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def mean(score: CueScores, numbers: Sequence[int], role: int) -> float:
    """Return the geometric mean of the probabilities of words for a role; for no words, of their absence."""
    if not numbers:
        return 1 - max(row[role] for row in score.roles)
    values = [log(max(_EDGE, score.roles[number - score.first][role])) for number in numbers]
    return exp(sum(values) / len(values))
