"""The caller's own list of people: speakers are linked to its identifiers by name, where one person alone fits."""

from __future__ import annotations

import csv
import json
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import regex as re
from attrs import frozen

from quoteattr.errors import ArgumentError, InputError, QuoteattrError
from quoteattr.limits import paused_collector
from quoteattr.model import DocumentId, Speaker
from quoteattr.resolve import wordlists
from quoteattr.resolve.names import without_accents
from quoteattr.resolve.wordlists import Gender

__all__ = ["COLUMNS", "People", "PeopleSource", "Person"]

COLUMNS = ("id", "name", "aliases", "role", "affiliation", "gender", "valid_from", "valid_until")

_GENDERS: dict[str, Gender] = {"": "", "female": "female", "f": "female", "male": "male", "m": "male"}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z")
_WORD = re.compile(r"[\w'’-]+")
_POINTS = str.maketrans({".": " ", ",": " ", "’": "'"})
_SMALL = frozenset(("a", "an", "the", "of", "for", "and", "at", "in", "to"))


@frozen
class Person:
    """One row of a list of people.

    Attributes:
        id: The caller's identifier.
        name: The full name.
        aliases: Other names, each one sufficient.
        role: A role, which distinguishes people of one name; ``affiliation`` likewise.
        gender: "female", "male" or "".
        valid_from: The first day, month or year in ISO 8601 on which the row is valid; ``valid_until`` the last.
        attributes: Names and values of further columns, by which no speaker is linked.
    """

    id: DocumentId
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    gender: Gender = ""
    valid_from: str | None = None
    valid_until: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()

    def is_valid_on(self, day: str | None) -> bool:
        """Return True for a day in ISO 8601 within the dates of the row, and where the day is not known."""
        start, end = self.valid_from or "", self.valid_until or "9999-12-31"
        return day is None or (start <= day[: max(len(start), 4)] and day[: len(end)] <= end)


class People:
    """A list of people, indexed by their names. Made by :meth:`of`."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_name: dict[tuple[str, ...], list[int]] = {}
        self._by_ends: dict[tuple[str, str], list[int]] = {}
        with paused_collector():
            self.people = tuple(people)
            for number, person in enumerate(self.people):
                for key in {name_key(name) for name in (person.name, *person.aliases)}:
                    self._by_name.setdefault(key, []).append(number)
                    if len(key) > 1:
                        self._by_ends.setdefault((key[0], key[-1]), []).append(number)

    @classmethod
    def of(cls, source: PeopleSource, *, further: bool = False) -> People:
        """Read a list of people.

        Args:
            source: The path of a JSON Lines file (``.jsonl``, ``.ndjson`` or ``.json``) or of a CSV file with a header
                line; or mappings with the same fields: ``id`` and ``name``, and optionally ``aliases`` (a list, in CSV
                separated by "|"), ``role``, ``affiliation``, ``gender``, ``valid_from`` and ``valid_until``.
            further: Keep further columns, and ``gender``, as attributes of a person, and take ``ref`` or else the name
                as the identifier of a row without ``id``. By default, a further column and a missing ``id`` are errors.

        Raises:
            InputError: A file cannot be read, it has no ``name``, or a row of it is malformed.
            ArgumentError: A mapping is malformed, or ``source`` is none of these.
        """
        if isinstance(source, People):
            return source
        if isinstance(source, (str, os.PathLike)):
            return cls(_checked(_file_rows(Path(source)), InputError, further))
        if isinstance(source, Iterable) and not isinstance(source, (bytes, Mapping)):
            rows = ((f"people, row {number}", row) for number, row in enumerate(source, 1))
            return cls(_checked(rows, ArgumentError, further))
        raise ArgumentError(
            f"people={source!r:.60} is no list of people: give the path of a JSON Lines or CSV file, or mappings with "
            "id and name"
        )

    def __len__(self) -> int:
        return len(self.people)

    def __reduce__(self) -> tuple[Any, ...]:
        return People, (self.people,)

    def find(
        self, speaker: Speaker, published: str | None = None, gender: Gender = ""
    ) -> tuple[DocumentId | None, str]:
        """Return the identifier of a speaker and why, or None and why not; the reason is empty where no name fits.

        Args:
            speaker: A speaker. Only people with a name are looked up.
            published: When the text was published, in ISO 8601: rows that were not valid then are left out.
            gender: The gender that the text shows.

        Raises:
            ArgumentError: ``speaker`` is no speaker, or ``gender`` is unknown.
        """
        if not isinstance(speaker, Speaker):
            raise ArgumentError(f"find takes a Speaker, not {speaker!r:.60}: give one of document.speakers")
        if gender not in get_args(Gender):
            raise ArgumentError(f"gender={gender!r} is unknown: give 'female', 'male' or ''")
        if speaker.kind != "person" or not any(map(str.isalpha, speaker.name)):
            return None, ""
        listed = self._named(speaker.name)
        named = [person for person in listed if person.is_valid_on(published)]
        if not named:
            outside = f"the list of people has {speaker.name!r} with other dates than {published}: not linked"
            return None, outside if listed else ""
        roles = _words(speaker.role, *(each for role in speaker.roles for each in (role.text, role.full)))
        held = [place for role in speaker.roles if (place := role.affiliation) is not None]
        places = _words(speaker.affiliation, *(each for place in held for each in (place.text, place.name)))
        same = [person for person in named if not (gender and person.gender) or gender == person.gender]
        fitting = [person for person in same if _agrees(person, roles, places)]
        if not fitting:
            what = "another role and affiliation" if same else "another gender"
            return None, f"the list of people has {speaker.name!r} with {what}: not linked"
        if len(fitting) > 1:
            said = roles | places
            fitting = [person for person in fitting if said & _words(person.role, person.affiliation)] or fitting
        if len(fitting) > 1:
            ids = ", ".join(repr(person.id) for person in fitting[:5])
            more = ", …" if len(fitting) > 5 else ""
            return None, f"the list of people has {len(fitting)} of the name {speaker.name!r} ({ids}{more}): not linked"
        return fitting[0].id, f"the list of people has {fitting[0].name!r} as {fitting[0].id!r}"

    def _named(self, name: str) -> list[Person]:
        """Return the people of a name, else those with a nickname or with middle names that fit."""
        key = name_key(name)
        found = self._by_name.get(key, [])
        if not found and len(key) > 1:
            given = (key[0], *wordlists.other_given(key[0]))
            near = [number for first in given for number in self._by_ends.get((first, key[-1]), ())]
            found = [number for number in dict.fromkeys(near) if _middle_fits(key, self.people[number])]
        return [self.people[number] for number in found]


PeopleSource = str | os.PathLike[str] | Iterable[Mapping[str, Any]] | People


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name for comparison: lower case, no accents on Latin letters, no form of address."""
    if not name.isascii():
        plain = without_accents(name)
        name = unicodedata.normalize("NFKC", name) if plain is name else plain
    words = [word for word in name.translate(_POINTS).split() if _is_name(word)]
    while len(words) > 2 and words[0] in wordlists.honorifics():
        del words[0]
    while len(words) > 2 and words[-1] in wordlists.name_suffixes():
        del words[-1]
    return tuple(" ".join(words).casefold().split())


