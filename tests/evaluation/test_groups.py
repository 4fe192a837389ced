"""Relations are split up by cue, kind, rule, source and length."""

from __future__ import annotations

import pytest

from quoteattr import ArgumentError
from quoteattr.evaluation import NOTHING, compare, confusion, groups, lemma_of, main_word

GOLD = (
    "[Ada Lund]s1 [said]c1 {it would rain}1. [She]s2 [has not denied]c2 {the flood}2. [residents]s3[:]c3 {“we knew.”}3 "
    "[The mill]s4 [blorped]c4 {that wages, which had fallen for years on end, would rise}4. {No}5."
)
FOUND = (
    "[Ada Lund]s1 [said]c1 {it would rain}1. She [has not denied]c2 {the flood}2. residents: “we knew.” "
    "The mill blorped that {wages, which had fallen for years on end, would rise}4. No."
)


@pytest.fixture
def comparisons(marked):
    gold, found = marked(GOLD), marked(FOUND, rule="clause")
    assert gold.text == found.text
    return [compare(gold, found.relations)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("cue", {"say", "deny", ":", "blorped", "(no cue)"}),
        ("kind", {"direct", "indirect"}),
        ("source-type", {"name", "pronoun", "description", "none"}),
        ("length", {"1-5 words", "11-20 words", "6-10 words"}),
        ("rule", {"clause", NOTHING}),
    ],
)
def test_the_groups_cover_all_relations(comparisons, by, names):
    found = groups(comparisons, by)
    assert {group.name for group in found} <= names
    assert sum(sum(group.gold.values()) for group in found) == 5
    assert sum(sum(group.found.values()) for group in found) == 3


def test_a_group_counts_the_outcomes_of_its_relations(comparisons):
    by_cue = {group.name: group for group in groups(comparisons, "cue")}
    assert by_cue["say"].gold == {"right": 1}
    assert by_cue["deny"].gold == {"source": 1}
    assert by_cue[":"].gold == {"alone": 1}
    assert (by_cue["say"].rate.f1, by_cue["deny"].rate.f1) == (1, 0)


def test_gold_is_counted_under_the_rule_of_its_prediction(comparisons):
    by_rule = {group.name: group for group in groups(comparisons, "rule")}
    assert sum(by_rule["clause"].gold.values()) == 3
    assert by_rule[NOTHING].gold == {"alone": 2}


def test_an_unknown_grouping_is_named(comparisons):
    with pytest.raises(ArgumentError, match="by='x' is unknown: give one of 'cue', 'kind'"):
        groups(comparisons, "x")


def test_lengths_are_in_order(comparisons):
    numbers = [int(group.name.split("-")[0].split()[0]) for group in groups(comparisons, "length")]
    assert numbers == sorted(numbers)


def test_the_confusion_of_kinds_counts_every_relation(marked):
    gold = marked("[Ott]s1 said {“it rained all day”}1. {it pours}2")
    found = marked("[Ott]s1 said {“it rained all day”. it pours}1")
    assert confusion([compare(gold, found.relations)], "kind") == {("direct", "mixed"): 1, ("indirect", NOTHING): 1}


def test_the_confusion_excludes_pairs_with_less_than_half_in_common(marked):
    gold, found = marked("[Ott]s1 said {“it rained all day”}1"), marked("[Ott]s1 said “{it}1 rained all day”")
    assert confusion([compare(gold, found.relations)], "kind") == {("direct", NOTHING): 1, (NOTHING, "direct"): 1}


def test_gold_has_the_lemmas_of_its_predictions(marked):
    gold = marked("[Ott]s1 [forswore]c1 {the river}1")
    found = marked("[Ott]s1 [forswore]c1 {the river}1", lemma="forswear")
    [group] = groups([compare(gold, found.relations)], "cue")
    assert group.name == "forswear"


@pytest.mark.parametrize(
    ("cue", "word"),
    [
        ("said", "said"),
        ("has also repeatedly said", "said"),
        ("According to", "according"),
        (":", ""),
        ("was not", "was"),
    ],
)
def test_the_main_word_of_a_cue(cue, word):
    assert main_word(cue) == word


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        *(("said", "say"), ("told", "tell"), ("denies", "deny"), ("arguing", "argue"), ("planned", "plan")),
        *(("claims", "claim"), ("announced", "announce"), ("blorped", "blorped")),
    ],
)
def test_lemmas_by_the_lexicons(word, lemma):
    assert lemma_of(word) == lemma
