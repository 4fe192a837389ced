"""The substitutes for Stanza's official models have its sizes, and their training files are right."""

from __future__ import annotations

import gzip
import importlib
import json
from pathlib import Path

import pytest

from bench.speed.plain_stanza import BATCHES, PROCESSORS, SIZES, TRAINING, pipeline
from bench.speed.training_files import entities, labelled, paragraphs

TRAINERS = {
    "charlm": "charlm",
    "tokenize": "tokenizer",
    "pos": "tagger",
    "lemma": "lemmatizer",
    "depparse": "parser",
    "ner": "ner_tagger",
}


def rows(*words: str) -> list[str]:
    """Lines of CoNLL-U from "1 Go" or "1 Go|" for a word that no space follows."""
    lines = []
    for word in words:
        number, form = word.split(" ")
        lines.append("\t".join([number, form.rstrip("|"), *"_______", "SpaceAfter=No" if form.endswith("|") else "_"]))
    return lines


@pytest.mark.parametrize("part", SIZES)
def test_the_sizes_are_the_defaults_of_stanzas_trainers(part: str) -> None:
    defaults = vars(importlib.import_module(f"stanza.models.{TRAINERS[part]}").build_argparse().parse_args([]))
    assert SIZES[part] == {name: defaults[name] for name in SIZES[part]}


@pytest.mark.parametrize("part", PROCESSORS)
def test_the_models_read_in_the_batches_of_stanza_and_not_in_those_of_training(part: str) -> None:
    defaults = vars(importlib.import_module(f"stanza.models.{TRAINERS[part]}").build_argparse().parse_args([]))
    assert BATCHES[part] == defaults["batch_size"]
    assert set(TRAINING[part]) <= set(defaults)


def test_training_changes_no_size() -> None:
    assert all(not set(TRAINING[part]) & set(SIZES[part]) for part in PROCESSORS)


@pytest.mark.parametrize(("fast", "named"), [(False, "backward.pt, tokenize.pt, pos.pt"), (True, "pos_fast.pt, lemma")])
def test_a_folder_without_models_is_an_error_with_a_remedy(tmp_path: Path, fast: bool, named: str) -> None:
    (tmp_path / "forward.pt").touch()
    with pytest.raises(FileNotFoundError, match=r"python -m bench\.speed\.plain_stanza") as caught:
        pipeline(tmp_path, fast=fast)
    assert named in str(caught.value)
    assert "forward.pt" not in str(caught.value)
    assert str(caught.value).endswith("--fast") == fast


@pytest.mark.parametrize(
    ("sentence", "text", "labels"),
    [
        (rows("1 Go"), "Go", "02"),
        (rows("1 He", "2 left|", "3 ."), "He left.", "01000012"),
        (rows("1-2 don't", "1 do", "2 n't", "3 go"), "don't go", "01001002"),
        (rows("1-2 gonna|", "1 going", "2 to", "3 !"), "gonna!", "000012"),
        (rows("1 a", "1.1 was", "2 b"), "a b", "102"),
    ],
    ids=["one word", "no space", "token of two words", "words that differ from it", "missing word"],
)
def test_every_word_end_has_its_label(sentence: list[str], text: str, labels: str) -> None:
    assert labelled(sentence) == (text, labels)


def test_sentences_of_a_paragraph_are_together() -> None:
    sentences = ["\n".join(lines) for lines in (rows("1 A"), ["# newpar", *rows("1 B")], rows("1 Cd"))]
    assert list(paragraphs(sentences)) == [("A", "2"), ("B Cd", "2002")]


def test_entities_have_both_sets_of_labels_and_every_kind_occurs(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    section = [["Ada", "B-Person"], ["Poe", "I-Person"], ["left", "O"]]
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"sentences": [section, [["so", "O"]] * 60]}) + "\n")
    every, first, *cut = entities(path)
    assert len({word["ner"] for word in every}) == 2 * 18
    assert [word["multi_ner"] for word in first] == [["B-PERSON", "B-Person"], ["I-PERSON", "I-Person"], ["O", "O"]]
    assert [len(words) for words in cut] == [50, 10]
