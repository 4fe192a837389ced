"""Confidence intervals by a seeded bootstrap over whole texts."""

from __future__ import annotations

import pytest

from quoteattr.evaluation import compare, figures, intervals

RIGHT = "[Ott]s1 [said]c1 {it would rain}1"
WRONG = "Ott said it would rain"


@pytest.fixture
def half_right(marked):
    """Twenty texts, every other one without an error, the others without predictions."""
    gold = marked(RIGHT)
    return [compare(gold, marked(found).relations) for found in [RIGHT, WRONG] * 10]


def test_an_interval_contains_the_figure_and_a_margin(half_right):
    found = intervals(half_right, resamples=500)
    value = figures(half_right).headline()
    assert set(found) == set(value)
    interval = found["all.relation"]
    assert interval.low < value["all.relation"] < interval.high
    # Recall is binomial with a standard error of 11 points: F1 is 2r / (1 + r) at about .5 - .22 and .5 + .22.
    assert (interval.low, interval.high) == pytest.approx((0.44, 0.84), abs=0.07)


def test_the_seed_determines_the_interval(half_right):
    one, same, other = (intervals(half_right, resamples=60, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_equal_texts_have_no_margin(marked):
    gold = marked(RIGHT)
    found = intervals([compare(gold, gold.relations)] * 5, resamples=20)
    assert (found["all.relation"].low, found["all.relation"].high) == (1, 1)


def test_there_are_no_intervals_without_texts_or_draws(half_right):
    assert intervals([], resamples=10) == {}
    assert intervals(half_right, resamples=0) == {}
