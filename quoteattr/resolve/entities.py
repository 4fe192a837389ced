"""Names of one entity: "Putin" and "Vladimir Putin", "WHO" and "World Health Organization"."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter
from types import MappingProxyType

from attrs import frozen

from quoteattr.lexicon.cues import institution_words, word_list
from quoteattr.lexicon.outlets import is_outlet, short_forms
from quoteattr.model import Span, SpeakerKind
from quoteattr.resolve import wordlists
from quoteattr.resolve.anaphora import classes_of_name, distinct_owners, heads_of
from quoteattr.resolve.mentions import Keys, Mention, Place, stated_gender
from quoteattr.resolve.names import SMALL_WORDS, initials_of, without_accents
from quoteattr.resolve.roles import NO_OFFICE
from quoteattr.resolve.wordlists import Gender

_NEAR = 20  # the most mentions on either side, and earlier owners, among which the owner of a name is searched for
_LAST_SPOKEN = 3  # the most sentences between a speaker and the surname alone


@frozen(slots=False)
class NameCluster:
    """Someone or something named, with all mentions by name, in text order."""

    id: int
    kind: SpeakerKind
    mentions: tuple[Mention, ...]

    @cached_property
    def name(self) -> str:
        """The fullest name; of names of one length the first, initials and capitals only if there is no other.

        Capitals are preferred to one word alone: "ADA LUND" to "Lund".
        """

        def rank(mention: Mention) -> tuple[bool, bool, int, bool, Span]:
            words, initial = len(mention.keys), len(mention.keys[0]) == 1
            return words < 2, mention.name.isupper(), -words, initial, mention.span

        return min(self.mentions, key=rank).name

    @cached_property
    def gender(self) -> Gender:
        """The gender stated by the text or indicated by a given name ("Peyton" of "Jennifer Peyton" is none)."""
        surnames = {mention.keys[-1] for mention in self.mentions if len(mention.keys) > 1}
        genders = [stated_gender(m.office) if m.keys[0] in surnames else m.gender for m in self.mentions]
        return next(filter(None, genders), "")

    @cached_property
    def said(self) -> frozenset[str]:
        """Return the nouns that the text uses for it by apposition or as a predicate."""
        return frozenset().union(*(mention.said for mention in self.mentions))

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Return the words that distinguish it from others of the same name."""
        return frozenset().union(*(mention.modifiers for mention in self.mentions))

    @cached_property
    def gender_stated(self) -> bool:
        """Return whether a title or noun of the text states the gender, rather than the list of given names."""
        return any(stated_gender(mention.office) for mention in self.mentions)

    @cached_property
    def known(self) -> bool:
        """False where neither text nor lists show whether it is a person or an organisation."""
        return any(mention.name_kind for mention in self.mentions)


def entities(
    mentions: Sequence[Mention],
    abbreviations: Mapping[str, Keys] = MappingProxyType({}),
    referred: Mapping[Place, Gender] = MappingProxyType({}),
    speaking: Collection[Place] = (),
) -> tuple[NameCluster, ...]:
    """Return the entities of all named mentions, in the order of their first mention.

    ``abbreviations`` are those that the text defines, lower case, with the words of the full names; ``speaking`` the
    places of sources; ``referred`` the genders of pronouns after subjects in a sentence, by the place of the subject.
    """
    held = (role.affiliation for mention in mentions for role in mention.office.roles)
    employers = (each.name for each in held if each is not None and each.kind in ("organization", "place"))
    shown = {tuple(without_accents(name.lower()).split()) for name in employers}
    shown |= {mention.keys for mention in mentions if mention.name_kind == "organization" and mention.said}
    people = _people(mentions, shown, referred, speaking)
    taken = {id(mention) for group in people for mention in group}
    rest = [mention for mention in mentions if id(mention) not in taken]
    surnames = _surnames_alone(rest, shown, referred)
    named_alone = _by_keys(mention for mention in rest if mention.keys in surnames)
    by_gender = (_by_trait(group, _stated_genders, frozenset.isdisjoint) for group in named_alone)  # "Mr", "Mrs Vale"
    alone = _with_relatives((group for parts in by_gender for group, _ in parts), people)
    firms = _organisations([mention for mention in rest if mention.keys not in surnames], abbreviations)
    groups: list[tuple[SpeakerKind, list[Mention]]] = [("person", group) for group in (*people, *alone)]
    groups += [("group" if all(m.name_kind == "group" for m in group) else "organization", group) for group in firms]
    groups.sort(key=lambda each: each[1][0].span)
    return tuple(NameCluster(number, kind, tuple(group)) for number, (kind, group) in enumerate(groups))


