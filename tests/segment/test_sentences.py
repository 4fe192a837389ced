"""Sentence boundaries, and stops inside sentences."""

from __future__ import annotations

import pytest

from quoteattr.segment import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        '"Why now?" he asked.',
        '"Stop!" Defence Minister Ida Voss said.',
        "“Who else?” She asked.",
        "Mr. Voss met Gen. Ortega.",
        "John F. Crowe and J. R. Lund came.",
        "The prize went to Malcolm X. Voss and to a poem by X. Li.",
        "He rose at 5 a.m. to run.",
        "The U.S. Senate voted.",
        "It fell 3.5 percent to 1.08 dollars.",
        "It is No. 3 of 20.",
        "Orbel Inc. President Ida Voss left.",
        "He waited ... and waited.",
        "1. Open the lid.",
        "The firm Yahoo! is older.",
        "She saw (b. 1950) a film.",
        "See orbel.com for more.",
        '"It is over." said no one.',
    ],
)
def test_one_sentence(sentence: str) -> None:
    """None of the stops inside ends the sentence."""
    assert split(f"It began. {sentence} Then it ended.") == ["It began.", sentence, "Then it ended."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('"It is over."', "The crowd left."),
        ('He said: "It is over."', '"We won," she said.'),
        ("(They left.)", "Nobody stayed."),
        ("Is it over?", "Yes."),
        ("It fell to the U.S.", "The price rose."),
        ("It was sold to Orbel Inc.", "But the price was low."),
        ("She took vitamin C.", "The cold went."),
        ("The shop is called Plan B.", "Kenji cuts hair."),
        ("She wrote that it was safe on X.", "Ida Vale denied it."),
        ("The paper is by An T. Voss.", "It is long."),
        ("They spoke to Ald. Kenji Vale.", "He left."),
        ("“We won.”", "“They lost.”"),
        ("He said no.", "They went."),
        ("They came in May.", "Ten left."),
        ("It was her.[4]", "Nobody knew."),
        ("It fell .", "They left."),
    ],
)
def test_two_sentences(first: str, second: str) -> None:
    """The first one includes the closing marks."""
    assert split(f"{first} {second}") == [first, second]


def test_a_stop_without_a_space_after_it_ends_the_sentence() -> None:
    """Text from the web often lacks the space."""
    assert split("The bridge fell.Nobody was hurt.") == ["The bridge fell.", "Nobody was hurt."]


def test_a_closing_mark_after_a_space_belongs_to_the_last_sentence() -> None:
    """No sentence consists of a closing mark."""
    assert split("\"He said 'I fired.' \"") == ["\"He said 'I fired.' \""]


def test_a_new_line_is_a_new_paragraph() -> None:
    """Lines without a full stop are headings or captions, not the start of the next line."""
    assert split("Bridge falls\nNobody was hurt") == ["Bridge falls", "Nobody was hurt"]


WRAPPED = """The bridge over the river fell on Monday after the flood, and
nobody was hurt, the mayor of the town told the few people who
had come to see what was left of it. She said that the council
had known for years.

It will be built again."""


def test_spaces_before_the_breaks_of_wrapped_lines_do_not_split_sentences() -> None:
    text = (
        "The harbour master of the old town said on Monday that the \nferries would sail again as soon as the wind "
        "and the \nwaves allowed it, and that every passenger had been told to \nwait.\n"
    )
    assert len(split(text)) == 1


def test_lines_wrapped_by_hand_are_joined() -> None:
    """If lines are wrapped at a width, only a blank line ends a paragraph."""
    assert [sentence.count("\n") for sentence in split(WRAPPED)] == [2, 1, 0]


def test_a_text_without_capitals_still_has_sentences() -> None:
    """A sentence that begins in lower case may be followed by another one."""
    assert split("we won. they lost.") == ["we won.", "they lost."]
