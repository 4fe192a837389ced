"""``resolve`` on the example article: speakers, outlets and times from hand-made parts, trees and links."""

from __future__ import annotations

import pytest

from quoteattr.model import Time
from quoteattr.page.article import article_of
from quoteattr.page.markup import WebPage
from quoteattr.resolve import resolve
from tests.resolve.example import ARTICLE, LINKS, PARTS, SENTENCES, TEXT

RESOLUTION = resolve(TEXT, SENTENCES, ARTICLE, LINKS)


def test_publisher_and_originator_of_a_wire_story_differ() -> None:
    article = ARTICLE
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.publisher.kind) == ("The Amsel Courier", "newspaper")
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "wire")
    assert article.outlet.span is not None
    assert article.outlet.span.of(TEXT) == "REUTERS"
    assert [byline.text for byline in article.bylines] == ["REUTERS"]
    assert article.published == "2024-05-14T09:40:00"
    assert article.headline is not None
    assert article.headline.text.startswith("Tarnow and Okafor to reopen")
    assert article.dateline is None


@pytest.mark.parametrize(
    ("number", "name", "kind", "role", "affiliation"),
    [
        (0, "Lanthorn House", "organization", None, None),
        (1, "Daniel Okafor", "person", "Prime Minister", "Merrow"),
        (2, "Lanthorn House", "organization", None, None),
        (3, "Petra Lindahl", "person", "Lanthorn House spokeswoman", "Lanthorn House"),
        (4, "Ilse Tarnow", "person", "President", "Tolvania"),
        (5, "Daniel Okafor", "person", "Prime Minister", "Merrow"),
        (6, "Daniel Okafor", "person", "Prime Minister", "Merrow"),
        (7, "Radio Tolvania", "organization", None, None),
        (8, "Hanne Brandt", "person", "Opposition leader", None),
        (9, "Jonas Adeyemi", "person", "Transport Minister", None),
    ],
)
def test_every_source_is_resolved(number: int, name: str, kind: str, role: str | None, affiliation: str | None) -> None:
    speaker = RESOLUTION.attributions[number].speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind, speaker.role, speaker.affiliation) == (name, kind, role, affiliation)


def test_each_speaker_is_listed_once_with_all_mentions() -> None:
    assert [speaker.id for speaker in RESOLUTION.speakers] == list(range(7))
    okafor = next(speaker for speaker in RESOLUTION.speakers if speaker.name == "Daniel Okafor")
    assert [span.of(TEXT) for span in okafor.mentions] == [
        "Okafor",
        "Prime Minister Daniel Okafor",
        "Okafor",
        "Okafor",
        "he",
    ]


def test_times_are_those_of_the_reporting_clauses() -> None:
    assert [attribution.time for attribution in RESOLUTION.attributions] == [
        None,
        None,
        None,
        Time("last week", "2024-05-06/2024-05-12"),
        Time("on Tuesday", "2024-05-14"),
        Time("Last month", "2024-04-01/2024-04-30"),
        Time("on Sunday", "2024-05-12"),
        None,
        None,
        Time("on Tuesday", "2024-05-14"),
    ]


def test_the_outlet_of_every_claim_is_reuters() -> None:
    assert {attribution.outlet for attribution in RESOLUTION.attributions} == {"Reuters"}
    relays = [attribution.via for attribution in RESOLUTION.attributions]
    assert relays == [*[()] * 6, ("Merrow Gazette",), (), ("Radio Tolvania",), ()]


def test_arguments_take_precedence_over_the_page() -> None:
    spans, kinds = [each.span for each in PARTS], [each.kind for each in PARTS]
    article = article_of(WebPage(TEXT, publisher="Lesotho Times"), spans, kinds, PARTS, outlet="AFP")
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.publisher.kind) == ("Lesotho Times", "newspaper")
    assert (article.outlet.name, article.outlet.kind) == ("Agence France-Presse", "wire")
