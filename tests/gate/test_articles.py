"""Floors for the articles that only measure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bench.accuracy.articles import FOLDER, judgements
from quoteattr import QuoteAttributor

FLOORS: Mapping[str, float] = {
    "headline": 0.95,
    "bylines found": 0.95,
    "outlet": 0.95,
    "claims found": 0.945,
    "predictions right": 0.855,
    "speaker": 0.895,
    "role": 0.86,
    "affiliation": 0.48,
    "kind": 0.96,
    "polarity": 0.97,
    "type": 0.92,
}


def test_fields_of_unread_articles(attributor: QuoteAttributor) -> None:
    judged = list(judgements(attributor, FOLDER / "unread.jsonl"))
    counts, right = Counter(field for field, _, _ in judged), Counter(field for field, ok, _ in judged if ok)
    assert {
        field: right[field] / counts[field] for field in FLOORS if right[field] / counts[field] < FLOORS[field]
    } == {}
