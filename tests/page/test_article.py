"""The parts and the article of pages, plain articles, wire copy and posts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import pytest

from quoteattr.model import PartKind
from quoteattr.page.article import read_page, site_name, with_byline, with_standfirst
from quoteattr.page.lines import split_lines
from tests.page.pages import BODY, FOOT, HEADLINE, LEAD, MENU, TITLE, kinds, of_kind

PLAIN = "\n\n".join(BODY)
FORMS = {
    "page": "\n".join(
        [TITLE, *MENU, HEADLINE, "By Ida Voss and Bo Li", "4 May 2021, 10:15 GMT", "Share", *BODY, *FOOT]
    ),
    "blank lines": "\n\n".join([TITLE, *MENU, HEADLINE, "By Ida Voss and Bo Li", "4 May 2021", *BODY, *FOOT]),
    "cut out": "\n".join([HEADLINE, "By Ida Voss and Bo Li", "May 4, 2021", *BODY]),
    "bare": f"{HEADLINE}\n\n{PLAIN}",
    "role in the byline": f"{HEADLINE}\nBy Ann Lee, deputy science editor\nMonday 3 June 2024 07:45, UK\n{PLAIN}",
    "date above": f"{HEADLINE}\n3 June 2024\nIda Voss\n\n{PLAIN}",
    "agency": f"{HEADLINE}\n\nBy REUTERS\n\nPublished: MAY 4, 2021 16:26\n\n{PLAIN}",
    "dateline": f"{HEADLINE}\n\nLIMA, May 4 (Reuters) - {PLAIN}",
    "menu on one line": f" date 2021-05-04 Orbel News - City News Health Opinion\n{HEADLINE}\n\nBy REUTERS\n{PLAIN}",
    "feed": f"{HEADLINE}\n\n{LEAD}",
}


@pytest.mark.parametrize("form", FORMS)
def test_one_headline_and_the_whole_body_in_every_form(form: str) -> None:
    """The headline is found once, and no paragraph is lost."""
    text = FORMS[form]
    assert of_kind("headline", text) == [HEADLINE]
    body = of_kind("body", text)
    assert [line for line in BODY if line in text and line not in body] == []


TWO_PARAGRAPHS = """The bridge will close in May, Mayor Omar Stone said on Monday.

