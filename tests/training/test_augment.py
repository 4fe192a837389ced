"""Augmented sentences are well-formed trees, and keep the arcs of the sentences that they were made from."""

from __future__ import annotations

import random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.training.augment import (
    bare_headline,
    below,
    children,
    inserted,
    moved_subjects,
    quotatives,
    reordered,
    roughened,
)
from quoteattr.training.corpora import CONTENT, SOURCE, CueRoles, NewsArticle, TreeSentence
from tests.training.treebank import CLOSED, MET, RAINED, arcs, is_tree, tree

TREEBANK = (RAINED, CLOSED, MET)


@st.composite
def trees(draw: st.DrawFn) -> TreeSentence:
    """Any tree over 1 to 8 different words: the head of each word is one drawn before it."""
    order = draw(st.permutations(range(draw(st.integers(1, 8)))))
    heads = {order[0]: -1}
    for position, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, position - 1))]
    count = len(order)
    relations = tuple("root" if heads[i] < 0 else "dep" for i in range(count))
    words = tuple(f"w{i}" for i in range(count))
    return TreeSentence(words, ("X",) * count, ("x",) * count, tuple(heads[i] for i in range(count)), relations)


@pytest.mark.parametrize("sentence", TREEBANK)
def test_the_sentences_of_these_tests_are_trees(sentence: TreeSentence) -> None:
    assert is_tree(sentence)


@given(trees(), st.randoms(use_true_random=False))
def test_another_order_keeps_every_arc(sentence: TreeSentence, dice: random.Random) -> None:
    order = dice.sample(range(len(sentence.words)), len(sentence.words))
    made = reordered(sentence, order)
    assert made.words == tuple(sentence.words[i] for i in order)
    assert is_tree(made)
    assert arcs(made) == arcs(sentence)


@given(trees(), st.data())
def test_an_additional_mark_keeps_every_arc(sentence: TreeSentence, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(sentence.words)))
    head = data.draw(st.integers(0, len(sentence.words) - 1))
    made = inserted(sentence, position, ",", head, ",")
    assert is_tree(made)
    assert arcs(made) == arcs(sentence) | {(",", "punct", sentence.words[head])}
    assert (made.words[position], made.upos[position]) == (",", "PUNCT")


def test_children_are_found_by_their_relation_without_subtype() -> None:
    passive = evolve(RAINED, deprels=("nsubj:pass", *RAINED.deprels[1:]))
    assert children(passive, 1, "nsubj") == [0]
    assert children(RAINED, 5, "nsubj", "ccomp") == [1, 3]
    assert children(RAINED, 5, "obj") == []


def test_the_words_below_a_word_are_its_descendants() -> None:
    assert below(RAINED, 1) == [0, 1, 2]
    assert below(RAINED, 5) == list(range(8))
    assert below(RAINED, 4) == [4]


def test_a_subject_moves_after_its_verb() -> None:
    [made] = moved_subjects([RAINED])
    assert " ".join(made.words) == "It rained , said Mayor Lund twice ."
    assert is_tree(made)
    assert arcs(made) == arcs(RAINED)


@pytest.mark.parametrize(
    "sentence",
    [
        CLOSED,  # not a reporting verb
        evolve(RAINED, words=(*RAINED.words[:5], "sang", *RAINED.words[6:])),
        evolve(RAINED, upos=(*RAINED.upos[:3], "PRON", *RAINED.upos[4:])),  # "said she" is not news English
        evolve(RAINED, deprels=(*RAINED.deprels[:6], "obj", "punct")),  # "said Lund the words"
        tree("Lund PROPN 2 nsubj", "said VERB 0 root", "it PRON 4 nsubj", "rained VERB 2 ccomp", ". PUNCT 2 punct"),
    ],
)
def test_a_subject_is_not_moved_to_an_ungrammatical_position(sentence: TreeSentence) -> None:
    assert list(moved_subjects([sentence])) == []


def made_quotatives(seed: int, count: int = 60) -> list[TreeSentence]:
    return list(quotatives(TREEBANK, random.Random(seed), count))


@given(st.integers(0, 2**32))
def test_quotatives_are_trees_with_a_clause_and_a_subject(seed: int) -> None:
    for made in made_quotatives(seed, 5):
        assert is_tree(made)
        verb = made.heads.index(-1)
        [clause], [subject] = children(made, verb, "ccomp"), children(made, verb, "nsubj")
        assert clause < verb
        assert made.upos[subject] in {"PROPN", "NOUN"}
        assert made.words[-1] == "."
        assert made.words.count('"') in {0, 2}


def test_quotatives_are_in_both_orders_with_and_without_marks() -> None:
    texts = {" ".join(made.words) for made in made_quotatives(1, 400)}
    assert "The old bridge closed on Friday , said Ana Ruiz ." in texts
    assert '" The old bridge closed on Friday , " Ana Ruiz said .' in texts
    assert "Ana Ruiz met the union , said the old bridge ." in texts  # an article inside a sentence is lower case


def test_quotatives_are_determined_by_the_seed() -> None:
    assert made_quotatives(7) == made_quotatives(7)
    assert made_quotatives(7) != made_quotatives(8)


def test_some_sentences_have_no_stop_or_are_in_capitals() -> None:
    dice = random.Random(3)
    made = [roughened(CLOSED, dice) for _ in range(400)]
    assert all(is_tree(each) for each in made)
    assert {each.words for each in made} == {
        CLOSED.words,
        CLOSED.words[:-1],
        tuple(word.upper() for word in CLOSED.words),
    }
    assert sum(each.words == CLOSED.words for each in made) > 300


def test_a_headline_loses_its_stop_and_the_cues_after_it_their_place() -> None:
    headline, lead = (("Port", "closes", "."), 0), (("Lund", "said", "so", "."), 2)
    cue = CueRoles(4, {0: CONTENT, 1: CONTENT, 2: CONTENT, 3: SOURCE})
    made = bare_headline(NewsArticle("a", (headline, lead), (cue,)))
    assert made.sentences == ((("Port", "closes"), 0), lead)
    assert made.cues == (CueRoles(3, {0: CONTENT, 1: CONTENT, 2: SOURCE}),)


@pytest.mark.parametrize(
    "sentences",
    [
        ((("Port", "closes"), 0), (("Is", "it", "closed", "?"), 0)),
        ((("Port", "closes", "."), 0), (("Lund", "said", "so", "."), 0)),  # a paragraph of two sentences
    ],
    ids=["no stop", "no line of its own"],
)
def test_other_first_lines_keep_their_words(sentences: tuple[tuple[tuple[str, ...], int], ...]) -> None:
    article = NewsArticle("a", sentences, ())
    assert bare_headline(article) is article
