"""``make offline``: checks that nothing needs an internet connection, on Linux.

Runs ``quoteattr show`` and ``quoteattr extract`` in a network namespace that has no interface (``unshare --net``), with
an empty home folder, so that no earlier download can be used.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.options import parser
from bench.places import EXAMPLE, ROOT

# An address of documentation (RFC 5737): without an interface, no packet is sent.
ATTEMPT = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
UNREACHABLE = "Network is unreachable"


def main() -> int:
    """Prints one line for each check and returns 1 if one failed."""
    model = parser(__doc__, "model").parse_args().model
    if shutil.which("unshare") is None:
        print("there is no unshare: this check needs Linux with util-linux", file=sys.stderr)
        return 2
    attempt = cut_off([sys.executable, "-c", ATTEMPT])
    checks = {
        "the network is cut off": attempt.returncode != 0 and UNREACHABLE in attempt.stderr,
        "quoteattr show": _works("show", model),
        "quoteattr extract": _works("extract", model),
    }
    for name, holds in checks.items():
        print(f"{'ok     ' if holds else 'FAILED '}{name}")
    return 0 if all(checks.values()) else 1


def cut_off(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command without a network and without what is in the home folder."""
    # Only root may make a network namespace; others first become root in a new user namespace.
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        return subprocess.run(
            ["unshare", *rights, "--net", *command], capture_output=True, text=True, env=environment, cwd=home
        )


def _works(command: str, model: str) -> bool:
    """Return True if the command succeeds and finds claims in the example article."""
    name = str(Path(model).resolve()) if Path(model).is_dir() else model
    done = cut_off([sys.executable, "-m", "quoteattr", command, "--model", name, str(EXAMPLE)])
    if done.returncode != 0:
        print(done.stderr.strip(), file=sys.stderr)
        return False
    if command == "extract":
        return bool(json.loads(done.stdout)["attributions"])
    return "Lindahl" in done.stdout


if __name__ == "__main__":
    sys.exit(main())