Engineer Ida Vale told reporters that two piers are cracked. “Nobody listened,” she said.
"""


@pytest.mark.parametrize(
    "text",
    [LEAD, PLAIN, "\n".join(BODY), "we won. they lost.", "Rain is falling again in Lima!", TWO_PARAGRAPHS],
)
def test_a_text_without_a_headline_is_body(text: str) -> None:
    """Bodies and posts are read as a whole."""
    assert {kind for kind, _ in kinds(text)} == {"body"}


@pytest.mark.parametrize("text", [*FORMS.values(), PLAIN])
def test_structure_plain_makes_every_line_body(text: str) -> None:
    """Only a dateline is a separate part."""
    article = read_page(text, structure="plain").article
    assert {part.kind for part in article.parts} <= {"body", "dateline"}
    assert article.headline is None


def test_fields_of_a_page() -> None:
    """Headline, bylines, date and publisher."""
    article = read_page(FORMS["page"]).article
    assert article.headline is not None
    assert article.headline.text == HEADLINE
    assert [byline.name for byline in article.bylines] == ["Ida Voss", "Bo Li"]
    assert article.published is not None
    assert article.published.startswith("2021-05-04")


def test_the_dateline_is_a_part_with_fields() -> None:
    """It ends with its dash."""
    text = FORMS["dateline"]
    assert of_kind("dateline", text) == ["LIMA, May 4 (Reuters) -"]
    dateline = read_page(text).article.dateline
    assert dateline is not None
    assert (dateline.place, dateline.wire) == ("LIMA", "Reuters")


@pytest.mark.parametrize("byline", ["By Ida Voss\n", ""])
@pytest.mark.parametrize(
    ("broken", "date", "wire"),
    [
        ("LIMA, May 4\n(Reuters) -", "May 4", "Reuters"),
        ("LIMA,\nMay 4 (Reuters) -", "May 4", "Reuters"),
        ("LIMA,\n\nMay 4\n\n(Reuters) -", "May 4", "Reuters"),
        ("LIMA\n(AP) —", None, "AP"),
    ],
)
def test_a_dateline_may_be_broken_over_lines(byline: str, broken: str, date: str | None, wire: str) -> None:
    text = f"{HEADLINE}\n{byline}{broken} {PLAIN}"
    article = read_page(text).article
    assert article.dateline is not None
    assert (article.dateline.text, article.dateline.place, article.dateline.date) == (broken, "LIMA", date)
    assert article.dateline.wire == wire
    assert [each.name for each in article.bylines] == (["Ida Voss"] if byline else [])
    assert of_kind("dateline", text) == [broken]
    assert of_kind("body", text) == list(BODY)


@pytest.mark.parametrize("byline", ["By Ida Voss\n", ""])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("line", "place", "wire"),
    [
        ("LIMA, May 4, 2022 (AFP) –", "LIMA", "AFP"),
        ("Lima, May 4, 2022 (AFP)", "Lima", "AFP"),
        ("NAIROBI, Kenya —", "NAIROBI, Kenya", None),
        ("NEW DELHI:", "NEW DELHI", None),
    ],
)
def test_a_dateline_may_be_on_a_line_of_its_own(byline: str, gap: str, line: str, place: str, wire: str | None) -> None:
    text = f"{HEADLINE}\n{byline}{line}{gap}{PLAIN}"
    article = read_page(text).article
    assert article.dateline is not None
    assert (article.dateline.text, article.dateline.place, article.dateline.wire) == (line, place, wire)
    assert [each.name for each in article.bylines] == (["Ida Voss"] if byline else [])
    assert article.published == ("2022-05-04" if wire else None)
    assert of_kind("body", text) == list(BODY)


def test_a_byline_above_the_dateline_is_no_part_of_it() -> None:
    article = read_page(f"{HEADLINE}\nIda Voss\n(Reuters) - {PLAIN}").article
    assert [each.name for each in article.bylines] == ["Ida Voss"]
    assert article.dateline is not None
    assert article.dateline.place is None


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_byline_of_another_article_below_does_not_count(gap: str) -> None:
    other = ["Ferry sinks in storm off Velm", "By Omar Stone", "4 June 2024", f"It sank on Monday. {LEAD}", BODY[1]]
    article = read_page(gap.join([HEADLINE, "By Ida Voss", "3 June 2024", *BODY, *other])).article
    assert [each.name for each in article.bylines] == ["Ida Voss"]
    assert article.published == "2024-06-03"


@pytest.mark.parametrize("credit", ["Omar Stone/Reuters", "AFP via Getty Images"])
@pytest.mark.parametrize(
    "above", [["By Ida Voss", "3 June 2024"], ["By Ida Voss", "3 June 2024", "The bridge in May."]]
)
def test_a_photo_credit_names_neither_origin_nor_author(credit: str, above: list[str]) -> None:
    text = "\n".join([HEADLINE, *above, credit, *BODY])
    article = read_page(text).article
    assert of_kind("credit", text) == [credit]
    assert ([each.name for each in article.bylines], article.outlet, article.publisher) == (["Ida Voss"], None, None)


@pytest.mark.parametrize(
    ("date", "published"), [("May 4, 2024", "2024-05-04"), ("May 4", None), ("May 34, 2024", None)]
)
def test_the_date_of_the_dateline_is_that_of_publication_where_there_is_no_other(
    date: str, published: str | None
) -> None:
    text = f"{HEADLINE}\n\nBy Ida Voss\n\nLIMA, {date} (Reuters) - {LEAD}\n\n{BODY[1]}"
    assert read_page(text).article.published == published
    dated = text.replace("By Ida Voss", "By Ida Voss\n5 May 2024 10:00")
    assert str(read_page(dated).article.published).startswith("2024-05-05")


def test_the_name_of_the_site_is_removed_from_the_only_copy_of_the_headline() -> None:
    """A name of which a word is in the body belongs to the headline."""
    assert of_kind("headline", "\n".join([TITLE, *MENU, *BODY, *FOOT])) == [HEADLINE]
    source = f"{HEADLINE} - mayor"
    assert of_kind("headline", f"{source}\n\n{PLAIN}") == [source]


def test_a_place_and_a_colon_before_the_first_sentence_are_the_dateline() -> None:
    article = read_page(f"{HEADLINE}\n\nNAGPUR: {PLAIN}").article
    assert article.dateline is not None
    assert article.dateline.place == "NAGPUR"


def test_an_unlisted_place_opens_only_the_first_paragraph_below_a_headline() -> None:
    opened = f"HARWALPUR: {LEAD}"
    assert of_kind("dateline", f"{HEADLINE}\nBy Ida Voss\n\n{opened}\n{PLAIN}") == ["HARWALPUR:"]
    assert of_kind("dateline", f"{HEADLINE}\nBy Ida Voss\n\n{PLAIN}\n\n{opened}") == []
    assert of_kind("dateline", f"{opened}\n\n{PLAIN}") == []


def test_a_paragraph_that_is_repeated_is_read_once() -> None:
    text = "\n".join([HEADLINE, "By Ida Voss", LEAD, LEAD, *BODY[1:]])
    assert of_kind("body", text).count(LEAD) == 1


STANDFIRST = "The mayor says that the town had not been warned of the flood"


BULLETS = ["• The old bridge over the river fell on Monday", "• Nobody hurt", "• Mayor to resign"]


@pytest.mark.parametrize(
    ("below", "number"),
    [
        ([STANDFIRST], 1),
        (BULLETS, 3),
        ([STANDFIRST, *BULLETS], 4),
        (["Home > News > The old bridge over the river"], 0),
        (["Ten ways to cook rice without any stove at all"], 0),
        (["Flood in town"], 0),
    ],
)
def test_lines_below_the_headline_that_the_body_repeats_are_its_standfirst(below: list[str], number: int) -> None:
    lines = split_lines("\n\n".join([HEADLINE, *below, "By Ida Voss", *BODY]))
    kinds: list[PartKind] = ["headline", *["chrome"] * len(below), "byline", *["body"] * len(BODY)]
    assert with_standfirst(lines, kinds).count("standfirst") == number


@pytest.mark.parametrize("first", ["The Orbel Observer", "The Daily Heron", "ORBEL SENTINEL", "Reuters"])
def test_the_name_of_a_medium_on_the_first_line_is_not_a_headline(first: str) -> None:
    headline = read_page("\n\n".join([first, HEADLINE, *BODY])).article.headline
    assert headline is not None
    assert headline.text == HEADLINE


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(Reporting by Farid Voss; Writing by Helen Vale)", ["Farid Voss", "Helen Vale"]),
        ("Reporting by the town is late, the mayor said.", []),
        ("Reporting by The Orbel Post found that the road was unsafe, Ann Holt said on Monday.", []),
    ],
)
def test_a_sign_off_below_the_body_is_a_byline(line: str, names: list[str]) -> None:
    text = "\n\n".join(["The Orbel News", HEADLINE, *BODY, line, "© 2023 Orbel News. All rights reserved."])
    assert [byline.name for byline in read_page(text).article.bylines] == names
    assert (line in of_kind("body", text)) == (not names)


def test_a_sign_off_between_paragraphs_is_a_byline_and_no_subheading() -> None:
    line = "Additional reporting by Liv Berg in Oslo"
    assert of_kind("byline", "\n".join([HEADLINE, "By Ida Voss", *BODY[:2], line, *BODY[2:]])) == ["By Ida Voss", line]


@pytest.mark.parametrize("title", ["Bridge falls - orbel", "Bridge falls — the river council | Orbel News"])
def test_a_title_that_repeats_the_headline_ends_where_the_headline_does(title: str) -> None:
    lines = frozenset({title, "Bridge falls", *BODY})
    assert title[: site_name(title, frozenset({"river", "council"}), lines)].strip() == "Bridge falls"


def test_a_headline_broken_over_two_lines_is_one_part() -> None:
    """Lines with only a line break between them are one part."""
    broken = "Bridge of Lima falls in flood after the\nmayor warned the town for years"
    text = "\n\n".join([broken.replace("\n", " ") + " | Orbel News", *MENU, broken, "By Ida Voss", *BODY, *FOOT])
    assert len(of_kind("headline", text)) == 1


def test_captions_end_with_their_credits() -> None:
    """A caption and its credit are two parts, also where several pictures share a line."""
    text = resources.files("quoteattr").joinpath("examples/ferry-line.txt").read_text("utf-8")
    found = kinds(text)
    assert sum(kind == "headline" for kind, _ in found) == 1
    credits = [content for kind, content in found if kind == "credit" and content.startswith("(")]
    assert len(credits) == 4
    assert all(content.endswith(")") for content in credits)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The old bridge, which had two arches.", "Photo: Omar Stone"),
        ("The bridge in winter.", "Photograph: Omar Stone/The Orbel Post"),
        ("The bridge in winter.", "Picture: Omar Stone"),
        ("The bridge in winter.", "Credit: Omar Stone"),
        ("The bridge in winter. |", "Photo Credit: PTI"),
        ("The bridge in winter.", "PHOTO | OMAR STONE"),
        ("The bridge in winter.", "Image Credit: Supplied"),
        ("The bridge in winter.", "Credit...Omar Stone for The Orbel Post"),
        ("The bridge in winter.", "ST PHOTO: OMAR STONE"),
        ("The bridge in winter. |", "Omar Stone/ORBIN"),
        ("The bridge in winter. —", "AFP pic"),
        ("The bridge in winter.", "(Orbin photo by Omar Stone)"),
        ("The bridge in winter.", "(HT Photo)"),
    ],
)
def test_a_caption_may_end_with_its_credit(caption: str, credit: str) -> None:
    text = "\n".join([HEADLINE, "By Ida Voss", "May 4, 2021", *BODY[:2], f"{caption} {credit}", *BODY[2:]])
    assert of_kind("body", text) == list(BODY)
    assert ("caption", caption) in kinds(text)
    assert ("credit", credit) in kinds(text)


def test_links_and_comments_below_the_article_are_not_body() -> None:
    """Teasers, readers' comments and notices of the site."""
    comments = [line for name in ("ada", "bo", "cyd") for line in (name, "2 hours ago", f"I said so, {name}!", "Reply")]
    text = "\n".join([TITLE, *MENU, HEADLINE, "By Ida Voss", *BODY, "Comments (3)", *comments, *FOOT])
    assert of_kind("body", text) == list(BODY)


