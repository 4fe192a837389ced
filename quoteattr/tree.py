"""Sentences and words as a read-only dependency tree: the ground that annotate, link and resolve share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from attrs import evolve, field, frozen

from quoteattr.errors import TreeError
from quoteattr.model import ROLES, Span

ROOT = -1
_ABOUT = frozenset(("about", "against", "like", "of"))  # before what is spoken of
_EARLIER_OR_LATER = frozenset(("after", "before"))  # before what happened at another time

NounKind = Literal["person", "organization", "document"]
"""What a common noun names, as a source: people, an organisation or place, or a thing."""


@frozen
class Word:
    """One UD word. ``index`` counts within the sentence from 0; ``head`` is an index, or ROOT."""

    index: int
    text: str
    span: Span
    lemma: str = ""
    upos: str = "X"
    xpos: str = ""
    head: int = ROOT
    deprel: str = "dep"

    @property
    def base(self) -> str:
        """The lemma in lower case, of a word without one its text."""
        return (self.lemma or self.text).lower()

    @property
    def relation(self) -> str:
        """The relation without its subtype: ``nsubj`` of ``nsubj:pass``."""
        return self.deprel.partition(":")[0] if ":" in self.deprel else self.deprel


@frozen
class Entity:
    """A named entity of a sentence: words ``first`` to ``last`` - 1, with the label of the tag set."""

    label: str
    first: int
    last: int
    span: Span


@frozen(slots=False)
class Sentence:
    """The words of one sentence and the tree over them.

    ``offset`` is the position of the first word among all words of the document. ``annotated`` is false for a sentence
    of page furniture, which has words only: no tags, no tree.
    """

    words: tuple[Word, ...] = field(converter=tuple[Word, ...])
    entities: tuple[Entity, ...] = field(default=(), converter=tuple[Entity, ...])
    offset: int = 0
    annotated: bool = True

    def __attrs_post_init__(self) -> None:
        for position, word in enumerate(self.words):
            if word.index != position or not ROOT <= word.head < len(self.words) or word.head == position:
                raise TreeError(
                    f"word {word.text!r} at position {position} has index {word.index} and head {word.head}; "
                    f"indices count from 0 and heads must be another word of the sentence or {ROOT}"
                )

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)

    def pieces(self, longest: int = 256) -> tuple[Sentence, ...]:
        """Return the sentence, or pieces of at most ``longest`` words; arcs between pieces are cut, which makes roots.

        A page without stops can be one sentence of any length. The network reads pieces of the same length.
        """
        if len(self) <= longest:
            return (self,)
        made: list[Sentence] = []
        for start in range(0, len(self), longest):
            end = min(start + longest, len(self))
            words = [
                evolve(word, index=word.index - start, head=word.head - start if start <= word.head < end else ROOT)
                for word in self.words[start:end]
            ]
            inside = (entity for entity in self.entities if start <= entity.first and entity.last <= end)
            entities = [evolve(entity, first=entity.first - start, last=entity.last - start) for entity in inside]
            made.append(Sentence(words, entities, self.offset + start, self.annotated))
        return tuple(made)

    @cached_property
    def _children(self) -> tuple[tuple[Word, ...], ...]:
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != ROOT:
                below[word.head].append(word)
        return tuple(map(tuple, below))

    @property
    def root(self) -> Word:
        """The first word that is attached to the root."""
        return next((word for word in self.words if word.head == ROOT), self.words[0])

    def parent(self, word: Word, *relations: str) -> Word | None:
        """Return the word that ``word`` depends on, or None for a root; with ``relations`` only by one of those."""
        return None if word.head == ROOT or (relations and word.relation not in relations) else self.words[word.head]

    def children(self, word: Word, *relations: str) -> tuple[Word, ...]:
        """Return the dependents of ``word`` in text order; with ``relations`` only those (subtypes optional)."""
        below = self._children[word.index]
        if not relations or not below:
            return below
        found = []  # in a loop, which is faster than a comprehension here: this is called several times a word
        for each in below:
            # most relations have no subtype
            if each.deprel in relations or (":" in each.deprel and each.relation in relations):
                found.append(each)
        return tuple(found)

    def descendants(self, word: Word, without: Sequence[str] = ()) -> tuple[Word, ...]:
        """Return ``word`` and all words below it, in text order.

        Children of ``word`` with a relation in ``without`` are left out, with all words below them.
        """
        children = self._children
        below = children[word.index]
        if without:
            below = tuple([each for each in below if each.relation not in without and each.deprel not in without])
        if not below:
            return (word,)
        found = [*below]
        for each in found:  # it grows meanwhile; with one head a word, only ``word`` can come again, in a circle
            if each.index != word.index:
                found += children[each.index]
        return tuple([self.words[index] for index in sorted({word.index, *[each.index for each in found]})])

    def ancestors(self, word: Word) -> Iterator[Word]:
        """Yield the words above ``word``, nearest first, up to a root (or to a cycle in a malformed tree)."""
        seen = {word.index}
        current = self.parent(word)
        while current is not None and current.index not in seen:
            yield current
            seen.add(current.index)
            current = self.parent(current)

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """Return the words that overlap ``span``."""
        starts, ends = self._edges
        return self.words[bisect_right(ends, span.start) : bisect_left(starts, span.end)]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Where the words begin and where they end, both in ascending order."""
        spans = [word.span for word in self.words]
        return [span.start for span in spans], [span.end for span in spans]

    def closes_name(self, mark: Word) -> bool:
        """Return True for the "'s" of a name that ends in it and owns nothing: "Sotheby's declined", "Lloyd's, an …".

        Also "for Lloyd's", "at St Ann's", "Vale, of Lloyd's", but not "a friend of Vale's". It is no auxiliary where a
        past tense follows: "is" and "has" need a participle.
        """
        if mark.text not in ("'s", "’s") or mark.index == 0:
            return False
        name = self.words[mark.index - 1]
        head = self.parent(name) if name.relation == "flat" else name
        if name.upos != "PROPN" or name.span.end != mark.span.start or head is None:
            return False
        following = self.words[mark.index + 1] if mark.index + 1 < len(self) else None
        if head.deprel in ("nmod", "obl"):
            above, cases = self.parent(head), [each.text.lower() for each in self.children(head, "case")]
            of_person = cases[:1] == ["of"] and (above is None or above.upos != "PROPN")
            owning = following is not None and following.upos in ("NOUN", "PROPN", "ADJ", "NUM")
            return mark.upos == "PART" and bool(cases) and not of_person and not owning
        tensed = mark.upos == "AUX" and following is not None and following.xpos == "VBD"
        return head.relation == "nsubj" and (mark.upos == "PART" or tensed)

    def head_of(self, words: Sequence[Word]) -> Word:
        """Return the word of a non-empty sequence whose parent is outside it; of several the first but for articles."""
        if len(words) == 1:
            return words[0]
        inside = {word.index for word in words}
        heads = [word for word in words if word.head not in inside]
        return next((word for word in heads if word.upos != "DET" or word is heads[-1]), words[0])

    def path(self, start: Word, goal: Word) -> tuple[str, ...]:
        """Return the path through the tree as readable steps, for example ``("said", "-nsubj->", "Peskov")``.

        ``-rel->`` goes down to a dependent, ``<-rel-`` up to a head. Empty where no path exists.
        """
        up = [start, *self.ancestors(start)]
        down = [goal, *self.ancestors(goal)]
        below = {word.index: number for number, word in enumerate(down)}
        meeting = next((number for number, word in enumerate(up) if word.index in below), None)
        if meeting is None:
            return ()
        steps: list[str] = [start.text]
        for word in up[:meeting]:
            steps += [f"<-{word.deprel}-", self.words[word.head].text]
        for word in reversed(down[: below[up[meeting].index]]):
            steps += [f"-{word.deprel}->", word.text]
        return tuple(steps)

    def draw(self) -> str:
        """Return the tree as indented text, one word a line, the relation and the part of speech after it."""
        lines: list[str] = []
        # a stack, as trees may be deeper than Python's recursion limit; a cycle has no root and is never entered
        waiting = [(word, 0) for word in reversed(self.words) if word.head == ROOT]
        while waiting:
            word, depth = waiting.pop()
            lines.append(f"{'  ' * depth}{word.text}  [{word.deprel}, {word.upos}]")
            waiting += [(child, depth + 1) for child in reversed(self._children[word.index])]
        return "\n".join(lines)


