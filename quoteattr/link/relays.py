"""Through whom a claim went: the outlet it was told to, the medium that quoted it, and who reported it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quoteattr.lexicon.outlets import is_own
from quoteattr.link.entries import Entry, listed
from quoteattr.link.sources import agent_of, phrase_words, source_of
from quoteattr.tree import Sentence, Word

__all__ = ["is_medium", "relays_of"]


def relays_of(sentence: Sentence, cue: Word, entry: Entry | None = None) -> tuple[tuple[Word, ...], ...]:
    """The media beside a cue, each as its words: whom the source spoke to and who quoted it."""
    heads = [*_told(sentence, cue), *_quoters(sentence, cue), *_cited(sentence, cue)]
    found = [phrase_words(sentence, head, cue) for head in heads]
    return tuple(words for words in found if words)


def _told(sentence: Sentence, cue: Word) -> Iterator[Word]:
    for child in (*sentence.children(cue, "obj", "iobj", "obl"), *_second_subjects(sentence, cue)):
        cases = {case.text.lower() for case in sentence.children(child, "case")}
        # "told [Reuters]", "said to [the newspaper]", "in an interview with [the BBC]"
        if child.index > cue.index and cases <= {"to"} and is_medium(sentence, child):
            yield child
        if child.lemma.lower() in listed("occasions"):
            for inner in sentence.children(child, "nmod"):
                prepositions = {case.text.lower() for case in sentence.children(inner, "case")}
                if prepositions & {"with", "to", "by"} and is_medium(sentence, inner):
                    yield inner


def _second_subjects(sentence: Sentence, cue: Word) -> tuple[Word, ...]:
    """A "subject" behind a verb that has one before it is an object: "the mayor told [Reuters]"."""
    subjects = sentence.children(cue, "nsubj")
    before = [subject for subject in subjects if subject.index < cue.index]
    return tuple(subject for subject in subjects if before and subject.index > cue.index)


def _quoters(sentence: Sentence, cue: Word) -> Iterator[Word]:
    governor = sentence.parent(cue)
    if governor is None or governor.lemma.lower() not in listed("citing"):
        return
    if cue.relation not in ("advcl", "xcomp", "ccomp"):
        return
    # "Lee was quoted by [TASS] as saying …"
    agent = agent_of(sentence, governor)
    if agent is not None:
        yield agent
    # "[TASS] quoted Lee as saying …"
    elif sentence.children(governor, "obj"):
        outer = source_of(sentence, governor)
        if outer is not None:
            yield outer.head


def _cited(sentence: Sentence, cue: Word) -> Iterator[Word]:
    # "Reuters reported, citing [TASS], that …"
    for child in sentence.children(cue, "advcl"):
        if child.lemma.lower() == "cite" or child.text.lower() == "citing":
            yield from (cited for cited in sentence.children(child, "obj") if is_medium(sentence, cited))


def is_medium(sentence: Sentence, head: Word) -> bool:
    """True for a name or noun phrase that holds a word of the media ("Reuters", "the newspaper") and is no person, and
    for one of the caller's own outlets."""
    if head.upos not in ("PROPN", "NOUN"):
        return False
    inside: Iterable[Word] = sentence.descendants(head, without=("acl", "appos", "conj", "nmod"))
    if is_own(" ".join(word.text for word in inside if word.relation != "case")):
        return True
    if any(e.label.upper().startswith("PER") and e.first <= head.index < e.last for e in sentence.entities):
        return False
    media = listed("media")
    return any(w.lemma.lower() in media or w.text.lower() in media for w in inside if w.upos in ("PROPN", "NOUN"))
