"""Results are values: equal copies, hashable, picklable, and ready for ``json.dumps`` through ``attrs.asdict``."""

from __future__ import annotations

import copy
import json
import pickle

import attrs
import pytest

from quoteattr import Document, Input, Span, Speaker, WebPage, speakers
from quoteattr.model import AnnotatedText, Relation, touched

VALUES = {
    "document": lambda document: document,
    "attribution": lambda document: document.attributions[0],
    "speaker of lists": lambda document: Speaker(0, "Ada Lund", "person", members=["Ada"], mentions=[], roles=[]),
    "speaker of many documents": lambda document: speakers.merge([document, document])[0],
    "page": lambda document: WebPage(document.text, bylines=["Ada Lund"], parts=document.article.parts),
    "input": lambda document: Input(document.text, id=5, publisher="The Bay Post"),
    "annotated text": lambda document: AnnotatedText(  # as in a corpus
        "1", document.text, map(Relation.of, document.attributions)
    ),
}


@pytest.mark.parametrize("make", VALUES.values(), ids=VALUES)
def test_a_result_is_a_value(document: Document, make):
    value = make(document)
    for copied in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert copied == value
        assert {copied} == {value}
    assert json.dumps(attrs.asdict(value))


def test_attributions_are_kept_by_a_filter_with_the_outer_ones_renumbered(document: Document):
    first, second, third = document.attributions
    nested = attrs.evolve(document, attributions=[first, second, attrs.evolve(third, nested_in=1)])
    assert nested.filter(lambda each: each.act == "speech").attributions == (first, third)
    assert nested.filter(lambda each: each != first).attributions == (second, attrs.evolve(third, nested_in=0))


@pytest.mark.parametrize(
    ("span", "positions"),
    [((0, 4), [0]), ((4, 5), []), ((3, 6), [0, 1]), ((8, 11), [1, 2]), ((9, 9), []), ((0, 20), [0, 1, 2])],
)
def test_spans_that_share_a_character_overlap(span, positions):
    words = [Span(0, 4), Span(5, 9), Span(10, 12)]
    assert list(touched(words, Span(*span))) == positions
