"""Entity tags follow one another lawfully, whatever the scores are."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from quoteattr.annotate.decoding import EntityDecoder

TAGS = ("O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC")
SCORES = st.floats(-50, 50, width=32)


@settings(deadline=None)
@given(st.integers(1, 10).flatmap(lambda n: arrays(np.float32, (n, len(TAGS)), elements=SCORES)))
def test_any_scores_give_lawful_entities(scores: np.ndarray) -> None:
    tags = EntityDecoder(TAGS)(scores)
    opened = None
    for tag in tags:
        prefix, _, label = tag.partition("-")
        assert (opened == label) if prefix in ("I", "E") else (opened is None)
        opened = label if prefix in ("B", "I") else None
    assert opened is None


def test_an_unlawful_best_tag_gives_way() -> None:
    scores = np.full((2, len(TAGS)), -5, np.float32)
    scores[0, TAGS.index("B-PER")] = 4
    scores[1, TAGS.index("E-LOC")] = 3
    scores[1, TAGS.index("E-PER")] = 2
    assert EntityDecoder(TAGS)(scores) == ["B-PER", "E-PER"]
