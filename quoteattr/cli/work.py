"""Rows into documents, in batches, so that one bad row harms no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from attrs import evolve, frozen

from quoteattr.cli.items import Failure
from quoteattr.cli.rows import Row
from quoteattr.document import Document
from quoteattr.pipeline import Reader

ActFilter = Literal["speech", "thought", "all"]


@frozen
class Origin:
    """What the caller knows of the page that the text itself may not say."""

    publisher: str | None = None
    outlet: str | None = None


@frozen
class Reading:
    """The document of a row. One over a text that was ``extracted`` from HTML has to bring that text along."""

    document: Document
    extracted: bool = False


Result = Reading | Failure


def read_documents(
    rows: Iterable[Row | Failure],
    reader: Reader,
    origin: Origin,
    *,
    include_chrome: bool = False,
    batch_size: int = 16,
) -> Iterator[Result]:
    """One result for each row, in the order of the rows, at most ``batch_size`` rows behind them."""
    rows = iter(rows)
    while batch := tuple(islice(rows, batch_size)):
        yield from read_batch(batch, reader, origin, include_chrome=include_chrome)


def read_batch(
    rows: Sequence[Row | Failure], reader: Reader, origin: Origin, *, include_chrome: bool = False
) -> list[Result]:
    """One result for each row. What a row tells of its origin leads over ``origin``."""
    found: dict[int, Result] = {}
    together: dict[Origin, list[int]] = {}
    for number, row in enumerate(rows):
        if isinstance(row, Failure):
            found[number] = row
        else:
            own = Origin(row.publisher or origin.publisher, row.outlet or origin.outlet)
            together.setdefault(own, []).append(number)
    for own, numbers in together.items():
        options = {"publisher": own.publisher, "outlet": own.outlet, "include_chrome": include_chrome}
        some = [row for number in numbers if isinstance(row := rows[number], Row)]
        found.update(zip(numbers, _read_together(some, reader, options), strict=True))
    return [found[number] for number in range(len(rows))]


def only(act: ActFilter, result: Result) -> Result:
    """The result with those of its attributions that are of the kind."""
    if act == "all" or isinstance(result, Failure):
        return result
    kept = [each for each in result.document.attributions if each.act == act]
    return evolve(result, document=evolve(result.document, attributions=kept))


def _read_together(rows: Sequence[Row], reader: Reader, options: Mapping[str, Any]) -> Sequence[Result]:
    if len(rows) < 2:
        return [_read_alone(row, reader, options) for row in rows]
    try:
        documents = list(reader.pipe([row.text for row in rows], batch_size=len(rows), **options))
    except Exception:  # one of them; each gets its own try
        return [_read_alone(row, reader, options) for row in rows]
    return [Reading(evolve(document, id=row.id), row.extracted) for row, document in zip(rows, documents, strict=True)]


def _read_alone(row: Row, reader: Reader, options: Mapping[str, Any]) -> Result:
    try:
        return Reading(reader(row.text, id=row.id, **options), row.extracted)
    except Exception as error:  # a text that nobody foresaw must not stop the others
        return Failure(row.id, error, row.place)
