"""What goes into a Stanza ``Document`` and comes out of it: text and hints, trees and cue scores, the result.

Importing this module imports neither Stanza nor torch.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

from attrs import frozen

from quoteattr.limits import checked
from quoteattr.model import Span
from quoteattr.tree import ROOT, CueScores, Entity, Sentence, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@frozen(eq=False)
class Findings:
    """What one encoder pass found, a value per annotated word; ``heads`` count over all of these, -1 for roots.

    ``states`` (N, width) belong to the words whose numbers are in ``nominals``, in ascending order.
    """

    tags: list[tuple[str, str]]
    heads: list[int]
    deprels: list[str]
    entities: list[str]
    cues: tuple[CueScores, ...]
    nominals: NDArray[np.int64]
    states: NDArray[np.float16]


def document(text: str, **hints: object) -> Any:
    """A Stanza document of ``text`` still to be processed; ``hints`` stay with it for the last processor."""
    import stanza

    made = stanza.Document([], text=text)
    made.quoteattr_hints = hints
    return made


def is_document(value: object) -> TypeGuard[Any]:
    """True for a Stanza document."""
    stanza = sys.modules.get("stanza")  # where it was never imported, nobody has made one
    return stanza is not None and isinstance(value, stanza.Document)


def cues(doc: Any) -> tuple[CueScores, ...] | None:
    """The cue scores of a processed document, or None where the network did not run."""
    found: Findings | None = getattr(doc, "quoteattr_findings", None)
    return found.cues if found is not None else None


def findings(doc: Any) -> Findings | None:
    """Return what the network found in a processed document, None where it did not run."""
    found: Findings | None = getattr(doc, "quoteattr_findings", None)
    return found


def trees(doc: Any) -> list[Sentence]:
    """The sentences of a parsed Stanza document as read-only trees with offsets into its text."""
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
            (word.head or 0) - 1 if word.head else ROOT,
            word.deprel or "dep",
        )
        for number, word in enumerate(sentence.words)
    ]
    annotated = any(word.head is not None or word.upos is not None for word in sentence.words)
    return Sentence(words, _entities(sentence), offset, annotated)


def _span(word: Any) -> Span:
    """The word's characters; a word inside a contraction that Stanza split without offsets gets the whole token's."""
    holder = word if word.start_char is not None else word.parent
    return Span(holder.start_char, holder.end_char)


def _entities(sentence: Any) -> Iterator[Entity]:
    for entity in sentence.ents or ():
        numbers = [word.id - 1 for word in entity.words]
        yield Entity(entity.type, numbers[0], numbers[-1] + 1, Span(entity.start_char, entity.end_char))


def results(processed: Iterable[Any]) -> list[Any]:
    """What the last processor left on documents that nobody else reads; they give their memory back."""
    found = []
    for doc in processed:
        found.append(doc.quoteattr)
        _take_apart(doc)
    return found


def _take_apart(doc: Any) -> None:
    """Its sentences, tokens and words hold one another: to find such circles costs Python more than the trees did."""
    doc.ents = []
    for sentence in doc.sentences:
        for token in sentence.tokens:
            token.words = []
        vars(sentence).clear()
    doc.sentences = []


@contextmanager
def uncollected() -> Iterator[None]:
    """Holds back the search for reference cycles while a batch makes many objects that live as long as the batch.

    It took a fifth of the time. Whoever had switched it off finds it switched off; threads may overlap.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
