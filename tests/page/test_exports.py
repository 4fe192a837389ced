"""Fields that exports of databases, feeds and mail label: each format with the same article."""

from __future__ import annotations

import pytest

from quoteattr.page.article import read_page
from quoteattr.page.exports import read_fields
from quoteattr.page.lines import split_lines
from tests.page.pages import BODY, HEADLINE, kinds
from tests.timing import takes_at_most

TEXT = "\n\n".join(BODY)

NEXIS = f"""{HEADLINE}

The Orbel Post (Australia)

June 24, 2021 Thursday

First Edition

Copyright 2021 Orbel Media Pty Ltd All Rights Reserved

Section: NEWS; Pg. 17
Length: 87 words
Byline: Ida Voss

Body

{TEXT}

Classification

Language: ENGLISH

Publication-Type: Newspaper

Subject: BRIDGES (94%); FLOODS (90%)

Load-Date: June 25, 2021

End of Document"""

NEXIS_CAPITALS = f"""4 of 212 DOCUMENTS

Copyright 2021 Orbel Media
The Orbel Post

June 24, 2021, Thursday

SECTION: NEWS; Pg. 17

LENGTH: 87 words

HEADLINE: {HEADLINE}

BYLINE: By IDA VOSS

BODY:
{TEXT}

LOAD-DATE: June 25, 2021"""

NEXIS_CLASSIC = f"""4 of 212 DOCUMENTS

The Orbel Post (Australia)

June 24, 2021 Thursday
Metro Edition

{HEADLINE}

BYLINE: Ida Voss

SECTION: NEWS; Pg. 17
LENGTH: 87 words

{TEXT}

LOAD-DATE: June 25, 2021"""

FACTIVA = f"""{HEADLINE}

By Ida Voss
87 words
24 June 2021
06:02
The Orbel Post
ORBP
English
(c) 2021 Orbel Media

{TEXT}

Document ORBP000020210624eh6o0001"""

FACTIVA_CODES = f"""SE     News
HD     {HEADLINE}
BY     By Ida Voss
WC     87 words
PD     24 June 2021
SN     The Orbel Post
LA     English

LP
{BODY[0]}

TD
{TEXT.partition(chr(10) * 2)[2]}

CO     orb : Orbel Rivers Board
RE     orbel : Orbel
AN     Document ORBP000020210624eh6o0001"""

PROQUEST = f"""{HEADLINE}

Author: Voss, Ida

Publication info: The Orbel Post; Orbel. 24 June 2021: 17.

Full text:

{TEXT}

Subject: Bridges; Floods

Title: {HEADLINE}

Publication title: The Orbel Post; Orbel

Publication date: Jun 24, 2021

Document URL: https://proquest.example/docview/1"""

FEED = f"""Title: {HEADLINE}
Feed: The Orbel Post
Author: newsdesk@orbel.example (Ida Voss)
PubDate: Thu, 24 Jun 2021 08:30:00 +0100
Link: https://orbel.example/bridge

{TEXT}

Title: Ten ways to cook rice
Feed: The Orbel Post
PubDate: Thu, 24 Jun 2021 07:05:00 +0100
Rice can be cooked in many ways, as Ada Moss of the Rice Society knows,
who said that she has tried every one of them in her own kitchen."""

TABLE = f"""SOURCE\tThe Orbel Post
ISSUE_DATE\t2021-06-24
HEADLINE\t{HEADLINE}
AUTHOR\tIda Voss
WORDS\t87

{TEXT}"""

DOTTED = f"""ORBEL PRESS CUTTINGS

Publication......: The Orbel Post (Australia)
Date.............: 24 June 2021
Author...........: Ida Voss
Headline.........: {HEADLINE}

{TEXT}"""

OBJECT = f"""{{
"id": "orb-1",
"source": "The Orbel Post",
"datePublished": "2021-06-24T08:30:00+01:00",
"author": ["Ida Voss"],
"headline": "{HEADLINE}",
"body": "{BODY[0]}"
}}"""

ELEMENTS = f"""<item>
<title>{HEADLINE}</title>
<dc:creator><![CDATA[Ida Voss]]></dc:creator>
<pubDate>Thu, 24 Jun 2021 08:30:00 +0100</pubDate>
<source url="https://orbel.example">The Orbel Post</source>
<description>{BODY[0]}</description>
</item>"""

SCRAPED = f"""url: https://orbel.example/bridge
sitename: The Orbel Post
title: {HEADLINE}
subtitle: Divers found the cracks in May
author: Ida Voss
date: 2021-06-24
text:
{TEXT}"""

UNSIGNED = f"""ID: 88213

HEADLINE: {HEADLINE}

BY: Ida Voss

SLUG: bridge-cracks

DATE: 24 June 2021

TEXT:

{TEXT}"""

NEXIS_RIGHTS = NEXIS_CAPITALS.replace("Orbel Media\n", "Orbel Media\nAll Rights Reserved\n")
FACTIVA_SPACED = FACTIVA_CODES.replace(f"HD     {HEADLINE}", f"HD\n{HEADLINE}").replace("     ", " ")

