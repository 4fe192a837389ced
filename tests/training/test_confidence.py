"""The curve of ``confidence`` is fitted to a model's scores and written into its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr.annotate.bundle import MANIFEST, sha256
from quoteattr.model import AnnotatedText, Relation, Span
from quoteattr.training.confidence import error, isotonic, refit


def test_a_curve_never_decreases_and_covers_all_values() -> None:
    curve = isotonic([(number / 100, number % 3 > 0) for number in range(100)])
    assert (curve.raw[0], curve.raw[-1]) == (0.0, 1.0)
    assert list(curve.right) == sorted(curve.right)
    assert all(0 <= share <= 1 for share in curve.right)


def test_a_curve_has_no_error_on_pairs_that_it_describes() -> None:
    pairs = [(0.5, True), (0.5, False)] * 60
    assert error(pairs, isotonic(pairs)) == pytest.approx(0)


def test_the_curve_is_written_into_the_folder(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"format": 2}), "utf-8")
    (tmp_path / MANIFEST).write_text(json.dumps({"format": 2, "files": {}}), "utf-8")
    text, spans = "Lund said it rained", {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 19]]}
    gold, found = [], {}
    for number in range(30):
        right = number >= 10
        relation = Relation(**{role: [Span(*pair) for pair in pairs] for role, pairs in spans.items()})
        gold.append(AnnotatedText(str(number), text, (relation,) if right else ()))
        row = {role: {"spans": pairs} for role, pairs in spans.items()}
        found[str(number)] = [{**row, "evidence": {"scores": {"cue": 0.9 if right else 0.3}}}]
    refit(tmp_path, gold, found)
    written = json.loads((tmp_path / "config.json").read_text("utf-8"))["confidence"]
    assert (written["right"][0], written["right"][-1]) == (0.0, 1.0)
    listed = json.loads((tmp_path / MANIFEST).read_text("utf-8"))["files"]["config.json"]
    assert listed["sha256"] == sha256(tmp_path / "config.json")
