"""Small jobs for the workers of a pool, which import them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from quoteattr.errors import ModelError

Job = Callable[[Sequence[int]], list[str]]


def start() -> Job:
    """Reads numbers; one that is a multiple of 100 kills the worker, 7 does so once, and even ones take longer."""

    def read(numbers: Sequence[int]) -> list[str]:
        for number in numbers:
            if (number > 0 and number % 100 == 0) or (number == 7 and not Path("SEVEN").exists()):
                Path("SEVEN").touch()
                os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.02 if numbers[0] % 2 == 0 else 0)
        return [f"{number} of {len(numbers)}" for number in numbers]

    return read


def start_names() -> Callable[[Sequence[int]], int]:
    """Return the process id."""
    time.sleep(0.2)

    def name(numbers: Sequence[int]) -> int:
        time.sleep(0.05)
        return os.getpid()

    return name


def start_raising() -> Callable[[Sequence[int]], str]:
    """Raise an unexpected error for a negative number."""

    def read(numbers: Sequence[int]) -> str:
        return "/".join("x" * (100 // (number + 1)) for number in numbers)

    return read


def start_large() -> Callable[[Sequence[bytes]], bytes]:
    """Return the input, which is larger than the buffer of a pipe."""
    return lambda items: items[0]


def start_nothing() -> Job:
    raise ModelError("no model 'xx'")


def start_dying() -> Job:
    os._exit(3)


def lost(number: int, exit_code: int | None) -> int:
    return -number * 1000 + (exit_code or 0)
