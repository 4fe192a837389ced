"""Gains and losses of a new set of predictions against an earlier one, relation by relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from quoteattr.evaluation.comparison import Comparison, Judged, Outcome
from quoteattr.evaluation.readings import Reading


@frozen
class Change:
    """A relation of one text, and what became of it before and after."""

    id: str
    text: str
    reading: Reading
    before: Outcome
    after: Outcome


@frozen
class Changes:
    """``gains``: gold that is right now; ``losses``: gold that was right; ``shifts``: gold that is wrong otherwise.

    ``removed`` and ``added`` are predictions that meet no gold, before and after.
    """

    gains: tuple[Change, ...]
    losses: tuple[Change, ...]
    shifts: tuple[Change, ...]
    removed: tuple[Change, ...]
    added: tuple[Change, ...]


def changes(before: Sequence[Comparison], after: Sequence[Comparison]) -> Changes:
    """Return the differences of two runs over the same gold texts, in the order of the gold."""
    pairs = list(zip(before, after, strict=True))
    gold = [change for old, new in pairs for change in _gold_changes(old, new)]
    return Changes(
        gains=tuple(change for change in gold if change.after == "right"),
        losses=tuple(change for change in gold if change.before == "right"),
        shifts=tuple(change for change in gold if "right" not in (change.before, change.after)),
        removed=tuple(change for old, new in pairs for change in _only_in(old, new)),
        added=tuple(change for old, new in pairs for change in _only_in(new, old)),
    )


def _gold_changes(old: Comparison, new: Comparison) -> Iterator[Change]:
    for before, after in zip(old.gold, new.gold, strict=True):
        if before.outcome != after.outcome:
            yield _change(new, after, before.outcome, after.outcome)


def _only_in(one: Comparison, other: Comparison) -> Iterator[Change]:
    """Yield the spurious predictions of ``one`` that ``other`` does not make, cue and content taken together."""
    known = {_key(judged) for judged in other.found}
    for judged in _spurious(one.found):
        if _key(judged) not in known:
            yield _change(one, judged, "alone", "alone")


def _spurious(found: Iterable[Judged]) -> Iterator[Judged]:
    return (judged for judged in found if judged.outcome == "alone")


def _key(judged: Judged) -> tuple[frozenset[int], frozenset[int]]:
    return judged.reading.cue, judged.reading.content


def _change(comparison: Comparison, judged: Judged, before: Outcome, after: Outcome) -> Change:
    return Change(comparison.annotated.id, comparison.annotated.text, judged.reading, before, after)
