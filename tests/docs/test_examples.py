"""Every example of the README and the documentation runs and prints its expected output.

A python block is executed; the blocks of a file share their names and run in order. A text block right after
it is its expected output. In a console block, lines that begin with ``$ quoteattr`` must succeed and print the lines
that follow them, if there are any; lines that begin with ``$ make`` must name a target, and lines that begin with
``$ .venv/bin/python`` must name a module. The example article is in the working folder as ``article.txt``.
"""

from __future__ import annotations

import io
import json
import re
import shlex
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import frozen
from click.testing import CliRunner

import quoteattr
from quoteattr.cli import main
from quoteattr.training.__main__ import main as training

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLE = Path(quoteattr.__file__).parent / "examples" / "ferry-line.txt"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+://)([^)#\s]*)(?:#([^)\s]+))?\)")


@frozen
class Block:
    """One fenced block, the line it begins in, and its expected output (None: anything)."""

    language: str
    code: str
    line: int
    output: str | None


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(found[1], found[2], text.count("\n", 0, found.start()) + 2, found[3]) for found in FENCE.finditer(text)
    ]


def python_blocks(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language == "python"]


def commands(page: Path) -> list[str]:
    """Return the commands of the console blocks, without the comments that may follow them."""
    lines = [line for block in blocks(page) if block.language == "console" for line in block.code.splitlines()]
    return [re.sub(r"\s+#\s.*", "", line[2:]) for line in lines if line.startswith("$ ")]


def outputs(page: Path) -> dict[str, str]:
    """Return the output that console blocks show below a command, by the command."""
    shown = [block.code for block in blocks(page) if block.language == "console"]
    parts = [part.partition("\n") for code in shown for part in re.split(r"^\$ ", code, flags=re.MULTILINE)]
    return {command: output for command, _, output in parts if output.strip()}


def relative(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with the files that the examples read."""
    text = EXAMPLE.read_text("utf-8")
    (tmp_path / "article.txt").write_text(text, "utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    (tmp_path / "page.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>", "utf-8")
    rows = [{"id": "ferry", "text": text}, {"id": "short", "text": "The port will close, the mayor said."}]
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    gold = {**rows[1], "attributions": [{"source": [[21, 30]], "cue": [[31, 35]], "content": [[0, 19]]}]}
    for name in ("gold.jsonl", "attributions.jsonl", "earlier.jsonl"):
        (tmp_path / name).write_text(json.dumps(gold) + "\n", "utf-8")
    (tmp_path / "archive.csv").write_bytes(EXAMPLE.with_name("archive.csv").read_bytes())
    (tmp_path / "people.csv").write_text("name,party\nAda Lund,Harbour List\n", "utf-8")
    speaker = {"id": 0, "name": "Ada Lund", "kind": "person"}
    claim = {"kind": "indirect", "content": {"text": "the ferry is safe"}, "cue": {"text": "said"}, "speaker": 0}
    result = {"id": "ferry", "article": {"published": "2023-04-04"}, "speakers": [speaker], "attributions": [claim]}
    (tmp_path / "claims.jsonl").write_text(json.dumps(result) + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_python(page: Path) -> None:
    names: dict[str, object] = {"__name__": "example"}
    for block in python_blocks(page):
        printed = io.StringIO()
        code = compile("\n" * (block.line - 1) + block.code, str(page), "exec")
        with redirect_stdout(printed):
            exec(code, names)  # the documentation of this repository
        if block.output is not None:
            assert printed.getvalue() == block.output, f"{relative(page)}, line {block.line}"


def loads_a_model(page: Path) -> bool:
    return any("quoteattr.load(" in block.code for block in python_blocks(page))


@pytest.mark.parametrize("page", [p for p in PAGES if python_blocks(p) and not loads_a_model(p)], ids=relative)
def test_python_examples_without_a_model(page, folder):
    run_python(page)


@pytest.mark.parametrize("page", [p for p in PAGES if loads_a_model(p)], ids=relative)
def test_python_examples_with_the_model(page, folder, attributor, monkeypatch):
    """With the model that is already loaded, unless an example adds tables or changes the linking."""
    load = quoteattr.load
    own = {"outlets", "lexicon", "people", "descriptions", "inside_quotations"}
    monkeypatch.setitem(
        vars(quoteattr),
        "load",
        lambda *given, **options: load(*given, **options) if own & set(options) else attributor,
    )
    run_python(page)


def own(program: str) -> list[str]:
    return sorted({c for page in PAGES for c in commands(page) if c.startswith(f"{program} ")})


OUTPUTS = {command: output for page in PAGES for command, output in outputs(page).items()}


@pytest.mark.parametrize("command", sorted(set(own("quoteattr")) - set(own("quoteattr train"))))
def test_commands_succeed(command, folder, attributor, monkeypatch):
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: attributor)
    words = shlex.split(command)
    stdin = Path(words[-1]).read_bytes() if words[-2] == "<" else None
    result = CliRunner().invoke(main, words[1:-2] if stdin else words[1:], input=stdin)
    assert result.exit_code == 0, result.output
    assert result.stdout
    assert result.stdout == OUTPUTS.get(command, result.stdout)


def test_every_command_is_of_a_known_kind():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for command in commands(page):
            program, *arguments = command.split()
            known = {"quoteattr": True, "make": arguments[0] in targets, ".venv/bin/python": runs_a_module(arguments)}
            assert known.get(program), f"{relative(page)}: {command}"


def runs_a_module(arguments: list[str]) -> bool:
    return arguments[0] == "-m" and find_spec(arguments[1]) is not None


@pytest.mark.parametrize("command", [*own("quoteattr train"), *own(".venv/bin/python -m quoteattr.training")])
def test_training_commands_have_the_options_shown(command):
    """They would take minutes, and need files that are not in the repository."""
    words = command.split()
    group, name, arguments = (main, words[1], words[2:]) if words[0] == "quoteattr" else (training, words[3], words[4:])
    known = {option for parameter in group.commands[name].params for option in parameter.opts}
    shown = {argument for argument in arguments if argument.startswith("--")}
    assert bool(shown) == any(option.startswith("--") for option in known)  # restore has none
    assert shown <= known


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_have_a_target(page):
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        goal = (page.parent / target).resolve() if target else page
        assert goal.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", goal.read_text("utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


def test_the_collector_finds_blocks_and_their_output(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# T\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\nand\n\n```python\nx = 2\n```\n")
    assert blocks(page) == [Block("python", "print(1)\n", 4, "1\n"), Block("python", "x = 2\n", 14, None)]


def test_the_collector_finds_the_output_of_a_command(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ quoteattr a\none\ntwo\n$ quoteattr b\n```\n")
    assert outputs(page) == {"quoteattr a": "one\ntwo\n"}


def test_the_readme_fits_two_screens():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 80


def test_the_tutorial_shows_the_explanation(attributor):
    """Apart from its numbers, which differ between models."""
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    [shown] = re.findall(r"^```text\n(speaker  .*?)^```$", page, re.MULTILINE | re.DOTALL)
    [claim] = [
        each
        for each in attributor(EXAMPLE.read_text("utf-8")).attributions
        if each.source and "Lindahl" in each.source.text
    ]
    without_numbers = re.compile(r"\d\.\d\d")
    assert without_numbers.sub("0", claim.explain()) == without_numbers.sub("0", shown.rstrip("\n"))


def test_the_tutorial_counts_the_attributions(attributor):
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    assert len(attributor(EXAMPLE.read_text("utf-8")).attributions) == 12
    assert "a table of twelve attributions" in page