@pytest.mark.parametrize("text", ["", "  ", "\n\n\t\n"])
def test_an_empty_text_has_no_parts(text: str) -> None:
    """White space is not a part."""
    page = read_page(text)
    assert page.article.parts == ()
    assert page.article.headline is None


def test_hand_wrapped_paragraphs_are_one_part_each() -> None:
    """A paragraph over several lines is one part."""
    wrapped = "The bridge over the river fell on Monday after the flood,\nand nobody was hurt, the mayor of the town in\nthe hills has said."  # noqa: E501
    assert kinds(f"{wrapped}\n\n{wrapped}\n\n{wrapped}") == [("body", wrapped)] * 3


@pytest.mark.parametrize("marks", ["•••", "---", ["1.", "2.", "3."]])
def test_the_points_below_a_line_with_a_colon_are_body(marks: Sequence[str]) -> None:
    points = ("New piers for the bridge", "A ferry until it opens", "“No more cuts,” said Omar Stone")
    listed = [f"{mark} {point}" for mark, point in zip(marks, points, strict=True)]
    text = "\n".join([HEADLINE, "By Ida Voss", "", *BODY, "The mayor said that the town wants:", *listed])
    assert [line for line in listed if line not in of_kind("body", text)] == []


@pytest.mark.parametrize("heading", ["Related:", "Read more:"])
def test_links_below_a_heading_are_not_points(heading: str) -> None:
    links = ["• Ten ways to cook rice", "• Who won the cup?"]
    text = "\n".join([HEADLINE, "By Ida Voss", "", *BODY, heading, *links])
    assert [line for line in links if line in of_kind("body", text)] == []


