"""The figures are those of the benchmark's scorer, and the spans of each role are counted exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import ArgumentError
from quoteattr.evaluation import compare, compare_all, evaluate, figures, score
from quoteattr.evaluation.comparison import is_speech, quoted_characters
from quoteattr.formats.annotated import from_object
from quoteattr.model import AnnotatedText, Relation, Span

# Gold and predictions, most of them random spans over random marks and words, with the figures that the
# stand-alone scorer of the benchmark printed for them. Every cue has a letter or digit: that scorer ignores others.
SCORED = json.loads(Path(__file__).with_name("scored.json").read_text("utf-8"))


def scored(case: dict) -> dict:
    gold = [from_object(row) for row in case["gold"]]
    texts = {annotated.id: annotated.text for annotated in gold}
    found = {row["id"]: from_object(row, text=texts[row["id"]]).relations for row in case["found"]}
    return score(figures(compare_all(gold, found)))


@pytest.mark.parametrize("case", SCORED, ids=lambda case: case["name"])
def test_the_figures_equal_those_of_the_benchmark_exactly(case):
    assert scored(case) == case["figures"]


def test_the_stored_figures_are_not_trivial():
    relation = [case["figures"]["all"]["relation"]["f1"] for case in SCORED]
    assert len({value for value in relation if 0 < value < 1}) >= 8
    assert {track for case in SCORED for track in case["figures"]} == {"all", "speech", "direct", "mixed", "indirect"}


TEXT = "[Ott]s1 [said]c1 {it would rain}1. [Lund]s2 [hopes]c2 {for a dry day}2."


@pytest.mark.parametrize(
    ("found", "outcomes"),
    [
        ("[Ott]s1 [said]c1 {it would rain}1. [Lund]s2 [hopes]c2 {for a dry day}2.", ["right", "right"]),
        ("[Ott]s1 [said]c1 {it would}1 rain. Lund hopes for a dry day.", ["right", "alone"]),
        ("Ott [said]c1 {it would rain}1. Lund hopes {for a dry day}2.", ["source", "source"]),
        ("[Ott]s1 [said]c1 {it}1 would rain. [Lund]s2 hopes for a {dry}2 day.", ["content", "content"]),
        ("Ott said it would rain. Lund [hopes]c2 {for a dry day}2.", ["alone", "source"]),
        ("Ott said it would rain. Lund hopes for a dry day.", ["alone", "alone"]),
    ],
)
def test_the_outcome_of_each_gold_relation(marked, found, outcomes):
    gold, other = marked(TEXT), marked(found)
    assert gold.text == other.text
    assert [judged.outcome for judged in compare(gold, other.relations).gold] == outcomes


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("[Ott]s1 of the mill", True),
        ("[Ott of the mill]s1", True),
        ("Ott of [the mill]s1", False),
        ("Ott of the mill", False),
        ("[Ott of the mill, the oldest one on the river north of here]s1", False),
    ],
)
def test_a_source_is_right_if_it_overlaps_and_is_not_far_too_long(marked, source, right):
    rest = "" if "river" in source else ", the oldest one on the river north of here"
    gold = marked("[Ott]s1 of the mill, the oldest one on the river north of here [said]c1 {it would rain}1")
    found = marked(f"{source}{rest} [said]c1 {{it would rain}}1")
    assert gold.text == found.text
    [judged] = compare(gold, found.relations).gold
    assert judged.content
    assert judged.relation is right


@pytest.mark.parametrize(("letters", "right"), [(32, True), (33, False)])
def test_a_found_source_may_be_four_times_as_long_and_twenty_letters(letters, right):
    text = "Ott" + "a" * 60 + " it rained"
    content = [Span(64, 73)]
    gold = AnnotatedText("a", text, [Relation([Span(0, 3)], (), content)])
    [judged] = compare(gold, [Relation([Span(0, letters)], (), content)]).gold
    assert judged.relation is right


@pytest.mark.parametrize(("end", "met"), [(4, True), (3, False)])
def test_half_of_the_content_is_enough(end, met):
    gold = AnnotatedText("a", "raindrop", [Relation(content=[Span(0, 8)])])
    [judged] = compare(gold, [Relation(content=[Span(0, end)])]).gold
    assert (judged.content, judged.relation) == (met, met)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("{Harbour to close}1 [-]c1 [mayor]s1", "{Harbour to close}1 [-]c1 [mayor]s1", [True]),
        ("[Lund]s1[:]c1 “{We had no choice}1.”", "[Lund]s1[: “]c1{We had no choice}1.”", [True]),
        ("[Lund]s1[:]c1 “{We had no choice}1.”", "[Lund]s1: [“]c1{We had no choice}1.”", [False]),
        ("[Lund]s1[:]c1 “{We had no choice}1.”", "[Lund]s1: “{We had no choice}1.”", [False]),
        ("{We had no choice}1, [Lund]s1", "{We had}1 no choice, Lund", [True]),
        ("{We won}1. {We lost}2. [Ott]s1", "We won. {We lost}2. [Ott]s1", [False, True]),
    ],
)
def test_cues_without_letters_are_compared_by_their_marks(marked, gold, found, right):
    gold, found = marked(gold), marked(found)
    assert gold.text == found.text
    comparison = compare(gold, found.relations)
    assert [judged.cue for judged in comparison.gold] == right
    assert sum(judged.cue for judged in comparison.found) == sum(right)
    assert all(judged.whole == judged.cue for judged in comparison.gold if judged.relation)


def test_whole_requires_the_cue_of_the_same_relation(marked):
    gold = marked("[Ott]s1 [said]c1 {it would rain}1 and Lund nodded")
    found = marked("[Ott]s1 said {it would rain}1 and Lund [nodded]c1")
    [judged] = compare(gold, found.relations).found
    assert (judged.relation, judged.whole) == (True, False)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b c” d", "bc"),
        ('a "b" c "d" e', "bd"),
        ("a ``b'' c", "b"),
        ("a ''b'' c", "b"),
        ('"a\nb" c', "ac"),  # the end of a line closes, so the second mark opens
        ("“a “b” c", "ab"),  # curly marks do not nest
        ("it's a '''b", "b"),
        ("''''a", "a"),
        ("", ""),
    ],
)
def test_characters_between_quotation_marks(text, quoted):
    mask = quoted_characters(text)
    assert len(mask) == len(text)
    assert "".join(c for c, inside in zip(text, mask, strict=True) if inside and c.isalnum()) == quoted


@pytest.mark.parametrize(
    ("cue", "speech"),
    [
        (["said"], True),
        (["has also TOLD"], True),
        (["hopes"], False),
        ([":"], True),
        ([], True),
        (["will", "add"], True),
    ],
)
def test_a_cue_of_speech_has_a_reporting_word_or_no_word(cue, speech):
    assert is_speech(cue) is speech


def spans_of(marked, gold, found):
    gold, found = marked(gold), marked(found)
    assert gold.text == found.text
    result = figures([compare(gold, found.relations)]).spans
    return {role: (rate.precision, rate.recall) for role, rate in result.items()}


@pytest.mark.parametrize(
    ("gold", "found", "role", "rate"),
    [
        # marks and spaces at the ends are ignored
        ("[Ott]s1 said {“it rains.”}1", "[Ott]s1 said “{it rains}1.”", "content", (1, 1)),
        # two spans with only a comma between them equal one span
        ("[Ott]s1 said {it rains}1, {it pours}1", "[Ott]s1 said {it rains, it pours}1", "content", (1, 1)),
        # one word too few is wrong
        ("[Ott]s1 said {it rains}1", "[Ott]s1 said it {rains}1", "content", (0, 0)),
        # spans of a discontinuous content count by themselves
        ("{it rains}1, [Ott]s1 said, {it pours}1", "{it rains}1, [Ott]s1 said, it pours", "content", (1, 0.5)),
        # no source on one side
        ("[Ott]s1 said {it rains}1", "Ott said {it rains}1", "source", (0, 0)),
    ],
)
def test_exact_spans_of_each_role(marked, gold, found, role, rate):
    assert spans_of(marked, gold, found)[role] == rate


def test_a_source_that_two_cues_share_is_one_span():
    ott, rain, hail = Span(0, 3), Span(9, 13), Span(24, 28)
    gold = AnnotatedText(
        "a", "Ott says rain and fears hail", [Relation([ott], (), [rain]), Relation([ott], (), [hail])]
    )
    [rate] = [figures([compare(gold, gold.relations[:1])]).spans["source"]]
    assert (rate.precision, rate.recall) == (1, 1)


def test_versions_of_several_annotators_are_scored_one_by_one(marked):
    one, other = marked("[Ott]s1 [said]c1 {it rains}1"), marked("[Ott]s1 [said]c1 it {rains}1")
    result = evaluate([one, other], {"a": one.relations}, resamples=0)
    assert result.figures.tracks["all"].gold == 2
    assert result.figures.tracks["all"].rates["exact"].recall == 0.5


@pytest.mark.parametrize("id", ["b", 1])
def test_predictions_for_no_gold_text_are_refused(id):
    gold = from_object({"id": 1, "text": "Ott said no.", "attributions": []})
    with pytest.raises(ArgumentError, match=f"found has the id {id!r}, which no gold text has"):
        evaluate([gold], {"1": (), id: ()}, resamples=0)


def test_empty_input_has_no_figures():
    result = evaluate([], {})
    assert (result.figures.tracks, result.intervals, result.calibration) == ({}, {}, None)
    assert result.to_dict()["tracks"] == {}


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda ends: Span(*sorted(ends))), max_size=3)
RELATIONS = st.lists(st.builds(Relation, SPANS, SPANS, SPANS), max_size=6)


@given(st.text(alphabet="ab \n\"“”'`,é\ud800\x00", max_size=60), RELATIONS, RELATIONS)
def test_any_spans_over_any_text_can_be_compared(text, gold, found):
    comparison = compare(AnnotatedText("a", text, gold), found)
    measured = figures([comparison])
    for name, value in measured.headline().items():
        assert 0 <= value <= 1.0000001, name
    for track in measured.tracks.values():
        assert track.rates["exact"].recall <= track.rates["content"].recall
        assert track.rates["relation"].recall <= track.rates["content"].recall
    assert sum(j.content for j in comparison.gold) == sum(j.content for j in comparison.found)


@given(st.text(alphabet="ab \n“”", max_size=40), RELATIONS)
def test_gold_against_itself_is_all_right(text, relations):
    distinct = {relation.content: relation for relation in relations}
    unique = {judged.reading.content for judged in compare(AnnotatedText("a", text, distinct.values()), ()).gold}
    comparison = compare(AnnotatedText("a", text, distinct.values()), distinct.values())
    if len(unique) == len(comparison.gold):  # equal contents may be aligned crosswise
        assert all(judged.exact and judged.relation for judged in comparison.gold)