def _surnames_alone(rest: Sequence[Mention], shown: set[Keys], referred: Collection[Place]) -> set[Keys]:
    """Return the names of people in a text that has no full name of theirs; ``shown`` are those of organisations."""
    # "Mr Vale" shows that "Vale" elsewhere is a person as well
    people_alone = [mention for mention in rest if mention.name_kind == "person"]
    surnames = {mention.keys for mention in people_alone}
    titled = {mention.keys for mention in people_alone if mention.office != NO_OFFICE}
    # "Merrow", labelled a place as often as a person, is one everywhere
    votes = Counter(mention.keys for mention in people_alone if mention.labelled)
    votes.subtract(mention.keys for mention in rest if mention.labelled and _no_person(mention))
    surnames -= {name for name, lead in votes.items() if lead <= 0} - titled
    # "Nordair AB" shows that "Nordair", which the tagger takes for a person, is a company
    surnames -= {short for mention in rest for short in (*_without_ends(mention.keys), *_trade_name(mention))} - titled
    # so does "the Nordair Foundation", unless "he" or "she" follows
    gendered = {mention.keys for mention in people_alone if mention.place in referred}
    bodies = (m for m in rest if m.name_kind == "organization" and m.labelled and len(m.keys) > 1)
    surnames -= {m.keys[:1] for m in bodies} - titled - gendered
    return surnames - (shown - titled)  # so do "Nordair spokeswoman Ida Vale" and "Nordair, an airline"


def _no_person(mention: Mention) -> bool:
    return mention.name_kind in ("organization", "place", "group", "thing")


def _people(
    mentions: Sequence[Mention],
    organisations: Collection[Keys],
    referred: Mapping[Place, Gender],
    speaking: Collection[Place],
) -> list[list[Mention]]:
    """Return people with a full name, each with its mentions by shorter names; ``organisations`` are no people."""
    groups: list[list[Mention]] = []
    known: defaultdict[str, _FullNames] = defaultdict(_FullNames)
    for mention in mentions:
        if len(mention.keys) < 2 or _no_person(mention) or mention.keys in organisations:
            continue
        # "Omar Stone Jr." is another person than "Omar Stone" before him, who may be "Omar Stone Jr." before that
        end = generation(mention.name)
        alike = [known[end], *(() if end else (names for other, names in known.items() if other))]
        number = next((found for names in alike if (found := names.find(mention.keys)) is not None), None)
        if number is None:
            number = len(groups)
            groups.append([])
        groups[number].append(mention)
        known[end].add(mention.keys, number)
    owners = _Owners(groups, mentions, referred, speaking)
    for mention in mentions:
        number = owners.of(mention) if len(mention.keys) == 1 else None
        if number is not None:
            groups[number].append(mention)
    return [sorted(group, key=lambda m: m.span) for group in groups]


def generation(name: str) -> str:
    """Return "Jr" of "Omar Stone Jr.", "" for a name without a generation."""
    last = name.rpartition(" ")[2].rstrip(".")
    return last if last in wordlists.generations() else ""


