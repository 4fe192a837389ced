"""Paths in the clone and next to it, and the articles that several commands read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "quoteattr" / "examples" / "ferry-line.txt"
PICTURES = ROOT / "docs" / "pictures"  # and the figures of the pictures

# The corpora, which are not part of the package, and two of them, below that folder.
SHARED = ROOT.parent / "shared"
POLNEAR = Path("data", "polnear", "dev.jsonl.gz")
WIKINEWS = Path("data", "raw_news", "wikinews_2019_20.jsonl.gz")


def polnear(shared: Path) -> list[dict[str, Any]]:
    """The articles of PolNeAR dev with their gold attributions."""
    # Imported here: the process that times Stanza needs the paths, and nothing else of this package.
    from quoteattr.training.corpora import read_jsonl

    return list(read_jsonl(shared / POLNEAR))
