"""Source audit of an archive: who is quoted, how much and as what, and which claims recur.

:func:`audit` reads documents one at a time into an index on disk; :class:`Audit` creates tables and a report from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quoteattr.auditing.entries import Claim, Entry, Found, Query, entry_of, search
from quoteattr.auditing.index import Audit
from quoteattr.auditing.recurring import are_near_identical
from quoteattr.document import Document
from quoteattr.resolve.people import PeopleSource

__all__ = ["Audit", "Claim", "Entry", "Found", "Query", "are_near_identical", "audit", "entry_of", "search"]


def audit(
    documents: Iterable[Document | Entry | Mapping[str, object]],
    *,
    people: PeopleSource | None = None,
    only: Query | None = None,
) -> Audit:
    """Audit the sources of many documents.

    The documents are read one at a time and kept in a temporary file, so that memory does not grow with the archive.

    Args:
        documents: Documents, results of :func:`quoteattr.to_dict`, or entries with an author and a section.
        people: Known facts about people: a file or mappings as for :func:`quoteattr.load`, with any further columns or
            fields as attributes ("party"). Without an ``id``, the ``ref`` or else the name is used. Attributes are
            never inferred.
        only: Which articles and claims count, such as ``Query(polarities=("asserted",))``; by default all do.

    Returns:
        The audit. Close it, or use it in a ``with`` statement, to remove its file.

    Raises:
        ArgumentError: An item is neither a document nor a result, or a row of ``people`` is malformed.
        InputError: The file of people cannot be read, or a row of it is malformed.
    """
    made = Audit(people, only)
    for document in documents:
        made.add(document)
    made.finish()
    return made
