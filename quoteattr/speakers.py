"""The speakers of many documents joined: all that one person or organisation said in a corpus.

Joining is conservative: two speakers become one where their full names agree and nothing speaks against it, or where
a shorter name comes with the same role or affiliation and fits one full name alone; two with one identifier of the
caller's list of people are one, two with different identifiers never. ``reasons`` has each step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

import regex
from attrs import field, frozen

from quoteattr.document import Document, checked_documents
from quoteattr.model import Attribution, DocumentId, Speaker, SpeakerKind
from quoteattr.resolve.entities import generation, same_given, same_middle
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.resolve.wordlists import countries, country_names, honorifics, name_suffixes

__all__ = [
    "EQUAL_NAMES",
    "Appearance",
    "CorpusSpeaker",
    "Joined",
    "block_of",
    "fullest_name",
    "identifier",
    "join",
    "merge",
]

_WORD = regex.compile(r"\w[\w’'.-]*")
_SMALL = frozenset({"the", "of", "for", "and", "a", "an", "to", "in", "s"})
_FEWEST_INITIALS = 3
EQUAL_NAMES = "the names are equal"  # a reason


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
class Joined:
    """Speakers that are one, by their numbers; ``reasons`` has one less, ``words`` those of roles and affiliations.

    ``countries`` are the affiliations that are countries, by their usual names; ``generations`` are "Jr" and the like.
    """

    first: Speaker
    numbers: list[int]
    reasons: list[str]
    refs: set[DocumentId]
    words: dict[str, set[str]]
    countries: set[str]
    generations: set[str]

    @classmethod
    def of(cls, number: int, speaker: Speaker, ref: DocumentId | None) -> Joined:
        """Return one speaker alone."""
        place = speaker.affiliation or ""
        country = place if place in country_names() else countries().get(place)  # "Kenya" for "Kenyan"
        stated = {"role": speaker.role, "affiliation": country or speaker.affiliation}
        words = {part: {word.lower() for word in _WORD.findall(text or "")} - _SMALL for part, text in stated.items()}
        refs = set() if ref is None else {ref}
        abroad, end = (set(filter(None, [each])) for each in (country, generation(speaker.name)))
        return cls(speaker, [number], [], refs, words, abroad, end)

    def join(self, other: Joined, reason: str) -> None:
        """Add the speakers of another."""
        self.numbers.extend(other.numbers)
        self.reasons.extend([reason, *other.reasons])
        self.refs.update(other.refs)
        self.countries.update(other.countries)
        self.generations.update(other.generations)
        for part, words in other.words.items():
            self.words[part].update(words)

    def may_be(self, other: Joined) -> bool:
        """Return True unless the list of people has them as two, or one is "Jr." and the other "Sr."."""
        stated = ((self.refs, other.refs), (self.generations, other.generations))
        return all(not (one and two) or one == two for one, two in stated)

    def in_order(self) -> tuple[list[int], list[str]]:
        """Return the numbers in ascending order, and for each but the first why it was joined."""
        reasons = dict(zip(self.numbers, ("", *self.reasons), strict=True))
        first, *others = sorted(reasons)
        reasons[self.numbers[0]] = reasons[first]  # why the first is one with another
        return [first, *others], [reasons[number] for number in others]


def merge(documents: Iterable[Document], *, people: PeopleSource | None = None) -> tuple[CorpusSpeaker, ...]:
    """Return the speakers of some documents, merged across them, in the order of their first appearance.

    Only people and organisations with names are ever joined; groups ("residents"), anonymous sources, and documents
    ("the report") stay apart, since two texts hardly mean the same by them. A name that fits two different speakers is
    joined to the one that comes first, so that the result may depend on the order of the documents.

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
    found = [Appearance(document, speaker) for document in checked for speaker in document.speakers]
    refs = [identifier(each.speaker, listed, each.document.article.published) for each in found]
    made: list[CorpusSpeaker] = []
    for group in sorted(join([each.speaker for each in found], refs), key=lambda group: min(group.numbers)):
        numbers, reasons = group.in_order()
        speakers = [found[number].speaker for number in numbers]
        one = CorpusSpeaker(
            name=fullest_name(speaker.name for speaker in speakers),
            kind=group.first.kind,
            roles=tuple(dict.fromkeys(speaker.role for speaker in speakers if speaker.role)),
            affiliations=tuple(dict.fromkeys(speaker.affiliation for speaker in speakers if speaker.affiliation)),
            appearances=tuple(found[number] for number in numbers),
            reasons=tuple(reasons),
            ref=next(iter(group.refs), None),
        )
        made.append(one)
    return tuple(made)


def identifier(speaker: Speaker, people: People | None, published: str | None) -> DocumentId | None:
    """Return the identifier that the reader has set, or else that of the list of people; None where neither has one."""
    if speaker.ref is not None or people is None:
        return speaker.ref
    return people.find(speaker, published)[0]


