"""Web pages through the loaded model: offsets count in the extracted text, and the markup takes precedence over it."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

import quoteattr
from quoteattr import Document, Passage, QuoteAttributor, Span, TextTypeError, TextValueError, from_html
from quoteattr.model import Byline, Dateline
from tests.formats.pages import ARTICLE, HEADLINE, PARAGRAPHS, graph, linked, meta, organisation, page, person

WRAPPED = (
    ("<![CDATA[ ", " ]]>"),
    ("<!--//--><![CDATA[//><!--\n", "\n//--><!]]>"),
    ("/*<![CDATA[*/ ", " /*]]>*/"),
    ("<!-- ", " -->"),
    ("", ";"),
)
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
    ("head", "published", "updated"),
    [
        # a day that does not exist is no date, and nothing is guessed from it
        (linked(datePublished="2024-02-31"), None, None),
        (linked(datePublished="2024-06-31T07:45:00+01:00"), None, None),
        (meta("article:published_time", "2024-13-01"), None, None),
        (linked(datePublished="3024-01-01"), None, None),
        (linked(datePublished="01:38:07 PM IST Nov 20, 2019"), "2019-11-20T13:38:07+05:30", None),
        (linked(datePublished="2024-02-31") + meta("article:published_time", "2024-03-02"), "2024-03-02", None),
        (
            linked(datePublished="2024-06-03", dateModified="2024-06-04T08:00:00Z"),
            "2024-06-03",
            "2024-06-04T08:00:00+00:00",
        ),
        (
            linked(datePublished="2024-06-03T08:00:00Z", dateModified="2024-06-03T08:00:00Z"),
            "2024-06-03T08:00:00+00:00",
            None,
        ),
        (
            linked(datePublished="2024-06-03T08:00:00Z", dateModified="2024-06-03T09:30:00+02:00"),
            "2024-06-03T08:00:00+00:00",
            None,
        ),
        (
            meta("article:published_time", "2024-06-03") + meta("article:modified_time", "2024-06-05"),
            "2024-06-03",
            "2024-06-05",
        ),
        (linked(dateModified="2024-06-04T08:00:00Z"), None, "2024-06-04T08:00:00+00:00"),
    ],
)
def test_dates_in_the_markup(
    attributor: QuoteAttributor, head: str, published: str | None, updated: str | None
) -> None:
    article = attributor.read_html(page(head)).article
    assert (article.published, article.updated) == (published, updated)


def test_no_date_is_guessed_from_a_time_element_that_does_not_exist() -> None:
    body = ARTICLE.replace("<p>", '<time datetime="2024-02-31">today</time><p>', 1)
    assert from_html(page(body=body)).published is None


TICKER = "<div class='ticker'><time datetime='2024-06-30T10:00:00Z'>30 June</time> <a href='/2'>Ferry sinks</a></div>"
AMERICAN, BRITISH = "<p>Filed on April 13, 2024</p>", "<p>Filed on 13 April 2024</p>"


@pytest.mark.parametrize(
    ("opening", "published"),
    [
        ("<div>4 May 2024</div>", "2024-05-04"),
        ("<p>By Ida Vale | Published May 4, 2024, 4:05 pm EDT</p>", "2024-05-04T16:05:00-04:00"),
        ("<div>Updated: 9 May 2024</div><div>4 May 2024</div>", "2024-05-04"),
        ("<div>Ida Vale<br>04.05.2024 | 14:05<br>Updated: 09.05.2024</div>", "2024-05-04T14:05:00"),
        (f"<div>05/04/2024</div>{AMERICAN}", "2024-05-04"),
        (f"<div>04/05/2024</div>{BRITISH}", "2024-05-04"),
        ("<p>The bridge had been closed on 9 April 2024.</p>", "2024-06-30T10:00:00+00:00"),
        ("<aside>9 May 2024</aside>", "2024-06-30T10:00:00+00:00"),
        ("", "2024-06-30T10:00:00+00:00"),
    ],
)
def test_the_date_below_the_headline_precedes_others_outside_the_markup(opening: str, published: str) -> None:
    body = TICKER + ARTICLE.replace("<p>", f"{opening}<p>", 1)
    assert from_html(page(body=body)).published == published


@pytest.mark.parametrize(
    ("language", "published"), [("en-GB", "2024-05-04"), ("en-IE", "2024-05-04"), ("en-US", None), ("en", None)]
)
def test_an_ambiguous_date_has_the_order_of_the_country_or_is_none(language: str, published: str | None) -> None:
    body = ARTICLE.replace("<p>", "<div>04/05/2024</div><p>", 1)
    assert from_html(page(body=body, language=language)).published == published


def test_the_date_in_the_markup_precedes_that_below_the_headline() -> None:
    body = ARTICLE.replace("<p>", "<div>9 May 2024</div><p>", 1)
    assert from_html(page(DATED, body=body)).published == "2023-04-04T16:26:00+03:00"


BYLINE = "<p class='byline'>By <a rel='author'>Ida Vale</a> and <a{}>Omar Stone</a></p><p>"
SIGNED = "By <span itemprop='author'>Ida Vale</span>, <span itemprop='author'>Omar Stone</span>"
DESKS = ("admin", "Web Desk", "Staff Writer", "Orbel News Staff")
OTHER = linked(headline="Ferry sinks in storm", author=person("Ben Roe"))
CUT = (f"{HEADLINE[:20]}…", f"{HEADLINE} | Orbel News", f"Town: {HEADLINE[:24]}", HEADLINE.upper()[:24])
REFERRED = {"@id": "#ida"}
IDA, OMAR = ({"@id": name, **person(f"{name[1:].capitalize()} Vale")} for name in ("#ida", "#omar"))


@pytest.mark.parametrize(
    ("head", "opening", "names"),
    [
        ("", BYLINE.format(" rel='author'"), ["Ida Vale", "Omar Stone"]),
        ("", f"<p>{SIGNED}</p><p>", ["Ida Vale", "Omar Stone"]),
        (meta("author", "Ida Vale"), f"<p>{SIGNED}</p><p>", ["Ida Vale", "Omar Stone"]),
        ("", "<p class='byline'>By Ida Vale</p><p class='byline'>By Omar Stone</p><p>", ["Ida Vale", "Omar Stone"]),
        ("", "<div class='author'>Ida Vale</div><div class='author-role'>Lima Correspondent</div><p>", ["Ida Vale"]),
        ("", "<div data-testid='byline'><span>Ida Vale</span></div><p>", ["Ida Vale"]),
        (DATED, BYLINE.format(""), ["Ida Vale", "Omar Stone"]),
        (linked(author=person("Ida Vale")), "<p class='byline'>By Ida Vale News Desk Home</p><p>", ["Ida Vale"]),
        (OTHER + linked(author=person("Ida Vale")), "<p>", ["Ida Vale"]),
        *[(linked(author=person(desk)), BYLINE.format(""), ["Ida Vale", "Omar Stone"]) for desk in DESKS],
        *[(linked(author=person(desk)), "<p>", [desk]) for desk in DESKS],
        (OTHER, "<p>", ["Ben Roe"]),
        # the headline of JSON-LD may be cut, or have the name of the site
        *[(OTHER + linked(headline=each, author=person("Ida Vale")), "<p>", ["Ida Vale"]) for each in CUT],
        (linked(headline="Lima votes", author=person("Ida Vale")), "<p>", ["Ida Vale"]),
        (OTHER + linked(headline="", author=person("Ida Vale")), "<p>", ["Ben Roe", "Ida Vale"]),
        # an author may be an object of its own
        (linked(author=REFERRED) + linked(**IDA, headline=""), "<p>", ["Ida Vale"]),
        (
            graph({"headline": HEADLINE, "author": [REFERRED, {"@id": "#omar"}]}, OMAR, IDA),
            "<p>",
            ["Ida Vale", "Omar Vale"],
        ),
        (graph(IDA, {"headline": HEADLINE, "author": {**REFERRED, "name": "Ana Ruiz"}}), "<p>", ["Ana Ruiz"]),
        (graph({"headline": HEADLINE, "author": {"@id": "#nobody"}}, IDA), "<p>", []),
        # an organisation is one name, people that are called one are not
        (linked(author=organisation("Ministry of Health")), "<p>", ["Ministry of Health"]),
        (linked(author=organisation("Food and Drug Administration")), "<p>", ["Food and Drug Administration"]),
        (linked(author=organisation("Ida Vale and Omar Stone")), "<p>", ["Ida Vale", "Omar Stone"]),
        (linked(author=[organisation("&nbsp;"), person("Ida Vale")]), "<p>", ["Ida Vale"]),
        # JSON-LD in a comment or CDATA section
        *[
            (
                linked(author=person("Ida Vale")).replace("{", f"{before}{{", 1).replace("</s", f"{after}</s"),
                "<p>",
                ["Ida Vale"],
            )
            for before, after in WRAPPED
        ],
    ],
)
def test_authors_in_the_markup(attributor: QuoteAttributor, head: str, opening: str, names: list[str]) -> None:
    article = attributor.read_html(page(head, body=ARTICLE.replace("<p>", opening, 1))).article
    assert [byline.name for byline in article.bylines] == names


PARAGRAPH = f"<p>{'It rained on the river again. ' * 8}</p>"
PROMOTED = "<div class='promo'><p class='byline'>By Ben Roe</p><a href='/2'>Ferry sinks</a></div>"
IDA_LINKED, OMAR_LINKED = "<a href='/reporters/ida'>Ida Vale</a>", "<a href='/about/editors/8/'>Omar Stone</a>"
SIGNING = (  # below a headline
    "<p>By <b>Ida Vale</b></p>",
    "<div>By Ida Vale</div>",
    "<div><span>By </span><a href='/p/7'>Ida Vale</a></div>",
    "<div class='written'>Written by Ida Vale</div><div>Medically reviewed by Ann Lee</div>",
    f"<div class='x1'>{IDA_LINKED}<span>4 May 2021</span></div>",
    "<p>Ida Vale<br>Staff Writer</p>",
    "<div>Ida Vale | 4 May 2021</div>",
    "<div class='columnist'>Ida Vale</div>",
    "<figure><div class='image-author'>Ben Roe</div></figure><p>By Ida Vale</p>",
)
NOT_SIGNING = (
    "<a href='/towns/halden'>Port Halden</a><a href='/people/'>People</a><a href='/author/ida'>More stories</a>",
    "<h3>By the numbers</h3><p>Stand by</p><p>Omar Stone/AFP</p>",
    f"{PARAGRAPH}<p>By {IDA_LINKED}</p>",
    f"<div>{'It rained on the river again. ' * 20}</div><p>By {IDA_LINKED}</p>",
)
SIDE_BY_SIDE = (
    "<div class='authors'><i class='author'><a>Ida Vale</a></i><i class='author'><a>Omar Stone</a></i></div>",
    "<div class='byline'><a>Ida Vale</a><a>Omar Stone</a></div>",
    "<ul class='authors'><li>Ida Vale</li><li>Omar Stone</li></ul>",
    "<p class='byline'>By <a>Ida Vale</a> <a>Omar Stone</a></p>",
    "<p>By <a>Ida Vale</a> <a>Omar Stone</a></p>",
    "<div class='byline'>By <a>Ida Vale</a>, <a>Omar Stone</a></div>",
)
ROLES = (  # after a name
    "<div class='byline'><span>Ida Vale</span> <span>Health Editor</span></div>",
    "<ul class='byline'><li>By Ida Vale</li><li>Edited by Ann Lee</li></ul>",
    "<div class='byline'>By <a>Ida</a> <a>Vale</a></div>",
)
LD_IDA, COMPANY = linked(author=person("Ida Vale")), meta("author", "Orbel Media")


@pytest.mark.parametrize(
    ("head", "opening", "names"),
    [
        *[("", signing, ["Ida Vale"]) for signing in SIGNING],
        *[("", line, []) for line in NOT_SIGNING],
        *[
            ("", f"<div>{IDA_LINKED}{mark}{OMAR_LINKED}</div>", ["Ida Vale", "Omar Stone"])
            for mark in ("", ", ", " and ")
        ],
        ("", "<p>By Ida Vale</p><p>By Omar Stone</p>", ["Ida Vale", "Omar Stone"]),
        *[("", line, ["Ida Vale", "Omar Stone"]) for line in SIDE_BY_SIDE],
        *[("", line, ["Ida Vale"]) for line in ROLES],
        # persons take precedence over accounts, newsrooms and the publisher
        *[(linked(author=person(name)), SIGNING[0], ["Ida Vale"]) for name in ("newsroom", "editor2", "Orbel News")],
        *[(meta("author", name), SIGNING[0], ["Ida Vale"]) for name in ("Web Admin", "webteam", "Orbel News")],
        (linked(author=person("Ana Ruiz")), SIGNING[0], ["Ana Ruiz"]),
        # a company next to a person of JSON-LD is no author, but another person is one
        (LD_IDA + COMPANY, "", ["Ida Vale"]),
        (LD_IDA + COMPANY, "<p class='byline'>By Ida Vale</p>", ["Ida Vale"]),
        (linked(author=organisation("Reuters")) + meta("author", "Ida Vale"), "", ["Reuters", "Ida Vale"]),
    ],
)
def test_lines_below_the_headline_sign(head: str, opening: str, names: list[str]) -> None:
    head += meta("og:site_name", "Orbel News")
    assert list(from_html(page(head, body=ARTICLE.replace("<p>", f"{opening}<p>", 1))).bylines) == names


@pytest.mark.parametrize("frame", ["{}", "<aside>{}</aside>", "<nav>{}</nav>"])
@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("<div class='info'>By Ida Vale</div><p>", ["Ida Vale"]),
        ("<p class='byline'>Ida Vale</p><p>", ["Ida Vale"]),
        ("<p>", ["Ben Roe"]),
    ],
)
def test_bylines_of_other_stories_come_last(
    attributor: QuoteAttributor, frame: str, opening: str, names: list[str]
) -> None:
    body = frame.format(PROMOTED) + ARTICLE.replace("<p>", opening, 1)
    assert [byline.name for byline in attributor.read_html(page(body=body)).article.bylines] == names


def test_a_sign_off_is_read_next_to_authors_in_the_markup(attributor: QuoteAttributor) -> None:
    line = "Reporting by Ida Vale; Additional reporting by Ben Roe; Editing by Ann Lee"
    body = ARTICLE.replace("</article>", f"<p>{line}</p></article>")
    article = attributor.read_html(page(linked(author=person("Ida Vale")), body=body)).article
    found = [(byline.name, byline.part) for byline in article.bylines]
    assert found == [
        ("Ida Vale", "author"),
        ("Ida Vale", "reporting"),
        ("Ben Roe", "reporting"),
        ("Ann Lee", "editing"),
    ]


@pytest.mark.parametrize(("title", "role"), [("Science Editor", "Science Editor"), ("Health & Science Editor", None)])
def test_the_job_title_of_an_author_is_the_role(attributor: QuoteAttributor, title: str, role: str | None) -> None:
    author = [person("Ida Vale") | {"jobTitle": title}, person("Omar Stone")]
    article = attributor.read_html(page(linked(author=author))).article
    assert [(byline.name, byline.role) for byline in article.bylines] == [("Ida Vale", role), ("Omar Stone", None)]


STANDFIRST = "Engineers found cracks in two of the piers, and the work will last for months"


@pytest.mark.parametrize(
    ("element", "standfirst"),
    [
        ('<p class="standfirst">{}</p>', True),
        ('<h2 class="article-dek">{}</h2>', True),
        ('<div class="ArticleSubtitle"><p>{}</p></div>', True),
        ('<p class="decked">{}</p>', False),
    ],
)
def test_the_markup_names_the_standfirst(attributor: QuoteAttributor, element: str, standfirst: bool) -> None:
    html = page(body=ARTICLE.replace("<p>", f"{element.format(STANDFIRST)}<p>", 1))
    document = attributor.read_html(html)
    found = document.article.standfirst
    assert (found is not None and found.text == STANDFIRST) == standfirst
    assert document.text.count(STANDFIRST) == 1


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


@pytest.mark.parametrize("place", ["title", "body"])
def test_a_page_with_a_lone_surrogate_is_read_whole(place: str) -> None:
    title, word = ("Harbour \ud83d", "good") if place == "title" else ("Harbour", "good \ud83d")
    paragraphs = (f"<p>The {each} will close in May, Mayor Ada Lund said on Tuesday.</p>" for each in ("quay", "pier"))
    page = f"<html><head><title>{title}</title></head><body><article>{f'<p>That is {word} news.</p>'.join(paragraphs)}"
    text = quoteattr.from_html(f"{page}</article></body></html>").text
    assert text.endswith("The pier will close in May, Mayor Ada Lund said on Tuesday.")
    assert "\ufffd" in text


def test_halves_of_one_character_are_joined() -> None:
    page = "<article><p>It rained \ud83d\ude00 in Orbel, Mayor Ada Lund said on Tuesday at the harbour.</p></article>"
    assert "rained \U0001f600 in" in quoteattr.from_html(f"<html><body>{page}</body></html>").text


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
