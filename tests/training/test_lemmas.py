"""The lemma dictionary goes through JSON into Stanza's lemmatizer."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from stanza.models.lemma.trainer import Trainer

from quoteattr.training.lemmas import completed, dictionary, regular_forms, triples

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
