"""Input of the network: windows of words, their word pieces, and three features per word.

The encoder is uncased and knows no layout, so the shape of a word, its state in a quotation, and its position in
sentence and paragraph are additional inputs. Training and inference share this module.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen
from attrs.converters import optional
from numpy.typing import NDArray

from quoteattr.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW_WORDS = 150
LONGEST_SENTENCE = 256
PIECES_A_WORD = 6
LONGEST_INPUT = 512  # positions that the encoder knows, the two special pieces included
KNOWN_WORDS = 16384  # whose pieces and shapes are kept: most of what recurs, in a few megabytes
FARTHEST = 12  # buckets of distance to the cue, each side

SHAPES = ("lower", "title", "upper", "initial", "mixed", "digits", "alphanumeric", "mark", "quote", "other")
QUOTE_STATES = ("outside", "opening", "inside", "closing")
PLACES = ("inside", "sentence", "paragraph")

# MPNet's tokenizer has BERT's vocabulary with RoBERTa's names for the special pieces, but keeps [UNK].
_MPNET = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}

_OPENING = frozenset("“«„「『") | {"``"}
_CLOSING = frozenset("”»」』") | {"''"}
_STRAIGHT = frozenset('"＂')


def _positions(value: Iterable[int]) -> frozenset[int]:
    return frozenset(value)


@frozen
class Window:
    """Some whole sentences that the encoder reads together.

    ``starts`` holds the position of each sentence's first word, ``paragraphs`` those of paragraphs' first words;
    ``first`` is the number of the window's first word in the document. ``quotes`` holds the index in QUOTE_STATES of
    each word where the caller knows it; otherwise the marks among the words decide.
    """

    words: tuple[str, ...] = field(converter=tuple[str, ...])
    starts: tuple[int, ...] = field(converter=tuple[int, ...])
    paragraphs: frozenset[int] = field(converter=_positions)
    first: int = 0
    quotes: tuple[int, ...] | None = field(default=None, converter=optional(tuple[int, ...]))

    def quote_states(self) -> Sequence[int]:
        """Return for each word its index in QUOTE_STATES."""
        return quote_states(self.words, self.paragraphs) if self.quotes is None else self.quotes

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Return the half-open word range of each sentence of the window."""
        return zip(self.starts, (*self.starts[1:], len(self.words)), strict=True)


def windows(sentences: Sequence[tuple[Sequence[str], int]], limit: int = WINDOW_WORDS) -> Iterator[Window]:
    """Packs ``(words, paragraph number)`` sentences into windows of whole paragraphs, up to ``limit`` words.

    A paragraph that is longer is cut between sentences; a sentence longer than LONGEST_SENTENCE is cut too.
    """
    pending: list[tuple[Sequence[str], bool]] = []
    size = first = 0
    for group in _paragraphs(sentences):
        whole = sum(len(words) for words, _ in group)
        for position, (words, starts_paragraph) in enumerate(group):
            needed = whole if position == 0 and whole <= limit else len(words)
            if pending and size + needed > limit:
                yield _window(pending, first)
                first, size, pending = first + size, 0, []
            pending.append((words, starts_paragraph))
            size += len(words)
    if pending:
        yield _window(pending, first)


def _paragraphs(sentences: Sequence[tuple[Sequence[str], int]]) -> Iterator[list[tuple[Sequence[str], bool]]]:
    for _, group in groupby(sentences, key=itemgetter(1)):
        yield [
            (words[cut : cut + LONGEST_SENTENCE], number == cut == 0)
            for number, (words, _) in enumerate(group)
            for cut in range(0, len(words), LONGEST_SENTENCE)
        ]


def _window(pending: Sequence[tuple[Sequence[str], bool]], first: int) -> Window:
    words = [word for sentence, _ in pending for word in sentence]
    starts = [0, *accumulate(len(sentence) for sentence, _ in pending[:-1])]
    paragraphs = (start for start, (_, starts_paragraph) in zip(starts, pending, strict=True) if starts_paragraph)
    return Window(words, starts, paragraphs, first)


@lru_cache(maxsize=KNOWN_WORDS)
def shape(word: str) -> int:
    """Return the index in SHAPES of the word's letter case and kind."""
    return SHAPES.index(_shape(word))


def _shape(word: str) -> str:
    if word in _OPENING or word in _CLOSING or word in _STRAIGHT:
        return "quote"
    if not any(char.isalnum() for char in word):
        return "mark" if word.isascii() or len(word) == 1 else "other"
    letters = "".join(char for char in word if char.isalpha())
    if not letters:
        return "digits"
    if any(char.isdigit() for char in word):
        return "alphanumeric"
    # that of "U.S." is upper, of "n't" lower, of "Mr." title
    if letters.isupper():
        return "initial" if len(word) == 1 else "upper"
    if letters.islower():
        return "lower"
    return "title" if letters[0].isupper() and letters[1:].islower() else "mixed"


def quote_states(words: Sequence[str], paragraphs: frozenset[int]) -> list[int]:
    """For each word its index in QUOTE_STATES; a quotation ends with its paragraph at the latest."""
    states: list[int] = []
    inside = False
    for position, word in enumerate(words):
        if position in paragraphs:
            inside = False
        if word in _OPENING or (word in _STRAIGHT and not inside):
            inside = True
            states.append(1)
        elif word in _CLOSING or word in _STRAIGHT:
            inside = False
            states.append(3)
        else:
            states.append(2 if inside else 0)
    return states


