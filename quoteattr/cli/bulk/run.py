"""Run a bulk extraction: items in, batches to the workers, shards out, and one file in the end."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from threading import Thread
from time import monotonic

from attrs import field, frozen
from rich import progress
from rich.console import Console

from quoteattr.attributor import QuoteAttributor
from quoteattr.cli.bulk.pool import Pool
from quoteattr.cli.bulk.storage import Encoded, Fingerprint, Place, Shards, begin, finish, held
from quoteattr.cli.inputs import (
    STDIN,
    Failure,
    Inputs,
    Item,
    check_extras,
    check_outside,
    fingerprint,
    name_of,
    place_of,
    row_of,
    size_of,
)
from quoteattr.cli.outputs import Output
from quoteattr.cli.reading import Result, Wanted, read_batch
from quoteattr.errors import InputError
from quoteattr.formats.contract import encoded

_BATCH_ROWS = 16
_BATCH_BYTES = 1 << 18
_AHEAD = 4  # batches for each worker that are read before the first of them is written
# The libraries under the network start a thread for each processor unless these say otherwise.
_CAPS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@frozen
class Running:
    """Settings of a run. None of these changes the output, except that ``shard_size`` divides it."""

    workers: int
    shard_size: int
    resume: bool
    overwrite: bool
    quiet: bool


@frozen
class Tally:
    """The result of a run. ``rows`` is None where it had been done before; ``warnings`` counts those of this run."""

    failed: int
    rows: int | None
    warnings: Mapping[str, int] = field(factory=dict)


def extract_to(place: Place, inputs: Inputs, work: Work, job: Fingerprint, running: Running) -> Tally:
    """Read all inputs and writes the output, from where an earlier run of the same ``job`` was stopped.

    Raises:
        InputError: The place is taken, or holds another job; another run is at work on it; the output is among the
            inputs; workers cannot start.
        MissingExtraError: An input needs a package that is not installed.
        OSError: The output cannot be written.
    """
    check_outside(inputs.paths, place.out)
    if running.resume and STDIN in inputs.paths:
        raise InputError("the standard input cannot be read from its start again, so --resume needs files")
    check_extras(inputs.sources())
    whole_job = {**job, "shard_size": running.shard_size, "inputs": fingerprint(inputs.sources())}
    place.out.parent.mkdir(parents=True, exist_ok=True)
    with held(place.lock):
        if begin(place, whole_job, resume=running.resume, overwrite=running.overwrite):
            return Tally(_failed(place), None)
        shards = Shards(place.parts, work.output, running.shard_size)
        rows, warnings = _fill(shards, inputs, work, running)
        shards.join(place.out, place.errors)
        finish(place)
        return Tally(_failed(place), rows, warnings)


def _fill(shards: Shards, inputs: Inputs, work: Work, running: Running) -> tuple[int, Mapping[str, int]]:
    """Write the shards that are not there yet, and counts the rows of all, and the warnings about them."""
    items = inputs.items()
    warnings: Counter[str] = Counter()
    rows = sum(1 for _ in islice(items, shards.done() * running.shard_size))
    pool: Pool[Item, Encoded] = Pool(
        partial(start, work), lost, workers=running.workers, ahead=_AHEAD * running.workers
    )  # fmt: skip
    with Progress(inputs.count, done=rows, quiet=running.quiet) as bar, pool:
        for result in shards.write(pool.results(batches(items, running.shard_size))):
            rows += result.rows
            warnings.update(result.warnings)
            bar.add(result.rows, result.words)
    return rows, warnings


def batches(items: Iterable[Item], shard_size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in groups that are small enough to be held in memory; none reaches over the end of a shard."""
    batch: list[Item] = []
    size, rows_left = 0, shard_size
    for item in items:
        batch.append(item)
        size += size_of(item)
        rows_left -= 1
        if len(batch) == _BATCH_ROWS or size >= _BATCH_BYTES or not rows_left:
            yield batch
            batch, size, rows_left = [], 0, rows_left or shard_size
    if batch:
        yield batch


def _failed(place: Place) -> int:
    if not place.errors.exists():  # somebody has tidied up since
        return 0
    with place.errors.open("rb") as errors:
        return sum(1 for _ in errors)


@frozen
class Work:
    """All that a worker has to know. It goes to another process, so ``load`` is a function with a name."""

    load: Callable[[], QuoteAttributor]
    output: Output
    wanted: Wanted
    max_chars: int
    threads: int


def start(work: Work) -> Callable[[Sequence[Item]], Encoded]:
    """Load the model once; the function that is returned reads one batch a call."""
    os.environ.update(
        dict.fromkeys(_CAPS, str(work.threads)), OMP_WAIT_POLICY="PASSIVE", TOKENIZERS_PARALLELISM="false"
    )
    reader = work.load()
    gc.collect()
    gc.freeze()  # what the model holds lives as long as the process: no collection need look at it again
    return partial(read, work, reader)


def read(work: Work, reader: QuoteAttributor, items: Sequence[Item]) -> Encoded:
    """Return one result for each item, in order. An error is that of its row alone."""
    rows = [row_of(item, work.max_chars) for item in items]
    results = read_batch(rows, reader, work.wanted)
    try:
        payload = work.output.encode(results)
    except Exception:  # of one result, which then is none
        results = [_encodable(work.output, *each) for each in zip(results, items, strict=True)]
        payload = work.output.encode(results)
    documents = [result.document for result in results if not isinstance(result, Failure)]
    words = sum(len(document.text.split()) for document in documents)
    errors = tuple(_error_line(result) for result in results if isinstance(result, Failure))
    warnings = tuple(warning for document in documents for warning in document.warnings)
    return Encoded(payload, len(items), words, errors, warnings)


def lost(item: Item, exit_code: int | None) -> Failure:
    """Return the failure of a row over which two workers died."""
    place = place_of(item)
    reason = f"its worker died twice over it (exit code {exit_code}; -9 is often a lack of memory)"
    return Failure(name_of(item), InputError(f"{place}: {reason}; leave it out, or read it alone"), place)


def _encodable(output: Output, result: Result, item: Item) -> Result:
    try:
        output.encode([result])
    except Exception as error:
        name = result.id if isinstance(result, Failure) else result.document.id
        return Failure(name, error, place_of(item))
    return result


def _error_line(failure: Failure) -> bytes:
    error = {"type": type(failure.error).__name__, "message": str(failure.error)}
    return encoded({"id": failure.id, "place": failure.place, **error}) + b"\n"


class Progress:
    """A bar with rates and the time that is left; nothing where the standard error is no terminal, or ``quiet``.

    ``total`` counts the rows of the input. It runs in a thread of its own, since it may take a while.
    """

    def __init__(self, total: Callable[[], int | None], *, done: int, quiet: bool) -> None:
        console = Console(stderr=True)
        self._is_shown = console.is_terminal and not quiet
        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rates]}"),
            progress.TimeRemainingColumn(),
            console=console,
            disable=not self._is_shown,
        )
        self._task = self._bar.add_task("", total=None, completed=done, rates="")
        self._total = total
        self._begun = monotonic()
        self._rows = self._words = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        if self._is_shown:
            Thread(target=self._find_total, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.stop()

    def add(self, rows: int, words: int) -> None:
        """Note that so many rows are done, with so many words in them."""
        self._rows += rows
        self._words += words
        seconds = max(monotonic() - self._begun, 1e-9)
        rates = f"{self._rows / seconds:,.1f} articles/s, {self._words / seconds:,.0f} words/s"
        self._bar.update(self._task, advance=rows, rates=rates)

    def _find_total(self) -> None:
        self._bar.update(self._task, total=self._total())
