"""Word lists for resolution, each read from the lexicon at its first use; words are lower case, names as written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, reduce
from operator import getitem
from typing import Literal

import regex

from quoteattr.lexicon import load_table, names_in, place_names

Gender = Literal["male", "female", ""]


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return words that the lexicon has as an array, or as a text with spaces between."""
    return tuple(given.split() if isinstance(given, str) else given)


def _listed(table: str, *keys: str) -> Callable[[], tuple[str, ...]]:
    """Return a function for the words at a place of a lexicon file."""
    return cache(lambda: _words(reduce(getitem, keys, load_table(table))))


def _set_of(table: str, *keys: str) -> Callable[[], frozenset[str]]:
    """Return a function for the set of the words at a place of a lexicon file."""
    return cache(lambda: frozenset(_listed(table, *keys)()))


def _by_form(table: str, *keys: str) -> Callable[[], Mapping[str, str]]:
    """Return a function for the names of parts of a lexicon file by their forms."""

    @cache
    def by_form() -> Mapping[str, str]:
        parts = [load_table(table)[key] for key in keys]
        return {form: name for part in parts for name, forms in part.items() for form in forms}

    return by_form


def _by_word(table: str, key: str) -> Callable[[], Mapping[str, str]]:
    """Return a function for a part of a lexicon file that has one text for each word."""
    return lambda: load_table(table)[key]


def _genders(table: str, *keys: str) -> Callable[[], Mapping[str, Gender]]:
    """Return a function for words with their gender, from a part of a lexicon file with a list for each gender."""
    genders: Mapping[str, Gender] = {"neutral": "", "male": "male", "female": "female"}

    @cache
    def of_words() -> Mapping[str, Gender]:
        part = reduce(getitem, keys, load_table(table))
        return {word: gender for kind, gender in genders.items() for word in _words(part.get(kind, ()))}

    return of_words


role_nouns = _set_of("titles", "roles", "nouns")  # nouns of office: "spokesman", "president"
title_abbreviations = _set_of("titles", "roles", "abbreviated")  # titles without their stop, as written: "Sen"
portfolio_words = _set_of("titles", "roles", "portfolio")  # parts of roles, no affiliations: "defence", "deputy"
bare_honorifics = _set_of("titles", "honorifics", "bare")  # forms of address that are never a role: "Mr"
styles = _set_of("titles", "honorifics", "styles")  # forms of address with a word before them: "His Excellency"
before_styles = _set_of("titles", "honorifics", "before_styles")  # these words, lower case: "his", "right"
styles_alone = _set_of("titles", "honorifics", "alone")  # those that may be a source: "excellency", "h.e."
name_suffixes = _set_of("titles", "honorifics", "suffixes")  # words after a surname that are not part of it: "Jr"
generations = _set_of("titles", "honorifics", "generations")  # the suffixes that distinguish people of one name: "Jr"
honours = cache(lambda: name_suffixes() - generations())  # the others, of honours and degrees: "OBE"
name_particles = _set_of("titles", "honorifics", "particles")  # small words inside a surname: "de"
full_titles = _by_word("titles", "full")  # abbreviated titles without their stop, written out: "Gov" -> "Governor"
role_variants = _by_word("titles", "variants")  # words for the holder of a role by other ones: "chair" -> "chairman"
holders = _by_word("titles", "holders")  # roles of the subject of a verb, by its lemma: "edit" -> "editor"
titles_around = _by_word("titles", "around")  # titles that a word of the text shows to be an office: "faculty"
roles_in_court = _by_word("titles", "in_court")  # by the words after lawyers' names: "prosecuting" -> "prosecutor"
honorifics = _genders("titles", "honorifics")  # forms of address without their stop: "Mrs" -> "female"
gendered_nouns = _genders("titles", "roles")  # "spokeswoman" -> "female"


@cache
def role_words(kind: str) -> frozenset[str]:
    """Return words around roles, lower case, of one kind: "state" (offices), "former", "becoming"."""
    return frozenset(_words(load_table("titles")["roles"][kind]))


@cache
def public_offices() -> Mapping[str, frozenset[str]]:
    """Offices of a state or town, lower case, with the classes of organisations that their holders may belong to."""
    return {office: frozenset(classes) for office, classes in load_table("titles")["public_offices"].items()}


@cache
def offices_elsewhere() -> Mapping[str, frozenset[str]]:
    """Offices, lower case, with the classes of organisations that their holders never lead."""
    return {office: frozenset(classes) for office, classes in load_table("titles")["offices_elsewhere"].items()}


@cache
def wider_nouns() -> Mapping[str, frozenset[str]]:
    """Nouns for people, lower case, with the titles and nouns of office that they cover: "officer" -> "inspector"."""
    return {noun: frozenset(covered.split()) for noun, covered in load_table("titles")["wider"].items()}


