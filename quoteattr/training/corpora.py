"""Corpora: windows of words with the labels of one task, texts with coreference, and a dictionary of lemmas."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from quoteattr.annotate import conllu
from quoteattr.annotate.features import Window, windows
from quoteattr.errors import InputError
from quoteattr.formats.conllu_misc import documents
from quoteattr.formats.conllu_misc import entities as bracketed_entities
from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import regular_forms
from quoteattr.model import Span
from quoteattr.segment.sentences import sentences as sentence_spans
from quoteattr.segment.sentences import tokenize
from quoteattr.tree import SCORED_ROLES, Sentence

WRITTEN = Path(__file__).parent / "employers"
"""The folder of the articles written for this project; rows of them have attributions, some also mentions."""

# Opening and closing quotation marks; quotation states can be derived from the first three without a hint.
STYLES = (('"', '"'), ("“", "”"), ("``", "''"), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"))
DOUBLE = 3
_HEADING = re.compile(r"^## *(\S+)\n", re.MULTILINE)
Triple = tuple[str, str, str]
SOURCE, CUE, CONTENT = (SCORED_ROLES.index(name) for name in ("source", "cue", "content"))


@frozen
class TreeSentence:
    """A treebank sentence with its document's paragraph number."""

    words: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    heads: tuple[int, ...]
    deprels: tuple[str, ...]
    paragraph: int = 0


@frozen
class EntitySentence:
    words: tuple[str, ...]
    tags: tuple[str, ...]
    paragraph: int = 0


@frozen
class CueRoles:
    """One attribution: the main word of its cue, and a role for each word of the document."""

    anchor: int
    words: dict[int, int] = field(hash=False)


@frozen
class NewsArticle:
    """A PolNeAR article: the words and paragraph of each sentence, and its attributions in word numbers."""

    id: str
    sentences: tuple[tuple[tuple[str, ...], int], ...]
    cues: tuple[CueRoles, ...]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSONL file, gzipped where its name ends in ``.gz``."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def named_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the names and the texts below the headings ``## name`` in the text files of a folder.

    Raises:
        InputError: The folder has none, as in an installation from a wheel.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise InputError(f"no texts to train on in {str(folder)!r}: run this command in a clone, wheels have none")
    for path in paths:
        _, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
        yield from zip(parts[::2], parts[1::2], strict=True)


def treebank(path: Path) -> list[list[TreeSentence]]:
    """Return the documents of a treebank, each a list of sentences."""
    documents: list[list[TreeSentence]] = []
    paragraph = 0
    for block, sentence in _sentences(path):
        if "# newdoc" in block or not documents:
            documents.append([])
        paragraph += "# newpar" in block or "# newdoc" in block
        documents[-1].append(_tree_sentence(sentence, paragraph))
    return documents


def _sentences(path: Path) -> Iterator[tuple[str, Sentence]]:
    """Yield the lines of each sentence of a treebank, and the sentence, with offsets of its own."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().split("\n\n")
    for block in filter(str.strip, blocks):
        yield from ((block, sentence) for sentence in conllu.read(block))


def _tree_sentence(sentence: Sentence, paragraph: int) -> TreeSentence:
    columns = zip(*((w.text, w.upos, w.xpos, w.head, w.deprel) for w in sentence), strict=True)
    words, upos, xpos, heads, deprels = columns
    return TreeSentence(words, upos, xpos, heads, deprels, paragraph)


def entity_documents(path: Path) -> list[list[EntitySentence]]:
    """Worldwide Newswire documents, tags turned from BIO into BIOES; every sentence is a separate line."""
    documents = []
    for row in read_jsonl(path):
        document = []
        for number, sentence in enumerate(row["sentences"]):
            pairs = [(word.strip(), tag.split()[-1]) for word, tag in sentence if word.strip()]
            if pairs:
                words, tags = zip(*pairs, strict=True)
                document.append(EntitySentence(words, tuple(bioes(tags)), number // 4))
        documents.append(document)
    return documents


def bioes(tags: Sequence[str]) -> Iterator[str]:
    """BIO tags as BIOES: the last word of an entity gets E, a single word S."""
    for position, tag in enumerate(tags):
        if tag == "O":
            yield tag
            continue
        prefix, label = tag.split("-", 1)
        before = tags[position - 1] if position else "O"
        starts = prefix == "B" or before == "O" or before.split("-", 1)[1] != label
        goes_on = position + 1 < len(tags) and tags[position + 1] == f"I-{label}"
        yield f"{('B' if goes_on else 'S') if starts else ('I' if goes_on else 'E')}-{label}"


def entities(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return the entities of BIO or BIOES tags as (first word, last word + 1, type), read leniently."""
    found = set()
    start = 0
    for position, (before, tag) in enumerate(pairwise(["O", *tags, "O"])):
        if before != "O" and (tag[0] in "OBS" or before[0] in "ES" or tag[2:] != before[2:]):
            found.add((start, position, before[2:]))
            start = position
        if before == "O":
            start = position
    return found


def news(path: Path) -> list[NewsArticle]:
    """PolNeAR articles, segmented by the package."""
    return [news_article(row) for row in read_jsonl(path)]


