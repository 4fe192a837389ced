"""The progress bar: rates, finished rows, and no output without a terminal."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from rich.console import Console

from quoteattr.cli import bulk
from quoteattr.cli.bulk import Inputs, Progress
from tests.cli.bulk.fakes import lines


@pytest.fixture
def terminal(monkeypatch) -> io.StringIO:
    shown = io.StringIO()
    monkeypatch.setattr(
        bulk, "Console", lambda **options: Console(file=shown, force_terminal=True, width=120, color_system=None)
    )
    return shown


def test_the_bar_shows_articles_words_rates_and_the_time_left(terminal, monkeypatch):
    monkeypatch.setattr(bulk, "monotonic", iter([0.0, 8.0, 10.0]).__next__)
    with Progress(lambda: 40, done=10, quiet=False) as bar:
        bar.add(16, 4000)
        bar.add(4, 1000)
        time.sleep(0.15)
    assert re.search(r"30/40 2\.0 articles/s, 500 words/s \d:\d\d:\d\d", terminal.getvalue())


def test_an_unknown_total_is_left_open(terminal):
    with Progress(lambda: None, done=0, quiet=False) as bar:
        bar.add(3, 10)
        time.sleep(0.15)
    assert "3/?" in terminal.getvalue()


def test_a_quiet_run_shows_nothing_and_counts_nothing(terminal):
    with Progress(lambda: pytest.fail("counted"), done=0, quiet=True) as bar:
        bar.add(1, 1)
    assert terminal.getvalue() == ""


def test_rows_are_counted_as_they_are_read(folder):
    Path("a.jsonl").write_bytes(lines({"id": 1}, b"", b"{") + b"\n")
    Path("b.txt").touch()
    assert Inputs(("a.jsonl", "b.txt", "none.jsonl"), "auto", 10).count() == 4
    assert Inputs(("a.jsonl", "-"), "auto", 10).count() is None
