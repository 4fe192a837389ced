"""The choice of publishers by weights that were fitted on other sites."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from quoteattr.training import publishers
from quoteattr.training.web_pages import invented_pages


@pytest.mark.parametrize(("bias", "least"), [(-0.85, 1), (-2.2, 0)])  # probabilities of 0.3 and 0.1; the least is 0.2
def test_a_publisher_is_found_from_the_least_probability(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bias: float, least: int
) -> None:
    """All candidates have the same score, so that the first one is chosen, or none."""
    monkeypatch.setattr(publishers, "_AUTHORS", ())
    monkeypatch.setattr(publishers, "fit", lambda given: {"bias": bias})
    path = tmp_path / "sites.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(page.row) + "\n" for page in islice(invented_pages(), 20))
    shares = publishers.found_in_folds(path)
    assert {"page", "clip"} <= shares.keys()
    assert min(1, sum(found for found, _ in shares.values())) == least