class _FullNames:
    """The numbers of the people with full names so far, by the forms of the names and apart by middle names."""

    def __init__(self) -> None:
        # the numbers by kind of entry and words; several only where middle names differ
        self._numbers: defaultdict[tuple[str, Keys], list[int]] = defaultdict(list)
        self._middle: dict[int, Keys] = {}  # the middle names of each person, where a name has any

    def add(self, name: Keys, number: int) -> None:
        """Enter a name of the person ``number``."""
        entries = [("whole", name), ("given", (name[0], name[-1])), ("initial", (name[0][:1], name[-1]))]
        entries += [("part", part) for part in _parts(name)]
        for entry in entries:
            known = self._numbers[entry]
            if number not in known and len(known) < _NEAR:
                known.append(number)
        if middle := _middle_names(name):
            self._middle.setdefault(number, middle)

    def find(self, name: Keys) -> int | None:
        """Return the lowest number of a person whose name is the same, longer or shorter, or None."""
        given, last = name[0], name[-1]
        # a part of a longer name, or longer than one: "William Vale" and "William J. Vale"
        entries = [("part", name), *(("whole", part) for part in _parts(name))]
        # "Bill Vale", "William Vale", "W. Vale"
        entries += [("given", (other, last)) for other in (given, given[:1], *wordlists.other_given(given))]
        if len(given) == 1:
            entries.append(("initial", (given, last)))
        middle = _middle_names(name)
        found = (number for entry in entries for number in self._numbers.get(entry, ()))
        return min((number for number in found if _agree(middle, self._middle.get(number, ()))), default=None)


def _middle_names(name: Keys) -> Keys:
    return tuple(word for word in name[1:-1] if word not in wordlists.name_particles())


def same_middle(one: Keys, other: Keys) -> bool:
    """Return False for full names with different middle names: "George W. Bush" and "George H. W. Bush"."""
    return _agree(_middle_names(one), _middle_names(other))


def _agree(middle: Keys, other: Keys) -> bool:
    """Return True for middle names that share a word or the first letter, and for a name that has none."""
    shared = (word for word in middle if len(word) > 1 and word in other)
    return not middle or not other or middle[0][:1] == other[0][:1] or any(shared)


def _parts(name: Keys) -> set[Keys]:
    """Return the first two words and more of a name, and the last two and more."""
    return {part for length in range(2, len(name) + 1) for part in (name[:length], name[-length:])}


