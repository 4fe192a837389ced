"""The words that report: verbs with their auxiliaries, negation and particles, and nouns."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.link.clauses import by_index, is_negation
from quoteattr.link.entries import Entry, entries_of, listed, nouns, verbs
from quoteattr.tree import Sentence, Word

__all__ = ["cue_words", "noun_cues", "verb_cues"]


def verb_cues(sentence: Sentence) -> Iterator[tuple[Word, tuple[Entry, ...]]]:
    """Yield the verbs of the sentence that the lexicon knows, each with its entries."""
    for word in sentence:
        if word.upos == "VERB" and (entries := entries_of(word, verbs())):
            yield word, entries


def noun_cues(sentence: Sentence) -> Iterator[tuple[Word, tuple[Entry, ...]]]:
    """Yield the nouns of the sentence that the lexicon knows, each with its entries."""
    for word in sentence:
        if word.upos == "NOUN" and (entries := entries_of(word, nouns())):
            yield word, entries


def cue_words(sentence: Sentence, head: Word, *more: Word | None) -> tuple[Word, ...]:
    """Return the whole cue around its head: "has said", "did not say", "pointed out", "called for".

    ``more`` are the particle and the preposition, if there are any; they count only where nothing but the cue
    is between them and the head.
    """
    words = [head]
    if head.upos in ("VERB", "AUX"):
        words += _before(sentence, head)
    last = head.index
    for word in sorted((word for word in more if word is not None), key=lambda w: w.index):
        if word.index == last + 1:
            words.append(word)
            last = word.index
    return by_index(words)


def _before(sentence: Sentence, head: Word) -> list[Word]:
    """Auxiliaries and negation, with the words between them, where they lead up to the head without a gap."""
    found: list[Word] = []
    position = head.index - 1
    while position >= 0:
        word = sentence.words[position]
        auxiliary = word.relation in ("aux", "cop") and word.text.lower() != "to"
        if word.head != head.index or not (auxiliary or word.text.lower() in listed("cue_adverbs")):
            break
        found.append(word)
        position -= 1
    # "also said" and "later said" are cue words only after an auxiliary ("has also said").
    while found and found[-1].relation not in ("aux", "cop") and not is_negation(found[-1]):
        found.pop()
    return found
