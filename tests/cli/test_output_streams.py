"""The standard streams of the command in a separate process: full disk, closed, broken pipe, or slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

import quoteattr

# A reader without a model, since only the streams are tested.
PROGRAM = """
import sys
import quoteattr
from quoteattr import Document
from quoteattr.cli import main

class Reader:
    def pipe(self, texts, **options):
        return (Document(given.text, id=given.id) for given in texts)

quoteattr.load = lambda *_, **__: Reader()
main(sys.argv[1:])
"""
GOLD = {
    "id": "a",
    "text": "Ada said no.",
    "attributions": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}],
}
COMMANDS = [
    ["extract", "a.txt"],
    ["extract", "a.txt", "--format", "json"],
    ["extract", "a.txt", "--format", "table"],
    ["extract", "rows.jsonl"],
    ["show", "a.txt"],
    ["show", "a.txt", "--explain"],
    ["evaluate", "gold.jsonl", "--resamples", "0"],
    ["evaluate", "gold.jsonl", "--resamples", "0", "--format", "json"],
    ["export", "brat", "a.txt", "--out", "brat"],
    ["--help"],
    ["--version"],
    ["extract", "--help"],
]
SILENT = ("export", "--help", "--version")  # their output is not their result

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Ada said no.", "utf-8")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"id": "x" * 1000, "text": "Ada."}) + "\n", "utf-8")
    (tmp_path / "many.jsonl").write_text((json.dumps({"id": "x" * 1000, "text": "Ada."}) + "\n") * 2000, "utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", "utf-8")
    return tmp_path


def start(folder: Path, *arguments: str, **streams: int | IO[bytes]) -> subprocess.Popen[bytes]:
    path = str(Path(quoteattr.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        **streams,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_is_a_one_line_error(folder: Path, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        process = start(folder, *arguments, stdout=full)
        _, errors = process.communicate(timeout=60)
    assert errors.decode() == "Error: cannot write the output: No space left on device\n"
    assert process.returncode == 1


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_closed_standard_output_is_a_one_line_error(folder: Path, arguments: list[str]) -> None:
    code = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", code, "-c", PROGRAM, *arguments],
        cwd=folder,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(quoteattr.__file__).parents[1])},
        timeout=60,
        check=False,
    )
    if any(each in arguments for each in SILENT):
        assert (done.returncode, done.stderr) == (0, b"")
    else:
        expected = "Error: cannot write the output: the standard output is closed\n"
        assert (done.returncode, done.stderr.decode()) == (1, expected)


LONG = [["extract", "many.jsonl", "--format", form] for form in ("json", "jsonl", "table")]


@pytest.mark.parametrize("arguments", [*COMMANDS, *LONG], ids=" ".join)
def test_a_broken_pipe_ends_the_command_silently(folder: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start(folder, *arguments, stdout=writing)
    os.close(writing)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (1, b"")


def test_rows_of_a_pipe_that_pauses_are_written_at_once(folder: Path) -> None:
    process = start(folder, "extract", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    waited = []
    for name in ("first", "second"):
        process.stdin.write(json.dumps({"id": name, "text": "Ada said no."}).encode() + b"\n")
        process.stdin.flush()
        begun = time.monotonic()
        assert json.loads(process.stdout.readline())["id"] == name
        waited.append(time.monotonic() - begun)
    rest = b"".join(json.dumps({"id": number, "text": "x"}).encode() + b"\n" for number in range(100))
    output, errors = process.communicate(rest, timeout=60)
    assert (len(output.splitlines()), process.returncode, errors) == (100, 0, b"")
    assert waited[1] < 2  # the first waits for the program to start


def test_a_broken_pipe_while_the_standard_input_is_open(folder: Path) -> None:
    process = start(folder, "extract", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    row = json.dumps({"id": "a", "text": "x"}).encode() + b"\n"
    process.stdin.write(row)
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(row)
    process.stdin.flush()
    assert (process.wait(60), process.stderr.read()) == (1, b"")
    process.stdin.close()
    process.stderr.close()
