"""Worker processes, each with a thread of the parent that gives it one batch at a time.

So the parent knows what was lost with a worker that dies, neither side can block the other, and a worker whose parent
dies finds its pipe closed and ends.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock, local
from typing import Any, Generic, TypeVar

from attrs import define

from quoteattr.errors import InputError, QuoteattrError

T = TypeVar("T")
R = TypeVar("R")

_SPAWN = get_context("spawn")
_STARTS = 3  # workers that may die one after another before their model is loaded
_PATIENCE = 10  # seconds for a process to end after its pipe


@define(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection

    def wait(self) -> int | None:
        """End the process and return its exit code."""
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class _DeathError(Exception):
    """A worker has died over its items."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Pool(Generic[T, R]):
    """Up to ``workers`` processes that are started as they are needed.

    ``start`` runs once in each and returns the function that reads a batch. A worker that dies is replaced, and its
    batch is read again, item by item; an item over which a worker dies again is replaced by the result of ``lost``.
    """

    def __init__(
        self,
        start: Callable[[], Callable[[Sequence[T]], R]],
        lost: Callable[[T, int | None], T],
        *,
        workers: int,
        ahead: int,
    ) -> None:
        self._start, self._lost, self._ahead = start, lost, ahead
        self._threads, self._own = ThreadPoolExecutor(workers), local()
        self._workers: list[_Worker] = []
        self._lock = Lock()  # of the workers, which are started and ended one at a time
        self._failed_starts = 0
        self._is_open = True

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._is_open = False
            for worker in self._workers:
                worker.process.terminate()
            for worker in self._workers:
                worker.wait()
        self._threads.shutdown(cancel_futures=True)

    def results(self, batches: Iterable[Sequence[T]]) -> Iterator[R]:
        """Yield the results of the batches, in their order: one for each, or one an item where a worker died over it.

        Of the batches, at most ``ahead`` are taken of which the results have not been given out.

        Raises:
            QuoteattrError: The function ``start`` raised it.
            InputError: Workers die before they have started.
        """
        waiting: deque[Future[list[R]]] = deque()
        for batch in batches:
            waiting.append(self._threads.submit(self._read, batch))
            while waiting and (waiting[0].done() or len(waiting) == self._ahead):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _read(self, items: Sequence[T]) -> list[R]:
        try:
            return [self._ask(items)]
        except _DeathError:
            return [self._read_alone(item) for item in items]

    def _read_alone(self, item: T) -> R:
        try:
            return self._ask([item])
        except _DeathError as death:
            return self._ask([self._lost(item, death.exit_code)])

    def _ask(self, items: Sequence[T]) -> R:
        """Return the answer of the worker of this thread. Raises _DeathError where it dies."""
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is not None and not worker.process.is_alive():
            self._end(worker)
            worker = None
        self._own.worker = worker = worker or self._loaded()
        try:
            worker.pipe.send(items)
            answer: R = worker.pipe.recv()
        except (EOFError, OSError):
            self._own.worker = None
            raise _DeathError(self._end(worker)) from None
        return answer

    def _loaded(self) -> _Worker:
        """Start a worker, and another where it dies before the model is loaded."""
        while True:
            with self._lock:
                if not self._is_open:
                    raise CancelledError
                pipe, other = _SPAWN.Pipe()
                worker = _Worker(_SPAWN.Process(target=_serve, args=(other, self._start), daemon=True), pipe)
                worker.process.start()
                other.close()  # or its end would not be noticed
                self._workers.append(worker)
            try:
                problem = pipe.recv()
            except (EOFError, OSError):
                exit_code = self._end(worker)
                self._failed_starts += 1
                if self._failed_starts >= _STARTS:
                    raise InputError(
                        f"{_STARTS} workers died before they had loaded the model (exit code {exit_code}; -9 is often "
                        "a lack of memory): give fewer --workers and continue with --resume"
                    ) from None
                continue
            if problem is not None:
                raise problem
            self._failed_starts = 0
            return worker

    def _end(self, worker: _Worker) -> int | None:
        worker.pipe.close()
        with self._lock:
            self._workers.remove(worker)
            return worker.wait()


def _serve(pipe: Connection, start: Callable[[], Callable[[Sequence[Any]], Any]]) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its workers
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent has gone
        try:
            work = start()
        except QuoteattrError as error:
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            pipe.send(work(pipe.recv()))
