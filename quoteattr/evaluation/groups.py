"""The relations split up by cue, kind, rule, source or length, and what became of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import frozen

from quoteattr.evaluation.comparison import Comparison, Outcome
from quoteattr.evaluation.figures import Rate
from quoteattr.evaluation.lemmas import Lemmas
from quoteattr.evaluation.readings import Reading
from quoteattr.lexicon import load_table

GroupBy = Literal["cue", "kind", "rule", "source-type", "length"]

NOTHING = "(nothing)"
"""The name in a confusion table where the other side has no relation."""

_LENGTHS = (5, 10, 20, 40)  # words of a content, upper ends of the groups


@frozen
class Group:
    """Counts of gold and predicted relations of one group, by outcome."""

    name: str
    gold: Mapping[Outcome, int]
    found: Mapping[Outcome, int]

    @property
    def rate(self) -> Rate:
        """Precision and recall of whole relations; either side may be met by a relation of another group."""
        return Rate(_share(self.found), _share(self.gold))

    @property
    def size(self) -> int:
        return sum(self.gold.values()) + sum(self.found.values())


def _share(outcomes: Mapping[Outcome, int]) -> float:
    total = sum(outcomes.values())
    return outcomes.get("right", 0) / total if total else 0.0


def groups(comparisons: Sequence[Comparison], by: GroupBy) -> tuple[Group, ...]:
    """Return the groups, largest first and of equal size by name; those of lengths in their order.

    Gold carries no rule: with ``by="rule"`` it is counted under the rule of the prediction that it was aligned with.
    """
    gold: dict[str, Counter[Outcome]] = {}
    found: dict[str, Counter[Outcome]] = {}
    for comparison, names in _named(comparisons, by):
        for side, judged, own in ((gold, comparison.gold, names.gold), (found, comparison.found, names.found)):
            for each, name in zip(judged, own, strict=True):
                side.setdefault(name, Counter())[each.outcome] += 1
    made = [Group(name, gold.get(name, Counter()), found.get(name, Counter())) for name in {*gold, *found}]
    if by == "length":
        return tuple(sorted(made, key=lambda group: int(group.name.partition("-")[0].partition(" ")[0])))
    return tuple(sorted(made, key=lambda group: (-group.size, group.name)))


@frozen
class _Names:
    """The group of each gold and of each found relation of one text, in their order."""

    gold: Sequence[str]
    found: Sequence[str]


def _named(comparisons: Sequence[Comparison], by: GroupBy) -> Iterator[tuple[Comparison, _Names]]:
    key = _keys(comparisons).get(by)
    for comparison in comparisons:
        if key is None:
            yield comparison, _rules(comparison)
        else:
            text = comparison.annotated.text
            sides = ([key(each.reading, text) for each in side] for side in (comparison.gold, comparison.found))
            yield comparison, _Names(*sides)


def _keys(comparisons: Sequence[Comparison]) -> Mapping[GroupBy, Callable[[Reading, str], str]]:
    return {"cue": Lemmas(comparisons).of, "kind": _kind, "source-type": source_type, "length": _length}


def _rules(comparison: Comparison) -> _Names:
    found = [judged.reading.relation.rule or "unrecorded" for judged in comparison.found]
    gold = [NOTHING if judged.partner is None else found[judged.partner] for judged in comparison.gold]
    return _Names(gold, found)


def _kind(reading: Reading, text: str) -> str:
    return reading.kind


def _length(reading: Reading, text: str) -> str:
    words = sum(len(span.of(text).split()) for span in reading.relation.content)
    low = 1
    for high in _LENGTHS:
        if words <= high:
            return f"{low}-{high} words"
        low = high + 1
    return f"{low} words and more"


def source_type(reading: Reading, text: str) -> str:
    """``none``, ``pronoun``, ``name`` (a capital after its first word, or a capital alone) or ``description``."""
    words = " ".join(span.of(text) for span in reading.relation.source).split()
    if not words or not reading.source:
        return "none"
    if len(words) == 1 and words[0].lower() in load_table("pronouns")["words"]:
        return "pronoun"
    # The first word of a sentence begins with a capital in any case: "Residents", "The mayor".
    deciding = words[1:] or words
    return "name" if any(word[0].isupper() for word in deciding) else "description"


def confusion(comparisons: Sequence[Comparison], by: Literal["kind", "cue"]) -> Mapping[tuple[str, str], int]:
    """Count how often gold of one kind (or cue lemma) was aligned with each: ``(gold, found) -> count``.

    A relation without a partner that shares half the content is counted against :data:`NOTHING`.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for comparison, names in _named(comparisons, by):
        for judged, name in zip(comparison.gold, names.gold, strict=True):
            partner = judged.partner if judged.content else None
            pairs[name, NOTHING if partner is None else names.found[partner]] += 1
        for judged, name in zip(comparison.found, names.found, strict=True):
            if not judged.content:
                pairs[NOTHING, name] += 1
    return pairs