class _Owners:
    """The owners of single names among people with full names, the ``groups``."""

    def __init__(
        self,
        groups: Sequence[Sequence[Mention]],
        mentions: Sequence[Mention],
        referred: Mapping[Place, Gender],
        speaking: Collection[Place],
    ) -> None:
        self._referred = referred
        self._speaking = speaking
        # where each word of the names of organisations first occurs in one: alone, or as its first or last word
        self._organisations: dict[str, int] = {}
        for mention in mentions:
            for word in (mention.keys[0], mention.keys[-1]) if mention.name_kind == "organization" else ():
                self._organisations[word] = min(mention.span.start, self._organisations.get(word, mention.span.start))
        self._genders = [next((m.gender for m in group if m.gender), "") for group in groups]
        ends = ((generation(mention.name) for mention in group) for group in groups)
        self._generations = [next(filter(None, found), "") for found in ends]
        self._last, self._first, self._middle = (defaultdict[str, list[tuple[int, int]]](list) for _ in range(3))
        self._at = {mention.span.start: mention for group in groups for mention in group}
        bearers = (((mention.span.start, number), mention) for number, group in enumerate(groups) for mention in group)
        for bearer, mention in sorted(bearers, key=itemgetter(0)):
            # "vale" of "Ida Vale", "fung" of "Simon Fung Kwok-hei", "lau" of "Lau Chi-fung"
            *before, last = mention.name.split()
            given = before and "-" in last and last.rpartition("-")[2].islower()
            self._last[without_accents(before[-1].lower()) if given else mention.keys[-1]].append(bearer)
            self._first[mention.keys[0]].append(bearer)
            for word in _middle_names(mention.keys) if "-" not in mention.name else ():
                self._middle[word].append(bearer)

    def of(self, mention: Mention) -> int | None:
        """Return the person most often named before the mention, else the first one after; surnames have precedence."""
        key = mention.keys[0]
        # a name labelled as organisation or place stays one; but "PUTIN" in capitals is no acronym, and "Paris", as a
        # subject at least, may be Valeska Paris
        place = mention.name_kind == "place" and (mention.subject or not mention.labelled)
        capitals = mention.name.isupper() and len(key) > 3
        if _no_person(mention) and not capitals and not place and not self._is_surname(mention):
            return None
        if key in self._last:
            return self._nearest(mention, self._last[key], stated_gender(mention.office))
        if _no_person(mention):
            return None
        # "Lula" of "Luiz Inácio Lula da Silva", "Soto" of "Ida Soto Vega"
        return self._nearest(mention, self._first.get(key, self._middle.get(key, [])), mention.gender)

    def _is_surname(self, mention: Mention) -> bool:
        """Return True for "Forbes" after "Iain Forbes" in a text without an organisation of this name before him."""
        bearers = self._last.get(mention.keys[0])
        if mention.name_kind != "organization" or not bearers or mention.name.isupper():
            return False
        return bearers[0][0] < self._organisations[mention.keys[0]]

    def _nearest(self, mention: Mention, bearers: list[tuple[int, int]], gender: Gender) -> int | None:
        at = bisect_right(bearers, (mention.span.start, len(self._genders)))
        named = [(number, self._at[start]) for start, number in bearers[max(0, at - _NEAR) : at]]
        age = mention.office.age  # "Vale, 45," is not "Ida Vale, 41"
        other = {number for number, each in named if age and each.office.age not in (None, age)}
        before = [number for number, _ in named if number not in other] or [number for number, _ in named]
        near = [each for each in named if 0 < mention.sentence - each[1].sentence <= _LAST_SPOKEN]
        speaker = next((number for number, each in reversed(near) if each.place in self._speaking), None)
        # of several, who spoke last, if nobody is first named after; who is named most often; whom "he" or "she" fits
        counts, referred, new = Counter(before), self._referred.get(mention.place), _introduced(mention, named, speaker)
        speaker = None if new is not None and counts[new] == 1 else speaker
        before.sort(key=lambda n: (n == speaker, counts[n], referred == self._genders[n] != "", n == new), reverse=True)
        after = [number for _, number in bearers[at : at + _NEAR] if number not in before]
        # "Mrs Vale" is "Ida Vale" rather than anyone of unknown gender, if she is named before, and never "Tom Vale"
        known_first = [
            number
            for group in (before, after)
            for number in sorted(group, key=lambda each: gender not in ("", self._genders[each]))
        ]
        fitting = [number for number in known_first if not gender or self._genders[number] in ("", gender)]
        # "Stone Jr." is "Omar Stone Jr.", else "Omar Stone", never "Omar Stone Sr."
        if end := generation(mention.name):
            same = (number for number in fitting if self._generations[number] in ("", end))
            fitting = sorted(same, key=lambda number: not self._generations[number])
        if fitting:  # the first title shows it where nothing else does: "Kit Vale … Ms Vale", later not "Mr Vale"
            self._genders[fitting[0]] = self._genders[fitting[0]] or gender
        if fitting and mention.place in self._speaking:
            bearers.insert(at, (mention.span.start, fitting[0]))
            self._at[mention.span.start] = mention
        return next(iter(fitting), None)


def _introduced(mention: Mention, named: Sequence[tuple[int, Mention]], speaker: int | None) -> int | None:
    """Return the subject of the sentence before: "Her son, Omar Vale, runs it".

    If the last speaker is in it too, "Ida Vale said Omar Vale left", or another holds an office, return None.
    """
    number, last = named[-1] if named else (None, mention)
    near = last.subject and mention.sentence - last.sentence == 1
    others = [(other, each) for other, each in named if other != number]
    taken = any(each.office.noun or (other == speaker and each.sentence == last.sentence) for other, each in others)
    return number if near and not taken and "deceased" not in last.said else None


def same_given(one: str, other: str) -> bool:
    """Return True for one given name and another form of it, both lower case: "bill" and "william", "j" and "john"."""
    initial = min(len(one), len(other)) == 1 and one[0] == other[0]
    return one == other or initial or other in wordlists.other_given(one)


