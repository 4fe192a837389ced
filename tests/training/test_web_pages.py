"""Invented pages are read with the kinds of their lines and their known fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoteattr.errors import InputError
from quoteattr.training.web_pages import CODES, invented_pages, labelled_page

PAGE = """site: The Orbel Times
title: Ferry sails | The Orbel Times
authors: Ida Vale; Omar Stone
date: 2024-05-31
X|* Home | News

H|Ferry sails
B|By Ida Vale and Omar Stone

T|The ferry sailed.
U|Late
T|It was late.
"""


def test_lines_have_the_kinds_of_their_codes() -> None:
    page = labelled_page("a", PAGE)
    assert [(line.kind, line.text, line.parted) for line in page.lines] == [
        ("chrome", "* Home | News", False),
        ("headline", "Ferry sails", True),
        ("byline", "By Ida Vale and Omar Stone", False),
        ("body", "The ferry sailed.", True),
        ("subheading", "Late", False),
        ("body", "It was late.", False),
    ]


def test_fields_are_those_of_a_shared_page() -> None:
    row = labelled_page("a", PAGE).row
    assert (row["id"], row["site"], row["title"]) == ("invented__a", "The Orbel Times", "Ferry sails | The Orbel Times")
    assert row["gold"] == {
        "headline": "Ferry sails",
        "authors": ["Ida Vale", "Omar Stone"],
        "date": "2024-05-31",
        "publisher": "The Orbel Times",
        "body": "The ferry sailed.\n\nLate\n\nIt was late.",
    }
    assert row["visible_text"].startswith("* Home | News\n\nFerry sails\nBy Ida")


def test_authors_and_date_may_be_empty() -> None:
    page = labelled_page("a", PAGE.replace("Ida Vale; Omar Stone\n", "\n", 1).replace("2024-05-31", ""))
    assert page.row["gold"]["authors"] == []
    assert page.row["gold"]["date"] is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("site: The", "The", "expected a line 'site: …', found 'The Orbel Times'"),
        ("2024-05-31", "2024-05-32", "the date '2024-05-32' is not a date"),
        ("T|It", "It", "the line 'It was late.' does not begin with a code"),
        ("T|It", "Q|It", r"the line 'Q\|It was late.' does not begin with a code"),
        ("T|It was late.", "T| ", r"the line 'T\| ' does not begin with a code"),
    ],
)
def test_an_error_quotes_the_line(old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        labelled_page("a", PAGE.replace(old, new))


def test_a_folder_without_pages_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run this command in a clone"):
        list(invented_pages(tmp_path))


def test_the_pages_of_this_project_are_well_formed() -> None:
    pages = list(invented_pages())
    names = [page.row["id"] for page in pages]
    assert len(set(names)) == len(names)
    assert {line.kind for page in pages for line in page.lines} == set(CODES.values())
    for page in pages:
        signed = " ".join(line.text for line in page.lines if line.kind in ("byline", "standfirst")).casefold()
        assert all(author.casefold() in signed for author in page.row["gold"]["authors"]), page.row["id"]
