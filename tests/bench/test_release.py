"""A release stops if the contents of the wheel are wrong.

``make release`` builds and installs it, which takes minutes.
"""

from __future__ import annotations

import pytest

from bench.publish.release import METADATA, ReleaseError, check_contents, same

PACKAGE = {"quoteattr/__init__.py", "quoteattr/py.typed"}
WHOLE = PACKAGE | {f"quoteattr-1.0.dist-info/{name}" for name in METADATA}


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
def test_a_wheel_with_missing_or_additional_files_is_refused(names, message):
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
