"""Dates of lines and pages: every usual order, zones, labels, and no result for dates that do not exist."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.model import Span
from quoteattr.page.dates import choose_dates, find_dates
from tests.timing import takes_at_most

ROWS: list[tuple[str, list[str]]] = [
    ("Published: APRIL 4, 2023 16:26", ["2023-04-04T16:26:00"]),
    ("April 4, 2023", ["2023-04-04"]),
    ("4 April 2023", ["2023-04-04"]),
    ("4-Apr-2023", ["2023-04-04"]),
    ("the 4th of April 2023", ["2023-04-04"]),
    ("31. October, 2023", ["2023-10-31"]),
    ("4 April 17", ["2017-04-04"]),
    ("4 April '23", ["2023-04-04"]),
    ("2023/04/04", ["2023-04-04"]),
    ("Monday 3 June 2024 07:45, UK", ["2024-06-03T07:45:00"]),
    ("Tue 4 Apr 2023 16.26 BST", ["2023-04-04T16:26:00+01:00"]),
    ("Posted on Apr. 4, 2023 at 4:26 p.m. EDT", ["2023-04-04T16:26:00-04:00"]),
    ("April 4, 2023, 12:05 AM", ["2023-04-04T00:05:00"]),
    ("May 4th, 2021, 5 p.m.", ["2021-05-04T17:00:00"]),
    ("2023-04-04T16:26:00Z", ["2023-04-04T16:26:00+00:00"]),
    ("2023-04-04 16:26:30+02:00", ["2023-04-04T16:26:30+02:00"]),
    ("Thu, 04 May 2021 07:05:09 +0200", ["2021-05-04T07:05:09+02:00"]),
    ("16:26, 4 April 2023", ["2023-04-04T16:26:00"]),
    ("10:01 pm PST, Tuesday, November 14, 2023", ["2023-11-14T22:01:00-08:00"]),
    ("10:48, Tue, Apr 4, 2023", ["2023-04-04T10:48:00"]),
    ("April 4, 2023 / 1:07 AM", ["2023-04-04T01:07:00"]),
    ("November 18, 2023 -- 19:14 GMT (19:14 GMT)", ["2023-11-18T19:14:00+00:00"]),
    # a zone with both summer and winter time
    ("April 4, 2023: 3:42 PM ET", ["2023-04-04T15:42:00-04:00"]),
    ("January 4, 2023 3:42 PM ET", ["2023-01-04T15:42:00-05:00"]),
    # without a space before or after
    ("Dec 12, 2016 2:00 PMTags", ["2016-12-12T14:00:00"]),
    ("Mar 18 20199:29 AM EDT", ["2019-03-18T09:29:00-04:00"]),
    ("Ida ValeNovember 6, 2023", ["2023-11-06"]),
    ("by Ida ValeMay 4, 20210 312", ["2021-05-04"]),
    ("4/5/20231 ET", []),
    # the order of day and month
    ("23/04/2023", ["2023-04-23"]),
    ("04/23/23 11:04 PM EST", ["2023-04-23T23:04:00-05:00"]),
    ("4.5.2023", ["2023-05-04"]),
    ("04/04/2023", ["2023-04-04"]),
    ("10.15.15", ["2015-10-15"]),
    ("04/05/2023", []),
    ("11.03.17", []),
    # on pages with menus in another language
    ("Publié le 4 avril 2023 à 16h26", ["2023-04-04"]),
    ("1er mai 2021", ["2021-05-01"]),
    ("Martes 4 de abril de 2023", ["2023-04-04"]),
    ("4 de abril, 2023", ["2023-04-04"]),
    ("4. März 2021", ["2021-03-04"]),
    ("2023年4月4日 16時26分", ["2023-04-04"]),
    ("4 avrils 2023", []),
    ("4.abr.2023", ["2023-04-04"]),
    ("4 Ebrill 2023", ["2023-04-04"]),
    ("4 апреля 2023, 16:26", ["2023-04-04T16:26:00"]),
    ("Tue 4. 4. 2023", ["2023-04-04"]),
    ("4 / 4 / 2023", ["2023-04-04"]),
    ("4. 4. 23", []),
    ("April 4–10, 2023", ["2023-04-04"]),
    # several
    ("By Ida Vale/April 4, 2023 9:49 am/Updated: April 8, 2023", ["2023-04-04T09:49:00", "2023-04-08"]),
    ("November 18, 2019 at 2:26 PM - Updated November 19 at 4 PM", ["2019-11-18T14:26:00", "2019-11-19T16:00:00"]),
    ("April 4, 2023 | 4:26pm | Updated April 5, 2023", ["2023-04-04T16:26:00", "2023-04-05"]),
    # none
    ("February 31, 2023", []),
    ("31/02/2023", []),
    ("2023-02-30", []),
    ("3 hours ago", []),
    ("Tuesday", []),
    ("19 Nov 10:31", []),
    ("10.30.45", []),
    ("version 4.5.2023.1", []),
    ("call 555-10-2023-44", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "iso"), ROWS)
def test_dates_are_iso(line: str, iso: list[str]) -> None:
    assert [mention.iso for mention in find_dates(line)] == iso


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Updated April 6, 2023; published April 4, 2023", ["updated", "published"]),
        ("Published 4 May 2021 | Last modified: 5 May 2021", ["published", "updated"]),
        ("First published on April 2, 2023", ["first"]),
        ("UPDATED 5:33 PM ET, May 4, 2021", ["updated"]),
        ("First published at 9 am, updated at 4 pm on 4 May 2021", ["updated"]),
        ("UpdatedMay 4, 2021", ["updated"]),
        ("Undated 4 May 2021", [""]),
        ("4 May 2021", [""]),
    ],
)
def test_the_words_before_a_date_label_it(line: str, labels: list[str]) -> None:
    assert [mention.label for mention in find_dates(line)] == labels


def test_spans_refer_to_the_whole_text() -> None:
    text = "Rain in Lima\nOn 4 May 2021 at noon"
    [found] = find_dates(text[13:], 13)
    assert text[found.span.start : found.span.end] == "4 May 2021"


def chosen(*lines: tuple[str, str]) -> tuple[str | None, str | None]:
    text = "\n".join(line for _, line in lines)
    spans, at = [], 0
    for _, line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    published, updated = choose_dates(text, spans, [kind for kind, _ in lines])
    return published and published.iso, updated and updated.iso


@pytest.mark.parametrize(
    ("lines", "published", "updated"),
    [
        ([("chrome", "date 2023-04-05 Bay Post"), ("published", "April 4, 2023")], "2023-04-04", None),
        ([("chrome", "date 2023-04-05 Bay Post"), ("body", "It rained.")], "2023-04-05", None),
        ([("chrome", "Thursday, April 6, 2023")], None, None),
        ([("published", "April 4, 2023"), ("chrome", "First published on April 2, 2023")], "2023-04-02", "2023-04-04"),
        ([("published", "Updated April 6, 2023")], "2023-04-06", "2023-04-06"),
        ([("published", "Tue 4 Apr 2023 10.32 BST"), ("published", "First published on Tue 4 Apr 2023 06.01 BST")],
         "2023-04-04T06:01:00+01:00", "2023-04-04T10:32:00+01:00"),
        ([("published", "Published"), ("published", "April 4, 2023"), ("published", "Updated"),
          ("published", "April 5, 2023")], "2023-04-04", "2023-04-05"),
        ([("byline", "By Ida Vale, May 4, 2021")], "2021-05-04", None),
        ([("body", "It rained on May 4, 2021.")], None, None),
        ([("headline", "Rain"), ("chrome", "May 4, 2021 | Lima"), ("body", "It rained.")], "2021-05-04", None),
        # other dates of the page decide the order
        ([("published", "04/05/2023"), ("chrome", "23/05/2023")], "2023-05-04", None),
        ([("published", "04 / 05 / 2023"), ("chrome", "23/05/2023")], "2023-05-04", None),
        ([("published", "04/05/2023"), ("caption", "Lima, April 5, 2023")], "2023-04-05", None),
        ([("published", "04/05/2023"), ("body", "It rained.")], None, None),
        # an update on the day of publication
        ([("published", "4 May 2021, 9.10am (Updated 4:45 pm)")], "2021-05-04T09:10:00", "2021-05-04T16:45:00"),
        ([("published", "4 May 2021"), ("chrome", "Last updated: 16:45")], "2021-05-04", "2021-05-04T16:45:00"),
        ([("published", "4 May 2021"), ("chrome", "Updated 5 May 2021, 7 am")], "2021-05-04", "2021-05-05T07:00:00"),
        ([("published", "4 May 2021 | 5 min read")], "2021-05-04", None),
        ([("published", "4 May 2021"), ("chrome", "Share"), ("chrome", "Updated 4:45 pm")], "2021-05-04", None),
        ([("chrome", "Updated 4:45 pm")], None, None),
        ([("published", "Updated 4 May 2021, 4:45pm, first published 9:10am")],
         "2021-05-04T09:10:00", "2021-05-04T16:45:00"),
        ([("published", "First published 9:10am, updated 4:45pm May 4, 2021")],
         "2021-05-04T09:10:00", "2021-05-04T16:45:00"),
        ([("published", "Updated 4 May 2021, 4:45pm"), ("published", "Published: 9.10am")],
         "2021-05-04T09:10:00", "2021-05-04T16:45:00"),
        ([("published", "Posted 9:10am May 4, 2021 | Updated 8:15am May 5, 2021")],
         "2021-05-04T09:10:00", "2021-05-05T08:15:00"),
        ([("published", "4 May 2021"), ("chrome", "On air 4:45 pm")], "2021-05-04", None),
        # the first date below the headline, in lines of any kind that gives dates
        ([("published", "5 June 2021"), ("headline", "Rain"), ("published", "4 May 2021")], "2021-05-04", None),
        ([("published", "5 June 2021"), ("headline", "Rain"), ("byline", "By Ida Vale, 4 May 2021"),
          ("published", "Prices of 6 June 2021")], "2021-05-04", None),
        ([("published", "5 June 2021"), ("headline", "Rain"), ("byline", "By Ida Vale")], "2021-06-05", None),
        ([("headline", "Rain"), ("chrome", "4 May 2021"), ("body", "It rained."), ("published", "6 June 2021")],
         "2021-06-06", None),
        ([("published", "Published 5 June 2021"), ("headline", "Rain"), ("published", "4 May 2021")],
         "2021-06-05", None),
        ([("headline", "Rain"), ("body", "It rained."), *[("chrome", "Share")] * 8, ("byline", "By Ida Vale"),
          ("chrome", "4 May 2021")], "2021-05-04", None),
        # a date after the words of a sentence, as in a caption
        ([("headline", "Rain"), ("published", "Boats at the pier on 2 April 2021"), ("published", "4 May 2021")],
         "2021-05-04", None),
        ([("headline", "Rain"), ("published", "Boats at the pier on 2 April 2021")], "2021-04-02", None),
        ([("headline", "Rain"), ("published", "This story was first published on 2 April 2021"),
          ("published", "4 May 2021")], "2021-04-02", "2021-05-04"),
        # a date is on one line
        ([("headline", "Rain"), ("chrome", "4 May"), ("chrome", "2,021 shares"), ("body", "It rained.")], None, None),
        ([("headline", "Rain"), ("chrome", "4"), ("chrome", "Shares"), ("published", "2 May 2021")],
         "2021-05-02", None),
        ([("chrome", "4 May"), ("chrome", "2021"), *[("chrome", "Home")] * 9, ("headline", "Rain")], None, None),
        # the order of day and month from a date in the same week
        ([("published", "02/10/2020"), ("caption", "Lima, Sept. 29, 2020"), ("body", "On November 5, 2019")],
         "2020-10-02", None),
    ],
)  # fmt: skip
def test_the_dates_of_a_page(lines: list[tuple[str, str]], published: str | None, updated: str | None) -> None:
    assert chosen(*lines) == (published, updated)


@given(
    st.lists(
        st.sampled_from(
            ["May", "4", "2021", "31", "/", ".", "-", ",", " ", "Updated", "10:30", "pm", "ET", "Mon", "T", "\n"]
        ),
        max_size=30,
    ).map("".join)
    | st.text(max_size=100)
)
def test_any_text_is_read(text: str) -> None:
    end = 3
    for mention in find_dates(text, 3):
        assert end <= mention.span.start < mention.span.end <= len(text) + 3
        datetime.fromisoformat(mention.iso)
        end = mention.span.end


@pytest.mark.parametrize("piece", ["4 ", "May ", "4/4/", "2021-", "May 4, 2021 ", "10:30 ", "1", "Updated "])
def test_time_is_linear(piece: str) -> None:
    assert takes_at_most(1.5, lambda: find_dates(piece * (200_000 // len(piece))))
