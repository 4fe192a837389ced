"""The real model in real workers: the output equals the standard output, killed or not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner

import quoteattr
from quoteattr.cli import main
from tests.cli.bulk.fakes import lines, objects

ROOT = Path(__file__).parents[3]
SPEAKERS = ["Ada Lund", "the mayor", "a police spokesman", "residents", "Tom Brandt", "the Harbour Board"]
TEXTS = [
    f"The port will close on day {day}, {name} told Reuters. “We{' have no' * (day % 4)} plan,” {name} said, and left."
    for day in range(8)
    for name in SPEAKERS
]


def command(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "quoteattr", "extract", *arguments], env=environment)


def test_a_killed_run_of_real_workers_equals_the_standard_output(folder, attributor, monkeypatch):
    Path("in.jsonl").write_bytes(lines(*({"id": number, "text": text} for number, text in enumerate(TEXTS))))
    arguments = ["in.jsonl", "--out", "out.jsonl", "--workers", "2", "--shard-size", "10", "--resume"]
    process = command(*arguments)
    until = time.monotonic() + 120
    while not Path("out.jsonl.parts/000000.jsonl").exists() and time.monotonic() < until:
        time.sleep(0.005)
    process.kill()
    process.wait(120)
    assert command(*arguments).wait(120) == 0
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: attributor)
    printed = CliRunner().invoke(main, ["extract", "in.jsonl"]).stdout
    assert objects("out.jsonl") == [json.loads(line) for line in printed.splitlines()]
    assert sum(len(row["attributions"]) for row in objects("out.jsonl")) > len(TEXTS)
