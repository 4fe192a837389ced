"""Search the claims of many results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from quoteattr.auditing.entries import Claim, Entry, entry_of
from quoteattr.document import Document
from quoteattr.errors import ArgumentError
from quoteattr.inputs import iso_date


@frozen
class Query:
    """Conditions on a claim; a field that is None does not count.

    ``speaker``, ``outlet`` and ``text`` are parts of the name or content, in any case; an outlet is the one that
    originated or published the story, carries the claim, or relayed it. ``since`` and ``until`` are dates of
    publication in ISO 8601, both included.
    """

    speaker: str | None = None
    outlet: str | None = None
    text: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None
    act: str | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("since", "until"):
            try:
                iso_date(getattr(self, name))
            except ArgumentError as error:
                raise ArgumentError(
                    f"{name}={getattr(self, name)!r} is no date: write one such as 2023-04-01"
                ) from error

    def accepts_article(self, entry: Entry) -> bool:
        """Return True where the date of an article is within the limits; one without a date is not."""
        date = (entry.published or "")[:10]
        if (self.since or self.until) and not date:
            return False
        return (self.since or "")[:10] <= date <= (self.until or "9999-12-31")[:10] or not (self.since or self.until)

    def accepts(self, claim: Claim, entry: Entry) -> bool:
        """Return True where a claim of an article whose date is accepted has what is wanted."""
        outlets = (entry.outlet, entry.publisher, claim.outlet, *claim.via)
        return (
            _within(self.speaker, claim.speaker)
            and _within(self.text, claim.content)
            and (self.outlet is None or any(_within(self.outlet, each) for each in outlets))
            and self.type in (None, claim.type)
            and self.act in (None, claim.act)
        )


@frozen
class Found:
    """A claim that was searched for, and the article that it is in."""

    entry: Entry
    claim: Claim


def search(documents: Iterable[Document | Entry | Mapping[str, object]], query: Query) -> Iterator[Found]:
    """Yield the claims that a query asks for, in the order of the documents, which are read one at a time.

    Args:
        documents: Documents, results of :func:`quoteattr.to_dict`, or entries.
        query: What is wanted.

    Raises:
        ArgumentError: An item is neither a document nor a result.
    """
    for document in documents:
        entry = entry_of(document)
        if query.accepts_article(entry):
            yield from (Found(entry, claim) for claim in entry.claims if query.accepts(claim, entry))


def _within(wanted: str | None, text: str | None) -> bool:
    return wanted is None or (text is not None and wanted.casefold() in text.casefold())
