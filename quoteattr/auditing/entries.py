"""Entries of an audit: one article from a document, a result in JSON, or rows of a table of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from attrs import field, frozen

from quoteattr.document import Document
from quoteattr.errors import ArgumentError, FormatError
from quoteattr.formats.json_values import shown
from quoteattr.model import Article, Attribution, DocumentId, Speaker

NAMED = ("person", "organization", "document")
TYPES = (*NAMED, "unnamed_person", "unnamed_group", "anonymous")
_BY_KIND = {"group": "unnamed_group", "anonymous": "unnamed_person"}


@frozen
class Claim:
    """One attribution, as far as it counts in an audit. ``speaker`` is None where it is not known."""

    content: str
    kind: str
    speaker: str | None = None
    type: str | None = None
    role: str | None = None
    affiliation: str | None = None
    ref: str | int | None = None
    cue: str = ""
    outlet: str | None = None
    via: tuple[str, ...] = ()
    act: str = "speech"
    polarity: str = "asserted"


@frozen
class Entry:
    """One article with its claims.

    ``outlet`` originated the story and ``publisher`` published it; ``author`` and ``section`` may be known to the
    caller alone.
    """

    id: DocumentId | None
    claims: tuple[Claim, ...] = field(default=(), repr=False)
    outlet: str | None = None
    publisher: str | None = None
    published: str | None = None
    headline: str | None = None
    author: str | None = None
    section: str | None = None


def entry_of(
    given: Document | Entry | Mapping[str, object], *, author: str | None = None, section: str | None = None
) -> Entry:
    """Return the entry of a document, or of the result in JSON of one.

    Args:
        given: The document, or what :func:`quoteattr.to_dict` returned; its text is not needed.
        author: The author, in place of the byline of the document.
        section: The section of the paper.

    Raises:
        ArgumentError: ``given`` is neither.
        FormatError: A result does not follow the contract.
    """
    if isinstance(given, Entry):
        return given
    if isinstance(given, Document):
        return _of_document(given, author, section)
    if isinstance(given, Mapping) and "attributions" in given:
        return _of_result(given, author, section)
    raise ArgumentError(f"an audit takes Documents or results of to_dict, not {given!r:.60}: read the text first")


def source_type(type: str | None, kind: str | None) -> str | None:
    """Return the type of a source; where the reader has set none, the one that its kind suggests."""
    return type or _BY_KIND.get(kind or "", kind)


def entries_of_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield the entries of a table with the columns of :data:`quoteattr.formats.columns.COLUMNS`.

    The rows of an article follow one another. Rows that hold an error are left out.
    """
    counted = _numbered(rows)
    for _, group in groupby(counted, key=lambda pair: pair[0]):
        found = [row for _, row in group]
        first = found[0]
        yield Entry(
            first["document_id"],
            tuple(map(_of_row, found)),
            first.get("article_outlet") or None,
            first.get("publisher") or None,
            first.get("published") or None,
            first.get("headline") or None,
        )


def _numbered(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Number the articles: a new one begins with another id, and where the numbers of attributions begin again."""
    number, before = 0, (object(), -1)
    for row in rows:
        if row.get("error"):
            continue
        here = (row.get("document_id"), int(row["attribution"]))
        if here[0] != before[0] or here[1] <= before[1]:
            number += 1
        before = here
        yield number, row


def _of_row(row: Mapping[str, Any]) -> Claim:
    via = row.get("via") or ()
    return Claim(
        row["content"] or "",
        row["kind"],
        row.get("speaker") or None,
        source_type(row.get("speaker_type") or None, row.get("speaker_kind")) if row.get("speaker") else None,
        row.get("speaker_role") or None,
        row.get("speaker_affiliation") or None,
        row.get("speaker_ref") or None,
        row.get("cue_lemma") or row.get("cue") or "",
        row.get("outlet") or None,
        tuple(via.split("; ") if isinstance(via, str) else via),
        row.get("act") or "speech",
        row.get("polarity") or "asserted",
    )


def _of_document(document: Document, author: str | None, section: str | None) -> Entry:
    article: Article = document.article
    names = [byline.name for byline in article.bylines if byline.part == "author"]
    return Entry(
        document.id,
        tuple(map(_claim, document.attributions)),
        article.outlet.name if article.outlet else None,
        article.publisher.name if article.publisher else None,
        article.published,
        article.headline.text if article.headline else None,
        author or ", ".join(names) or None,
        section,
    )


def _claim(each: Attribution) -> Claim:
    speaker: Speaker | None = each.speaker
    cue = "" if each.cue is None else each.cue.lemma or each.cue.text
    common = (cue, each.outlet, each.via, each.act, each.polarity)
    if speaker is None:
        return Claim(each.content.text, each.kind, None, None, None, None, None, *common)
    kind = source_type(speaker.type, speaker.kind)
    known = (speaker.name, kind, speaker.role, speaker.affiliation, speaker.ref)
    return Claim(each.content.text, each.kind, *known, *common)


def _of_result(data: Mapping[str, object], author: str | None, section: str | None) -> Entry:
    try:
        article = cast("Mapping[str, Any]", data.get("article") or {})
        names = [each.get("name") or each["text"] for each in article.get("bylines", ()) if _is_author(each)]
        speakers = cast("Sequence[Mapping[str, Any]]", data["speakers"])
        return Entry(
            cast("DocumentId | None", data.get("id")),
            tuple(_of_object(each, speakers) for each in cast("Sequence[Mapping[str, Any]]", data["attributions"])),
            (article.get("outlet") or {}).get("name"),
            (article.get("publisher") or {}).get("name"),
            article.get("published"),
            (article.get("headline") or {}).get("text"),
            author or ", ".join(names) or None,
            section,
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        where = shown(data.get("id"))
        raise FormatError(
            f"the result {where} does not follow the contract ({type(error).__name__}: {error}); "
            "see quoteattr.json_schema()"
        ) from error


def _is_author(byline: Mapping[str, Any]) -> bool:
    return bool(byline.get("part", "author") == "author")


def _of_object(data: Mapping[str, Any], speakers: Sequence[Mapping[str, Any]]) -> Claim:
    number, cue = data.get("speaker"), data.get("cue") or {}
    speaker = {} if number is None else speakers[number]
    return Claim(
        data["content"]["text"],
        data["kind"],
        speaker.get("name"),
        source_type(speaker.get("type"), speaker["kind"]) if speaker else None,
        speaker.get("role"),
        speaker.get("affiliation"),
        speaker.get("ref"),
        cue.get("lemma") or cue.get("text") or "",
        data.get("outlet"),
        tuple(data.get("via") or ()),
        data.get("act", "speech"),
        data.get("polarity", "asserted"),
    )
