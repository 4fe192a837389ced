"""A web page is converted to its article's text and metadata; other input raises one kind of error."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import MissingExtraError, QuoteattrError, TextTypeError, TextValueError, WebPage, from_html
from tests.formats.pages import ARTICLE, HEADLINE, PARAGRAPHS, linked, meta, organisation, page, person

CAPTION = "Mayor Ada Lund on the bridge on Tuesday. Photo: Bo Li/Orbel News"
FIGURE = f"<figure><img src='/a.jpg'><figcaption>{CAPTION}</figcaption></figure>"


def lines(found: WebPage) -> list[str]:
    return found.text.split("\n\n")


def test_the_text_is_headline_byline_date_paragraphs_and_captions():
    found = from_html(
        page(
            meta("article:published_time", "2023-04-04T16:26:00+03:00"),
            linked(author=[person("Ana Ruiz"), person("Omar Stone"), person("Ida Vale")]),
            body=ARTICLE.replace("</article>", f"{FIGURE}</article>"),
        )
    )
    assert lines(found) == [
        HEADLINE,
        "By Ana Ruiz, Omar Stone and Ida Vale",
        "Published: 2023-04-04T16:26:00+03:00",
        *PARAGRAPHS,
        CAPTION,
    ]
    told = [(part.kind, part.span.of(found.text)) for part in found.parts]
    kinds = ("headline", "byline", "published", "caption")
    assert told == list(zip(kinds, (*lines(found)[:3], CAPTION), strict=True))


def test_a_page_without_metadata_is_headline_and_paragraphs():
    found = from_html(page(title=""))
    assert lines(found) == [HEADLINE, *PARAGRAPHS]
    assert (found.bylines, found.publisher, found.published, found.url) == ((), None, None, None)


def test_menus_footers_scripts_and_captions_outside_the_article_are_left_out():
    teaser = f"<aside>{FIGURE}</aside><script>var quoted = '“It rained,” he said.';</script>"
    assert lines(from_html(page(body=ARTICLE + teaser + FIGURE))) == [HEADLINE, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ('<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">{}</p></div>', True),
        ('<p class="imageCaption">{}</p>', True),
        ('<span class="image-caption"><span class="caption">{}</span> <em>Handout</em></span>', True),
        ('<figure class="captioned"><figcaption><span class="caption-text">{}</span></figcaption></figure>', True),
        ('<div class="vjs-captions-button">{}</div>', False),
        ('<aside><p class="caption">{}</p></aside>', False),
    ],
)
def test_captions_are_marked_by_their_class(picture, expected):
    found = from_html(page(body=ARTICLE.replace("</article>", f"{picture.format(CAPTION)}</article>")))
    captions = [part.span.of(found.text) for part in found.parts if part.kind == "caption"]
    assert captions == [CAPTION] * expected


OPENING = f"<article><h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p></article>"
MARKED = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
WHOLE = linked(articleBody="\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("head", "body", "paragraphs"),
    [
        (WHOLE, OPENING, PARAGRAPHS),
        (WHOLE, '<div id="root"></div>', PARAGRAPHS),
        (WHOLE, "<div>Loading…</div><noscript>Enable scripts to read this page.</noscript>", PARAGRAPHS),
        (WHOLE, "<div><p>We and our partners store cookies on your device.</p></div>", PARAGRAPHS),
        (linked(articleBody=MARKED), OPENING, PARAGRAPHS),
        (linked(articleBody=MARKED.replace("<", "&lt;").replace(">", "&gt;")), OPENING, PARAGRAPHS),
        (WHOLE + linked(headline="Ferry sinks", articleBody="The ferry sank. " * 20), OPENING, PARAGRAPHS),
        # the page has the article, or JSON-LD only its beginning or two of them
        (linked(articleBody=" ".join(PARAGRAPHS)), ARTICLE, PARAGRAPHS),
        (linked(articleBody=PARAGRAPHS[0][:40]), OPENING, PARAGRAPHS[:1]),
        (WHOLE + linked(articleBody="The ferry sank. " * 20), OPENING, PARAGRAPHS[:1]),
        (linked(articleBody=[3]), OPENING, PARAGRAPHS[:1]),
    ],
)
def test_the_article_is_read_from_json_ld_where_the_page_shows_less(head, body, paragraphs):
    assert lines(from_html(page(head, body=body))) == [HEADLINE, *paragraphs]


@pytest.mark.parametrize(
    ("title", "heads", "og_title", "headline"),
    [
        ("Ferry sinks off Malta | Orbel News", ["Ferry sinks off Malta"], None, "Ferry sinks off Malta"),
        # the heading on the page, not the title for search engines
        ("Malta ferry: what we know - Orbel News", ["Ferry sinks off Malta"], None, "Ferry sinks off Malta"),
        # the page's logo is a heading too
        ("Ferry sinks off Malta | Orbel", ["Orbel", "Ferry sinks off Malta"], None, "Ferry sinks off Malta"),
        ("Ferry sinks off Malta | Orbel", ["Orbel"], None, "Ferry sinks off Malta"),
        ("Ferry sinks off Malta | Orbel", ["Orbel Orbel Logo"], "Ferry sinks off Malta", "Ferry sinks off Malta"),
        ("Orbel Notes: Ferry sinks off Malta", ["Orbel Notes"], "Ferry sinks off Malta", "Ferry sinks off Malta"),
        ("Orbel now: ferry sinks", ["Orbel News"], "Ferry sinks off Orbel", "Ferry sinks off Orbel"),
        ("Ada Lund: Ferry sinks", ["Ada Lund: Ferry sinks"], "Ferry sinks", "Ada Lund: Ferry sinks"),
        ("Orbel", ["Orbel"], "Orbel", "Orbel"),
        ("Ferry sinks off Malta &laquo; Orbel News", ["Orbel News"], None, "Ferry sinks off Malta"),
        ("Orbel", ["Ferry sinks off Malta at dawn", "Comment on this"], None, "Ferry sinks off Malta at dawn"),
        ("Ferry sinks off Malta | Orbel News", [], "Ferry sinks off Malta", "Ferry sinks off Malta"),
        ("Ferry sinks off Malta - Orbel News", [], None, "Ferry sinks off Malta"),
        ("", [], "Ferry sinks off Malta", "Ferry sinks off Malta"),
        ("Ferry &amp; bridge closed", ["Ferry\n &amp; <em>bridge</em> closed"], None, "Ferry & bridge closed"),
    ],
)
def test_the_headline_is_the_visible_heading(title, heads, og_title, headline):
    body = "".join(f"<h1>{head}</h1>" for head in heads) + "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    tags = [meta("og:site_name", "Orbel News"), *([meta("og:title", og_title)] if og_title else [])]
    found = from_html(page(*tags, body=f"<article>{body}</article>", title=title))
    assert found.headline == headline
    assert lines(found)[0] == headline
    assert found.text.count(headline) == 1


@pytest.mark.parametrize(
    ("head", "bylines"),
    [
        (linked(author=person("Ana Ruiz")), ("Ana Ruiz",)),
        (linked(author=[person("Ana Ruiz"), person("Bo Li")]), ("Ana Ruiz", "Bo Li")),
        (linked(author="By Ana Ruiz"), ("Ana Ruiz",)),
        (linked(author={"@type": "Person", "name": ["Ana Ruiz", "Bo Li"]}), ("Ana Ruiz", "Bo Li")),
        (linked(author=person("Lindsey O&#039;Dell")), ("Lindsey O'Dell",)),
        # an organisation among the authors may be the wire
        (linked(author=organisation("Reuters")), ("Reuters",)),
        (linked(author=[organisation("Reuters"), person("Ana Ruiz")]), ("Reuters", "Ana Ruiz")),
        (meta("author", "Lund, Ada; Stone, Omar"), ("Ada Lund", "Omar Stone")),
        (linked(author=person("Lund, Ada")), ("Ada Lund",)),
        (linked(author=person("Dr. Ada Lund")), ("Dr. Ada Lund",)),
        # the publisher among other authors adds nothing
        (linked(author=organisation("Orbel News"), publisher=organisation("Orbel News")), ("Orbel News",)),
        (
            linked(author=[organisation("Orbel News"), person("Ana Ruiz")], publisher=organisation("Orbel News")),
            ("Ana Ruiz",),
        ),
        (linked(author={"@id": "#ana"}) + meta("author", "Ana Ruiz"), ("Ana Ruiz",)),
        (linked(author="https://example.org/ana"), ()),
        (meta("author", "Ana Ruiz"), ("Ana Ruiz",)),
        (meta("author", "Ana Ruiz and Bo Li"), ("Ana Ruiz", "Bo Li")),
        (meta("author", "Ana Ruiz Senior Editor"), ("Ana Ruiz",)),
        (meta("author", "Theresa May"), ("Theresa May",)),
        (meta("author", "Ana Ruiz November"), ("Ana Ruiz",)),
        (linked(author=None), ()),
        (linked(author=[None, 3, {"name": {"a": 1}}]), ()),
    ],
)
def test_bylines_are_the_authors_of_the_metadata(head, bylines):
    assert from_html(page(head)).bylines == bylines


@pytest.mark.parametrize("mark", [" | ", " - ", " » "])
@pytest.mark.parametrize("tag", ["h1", "h2", "b"])
def test_the_name_of_the_site_may_be_first_in_the_title(tag, mark):
    body = ARTICLE.replace("h1>", f"{tag}>")
    found = from_html(page(title=f"Orbel News{mark}{HEADLINE}", body=body))
    assert (found.headline, found.publisher) == (HEADLINE, "Orbel News")


def test_the_logo_may_be_the_only_main_heading():
    body = f"<h1>Orbel News</h1>{ARTICLE.replace('h1>', 'h2>')}"
    assert from_html(page(body=body)).publisher == "Orbel News"


@pytest.mark.parametrize(
    ("head", "url", "publisher"),
    [
        (meta("og:site_name", "Orbel News"), None, "Orbel News"),
        (linked(publisher=organisation("Orbel News")), None, "Orbel News"),
        (meta("og:site_name", "The Guardian") + linked(publisher=organisation("Orbel")), None, "The Guardian"),
        # names and addresses that the lexicon lists are reported under one name
        (meta("og:site_name", "BBC News"), None, "BBC"),
        ("", "https://www.theguardian.com/world/bridge", "The Guardian"),
        (meta("twitter:site", "@orbel_wire"), "https://www.theguardian.com/world/bridge", "The Guardian"),
        ('<link rel="canonical" href="https://www.theguardian.com/world/bridge">', None, "The Guardian"),
        ('<meta itemprop="publisher" content="Orbel News">', None, "Orbel News"),
        ('<div itemprop="publisher" itemscope><meta itemprop="name" content="Orbel News"></div>', None, "Orbel News"),
        # a wire that is the origin of the story is not the publisher of the page
        (linked(publisher=organisation("Reuters")), "https://www.theguardian.com/world/bridge", "The Guardian"),
        ("", "https://example.org/bridge", "example.org"),
        ("", "http://[", None),
    ],
)
def test_the_publisher_is_that_of_the_page(head, url, publisher):
    assert from_html(page(head, title=HEADLINE), url=url).publisher == publisher


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (meta("article:published_time", "2023-04-04T16:26:00+03:00"), "2023-04-04T16:26:00+03:00"),
        (meta("article:published_time", "2023-04-04T16:26:30.125Z"), "2023-04-04T16:26:30+00:00"),
        (meta("article:published_time", "2023-04-04 16:26 -0400"), "2023-04-04T16:26:00-04:00"),
        (linked(datePublished="2023-04-04T16:26:00"), "2023-04-04T16:26:00"),
        (linked(datePublished="2023-04-04"), "2023-04-04"),
        # midnight is a date without a time
        (linked(datePublished="2023-04-04T00:00:00Z"), "2023-04-04"),
        (
            linked(datePublished="2023-04-04T16:26:00Z", dateModified="2023-05-01T10:00:00Z"),
            "2023-04-04T16:26:00+00:00",
        ),
        (meta("date", "2023-04-04") + linked(datePublished="2023-04-04T16:26:00Z"), "2023-04-04T16:26:00+00:00"),
        (meta("date", "April 4, 2023"), "2023-04-04"),
        (linked(datePublished="0001-01-01T00:00:00"), None),
        (linked(datePublished="2023-99-99T99:99:99Z"), None),
        (linked(datePublished=1680625560), None),
        ("", None),
    ],
)
def test_the_time_of_publication_is_iso_with_the_zone_where_it_is_stated(head, published):
    assert from_html(page(head)).published == published


@pytest.mark.parametrize(
    ("language", "head", "told"),
    [("en-GB", "", "en-GB"), ("", meta("og:locale", "en_US"), "en-US"), ("", "", None)],
)
def test_the_language_is_that_of_the_markup(language, head, told):
    assert from_html(page(head, language=language)).language == told


def test_the_address_in_the_page_takes_precedence_over_the_argument():
    head = '<link rel="canonical" href="https://orbel.example.org/bridge">'
    assert from_html(page(head), url="https://example.org/1").url == "https://orbel.example.org/bridge"
    assert from_html(page(), url="https://example.org/1").url == "https://example.org/1"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("windows-1253", "cp1253"),
        ("no-such-encoding", "utf-8"),
        ("zlib", "cp1252"),
        ("undefined", "cp1252"),
    ],
)
def test_bytes_are_decoded(declared, encoding):
    html = page(f'<meta charset="{declared}">' if declared else "")
    assert lines(from_html(html.encode(encoding))) == [HEADLINE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"headline": </script>',
        f'<script type="application/ld+json">{"[" * 50_000}</script>',
        '<script type="application/ld+json">[[1, null, "x", {"headline": 5}]]</script>',
        '<script type="application/ld+json"></script>',
        '<link rel="canonical" href="http://[::1">',
        "<meta><meta content='x'><meta name='author' content='; ; '>",
        "<title></title>",
    ],
    ids=["cut", "deep", "odd", "empty", "url", "meta", "title"],
)
def test_broken_metadata_does_not_affect_the_text(head):
    assert lines(from_html(page(head))) == [HEADLINE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        b"",
        "plain text",
        "<html></html>",
        "<html><head><title>Bridge</title></head><body></body></html>",
        f"<html><head><title>x</title></head><body>{'<script>var said = 1;</script>' * 100}</body></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"\x1f\x8b\x08" + b"\0" * 50,
        b"\xff\xfe\x80\x81",
        "\ud800\x00",
    ],
    ids=lambda html: repr(html[:12]),
)
def test_a_page_without_text_is_a_value_error(html):
    with pytest.raises(TextValueError, match=r"no HTML page|no text"):
        from_html(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>It rained, Ada Lund said.</p>", "It rained, Ada Lund said."),
        ("<div><P class='x'>It rained, Ada Lund said.</p></div>", "It rained, Ada Lund said."),
        ("<p>It rained.<br/>It snowed.</p>", "It rained.\n\nIt snowed."),
        ('<?xml version="1.0" encoding="utf-8"?><p>It rained.</p>', "It rained."),
    ],
)
def test_a_single_block_is_read(html, text):
    assert from_html(html).text == text
    assert from_html(html.encode()).text == text


@pytest.mark.parametrize("text", ["not html at all, Ada Lund said.", "a < b, said <ada@example.org>", "2 <b, html"])
def test_plain_text_is_no_page(text):
    with pytest.raises(TextValueError, match=r"no HTML page: .*; read plain text without from_html"):
        from_html(text)


TIME = "<time datetime='2024-06-03'>June 3</time>"


@pytest.mark.parametrize(
    ("html", "line", "published"),
    [
        (
            f"<p>The board meets again on {TIME}, Ada Lund said.</p>",
            "The board meets again on June 3, Ada Lund said.",
            None,
        ),
        (f"<p>“Wait until <b>{TIME}</b>.”</p>", "“Wait until June 3.”", None),
        (f"<p>Published on {TIME}</p>", "", "2024-06-03"),
        (f"<div>{TIME}</div>", "", "2024-06-03"),
        (f"<p>First seen {TIME.replace(' ', ' itemprop=datePublished ', 1)}.</p>", "", "2024-06-03"),
    ],
)
def test_the_time_in_a_sentence_is_text_and_no_date_of_publication(html, line, published):
    found = from_html(page(body=ARTICLE.replace("</article>", f"{html}</article>")))
    assert (line in lines(found), found.published) == (bool(line), published)


@pytest.mark.parametrize(
    "html", [f"{page()}\0", f"{page()}\ud800", page().encode() + b"\xff\xfe\x80", f"<?xml?>{page()}"]
)
def test_odd_characters_have_no_effect(html):
    assert lines(from_html(html))[0] == HEADLINE


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{PARAGRAPHS[0]} {number}</p>" for number in range(40_000)),
        f"<p>{PARAGRAPHS[0] * 48_000}</p>",
        f"{'<' * 500_000}{ARTICLE}",
    ],
    ids=["paragraphs", "one paragraph", "brackets"],
)
def test_a_page_of_megabytes_is_read_or_refused(body):
    try:
        found = from_html(page(body=f"<article><h1>{HEADLINE}</h1>{body}</article>"))
    except TextValueError:
        return
    assert found.text.startswith(HEADLINE)


TAGS = ["<p>", "</p>", "<h1>", "<article>", "<table><tr><td>", "<figcaption>", "<title>", "<head>", "<!--", "</script>"]
CUT = [
    "<![CDATA[",
    "&#0;",
    "“It",
    "}",
    '<meta name="author" content="',
    '<script type="application/ld+json">{"headline": "',
    '">',
]
PIECES = st.sampled_from([*TAGS, *CUT])


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join), st.booleans())
def test_any_string_is_a_page_or_a_value_error(markup, framed):
    try:
        found = from_html(page(markup, body=ARTICLE + markup) if framed else markup)
    except TextValueError:
        return
    assert all(part.span.of(found.text).strip() for part in found.parts)
    assert all(part.span.end <= len(found.text) for part in found.parts)


@pytest.mark.parametrize("value", [None, 3, ["<p>"], bytearray(b"<p>")])
def test_a_value_that_is_not_a_page_is_refused_by_its_type(value: Any):
    with pytest.raises(TextTypeError, match=type(value).__name__):
        from_html(value)


def test_an_error_of_the_library_is_an_error_of_this_package(monkeypatch):
    import trafilatura

    def fail(*arguments: object, **options: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(trafilatura, "extract", fail)
    with pytest.raises(TextValueError, match="RecursionError: too deep") as raised:
        from_html(page())
    assert isinstance(raised.value.__cause__, RecursionError)


def test_a_missing_extra_is_reported_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'quoteattr\[html\]'") as raised:
        from_html(page())
    assert isinstance(raised.value, QuoteattrError)
