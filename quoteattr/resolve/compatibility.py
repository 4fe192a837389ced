"""Compatibility of a description with the name, or the earlier description, that it may refer to.

A generic institution noun ("the ministry") refers to an organisation only where the head of its name, its kind of
outlet or a description in the text supports that; a modifier ("the Chadian ministry", "the former governor") must
not contradict what the text says of the antecedent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from attrs import frozen

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import known, shape_of
from quoteattr.resolve import wordlists

_STEM = 4


@frozen
class InstitutionClass:
    """The nouns of a class, the heads of names that they fit, the other classes whose names they fit, and its people.

    An ``open`` class fits names without a known head too ("Nordair"), one with ``acronyms`` those in capitals ("SPD").
    """

    nouns: frozenset[str]
    heads: frozenset[str]
    also: frozenset[str]
    members: frozenset[str] = frozenset()
    open: bool = False
    acronyms: bool = False


@cache
def institution_classes() -> Mapping[str, InstitutionClass]:
    """Return the classes of institution nouns of the lexicon by name."""
    return {
        name: InstitutionClass(
            frozenset(row["nouns"].split()),
            frozenset(row["heads"].split()),
            frozenset(row.get("also", ())),
            frozenset(row.get("members", "").split()),
            bool(row.get("open")),
            bool(row.get("acronyms")),
        )
        for name, row in load_table("organisations")["classes"].items()
    }


def classes_of_name(name: str, keys: tuple[str, ...]) -> frozenset[str]:
    """Return the classes that the head of a name belongs to: its last word, or the word before "of" or "for"."""
    found = _classes_of_heads(keys)
    medium = known(name)
    kind = medium.kind if medium is not None else shape_of(name)
    return found | {kind} if kind in institution_classes() and kind is not None else found


@lru_cache(maxsize=4096)
def _classes_of_heads(keys: tuple[str, ...]) -> frozenset[str]:
    heads = {keys[-1], *(before for before, word in pairwise(keys) if word in ("of", "for"))}
    return frozenset(label for label, row in institution_classes().items() if row.heads & heads)


def classes_of_noun(noun: str) -> frozenset[str]:
    """Return the classes that list a noun, lower case."""
    return _classes_by_noun().get(noun, frozenset())


def generic_noun(held: str) -> str | None:
    """Return the noun of an affiliation without a name: "club", or "Council" that only begins a sentence or title.

    "Senate" is a name.
    """
    noun = held.split()[-1].lower()
    listed = noun in wordlists.organisation_nouns() and "parliament" not in classes_of_noun(noun)
    title = (held[:1].lower() + held[1:]).islower() and listed
    return noun if held.islower() or title else None


def classes_of_member(noun: str) -> frozenset[str]:
    """Return the classes of the organisations that somebody with this office, lower case, may belong to."""
    return _classes_by_member().get(noun, frozenset())


@cache
def _classes_by_member() -> Mapping[str, frozenset[str]]:
    classes = institution_classes()
    nouns = {noun for row in classes.values() for noun in row.members}
    return {noun: frozenset(label for label, row in classes.items() if noun in row.members) for noun in nouns}


@cache
def _classes_by_noun() -> Mapping[str, frozenset[str]]:
    classes = institution_classes()
    nouns = {noun for row in classes.values() for noun in row.nouns}
    return {noun: frozenset(label for label, row in classes.items() if noun in row.nouns) for noun in nouns}


def fits_organisation(noun: str, name: str, keys: tuple[str, ...], said: Iterable[str] = ()) -> bool:
    """Return whether a description with this noun may refer to an organisation of this name.

    Args:
        noun: The head of the description, lower case.
        name: The name as written.
        keys: The words of the name, lower case.
        said: Nouns that the text uses for the organisation elsewhere, by apposition or as a predicate.
    """
    said = frozenset(said)
    if noun in said or noun == keys[-1] or (noun == keys[0] and "of" in keys):
        return True
    own = [institution_classes()[label] for label in classes_of_noun(noun)]
    named = classes_of_name(name, keys).union(*map(classes_of_noun, said))
    if named:
        return any(label in named for label in classes_of_noun(noun)) or any(row.also & named for row in own)
    acronym = name.isupper() and len(keys) == 1
    return any(row.open or (row.acronyms and acronym) for row in own)


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


def modifiers_agree(described: Iterable[str], known_words: Iterable[str]) -> bool:
    """Return whether the modifiers of a description are consistent with those of its antecedent.

    Words of status ("former", "deputy") must be the same on both sides; other modifiers must be among the words of
    the antecedent where it has any ("Malta" and "Maltese" agree by their stems, "Tory" and "Conservative" as a party).
    """
    one, other = _with_parties(described), _with_parties(known_words)
    status = wordlists.role_words("status")
    if one & status != other & status:
        return False
    one, other = one - status, other - status
    stems = {word[:_STEM] for word in other}
    return not (one and other) or all(word[:_STEM] in stems for word in one)


def _with_parties(words: Iterable[str]) -> frozenset[str]:
    """Return the words, those for members of a party as the first word of its name: "tory" as "conservative"."""
    return frozenset(_parties().get(word, word) for word in words)


@cache
def _parties() -> Mapping[str, str]:
    return {form.lower(): name.lower().split()[0] for form, name in wordlists.parties().items()}


def distinct_owners(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two mentions of one name belong to different owners: "Kenya's", "Chadian"."""
    stems = {word[:_STEM] for word in other}
    words = {word[:_STEM] for word in one}
    return bool(stems and words) and not stems & words
