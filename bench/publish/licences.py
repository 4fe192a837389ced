"""Lists the licences of all dependencies and of all data, and fails where one is not allowed by ``licences.toml``.

    $ .venv/bin/python -m bench.publish.licences

Dependencies are those of this package and of its extras, including indirect ones, as far as they are installed. Their
licence is that of their metadata. A lexicon's is that of the origins which its entries name.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from typing import Any

from attrs import field, frozen
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bench.places import ROOT
from quoteattr.lexicon import load_table, parse_table, table_names

RULES = parse_table(Path(__file__).with_name("licences.toml").read_text("utf-8"), "bench/publish/licences.toml")
OWN = "quoteattr"
UNKNOWN = "unknown"
_INNERMOST = re.compile(r"\(([^()]*)\)")
_GOOD = "\0"  # in place of an expression in brackets that is allowed


@frozen
class Entry:
    """A package or a data file, its licence, and whether that is allowed; ``note`` names, for example, an exception."""

    name: str
    licence: str
    allowed: bool
    note: str = field(default="")


def main() -> int:
    """Prints three lists and returns 1 if any licence is not allowed."""
    lists = {"dependencies": list(dependencies()), "lexicons": list(lexicons()), "data": list(data())}
    for title, entries in lists.items():
        width = max(len(entry.name) for entry in entries)
        print(f"{title} ({len(entries)})")
        for entry in entries:
            mark = "ok    " if entry.allowed else "FAILED"
            print(f"  {mark} {entry.name:<{width}}  {entry.licence}{f'  ({entry.note})' if entry.note else ''}")
    wrong = [entry.name for entries in lists.values() for entry in entries if not entry.allowed]
    if wrong:
        print(f"not allowed: {', '.join(wrong)}; see bench/publish/licences.toml", file=sys.stderr)
    return 1 if wrong else 0


def dependencies() -> Iterator[Entry]:
    """Every installed package that this one needs, alone or with an extra, by name. ``note`` names the extra."""
    for name, needed_by in sorted(_closure().items()):
        licence = licence_of(importlib.metadata.distribution(name))
        reason = next((why for pattern, why in RULES["excepted"].items() if fnmatchcase(name, pattern)), None)
        groups = ", ".join(needed_by)
        if is_allowed(licence):
            yield Entry(name, licence, True, groups)
        else:
            yield Entry(name, licence, reason is not None, f"{groups}; {reason}" if reason else groups)


def licence_of(distribution: Distribution) -> str:
    """The licence as SPDX writes it, from the expression, the line or the classifiers of a package."""
    metadata: Any = distribution.metadata  # a message of the standard library, whose type has no "get" before 3.12
    expression: str | None = metadata.get("License-Expression")
    if expression:
        return expression
    told = (metadata.get("License") or "").strip().split("\n")[:1]  # some packages have the whole text there
    told += [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier") or () if each.startswith("License")]
    spelled = [RULES["spelled"].get(each.lower(), each) for each in told if each]
    untold: str = RULES["untold"].get((metadata.get("Name") or "").lower(), UNKNOWN)
    return next((str(each) for each in spelled if is_allowed(each)), spelled[0] if spelled else untold)


def is_allowed(expression: str) -> bool:
    """Return True if the expression is allowed: one licence of those joined by OR, all of those joined by AND."""
    while (inner := _INNERMOST.search(expression)) is not None:
        value = _GOOD if is_allowed(inner[1]) else UNKNOWN
        expression = expression[: inner.start()] + value + expression[inner.end() :]
    if "(" in expression or ")" in expression:  # a bracket without its other half
        return False
    known = (*RULES["allowed"], _GOOD)
    choices = (re.split(r"\bAND\b", choice) for choice in re.split(r"\bOR\b", expression))
    return any(all(licence.strip() in known for licence in choice) for choice in choices)


def lexicons() -> Iterator[Entry]:
    """Every lexicon with the licences of its origins."""
    for name in table_names():
        tags = sorted({tag.partition(":")[0] for tag in _tags(load_table(name))})
        own = RULES["lexicons"].get(name)
        found = [RULES["origins"].get(tag, f"{UNKNOWN} ({tag})") for tag in tags] + ([own] if own else [])
        licence = " AND ".join(dict.fromkeys(found)) or UNKNOWN
        yield Entry(f"{name}.toml", licence, is_allowed(licence), ", ".join(tags))


def data() -> Iterator[Entry]:
    """The data files that ``licences.toml`` lists, and those of the package that it does not."""
    listed: set[Path] = set()
    for row in RULES["data"]:
        found = set(ROOT.glob(row["files"]))
        listed |= found
        told = found and (ROOT / row["told"]).is_file()
        if "excepted" in row:
            yield Entry(row["files"], "excepted", bool(told), row["excepted"])
        else:
            note = f"{row['note']}; see {row['told']}" if "note" in row else f"see {row['told']}"
            yield Entry(row["files"], row["licence"], bool(told) and is_allowed(row["licence"]), note)
    for path in sorted(_files_of_the_package() - listed):
        yield Entry(str(path.relative_to(ROOT)), UNKNOWN, False)


def _files_of_the_package() -> set[Path]:
    endings = {".txt", ".jsonl", ".gz", ".onnx", ".conllu", ".csv", ".tsv"}
    return {path for path in (ROOT / OWN).rglob("*") if path.suffix in endings}


def _closure() -> dict[str, list[str]]:
    """Installed packages by name, and what requires them: the package itself ("run"), or extras."""
    needed: dict[str, list[str]] = {}
    own = importlib.metadata.distribution(OWN)
    for group in ["run", *(own.metadata.get_all("Provides-Extra") or ())]:
        extra = "" if group == "run" else group
        waiting = [(OWN, extra)]
        seen: set[tuple[str, str]] = set()
        while waiting:
            if (current := waiting.pop()) in seen:
                continue
            seen.add(current)
            waiting += _required(*current)
        for name in {name for name, _ in seen} - {OWN}:
            if "run" not in needed.setdefault(name, []):
                needed[name].append(group)
    return needed


def _required(name: str, extra: str) -> Iterator[tuple[str, str]]:
    """The installed packages that a package with one of its extras asks for here, each with the extras asked for."""
    for line in importlib.metadata.distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        needed = canonicalize_name(requirement.name)
        try:
            importlib.metadata.distribution(needed)
        except PackageNotFoundError:
            continue
        yield needed, ""
        yield from ((needed, each) for each in requirement.extras)


def _tags(value: Any) -> Iterator[str]:
    """What is in the lists ``origin`` of a table, at any depth."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "origin" and isinstance(inner, tuple):
                yield from inner
            else:
                yield from _tags(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _tags(inner)


if __name__ == "__main__":
    sys.exit(main())