@cache
def given_names() -> Mapping[str, Gender]:
    """Given names, lower case, with the gender of nearly all who bear them in the news."""
    return {name.lower(): gender for name, gender in _genders("given_names")().items()}


@cache
def shared_given_names() -> frozenset[str]:
    """Return given names, lower case, that are seldom surnames: "Ida" of "Ida and Omar Vale"."""
    surnames = load_table("given_names")["surnames_too"].lower().split()
    return frozenset(given_names().keys() - set(surnames))


@cache
def _given_forms() -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for short, long in load_table("given_names")["nicknames"].items():
        for name in long.lower().split():
            found[short.lower()].add(name)
            found[name].add(short.lower())
    return dict(found)


def other_given(name: str) -> Collection[str]:
    """Return the long names of a nickname and the nicknames of a name, all lower case: "bill" for "william"."""
    return _given_forms().get(name, ())


demonyms = _by_form("countries", "demonyms", "regions")  # adjectives of countries and regions: "Texan" -> "Texas"
countries = _by_form("countries", "demonyms", "regions", "names")  # and other names, as written
states = _by_form("countries", "demonyms", "regions", "names", "states")  # and American states: "Mass."
country_names = cache(lambda: frozenset(countries().values()))  # the usual names


@cache
def inhabitants() -> Mapping[str, str]:
    """Nouns for one inhabitant, as written, with the place: "Scot" -> "Scotland", "Kenyan" -> "Kenya".

    Demonyms in -ch, -sh, -ss and -ese are adjectives alone or nouns for a whole people: "the British", "a Chinese".
    """
    nouns = {form: name for form, name in demonyms().items() if not form.endswith(("ch", "sh", "ss", "ese", "ois"))}
    return {**nouns, **_by_form("countries", "people")()}


nouns_before_organisations = _set_of("organisations", "before_names")  # never before people: "airline"
nouns_outside_names = _set_of("organisations", "outside_names")  # those of them that no name begins with: "chipmaker"
nouns_after_names = _set_of("organisations", "after_names")  # whose own name may precede them: "the Aslem union"
organisation_heads = _set_of("organisations", "heads")  # words that make a name one of an organisation: "ministry"
bodies_before_cities = _set_of("organisations", "before_cities")  # words whose bodies have a city after them: "college"
plural_for_one = _set_of("organisations", "plural_for_one")  # whose plural may be one body: "the owners, Nordair"
forces = _listed("organisations", "forces")  # names of forces that end in a noun of people: "coast guard"
# bodies with names like people, without spaces, as "Harley-Davidson" may be one token or three: "EliLilly"
named_after_people = cache(
    lambda: frozenset(name.replace(" ", "") for name in load_table("organisations")["named_after_people"])
)
national_societies = _set_of("organisations", "national_societies")  # names with a nation before them: "Red Cross"
exchanges = _set_of("organisations", "exchanges")  # "NYSE", upper case
wares = _set_of("organisations", "wares")  # goods and sports, whose capital before a trade names nothing: "okada"
thoroughfares = _set_of("organisations", "thoroughfares")  # last words of addresses, capitalised: "Street"
ends_of_teams = _set_of("organisations", "teams")  # after a place, the end of the name of a team: "United"
company_suffixes = _set_of("organisations", "suffixes")  # end of company names without a stop: "Inc"
organisation_nouns = _set_of("organisations", "nouns")  # common nouns for one organisation: "airline"
organisation_words = cache(lambda: organisation_nouns() | organisation_heads())  # nouns and the words of names
ambiguous_nouns = _set_of("organisations", "ambiguous")  # organisations, or as often things or people: "unit", "miner"
general_organisation_nouns = _set_of("organisations", "general")  # nouns that fit any organisation: "company"
local_bodies = _set_of("organisations", "local")  # nouns for an authority of some place: "police"
parts_of_organisations = _set_of("organisations", "parts")  # nouns for a part of one: "board"
byline_labels = _set_of("labels", "labels", "byline")  # labels of who wrote a text: "byline"
platforms = _set_of("channels", "words", "platforms")  # platforms of posts, as written: "Twitter"
parties = _by_form("organisations", "parties")  # by words for members, as written: "Tory" -> "Conservative Party"
party_labels = _by_form("organisations", "parties", "party_labels")  # those and labels in brackets: "Con"
party_names = cache(lambda: frozenset(parties().values()))  # as written: "Conservative Party"
seats = cache(lambda: names_in(load_table("organisations")["metonyms"]))  # buildings of those who rule: "Kremlin"
metonyms = cache(lambda: seats() | place_names())  # those and places that speak for those who rule there: "Moscow"


def is_address(name: str) -> bool:
    """Return True for "Oak Street", not for "Downing Street"."""
    return name.rpartition(" ")[2] in thoroughfares() and name not in metonyms()


