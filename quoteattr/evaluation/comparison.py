"""Gold and found relations of a text set against each other: which were met, and what became of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import frozen

from quoteattr.evaluation.readings import Characters, Reading, readings
from quoteattr.model import AnnotatedText, Relation

Outcome = Literal["right", "source", "content", "alone"]
"""``source``: the content was met and the source is wrong; ``content``: a relation is there whose content is wrong;
``alone``: nothing on the other side (gold that was missed, a find that is spurious)."""

_SAME = 0.999  # Jaccard from which on contents are the same
_MET = 0.5  # and from which on the content is met


@frozen
class Judged:
    """A relation of one side and how it fared against the other side.

    ``soft`` is the largest share of its content that one relation of the other side covers (Johansson and Moschitti
    2013). ``partner`` is the position of the relation that it was aligned with by content, if there is one.
    ``whole``: source, cue and content are right together.
    """

    reading: Reading
    partner: int | None
    soft: float
    cue: bool
    exact: bool
    content: bool
    relation: bool
    whole: bool

    @property
    def outcome(self) -> Outcome:
        if self.relation:
            return "right"
        if self.content:
            return "source"
        return "content" if self.cue or self.partner is not None else "alone"


@frozen
class Comparison:
    """One text: its gold relations and the found ones, both judged."""

    annotated: AnnotatedText
    gold: tuple[Judged, ...]
    found: tuple[Judged, ...]


@frozen
class _Pair:
    """A gold and a found relation that were aligned, by position."""

    gold: int
    found: int
    value: float


def compare(annotated: AnnotatedText, relations: Iterable[Relation]) -> Comparison:
    """Return the gold relations of a text against the found ones, aligned one to one, largest content Jaccard first.

    Cues are aligned on their own, by the characters that they share.
    """
    gold, found = readings(annotated, annotated.relations), readings(annotated, relations)
    contents = _align(gold, found, lambda one, other: jaccard(one.content, other.content))
    cues = _align(gold, found, lambda one, other: len(one.cue & other.cue))
    gold_pairs = {pair.gold: pair for pair in contents}
    found_pairs = {pair.found: pair for pair in contents}
    gold_cues, found_cues = {pair.gold for pair in cues}, {pair.found for pair in cues}
    return Comparison(
        annotated,
        tuple(
            _judge(each, found, gold_pairs.get(i), gold, found, of_gold=True, cue=i in gold_cues)
            for i, each in enumerate(gold)
        ),
        tuple(
            _judge(each, gold, found_pairs.get(j), gold, found, of_gold=False, cue=j in found_cues)
            for j, each in enumerate(found)
        ),
    )


def compare_all(gold: Iterable[AnnotatedText], found: Mapping[str, Sequence[Relation]]) -> tuple[Comparison, ...]:
    """Return a comparison for each gold text; a text that ``found`` lacks has no predictions.

    The same id may occur several times, for the versions of several annotators.
    """
    return tuple(compare(annotated, found.get(annotated.id, ())) for annotated in gold)


def jaccard(one: Characters, other: Characters) -> float:
    """Shared characters by all characters; 0 for two empty sets."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def same_source(gold: Characters, found: Characters) -> bool:
    """Return both empty, or overlapping with the found one not much longer than the gold."""
    if not gold and not found:
        return True
    return not gold.isdisjoint(found) and len(found) <= 4 * len(gold) + 20


def _align(
    gold: Sequence[Reading], found: Sequence[Reading], value: Callable[[Reading, Reading], float]
) -> tuple[_Pair, ...]:
    return tuple(_greedy(sorted(_values(gold, found, value), reverse=True)))


def _values(
    gold: Sequence[Reading], found: Sequence[Reading], value: Callable[[Reading, Reading], float]
) -> Iterator[tuple[float, int, int]]:
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            if (shared := value(one, other)) > 0:
                yield shared, i, j


def _greedy(candidates: Iterable[tuple[float, int, int]]) -> Iterator[_Pair]:
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for value, i, j in candidates:
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            yield _Pair(i, j, value)


def _judge(
    own: Reading,
    others: Sequence[Reading],
    pair: _Pair | None,
    gold: Sequence[Reading],
    found: Sequence[Reading],
    *,
    of_gold: bool,
    cue: bool,
) -> Judged:
    soft = max((len(own.content & other.content) / len(own.content) for other in others), default=0.0)
    if pair is None:
        return Judged(own, None, soft, cue, exact=False, content=False, relation=False, whole=False)
    one, other = gold[pair.gold], found[pair.found]
    relation = pair.value >= _MET and same_source(one.source, other.source)
    return Judged(
        own,
        pair.found if of_gold else pair.gold,
        soft,
        cue,
        exact=pair.value >= _SAME,
        content=pair.value >= _MET,
        relation=relation,
        whole=relation and (not one.cue.isdisjoint(other.cue) or not (one.cue or other.cue)),
    )
