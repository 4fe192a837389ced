"""The site is built from the documentation without a warning, and loads nothing from other hosts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = re.compile(r"<(?:script|img|iframe)[^>]* src=\"([^\"]+)|<link[^>]* href=\"([^\"]+)|url\(['\"]?(\w+:[^)]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site. Skipped where Sphinx is missing."""
    for name in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(name, reason="needs the extra docs")
    folder = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-d",
        folder / "cache",
        ROOT / "docs",
        folder / "html",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.mark.parametrize("page", sorted(each.stem for each in (ROOT / "docs").glob("*.md")))
def test_a_page_is_in_the_navigation(page, site):
    index = (site / "index.html").read_text("utf-8")
    assert page == "index" or f'<a class="reference internal" href="{page}.html">' in index


def test_files_outside_docs_are_included(site):
    assert "MiniLM" in (site / "benchmarks.html").read_text("utf-8")
    assert "Report a vulnerability" in (site / "deployment.html").read_text("utf-8")


def test_nothing_is_loaded_from_another_host(site):
    pages = [*site.rglob("*.html"), *site.rglob("*.css")]
    found = {name for page in pages for match in LOADED.findall(page.read_text("utf-8")) for name in match if name}
    assert found
    assert [name for name in found if re.match(r"(https?:)?//", name)] == []
