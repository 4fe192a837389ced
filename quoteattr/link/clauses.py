"""Words of a tree to clauses and spans: what contents, sources and cues are cut from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["by_index", "is_passive", "is_punctuation", "is_time", "spans_of", "trimmed", "without"]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})


def is_punctuation(word: Word) -> bool:
    """True for a word without a letter or digit that is not a currency or per cent sign."""
    if word.upos in ("PUNCT", "SYM") or word.text.isalnum():
        return word.upos == "PUNCT"
    return not any(map(str.isalnum, word.text))


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """True for "was told", "is said": a passive auxiliary or subject hangs from the verb."""
    return any(child.deprel in ("aux:pass", "nsubj:pass", "csubj:pass") for child in sentence.children(verb))


def is_time(sentence: Sentence, word: Word, times: Collection[str]) -> bool:
    """True for a bare noun phrase or adverb of time ("last week", "Tuesday", "two years ago")."""
    return word.lemma.lower() in times or word.text.lower() in times or word.deprel.endswith(":tmod")


def by_index(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words in text order, each once."""
    return tuple(word for _, word in sorted({word.index: word for word in words}.items()))


def without(words: Iterable[Word], left_out: Iterable[Word]) -> tuple[Word, ...]:
    """The words that are not among ``left_out``."""
    gone = {word.index for word in left_out}
    return tuple(word for word in words if word.index not in gone)


def trimmed(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without punctuation at either end."""
    kept = [position for position, word in enumerate(words) if not is_punctuation(word)]
    return tuple(words[kept[0] : kept[-1] + 1]) if kept else ()


def spans_of(sentence: Sentence, words: Iterable[Word]) -> tuple[Span, ...]:
    """The stretches under the words; two are one where only punctuation stands between them."""
    runs: list[tuple[int, int]] = []
    last = -1
    for word in by_index(words):
        if is_punctuation(word):
            continue
        if runs and all(map(is_punctuation, sentence.words[last + 1 : word.index])):
            runs[-1] = (runs[-1][0], max(runs[-1][1], word.span.end))
        else:
            runs.append((word.span.start, word.span.end))
        last = word.index
    return tuple(Span(start, end) for start, end in runs)
