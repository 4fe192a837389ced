"""Speakers, roles and affiliations in stories that no model was fitted on: no share is below its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import quoteattr
from bench.accuracy.roles import STORIES, judged
from bench.accuracy.stories import figures

FLOORS = {
    "stories": {"stories": 87.5, "stories: descriptions": 81.5, "stories: pronouns": 87.0, "stories: links": 85.5},
    "headlines": {"stories": 81.0, "stories: descriptions": 59.0},
}
"""In per cent by folder, one or two points below what the weights reach, or three where there are few sources."""

OF_PEOPLE = {
    ("roles", "right"): 93.0,
    ("roles", "found"): 77.0,
    ("affiliations", "right"): 82.0,
    ("affiliations", "found"): 43.0,
}
"""The same for what is reported of people and right, and for what is stated and found."""


@pytest.mark.parametrize("folder", FLOORS)
def test_no_share_of_right_speakers_falls_below_its_floor(attributor: quoteattr.QuoteAttributor, folder: str) -> None:
    found = {name: 100 * right / count for name, (right, count) in figures(attributor, "en", folder).items()}
    assert {name for name, floor in FLOORS[folder].items() if found[name] < floor} == set(), found


def test_no_share_of_right_roles_falls_below_its_floor(attributor: quoteattr.QuoteAttributor) -> None:
    rows = [json.loads(line) for line in STORIES.read_text("utf-8").splitlines()]
    cases = list(judged(attributor, rows, Path()))
    found = {}
    for field in ("roles", "affiliations"):
        of_field = [case for case in cases if case.field == field]
        for name, counted in (
            ("right", [c for c in of_field if c.found]),
            ("found", [c for c in of_field if c.stated]),
        ):
            found[field, name] = 100 * sum(case.right for case in counted) / len(counted)
    assert {name for name, floor in OF_PEOPLE.items() if found[name] < floor} == set(), found
