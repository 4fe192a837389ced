"""What a worker does with the items of a batch: read them all, and encode what comes of it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from quoteattr.cli.bulk.outputs import Output
from quoteattr.cli.items import Failure, Item, place_of
from quoteattr.cli.rows import name_of, row_of
from quoteattr.cli.work import Result, Wanted, read_batch
from quoteattr.errors import InputError
from quoteattr.formats.contract import encoded
from quoteattr.pipeline import QuoteAttributor

# The libraries under the network start a thread for each processor unless these say otherwise.
_CAPS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@frozen
class Work:
    """All that a worker has to know. It goes to another process, so ``load`` is a function with a name."""

    load: Callable[[], QuoteAttributor]
    output: Output
    wanted: Wanted
    max_chars: int
    threads: int


@frozen
class Encoded:
    """The results of some rows, ready to be written, and a line of the error table for each failure."""

    payload: Any = field(repr=False)
    rows: int
    words: int
    errors: tuple[bytes, ...]


def start(work: Work) -> Callable[[Sequence[Item]], Encoded]:
    """Loads the model once; the function that is returned reads one batch a call."""
    os.environ.update(
        dict.fromkeys(_CAPS, str(work.threads)), OMP_WAIT_POLICY="PASSIVE", TOKENIZERS_PARALLELISM="false"
    )
    reader = work.load()
    gc.collect()
    gc.freeze()  # what the model holds lives as long as the process: no collection need look at it again
    return partial(read, work, reader)


def read(work: Work, reader: QuoteAttributor, items: Sequence[Item]) -> Encoded:
    """One result for each item, in their order. Whatever fails is a failure of its row alone."""
    rows = [row_of(item, work.max_chars) for item in items]
    results = read_batch(rows, reader, work.wanted)
    try:
        payload = work.output.encode(results)
    except Exception:  # of one result, which then is none
        results = [_encodable(work.output, *each) for each in zip(results, items, strict=True)]
        payload = work.output.encode(results)
    words = sum(len(result.document.text.split()) for result in results if not isinstance(result, Failure))
    errors = tuple(_error_line(result) for result in results if isinstance(result, Failure))
    return Encoded(payload, len(items), words, errors)


def lost(item: Item, exit_code: int | None) -> Failure:
    """What becomes of a row over which two workers died."""
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
