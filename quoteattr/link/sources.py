"""Source of a cue.

It is a subject before or after the verb, an agent, a possessor, or the subject of a governing verb for participles,
infinitives and coordinated cues.

A source keeps its appositions and relative clauses ("Lee, who runs the plant,"), as people mark it, and a
relative clause keeps its pronoun as source ("Lee, [who]s said …").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from attrs import frozen

from quoteattr.lexicon.cues import word_list
from quoteattr.link.clauses import (
    NOMINAL,
    is_infinitive,
    is_passive,
    is_punctuation,
    is_time,
    subject_of,
    trimmed,
    without,
)
from quoteattr.tree import Sentence, Word

__all__ = ["SourceMatch", "adjacent_source", "agent_of", "phrase_words", "source_of"]


_OUTSIDE = frozenset(  # relations of what is no part of a noun phrase, though it hangs from its head
    {"advcl", "parataxis", "discourse", "dislocated", "dep", "ccomp", "vocative"}
    | {"case", "cc", "mark", "cop", "aux", "nsubj", "csubj"}
)


@frozen
class SourceMatch:
    """A source: its words in text order, their head, and the rule that found it."""

    words: tuple[Word, ...]
    head: Word
    rule: str


def source_of(sentence: Sentence, cue: Word) -> SourceMatch | None:
    """Return the source of a cue word, or None where the sentence names none."""
    noun = cue.upos in ("NOUN", "PROPN")
    for head, rule in _noun_sources(sentence, cue) if noun else filter(None, [_of_verb(sentence, cue, set())]):
        words = phrase_words(sentence, head, cue)
        if words:
            return SourceMatch(words, head, rule)
    return None


def adjacent_source(sentence: Sentence, verb: Word, usable: Callable[[Word], bool]) -> SourceMatch | None:
    """Return the noun phrase next to a finite verb: the fallback where the tree has no usable source.

    It ends right before the verb, or begins right after it where the content precedes. ``usable`` returns whether a
    word may be (part of) a source, for example that it is in no quotation.
    """
    if verb.text.lower().endswith("ing") or is_infinitive(sentence, verb):
        return None
    before = verb.index - 1
    while before >= 0 and sentence.words[before].upos in ("AUX", "ADV", "PART"):
        before -= 1
    if before >= 0 and not is_punctuation(sentence.words[before]):
        places = [before]
    elif before < 0 and verb.text.lower() == verb.lemma.lower():
        return None
    else:
        places = [verb.index + 1, *([before - 1] if before > 0 and sentence.words[before].text in (",", ")") else [])]
    for place in places:
        head = _nominal_above(sentence, sentence.words[place], verb) if place < len(sentence) else None
        if head is not None and usable(sentence.words[place]) and usable(head):
            words = tuple(word for word in phrase_words(sentence, head, verb) if usable(word))
            return SourceMatch(words, head, "adjacent") if words else None
    return None


def _nominal_above(sentence: Sentence, word: Word, verb: Word) -> Word | None:
    """Return the head of the noun phrase that holds ``word`` on its side of the verb, without preposition or time."""
    left = word.index < verb.index
    for above in sentence.ancestors(word):
        if above.upos not in NOMINAL or (above.index < verb.index) != left or word.relation in ("conj", "parataxis"):
            break
        word = above
    prepositional = any(case.index < word.index for case in sentence.children(word, "case"))
    return None if word.upos not in ("NOUN", "PROPN", "PRON") or prepositional or is_time(word) else word


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
    inside = {
        word.index for word in without(sentence.descendants(head), outside)
        if (word.index < cue.index) == left or word.index == head.index
    }  # fmt: skip
    first, last = _end(sentence, inside, head.index, -1), _end(sentence, inside, head.index, 1)
    return trimmed(sentence.words[first : last + 1])


def _end(sentence: Sentence, inside: Collection[int], position: int, step: int) -> int:
    """Return the end of the range that runs without a gap, punctuation aside, from a position in one direction."""
    while position + step in inside or (
        position + 2 * step in inside and is_punctuation(sentence.words[position + step])
    ):
        position += step
    return position


def agent_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the "by" phrase of a passive or a noun ("was quoted by TASS")."""
    for child in sentence.children(verb, "obl", "nmod"):
        if child.index > verb.index and any(c.lemma == "by" for c in sentence.children(child, "case")):
            return child
    return None


