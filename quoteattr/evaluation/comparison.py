"""Compare gold and found relations of a text: matches, outcomes of the others, and changes between two runs.

Relations are compared by the letters and digits under their spans: quotation marks, commas and spaces never decide a
match. Only a cue without any (a colon, the dash of a headline) is compared by its marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, groupby
from typing import Literal

from attrs import field, frozen

from quoteattr.errors import ArgumentError
from quoteattr.lexicon import load_table
from quoteattr.model import ROLES, AnnotatedText, Kind, Relation, Span

Characters = frozenset[int]
TextRange = tuple[int, int]
Facts = tuple[bool, bool, bool, bool]
"""What is right in a pair: the exact content, the content, the relation, all of it."""

TRACKS = ("all", "speech", "direct", "mixed", "indirect")

_DIRECT = 0.8  # share of a content between quotation marks from which on it is direct
_INDIRECT = 0.05  # and up to which it is indirect
_MARK = re.compile(r"\n|[“”\"]|``|(?<!')''")
_WORD = re.compile(r"[A-Za-z]+")


@frozen
class Reading:
    """One relation over its text: the positions of the alphanumeric characters of each role, or of a cue's marks."""

    relation: Relation
    source: Characters = field(repr=False)
    cue: Characters = field(repr=False)
    content: Characters = field(repr=False)
    kind: Kind
    speech: bool

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks in which this relation counts."""
        return ("all", self.kind, "speech") if self.speech else ("all", self.kind)


def readings(annotated: AnnotatedText, relations: Iterable[Relation]) -> tuple[Reading, ...]:
    """Return the relations that have a content, in their order; one without any letter or digit in it is left out."""
    text, quoted = annotated.text, quoted_characters(annotated.text)
    found = []
    for relation in relations:
        source, cue, content = (characters(getattr(relation, role), text) for role in ROLES)
        if content:
            cue = cue or characters(relation.cue, text, lambda character: not character.isspace())
            share = sum(quoted[i] for i in content) / len(content)
            kind: Kind = "direct" if share >= _DIRECT else "mixed" if share > _INDIRECT else "indirect"
            speech = is_speech(span.of(text) for span in relation.cue)
            found.append(Reading(relation, source, cue, content, kind, speech))
    return tuple(found)


def characters(spans: Iterable[Span], text: str, counts: Callable[[str], bool] = str.isalnum) -> Characters:
    """Return the positions of the characters that count in some spans."""
    return frozenset(i for span in spans for i in range(span.start, min(span.end, len(text))) if counts(text[i]))


def quoted_characters(text: str) -> bytearray:
    """Return a 1 for each character between double quotation marks: curly, straight, `` and ''.

    A straight mark opens and closes in turn; the end of a line closes.

    >>> list(quoted_characters('a "b" c'))
    [0, 0, 1, 1, 0, 0, 0]
    """
    quoted = bytearray(len(text))
    inside, since = False, 0
    for mark in _MARK.finditer(text):
        if inside:
            quoted[since : mark.start()] = b"\1" * (mark.start() - since)
        opens = mark[0] in ("“", "``")
        inside = opens or (mark[0] in ('"', "''") and not inside)
        since = mark.start()
    if inside:
        quoted[since:] = b"\1" * (len(text) - since)
    return quoted


def is_speech(cue: Iterable[str]) -> bool:
    """Return True if the cue holds a reporting word of speech, or no word at all (a name and a colon)."""
    words = [word.lower() for part in cue for word in _WORD.findall(part)]
    return not words or any(word in _speech_words() for word in words)


@cache
def _speech_words() -> frozenset[str]:
    return frozenset(load_table("evaluation")["speech_words"].split())


def role_spans(text: str, roles: Iterable[Characters]) -> frozenset[TextRange]:
    """Return first and last letter of each span of a role in a text; punctuation does not divide a span."""
    number = list(accumulate(map(str.isalnum, text)))
    found = set()
    for role in roles:
        for _, run in groupby(enumerate(sorted(role)), key=lambda pair: number[pair[1]] - pair[0]):
            positions = [position for _, position in run]
            found.add((positions[0], positions[-1]))
    return frozenset(found)


Outcome = Literal["right", "source", "content", "alone"]
"""``source``: the content was met and the source is wrong; ``content``: a relation is there whose content is wrong;
``alone``: nothing on the other side (gold that was missed, a find that is spurious)."""

_SAME = 0.999  # Jaccard from which on contents are the same
_MET = 0.5  # and from which on the content is met


@frozen
class Judged:
    """A relation of one side, judged against the other side.

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


