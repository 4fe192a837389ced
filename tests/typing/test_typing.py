"""The public API is as agreed, and type checkers see it: names, signatures and types of the installed package."""

from __future__ import annotations

import importlib.util
import json
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import quoteattr
from tests.typing.snapshot import FILE, public

HERE = Path(__file__).parent
PACKAGE = Path(quoteattr.__file__).parent
API = (HERE / "api.py").read_text("utf-8")


def test_names_and_signatures_are_those_that_were_agreed():
    """A change is a change for users: `python -m tests.typing.snapshot` and a line in the changelog."""
    assert public().splitlines() == FILE.read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """An interpreter with the package installed from a wheel, and its dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    builder = venv.EnvBuilder(symlinks=True)
    builder.create(folder)
    [packages] = folder.glob("**/site-packages")
    shutil.copytree(PACKAGE, packages / "quoteattr", ignore=shutil.ignore_patterns("models", "examples", "__pycache__"))
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return folder / "bin" / "python"


@pytest.fixture
def module(tmp_path) -> Path:
    """A module of a user with right uses, and with wrong ones that are marked."""
    path = tmp_path / "downstream.py"
    path.write_text(API, "utf-8")
    return path


def mypy(python: Path, *modules: Path) -> list[str]:
    """The errors that mypy finds; ``[]`` for none."""
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--python-executable={python}"]
    ran = subprocess.run(
        [*command, *map(str, modules)], cwd=modules[0].parent, capture_output=True, text=True, timeout=300, env=ENV
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr  # 2: the check itself failed
    return [line for line in ran.stdout.splitlines() if ": error:" in line]


def pyright(python: Path, *modules: Path) -> list[str]:
    """The errors that pyright finds, by its fork whose wheel contains all dependencies."""
    if importlib.util.find_spec("basedpyright") is None:
        pytest.skip("comes with basedpyright")
    settings = {"typeCheckingMode": "standard", "enableTypeIgnoreComments": True, "pythonVersion": "3.10"}
    config = modules[0].parent / "pyrightconfig.json"
    config.write_text(json.dumps({**settings, "reportUnnecessaryTypeIgnoreComment": "error"}), "utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", str(python)]
    ran = subprocess.run(
        [*command, *map(str, modules)], cwd=config.parent, capture_output=True, text=True, timeout=300, env=ENV
    )
    found = json.loads(ran.stdout)
    assert found["summary"]["filesAnalyzed"] == len(modules), ran.stdout + ran.stderr
    diagnostics = [each for each in found["generalDiagnostics"] if each["severity"] == "error"]
    return [f"{each['range']['start']['line'] + 1}: error: {each['message']}" for each in diagnostics]


ENV = {"PATH": "/usr/bin:/bin"}  # without a PYTHONPATH, which takes precedence over installed packages
CHECKERS = pytest.mark.parametrize("errors_of", [mypy, pyright])


@CHECKERS
def test_types_are_visible_to_users(errors_of, python, module):
    """Right uses pass, and each marked mistake is found."""
    assert errors_of(python, module) == []


@CHECKERS
def test_each_mistake_is_an_error_where_it_is_not_marked(errors_of, python, module):
    marked = [number for number, line in enumerate(API.splitlines(), 1) if "# type: ignore" in line]
    module.write_text("\n".join(line.partition("  # type: ignore")[0] for line in API.splitlines()), "utf-8")
    found = {int(line.removeprefix("downstream.py:").partition(":")[0]) for line in errors_of(python, module)}
    assert sorted(found) == marked


def test_no_public_name_is_left_out():
    functions = [name for name in quoteattr.__all__ if name.islower() and not name.startswith("_")]
    assert [name for name in functions if f"quoteattr.{name}(" not in API] == []
