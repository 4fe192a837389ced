"""The entry and the tree in docs/contributing.md, which are an exercise for the reader, are right."""

from __future__ import annotations

import re
from pathlib import Path

import quoteattr
from quoteattr.lexicon import load_table, parse_table
from tests.docs.sections import section

ROOT = Path(__file__).parents[2]
PAGE = section("contributing", "Lexicon")


def block(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_entry_has_the_fields_of_existing_entries():
    [entry] = parse_table(block("toml"), "docs/contributing.md")["verb"]
    entries = load_table("reporting_verbs")["verb"]
    assert set.intersection(*(set(each) for each in entries)) <= set(entry) <= {key for each in entries for key in each}


def test_the_tree_yields_the_link_above_it():
    [claim] = quoteattr.link_trees(block("conllu") + "\n").attributions
    assert claim.source is not None
    assert f"[{claim.source.text}]s [{claim.cue.text}]c {{{claim.content.text}}}." in block("conllu")


def test_the_named_files_exist():
    tables = re.findall(r"`(\w+)\.toml`", PAGE)
    assert tables
    for name in tables:
        assert load_table(name)
    for path in re.findall(r"`(tests/[^`]+)`", PAGE):
        assert (ROOT / path).is_file(), path
