"""The page about the bulk command: its commands and programs run in order and print the output shown."""

from __future__ import annotations

import io
import json
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner

import quoteattr
from quoteattr.cli import bulk as bulk_run
from quoteattr.cli import main
from quoteattr.cli.inputs import kind_of
from quoteattr.cli.outputs import ENDINGS
from tests.cli.bulk.fakes import InlinePool
from tests.docs.sections import section

PAGE = section("archives", "Read an archive into one file")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n*^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def test_the_output_is_that_on_the_page(folder, attributor, monkeypatch):
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: attributor)
    monkeypatch.setattr(bulk_run, "Pool", InlinePool)
    languages = set()
    for language, code, printed in BLOCK.findall(PAGE):
        languages.add(language)
        if language == "jsonl":
            Path("articles.jsonl").write_text(code, "utf-8")
        elif language == "shell":
            command, _, expected = code.partition("\n")
            assert command.startswith("$ quoteattr ")
            assert CliRunner().invoke(main, shlex.split(command[2:])[1:]).output == expected
        elif language == "py":
            stream = io.StringIO()
            with redirect_stdout(stream):
                exec(code, {})  # the documentation of this repository
            assert stream.getvalue() == printed
        else:
            assert json.loads(code) == json.loads(Path("claims.parquet.errors.jsonl").read_text("utf-8"))
    assert languages == {"jsonl", "shell", "py", "json"}


def test_the_page_names_every_format():
    for ending in ENDINGS:
        assert f"`{ending}`" in PAGE
    endings = re.findall(r"`(\.\w+(?:\.\w+)?)`", PAGE.partition("### Output")[0])
    assert {kind_of("a" + ending) for ending in endings} == {"text", "html", "json", "jsonl", "parquet", "csv", "excel"}


def test_the_page_states_the_defaults():
    defaults = {option.name: option.default for option in main.commands["extract"].params}
    assert f"({defaults['shard_size']:,})" in PAGE
    assert defaults["max_chars"] == 2_000_000
    assert "two million characters" in PAGE
