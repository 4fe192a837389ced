"""The commands warn of texts that are not plain English on the standard error, and process them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import QuoteAttributor
from quoteattr.cli import bulk as bulk_run
from quoteattr.cli import main
from tests.cli.bulk.fakes import InlinePool

GERMAN = (
    "Die Bürgermeisterin sagte, dass die Brücke nicht vor dem Frühjahr geöffnet wird und dass das noch nicht klar ist."
)
HTML = "<p>The bridge stays shut, Ada Lund said.</p>\n<p>“We had no choice.”</p>"
ENGLISH = "The bridge stays shut, Ada Lund said."
LOOKS = {
    "German": "looks like German: this model reads English",
    "HTML": "looks like HTML: read it as a web page (read_html, --input html)",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attributor: QuoteAttributor) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: attributor)
    monkeypatch.setattr(bulk_run, "Pool", InlinePool)
    rows = [(1, GERMAN), ("b", ENGLISH), (None, HTML), (4, GERMAN)]
    written = [json.dumps({"id": id, "text": text}) + "\n" for id, text in rows]
    (tmp_path / "rows.jsonl").write_text("".join(written), "utf-8")
    (tmp_path / "german.txt").write_text(GERMAN, "utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_extract_warns_of_each_text(folder: Path) -> None:
    done = run("extract", "rows.jsonl")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [f"1: {LOOKS['German']}", f"(no id): {LOOKS['HTML']}", f"4: {LOOKS['German']}"]
    assert len(done.stdout.splitlines()) == 4


def test_show_warns_of_its_text(folder: Path) -> None:
    done = run("show", "german.txt")
    assert (done.exit_code, done.stderr.splitlines()) == (0, [f"german.txt: {LOOKS['German']}"])


@pytest.mark.parametrize(
    "command", ["extract --out claims.jsonl --quiet", "audit --tables tables", "find", "export citron --out citron"]
)
def test_commands_for_many_texts_count_them(folder: Path, command: str) -> None:
    done = run(*command.split(), "rows.jsonl")
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [f"2 of 4: {LOOKS['German']}", f"1 of 4: {LOOKS['HTML']}"]
    assert "looks like" not in done.stdout


@pytest.mark.parametrize("command", ["audit --tables tables", "find", "export citron --out citron"])
def test_there_are_none_about_stored_results(folder: Path, command: str) -> None:
    assert run("extract", "rows.jsonl", "--full", "--out", "full.jsonl", "--quiet").exit_code == 0
    done = run(*command.split(), "full.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
