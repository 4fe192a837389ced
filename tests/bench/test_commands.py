"""The commands of ``bench`` are listed in its README, and no file names a command that does not exist."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.places import ROOT

README = ROOT / "bench" / "README.md"
COMMANDS = sorted(path for path in (ROOT / "bench").glob("*/*.py") if '"__main__"' in path.read_text("utf-8"))
FOLDERS = ("docs", "bench", "tests", "quoteattr")
FILES = [ROOT / "Makefile", ROOT / "README.md", ROOT / "CONTRIBUTING.md"]  # the changelog has names that were removed
FILES += [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in {".md", ".toml"}]
NAMED = re.compile(r"\bbench\.\w+(?:\.\w+)?|\bbench/[\w/]+\.\w+")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.stem)
def test_a_command_is_listed_in_the_readme(command: Path) -> None:
    assert f"`{command.parent.name}.{command.stem}`" in README.read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_named_commands_exist(file: Path) -> None:
    for name in NAMED.findall(file.read_text("utf-8")):
        assert (ROOT / name).exists() if "/" in name else find_spec(name), name
