"""Floors of page structure, on pages of sites that the shipped weights have not seen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bench.accuracy.pages import held_out, predicted, rows, scored, scorer
from bench.places import SHARED
from quoteattr.page.classifier import line_classifier

pytestmark = pytest.mark.skipif(not (SHARED / "bench" / "pages.py").exists(), reason="needs ../shared/bench")

FLOORS: Mapping[str, Mapping[str, float]] = {
    "page": {"headline": 0.90, "body_f1": 0.80},
    "titled": {"headline": 0.93, "body_f1": 0.79},
    "clip": {"headline": 0.97, "body_f1": 0.80},
    "bare": {"headline": 0.95, "body_f1": 0.98},
    "all": {"headline": 0.94, "byline_r": 0.70, "byline_p": 0.85, "date": 0.84, "body_f1": 0.83},
}


def test_the_figures_of_unseen_sites_stay_above_their_floors() -> None:
    """About sixty pages, chosen by a hash of the name of their site."""
    bench, pages = scorer(SHARED), held_out(rows(SHARED))
    figures = scored(bench, pages, predicted(bench, pages, line_classifier()))
    below = {
        (view, field): figures[view][field]
        for view, floors in FLOORS.items()
        for field, floor in floors.items()
        if figures[view][field] < floor
    }
    assert below == {}
    assert figures["all"]["failed"] == 0
