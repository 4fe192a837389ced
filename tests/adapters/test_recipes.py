"""The recipes of the documentation run, each as a separate program, and find the attributions of ``pipe``.

A block that begins with ```` ```python name ```` needs the package of that name and is skipped where it is missing. A
text block right after it is its expected output.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import frozen

from quoteattr.formats import columns
from tests.adapters.articles import TEXTS, check

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / name for name in ("integrations.md", "archives.md")]
RECIPE = re.compile(r"^```python (\w+)\n(.*?)^```\n(?:\n*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


@frozen
class Recipe:
    package: str
    code: str
    output: str


RECIPES = [Recipe(*found) for page in PAGES for found in RECIPE.findall(page.read_text("utf-8"))]


@pytest.fixture
def folder(tmp_path):
    """The working folder of a recipe, with the articles that it reads."""
    pa = pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    parquet = pytest.importorskip("pyarrow.parquet", reason="comes with quoteattr[arrow]")
    articles = pa.table({"id": list(TEXTS), "text": list(TEXTS.values())})
    parquet.write_table(articles, tmp_path / "articles.parquet", row_group_size=2)
    return tmp_path


@pytest.fixture
def environment(tmp_path):
    """Settings that restrict the engines to this machine and to folders that the test removes."""
    short = tempfile.mkdtemp(prefix="ray")  # not pytest's: the path of a socket must be short
    yield os.environ | {
        "HF_HOME": str(tmp_path / "huggingface"),
        "HF_HUB_OFFLINE": "1",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "RAY_TMPDIR": short,
        "RAY_USAGE_STATS_ENABLED": "0",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    shutil.rmtree(short, ignore_errors=True)


def skip_without(package: str) -> None:
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    if package == "pyspark" and shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")


def run(recipe: Recipe, folder: Path, environment: dict[str, str]) -> str:
    (folder / "recipe.py").write_text(recipe.code, "utf-8")
    command = [sys.executable, "recipe.py", "articles.parquet"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.mark.parametrize("recipe", [each for each in RECIPES if each.output], ids=lambda each: each.package)
def test_a_recipe_prints_its_expected_output(recipe, folder, environment):
    skip_without(recipe.package)
    assert run(recipe, folder, environment) == recipe.output


@pytest.mark.parametrize("recipe", [each for each in RECIPES if not each.output], ids=lambda each: each.package)
def test_a_recipe_writes_the_attributions_of_pipe(recipe, folder, environment, attributor):
    skip_without(recipe.package)
    run(recipe, folder, environment)
    dataset = pytest.importorskip("pyarrow.dataset", reason="comes with quoteattr[arrow]")
    [written] = folder.glob("claims*")
    check(dataset.dataset(written).to_table().cast(columns.schema()).to_pylist(), attributor)


def test_there_is_a_recipe_for_every_engine():
    engines = {"pandas", "pyarrow", "pyspark", "ray", "dask", "duckdb", "polars", "datasets"}
    assert {recipe.package for recipe in RECIPES} == engines
