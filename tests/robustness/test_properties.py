"""Properties of every text, read by the bundled model."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quoteattr
from bench.robustness.fuzz_targets import sound
from quoteattr import Document, QuoteAttributor, from_dict, to_dict
from tests.robustness.texts import ANY_TEXT, CLAIMS, claims, relations, whole

# The network takes a hundredth of a second a text: fewer of them, unless `QUOTEATTR_HYPOTHESIS=fuzz` asks for more.
EXAMPLES = 30 if settings.get_current_profile_name() != "fuzz" else 1000
few = settings(max_examples=EXAMPLES)


@pytest.fixture(scope="session")
def two_threads() -> QuoteAttributor:
    """A second model, whose network uses two threads."""
    return quoteattr.load(threads=2)


@pytest.fixture(scope="module")
def read(attributor: QuoteAttributor) -> dict[str, Document]:
    """Cache of results, since few texts are repeated."""
    return {}


@few
@given(text=ANY_TEXT)
def test_every_offset_is_in_the_text_and_matches_it(attributor: QuoteAttributor, text: str) -> None:
    document = attributor(text)
    assert document.text == text
    sound(document)


@few
@given(text=ANY_TEXT)
def test_the_contract_is_read_back_equal(attributor: QuoteAttributor, text: str) -> None:
    """With sentences and quotations, and without."""
    document = attributor(text, id="any")
    assert from_dict(to_dict(document, sentences=True, quotations=True), text) == document
    assert claims(from_dict(to_dict(document), text)) == claims(document)


@few
@given(texts=st.lists(ANY_TEXT, min_size=2, max_size=5), batch_size=st.integers(1, 6), data=st.data())
def test_results_do_not_depend_on_other_texts_order_and_batches(
    attributor: QuoteAttributor, texts: list[str], batch_size: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    alone = [claims(attributor(text)) for text in texts]
    together = [claims(document) for document in attributor.pipe(texts, batch_size=batch_size)]
    shuffled = list(attributor.pipe([texts[number] for number in order], batch_size=batch_size + 1))
    assert together == alone
    assert [claims(document) for document in shuffled] == [alone[number] for number in order]


@few
@given(text=ANY_TEXT)
def test_results_do_not_depend_on_the_number_of_threads(
    attributor: QuoteAttributor, two_threads: QuoteAttributor, text: str
) -> None:
    assert claims(two_threads(text)) == claims(attributor(text))


UNRELATED = "\n\nThe meadow behind the mill is full of poppies, and bees come there in the warm hours of the day.\n"
WINDOW = 150  # words of a window of the network, in whole paragraphs from the start of the text


def _limit(document: Document) -> int:
    """The earliest start of the last window."""
    words = [word.span.start for sentence in document.sentences for word in sentence]
    return words[-WINDOW] if len(words) > WINDOW else 0


def _before(limit: int, document: Document) -> list[tuple[object, ...]]:
    return [own for own, a in zip(relations(document), document.attributions, strict=True) if whole(a) <= limit]


PROSE = [claim for claim in CLAIMS if claim[-1] in ".”"]


@settings(max_examples=EXAMPLES // 4)
@given(paragraphs=st.lists(st.sampled_from(PROSE), min_size=18, max_size=36))
def test_an_additional_paragraph_at_the_end_changes_the_last_window_alone(
    attributor: QuoteAttributor, paragraphs: list[str]
) -> None:
    """Source, cue and content before the last 150 words are unchanged; these share a window with the paragraph."""
    text = "\n\n".join(paragraphs)
    before, after = attributor(text), attributor(text + UNRELATED)
    limit = _limit(before)
    assert _before(limit, after) == _before(limit, before)


STYLES = {
    "straight": ('"', '"'),
    "guillemets": ("«", "»"),
    "German": ("„", "“"),
    "corners": ("「", "」"),
    "full width": ("＂", "＂"),
    "reversed": ("”", "”"),
    "single": ("‘", "’"),
    "straight single": ("'", "'"),
}
QUOTED = [
    "“The harbour must close,” Mayor Ada Lund said on Monday.",
    "Ada Lund said: “The harbour must close by Friday.”",
    "“It rained,” said Omar Stone. “Nobody came.”",
    "“The bank,” said Lund, “will not close this year.”",
    "The minister told reporters “the talks have failed”.",
    "Residents said the harbour “must close” by Friday.",
]


def _in_style(text: str, marks: tuple[str, str]) -> str:
    return text.replace("“", "\x01").replace("”", marks[1]).replace("\x01", marks[0])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", QUOTED)
def test_marks_of_another_style_have_the_same_relations(attributor: QuoteAttributor, text: str, style: str) -> None:
    assert relations(attributor(_in_style(text, STYLES[style]))) == relations(attributor(text)) != []


@pytest.mark.parametrize("marks", [("``", "''")])
@pytest.mark.parametrize("text", QUOTED)
def test_marks_of_two_characters_have_the_same_words(
    attributor: QuoteAttributor, text: str, marks: tuple[str, str]
) -> None:
    def said(document: Document) -> list[Any]:
        found = document.attributions
        return [(a.cue.text, a.source and a.source.text, re.sub("[“”`']", "", a.content.text)) for a in found]

    assert said(attributor(_in_style(text, marks))) == said(attributor(text)) != []
