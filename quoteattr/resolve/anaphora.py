"""Antecedents of pronouns and definite descriptions: the most salient earlier mention that fits.

A sum of few weights in the manner of Lappin and Leass (1994): nearness, subjects, earlier sources, how often
something is mentioned; what cannot be meant (number, gender, kind, a mention inside the speaker's own words)
is left out first. A generic institution noun ("the ministry") refers to an organisation only where the head of its
name, its kind of outlet or a description in the text supports that; a modifier ("the Chadian ministry", "the former
governor") must not contradict what the text says of the antecedent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from attrs import frozen

from quoteattr.lexicon import load_table, place_names
from quoteattr.lexicon.outlets import known, shape_of
from quoteattr.model import Span, SpeakerKind
from quoteattr.resolve import wordlists
from quoteattr.resolve.mentions import Mention
from quoteattr.resolve.names import age_in
from quoteattr.resolve.wordlists import Gender

WINDOW = 12  # the most sentences between a pronoun and its antecedent
MOST_CANDIDATES = 100  # the most mentions back to an antecedent; 12 sentences of news have up to 64
LOOKBACK = 60  # the most earlier phrases with the same noun that are compared

_NEARNESS = 1.0
_SUBJECT = 1.0
_SOURCE = 1.3
_FREQUENT = 0.15
_GENDER = 1.0
_SURE = 0.7
_QUOTED = -0.8
_APART = -1.5

_STEM = 4  # the letters in which two forms of a modifier agree: "Malta" and "Maltese"


@frozen
class Candidate:
    """A possible antecedent: a mention of a person, group, organisation or document.

    ``referent`` is the number of its entity. ``sure``: the text or a list determines the kind; ``source``: it is the
    source of a claim; ``quoted``: it is inside a quotation; ``unknown``: a one-word name of unknown kind that may be a
    person's; ``gender_stated``: a title or noun of the text shows the gender. ``said`` are the nouns that the text
    uses for the entity, ``modifiers`` the words that distinguish it from others with the same noun. ``never`` are nouns
    for somebody else: the thief who robbed it.
    """

    mention: Mention
    referent: int
    kind: SpeakerKind
    gender: Gender = ""
    plural: bool = False
    sure: bool = True
    source: bool = False
    quoted: bool = False
    count: int = 1
    unknown: bool = False
    said: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    gender_stated: bool = False
    never: frozenset[str] = frozenset()
    age: int | None = None

    @property
    def one_person(self) -> bool:
        """True for a person, named or not; false for several people and organisations."""
        return self.kind in ("person", "anonymous") and not self.plural

    @property
    def offices(self) -> frozenset[str]:
        """The nouns of the roles of a person, lower case, and the form of address before this mention: "lord"."""
        office = self.mention.office
        return self.said | {office.noun, (office.honorific or "").lower()}

    def is_inside(self, spans: Iterable[Span]) -> bool:
        """Return True for a mention inside one of some spans."""
        return any(span.contains(self.mention.span) for span in spans)


def antecedent(
    pronoun: Mention,
    candidates: Sequence[Candidate],
    excluded: Sequence[Span] = (),
    learned: Mapping[int, Gender] = MappingProxyType({}),
) -> Candidate | None:
    """Return the antecedent of a third-person pronoun. ``candidates`` are in text order.

    ``learned``: genders of referents that earlier pronouns showed, where nothing else does.
    """
    before = candidates_before(pronoun, candidates)
    fitting = (each for each in before if fits_pronoun(pronoun, each, learned) and not each.is_inside(excluded))
    return _most_salient(pronoun, fitting)


def candidates_before(mention: Mention, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates of the last sentences before a mention."""
    start = bisect_left(candidates, mention.sentence - WINDOW, key=lambda each: each.mention.sentence)
    end = bisect_left(candidates, mention.span, key=lambda each: each.mention.span)
    return candidates[max(start, end - MOST_CANDIDATES) : end]