def places(window: Window) -> list[int]:
    """For each word its index in PLACES."""
    marks = [0] * len(window.words)
    for start in window.starts:
        marks[start] = 2 if start in window.paragraphs else 1
    return marks


def read_tokenizer(path: Path) -> Tokenizer:
    """Read the tokenizer of a JSON file, gzipped where its name ends in ``.gz``."""
    from tokenizers import Tokenizer

    stored = path.read_bytes()
    return Tokenizer.from_buffer(gzip.decompress(stored) if path.suffix == ".gz" else stored)


class Pieces:
    """WordPiece ids of single words, remembered."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        tokenizer.no_padding()  # sentence encoders are published with a tokenizer that pads every text to 128 pieces
        tokenizer.no_truncation()
        self.start, self.end, self.pad, self.unknown = map(self.special, ("[CLS]", "[SEP]", "[PAD]", "[UNK]"))
        # the ids of at most PIECES_A_WORD pieces of a word, never empty
        self.of = lru_cache(maxsize=KNOWN_WORDS)(self._encode)

    def special(self, name: str) -> int:
        """Return the id of a special piece by its name in BERT, such as "[MASK]"."""
        for spelling in (_MPNET.get(name, name), name):
            number: int | None = self._tokenizer.token_to_id(spelling)
            if number is not None:
                return number
        raise ModelError(f"the tokenizer has no piece {name!r}: give the tokenizer.json of a BERT or MPNet model")

    def _encode(self, word: str) -> tuple[int, ...]:
        # A lone surrogate cannot cross into the tokenizer's UTF-8; very long "words" only matter by their beginning.
        safe = word[:100].encode("utf-8", "replace").decode("utf-8")
        ids = self._tokenizer.encode(safe, add_special_tokens=False).ids
        return tuple(ids[:PIECES_A_WORD]) or (self.unknown,)


def _fitting(row: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the pieces of a window's words, the longest words shortened until the encoder can take them all."""
    for cap in range(PIECES_A_WORD - 1, 0, -1):
        if sum(map(len, row)) <= LONGEST_INPUT - 2:
            break
        row = [word[:cap] for word in row]
    return row


@frozen(eq=False)
class Batch:
    """Arrays for a set of windows, padded: pieces (B, P), and per word (B, W) first piece, shape, quote, place.

    ``piece_word`` (B, P) is the word of each piece, counting from 1; 0 marks the special pieces.
    ``lengths`` (B,) counts the words.
    """

    pieces: NDArray[np.int64]
    piece_word: NDArray[np.int64]
    mask: NDArray[np.bool_]
    first: NDArray[np.int64]
    shapes: NDArray[np.int64]
    quotes: NDArray[np.int64]
    places: NDArray[np.int64]
    lengths: NDArray[np.int64]


def batch(group: Sequence[Window], pieces: Pieces) -> Batch:
    """Return the arrays of a non-empty group of windows."""
    rows = [_fitting([pieces.of(word) for word in window.words]) for window in group]
    width = max(map(len, rows))
    length = max(sum(map(len, row)) for row in rows) + 2
    ids = np.full((len(rows), length), pieces.pad, np.int64)
    piece_word = np.zeros((len(rows), length), np.int64)
    mask = np.zeros((len(rows), length), np.bool_)
    first, shapes, quotes, marks = (np.zeros((len(rows), width), np.int64) for _ in range(4))
    for i, (window, row) in enumerate(zip(group, rows, strict=True)):
        counts = np.fromiter(map(len, row), np.int64, len(row))
        flat = [pieces.start, *(piece for word in row for piece in word), pieces.end]
        ids[i, : len(flat)] = flat
        mask[i, : len(flat)] = True
        piece_word[i, 1 : len(flat) - 1] = np.repeat(np.arange(1, len(row) + 1), counts)
        first[i, : len(row)] = 1 + np.cumsum(counts) - counts
        shapes[i, : len(row)] = [shape(word) for word in window.words]
        quotes[i, : len(row)] = window.quote_states()
        marks[i, : len(row)] = places(window)
    lengths = np.array([len(row) for row in rows], np.int64)
    return Batch(ids, piece_word, mask, first, shapes, quotes, marks, lengths)


def distance_buckets(anchors: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the bucket of the signed distance from each cue to each word.

    Distances up to 4 have a bucket of their own, larger ones share buckets by powers of 2.

    Args:
        anchors: (C,) positions of the cues.
        width: The number of words, W.

    Returns:
        (C, W) buckets from 0 to 2 * FARTHEST; FARTHEST is the cue itself.
    """
    offset = np.arange(width)[None, :] - anchors[:, None]
    size = np.abs(offset)
    coarse = 4 + np.floor(np.log2(np.maximum(size, 4) / 4)).astype(np.int64)
    buckets: NDArray[np.int64] = FARTHEST + np.sign(offset) * np.where(size <= 4, size, np.minimum(coarse, FARTHEST))
    return buckets