@pytest.mark.parametrize(("mark", "ended"), [("– ENDS –", True), ("###", True), ("-30-", True), ("30", False)])
def test_nothing_below_the_end_of_a_release_is_body(mark: str, ended: bool) -> None:
    text = "\n\n".join([HEADLINE, "By Ida Voss", *BODY[:3], mark, BODY[3]])
    assert (BODY[3] not in of_kind("body", text)) == ended


@pytest.mark.parametrize(
    "contact",
    [
        "Media contact:\nOmar Stone\nNorvik Rivers Trust\nomar@rivers.example",
        "Contacts:\nOmar Stone\nNorvik Rivers Trust\n+44 1632 960 001",
        "Press enquiries: Omar Stone, Norvik Rivers Trust, 01632 960001",
    ],
)
def test_who_answers_questions_about_a_release_is_no_author(contact: str) -> None:
    for text in (f"FOR IMMEDIATE RELEASE\n\n{contact}\n\n{HEADLINE}\n\n{PLAIN}", f"{HEADLINE}\n\n{PLAIN}\n\n{contact}"):
        article = read_page(text).article
        assert article.bylines == ()
        assert article.headline is not None
        assert article.headline.text == HEADLINE


def test_a_byline_below_an_address_of_the_paper_is_kept() -> None:
    text = f"Contact:\n\n{HEADLINE}\nBy Ida Voss\nida@orbel.example\n\n{PLAIN}"
    assert [byline.name for byline in read_page(text).article.bylines] == ["Ida Voss"]


