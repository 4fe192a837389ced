"""Evaluation of attributions against gold: figures, intervals, calibration, groups, gains and losses.

The definitions and exact figures are those of the project's benchmark, which ignores cues without a letter or digit:

- Gold and found relations of a text are aligned one to one, largest Jaccard of their contents first.
- ``content`` is met from a Jaccard of 0.5 on, ``exact`` means the same characters, ``soft`` is a share of characters.
- ``relation``: the content is met and the source agrees.
- ``cue``: the cues overlap, aligned on their own; or both relations have none, and their contents are aligned.
- Tracks: all; direct, mixed, indirect; speech.
- A group holds the relations with one cue, kind, rule or type of source, or with contents of similar length.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import mul
from typing import Literal, get_args

from attrs import asdict, field, frozen

from quoteattr.annotate.bundle import load_lemmas
from quoteattr.errors import ArgumentError
from quoteattr.evaluation.comparison import TRACKS, Comparison, Outcome, Reading, role_spans
from quoteattr.evaluation.comparison import Changes as Changes
from quoteattr.evaluation.comparison import changes as changes
from quoteattr.evaluation.comparison import compare as compare
from quoteattr.evaluation.comparison import compare_all as compare_all
from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import nouns, verbs
from quoteattr.model import ROLES, AnnotatedText, Passage, Relation

MEASURES = ("cue", "exact", "soft", "content", "relation")

_BINS = 10  # of a calibration
Counts = Mapping[tuple[str, str, str], float]
"""Sums by track, side ("gold", "found") and measure, and by "spans", role and side; a missing one is 0."""
GroupBy = Literal["cue", "kind", "rule", "source-type", "length"]

NOTHING = "(nothing)"
"""The name in a confusion table where the other side has no relation."""

_LENGTHS = (5, 10, 20, 40)  # words of a content, upper ends of the groups


@frozen
class Rate:
    """Precision and recall, as shares."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@frozen
class Track:
    """The figures of one track. Recall counts its gold relations, precision the found ones that belong to it."""

    gold: int
    found: int
    rates: Mapping[str, Rate]
    source_accuracy: float


@frozen
class Figures:
    """``tracks`` by name, without empty ones; ``spans`` by role."""

    tracks: Mapping[str, Track]
    spans: Mapping[str, Rate]

    def headline(self) -> dict[str, float]:
        """Return each figure by name: ``all.relation`` is an F1, ``all.source`` an accuracy, ``spans.cue`` an F1."""
        flat = {f"spans.{role}": rate.f1 for role, rate in self.spans.items()}
        for name, track in self.tracks.items():
            flat.update({f"{name}.{measure}": rate.f1 for measure, rate in track.rates.items()})
            flat[f"{name}.source"] = track.source_accuracy
        return flat


def figures(comparisons: Iterable[Comparison]) -> Figures:
    """Return the figures over all texts together."""
    return _figures(_count(comparisons))


def _count(comparisons: Iterable[Comparison]) -> Counts:
    total: dict[tuple[str, str, str], float] = defaultdict(float)
    for comparison in comparisons:
        for side, judged in (("gold", comparison.gold), ("found", comparison.found)):
            for each in judged:
                for track in each.reading.tracks:
                    total[track, side, "count"] += 1
                    for measure in MEASURES:
                        total[track, side, measure] += getattr(each, measure)
        for role in ROLES:
            gold, found = (
                role_spans(comparison.annotated.text, (getattr(each.reading, role) for each in judged))
                for judged in (comparison.gold, comparison.found)
            )
            total["spans", role, "gold"] += len(gold)
            total["spans", role, "found"] += len(found)
            total["spans", role, "both"] += len(gold & found)
    return total


def _figures(counts: Counts) -> Figures:
    tracks: dict[str, Track] = {}
    spans: dict[str, Rate] = {}
    for name in TRACKS:
        gold, found = (
            {measure: counts.get((name, side, measure), 0.0) for measure in ("count", *MEASURES)}
            for side in ("gold", "found")
        )
        if gold["count"] or found["count"]:
            rates = {
                each: Rate(_share(found[each], found["count"]), _share(gold[each], gold["count"])) for each in MEASURES
            }
            accuracy = _share(gold["relation"], gold["content"])
            tracks[name] = Track(int(gold["count"]), int(found["count"]), rates, accuracy)
    for role in ROLES:
        marked, predicted, both = (counts.get(("spans", role, side), 0.0) for side in ("gold", "found", "both"))
        spans[role] = Rate(_share(both, predicted), _share(both, marked))
    return Figures(tracks, spans)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


