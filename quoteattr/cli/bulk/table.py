"""Results as a flat table in Parquet, a row each attribution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from quoteattr.cli.items import Failure
from quoteattr.cli.work import Result
from quoteattr.formats.columns import record_batch, schema

_GROUP = 10_000  # rows of the table in a row group; the most that is held in memory
_CODEC = "zstd"


@frozen
class Table:
    """The form of ``.parquet``."""

    ending: str = ".parquet"

    def encode(self, results: Sequence[Result]) -> Any:
        return record_batch(
            (result.id, f"{type(result.error).__name__}: {result.error}")
            if isinstance(result, Failure)
            else result.document
            for result in results
        )

    def open(self, path: Path) -> TableSink:
        return TableSink(path)

    def join(self, parts: Iterable[Path], path: Path) -> None:
        """The row groups of the parts follow one another."""
        from pyarrow import parquet

        with parquet.ParquetWriter(path, schema(), compression=_CODEC) as whole:
            for part in parts:
                with parquet.ParquetFile(part) as groups:
                    for number in range(groups.num_row_groups):
                        whole.write_table(groups.read_row_group(number).combine_chunks())


class TableSink:
    """Cuts what comes into row groups of one size, wherever batches end."""

    def __init__(self, path: Path) -> None:
        from pyarrow import parquet

        self._writer = parquet.ParquetWriter(path, schema(), compression=_CODEC)
        self._waiting: list[Any] = []

    def write(self, payload: Any) -> None:
        self._waiting.append(payload)
        while sum(batch.num_rows for batch in self._waiting) >= _GROUP:
            self._write_group()

    def close(self) -> None:
        if any(batch.num_rows for batch in self._waiting):
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        from pyarrow import Table

        table = Table.from_batches(self._waiting, schema())
        self._writer.write_table(table.slice(0, _GROUP).combine_chunks())
        self._waiting = table.slice(_GROUP).to_batches()
