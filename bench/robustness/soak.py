"""A server under load: ``python -m bench.robustness.soak --seconds 600 --clients 4``.

Starts ``quoteattr serve`` in a process of its own and sends it the example articles, whole, in parts and repeated, from
several clients at once, with some requests that must be refused among them. Prints how many were answered, how long
they took, and how the memory of the server grew since a first round that loads what is loaded on first use; the exit
status is 1 where an answer was wrong, memory grew by more than a twentieth, or the server did not stop as it should.
Memory is read from ``/proc`` (Linux).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from attrs import field, frozen

from bench.options import parser
from bench.places import EXAMPLE

_SERVE = "import sys; from quoteattr.cli.serve import serve; serve(sys.argv[1:])"
_PLAIN, _JSON = "text/plain", "application/json"
_BUSY = 503
_WARMING = 15  # seconds
_MOST_GROWTH = 1.05


@frozen
class Call:
    """A request, and the statuses that are right as its answer."""

    path: str
    kind: str
    body: bytes = field(repr=False)
    right: tuple[int, ...] = (200, _BUSY)


@frozen
class Answered:
    """The status of an answer (0: none came), and after how many seconds it came."""

    call: Call
    status: int
    seconds: float


def main() -> None:
    """Runs the server and the clients, and prints what came of it."""
    arguments = _arguments()
    with served() as (process, address):
        calls = list(_calls(address))
        crowd(address, calls, min(_WARMING, arguments.seconds), arguments.clients)
        before = memory(process.pid)
        answered = crowd(address, calls, arguments.seconds, arguments.clients)
        after = memory(process.pid)
        process.terminate()
        stopped = process.wait(120)
    wrong = [each for each in answered if each.status not in each.call.right]
    print(report(answered, before, after))
    for each in wrong[:10]:
        print(f"wrong: {each.status} for {each.call.path} with {len(each.call.body)} bytes of {each.call.kind}")
    sys.exit(1 if wrong or stopped or not answered or after > before * _MOST_GROWTH else 0)


def _arguments() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--seconds", type=float, default=60, help="how long requests are sent")
    options.add_argument("--clients", type=int, default=4, help="requests at once")
    return options.parse_args()


@contextmanager
def served() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server at a free port, and its address."""
    process = subprocess.Popen([sys.executable, "-c", _SERVE, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if words[:1] != ["Open"]:
            raise SystemExit("the server did not start")
        yield process, words[1]
    finally:
        if process.poll() is None:
            process.kill()


def _calls(address: str) -> Iterator[Call]:
    """Texts of several lengths, a document to draw, and what must be refused."""
    text = EXAMPLE.read_text("utf-8")
    for part in (text, text * 4, *text.splitlines(), ""):
        yield Call("/api/attributions", _PLAIN, part.encode())
    with urlopen(Request(f"{address}/api/attributions?full=true", text.encode(), {"Content-Type": _PLAIN})) as answer:
        yield Call("/api/page", _JSON, answer.read())
    yield Call("/api/attributions", _PLAIN, b"a" * 200_001, (413, _BUSY))
    yield Call("/api/attributions", _JSON, b"{", (400,))
    yield Call("/api/page", _JSON, json.dumps({"text": 1}).encode(), (422, _BUSY))


def crowd(address: str, calls: list[Call], seconds: float, clients: int) -> list[Answered]:
    """What several clients at once were answered."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as threads:
        runs = [threads.submit(client, address, calls, until, number) for number in range(clients)]
        return [each for run in runs for each in run.result()]


def client(address: str, calls: list[Call], until: float, seed: int) -> list[Answered]:
    """One request after another until the time ``until``."""
    chance = random.Random(seed)
    found = []
    while time.monotonic() < until:
        found.append(_send(address, chance.choice(calls)))
    return found


def _send(address: str, call: Call) -> Answered:
    started = time.monotonic()
    try:
        with urlopen(Request(f"{address}{call.path}", call.body, {"Content-Type": call.kind}), timeout=120) as answer:
            answer.read()
            status = answer.status
    except HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return Answered(call, status, time.monotonic() - started)


def report(answered: list[Answered], before: float, after: float) -> str:
    """What came of it, a line each."""
    seconds = sorted(each.seconds for each in answered) or [0.0]
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(Counter(e.status for e in answered).items()))
    middle, late = seconds[len(seconds) // 2], seconds[int(0.99 * (len(seconds) - 1))]
    return "\n".join(
        [
            f"answers   {len(answered)} ({statuses})",
            f"seconds   {middle:.3f} median, {late:.3f} for 99 of 100, {seconds[-1]:.3f} at most",
            f"memory    {before:.0f} MiB after a first round, {after:.0f} MiB at the end",
        ]
    )


def memory(process: int) -> float:
    """The resident memory of a process in MiB."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
