"""Texts that are not plain English have a warning, and plain English has none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from time import process_time

import pytest

import quoteattr
from quoteattr import QuoteAttributor
from quoteattr.lexicon import load_table, parse_table
from quoteattr.segment.text_check import text_warnings
from tests.resolve.example import TEXT as EXAMPLE

DATA = Path(__file__).parents[3] / "shared" / "data"

SAMPLES = parse_table(Path(__file__).with_name("languages.toml").read_text("utf-8"), "languages.toml")
FOREIGN = {**SAMPLES["functions"], **SAMPLES["scripts"]}

PAGE = "<html><body><h1>Bridge stays shut</h1><p>The bridge stays shut, Ada Lund said.</p></body></html>"
FRAGMENT = "<p>The bridge stays shut, Ada Lund said.</p>\n<p>“We had no choice.”</p>"
ESCAPED = "&quot;We had no choice,&quot; Ada Lund said. She&#8217;ll speak again on Monday."
MARKDOWN = "# Bridge stays shut\n\nThe bridge **stays shut**, [Ada Lund](https://example.org/lund) said."

ENGLISH = [
    "",
    " \n ",
    "No.",
    "Lund: bridge shut",
    "Bayern München schlägt Real Madrid 3:1",  # names and a score: too short to decide
    "The word “Angst” is German, and so are “Kindergarten” and “Zeitgeist”, the teacher said.",
    "“Das ist gut”, he said, and the crowd cheered, because nobody had said so for a long time.",
    "Marine Le Pen and Jean-Luc Mélenchon met in the Café de la Paix, said a man who was there.",
    "Prices rose 3 < 5 and 7 > 2, the bank said, and <b> is a tag.",
    "Sales & profits: AT&T, B&Q, R&D &c. rose, the firm said.",
    "* first\n* second\n* third\n\n- one more\n\n1. number",
    "It was a b**tard of a day, he said. What the f***, ***! [sic] He said [it] (again).",
    "#Brexit is done, he wrote. #1 in the charts. #metoo",
    "Reading 2-1 Luton\nDerby 0-0 Hull\nLeeds 3-2 Burnley\nStoke 1-1 Cardiff\n" * 20,
    EXAMPLE,
]  # fmt: skip


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named(language: str) -> None:
    text = FOREIGN[language]
    assert text_warnings(text) == (f"looks like {language}: this model reads English",)


def test_every_language_of_the_table_is_tested() -> None:
    assert set(SAMPLES["functions"]) == set(load_table("languages")["functions"])


def test_a_language_that_is_not_listed_is_not_english() -> None:
    assert text_warnings(SAMPLES["unknown"]["Basque"]) == (
        "looks like a language other than English: this model reads English",
    )


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (PAGE, "looks like HTML: read it as a web page (read_html, --input html)"),
        (f"  <!DOCTYPE html>\n{PAGE}", "looks like HTML: read it as a web page (read_html, --input html)"),
        (FRAGMENT, "looks like HTML: read it as a web page (read_html, --input html)"),
        (ESCAPED, "looks like HTML with its character references: decode it with html.unescape"),
        (MARKDOWN, "looks like Markdown: remove its markup, or render it and read the web page"),
    ],
)
def test_markup_is_named(text: str, warning: str) -> None:
    assert text_warnings(text) == (warning,)
    assert text_warnings(text, plain=False) == ()


def test_a_german_page_has_two_warnings() -> None:
    page = f"<html><body><p>{FOREIGN['German']}</p></body></html>"
    assert [warning.partition(":")[0] for warning in text_warnings(page)] == ["looks like HTML", "looks like German"]


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: repr(text[:20]))
def test_english_has_no_warning(text: str) -> None:
    assert text_warnings(text) == ()


def test_the_middle_of_a_long_text_counts() -> None:
    """An English menu above a German article."""
    menu = "Home | News | Sport | Contact | About us\n" * 20
    assert text_warnings(menu + FOREIGN["German"] * 50) == ("looks like German: this model reads English",)


def test_the_check_is_cheap() -> None:
    """It reads a sample of texts of any length: at most 5 ms a text, where reading takes 30 ms for 300 words."""
    for text in (EXAMPLE * 500, "<a " * 200_000, "[" * 200_000, "**a" * 200_000, "&" * 200_000, "ж" * 200_000):
        text_warnings("warm")
        begun = process_time()
        for _ in range(10):
            text_warnings(text)
        assert (process_time() - begun) / 10 < 0.03


def test_a_document_has_the_warnings(attributor: QuoteAttributor) -> None:
    assert attributor(FOREIGN["German"]).warnings == ("looks like German: this model reads English",)
    assert attributor(FRAGMENT).warnings == ("looks like HTML: read it as a web page (read_html, --input html)",)
    assert attributor(EXAMPLE).warnings == ()
    parsed = attributor(FOREIGN["German"])
    assert quoteattr.link_trees(parsed.sentences, text=parsed.text).warnings == parsed.warnings


NEWS = [
    *sorted(DATA.glob("raw_news/*.jsonl.gz")),
    *(DATA / "polnear" / f"{part}.jsonl.gz" for part in ("train", "dev")),
]
# Two French articles, and three with tags or character references, of 2,426 and 2,095.
FOUND = {
    "fnc1.jsonl.gz": ["French", "French", "HTML", "HTML with its character references"],
    "bbc_zitros.jsonl.gz": ["HTML with its character references"],
}


@pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("path", NEWS, ids=lambda path: path.name)
def test_english_news_has_no_warning(path: Path) -> None:
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            found += text_warnings(json.loads(row)["text"])
    assert sorted(each.removeprefix("looks like ").partition(":")[0] for each in found) == FOUND.get(path.name, [])
