"""``quoteattr extract --out``: many texts, by several processes, into one file; every text is processed exactly once.

Items go to the workers in batches; their results are kept in numbered shards, which are joined in the end. Writes are
atomic, a lock excludes other runs, and a fingerprint of the job decides whether a run may continue.

Each worker process has a thread of the parent that sends it one batch at a time. So the parent knows which batch a
dead worker had, neither side can block the other, and a worker whose parent dies reads the end of its pipe and ends.
"""

from __future__ import annotations

import gc
import glob
import json
import os
import shutil
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, count, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread, local
from time import monotonic
from typing import Any, BinaryIO, Generic, TypeVar

from attrs import define, field, frozen
from rich import progress
from rich.console import Console

from quoteattr.attributor import QuoteAttributor
from quoteattr.cli.inputs import (
    BESIDE_RESULTS,
    STDIN,
    Failure,
    Inputs,
    Item,
    check_extras,
    check_outside,
    fingerprint,
    name_of,
    row_of,
)
from quoteattr.cli.outputs import Output
from quoteattr.cli.reading import Result, Wanted, read_batch
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.formats.contract import encoded
from quoteattr.limits import limit_threads

_BATCH_ROWS = 16
_BATCH_BYTES = 1 << 18
_AHEAD = 4  # batches for each worker that are read before the first of them is written
_SPAWN = get_context("spawn")
_STARTS = 3  # workers that may die one after another before their model is loaded
_PATIENCE = 10  # seconds for a process to end after its pipe

T = TypeVar("T")
R = TypeVar("R")


@frozen
class Running:
    """Settings of a run. None of these changes the output, except that ``shard_size`` divides it."""

    workers: int
    shard_size: int
    resume: bool
    overwrite: bool
    quiet: bool


def extract_to(
    place: Place, inputs: Inputs, work: Work, job: Fingerprint, running: Running
) -> tuple[int | None, Mapping[str, int]]:
    """Read all inputs and write the output, continuing an earlier run of the same ``job``.

    Returns the number of rows, None where all had been done before, and how often each warning occurred in this run.
    Raises InputError where the place is taken, or holds another job; another run is at work on it; the output is among
    the inputs; workers cannot start. Raises MissingExtraError where an input needs a package that is not installed.
    """
    check_outside(inputs.paths, place.out)
    if running.resume and STDIN in inputs.paths:
        raise InputError("the standard input cannot be read from its start again, so --resume needs files")
    check_extras(inputs.sources())
    whole_job = {**job, "--shard-size": running.shard_size, "inputs": fingerprint(inputs.sources())}
    place.out.parent.mkdir(parents=True, exist_ok=True)
    with held(place.lock):
        if begin(place, whole_job, resume=running.resume, overwrite=running.overwrite):
            return None, {}
        shards, items = Shards(place.parts, work.output, running.shard_size), inputs.items()
        rows = sum(1 for _ in islice(items, shards.done() * running.shard_size))
        warnings: Counter[str] = Counter()
        ahead = _AHEAD * running.workers
        pool: Pool[Item, Encoded] = Pool(partial(start, work), lost, workers=running.workers, ahead=ahead)
        with Progress(inputs.count, done=rows, quiet=running.quiet) as bar, pool:
            for result in shards.write(pool.results(batches(items, running.shard_size))):
                rows += result.rows
                warnings.update(result.warnings)
                bar.add(result.rows, result.words)
        shards.join(place.out, place.errors)
        shutil.rmtree(place.parts)  # needed to resume only
        return rows, warnings