@pytest.mark.parametrize("post", ["Film critic", "Columnist", "Theatre critic"])
def test_the_name_of_a_post_below_a_byline_is_a_role(post: str) -> None:
    text = f"{HEADLINE}\nIda Vale\n{post}\n4 May 2024\n{PLAIN}"
    assert [(byline.name, byline.role) for byline in read_page(text).article.bylines] == [("Ida Vale", post)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Interview by Omar Stone", ["Omar Stone"]),
        ("Interview: Omar Stone", ["Omar Stone"]),
        ("Story by Omar Stone and Ida Vale", ["Omar Stone", "Ida Vale"]),
        ("Interview by Omar Stone was good", []),
        ("Photos by Omar Stone", []),
    ],
)
def test_a_label_and_a_name_above_the_questions_are_a_byline(line: str, found: list[str]) -> None:
    asked = ["Orbel Weekly: When did you see that the lake was dry?", "Ana Ruiz: In May. My father called me."]
    text = "\n\n".join(["‘Nobody asked us’: Ana Ruiz on the lake", "The mayor on the end of skiing.", line, *asked])
    page = read_page(text).article
    assert [each.name for each in page.bylines if each.part == "author"] == found


@pytest.mark.parametrize(
    ("above", "below", "number"),
    [
        (["News"], ["Share", "By Ida Vale - Reuters - Friday, May 4, 2021", "By Omar Stone"], 3),
        (["News", "By Ida Vale"], ["Share"], 1),
        (["Omar Stone 2 hours ago"], ["Omar Stone 2 hours ago"], 2),
        (["News"], ["Share", "By signing up, you agree to our terms"], -1),
    ],
)
def test_a_line_that_signs_is_the_byline_of_a_page_without_one(above: list[str], below: list[str], number: int) -> None:
    lines = split_lines("\n".join([*above, HEADLINE, *below, *BODY]))
    given: list[PartKind] = [*["chrome"] * len(above), "headline", *["chrome"] * len(below), *["body"] * len(BODY)]
    assert [at for at, kind in enumerate(with_byline(lines, given)) if kind == "byline"] == [number] * (number >= 0)
    for other in ("byline", "published"):
        signed = split_lines("\n".join([*above, HEADLINE, *below, *BODY, "by Omar Stone"]))
        assert with_byline(signed, [*given, other]) == [*given, other]


@pytest.mark.parametrize(
    ("dated", "signed", "names"),
    [
        ("4 May 2024 by oz", "Share", ["oz"]),
        ("4 May 2024 / 0 Comments / by admin", "By Ida Vale", ["admin", "Ida Vale"]),
        ("TNN | 4 May 2024, 10:15", "Share", ["TNN"]),
        ("TNN | 4 May 2024, 10:15", "By Ida Vale", ["Ida Vale"]),
    ],
)
def test_a_line_of_publication_may_name_the_author(dated: str, signed: str, names: list[str]) -> None:
    text = f"{HEADLINE}\n{dated}\n{signed}\n{PLAIN}"
    assert [byline.name for byline in read_page(text).article.bylines] == names


def test_the_author_of_a_post_that_the_article_shows_is_not_its_author() -> None:
    post = "— Omar Stone (@omarstone) August 22, 2013"
    page = read_page("\n".join([HEADLINE, "By Ida Vale", *BODY[:1], "It is closed!", post, *BODY[1:]]))
    assert [byline.name for byline in page.article.bylines] == ["Ida Vale"]


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("See also: Towns to get new bridges", "related"),
        ("RELATED STORY: Who will pay for bridges?", "related"),
        ("Don't miss: Towns to get new bridges", "related"),
        ("[ Read more: Towns to get new bridges, mayor says ]", "related"),
        ("See also: the report says that the bridge of Lima was built in haste, and never tested.", "body"),
    ],
)
def test_a_link_with_a_label_in_the_body_is_related(line: str, kind: PartKind, parted: str) -> None:
    text = parted.join([HEADLINE, "By Ida Voss", "May 4, 2021", *BODY[:2], line, *BODY[2:]])
    assert next(own for own, content in kinds(text) if content == line) in (kind, "chrome")


def test_the_times_of_a_live_blog_are_chrome_and_each_entry_is_body() -> None:
    entries = ["10.42", BODY[0], "10.15", BODY[1], "09.50", "Commuters say they are fed up with the strikes."]
    text = "\n".join([HEADLINE, "By Ida Vale", "4 May 2024", *entries])
    assert of_kind("body", text) == entries[1::2]
    assert of_kind("chrome", text) == entries[::2]
