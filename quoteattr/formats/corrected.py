"""Rows of the tools in which people correct predictions, as flat rows: gold that everything here reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quoteattr.formats.flat import to_flat
from quoteattr.formats.label_studio import from_label_studio
from quoteattr.formats.prodigy import from_prodigy
from quoteattr.model import AnnotatedText


def flat_rows(row: object, *, predicted: bool = False) -> Iterator[object]:
    """Yield the flat rows of a task of Label Studio or Prodigy: none, one, or one for each annotator.

    Anything else is given back as it is. ``predicted`` is that of :func:`from_label_studio`.

    Raises :class:`FormatError` where a task is malformed.
    """
    if isinstance(row, Mapping) and "data" in row and ("annotations" in row or "predictions" in row):
        yield from map(_flat, from_label_studio(row, predicted=predicted))
    elif isinstance(row, Mapping) and "spans" in row and "text" in row and "attributions" not in row:
        annotated = from_prodigy(row)
        if annotated is not None:
            yield _flat(annotated)
    else:
        yield row


def _flat(annotated: AnnotatedText) -> dict[str, object]:
    """Return the row with the confidences that the tool has kept."""
    row = to_flat(annotated)
    rows = row["attributions"]
    assert isinstance(rows, list)
    for relation, each in zip(annotated.relations, rows, strict=True):
        if relation.confidence is not None:
            each["confidence"] = relation.confidence
    return row
