"""The publisher of a page and the origin of its story: candidates, scores, and invented pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.model import Outlet, Span
from quoteattr.page.article import read_page
from quoteattr.page.bylines import read_bylines, read_dateline
from quoteattr.page.publishers import candidates, choose_outlet, choose_publisher, host_label, name_key, signed_outlet
from tests.timing import grows_at_most

Lines = Sequence[tuple[str, str]]
BODY = ("body", "It rained in Lima for three days, and the ferry to the islands did not run on any of them.")


MENU = ("Business", "Opinion", "Subscribe", "Log in", "Share", "Most read", "Weather", "Search")


def laid_out(lines: Lines) -> tuple[str, list[Span], list[str]]:
    spans, at = [], 0
    for _, line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return "\n".join(line for _, line in lines), spans, [kind for kind, _ in lines]


def publisher(*lines: tuple[str, str], given: str | None = None, signed: Outlet | None = None) -> Outlet | None:
    return choose_publisher(*laid_out(lines), given=given, signed=signed)


def origin(*lines: tuple[str, str]) -> str | None:
    text, spans, kinds = laid_out(lines)
    at = [(span, kind) for span, kind in zip(spans, kinds, strict=True)]
    bylines = [each for span, kind in at if kind == "byline" for each in read_bylines(span.of(text), span.start)]
    found = [read_dateline(span.of(text), span.start) for span, kind in at if kind in ("dateline", "body")]
    dateline = next((each for each in found if each is not None), None)
    outlet = choose_outlet(text, spans, kinds, bylines, dateline, Outlet("The Bay Post", "newspaper"))
    return outlet and outlet.name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([("chrome", "Ferry sinks in Lima | The Guardian"), ("headline", "Ferry sinks in Lima"), BODY], "The Guardian"),
        (
            [("chrome", "THE ORBEL OBSERVER"), ("chrome", "World  Sport  Podcasts"), ("headline", "Ferry sinks"),
             ("body", "It rained, the mayor told Reuters, and the ferry did not run.")],
            "THE ORBEL OBSERVER",
        ),
        (
            [("chrome", "Ferry sinks off Malta - Harbour Lights"), ("headline", "Ferry sinks off Malta"), BODY,
             ("chrome", "© 2023 Harbour Lights Ltd. All rights reserved.")],
            "Harbour Lights",
        ),
        (
            [("headline", "Ferry sinks off Malta"), BODY, ("chrome", "Sign up for the Orbel Courier newsletter"),
             ("chrome", "Follow Orbel Courier on Twitter"), ("chrome", "© 2024 Orbel Courier. All rights reserved."),
             ("chrome", "tips@orbelcourier.com")],
            "Orbel Courier",
        ),
        (
            [("headline", "Ferry sinks"), ("byline", "By Reuters"), BODY, ("chrome", "More from Malta Courier"),
             ("chrome", "Copyright 2023 Malta Courier")],
            "Malta Courier",
        ),
        # an outlet that somebody spoke to, in an article without page furniture
        (
            [("headline", "Ferry sinks off Malta"), ("byline", "By Ida Vale"), BODY,
             ("body", "The captain told the BBC's Harbour Hour that it was over.")],
            None,
        ),
        # an agency that the page only credits, or that does not own the page
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale"), ("credit", "AFP via Getty Images"), BODY], None),
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY,
          ("chrome", "((ida.vale@thomsonreuters.com;))")], None),
        (
            [("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY,
             ("chrome", "Copyright 2024 The Associated Press. All rights reserved."),
             ("chrome", "© 2024 Orbel Herald")],
            "Orbel Herald",
        ),
        # of a name that only the first lines have, its words decide
        ([("chrome", "Fisheries"), ("headline", "Ferry sinks off Malta"), ("byline", "By Ida Vale"), BODY], None),
        ([("chrome", "Farm review"), ("headline", "Ferry sinks off Malta"), ("byline", "By Ida Vale"), BODY], None),
        ([("chrome", "Crews demand rafts"), ("headline", "Ferry had two"), ("byline", "By Ida Vale"), BODY], None),
        ([("chrome", "MT-Ferry, 2nd Lead"), ("headline", "Ferry sinks off Malta"), ("byline", "Ida Vale"), BODY], None),
        ([("chrome", "Property & Planning"), ("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY], None),
        ([("headline", "Ferry sinks off Malta"), BODY, ("chrome", "JOIN THE CONVERSATION"), ("chrome", "Terms")], None),
        ([("chrome", "Rugby League"), ("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY], None),
        ([("chrome", "North Macedonia"), ("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY], None),
        ([("chrome", "Norvik Today"), ("headline", "Ferry sinks"), ("byline", "Ida Vale"), BODY], "Norvik Today"),
        ([("chrome", "Norvik Democrat"), ("headline", "Ferry sinks"), ("byline", "Ida Vale"), BODY], "Norvik Democrat"),
        ([("chrome", "Orbel Gazette"), ("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY], "Orbel Gazette"),
        ([("chrome", "Nordlys"), ("headline", "Ferry sinks"), BODY, ("chrome", "© 2024 Nordlys")], "Nordlys"),
        # the paper at the top, not the company that owns it
        ([("chrome", "Skip to content"), ("chrome", "THE NORVIK MAIL"), ("headline", "Ferry sinks"), BODY,
          ("chrome", "Published by Tarn Press Ltd. Copyright © 2024 Tarn Press Ltd. All rights reserved.")],
         "THE NORVIK MAIL"),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "© 2024 Norvik Newspapers")], None),
        # a notice in the article is of a picture, and an address of mail that of somebody who answers
        ([("headline", "Ferry sinks"), ("chrome", "The ferry on Sunday © Omar Stone"), BODY, BODY], None),
        ([("headline", "Ferry sinks"), ("credit", "The quay in rain © Omar Stone/Orbin"), BODY, BODY], None),
        ([("headline", "Ferry sinks"), ("chrome", "Contact: Ida Vale, ida@ferries.com"), BODY], None),
        ([("headline", "Ferry sinks"), ("chrome", "© 2024 Malta Hour"), BODY, BODY], "Malta Hour"),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "© Malta Hour"), ("chrome", "@maltahour")], "Malta Hour"),
        # after the headline, in a running head, and the page's own address
        ([("headline", "Ferry sinks off the coast - Orbel Citizen"), ("byline", "Ida Vale"), BODY], "Orbel Citizen"),
        ([("headline", "Ferry sinks off the coast | Reuters"), ("byline", "Ida Vale"), BODY], "Reuters"),
        ([("headline", "Ferry sinks off the coast - harbour chief"), ("byline", "Ida Vale"), BODY], None),
        ([("published", "Norvik Mail | 4 May 2021 | B2"), ("headline", "Ferry sinks"), BODY], "Norvik Mail"),
        ([("chrome", "12   THE NORVIK MAIL   May 4, 2021"), ("headline", "Ferry sinks"), BODY], "THE NORVIK MAIL"),
        ([("published", "Valletta, 4 May 2021"), ("headline", "Ferry sinks"), BODY], None),
        ([("chrome", "https://www.maltahour.com/ferry/7"), ("headline", "Ferry sinks"), BODY], "maltahour.com"),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "Source: https://maltahour.com/ferry")], "maltahour.com"),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "https://www.youtube.com/watch?v=1")], None),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "Give at https://maltahour.com/ferry")], None),
        # words of menus in other languages
        ([("chrome", "Startseite"), ("chrome", "Politik"), ("headline", "Fähre sinkt"), BODY,
          ("chrome", "Impressum")], None),
        ([("chrome", "Accueil"), ("headline", "Un ferry coule"), BODY, ("chrome", "Mentions légales")], None),
        ([BODY], None),
        ([("byline", "By JEFF LINDQUIST"), BODY, BODY], None),
        ([("headline", "Ferry sinks off Malta"), BODY], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_publisher_of_a_page(lines: Lines, name: str | None) -> None:
    found = publisher(*lines)
    assert (found and found.name) == name
    if found is not None and found.span is not None:
        assert name_key(found.span.of(laid_out(lines)[0])) == name_key(found.name)


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ([("byline", "By Ida Vale, Norvik Evening Mail")], "Norvik Evening Mail"),
        ([("byline", "Ida Vale | Orbel Gazette")], "Orbel Gazette"),
        ([("byline", "By Ida Vale"), ("chrome", "The Orbel Herald")], "The Orbel Herald"),
        ([("byline", "By Ida Vale, The Guardian")], "The Guardian"),
        ([("byline", "By Ida Vale | The Norvik Monitor")], "The Norvik Monitor"),
        ([("byline", "By Ida Vale / Norvik Guardian")], "Norvik Guardian"),
        ([("byline", "By Ida Vale"), ("published", "Farming Review, 4 May 2024")], "Farming Review"),
        ([("byline", "By Ida Vale"), ("published", "Next Post, 4 May 2024")], None),
        ([("published", "Norvik Pioneer | 4 May 2024")], "Norvik Pioneer"),
        ([("byline", "Shore Leader, 4 May 2024")], "Shore Leader"),
        ([("published", "The Hague, 4 May 2024")], None),
        ([("byline", "Ada Leader, 4 May 2024")], None),
        ([("byline", "By Ida Vale, Reuters")], None),
        ([("byline", "By Ida Vale, Chief Reporter")], None),
        ([("byline", "Ida Vale/Senior Beacon Reporter")], None),
        ([("byline", "By Emily Post")], None),  # a name of the shape of an outlet's
        ([("byline", "By Ida Vale"), ("chrome", "Read the Orbel Herald on your phone")], None),
        ([("byline", "By Ida Vale"), ("published", "4 May 2024"), ("chrome", "The Orbel Herald")], None),
    ],
)
def test_the_outlet_that_a_byline_names(byline: Lines, name: str | None) -> None:
    text, spans, kinds = laid_out([("headline", "Ferry sinks"), *byline, BODY])
    at = zip(spans, kinds, strict=True)
    people = [each for span, kind in at if kind == "byline" for each in read_bylines(span.of(text), span.start)]
    found = signed_outlet(text, spans, kinds, people)
    assert (found and found.name) == name


def test_an_outlet_that_a_byline_names_counts_more_than_one_in_the_body() -> None:
    lines = [
        ("headline", "Ferry sinks"),
        ("byline", "By Ida Vale, Orbel Courier"),
        BODY,
        ("body", "She told HuffPost."),
    ]
    assert publisher(*lines, signed=Outlet("Orbel Courier", "newspaper")) == Outlet("Orbel Courier", "newspaper")


def test_the_post_of_a_reporter_is_no_publisher() -> None:
    heard = ("body", "The captain walked free from Norvik Crown Court and left by the back door.")
    lines = [("headline", "Captain walks free"), ("byline", "By Ida Vale, Court Reporter"), ("byline", "Norvik Mail")]
    found = publisher(*lines, ("published", "4 May 2024"), heard, signed=Outlet("Norvik Mail", "newspaper"))
    assert found is not None
    assert found.name == "Norvik Mail"


@pytest.mark.parametrize(
    "entry", ["U.S.", "U.K.", "Royals", "Dark Mode", "Font ResizerAa", "ePaper", "e-Paper", "Facts First"]
)
def test_an_entry_of_a_menu_is_no_publisher(entry: str) -> None:
    menu = [("chrome", line) for line in ("Home", entry, "Sport", *MENU)]
    assert publisher(*menu, ("headline", "Ferry sinks"), BODY, BODY) is None


@pytest.mark.parametrize("line", ["mf/rt (dpa, AFP)", "Source: AP", "Additional reporting by AFP", "Photo: AFP"])
def test_an_agency_that_is_only_credited_is_no_publisher(line: str) -> None:
    """The page has no other sign of it."""
    furniture = [("chrome", each) for each in (line, "Related topics", "Send us your feedback")]
    assert publisher(("headline", "Ferry sinks"), BODY, BODY, *furniture) is None


@pytest.mark.parametrize("name", ["Jo Lund", "Xu Wei", "R. Kumaran"])
def test_a_byline_above_a_body_is_no_publisher(name: str) -> None:
    article = read_page(f"By {name}\n\nA ferry was fined on Monday.\n\nThe mayor said it had rained.").article
    assert [byline.name for byline in article.bylines] == [name]
    assert (article.publisher, article.outlet) == (None, None)


def test_a_date_is_no_publisher() -> None:
    assert publisher(("headline", "Ferry sinks"), ("published", "Sunday, March 31, 2019"), BODY) is None


@pytest.mark.parametrize("medium", ["CNN", "The Guardian", "HuffPost", "The New York Times", "The Evening Herald"])
def test_a_medium_that_somebody_spoke_to_is_not_the_publisher(medium: str) -> None:
    lines = [("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY, ("body", f"She told {medium} it was over.")]
    assert publisher(*lines) is None


def test_arguments_take_precedence() -> None:
    found = publisher(("chrome", "Ferry sinks | The Guardian"), BODY, given="Orbel Times")
    assert found == Outlet("Orbel Times", "newspaper")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([("headline", "Ferry sinks"), ("byline", "By REUTERS"), BODY], "Reuters"),
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale, Associated Press"), BODY], "Associated Press"),
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale, AP Business Writer"), BODY], "Associated Press"),
        ([("headline", "Ferry sinks"), ("body", "LIMA, May 4 (Reuters) - It rained.")], "Reuters"),
        ([("headline", "Ferry sinks"), ("body", "LIMA (Radio Fjord) – It rained.")], "Radio Fjord"),
        ([("headline", "Ferry sinks"), BODY, ("body", "It will rain again. (AFP)")], "Agence France-Presse"),
        (
            [("headline", "Ferry sinks"), BODY, ("body", "It will rain again. (AFP, dpa, Reuters)")],
            "Agence France-Presse",
        ),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "(dpa, AFP)")], "Deutsche Presse-Agentur"),
        ([("headline", "Ferry sinks"), BODY, ("credit", "(Reuters, AP)")], "Reuters"),
        (
            [("headline", "Ferry sinks"), BODY, ("body", "No agency was admitted, be it AFP, dpa or Reuters")],
            "The Bay Post",
        ),
        ([("headline", "Ferry sinks"), ("credit", "(AFP)"), BODY], "The Bay Post"),
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale with AFP and dpa"), BODY], "The Bay Post"),
        ([("headline", "Ferry sinks"), BODY, ("chrome", "Source: AFP")], "Agence France-Presse"),
        ([("headline", "Ferry sinks"), BODY, ("body", "It will rain again. PTI")], "Press Trust of India"),
        ([("headline", "Ferry sinks"), BODY, ("body", "It will rain again [Bloomberg]")], "The Bay Post"),
        ([("headline", "Ferry sinks"), ("chrome", "AA"), BODY, BODY], "The Bay Post"),
        # credits of pictures do not count
        ([("headline", "Ferry sinks"), ("caption", "The ferry in May (AFP)"), BODY], "The Bay Post"),
        ([("headline", "Ferry sinks"), ("credit", "Omar Stone/Reuters"), BODY], "The Bay Post"),
        ([("headline", "Ferry sinks"), ("byline", "By Ida Vale"), BODY], "The Bay Post"),
    ],
)
def test_the_origin_of_a_story(lines: Lines, name: str) -> None:
    assert origin(*lines) == name


@pytest.mark.parametrize(
    ("kind", "notice", "name"),
    [
        ("body", "This story was first published by the Orbel Citizen.", "Orbel Citizen"),
        ("chrome", "This article was written by Omar Stone of the Norvik Mail.", "Norvik Mail"),
        ("chrome", "Republished with permission from the Norvik Mail", "Norvik Mail"),
        ("chrome", "Originally published on norvik.example, a local site.", "norvik.example"),
        ("chrome", "(c)2024 The Norvik Mail. Distributed by Tribune Content Agency, LLC.", "The Norvik Mail"),
        ("chrome", "© 2024 Harbour Lines. Distributed by Norvik Partners.", "Harbour Lines"),
        ("chrome", "This article was originally published by Harbour Lines, a local site.", "Harbour Lines"),
        ("chrome", "Read the original story on Harbour Lines.", "Harbour Lines"),
        ("chrome", "This story comes from Harbour Lines. Sign up for its letters.", "Harbour Lines"),
        ("chrome", "This story was written by Ida Vale.", "The Bay Post"),
        ("chrome", "This story was originally published in May.", "The Bay Post"),
        ("chrome", "- AAP", "Australian Associated Press"),
        ("chrome", "This story was not edited by Norvik Mail staff.", "The Bay Post"),
        ("chrome", "This article was reprinted in the Norvik Mail.", "The Bay Post"),
        ("chrome", "This story was produced in partnership with the Norvik Mail.", "The Bay Post"),
        ("body", "The ship's log was first published by the Norvik Mail.", "The Bay Post"),
    ],
)
def test_a_notice_about_the_article_names_its_origin(kind: str, notice: str, name: str) -> None:
    assert origin(("headline", "Ferry sinks"), BODY, (kind, notice)) == name


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("www.baypost.com", "baypost"),
        ("news.baypost.co.uk", "baypost"),
        ("bbc.co.uk", "bbc"),
        ("abc.net.au", "abc"),
        ("rt.com", "rt"),
        ("baypost", "baypost"),
    ],
)
def test_the_owner_of_a_host(host: str, label: str) -> None:
    assert host_label(host) == label


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["chrome", "body", "headline", "byline", "caption"]),
            st.lists(
                st.sampled_from(["Bay", "Post", "©", "2023", "|", "Follow", "the", "@bay", "bay.com", "-", "The"])
            ).map(" ".join)
            | st.text(st.characters(exclude_characters="\n"), max_size=40),
        ),
        max_size=8,
    )
)
def test_any_page_is_read(lines: Lines) -> None:
    text, spans, kinds = laid_out(lines)
    for candidate in candidates(text, spans, kinds):
        assert candidate.name
        assert candidate.span is None or 0 <= candidate.span.start <= candidate.span.end <= len(text)
    choose_publisher(text, spans, kinds)


@pytest.mark.parametrize("line", ["The Bay Post © 2023 ", "Bay | ", "a.b.c@", "Follow The ", "www.bay."])
def test_time_is_linear(line: str) -> None:
    short, long = (laid_out([("chrome", line * 12)] * (length // (12 * len(line)))) for length in (20_000, 200_000))
    assert grows_at_most(15, lambda: candidates(*short), lambda: candidates(*long), spare=1)


def test_a_notice_at_the_start_of_a_line_names_the_origin() -> None:
    lines = [("headline", "Ferry sinks"), BODY, ("chrome", "Copyright 2023 The Associated Press. All rights reserved.")]
    assert origin(*lines) == "Associated Press"