def join(speakers: Sequence[Speaker], refs: Sequence[DocumentId | None], *, single_names: bool = False) -> list[Joined]:
    """Join the speakers that are one.

    Args:
        speakers: Speakers of any documents.
        refs: The identifier of each, or None.
        single_names: Join equal names of one word ("Lund"), too, unless role and affiliation speak against it.

    Returns:
        The speakers in the order of their first members.
    """
    groups = [Joined.of(number, *pair) for number, pair in enumerate(zip(speakers, refs, strict=True))]
    steps: list[_Step] = [_identified, _equal_names, _short_names, _initials, partial(_equal_names, single=True)]
    for step in steps if single_names else steps[:-1]:
        joined = set()
        for group, home, reason in step(groups):
            home.join(group, reason)
            joined.add(group)
        groups = [group for group in groups if group not in joined]
    return groups


def block_of(speaker: Speaker) -> str | None:
    """Return a key that speakers share who can be one by their names; None for one who is joined to no other."""
    key = _key(speaker)
    if not key:
        return None
    initials = "".join(word[0] for word in key) if len(key) >= _FEWEST_INITIALS else " ".join(key)
    return f"{speaker.kind} {key[-1] if speaker.kind == 'person' else initials}"


def fullest_name(names: Iterable[str]) -> str:
    """Return the name with most letters, title and article apart; of several the first."""
    return max(names, key=lambda name: sum(map(len, _name_words(name))))


_Joins = Iterator[tuple[Joined, Joined, str]]
"""A group, the earlier one that it is joined to before the next group is looked at, and the reason."""
_Step = Callable[[Sequence[Joined]], _Joins]


def _identified(groups: Sequence[Joined]) -> _Joins:
    """Join those that have one identifier of the list of people."""
    by_ref: dict[DocumentId, Joined] = {}
    for group in groups:
        ref = next(iter(group.refs), None)
        home = group if ref is None else by_ref.setdefault(ref, group)
        if home is not group:
            yield group, home, f"both are {ref!r} in the list of people"


def _equal_names(groups: Sequence[Joined], single: bool = False) -> _Joins:
    """Join those of one kind with the same name: "Bill Vale" and "William Vale"; with ``single`` names of one word."""
    by_end: defaultdict[tuple[str, str], list[Joined]] = defaultdict(list)
    for group in groups:
        key = _key(group.first)
        homes = by_end[group.first.kind, key[-1]] if key else []
        home = next((each for each in homes if _is_same(each, group, single)), None)
        if home is None:
            homes.append(group)
        else:
            own, other = group.first.name, home.first.name
            yield group, home, EQUAL_NAMES if own == other else f"the name {own!r} is {other!r}"


def _is_same(one: Joined, other: Joined, single: bool) -> bool:
    here, there = _key(one.first), _key(other.first)
    if one.first.kind == "organization":
        abroad = one.countries and other.countries and one.countries.isdisjoint(other.countries)  # two ministries
        return not single and here == there and one.may_be(other) and not abroad
    fitting = len(here) == len(there) == 1 if single else min(len(here), len(there)) > 1
    named = fitting and same_given(here[0], there[0]) and same_middle(here, there)
    return named and one.may_be(other) and _agrees(one, other)


def _agrees(one: Joined, other: Joined) -> bool:
    """Return False where both have a role and an affiliation and share a word of neither: two people of one name."""
    stated = all(words for group in (one, other) for words in group.words.values())
    return not stated or any(words & other.words[part] for part, words in one.words.items())


def _short_names(groups: Sequence[Joined]) -> _Joins:
    """Join a surname to the only full name that ends with it, where role or affiliation share a word."""
    bearers: defaultdict[str, list[Joined]] = defaultdict(list)
    for group in groups:
        if group.first.kind == "person" and len(key := _key(group.first)) > 1:
            bearers[key[-1]].append(group)
    for group in groups:
        key = _key(group.first)
        homes = bearers[key[0]] if group.first.kind == "person" and len(key) == 1 else []
        shared = [part for part, words in group.words.items() if homes and homes[0].words[part] & words]
        if len(homes) == 1 and shared and homes[0].may_be(group):
            whole = homes[0].first.name
            yield group, homes[0], f"the surname {group.first.name!r} with the same {shared[0]} as {whole!r}"


def _initials(groups: Sequence[Joined]) -> _Joins:
    """Join an acronym to the only organisation whose initials it has: "WHO" and "World Health Organization"."""
    wholes: defaultdict[str, list[Joined]] = defaultdict(list)
    for group in groups:
        if group.first.kind == "organization" and len(key := _key(group.first)) >= _FEWEST_INITIALS:
            wholes["".join(word[0] for word in key)].append(group)
    for group in groups:
        name = group.first.name.removeprefix("the ").removeprefix("The ")
        short = group.first.kind == "organization" and name.isupper() and len(name) >= _FEWEST_INITIALS
        homes = wholes[name.lower()] if short else []
        if len(homes) == 1:
            yield group, homes[0], f"{name!r} has the initials of {homes[0].first.name!r}"


def _key(speaker: Speaker) -> tuple[str, ...]:
    """Return the distinctive words of a name, lower case, without title, article or "Jr."; empty without a name."""
    if speaker.kind not in ("person", "organization") or not any(map(str.isupper, speaker.name)):
        return ()
    return tuple(word.rstrip(".").lower() for word in _name_words(speaker.name) if word.lower() not in _SMALL)


def _name_words(name: str) -> list[str]:
    return [word for word in _WORD.findall(name) if word.rstrip(".") not in _titles()]


@cache
def _titles() -> frozenset[str]:
    return frozenset({*honorifics(), *name_suffixes(), "the", "The"})
