"""The pages judged by hand: how fields are compared, and that the file holds fields and nothing else."""

from __future__ import annotations

import json

import pytest

from bench.accuracy.pages import GOLD, outside_of, plain, same_bylines, same_outlet, same_time
from quoteattr import Attribution, Content, Cue, Document, Evidence, Outlet, Span

TEXT = "Rain, says Vale\n\nHome\n\nRain, says Vale\n\nIt rained, said Vale.\n\nMore: it poured, said Stone"


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("2023-04-04", "2023-04-04", True),
        ("2023-04-04", "2023-04-04T16:26:00", True),
        ("2023-04-04", "2023-04-05", False),
        ("2023-04-04T16:26:00", "2023-04-04T16:26:00+02:00", True),
        ("2023-04-04T16:26:00", "2023-04-04", False),
        ("2023-04-04T16:26:00+02:00", "2023-04-04T14:26:00+00:00", True),
        ("2023-04-04T16:26:00+02:00", "2023-04-04T16:26:00", False),
        (None, None, True),
        (None, "2023-04-04", False),
        ("2023-04-04", None, False),
    ],
)
def test_times_are_compared_as_far_as_the_gold_tells_them(gold: str | None, found: str | None, same: bool) -> None:
    assert same_time(gold, found) is same


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        (["Ida Vale"], ["IDA VALE"], True),
        (["Ida Vale"], ["Ida Vale", "Reuters"], True),
        (["Ida Vale"], ["Ida Vale", "Omar Stone"], False),
        (["Ida Vale", "Omar Stone"], ["Ida Vale"], False),
        (["REUTERS"], ["REUTERS"], True),
        ([], ["Reuters"], False),
        ([], [], True),
    ],
)
def test_an_outlet_beside_authors_does_not_count(gold: list[str], found: list[str], same: bool) -> None:
    assert same_bylines(gold, found) is same


def test_outlets_have_several_names() -> None:
    assert same_outlet("BBC News | BBC", Outlet("the BBC", "broadcaster"))
    assert not same_outlet("BBC News | BBC", Outlet("BBC One", "broadcaster"))
    assert not same_outlet("BBC News | BBC", None)


def test_headlines_are_compared_without_their_marks() -> None:
    assert plain(" “Bridge\nfalls’ in Lima.” ") == plain("bridge falls' in Lima")


def test_cues_may_stand_in_the_body_and_in_one_copy_of_the_headline() -> None:
    def said(start: int) -> Attribution:
        cue = Cue((Span(start, start + 4),), TEXT[start : start + 4])
        content = Content((), "")
        return Attribution(
            "indirect", content, cue, None, None, None, (), "speech", "asserted", None, 1.0, Evidence("")
        )

    body = TEXT.index("It rained")
    gold = {"headline": "Rain, says Vale", "body": [body, TEXT.index("More:") - 2]}
    copies, inside, outside = [6, TEXT.rindex("says")], TEXT.index("said"), TEXT.rindex("said")
    read = Document(TEXT, attributions=[said(start) for start in (copies[0], inside)])
    assert outside_of(gold, read) == []
    read = Document(TEXT, attributions=[said(start) for start in (*copies, inside, outside)])
    assert [each.split(":")[0] for each in outside_of(gold, read)] == [str(copies[1]), str(outside)]


def test_the_file_holds_fields_and_no_text_of_articles() -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 60
    for row in rows:
        assert set(row) == {"id", "headline", "outlet", "publisher", "bylines", "published", "body"}
        assert all(len(value) < 60 for value in row.values() if isinstance(value, str))
        assert all(isinstance(offset, int) for name in ("headline", "body") for offset in row[name])
