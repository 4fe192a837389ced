"""Explanations of attributions: rule, dependency paths, scores, and the tree of the sentence."""

from __future__ import annotations

from quoteattr.document import Document
from quoteattr.model import Attribution
from quoteattr.tree import Sentence
from quoteattr.views.printable import printable


def explain(document: Document, *, trees: bool = False) -> str:
    """Return numbered explanations in the order of the attributions.

    With ``trees`` each is followed by the dependency tree of the sentence of its cue.
    """
    blocks = [
        _block(number, attribution, _sentence_of(attribution, document) if trees else None)
        for number, attribution in enumerate(document.attributions, 1)
    ]
    return printable("\n\n".join(blocks))


def _block(number: int, attribution: Attribution, sentence: Sentence | None) -> str:
    text = attribution.explain()
    if sentence is not None:
        text += "\n" + sentence.draw()
    margin = f"{number}. "
    return margin + text.replace("\n", "\n" + " " * len(margin))


def _sentence_of(attribution: Attribution, document: Document) -> Sentence | None:
    cues = attribution.cue.spans if attribution.cue else ()
    return next((sentence for sentence in document.sentences if cues and sentence.words_in(cues[0])), None)
