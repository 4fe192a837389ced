"""Clauses, noun phrases and their spans in a tree, and the source of a cue.

A source is a subject before or after the verb, an agent, a possessor, or the subject of a governing verb for
participles, infinitives and coordinated cues. It keeps its appositions and relative clauses ("Lee, who runs the
plant,"), as people mark it, and a relative clause keeps its pronoun as source ("Lee, [who]s said …").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import frozen

from quoteattr.lexicon.cues import word_list
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = [
    "SourceMatch", "agent_of", "clause_words", "dependent", "has_verb", "is_infinitive", "is_listed",
    "is_passive", "is_punctuation", "is_time", "phrase_words", "source_of", "spans_at", "spans_of", "subject_of",
    "trimmed", "without",
]  # fmt: skip

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_OUTSIDE = frozenset(  # relations of what is no part of a noun phrase, though it hangs from its head
    {"advcl", "parataxis", "discourse", "dislocated", "dep", "ccomp", "vocative"}
    | {"case", "cc", "mark", "cop", "aux", "nsubj", "csubj"}
)


# Words


def is_punctuation(word: Word) -> bool:
    """Return True for a word without a letter or digit that is not a currency or per cent sign."""
    if word.upos in ("PUNCT", "SYM") or word.text.isalnum():
        return word.upos == "PUNCT"
    return not any(map(str.isalnum, word.text))


def is_listed(word: Word, *names: str) -> bool:
    """Return True if the lemma or the form of a word is in a word list with one of some names."""
    lemma, form = word.lemma.lower(), word.text.lower()
    return any(lemma in words or form in words for words in map(word_list, names))


def dependent(sentence: Sentence, word: Word, forms: Collection[str], *relations: str) -> Word | None:
    """Return the first dependent with one of some relations whose lemma or form is among ``forms``."""
    found = sentence.children(word, *relations)
    return next((child for child in found if child.text.lower() in forms or child.lemma.lower() in forms), None)


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Return True for "was told", "is said": a passive auxiliary or subject is attached to the verb."""
    return any(child.deprel in ("aux:pass", "nsubj:pass", "csubj:pass") for child in sentence.children(verb))


def is_infinitive(sentence: Sentence, word: Word) -> bool:
    """Return True for "to wait": a mark "to" is attached to the word."""
    return dependent(sentence, word, ("to",), "mark", "aux") is not None


def is_time(word: Word) -> bool:
    """Return True for the head of a bare noun phrase or adverb of time ("last week", "Tuesday", "two years ago")."""
    return is_listed(word, "times") or word.deprel.endswith(":tmod")


def has_verb(words: Iterable[Word]) -> bool:
    """Return True if one of the words is a verb or an auxiliary."""
    return any(word.upos in ("VERB", "AUX") for word in words)


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the subject of a finite verb, active or passive; the expletive "there" is none."""
    for child in sentence.children(verb, "nsubj"):
        if child.text.lower() != "there" and child.deprel != "nsubj:outer":
            return child
    return None


# Clauses and phrases


def without(words: Iterable[Word], left_out: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words that are not among ``left_out``."""
    gone = {word.index for word in left_out}
    return tuple(word for word in words if word.index not in gone)


