"""Figures that are written into a page by hand equal the measured ones."""

from __future__ import annotations

import json
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_plan_uses_the_measured_rate() -> None:
    """``bench.speed.contest`` writes docs/pictures/sides.json and speed.json; docs/archives.md multiplies."""
    measured, sides = (
        json.loads((DOCS / "pictures" / f"{name}.json").read_text("utf-8")) for name in ("speed", "sides")
    )
    given = dict(
        re.findall(
            r"^(RATE_\w+|SCALING) = ([\d_.]+)(?:  #.*)?$", (DOCS / "archives.md").read_text("utf-8"), re.MULTILINE
        )
    )
    share = min(setting["share"] for setting in measured["workers"].values())
    assert int(given["RATE_WORDS_PER_CORE_SECOND"]) == round(sides["sides"]["quoteattr"]["words_per_cpu_second"], -2)
    assert float(given["SCALING"]) == round(share, 2)


def how_to() -> str:
    return " ".join((DOCS / "how-to.md").read_text("utf-8").split())


def test_the_recipe_for_confidence_has_the_measured_shares() -> None:
    """``python -m bench.publish.pictures --measure`` writes docs/pictures/precision-recall.json."""
    measured = json.loads((DOCS / "pictures" / "precision-recall.json").read_text("utf-8"))["tracks"]["all"]
    every, sure = (next(row for row in measured if row["confidence"] == least) for least in (0.0, 0.8))
    assert f"{every['precision']:.0f} % of all attributions that are found are right, and" in how_to()
    assert f"and {sure['precision']:.0f} % of those with a confidence of at least 0.8." in how_to()
    assert f"falls from {every['recall']:.0f} % to {sure['recall']:.0f} %" in how_to()
    assert "about half of the attributions that are found" in how_to()
    assert 0.45 < sure["kept"] / every["kept"] < 0.55


def test_the_recipe_for_trees_has_the_measured_accuracy() -> None:
    measured = json.loads((DOCS / "pictures" / "ablation.json").read_text("utf-8"))["rows"]
    f1 = {row["evidence"]: row["f1"]["all"] for row in measured}
    assert f"the rules alone reach a relation F1 of {f1['tree only']:.0f} %" in how_to()
    assert f"and the loaded model {f1['all evidence']:.0f} %" in how_to()
