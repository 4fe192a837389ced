"""What a page says about itself: authors, date, publisher, outlet."""

from __future__ import annotations

import pytest

from quoteattr.lexicon import load_table
from quoteattr.lexicon.outlets import KINDS, known
from quoteattr.model import Article, Part, PartKind, Span
from quoteattr.resolve.article import article_of, author_of


def page(*lines: tuple[PartKind, str]) -> Article:
    """The article of a page that has these parts, one a line."""
    text, parts = "", []
    for kind, line in lines:
        parts.append(Part(kind, Span(len(text), len(text) + len(line))))
        text += line + "\n"
    return article_of(text, parts)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By REUTERS", ["REUTERS"]),
        ("By Ida Vale and Omar Stone", ["Ida Vale", "Omar Stone"]),
        ("By Ida Vale, Associated Press", ["Ida Vale", "Associated Press"]),
        ("by Ida Vale | Reuters", ["Ida Vale", "Reuters"]),
        ("Written by Ida J. Vale, Political Editor", ["Ida J. Vale"]),
        ("Author: Omar Stone", ["Omar Stone"]),
        ("By Ida Vale, Ida Vale", ["Ida Vale"]),
        ("By", []),
        ("Updated 3 hours ago", []),
        ("Omar Stone/Getty Images", []),
        ("By Ida ValeStaff Writer", ["Ida Vale"]),
        ("By Ida ValeTwitter", ["Ida Vale"]),
        ("Ida Vale@idavale", ["Ida Vale"]),
        ("Ida Vale0", ["Ida Vale"]),
        ("Posted by Ida Vale on", ["Ida Vale"]),
        ("April 4, 2023 | by Ida", ["Ida"]),
        ("Ida Vale | Published 4 months ago", ["Ida Vale"]),
        ("Ida Vale Senior Politics Editor, The Huffington Post", ["Ida Vale", "The Huffington Post"]),
        ("Ida Vale CBC News Posted:", ["Ida Vale"]),
        ("PTI, Washington,", ["PTI"]),
        ("Ida McVale and Omar DeStone", ["Ida McVale", "Omar DeStone"]),
        ("MagazinesIda ValeOrbelStage", []),
        ("Next Post", []),
        ("Author", []),
        ("Edited by Omar Stone", []),
    ],
)
def test_bylines_are_names_alone(line: str, names: list[str]) -> None:
    article = page(("byline", line), ("body", "It rained."))
    assert [byline.text for byline in article.bylines] == names


def test_the_byline_of_a_link_amid_the_body_signs_nothing() -> None:
    article = page(
        ("byline", "By Ida Vale"),
        ("body", "It rained. " * 60),
        ("byline", "By Omar Stone"),
        ("body", "It rained on."),
    )
    assert [byline.text for byline in article.bylines] == ["Ida Vale"]


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published: APRIL 4, 2023 16:26", "2023-04-04T16:26:00"),
        ("April 4, 2023", "2023-04-04"),
        ("4 April 2023", "2023-04-04"),
        ("Tue 4 Apr 2023 16.26 BST", "2023-04-04T16:26:00+01:00"),
        ("Posted on Apr. 4, 2023 at 4:26 p.m. EDT", "2023-04-04T16:26:00-04:00"),
        ("April 4, 2023, 12:05 AM", "2023-04-04T00:05:00"),
        ("2023-04-04T16:26:00Z", "2023-04-04T16:26:00+00:00"),
        ("2023-04-04 16:26:30+02:00", "2023-04-04T16:26:30+02:00"),
        ("16:26, 4 April 2023", "2023-04-04T16:26:00"),
        ("Updated April 6, 2023; published April 4, 2023", "2023-04-04"),
        ("Updated April 6, 2023", "2023-04-06"),
        ("23/04/2023", "2023-04-23"),
        ("April 4, 2023 21:17", "2023-04-04T21:17:00"),
        ("21:17 23.04.2023", "2023-04-23T21:17:00"),
        ("10:01 pm PST, Tuesday, November 14, 2023", "2023-11-14T22:01:00-08:00"),
        ("10:48, Tue, Apr 4, 2023", "2023-04-04T10:48:00"),
        ("April 4, 2023 / 1:07 AM", "2023-04-04T01:07:00"),
        ("April 4, 2023: 3:42 PM ET", "2023-04-04T15:42:00-04:00"),
        ("January 4, 2023 3:42 PM ET", "2023-01-04T15:42:00-05:00"),
        ("Dec 12, 2016 2:00 PMTags", "2016-12-12T14:00:00"),
        ("Mar 18 20199:29 AM EDT", "2019-03-18T09:29:00-04:00"),
        ("04/23/23 11:04 PM EST", "2023-04-23T23:04:00-05:00"),
        ("04/05/2023 04:23 pm ET", "2023-04-05T16:23:00-04:00"),
        ("By Ida Vale/April 4, 2023 9:49 am/Updated: April 8, 2023", "2023-04-04T09:49:00"),
        ("04/05/2023", None),
        ("February 30, 2023", None),
        ("Tuesday", None),
    ],
)
def test_the_date_of_publication_is_iso(line: str, iso: str | None) -> None:
    assert page(("published", line), ("body", "It rained.")).published == iso


