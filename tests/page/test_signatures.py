"""The byline and the date of an article are found near its headline and its body."""

from __future__ import annotations

import numpy as np
import pytest

from quoteattr.model import PartKind
from quoteattr.page.article import read_page
from quoteattr.page.classifier import SIGNATURE_CLASSES, line_classifier, signed
from quoteattr.page.features import near_article, signature_features
from quoteattr.page.lines import KINDS, split_lines
from tests.page.pages import BODY, HEADLINE, MENU

PLAIN = "\n\n".join(BODY)


def laid_out(*numbers: tuple[PartKind, int]) -> list[PartKind]:
    return [kind for kind, count in numbers for _ in range(count)]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (
            laid_out(("chrome", 3), ("headline", 1), ("chrome", 2), ("body", 18), ("chrome", 2)),
            [0, 1, 2, *range(4, 17), 23, 24, 25],
        ),
        (laid_out(("chrome", 40), ("headline", 2), ("body", 1)), [*range(15, 40), 42]),
        (laid_out(("body", 3)), [0, 1, 2]),
        (laid_out(("chrome", 5)), []),
        ([], []),
    ],
)  # fmt: skip
def test_lines_near_headline_and_body_are_searched(kinds: list[PartKind], expected: list[int]) -> None:
    lines = split_lines("\n".join(f"Line {number} here" for number in range(len(kinds))))
    assert near_article(lines, kinds) == expected


def test_long_lines_are_not_searched() -> None:
    lines = split_lines(f"Bridge falls\n{'word ' * 130}\nBy Ida Vale")
    assert near_article(lines, ["headline", "chrome", "chrome"]) == [2]


def test_each_line_has_the_same_features() -> None:
    lines = split_lines(f"{HEADLINE}\nBy Ida Vale\n4 May 2021\n{PLAIN}")
    kinds = laid_out(("headline", 1), ("chrome", 2), ("body", len(BODY)))
    near = near_article(lines, kinds)
    found = signature_features(lines, kinds, np.zeros((len(lines), len(KINDS))), near)
    assert found.shape[0] == len(near)
    assert np.isfinite(found).all()


def test_without_an_article_there_is_no_byline() -> None:
    trees = line_classifier().signatures
    assert trees is not None
    assert trees.classes == SIGNATURE_CLASSES
    lines = split_lines("Home\nBy Ida Vale")
    assert list(signed(lines, ["chrome", "chrome"], np.zeros((2, len(KINDS))), trees)) == []


@pytest.mark.parametrize(
    ("above", "names", "published"),
    [
        ("By Ida Vale\n4 May 2021", ["Ida Vale"], "2021-05-04"),
        ("Ida Vale\nMay 4, 2021", ["Ida Vale"], "2021-05-04"),
        ("By Ida Vale and Omar Stone | Updated May 4, 2021", ["Ida Vale", "Omar Stone"], "2021-05-04"),
        ("Posted on May 4, 2021 by Ida Vale", ["Ida Vale"], "2021-05-04"),
        ("Ida Vale, political correspondent\nTuesday 4 May 2021 10:15", ["Ida Vale"], "2021-05-04T10:15:00"),
    ],
)
@pytest.mark.parametrize("menu", [MENU, ()], ids=["page", "article"])
def test_a_signed_and_dated_page(menu: tuple[str, ...], above: str, names: list[str], published: str) -> None:
    article = read_page("\n".join([*menu, HEADLINE, above, *BODY])).article
    assert [byline.name for byline in article.bylines] == names
    assert (article.published or "").startswith(published)