def last_before(mention: Mention, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the last of some candidates before a mention, at most :data:`LOOKBACK`."""
    at = bisect_left(candidates, mention.span, key=lambda each: each.mention.span)
    return candidates[max(0, at - LOOKBACK) : at]


def fits_pronoun(pronoun: Mention, candidate: Candidate, learned: Mapping[int, Gender], loosely: bool = False) -> bool:
    """Return whether number, kind and gender allow that a pronoun refers to a candidate.

    Taken ``loosely``, the kind and gender of a name exclude it only where they are no guess by lists.
    """
    _, number, gender = wordlists.pronouns()[pronoun.noun]
    if gender == "thing":  # one organisation or document
        return candidate.kind in ("organization", "document") and not candidate.plural
    if number == "plural":  # several, an organisation, or one person whose gender the text does not state
        stated = candidate.gender_stated or candidate.referent in learned
        return candidate.kind != "document" and not (candidate.kind == "person" and stated and not candidate.plural)
    # "he", "she": one person, or a name of which nothing is known
    person = candidate.kind in ("person", "anonymous") or candidate.unknown
    shown = candidate.gender or learned.get(candidate.referent, "")
    if person and not candidate.plural and shown in ("", gender):
        return True
    mention = candidate.mention
    if not loosely or not pronoun.gender or mention.form != "name" or len(mention.keys) > 3:
        return False
    if candidate.gender_stated and candidate.gender not in ("", pronoun.gender):
        return False
    if candidate.kind == "person" or candidate.unknown:
        return True
    if candidate.plural or (len(mention.keys) > 1 and mention.keys[0] not in wordlists.given_names()):
        return False  # "Spaniards", "Halden Sports Communications"
    return mention.name not in place_names() and not classes_of_name(mention.name, mention.keys)


def _most_salient(anaphor: Mention, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the candidate with the highest sum of weights, of several the last."""

    def salience(candidate: Candidate) -> tuple[float, Span]:
        mention = candidate.mention
        score = -_NEARNESS * (anaphor.sentence - mention.sentence)
        score += _SUBJECT * mention.subject + _SOURCE * candidate.source + _FREQUENT * min(candidate.count, 8)
        score += _GENDER * bool(anaphor.gender and candidate.gender)
        score += _SURE * candidate.sure + _QUOTED * candidate.quoted
        if anaphor.plural:
            score += 1.5 * (candidate.kind == "group" or candidate.plural) + _APART * (candidate.kind == "person")
        return score, mention.span

    return max(candidates, key=salience, default=None)


def described(
    description: Mention, candidates: Sequence[Candidate], nouns: Sequence[Candidate], excluded: Sequence[Span] = ()
) -> Candidate | None:
    """Return the antecedent of a definite description, or None for a new entity.

    ``nouns`` are the candidates under the same noun, in text order ("president": "Russian President Vladimir
    Putin"), ``candidates`` all; those in ``excluded`` spans are none.
    """
    for each in reversed(last_before(description, nouns)):
        if not each.is_inside(excluded) and each.plural == description.plural and compatible(description, each):
            return each
    noun = description.noun  # "the company": any that its name allows; "the man": any man
    organisation = bool(classes_of_noun(noun))
    if description.modified or description.plural or not (organisation or noun in wordlists.plain_person_nouns()):
        return None
    # "the airline … the company" may be one, "the company … the union" are two.
    general = noun in wordlists.general_organisation_nouns() or noun in wordlists.person_nouns()
    fitting = (
        each for each in candidates_before(description, candidates)
        if each.kind in (("organization",) if organisation else ("person", "anonymous")) and each.sure
        and not each.plural and each.mention.name_kind != "place" and (general or each.mention.form != "description")
        and (not organisation or _fits_class(noun, each)) and {description.gender, each.gender} != {"male", "female"}
    )  # fmt: skip
    return _most_salient(description, fitting)


def neutral(noun: str) -> str:
    """Return "spokesman" for "spokeswoman" and "spokesperson", "chairman" for "chair"."""
    noun = wordlists.role_variants().get(noun, noun)
    for end in ("woman", "person"):
        if noun.endswith(end) and len(noun) > len(end):
            return noun[: -len(end)] + "man"
    return noun


def compatible(description: Mention, candidate: Candidate) -> bool:
    """Return False where the modifiers differ: "the Kremlin spokesman", "White House spokesman Jay Vale"."""
    # "her office" is not "the marshal's office" that follows
    if not agree(description, candidate) or (candidate.mention.possessed and description.modifiers):
        return False
    held = {candidate.mention.noun, candidate.mention.office.noun} | candidate.said
    if description.modifiers & wordlists.role_words("former") and description.noun not in held:
        return True
    # "the law firm" may be "Stone Vale, a firm", whose name has no word for the field
    field = description.noun in candidate.said and description.modifiers.issubset(description.text.split())
    # "the government of Chile" is not that of Peru, of which only the place is a name
    named = candidate.mention.keys if candidate.mention.name_kind in ("organization", "place") and not field else ()
    one, other = description.modifiers, candidate.modifiers.union(named) - {description.noun, "the", "of"}
    status = wordlists.role_words("status")
    if description.noun in wordlists.role_words("spokespersons") and "former" not in other and not one & status:
        other -= status  # "the spokesman" may be the deputy spokesman
    # "the Labour MP" may be the finance minister
    legislator = description.noun in wordlists.role_words("legislators") and description.noun not in held
    free = legislator or not held - {""} or description.noun in wordlists.plain_person_nouns()
    if candidate.one_person and free:
        # "Ida Vale, of Orbel" may be "the trainee solicitor", and the "Deputy Mayor" "the man of the match"
        one, other = (frozenset(word for word in words if word in _full_forms()) for words in (one, other))
    if not modifiers_agree(one, other, parties=description.kind != "organization"):
        return False
    here, there = description.office.affiliation, candidate.mention.office
    if here is None:
        return True
    # "Malta's president": "Maltese President Ida Vale", "President Ida Vale", not "Cypriot President Omar Stone"
    if there.affiliation is not None:
        parties = wordlists.party_names()  # a party is no other place than "MP for Orbel East"
        return here == there.affiliation or (here in parties) != (there.affiliation in parties)
    words = (there.role or "").lower().split()
    return legislator or len(words) <= 1 or any(word[:4] == here.lower()[:4] for word in words)


def agree(description: Mention, candidate: Candidate) -> bool:
    """Return False where the gender, age or country of a description and a candidate differ."""
    if description.gender and candidate.gender and description.gender != candidate.gender:
        return False
    if len({age_of(description), candidate.age or age_of(candidate.mention)} - {None}) > 1:
        return False
    # "Ida Vale was robbed. The thief said …"
    if description.noun in candidate.never - candidate.said - {candidate.mention.office.noun}:
        return False
    country = wordlists.inhabitants().get(description.noun.title())  # "the Kenyan" is not "Ethiopian minister Ida Vale"
    others = {wordlists.countries().get(word.title()) for word in candidate.modifiers} - {None} if country else ()
    return not others or country in others


def age_of(mention: Mention) -> int | None:
    """Return the age that a mention states: "the 45-year-old", "Ida Vale, 45,"."""
    years, unit, _ = mention.noun.partition("-year")
    return (age_in(years) if unit else None) or mention.office.age


def fits_description(description: Mention, candidate: Candidate, loosely: bool = False) -> bool:
    """Return whether number, gender, kind and modifiers allow that a description refers to a candidate.

    Taken ``loosely``, modifiers exclude only candidates with this noun: "the former governor", "Governor Ida Vale".
    """
    if description.plural != candidate.plural or not _fits_noun(description, candidate):
        return False
    fits = compatible(description, candidate)
    if fits or not loosely:
        return fits
    mention, noun = candidate.mention, description.noun
    same = noun in (mention.noun, mention.office.noun, *mention.keys) or noun in candidate.said
    return not same and agree(description, candidate)


def _fits_noun(description: Mention, candidate: Candidate) -> bool:
    mention, noun = candidate.mention, description.noun
    if mention.form == "pronoun" or noun in candidate.said or noun == (mention.office.noun or mention.noun):
        return True
    if mention.name_kind == "organization" and noun in heads_of(mention.keys):  # "the airport", which has no class
        return True
    if classes_of_noun(noun):
        return candidate.kind == "organization" and mention.name_kind != "place" and _fits_class(noun, candidate)
    people = ("person", "anonymous")
    return candidate.kind in people if description.kind in people else description.kind == candidate.kind == "group"


def _fits_class(noun: str, candidate: Candidate) -> bool:
    mention = candidate.mention
    if mention.form == "name":
        return fits_organisation(noun, mention.name, mention.keys, candidate.said)
    nouns = candidate.said | {mention.noun}
    return mention.form == "pronoun" or any(fits_organisation(noun, each, (each,)) for each in nouns)


# Compatibility of nouns and modifiers


def _classes() -> Mapping[str, Mapping[str, Any]]:
    return load_table("organisations")["classes"]  # type: ignore[no-any-return]


@cache
def _classes_by_word(part: str) -> Mapping[str, frozenset[str]]:
    """Return the names of the classes that list a word among their "heads", "nouns" or "members"."""
    listed = [(label, frozenset(row.get(part, "").split())) for label, row in _classes().items()]
    every = frozenset().union(*(words for _, words in listed))
    return {word: frozenset(label for label, words in listed if word in words) for word in every}


def classes_of_name(name: str, keys: tuple[str, ...]) -> frozenset[str]:
    """Return the classes that the head of a name belongs to; a seat of government has no head ("No 10")."""
    found = frozenset().union(*(_classes_by_word("heads").get(head, ()) for head in heads_of(keys, ("of", "for"))))
    if not found and name in wordlists.seats():
        return frozenset(("government",))
    kind = medium.kind if (medium := known(name)) is not None else shape_of(name)
    return found | {kind} if kind is not None and kind in _classes() else found


def heads_of(keys: tuple[str, ...], links: Collection[str] = ("of", "for", "on", "to", "against")) -> tuple[str, ...]:
    """Return the words that may head a name: the last one, and those before a preposition ("Commission on Debates").

    Of a number, the word before it: "UAW Local 871".
    """
    last = keys[-2] if len(keys) > 1 and keys[-1].isdecimal() else keys[-1]
    return last, *(before for before, word in pairwise(keys) if word in links)


def classes_of_noun(noun: str) -> frozenset[str]:
    """Return the classes that list a noun, lower case."""
    return _classes_by_word("nouns").get(noun, frozenset())


def classes_of_member(noun: str) -> frozenset[str]:
    """Return the classes of the organisations that somebody with this office, lower case, may belong to."""
    return _classes_by_word("members").get(noun, frozenset())


def fits_organisation(noun: str, name: str, keys: tuple[str, ...], said: Iterable[str] = ()) -> bool:
    """Return whether a description with this noun may refer to an organisation of this name.

    A class that is ``open`` fits names without a known head too ("Nordair"), one with ``acronyms`` those in capitals
    ("SPD"); ``also`` are the other classes whose names its nouns fit.

    Args:
        noun: The head of the description, lower case.
        name: The name as written.
        keys: The words of the name, lower case.
        said: Nouns that the text uses for the organisation elsewhere, by apposition or as a predicate.
    """
    said = frozenset(said)
    if noun in said or noun in heads_of(keys):
        return True
    own = classes_of_noun(noun)
    named = classes_of_name(name, keys).union(*map(classes_of_noun, said))
    rows = [_classes()[label] for label in own]
    if named:
        return not named.isdisjoint(own.union(*(row.get("also", ()) for row in rows)))
    acronym = name.isupper() and len(keys) == 1
    return any(row.get("open") or (row.get("acronyms") and acronym) for row in rows)


def same_document(one: str, other: str) -> bool:
    """Return whether two nouns, lower case, may name one document: "study" and "paper", "memo" and "document"."""
    classes = document_classes()
    if "document" in (one, other):
        return one in classes or other in classes or one == other
    return other in classes.get(one, ())


@cache
def document_classes() -> Mapping[str, frozenset[str]]:
    """Return for each noun for a document, lower case, those that a text may use for the same one."""
    return {noun: frozenset(each) for each in load_table("source_kinds")["document_classes"] for noun in each}


def modifiers_agree(described: Iterable[str], known_words: Iterable[str], *, parties: bool = True) -> bool:
    """Return whether the modifiers of a description are consistent with those of its antecedent.

    Words of status ("former", "deputy") must be the same on both sides; other modifiers must be among the words of
    the antecedent where it has any ("Malta" and "Maltese" agree by their stems, "Tory" and "Conservative" as a party).
    Without ``parties`` no word is the name of a party ("the labour department").
    """
    one, other = _in_full(described), _in_full(known_words)
    status, members = wordlists.role_words("status"), _members()
    if one & status != other & status:
        return False
    one, other = one - status, other - status
    # "the Conservative MP" is "the MP for Orbel": a party says nothing about another place
    if parties and not (one & members and other & members):
        one, other = one - members, other - members
    return not (one and other) or _stems(one) <= _stems(other)


def _in_full(words: Iterable[str]) -> frozenset[str]:
    """Return the words with "conservative" for "Tory", "united" and "states" for "U.S." and "American"."""
    return frozenset(part for word in words for part in _full_forms().get(word, (word,)))


@cache
def _full_forms() -> Mapping[str, Sequence[str]]:
    """Return the words of a name by the forms of a party or country, all lower case."""
    countries = {form.lower(): name.lower().split() for form, name in wordlists.countries().items()}
    return countries | {form.lower(): name.lower().split()[:1] for form, name in wordlists.parties().items()}


@cache
def _members() -> frozenset[str]:
    """Return the words for parties that are not those for a country too: "conservative", not "scottish"."""
    parties = {name.lower().split()[0] for name in wordlists.party_names()}
    return frozenset(parties.difference(word.lower() for word in wordlists.demonyms()))


def distinct_owners(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two mentions of one name belong to different owners: "Kenya's", "Chadian"."""
    owners, others = _stems(one), _stems(other)
    return bool(owners and others) and owners.isdisjoint(others)


def _stems(words: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in words}