def _middle_fits(key: tuple[str, ...], person: Person) -> bool:
    """Return True where one of two names has no middle names, or each is the same in both or an initial in one."""
    for other in map(name_key, (person.name, *person.aliases)):
        here, there = key[1:-1], other[1:-1]
        pairs = zip(here, there, strict=False)
        same = len(here) == len(there) and all(a == b or (a[0] == b[0] and 1 in (len(a), len(b))) for a, b in pairs)
        if len(other) > 1 and other[-1] == key[-1] and (same or not here or not there):
            return True
    return False


def _words(*texts: str | None) -> set[str]:
    return {word for text in texts if text for word in _WORD.findall(text.casefold())} - _SMALL


def _agrees(person: Person, roles: set[str], places: set[str]) -> bool:
    """Return False where role and affiliation of both are known and share no word."""
    known = person.role and person.affiliation and roles and places
    return not known or not _words(person.role, person.affiliation).isdisjoint(roles | places)


def _file_rows(path: Path) -> Iterator[tuple[str, object]]:
    """Yield the rows of a file, each with its place for messages."""
    line_number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
                lines = ((f"{path}:{number}", line) for number, line in enumerate(stream, 1) if line.strip())
                yield from ((place, _object(place, line)) for place, line in lines)
                return
            reader = csv.reader(stream, strict=True)
            header = [low if (low := name.strip().lower()) in COLUMNS else name.strip() for name in next(reader, [])]
            if "name" not in header:
                raise InputError(
                    f"{path}: the header line {','.join(header)!r:.60} has no column 'name': separate the columns by "
                    "commas and call one 'name', or name a file of JSON Lines .jsonl"
                )
            if twice := next((name for name in header if name and header.count(name) > 1), None):
                raise InputError(f"{path}: the header line has two columns {twice!r}: rename or remove one")
            for row in filter(any, reader):
                line_number = reader.line_num
                place = f"{path}:{line_number}"
                if len(row) > len(header):
                    many = f"{len(row)} fields under {len(header)} columns"
                    raise InputError(f"{place}: {many}: quote a comma in a field")
                values: dict[str, Any] = dict(zip(header, row, strict=False))
                if "aliases" in values:
                    values["aliases"] = [alias for alias in values["aliases"].split("|") if alias.strip()]
                yield place, values
    except csv.Error as error:
        raise InputError(
            f"people: {str(path)!r} is not CSV after line {line_number} ({error}): check its quotation marks"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"people: cannot read {str(path)!r} ({error}): give a JSON Lines or CSV file in UTF-8"
        ) from error