def test_the_first_publication_leads_wherever_it_is_told() -> None:
    foot: tuple[PartKind, str] = ("chrome", "First published on April 2, 2023 / 1:07 AM")
    assert page(("published", "April 4, 2023"), ("body", "It rained."), foot).published == "2023-04-02T01:07:00"


def test_the_line_of_publication_leads_over_the_chrome() -> None:
    chrome: tuple[PartKind, str] = ("chrome", "date 2023-04-05 Malta Courier")
    assert page(chrome, ("published", "April 4, 2023")).published == "2023-04-04"
    assert page(chrome, ("body", "It rained.")).published == "2023-04-05"
    assert page(("chrome", "Thursday, April 6, 2023"), ("body", "It rained.")).published is None


@pytest.mark.parametrize(
    ("lines", "publisher", "kind"),
    [
        ([("chrome", "Ferry sinks off Malta | The Guardian")], "The Guardian", "newspaper"),
        ([("headline", "Ferry sinks off Malta - BBC News")], "BBC", "broadcaster"),
        ([("chrome", "Ferry sinks - The Jerusalem Post - Israel News")], "The Jerusalem Post", "newspaper"),
        (
            [("chrome", "Home"), ("chrome", "© 2023 Hindustan Times. All rights reserved")],
            "Hindustan Times",
            "newspaper",
        ),
        ([("chrome", "Sign in to The New York Times"), ("chrome", "More")], "The New York Times", "newspaper"),
        (
            [("chrome", "Ferry sinks off Malta - Malta Courier"), ("headline", "Ferry sinks off Malta")],
            "Malta Courier",
            "newspaper",
        ),
        # an unlisted name without a head such as "Courier", told by the headline in front of it, or by the owner's
        (
            [("chrome", "Ferry sinks off Malta - Harbour Lights"), ("headline", "Ferry sinks off Malta")],
            "Harbour Lights",
            "website",
        ),
        (
            [("chrome", "Malta loses its ferry | Harbour Lights"), ("chrome", "© 2023 Harbour Lights Ltd")],
            "Harbour Lights",
            "website",
        ),
        # the sign of copyright was lost
        (
            [("chrome", "Home"), ("chrome", "2023 Hindustan Times, All Rights Reserved.")],
            "Hindustan Times",
            "newspaper",
        ),
        ([("chrome", "Home"), ("chrome", "© 2024 The Local, All Rights Reserved.")], "The Local", "website"),
        # owners that are not listed
        ([("chrome", "© 2018-2020 harbourlights.com | All rights reserved.")], "harbourlights.com", "website"),
        ([("chrome", "© HarbourLights Pty Ltd. All rights reserved.")], "HarbourLights", "website"),
        ([("chrome", "© 2023 Lesotho Times")], "Lesotho Times", "newspaper"),
        # the page's own address
        ([("chrome", "https://www.bbc.com/news/world-1234")], "BBC", "broadcaster"),
        (
            [("body", "It rained, she told The List."), ("body", "It poured, he told The List."), ("chrome", "Home")],
            "The List",
            "website",
        ),
    ],
)
def test_the_publisher_is_read_from_the_chrome(lines: list[tuple[PartKind, str]], publisher: str, kind: str) -> None:
    article = page(*lines, ("body", "It rained."))
    assert article.publisher is not None
    assert (article.publisher.name, article.publisher.kind) == (publisher, kind)
    # nothing else is told, so the story is the publisher's own
    assert article.outlet == article.publisher


@pytest.mark.parametrize(
    "lines",
    [
        [("chrome", "Ferry sinks off Malta | World"), ("chrome", "World")],
        [("chrome", "© 2025 Harbour Newspapers Limited. All rights reserved.")],
        [("chrome", "© HarbourLights")],
        [("chrome", "Copyright Information")],
        [("chrome", "© 2023 Reuters")],
        [("chrome", "https://twitter.com/harbour")],
        [("body", "It rained, she told The List."), ("chrome", "Home")],
    ],
)
def test_other_names_publish_nothing(lines: list[tuple[PartKind, str]]) -> None:
    """Sections, companies, credits, notices on copyright, and an outlet that is quoted once."""
    assert page(*lines, ("body", "It rained.")).publisher is None


