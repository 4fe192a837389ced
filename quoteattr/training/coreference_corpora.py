"""Corpora with coreference as texts with mentions: the entity layer of GUM, GAP, LitBank."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from quoteattr.annotate import conllu
from quoteattr.model import Span
from quoteattr.training.corpora import read_jsonl

_OPEN_OR_CLOSE = re.compile(r"\(([^-()]+)-([^-()]+)-?([^()]*)|([^-()]+)\)")


@frozen
class GoldMention:
    """A mention of an entity: its characters, its entity, and its type in the corpus, lower case."""

    span: Span
    entity: str
    type: str = ""


@frozen
class CoreferenceText:
    """A text with gold mentions; ``words`` are those of the corpus, ``genre`` is that of the document in GUM."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...]
    genre: str = ""
    words: tuple[Span, ...] = ()


@frozen
class AmbiguousPronoun:
    """An item of GAP: a pronoun, and two names with whether the pronoun refers to each."""

    id: str
    text: str
    pronoun: Span
    names: tuple[Span, Span]
    gold: tuple[bool, bool]

    @property
    def feminine(self) -> bool:
        return self.pronoun.of(self.text).lower() in ("she", "her", "hers", "herself")


def gum(path: Path) -> Iterator[CoreferenceText]:
    """Yield the documents of a GUM treebank file with the mentions of their ``Entity=`` layer."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        content = lines.read()
    for block in re.split(r"(?=^# newdoc)", content, flags=re.MULTILINE):
        name = re.match(r"# newdoc id = (\S+)", block)
        if name is None:
            continue
        sentences, text = conllu.laid_out(block)
        spans = [word.span for sentence in sentences for word in sentence]
        marks = [match[1] if (match := re.search(r"Entity=([^|\s]+)", line)) else "" for line in _word_lines(block)]
        mentions = tuple(_mentions(marks, spans))
        yield CoreferenceText(name[1], text, mentions, name[1].split("_")[1], tuple(spans))


def _word_lines(block: str) -> Iterator[str]:
    return (line for line in block.split("\n") if re.match(r"\d+\t", line))


def _mentions(marks: list[str], spans: list[Span]) -> Iterator[GoldMention]:
    opened: dict[str, list[tuple[int, str]]] = {}
    for number, mark in enumerate(marks):
        for match in _OPEN_OR_CLOSE.finditer(mark):
            if match[1] is not None:
                opened.setdefault(match[1], []).append((number, match[2]))
                closed = match[1] if match.end() < len(mark) and mark[match.end()] == ")" else None
            else:
                closed = match[4]
            if closed is not None and opened.get(closed):
                first, kind = opened[closed].pop()
                yield GoldMention(Span(spans[first].start, spans[number].end), closed, kind)


def gap(path: Path) -> Iterator[AmbiguousPronoun]:
    """Yield the items of a GAP file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(io.StringIO(lines.read()), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        a, b = (_span(row[f"{name}-offset"], row[name]) for name in ("A", "B"))
        gold = (row["A-coref"] == "TRUE", row["B-coref"] == "TRUE")
        yield AmbiguousPronoun(row["ID"], row["Text"], _span(row["Pronoun-offset"], row["Pronoun"]), (a, b), gold)


def _span(start: str, text: str) -> Span:
    return Span(int(start), int(start) + len(text))


def litbank(path: Path) -> Iterator[CoreferenceText]:
    """Yield the passages of LitBank; their text is tokenised."""
    for row in read_jsonl(path):
        mentions = (GoldMention(Span(m["start"], m["end"]), m["entity"], m["type"].lower()) for m in row["mentions"])
        yield CoreferenceText(row["id"], row["text"], tuple(mentions), "litbank")