def batches(items: Iterable[Item], shard_size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in groups that fit into memory; none crosses the end of a shard."""
    batch: list[Item] = []
    size, rows_left = 0, shard_size
    for item in items:
        batch.append(item)
        size += item.size
        rows_left -= 1
        if len(batch) == _BATCH_ROWS or size >= _BATCH_BYTES or not rows_left:
            yield batch
            batch, size, rows_left = [], 0, rows_left or shard_size
    if batch:
        yield batch


@frozen
class Work:
    """The configuration of a worker. It is sent to another process, so ``load`` must be picklable."""

    load: Callable[[], QuoteAttributor]
    output: Output
    wanted: Wanted
    max_chars: int
    threads: int


def start(work: Work) -> Callable[[Sequence[Item]], Encoded]:
    """Load the model once; the function that is returned reads one batch a call."""
    limit_threads(work.threads)
    reader = work.load()
    gc.collect()
    gc.freeze()  # the objects of the model live as long as the process: exclude them from garbage collection
    return partial(read, work, reader)


def read(work: Work, reader: QuoteAttributor, items: Sequence[Item]) -> Encoded:
    """Return one result for each item, in order. An error is that of its row alone."""
    rows = [row_of(item, work.max_chars) for item in items]
    results = read_batch(rows, reader, work.wanted)
    try:
        payload = work.output.encode(results)
    except Exception:  # of one result, which is replaced by a failure
        results = [_encodable(work.output, *each) for each in zip(results, items, strict=True)]
        payload = work.output.encode(results)
    documents = [each.document for each in results if not isinstance(each, Failure)]
    words = sum(len(each.text.split()) for each in documents)
    failed = [{"id": each.id, "place": each.place, **each.as_object()} for each in results if isinstance(each, Failure)]
    errors = tuple(encoded(each) + b"\n" for each in failed)
    return Encoded(payload, len(items), words, errors, tuple(chain.from_iterable(each.warnings for each in documents)))


def lost(item: Item, exit_code: int | None) -> Failure:
    """Return the failure of a row over which two workers died."""
    reason = f"its worker crashed twice on it (exit code {exit_code}; -9 is often a lack of memory)"
    return Failure(name_of(item), InputError(f"{item.place}: {reason}; exclude it, or extract it alone"), item.place)


def _encodable(output: Output, result: Result, item: Item) -> Result:
    try:
        output.encode([result])
    except Exception as error:
        return Failure(result.id, error, item.place)
    return result


class Progress(progress.Progress):
    """A bar with rates, on a terminal, unless ``quiet``; ``total`` counts the rows of the input in another thread."""

    def __init__(self, total: Callable[[], int | None], *, done: int, quiet: bool) -> None:
        console, rates = Console(stderr=True), progress.TextColumn("{task.fields[rates]}")
        columns = (progress.BarColumn(), progress.MofNCompleteColumn(), rates, progress.TimeRemainingColumn())
        super().__init__(*columns, console=console, disable=quiet or not console.is_terminal)
        self._task = self.add_task("", total=None, completed=done, rates="")
        self._total, self._begun = total, monotonic()
        self._rows = self._words = 0

    def start(self) -> None:
        super().start()
        if not self.disable:
            Thread(target=lambda: self.update(self._task, total=self._total()), daemon=True).start()

    def add(self, rows: int, words: int) -> None:
        """Add to the numbers of finished rows and of their words."""
        self._rows += rows
        self._words += words
        seconds = max(monotonic() - self._begun, 1e-9)
        rates = f"{self._rows / seconds:,.1f} articles/s, {self._words / seconds:,.0f} words/s"
        self.update(self._task, advance=rows, rates=rates)


Fingerprint = Mapping[str, Any]
"""What a result depends on: the version, the model, the inputs, and the value of each option by its name."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a temporary name next to ``path``, a separate one in each process; at the end it is renamed to ``path``."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    yield temporary
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    if os.name == "posix":  # elsewhere a folder cannot be opened, and the rename is as durable as the system makes it
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Lock ``path`` until the process ends, where the system has locks; raise InputError where another holds it."""
    while not _lock(stream := path.open("ab"), path):
        stream.close()
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        stream.close()


def _lock(stream: BinaryIO, path: Path) -> bool:
    """Locks the file. False where its last holder has removed it meanwhile, so that the next will not see the lock."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(
            f"another run is writing this output and holds {str(path)!r}: wait for its end, or stop it"
        ) from error
    except OSError:
        return True
    try:
        return os.path.samestat(os.fstat(stream.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


@frozen
class Place:
    """The output, and next to it: shards, unreadable rows, the fingerprint of the job, what is locked during a run."""

    out: Path
    parts: Path
    errors: Path
    job: Path
    lock: Path

    @classmethod
    def of(cls, out: str) -> Place:
        """Return the place of an output; in a folder it is the file ``attributions.jsonl``."""
        is_folder = out.endswith(("/", "\\")) or Path(out).is_dir()
        path = Path(out, "attributions.jsonl") if is_folder else Path(out)
        return cls(path, *(path.with_name(path.name + end) for end in BESIDE_RESULTS))


def begin(place: Place, job: Fingerprint, *, resume: bool, overwrite: bool) -> bool:
    """Prepare the place; return True for a complete job. Raises InputError where the output may not be overwritten."""
    if overwrite:
        place.out.unlink(missing_ok=True)
        place.errors.unlink(missing_ok=True)
        if place.parts.exists():
            shutil.rmtree(place.parts)
        place.job.unlink(missing_ok=True)  # last: without a fingerprint, nothing is resumed
    there = next((path for path in (place.parts, place.out, place.job) if path.exists()), None)
    if there is not None:
        if not resume:
            raise InputError(f"{str(there)!r} exists: continue it with --resume, or start over with --overwrite")
        _check_same(place, job)
    else:
        with whole(place.job) as temporary:
            temporary.write_text(json.dumps(job, indent=1) + "\n", encoding="utf-8")
    if place.out.exists():  # an output of another job was refused above: this one is whole
        shutil.rmtree(place.parts, ignore_errors=True)
        return True
    place.parts.mkdir(exist_ok=True)
    leftovers = [*place.parts.glob("*.tmp")]  # the temporary files of processes that were stopped
    for path in (place.out, place.errors, place.job):
        leftovers += path.parent.glob(f"{glob.escape(path.name)}.[0-9]*.tmp")
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    return False


def _check_same(place: Place, job: Fingerprint) -> None:
    try:
        before = dict(json.loads(place.job.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"cannot read the job of {str(place.out)!r} ({error}): start over with --overwrite") from error
    if differences := "; ".join(_differences(before, job)):
        raise InputError(
            f"{str(place.job)!r} records another job: {differences}. Give the same paths, options and model, "
            "or start over with --overwrite"
        )


def _differences(before: Fingerprint, job: Fingerprint) -> Iterator[str]:
    for key, new in job.items():
        old = before.get(key)
        if old == new:
            continue
        if key == "inputs":
            old = old if isinstance(old, Mapping) else {}
            known = [f"files: {each.get('files')}, bytes: {each.get('bytes')}" for each in (old, new)]
            what = "names or times" if known[0] == known[1] else ", now ".join(known)
            yield f"the input files have changed ({what})"
        elif key == "model":
            yield "the model is another one"
        else:
            yield f"{key} was {json.dumps(old)} and is {json.dumps(new)}"


@frozen
class Encoded:
    """The results of some rows, ready to be written, a line of the error table for each failure, and all warnings."""

    payload: Any = field(repr=False)
    rows: int
    words: int
    errors: tuple[bytes, ...]
    warnings: tuple[str, ...] = ()


class Shards:
    """The shards in a folder, each of the results of ``size`` rows; the last may have fewer."""

    def __init__(self, folder: Path, output: Output, size: int) -> None:
        self._folder, self._output, self._size = folder, output, size

    def done(self) -> int:
        """Return how many shards are complete, from the first on."""
        # The errors are written before the data, but a folder may be removed in any order.
        return next(number for number in count() if not (self._data(number).exists() and self._errors(number).exists()))

    def write(self, results: Iterable[Encoded]) -> Iterator[Encoded]:
        """Write results after the shards that exist, none into two shards, and yield each when it is written."""
        waiting = iter(results)
        for number in count(self.done()):
            result = next(waiting, None)
            if result is None and number > 0:
                return
            # Exit order is reversed: the errors are in place before the data, whose name marks the shard as complete.
            with (
                whole(self._data(number)) as data,
                whole(self._errors(number)) as name,
                name.open("wb") as errors,
                self._output.open(data) as write,
            ):
                left = self._size
                while result is not None:
                    write(result.payload)
                    errors.writelines(result.errors)
                    left -= result.rows
                    yield result
                    result = next(waiting, None) if left else None

    def join(self, path: Path, errors: Path) -> None:
        """Make one file of all shards, and one of their errors."""
        numbers = range(self.done())
        with whole(errors) as temporary, temporary.open("wb") as stream:
            for number in numbers:
                stream.write(self._errors(number).read_bytes())
        with whole(path) as temporary:
            self._output.join(map(self._data, numbers), temporary)

    def _data(self, number: int) -> Path:
        return self._folder / f"{number:06}{self._output.ending}"

    def _errors(self, number: int) -> Path:
        return self._folder / f"{number:06}.errors.jsonl"


# Worker processes


@define(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection

    def wait(self) -> int | None:
        """End the process and return its exit code."""
        self.process.join(_PATIENCE)
        self.process.kill()
        self.process.join()
        return self.process.exitcode


class _DeathError(Exception):
    """A worker has died over its items. The argument is its exit code."""


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
        self._lock = Lock()  # of workers: they are started and ended one at a time
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

        Of the batches, at most ``ahead`` are taken of which the results have not been given out. Raises what ``start``
        raises, and InputError where workers die before they have started.
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
            return self._ask([self._lost(item, *death.args)])

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
        for _ in range(_STARTS):
            with self._lock:
                if not self._is_open:
                    raise CancelledError
                pipe, other = _SPAWN.Pipe()
                worker = _Worker(_SPAWN.Process(target=_serve, args=(other, self._start), daemon=True), pipe)
                worker.process.start()
                other.close()  # otherwise its end would not be noticed
                self._workers.append(worker)
            try:
                problem = pipe.recv()
            except (EOFError, OSError):
                exit_code = self._end(worker)
                continue
            if problem is not None:
                raise problem
            return worker
        raise InputError(
            f"{_STARTS} workers died before they had loaded the model (exit code {exit_code}; -9 is often "
            "a lack of memory): give fewer --workers and continue with --resume"
        )

    def _end(self, worker: _Worker) -> int | None:
        worker.pipe.close()
        with self._lock:
            self._workers.remove(worker)
            return worker.wait()


def _serve(pipe: Connection, start: Callable[[], Callable[[Sequence[Any]], Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its workers
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent has ended
        try:
            work = start()
        except QuoteattrError as error:
            pipe.send(error)
            return
        pipe.send(None)
        while True:
            pipe.send(work(pipe.recv()))
