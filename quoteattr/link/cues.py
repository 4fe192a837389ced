"""The words that report: verbs with their auxiliaries, negation and particles, nouns, and phrases."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quoteattr.link.clauses import by_index
from quoteattr.link.entries import Entry, Phrase, entries_of, nouns, phrases, verbs
from quoteattr.tree import Sentence, Word

__all__ = ["PhraseMatch", "cue_words", "noun_cues", "phrase_cues", "verb_cues"]

_ADVERBS = frozenset({"not", "n't", "n’t", "never", "also", "reportedly", "allegedly", "later", "then", "still"})
_NOMINAL_RELATIONS = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "flat", "case", "advmod", "appos", "goeswith"}
)


@frozen
class PhraseMatch:
    """A phrase of prepositions.toml in a sentence: its words, the head of its source, and the word it modifies."""

    phrase: Phrase
    words: tuple[Word, ...]
    source: Word
    governor: Word | None


def verb_cues(sentence: Sentence) -> Iterator[tuple[Word, tuple[Entry, ...]]]:
    """The verbs of the sentence that the lexicon knows, each with its entries."""
    for word in sentence:
        if word.upos == "VERB" and (entries := entries_of(word, verbs())):
            yield word, entries


def noun_cues(sentence: Sentence) -> Iterator[tuple[Word, tuple[Entry, ...]]]:
    """The nouns of the sentence that the lexicon knows, each with its entries."""
    for word in sentence:
        if word.upos == "NOUN" and (entries := entries_of(word, nouns())):
            yield word, entries


def cue_words(sentence: Sentence, head: Word, *more: Word | None) -> tuple[Word, ...]:
    """The whole cue around its head: "has said", "did not say", "pointed out", "called for".

    ``more`` are the particle and the preposition, if there are any; they count only where nothing but the cue
    stands between them and the head.
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
        if word.head != head.index or not (auxiliary or word.text.lower() in _ADVERBS):
            break
        found.append(word)
        position -= 1
    # "also said" and "later said" are cue words only after an auxiliary ("has also said").
    while found and found[-1].relation not in ("aux", "cop") and found[-1].lemma not in ("not", "never"):
        found.pop()
    return found


def phrase_cues(sentence: Sentence) -> Iterator[PhraseMatch]:
    """The phrases that name a source beside a clause: "according to Lee", "in her view"."""
    taken: set[int] = set()
    for phrase in phrases():
        for start in range(len(sentence)):
            if start not in taken and (match := _phrase_at(sentence, start, phrase)) is not None:
                taken.update(word.index for word in match.words)
                yield match


def _phrase_at(sentence: Sentence, start: int, phrase: Phrase) -> PhraseMatch | None:
    end = start + len(phrase.before)
    lowered = tuple(word.text.lower() for word in sentence.words[start:end])
    if lowered != phrase.before or end >= len(sentence):
        return None
    if phrase.after_comma and (start == 0 or sentence.words[start - 1].text != ","):
        return None
    words = sentence.words[start:end]
    if phrase.after:
        return _possessor_match(sentence, phrase, words, end)
    head = _noun_head(sentence, end)
    return PhraseMatch(phrase, words, head, _governor(sentence, head, words))


def _noun_head(sentence: Sentence, start: int) -> Word:
    """The head of the noun phrase that begins at ``start``."""
    word = sentence.words[start]
    for above in sentence.ancestors(word):
        inside = word.relation in _NOMINAL_RELATIONS
        if above.index <= start or not inside or above.upos in ("VERB", "AUX"):
            break
        word = above
    return word


def _governor(sentence: Sentence, head: Word, words: tuple[Word, ...]) -> Word | None:
    """The word outside phrase and source that the phrase hangs from, under either analysis of "according"."""
    inside = {word.index for word in words} | {head.index}
    return next((above for above in sentence.ancestors(head) if above.index not in inside), None)


def _possessor_match(sentence: Sentence, phrase: Phrase, words: tuple[Word, ...], start: int) -> PhraseMatch | None:
    """ "in her view", "in the judge's own words": the possessor between the words of the phrase."""
    for end in range(start + 1, min(start + 8, len(sentence) - len(phrase.after) + 1)):
        after = sentence.words[end : end + len(phrase.after)]
        if tuple(word.text.lower() for word in after) != phrase.after:
            continue
        owner = next(iter(sentence.children(after[-1], "nmod:poss")), None)
        if owner is not None and start <= owner.index < end:
            whole = (*words, *after)
            return PhraseMatch(phrase, whole, owner, _governor(sentence, after[-1], whole))
        return None
    return None
