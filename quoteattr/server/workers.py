"""Worker processes that read texts. One is ended and replaced when its request exceeds its time.

On Linux the workers of a ``pebble.ProcessPool`` are forked from one process, the fork server of Python, which has
imported the libraries of the model: a new worker is ready within a second, and the workers share the memory of the
libraries. No worker inherits a socket of the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import AsyncExitStack
from functools import partial
from multiprocessing.context import BaseContext
from threading import Lock, Thread
from time import monotonic, process_time
from typing import TYPE_CHECKING

import anyio
from anyio.to_thread import run_sync
from pebble import ProcessPool

from quoteattr.errors import ModelError, QuoteattrError
from quoteattr.server import Settings
from quoteattr.server.api import RequestError, Task, perform

if TYPE_CHECKING:
    from quoteattr.attributor import QuoteAttributor

Load = Callable[[], "QuoteAttributor"]
Outcome = bytes | RequestError

PRELOAD = ["quoteattr.server.preload"]
"""The modules that the fork server imports in addition to those that the server has imported."""
_GRACE = 0.5  # seconds that the pool may take to end a worker
_FAIR_SECONDS, _NICE = 1.0, 10  # processor time of a task until its priority is lowered, and by how much


# ---- in a worker

_reader: QuoteAttributor | RequestError


def _begin(load: Load) -> None:
    """Load the model. An error is kept for the tasks, because a worker that ends is started again."""
    global _reader
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # end at once, also inside native code
    try:
        _reader = load()
    except Exception as error:
        reason = str(error) if isinstance(error, QuoteattrError) else f"{type(error).__name__}: {error}"
        _reader = RequestError(500, reason, "ModelError")


def _perform(task: Task | None) -> Outcome:
    """Return the outcome of a task; without one, whether the model is loaded."""
    if isinstance(_reader, RequestError):
        return _reader
    return b"" if task is None else _with_falling_priority(partial(perform, task, _reader))


def _with_falling_priority(work: Callable[[], Outcome]) -> Outcome:
    """Return the outcome of work done in a thread, whose priority falls after its share of processor time.

    Ends the process where the server has ended, since nobody waits for the outcome.
    """
    if sys.platform != "linux":
        return work()
    outcomes: list[Outcome] = []
    thread = Thread(target=lambda: outcomes.append(work()))
    used, is_lowered, server = process_time(), False, multiprocessing.parent_process()
    thread.start()
    while thread.is_alive():
        thread.join(_FAIR_SECONDS / 4)
        if server is not None and not server.is_alive():
            os._exit(1)
        if not is_lowered and process_time() - used > _FAIR_SECONDS:
            is_lowered = True
            assert thread.native_id is not None
            with contextlib.suppress(OSError):  # the thread has ended
                os.setpriority(os.PRIO_PROCESS, thread.native_id, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)
    [outcome] = outcomes
    return outcome


# ---- in the server


class Workers:
    """Workers that answer a bounded number of requests, each within a bounded time.

    At most ``settings.queue`` requests wait. Half of the workers take long tasks, and the priority of a task
    falls after a second of processor time, so that workers and processors remain for the others.
    """

    def __init__(self, load: Load, settings: Settings) -> None:
        self._load, self._settings = load, settings
        self._free = anyio.Semaphore(settings.workers)
        self._free_for_long = anyio.Semaphore(max(1, settings.workers // 2))
        self.pending = 0  # requests that wait for a worker or are read
        self._lock = Lock()  # of the pool
        self._pool: ProcessPool | None = None

    def start(self) -> None:
        """Start the processes, if need be, and wait for the model. Raises ModelError where it cannot be loaded."""
        with self._lock:
            if self._pool is not None and self._pool.active:
                return
            if self._pool is not None:  # its workers were ended from outside
                _close(self._pool)
            count, given = self._settings.workers, (self._load,)
            self._pool = pool = ProcessPool(count, initializer=_begin, initargs=given, context=_context())
        outcome = pool.schedule(_perform, (None,)).result()
        if isinstance(outcome, RequestError):
            self.stop()
            raise ModelError(str(outcome))

    def stop(self) -> None:
        """End all processes. Pending requests are not answered."""
        with self._lock:
            if self._pool is not None:
                _close(self._pool)
            self._pool = None

    async def do(self, task: Task, gone: Callable[[], Awaitable[object]]) -> bytes:
        """Return the answer of a worker to a task. ``gone`` returns when the client disconnects, which ends its work.

        Raises:
            RequestError: The queue is full (503), no worker became free (503), the time is over (504), or the task
                cannot be answered.
            ClientGoneError: The client has disconnected.
        """
        if self.pending >= self._settings.workers + self._settings.queue:
            raise RequestError(503, f"{self._settings.queue} requests are waiting already: try again in a moment")
        self.pending += 1
        work = asyncio.ensure_future(self._in_turn(task))
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise ClientGoneError("the client has left")
            return work.result()
        finally:
            self.pending -= 1
            work.cancel()
            leaving.cancel()

    async def _in_turn(self, task: Task) -> bytes:
        seconds = self._settings.seconds
        deadline = monotonic() + seconds
        places = [self._free_for_long, self._free] if task.is_long else [self._free]
        async with AsyncExitStack() as held:
            try:
                with anyio.fail_after(seconds / 2):
                    for each in places:
                        await held.enter_async_context(each)
            except TimeoutError:
                message = f"no worker became free within {seconds / 2:g} seconds: try again in a moment"
                raise RequestError(503, message) from None
            if self._pool is None or not self._pool.active:
                await run_sync(self.start)
            left = deadline - monotonic()
            try:
                assert self._pool is not None
                future = self._pool.schedule(_perform, (task,), timeout=left)
                with anyio.fail_after(left + _GRACE):
                    outcome = await asyncio.wrap_future(future)  # which ends the work if this is cancelled
            except (TimeoutError, FutureTimeoutError):  # of the timer, and of the pool
                raise RequestError(504, "there was no answer in time: send a shorter text", "TimeoutError") from None
            except Exception:  # the worker was ended from outside, or the pool is broken
                message = "the process that read the text has ended: send it again"
                raise RequestError(503, message, "WorkerError") from None
        if isinstance(outcome, RequestError):
            raise outcome
        return outcome


def _context() -> BaseContext:
    if sys.platform != "linux":  # forked libraries may fail
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    imported = [name for name in sys.modules if name.partition(".")[0] == "quoteattr"]  # a worker imports the script
    context.set_forkserver_preload([*imported, *PRELOAD])
    return context


def _close(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


class ClientGoneError(QuoteattrError):
    """The client has closed its connection before the answer."""
