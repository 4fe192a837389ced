"""The whole package: properties of every text, and linear time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.model import Part, Span
from quoteattr.segment import Segmentation, segment
from tests.timing import grows_at_most

PIECES = [
    *("\n", "\n\n", " ", "\t", "\u00a0", "\x1c", "\x85", "\u2028", "\r\n", "\x00", "\ud800", "\u200b", "é", "中", "😀"),
    *('"', "'", "“", "”", "‘", "’", "``", "''", "«", "»", "(", ")", "[", "]", "/"),
    *(".", "...", "?", "!", ",", ":", "-", "—", "--"),
    *(
        "Mr.",
        "U.S.",
        "don't",
        "dogs'",
        "'90s",
        "non-",
        "e-mail",
        "5",
        "3.5",
        "6'2\"",
        "$",
        "%",
        "a",
        "A",
        "The",
        "said",
        "he",
    ),
    "\ufeff",
    *("https://a.b/c", "a@b.co", "@a", "#a", "Home", "Share"),
    *("By REUTERS", "Published: APRIL 4, 2023 16:26", "(photo credit: Bo Li/Reuters)", "LIMA, May 4 (Reuters) -"),
    *("© 2023", "The bridge fell on Monday, she said.", "Bridge falls | Orbel News"),
]
texts = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(codec=None, exclude_categories=())),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
)


def visible(text: str, start: int, end: int) -> int:
    return sum(not character.isspace() for character in text[start:end])


@given(texts)
def test_every_visible_character_is_in_one_word_one_sentence_and_one_part(text: str) -> None:
    """Nothing is lost and nothing is duplicated, at any level, but for a byte order mark at the start."""
    found = segment(text)
    start = int(text.startswith("\ufeff"))
    tokens = [token for sentence in found.sentences for token in sentence.tokens]
    for spans in (tokens, [sentence.span for sentence in found.sentences], [part.span for part in found.parts]):
        assert all(len(span) > 0 and span.end <= len(text) for span in spans)
        assert all(left.end <= right.start for left, right in pairwise(spans))
        assert sum(visible(text, span.start, span.end) for span in spans) == visible(text, start, len(text))


@given(texts)
def test_words_contain_no_white_space(text: str) -> None:
    """A word does not include the space next to it."""
    for sentence in segment(text).sentences:
        assert not any(character.isspace() for token in sentence.tokens for character in token.of(text))


@given(texts)
def test_sentences_stay_inside_their_part(text: str) -> None:
    """A sentence is inside a part and extends from its first word to its last, and paragraph numbers increase."""
    found = segment(text)
    assert [sentence.paragraph for sentence in found.sentences] == sorted(s.paragraph for s in found.sentences)
    for sentence in found.sentences:
        assert any(part.span.contains(sentence.span) for part in found.parts)
        assert sentence.tokens[0].start == sentence.span.start
        assert sentence.tokens[-1].end == sentence.span.end


@given(texts)
def test_quotations_stay_inside_their_part(text: str) -> None:
    """A quotation is inside its part, contains its inner text, and follows the one around it."""
    found = segment(text)
    for quotation in found.quotations:
        assert any(part.span.contains(quotation.span) for part in found.parts)
        assert quotation.span.contains(quotation.inner)
        assert quotation.inner.of(text).strip()
    starts = [quotation.span.start for quotation in found.quotations]
    assert starts == sorted(starts)


def test_an_article() -> None:
    """A dateline has its own sentence and shares the paragraph of the body after it."""
    text = "Bridge falls in flood\n\nLIMA, May 4 (Reuters) - The old bridge fell on Monday. “We knew,” said the mayor."
    [head, line] = [Span(0, 21), Span(23, 46)]
    parts = [Part("headline", head), Part("dateline", line), Part("body", Span(47, len(text)))]
    found = segment(text, parts)
    assert [(s.paragraph, s.span.of(text)) for s in found.sentences] == [
        (0, "Bridge falls in flood"),
        (1, "LIMA, May 4 (Reuters) -"),
        (1, "The old bridge fell on Monday."),
        (1, "“We knew,” said the mayor."),
    ]
    assert [quotation.inner.of(text) for quotation in found.quotations] == ["We knew,"]


@pytest.mark.parametrize("text", ["", " ", "\n \n"])
def test_an_empty_text_has_no_segments(text: str) -> None:
    """An empty text has no parts, quotations and sentences."""
    assert segment(text) == Segmentation()


@pytest.mark.parametrize("text", ["a", "7", ".", '"', "\x00", "\ud800", "\u200b", "...", "?!", "中"])
def test_one_character(text: str) -> None:
    """A text of one word has one sentence with that word."""
    (sentence,) = segment(text).sentences
    assert [token.of(text) for token in sentence.tokens] == [text]


@pytest.mark.parametrize("character", ["a", '"', ".", "-", "'"])
def test_a_text_of_one_character(character: str) -> None:
    """Ten times the text takes about ten times the time, not a hundred times."""
    assert grows_at_most(40, lambda: segment(character * 30_000), lambda: segment(character * 300_000), spare=0.5)


def test_a_first_line_as_long_as_the_rest() -> None:
    """Later lines are searched for in the browser's title, but not in a title of any length."""

    def text(length: int) -> str:
        return "Aa bb " * (10 * length) + "\n" + "".join(f"Link of {number}\n" for number in range(length))

    assert grows_at_most(16, lambda: segment(text(750)), lambda: segment(text(6_000)), spare=0.1)


PATTERNS = [
    *(
        "1",
        "“",
        "‘",
        "—",
        "?",
        "(",
        "@",
        "\x00",
        "\ud800",
        "a.",
        "A.",
        "a-",
        "a@",
        "a'",
        "1,",
        "www.",
        "a|",
        "A/",
        "http://",
    ),
    *("© ", "(credit: ", '" ', "' ", ". ", "a ", "A ", "\n", "A\n", "a. ", "\r", "Mr. ", "May 1, ", " - "),
]


@pytest.mark.parametrize("piece", PATTERNS)
def test_time_grows_with_the_length_only(piece: str) -> None:
    """Also for patterns that cause backtracking in regular expressions."""
    short, long = (piece * (length // len(piece)) for length in (10_000, 100_000))
    assert grows_at_most(40, lambda: segment(short), lambda: segment(long), spare=0.5)
