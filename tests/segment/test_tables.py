"""The examples and counterexamples beside each list of the lexicon that this room reads."""

from __future__ import annotations

import pytest

from quoteattr.lexicon import load_table
from quoteattr.segment import sentences
from quoteattr.segment.captions import credits
from quoteattr.segment.lines import look

GROUPS = load_table("abbreviations")["group"]
PAGE = load_table("page")
LOOKS = [name for name in PAGE if name != "origin" and "examples" in PAGE[name]]


@pytest.mark.parametrize("example", [example for group in GROUPS for example in group["examples"]])
def test_abbreviations_in_one_sentence(example: str) -> None:
    """The stop of the abbreviation ends nothing."""
    assert len(sentences(example)) == 1


@pytest.mark.parametrize("example", [example for group in GROUPS for example in group["counterexamples"]])
def test_abbreviations_that_end_a_sentence(example: str) -> None:
    """The same letters, or the same abbreviation, at the end of a sentence."""
    assert len(sentences(example)) == 2


def looks(line: str) -> set[str]:
    """How the line looks by itself; a bracketed credit makes it a caption as well, a stop line is chrome."""
    found = {look(line, tuple(line.split())).replace("stop", "chrome")}
    return found | {"caption"} if credits(line) else found


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in LOOKS for line in PAGE[name]["examples"]])
def test_page_lines(name: str, line: str) -> None:
    """Each example looks like its list says."""
    assert name in looks(line)


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in LOOKS for line in PAGE[name]["counterexamples"]])
def test_page_lines_that_are_something_else(name: str, line: str) -> None:
    """Each counterexample does not."""
    assert name not in looks(line)


@pytest.mark.parametrize("name", [name for name in PAGE if name not in {"origin", "agencies", "credit"}])
def test_words_that_stand_in_any_case_are_listed_in_small_letters(name: str) -> None:
    """A line is looked up in small letters; agencies and makers of pictures alone are told by their capitals."""
    lists = [words for key, words in PAGE[name].items() if key not in {"examples", "counterexamples"}]
    assert [word for words in lists if isinstance(words, tuple) for word in words if word != word.lower()] == []
