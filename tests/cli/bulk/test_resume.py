"""A run that is killed at any moment and resumed has the output of an undisturbed one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quoteattr.cli import bulk as bulk_run
from quoteattr.cli.bulk import Inputs, Place, Running, Work, extract_to
from quoteattr.cli.outputs import output_for
from quoteattr.cli.reading import Wanted
from tests.cli.bulk import fakes
from tests.cli.bulk.fakes import lines, objects

ROOT = Path(__file__).parents[3]


def rows(count: int) -> bytes:
    return lines(*({"id": str(n), "text": "BAD" if n % 9 == 4 else f"text {n} " * (n % 7)} for n in range(count)))


def outcome(out: str) -> tuple[bytes, bytes, list[str]]:
    """The bytes of the output and of its errors, and the files in its folder."""
    place = Place.of(out)
    return place.out.read_bytes(), place.errors.read_bytes(), sorted(os.listdir(place.out.parent))


# At every step: the run is stopped before the first change on disk, the second, and so on.


class Killed(BaseException):
    """Simulates the end of the process: nothing catches it, and cleanup code does not change the disk."""


@contextmanager
def killed_before(step: int, monkeypatch) -> Iterator[Callable[[], int]]:
    """Stop the run before the given step of those that change the disk; yield the steps so far."""
    steps = 0

    def counted(function):
        def call(*arguments, **options):
            nonlocal steps
            steps += 1
            if steps >= step:  # a dead process changes nothing
                raise Killed
            return function(*arguments, **options)

        return call

    def removed(folder, **options):
        for path in sorted(Path(folder).iterdir()):
            path.unlink()
        Path(folder).rmdir()

    with monkeypatch.context() as patch:
        for owner, name in ((os, "replace"), (os, "fsync"), (Path, "unlink"), (Path, "mkdir"), (Path, "rmdir")):
            patch.setattr(owner, name, counted(getattr(owner, name)))
        patch.setattr(shutil, "rmtree", removed)
        patch.setattr(os, "getpid", lambda: 7)  # temporary files of other processes have other names
        yield lambda: steps


def extract_inline(out: str, *, resume: bool = False, overwrite: bool = False) -> None:
    work = Work(fakes.load, output_for(Path(out)), Wanted(), 1000, 1)
    running = Running(1, 4, resume, overwrite, quiet=True)
    extract_to(Place.of(out), Inputs(("in.jsonl",), "auto", 1000), work, {"version": "1"}, running)


def make_nothing(out: str) -> None:
    pass


def make_half(out: str) -> None:
    """A run that was killed in its last shard."""
    with pytest.MonkeyPatch.context() as patch, killed_before(18, patch), pytest.raises(Killed):
        extract_inline(out)
    assert len(list(Place.of(out).parts.glob("*.errors.jsonl"))) == 2


@pytest.mark.parametrize(
    ("out", "there", "overwrite"),
    [("out.jsonl.gz", make_nothing, False), ("out.jsonl", extract_inline, True), ("out.jsonl", make_half, True)],
)
def test_it_resumes_from_every_step_at_which_it_can_be_killed(folder, monkeypatch, out, there, overwrite):
    monkeypatch.setattr(bulk_run, "Pool", fakes.InlinePool)
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)  # the processes end here, but not the machine
    Path("in.jsonl").write_bytes(rows(10))
    extract_inline(f"whole/{out}")
    expected = outcome(f"whole/{out}")
    there(f"before/{out}")
    for step in range(1, 1000):
        shutil.rmtree("again", ignore_errors=True)
        if Path("before").exists():
            shutil.copytree("before", "again")
        with killed_before(step, monkeypatch) as steps:
            try:
                extract_inline(f"again/{out}", overwrite=overwrite)
            except Killed:
                pass
            else:
                break
        assert steps() >= step
        extract_inline(f"again/{out}", resume=True)
        assert outcome(f"again/{out}") == expected, f"killed before step {step}"
    assert step > 20


# Real kills: the process of the command is killed at random moments.

PROGRAM = """
import signal
import sys
import quoteattr
from quoteattr.cli import main
from tests.cli.bulk import fakes

quoteattr.load = fakes.load_slow
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell makes what runs in its background ignore Ctrl-C

if __name__ == "__main__":
    main(sys.argv[1:])
"""


def command(*arguments: str) -> subprocess.Popen[bytes]:
    Path("program.py").write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "program.py", "extract", *arguments], env=environment)


def test_a_process_that_is_killed_at_random_moments_loses_nothing(folder):
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    Path("in.jsonl").write_bytes(rows(200))
    options = ["in.jsonl", "--workers", "2", "--shard-size", "25"]
    begun = time.monotonic()
    assert command(*options, "--out", "whole/out.parquet").wait(120) == 1  # there are bad texts
    seconds = time.monotonic() - begun
    chance, kills = random.Random(5), 0
    for _ in range(2):
        process = command(*options, "--out", "again/out.parquet", "--resume")
        try:
            process.wait(chance.uniform(0.3, 0.9) * seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait(120)
            kills += 1
    assert kills
    assert command(*options, "--out", "again/out.parquet", "--resume").wait(120) == 1
    assert outcome("again/out.parquet") == outcome("whole/out.parquet")


def test_after_control_c_it_can_be_resumed(folder):
    Path("in.jsonl").write_bytes(rows(400))
    options = ["in.jsonl", "--out", "out.jsonl", "--shard-size", "20", "--resume"]
    process = command(*options)
    until = time.monotonic() + 60
    while not Path("out.jsonl.parts/000001.jsonl").exists() and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 1
    assert not Path("out.jsonl").exists()
    assert command(*options).wait(120) == 1
    assert [row["id"] for row in objects("out.jsonl")] == [str(number) for number in range(400)]
