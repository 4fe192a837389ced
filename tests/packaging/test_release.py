"""What is given to others: one version everywhere, and a release that stops where a wheel is not what it should be.

``make release`` builds and installs it, which takes minutes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import quoteattr
from bench.release import METADATA, ReleaseError, check_contents, same

ROOT = Path(__file__).parents[2]
PACKAGE = {"quoteattr/__init__.py", "quoteattr/py.typed"}
WHOLE = PACKAGE | {f"quoteattr-1.0.dist-info/{name}" for name in METADATA}


def stated(file: str, field: str) -> list[str]:
    """What the lines ``field: value`` or ``field = "value"`` of a file say."""
    text = (ROOT / file).read_text("utf-8")
    return [value.strip('"') for value in re.findall(rf"^{field} *[:=] *(.+)$", text, re.MULTILINE)]


def test_the_version_is_that_of_the_package():
    assert stated("CITATION.cff", "version") == [quoteattr.__version__]
    assert stated("pyproject.toml", "version") == []  # taken from the package, by hatchling
    assert stated("pyproject.toml", "dynamic") == ['["version"]']


def test_the_licence_is_the_same_everywhere():
    assert stated("CITATION.cff", "license") == stated("pyproject.toml", "license") == ["Apache-2.0"]


def test_the_policy_names_the_pythons_that_are_declared():
    declared = re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert f"| Python | {declared[0]} to {declared[-1]}," in (ROOT / "SECURITY.md").read_text("utf-8")


def test_a_whole_wheel_passes():
    check_contents(WHOLE, "1.0", PACKAGE)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (WHOLE - {"quoteattr/py.typed"}, "lacks quoteattr/py.typed"),
        (WHOLE - {"quoteattr-1.0.dist-info/licenses/LICENSE"}, "lacks .*/LICENSE"),
        (WHOLE | {"quoteattr/notes.txt"}, "under version control: quoteattr/notes.txt"),
        (WHOLE | {"tests/conftest.py"}, "under version control: tests/conftest.py"),
    ],
)
def test_a_wheel_with_too_little_or_too_much_is_refused(names, message):
    with pytest.raises(ReleaseError, match=message):
        check_contents(names, "1.0", PACKAGE)


def test_a_byte_of_difference_is_found(tmp_path):
    one, other = tmp_path / "one.whl", tmp_path / "other.whl"
    one.write_bytes(b"PK 1")
    other.write_bytes(b"PK 1")
    same([one], [other])
    other.write_bytes(b"PK 2")
    with pytest.raises(ReleaseError, match=r"one\.whl"):
        same([one], [other])
