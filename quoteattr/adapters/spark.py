"""Convert a Spark data frame of texts to one of attributions. Needs the extra ``spark``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from quoteattr.adapters.arrow import HINTS, MAX_CHARS, REQUIRED, attribute_batches, worker_reader
from quoteattr.errors import InputError, needs_extra
from quoteattr.formats.columns import schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["attribute", "spark_schema"]


def attribute(
    df: DataFrame,
    *,
    model: str = "en",
    threads: int = 1,
    batch_size: int = 16,
    include_chrome: bool = False,
    max_chars: int = MAX_CHARS,
) -> DataFrame:
    """Return the attributions in the texts of ``df``, lazily, as columns of :func:`spark_schema`.

    The columns of ``df`` and the options are those of :func:`quoteattr.adapters.arrow.attribute_batch`, and a row that
    cannot be read is returned as an error row. The package must be installed on the workers; each of them loads
    ``model`` once, for ``threads`` threads.

    Raises:
        InputError: ``df`` has no column ``id`` or ``text``.
        MissingExtraError: The extra ``spark`` is not installed.
    """
    if missing := [name for name in REQUIRED if name not in df.columns]:
        raise InputError(f"the data frame has no column {missing[0]!r}, but {df.columns}: rename its columns")

    def read(batches: Iterable[Any]) -> Iterator[Any]:
        reader = worker_reader(model, threads=threads)
        return attribute_batches(
            batches, reader, batch_size=batch_size, include_chrome=include_chrome, max_chars=max_chars
        )

    used = df.select(*(name for name in (*REQUIRED, *HINTS) if name in df.columns))
    return used.mapInArrow(read, spark_schema())


def spark_schema() -> StructType:
    """Return the schema of the attributions for Spark, each column with its description as comment.

    Raises MissingExtraError where the extra ``spark`` is not installed.
    """
    with needs_extra("spark", "the adapter needs pyspark"):
        from pyspark.sql.pandas.types import from_arrow_type
        from pyspark.sql.types import StructField, StructType
    notes = [{"comment": each.metadata[b"description"].decode()} for each in schema()]
    columns = zip(schema(), notes, strict=True)
    return StructType([StructField(each.name, from_arrow_type(each.type), True, note) for each, note in columns])
