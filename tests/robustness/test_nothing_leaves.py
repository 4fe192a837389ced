"""Loading, reading, a bulk run and the server write nothing into the home folder and connect to nothing.

Libraries may have telemetry in native code, which Python's audit hooks do not report. So the processes run under a
seccomp filter that ends them at their first ``connect``, which every name lookup calls.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import quoteattr
from tests.server.processes import COMMAND, ask, serving

PACKAGE = Path(quoteattr.__file__).parent
SWITCH = "ORT_DISABLE_TELEMETRY"
TEXT = "The harbour will close in May, Mayor Ada Lund told reporters on Monday. “We had no choice,” she said."
CONNECT = {"x86_64": 42, "aarch64": 203}.get(platform.machine())

# Install the filter (load the number of the call; end the process if it is connect; else allow), then run the command.
# Child processes inherit the filter.
LAUNCHER = f"""
import ctypes, os, struct, sys
code = struct.pack("HBBI" * 4, 0x20, 0, 0, 0, 0x15, 0, 1, {CONNECT}, 0x06, 0, 0, 0x80000000, 0x06, 0, 0, 0x7FFF0000)
buffer = ctypes.create_string_buffer(code)
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", 4, ctypes.addressof(buffer)))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
    sys.exit("no filter: " + os.strerror(ctypes.get_errno()))
os.execv(sys.argv[1], sys.argv[1:])
"""
LOAD = """
import quoteattr, sys
reader = quoteattr.load()
assert reader(sys.argv[1]).attributions and list(reader.pipe([sys.argv[1]] * 2))
"""
ATTEMPTS = {
    "a connection": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "a name": "import socket; socket.getaddrinfo('example.org', 80)",
    "a name, in native code": "import ctypes; ctypes.CDLL(None).gethostbyname(b'example.org')",
    "a child": "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', "
    "'import socket; socket.getaddrinfo(\"example.org\", 80)']))",
}


def launched(*command: str) -> list[str]:
    return [sys.executable, "-c", LAUNCHER, sys.executable, *command]


def _has_filter() -> bool:
    if CONNECT is None or not sys.platform.startswith("linux") or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    return subprocess.run(launched("-c", "pass"), capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _has_filter(), reason="the system has no seccomp filter")


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """An environment with an empty home folder and without variables for cache folders."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("XDG_")] + [SWITCH]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE.parent))
    monkeypatch.chdir(tmp_path)
    return home


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(launched(*command), capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_filter_ends_a_process_with(name, fresh):
    assert run("-c", ATTEMPTS[name]).returncode in (-signal.SIGSYS, 256 - signal.SIGSYS)


def test_a_library_call_writes_nothing(fresh):
    done = run("-c", LOAD, TEXT)
    assert (done.returncode, list(fresh.rglob("*"))) == (0, []), done.stderr


@pytest.mark.parametrize("options", [(), ("--out", "claims.jsonl", "--workers", "2")], ids=["one process", "bulk"])
def test_extract_writes_nothing(options, fresh, tmp_path):
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps({"id": n, "text": TEXT}) + "\n" for n in range(4)))
    done = run("-m", "quoteattr", "extract", "texts.jsonl", *options)
    written = done.stdout + "".join(path.read_text("utf-8") for path in tmp_path.glob("claims.jsonl"))
    assert (done.returncode, written.count("Ada Lund") > 3, list(fresh.rglob("*"))) == (0, True, []), done.stderr


def test_the_server_writes_nothing(fresh):
    pytest.importorskip("uvicorn", reason="comes with quoteattr[serve]")
    with serving(COMMAND, launched) as (process, address):
        answers = [ask(address, TEXT) for _ in range(2)]
        assert all(answer["attributions"] for answer in answers)
        assert process.poll() is None
    assert list(fresh.rglob("*")) == []


@pytest.mark.parametrize(("before", "after"), [(None, "1"), ("0", "0"), ("1", "1")])
def test_the_choice_of_the_user_takes_precedence(before, after, fresh, monkeypatch):
    if before is not None:
        monkeypatch.setenv(SWITCH, before)
    done = run("-c", f"import quoteattr, os; print(os.environ['{SWITCH}'])")
    assert done.stdout.strip() == after, done.stderr
