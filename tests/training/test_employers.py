"""Articles with people and their affiliations are read, and each answer occurs in its text."""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteattr
from quoteattr.annotate.bundle import BUNDLED
from quoteattr.annotate.coreference import load
from quoteattr.errors import InputError
from quoteattr.model import Span
from quoteattr.resolve.employers import FEATURE_COUNTS
from quoteattr.training.coreference import read
from quoteattr.training.employers import (
    GoldArticle,
    GoldPerson,
    asked_people,
    gold_articles,
    gold_person,
    is_same,
    passages,
)

PEOPLE = (
    GoldPerson("Ana Ruiz", ("Nordair",)),
    GoldPerson("Omar Stone", ()),
    GoldPerson("Ida Stone", ()),
)


@pytest.mark.parametrize(
    ("name", "gold"),
    [("Ana Ruiz", "Ana Ruiz"), ("Ruiz", "Ana Ruiz"), ("Dr Ana Ruiz", "Ana Ruiz"), ("Stone", None), ("Lee", None)],
)
def test_a_speaker_is_matched_by_its_name(name: str, gold: str | None) -> None:
    found = gold_person(name, PEOPLE)
    assert (found.name if found else None) == gold


@pytest.mark.parametrize(
    ("name", "same"), [("Nordair", True), ("the Nordair group", True), ("Kestrel", False), ("", False)]
)
def test_names_with_the_same_words_are_the_same(name: str, same: bool) -> None:
    assert is_same(name, ["Nordair"]) == same


def test_people_with_an_explicit_affiliation_are_scored_without_it(attributor: quoteattr.QuoteAttributor) -> None:
    """Such a person is an example only if the affiliation is among the candidates."""
    text = (
        "Kestrel Bank lost money. Ana Ruiz, chief executive of Nordair, said it rained. Its chairman, Omar Stone, left."
    )
    model = load(BUNDLED / "en", FEATURE_COUNTS)
    assert model is not None
    [reading] = read(attributor.stanza, [text])
    for affiliation, taught in (("Nordair", ["Nordair"]), ("Vastra", [])):
        article = GoldArticle("x", "y", text, (GoldPerson("Ana Ruiz", (affiliation,)),))
        asked = list(asked_people(article, reading, model))
        assert [each.open for each in asked] == [False for _ in taught]
        right = {
            organisation.name
            for person in asked
            for (organisation, _), ok in zip(person.question.candidates, person.example.right, strict=False)
            if ok
        }
        assert sorted(right) == taught


@pytest.mark.parametrize("described", [True, False])
def test_a_source_without_a_name_is_an_example_if_it_is_annotated(
    attributor: quoteattr.QuoteAttributor, described: bool
) -> None:
    text = "Nordair lost money. A spokesman said it rained."
    start = text.index("A spokesman")
    gold = ((Span(start, start + 11), GoldPerson("A spokesman", ("Nordair",))),) if described else ()
    model = load(BUNDLED / "en", FEATURE_COUNTS)
    assert model is not None
    [reading] = read(attributor.stanza, [text])
    asked = list(asked_people(GoldArticle("x", "y", text, (), described=gold), reading, model))
    assert [person.example.right.tolist() for person in asked] == ([[True, False]] if described else [])


def test_sources_keep_their_words_in_a_passage() -> None:
    text = "Nordair lost money.\n\nIts staff left.\n\n“It rained,” a spokesman said. “It snowed,” the report said."
    words = ("Its staff", "a spokesman", "the report")
    described = tuple((Span(text.index(each), text.index(each) + len(each)), GoldPerson(each, ())) for each in words)
    seen = [
        (span.of(passage.text), person.name)
        for number in range(40)
        for passage in passages(GoldArticle(str(number), "y", text, (), described=described))
        for span, person in passage.described
    ]
    assert {found for found, _ in seen} == {*words}
    assert all(found == name for found, name in seen)


def test_who_has_no_affiliation_in_a_passage_has_none() -> None:
    text = "Nordair lost money.\n\nIts chairman, Ana Ruiz, left.\n\n“It rained,” Ana Ruiz said."
    found = {
        (passage.text, passage.people[0].affiliations)
        for number in range(40)
        for passage in passages(GoldArticle(str(number), "y", text, (GoldPerson("Ana Ruiz", ("Nordair",)),)))
    }
    assert all(passage in text and bool(forms) == ("Nordair" in passage) for passage, forms in found)
    assert {bool(forms) for _, forms in found} == {True, False}


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="in a clone"):
        list(gold_articles(tmp_path))


def test_names_and_affiliations_occur_in_their_articles() -> None:
    articles = list(gold_articles())
    assert len({each.id for each in articles}) == len(articles) == 3360
    for article in articles:
        for person in article.people:
            for words in (person.name, *person.affiliations):
                assert words in article.text, (article.id, words)
        for span, source in article.described:
            assert span.of(article.text) == source.name
            assert all(words in article.text for words in source.affiliations), (article.id, source)
    assert sum(bool(source.affiliations) for article in articles for _, source in article.described) == 2047
