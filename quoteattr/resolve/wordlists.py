"""Word lists for resolution, as sets, each read from the lexicon once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from quoteattr.lexicon import load_table, names_in

Gender = Literal["male", "female", ""]

_OF_PEOPLES = ("ch", "sh", "ss", "ese", "ois")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@cache
def role_nouns() -> frozenset[str]:
    """Nouns of office, lower case: "spokesman", "president"."""
    return _words(load_table("titles")["roles"]["nouns"])


@cache
def title_abbreviations() -> frozenset[str]:
    """Shortened titles without their stop, as written: "Sen"."""
    return frozenset(load_table("titles")["roles"]["abbreviated"])


@cache
def full_titles() -> Mapping[str, str]:
    """Abbreviated titles without their stop, written out: "Gov" -> "Governor"."""
    return load_table("titles")["full"]  # type: ignore[no-any-return]


@cache
def state_offices() -> frozenset[str]:
    """Offices of a state, lower case, to which a demonym adds the country: "minister"."""
    return _words(load_table("titles")["roles"]["state"])


@cache
def role_words(kind: str) -> frozenset[str]:
    """Return words around roles, lower case, of one kind: "spokespersons", "former", "becoming"."""
    return frozenset(load_table("titles")["roles"][kind])


@cache
def role_variants() -> Mapping[str, str]:
    """Other words for the holder of a role, lower case, with the usual one: "chair" -> "chairman"."""
    variants: Mapping[str, str] = load_table("titles")["variants"]
    return variants


@cache
def countries() -> Mapping[str, str]:
    """Demonyms and other names of countries, as written, with the usual name: "Kenyan" -> "Kenya"."""
    table = load_table("countries")
    parts = ("demonyms", "regions", "names")
    return {form: name for part in parts for name, forms in table[part].items() for form in forms}


@cache
def country_names() -> frozenset[str]:
    """The usual names of countries."""
    return frozenset(countries().values())


@cache
def demonyms() -> frozenset[str]:
    """Adjectives of countries and their parts, as written: "Kenyan", "Texan"."""
    table = load_table("countries")
    return frozenset(form for part in ("demonyms", "regions") for forms in table[part].values() for form in forms)


@cache
def inhabitants() -> Mapping[str, str]:
    """Nouns for one inhabitant, as written, with the place: "Scot" -> "Scotland", "Kenyan" -> "Kenya".

    Demonyms in -ch, -sh, -ss and -ese are adjectives alone or nouns for a whole people: "the British", "a Chinese".
    """
    table = load_table("countries")
    adjectives = table["demonyms"] | table["regions"]
    found = {form: name for name, forms in adjectives.items() for form in forms if not form.endswith(_OF_PEOPLES)}
    return found | {form: name for name, forms in table["people"].items() for form in forms}


@cache
def nouns_before_organisations() -> frozenset[str]:
    """Nouns before the name of an organisation, never of a person, lower case: "airline"."""
    return _words(load_table("organisations")["before_names"])


@cache
def platforms() -> frozenset[str]:
    """Platforms of posts, as written: "Twitter"."""
    return frozenset(load_table("channels")["words"]["platforms"])


@cache
def portfolio_words() -> frozenset[str]:
    """Words that are part of a role and name no affiliation, lower case: "defence", "deputy"."""
    return _words(load_table("titles")["roles"]["portfolio"])


@cache
def honorifics() -> Mapping[str, Gender]:
    """Return forms of address without their stop, with their gender: "Mrs" -> "female"."""
    table = load_table("titles")["honorifics"]
    found: dict[str, Gender] = dict.fromkeys(table["neutral"], "")
    found.update(dict.fromkeys(table["male"], "male"))
    found.update(dict.fromkeys(table["female"], "female"))
    return found


@cache
def bare_honorifics() -> frozenset[str]:
    """Forms of address that are never a role: "Mr"."""
    return frozenset(load_table("titles")["honorifics"]["bare"])


@cache
def name_suffixes() -> frozenset[str]:
    """Return words after a surname that are not part of it: "Jr"."""
    return frozenset(load_table("titles")["honorifics"]["suffixes"])


@cache
def name_particles() -> frozenset[str]:
    """Small words inside a surname, lower case: "de"."""
    return frozenset(load_table("titles")["honorifics"]["particles"])


@cache
def gendered_nouns() -> Mapping[str, Gender]:
    """Return nouns with a gender: "spokeswoman" -> "female"."""
    roles = load_table("titles")["roles"]
    found: dict[str, Gender] = dict.fromkeys(roles["male"], "male")
    found.update(dict.fromkeys(roles["female"], "female"))
    return found


@cache
def given_names() -> Mapping[str, Gender]:
    """Given names, lower case, with the gender of nearly all who bear them in the news."""
    table = load_table("given_names")
    found: dict[str, Gender] = {name.lower(): "male" for name in table["male"].split()}
    found.update({name.lower(): "female" for name in table["female"].split()})
    return found


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Return short given names, lower case, with their full names: "bill" -> {"william"}."""
    table = load_table("given_names")["nicknames"]
    return {short.lower(): frozenset(long.lower().split()) for short, long in table.items()}


@cache
def names_by_nickname() -> Mapping[str, frozenset[str]]:
    """Return the reverse of :func:`nicknames`: "william" -> {"bill", "will"}."""
    found: dict[str, set[str]] = {}
    for short, names in nicknames().items():
        for name in names:
            found.setdefault(name, set()).add(short)
    return {name: frozenset(shorts) for name, shorts in found.items()}


