"""Sections of a documentation page, for the tests of one part of it."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def section(page: str, title: str) -> str:
    """Return the text under a heading of second level, up to the next one."""
    text = (DOCS / f"{page}.md").read_text("utf-8")
    [found] = re.findall(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found)
