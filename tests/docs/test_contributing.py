"""docs/contributing.md: the picture shows the declared layers, the examples work, the files exist."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_type_hints
from xml.etree import ElementTree

from attrs import evolve

from docs import architecture
from quoteattr import QuoteAttributor
from quoteattr.formats.exchange import Format
from quoteattr.lexicon import load_table, parse_table
from quoteattr.link import punctuation_cues
from quoteattr.link.page import ClaimText
from tests.constructions.markup import read

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")
MADE_UP = ("/minutes.py", "/sqlite.py", "/test_sqlite.py", "/NAME.toml", "/LANGUAGE/")


def block(language: str, opening: str) -> str:
    """The only block of a language that begins so."""
    [found] = re.findall(rf"^```{language}\n({re.escape(opening)}.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found


def defined(opening: str, **names: Any) -> Mapping[str, Any]:
    """Run a block of code with these names, and return its definitions."""
    exec("from __future__ import annotations\n" + block("py", opening), names)
    return names


def test_the_picture_shows_the_declared_layers() -> None:
    """``python docs/architecture.py`` draws it."""
    drawn = architecture.PICTURE.read_text("utf-8")
    assert drawn == architecture.picture()
    layers = ElementTree.fromstring(drawn).find(".//*[@id='layers']")
    assert layers is not None
    names = [each.text for each in layers.iter("{http://www.w3.org/2000/svg}text") if each.get("class") == "name"]
    assert names == [name for row in architecture.layers() for name in row]


def test_the_named_files_exist() -> None:
    named = set(re.findall(r"`((?:quoteattr|tests|bench|docs|link|segment|\.ci)/[^\s`*]*)`", PAGE))
    real = {name for name in named if not name.endswith(MADE_UP)}
    assert len(real) > 15
    assert [name for name in real if not ((ROOT / name).exists() or (ROOT / "quoteattr" / name).exists())] == []


def test_the_branch_on_the_page_handles_the_construction(attributor: QuoteAttributor, monkeypatch: Any) -> None:
    [entry] = parse_table(block("toml", "[[sign]]"), "docs/contributing.md")["sign"]
    assert set(entry) == set(load_table("signs")["sign"][0])
    known = {**vars(punctuation_cues), "signs": lambda form: entry["marks"] if form == entry["form"] else ()}
    notes = defined("def _notes", **known)["_notes"]
    assert get_type_hints(notes)["page"] is ClaimText
    for case in _toml.loads(block("toml", "[[case]]"))["case"]:
        wanted = read(case["text"])
        document = attributor(wanted.text)
        assert document.attributions == ()  # otherwise the page has to say that it is handled
        page = ClaimText(wanted.text, document.sentences, document.quotations, document.article.parts, False)
        found = [(each.source, each.cue, each.content) for each in notes(page)]
        assert found == [(each.source, each.cue, each.content) for each in wanted.relations]


def test_the_format_writes_a_document(document: Any) -> None:
    to_minutes = defined("def to_minutes")["to_minutes"]
    assert to_minutes(document) == "Ada Lund: the harbour “must close” by Friday\nResidents: higher rents\n?: \n"


def test_the_format_can_be_added_to_the_list(document: Any) -> None:
    [shown] = re.findall(r"`\"minutes\": (Format\(.*?\))`", PAGE)
    form = eval(shown, {"Format": Format, "minutes": SimpleNamespace(**defined("def to_minutes"))})
    assert form.write(document) == form.writer(document)
    assert (list(form.files(document)), form.companion_text()) == ([".txt"], None)


def test_the_format_leaves_out_claims_that_were_not_made(document: Any) -> None:
    to_minutes = defined("def to_minutes")["to_minutes"]
    asked = evolve(document, attributions=[evolve(each, polarity="questioned") for each in document.attributions])
    assert to_minutes(asked) == ""
    assert to_minutes(asked, every_polarity=True) == to_minutes(document)


def test_the_adapter_reads_a_table(attributor: QuoteAttributor) -> None:
    attribute = defined("def attribute", rows=import_module("quoteattr.formats.columns").rows)["attribute"]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article (id TEXT, text TEXT)")
    connection.execute("INSERT INTO article VALUES ('port', 'The port will close, Mayor Ada Lund said.')")
    [row] = attribute(connection, "article", attributor)
    assert (row["document_id"], row["speaker"]) == ("port", "Ada Lund")
