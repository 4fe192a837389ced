"""Declared metadata: one version and licence everywhere, every dependency justified and pinned, no registry named."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import quoteattr

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ALL = {re.split(r"[^\w.-]", line)[0] for line in sum(EXTRAS.values(), PROJECT["dependencies"])}
DECLARED = sorted(ALL - {PROJECT["name"]})  # an extra may consist of others
PINS = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("name", DECLARED)
def test_a_dependency_is_justified(name):
    assert f"`{name}`" in (ROOT / "docs" / "deployment.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*DECLARED, "torch"])
def test_a_dependency_is_pinned(name):
    assert any(line.startswith(f"{name}==") for line in PINS)


def test_pins_are_exact():
    pin = re.compile(r"[a-z0-9-]+==[\w.]+( ; python_version (<|==|>=) '3\.\d+'( and python_version (<|>=) '3\.\d+')?)?")
    assert [line for line in PINS if not pin.fullmatch(line)] == []


def test_torch_is_pinned_to_one_version_for_every_python():
    assert [line for line in PINS if line.startswith("torch==")] == ["torch==2.13.0"]


@pytest.mark.parametrize(
    "name", ["pyproject.toml", "constraints.txt", "Makefile", ".ci/run", ".pre-commit-config.yaml"]
)
def test_no_registry_is_named(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"index-url|/simple\b|https?://", text)


def test_the_hooks_are_the_parts_of_make_check():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    parts = re.search(r"^check: ([a-z ]+?)  ##", makefile, re.MULTILINE)[1].split()
    hooks = re.findall(r"^ +entry: (.+)$", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"), re.MULTILINE)
    assert hooks == [f"make {part}" for part in parts]


def stated(file: str, field: str) -> list[str]:
    """The values of the lines ``field: value`` or ``field = "value"`` of a file."""
    text = (ROOT / file).read_text("utf-8")
    return [value.strip('"') for value in re.findall(rf"^{field} *[:=] *(.+)$", text, re.MULTILINE)]


def test_the_version_is_that_of_the_package():
    assert stated("CITATION.cff", "version") == [quoteattr.__version__]
    assert stated("pyproject.toml", "version") == []  # taken from the package, by hatchling
    assert stated("pyproject.toml", "dynamic") == ['["version"]']


def test_the_licence_is_the_same_everywhere():
    assert stated("CITATION.cff", "license") == stated("pyproject.toml", "license") == ["Apache-2.0"]


def test_the_policy_names_the_declared_pythons():
    declared = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert f"| Python | {declared[0]} to {declared[-1]}," in (ROOT / "SECURITY.md").read_text("utf-8")
