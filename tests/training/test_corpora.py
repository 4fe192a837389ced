"""Files of corpora are read as sentences, tags and cues."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.lemma.trainer import Trainer

from quoteattr.annotate.features import Window
from quoteattr.model import Span
from quoteattr.training.corpora import (
    CONTENT,
    CUE,
    SOURCE,
    WRITTEN,
    anchor,
    article_windows,
    bioes,
    completed,
    dictionary,
    entities,
    entity_documents,
    news,
    packed,
    read_jsonl,
    regular_forms,
    treebank,
    triples,
    with_marks,
    written,
)
from tests.training.treebank import CLOSED, RAINED

BIO = st.lists(st.sampled_from(["O", "B-A", "I-A", "B-B", "I-B"]), max_size=12)
TEXT = 'The port closed.\nMayor Lund said "rents will rise".'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("O", "O"),
        ("B-A", "S-A"),
        ("B-A I-A", "B-A E-A"),
        ("B-A I-A I-A O", "B-A I-A E-A O"),
        ("B-A B-A", "S-A S-A"),
        ("B-A I-B", "S-A S-B"),
        ("O I-A I-A", "O B-A E-A"),  # an entity that begins with I
        ("B-A I-A B-A O B-B", "B-A E-A S-A O S-B"),
    ],
)
def test_bio_becomes_bioes(before: str, after: str) -> None:
    assert list(bioes(before.split())) == after.split()


@given(BIO)
def test_bioes_has_the_entities_of_bio(tags: Sequence[str]) -> None:
    assert entities(list(bioes(tags))) == entities(tags)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O", set()),
        ("B-A I-A O", {(0, 2, "A")}),
        ("B-A B-A", {(0, 1, "A"), (1, 2, "A")}),
        ("B-A I-B I-B", {(0, 1, "A"), (1, 3, "B")}),
        ("S-A S-A E-A", {(0, 1, "A"), (1, 2, "A"), (2, 3, "A")}),
        ("O B-A E-A S-B", {(1, 3, "A"), (3, 4, "B")}),
    ],
)
def test_entities_of_tags(tags: str, expected: set[tuple[int, int, str]]) -> None:
    assert entities(tags.split()) == expected


@pytest.mark.parametrize(
    ("cue", "word"),
    [
        ("said", "said"),
        ("has also said", "said"),
        ("did n't say", "say"),
        ("reportedly told", "told"),
        ("according to", "according"),
        ("is of the opinion", "opinion"),
        ("―", "―"),
        ("has", "has"),  # no other word is left
        ('" has', '"'),
    ],
)
def test_the_main_word_of_a_cue(cue: str, word: str) -> None:
    words = cue.split()
    numbers = range(40, 40 + len(words))
    assert words[anchor(words, numbers) - 40] == word


def zipped(path: Path, *rows: object) -> Path:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return path


def test_a_treebank_has_documents_and_paragraphs(tmp_path: Path) -> None:
    row = "1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n"
    marks = ("# newdoc id = a\n# newpar\n", "", "# newpar\n", "# newdoc id = b\n")
    path = tmp_path / "bank.conllu.gz"
    path.write_bytes(gzip.compress("".join(mark + row for mark in marks).encode()))
    found = treebank(path)
    assert [[sentence.paragraph for sentence in document] for document in found] == [[1, 1, 2], [3]]
    sentence = found[0][0]
    assert (sentence.words, sentence.upos, sentence.xpos) == (("Yes",), ("INTJ",), ("UH",))
    assert (sentence.heads, sentence.deprels) == ((-1,), ("root",))


def test_entity_documents_leave_out_empty_words(tmp_path: Path) -> None:
    sentence = [["Ana", "B-Person"], [" ", "I-Person"], ["Ruiz", "I-Person"], ["left", "O"]]
    [[found]] = entity_documents(zipped(tmp_path / "ner.jsonl.gz", {"id": "a", "sentences": [sentence, [["", "O"]]]}))
    assert (found.words, found.tags) == (("Ana", "Ruiz", "left"), ("B-Person", "E-Person", "O"))


def test_four_lines_of_an_entity_document_count_as_a_paragraph(tmp_path: Path) -> None:
    row = {"id": "a", "sentences": [[["word", "O"]]] * 9}
    [document] = entity_documents(zipped(tmp_path / "ner.jsonl.gz", row))
    assert [sentence.paragraph for sentence in document] == [0, 0, 0, 0, 1, 1, 1, 1, 2]


def spans(*phrases: str) -> list[list[int]]:
    return [[TEXT.index(phrase), TEXT.index(phrase) + len(phrase)] for phrase in phrases]


@pytest.fixture
def article(tmp_path: Path):
    claim = {"source": spans("Mayor Lund"), "cue": spans("said"), "content": spans("rents will rise")}
    without_cue = {"source": [], "cue": [], "content": spans("The port")}
    row = {"id": "a", "text": TEXT, "attributions": [claim, without_cue]}
    [found] = news(zipped(tmp_path / "news.jsonl.gz", row))
    return found


def test_an_article_is_segmented_and_its_roles_are_words(article) -> None:
    assert [(" ".join(words), paragraph) for words, paragraph in article.sentences] == [
        ("The port closed .", 0),
        ('Mayor Lund said " rents will rise " .', 1),
    ]
    [cue] = article.cues
    assert cue.anchor == 6
    assert cue.words == {4: SOURCE, 5: SOURCE, 6: CUE, 8: CONTENT, 9: CONTENT, 10: CONTENT}


def test_the_roles_of_a_cue_have_positions_in_its_window(article) -> None:
    [(window, cues)] = article_windows(article, 150)
    assert len(window.words) == 13
    assert [(position, window.words[position]) for position, _ in cues] == [(6, "said")]
    # The sentence alone in its window: the same roles, from its first word on.
    (_, none), (second, [(position, roles)]) = article_windows(article, 9)
    assert none == []
    assert second.words[position] == "said"
    assert roles == [SOURCE, SOURCE, CUE, 0, CONTENT, CONTENT, CONTENT, 0, 0]


def test_windows_have_their_sentences() -> None:
    document = [evolve(each, paragraph=number) for number, each in enumerate((RAINED, CLOSED, RAINED))]
    found = list(packed([document, [CLOSED]], limit=15))
    assert [len(window.words) for window, _ in found] == [15, 8, 7]
    for window, sentences in found:
        assert [word for sentence in sentences for word in sentence.words] == list(window.words)


def test_a_sentence_longer_than_a_window_is_left_out() -> None:
    assert [sentences for _, sentences in packed([[RAINED, CLOSED]], limit=7)] == [[CLOSED]]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (0, ['"', "No", '"', "``", "Yes", "''"]),
        (1, ['"', "No", '"', '"', "Yes", '"']),
        (2, ["“", "No", "”", "“", "Yes", "”"]),
        (3, ["``", "No", "''", "``", "Yes", "''"]),
    ],
)
def test_quotation_marks_in_another_style(style: int, expected: list[str]) -> None:
    window = Window(['"', "No", '"', "``", "Yes", "''"], [0], [0])
    assert list(with_marks(window, style).words) == expected


SEEN = [("saw", "VERB", "see"), ("saw", "VERB", "see"), ("saw", "VERB", "saw"), ("saw", "NOUN", "saw")]


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("saw", "VERB", "see"),  # the more frequent of two
        ("saw", "NOUN", "saw"),
        ("saw", "X", "see"),  # a tag that it never had
        ("unseen", "NOUN", "unseen"),
    ],
)
def test_words_get_the_lemma_of_their_tag(word: str, tag: str, lemma: str) -> None:
    trainer = Trainer(args={"dict_only": True})
    trainer.pos_dict = json.loads(json.dumps(dictionary(SEEN)))
    assert trainer.predict_dict([(word, tag)]) == [lemma]


def test_the_words_of_all_treebanks_are_read(tmp_path: Path) -> None:
    paths = [tmp_path / "a.gz", tmp_path / "b.gz"]
    for path, form in zip(paths, ("saw", "went"), strict=True):
        lemma = {"saw": "see", "went": "go"}[form]
        path.write_bytes(gzip.compress(f"1\t{form}\t{lemma}\tVERB\tVBD\t_\t0\troot\t_\t_\n\n".encode()))
    assert list(triples(paths)) == [("saw", "VERB", "see"), ("went", "VERB", "go")]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("endorse", ["endorses", "endorsed", "endorsing"]),
        ("deny", ["denies", "denied", "denying"]),
        ("stress", ["stresses", "stressed", "stressing"]),
        ("say", ["says", "sayed", "saying"]),
        ("agree", ["agrees", "agreed", "agreeing"]),
        ("admit", ["admits", "admited", "admiting", "admitted", "admitting"]),
    ],
)
def test_regular_forms(lemma: str, forms: list[str]) -> None:
    assert list(regular_forms(lemma)) == forms


def test_the_forms_of_reporting_verbs_are_added_where_the_treebanks_have_none() -> None:
    table = completed({"VERB": {"says": "say", "asserts": "other"}, "*": {"said": "say"}})
    assert (table["VERB"]["mocked"], table["VERB"]["asserts"]) == ("mock", "other")
    assert "said" not in table["VERB"]


def test_only_annotated_articles_are_written_examples(tmp_path: Path) -> None:
    claim = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 11]]}
    rows = [{"id": "a", "text": "Ann said so."}, {"id": "b", "text": "Bob said so.", "attributions": [claim]}]
    (tmp_path / "town.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    [article] = written(tmp_path)
    assert article.id == "b"
    assert [cue.anchor for cue in article.cues] == [1]


def test_annotated_parts_are_words_of_their_articles() -> None:
    rows = [row for path in sorted(WRITTEN.glob("*.jsonl")) for row in read_jsonl(path)]
    attributions = [(row["id"], row["text"], each) for row in rows for each in row["attributions"]]
    assert len(attributions) == 31952
    for id, text, each in attributions:
        parts = sorted(Span(*span) for role in ("source", "cue", "content") for span in each[role])
        assert min(len(each["cue"]), len(each["content"])) > 0, id
        assert all(part.of(text) == part.of(text).strip() != "" for part in parts), id
        assert all(one.end <= other.start for one, other in pairwise(parts)), id
