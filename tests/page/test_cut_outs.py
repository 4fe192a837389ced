"""Articles as readers copy them: what is above and below the byline, and how the last paragraph ends."""

from __future__ import annotations

import pytest

from quoteattr.page.article import read_page
from tests.page.pages import FOOT, kinds, of_kind

# headline, standfirst, paragraphs, a short last paragraph
ARTICLES = [
    (
        "Ferry to Norvik sold for scrap",
        "Islanders had hoped to keep her as a museum",
        "The ferry that linked Norvik to the islands for 40 years was sold to a breaker on Tuesday.",
        "“She was never late when I was on board,” said Bo Li, who worked as her purser.",
        "She sails on Friday.",
    ),
    (
        "Market hall loses its roof",
        "Storm takes 400 square metres of copper",
        "A storm tore the roof off the market hall of Orbel on Sunday night, the fire service said.",
        "Traders have asked the council for tents. Mayor Ida Vale said that she had none.",
        "Nobody was hurt.",
    ),
    (
        "Union and bus company agree on pay",
        "Drivers get more for nights, less for Sundays",
        "Bus drivers in Orbel will be paid 5 percent more for night shifts, their union said.",
        "The company gave no details. Its director told staff that the fares would not rise.",
        "It runs for two years.",
    ),
    (
        "Bakers warn of dearer bread",
        "Wheat has not cost so much since the war",
        "A loaf of bread may cost a third more by autumn, the guild of bakers said on Monday.",
        "Its chair, Omar Stone, blamed a dry spring. “I can bake without sleep, but not without flour,” he said.",
        "He closed his shop in May.",
    ),
    (
        "Choir sings on after fire",
        "Church lost its organ, not its tenors",
        "The choir of Tarrow sang in a barn on Sunday, a week after its church had burned down.",
        "Police do not know how the fire began. A candle had been found near the organ, an officer said.",
        "The barn was full.",
    ),
]  # fmt: skip
SIGNED = "By Ann Lee\n4 May 2024"


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_headline_directly_above_a_standfirst_is_no_masthead(article: tuple[str, ...], gap: str) -> None:
    headline, standfirst, *body = article
    read = read_page(gap.join([headline, standfirst, SIGNED, *body])).article
    assert (read.headline and read.headline.text) == headline
    assert (read.standfirst and read.standfirst.text) == standfirst
    assert read.publisher is None


@pytest.mark.parametrize("article", ARTICLES[1:])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_standfirst_may_be_below_the_byline(article: tuple[str, ...], gap: str) -> None:
    headline, standfirst, *body = article
    text = gap.join([headline, SIGNED, standfirst, *body])
    assert of_kind("headline", text) == [headline]
    assert of_kind("standfirst", text) == [standfirst]


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_first_paragraph_below_the_byline_is_body(article: tuple[str, ...], gap: str) -> None:
    headline, _, *body = article
    text = gap.join([headline, SIGNED, *body])
    assert of_kind("standfirst", text) == []
    assert of_kind("body", text) == body


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("below", [[], ["Sign up to our newsletter"], FOOT])
def test_a_short_last_paragraph_is_body(article: tuple[str, ...], below: list[str]) -> None:
    headline, _, *body = article
    text = "\n".join([headline, SIGNED, *body, *below])
    assert of_kind("body", text) == body
    assert {kind for kind, line in kinds(text) if line in below} <= {"chrome", "related"}


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("section", ["Letters", "SHIPPING", "Local history"])
def test_a_section_above_the_headline_is_chrome(article: tuple[str, ...], section: str) -> None:
    headline, standfirst, *body = article
    read = read_page("\n".join([section, headline, standfirst, SIGNED, *body])).article
    assert (read.headline and read.headline.text) == headline
    assert (read.outlet, read.publisher) == (None, None)


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("name", ["The Orbel Observer", "NORVIK EVENING MAIL"])
def test_the_name_of_a_paper_above_headline_and_standfirst_is_the_publisher(
    article: tuple[str, ...], name: str
) -> None:
    headline, standfirst, *body = article
    read = read_page("\n".join([name, headline, standfirst, SIGNED, *body])).article
    assert (read.headline and read.headline.text) == headline
    assert (read.publisher and read.publisher.name) == name