def compare(annotated: AnnotatedText, relations: Iterable[Relation]) -> Comparison:
    """Return gold relations against found ones, aligned one to one by content, largest Jaccard first; cues apart.

    Two relations without a cue match in it if they are aligned by content.
    """
    gold, found = readings(annotated, annotated.relations), readings(annotated, relations)
    contents = _align(gold, found, lambda one, other: jaccard(one.content, other.content))
    cues = set(_align(gold, found, lambda one, other: len(one.cue & other.cue)))
    cues |= {(i, j) for i, j in contents if not (gold[i].cue or found[j].cue)}
    of_gold: dict[int, tuple[int, Facts]] = {}
    of_found: dict[int, tuple[int, Facts]] = {}
    for (i, j), shared in contents.items():
        one, other = gold[i], found[j]
        relation = shared >= _MET and same_source(one.source, other.source)
        same_cue = not one.cue.isdisjoint(other.cue) or not (one.cue or other.cue)
        facts = (shared >= _SAME, shared >= _MET, relation, relation and same_cue)
        of_gold[i], of_found[j] = (j, facts), (i, facts)
    judged = _judged(gold, found, of_gold, {i for i, _ in cues})
    return Comparison(annotated, judged, _judged(found, gold, of_found, {j for _, j in cues}))


def compare_all(gold: Iterable[AnnotatedText], found: Mapping[str, Sequence[Relation]]) -> tuple[Comparison, ...]:
    """Return a comparison for each gold text (an id may recur); one that ``found`` lacks has no predictions.

    Raises :class:`ArgumentError` where ``found`` has an id that no gold text has.
    """
    gold = tuple(gold)
    ids = {annotated.id for annotated in gold}
    for id in found:
        if id not in ids:
            raise ArgumentError(f"found has the id {id!r}, which no gold text has: use the ids of the gold, each a str")
    return tuple(compare(annotated, found.get(annotated.id, ())) for annotated in gold)


def jaccard(one: Characters, other: Characters) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def same_source(gold: Characters, found: Characters) -> bool:
    """Return both empty, or overlapping with the found one not much longer than the gold."""
    if not gold and not found:
        return True
    return not gold.isdisjoint(found) and len(found) <= 4 * len(gold) + 20


def _align(
    gold: Sequence[Reading], found: Sequence[Reading], value: Callable[[Reading, Reading], float]
) -> dict[tuple[int, int], float]:
    """Return pairs of gold and found relations of a value above 0, largest first; each relation is in one at most."""
    values = ((value(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(found))
    free_gold, free_found = set(range(len(gold))), set(range(len(found)))
    pairs = {}
    for shared, i, j in sorted((each for each in values if each[0] > 0), reverse=True):
        if i in free_gold and j in free_found:
            free_gold.remove(i)
            free_found.remove(j)
            pairs[i, j] = shared
    return pairs


def _judged(
    own: Sequence[Reading], others: Sequence[Reading], pairs: Mapping[int, tuple[int, Facts]], cues: Collection[int]
) -> tuple[Judged, ...]:
    """Judge one side. ``pairs`` has the partner of a relation and the right parts of the pair; ``cues`` are met."""
    found = []
    for number, each in enumerate(own):
        partner, facts = pairs.get(number, (None, (False,) * 4))
        soft = max((len(each.content & other.content) / len(each.content) for other in others), default=0.0)
        found.append(Judged(each, partner, soft, number in cues, *facts))
    return tuple(found)


@frozen
class Change:
    """A relation of one text, and its outcomes before and after."""

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
    gold = [
        _change(new, after, before.outcome, after.outcome)
        for old, new in pairs
        for before, after in zip(old.gold, new.gold, strict=True)
        if before.outcome != after.outcome
    ]
    return Changes(
        gains=tuple(change for change in gold if change.after == "right"),
        losses=tuple(change for change in gold if change.before == "right"),
        shifts=tuple(change for change in gold if "right" not in (change.before, change.after)),
        removed=tuple(change for old, new in pairs for change in _only_in(old, new)),
        added=tuple(change for old, new in pairs for change in _only_in(new, old)),
    )


def _only_in(one: Comparison, other: Comparison) -> Iterator[Change]:
    """Yield the spurious predictions of ``one`` that ``other`` does not make, cue and content taken together."""
    known = {(judged.reading.cue, judged.reading.content) for judged in other.found}
    for judged in one.found:
        if judged.outcome == "alone" and (judged.reading.cue, judged.reading.content) not in known:
            yield _change(one, judged, "alone", "alone")


def _change(comparison: Comparison, judged: Judged, before: Outcome, after: Outcome) -> Change:
    return Change(comparison.annotated.id, comparison.annotated.text, judged.reading, before, after)
