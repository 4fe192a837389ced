"""Floors for the invented texts that are only measured on, and for those about what sources belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from bench.accuracy import layouts
from bench.accuracy.articles import GATE, Judgement, judgements
from quoteattr import QuoteAttributor

CLAIMS: Mapping[str, Mapping[str, float]] = {
    "articles": {
        "headline": 0.95, "bylines found": 0.95, "outlet": 0.95, "claims found": 0.945, "predictions right": 0.855,
        "speaker": 0.895, "role": 0.86, "affiliation": 0.66, "kind": 0.96, "polarity": 0.97, "type": 0.92,
    },
    "people": {"claims found": 0.98, "predictions right": 0.77, "speaker": 0.945, "role": 0.88, "affiliation": 0.76},
    "passages": {"claims found": 0.84, "predictions right": 0.88, "speaker": 0.885, "kind": 0.94, "polarity": 0.91},
    "sources": {"claims found": 0.96, "speaker": 0.93, "role": 0.90, "affiliation": 0.66, "affiliation implied": 0.42},
}  # fmt: skip
LAYOUTS: Mapping[str, float] = {
    "headline": 0.75, "bylines found": 0.89, "bylines right": 0.74, "published": 0.80, "publisher": 0.70,
    "body kept": 0.98, "others left out": 0.84,
}  # fmt: skip


@pytest.mark.parametrize("folder", CLAIMS)
def test_claims_of_texts(attributor: QuoteAttributor, folder: str) -> None:
    judged = judgements(attributor, GATE / folder / ("read.jsonl" if folder == "sources" else "unread.jsonl"))
    assert below(judged, CLAIMS[folder]) == {}


def test_fields_of_unread_layouts() -> None:
    assert below(layouts.judgements(layouts.FOLDER / "unread.jsonl"), LAYOUTS) == {}


def below(judged: Iterable[Judgement], floors: Mapping[str, float]) -> Mapping[str, float]:
    """Return the shares of fields that are below their floors."""
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for field, ok, _ in judged:
        counts[field] += 1
        right[field] += ok
    return {field: right[field] / counts[field] for field in floors if right[field] < floors[field] * counts[field]}
