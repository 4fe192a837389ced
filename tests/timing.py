"""Measure processor time so that other work on the machine cannot fail a test: what is slow is slow every time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

TRIES = 5


def seconds(work: Callable[[], Any]) -> float:
    """Return the processor time that this thread spends on ``work``, without the garbage collector."""
    collects = gc.isenabled()
    gc.disable()
    start = time.thread_time()
    try:
        work()
        return time.thread_time() - start
    finally:
        if collects:
            gc.enable()


def takes_at_most(limit: float, work: Callable[[], Any]) -> bool:
    """Return whether one of ``TRIES`` runs takes at most ``limit`` seconds."""
    return any(seconds(work) <= limit for _ in range(TRIES))


def grows_at_most(factor: float, shorter: Callable[[], Any], longer: Callable[[], Any], spare: float = 0.0) -> bool:
    """Return whether ``longer`` takes at most ``factor`` times as long as ``shorter`` in one of ``TRIES`` comparisons.

    Each comparison measures both again. ``spare`` (seconds) is added to what ``longer`` may take.
    """
    return any(seconds(longer) <= factor * seconds(shorter) + spare for _ in range(TRIES))
