"""The server as a process: it stops when told to, after the answers that it owes."""

from __future__ import annotations

import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError

import pytest

pytest.importorskip("uvicorn", reason="needs the extra: pip install 'quoteattr[serve]'")
from click.testing import CliRunner

from quoteattr import InputError
from quoteattr.cli.serve import serve
from quoteattr.server.running import address_of, bound
from tests.server.processes import SLEEPY, ask, serving, waiting

PATIENCE = 10  # seconds


def leave_early(address: str) -> None:
    """Sends the half of a request and goes."""
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as connection:
        connection.sendall(
            b"POST /api/attributions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
            b"Content-Type: text/plain\r\n\r\nVale"
        )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there")
def test_a_signal_ends_it_after_the_answers_that_it_owes(number):
    with serving(SLEEPY) as (process, address), ThreadPoolExecutor(2) as crowd:
        leave_early(address)
        answers = [crowd.submit(ask, address, "Vale said yes.") for _ in range(2)]
        deadline = time.monotonic() + PATIENCE
        while waiting(address) < 2:
            assert time.monotonic() < deadline
        process.send_signal(number)
        assert [len(answer.result(PATIENCE)["attributions"]) for answer in answers] == [1, 1]
        assert process.wait(PATIENCE) == 0
        with pytest.raises(URLError):
            waiting(address)
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_told():
    with bound("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"cannot listen at 127.0.0.1, port {port}: .*--port"):
            bound("127.0.0.1", port)
        result = CliRunner().invoke(serve, ["--port", str(port)])
    assert (result.exit_code, "cannot listen" in result.stderr) == (1, True)


def test_a_host_of_another_machine_is_told():
    with pytest.raises(InputError, match="--host"):
        bound("203.0.113.1", 0)


@pytest.mark.parametrize(("host", "begin"), [("127.0.0.1", "http://127.0.0.1:"), ("::1", "http://[::1]:")])
def test_the_address_is_one_to_open(host, begin):
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        listening = bound(host, 0)
    except InputError:
        pytest.skip(f"{host} cannot be listened at here")
    with listening:
        assert address_of(listening).startswith(begin)


def test_without_the_extra_the_command_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "quoteattr.server.running", raising=False)
    monkeypatch.delattr("quoteattr.server.running", raising=False)
    result = CliRunner().invoke(serve, ["--port", "0"])
    assert (result.exit_code, "pip install 'quoteattr[serve]'" in result.stderr) == (1, True)
