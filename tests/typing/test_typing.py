"""The public API is what is written down here: its names and signatures, and what a type checker makes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import quoteattr
from tests.typing.snapshot import FILE, public

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRONG = """
import quoteattr
from typing_extensions import assert_type
assert_type(quoteattr.load(), str)
quoteattr.load(12)
"""


def test_names_and_signatures_are_those_that_were_agreed():
    """A change is a change for users: `python -m tests.typing.snapshot` and a line in the changelog."""
    assert public().splitlines() == FILE.read_text("utf-8").splitlines()


def mypy(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"), str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_types_reach_the_users():
    pytest.importorskip("mypy")
    checked = mypy(HERE / "api.py")
    assert checked.returncode == 0, checked.stdout


def test_a_wrong_use_is_found(tmp_path):
    pytest.importorskip("mypy")
    (tmp_path / "wrong.py").write_text(WRONG, "utf-8")
    found = mypy(tmp_path / "wrong.py").stdout
    assert "wrong.py:4: error: Expression is of type" in found
    assert "wrong.py:5: error: Argument 1 to" in found


def test_no_public_name_is_left_out():
    text = (HERE / "api.py").read_text("utf-8")
    functions = [name for name in quoteattr.__all__ if name.islower() and not name.startswith("_")]
    assert [name for name in functions if f"quoteattr.{name}(" not in text] == []
