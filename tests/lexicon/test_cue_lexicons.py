"""The cue lexicons: every entry has an origin, its examples match and its counterexamples do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from quoteattr.lexicon import load_table

CUE = re.compile(r"\[([^\[\]]+)\]c")
WORD = re.compile(r"[^\W\d_]+")
PLACES = {"reporting_verbs": "verb", "reporting_nouns": "noun", "prepositions": "preposition", "signs": "sign"}
ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"))
IRREGULAR = {
    "said": "say", "told": "tell", "shot": "shoot", "went": "go", "found": "find", "spoke": "speak", "thought": "think",
    "wrote": "write", "felt": "feel",
}  # fmt: skip


def entries() -> Iterator[Any]:
    for table, key in PLACES.items():
        for row in load_table(table)[key]:
            name = row.get("class") or row.get("form") or " ".join(row["words"])
            yield pytest.param(table, row, id=f"{table}-{name}")


def lemmas_of(form: str) -> set[str]:
    """Return the possible lemmas of an English form, by regular inflection."""
    form = form.lower()
    found = {form, IRREGULAR.get(form, form)}
    for ending, instead in ENDINGS:
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)] + instead
            found.add(stem)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return found


def licensed(table: str, row: Mapping[str, Any], words: str) -> bool:
    """True if the entry can have these words as its cue."""
    if table == "signs":
        return any(mark.strip() in words for mark in row["marks"])
    forms = WORD.findall(words.lower())
    if table == "prepositions":
        return bool(re.search(r"\b" + r"\b.*\b".join(w for w in row["words"] if w != "X"), " ".join(forms)))
    extra = {*row.get("with", ()), *row.get("particles", ())}
    needed = bool(row.get("particles")) or not row.get("takes")
    return any(lemmas_of(form) & set(row["lemmas"]) for form in forms) and (not needed or bool(extra & set(forms)))


@pytest.mark.parametrize(("table", "row"), list(entries()))
def test_an_entry_has_an_origin(table: str, row: Mapping[str, Any]) -> None:
    """Origin, examples and counterexamples are never empty."""
    assert row["origin"], table
    assert row["examples"], table
    assert row["counterexamples"], table


@pytest.mark.parametrize(("table", "row"), list(entries()))
def test_the_cue_of_every_example_is_licensed(table: str, row: Mapping[str, Any]) -> None:
    """Each example marks a source or none, a content, and a cue that the entry covers."""
    for example in row["examples"]:
        cues = CUE.findall(example)
        assert cues, example
        assert "{" in example, example
        assert licensed(table, row, " ".join(cues)), example


@pytest.mark.parametrize(("table", "row"), list(entries()))
def test_no_counterexample_contains_the_cue(table: str, row: Mapping[str, Any]) -> None:
    """A counterexample of a word entry contains no form of it next to a required word."""
    if table in ("reporting_verbs", "reporting_nouns"):
        assert not any(licensed(table, row, text) for text in row["counterexamples"])
    assert not any(CUE.search(text) for text in row["counterexamples"])


@pytest.mark.parametrize("table", ["reporting_verbs", "reporting_nouns"])
def test_an_entry_lists_a_lemma_once(table: str) -> None:
    """A lemma may be in several groups (one for each kind of complement), but once in each."""
    for row in load_table(table)[PLACES[table]]:
        assert len(row["lemmas"]) == len(set(row["lemmas"])), row["class"]


def test_the_classes_are_of_the_model() -> None:
    """Act and polarity are valid values of a Link."""
    rows = [*load_table("reporting_verbs")["verb"], *load_table("reporting_nouns")["noun"]]
    assert {row["act"] for row in rows} == {"speech", "thought"}
    assert {row["polarity"] for row in rows} == {"asserted", "denied", "declined"}


def test_the_takes_are_known() -> None:
    """A misspelt complement would silently never match."""
    known = {"clause", "quotation", "infinitive", "object", "person+to", "to+infinitive", "gerund"}
    known |= {"as", "amount", "topic"}
    rows = [*load_table("reporting_verbs")["verb"], *load_table("reporting_nouns")["noun"]]
    assert {take for row in rows for take in row["takes"]} <= known