def test_who_provides_a_story_does_not_publish_it() -> None:
    article = page(
        *(("chrome", "MSN Home"), ("chrome", "MSN Worldwide"), ("chrome", "MSN Money")),
        *(("chrome", "Wales Online"), ("chrome", "© Provided by The Guardian"), ("body", "It rained.")),
    )
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.outlet.name) == ("MSN", "The Guardian")


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        ([("byline", "By REUTERS")], "Reuters"),
        ([("byline", "Ida Vale, Associated Press")], "Associated Press"),
        ([("byline", "AFP")], "Agence France-Presse"),
        ([("dateline", "MOSCOW, April 4 (Reuters) -")], "Reuters"),
        ([("body", "HANOI, Vietnam (AP) — It rained.")], "Associated Press"),
        ([("body", "It rained in Malta, Vale said. — TASS")], "TASS"),
        ([("body", "It rained.\nSource: AFP")], "Agence France-Presse"),
        ([("body", "It rained. (Reporting by Ida Vale; Editing by Omar Stone)")], "Reuters"),
        ([("body", "It rained."), ("byline", "(Reporting by Ida Vale; Editing by Omar Stone)")], "Reuters"),
        ([("byline", "By Ida Vale, AP Sports Writer"), ("body", "It rained.")], "Associated Press"),
        ([("byline", "Ida Vale, Ap National Security Writer"), ("body", "It rained.")], "Associated Press"),
        ([("dateline", "AP —"), ("body", "It rained.")], "Associated Press"),
        ([("dateline", "MALTA LIGHTS via AP —"), ("body", "It rained.")], "Associated Press"),
        ([("dateline", "MOSCOW, April 4. /TASS/."), ("body", "It rained.")], "TASS"),
        ([("body", "It rained in Malta, Vale said. (PTI)")], "Press Trust of India"),
        (
            [("body", "It rained."), ("chrome", "Copyright 2023 The Associated Press. All rights reserved.")],
            "Associated Press",
        ),
        ([("published", "Updated April 4, 2023 | Source: AFP"), ("body", "It rained.")], "Agence France-Presse"),
        ([("chrome", "Provided by Reuters"), ("body", "It rained.")], "Reuters"),
    ],
)
def test_a_wire_beats_the_publisher(lines: list[tuple[PartKind, str]], outlet: str) -> None:
    article = page(("chrome", "Ferry sinks | The Guardian"), *lines)
    assert article.publisher is not None
    assert article.outlet is not None
    assert article.publisher.name == "The Guardian"
    assert (article.outlet.name, article.outlet.kind) == (outlet, "wire")


def test_credits_of_pictures_tell_no_outlet() -> None:
    article = page(
        ("chrome", "Ferry sinks | The Guardian"),
        ("caption", "The ferry on Monday."),
        ("credit", "(photo credit: Sputnik/Kremlin/Reuters)"),
        ("body", "It rained. " * 40),
        ("byline", "Reuters"),
        ("body", "It rained."),
    )
    assert article.outlet is not None
    assert article.outlet.name == "The Guardian"
    assert article.bylines == ()


@pytest.mark.parametrize(
    "lines",
    [
        [("byline", "Ida Vale, The Guardian"), ("byline", "ASSOCIATED PRESS"), ("body", "The ferry on Monday")],
        [("byline", "By Ida Vale"), ("published", "April 4, 2023"), ("byline", "Reuters"), ("caption", "The ferry.")],
        [("body", "It rained."), ("credit", "© Reuters / Omar Stone")],
        [("body", "It rained."), ("chrome", "Material from the AP is copyright 2023 Associated Press.")],
    ],
)
def test_a_wire_that_took_the_picture_wrote_nothing(lines: list[tuple[PartKind, str]]) -> None:
    article = page(("chrome", "Ferry sinks | The Guardian"), *lines, ("body", "It rained on."))
    assert article.outlet is not None
    assert article.outlet.name == "The Guardian"


def test_bare_text_has_no_publisher() -> None:
    article = page(("body", "Vale told The Guardian and the BBC that it rained."))
    assert (article.publisher, article.outlet) == (None, None)


def test_one_person_who_signs_is_the_author() -> None:
    alone = page(("byline", "By Ida Vale, Reuters"), ("body", "It rained."))
    several = page(("byline", "By Ida Vale and Omar Stone"), ("body", "It rained."))
    author = author_of(alone)
    assert author is not None
    assert author.text == "Ida Vale"
    assert author_of(several) is None


def test_no_name_stands_for_two_outlets() -> None:
    owners: dict[str, str] = {}
    for kind in KINDS:
        for name, aliases in load_table("outlets")[kind].items():
            for alias in (name, *aliases):
                assert owners.setdefault(alias, name) == name


@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("REUTERS", "Reuters"),
        ("the Associated Press", "Associated Press"),
        ("Guardian", "The Guardian"),
        ("Al-Jazeera", "Al Jazeera"),
        ("theguardian.com", "The Guardian"),
    ],
)
def test_outlets_are_reported_under_one_name(name: str, reported: str) -> None:
    medium = known(name)
    assert medium is not None
    assert medium.name == reported


@pytest.mark.parametrize("name", ["reuters", "Orbel", "the", "", "metro"])
def test_other_words_are_no_outlets(name: str) -> None:
    assert known(name) is None
