"""Texts into Stanza documents, and annotations out of them. Importing this module imports neither Stanza nor torch."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from attrs import frozen

from quoteattr.limits import checked
from quoteattr.model import Span
from quoteattr.tree import ROOT, CueScores, Entity, Sentence, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PARTS = ("tokenize", "pos", "lemma", "depparse", "ner")
"""The processors that annotate a text."""


class TokenizedSentence(Protocol):
    """A sentence of a segmented text."""

    @property
    def tokens(self) -> tuple[Span, ...]: ...

    @property
    def paragraph(self) -> int: ...

    @property
    def annotated(self) -> bool: ...


class Segmented(Protocol):
    """A segmented text: its sentences, and the quotation marks that the network reads as others."""

    @property
    def sentences(self) -> Sequence[TokenizedSentence]: ...

    @property
    def marks(self) -> Sequence[tuple[int, str]]: ...


@frozen(eq=False)
class WordStates:
    """Vectors of the network (N, width) for the words whose numbers are in ``words``, in ascending order."""

    words: NDArray[np.int64]
    vectors: NDArray[np.float16]


@frozen(eq=False)
class Findings:
    """Output of one encoder pass, a value per annotated word; ``heads`` count over all of these, -1 for roots."""

    tags: list[tuple[str, str]]
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


class Annotator:
    """Annotates segmented texts with the processors of a ``stanza.Pipeline``."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def __call__(self, texts: Sequence[str], segments: Sequence[Segmented]) -> list[Annotation]:
        """Return the annotation of each text."""
        given = [_document(text, own) for text, own in zip(texts, segments, strict=True)]
        found = []
        for doc in self._pipeline.bulk_process(given, processors=PARTS):
            found.append(annotation(doc))
            _break_cycles(doc)
        return found


def _document(text: str, segments: Segmented) -> Any:
    """Return a Stanza document that the bundled tokenizer fills from ``segments``."""
    import stanza

    made = stanza.Document([], text=text)
    made.quoteattr_segments = segments
    return made


def is_document(value: object) -> TypeGuard[Any]:
    """Return True for a Stanza document."""
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
        made.append(_tree(sentence, offset))
        offset += len(sentence.words)
    return made


def _tree(sentence: Any, offset: int) -> Sentence:
    words = [
        Word(
            number,
            word.text,
            _span(word),
            word.lemma or word.text,
            word.upos or "X",
            word.xpos or "",
            head - 1 if (head := word.head) else ROOT,
            word.deprel or "dep",
        )
        for number, word in enumerate(sentence.words)
    ]
    annotated = any(word.head is not None or word.upos is not None for word in sentence.words)
    return Sentence(words, _entities(sentence), offset, annotated)


def _span(word: Any) -> Span:
    """Return the characters of a word, or of the whole token for a word of a contraction without own offsets."""
    start = word.start_char
    return Span(start, word.end_char) if start is not None else Span(word.parent.start_char, word.parent.end_char)


def _entities(sentence: Any) -> Iterator[Entity]:
    for entity in sentence.ents or ():
        numbers = [word.id - 1 for word in entity.words]
        yield Entity(entity.type, numbers[0], numbers[-1] + 1, Span(entity.start_char, entity.end_char))


def _break_cycles(doc: Any) -> None:
    """Drop the references between sentences, tokens and words, which are costly for Python's collector to find."""
    doc.ents = []
    for sentence in doc.sentences:
        for token in sentence.tokens:
            token.words = []
        vars(sentence).clear()
    doc.sentences = []


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause the search for reference cycles while a batch makes many objects that live as long as the batch.

    The search took a fifth of the time. Restores the previous state of the collector; threads may overlap.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
