"""Entries of an audit: an article from a document, a result in JSON, or rows of a table; and a search in entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from quoteattr.document import Document
from quoteattr.errors import ArgumentError, FormatError
from quoteattr.formats.contract import to_dict
from quoteattr.formats.exchange_values import shown
from quoteattr.inputs import iso_date
from quoteattr.lexicon import load_table
from quoteattr.model import DocumentId
from quoteattr.resolve.wordlists import bare_honorifics

T = TypeVar("T")

_WORDS = re.compile(r"[^\s,]+")
_WORD = re.compile(r"[\w-]+")


@lru_cache(1 << 14)
def is_loaded(cue: str) -> bool:
    """Return True for a verb that adds a judgement to what it reports: "admit"."""
    return bool(_words("loaded").intersection(_WORD.findall(cue.casefold())))


@lru_cache(1 << 14)
def is_official(role: str | None) -> bool:
    """Return True for a role with a word for an office or a spokesperson and none for a private body."""
    words = _WORD.findall(role or "")
    if _words("private").intersection(word.casefold() for word in words):
        return False
    offices, abbreviated = _words("officials"), load_table("audit")["abbreviated"]
    return any(word.casefold() in offices or word in abbreviated for word in words)


@lru_cache(1 << 14)
def key_of(name: str) -> str:
    """Return the normalised form of a name: case-folded, without title and article."""
    words = [word for word in _WORDS.findall(name) if word.rstrip(".") not in bare_honorifics()]
    if words and words[0].casefold() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words).casefold().replace("’", "'") or name.casefold()


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_table("audit")[name].split())


NAMED = ("person", "organization", "document")
_BY_KIND = {"group": "unnamed_group", "anonymous": "unnamed_person"}


@frozen
class Claim:
    """The fields of an attribution for an audit. ``speaker`` is None if unknown."""

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

    ``outlet`` originated the story and ``publisher`` published it; ``author`` and ``section`` may be passed by
    the caller.
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
        FormatError: A result does not match the JSON schema.
    """
    if isinstance(given, Entry):
        return given
    if isinstance(given, Document):
        given = to_dict(given)
    if isinstance(given, Mapping) and "attributions" in given:
        return _of_result(given, author, section)
    raise ArgumentError(f"an audit takes Documents or results of to_dict, not {given!r:.60}: read the text first")


def with_entries(stream: Iterable[Mapping[str, Any] | T]) -> Iterator[Entry | T]:
    """Yield what is in a stream, with an entry in place of the rows of each article.

    Rows have the columns of :data:`quoteattr.formats.columns.COLUMNS`. Those of an article follow one another, and none
    holds an error.
    """
    article: list[Mapping[str, Any]] = []
    for each in stream:
        if article and not (isinstance(each, Mapping) and _is_next(article[-1], each)):
            yield _of_rows(article)
            article = []
        if isinstance(each, Mapping):
            article.append(each)
        else:
            yield each
    if article:
        yield _of_rows(article)


