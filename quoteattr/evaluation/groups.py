"""The relations split up by cue, kind, rule, source or length, and what became of each group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import frozen

from quoteattr.annotate.bundle import load_lemmas
from quoteattr.evaluation.comparison import Comparison, Outcome, Reading
from quoteattr.evaluation.figures import Rate
from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import nouns, verbs

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
    for comparison, *names in _named(comparisons, by):
        for side, judged, own in zip((gold, found), (comparison.gold, comparison.found), names, strict=True):
            for each, name in zip(judged, own, strict=True):
                side.setdefault(name, Counter())[each.outcome] += 1
    made = [Group(name, gold.get(name, Counter()), found.get(name, Counter())) for name in {*gold, *found}]
    if by == "length":
        return tuple(sorted(made, key=lambda group: int(group.name.partition("-")[0].partition(" ")[0])))
    return tuple(sorted(made, key=lambda group: (-group.size, group.name)))


def _named(comparisons: Sequence[Comparison], by: GroupBy) -> Iterator[tuple[Comparison, Sequence[str], Sequence[str]]]:
    """Yield each comparison with the groups of its gold and of its found relations, in their order."""
    keys = {"cue": Lemmas(comparisons).of, "kind": _kind, "source-type": source_type, "length": _length}
    for comparison in comparisons:
        if by == "rule":
            found = [judged.reading.relation.rule or "unrecorded" for judged in comparison.found]
            gold = [NOTHING if judged.partner is None else found[judged.partner] for judged in comparison.gold]
        else:
            gold, found = (
                [keys[by](each.reading, comparison.annotated.text) for each in side]
                for side in (comparison.gold, comparison.found)
            )
        yield comparison, gold, found


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
    for comparison, gold, found in _named(comparisons, by):
        for judged, name in zip(comparison.gold, gold, strict=True):
            partner = judged.partner if judged.content else None
            pairs[name, NOTHING if partner is None else found[partner]] += 1
        for judged, name in zip(comparison.found, found, strict=True):
            if not judged.content:
                pairs[NOTHING, name] += 1
    return pairs


NO_CUE = "(no cue)"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Lemmas:
    """Knows the lemmas that the predictions of some comparisons carry, and those of the lexicons."""

    def __init__(self, comparisons: Iterable[Comparison] = ()) -> None:
        self._predicted: dict[str, str] = {}
        for comparison in comparisons:
            for judged in comparison.found:
                word = main_word(_cue(judged.reading, comparison.annotated.text))
                if word and judged.reading.relation.lemma:
                    self._predicted[word] = judged.reading.relation.lemma.lower()

    def of(self, reading: Reading, text: str) -> str:
        """Return the predicted lemma of the cue; else that of its main word; else the mark that it is (":")."""
        if reading.relation.lemma:
            return reading.relation.lemma.lower()
        cue = _cue(reading, text)
        word = main_word(cue)
        return self._predicted.get(word) or lemma_of(word) if word else cue.strip() or NO_CUE


def _cue(reading: Reading, text: str) -> str:
    return " ".join(span.of(text) for span in reading.relation.cue)


def main_word(cue: str) -> str:
    """Return the main word of a cue, in lower case: the first that is no auxiliary, negation or adverb.

    >>> main_word("has also repeatedly said")
    'said'
    """
    words: list[str] = [word.lower() for word in _WORD.findall(cue)]
    passed_over = load_table("anchors")["passed_over"]
    main = (word for word in words if word not in passed_over and not word.endswith("ly"))
    return next(main, words[0] if words else "")


def lemma_of(word: str) -> str:
    """Return the lemma in the cue lexicons that ``word`` is a form of; the word itself where there is none.

    >>> lemma_of("denies"), lemma_of("told"), lemma_of("planned"), lemma_of("blorped")
    ('deny', 'tell', 'plan', 'blorped')
    """
    lemmas = load_lemmas()
    found = (lemmas(word, upos) for upos in ("VERB", "NOUN"))
    return next((lemma for lemma in found if lemma in verbs() or lemma in nouns()), word)
