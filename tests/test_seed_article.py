"""Acceptance test on the article that the project began with: read from ``../shared``, skipped without it.

The text belongs to its publishers, so a content is identified here by its first and last words only.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import quoteattr
from quoteattr import Document
from tests.checks import check_claims

ARTICLE = Path(__file__).parents[2] / "shared" / "seed" / "article.txt"

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="needs ../shared/seed")

# first and last words of the content, source mention, speaker, cue, kind
CLAIMS = [
    ("Putin and", "on April 5-6", "Kremlin", "Kremlin", "-", "indirect"),
    ("Armenia can’t", "with Belarus", "Lukashenko", "Alexander Lukashenko", "has said", "indirect"),
    ("Belarus' President", "Vladimir Putin", "the Kremlin", "Kremlin", "said", "indirect"),
    (
        "the two leaders",
        "face-to-face meeting",
        "Kremlin spokesman Dmitry Peskov",
        "Dmitry Peskov",
        "said",
        "indirect",
    ),
    ("Putin and", "on April 6", "the Kremlin", "Kremlin", "said", "mixed"),
    ("Russia would", "to Belarus", "Putin", "Vladimir Putin", "said", "indirect"),
    ("that Russia", "military alliance", "Defence Minister Sergei Shoigu", "Sergei Shoigu", "said", "indirect"),
]
LENGTHS = [51, 64, 134, 121, 166, 55, 112]  # of the contents, in characters


@pytest.fixture(scope="module")
def read(attributor: quoteattr.QuoteAttributor) -> Document:
    return attributor(ARTICLE.read_text("utf-8"), id="seed")


def test_every_claim_is_found_and_no_other(read: Document) -> None:
    found = {
        (a.content.text, a.source and a.source.text, a.speaker and a.speaker.name, a.cue.text, a.kind)
        for a in read.attributions
        if a.nested_in is None
    }
    expected = {
        (content(read.text, first, last, length), *rest)
        for (first, last, *rest), length in zip(CLAIMS, LENGTHS, strict=True)
    }
    assert found == expected


def test_the_claims_inside_a_claim_name_the_outer_one(read: Document) -> None:
    inner = [a for a in read.attributions if a.nested_in is not None]
    assert [a.cue and a.cue.text for a in inner] == ["would discuss", "call for"]
    assert [a.speaker and a.speaker.name for a in inner] == ["the two leaders", "Alexander Lukashenko"]
    outer = read.attributions[inner[0].nested_in or 0]
    assert outer.speaker is not None
    assert outer.speaker.name == "Dmitry Peskov"


def content(text: str, first: str, last: str, length: int) -> str:
    """Return the only string of ``text`` with this length that begins and ends with these words."""
    starts = [at for at in range(len(text)) if text.startswith(first, at)]
    [found] = {text[at : at + length] for at in starts if text[at : at + length].endswith(last)}
    return found


def test_reported_texts_are_at_their_offsets_and_their_outlet_is_reuters(read: Document) -> None:
    check_claims(read, outlet="Reuters")


def test_speakers_have_role_and_affiliation(read: Document) -> None:
    roles = {speaker.name: (speaker.role, speaker.affiliation) for speaker in read.speakers}
    assert roles["Dmitry Peskov"] == ("Kremlin spokesman", "Kremlin")
    assert roles["Sergei Shoigu"] == ("Defence Minister", "Russia")  # implied by other sentences


def test_the_page_is_read(read: Document) -> None:
    article = read.article
    assert article.publisher is not None
    assert article.publisher.name == "The Jerusalem Post"
    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "wire")
    assert [byline.text for byline in article.bylines] == ["REUTERS"]
    assert article.published == "2023-04-04T16:26:00"
    assert article.headline is not None
    assert article.headline.text.startswith("Putin and Lukashenko to meet")
    assert article.headline.text.endswith(" - Kremlin")
    assert [part.kind for part in article.parts].count("headline") == 1


def test_each_claim_has_an_explanation(read: Document) -> None:
    peskov = next(a for a in read.attributions if a.speaker and a.speaker.name == "Dmitry Peskov")
    assert peskov.evidence.source_path[0] == "said"
    assert "-nsubj->" in peskov.evidence.source_path
    assert "nsubj" in peskov.explain()
