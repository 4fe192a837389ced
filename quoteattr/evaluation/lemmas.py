"""The lemma under which a cue is grouped. Gold has no lemmas, so those of predictions and the lexicons are used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from quoteattr.evaluation.comparison import Comparison
from quoteattr.evaluation.readings import Reading
from quoteattr.lexicon import load_table

NO_CUE = "(no cue)"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e")),
    *(("ing", ""), ("ing", "e")),
)


class Lemmas:
    """Knows the lemmas that the predictions of some comparisons carry, and those of the lexicons."""

    def __init__(self, comparisons: Iterable[Comparison] = ()) -> None:
        self._predicted = dict(_predicted(comparisons))

    def of(self, reading: Reading, text: str) -> str:
        """Return the predicted lemma of the cue; else that of its main word; else the mark that it is (":")."""
        if reading.relation.lemma:
            return reading.relation.lemma.lower()
        cue = " ".join(span.of(text) for span in reading.relation.cue)
        word = main_word(cue)
        return self._predicted.get(word) or lemma_of(word) if word else cue.strip() or NO_CUE


def _predicted(comparisons: Iterable[Comparison]) -> Iterator[tuple[str, str]]:
    for comparison in comparisons:
        for judged in comparison.found:
            relation = judged.reading.relation
            word = main_word(" ".join(span.of(comparison.annotated.text) for span in relation.cue))
            if word and relation.lemma:
                yield word, relation.lemma.lower()


def main_word(cue: str) -> str:
    """Return the main word of a cue, in lower case: the first that is no auxiliary, negation or adverb.

    >>> main_word("has also repeatedly said")
    'said'
    """
    words: list[str] = [word.lower() for word in _WORD.findall(cue)]
    passed_over = load_table("anchors")["passed_over"]
    main = (word for word in words if word not in passed_over and not word.endswith("ly"))
    return next(main, words[0] if words else "")


def lemma_of(word: str) -> str:
    """Return the lemma in the cue lexicons that ``word`` is a form of; the word itself where there is none.

    >>> lemma_of("denies"), lemma_of("told"), lemma_of("planned"), lemma_of("blorped")
    ('deny', 'tell', 'plan', 'blorped')
    """
    irregular: Mapping[str, str] = load_table("evaluation")["irregular"]
    return next((stem for stem in (irregular.get(word, word), *_stems(word)) if stem in _lexicon()), word)


def _stems(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)] + instead
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _lexicon() -> frozenset[str]:
    rows = (*load_table("reporting_verbs")["verb"], *load_table("reporting_nouns")["noun"])
    return frozenset(lemma for row in rows for lemma in row["lemmas"])
