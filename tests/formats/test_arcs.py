"""Conversion of annotated spans and arcs to relations."""

from __future__ import annotations

import pytest

from quoteattr.formats.exchange_values import LabelledSpan, labelled_spans, relations_of_arcs
from quoteattr.model import Relation, Span

# Two cues with their parts: "s" is a source, "c" and "k" are cues, "x" and "y" contents.
MARKED = {
    "s": LabelledSpan("source", Span(0, 1)),
    "c": LabelledSpan("cue", Span(1, 2), 0.75),
    "x": LabelledSpan("content", Span(2, 3)),
    "k": LabelledSpan("cue", Span(3, 4)),
    "y": LabelledSpan("content", Span(4, 5)),
}


def shown(relation: Relation) -> str:
    names = {stretch.span: name for name, stretch in MARKED.items()}
    return "".join(names[span] for role in (relation.source, relation.cue, relation.content) for span in role)


@pytest.mark.parametrize(
    ("arcs", "relations"),
    [
        ("cs cx ky", ["scx", "ky"]),
        ("sc xc yk", ["scx", "ky"]),  # drawn in the other direction
        ("cs cx ks ky", ["scx", "sky"]),  # one source of two cues
        ("cx cs ck ky", ["sckxy"]),  # a cue in two spans
        ("cs cx xy", ["scxy", "k"]),  # a content in two spans, connected with each other
        ("xs", ["sx", "c", "k", "y"]),  # no cue at all
        ("cs cs cx", ["scx", "k", "y"]),
        ("", ["s", "c", "x", "k", "y"]),
    ],
)
def test_arcs_connect_spans(arcs, relations):
    assert [shown(each) for each in relations_of_arcs(MARKED, [(arc[0], arc[1]) for arc in arcs.split()])] == relations


def test_a_relation_has_the_confidence_of_its_spans():
    first, second = relations_of_arcs(MARKED, [("c", "s"), ("k", "y")])[:2]
    assert (first.confidence, second.confidence) == (0.75, None)


def test_the_cue_comes_first_and_empty_spans_are_left_out(document):
    said, _, denied = document.attributions
    assert [each.role for each in labelled_spans(said)] == ["cue", "source", "content"]
    assert [each.role for each in labelled_spans(denied)] == ["cue", "cue", "source"]
