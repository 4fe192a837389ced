"""Single quotation marks of direct speech, and others."""

from __future__ import annotations

import pytest

from quoteattr.model import Part, Span
from quoteattr.segment import segment


def speech(text: str) -> list[str]:
    """What is inside the outermost quotations of speech."""
    return [each.inner.of(text) for each in segment(text).quotations if each.speech and each.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'We won,' Lee told the BBC.", ["We won,"]),
        ("‘It’s the workers’ land, not the owners’,’ said Lee.", ["It’s the workers’ land, not the owners’,"]),
        ("Lee said: ‘We won.’", ["We won."]),
        ("It was cold.\n\nThe paper reports:\n\n'We won.'", ["We won."]),
        ("'We won because they were afraid of us.' — Ana Lee", ["We won because they were afraid of us."]),
        ("'It was hard for all of us,' Lee whistled.", ["It was hard for all of us,"]),
        ("‘We have won’, said Lee.", ["We have won"]),
        ("It was late. 'We have won', he added. 'It was hard'.", ["We have won", "It was hard"]),
        ("‘Titanic’, said to be unsinkable, sank.", []),
        ("‘Gone with the Wind’, she said, was sad.", []),
        # all quotations of a text that quotes in single marks
        ("‘We won,’ said Lee.\n\nHe called it ‘a miracle’.", ["We won,", "a miracle"]),
        ("‘She said “go” and we went,’ said Lee.", ["She said “go” and we went,"]),
        # direct speech, in a text without other marks
        ("Lee described the terms as ‘a fig leaf’ and said it had ‘embarrassed us’.", ["a fig leaf", "embarrassed us"]),
        # scare quotes, titles, possessives, decades
        ("The so-called ‘bedroom tax’ was dropped.", []),
        ("Her novel ‘The Salt Path’ is set in the '70s.", []),
        ("The players' bus and the fans' train were late.", []),
        ("“We won,” said Lee.\n\nHe called it ‘a miracle’.", ["We won,"]),
        ("“He said ‘run’ and we ran,” said Lee.", ["He said ‘run’ and we ran,"]),
        # a paragraph in single marks in a text of double ones
        ("“We won,” said Lee. “It was hard.”\n\n‘We lost,’ said Ek.", ["We won,", "It was hard.", "We lost,"]),
        ("“We won,” said Lee.\n\n'Legend of the Fields.'\n\nIt rained.", ["We won,"]),
        # marks that are always of speech
        ("«We won», said Lee. „We won“, said Ek.", ["We won", "We won"]),
    ],
)
def test_single_marks_of_speech_depend_on_the_text(text: str, expected: list[str]) -> None:
    assert speech(text) == expected


def test_a_headline_quotes_in_single_marks_in_texts_of_double_ones_too() -> None:
    text = "Mayor calls bridge ‘a death trap’\n\n“Unsafe,” he said of the ‘old lady’."
    end = text.index("\n")
    parts = [Part("headline", Span(0, end)), Part("body", Span(end + 2, len(text)))]
    segmented = segment(text, parts)
    assert [each.inner.of(text) for each in segmented.quotations if each.speech] == ["a death trap", "Unsafe,"]
    assert not segmented.marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee said: 'It was hard.\n\n'But we won.'", [(False, "It was hard."), (True, "But we won.")]),
        ("'The drivers' bus left.\n\n'We won,' said Lee.", [(False, "The drivers' bus left."), (True, "We won,")]),
        ("It was the drivers' bus.\n\n'We won,' said Lee.", [(True, "We won,")]),
    ],
)
def test_single_marks_are_opened_again_in_the_next_paragraph(text: str, expected: list[tuple[bool, str]]) -> None:
    assert [(each.closed, each.inner.of(text)) for each in segment(text).quotations] == expected


def read_as(text: str) -> str:
    """The text with the marks that the network reads."""
    marks = dict(segment(text).marks)
    return "".join(marks.get(position, sign) for position, sign in enumerate(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'Don't go,' said Lee.", "“Don't go,” said Lee."),
        ("‘She said “go”,’ said Lee.", "“She said ‘go’,” said Lee."),
        ("„Geh“, said Lee.", "“Geh”, said Lee."),
        ("»Geh«, said Lee.", "“Geh”, said Lee."),
        ("Lee said: 'It was hard.\n\n'But we won.'", "Lee said: “It was hard.\n\n“But we won.”"),
        ("“She said ‘go’,” said Lee of the ‘bedroom tax’.", "“She said ‘go’,” said Lee of the ‘bedroom tax’."),
        ("``Go,'' said Lee.", "``Go,'' said Lee."),
    ],
)
def test_the_network_reads_marks_of_its_training(text: str, expected: str) -> None:
    assert read_as(text) == expected


def test_ten_thousand_apostrophes() -> None:
    assert speech("'" * 10_000) == []
    assert speech("the dogs' " * 5_000) == []
