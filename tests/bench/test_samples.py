"""The samples judged by hand: how hits are counted, and that the files contain positions and labels only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.accuracy.samples import (
    SAMPLES,
    ActCase,
    InvertedCase,
    act_cases,
    act_figures,
    found_act,
    has_subject,
    inverted_cases,
    inverted_figures,
)
from quoteattr import Attribution, Content, Cue, Document, Evidence, Sentence, Span, Word
from quoteattr.model import Act

TEXT = "“It rained,” said the mayor of Lund, who hopes for sun."


def find(phrase: str) -> Span:
    return Span(TEXT.index(phrase), TEXT.index(phrase) + len(phrase))


SAID, MAYOR, LUND, HOPES, SUN, QUOTED = map(find, ("said", "mayor", "Lund", "hopes", "sun", "It rained,"))


def test_precision_and_recall_count_only_the_cues_that_were_found() -> None:
    pairs: list[tuple[Act, Act | None]] = [
        *[("speech", "speech")] * 5,
        ("speech", "thought"),
        *[("thought", "thought")] * 3,
        ("thought", "speech"),
        ("thought", None),
        ("speech", None),
    ]
    assert act_figures(pairs) == {
        "found": 83.33,
        "speech precision": 83.33,
        "speech recall": 83.33,
        "thought precision": 75.0,
        "thought recall": 75.0,
    }


def test_an_act_that_never_occurs_counts_as_zero() -> None:
    figures = act_figures([("speech", "speech"), ("speech", None)])
    assert (figures["speech recall"], figures["thought precision"], figures["thought recall"]) == (100.0, 0.0, 0.0)


def test_inverted_verbs_are_counted_together_and_by_corpus() -> None:
    results = [("polnear", True), ("polnear", False), ("polnear", True), ("onestop", True)]
    assert inverted_figures(results) == {"subject": 75.0, "subject, onestop": 100.0, "subject, polnear": 66.67}


def attribution(cue: Span, content: Span, act: Act) -> Attribution:
    return Attribution(
        kind="indirect",
        content=Content.of(TEXT, content),
        cue=Cue.of(TEXT, cue),
        source=None,
        speaker=None,
        outlet=None,
        via=(),
        act=act,
        polarity="asserted",
        time=None,
        confidence=1.0,
        evidence=Evidence("clause"),
    )


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        (SAID, QUOTED, "speech"),
        (Span(SAID.start, LUND.end), QUOTED, "speech"),
        (HOPES, SUN, "thought"),
        (MAYOR, QUOTED, None),
    ],
)
def test_the_act_is_that_of_the_cue_that_overlaps(cue: Span, content: Span, expected: Act | None) -> None:
    found = [attribution(HOPES, SUN, "thought"), attribution(SAID, QUOTED, "speech")]
    assert found_act(ActCase(("", ""), (cue,), (content,), "speech"), found) == expected


def test_the_content_decides_between_two_attributions_with_the_same_cue() -> None:
    found = [attribution(SAID, SUN, "thought"), attribution(SAID, QUOTED, "speech")]
    assert found_act(ActCase(("", ""), (SAID,), (QUOTED,), "speech"), found) == "speech"


def parsed(relation: str) -> Document:
    """The text with "mayor" attached to "said" by a relation."""
    words = (
        Word(0, "said", SAID, "say", "VERB"),
        Word(1, "mayor", MAYOR, "mayor", "NOUN", head=0, deprel=relation),
        Word(2, "Lund", LUND, "Lund", "PROPN", head=1, deprel="nmod"),
    )
    return Document(TEXT, sentences=(Sentence(words),))


@pytest.mark.parametrize(
    ("relation", "subject", "expected"),
    [
        ("nsubj", MAYOR, True),
        ("nsubj", Span(MAYOR.start - 4, LUND.end), True),
        ("nsubj:pass", MAYOR, True),
        ("nsubj", LUND, False),
        ("obj", MAYOR, False),
    ],
)
def test_a_subject_must_be_attached_to_the_verb_as_its_subject(relation: str, subject: Span, expected: bool) -> None:
    assert has_subject(InvertedCase(("", ""), SAID, subject), parsed(relation)) == expected


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("name", "count", "fields"),
    [
        ("act", 200, {"id": str, "cue": list, "content": list, "act": str}),
        ("inverted", 100, {"corpus": str, "id": str, "verb": list, "subject": list}),
    ],
)
def test_a_sample_is_complete_and_contains_no_text(name: str, count: int, fields: dict[str, type]) -> None:
    found = lines(name)
    assert len(found) == count
    assert {tuple((key, type(value)) for key, value in row.items()) for row in found} == {tuple(fields.items())}
    places = [json.dumps([value for key, value in row.items() if key != "act"]) for row in found]
    assert len(set(places)) == count
    assert all("\n" not in row["id"] and len(row["id"]) < 60 for row in found)


@pytest.mark.parametrize("part", ["cue", "content"])
def test_the_spans_of_an_act_are_half_open_and_sorted(part: str) -> None:
    for row in lines("act"):
        edges = [edge for span in row[part] for edge in span]
        assert edges, row
        assert all(isinstance(edge, int) and edge >= 0 for edge in edges), row
        assert all(start < end for start, end in row[part]), row
        assert edges == sorted(edges), row


def test_the_labels_are_those_of_the_library() -> None:
    assert {row["act"] for row in lines("act")} == {"speech", "thought"}
    assert {row["corpus"] for row in lines("inverted")} == {"polnear", "onestop"}


def test_an_inverted_subject_follows_its_verb() -> None:
    for case in inverted_cases():
        assert 0 < len(case.verb) < 12
        assert 0 < case.subject.start - case.verb.end < 4
        assert 0 < len(case.subject) < 60


def test_every_row_is_a_case() -> None:
    assert (len(act_cases()), len(inverted_cases())) == (200, 100)
