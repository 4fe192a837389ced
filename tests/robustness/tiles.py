"""A short annotated text, repeated: long input with its trees and scores, without running the network."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from quoteattr import QuoteAttributor
from quoteattr.annotate import stanza_document
from quoteattr.annotate.stanza_document import Annotation
from quoteattr.inputs import CheckedInput
from quoteattr.model import Span
from quoteattr.page.article import Page
from quoteattr.pipeline import page_of, segment_page
from quoteattr.segment import Segmentation
from quoteattr.tree import ROOT, CueScores, Sentence, Word


@frozen
class Tiled:
    """The input of ``attribute``."""

    text: str
    page: Page
    segments: Segmentation
    annotation: Annotation


def tiled(attributor: QuoteAttributor, text: str, copies: int, one_sentence: bool = False) -> Tiled:
    """Repeat ``text``; with ``one_sentence`` attach every tree to the root of the first one."""
    parsed = stanza_document.annotation(attributor.stanza(text))
    trees, scores = parsed.sentences, parsed.cues or ()
    words = sum(map(len, trees))
    sentences = [_shifted(tree, copy * len(text), copy * words) for copy in range(copies) for tree in trees]
    found = [
        CueScores(each.anchor + copy * words, each.probability, each.first + copy * words, each.roles)
        for copy in range(copies)
        for each in scores
    ]
    page = page_of(CheckedInput(text * copies))
    laid = tuple([_joined(sentences)] if one_sentence else sentences)
    return Tiled(page.text, page, segment_page(page), Annotation(laid, tuple(found)))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _shifted(tree: Sentence, characters: int, words: int) -> Sentence:
    return Sentence(
        [evolve(word, span=_moved(word.span, characters)) for word in tree],
        [evolve(entity, span=_moved(entity.span, characters)) for entity in tree.entities],
        tree.offset + words,
    )


def _joined(trees: Sequence[Sentence]) -> Sentence:
    words: list[Word] = []
    top = trees[0].root.index
    for tree in trees:
        first = len(words)
        for word in tree:
            root = ROOT if word.index + first == top else top
            head = word.head + first if word.head != ROOT else root
            words.append(evolve(word, index=word.index + first, head=head))
    return Sentence(words, (), trees[0].offset)
