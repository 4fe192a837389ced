"""Paths on the command line into the files that they name, in a fixed order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from attrs import frozen

from quoteattr.errors import InputError

InputKind = Literal["auto", "text", "html", "json", "jsonl", "parquet"]
FileKind = Literal["text", "html", "json", "jsonl", "parquet", "unknown"]

STDIN = "-"
_PACKED = ("", ".gz", ".zst")
_ENDINGS: dict[str, FileKind] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    **{f".json{packed}": "json" for packed in _PACKED},
    **{f".{name}{packed}": "jsonl" for name in ("jsonl", "ndjson") for packed in _PACKED},
    ".parquet": "parquet",
}


@frozen
class Source:
    """A file of a known kind. ``problem`` says why there is none under this path."""

    path: str
    kind: FileKind = "text"
    problem: InputError | None = None


def sources_of(paths: Iterable[str], kind: InputKind = "auto") -> Iterator[Source]:
    """The files of all ``paths``, one at a time: the paths in their order, the files of a folder by name.

    Folders are searched to the bottom for names with a known ending; links to folders are not followed.
    """
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _of_folder(path, kind)
        else:
            yield Source(path, kind_of(path, kind))


def kind_of(path: str, kind: InputKind = "auto") -> FileKind:
    """Return what a path holds: ``kind``, else what its name ends in.

    ``unknown`` is for the standard input and names without a known ending: their first bytes decide.
    """
    return (_known(path) or "unknown") if kind == "auto" else kind


def holds_many(paths: Iterable[str], kind: InputKind) -> bool:
    """True where the paths can give more than one row."""
    first, *others = paths
    return bool(others) or kind_of(first, kind) in ("jsonl", "parquet") or os.path.isdir(first)


def fingerprint(sources: Iterable[Source]) -> dict[str, object]:
    """What tells that files are still the same: how many, how many bytes, and a digest of names, sizes and times."""
    count, size, digest = 0, 0, hashlib.sha256()
    for source in sources:
        count += 1
        try:
            status = os.stat(source.path)
            told = f"{status.st_size} {status.st_mtime_ns}"
            size += status.st_size
        except OSError:
            told = "missing"
        digest.update(f"{source.path}\0{source.kind} {told}\n".encode("utf-8", "surrogateescape"))
    return {"files": count, "bytes": size, "sha256": digest.hexdigest()}


def check_outside(paths: Iterable[str], out: Path) -> None:
    """Raises InputError where the output would be an input, or would lie in a folder of inputs."""
    goal = out.resolve()
    for path in paths:
        if path != STDIN and (Path(path).resolve() == goal or Path(path).resolve() in goal.parents):
            raise InputError(f"the output {str(out)!r} is part of the input {path!r}: write it elsewhere")


def _of_folder(folder: str, kind: InputKind) -> Iterator[Source]:
    empty = True
    for path in _files_below(folder):
        if isinstance(path, OSError):
            problem = InputError(f"cannot read {folder!r}: {path.strerror or path}; check its permissions")
            yield Source(str(path.filename or folder), problem=problem)
        elif _known(path):
            yield Source(path, kind_of(path, kind))
        else:
            continue
        empty = False
    if empty:
        problem = InputError(f"cannot read {folder!r}: it holds no file that ends in {', '.join(_ENDINGS)}")
        yield Source(folder, problem=problem)


def _files_below(folder: str) -> Iterator[str | OSError]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except OSError as error:
        yield error
        return
    for name, is_folder in entries:
        path = os.path.join(folder, name)
        if is_folder:
            yield from _files_below(path)
        else:
            yield path


def _known(path: str) -> FileKind | None:
    return next((kind for ending, kind in _ENDINGS.items() if path.lower().endswith(ending)), None)
