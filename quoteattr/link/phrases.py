"""Phrases that name the source of a clause: "according to Lee", "in her view", "in the words of the judge"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quoteattr.lexicon.cues import Phrase, phrases, word_list
from quoteattr.link.clauses import clause_words, has_verb, is_punctuation, trimmed
from quoteattr.link.sources import phrase_words
from quoteattr.tree import Sentence, Word

__all__ = ["PhraseMatch", "phrase_matches"]

_LONGEST_SOURCE = 60  # words
_STOPS = frozenset((",", ";", ":", "—", "–", "--", ".", "?", "!", '"', "“", "”", "''"))
_NOMINAL_RELATIONS = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "flat", "case", "advmod", "appos", "goeswith"}
)


@frozen
class PhraseMatch:
    """A phrase of prepositions.toml in a sentence: its words, the head of its source, and the word it modifies."""

    sentence: Sentence
    phrase: Phrase
    words: tuple[Word, ...]
    head: Word

    @property
    def governor(self) -> Word | None:
        """The word outside phrase and source that governs the phrase, under either analysis of "according"."""
        inside = {word.index for word in self.words} | {self.head.index}
        start = self.words[-1] if self.phrase.after else self.head
        return next((above for above in self.sentence.ancestors(start) if above.index not in inside), None)

    @property
    def _opens(self) -> bool:
        before = self.sentence.words[: self.words[0].index]
        return all(is_punctuation(word) or word.upos in ("CCONJ", "ADV") for word in before)

    @property
    def _closes(self) -> bool:
        """True if there is no comma or clause after the source, and a clause before the phrase."""
        end = _next_stop(self.sentence, max(self.words[-1].index, self.head.index) + 1)
        before, after = self.sentence.words[: self.words[0].index], self.sentence.words[end:]
        return all(map(is_punctuation, after)) and has_verb(before)

    @property
    def source(self) -> tuple[Word, ...]:
        """The source; after a phrase that opens or ends its sentence it continues at least to the next comma.

        "according to [a survey of voters taken in May]s", "According to [Lee, a doctor]s, …".
        """
        words = phrase_words(self.sentence, self.head, self.words[0])
        if self.phrase.after or not words or not (self._opens or self._closes):
            return words
        start = self.words[-1].index + 1
        end = _next_stop(self.sentence, start)
        for child in self.sentence.children(self.head, "appos"):
            below = self.sentence.descendants(child)
            if below[0].index in (end, end + 1):
                end = _next_stop(self.sentence, below[-1].index + 1)
        return trimmed(self.sentence.words[start:end])

    @property
    def content(self) -> tuple[Word, ...]:
        """All before a phrase that ends the sentence, all after one that opens it, else the clause that it modifies."""
        sentence, source, clause = self.sentence, self.source, self.governor
        rest = sentence.words[max((*self.words, *source), key=lambda word: word.index).index + 1 :]
        if self.phrase.relay:
            return ()
        if self._closes and not self._opens:
            return trimmed(sentence.words[: self.words[0].index])
        if self._opens and rest and rest[0].text == ",":
            return trimmed(rest)
        above = [] if clause is None else [clause, *sentence.ancestors(clause)]
        verbal = (each for each in above if each.upos in ("VERB", "AUX") or sentence.children(each, "cop", "nsubj"))
        clause = next(verbal, above[-1] if above else None)
        gone = {word.index for word in (*self.words, *source, *sentence.descendants(self.head))}
        words = clause_words(sentence, clause, self.words[0]) if clause is not None else ()
        return tuple(word for word in words if word.index not in gone)


def _next_stop(sentence: Sentence, start: int) -> int:
    """Return the position of the next comma, semicolon, colon, dash or final stop, or where a source has to end."""
    limit = min(len(sentence), start + _LONGEST_SOURCE)
    return next((word.index for word in sentence.words[start:limit] if word.text in _STOPS), limit)


def phrase_matches(sentence: Sentence) -> Iterator[PhraseMatch]:
    """Yield the phrases that name the source of a clause: "according to Lee", "in her view"."""
    taken: set[int] = set()
    lowered = [word.text.lower() for word in sentence.words]
    present = frozenset(lowered)
    for phrase in phrases():
        for start in range(len(sentence)) if present.issuperset(phrase.before) else ():
            end = start + len(phrase.before)
            if tuple(lowered[start:end]) != phrase.before or start in taken or end >= len(sentence):
                continue
            if not phrase.after_comma or lowered[start - 1 : start] == [","]:
                match = _match(sentence, phrase, start, end)
                if match is not None:
                    taken.update(word.index for word in match.words)
                    yield match


def _match(sentence: Sentence, phrase: Phrase, start: int, end: int) -> PhraseMatch | None:
    """Return the match of a phrase whose words before the source are found."""
    words = sentence.words[start:end]
    if not phrase.after:
        head = _noun_head(sentence, end)
        # "The launch went according to plan"
        measure = head.index == end and head.text.lower() in word_list("measures")
        return None if measure else PhraseMatch(sentence, phrase, words, head)
    # the possessor between the words of a phrase: "in her view", "in the judge's own words"
    for last in range(end + 1, min(end + 8, len(sentence) - len(phrase.after) + 1)):
        after = sentence.words[last : last + len(phrase.after)]
        if tuple(word.text.lower() for word in after) == phrase.after:
            owner = next(iter(sentence.children(after[-1], "nmod:poss")), None)
            found = owner is not None and end <= owner.index < last
            return PhraseMatch(sentence, phrase, (*words, *after), owner) if owner and found else None
    return None


def _noun_head(sentence: Sentence, start: int) -> Word:
    """Return the head of the noun phrase that begins at ``start``."""
    word = sentence.words[start]
    for above in sentence.ancestors(word):
        inside = word.relation in _NOMINAL_RELATIONS
        if above.index <= start or not inside or above.upos in ("VERB", "AUX"):
            break
        word = above
    return word
