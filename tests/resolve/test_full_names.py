"""Full names are joined to people by an index, which is equivalent to a comparison of every pair."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.model import Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.entities import entities, same_given
from quoteattr.resolve.mentions import Mention
from quoteattr.resolve.roles import Office
from tests.timing import grows_at_most

WORDS = ("bill", "william", "w", "will", "ida", "i", "vale", "stone", "de", "")
NAMES = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).filter(any).map(tuple), max_size=12)


def mention(number: int, name: Sequence[str]) -> Mention:
    start = 40 * number
    text = " ".join(name)
    span = Span(start, start + max(1, len(text)))
    return Mention(span, text, number, 0, "name", name=text, keys=tuple(name), name_kind="person", kind="person")


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True for two forms of one full name: "Bill Vale" and "William J. Vale"."""
    short, long = sorted((one, other), key=len)
    part = short in (long[-len(short) :], long[: len(short)])
    return part or (short[-1] == long[-1] and same_given(short[0], long[0]))


def middle_names(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in name[1:-1] if word != "de")


def may_join(name: tuple[str, ...], group: Sequence[tuple[str, ...]]) -> bool:
    """Return False for "George W. Bush" and a person first called "George H. W. Bush"."""
    own, other = middle_names(name), next(filter(None, map(middle_names, group)), ())
    alike = not own or not other or own[0][:1] == other[0][:1] or set(own) & set(other)
    return bool(alike) and any(same_person(name, form) for form in group)


def people(names: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Compare each name with every form of the people before it."""
    found: list[list[tuple[str, ...]]] = []
    for name in names:
        home = next((group for group in found if may_join(name, group)), None)
        if home is None:
            found.append([name])
        else:
            home.append(name)
    return found


@given(NAMES)
def test_the_index_finds_the_names_of_a_full_comparison(names: list[tuple[str, ...]]) -> None:
    found = entities([mention(number, name) for number, name in enumerate(names)])
    assert [[each.keys for each in entity.mentions] for entity in found] == people(names)


@pytest.mark.parametrize("form", ["ida vale{}", "ida{} vale", "bill{} de vale", "ida vale {}", "{} ministry of vale"])
def test_time_grows_with_the_number_of_names_only(form: str) -> None:
    mentions = [mention(number, form.format(number).split()) for number in range(4000)]
    assert grows_at_most(7, lambda: entities(mentions[:1000]), lambda: entities(mentions), spare=0.15)


def test_time_grows_with_the_number_of_short_names_of_organisations_only() -> None:
    names = [name for number in range(4000) for name in ((f"orbel{number}", "ministry"), ("ministry",))]
    made = [evolve(mention(number, name), name_kind="organization") for number, name in enumerate(names)]
    assert grows_at_most(7, lambda: entities(made[:2000]), lambda: entities(made), spare=0.15)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        # a surname that is a given name of the other gender
        (["Jennifer Peyton", "Peyton"], [["Jennifer Peyton", "Peyton"]]),
        (["Peyton", "Jennifer Peyton"], [["Peyton", "Jennifer Peyton"]]),
        (["Jennifer Scott", "Scott Lund", "Scott"], [["Jennifer Scott", "Scott"], ["Scott Lund"]]),
        # a title decides between two people with the surname
        (["Ida Scott", "Omar Scott", "Mrs Scott"], [["Ida Scott", "Mrs Scott"], ["Omar Scott"]]),
        # a company without its ending, which the tagger labels as a person
        (["Nordair", "Nordair AB"], [["Nordair", "Nordair AB"]]),
        (["Nordair Group Ltd", "Nordair"], [["Nordair Group Ltd", "Nordair"]]),
        (["Mr Vale", "Vale AB"], [["Mr Vale"], ["Vale AB"]]),
    ],
)
def test_forms_of_one_name(names: list[str], found: list[list[str]]) -> None:
    made = entities([_read(number, name) for number, name in enumerate(names)])
    assert [[each.text for each in entity.mentions] for entity in made] == found


@pytest.mark.parametrize(
    ("names", "found"),
    [
        # a surname that the tagger labels as an organisation
        (["Iain Forbes", "Forbes/ORG"], [["Iain Forbes", "Forbes"]]),
        (["Forbes/ORG", "Iain Forbes", "Forbes/ORG"], [["Forbes", "Forbes"], ["Iain Forbes"]]),
        (["Ford Motors/ORG", "Bill Ford", "Ford/ORG"], [["Ford Motors", "Ford"], ["Bill Ford"]]),
        (["Iain Forbes", "FORBES/ORG"], [["Iain Forbes", "FORBES"]]),
    ],
)
def test_a_surname_is_not_an_organisation(names: list[str], found: list[list[str]]) -> None:
    mentions = []
    for number, name in enumerate(names):
        text, _, label = name.partition("/")
        mentions.append(evolve(_read(number, text), name_kind="organization" if label else "person", name=text))
    assert [[each.text for each in entity.mentions] for entity in entities(mentions)] == found


def _read(number: int, text: str) -> Mention:
    title, _, rest = text.partition(" ")
    titled = title in wordlists.honorifics()
    words = (rest if titled else text).split()
    given = "" if titled else wordlists.given_names().get(words[0].lower(), "")
    made = mention(number, [word.lower() for word in words])
    company = words[-1] in wordlists.company_suffixes()
    return evolve(
        made,
        text=text,
        office=Office(honorific=title) if titled else made.office,
        gender=wordlists.honorifics()[title] if titled else given,
        name_kind="organization" if company else "person",
    )


@pytest.mark.parametrize(
    ("names", "gender"),
    [
        (["Jennifer Peyton", "Peyton"], "female"),
        (["Peyton", "Jennifer Peyton"], "female"),
        (["Peyton"], "male"),
    ],
)
def test_a_surname_states_no_gender(names: list[str], gender: str) -> None:
    [entity] = entities([_read(number, name) for number, name in enumerate(names)])
    assert entity.gender == gender


@pytest.mark.parametrize(
    ("labels", "kinds"),
    [
        (["place", "person"], ["organization"]),
        (["person", "person", "place"], ["person"]),
    ],
)
def test_the_labels_of_one_name_are_counted(labels: list[str], kinds: list[str]) -> None:
    """The tagger labels "Merrow" as a place and as a person."""
    made = [evolve(mention(number, ["merrow"]), name_kind=label, labelled=True) for number, label in enumerate(labels)]
    assert [entity.kind for entity in entities(made)] == kinds
