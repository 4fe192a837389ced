"""The choice of publishers by weights that were fitted on other sites."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from quoteattr.training import publishers
from quoteattr.training.web_pages import invented_pages

pytest.importorskip("torch")


def test_publishers_are_found_in_folds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages name their publisher in a masthead or footer, so that weights of other sites find it."""
    monkeypatch.setattr(publishers, "_AUTHORS", ())
    path = tmp_path / "sites.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(page.row) + "\n" for page in islice(invented_pages(), 40))
    shares = publishers.found_in_folds(path)
    assert {"page", "clip"} <= shares.keys()
    assert all(0 <= found <= held for found, held in shares.values())
    found, held = shares["page"]
    assert found > held / 2
