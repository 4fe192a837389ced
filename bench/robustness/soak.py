"""A server under load: ``python -m bench.robustness.soak --seconds 60 --clients 20``.

Starts ``quoteattr serve`` and sends it, for a minute:

- from 20 clients, a news text of 300 words every 3 seconds each;
- from one more client, the worst texts known, one after another, each of which is to end within the limit of a request;
- from another, requests that must be refused, pages of HTML, documents to draw, and an incomplete request that is
aborted.

Prints the answers of each group, how long they took, the load of the machine, and the memory of the server's processes.
The exit status is 1 where more than 1 % of the news texts were refused, 5 % took longer than 2 seconds, a bad text took
longer than its limit plus 1 second, an answer was wrong, an error was no problem document, the memory of the
long-running processes grew by more than a twentieth from the first half to the end, or the server did not stop. Memory
is read from ``/proc`` (Linux). Where other programs use the processors, run it with a higher priority.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from attrs import field, frozen

from bench.options import parser
from quoteattr.server import Settings
from quoteattr.server.app import examples

_SERVE = "import sys; from quoteattr.cli.main import serve; serve(sys.argv[1:])"
_PLAIN, _HTML, _JSON = "text/plain", "text/html", "application/json"
_OK, _BUSY, _LATE = 200, 503, 504
_WORDS, _PERIOD = 300, 3.0  # of a news text, and the seconds between two of a client
MOST_REFUSED, MOST_SECONDS, MOST_OVER, MOST_GROWTH = 0.01, 2.0, 1.0, 1.05

# Shapes that took minutes in earlier versions, or still take longer than prose of their length.
WORST: Mapping[str, str] = {
    "brackets": "(" * 50_000,
    "marks": "‘a " * 16_000,
    "double marks": "“" * 50_000,
    "fewer brackets": "(" * 19_000,  # not among the long texts
    "labels": "A: " * 16_000,
    "commas": "one, " * 10_000,
    "dots": "." * 50_000,
    "dashes": "– " * 25_000,
    "one sentence": "she said he said " * 3_000,
    "no spaces": "a" * 100_000,
}


@frozen
class Call:
    """A request, and the statuses that are right as its answer."""

    name: str
    path: str
    kind: str
    body: bytes = field(repr=False)
    right: tuple[int, ...] = (_OK, _BUSY)


@frozen
class Answered:
    """The status of an answer (0: none came), after how many seconds it came, and whether its form was right."""

    call: Call
    status: int
    seconds: float
    well_formed: bool

    @property
    def is_right(self) -> bool:
        return self.status in self.call.right and self.well_formed


def main() -> None:
    """Run the server and the clients, print the figures, and exit with 1 if a limit is exceeded."""
    arguments = _arguments()
    options = ["--max-seconds", f"{arguments.limit:g}", "--workers", str(arguments.workers)]
    with served(options) as (process, address):
        send(address, _news(0))  # the first text triggers lazy loading
        half = arguments.seconds / 2
        first = crowd(address, half, arguments.clients)
        before = memory(process.pid)
        second = crowd(address, half, arguments.clients)
        after = memory(process.pid)
        process.terminate()
        stopped = process.wait(120)
    good, bad, other = (left + right for left, right in zip(first, second, strict=True))
    print(report(good, bad, other, before, after))
    problems = missed(good, bad, other, arguments.limit)
    lasting = before.keys() & after.keys()  # workers are replaced
    begun, ended = (sum(resident for pid, (resident, _) in each.items() if pid in lasting) for each in (before, after))
    if ended > begun * MOST_GROWTH:
        problems.append(f"the memory of the long-running processes grew from {begun:.0f} to {ended:.0f} MiB")
    if stopped:
        problems.append(f"the server ended with status {stopped}")
    print("\n".join(f"exceeded: {each}" for each in problems) or "no limit exceeded")
    sys.exit(1 if problems else 0)


def _arguments() -> argparse.Namespace:
    options = parser(__doc__)
    options.add_argument("--seconds", type=float, default=60, help="how long requests are sent")
    options.add_argument("--clients", type=int, default=20, help="clients with news texts")
    options.add_argument("--limit", type=float, default=10, help="--max-seconds of the server")
    options.add_argument("--workers", type=int, default=Settings().workers, help="--workers of the server")
    return options.parse_args()


@contextmanager
def served(options: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server at a free port, and its address."""
    command = [sys.executable, "-c", _SERVE, "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        if words[:1] != ["Open"]:
            raise SystemExit("the server did not start")
        yield process, words[1]
    finally:
        if process.poll() is None:
            process.kill()


# ---- the clients


def crowd(address: str, seconds: float, clients: int) -> tuple[list[Answered], list[Answered], list[Answered]]:
    """The answers to the news texts, the worst texts and the other requests within a time."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(clients + 2) as threads:
        good = [threads.submit(_news_client, address, until, number, clients) for number in range(clients)]
        worst = [
            Call(name, "/api/attributions", _PLAIN, text.encode(), (_OK, _BUSY, _LATE)) for name, text in WORST.items()
        ]
        bad = threads.submit(_steady_client, address, until, itertools.cycle(worst))
        other = threads.submit(_steady_client, address, until, itertools.cycle(_others(address)), pause=0.5)
        return [each for run in good for each in run.result()], bad.result(), other.result()


def _news_client(address: str, until: float, number: int, clients: int) -> list[Answered]:
    found: list[Answered] = []
    due = time.monotonic() + number * _PERIOD / clients
    while due < until:
        time.sleep(max(0.0, due - time.monotonic()))
        found.append(send(address, _news(number + len(found))))
        due += _PERIOD
    return found


def _steady_client(address: str, until: float, calls: Iterator[Call], pause: float = 0.0) -> list[Answered]:
    found = []
    while time.monotonic() < until:
        found.append(send(address, next(calls)))
        time.sleep(pause)
    return found


def _news(number: int) -> Call:
    """A text of 300 words, in one of several orders of its paragraphs, so that consecutive ones differ."""
    paragraphs = [each for example in examples() for each in example.text.split("\n\n") if each.strip()]
    first = number % len(paragraphs)
    words = "\n\n".join((paragraphs[first:] + paragraphs[:first]) * 4).split(" ")
    return Call("news", "/api/attributions", _PLAIN, " ".join(words[:_WORDS]).encode(), (_OK,))


def _others(address: str) -> list[Call]:
    text = examples()[0].text
    page = f"<html><body><article><h1>News</h1><p>{text}</p></article></body></html>"
    with urlopen(Request(f"{address}/api/attributions?full=true", text.encode(), {"Content-Type": _PLAIN})) as answer:
        full = answer.read()
    _leave_early(address)
    return [
        Call("empty", "/api/attributions", _PLAIN, b""),
        Call("page", "/api/attributions", _HTML, page.encode()),
        Call("draw", "/api/page", _JSON, full),
        Call("too long", "/api/attributions", _PLAIN, b"a" * 200_001, (413, _BUSY)),
        Call("not JSON", "/api/attributions", _JSON, b"{", (400, _BUSY)),
        Call("not a document", "/api/page", _JSON, json.dumps({"text": 1}).encode(), (422, _BUSY)),
    ]


def _leave_early(address: str) -> None:
    """Send a long text and close the connection at once."""
    parts = urlsplit(address)
    body = WORST["brackets"].encode()
    head = f"POST /api/attributions HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: {_PLAIN}\r\n"
    with socket.create_connection((parts.hostname or "", parts.port or 80)) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def send(address: str, call: Call) -> Answered:
    """Send a request and check the form of an error: a problem document, with Retry-After where it is 503."""
    started = time.monotonic()
    well_formed = True
    try:
        with urlopen(Request(f"{address}{call.path}", call.body, {"Content-Type": call.kind}), timeout=120) as answer:
            answer.read()
            status = answer.status
    except HTTPError as error:
        status = error.code
        well_formed = error.headers["Content-Type"] == "application/problem+json"
        well_formed = well_formed and (status != _BUSY or error.headers["Retry-After"] is not None)
        well_formed = well_formed and json.load(error)["status"] == status
    except OSError:
        status = 0
    return Answered(call, status, time.monotonic() - started, well_formed)


# ---- the figures


def missed(good: list[Answered], bad: list[Answered], other: list[Answered], limit: float) -> list[str]:
    """Return the limits that were exceeded."""
    refused = sum(each.status != _OK for each in good) / max(1, len(good))
    late = percentile(good, 0.95)
    longest = max((each.seconds for each in bad), default=0.0)
    bars = {
        f"{refused:.1%} of the news texts were refused": refused <= MOST_REFUSED,
        f"95 of 100 news texts took up to {late:.2f} seconds": late < MOST_SECONDS,
        f"a bad text took {longest:.1f} seconds": longest <= limit + MOST_OVER,
        "there were no answers": bool(good and bad and other),
    }
    wrong = [each for each in [*good, *bad, *other] if not each.is_right and each.call.name != "news"]
    named = (f"{each.status} for {each.call.name!r}, a problem document: {each.well_formed}" for each in wrong[:10])
    return [text for text, holds in bars.items() if not holds] + list(named)


def report(
    good: list[Answered],
    bad: list[Answered],
    other: list[Answered],
    before: Mapping[int, tuple[float, float]],
    after: Mapping[int, tuple[float, float]],
) -> str:
    """Return the figures, one per line."""
    lines = []
    for name, group in (("news", good), ("worst", bad), ("other", other)):
        counts = sorted(Counter(each.status for each in group).items())
        statuses = ", ".join(f"{count} × {status}" for status, count in counts)
        middle, late, most = (percentile(group, share) for share in (0.5, 0.95, 1.0))
        lines.append(
            f"{name:<8}  {len(group)} ({statuses}), {middle:.2f} s median, {late:.2f} s 95 %, {most:.2f} s most"
        )
    shapes = {each.call.name: max(e.seconds for e in bad if e.call.name == each.call.name) for each in bad}
    lines.append("shapes    " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in shapes.items()))
    lines.append(f"load      {os.getloadavg()[0]:.1f} of {os.cpu_count()} processors")
    half, end = (sum(proportional for _, proportional in found.values()) for found in (before, after))
    lines.append(f"memory    {half:.0f} MiB after half of the time, {end:.0f} MiB at the end")
    for process, (resident, proportional) in after.items():
        lines.append(f"          process {process}: {resident:.0f} MiB resident, {proportional:.0f} MiB proportional")
    return "\n".join(lines)


def percentile(group: Sequence[Answered], share: float) -> float:
    """The seconds within which a share of the answers came."""
    seconds = sorted(each.seconds for each in group) or [0.0]
    return seconds[round(share * (len(seconds) - 1))]


def memory(session: int) -> dict[int, tuple[float, float]]:
    """Resident and proportional memory (shared pages divided among their users) of a session's processes, in MiB."""
    found: dict[int, tuple[float, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                lines = dict(line.split(":") for line in (folder / "smaps_rollup").read_text("ascii").splitlines()[1:])
                resident, proportional = (int(lines[name].split()[0]) / 1024 for name in ("Rss", "Pss"))
                found[int(folder.name)] = resident, proportional
        except OSError:  # it has ended
            continue
    return dict(sorted(found.items()))


if __name__ == "__main__":
    main()
