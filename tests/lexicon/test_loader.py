"""Lexicon files are read once, frozen, and malformed ones are named."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from quoteattr.errors import LexiconError
from quoteattr.lexicon import any_of, load_table, parse_table, table_names


def test_every_file_of_english_can_be_read() -> None:
    """Each file that ships is valid TOML with at least one entry."""
    assert table_names()
    for name in table_names():
        assert load_table(name), name


def test_a_table_is_read_once() -> None:
    """The second call returns the same object."""
    name = table_names()[0]
    assert load_table(name) is load_table(name)


def test_a_table_is_frozen_at_every_level() -> None:
    """The shared table cannot be changed: mappings are read-only and arrays are tuples."""
    table = parse_table('[[entry]]\nlemmas = ["say"]\n[inner]\nx = 1\n', "test")
    assert isinstance(table["entry"], tuple)
    assert table["entry"][0]["lemmas"] == ("say",)
    assert isinstance(table["inner"], Mapping)
    with pytest.raises(TypeError):
        table["inner"]["x"] = 2


def test_alternatives_are_literal_and_the_longer_one_matches() -> None:
    """Symbols are literal, and a word that begins like another is matched completely."""
    assert re.findall(any_of(["a.m", "U.S", "U.S. Steel", "no"]), "U.S. Steel, U.S., a.m, axm, no") == [
        "U.S. Steel", "U.S", "a.m", "no",
    ]  # fmt: skip


def test_malformed_toml_is_named_with_its_place() -> None:
    """The message names the file and the position."""
    with pytest.raises(LexiconError, match=r"here\.toml is malformed: .*correct the TOML"):
        parse_table("a = ", "here.toml")


@pytest.mark.parametrize("name", ["no_such_table", "../secrets", "", "Titles", "a\n"])
def test_an_unknown_name_is_refused(name: str) -> None:
    """A name without a file raises LexiconError, and no path outside the folder is read."""
    with pytest.raises(LexiconError):
        load_table(name)


def test_an_unknown_language_has_no_tables() -> None:
    """A language without tables has an empty list of them, and loading one raises an error."""
    assert table_names("xx") == ()
    with pytest.raises(LexiconError, match="the files are: none"):
        load_table("titles", "xx")
