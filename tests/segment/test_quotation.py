"""Pairs of quotation marks of every style, and marks that have no pair."""

from __future__ import annotations

import pytest

from quoteattr.model import Quotation, Span
from quoteattr.segment import quotations


def found(text: str) -> tuple[Quotation, ...]:
    """The quotations of ``text``, one paragraph a line."""
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append(Span(start, start + len(line)))
        start += len(line) + 1
    return quotations(text, paragraphs)


def inner(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is over," he said. "We won."', ["It is over,", "We won."]),
        ("She said “yes,” and ‘no’ too.", ["yes,", "no"]),
        ("``Well,'' he said, ``no.''", ["Well,", "no."]),
        ("The ''Post'' said so.", ["Post"]),
        ("„Ja“, »nein«, «oui», « non » and ‹peut-être›", ["Ja", "nein", "oui", "non", "peut-être"]),
        ("「はい」と『いいえ』", ["はい", "いいえ"]),
        ("＂Yes＂, she said", ["Yes"]),
        ("”Ja”, hon sade", ["Ja"]),
        ('said:"I am." He left', ["I am."]),
        ('He came—"—and this is sure—" by boat', ["—and this is sure—"]),
        ('a—"yes"—and the "Foo"-like (“bar”)', ["yes", "Foo", "bar"]),
        ("“One.”“Two.”", ["One.", "Two."]),
        # one style opens, another closes
        ('“It is over," he said.', ["It is over,"]),
    ],
)
def test_styles(text: str, expected: list[str]) -> None:
    """Every style is paired, with the text between the marks."""
    assert inner(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'I don't know,' he said. 'They are the boys' dogs.'", ["I don't know,", "They are the boys' dogs."]),
        ("‘The girls’ team won,’ he said.", ["The girls’ team won,"]),
        ("Vale's '70s 'hits' were the best", ["hits"]),
        ("The '90s were rock 'n' roll, give 'em the dogs' bowl.", []),
        ("The ’90s and the Smiths’ house, don’t you think", []),
        ("‘Twas the night", []),
        ("He was goin' home, an' the boys' dog too", []),
    ],
)
def test_single_marks_and_apostrophes(text: str, expected: list[str]) -> None:
    """A single mark is a quotation mark only where it must be one."""
    assert inner(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He is 6\'2" tall and has a 5" screen.', []),
        ('"The 5" screen is good," he said.', ['The 5" screen is good,']),
        ('"Born in 1990" and "dead in 2000"', ["Born in 1990", "dead in 2000"]),
    ],
)
def test_inches_are_not_quotations(text: str, expected: list[str]) -> None:
    """A mark after a number may be inches."""
    assert inner(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“She told me ‘go’ twice,” he said.", [(0, "She told me ‘go’ twice,"), (1, "go")]),
        ("\"'Yes,' he told me,\" she said.", [(0, "'Yes,' he told me,"), (1, "Yes,")]),
        ("‘He said “go” to us’ and left", [(0, "He said “go” to us"), (1, "go")]),
        ('He told "a "b" c" twice.', [(0, 'a "b" c'), (1, "b")]),
    ],
)
def test_nesting(text: str, expected: list[tuple[int, str]]) -> None:
    """An inner quotation has a greater depth and follows the outer one."""
    assert [(quotation.depth, quotation.inner.of(text)) for quotation in found(text)] == expected


def test_a_quotation_over_several_paragraphs() -> None:
    """Each paragraph has an opening mark, only the last one a closing mark."""
    text = "“We came.\n“We saw.\n“We won,” she said."
    assert [(q.closed, q.inner.of(text)) for q in found(text)] == [
        (False, "We came."),
        (False, "We saw."),
        (True, "We won,"),
    ]


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    """The quotation is found, marked as not closed."""
    text = "She said “we won and left. \nHe said “no” to it."
    assert [(q.closed, q.span.of(text)) for q in found(text)] == [(False, "“we won and left."), (True, "“no”")]


def test_a_mark_that_is_never_closed_ends_before_the_next() -> None:
    """Two quotations in one paragraph stay two."""
    text = 'He said "we won and left. "It was good," she said.'
    assert [(q.closed, q.inner.of(text)) for q in found(text)] == [
        (False, "we won and left."),
        (True, "It was good,"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“She said «go and left,” he said.", [(True, "She said «go and left,"), (False, "go and left,")]),
        ("“She said ‘go and left,” he said.", [(True, "She said ‘go and left,")]),
    ],
)
def test_a_mark_left_open_inside_ends_with_the_quotation_around_it(text: str, expected: list[tuple[bool, str]]) -> None:
    """A single one was an apostrophe."""
    assert [(q.closed, q.inner.of(text)) for q in found(text)] == expected


@pytest.mark.parametrize("odd", ['odd " mark', "odd ” mark", "left over” here", 'left over" here', "““", "''", "‘"])
def test_an_unpaired_mark_does_not_affect_other_paragraphs(odd: str) -> None:
    """The paragraph between is paired as without the paragraphs before and after."""
    text = f"{odd}\n“Yes,” she said. 'No,' he said.\n{odd}"
    middle = Span(len(odd) + 1, len(text) - len(odd) - 1)
    assert [q.inner.of(text) for q in found(text) if middle.contains(q.span)] == ["Yes,", "No,"]


@pytest.mark.parametrize("text", ["", '"', '""', "“”", "' '", "«", '" "'])
def test_empty_marks_are_not_a_quotation(text: str) -> None:
    """There is no text between the marks."""
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Lee said: "We won.\nIt was hard." He left.', [(False, "We won."), (True, "It was hard.")]),
        ("“We won.\nIt was ‘hard’,” Lee said.", [(False, "We won."), (True, "It was ‘hard’,"), (True, "hard")]),
        ('"One.\nTwo.\nThree," Lee said.', [(False, "One."), (False, "Two."), (True, "Three,")]),
        # a mark between that opens, a mark that may open, and one too far away: the first is unpaired
        ('"One.\n"Two.\nThree," Lee said.', [(False, "One."), (False, "Two."), (True, "Three,")]),
        ('"One.\n"Two," Lee said.', [(False, "One."), (True, "Two,")]),
        ('"One.\n' + "It rained.\n" * 5 + 'Three," Lee said.', [(False, "One.")]),
        ('Two 5" screens\nLee said: "No."', [(True, "No.")]),
    ],
)
def test_a_quotation_runs_over_paragraphs_without_new_marks(text: str, expected: list[tuple[bool, str]]) -> None:
    """Opened in one paragraph and closed in one of the next, with no other double mark between."""
    assert [(each.closed, each.inner.of(text)) for each in found(text)] == expected
