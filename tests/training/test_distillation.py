"""Soft labels: scores of a teacher are stored, read again, and learned by a student."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch
from attrs import evolve
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from quoteattr.annotate.features import Pieces, Window
from quoteattr.errors import InputError
from quoteattr.training import distillation
from quoteattr.training.distillation import (
    SoftLabels,
    raw_sentences,
    short_texts_to_label,
    soft_examples,
    soften,
    texts_to_label,
)
from quoteattr.training.examples import Example, tensors
from quoteattr.training.losses import loss
from quoteattr.training.network import TrainableNetwork
from tests.training.small_corpora import CORPORA, network

WINDOWS = [
    Window(["No", ",", "said", "Lund", "."], [0], [0]),
    Window(["Rain", "fell", ".", "The", "port", "closed", ",", "Ruiz", "said", "."], [0, 3], [0, 3]),
]


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abclmnrst"]
    return Pieces(Tokenizer(WordPiece({name: i for i, name in enumerate(letters)}, unk_token="[UNK]")))


def labelled(networks: list[TrainableNetwork], pieces: Pieces) -> list[Example]:
    soft = soften(networks, WINDOWS, pieces)
    return [Example("soft", window, (labels,)) for window, labels in zip(WINDOWS, soft, strict=True)]


def test_probabilities_are_stored_for_each_word(pieces: Pieces) -> None:
    one = network()
    for window, labels in zip(WINDOWS, soften([one], WINDOWS, pieces), strict=True):
        count = len(window.words)
        assert labels.upos.shape == (count, len(one.labels.upos))
        assert labels.cue.shape == (count,)
        assert labels.roles.shape == (len(labels.anchors), count, 4)
        sums = [table.float().sum(-1) for table in (labels.upos, labels.xpos, labels.entity, labels.relations)]
        for total in sums:
            torch.testing.assert_close(total, torch.ones(count), atol=0.01, rtol=0)


def test_a_head_is_in_the_same_sentence_or_the_root(pieces: Pieces) -> None:
    [shorter, labels] = soften([network()], WINDOWS, pieces)
    assert int(shorter.heads.max()) <= len(WINDOWS[0].words), "a head in the padding"
    probable = labels.heads[labels.head_scores > 0.001].tolist()
    assert set(probable) <= set(range(11))
    first = labels.heads[:3][labels.head_scores[:3] > 0.001].tolist()
    assert set(first) <= {0, 1, 2, 3}


def test_several_teachers_are_averaged(pieces: Pieces) -> None:
    one, other = network(), network(layers=2)
    [first, *_], [second, *_] = soften([one], WINDOWS, pieces), soften([other], WINDOWS, pieces)
    [both, *_] = soften([one, other], WINDOWS, pieces)
    torch.testing.assert_close(both.upos.float(), (first.upos.float() + second.upos.float()) / 2, atol=0.01, rtol=0)


def test_no_student_is_better_than_the_teacher_itself(pieces: Pieces) -> None:
    teacher, student = network(), network(layers=2)
    group = labelled([teacher], pieces)
    inputs = tensors(group, pieces)
    with torch.no_grad():
        assert loss(teacher, group, inputs) < loss(student, group, inputs)


def test_every_head_of_a_student_learns(pieces: Pieces) -> None:
    group = labelled([network()], pieces)
    student = network(layers=2)
    with torch.autocast("cpu", dtype=torch.bfloat16):  # as in training
        value = loss(student, group, tensors(group, pieces))
    value.backward()
    moved = {name.partition(".")[0] for name, p in student.named_parameters() if p.grad is not None and p.grad.any()}
    assert moved == {"encoder", "words", "relation", "roles"}


def same(left: SoftLabels, right: SoftLabels) -> bool:
    return all(getattr(left, name).equal(getattr(right, name)) for name in distillation.TABLES)


def test_stored_labels_are_read_again(pieces: Pieces, tmp_path: Path) -> None:
    soft = soften([network()], WINDOWS, pieces)
    distillation._write(tmp_path / "00000.safetensors", WINDOWS, soft)
    found = soft_examples(tmp_path, network().labels)
    assert [example.window for example in found] == WINDOWS
    assert all(same(example.labels[0], labels) for example, labels in zip(found, soft, strict=True))


def test_a_folder_without_soft_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no soft labels"):
        soft_examples(tmp_path, network().labels)


def test_soft_labels_of_another_inventory_are_refused(tmp_path: Path) -> None:
    labels = network().labels
    (tmp_path / "labels.json").write_text(json.dumps(evolve(labels, upos=("NOUN",)).as_dict()))
    with pytest.raises(InputError, match="another inventory"):
        soft_examples(tmp_path, labels)


def test_raw_text_is_cut_into_sentences(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "The port closed.\n\nLund said no."}, {"id": "b", "text": "Rain fell."}]
    path = tmp_path / "raw.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert list(raw_sentences(path)) == [
        [(("The", "port", "closed", "."), 0), (("Lund", "said", "no", "."), 2)],
        [(("Rain", "fell", "."), 0)],
    ]


def test_every_corpus_is_labelled_articles_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distillation, "read", lambda *_: CORPORA)
    (tmp_path / "raw_news").mkdir()
    with gzip.open(tmp_path / "raw_news" / "a.jsonl.gz", "wt") as file:
        file.write(json.dumps({"id": "a", "text": "Unannotated rain fell."}))
    first, *rest = ([*window.words] for window in texts_to_label(tmp_path, seed=1))
    assert "said" in first
    assert {"Unannotated", "bridge"} <= {word for words in rest for word in words}


def test_short_windows_hold_few_sentences_and_some_are_in_capitals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distillation, "read", lambda *_: CORPORA)
    (tmp_path / "raw_news").mkdir()
    text = "\n\n".join(f"The port of Orbel closed for {number} days, Lund said." for number in range(90))
    with gzip.open(tmp_path / "raw_news" / "a.jsonl.gz", "wt") as file:
        file.writelines(json.dumps({"id": str(number), "text": text}) + "\n" for number in range(9))
    found = [window for window in short_texts_to_label(tmp_path, seed=1) if len(window.words) > 8]
    assert max(len(window.words) for window in found) <= 60
    assert min(len(window.words) for window in found) < 30
    capitals = sum("LUND" in window.words for window in found)
    assert 0.05 < capitals / len(found) < 0.3
