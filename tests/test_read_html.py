"""Web pages through the loaded model: offsets count in the extracted text, and the markup takes precedence over it."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

import quoteattr
from quoteattr import Document, Passage, QuoteAttributor, Span, TextTypeError, TextValueError, from_html
from quoteattr.model import Byline, Dateline
from tests.formats.pages import ARTICLE, HEADLINE, PARAGRAPHS, linked, meta, organisation, page, person

DATED = meta("article:published_time", "2023-04-04T16:26:00+03:00")


def passages(document: Document) -> list[Passage | Byline | Dateline]:
    article = document.article
    found = [article.headline, article.dateline, *article.bylines]
    found += [part for claim in document.attributions for part in (claim.source, claim.cue, claim.content)]
    return [passage for passage in found if passage is not None]


def test_offsets_count_in_the_extracted_text(attributor: QuoteAttributor) -> None:
    document = attributor.read_html(page(DATED, linked(author=person("Ana Ruiz"))), id="bridge")
    assert document.id == "bridge"
    assert document.text == from_html(page(DATED, linked(author=person("Ana Ruiz")))).text
    assert document.attributions
    for passage in passages(document):
        spans = passage.spans if isinstance(passage, Passage) else (passage.span,)
        assert " ".join(span.of(document.text) for span in spans) == passage.text
    data = quoteattr.to_dict(document, text=True)
    Draft202012Validator(quoteattr.json_schema()).validate(data)
    assert quoteattr.from_dict(data, document.text).attributions == document.attributions


def test_the_markup_takes_precedence_over_the_text(attributor: QuoteAttributor) -> None:
    dated = "<p>By Omar Stone</p><p>Published: May 9, 2021</p>"
    head = (DATED, meta("og:site_name", "Orbel News"), linked(author=person("Ana Ruiz")))
    article = attributor.read_html(page(*head, body=ARTICLE.replace("<p>", f"{dated}<p>", 1))).article
    assert article.headline == Passage((Span(0, len(HEADLINE)),), HEADLINE)
    assert [byline.text for byline in article.bylines] == ["Ana Ruiz"]
    assert article.published == "2023-04-04T16:26:00+03:00"
    assert article.publisher is not None
    assert (article.publisher.name, article.publisher.span) == ("Orbel News", None)


def test_fields_missing_in_the_markup_are_read_from_the_text(attributor: QuoteAttributor) -> None:
    article = attributor.read_html(page(body=ARTICLE.replace("<p>", "<p>By Omar Stone</p><p>", 1), title="")).article
    assert [byline.text for byline in article.bylines] == ["Omar Stone"]
    assert (article.publisher, article.published) == (None, None)


@pytest.mark.parametrize(
    ("author", "opening", "outlet"),
    [
        (organisation("Reuters"), "", "Reuters"),
        ([person("Ana Ruiz"), organisation("The Associated Press")], "", "Associated Press"),
        (person("Ana Ruiz, Associated Press"), "", "Associated Press"),
        (person("Ana Ruiz"), "LIMA, April 4 (Reuters) - ", "Reuters"),
        (person("Ana Ruiz"), "", "Orbel News"),
    ],
)
def test_the_outlet_is_a_wire_among_the_authors_or_in_the_text_else_the_publisher(
    attributor: QuoteAttributor, author: object, opening: str, outlet: str
) -> None:
    html = page(
        meta("og:site_name", "Orbel News"), linked(author=author), body=ARTICLE.replace("<p>", f"<p>{opening}", 1)
    )
    document = attributor.read_html(html)
    assert document.article.outlet is not None
    assert document.article.outlet.name == outlet
    assert {claim.outlet for claim in document.attributions} == {outlet}


def test_arguments_take_precedence_over_the_markup(attributor: QuoteAttributor) -> None:
    html = page(meta("og:site_name", "Orbel News"), linked(author=organisation("Reuters")))
    article = attributor.read_html(html, publisher="The Bay Post", outlet="TASS").article
    assert article.publisher is not None
    assert article.outlet is not None
    assert (article.publisher.name, article.outlet.name) == ("The Bay Post", "TASS")


def test_times_are_counted_from_the_day_in_the_markup(attributor: QuoteAttributor) -> None:
    document = attributor.read_html(page(DATED))
    [said] = [claim for claim in document.attributions if claim.cue.text == "said"]
    assert said.time is not None
    assert (said.time.text, said.time.date) == ("on Tuesday", "2023-04-04")


def test_pages_and_texts_share_the_pipe(attributor: QuoteAttributor) -> None:
    given = [from_html(page(DATED)), "It rained, the mayor said.", from_html(page(body=ARTICLE + "<p>It rained.</p>"))]
    assert list(attributor.pipe(given, batch_size=2)) == [attributor(each) for each in given]


def test_errors_of_a_page_are_those_of_from_html(attributor: QuoteAttributor) -> None:
    with pytest.raises(TextValueError, match="no HTML page"):
        attributor.read_html("")
    with pytest.raises(TextTypeError, match="NoneType"):
        attributor.read_html(None)  # type: ignore[arg-type]
    with pytest.raises(TextTypeError, match="from_html"):
        attributor(page().encode())  # type: ignore[arg-type]


MENU = "\n".join(
    ["Home", "World", "Sport", "Weather", "Subscribe", "Sign in", "Search", "Menu", "Follow us", "Newsletters"]
)
BODY = "\n".join([HEADLINE, "By Ana Ruiz", *PARAGRAPHS])
TEASER = "The airline denied that the pilot had slept."
CHROME = (
    f"{HEADLINE} | Orbel News\n{MENU}\n{BODY}\nRead more\nRelated stories\nMost read\nAdvertisement\n{TEASER}\n{MENU}\n"
)


def test_chrome_is_searched_only_on_demand(attributor: QuoteAttributor) -> None:
    teaser = Span(CHROME.index(TEASER), CHROME.index(TEASER) + len(TEASER))
    usual, everything = attributor(CHROME), attributor(CHROME, include_chrome=True)
    [part] = [part for part in usual.article.parts if part.span.contains(teaser)]
    assert part.kind in ("chrome", "related")
    assert not [claim for claim in usual.attributions if teaser.contains(claim.cue.spans[0])]
    [claim] = [claim for claim in everything.attributions if teaser.contains(claim.cue.spans[0])]
    assert (claim.source and claim.source.text, claim.cue.text) == ("The airline", "denied")
    assert list(attributor.pipe([CHROME], include_chrome=True)) == [everything]
    assert everything.article == usual.article
