"""Figures that a page writes by hand are those that were measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_plan_reckons_with_the_measured_rate() -> None:
    """``make bench`` writes docs/pictures/speed.json; docs/archives.md multiplies."""
    measured = json.loads((DOCS / "pictures" / "speed.json").read_text("utf-8"))
    given = dict(
        re.findall(
            r"^(RATE_\w+|SCALING) = ([\d_.]+)(?:  #.*)?$", (DOCS / "archives.md").read_text("utf-8"), re.MULTILINE
        )
    )
    share = min(setting["share"] for setting in measured["workers"].values())
    assert int(given["RATE_WORDS_PER_CORE_SECOND"]) == round(measured["sides"]["quoteattr"]["words_per_cpu_second"], -2)
    assert float(given["SCALING"]) == round(share, 2)
