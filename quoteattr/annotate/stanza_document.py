"""Texts into Stanza documents, and annotations out of them. Importing this module imports neither Stanza nor torch."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from attrs import frozen

from quoteattr.limits import checked
from quoteattr.model import Segmentation, Span
from quoteattr.tree import ROOT, CueScores, Entity, Sentence, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS = ("tokenize", "pos", "lemma", "depparse", "ner")
"""The processors that annotate a text."""


@frozen(eq=False)
class WordStates:
    """Vectors of the network (N, width) for the words whose numbers are in ``words``, in ascending order."""

    words: NDArray[np.int64]
    vectors: NDArray[np.float16]


@frozen(eq=False)
class Findings:
    """Output of the network for a window or a document, a value per annotated word.

    ``heads`` and the words of ``cues`` and ``states`` count over all annotated words of the document; a root has the
    head -1. ``states`` are those of the words that can be heads of mentions.
    """

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    deprels: list[str]
    entities: list[str]
    cues: tuple[CueScores, ...]
    states: WordStates


@frozen(eq=False)
class Annotation:
    """The trees of a text; if the bundled model has read it, also cue scores and the word vectors (``states``)."""

    sentences: tuple[Sentence, ...]
    cues: tuple[CueScores, ...] | None = None
    states: WordStates | None = None


def annotate(pipeline: Any, texts: Sequence[str], segments: Sequence[Segmentation]) -> list[Annotation]:
    """Return the annotations of segmented texts by the processors of a ``stanza.Pipeline``."""
    import stanza

    given = [stanza.Document([], text=text) for text in texts]
    for doc, own in zip(given, segments, strict=True):
        doc.quoteattr_segments = own  # from which the bundled tokenizer fills the document
    found = []
    for doc in pipeline.bulk_process(given, processors=PARTS):
        found.append(annotation(doc))
        _break_cycles(doc)
    return found


def is_document(value: object) -> TypeGuard[Any]:
    stanza = sys.modules.get("stanza")  # without this import the value cannot be one
    return stanza is not None and isinstance(value, stanza.Document)


def annotation(doc: Any) -> Annotation:
    """Return trees and scores of a processed document."""
    found: Findings | None = doc.quoteattr_findings
    sentences = tuple(trees(doc))
    return Annotation(sentences) if found is None else Annotation(sentences, found.cues, found.states)


def trees(doc: Any) -> list[Sentence]:
    """Return the sentences of a parsed Stanza document as read-only trees with offsets into its text."""
    made: list[Sentence] = []
    offset = 0
    for sentence in checked(doc.sentences):
        words = [
            Word(
                number,
                word.text,
                # a word of a contraction without own offsets has those of the whole token
                Span(place.start_char, place.end_char),
                word.lemma or word.text,
                word.upos or "X",
                word.xpos or "",
                head - 1 if (head := word.head) else ROOT,
                word.deprel or "dep",
            )
            for number, word in enumerate(sentence.words)
            for place in (word if word.start_char is not None else word.parent,)
        ]
        entities = (
            Entity(each.type, each.words[0].id - 1, each.words[-1].id, Span(each.start_char, each.end_char))
            for each in sentence.ents or ()
        )
        annotated = any(word.head is not None or word.upos is not None for word in sentence.words)
        made.append(Sentence(words, entities, offset, annotated))
        offset += len(words)
    return made


def _break_cycles(doc: Any) -> None:
    """Drop the references between sentences, tokens and words, which are costly for Python's collector to find."""
    doc.ents = []
    for sentence in doc.sentences:
        for token in sentence.tokens:
            token.words = []
        vars(sentence).clear()
    doc.sentences = []
