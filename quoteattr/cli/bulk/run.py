"""The whole way of a bulk run: items in, batches to the workers, shards out, and one file in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from attrs import frozen

from quoteattr.cli.bulk.durable import held
from quoteattr.cli.bulk.job import Fingerprint, Place, begin, finish
from quoteattr.cli.bulk.pool import Pool
from quoteattr.cli.bulk.progress import Progress
from quoteattr.cli.bulk.shards import Shards
from quoteattr.cli.bulk.worker import Encoded, Work, lost, start
from quoteattr.cli.items import Item, check_extras, size_of
from quoteattr.cli.rows import Inputs
from quoteattr.cli.sources import STDIN, check_outside, fingerprint
from quoteattr.errors import InputError

_BATCH_ROWS = 16
_BATCH_BYTES = 1 << 18
_AHEAD = 4  # batches for each worker that are read before the first of them is written


@frozen
class Running:
    """How a run goes about it. None of these changes the output, but ``shard_size`` its division."""

    workers: int
    shard_size: int
    resume: bool
    overwrite: bool
    quiet: bool


@frozen
class Tally:
    """What came of a run. ``rows`` is None where it had been done before."""

    failed: int
    rows: int | None


def extract_to(place: Place, inputs: Inputs, work: Work, job: Fingerprint, running: Running) -> Tally:
    """Reads all inputs and writes the output, from where an earlier run of the same ``job`` was stopped.

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
        rows = _fill(shards, inputs, work, running)
        shards.join(place.out, place.errors)
        finish(place)
        return Tally(_failed(place), rows)


def _fill(shards: Shards, inputs: Inputs, work: Work, running: Running) -> int:
    """Writes the shards that are not there yet, and counts the rows of all."""
    items = inputs.items()
    rows = sum(1 for _ in islice(items, shards.done() * running.shard_size))
    pool: Pool[Item, Encoded] = Pool(
        partial(start, work), lost, workers=running.workers, ahead=_AHEAD * running.workers
    )  # fmt: skip
    with Progress(inputs.count, done=rows, quiet=running.quiet) as bar, pool:
        for result in shards.write(pool.results(batches(items, running.shard_size))):
            rows += result.rows
            bar.add(result.rows, result.words)
    return rows


def batches(items: Iterable[Item], shard_size: int) -> Iterator[Sequence[Item]]:
    """The items in groups that are small enough to be held in memory; none reaches over the end of a shard."""
    batch: list[Item] = []
    size, room = 0, shard_size
    for item in items:
        batch.append(item)
        size += size_of(item)
        room -= 1
        if len(batch) == _BATCH_ROWS or size >= _BATCH_BYTES or not room:
            yield batch
            batch, size, room = [], 0, room or shard_size
    if batch:
        yield batch


def _failed(place: Place) -> int:
    if not place.errors.exists():  # somebody has tidied up since
        return 0
    with place.errors.open("rb") as errors:
        return sum(1 for _ in errors)