def written(folder: Path) -> list[NewsArticle]:
    """Return the articles of a folder whose attributions are annotated; its other articles have none in their rows."""
    rows = (row for path in sorted(folder.glob("*.jsonl")) for row in read_jsonl(path))
    return [news_article(row) for row in rows if "attributions" in row]


def news_article(row: Mapping[str, Any]) -> NewsArticle:
    """Return the article of a row with its text and its attributions in word numbers."""
    text = row["text"]
    spans = [(tokenize(text, s.start, s.end), text.count("\n", 0, s.start)) for s in sentence_spans(text)]
    tokens = [token for sentence, _ in spans for token in sentence]
    words = [token.of(text) for token in tokens]
    by_char = {char: number for number, token in enumerate(tokens) for char in range(token.start, token.end)}

    def numbers(spans: Iterable[Sequence[int]]) -> list[int]:
        return sorted({by_char[char] for start, end in spans for char in range(start, end) if char in by_char})

    cues = []
    for attribution in row["attributions"]:
        cue = numbers(attribution["cue"])
        content = numbers(attribution["content"])
        if cue and content:
            roles = dict.fromkeys(content, CONTENT)
            roles.update(dict.fromkeys(numbers(attribution["source"]), SOURCE))
            roles.update(dict.fromkeys(cue, CUE))
            cues.append(CueRoles(anchor([words[number] for number in cue], cue), roles))
    sentences = tuple((tuple(token.of(text) for token in sentence), paragraph) for sentence, paragraph in spans)
    return NewsArticle(row["id"], sentences, tuple(cues))


def anchor(words: Sequence[str], numbers: Sequence[int]) -> int:
    """Return the main word of a cue: its first word that is neither auxiliary, negation, adverb nor mark.

    >>> anchor(["has", "also", "said"], [7, 8, 9])
    9
    """
    passed_over = load_table("anchors")["passed_over"]
    for word, number in zip(words, numbers, strict=True):
        if word.lower() not in passed_over and not word.lower().endswith("ly") and any(map(str.isalpha, word)):
            return number
    return numbers[0]


def packed(documents: Iterable[Sequence[Any]], limit: int) -> Iterator[tuple[Window, list[Any]]]:
    """Windows over each document's sentences, each with the sentences that are completely in it."""
    for document in documents:
        # A cut sentence would lose its tree, so treebank and entity sentences that are too long are left out.
        kept = [sentence for sentence in document if len(sentence.words) <= limit]
        position = 0
        for window in windows([(s.words, s.paragraph) for s in kept], limit):
            count = len(window.starts)
            yield window, kept[position : position + count]
            position += count


def article_windows(article: NewsArticle, limit: int) -> Iterator[tuple[Window, list[tuple[int, list[int]]]]]:
    """Windows of an article, each with its cues: the anchor's position and a role for each word of the window."""
    for window in windows(article.sentences, limit):
        inside = range(window.first, window.first + len(window.words))
        cues = [
            (cue.anchor - window.first, [cue.words.get(number, 0) for number in inside])
            for cue in article.cues
            if cue.anchor in inside
        ]
        yield window, cues


def with_marks(window: Window, style: int, *, keep_states: bool = False) -> Window:
    """Return the window with its quotation marks in another style, since corpora know few styles.

    Args:
        window: The window.
        style: 0 for no change, else the number of a style in ``STYLES``, counting from 1.
        keep_states: Give the window the quotation states of the original marks: a single mark is also an apostrophe,
            so that the states cannot be derived from the words alone.
    """
    if style == 0:
        return window
    opening, closing = STYLES[style - 1]
    words = []
    inside = False
    for position, word in enumerate(window.words):
        inside = inside and position not in window.paragraphs
        if word in {'"', "“", "”", "``", "''"}:
            inside = word in {"“", "``"} or (word == '"' and not inside)
            word = opening if inside else closing
        words.append(word)
    return evolve(window, words=words, quotes=window.quote_states() if keep_states else None)


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
    for name, part in documents(content, path.name):
        sentences, text = conllu.laid_out(part)
        words = [word for sentence in sentences for word in sentence]
        mentions = tuple(GoldMention(span, entity, kind) for entity, kind, span in bracketed_entities(words, part))
        yield CoreferenceText(name, text, mentions, name.split("_")[1], tuple(word.span for word in words))


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


def triples(paths: list[Path]) -> Iterator[Triple]:
    """Word, UPOS and lemma of every word of some treebank files."""
    for path in paths:
        for _, sentence in _sentences(path):
            yield from ((word.text, word.upos, word.lemma) for word in sentence)


def dictionary(found: Iterable[Triple]) -> dict[str, Any]:
    """Stanza's lookup table ``{upos: {word: lemma}}`` as its trainer fills it."""
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer(args={"dict_only": True})
    trainer.train_dict(list(found))
    return {pos: dict(entries) for pos, entries in trainer.pos_dict.items()}


def completed(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with the regular forms of the reporting verbs that the treebanks do not hold: "endorsed"."""
    known = table.setdefault("VERB", {})
    for row in load_table("reporting_verbs")["verb"]:
        for lemma in row["lemmas"]:
            for form in regular_forms(lemma):
                if form not in known and form not in table.get("*", {}):
                    known[form] = lemma
    return table