def is_in_other_event(sentence: Sentence, word: Word, verb: Word) -> bool:
    """Return True for a word below ``verb`` in a clause about something else that happened.

    "CNN" of "After the tape aired on CNN, she said …", "she said, a day after going on CNN, …", "having read a story
    printed in the Times, she said …" and "she said of traders whom one meets on Facebook …"; not of "in a letter that
    the Times printed, she said …".
    """
    for clause in (word, *sentence.ancestors(word)):
        if clause.index == verb.index:
            break
        noun = sentence.parent(clause, "acl")
        if noun is not None:
            about = any(case.text.lower() in _ABOUT for case in sentence.children(noun, "case"))
            if about or (noun.head != verb.index and noun.relation in ("obj", "nsubj")):
                return True
        below = sentence.children(clause, "nsubj", "mark") if clause.relation == "advcl" else ()
        if any(each.upos in ("NOUN", "PROPN") or each.text.lower() in _EARLIER_OR_LATER for each in below):
            return True
    return False


def joined(words: Sequence[Word]) -> str:
    """Return words as one string, with a space where text stands between them: "Agence France-Presse"."""
    found = words[0].text if words else ""
    for before, word in pairwise(words):
        found += f" {word.text}" if before.span.end < word.span.start else word.text
    return found


def check_tree(sentence: Sentence, number: int, length: int) -> None:
    """Check that every word of a sentence depends on a root, and is inside a text of so many characters.

    Raises:
        TreeError: It has no words, some of its words depend on one another in a cycle, or a word is outside the text.
    """
    if not sentence.words:
        raise TreeError(f"sentence {number} has no words: leave it out")
    reached = [word.index for word in sentence.words if word.head == ROOT]
    for index in reached:  # grows meanwhile: a word has one head, so that it is reached once
        reached += [child.index for child in sentence.children(sentence.words[index])]
    if len(reached) < len(sentence):
        lost = next(word for word in sentence.words if word.index not in set(reached))
        raise TreeError(
            f"sentence {number}: no root is above the word {lost.text!r} (index {lost.index}), so that its heads "
            f"form a cycle: give one word of the cycle the head {ROOT} (0 in CoNLL-U)"
        )
    for word in sentence.words:
        if not 0 <= word.span.start <= word.span.end <= length:
            raise TreeError(
                f"sentence {number}: the word {word.text!r} covers the characters {word.span.start} to "
                f"{word.span.end}, but the text has {length}: give the text that the offsets count in"
            )


@frozen(eq=False)
class CueScores:
    """Scores of the network for one cue.

    They are the probability that word ``anchor`` is a cue, and for each of the words ``first``, ``first + 1``, … the
    probability of each role, in the order of ``SCORED_ROLES``. Word numbers count over the whole document. ``roles``
    has shape (words, 4), rows summing to one. ``inner`` is true for a word that is a cue inside another claim's
    content, if it is one: "warned" in "Lee said the bank had warned him".
    """

    anchor: int
    probability: float
    first: int
    roles: Sequence[Sequence[float]]
    inner: bool = False


SCORED_ROLES = ("none", *ROLES)
