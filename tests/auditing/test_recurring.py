"""Near-identical claims: precision and recall on pairs, and planted repeats in an archive."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import quoteattr
from bench.robustness.invented_results import results
from quoteattr.auditing import are_near_identical

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PAIRS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text("utf-8"))


def test_precision_and_recall_on_pairs():
    same, different = PAIRS["same"], PAIRS["different"]
    assert (len(same), len(different)) == (50, 50)
    missed = [pair for pair in same if not are_near_identical(*pair)]
    wrong = [pair for pair in different if are_near_identical(*pair)]
    right = len(same) - len(missed)
    assert right / len(same) >= 0.95, missed
    assert right / (right + len(wrong)) >= 0.95, wrong


@pytest.mark.parametrize("pair", PAIRS["same"][:5] + PAIRS["different"][:5])
def test_the_order_of_a_pair_does_not_count(pair):
    assert are_near_identical(*pair) == are_near_identical(*reversed(pair))


@pytest.mark.parametrize("texts", [("", ""), ("Yes.", "Yes."), ("it is so", "it is so")])
def test_a_claim_of_few_words_is_not_compared(texts):
    assert not are_near_identical(*texts)


def test_the_index_finds_what_the_comparison_of_all_pairs_finds():
    archive = [*results(40, claims=5, repeats=15, seed=2)]
    texts = [(data["id"], each["content"]["text"]) for data in archive for each in data["attributions"]]
    expected = {
        frozenset((one, other))
        for number, (article, one) in enumerate(texts)
        for other_article, other in texts[number + 1 :]
        if article != other_article and are_near_identical(one, other)
    }
    assert len(expected) == 15
    with quoteattr.audit(archive) as made:
        clusters = made.query("SELECT cluster, content FROM recurring r JOIN claims c ON c.id = r.claim")
    found: dict[object, set[object]] = {}
    for cluster, content in clusters:
        found.setdefault(cluster, set()).add(content)
    assert {frozenset(each) for each in found.values()} == expected
