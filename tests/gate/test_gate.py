"""The accuracy gate: no figure falls below its floor. Sets whose texts are in ``../shared`` are skipped without it."""

from __future__ import annotations

import json

import pytest

import quoteattr
from bench.accuracy.gate import (
    FOLDER,
    SETS,
    cases,
    changed,
    claim_figures,
    claims,
    digest,
    is_available,
    measured,
    predict,
    relations,
)
from quoteattr.evaluation import evaluate

PINNED = json.loads((FOLDER / "floors.json").read_text())


@pytest.fixture(params=SETS)
def name(request: pytest.FixtureRequest) -> str:
    if not is_available(request.param):
        pytest.skip("needs the corpora in ../shared")
    return str(request.param)


def test_the_cases_are_those_that_the_floors_were_set_on(name: str) -> None:
    assert digest(cases(name)) == PINNED[name]["sha256"]


def test_no_figure_falls_below_its_floor(name: str, attributor: quoteattr.QuoteAttributor) -> None:
    gold = cases(name)
    documents = predict(attributor, gold)
    found = relations(documents)
    figures = measured(evaluate(gold, found, resamples=0))
    if name == "styles":
        figures |= claim_figures(gold, documents)
    below = {figure: figures[figure] for figure, floor in PINNED[name]["floors"].items() if figures[figure] < floor}
    assert not below, f"below its floor: {below}\n{changed(gold, found)}"


def test_each_attribution_of_the_projects_articles_has_a_speaker_and_a_kind() -> None:
    articles = cases("styles")
    assert len(articles) == 15
    expected = claims()
    assert {text.id: len(text.relations) for text in articles} == {style: len(expected[style]) for style in expected}
    assert {claim.kind for rows in expected.values() for claim in rows} == {"direct", "mixed", "indirect"}
