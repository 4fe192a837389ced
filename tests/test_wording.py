"""Code, tests and documentation use the terms of the field, not metaphors for them.

The lists have words that replace a standard term ("stretch" for span, "beside" for next to). In the package and its
documentation a few uses are literal ("stands for" as a quoted cue, "told" as an example of a verb), so that the number
of uses is limited. In tests, benchmarks, lexicons, scripts and styles, comments, docstrings and names of tests are
searched without their examples (in quotation marks, backticks and brackets), and none of the words may occur.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = re.compile(
    r"\b(?:told|tells|stands|stretch|stretches|beside|behind|anew|whoever|mended|put right|goes on|lies|leads over"
    r"|in sight)\b",
    re.IGNORECASE,
)
HOUSE = re.compile(r"\b(?:the house|this room|rooms?|the whole way|handed (?:in|on|over))\b", re.IGNORECASE)
CODE_MOST, DOCS_MOST = 60, 40

STRICT = re.compile(
    r"\b(?:told|tells?|telling|stands?|stood|standing|stretch(?:es|ed|ing)?|beside|behind|anew|whoever|mend(?:s|ed|ing)?"
    r"|put right|(?:goes|gone|went) on|lies|leads? over|leading over|led over|in sight|gives? (?:what|nothing|back|way)"
    r"|the house|this room|rooms?|the whole way|hand(?:s|ed|ing)? (?:in|on|over)|at hand)\b",
    re.IGNORECASE,
)
EXAMPLE = re.compile(r"``.*?``|`[^`]*`|\"[^\"]*\"|“[^”]*”|\[[^\]]*\]|\{[^}]*\}", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|(?<![:\w])//[^\n]*", re.DOTALL)  # of scripts and styles
LITERAL = ("stand-alone",)


def uses(paths: list[Path], words: re.Pattern[str]) -> list[str]:
    """Return each use as ``file:line: word``."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for match in words.finditer(line)
    ]


def code() -> list[Path]:
    return sorted((ROOT / "quoteattr").rglob("*.py"))


def documents() -> list[Path]:
    names = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
    return [*(ROOT / name for name in names), *sorted((ROOT / "docs").glob("*.md"))]


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments of a file, and of Python the docstrings and names of tests, with their line numbers."""
    source = path.read_text("utf-8")
    if path.suffix == ".toml":
        for number, line in enumerate(source.splitlines(), 1):
            yield number, re.sub(r"^[^#]*#?", "", re.sub(r"\"[^\"]*\"(?=[^#]*#)", "", line))
    elif path.suffix != ".py":
        yield from ((source.count("\n", 0, each.start()) + 1, each[0]) for each in COMMENT.finditer(source))
    else:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.lineno, node.name.replace("_", " ")


def metaphors(path: Path) -> list[str]:
    """Return the words of ``STRICT`` in the comments of a file, without its examples."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for number, text in comments(path)
        for match in STRICT.finditer(re.sub("|".join(LITERAL), "", EXAMPLE.sub("", text)))
    ]


def sources() -> list[Path]:
    """Return the files of tests, benchmarks, lexicons, and the scripts and styles of the package."""
    python = [path for name in ("tests", "bench") for path in sorted((ROOT / name).rglob("*.py"))]
    lexicons = sorted((ROOT / "quoteattr" / "lexicon").rglob("*.toml"))
    page = [path for end in ("js", "css", "html") for path in sorted((ROOT / "quoteattr").rglob(f"page/*.{end}"))]
    return [*python, *lexicons, *page]


@pytest.mark.parametrize(("paths", "most"), [(code(), CODE_MOST), (documents(), DOCS_MOST)], ids=["code", "docs"])
def test_words_for_standard_terms_are_rare(paths: list[Path], most: int) -> None:
    found = uses(paths, WORDS)
    assert len(found) <= most, "\n".join(found)


def test_packages_and_steps_are_called_that() -> None:
    assert uses(code(), HOUSE) == []


def test_comments_of_tests_benchmarks_and_lexicons_have_no_metaphors() -> None:
    assert [found for path in sources() for found in metaphors(path)] == []


def test_examples_are_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "example.py"
    file.write_text('"""Find "told" and ``stood`` in [Lee]s [told]c."""\n\nx = 1  # lies beside it\n', "utf-8")
    assert metaphors(file) == ["example.py:3: lies", "example.py:3: beside"]
    file = tmp_path / "example.toml"
    file.write_text('words = ["told", "#"]  # the clause behind a comma: "he told"\n# stands alone\n', "utf-8")
    assert metaphors(file) == ["example.toml:1: behind", "example.toml:2: stands"]
