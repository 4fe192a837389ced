"""Stories are read with the mentions that their marks enclose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quoteattr.errors import InputError
from quoteattr.training.stories import articles, marked_text, stories


@pytest.mark.parametrize(
    ("marked", "text", "mentions"),
    [
        ("Rain fell.", "Rain fell.", []),
        ("[Ida Vale]1 left. [She]1 slept.", "Ida Vale left. She slept.", [("Ida Vale", "1"), ("She", "1")]),
        ("[[Orbel]2's mayor]1 left.", "Orbel's mayor left.", [("Orbel", "2"), ("Orbel's mayor", "1")]),
    ],
)
def test_marks_become_mentions(marked: str, text: str, mentions: list[tuple[str, str]]) -> None:
    found = marked_text("a", marked)
    assert found.text == text
    assert [(mention.span.of(text), mention.entity) for mention in found.mentions] == mentions


@pytest.mark.parametrize("marked", ["[Ida Vale left.", "Ida Vale]1 left.", "[Ida Vale] left."])
def test_a_bracket_without_partner_or_number_is_an_error(marked: str) -> None:
    with pytest.raises(InputError, match="'a': a bracket without partner"):
        marked_text("a", marked)


def test_a_folder_without_stories_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run this command in a clone"):
        list(stories(tmp_path))


def test_each_story_has_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("## one\n[Ida Vale]1 left.\n\n[She]1 slept.\n\n## two\nRain fell.\n", "utf-8")
    assert [(story.id, story.text) for story in stories(tmp_path)] == [
        ("one", "Ida Vale left.\n\nShe slept."),
        ("two", "Rain fell."),
    ]


def test_articles_with_mentions_are_read(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "text": "Rain fell."},
        {"id": "b", "text": "Ida Vale left. She slept.", "mentions": [[0, 8, 1], [15, 18, 1]]},
    ]
    (tmp_path / "town.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    [article] = articles(tmp_path)
    assert article.id == "b"
    assert [(each.span.of(article.text), each.entity) for each in article.mentions] == [("Ida Vale", "1"), ("She", "1")]
