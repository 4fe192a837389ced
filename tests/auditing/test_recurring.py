"""Near-identical claims: precision and recall on pairs, and known repeats in an archive."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest

import quoteattr
from bench.robustness.invented_results import results
from quoteattr.auditing import are_near_identical
from tests.auditing.results import LUND, claim, result

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


@pytest.mark.parametrize(
    "texts", [("", ""), ("Yes.", "Yes."), ("it is so", "it is so"), ("we must act", "we must act")]
)
def test_a_claim_of_few_words_is_not_compared(texts):
    assert not are_near_identical(*texts)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("we will not talk to hostage-takers", "we will not talk to hostage takers", True),
        ("no decision has been taken yet", "no decision had been taken", True),
        ("prices will rise", "prices would rise", True),
        ("the party won", "the green party won", False),
        ("Lund beat Brandt in the second round", "Brandt beat Lund in the second round", False),
    ],
)
def test_single_pairs(one, other, expected):
    assert are_near_identical(one, other) is expected


def test_a_chain_of_small_changes_does_not_join_two_claims():
    texts = [f"the {' '.join(words)} would close" for words in _drifting()]
    assert all(are_near_identical(*pair) for pair in pairwise(texts))
    archive = [result(number, [LUND], [claim(text)]) for number, text in enumerate(texts)]
    with quoteattr.audit(archive) as made:
        clusters = made.query("SELECT cluster, count(*) FROM recurring GROUP BY cluster")
    assert all(int(str(count)) < len(texts) for _, count in clusters)


def _drifting() -> list[list[str]]:
    """Eight words with the first, then the first two, and so on, replaced."""
    words = ["barn", "cliff", "dune", "fjord", "grove", "hill", "inlet", "lake"]
    others = ["mill", "pond", "quay", "rock", "shore", "tarn", "vale", "wood"]
    return [[*others[:number], *words[number:]] for number in range(9)]


def test_the_index_finds_the_pairs_of_a_full_comparison():
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
