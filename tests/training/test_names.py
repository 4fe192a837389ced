"""The gold kinds of names are read from articles and newswire, and a classifier can be fitted to them."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.annotate.coreference import PairModel
from quoteattr.model import Span
from quoteattr.resolve.mentions import SentenceIndex
from quoteattr.resolve.name_kinds import FEATURES, FORM, KINDS, SURE
from quoteattr.resolve.names import NameKind
from quoteattr.training.corpora import EntitySentence
from quoteattr.training.employers import GoldArticle, GoldPerson, gold_articles
from quoteattr.training.names import NameExample, fit, kinds_in_article, kinds_in_newswire, newswire_text
from tests.trees import sentence

TEXT = "Halden Moss sued Vale, not Ida Vale."
ROWS = (
    "Halden/PROPN/3/nsubj Moss/PROPN/1/flat sued/VERB/0/root Vale/PROPN/3/obj ,/PUNCT/7/punct not/ADV/7/advmod "
    "Ida/PROPN/4/conj Vale/PROPN/7/flat ./PUNCT/3/punct"
)
ENTITIES = (("PER", "Halden Moss"), ("PER", "Vale"), ("PER", "Ida Vale"))


@pytest.fixture
def page() -> SentenceIndex:
    return SentenceIndex.of(TEXT, [sentence(TEXT, ROWS, entities=ENTITIES)])


@pytest.mark.parametrize(
    ("persons", "organizations", "gold"),
    [
        ((), ("the Halden Moss",), ["organization", "person", "person"]),
        (("Ida Vale",), (), [None, "person", "person"]),
        ((), ("Halden Moss", "Vale"), ["organization", None, "person"]),  # "Vale" is ambiguous
    ],
)
def test_an_article_has_the_kinds_of_its_names(
    page: SentenceIndex, persons: tuple[str, ...], organizations: tuple[str, ...], gold: list[NameKind | None]
) -> None:
    article = GoldArticle("x", "y", TEXT, (GoldPerson("Ida Vale", ()),), persons, organizations)
    kind = kinds_in_article(article, page)
    assert [kind(0, run) for run in page.names[0]] == gold


def test_newswire_is_read_as_text_with_the_kinds_of_its_names() -> None:
    words = ("Mr", "Vale", "sued", "Halden", "Moss", "in", "Lima")
    tags = ("O", "S-Person", "O", "B-Organization", "E-Organization", "O", "S-Location")
    text, found = newswire_text([EntitySentence(words, tags), EntitySentence(("Yes",), ("O",))])
    assert text == "Mr Vale sued Halden Moss in Lima \nYes \n"
    assert {span.of(text): kind for span, kind in found.items()} == {
        "Vale": "person", "Halden Moss": "organization", "Lima": "place",
    }  # fmt: skip


def test_a_name_in_newswire_is_matched_at_the_end_of_longer_names(page: SentenceIndex) -> None:
    end = TEXT.index(" sued")
    kind = kinds_in_newswire({Span(end - 4, end): "organization"}, page)
    assert [kind(0, run) for run in page.names[0]] == ["organization", None, None]


def test_a_fitted_classifier_distinguishes_people_from_organisations() -> None:
    rng = np.random.default_rng(0)
    found = []
    for number in range(6000):
        person = number % 3 > 0
        state = rng.normal(size=8).astype(np.float32)
        state[0] += 2 if person else -2
        found.append(NameExample("x", state, (0.0,) * len(FEATURES), KINDS[not person], True))
    model = PairModel({FORM: fit(found[:5000])})
    states, rows = np.stack([each.state for each in found[5000:]]), np.array([each.row for each in found[5000:]])
    changed = 1 - model.probabilities(FORM, states, rows.astype(np.float32))[:, 0] >= SURE
    people = np.array([each.kind == "person" for each in found[5000:]])
    assert changed[~people].mean() > 0.8
    assert changed[people].mean() < 0.05


def test_listed_names_occur_in_their_articles() -> None:
    listed = [article for article in gold_articles() if article.organizations]
    assert len(listed) == 960
    for article in listed:
        for name in (*article.persons, *article.organizations):
            assert name in article.text, (article.id, name)
        assert not {*article.persons} & {*article.organizations}, article.id