def _of_verb(sentence: Sentence, verb: Word, seen: set[int]) -> tuple[Word, str] | None:
    """Return the head of the source of a verb and the rule that found it; ``seen`` guards against circles."""
    if verb.index in seen:
        return None
    seen.add(verb.index)
    # "[Lee]s said …", "Lee, [who]s said …"
    subject = subject_of(sentence, verb)
    if subject is not None and not is_passive(sentence, verb):
        return subject, "subject"
    # "It was announced by [the bank]s that …"; a passive without "by" names no source.
    if is_passive(sentence, verb):
        agent = agent_of(sentence, verb)
        return (agent, "agent") if agent else None
    return _through_governor(sentence, verb, seen)


def _through_governor(sentence: Sentence, verb: Word, seen: set[int]) -> tuple[Word, str] | None:
    """Return the source of a verb without a subject of its own: that of the verb, or the noun, which governs it."""
    governor = sentence.parent(verb)
    if governor is None:
        return None
    # "the plan announced by [Lee]s", "as announced by [Lee]s"
    agent = agent_of(sentence, verb)
    if agent is not None and verb.relation in ("acl", "advcl") and _is_past_participle(verb):
        return agent, "agent"
    # "[a statement]s saying that …"
    if verb.relation == "acl" and governor.upos in NOMINAL:
        return None if _is_past_participle(verb) else (governor, "noun")
    # "[Lee]s stood up and said …", "[Lee]s wants to say …", "[Lee]s left, saying …", "quoted [Lee]s as saying …"
    if verb.relation in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "obl", "dep", "compound", "csubj"):
        controller = _controller(sentence, governor, verb)
        if controller is not None:
            return controller, "governor"
        deeper = _of_verb(sentence, governor, seen)
        return (deeper[0], "governor") if deeper else None
    return None


def _controller(sentence: Sentence, governor: Word, verb: Word) -> Word | None:
    """Return the controller of an infinitive or participle.

    It is the object of "quoted him as saying" and "asked her to say", else the subject, passive or not, of the
    governing verb.
    """
    objects = sentence.children(governor, "obj", "iobj")
    objects = tuple(child for child in objects if governor.index < child.index < verb.index)
    marks = {child.lemma for child in sentence.children(verb, "mark", "case")}
    if objects and (verb.relation == "xcomp" or "as" in marks):
        return objects[0]
    return subject_of(sentence, governor)


def _is_past_participle(verb: Word) -> bool:
    return verb.xpos == "VBN" if verb.xpos else not verb.text.lower().endswith("ing")


def _noun_sources(sentence: Sentence, noun: Word) -> Iterator[tuple[Word, str]]:
    """Yield the possessor, the "by" or "from" phrase, or the subject of a light verb, with the name of the rule."""
    # "[his]s claim that …", "[the bank's]s claim that …"
    for child in sentence.children(noun, "nmod:poss"):
        yield child, "possessor"
    # "a call by [the union]s for …", "a letter from [Lee]s"
    for child in sentence.children(noun, "nmod", "obl"):
        if child.index > noun.index and any(c.lemma in ("by", "from") for c in sentence.children(child, "case")):
            yield child, "agent"
    # "[Lee]s made the claim that …"
    verb = sentence.parent(noun)
    if verb is not None and noun.relation == "obj" and verb.lemma.lower() in word_list("light_verbs"):
        found = _of_verb(sentence, verb, set())
        if found is not None:
            yield found[0], "light verb"
