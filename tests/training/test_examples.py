"""Windows with labels: heads are positions in the window, batches have one task, epochs depend on the seed."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import torch
from attrs import evolve

from quoteattr.training.corpora import CONTENT, STYLES, CueRoles, NewsArticle
from quoteattr.training.examples import (
    IGNORED,
    Corpora,
    Example,
    batched,
    entity_examples,
    inventory,
    news_examples,
    one_pass,
    padded,
    same_sentence,
    tree_examples,
)
from quoteattr.training.network import Labels
from tests.training.small_corpora import ARTICLE, CORPORA, ENTITIES, LABELS
from tests.training.treebank import CLOSED, RAINED, tree


def test_the_inventory_is_that_of_the_training_part() -> None:
    assert LABELS.upos == ("ADJ", "ADP", "ADV", "DET", "NOUN", "PRON", "PROPN", "PUNCT", "VERB")
    assert LABELS.entity == ("O", "B-Person", "I-Person", "E-Person", "S-Person")
    assert "root" in LABELS.deprel


def test_a_rare_subtype_counts_as_its_main_relation() -> None:
    often, rare = tree("Go VERB 0 root", "on ADP 1 compound:prt"), tree("Go VERB 0 root", "away ADV 1 advmod:emph")
    labels = inventory(Corpora([[often] * 20 + [rare] * 19], [], [], []))
    assert labels.deprel == ("advmod", "compound:prt", "root")
    [example] = tree_examples([[rare]], labels, 150)
    assert [labels.deprel[i] for i in example.labels[3]] == ["root", "advmod"]


def test_heads_count_in_the_window_from_one() -> None:
    [example] = tree_examples([[RAINED, CLOSED]], LABELS, 150)
    _, _, heads, _ = example.labels
    words = example.window.words
    assert [words[head - 1] if head else "" for head in heads[8:]] == [
        *("bridge", "bridge", "closed", "", "Friday", "closed", "closed"),
    ]


def test_an_unknown_label_is_ignored() -> None:
    [example] = tree_examples([[tree("Oh INTJ 0 root")]], LABELS, 150)
    assert example.labels[:2] == ([IGNORED], [IGNORED])


def test_entity_and_news_windows_have_a_label_for_each_word() -> None:
    [entity] = entity_examples([[ENTITIES]], LABELS, 150)
    assert [LABELS.entity[i] for i in entity.labels[0]] == ["B-Person", "E-Person", "O"]
    [news] = news_examples([ARTICLE], 150)
    [(anchor, roles)] = news.labels[0]
    assert news.window.words[anchor] == "said"
    assert len(roles) == len(news.window.words)


def drawn(seed: int, share: Fraction = Fraction(1)) -> list[list[Example]]:
    return one_pass(CORPORA, LABELS, random.Random(seed), 60, share, Fraction(1))


def test_a_batch_has_one_task_and_a_bounded_number_of_words() -> None:
    for group in drawn(1):
        assert len({example.task for example in group}) == 1
        assert len(group) == 1 or max(len(e.window.words) for e in group) * len(group) <= 60


def test_a_pass_is_determined_by_its_seed() -> None:
    assert [[(e.task, e.window) for e in group] for group in drawn(5)] == [
        [(e.task, e.window) for e in group] for group in drawn(5)
    ]
    assert [[e.task for e in group] for group in drawn(5)] != [[e.task for e in group] for group in drawn(6)]


@pytest.mark.parametrize(("share", "count"), [(Fraction(1), 9), (Fraction(1, 3), 3), (Fraction(1, 2), 5)])
def test_a_share_of_the_entity_documents_is_used(share: Fraction, count: int) -> None:
    found = [example for group in drawn(2, share) for example in group]
    assert sum(example.task == "entity" for example in found) == count


def test_batches_lose_no_example() -> None:
    articles = [versions[0] for versions in CORPORA.articles]
    examples = [*tree_examples(CORPORA.trees, LABELS, 150), *news_examples(articles, 150)]
    found = [example for group in batched(examples, 40, random.Random(0)) for example in group]
    assert sorted(map(id, found)) == sorted(map(id, examples))


def test_labels_are_padded_with_the_ignored_index() -> None:
    assert padded([[1, 2], [3]], 3).tolist() == [[1, 2, IGNORED], [3, IGNORED, IGNORED]]


def test_a_head_is_the_root_or_another_word_of_the_sentence() -> None:
    # Two sentences of two and one words, and padding.
    allowed = same_sentence(torch.tensor([[1, 1, 2, 0]]))[0]
    assert allowed[:3].int().tolist() == [[1, 0, 1, 0, 0], [1, 1, 0, 0, 0], [1, 0, 0, 0, 0]]


def test_labels_of_any_sequence_are_tuples() -> None:
    labels = Labels(["A"], ["B"], ["root"], ["O"])
    assert Labels(**labels.as_dict()) == labels


def test_quotation_marks_of_another_style_keep_the_quotation_states() -> None:
    article = NewsArticle("a", ((("“", "No", "”", "said", "Lund", "’s", "aide"), 0),), (CueRoles(3, {1: CONTENT}),))
    [plain] = news_examples([article], 150)
    drawn = {
        tuple(example.window.words): example.window.quote_states()
        for seed in range(60)
        for example in news_examples([article], 150, random.Random(seed), marks=1.0)
    }
    assert {words[0] + words[2] for words in drawn} == {opening + closing for opening, closing in STYLES}
    assert {tuple(states) for states in drawn.values()} == {tuple(plain.window.quote_states())}


def test_short_windows_have_few_sentences_and_all_cues() -> None:
    sentences = [((str(number), "Lund", "said", "it", "was", "late", "."), number) for number in range(40)]
    article = NewsArticle("a", tuple(sentences), tuple(CueRoles(7 * number + 2, {}) for number in range(40)))
    whole = news_examples([article], 150, random.Random(1))
    short = news_examples([article], 150, random.Random(1), short=1.0)
    assert max(len(example.window.starts) for example in whole) > 10
    assert {len(example.window.starts) for example in short} <= set(range(1, 9))
    assert sum(len(example.labels[0]) for example in short) == 40, "no cue is lost"


def test_bare_headlines_are_drawn() -> None:
    article = NewsArticle("a", ((("Port", "closes", "."), 0), (("Lund", "said", "so", "."), 2)), (CueRoles(4, {}),))
    [plain] = news_examples([article], 150, random.Random(1))
    [bare] = news_examples([article], 150, random.Random(1), bare=1.0)
    assert (len(plain.window.words), len(bare.window.words)) == (7, 6)
    assert [example.window.words[example.labels[0][0][0]] for example in (plain, bare)] == ["said", "said"]


@pytest.mark.parametrize(("share", "count"), [(0, 0), (1, 1), (2, 2)])
def test_a_pass_draws_a_share_of_the_written_articles(share: int, count: int) -> None:
    corpora = evolve(CORPORA, written=[NewsArticle("a", ((("Unheard", "of"), 0),), ())])
    batches = one_pass(corpora, LABELS, random.Random(1), 400, Fraction(1), Fraction(1), Fraction(share))
    assert sum("Unheard" in example.window.words for group in batches for example in group) == count
