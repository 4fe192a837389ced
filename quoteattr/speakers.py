"""The speakers of many documents joined: all that one person or organisation said in a corpus.

Joining is conservative: two speakers become one where their full names agree and nothing speaks against it, or where
a shorter name comes with the same role or affiliation and fits one full name alone; two with one identifier of the
caller's list of people are one, two with different identifiers never. ``reasons`` has each step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import regex
from attrs import field, frozen

from quoteattr.document import Document, checked_documents
from quoteattr.model import Attribution, DocumentId, Speaker, SpeakerKind
from quoteattr.resolve.entities import same_given
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.resolve.wordlists import honorifics, name_suffixes

__all__ = ["Appearance", "CorpusSpeaker", "merge"]

_WORD = regex.compile(r"\w[\w’'.-]*")
_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "to", "in", "s"})
_FEWEST_INITIALS = 3


@frozen
class Appearance:
    """One document with one of its speakers."""

    document: Document = field(repr=False)
    speaker: Speaker

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """The claims of the speaker in the document, in text order."""
        return tuple(each for each in self.document.attributions if each.speaker == self.speaker)


@frozen
class CorpusSpeaker:
    """Someone or something that speaks in one or more documents.

    ``roles`` and ``affiliations`` are those of all appearances, each once. ``reasons`` says for every appearance but
    the first why it was joined. ``ref`` is the identifier in the caller's list of people.
    """

    name: str
    kind: SpeakerKind
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]
    appearances: tuple[Appearance, ...]
    reasons: tuple[str, ...] = ()
    ref: DocumentId | None = None

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """All that was said, in the order of the documents."""
        return tuple(each for appearance in self.appearances for each in appearance.attributions)


@frozen(eq=False)
class _Group:
    """Appearances that are taken for one speaker, in the making."""

    appearances: list[Appearance]
    reasons: list[str]
    refs: set[DocumentId] = field(factory=set)

    @property
    def first(self) -> Speaker:
        return self.appearances[0].speaker

    def words(self, part: str) -> set[str]:
        """Return the words of all roles or affiliations."""
        stated = (getattr(each.speaker, part) or "" for each in self.appearances)
        return {word for value in stated for word in _words(value)} - _SMALL

    def join(self, other: _Group, reason: str) -> None:
        self.appearances.extend(other.appearances)
        self.reasons.extend([reason, *other.reasons])
        self.refs.update(other.refs)

    def may_be(self, other: _Group) -> bool:
        """Return True unless the list of people has them as two."""
        return not (self.refs and other.refs) or self.refs == other.refs


def merge(documents: Iterable[Document], *, people: PeopleSource | None = None) -> tuple[CorpusSpeaker, ...]:
    """Return the speakers of some documents, merged across them, in the order of their first appearance.

    Only people and organisations with names are ever joined; groups ("residents"), anonymous sources, and documents
    ("the report") stay apart, since two texts hardly mean the same by them.

    Args:
        documents: The documents.
        people: A list of people, as for :func:`quoteattr.load`, for speakers without an identifier. Speakers that the
            model linked to a list when it read the documents have theirs already.

    Raises:
        ArgumentError: An item is no document, or a row of ``people`` is malformed.
        InputError: The file of people cannot be read, or a row of it is malformed.
    """
    checked = checked_documents("merge", documents)
    listed = None if people is None else People.of(people)
    groups = [_group(document, speaker, listed) for document in checked for speaker in document.speakers]
    for joined in (_identified, _full_names, _short_names, _initials):
        groups = joined(groups)
    return tuple(_finished(group) for group in groups)


def _group(document: Document, speaker: Speaker, people: People | None) -> _Group:
    ref = speaker.ref
    if ref is None and people is not None:
        ref, _ = people.find(speaker, document.article.published)
    return _Group([Appearance(document, speaker)], [], set() if ref is None else {ref})


def _identified(groups: Sequence[_Group]) -> list[_Group]:
    """Join those that have one identifier of the list of people."""
    kept: list[_Group] = []
    by_ref: dict[DocumentId, _Group] = {}
    for group in groups:
        ref = next(iter(group.refs), None)
        home = None if ref is None else by_ref.setdefault(ref, group)
        if home is None or home is group:
            kept.append(group)
        else:
            home.join(group, f"both are {ref!r} in the list of people")
    return kept


def _full_names(groups: Sequence[_Group]) -> list[_Group]:
    """Join equal names of two words and more, and equal names of organisations: "Bill Vale" and "William Vale"."""
    kept: list[_Group] = []
    by_end: defaultdict[tuple[str, str], list[_Group]] = defaultdict(list)
    for group in groups:
        key = _key(group.first)
        home = next((g for g in by_end[group.first.kind, key[-1]] if _same(g, group)), None) if key else None
        if home is not None:
            home.join(group, f"the name {group.first.name!r} is {home.first.name!r}")
            continue
        kept.append(group)
        if key:
            by_end[group.first.kind, key[-1]].append(group)
    return kept


def _same(one: _Group, other: _Group) -> bool:
    here, there = _key(one.first), _key(other.first)
    if not one.may_be(other):
        return False
    if one.first.kind == "organization":
        return here == there
    if min(len(here), len(there)) < 2 or not same_given(here[0], there[0]):
        return False
    return _agrees(one, other)


def _agrees(one: _Group, other: _Group) -> bool:
    """Return False where both have a role and an affiliation and share a word of neither: two people of one name."""
    stated = all(group.words(part) for group in (one, other) for part in ("role", "affiliation"))
    return not stated or any(one.words(part) & other.words(part) for part in ("role", "affiliation"))


def _short_names(groups: Sequence[_Group]) -> list[_Group]:
    """Join a surname to the only full name that ends with it, where role or affiliation share a word."""
    bearers: defaultdict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.first.kind == "person" and len(key := _key(group.first)) > 1:
            bearers[key[-1]].append(group)
    kept: list[_Group] = []
    for group in groups:
        key = _key(group.first)
        homes = bearers[key[0]] if group.first.kind == "person" and len(key) == 1 else []
        shared = [part for part in ("role", "affiliation") if homes and homes[0].words(part) & group.words(part)]
        if len(homes) == 1 and shared and homes[0].may_be(group):
            whole = homes[0].first.name
            homes[0].join(group, f"the surname {group.first.name!r} with the same {shared[0]} as {whole!r}")
        else:
            kept.append(group)
    return kept


def _initials(groups: Sequence[_Group]) -> list[_Group]:
    """Join an acronym to the only organisation whose initials it has: "WHO" and "World Health Organization"."""
    wholes: defaultdict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.first.kind == "organization" and len(key := _key(group.first)) >= _FEWEST_INITIALS:
            wholes["".join(word[0] for word in key)].append(group)
    kept: list[_Group] = []
    for group in groups:
        name = group.first.name.removeprefix("the ").removeprefix("The ")
        short = group.first.kind == "organization" and name.isupper() and len(name) >= _FEWEST_INITIALS
        homes = wholes[name.lower()] if short else []
        if len(homes) == 1:
            homes[0].join(group, f"{name!r} has the initials of {homes[0].first.name!r}")
        else:
            kept.append(group)
    return kept


def _key(speaker: Speaker) -> tuple[str, ...]:
    """Return the distinctive words of a name, lower case, without title, article or "Jr."; empty without a name."""
    if speaker.kind not in ("person", "organization") or not any(map(str.isupper, speaker.name)):
        return ()
    words = [word for word in _WORD.findall(speaker.name) if word.rstrip(".") not in {*honorifics(), *name_suffixes()}]
    return tuple(word.rstrip(".").lower() for word in words if word.lower() not in _SMALL)


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(text))


def _finished(group: _Group) -> CorpusSpeaker:
    speakers = [each.speaker for each in group.appearances]
    return CorpusSpeaker(
        name=max((speaker.name for speaker in speakers), key=len),
        kind=group.first.kind,
        roles=tuple(dict.fromkeys(speaker.role for speaker in speakers if speaker.role)),
        affiliations=tuple(dict.fromkeys(speaker.affiliation for speaker in speakers if speaker.affiliation)),
        appearances=tuple(group.appearances),
        reasons=tuple(group.reasons),
        ref=next(iter(group.refs), None),
    )
