"""Input features of the network: windows without lost words, shapes, quotation states, distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.annotate.features import (
    FARTHEST,
    LONGEST_SENTENCE,
    QUOTE_STATES,
    SHAPES,
    distance_buckets,
    quote_states,
    shape,
    windows,
)

SENTENCES = st.lists(
    st.tuples(st.integers(1, 400), st.booleans()).map(lambda pair: (["w"] * pair[0], pair[1])), max_size=30
)


def numbered(drawn: list[tuple[list[str], bool]]) -> list[tuple[list[str], int]]:
    """Sentences with increasing paragraph numbers; the flag begins a new paragraph."""
    paragraph = 0
    result = []
    for words, new in drawn:
        paragraph += new
        result.append((words, paragraph))
    return result


@given(SENTENCES)
def test_windows_hold_every_word_once_and_in_order(drawn: list[tuple[list[str], bool]]) -> None:
    found = list(windows(numbered(drawn)))
    assert sum(len(w.words) for w in found) == sum(len(words) for words, _ in drawn)
    position = 0
    for window in found:
        assert window.first == position
        assert window.starts[0] == 0
        assert len(window.words) <= LONGEST_SENTENCE
        assert list(window.starts) == sorted(set(window.starts))
        position += len(window.words)


def test_a_paragraph_that_fits_is_not_cut() -> None:
    found = list(windows([(["w"] * 100, 0), (["w"] * 40, 1), (["w"] * 40, 1)]))
    assert [len(window.words) for window in found] == [100, 80]
    assert found[1].paragraphs == {0}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", "lower"), ("Peskov", "title"), ("NATO", "upper"), ("A", "initial"), ("McCain", "mixed"),
        ("2023", "digits"), ("1,000", "digits"), ("A320", "alphanumeric"), ("n't", "lower"), ("Mr.", "title"),
        ("U.S.", "upper"), ("“", "quote"), ("''", "quote"), (",", "mark"), ("…", "mark"), ("😀😀", "other"),
    ],
)  # fmt: skip
def test_shapes(word: str, expected: str) -> None:
    assert SHAPES[shape(word)] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('He said " no " .', "outside outside opening inside closing outside"),
        ("“ Yes , ” she said", "opening inside inside closing outside outside"),
        ("`` Yes '' , yes", "opening inside closing outside outside"),
        ("stray ” mark", "outside closing outside"),
    ],
)
def test_quotation_states(words: str, expected: str) -> None:
    states = quote_states(words.split(), frozenset({0}))
    assert [QUOTE_STATES[state] for state in states] == expected.split()


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    assert quote_states(["“", "no", "yes"], frozenset({0, 2})) == [1, 2, 0]


def test_distances_are_signed_exact_when_near_and_coarse_when_far() -> None:
    row = distance_buckets(np.array([300]), 601)[0] - FARTHEST
    assert row[300] == 0
    assert [row[300 + d] for d in (1, 2, 3, 4, 5, 8, 16, 300)] == [1, 2, 3, 4, 4, 5, 6, 10]
    assert [row[300 - d] for d in (1, 4, 8)] == [-1, -4, -5]