def trimmed(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without punctuation at either end."""
    kept = [position for position, word in enumerate(words) if not is_punctuation(word)]
    return tuple(words[kept[0] : kept[-1] + 1]) if kept else ()


def spans_of(sentence: Sentence, words: Iterable[Word]) -> tuple[Span, ...]:
    """Return the spans of the words of a sentence, as :func:`spans_at`."""
    return spans_at(sentence.words, [word.index for word in words])


def spans_at(around: Sequence[Word], numbers: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans of the words with some numbers in ``around``, without punctuation at their ends.

    Adjacent spans separated only by punctuation are merged.
    """
    runs: list[tuple[Word, Word]] = []
    last = -1
    for number in sorted(set(numbers)):
        word = around[number]
        if is_punctuation(word):
            continue
        joined = bool(runs) and all(map(is_punctuation, around[last + 1 : number]))
        runs[-1:] = [(runs[-1][0], word)] if joined else [*runs[-1:], (word, word)]
        last = number
    return tuple(Span(first.span.start, final.span.end) for first, final in runs)


def clause_words(sentence: Sentence, head: Word, cue: Word) -> tuple[Word, ...]:
    """Return the words of the clause of ``head``, from its mark "that" on, without the cue's own clause."""
    above = any(ancestor.index == head.index for ancestor in sentence.ancestors(cue))
    words = without(sentence.descendants(head), sentence.descendants(cue) if above else [cue])
    mark = dependent(sentence, head, ("that",), "mark")
    # a parser may put what precedes the mark into the clause: "said (in a statement) {that Russia was boosting …}"
    if mark is not None and not above and cue.index < mark.index < head.index:
        words = tuple(word for word in words if word.index >= mark.index)
    return trimmed(words)


def phrase_words(sentence: Sentence, head: Word, cue: Word) -> tuple[Word, ...]:
    """Return the noun phrase of ``head`` as one contiguous range next to ``cue``.

    It includes apposition and relative clause, but not conjunction, preposition, adverbial clause and the part with
    the cue.
    """
    outside: list[Word] = []
    for child in sentence.children(head):
        below = sentence.descendants(child)
        clause = child.relation == "conj" and child.upos in ("VERB", "AUX")
        loose = child.relation in _OUTSIDE and not (child.deprel == "case" and child.index > head.index)
        if clause or loose or any(word.index == cue.index for word in below):
            outside += below
    left = head.index < cue.index
    words = without(sentence.descendants(head), outside)
    inside = {word.index for word in words if (word.index < cue.index) == left or word.index == head.index}
    first, last = _end(sentence, inside, head.index, -1), _end(sentence, inside, head.index, 1)
    return trimmed(sentence.words[first : last + 1])


def _end(sentence: Sentence, inside: Collection[int], position: int, step: int) -> int:
    """Return the end of the range that runs without a gap, punctuation aside, from a position in one direction."""
    while position + step in inside or (
        position + 2 * step in inside and is_punctuation(sentence.words[position + step])
    ):
        position += step
    return position


# Sources


@frozen
class SourceMatch:
    """A source: its words in text order, their head, and the rule that found it."""

    words: tuple[Word, ...]
    head: Word
    rule: str


def source_of(sentence: Sentence, cue: Word) -> SourceMatch | None:
    """Return the source of a cue word, or None where the sentence names none."""
    found = _of_noun(sentence, cue) if cue.upos in ("NOUN", "PROPN") else [_of_verb(sentence, cue, set())]
    for head, rule in filter(None, found):
        words = phrase_words(sentence, head, cue)
        if words:
            return SourceMatch(words, head, rule)
    return None


def agent_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the "by" phrase of a passive or a noun ("was quoted by TASS")."""
    after = (child for child in sentence.children(verb, "obl", "nmod") if child.index > verb.index)
    return next((child for child in after if dependent(sentence, child, ("by",), "case")), None)


def _of_verb(sentence: Sentence, verb: Word, seen: set[int]) -> tuple[Word, str] | None:
    """Return the head of the source of a verb and the rule that found it; ``seen`` guards against circles."""
    if verb.index in seen:
        return None
    seen.add(verb.index)
    agent = agent_of(sentence, verb)
    # "It was announced by [the bank]s that …"; a passive without "by" names no source.
    if is_passive(sentence, verb):
        return (agent, "agent") if agent else None
    # "[Lee]s said …", "Lee, [who]s said …"
    subject, governor = subject_of(sentence, verb), sentence.parent(verb)
    if subject is not None or governor is None:
        return (subject, "subject") if subject else None
    participle = verb.xpos == "VBN" if verb.xpos else not verb.text.lower().endswith("ing")
    # "the plan announced by [Lee]s", "as announced by [Lee]s"
    if agent is not None and verb.relation in ("acl", "advcl") and participle:
        return agent, "agent"
    # "[a statement]s saying that …"
    if verb.relation == "acl" and governor.upos in NOMINAL:
        return None if participle else (governor, "noun")
    # "[Lee]s stood up and said …", "[Lee]s wants to say …", "[Lee]s left, saying …", "quoted [Lee]s as saying …"
    if verb.relation in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "obl", "dep", "compound", "csubj"):
        controller = _controller(sentence, governor, verb)
        deeper = None if controller else _of_verb(sentence, governor, seen)
        head = deeper[0] if deeper else controller
        return (head, "governor") if head else None
    return None


def _controller(sentence: Sentence, governor: Word, verb: Word) -> Word | None:
    """Return the controller of an infinitive or participle.

    It is the object of "quoted him as saying" and "asked her to say", else the subject, passive or not, of the
    governing verb.
    """
    objects = sentence.children(governor, "obj", "iobj")
    objects = tuple(child for child in objects if governor.index < child.index < verb.index)
    controlled = verb.relation == "xcomp" or dependent(sentence, verb, ("as",), "mark", "case") is not None
    return objects[0] if objects and controlled else subject_of(sentence, governor)


def _of_noun(sentence: Sentence, noun: Word) -> Iterator[tuple[Word, str] | None]:
    """Yield the possessor, the "by" or "from" phrase, or the subject of a light verb, with the name of the rule."""
    # "[his]s claim that …", "[the bank's]s claim that …"
    yield from ((child, "possessor") for child in sentence.children(noun, "nmod:poss"))
    # "a call by [the union]s for …", "a letter from [Lee]s"
    for child in sentence.children(noun, "nmod", "obl"):
        if child.index > noun.index and dependent(sentence, child, ("by", "from"), "case"):
            yield child, "agent"
    # "[Lee]s made the claim that …"
    verb = sentence.parent(noun)
    if verb is not None and noun.relation == "obj" and is_listed(verb, "light_verbs"):
        found = _of_verb(sentence, verb, set())
        yield (found[0], "light verb") if found else None
