"""Worker processes, each with a pipe of its own.

A worker gets a batch only when it waits for one. So the parent knows what was lost with a worker that dies, neither
side can block the other, and a worker whose parent dies finds its pipe closed and ends.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from attrs import define

from quoteattr.errors import InputError, QuoteattrError

T = TypeVar("T")
R = TypeVar("R")

_SPAWN = get_context("spawn")
_STARTS = 3  # workers that may die one after another before their model is loaded
_PATIENCE = 10  # seconds for a process to end after its pipe


@define(eq=False)
class _Task(Generic[T, R]):
    """Items that a worker reads in one go. ``slots`` are the results of the batch that they come from."""

    items: Sequence[T]
    slots: list[R | None]
    slot: int = 0
    alone: bool = False

    def again(self, lost: Callable[[T, int | None], T], exit_code: int | None) -> list[_Task[T, R]]:
        """Return the tasks after a worker died over this: each item alone, and one that was alone as ``lost``."""
        if self.alone:
            return [_Task([lost(self.items[0], exit_code)], self.slots, self.slot, alone=True)]
        self.slots[:] = [None] * len(self.items)
        return [_Task([item], self.slots, slot, alone=True) for slot, item in enumerate(self.items)]


class _Worker(Generic[T, R]):
    """A process, the task it is busy with, and those it is to do next."""

    def __init__(self, start: Callable[[], Callable[[Sequence[T]], R]], todo: Iterable[_Task[T, R]]) -> None:
        self.pipe, other = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(other, start), daemon=True)
        self.process.start()
        other.close()  # or its end would not be noticed
        self.is_ready = False
        self.task: _Task[T, R] | None = None
        self.todo = deque(todo)

    @property
    def is_free(self) -> bool:
        return self.task is None and not self.todo

    def take(self, message: Any) -> None:
        """Note a message: the first says that the model is loaded, the others are results."""
        if self.task is not None:
            self.task.slots[self.task.slot] = message
            self.task = None
        elif isinstance(message, QuoteattrError):
            raise message
        self.is_ready = True
        self.go_on()

    def go_on(self) -> None:
        """Send the next task, if the worker waits for one."""
        if self.is_ready and self.task is None and self.todo:
            self.task = self.todo.popleft()
            with suppress(OSError):  # it has died, which the end of its pipe shows
                self.pipe.send(self.task.items)

    def end(self, patience: float) -> int | None:
        """End the process and return its exit code."""
        self.pipe.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


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
        self._start, self._lost = start, lost
        self._most, self._ahead = workers, ahead
        self._workers: list[_Worker[T, R]] = []
        self._failed_starts = 0

    def __enter__(self) -> Pool[T, R]:
        return self

    def __exit__(self, *raised: object) -> None:
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.end(_PATIENCE)

    def results(self, batches: Iterable[Sequence[T]]) -> Iterator[R]:
        """Yield the results of the batches, in their order: one for each, or one an item where a worker died over it.

        Of the batches, at most ``ahead`` are taken of which the results have not been given out.

        Raises:
            QuoteattrError: The function ``start`` raised it.
            InputError: Workers die before they have started.
        """
        source = iter(batches)
        waiting: deque[list[R | None]] = deque()
        more = True
        while more or waiting:
            more = more and self._assign_batches(source, waiting)
            while waiting and all(result is not None for result in waiting[0]):
                yield from (result for result in waiting.popleft() if result is not None)
            if waiting and any(result is None for result in waiting[0]):
                self._receive()

    def _assign_batches(self, source: Iterator[Sequence[T]], waiting: deque[list[R | None]]) -> bool:
        """Assign a batch to every free worker. Return False where there are no more."""
        while len(waiting) < self._ahead:
            free = next((worker for worker in self._workers if worker.is_free), None)
            if free is None and len(self._workers) == self._most:
                break
            items = next(source, None)
            if items is None:
                return False
            task: _Task[T, R] = _Task(items, [None])
            waiting.append(task.slots)
            if free is None:
                self._workers.append(_Worker(self._start, [task]))
            else:
                free.todo.append(task)
                free.go_on()
        return True

    def _receive(self) -> None:
        """Wait for a message or a death, and takes in all that have come."""
        workers: dict[object, _Worker[T, R]] = {worker.pipe: worker for worker in self._workers}
        for worker in [workers[pipe] for pipe in wait([worker.pipe for worker in self._workers])]:
            try:
                message = worker.pipe.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            self._failed_starts = 0
            worker.take(message)

    def _replace(self, worker: _Worker[T, R]) -> None:
        exit_code = worker.end(_PATIENCE)
        self._workers.remove(worker)
        self._failed_starts += not worker.is_ready
        if self._failed_starts >= _STARTS:
            raise InputError(
                f"{_STARTS} workers died before they had loaded the model (exit code {exit_code}; -9 is often "
                "a lack of memory): give fewer --workers and continue with --resume"
            )
        again = worker.task.again(self._lost, exit_code) if worker.task else []
        if todo := [*again, *worker.todo]:
            self._workers.append(_Worker(self._start, todo))


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
