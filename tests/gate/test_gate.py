"""The accuracy gate: figures on licensed cases refuse to go down."""

from __future__ import annotations

import hashlib
import json

import pytest

import quoteattr
from bench.accuracy.gate import FOLDER, SETS, cases, changed, measured, predict
from quoteattr.evaluation import evaluate

PINNED = json.loads((FOLDER / "floors.json").read_text())


@pytest.mark.parametrize("name", SETS)
def test_the_cases_are_those_that_the_floors_were_set_on(name: str) -> None:
    assert hashlib.sha256((FOLDER / f"{name}.jsonl").read_bytes()).hexdigest() == PINNED[name]["sha256"]


@pytest.mark.parametrize("name", SETS)
def test_no_figure_falls_below_its_floor(name: str, attributor: quoteattr.QuoteAttributor) -> None:
    gold = cases(name)
    found = predict(attributor, gold)
    figures = measured(evaluate(gold, found, resamples=0))
    below = {figure: figures[figure] for figure, floor in PINNED[name]["floors"].items() if figures[figure] < floor}
    assert not below, f"below its floor: {below}\n{changed(gold, found)}"
