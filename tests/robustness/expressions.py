"""Every regular expression of the package, with how it is used.

Run as a program it records what is compiled while all modules are imported and an article is read, and prints it as
JSON: expressions made of word lists exist only then. The source shows the places of such calls, and the methods
by which each expression is used.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import regex
from attrs import frozen

import quoteattr

# Run by a developer, or on one of these.
LEFT_OUT = ("quoteattr.training", "quoteattr.adapters", "quoteattr.__main__")
# Used by another name than their own, in a loop over several.
_USED: dict[str, tuple[str, ...]] = {"page.bylines._dateline_patterns": ("match",)}
_METHODS = "match|fullmatch|search|finditer|findall|sub|split"
_ROOT = Path(quoteattr.__file__).parent
ARTICLE = """Rain falls on Lima | The Bay Post
Town waits

By Ida Vale, Bay Post

May 4, 2021

LIMA, May 4 (Reuters) - “Why?” Minister Ida Vale asked. Mr. Vale said on Monday that it rained in the '90s, at 5 p.m.

The rain, which had been forecast, went on until the next day, and nobody was hurt in the town, she said.

(Photo: Bo Li/AFP)
"""


@frozen
class Expression:
    """``where`` is module and name; ``methods`` are those by which the package uses it."""

    where: str
    library: str
    pattern: str | bytes
    flags: int
    methods: tuple[str, ...]

    def compiled(self) -> Any:
        return (re if self.library == "re" else regex).compile(self.pattern, self.flags)


def _modules() -> Iterator[tuple[str, str]]:
    for path in sorted(_ROOT.rglob("*.py")):
        name = ".".join(("quoteattr", *path.relative_to(_ROOT).with_suffix("").parts)).removesuffix(".__init__")
        if not name.startswith(LEFT_OUT):
            yield name, path.read_text(encoding="utf-8")


def sites() -> dict[tuple[str, int], str]:
    """Module and line of each call of ``compile``, with the name that holds the result."""
    found = {}
    for module, source in _modules():
        for node in ast.walk(ast.parse(source)):
            for child, name in _held(node):
                if isinstance(child, ast.Call) and ast.unparse(child.func) in ("re.compile", "regex.compile"):
                    found.setdefault((module, child.lineno), name)
    return found


def _held(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Values with the name that they are bound to: by assignment, as an argument, or as what a function returns."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield node.value, node.targets[0].id
        if isinstance(node.value, ast.Dict):
            yield from ((value, f"{node.targets[0].id}[{ast.unparse(key)}]") for key, value in _entries(node.value))
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.value, node.arg
    elif isinstance(node, ast.FunctionDef):
        for child in ast.walk(node):
            if isinstance(child, (ast.Return, ast.Expr)) and child.value is not None:
                yield from ((inner, node.name) for inner in ast.walk(child.value) if not _named(child.value, inner))


def _entries(table: ast.Dict) -> Iterator[tuple[ast.expr, ast.expr]]:
    return ((key, value) for key, value in zip(table.keys, table.values, strict=True) if key is not None)


def _named(whole: ast.AST, inner: ast.AST) -> bool:
    return any(isinstance(node, ast.keyword) and node.value is inner for node in ast.walk(whole))


def ad_hoc() -> list[str]:
    """Calls such as ``re.sub("…", …)``, which compile implicitly."""
    call = re.compile(rf"\b(?:re|regex)\.(?:{_METHODS})\((?!_)")
    lines = ((module, line.strip()) for module, source in _modules() for line in source.splitlines())
    return [f"{module}: {line}" for module, line in lines if call.search(line)]


def _used(name: str, sources: str) -> tuple[str, ...]:
    methods = set(re.findall(rf"\b{re.escape(name)}\b(?:\([^()]*\))?\.({_METHODS})\(", sources))
    return tuple(sorted(methods or {"finditer"}))


@cache
def expressions() -> tuple[Expression, ...]:
    """All of them, each once for the place that compiles it."""
    made = subprocess.run([sys.executable, "-m", __name__], capture_output=True, text=True, check=True)
    sources, named = dict(_modules()), sites()
    everything = "\n".join(sources.values())
    found = []
    for module, line, library, pattern, binary, flags in json.loads(made.stdout):
        name = named[module, line]
        where = f"{module.removeprefix('quoteattr.')}.{name}"
        used = _USED.get(where) or _used(name, sources[module] if name.startswith("_") else everything)
        found.append(Expression(where, library, pattern.encode("latin-1") if binary else pattern, flags, used))
    return tuple(found)


def _record() -> list[tuple[Any, ...]]:
    found: dict[tuple[Any, ...], None] = {}

    def recording(library: Any) -> Any:
        compile = library.compile

        def record(pattern: Any, flags: int = 0, **options: Any) -> Any:
            caller = sys._getframe(1)
            module = caller.f_globals.get("__name__", "")
            if module.startswith("quoteattr") and isinstance(pattern, (str, bytes)):
                text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
                line = caller.f_lineno
                found[module, line, library.__name__, text, isinstance(pattern, bytes), int(flags)] = None
            return compile(pattern, flags, **options)

        return record

    re.compile, regex.compile = recording(re), recording(regex)  # type: ignore[assignment]
    for name in [name for name in sys.modules if name.startswith("quoteattr")]:
        del sys.modules[name]
    package = importlib.import_module("quoteattr")
    for module in pkgutil.walk_packages(package.__path__, "quoteattr."):
        if not module.name.startswith(LEFT_OUT) and not module.name.endswith("stanza_bridge"):
            importlib.import_module(module.name)
    page = importlib.import_module("quoteattr.page.article").read_page(ARTICLE)
    importlib.import_module("quoteattr.segment").segment(ARTICLE, page.article.parts)
    importlib.import_module("quoteattr.resolve").resolve(ARTICLE, [], page.article, [])
    importlib.import_module("quoteattr.resolve.times")._patterns()
    importlib.import_module("quoteattr.resolve.wordlists").keeping_unnamed()
    importlib.import_module("quoteattr.resolve.wordlists").keeping_apart()
    importlib.import_module("quoteattr.link.punctuation_cues")._signature()
    quotation = importlib.import_module("quoteattr.segment.quotation")
    quotation._verb_before()
    quotation._verb_after()
    importlib.import_module("quoteattr.segment.text_check").text_warnings("Дождь идёт над городом и над рекой.")
    for module, read in (("dates", "find_dates"), ("bylines", "read_dateline"), ("bylines", "read_bylines")):
        getattr(importlib.import_module(f"quoteattr.page.{module}"), read)("LIMA, May 4 (Reuters) - By Ida Vale, Bo Li")
    return sorted(found)


if __name__ == "__main__":
    print(json.dumps(_record()))
