"""The example article: the other rooms' results in, speakers, outlets and times out."""

from __future__ import annotations

import pytest

from quoteattr.model import Time
from quoteattr.resolve import resolve
from tests.resolve.seed import LINKS, PARTS, SENTENCES, TEXT

RESOLUTION = resolve(TEXT, SENTENCES, PARTS, LINKS)


def test_the_page_is_the_jerusalem_posts_and_the_story_reuters() -> None:
    article = RESOLUTION.article
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.publisher.kind) == ("The Jerusalem Post", "newspaper")
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "wire")
    assert article.outlet.span is not None
    assert article.outlet.span.of(TEXT) == "REUTERS"
    assert [byline.text for byline in article.bylines] == ["REUTERS"]
    assert article.published == "2023-04-04T16:26:00"
    assert article.headline is not None
    assert article.headline.text.startswith("Putin and Lukashenko to meet")
    assert article.dateline is None


@pytest.mark.parametrize(
    ("number", "name", "kind", "role", "affiliation"),
    [
        (0, "Kremlin", "organization", None, None),
        (1, "Alexander Lukashenko", "person", "Belarusian President", "Belarus"),
        (2, "Kremlin", "organization", None, None),
        (3, "Dmitry Peskov", "person", "Kremlin spokesman", "Kremlin"),
        (4, "Kremlin", "organization", None, None),
        (5, "Vladimir Putin", "person", "Russian President", None),
        (6, "Sergei Shoigu", "person", "Defence Minister", None),
    ],
)
def test_every_source_is_resolved(number: int, name: str, kind: str, role: str | None, affiliation: str | None) -> None:
    speaker = RESOLUTION.attributions[number].speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind, speaker.role, speaker.affiliation) == (name, kind, role, affiliation)


def test_each_speaker_comes_once_with_all_mentions() -> None:
    assert [speaker.id for speaker in RESOLUTION.speakers] == list(range(5))
    putin = next(speaker for speaker in RESOLUTION.speakers if speaker.name == "Vladimir Putin")
    assert [span.of(TEXT) for span in putin.mentions] == [
        "Putin",
        "Russian President Vladimir Putin",
        "Russian President Vladimir Putin",
        "Putin",
        "Putin",
    ]


def test_times_are_those_of_the_reporting_clauses() -> None:
    assert [attribution.time for attribution in RESOLUTION.attributions] == [
        None,
        None,
        None,
        Time("last week", "2023-03-27/2023-04-02"),
        Time("on Tuesday", "2023-04-04"),
        Time("Last month", "2023-03-01/2023-03-31"),
        Time("on Tuesday", "2023-04-04"),
    ]


def test_every_claim_is_carried_by_reuters() -> None:
    assert {attribution.outlet for attribution in RESOLUTION.attributions} == {"Reuters"}
    assert {attribution.via for attribution in RESOLUTION.attributions} == {()}


def test_what_the_caller_knows_leads() -> None:
    article = resolve(TEXT, SENTENCES, PARTS, LINKS, publisher="Lesotho Times", outlet="AFP").article
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.publisher.kind) == ("Lesotho Times", "newspaper")
    assert (article.outlet.name, article.outlet.kind) == ("Agence France-Presse", "wire")
