"""Phrases that name the source of a clause: "according to Lee", "in her view", "in the words of the judge"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quoteattr.link.clauses import clause_words, is_punctuation, trimmed
from quoteattr.link.entries import Phrase, listed, phrases
from quoteattr.link.sources import phrase_words
from quoteattr.tree import Sentence, Word

__all__ = ["PhraseMatch", "content_words", "phrase_matches", "source_words"]

_LONGEST_SOURCE = 60  # words
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


def phrase_matches(sentence: Sentence) -> Iterator[PhraseMatch]:
    """Yield the phrases that name the source of a clause: "according to Lee", "in her view"."""
    taken: set[int] = set()
    lowered = [word.text.lower() for word in sentence.words]
    present = frozenset(lowered)
    for phrase in phrases():
        first = phrase.words[0]
        if not present.issuperset(phrase.before):
            continue
        for start in (number for number, word in enumerate(lowered) if word == first):
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
    # "The launch went according to plan"
    if head.index == end and head.text.lower() in listed("measures"):
        return None
    return PhraseMatch(phrase, words, head, _governor(sentence, head, words))


def _noun_head(sentence: Sentence, start: int) -> Word:
    """Return the head of the noun phrase that begins at ``start``."""
    word = sentence.words[start]
    for above in sentence.ancestors(word):
        inside = word.relation in _NOMINAL_RELATIONS
        if above.index <= start or not inside or above.upos in ("VERB", "AUX"):
            break
        word = above
    return word


def _governor(sentence: Sentence, head: Word, words: tuple[Word, ...]) -> Word | None:
    """Return the word outside phrase and source that governs the phrase, under either analysis of "according"."""
    inside = {word.index for word in words} | {head.index}
    return next((above for above in sentence.ancestors(head) if above.index not in inside), None)


def _possessor_match(sentence: Sentence, phrase: Phrase, words: tuple[Word, ...], start: int) -> PhraseMatch | None:
    """Return the possessor between the words of a phrase: "in her view", "in the judge's own words"."""
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


def source_words(sentence: Sentence, match: PhraseMatch) -> tuple[Word, ...]:
    """Return the source of a phrase.

    One that opens or ends its sentence continues at least to the next comma: "according to [a survey of voters taken
    in May]s".
    """
    words = phrase_words(sentence, match.source, match.words[0])
    if match.phrase.after or not words or _place(sentence, match) == "inside":
        return words
    start = match.words[-1].index + 1
    end = _next_comma(sentence, start)
    # "According to [Lee, a doctor]s, …": an apposition reaches over the comma.
    for child in sentence.children(match.source, "appos"):
        below = sentence.descendants(child)
        if below[0].index in (end, end + 1):
            end = _next_comma(sentence, below[-1].index + 1)
    return trimmed(sentence.words[start:end])


def content_words(sentence: Sentence, match: PhraseMatch) -> tuple[Word, ...]:
    """Return the content of the phrase.

    It is all before a phrase that ends the sentence, all after one that opens it, else the clause that it modifies.
    """
    if match.phrase.relay:
        return ()
    source = source_words(sentence, match)
    last = max((*match.words, *source), key=lambda word: word.index).index
    place = _place(sentence, match)
    if place == "end":
        return trimmed(sentence.words[: match.words[0].index])
    if place == "start" and last + 1 < len(sentence) and sentence.words[last + 1].text == ",":
        return trimmed(sentence.words[last + 1 :])
    return _clause(sentence, match, source)


def _clause(sentence: Sentence, match: PhraseMatch, source: tuple[Word, ...]) -> tuple[Word, ...]:
    if match.governor is None:
        return ()
    clause = match.governor
    for above in sentence.ancestors(match.governor):
        if clause.upos in ("VERB", "AUX") or sentence.children(clause, "cop", "nsubj"):
            break
        clause = above
    gone = {w.index for w in (*match.words, *source, *sentence.descendants(match.source))}
    return tuple(w for w in clause_words(sentence, clause, match.words[0]) if w.index not in gone)


def _place(sentence: Sentence, match: PhraseMatch) -> str:
    """Return the position of the phrase: "start", "end" (no comma or clause after its source) or "inside"."""
    first = match.words[0].index
    if all(is_punctuation(word) or word.upos in ("CCONJ", "ADV") for word in sentence.words[:first]):
        return "start"
    end = _next_comma(sentence, max(match.words[-1].index, match.source.index) + 1)
    before = sentence.words[:first]
    closes = all(is_punctuation(word) for word in sentence.words[end:])
    return "end" if closes and any(word.upos in ("VERB", "AUX") for word in before) else "inside"


def _next_comma(sentence: Sentence, start: int) -> int:
    """Return the position of the next comma, semicolon, colon, dash or final stop, or where a source has to end."""
    limit = min(len(sentence), start + _LONGEST_SOURCE)
    for word in sentence.words[start:limit]:
        if word.text in (",", ";", ":", "—", "–", "--", ".", "?", "!", '"', "“", "”", "''"):
            return word.index
    return limit
