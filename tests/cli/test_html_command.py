"""The command line over web pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import from_html
from quoteattr.cli import main
from tests.formats.pages import ARTICLE, HEADLINE, linked, organisation, page
from tests.test_read_html import CHROME, TEASER

SCRIPTS = f"<html><head><title>x</title></head><body>{'<script>var said = 1;</script>' * 50}</body></html>"


@pytest.fixture
def run(attributor, tmp_path, monkeypatch):
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: attributor)
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(page(), "utf-8")

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return invoke


def objects(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout_bytes.decode().splitlines()]


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["page.html"], None),
        (["PAGE.HTM"], None),
        (["page.txt", "--input", "html"], None),
        (["-", "--input", "html"], page().encode()),
    ],
)
def test_a_page_has_its_text_and_offsets_in_it(run, arguments, stdin):
    Path("PAGE.HTM").write_text(page(), "utf-8")
    Path("page.txt").write_text(page(), "utf-8")
    result = run("extract", *arguments, stdin=stdin)
    assert result.exit_code == 0
    [data] = objects(result)
    jsonschema.validate(data, quoteattr.json_schema())
    assert (data["id"], data["text"]) == (arguments[0], from_html(page()).text)
    assert data["article"]["headline"]["text"] == HEADLINE
    for claim in data["attributions"]:
        for role in ("source", "cue", "content"):
            part = claim[role]
            assert " ".join(data["text"][start:end] for start, end in part["spans"]) == part["text"]


def test_a_text_is_not_repeated(run):
    Path("a.txt").write_text("It rained, she said.")
    [text, html] = objects(run("extract", "a.txt", "page.html"))
    assert "text" not in text
    assert "text" in html
    [forced] = objects(run("extract", "page.html", "--input", "text"))
    assert "text" not in forced


def test_rows_may_hold_texts_or_pages(run):
    rows = [
        {"id": "text", "text": "It rained, she said."},
        {"id": "page", "html": page(), "url": "https://www.theguardian.com/world/bridge"},
        {"id": "both", "text": "It rained, she said.", "html": page()},
        {"id": "scripts", "html": SCRIPTS},
        {"id": "empty", "html": ""},
        {"id": "number", "html": 5},
    ]
    Path("rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = run("extract", "rows.jsonl")
    found = objects(result)
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert ["text" in row for row in found] == [False, True, False, False, False, False]
    assert [row.get("error", {}).get("type") for row in found] == [
        *(None, None, None),
        *("TextValueError", "TextValueError", "InputError"),
    ]
    assert found[1]["article"]["publisher"]["name"] == "The Guardian"
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "3 of 6 could not be read")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "this is no HTML page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is no HTML page"),
        (b"\xff\xfe\x80\x81" * 100, "no"),
        (SCRIPTS.encode(), "the page has no text of an article"),
    ],
)
def test_a_page_without_text_is_an_error_row(run, content, message):
    Path("bad.html").write_bytes(content)
    result = run("extract", "bad.html", "page.html")
    [bad, good] = objects(result)
    assert (bad["id"], bad["error"]["type"]) == ("bad.html", "TextValueError")
    assert message in bad["error"]["message"]
    assert "error" not in good
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "1 of 2 could not be read")


def test_a_page_in_another_encoding_is_read(run):
    named = page('<meta charset="iso-8859-1">', body=ARTICLE.replace("Ada", "Adèle"))
    Path("latin.html").write_bytes(named.encode("cp1252"))
    [data] = objects(run("extract", "latin.html"))
    assert "Mayor Adèle Lund" in data["text"]


def test_a_missing_extra_is_an_error_row_that_names_the_command(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    [data] = objects(run("extract", "page.html"))
    assert data["error"]["type"] == "MissingExtraError"
    assert "pip install 'quoteattr[html]'" in data["error"]["message"]


def test_publisher_and_outlet_of_the_caller_take_precedence(run):
    Path("page.html").write_text(page(linked(author=organisation("Reuters"))), "utf-8")
    [data] = objects(run("extract", "page.html", "--publisher", "The Bay Post", "--outlet", "TASS"))
    assert (data["article"]["publisher"]["name"], data["article"]["outlet"]["name"]) == ("The Bay Post", "TASS")


def test_chrome_is_included_on_demand(run):
    Path("a.txt").write_text(CHROME)
    start = CHROME.index(TEASER)
    [usual], [everything] = (
        [[claim["cue"]["spans"][0][0] >= start for claim in data["attributions"]] for data in objects(result)]
        for result in (run("extract", "a.txt"), run("extract", "a.txt", "--include-chrome"))
    )
    assert not any(usual)
    assert any(everything)


def test_show_reads_a_page(run):
    result = run("show", "page.html")
    assert result.exit_code == 0
    assert HEADLINE in result.stdout
    assert "<h1>" not in result.stdout
    Path("bad.html").write_text("")
    assert run("show", "bad.html").stderr.startswith("Error: this is no HTML page")
