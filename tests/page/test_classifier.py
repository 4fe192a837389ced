"""The line classifier: its files, and the best sequence of kinds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve

from quoteattr.errors import ModelError
from quoteattr.page.classifier import FILES, FOLDER, MANIFEST, classify, line_classifier
from quoteattr.page.lines import KINDS, LineScores, best_kinds, split_lines
from tests.page.pages import BODY, HEADLINE, MENU

TEXT = "\n".join([*MENU, HEADLINE, "By Ida Voss", *BODY])


def test_the_weights_are_small() -> None:
    """The bundled files have two megabytes at most."""
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


def test_every_line_has_a_kind() -> None:
    """In text order."""
    lines = split_lines(TEXT)
    assert len(classify(lines)) == len(lines)
    assert set(classify(lines)) <= set(KINDS)
    assert classify([]) == []


def test_markup_takes_precedence() -> None:
    """A line that the markup calls the headline is the headline."""
    lines = split_lines(TEXT)
    assert classify(lines, {3: "headline"})[3] == "headline"


@pytest.mark.parametrize("name", FILES)
def test_an_altered_file_is_refused(name: str, tmp_path: Path) -> None:
    """The error names the file."""
    folder = tmp_path / "page"
    shutil.copytree(FOLDER, folder)
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(ModelError, match=name):
        line_classifier(folder)


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"files": {}})])
def test_a_broken_manifest_is_refused(content: str, tmp_path: Path) -> None:
    """A folder without one is refused too."""
    with pytest.raises(ModelError):
        line_classifier(tmp_path)
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(ModelError):
        line_classifier(tmp_path)


def scores(*kinds: str, start: int | None = None) -> LineScores:
    """Return scores that favour these kinds line by line, and a headline that begins at ``start``."""
    table = np.full((len(kinds), len(KINDS)), -6.0)
    for number, kind in enumerate(kinds):
        table[number, KINDS.index(kind)] = -0.1  # type: ignore[arg-type]
    starts = np.full(len(kinds), -8.0)
    if start is not None:
        starts[start] = -0.1
    return LineScores(table, starts, -8.0 if start is not None else -0.1)


def test_the_body_is_contiguous() -> None:
    """A paragraph far below the body is not body; one between two others is."""
    kinds = ("chrome", "chrome", "body", "related", "body", "body", *["chrome"] * 6, "body")
    found = best_kinds(scores(*kinds, start=1))
    assert found[:6] == ["chrome", "headline", "body", "related", "body", "body"]
    assert best_kinds(scores("body", "body")) == ["body", "body"]


def test_a_headline_may_have_several_lines() -> None:
    """The lines after its first one are scored by their kind."""
    assert best_kinds(scores("chrome", "chrome", "headline", "body", start=1)) == [
        "chrome",
        "headline",
        "headline",
        "body",
    ]


def test_the_scores_are_the_mean_of_several_networks() -> None:
    classifier = evolve(line_classifier(), trees=None)
    lines = split_lines("\n".join([*MENU, HEADLINE, "By Ida Voss", *BODY]))
    alone = [evolve(classifier, networks=[each])(lines) for each in classifier.networks]
    assert len(alone) > 1
    mean = np.mean([np.exp(each.kinds) for each in alone], axis=0)
    np.testing.assert_allclose(np.exp(classifier(lines).kinds), mean, atol=1e-4)
    assert not np.allclose(np.exp(alone[0].kinds), mean, atol=1e-3)
