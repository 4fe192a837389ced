"""Segments of a text on the page, and their claims."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Article, Content, Cue, Document, Part, Span
from quoteattr.views.html import lines
from tests.views.claims import NESTED, claim, nested


def cut(document: Document) -> list[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    return [
        (piece.span.of(document.text), piece.source, piece.cue, piece.content)
        for line in lines(document)
        for piece in line.segments
    ]


def test_a_claim_in_a_content_is_a_separate_piece_with_the_inner_content_first():
    assert cut(nested()) == [
        ("Ida Vale", (0,), (), ()),
        (" ", (), (), ()),
        ("said", (), (0,), ()),
        (" on Monday that ", (), (), ()),
        ("Omar Stone", (1,), (), (0,)),
        (" ", (), (), (0,)),
        ("had warned", (), (1,), (0,)),
        (" her that ", (), (), (0,)),
        ("the bridge was weak", (), (), (1, 0)),
        (".", (), (), ()),
    ]


def test_a_content_in_two_parts_keeps_its_gap():
    text = "“We,” said Vale, “shall mend it.”"
    document = Document(text, attributions=[claim(text, "Vale", "said", "“We,”", "“shall mend it.”")])
    assert [piece[0] for piece in cut(document) if piece[3]] == ["“We,”", "“shall mend it.”"]


def test_a_content_over_two_lines_has_a_piece_in_each():
    text = "Vale said: yes\n\nand no"
    document = Document(text, attributions=[claim(text, "Vale", "said", "yes\n\nand no")])
    assert [piece[0] for piece in cut(document) if piece[3]] == ["yes", "and no"]


@pytest.mark.parametrize("text", ["", " ", "\n \n", "one", "one\n\n\ntwo\r\nthree "])
def test_lines_without_a_word_are_left_out(text):
    assert [piece[0] for piece in cut(Document(text))] == [line for line in text.split("\n") if line.strip()]


def test_a_line_has_the_kind_of_the_part_that_contains_it():
    text = "Bridge to close\nBy Omar Stone\nThe bridge closes.\n"
    parts = [Part("headline", Span(0, 15)), Part("byline", Span(19, 29)), Part("body", Span(30, 48))]
    kinds = [line.kind for line in lines(Document(text, Article(parts=parts)))]
    assert kinds == ["headline", "body", "body"]  # the byline does not cover its line: "By" is before it


_SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 90), st.integers(0, 30))


@given(st.lists(st.tuples(st.lists(_SPANS, max_size=3), _SPANS), max_size=5), st.text("ab \n", max_size=90))
def test_the_pieces_concatenate_to_the_lines_for_any_spans(parts, text):
    base = nested().attributions[0]
    claims = [
        evolve(base, content=Content(sorted(content), ""), cue=Cue((cue,), ""), source=None) for content, cue in parts
    ]
    document = Document(text, attributions=claims)
    found = list(lines(document))
    joined = ["".join(piece.span.of(text) for piece in line.segments) for line in found]
    assert joined == [line for line in text.split("\n") if line.strip()]
    for piece in (piece for line in found for piece in line.segments):
        for number, (content, cue) in enumerate(parts):
            assert (number in piece.content) == any(len(span) and span.overlaps(piece.span) for span in content)
            assert (number in piece.cue) == (len(cue) > 0 and cue.overlaps(piece.span))


def test_the_example_has_its_text():
    assert nested().text == NESTED
