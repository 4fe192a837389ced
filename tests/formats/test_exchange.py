"""Every format has a name, writes a document, and imports its libraries on first use."""

from __future__ import annotations

import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from attrs import evolve

from quoteattr import MissingExtraError
from quoteattr.formats.exchange import FORMATS


@pytest.fixture
def claim(document):
    """The document with the claim for whose sentence it has a tree, as speech."""
    return evolve(document, attributions=[evolve(document.attributions[1], act="speech")])


def installed(name: str) -> None:
    if name == "uima":
        pytest.importorskip("cassis", reason="comes with quoteattr[uima]")


def test_the_names_of_the_formats():
    assert list(FORMATS) == sorted(FORMATS)
    assert all(each.extension.startswith(".") for each in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_the_document(name, claim):
    installed(name)
    form = FORMATS[name]
    written = form.write(claim)
    assert "rents" in written
    assert written.endswith(("\n", ">"))
    if "json" in form.extension:
        data = json.loads(written)
        assert data == form.writer(claim)
    if form.extension == ".jsonl":
        assert written.count("\n") == 1


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.companion])
def test_the_companion_is_the_file_that_the_tool_requires(name):
    installed(name)
    file, text = FORMATS[name].companion[0], FORMATS[name].companion_text()
    if file.endswith(".xml"):
        ElementTree.fromstring(text.encode())
    else:
        assert text.startswith("[entities]\n")
    assert FORMATS["citron"].companion_text() is None


def test_a_missing_extra_of_a_format_is_reported(claim, monkeypatch):
    monkeypatch.setitem(sys.modules, "cassis", None)
    with pytest.raises(MissingExtraError):
        FORMATS["uima"].write(claim)


def test_the_registry_imports_no_library_of_an_extra():
    loaded = "[name for name in ('cassis', 'pyarrow', 'pandas', 'openpyxl') if name in sys.modules]"
    code = f"import sys, quoteattr.formats.exchange; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "schema-org"])
def test_claims_that_were_not_made_are_left_out_by_default(name, claim):
    """Questions, hypothetical claims and unmade ones are in the JSON, and in other formats only on request."""
    installed(name)
    form = FORMATS[name]
    asked = evolve(claim, attributions=[evolve(claim.attributions[0], polarity="questioned")])
    assert form.write(asked) == form.write(evolve(claim, attributions=[]))
    assert form.write(asked, every_polarity=True) != form.write(asked)
