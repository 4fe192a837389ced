"""The output in numbered shards, each with its errors: what is there under its name is whole, and is never redone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from quoteattr.cli.bulk.durable import whole
from quoteattr.cli.bulk.outputs import Output
from quoteattr.cli.bulk.worker import Encoded


class Shards:
    """The shards in a folder, each of the results of ``size`` rows; the last may have fewer."""

    def __init__(self, folder: Path, output: Output, size: int) -> None:
        self._folder, self._output, self._size = folder, output, size

    def done(self) -> int:
        """How many shards are there, from the first on."""
        return next(number for number in count() if not self._is_done(number))

    def write(self, results: Iterable[Encoded]) -> Iterator[Encoded]:
        """Writes results behind the shards that are there, and hands each on when it is written.

        No result reaches over the end of a shard. There is always a first shard, if an empty one.
        """
        waiting = iter(results)
        for number in count(self.done()):
            result = next(waiting, None)
            if result is None and number > 0:
                return
            # Left from the right: the errors are in place before the data, whose name says that the shard is done.
            with whole(self._data(number)) as data, whole(self._errors(number)) as name, name.open("wb") as errors:
                sink, left = self._output.open(data), self._size
                while result is not None:
                    sink.write(result.payload)
                    errors.writelines(result.errors)
                    left -= result.rows
                    yield result
                    result = next(waiting, None) if left else None
                sink.close()

    def join(self, path: Path, errors: Path) -> None:
        """Makes one file of all shards, and one of their errors."""
        numbers = range(self.done())
        with whole(errors) as temporary, temporary.open("wb") as stream:
            for number in numbers:
                stream.write(self._errors(number).read_bytes())
        with whole(path) as temporary:
            self._output.join(map(self._data, numbers), temporary)

    def _is_done(self, number: int) -> bool:
        # The errors come before the data, but whoever removes a folder takes them in any order.
        return self._data(number).exists() and self._errors(number).exists()

    def _data(self, number: int) -> Path:
        return self._folder / f"{number:06}{self._output.ending}"

    def _errors(self, number: int) -> Path:
        return self._folder / f"{number:06}.errors.jsonl"
