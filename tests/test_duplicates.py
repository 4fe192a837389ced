"""No six identical lines occur in two places of the source files.

Import lists and the stubs of overloads are left out, in which Python needs repetition.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = 6  # lines
SOURCES = {".py", ".html", ".css", ".js"}
FOLDERS = ("quoteattr", "tests", "bench", "docs")
LETTERS = re.compile(r"\w")

Line = tuple[int, str]


def sources() -> list[Path]:
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")))
    return [path for path in paths if path.suffix in SOURCES and path.is_file()]


def code_lines(path: Path) -> Iterator[Line]:
    """Yield number and text of each line; not imports, stubs, comments, blank lines and lines of punctuation alone."""
    text = path.read_text("utf-8")
    left_out = repetitive_lines(text) if path.suffix == ".py" else set()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if number not in left_out and LETTERS.search(stripped) and not stripped.startswith("#"):
            yield number, stripped


def repetitive_lines(text: str) -> set[int]:
    """Return the numbers of the lines of imports and overloads."""
    found: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        overloaded = isinstance(node, ast.FunctionDef) and "overload" in map(ast.unparse, node.decorator_list)
        if overloaded or isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


def repeated(files: dict[str, list[Line]]) -> list[str]:
    """Return the places of runs of six lines that occur more than once, a row for the first run of each pair."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, lines in files.items():
        for start in range(len(lines) - RUN + 1):
            run = lines[start : start + RUN]
            places[tuple(text for _, text in run)].append((name, run[0][0]))
    found: dict[tuple[str, ...], str] = {}
    for each in places.values():
        if len(each) > 1:
            found.setdefault(tuple(name for name, _ in each), " = ".join(f"{name}:{number}" for name, number in each))
    return sorted(found.values())


def test_no_six_lines_occur_twice() -> None:
    files = {str(path.relative_to(ROOT)): list(code_lines(path)) for path in sources()}
    assert "quoteattr/pipeline.py" in files
    assert repeated(files) == []


def test_a_repeated_run_is_found_and_imports_are_left_out(tmp_path: Path) -> None:
    imports = "from string import (\n    a,\n    b,\n    c,\n    d,\n    e,\n    f,\n)\n"
    body = "".join(f"x{number} = {number}\n" for number in range(6))
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text(f"{imports}\n# {name}\n{body}", "utf-8")
    files = {name: list(code_lines(tmp_path / name)) for name in ("one.py", "two.py")}
    assert repeated(files) == ["one.py:11 = two.py:11"]
    assert repeated({"one.py": files["one.py"], "two.py": files["two.py"][:5]}) == []
