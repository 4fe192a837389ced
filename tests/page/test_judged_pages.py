"""Datelines and origins of 84 shared pages that were judged by hand (tests/samples/datelines.jsonl).

The kinds of the lines are derived from the gold body and authors, so that only the parsers are measured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quoteattr.model import Dateline, Outlet, Span
from quoteattr.page.bylines import read_bylines, read_dateline
from quoteattr.page.publishers import choose_outlet
from quoteattr.training.corpora import read_jsonl
from quoteattr.training.publishers import views

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "data" / "pages" / "sites.jsonl.gz"
SAMPLE = ROOT / "tests" / "samples" / "datelines.jsonl"
PUBLISHER = Outlet("the publisher", "newspaper")


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def read(row: Mapping[str, Any]) -> tuple[Dateline | None, Outlet | None]:
    """Return the dateline and the origin of a page."""
    text, spans, kinds, at = row["visible_text"], [], [], 0
    authors = [letters(author) for author in row["gold"]["authors"] if len(letters(author)) > 2]
    for line, kind in views(row)["page"]:
        if line.strip():
            signed = kind == "chrome" and len(line) < 300 and any(author in letters(line) for author in authors)
            spans.append(Span(at, at + len(line)))
            kinds.append("byline" if signed else kind)
        at += len(line) + 1
    body = [number for number, kind in enumerate(kinds) if kind == "body"]
    near = range(max(0, body[0] - 12), body[0] + 3)
    kinds = ["chrome" if kind == "byline" and number not in near else kind for number, kind in enumerate(kinds)]
    first = [spans[number] for number in (body[0] - 1, *body[:4]) if number >= 0]
    found = (read_dateline(span.of(text), span.start) for span in first)
    dateline = next((each for each in found if each is not None), None)
    bylines = [
        byline
        for span, kind in zip(spans, kinds, strict=True)
        if kind == "byline"
        for byline in read_bylines(span.of(text), span.start)
    ]
    return dateline, choose_outlet(text, spans, kinds, bylines, dateline, PUBLISHER)


@pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared")
def test_datelines_and_origins_are_right_on_nine_pages_in_ten() -> None:
    rows = {row["id"]: row for row in read_jsonl(PAGES)}
    sample = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    wrong: dict[str, list[object]] = {"dateline": [], "origin": []}
    for each in sample:
        dateline, origin = read(rows[each["id"]])
        if (dateline and [dateline.start, dateline.end]) != each["dateline"]:
            wrong["dateline"].append((each["id"], dateline))
        if (origin and origin.name) != (each["origin"] or PUBLISHER.name):
            wrong["origin"].append((each["id"], origin))
    assert len(sample) >= 60
    for field, errors in wrong.items():
        assert len(errors) <= len(sample) / 10, (field, errors)
