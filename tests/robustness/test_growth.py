"""Time and memory grow linearly: linking and resolving on repeated texts with copied trees and scores."""

from __future__ import annotations

import tracemalloc

import pytest

from quoteattr import Document, QuoteAttributor
from quoteattr.annotate.stanza_document import Annotation
from quoteattr.pipeline import attribute
from quoteattr.segment import segment
from tests.robustness.hard_input import SAID
from tests.robustness.tiles import Tiled, tiled
from tests.timing import grows_at_most

# Many claims, quotations without a cue, mentions of one name, joined names, pronouns, notices, and labels.
TEXTS = {
    "claims": "Lee said he left on Monday. She told Reuters that it rained.\n",
    "unowned quotations": "“Go,” he said. “Stay.” “Come.” ",
    "one full name": "By Ida Vale\n\nIda Vale said it rained.\n\n",
    "joined names": "Ida Vale and Omar Stone said that they would go. Their lawyers said nothing.\n",
    "descriptions": "The spokesman said it rained. The company said it lost. He added that it had left.\n\n",
    "open quotations": "“We go, said Lee.\n\n“We stay.\n\n“We came,” said Ana Ruiz.\n\n",
    "notices": "© 2021 Orbel News\n\nLee said no.\n\n(Reuters) - It rained, Vale said.\n\n",
    "a transcript": "LEE: Will he run?\n\nRUIZ: I hope so.\n\n",
}
ONE_SENTENCE = ("according to the bank ", "said Lee and ", "he said that she said ", "“Go” said Ana, ", "the mayor of ")
MANY, MORE = 80, 4
_STEEPEST = 7.0  # times as long for MORE times as much
_NOISE = 0.15  # seconds


def _read(given: Tiled, scored: bool) -> Document:
    annotation = given.annotation if scored else Annotation(given.annotation.sentences)
    return attribute(given.page, given.segments, annotation)


def _grows_linearly(short: Tiled, long: Tiled, scored: bool) -> bool:
    return grows_at_most(_STEEPEST, lambda: _read(short, scored), lambda: _read(long, scored), spare=_NOISE)


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_with_the_number_of_claims_only(attributor: QuoteAttributor, name: str) -> None:
    short, long = (tiled(attributor, TEXTS[name], many) for many in (MANY, MANY * MORE))
    assert _grows_linearly(short, long, scored=True)


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_time_grows_with_the_length_of_one_sentence_only(attributor: QuoteAttributor, text: str) -> None:
    """A page without a stop is one sentence of any length."""
    copies = 400 // len(text.split())
    short, long = (tiled(attributor, text, many, one_sentence=True) for many in (copies, copies * MORE))
    for scored in (True, False):
        assert _grows_linearly(short, long, scored)


@pytest.mark.parametrize("tail", ["a", "\x00", "”a"])
@pytest.mark.parametrize("unit", [".", "?!", "…", " ", "\t", "A ", "-", "“", "1.", "https://"])
def test_segmenting_is_linear_on_repeated_characters_without_a_match(unit: str, tail: str) -> None:
    short, long = (unit * (length // len(unit)) + tail for length in (4_000, 16_000))
    assert grows_at_most(_STEEPEST, lambda: segment(short), lambda: segment(long), spare=0.05)


def test_memory_grows_with_the_length_only(attributor: QuoteAttributor) -> None:
    def peak(many: int) -> int:
        text = f"{SAID} She told Reuters that it had rained.\n\n" * many
        tracemalloc.start()
        attributor(text)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(4)
    assert peak(80) < 1.5 * MORE * peak(20)
