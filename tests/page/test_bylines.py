"""Bylines, credit lines and sign-offs: one person, desk or agency each, with role and part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.page.bylines import is_photo_credit, read_bylines, signs
from tests.timing import takes_at_most

AUTHORS: list[tuple[str, list[str]]] = [
    ("By REUTERS", ["REUTERS"]),
    ("By Ida Vale and Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("By Ida Vale, with Omar Stone in Lima", ["Ida Vale", "Omar Stone"]),
    ("By Ida Vale; with Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("By Ida Vale\nwith Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("By Ida Vale\nNarrated by Omar Stone", ["Ida Vale"]),
    ("By Ida Vale. Design by Omar Stone", ["Ida Vale"]),
    ("By Ida Vale | Introduction by Omar Stone", ["Ida Vale"]),
    ("NEWS PROVIDED BY\nOrbel Foods, Inc.", []),
    ("Sponsored by Orbel Foods", []),
    ("Moderator: Omar Stone", []),
    ("By Zhao Min", ["Zhao Min"]),
    ("By Zhao Min, China Daily", ["Zhao Min"]),
    ("By Min Zhao and Ida Vale, 5 min read", ["Min Zhao", "Ida Vale"]),
    ("By Ida_Vale", ["Ida_Vale"]),
    ("Omar Stone and AP", ["Omar Stone", "AP"]),
    ("IDA VALE, OMAR STONE and ANN LEE", ["IDA VALE", "OMAR STONE", "ANN LEE"]),
    ("Ida Vale (morning), Omar Stone (afternoon)", ["Ida Vale", "Omar Stone"]),
    ("Ida Vale (now) and Omar Stone (earlier)", ["Ida Vale", "Omar Stone"]),
    ("Ida Vale", ["Ida Vale"]),
    ("By Ida Vale, Associated Press", ["Ida Vale", "Associated Press"]),
    ("By Ida Vale Associated Press", ["Ida Vale", "Associated Press"]),
    ("By Ida Vale - Associated Press - Friday, April 28, 2023", ["Ida Vale", "Associated Press"]),
    ("by Ida Vale | Reuters", ["Ida Vale", "Reuters"]),
    ("By Ida Vale in Lima", ["Ida Vale"]),
    ("By Ida Vale, New Delhi", ["Ida Vale"]),
    ("By\nIda Vale", ["Ida Vale"]),
    ("BYLINE: Ida Vale, Staff Writer", ["Ida Vale"]),
    ("Author...........: Ida Vale", ["Ida Vale"]),
    ("Words Ida Vale    Pictures: Omar Stone", ["Ida Vale"]),
    ("Report: Ida Vale. Additional reporting: Omar Stone", ["Ida Vale"]),
    ("Report: IDA McVALE", ["IDA McVALE"]),
    ("author = Ida Vale", ["Ida Vale"]),
    ("Por Ida Vale", ["Ida Vale"]),
    ("Von Ida Vale und Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("Ida von Vale", ["Ida von Vale"]),
    ("Text messages sent", []),
    ("✍️ Ida Vale   ⏱️ 3 min", ["Ida Vale"]),
    ("Ida Vale 🐚", ["Ida Vale"]),
    ("story by IDA VALE ’04", ["IDA VALE"]),
    ("By Prof. Ida Vale, Secretary of the Senate", ["Prof. Ida Vale"]),
    ("Ida Vale, Omar dela Paz and Bo Li", ["Ida Vale", "Omar dela Paz", "Bo Li"]),
    ("Ida Vale News Reporter\nOmar Stone News Reporter\nAnn Lee", ["Ida Vale", "Omar Stone", "Ann Lee"]),
    ("Ida Vale\nDeputy Content Director\nBo Li\nHealth editor", ["Ida Vale", "Bo Li"]),
    ("By by IDA VALE, OMAR STONE and ANN LEE", ["IDA VALE", "OMAR STONE", "ANN LEE"]),
    ("Written by Ida J. Vale, Political Editor", ["Ida J. Vale"]),
    ("Author: Omar Stone", ["Omar Stone"]),
    ("By Ida Vale, Ida Vale", ["Ida Vale"]),
    ("Ida Vale | Orbel News | 3 June", ["Ida Vale"]),
    ("Ida Vale BBC News, Lima", ["Ida Vale"]),
    ("by Ida Vale, Staff Writer Updated May 4, 2021", ["Ida Vale"]),
    ("By Ida Vale and Bo Li For The Daily Mail", ["Ida Vale", "Bo Li"]),
    ("By Ida Vale | Special to the Bay Post", ["Ida Vale"]),
    ("Special to The Bay Post", []),
    ("From our correspondent", ["our correspondent"]),
    ("By Orbel News Desk", ["Orbel News Desk"]),
    ("Our Special Correspondent", ["Our Special Correspondent"]),
    ("By Our Legal Editor", ["Our Legal Editor"]),
    ("by our own reporters", ["our own reporters"]),
    ("Our Readers", []),
    ("Our culture editor picks ten books", []),
    ("Lima, Orbel News Bureau | Updated : 19 November 2019, 09:01 AM", ["Orbel News Bureau"]),
    ("By the Editorial Board", ["the Editorial Board"]),
    ("By the board", []),
    ("By Staff and news service reports", ["Staff and news service reports"]),
    ("Our Foreign Staff", ["Our Foreign Staff"]),
    ("By BBC News", ["BBC News"]),
    ("By Ida ValeStaff Writer", ["Ida Vale"]),
    ("By Ida ValeTwitter", ["Ida Vale"]),
    ("Ida Vale@idavale", ["Ida Vale"]),
    ("By Ida Vale @idavale Nov 19, 2019, 7:53pm EST", ["Ida Vale"]),
    ("Ida Vale0", ["Ida Vale"]),
    ("Ida ValePublished Jul 17, 2024, 11:21am | Updated Jul 17, 2024, 6:39pm", ["Ida Vale"]),
    ("Ida ValeNovember 6, 2023", ["Ida Vale"]),
    ("Posted by Ida Vale on November 19, 2019, 6:21 AM EST", ["Ida Vale"]),
    ("April 4, 2023 | by Ida", ["Ida"]),
    ("Monday November 18, 2019 7:45 am PST by Ida Vale", ["Ida Vale"]),
    ("By Ida Vale 5 hours ago", ["Ida Vale"]),
    ("Ida Vale | Published 4 months ago", ["Ida Vale"]),
    ("By Ida Vale ida@orbel.com(509) 459-5382", ["Ida Vale"]),
    ("By Ida Vale • Nov 11, 2020 • 5 min read", ["Ida Vale"]),
    ("Ida Vale Senior Politics Editor, The Huffington Post", ["Ida Vale"]),
    ("Ida Vale CBC News Posted:", ["Ida Vale"]),
    ("PTI, Washington,", ["PTI"]),
    ("Ida McVale and Omar DeStone", ["Ida McVale", "Omar DeStone"]),
    ("Ida van der Vale and Omar O’Stone", ["Ida van der Vale", "Omar O’Stone"]),
    ("BY: Ida Vale, MS, RDN", ["Ida Vale"]),
    ("Ida Vale/Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("From Ida Vale and Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("From Ida Vale, Omar Stone in Orbel", ["Ida Vale", "Omar Stone"]),
    ("• Ida Vale, • Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("Ida Vale is a freelance journalist based in Lima.", ["Ida Vale"]),
    ("Edited By: Ida Vale", []),
    ("By", []),
    ("", []),
    ("Next Post", []),
    ("Author", []),
    ("Follow us on Twitter", []),
    ("Updated 3 hours ago", []),
    ("New Delhi", []),
    ("Omar Stone/Getty Images", ["Omar Stone"]),
    ("Ida Vale with AFP", ["Ida Vale"]),
    ("By Ida Vale with AFP and Reuters", ["Ida Vale"]),
    ("By Ida Vale with Omar Stone", ["Ida Vale", "Omar Stone"]),
    ("AFP with Ida Vale", ["AFP", "Ida Vale"]),
    ("By Ida Vale  Norvik Valley Post", ["Ida Vale"]),
    ("By Ida Vale  Reuters", ["Ida Vale", "Reuters"]),
    ("Ida  Vale", ["Ida  Vale"]),
    ("MEDIA RELEASE", []),
    ("News release", []),
    ("The Norvik Release Team", ["The Norvik Release Team"]),
    # newsrooms
    ("Norvik News Service", ["Norvik News Service"]),
    ("By NV News Agency", ["NV News Agency"]),
    ("Norvik Herald Correspondent", ["Norvik Herald Correspondent"]),
    ("By Ida Vale\nHerald Reporter", ["Ida Vale"]),
    ("By Combined Wire reports", ["Combined Wire reports"]),
    ("TNN", ["TNN"]),
    # sentences
    ("IDA VALE reports", ["IDA VALE"]),
    ("Ida Vale reports on a harbour without ships", ["Ida Vale"]),
    ("Ida Vale looks at the price of ferries", ["Ida Vale"]),
    ("Writes Ida Vale", ["Ida Vale"]),
    ("Reports of rain", []),
    # words in small letters inside names
    ("Ida wa Vale", ["Ida wa Vale"]),
    ("Omar bin Stone and Ida binti Vale", ["Omar bin Stone", "Ida binti Vale"]),
    ("Omar a/l Stone", ["Omar a/l Stone"]),
    ("wa Vale", []),
    # what follows a name and a comma
    ("Ida Vale, Coast Pilot", ["Ida Vale"]),
    ("By Ida Vale, Port Orrin", ["Ida Vale"]),
    ("Ida Vale , Orrin Creek", ["Ida Vale"]),
    ("Ida Vale, Local Reporting Service", ["Ida Vale"]),
    ("By Ida Vale, Grace Lake and Omar Hill", ["Ida Vale", "Grace Lake", "Omar Hill"]),
    # initials of the desk of an agency
    ("ANN LEE", ["ANN LEE"]),
    ("by Taboola", []),
]


@pytest.mark.parametrize(("line", "names"), AUTHORS)
def test_authors_are_names_alone(line: str, names: list[str]) -> None:
    assert [byline.name for byline in read_bylines(line) if byline.part == "author"] == names


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("By Ann Lee, deputy science editor", {"Ann Lee": "deputy science editor"}),
        ("By Ann Lee, Science Editor, and Bo Li", {"Ann Lee": "Science Editor", "Bo Li": None}),
        ("Ann Lee Political Correspondent", {"Ann Lee": "Political Correspondent"}),
        ("Ann Lee\nTravel News Reporter", {"Ann Lee": "Travel News Reporter"}),
        ("Ann B. Lee Senior Contributor", {"Ann B. Lee": "Senior Contributor"}),
        ("By Ann Lee and Bo Li, staff writers", {"Ann Lee": "staff writers", "Bo Li": "staff writers"}),
        ("By Ann Lee (science editor)", {"Ann Lee": "science editor"}),
        ("By Ann Lee, a deputy editor and author of a book. She has covered Lima.", {"Ann Lee": "deputy editor"}),
        ("By Ann Lee", {"Ann Lee": None}),
        ("By Political Editor Ann Lee", {"Ann Lee": "Political Editor"}),
        ("By Local Democracy Reporter Ann Lee", {"Ann Lee": "Local Democracy Reporter"}),
        ("By staff writers Ann Lee and Bo Li", {"Ann Lee": "staff writers", "Bo Li": "staff writers"}),
        ("By AFP correspondents Ann Lee, Bo Li", {"Ann Lee": "AFP correspondents", "Bo Li": "AFP correspondents"}),
        ("By reporters Ann Lee and Reuters. Photos by Bo Li", {"Ann Lee": "reporters", "Reuters": None, "Bo Li": None}),
        ("Ann Lee Rural affairs editor", {"Ann Lee": "Rural affairs editor"}),
        ("By Ann Lee, Parliamentary Sketchwriter", {"Ann Lee": "Parliamentary Sketchwriter"}),
    ],
)
def test_a_role_belongs_to_the_name_next_to_it(line: str, roles: dict[str, str | None]) -> None:
    assert {byline.name: byline.role for byline in read_bylines(line)} == roles


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "(Reporting by Ida Vale and Omar Stone in Lima; Additional reporting by Ann Lee; Editing by Bo Li)",
            {"Ida Vale": "reporting", "Omar Stone": "reporting", "Ann Lee": "reporting", "Bo Li": "editing"},
        ),
        ("Words: Ida Vale, Pictures: Omar Stone", {"Ida Vale": "author", "Omar Stone": "photo"}),
        ("by Ida Vale (reporting) and Omar Stone (photography)", {"Ida Vale": "reporting", "Omar Stone": "photo"}),
        ("By Ida Vale. Photographs by Omar Stone", {"Ida Vale": "author", "Omar Stone": "photo"}),
        ("Edited by Omar Stone (with inputs from Agencies)", {"Omar Stone": "editing", "Agencies": "reporting"}),
        ("Ida Vale and Omar Stone contributed to this report.", {"Ida Vale": "reporting", "Omar Stone": "reporting"}),
        ("By Ida Vale with files from Omar Stone", {"Ida Vale": "author", "Omar Stone": "reporting"}),
        ("Written by Ida Vale, edited by Omar Stone", {"Ida Vale": "author", "Omar Stone": "editing"}),
    ],
)
def test_parts_of_the_work_are_distinguished(line: str, parts: dict[str, str]) -> None:
    assert {byline.name: byline.part for byline in read_bylines(line)} == parts


@pytest.mark.parametrize(
    "line", ["Story and photos by Ida Vale", "Words & pictures by Ida Vale", "Words and photography: Ida Vale"]
)
def test_the_author_of_the_pictures_too_has_two_parts(line: str) -> None:
    edited = read_bylines(f"{line}; edited by Omar Stone")
    assert [(each.name, each.part) for each in edited] == [
        ("Ida Vale", "author"),
        ("Ida Vale", "photo"),
        ("Omar Stone", "editing"),
    ]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Omar Stone/Reuters", True),
        ("REUTERS/Omar Stone", True),
        ("Omar Stone / The Associated Press", True),
        ("Omar Stone/AP Photo", True),
        ("AFP via Getty Images", True),
        ("Omar Stone/AFP via Getty Images", True),
        ("By Omar Stone, Reuters", False),
        ("By Omar Stone / Reuters", False),
        ("AP/Reuters", False),
        ("Omar Stone/Ida Vale", False),
        ("", False),
    ],
)
def test_a_person_and_an_agency_are_a_photo_credit(line: str, credit: bool) -> None:
    assert is_photo_credit(line) == credit


@pytest.mark.parametrize(
    ("line", "above", "below"),
    [
        ("By Ida Vale - Reuters - Friday, April 28, 2023", True, True),
        ("By Reuters", True, True),
        ("By course or type", False, False),
        ("By signing up, you agree to our terms", False, False),
        ("Ida Vale 2 hours ago", False, True),
        ("Ida Vale May 4, 2021", False, True),
        ("Ida Vale 2 hours ago in Lima", False, False),
        ("Ida Vale", False, False),
        ("Ida Vale Senior Science Editor", False, True),
        ("Ida Vale, writer Omar Stone", False, False),
        ("AFP/The Heron - ida@orbel.com", False, True),
        ("Next Post 2 hours ago", False, False),
        ("", False, False),
    ],
)
def test_a_line_signs_among_menus(line: str, above: bool, below: bool) -> None:
    assert (signs(line, False), signs(line, True)) == (above, below)


def test_spans_refer_to_the_whole_text() -> None:
    text = "Rain in Lima\nBy Ida Vale and AP"
    assert [text[each.start : each.end] for each in read_bylines(text[13:], 13)] == ["Ida Vale", "AP"]


@given(
    st.lists(
        st.sampled_from(
            [
                "By",
                "Ida Vale",
                ",",
                " and ",
                "Reporting by",
                ";",
                "\n",
                "AP",
                "staff writer",
                "4 May 2021",
                "(",
                ")",
                "@x",
                "…",
            ]
        ),
        max_size=30,
    ).map(" ".join)
    | st.text(max_size=200)
)
def test_any_text_is_read(text: str) -> None:
    for byline in read_bylines(text, 7):
        assert text[byline.start - 7 : byline.end - 7] == byline.name
        assert byline.name.strip() == byline.name != ""


@pytest.mark.parametrize("piece", ["By Ida Vale and ", "Ida ", "(", "by ", "a@b.", "1 ", "Ida Vale, editor "])
def test_time_is_bounded(piece: str) -> None:
    assert takes_at_most(0.5, lambda: read_bylines(piece * (200_000 // len(piece))))
