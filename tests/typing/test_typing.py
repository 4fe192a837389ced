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


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> list[str]:
    """What mypy says of right and of wrong uses, in one run: most of its time goes into the package."""
    pytest.importorskip("mypy")
    wrong = tmp_path_factory.mktemp("typing") / "wrong.py"
    wrong.write_text(WRONG, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml")]
    checked = subprocess.run(
        [*command, str(HERE / "api.py"), str(wrong)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert checked.returncode == 1, checked.stdout + checked.stderr  # 2: it could not check at all
    *lines, summary = checked.stdout.splitlines()
    assert "checked 2 source files" in summary
    return lines


def test_types_reach_the_users(found):
    assert [line for line in found if "wrong.py:" not in line] == []


def test_a_wrong_use_is_found(found):
    wrong = [line.partition("wrong.py:")[2] for line in found]
    assert [line.startswith("4: error: Expression is of type") for line in wrong].count(True) == 1
    assert [line.startswith("5: error: Argument 1 to") for line in wrong].count(True) == 1


def test_no_public_name_is_left_out():
    text = (HERE / "api.py").read_text("utf-8")
    functions = [name for name in quoteattr.__all__ if name.islower() and not name.startswith("_")]
    assert [name for name in functions if f"quoteattr.{name}(" not in text] == []
