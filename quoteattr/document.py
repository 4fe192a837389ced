"""The result for one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from quoteattr.errors import ArgumentError
from quoteattr.model import UNCLAIMED, Article, Attribution, DocumentId, Quotation, Speaker
from quoteattr.tree import Sentence

if TYPE_CHECKING:
    import pandas
    import pyarrow


@frozen
class Document:
    """The result for one text. ``text`` is the caller's own, unchanged; all spans count in it.

    ``id`` is the caller's, kept as given; ``warnings`` say what makes the text unfit for the model.
    """

    text: str = field(repr=False)
    article: Article = field(factory=Article)
    sentences: tuple[Sentence, ...] = field(default=(), converter=tuple[Sentence, ...], repr=False)
    quotations: tuple[Quotation, ...] = field(default=(), converter=tuple[Quotation, ...], repr=False)
    speakers: tuple[Speaker, ...] = field(default=(), converter=tuple[Speaker, ...])
    attributions: tuple[Attribution, ...] = field(default=(), converter=tuple[Attribution, ...])
    id: DocumentId | None = None
    warnings: tuple[str, ...] = field(default=(), converter=tuple[str, ...])

    def filter(self, keep: Callable[[Attribution], bool]) -> Document:
        """Return the document with the attributions for which ``keep`` is true.

        ``nested_in`` refers to the new positions; it is None where the outer attribution is left out.
        """
        kept = {number: attribution for number, attribution in enumerate(self.attributions) if keep(attribution)}
        moved = {old: new for new, old in enumerate(kept)}
        renumbered = [
            each if each.nested_in is None else evolve(each, nested_in=moved.get(each.nested_in))
            for each in kept.values()
        ]
        return evolve(self, attributions=renumbered)

    def with_claims_made(self) -> Document:
        """Return the document without the claims that are questioned, hypothetical or unsaid."""
        return self.filter(lambda each: each.polarity not in UNCLAIMED)

    # Conveniences: writers and views are imported on first use; the layers of import-linter list these imports.

    def to_arrow(self) -> pyarrow.Table:
        """Return the attributions as a flat table: see :mod:`quoteattr.formats.columns`. Needs the extra ``arrow``."""
        from quoteattr.formats.columns import to_arrow

        return to_arrow([self])

    def to_pandas(self) -> pandas.DataFrame:
        """Return the attributions as a data frame with the columns of :meth:`to_arrow`. Needs the extra ``pandas``."""
        from quoteattr.formats.columns import attributions_frame

        return attributions_frame([self])

    def render(self, *, title: str | None = None, trees: bool = True) -> str:
        """Return the document as a self-contained HTML page.

        Args:
            title: The title of the page; by default the headline.
            trees: Draw the dependency trees of the attributions.
        """
        from quoteattr.views.html import to_html

        return to_html(self, title=title, trees=trees)

    def _repr_html_(self) -> str:
        from quoteattr.views.html import fragment

        return fragment(self)


def checked_documents(function: str, documents: object, *, also: tuple[type, ...] = ()) -> Iterator[Any]:
    """Yield the documents that ``function`` takes, or values of types in ``also``, each checked when it is reached.

    Raises an :class:`ArgumentError` that names ``function`` where they are none, or no collection.
    """
    takes = f"{function} takes Documents, as the reader returns them"
    if isinstance(documents, (str, bytes, Document)) or not isinstance(documents, Iterable):
        raise ArgumentError(f"{takes}, in a list or another iterable, not {type(documents).__name__}")
    for document in documents:
        if not isinstance(document, (Document, *also)):
            raise ArgumentError(f"{takes}, not {document!r:.60}: read the text first")
        yield document
