"""The parts of ``make bench`` around the measurements: the text, the medians, the table."""

from __future__ import annotations

from typing import Any

import pytest

from bench.speed.times import composed, summary, table


@pytest.mark.parametrize(
    ("words", "expected"),
    [(1, "a"), (3, "a b c"), (4, "a b c\n\nd"), (6, "a b c\n\nd e\n\nf"), (100, "a b c\n\nd e\n\nf g h")],
)
def test_an_article_has_exactly_the_given_number_of_words(words: int, expected: str) -> None:
    assert composed(["a b c", "d  e", "f g h"], words) == expected


def run(seconds: float, peak: float) -> dict[str, Any]:
    return {
        "import_s": 0.001,
        "import_loads": [],
        "load_s": 1.5,
        "load_loads": ["torch", "stanza"],
        "first_s": 2 * seconds,
        "read_s": seconds,
        "words": 350,
        "attributions": 12,
        "peak_mib": peak,
    }


def test_the_medians_of_runs_are_taken_figure_by_figure() -> None:
    found = summary([run(0.25, 700.0), run(9.0, 500.0), run(0.5, 600.0)])
    assert (found["read_s"], found["peak_mib"], found["runs"]) == (0.5, 600.0, 3)
    assert found["words_a_second"] == 700
    assert found["load_loads"] == ["torch", "stanza"]


def test_the_table_has_a_column_for_each_text() -> None:
    texts = {"one": summary([run(0.5, 600.0)]), "two": summary([run(0.25, 600.0)])}
    machine, empty, head, *rows = table({"machine": {"threads": 1}, "texts": texts}).splitlines()
    assert (machine, empty, head.split()) == ("threads 1", "", ["one", "two"])
    assert ["words/s", "700", "1400"] in [row.split() for row in rows]
    assert ["loads", "none", "of", "them", "none", "of", "them"] in [row.split() for row in rows]
