"""Any text, any tree, any parts: a result, in linear time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.model import Article, Content, Cue, Evidence, Link, Part, PartKind, Source, Span
from quoteattr.page.article import article_of
from quoteattr.page.markup import WebPage
from quoteattr.resolve import resolve
from quoteattr.tree import Entity, Sentence, Word
from tests.timing import takes_at_most

RELATIONS = [
    "nsubj", "flat", "compound", "nmod", "nmod:desc", "nmod:poss", "appos", "conj", "cc", "acl:relcl", "root", "case",
    "amod",
]  # fmt: skip
TAGS = ["PROPN", "NOUN", "PRON", "VERB", "ADJ", "ADP", "PUNCT", "DET", "CCONJ", "X"]
FORMS = [
    "he", "who", "I", "they", "Vale", "Ida", "Mr.", "President", "the", "official", "of", "and", "'s", ",", "Reuters",
    "-", "\x00", "\ud800", "Ünal", "(AP)", "2019", "sources", "II", "Jr.", "'S", "Court", "Ministry", "United",
    "States", "Inc.",
]  # fmt: skip
KINDS = ["headline", "byline", "dateline", "published", "caption", "credit", "subheading", "chrome", "body"]


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[Sentence], list[Part], list[Link]]:
    text, sentences, parts = "", [], []
    for _ in range(draw(st.integers(0, 3))):
        words: list[Word] = []
        count = draw(st.integers(1, 8))
        begin = len(text)
        for index in range(count):
            form = draw(st.sampled_from(FORMS))
            head = draw(st.integers(-1, count - 1).filter(lambda number, own=index: number != own))
            span = Span(len(text), len(text) + len(form))
            tag, relation = draw(st.sampled_from(TAGS)), draw(st.sampled_from(RELATIONS))
            words.append(Word(index, form, span, form.lower(), tag, "", head, relation))
            text += form + draw(st.sampled_from([" ", "", "\n"]))
        first = draw(st.integers(0, count - 1))
        label = draw(st.sampled_from(["Person", "Organization", "Date", "?"]))
        entity = Entity(label, first, count, Span(words[first].span.start, words[-1].span.end))
        sentences.append(Sentence(tuple(words), (entity,) if draw(st.booleans()) else ()))
        parts.append(Part(draw(st.sampled_from(KINDS)), Span(begin, len(text))))
    links = [draw(links_in(text)) for _ in range(draw(st.integers(0, 3)))]
    return text, sentences, parts, links


@st.composite
def links_in(draw: st.DrawFn, text: str) -> Link:
    def span() -> Span:
        ends = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return Span(*ends)

    source = Source.of(text, span()) if draw(st.booleans()) else None
    kind = draw(st.sampled_from(["direct", "mixed", "indirect"]))
    return Link(
        Cue.of(text, span()), Content.of(text, span()), source, kind, "speech", "asserted", 0.5, Evidence("test")
    )


@given(pages())
def test_every_link_becomes_an_attribution_with_a_speaker_of_the_list(
    page: tuple[str, list[Sentence], list[Part], list[Link]],
) -> None:
    text, sentences, parts, links = page
    found = resolve(text, sentences, Article(parts=tuple(parts)), links)
    assert [attribution.cue for attribution in found.attributions] == [each.cue for each in links]
    assert [speaker.id for speaker in found.speakers] == list(range(len(found.speakers)))
    for attribution, each in zip(found.attributions, links, strict=True):
        assert attribution.source is each.source
        assert attribution.speaker is None or attribution.speaker in found.speakers
    for speaker in found.speakers:
        assert all(span.end <= len(text) for span in speaker.mentions)
        assert speaker.mentions == tuple(sorted(speaker.mentions))


def _article(text: str, kind: str) -> Article:
    spans = [Span(0, len(text))] if text else []
    kinds: list[PartKind] = [kind] * len(spans)  # type: ignore[list-item]
    parts = [Part(each, span) for each, span in zip(kinds, spans, strict=True)]
    return article_of(WebPage(text), spans, kinds, parts)


@given(st.text(max_size=200), st.sampled_from(KINDS))
def test_any_text_has_an_article(text: str, kind: str) -> None:
    article = _article(text, kind)
    for byline in article.bylines:
        assert byline.span.of(text) == byline.name


@pytest.mark.parametrize("kind", ["byline", "published", "chrome", "body", "dateline", "headline"])
@pytest.mark.parametrize("unit", ["a", "A. ", "1", "- ", "(A", "© ", "\n", "by ", "Ida Vale and "])
def test_a_long_part_takes_linear_time(kind: str, unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert takes_at_most(20, lambda: _article(text, kind))


def test_a_page_of_owners_takes_linear_time() -> None:
    text = "\n".join(f"© 2023 Harbour Lights{number} Daily{number}x" for number in range(40_000))
    assert takes_at_most(20, lambda: _article(text, "chrome"))
