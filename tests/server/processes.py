"""Servers in separate processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]
FAKE = """
from quoteattr.server import address_of, bind, run
from quoteattr.server import Settings, application, workers
from tests.server.fakes import load
workers.PRELOAD = False
with bind("127.0.0.1", 0) as listening:
    app = application(load, Settings(workers=1))
    app.state.workers.start()
    run(app, listening, 10, lambda: print("Open", address_of(listening), flush=True))
"""
COMMAND = "from quoteattr.cli.main import serve; serve(['--port', '0'])"


def _started(*command: str) -> list[str]:
    return [sys.executable, *command]


@contextmanager
def serving(
    code: str, started: Callable[..., list[str]] = _started, *, own_session: bool = False
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that runs ``code``, and the address that it prints; ``started`` makes the command line."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(started("-c", code), cwd=ROOT, start_new_session=own_session, **pipes)
    try:
        line = process.stdout.readline().split()
        assert line[:1] == ["Open"], process.stderr.read()
        yield process, line[1]
    finally:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def ask(address: str, text: str) -> dict[str, object]:
    """The answer of the API to a text."""
    request = Request(f"{address}/api/attributions", text.encode(), {"Content-Type": "text/plain"})
    with urlopen(request, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def waiting(address: str) -> int:
    """How many requests are not answered yet."""
    with urlopen(f"{address}/health", timeout=10) as answer:
        count: int = json.load(answer)["waiting"]
    return count
