"""Articles for the engines, with the expected attributions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import evolve

import quoteattr
from quoteattr.formats import columns

TEXTS = {
    "closing": "The port will close on Friday, Mayor Ada Lund told Reuters on Monday.",
    "rain": "It rained.",
    "lost": None,
    "flood": "“We must leave,” said Omar Stone. He feared a flood, residents said.",
}

Row = dict[str, Any]


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Sort the rows by document and attribution, since engines return them in any order."""
    return sorted(rows, key=lambda row: (row["document_id"], row["attribution"] or 0))


def check(rows: Sequence[Row], attributor: quoteattr.QuoteAttributor) -> Row:
    """The rows are those of what ``pipe`` finds in ``TEXTS``, with one error row, which it returns."""
    readable = {id: text for id, text in TEXTS.items() if text is not None}
    documents = zip(readable, attributor.pipe(readable.values()), strict=True)
    expected = [row for id, document in documents for row in columns.rows(evolve(document, id=id))]
    assert ordered(row for row in rows if row["error"] is None) == ordered(expected)
    [error] = [row for row in rows if row["error"] is not None]
    assert error["document_id"] == "lost"
    assert error["error"].startswith("TextTypeError: a text must be a str, not NoneType")
    return error
