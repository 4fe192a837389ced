"""Every extra for users is tested alone."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path

from bench.publish.extras import TRIALS

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
OF_THE_CLONE = {"bench", "docs", "release", "engines", "dev"}  # extras for developers only


def test_each_extra_has_a_trial() -> None:
    declared = _toml.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(TRIALS) == set(declared) - OF_THE_CLONE


def test_the_trials_are_programs() -> None:
    for name, program in TRIALS.items():
        ast.parse(program, name)
