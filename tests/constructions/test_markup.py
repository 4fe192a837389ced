"""The markup of the constructions: its parts, and that a typing error in it is never read as text."""

from __future__ import annotations

import pytest

from quoteattr.model import Relation, Span
from tests.constructions.comparison import same, stretches
from tests.constructions.markup import MarkupError, read


def parts(markup: str) -> list[tuple[list[str], list[str], list[str]]]:
    """Source, cue and content of each attribution as texts."""
    marked = read(markup)

    def texts(spans: tuple[Span, ...]) -> list[str]:
        return [span.of(marked.text) for span in spans]

    return [(texts(each.source), texts(each.cue), texts(each.content)) for each in marked.relations]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("[Ana]s [told]c Reuters {that it rained}.", [(["Ana"], ["told"], ["that it rained"])]),
        ("It rained.", []),
        ("{The bank} [is said]c {to be broke}.", [([], ["is said"], ["The bank", "to be broke"])]),
        # several attributions, one source of two
        (
            "[Lee]s12 [said]c1 {rain would come}1 and [added]c2 {that it was late}2",
            [(["Lee"], ["said"], ["rain would come"]), (["Lee"], ["added"], ["that it was late"])],
        ),
        # one content of two
        (
            "[Lee]s1 [said]c1 {it rained}12, [citing]c2 [Bo]s2.",
            [(["Lee"], ["said"], ["it rained"]), (["Bo"], ["citing"], ["it rained"])],
        ),
        # nested, with brackets inside braces
        (
            "[Ana]s1 [said]c1 {[Bo]s2 [knew]c2 {it rained}2}1",
            [(["Ana"], ["said"], ["Bo knew it rained"]), (["Bo"], ["knew"], ["it rained"])],
        ),
        # a mark without letters, right after the name
        ("[Ana]s[:]c {“It rained.”}", [(["Ana"], [":"], ["“It rained.”"])]),
    ],
)
def test_the_parts_of_the_markup(markup: str, expected: list[tuple[list[str], list[str], list[str]]]) -> None:
    assert parts(markup) == expected


def test_the_markup_is_removed_from_the_text() -> None:
    assert read("[Ana]s12 [said]c1 {{it}2 rained}1 [x]c2.").text == "Ana said it rained x."
    assert read(r"“\[The town\] waits,” \\ \{").text == r"“[The town] waits,” \ {"


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("[Ana]s [said]c {it rained", "never closed"),
        ("[Ana]s [said]c it rained}", "not opened"),
        ("[Ana {said]c it}", "not opened last"),
        ("[Ana] [said]c {it rained}", "after ]"),
        ("[Ana]x [said]c {it rained}", "after ]"),
        ("[Ana]said {it rained}", "after ]"),
        ("[Ana]s1 [said]c0 {it}1 {rained}2", "after ]"),
        ("[Ana]s [said]c {it rained}s", "after ]"),
        ("[Ana]s0 [said]c0 {it rained}0", "after ]"),
        ("[]s [said]c {it rained}", "marks nothing"),
        ("[Ana]s [said]c { }", "marks nothing"),
        ("[Ana]s [said]c1 {it rained}1", "some have none"),
        ("[Ana]s [said]c {it {rained}2}", "some have none"),
        ("[Ana]s13 [said]c1 {it rained}1 and [left]c3 {late}3", "without a gap, not 1, 3"),
        ("[Ana]s {it rained}", "no cue"),
        ("[Ana]s [said]c it rained", "no content"),
        ("[Ana]s12 [said]c1 {it rained}1", "attribution 2 has no cue"),
    ],
)
def test_malformed_markup_is_refused(markup: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        read(markup)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{“It rained,”}", ["It rained"]),
        ("{“It rained.”} {“It snowed.”}", ["It rained.” “It snowed"]),
        ("{It rained} and {snowed}", ["It rained", "snowed"]),
        ("{ $5 or 3 % }", ["$5 or 3"]),
        ("{a ―} {―}", ["a"]),
        ("{ ― }", ["―"]),
    ],
)
def test_punctuation_at_the_ends_does_not_count(marked: str, expected: list[str]) -> None:
    read_ = read(f"[x]c {marked}")
    assert [span.of(read_.text) for span in stretches(read_.text, read_.relations[0].content)] == expected


def test_a_relation_is_compared_without_punctuation() -> None:
    marked = read("[Ana,]s [said]c {“it rained.”}")
    assert same(marked.text, marked.relations[0]) == Relation([Span(0, 3)], [Span(5, 9)], [Span(11, 20)])
