"""The value of a word has its roles, and neighbouring words form spans."""

from __future__ import annotations

import pytest
from attrs import evolve

from quoteattr import Content, Cue, FormatError, Source, Span
from quoteattr.formats.conllu_misc import misc_spans, misc_values

TEXT = "Lee said Kim left . No ."
WORDS = [Span(0, 3), Span(4, 8), Span(9, 12), Span(13, 17), Span(18, 19), Span(20, 22), Span(23, 24)]


@pytest.fixture
def claim(document):
    return evolve(
        document.attributions[0],
        source=Source.of(TEXT, Span(0, 3)),
        cue=Cue.of(TEXT, Span(4, 8)),
        content=Content.of(TEXT, Span(9, 17), Span(20, 22)),
    )


def test_each_word_has_its_roles_in_the_order_of_the_attributions(claim):
    other = evolve(claim, cue=Cue.of(TEXT, Span(13, 17)), source=None, content=Content((), ""))
    values = misc_values([claim, other], WORDS)
    assert values == {0: "source:0", 1: "cue:0", 2: "content:0", 3: "content:0,cue:1", 5: "content:0"}


def test_a_word_that_overlaps_the_span_is_part_of_it(claim):
    cut = evolve(claim, content=Content.of(TEXT, Span(10, 14)))
    assert misc_values([cut], WORDS) == {0: "source:0", 1: "cue:0", 2: "content:0", 3: "content:0"}


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        (["source:0", "", "source:0"], {0: {"source": [Span(0, 3), Span(9, 12)]}}),
        (["source:0", "source:0", "source:0"], {0: {"source": [Span(0, 12)]}}),
        (["source:0", "cue:0", ""], {0: {"source": [Span(0, 3)], "cue": [Span(4, 8)]}}),
        (["source:0", "source:1", ""], {0: {"source": [Span(0, 3)]}, 1: {"source": [Span(4, 8)]}}),
        (["cue:7,cue:7", "cue:2", ""], {2: {"cue": [Span(4, 8)]}, 7: {"cue": [Span(0, 3)]}}),
        (["", "", ""], {}),
    ],
)
def test_neighbouring_words_are_one_span(values, spans):
    assert misc_spans(zip(WORDS, values, strict=False)) == spans


def test_words_of_a_contraction_that_share_their_characters_are_one_span():
    assert misc_spans([(Span(0, 2), "cue:0"), (Span(0, 2), "cue:0")]) == {0: {"cue": [Span(0, 2)]}}


@pytest.mark.parametrize(
    "value", ["source", "source:", "0:source", "source:-1", "source:00", "source:0,", "Source:0", "agent:0"]
)
def test_a_malformed_value_is_named(value):
    with pytest.raises(FormatError, match=f"Attribution={value} has '.*'; write source:0"):
        misc_spans([(Span(0, 2), value)])
