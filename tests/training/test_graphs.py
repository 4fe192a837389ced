"""The graphs that are exported give what the network gives in training."""

from __future__ import annotations

import pytest
import torch

from quoteattr.annotate.features import FARTHEST, PLACES, QUOTE_STATES, SHAPES
from quoteattr.training.graphs import RolesGraph, WordsGraph
from tests.training.small_corpora import network


@pytest.mark.parametrize("buckets", [0, 8])
def test_words(buckets: int) -> None:
    one = network(layers=2, buckets=buckets)
    pieces = torch.randint(0, one.sizes.vocabulary, (2, 9))
    mask = torch.ones_like(pieces, dtype=torch.bool)
    mask[1, 6:] = False
    features = [torch.randint(0, len(values), (2, 6)) for values in (SHAPES, QUOTE_STATES, PLACES)]
    inputs = (pieces, torch.randint(0, 7, pieces.shape), mask, torch.randint(0, 6, (2, 6)), *features)
    with torch.no_grad():
        states = one.encoder(*inputs)
        expected = (states, *one.words(states))
        found = WordsGraph(one)(*inputs)
    for expectation, value in zip(expected, found, strict=True):
        torch.testing.assert_close(value, expectation, atol=1e-4, rtol=1e-4)


def test_roles() -> None:
    one = network(layers=2)
    states = torch.randn(7, one.roles.word.in_features)
    cues = torch.tensor([1, 4, 6])
    distance = torch.randint(0, 2 * FARTHEST + 1, (3, 7))
    with torch.no_grad():
        expected = one.roles(states[cues], states.expand(3, -1, -1), distance, torch.ones(3, 7))
        found = RolesGraph(one.roles)(states, cues, distance)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
