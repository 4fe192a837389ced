"""The options that several commands have."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.places import SHARED

OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "shared": {"type": Path, "default": SHARED, "help": "folder of the corpora and of their scorer"},
    "model": {"default": "en", "help": "bundled model or model folder"},
    "errors": {"action": "store_true", "help": "list what is wrong"},
}


def parser(description: str | None, *names: str) -> argparse.ArgumentParser:
    """A parser with the named ones of ``OPTIONS``; the description is shown unchanged."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in names:
        made.add_argument(f"--{name}", **OPTIONS[name])
    return made
