"""Training files for ``plain_stanza``: treebanks and entities in the formats of Stanza's trainers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import frozen

# OntoNotes' kinds, of which Worldwide Newswire has those that the second table names.
_ONTONOTES = (
    *("CARDINAL", "DATE", "EVENT", "FAC", "GPE", "LANGUAGE", "LAW", "LOC", "MONEY", "NORP", "ORDINAL", "ORG"),
    *("PERCENT", "PERSON", "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"),
)
_WORLDWIDE = {
    "Date": "DATE",
    "Facility": "FAC",
    "Location": "GPE",
    "Misc": "WORK_OF_ART",
    "Money": "MONEY",
    "NORP": "NORP",
    "Organization": "ORG",
    "Person": "PERSON",
    "Product": "PRODUCT",
}
_RANGE = re.compile(r"(\d+)-(\d+)\t")
_LONGEST = 50  # words of a training sentence for entities

Rows = Sequence[str]  # the word lines of a sentence in CoNLL-U


@frozen
class TrainingFiles:
    """Paths of the files that ``prepare`` writes."""

    folder: Path
    trees: Path
    few: Path
    text: Path
    labels: Path
    entities: Path
    nothing: Path

    @classmethod
    def of(cls, folder: Path) -> TrainingFiles:
        names = ("train.conllu", "few.conllu", "train.txt", "train.labels", "entities.json", "nothing.json")
        return cls(folder, *(folder / name for name in names))


def prepare(files: TrainingFiles, data: Path) -> None:
    """Writes the training files from the treebanks and entities of the folder of corpora."""
    sentences = list(chain.from_iterable(blocks(data / "ud" / f"en_{bank}-train.conllu.gz") for bank in ("ewt", "gum")))
    files.trees.write_text("\n\n".join(sentences) + "\n\n", "utf-8")
    files.few.write_text("\n\n".join(sentences[:20]) + "\n\n", "utf-8")
    texts, labels = zip(*paragraphs(sentences), strict=True)
    files.text.write_text("\n\n".join(texts) + "\n", "utf-8")
    files.labels.write_text("\n\n".join(labels) + "\n", "utf-8")
    files.entities.write_text(json.dumps(list(entities(data / "ner" / "worldwide-train.jsonl.gz"))), "utf-8")
    files.nothing.write_text("[]", "utf-8")


def blocks(path: Path) -> Iterator[str]:
    """The sentences of a compressed CoNLL-U file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from filter(None, (block.strip() for block in lines.read().split("\n\n")))


def paragraphs(sentences: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Text and labels of paragraphs, one digit a character: 1 ends a word, 2 a sentence."""
    texts: list[str] = []
    labels: list[str] = []
    for sentence in sentences:
        if texts and re.search(r"^# new(?:par|doc)", sentence, re.MULTILINE):
            yield " ".join(texts), "0".join(labels)
            texts, labels = [], []
        text, label = labelled([line for line in sentence.splitlines() if not line.startswith("#")])
        texts.append(text)
        labels.append(label)
    if texts:
        yield " ".join(texts), "0".join(labels)


def labelled(rows: Rows) -> tuple[str, str]:
    """A sentence's text and labels; the parts of a multi-word token are words if they concatenate to it."""
    text, labels = "", ""
    for form, words, spaced in _tokens(rows):
        pieces = words if "".join(words) == form else [form]
        text += form + " " * spaced
        labels += "".join("0" * (len(piece) - 1) + "1" for piece in pieces) + "0" * spaced
    text = text.rstrip()
    return text, labels[: len(text) - 1] + "2"


def _tokens(rows: Rows) -> Iterator[tuple[str, list[str], bool]]:
    """Form, words, and whether a space follows, of each token."""
    until = 0
    forms = {row.split("\t")[0]: row.split("\t")[1] for row in rows}
    for row in rows:
        cells = row.split("\t")
        span = _RANGE.match(row)
        if span:
            until = int(span[2])
            words = [forms[str(number)] for number in range(int(span[1]), until + 1)]
            yield cells[1], words, "SpaceAfter=No" not in cells[9]
        elif cells[0].isdigit() and int(cells[0]) > until:
            yield cells[1], [cells[1]], "SpaceAfter=No" not in cells[9]


def entities(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Sentences for the entity trainer, each word with a label of either set, and one with all kinds."""
    yield [_entity("all", f"{mark}-{kind}", "O") for kind in _ONTONOTES for mark in "BI"]
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in rows:
            for section in json.loads(row)["sentences"]:
                for start in range(0, len(section), _LONGEST):
                    yield [_entity(word, _ontonotes(tag), tag) for word, tag in section[start : start + _LONGEST]]


def _entity(word: str, first: str, second: str) -> dict[str, Any]:
    return {"text": word, "ner": first, "multi_ner": [first, second]}


def _ontonotes(tag: str) -> str:
    mark, _, kind = tag.partition("-")
    return f"{mark}-{_WORLDWIDE[kind]}" if kind else tag
