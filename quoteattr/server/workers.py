"""Worker processes that read texts. One is ended and replaced when its request exceeds its time.

The server starts one process, the supervisor, by spawn. The supervisor imports the libraries of the model and then runs
a ``pebble.ProcessPool`` whose workers are forked from it: a new worker is ready within a second, and the workers share
the memory of the libraries. No worker inherits a socket of the server.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import AsyncExitStack
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from time import monotonic, process_time
from typing import TYPE_CHECKING

import anyio
from anyio.to_thread import run_sync
from attrs import frozen
from pebble import ProcessPool

from quoteattr.errors import ModelError, QuoteattrError
from quoteattr.server import Settings
from quoteattr.server.api import RequestError, Task, perform

if TYPE_CHECKING:
    from quoteattr.attributor import QuoteAttributor

Load = Callable[[], "QuoteAttributor"]
Outcome = bytes | RequestError

PRELOAD = True
"""Import the libraries of the reader once, in the supervisor, from which workers are forked."""
_GRACE = 0.5  # seconds that the pool may take to end a worker
_FAIR_SECONDS, _NICE = 1.0, 10  # processor time of a task until its priority is lowered, and by how much
_STOPPING = 10.0  # seconds that the supervisor may take to end


def _ended() -> RequestError:
    return RequestError(503, "the process that read the text has ended: send it again", "WorkerError")


def _late() -> RequestError:
    return RequestError(504, "there was no answer in time: send a shorter text", "TimeoutError")


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
    """Return the outcome of work done in a thread, whose priority falls after its share of processor time."""
    if sys.platform != "linux":
        return work()
    outcomes: list[Outcome] = []
    thread = Thread(target=lambda: outcomes.append(work()))
    used = process_time()
    thread.start()
    while thread.is_alive():
        thread.join(_FAIR_SECONDS / 4)
        if process_time() - used > _FAIR_SECONDS:
            assert thread.native_id is not None
            with contextlib.suppress(OSError):  # the thread has ended
                os.setpriority(os.PRIO_PROCESS, thread.native_id, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)
            thread.join()
    return outcomes[0] if outcomes else _ended()


# ---- in the supervisor


@frozen
class _Order:
    """Work for a worker, or with ``cancel`` the end of the work that was ordered under the same number."""

    number: int
    task: Task | None = None
    seconds: float | None = None
    cancel: bool = False


def _supervise(connection: Connection, load: Load, workers: int, preload: bool) -> None:
    """Pass orders to a pool of workers until the server sends None or ends."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # the server receives them too and ends this process last
    if preload:
        from quoteattr import attributor  # noqa: F401
        from quoteattr.annotate import stanza_bridge  # noqa: F401
        from quoteattr.views import html  # noqa: F401

        with contextlib.suppress(ImportError):  # the extra html is not installed
            import trafilatura  # noqa: F401
    gc.freeze()  # a collection in a worker would write to the objects of these libraries, and so copy their memory
    pool = _open_pool(load, workers)
    lock, running = Lock(), dict[int, Future[Outcome]]()

    def answer(number: int, future: Future[Outcome]) -> None:
        running.pop(number, None)
        try:
            outcome = future.result()
        except (CancelledError, FutureTimeoutError):
            outcome = _late()
        except Exception:  # the worker was ended from outside, or the pool is broken
            outcome = _ended()
        with lock, contextlib.suppress(OSError):  # the server has ended
            connection.send((number, outcome))

    with contextlib.suppress(EOFError, OSError):
        while (order := connection.recv()) is not None:
            if order.cancel:
                if order.number in running:
                    running[order.number].cancel()
                continue
            if not pool.active:  # its workers were ended from outside
                _close(pool)
                pool = _open_pool(load, workers)
            running[order.number] = future = pool.schedule(_perform, (order.task,), timeout=order.seconds)
            future.add_done_callback(partial(answer, order.number))
    _close(pool)


def _open_pool(load: Load, workers: int) -> ProcessPool:
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    return ProcessPool(workers, initializer=_begin, initargs=(load,), context=context)


def _close(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


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
        self._lock, self._numbers = Lock(), count()
        self._futures: dict[int, Future[Outcome]] = {}
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Start the processes, if need be, and wait for the model. Raises ModelError where it cannot be loaded."""
        with self._lock:
            if self._process is not None and self._process.is_alive():
                return
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            given = (theirs, self._load, self._settings.workers, PRELOAD)
            self._process = context.Process(target=_supervise, args=given, name="quoteattr-supervisor")
            self._process.start()
            theirs.close()
            Thread(target=self._receive, args=(self._connection,), name="quoteattr-answers", daemon=True).start()
        atexit.register(self.stop)
        number, future = self._expect()
        self._send(_Order(number))
        outcome = future.result()
        if isinstance(outcome, RequestError):
            self.stop()
            raise ModelError(str(outcome))

    def stop(self) -> None:
        """End all processes. Pending requests are not answered."""
        atexit.unregister(self.stop)
        with self._lock:
            process, self._process = self._process, None
            if process is None or self._connection is None:
                return
            with contextlib.suppress(OSError):
                self._connection.send(None)
        process.join(_STOPPING)
        process.kill()
        process.join()

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
            outcome = await self._outcome(task, deadline - monotonic())
        if isinstance(outcome, RequestError):
            raise outcome
        return outcome

    async def _outcome(self, task: Task, seconds: float) -> Outcome:
        """Return the result of a worker for a task; end the work if it takes too long or is no longer needed."""
        if self._process is None or not self._process.is_alive():
            await run_sync(self.start)
        number, future = self._expect()
        try:
            await run_sync(self._send, _Order(number, task, seconds))
            with anyio.fail_after(seconds + _GRACE):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            return _late()
        finally:
            if self._futures.pop(number, None) is not None:
                self._send(_Order(number, cancel=True))

    def _expect(self) -> tuple[int, Future[Outcome]]:
        number, future = next(self._numbers), Future[Outcome]()
        future.set_running_or_notify_cancel()
        self._futures[number] = future
        return number, future

    def _send(self, order: _Order) -> None:
        try:
            with self._lock:
                assert self._connection is not None
                self._connection.send(order)
        except OSError:  # the supervisor has ended
            self._settle(order.number, _ended())

    def _receive(self, connection: Connection) -> None:
        """Set the results that the supervisor sends; runs in a separate thread until the supervisor ends."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._settle(*connection.recv())
        connection.close()
        for number in tuple(self._futures):
            self._settle(number, _ended())

    def _settle(self, number: int, outcome: Outcome) -> None:
        future = self._futures.pop(number, None)
        if future is not None:
            future.set_result(outcome)


class ClientGoneError(QuoteattrError):
    """The client has closed its connection before the answer."""