def _by_keys(mentions: Iterable[Mention]) -> list[list[Mention]]:
    groups: defaultdict[Keys, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[_bare(mention.keys)].append(mention)
    return list(groups.values())


def _bare(name: Keys) -> Keys:
    return name[1:] if len(name) > 1 and name[0] == "the" else name


def _organisations(mentions: Sequence[Mention], abbreviations: Mapping[str, Keys]) -> list[list[Mention]]:
    """Organisations and places; an acronym or a name without "Inc" joins the full one, "the Ministry" the last."""
    nouns = wordlists.organisation_nouns()
    short = [mention for mention in mentions if _is_short(mention)]
    groups: dict[Keys, list[Mention]] = {}
    for named in _by_keys(mention for mention in mentions if not _is_short(mention)):
        # by owners: "Kenya's ministry", "the Chadian ministry"
        for number, (group, words) in enumerate(_by_trait(named, attrgetter("modifiers"), distinct_owners)):
            name = (*_bare(group[0].keys), *(("'s", *sorted(words)) if number else ()))
            groups[name] = group
    for name, whole in list(_fuller(groups, abbreviations)):
        groups[whole] = groups[whole] + groups.pop(name)
    bearers: defaultdict[str, list[tuple[int, Keys]]] = defaultdict(list)
    placed = ((mention.span.start, name, mention) for name, group in groups.items() for mention in group)
    for start, name, mention in sorted(placed, key=itemgetter(0, 1)):
        # "the Ministry" of "Ministry of Health", "State" of "State Department", not "Senate" of "Senate Law Committee"
        opens = mention.keys[0] if len(mention.keys) < 3 else ""
        for word in {opens, *heads_of(mention.keys, ("of", "for"))} & nouns:
            bearers[word].append((start, name))
    for mention in short:
        known = bearers.get(mention.keys[0], [])
        at = bisect_right(known, mention.span.start, key=itemgetter(0))
        name = known[max(at - 1, 0)][1] if known else mention.keys
        groups.setdefault(name, []).append(mention)
    return [sorted(group, key=lambda m: m.span) for group in groups.values()]


def _stated_genders(mention: Mention) -> frozenset[str]:
    return frozenset(filter(None, (stated_gender(mention.office),)))


def _with_relatives(alone: Iterable[list[Mention]], people: Iterable[Sequence[Mention]]) -> Iterator[list[Mention]]:
    """Join "Mrs Vale" to "Ida" of "Omar Vale left his wife, Ida", where ``alone`` has no other woman before her."""
    surnames = {mention.keys[-1:] for group in people for mention in group}
    given: list[list[Mention]] = []
    for group in sorted(alone, key=lambda each: each[0].span):
        titled = stated_gender(group[0].office) if group[0].keys in surnames else ""
        fitting = [other for other in given[-_NEAR:] if titled and other[0].gender == titled]
        if len(fitting) == 1 and stated_gender(fitting[0][0].office) == titled:
            fitting[0][:] = sorted((*fitting[0], *group), key=lambda mention: mention.span)
            continue
        given += [] if group[0].keys in surnames else [group]
        yield group


def _by_trait(
    mentions: Sequence[Mention],
    trait: Callable[[Mention], frozenset[str]],
    differ: Callable[[frozenset[str], frozenset[str]], bool],
) -> list[tuple[list[Mention], frozenset[str]]]:
    """Split mentions by their traits, which are returned too; one without any joins the last one before it."""
    groups: list[tuple[list[Mention], frozenset[str]]] = []
    last = 0
    for mention in sorted(mentions, key=lambda each: each.span):
        own = trait(mention)
        near = range(max(0, len(groups) - _NEAR), len(groups))
        fitting = [number for number in near if not (groups[number][1] and differ(own, groups[number][1]))]
        if own and fitting:
            last = fitting[-1]
        elif own or not groups:
            last = len(groups)
            groups.append(([], frozenset()))
        group, words = groups[last]
        group.append(mention)
        groups[last] = group, words | own
    return groups


def _is_short(mention: Mention) -> bool:
    """Return True for a common noun in capitals: "the Ministry", "the Court"."""
    return len(mention.keys) == 1 and mention.keys[0] in wordlists.organisation_nouns() and not mention.modifiers


def _fuller(groups: Mapping[Keys, Sequence[Mention]], abbreviations: Mapping[str, Keys]) -> Iterator[tuple[Keys, Keys]]:
    """Yield pairs of a short name and its full form: ("who",) and ("world", "health", "organization")."""
    initials = {initials_of(name): name for name in groups if len(name) > 1}
    initials |= {short: name for short, name in abbreviations.items() if name in groups}
    trimmed = {short: name for name in reversed([*groups]) for short in _without_ends(name)}  # the first of each
    trimmed = {**dict(_first_words(groups)), **dict(_last_words(groups)), **trimmed}
    gone: set[Keys] = set()
    for name, group in groups.items():
        place = all(mention.name_kind == "place" for mention in group)
        whole = initials.get(name[0].replace(".", "")) if len(name) == 1 else None
        whole = whole or (None if place else trimmed.get(name))
        while whole is not None and whole in gone:
            whole = trimmed.get(whole)
        if whole is not None and whole != name:
            gone.add(name)
            yield name, whole


def _first_words(groups: Mapping[Keys, Sequence[Mention]]) -> Iterator[tuple[Keys, Keys]]:
    """Yield first words of the only longer name, with that name: ("exxon",) and ("exxon", "mobil"), not "Senate"."""
    longer: defaultdict[Keys, list[Keys]] = defaultdict(list)
    for name in sorted(groups, key=len):
        for end in range(1, len(name)):
            if name[:end] in groups and name[end] not in {*SMALL_WORDS, "'s"}:
                longer[name[:end]].append(name)
    for short, names in longer.items():
        nested = all(longest[: len(name)] == name for name, longest in pairwise(names))
        # "Senate Republicans", "Halden Council", "Halden Gazette"
        named_after = names[0][-1] in _common_words() or names[0][-1] in word_list("media")
        named_after = named_after and not all(mention.name_kind == "person" for mention in groups[short])
        if nested and not named_after and _common_words().isdisjoint(short) and "." not in short[0]:
            yield short, names[0]


def _last_words(groups: Mapping[Keys, Sequence[Mention]]) -> Iterator[tuple[Keys, Keys]]:
    """Yield the short form of the only outlet that ends in it, with its name: ("post",) and ("halden", "post")."""
    longer: defaultdict[Keys, list[Keys]] = defaultdict(list)
    for name, group in groups.items():
        if len(name) > 1 and is_outlet(group[0].name):
            short = {tuple(without_accents(form.lower()).split()) for form in short_forms(group[0].name)}
            for tail in (name[start:] for start in range(1, len(name))):
                if tail in groups and (len(tail) > 1 or tail in short):
                    longer[tail].append(name)
    yield from ((tail, names[0]) for tail, names in longer.items() if len(names) == 1)


def _without_ends(name: Keys) -> Iterator[Keys]:
    """Yield the shorter forms of the name of a company or party: ("nordair",) of ("nordair", "group", "ab")."""
    while len(name) > 1 and name[-1] in _ends_of_names():
        name = name[:-1]
        yield name


def _trade_name(mention: Mention) -> Iterator[Keys]:
    """Yield ("norrvik",) of the company "Norrvik Marine", which has no noun of an institution such as "police"."""
    name = mention.keys
    company = len(name) in (2, 3) and mention.name_kind == "organization" and mention.labelled
    company = company and not mention.name.isupper() and institution_words().isdisjoint(name)
    if company and not classes_of_name(mention.name, name):
        yield name[:1]


@cache
def _common_words() -> frozenset[str]:
    """Return words that are no short name of one organisation, lower case: "senate", "residents", "republican"."""
    parties = (name.lower() for name in (*wordlists.parties(), *wordlists.adherents()))
    return wordlists.organisation_nouns() | wordlists.group_nouns() | frozenset(parties)


@cache
def _ends_of_names() -> frozenset[str]:
    return frozenset(suffix.lower() for suffix in wordlists.company_suffixes()) | {"party"}
