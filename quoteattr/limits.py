"""Limits that the caller sets: the length of a text, the time that it may take, and threads.

The deadline of a text is set once, by :meth:`Limits.time`; the steps call :func:`check_deadline` between lines,
sentences and claims. Outside a reader there is none.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic
from typing import TypeVar

from attrs import frozen

from quoteattr.errors import TextValueError

Item = TypeVar("Item")

# The deadline of the text that is read in this context (thread or task), in seconds of time.monotonic().
_DEADLINE: ContextVar[float] = ContextVar("_DEADLINE", default=inf)


@frozen
class Limits:
    """The most characters that a text may have, and the most seconds that it may take; None for no limit."""

    max_chars: int | None = None
    max_seconds: float | None = None

    def check(self, text: str) -> None:
        if self.max_chars is not None and len(text) > self.max_chars:
            raise too_long(len(text), self.max_chars, "split it, or load the model with a larger max_chars")

    @contextmanager
    def time(self) -> Iterator[None]:
        """Set the deadline for the text that is read within: once it is over, :func:`check_deadline` raises."""
        token = _DEADLINE.set(inf if self.max_seconds is None else monotonic() + self.max_seconds)
        try:
            yield
        finally:
            _DEADLINE.reset(token)


def too_long(length: int, most: int, remedy: str) -> TextValueError:
    return TextValueError(f"the text has {length:,} characters, the most is {most:,}: {remedy}")


def check_deadline() -> None:
    """Raise TextValueError if the time of the text is over."""
    if monotonic() > _DEADLINE.get():
        raise TextValueError("the text was not read in time: split it, or give a larger max_seconds (--max-seconds)")


def limit_threads(threads: int) -> None:
    """Limit the threads of the libraries under the network, in a worker process before it loads a model."""
    caps = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    os.environ.update(dict.fromkeys(caps, str(threads)), OMP_WAIT_POLICY="PASSIVE", TOKENIZERS_PARALLELISM="false")


def checked(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, with a call of :func:`check_deadline` before each."""
    for item in items:
        check_deadline()
        yield item


@contextmanager
def paused_collector() -> Iterator[None]:
    """Pause the search for reference cycles while many objects are made that stay, by imports or for a batch.

    The search took a fifth of the time. Restores the previous state of the collector; threads may overlap.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