definite_determiners = _set_of("pronouns", "determiners", "definite")  # determiners of what is known already: "the"
indefinite_determiners = _set_of("pronouns", "determiners", "indefinite")  # determiners and numbers of what is new: "a"


@cache
def pronouns() -> Mapping[str, tuple[str, str, str]]:
    """Pronouns, lower case, with person ("first" … "relative"), number and gender ("thing" for "it")."""
    return {word: (row[0], row[1], row[2]) for word, row in load_table("pronouns")["words"].items()}


@cache
def indefinite_words() -> Mapping[str, str]:
    """Words that open a source and name nobody: "some" -> "group", "someone" -> "anonymous"."""
    table = load_table("pronouns")["indefinite"]
    return {word: kind for kind in ("anonymous", "group") for word in table[kind]}


people_too = _set_of("source_kinds", "people_too")  # nouns for documents that are as often people: "guide"
document_nouns = _set_of("source_kinds", "documents")  # things that hold words or figures: "poll"
group_nouns = _set_of("source_kinds", "groups")  # words for several people: "residents"
bodies = _set_of("source_kinds", "bodies")  # words for several people that speak as one and take up no name: "campaign"
ordered_documents = _set_of("source_kinds", "ordered")  # documents that somebody orders, never a person: "poll"
person_nouns = _set_of("source_kinds", "persons")  # words for one person that are no office: "widow"
substitutes = _set_of("source_kinds", "substitutes")  # words for one of several people: "first"
plain_person_nouns = _set_of("source_kinds", "plain_persons")  # words for one person that say only gender or age: "man"
anonymous_nouns = _set_of("source_kinds", "anonymous")  # words for people without a name: "sources"
single_words = _set_of("source_kinds", "single")  # words for one of several: "one of the men"
quantity_nouns = _set_of("source_kinds", "quantities")  # words that count what follows "of": "majority"
collection_nouns = _set_of("source_kinds", "collections")  # the same, before a plural: "a string of voters"
shares = _set_of("source_kinds", "shares")  # shares and their units: "half", "percent"
anonymity_markers = _listed("source_kinds", "markers")  # phrases that keep a source unnamed: "familiar with the"
agent_endings = _listed("source_kinds", "agents")  # end of nouns for people: "ist"


def parts_in_events(voice: str) -> Mapping[str, tuple[str, ...]]:
    """Return what the subject is called by the verb of an event; ``voice``: "passive" or "active"."""
    return load_table("source_kinds")["parts"][voice]  # type: ignore[no-any-return]


def others_in_event(verb: str, voice: str, things: Collection[str]) -> frozenset[str]:
    """Return nouns for others in an event: "thief" for who was robbed, "surgeon" for who had an operation.

    Args:
        verb: The lemma of the verb.
        voice: "done" where the person is the subject of a passive or the object, else "doing".
        things: The lemmas of its other arguments.
    """
    met = things if voice == "done" or verb in load_table("source_kinds")["undergoing"] else ()
    by_thing = _others("things")
    return _others(voice).get(verb, frozenset()).union(*(by_thing.get(thing, ()) for thing in met))


@cache
def _others(field: str) -> Mapping[str, frozenset[str]]:
    """Return the nouns for others in an event by the words of a field of their table."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in load_table("source_kinds")["others"]:
        for word in row.get(field, "").split():
            found[word].update(row["nouns"].split())
    return {word: frozenset(nouns) for word, nouns in found.items()}


adherents = _set_of("source_kinds", "adherents")  # nouns with a capital for one member of a party: "Conservative"


@cache
def keeping_unnamed() -> regex.Pattern[str]:
    """Return the pattern of the phrases by which anonymity is asked for or granted: "declined to be named"."""
    return _phrases("anonymity")


@cache
def keeping_apart() -> regex.Pattern[str]:
    """Return the pattern of the phrases by which somebody has no part in something: "not involved in the study"."""
    return _phrases("outside")


def _phrases(group: str) -> regex.Pattern[str]:
    table = load_table("source_kinds")[group]
    patterns = "|".join(pattern.format(**table["words"]) for pattern in table["patterns"])
    return regex.compile(rf"\b(?:{patterns})\b".replace(" ", r"\s"), regex.IGNORECASE)


@cache
def people_in_capitals() -> frozenset[str]:
    """Nouns with a capital for one person: "Scot", "Conservative", "Marine"."""
    return adherents().union(inhabitants(), load_table("source_kinds")["distinguished"])


@cache
def calendar() -> frozenset[str]:
    """Days and months, capitalised, that are nothing else: "Monday", not "May"."""
    table = load_table("time")
    return frozenset(name.capitalize() for name in {*table["weekdays"], *table["months"]} - {*table["words_too"]})
