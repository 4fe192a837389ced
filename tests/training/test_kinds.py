"""The classifier of descriptions: its examples, its fit, and its evaluation."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from quoteattr.annotate.coreference import KINDS, KindWeights
from quoteattr.annotate.stanza_document import WordStates
from quoteattr.training.coreference import KindExample, ParsedText, fit_kinds, kind_examples, share_right
from quoteattr.training.corpora import CoreferenceText, GoldMention
from quoteattr.tree import NounKind
from tests.trees import link, place, sentence

TEXT = "The clients told Ida Vale the zoo rose"
ROWS = (
    "The/DET/2/det clients/NOUN/3/nsubj told/VERB/0/root Ida/PROPN/3/iobj Vale/PROPN/4/flat the/DET/7/det "
    "zoo/NOUN/8/nsubj rose/VERB/3/ccomp"
)


def test_examples_are_descriptions_with_their_types() -> None:
    mentions = {"The clients": "person", "Ida Vale": "person", "the zoo": "place"}
    gold = CoreferenceText(
        "a", TEXT, tuple(GoldMention(place(TEXT, each), each, type) for each, type in mentions.items())
    )
    states = WordStates(np.array([1, 6]), np.array([[1, 0], [0, 1]], np.float16))
    reading = ParsedText([sentence(TEXT, ROWS, entities=[("Person", "Ida Vale")])], (), (), states)
    zoo, people = kind_examples(gold, reading, [link(TEXT, "The clients", "told", "the zoo rose")])
    assert (people.kind, people.source, people.state.tolist()) == ("person", True, [1, 0])
    assert (zoo.kind, zoo.source, zoo.state.tolist()) == ("organization", False, [0, 1])


def example(kind: NounKind, state: int, *, plural: bool = False, source: bool = True) -> KindExample:
    return KindExample("a", np.eye(4, dtype=np.float16)[state], kind, source, plural, "document")


def test_the_fit_separates_the_kinds() -> None:
    given = [example(kind, column) for column, kind in enumerate(KINDS)] * 200
    weights = fit_kinds(given, passes=60, rate=0.1)
    assert weights(np.eye(4, dtype=np.float32)[:3]).tolist() == [0, 1, 2]
    assert share_right(given, weights) == (600, 600)


@pytest.mark.parametrize(
    ("examples", "right"),
    [
        ([example("person", 0)], (1, 1)),
        ([example("organization", 0)], (0, 1)),
        ([example("organization", 0, plural=True)], (1, 1)),  # people and organisations are both a group
        ([example("document", 0, plural=True)], (0, 1)),
        ([example("document", 0, source=False)], (0, 0)),
        ([evolve(example("organization", 0), certain="organization")], (1, 1)),
    ],
)
def test_kinds_are_evaluated_as_they_are_reported(examples: list[KindExample], right: tuple[int, int]) -> None:
    """The weights classify every state as people; without them the lists classify it as a document."""
    weights = KindWeights(np.zeros((4, 3), np.float32), np.array([1, 0, 0], np.float32))
    assert share_right(examples, weights) == right
    assert share_right(examples, None)[0] == sum(each.source and each.kind == "document" for each in examples)