def _object(place: str, line: str) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: {line.strip()[:60]!r} is no JSON ({error}): give one object a line") from error


def _checked(rows: Iterable[tuple[str, object]], error: type[QuoteattrError], further: bool) -> Iterator[Person]:
    """Yield the people of some rows; raise ``error`` where one is malformed or two have one identifier."""
    places: dict[DocumentId, str] = {}
    for place, row in rows:
        person = row if isinstance(row, Person) else _person(place, row, error, further)
        if person.id in places:
            raise error(f"{place}: the id {person.id!r} is that of {places[person.id]} too: give each person one row")
        places[person.id] = place
        yield person


def _person(place: str, row: object, error: type[QuoteattrError], further: bool) -> Person:
    if not isinstance(row, Mapping):
        raise error(f"{place}: {row!r:.60} is no object with the fields {', '.join(COLUMNS)}")
    attributes: tuple[tuple[str, str], ...] = ()
    if further:
        row, attributes = _without_attributes(row)
    if unknown := [key for key in row if key not in COLUMNS]:
        raise error(f"{place}: the column {unknown[0]!r} is unknown: the columns are {', '.join(COLUMNS)}")
    name = row.get("name")
    if not isinstance(name, str) or not _is_name(name):
        found = f"the name is {name!r:.60}" if "name" in row else "the field 'name' is missing"
        raise error(f"{place}: {found}: give the full name of the person")
    id = row.get("id")
    if isinstance(id, bool) or not isinstance(id, (str, int)) or (isinstance(id, str) and not id.strip()):
        raise error(f"{place}: the id is {id!r}: give each person a text or a whole number")
    given = {key: value for key, value in row.items() if value is not None and key not in ("id", "name", "aliases")}
    if wrong := [key for key, value in given.items() if not isinstance(value, str)]:
        raise error(f"{place}: {wrong[0]} is {given[wrong[0]]!r:.60}: give it as text")
    values = {key: value.strip() or None for key, value in given.items()}
    gender = _GENDERS.get((values.pop("gender", None) or "").lower())
    if gender is None:
        raise error(f"{place}: the gender is {row.get('gender')!r}: give female, male or nothing")
    for key in ("valid_from", "valid_until"):
        value = values.get(key)
        if value is not None and not _DATE.match(value):
            raise error(f"{place}: {key} is {value!r}: give a date in ISO 8601 such as 2023-04-04")
    first, last = values.get("valid_from"), values.get("valid_until")
    if first and last and first[: len(last)] > last:
        raise error(f"{place}: valid_from {first!r} is after valid_until {last!r}: no day is left, correct one of them")
    names = _aliases(place, row, error)
    return Person(id, name.strip(), names, gender=gender, attributes=attributes, **values)


def _without_attributes(row: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[tuple[str, str], ...]]:
    """Return the columns of a row that link speakers, with an identifier, and its attributes."""
    own = {key: value for key, value in row.items() if key in COLUMNS and key != "gender"}
    id = next((row[key] for key in ("id", "ref", "name") if row.get(key) not in (None, "")), None)
    further = ((key, value) for key, value in row.items() if key not in (*own, "ref") and value not in (None, ""))
    return {**own, "id": id}, tuple((str(key), str(value)) for key, value in further)


def _aliases(place: str, row: Mapping[str, Any], error: type[QuoteattrError]) -> tuple[str, ...]:
    aliases = row.get("aliases") or ()
    if isinstance(aliases, str) or not isinstance(aliases, Iterable):
        raise error(f"{place}: the aliases are {aliases!r:.60}: give a list of names, in CSV separated by |")
    names = tuple(aliases)
    if wrong := [alias for alias in names if not isinstance(alias, str) or not _is_name(alias)]:
        raise error(f"{place}: {wrong[0]!r:.60} among the aliases is no name: leave it out")
    return tuple(map(str.strip, names))


def _is_name(value: str) -> bool:
    return any(map(str.isalnum, value))