@cache
def organisation_heads() -> frozenset[str]:
    """Words that make a name one of an organisation, lower case: "ministry"."""
    return _words(load_table("organisations")["heads"])


@cache
def company_suffixes() -> frozenset[str]:
    """End of company names without a stop: "Inc"."""
    return frozenset(load_table("organisations")["suffixes"])


@cache
def organisation_nouns() -> frozenset[str]:
    """Common nouns for one organisation, lower case: "airline"."""
    return _words(load_table("organisations")["nouns"])


@cache
def things_too() -> frozenset[str]:
    """Nouns for organisations that are as often things, lower case: "unit", "platform"."""
    return frozenset(load_table("organisations")["things_too"])


@cache
def wider_nouns() -> Mapping[str, frozenset[str]]:
    """Nouns for people, lower case, with the titles and nouns of office that they cover: "officer" -> "inspector"."""
    table: Mapping[str, str] = load_table("titles")["wider"]
    return {noun: frozenset(covered.split()) for noun, covered in table.items()}


@cache
def parties() -> Mapping[str, str]:
    """Words for members of a party, as written, with its name: "Tory" -> "Conservative Party"."""
    table: Mapping[str, list[str]] = load_table("organisations")["parties"]
    return {form: name for name, forms in table.items() for form in forms}


@cache
def party_names() -> frozenset[str]:
    """Names of parties, as written: "Conservative Party"."""
    return frozenset(parties().values())


@cache
def general_organisation_nouns() -> frozenset[str]:
    """Nouns that fit any organisation, lower case: "company"."""
    return frozenset(load_table("organisations")["general"])


@cache
def metonyms() -> frozenset[str]:
    """Places and buildings that speak for those who rule there: "Kremlin", "Moscow"."""
    table = load_table("organisations")
    return names_in(table["metonyms"]) | names_in(table["places"])


@cache
def pronouns() -> Mapping[str, tuple[str, str, str]]:
    """Pronouns, lower case, with person ("first" … "relative"), number and gender ("thing" for "it")."""
    return {word: (row[0], row[1], row[2]) for word, row in load_table("pronouns")["words"].items()}


@cache
def indefinite_words() -> Mapping[str, str]:
    """Words that open a source and name nobody: "some" -> "group", "someone" -> "anonymous"."""
    table = load_table("pronouns")["indefinite"]
    return {word: kind for kind in ("anonymous", "group") for word in table[kind]}


@cache
def definite_determiners() -> frozenset[str]:
    """Determiners of what is known already, lower case: "the"."""
    return frozenset(load_table("pronouns")["determiners"]["definite"])


@cache
def indefinite_determiners() -> frozenset[str]:
    """Determiners and numbers of what is new, lower case: "a", "two"."""
    return frozenset(load_table("pronouns")["determiners"]["indefinite"])


@cache
def document_nouns() -> frozenset[str]:
    """Things that hold words or figures, lower case: "poll"."""
    return _words(load_table("source_kinds")["documents"])


@cache
def parts_in_events(voice: str) -> Mapping[str, tuple[str, ...]]:
    """Return what somebody is called by the verb of an event, of which the name is the subject, passive or active."""
    table: Mapping[str, Sequence[str]] = load_table("source_kinds")["parts"][voice]
    return {verb: tuple(nouns) for verb, nouns in table.items()}


@cache
def group_nouns() -> frozenset[str]:
    """Words for several people, lower case: "residents"."""
    return _words(load_table("source_kinds")["groups"])


@cache
def bodies() -> frozenset[str]:
    """Words for several people that speak as one, lower case: "campaign". They take up no name."""
    return _words(load_table("source_kinds")["bodies"])


@cache
def person_nouns() -> frozenset[str]:
    """Words for one person that are no office, lower case: "widow"."""
    return _words(load_table("source_kinds")["persons"])


@cache
def people_in_capitals() -> frozenset[str]:
    """Nouns with a capital for one person: an inhabitant, "Scot", or an adherent of a party, "Conservative"."""
    return frozenset((*inhabitants(), *load_table("source_kinds")["adherents"]))


@cache
def plain_person_nouns() -> frozenset[str]:
    """Words for one person that say no more than gender or age, lower case: "man"."""
    return frozenset(load_table("source_kinds")["plain_persons"])


@cache
def anonymous_nouns() -> frozenset[str]:
    """Return words for people without a name: "sources"."""
    return frozenset(load_table("source_kinds")["anonymous"])


@cache
def single_words() -> frozenset[str]:
    """Words for one of several, lower case: "one of the men"."""
    return frozenset(load_table("source_kinds")["single"])


@cache
def quantity_nouns() -> frozenset[str]:
    """Words that count what follows "of", lower case: "majority"."""
    return frozenset(load_table("source_kinds")["quantities"])


@cache
def shares() -> frozenset[str]:
    """Return units of shares, lower case: "percent"."""
    return frozenset(load_table("source_kinds")["shares"])


@cache
def anonymity_markers() -> tuple[str, ...]:
    """Phrases, lower case, that keep a source unnamed: "declined to be named"."""
    return tuple(load_table("source_kinds")["markers"])


@cache
def agent_endings() -> tuple[str, ...]:
    """End of nouns for people: "ist"."""
    return tuple(load_table("source_kinds")["agents"])


@cache
def calendar() -> frozenset[str]:
    """Days and months, capitalised, that are nothing else: "Monday", not "May"."""
    table = load_table("time")
    return frozenset(name.capitalize() for name in {*table["weekdays"], *table["months"]} - {*table["words_too"]})