def _is_next(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return True if the other row is about a later attribution of the same article."""
    is_later = int(other["attribution"]) > int(row["attribution"])
    return is_later and other.get("document_id") == row.get("document_id")


def _of_rows(rows: Sequence[Mapping[str, Any]]) -> Entry:
    first = rows[0]
    known = (first.get(name) or None for name in ("article_outlet", "publisher", "published", "headline"))
    return Entry(first["document_id"], tuple(map(_of_row, rows)), *known)


def _of_row(row: Mapping[str, Any]) -> Claim:
    names = ("type", "kind", "role", "affiliation", "ref")
    known = {"name": row.get("speaker")} | {name: row.get(f"speaker_{name}") or None for name in names}
    speaker = known if row.get("speaker") else {}
    return _claim(row, row["content"] or "", speaker, row.get("cue_lemma") or row.get("cue"))


def _claim(fields: Mapping[str, Any], content: str, speaker: Mapping[str, Any], cue: str | None) -> Claim:
    """Return a claim; where the reader has set no type of the source, the type is the one that its kind suggests."""
    via = fields.get("via") or ()
    kind: Any = speaker["kind"] if speaker else None
    return Claim(
        content,
        fields["kind"],
        speaker.get("name"),
        speaker.get("type") or _BY_KIND.get(kind, kind),
        speaker.get("role"),
        speaker.get("affiliation"),
        speaker.get("ref"),
        cue or "",
        fields.get("outlet") or None,
        tuple(via.split("; ") if isinstance(via, str) else via),
        fields.get("act") or "speech",
        fields.get("polarity") or "asserted",
    )


def _of_result(data: Mapping[str, Any], author: str | None, section: str | None) -> Entry:
    try:
        article: Mapping[str, Any] = data.get("article") or {}
        bylines = (each for each in article.get("bylines", ()) if each.get("part", "author") == "author")
        names = [each.get("name") or each["text"] for each in bylines]
        return Entry(
            data.get("id"),
            tuple(_of_object(each, data["speakers"]) for each in data["attributions"]),
            (article.get("outlet") or {}).get("name"),
            (article.get("publisher") or {}).get("name"),
            article.get("published"),
            (article.get("headline") or {}).get("text"),
            author or ", ".join(names) or None,
            section,
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise FormatError(
            f"the result {shown(data.get('id'))} does not match the JSON schema ({type(error).__name__}: {error}); "
            "see quoteattr.json_schema()"
        ) from error


def _of_object(data: Mapping[str, Any], speakers: Sequence[Mapping[str, Any]]) -> Claim:
    number, cue = data.get("speaker"), data.get("cue") or {}
    speaker = {} if number is None else speakers[number]
    return _claim(data, data["content"]["text"], speaker, cue.get("lemma") or cue.get("text"))


@frozen
class Query:
    """Conditions on a claim; a field that is None does not count.

    ``speaker``, ``outlet`` and ``text`` are parts of the name or content, in any case; an outlet is the one that
    originated or published the story, carries the claim, or relayed it. ``since`` and ``until`` are dates of
    publication in ISO 8601, both included. ``polarities`` are those to accept, all if empty.
    """

    speaker: str | None = None
    outlet: str | None = None
    text: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None
    act: str | None = None
    polarities: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("since", "until"):
            try:
                iso_date(getattr(self, name))
            except ArgumentError as error:
                raise ArgumentError(
                    f"{name}={getattr(self, name)!r} is no date: write one such as 2023-04-01"
                ) from error

    def select(self, entry: Entry) -> Entry | None:
        """Return an article with the claims that are accepted; None if its date, or the lack of one, is not."""
        if self.since or self.until:
            date = (entry.published or "")[:10]
            if not date or not (self.since or "")[:10] <= date <= (self.until or "9999-12-31")[:10]:
                return None
        return evolve(entry, claims=tuple(claim for claim in entry.claims if self.accepts(claim, entry)))

    def accepts(self, claim: Claim, entry: Entry) -> bool:
        """Return True where a claim of an article whose date is accepted has what is wanted."""
        outlets = (entry.outlet, entry.publisher, claim.outlet, *claim.via)
        return (
            _within(self.speaker, claim.speaker)
            and _within(self.text, claim.content)
            and (self.outlet is None or any(_within(self.outlet, each) for each in outlets))
            and self.type in (None, claim.type)
            and self.act in (None, claim.act)
            and (not self.polarities or claim.polarity in self.polarities)
        )


@frozen
class Found:
    """A claim that was searched for, and the article that it is in, with all claims that were found in it."""

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
        selected = query.select(entry_of(document))
        if selected is not None:
            yield from (Found(selected, claim) for claim in selected.claims)


def _within(wanted: str | None, text: str | None) -> bool:
    return wanted is None or (text is not None and wanted.casefold() in text.casefold())
