"""The server as a process: it stops on a signal, after all pending answers."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

pytest.importorskip("uvicorn", reason="needs the extra: pip install 'quoteattr[serve]'")
from click.testing import CliRunner

from quoteattr import InputError
from quoteattr.cli.main import serve
from quoteattr.server import address_of, bind
from tests.server.processes import FAKE, ask, serving, waiting

PATIENCE = 30  # seconds


def fields(process: int | str) -> list[str]:
    """The state, parent, group, session, ... of a process, as in ``proc(5)`` from its third field on (Linux)."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def members(session: int) -> dict[int, int]:
    """The parent of each living process of a session (Linux)."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            state, parent, _, of, *_ = fields(each.name)
        except OSError:
            continue
        if int(of) == session and state != "Z":
            found[int(each.name)] = int(parent)
    return found


def worker_and_supervisor(server: int) -> tuple[int, int]:
    """The only worker of a server, and the process that has forked it."""
    parents = members(server)
    (worker,) = (each for each, parent in parents.items() if parent in parents and parent != server)
    return worker, parents[worker]


def is_reading(worker: int) -> bool:
    """Whether a worker has begun a task, which it does in a second thread."""
    return int(fields(worker)[17]) > 1


def until(holds) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def leave_early(address: str) -> None:
    """Send half of a request and close the connection."""
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
        connection.sendall(
            b"POST /api/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
            b"Content-Type: text/plain\r\n\r\nVale"
        )


@pytest.mark.parametrize(("number", "seconds"), [(signal.SIGTERM, "10"), (signal.SIGINT, "float('inf')")])
@pytest.mark.skipif(sys.platform == "win32", reason="signals differ there")
def test_a_signal_ends_it_after_the_pending_answers(number, seconds):
    code = FAKE.replace("run(app, listening, 10,", f"run(app, listening, {seconds},")
    with serving(code) as (process, address), ThreadPoolExecutor(2) as crowd:
        leave_early(address)
        answers = [crowd.submit(ask, address, "Wait 1. Vale said yes.") for _ in range(2)]
        until(lambda: waiting(address) == 2)
        process.send_signal(number)
        assert [len(answer.result(PATIENCE)["attributions"]) for answer in answers] == [1, 1]
        assert process.wait(PATIENCE) == 0
        with pytest.raises(URLError):
            waiting(address)
        assert process.stderr.read() == ""


on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@on_linux
@pytest.mark.parametrize(
    ("number", "whole_group"),
    [(signal.SIGTERM, False), (signal.SIGINT, True), (signal.SIGKILL, False)],
    ids=["SIGTERM", "Ctrl-C", "SIGKILL"],
)
def test_no_process_is_left_after_it(number, whole_group):
    with serving(FAKE, own_session=True) as (process, _):
        assert len(members(process.pid)) >= 3  # the server, the supervisor, a worker
        if whole_group:  # as Ctrl-C in a terminal
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.wait(PATIENCE)
        until(lambda: not members(process.pid))


@on_linux
def test_a_worker_or_a_supervisor_that_is_killed_is_replaced():
    with serving(FAKE, own_session=True) as (process, address), ThreadPoolExecutor(1) as crowd:
        for victim in ("worker", "supervisor"):
            answer = crowd.submit(ask, address, "Wait 5.")
            worker, supervisor = worker_and_supervisor(process.pid)
            until(partial(is_reading, worker))
            os.kill(worker if victim == "worker" else supervisor, signal.SIGKILL)
            with pytest.raises(HTTPError) as refused:
                answer.result(PATIENCE)
            assert (refused.value.code, refused.value.headers["Retry-After"]) == (503, "2")
            assert len(ask(address, "Vale said yes.")["attributions"]) == 1


@on_linux
def test_an_idle_worker_that_is_killed_is_replaced():
    with serving(FAKE, own_session=True) as (process, address):
        os.kill(worker_and_supervisor(process.pid)[0], signal.SIGKILL)
        time.sleep(0.5)
        assert len(ask(address, "Vale said yes.")["attributions"]) == 1


@on_linux
def test_the_work_of_a_client_that_has_left_is_ended():
    with serving(FAKE) as (_, address):
        with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
            connection.sendall(
                b"POST /api/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n"
                b"Content-Type: text/plain\r\n\r\nWait 60."
            )
            until(lambda: waiting(address) == 1)
        until(lambda: waiting(address) == 0)
        assert len(ask(address, "Vale said yes.")["attributions"]) == 1


def test_a_port_in_use_is_reported():
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"cannot listen at 127.0.0.1, port {port}: .*--port"):
            bind("127.0.0.1", port)
        result = CliRunner().invoke(serve, ["--port", str(port)])
    assert (result.exit_code, "cannot listen" in result.stderr) == (1, True)


def test_a_name_that_no_request_can_have_is_reported():
    result = CliRunner().invoke(serve, ["--port", "0", "--allow-host", "https://news.example.org"])
    assert (result.exit_code, "'https://news.example.org' is no host name" in result.stderr) == (2, True)


def test_a_host_of_another_machine_is_reported():
    with pytest.raises(InputError, match="--host"):
        bind("203.0.113.1", 0)


@pytest.mark.parametrize(("host", "begin"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_the_address_is_one_to_open(host, begin):
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        listening = bind(host, 0)
    except InputError:
        pytest.skip(f"{host} cannot be listened at here")
    with listening:
        assert address_of(listening).startswith(begin)


def test_without_the_extra_the_command_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(serve, ["--port", "0"])
    assert (result.exit_code, "pip install 'quoteattr[serve]'" in result.stderr) == (1, True)
