"""The terminal view: the colours of characters, and the table."""

from __future__ import annotations

from io import StringIO

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from quoteattr import Content, Cue, Document, Span
from quoteattr.views import one_line, printable
from quoteattr.views.terminal import STYLES, head, highlighted, page, table


def printed(view: RenderableType, width: int = 120) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    console.print(view)
    return console.file.getvalue()


def worn(document: Document, style: str) -> list[str]:
    text = highlighted(document)
    return [text.plain[span.start : span.end] for span in text.spans if span.style == style]


@pytest.mark.parametrize(
    ("role", "phrases"),
    [
        ("source", ["Mayor Ada Lund", "Residents", "the port"]),
        ("cue", ["told", "fear", "denied", "that."]),
        ("content", ["the harbour “must close” by Friday", "higher rents"]),
    ],
)
def test_each_part_has_its_colour(document, role, phrases):
    assert worn(document, STYLES[role]) == phrases


def test_a_cue_inside_a_content_stays_visible(document):
    claim = document.attributions[0]
    start = document.text.index("must")
    inner = evolve(claim, cue=Cue((Span(start, start + 4),), "must"), content=Content((), ""))
    text = highlighted(evolve(document, attributions=[inner, claim]))
    laid_on = [span.style for span in text.spans if span.start <= start < span.end]
    assert laid_on[-1] == STYLES["cue"]


def test_the_text_is_printed_completely(document):
    assert document.text.strip() in printed(page(document))


def test_the_head_shows_the_metadata_of_the_article(document):
    lines = printed(head(document)).splitlines()
    assert [line.split(maxsplit=1) for line in lines[:5]] == [
        ["headline", "Harbour to close on Friday"],
        ["publisher", "The Bay Post"],
        ["outlet", "Reuters"],
        ["byline", "REUTERS"],
        ["published", "2023-04-04T16:26:00"],
    ]
    assert lines[5].split() == ["colours", "source", "cue", "content"]


def test_the_table_has_a_row_for_each_claim(document):
    rows = [line.split("  ") for line in printed(table(document.attributions), width=160).splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert cells[0] == ["speaker", "via", "cue", "content", "kind"]
    assert cells[2:] == [
        ["Ada Lund, Mayor", "Reuters", "told", "the harbour “must close” by Friday", "mixed"],
        ["Residents", "Reuters", "fear", "higher rents", "indirect, thought"],
        ["the port", "–", "denied that.", "–", "indirect, denied"],
    ]


def test_a_text_without_claims_has_a_message():
    assert "No attribution was found." in printed(page(Document("Nothing here.")))


def test_square_brackets_are_text_and_not_markup():
    assert "[bold]odd[/bold] [/x]" in printed(page(Document("[bold]odd[/bold] [/x]")))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "\ud800", "a\x1b[2Jb", "one\r\ntwo", "\u202ereversed"])
def test_any_text_can_be_printed(text):
    shown = printed(page(Document(text)))
    shown.encode("utf-8")
    assert not set(shown) & {"\x00", "\x1b", "\r", "\u202e"}


@given(st.text(st.characters()))
def test_printable_keeps_every_offset(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert printable(shown) == shown
    shown.encode("utf-8")
    assert "\n" not in one_line(text)
