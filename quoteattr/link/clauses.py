"""Words of a tree to clauses and spans: what contents, sources and cues are cut from.

A clause leaves out the reporting clause and the time that belongs to it. It begins with its mark "that", as in the
corpora PARC 3.0 (Pareti 2016) and PolNeAR, unless the time of the statement is between cue and mark: "said {that it
rained}", "said on Tuesday that {it rained}".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteattr.lexicon.cues import word_list
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = [
    "after_time",
    "clause_words",
    "first_after",
    "has_verb",
    "is_infinitive",
    "is_negation",
    "is_passive",
    "is_punctuation",
    "is_time",
    "spans_at",
    "spans_of",
    "subject_of",
    "trimmed",
    "without",
]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})


def is_punctuation(word: Word) -> bool:
    """Return True for a word without a letter or digit that is not a currency or per cent sign."""
    if word.upos in ("PUNCT", "SYM") or word.text.isalnum():
        return word.upos == "PUNCT"
    return not any(map(str.isalnum, word.text))


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Return True for "was told", "is said": a passive auxiliary or subject is attached to the verb."""
    return any(child.deprel in ("aux:pass", "nsubj:pass", "csubj:pass") for child in sentence.children(verb))


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the subject of a finite verb, active or passive; the expletive "there" is none."""
    for child in sentence.children(verb, "nsubj"):
        if child.text.lower() != "there" and child.deprel != "nsubj:outer":
            return child
    return None


def is_infinitive(sentence: Sentence, word: Word) -> bool:
    """Return True for "to wait": a mark "to" is attached to the word."""
    return any(mark.lemma == "to" for mark in sentence.children(word, "mark", "aux"))


def is_negation(word: Word) -> bool:
    """Return True for "not", "n't" and "never"."""
    return word.lemma.lower() in word_list("negations") or word.text.lower() in word_list("negations")


def is_time(word: Word) -> bool:
    """Return True for the head of a bare noun phrase or adverb of time ("last week", "Tuesday", "two years ago")."""
    times = word_list("times")
    return word.lemma.lower() in times or word.text.lower() in times or word.deprel.endswith(":tmod")


def has_verb(words: Iterable[Word]) -> bool:
    """Return True if one of the words is a verb or an auxiliary."""
    return any(word.upos in ("VERB", "AUX") for word in words)


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
    """Return the words of the clause of ``head`` without the cue's own clause and its time adverbial."""
    above = any(ancestor.index == head.index for ancestor in sentence.ancestors(cue))
    words = without(sentence.descendants(head), sentence.descendants(cue) if above else [cue])
    if head.index > cue.index and not above:
        # what a parser put into the clause before its mark: "said (in a statement) {that Russia was boosting …}"
        marks = (mark for mark in sentence.children(head, "mark") if mark.text.lower() == "that")
        for mark in [mark for mark in marks if mark.index < head.index][:1]:
            words = tuple(word for word in words if word.index >= first_after(sentence, cue, mark))
        words = after_time(sentence, words, head, cue)
    return trimmed(words)


def first_after(sentence: Sentence, cue: Word, mark: Word) -> int:
    """Return the index of the first word of a content with a mark.

    "said {that it rained}", but "said on Tuesday that {it rained}": the time parts the mark from what was said.
    """
    between = sentence.words[cue.index + 1 : mark.index]
    return mark.index + any(is_time(word) for word in between)


def after_time(sentence: Sentence, words: tuple[Word, ...], head: Word, cue: Word) -> tuple[Word, ...]:
    """Cut a bare time between cue and clause that runs on without a comma: "said (last week) the two would …"."""
    if not words or words[0].index != cue.index + 1:
        return words
    own = sentence.children(cue, "obl", "advmod", "nmod")
    for child in (*own, *sentence.children(head, "obl", "advmod", "nmod", "nsubj", "obj")):
        below = sentence.descendants(child)
        if below[0].index == words[0].index and is_time(child):
            rest = without(words, below)
            others = any(w.relation == "nsubj" for w in rest if w.head == head.index)
            is_subject = child.relation == "nsubj" and not others
            return words if is_subject or not rest or is_punctuation(rest[0]) else rest
    return words
