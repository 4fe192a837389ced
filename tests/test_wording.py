"""The package's code and its documentation use the terms of the field, not metaphors for them.

The list holds words that replace a standard term ("stretch" for span, "beside" for next to). A few uses are literal: a
sign that the text really has ("stands for" as a quoted cue, "told" as an example of a verb).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = re.compile(
    r"\b(?:told|tells|stands|stretch|stretches|beside|behind|anew|whoever|mended|put right|goes on|lies|leads over"
    r"|in sight)\b",
    re.IGNORECASE,
)
HOUSE = re.compile(r"\b(?:the house|this room|rooms?|the whole way|handed (?:in|on|over))\b", re.IGNORECASE)
CODE_MOST, DOCS_MOST = 60, 40


def uses(paths: list[Path], words: re.Pattern[str]) -> list[str]:
    """Return each use as ``file:line: word``."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for match in words.finditer(line)
    ]


def code() -> list[Path]:
    return sorted((ROOT / "quoteattr").rglob("*.py"))


def documents() -> list[Path]:
    names = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
    return [*(ROOT / name for name in names), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize(("paths", "most"), [(code(), CODE_MOST), (documents(), DOCS_MOST)], ids=["code", "docs"])
def test_words_for_standard_terms_are_rare(paths: list[Path], most: int) -> None:
    found = uses(paths, WORDS)
    assert len(found) <= most, "\n".join(found)


def test_packages_and_steps_are_called_that() -> None:
    assert uses(code(), HOUSE) == []