FORMS = {
    "nexis": NEXIS, "nexis capitals": NEXIS_CAPITALS, "nexis rights": NEXIS_RIGHTS, "nexis classic": NEXIS_CLASSIC,
    "factiva": FACTIVA, "factiva codes": FACTIVA_CODES, "factiva spaced": FACTIVA_SPACED,
    "proquest": PROQUEST, "feed": FEED, "table": TABLE, "dotted": DOTTED,
    "scraped": SCRAPED,
}  # fmt: skip
MARKED = {"object": OBJECT, "elements": ELEMENTS}


@pytest.mark.parametrize("form", [*FORMS, *MARKED])
def test_the_fields_of_an_export(form: str) -> None:
    text = {**FORMS, **MARKED}[form]
    article = read_page(text).article
    assert article.headline is not None
    assert article.headline.text == HEADLINE
    assert [byline.name.casefold() for byline in article.bylines] in (["ida voss"], ["voss, ida"])
    assert article.publisher is not None
    assert article.publisher.name == "The Orbel Post"
    assert article.publisher.span is not None
    assert article.publisher.span.of(text) == "The Orbel Post"
    assert (article.published or "")[:10] == "2021-06-24"


@pytest.mark.parametrize("form", MARKED)
def test_the_body_of_an_export_may_be_a_field(form: str) -> None:
    assert BODY[0] in [text for kind, text in kinds(MARKED[form]) if kind == "body"]


@pytest.mark.parametrize("form", FORMS)
def test_the_body_of_an_export_is_the_article(form: str) -> None:
    body = [text for kind, text in kinds(FORMS[form]) if kind in ("body", "subheading", "dateline")]
    assert body == list(BODY)


@pytest.mark.parametrize("last", ["The work runs until May.", "Anyone who wants to help can write to the clerk."])
@pytest.mark.parametrize("code", ["RF     Released on 23 June 2021", "CO     orb : Orbel Rivers Board"])
def test_the_codes_of_factiva_mark_the_body(last: str, code: str) -> None:
    text = FACTIVA_CODES.replace("\n\nCO ", f"\n{last}\n{code}\nCO ").replace("\n\n", "\n")
    assert [line for kind, line in kinds(text) if kind == "body"] == [*BODY, last]


@pytest.mark.parametrize(
    "above", ["Document ORBP000020210624eh6o0001", "INDEX    SAVE    PRINT    E-MAIL THIS DOCUMENT"]
)
def test_the_headline_of_factiva_may_not_be_the_first_line(above: str) -> None:
    headline = read_page(f"{above}\n\n{FACTIVA}").article.headline
    assert headline is not None
    assert headline.text == HEADLINE


def test_a_label_is_no_publisher() -> None:
    assert read_page(UNSIGNED).article.publisher is None


def test_the_standfirst_of_an_export_has_a_label() -> None:
    assert ("standfirst", "Divers found the cracks in May") in kinds(SCRAPED)


MAIL = f"""From: Bo Lund
To: All staff
Date: Tue, 18 Sep 2018 at 09:22
Subject: worth a read

{HEADLINE}

{TEXT}"""


def test_the_header_of_a_mail_is_chrome() -> None:
    article = read_page(MAIL).article
    assert article.headline is not None
    assert article.headline.text == HEADLINE
    assert article.publisher is None
    assert [text for kind, text in kinds(MAIL) if kind == "chrome"] == MAIL.split("\n")[:4]


@pytest.mark.parametrize(
    "text",
    [
        "", "Title:", "Title: Rain\nIt rained.", "HD  Rain\nBY  Ida", "87 words\n24 June 2021", f"{HEADLINE}\n{TEXT}",
        "Source: the mayor.\nSource: the clerk.\nSource: the cook.",
        "SE of here it rained.\nAN hour later it fell.\nBY noon it was over.\nIN May it will rain.",
        "VOSS: It fell.\nLUND: It did.\nMOSS: Who saw it?",
    ],
)  # fmt: skip
def test_a_few_labels_are_not_an_export(text: str) -> None:
    assert read_fields(split_lines(text)) is None


@pytest.mark.parametrize(
    "text", ["Title:\nDate:\nSource:", "HD\nBY\nSN\nPD", "87 words\n" * 3, "Length: 3 words\nTitle: A\nDate: B"]
)
def test_an_export_without_values_is_read(text: str) -> None:
    page = read_page(text)
    assert all(part.span.of(text).strip() for part in page.article.parts)


@pytest.mark.parametrize(
    "line",
    [
        "Title: Rain",
        "Title........................................ Rain",
        "Author: a@b",
        f"Author: {'@' * 5_000} (Ida Vale)",
        "HD  Rain",
        "Body",
        '"title": "' + '"' * 500,
        "<title>" + "]" * 500,
    ],
)
def test_many_labels_take_linear_time(line: str) -> None:
    lines = split_lines("\n".join(["Title: Rain", "Source: Orbel Post", "Date: 4 May 2021", *[line] * 4_000]))
    assert read_fields(lines) is not None
    assert takes_at_most(5, lambda: read_fields(lines))
