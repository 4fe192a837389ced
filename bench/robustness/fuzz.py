"""Search for input that makes the package fail: ``python -m bench.robustness.fuzz --minutes 8``.

Each target of ``fuzz_targets`` (segmentation, linking over random trees, every reader) gets its share of the time in a
separate process. atheris (``pip install atheris``) guides the search by code coverage; without it, inputs are
altered at random and the report states this. Failing inputs are stored under ``runs/fuzz``;
``--again FILE --target NAME`` runs one again. The exit status is 1 if an input failed.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from bench.options import parser

FOUND = Path("runs/fuzz")
_LONGEST = 4096  # bytes of an input
_SLOWEST = 20  # seconds that one input may take
_MEMORY = 2048  # MB
_EXECUTIONS = re.compile(r"stat::number_of_executed_units: (\d+)")
_COVERED = re.compile(r"cov: (\d+)")
_RAISED = re.compile(r"=== Uncaught Python exception: ===\n(.*)", re.DOTALL)  # on stdout, apart from the rest
_TAIL = 12  # lines of a failed run that are shown


@frozen
class Run:
    """Result of the search of one target; ``covered`` counts locations in the code and is 0 without atheris."""

    target: str
    inputs: int
    seconds: float
    covered: int
    fault: str

    def row(self) -> str:
        found = "one:" if self.fault else "none"
        return f"{self.target:<15} {self.inputs:>10,} {self.seconds:>8.0f} {self.covered:>8,}  {found}"


def guided() -> bool:
    """Return True if atheris is installed."""
    return importlib.util.find_spec("atheris") is not None


def search(target: str, seconds: int, seed: int) -> Run:
    """Run one target in a child process for this number of seconds."""
    FOUND.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench.robustness.fuzz", "--child", "--target", target]
    command += ["--seconds", str(seconds), "--seed", str(seed)]
    start = time.monotonic()
    child = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = child.stdout + child.stderr
    raised = _RAISED.search(child.stdout)
    fault = "" if child.returncode == 0 else "\n".join((raised[1] if raised else told).splitlines()[-_TAIL:])
    executed, covered = _EXECUTIONS.search(told), _COVERED.findall(told)
    return Run(
        target,
        int(executed[1]) if executed else 0,
        time.monotonic() - start,
        int(covered[-1]) if covered else 0,
        fault,
    )


def _by_coverage(target: str, seconds: int, seed: int) -> None:
    """libFuzzer's loop; it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["quoteattr"]):
        from bench.robustness.fuzz_targets import TARGETS, seeds

        good = seeds()[target]  # its writers trigger the lazy imports
    with tempfile.TemporaryDirectory() as corpus:
        for number, each in enumerate(good):
            (Path(corpus) / str(number)).write_bytes(each)
        options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={_LONGEST}", f"-timeout={_SLOWEST}"]
        options += [f"-rss_limit_mb={_MEMORY}", "-print_final_stats=1", f"-artifact_prefix={FOUND}/{target}-"]
        atheris.Setup([sys.argv[0], *options, corpus], TARGETS[target])
        atheris.Fuzz()


def altered(good: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a valid input with some bytes changed, removed or repeated, or another one appended."""
    data = bytearray(chance.choice(good))
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = at + chance.randrange(1, 16)
        kind = chance.randrange(4)
        if kind == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.randrange(1, 9)
        else:
            data[at:at] = chance.randbytes(chance.randrange(1, 16))
    return bytes(data[:_LONGEST])


def _at_random(target: str, seconds: float, seed: int) -> None:
    from bench.robustness.fuzz_targets import TARGETS, seeds

    chance, good, ends = random.Random(seed), seeds()[target], time.monotonic() + seconds
    count = 0
    while time.monotonic() < ends:
        count += 1
        data = altered(good, chance)
        try:
            TARGETS[target](data)
        except Exception:
            traceback.print_exc()
            (FOUND / f"{target}-crash").write_bytes(data)
            raise SystemExit(1) from None
    print(f"stat::number_of_executed_units: {count}")


def main() -> int:
    options = parser(__doc__)
    options.add_argument("--minutes", type=float, default=8, help="for all targets together")
    options.add_argument("--target", help="this one alone")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--again", type=Path, metavar="FILE", help="run one input")
    options.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--seconds", type=int, default=60, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.child:  # before the package is imported, because atheris instruments imports
        warnings.simplefilter("ignore")
        (_by_coverage if guided() else _at_random)(asked.target, asked.seconds, asked.seed)
        return 0
    from bench.robustness.fuzz_targets import TARGETS

    if (asked.again and not asked.target) or (asked.target and asked.target not in TARGETS):
        options.error(f"give --target one of {', '.join(TARGETS)}, not {asked.target!r}")
    if asked.again:
        TARGETS[asked.target](asked.again.read_bytes())
        return 0
    return report([asked.target] if asked.target else list(TARGETS), asked.minutes, asked.seed)


def report(targets: Sequence[str], minutes: float, seed: int) -> int:
    """Searches each target and prints a row for it; return 1 if an input failed."""
    share = max(1, round(minutes * 60 / len(targets)))
    if not guided():
        print("atheris is not installed: inputs are altered at random, not guided by coverage")
    print(f"{'target':<15} {'inputs':>10} {'seconds':>8} {'covered':>8}  faults")
    runs = []
    for target in targets:
        runs.append(search(target, share, seed))
        print("\n".join(filter(None, (runs[-1].row(), runs[-1].fault))), flush=True)
    print(f"{'all':<15} {sum(run.inputs for run in runs):>10,} {sum(run.seconds for run in runs):>8.0f}")
    return int(any(run.fault for run in runs))


if __name__ == "__main__":
    raise SystemExit(main())
