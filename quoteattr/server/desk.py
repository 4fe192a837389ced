"""One thread that works on one request after another, with a queue that does not grow without end.

The model has no need of more: it uses its processor fully, and two readings at once would each take twice as long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from quoteattr.server.problems import RequestError

T = TypeVar("T")


class Desk:
    """Takes at most ``queue`` calls at once, those that wait and the one that runs, each for at most ``seconds``."""

    def __init__(self, name: str, queue: int, seconds: float) -> None:
        self._queue, self._seconds = queue, seconds
        self._taken, self._lock = 0, Lock()
        self._name = f"quoteattr-{name}"
        self._thread: ThreadPoolExecutor | None = None

    @property
    def taken(self) -> int:
        """How many calls wait or run."""
        return self._taken

    async def do(self, work: Callable[[], T]) -> T:
        """The result of ``work``, done in its turn.

        What runs cannot be stopped: after a timeout its place stays taken until it is done. What only waits is dropped.

        Raises:
            RequestError: the queue is full (503), or the time is over (504).
        """
        future = self._enter(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except asyncio.TimeoutError as error:  # of this name up to Python 3.10
            raise RequestError(504, f"no answer within {self._seconds:g} seconds: send a shorter text") from error

    def close(self) -> None:
        """Drops what waits; what runs comes to its end. Work that comes later gets a new thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown(wait=False, cancel_futures=True)

    def _enter(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._taken >= self._queue:
                raise RequestError(503, f"{self._queue} requests are waiting already: try again in a moment")
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
            future = self._thread.submit(work)
            self._taken += 1
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._taken -= 1
