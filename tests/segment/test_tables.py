"""The examples and counterexamples next to each list of the lexicon that segmentation reads."""

from __future__ import annotations

import pytest

from quoteattr.lexicon import load_table
from quoteattr.segment import sentences

GROUPS = load_table("abbreviations")["group"]


@pytest.mark.parametrize("example", [example for group in GROUPS for example in group["examples"]])
def test_abbreviations_in_one_sentence(example: str) -> None:
    """The stop of the abbreviation does not end the sentence."""
    assert len(sentences(example)) == 1


@pytest.mark.parametrize("example", [example for group in GROUPS for example in group["counterexamples"]])
def test_abbreviations_that_end_a_sentence(example: str) -> None:
    """The same letters, or the same abbreviation, at the end of a sentence."""
    assert len(sentences(example)) == 2
