"""The user's article: every claim with its source, speaker, cue and kind, to the word."""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteattr
from quoteattr import Document

ARTICLE = Path(quoteattr.__file__).parent / "examples" / "moscow-talks.txt"

# content, source mention, speaker, cue, kind
CLAIMS = [
    ("Putin and Lukashenko to meet in Moscow on April 5-6", "Kremlin", "Kremlin", "-", "indirect"),
    (
        "Armenia can’t avoid Russia bringing it into an axis with Belarus",
        "Lukashenko",
        "Alexander Lukashenko",
        "has said",
        "indirect",
    ),
    (
        "Belarus' President Alexander Lukashenko will travel to Moscow on Wednesday for two days of talks with "
        "Russian President Vladimir Putin",
        "the Kremlin",
        "Kremlin",
        "said",
        "indirect",
    ),
    (
        "the two leaders would discuss Lukashenko's call for an immediate ceasefire in Ukraine at an upcoming "
        "face-to-face meeting",
        "Kremlin spokesman Dmitry Peskov",
        "Dmitry Peskov",
        "said",
        "indirect",
    ),
    (
        'Putin and Lukashenko will hold talks on "topical bilateral and international issues" on April 5, before a '
        "meeting of the Supreme Council of the Union State on April 6",
        "the Kremlin",
        "Kremlin",
        "said",
        "mixed",
    ),
    ("Russia would deploy tactical nuclear weapons to Belarus", "Putin", "Vladimir Putin", "said", "indirect"),
    (
        "Russia was boosting Belarus' nuclear capabilities in response to Finland joining the NATO military alliance",
        "Defence Minister Sergei Shoigu",
        "Sergei Shoigu",
        "said",
        "indirect",
    ),
]


@pytest.fixture(scope="module")
def read(attributor: quoteattr.QuoteAttributor) -> Document:
    return attributor(ARTICLE.read_text("utf-8"), id="moscow-talks")


def test_every_claim_is_found_and_no_other(read: Document) -> None:
    found = {
        (a.content.text, a.source and a.source.text, a.speaker and a.speaker.name, a.cue.text, a.kind)
        for a in read.attributions
    }
    assert found == set(CLAIMS)


def test_reported_texts_stand_at_their_offsets(read: Document) -> None:
    for a in read.attributions:
        for passage in (a.content, a.cue, a.source):
            assert passage is not None
            assert passage.text == " ".join(read.text[span.start : span.end] for span in passage.spans)


def test_every_claim_came_through_reuters(read: Document) -> None:
    assert {a.outlet for a in read.attributions} == {"Reuters"}


def test_speakers_have_role_and_affiliation(read: Document) -> None:
    roles = {speaker.name: (speaker.role, speaker.affiliation) for speaker in read.speakers}
    assert roles["Dmitry Peskov"] == ("Kremlin spokesman", "Kremlin")
    assert roles["Sergei Shoigu"] == ("Defence Minister", None)


def test_the_page_is_read(read: Document) -> None:
    article = read.article
    assert article.publisher is not None
    assert article.publisher.name == "The Jerusalem Post"
    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "wire")
    assert [byline.text for byline in article.bylines] == ["REUTERS"]
    assert article.published == "2023-04-04T16:26:00"
    assert article.headline is not None
    assert article.headline.text == "Putin and Lukashenko to meet in Moscow on April 5-6 - Kremlin"
    assert [part.kind for part in article.parts].count("headline") == 1


def test_each_claim_tells_why(read: Document) -> None:
    peskov = next(a for a in read.attributions if a.speaker and a.speaker.name == "Dmitry Peskov")
    assert peskov.evidence.source_path[0] == "said"
    assert "-nsubj->" in peskov.evidence.source_path
    assert "nsubj" in peskov.explain()