@frozen
class Interval:
    """The middle 95 % of the resampled values of a figure."""

    low: float
    high: float


def intervals(comparisons: Sequence[Comparison], *, resamples: int = 1000, seed: int = 0) -> Mapping[str, Interval]:
    """Return an interval for each name of ``Figures.headline``, by bootstrap over texts.

    There are ``resamples`` draws of as many texts, with replacement. The same seed returns the same intervals; the
    result is empty for no texts or no resamples.
    """
    rows = [_count([comparison]) for comparison in comparisons]
    columns = {key: [row.get(key, 0.0) for row in rows] for key in {key for row in rows for key in row}}
    draw = random.Random(seed)
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(resamples if rows else 0):
        drawn = Counter(draw.choices(range(len(rows)), k=len(rows)))
        times = [drawn[text] for text in range(len(rows))]
        row = {key: sum(map(mul, column, times)) for key, column in columns.items()}
        for name, value in _figures(row).headline().items():
            values[name].append(value)
    result = {}
    for name, found in values.items():
        found.sort()
        cut = int(len(found) * 0.05 / 2)
        result[name] = Interval(found[cut], found[-1 - cut])
    return result


@frozen
class Bin:
    """The predictions with a confidence from ``low`` up to ``high``: how many, their mean, how many were right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@frozen
class Threshold:
    """Figures if only predictions of at least ``confidence`` are kept."""

    confidence: float
    kept: int
    precision: float
    recall: float


@frozen
class Calibration:
    """``error`` is the expected calibration error: the mean gap of confidence and accuracy, weighted by bin size."""

    count: int
    error: float
    bins: tuple[Bin, ...]
    thresholds: tuple[Threshold, ...]


def calibrate(comparisons: Iterable[Comparison]) -> Calibration | None:
    """Return the calibration of the predictions with a confidence; right means source, cue and content together."""
    comparisons = tuple(comparisons)
    rated = [
        (judged.reading.relation.confidence, judged.whole)
        for comparison in comparisons
        for judged in comparison.found
        if judged.reading.relation.confidence is not None
    ]
    if not rated:
        return None
    gold = sum(len(comparison.gold) for comparison in comparisons)
    curve, thresholds = [], []
    for number in range(_BINS):
        low = number / _BINS
        # A confidence of 1 belongs to the last bin.
        inside = [each for each in rated if min(int(each[0] * _BINS), _BINS - 1) == number]
        if inside:
            confidence, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            curve.append(Bin(low, (number + 1) / _BINS, len(inside), confidence, share))
        kept = [right for value, right in rated if value >= low]
        thresholds.append(Threshold(low, len(kept), _share(sum(kept), len(kept)), _share(sum(kept), gold)))
    error = sum(each.count * abs(each.confidence - each.right) for each in curve) / len(rated)
    return Calibration(len(rated), error, tuple(curve), tuple(thresholds))


# By group


@frozen
class Group:
    """Counts of gold and predicted relations of one group, by outcome."""

    name: str
    gold: Mapping[Outcome, int]
    found: Mapping[Outcome, int]

    @property
    def rate(self) -> Rate:
        """Precision and recall of whole relations; either side may be met by a relation of another group."""
        return Rate(*(_share(side.get("right", 0), sum(side.values())) for side in (self.found, self.gold)))

    @property
    def size(self) -> int:
        return sum(self.gold.values()) + sum(self.found.values())


def groups(comparisons: Sequence[Comparison], by: GroupBy) -> tuple[Group, ...]:
    """Return the groups, largest first and of equal size by name; those of lengths in their order.

    Gold has no rule: with ``by="rule"`` it is counted under the rule of the prediction that it was aligned with.

    Raises:
        ArgumentError: ``by`` is unknown.
    """
    counts: dict[str, tuple[Counter[Outcome], Counter[Outcome]]] = defaultdict(lambda: (Counter(), Counter()))
    for comparison, *names in _named(comparisons, by):
        for side, judged in enumerate((comparison.gold, comparison.found)):
            for each, name in zip(judged, names[side], strict=True):
                counts[name][side][each.outcome] += 1
    made = [Group(name, gold, found) for name, (gold, found) in counts.items()]
    if by == "length":
        return tuple(sorted(made, key=lambda group: int(group.name.replace("-", " ").split()[0])))
    return tuple(sorted(made, key=lambda group: (-group.size, group.name)))


def _named(comparisons: Sequence[Comparison], by: GroupBy) -> Iterator[tuple[Comparison, Sequence[str], Sequence[str]]]:
    """Yield each comparison with the groups of its gold and of its found relations, in their order."""
    if by not in get_args(GroupBy):
        raise ArgumentError(f"by={by!r} is unknown: give one of {', '.join(map(repr, get_args(GroupBy)))}")
    predicted: dict[str, str] = {}
    for comparison in comparisons:
        for judged in comparison.found:
            word = main_word(Passage.of(comparison.annotated.text, *judged.reading.relation.cue).text)
            if word and judged.reading.relation.lemma:
                predicted[word] = judged.reading.relation.lemma.lower()
    keys: dict[GroupBy, Callable[[Reading, str], str]] = {
        "cue": partial(_lemma, predicted),
        "kind": lambda reading, _: reading.kind,
        "source-type": _source_type,
        "length": _length,
    }
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


def _length(reading: Reading, text: str) -> str:
    words = sum(len(span.of(text).split()) for span in reading.relation.content)
    place = bisect_left(_LENGTHS, words)
    low = (0, *_LENGTHS)[place] + 1
    return f"{low}-{_LENGTHS[place]} words" if place < len(_LENGTHS) else f"{low} words and more"


def _source_type(reading: Reading, text: str) -> str:
    """``none``, ``pronoun``, ``name`` (a capital after its first word, or a capital alone) or ``description``."""
    words = Passage.of(text, *reading.relation.source).text.split()
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


_NO_CUE = "(no cue)"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _lemma(predicted: Mapping[str, str], reading: Reading, text: str) -> str:
    """Return the predicted lemma of a cue; else that of its main word; else the mark that the cue is (":")."""
    if reading.relation.lemma:
        return reading.relation.lemma.lower()
    cue = Passage.of(text, *reading.relation.cue).text
    word = main_word(cue)
    return predicted.get(word) or lemma_of(word) if word else cue.strip() or _NO_CUE


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


# Everything together


@frozen
class Evaluation:
    """All figures of one set of predictions; ``comparisons`` has a judged text for each gold text."""

    comparisons: tuple[Comparison, ...] = field(repr=False)
    figures: Figures
    intervals: Mapping[str, Interval]
    calibration: Calibration | None

    def to_dict(self) -> dict[str, object]:
        """Return the figures as plain data; ``tracks`` is the result of :func:`score`."""
        return {
            "tracks": score(self.figures),
            "spans": {role: _rounded(rate) for role, rate in self.figures.spans.items()},
            "intervals": {name: [round(each.low, 4), round(each.high, 4)] for name, each in self.intervals.items()},
            "calibration": self.calibration and asdict(self.calibration),
        }


def evaluate(
    gold: Sequence[AnnotatedText], found: Mapping[str, Sequence[Relation]], *, resamples: int = 1000, seed: int = 0
) -> Evaluation:
    """Measure predictions, given by the id of their text, against ``gold``.

    ``resamples`` is the number of draws for the intervals (0 leaves them out), ``seed`` makes them repeatable.

    Raises:
        ArgumentError: ``found`` has an id that no gold text has.
    """
    comparisons = compare_all(gold, found)
    ranges = intervals(comparisons, resamples=resamples, seed=seed)
    return Evaluation(comparisons, figures(comparisons), ranges, calibrate(comparisons))


def score(figures: Figures) -> dict[str, dict[str, object]]:
    """Return the figures of every track as the benchmark writes them, shares rounded to four digits."""
    tracks: dict[str, dict[str, object]] = {}
    for name, track in figures.tracks.items():
        rates = {measure: _rounded(rate) for measure, rate in track.rates.items()}
        accuracy = round(track.source_accuracy, 4)
        tracks[name] = {"gold": track.gold, "pred": track.found, **rates, "source_acc": accuracy}
    return tracks


def _rounded(rate: Rate) -> dict[str, float]:
    return {"p": round(rate.precision, 4), "r": round(rate.recall, 4), "f1": round(rate.f1, 4)}
