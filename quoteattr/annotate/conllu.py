"""Trees from and to CoNLL-U (https://universaldependencies.org/format.html), in pure Python.

Offsets come from MISC (``start_char=…|end_char=…`` as Stanza writes them, ``TokenRange=…:…`` as UDPipe
does); where a file has none, the forms and ``SpaceAfter=No`` determine them. :func:`laid_out` returns a text in which
they count. Named entities are read from ``ner=`` in MISC (BIOES tags). Empty nodes, enhanced
dependencies, features and unknown comments are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from quoteattr.errors import TreeError
from quoteattr.model import Span
from quoteattr.tree import ROOT, Entity, Sentence, Word

_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_ID = re.compile(r"(\d{1,9})(?:([-.])(\d{1,9}))?\Z")
_DIGITS = 8  # of an offset or a head: the text up to an offset is made of spaces, where a file has no words


@frozen
class _Row:
    """One line of ten columns, with its number in the file, and the first and last word that its id names."""

    line: int
    columns: tuple[str, ...]
    misc: dict[str, str]
    first: int
    last: int


def read(conllu: str) -> list[Sentence]:
    """Return the sentences of a CoNLL-U text; raises TreeError, naming the line, where it is malformed."""
    return laid_out(conllu)[0]


def laid_out(conllu: str) -> tuple[list[Sentence], str]:
    """Return the sentences of a CoNLL-U text, and a text in which they count: the forms of the tokens at their offsets.

    Between the tokens are spaces, between paragraphs line breaks. A form that is longer or shorter than its offsets is
    replaced by question marks.
    """
    sentences: list[Sentence] = []
    pieces: list[str] = []
    end = offset = 0
    for block, new_paragraph in _blocks(conllu):
        rows, ranges = _words_and_ranges(block)
        spans, piece = _spans(rows, ranges, end, "" if end == 0 else "\n\n" if new_paragraph else " ")
        if spans[0].start < end:
            raise TreeError(
                f"the sentence at CoNLL-U line {rows[0].line} is at {spans[0].start}, the one before it ends at {end}; "
                "give one document, its sentences in the order of the text"
            )
        words = [_word(row, span, len(rows)) for row, span in zip(rows, spans, strict=True)]
        annotated = any(column != "_" for row in rows for column in row.columns[2:8])
        tags = [row.misc.get("ner", "O") for row in rows]
        sentences.append(Sentence(words, _entities(words, tags), offset, annotated))
        pieces.append(piece)
        end += len(piece)
        offset += len(sentences[-1])
    return sentences, "".join(pieces)


def write(sentences: Iterable[Sentence], text: str | None = None) -> str:
    """Return the sentences as CoNLL-U, offsets in MISC; with ``text`` also ``# text`` and ``# newpar`` comments."""
    blocks: list[str] = []
    before = 0
    for number, sentence in enumerate(sentences, 1):
        lines = [f"# sent_id = {number}"]
        if text is not None and sentence.words:
            if number == 1 or "\n" in text[before : sentence.span.start]:
                lines.insert(0, "# newpar")
            lines.append(f"# text = {_BREAKS.sub(' ', sentence.span.of(text))}")
        tags: dict[int, str] = {}
        for entity in sentence.entities:
            for index in range(entity.first, entity.last):
                one, begins, ends = entity.last - entity.first == 1, index == entity.first, index == entity.last - 1
                tags[index] = f"{'S' if one else 'B' if begins else 'E' if ends else 'I'}-{entity.label}"
        lines += [_line(sentence, word, tags.get(word.index)) for word in sentence]
        blocks.append("\n".join(lines) + "\n\n")
        before = sentence.span.end if sentence.words else before
    return "".join(blocks)


def _blocks(conllu: str) -> Iterator[tuple[list[_Row], bool]]:
    """Yield the rows of each sentence, and whether a paragraph begins with it."""
    rows: list[_Row] = []
    new_paragraph = False
    for number, line in enumerate([*conllu.lstrip("\ufeff").split("\n"), ""], 1):
        line = line.rstrip("\r")
        columns = tuple(line.split("\t"))
        if line.startswith("#"):
            new_paragraph = new_paragraph or line[1:].strip().startswith(("newpar", "newdoc"))
        elif line.strip():
            if len(columns) != 10:
                given = f"CoNLL-U line {number} has {len(columns)} columns ({line[:60]!r})"
                raise TreeError(f"{given}; give ten, tab-separated")
            found = _ID.match(columns[0])
            if found is None:
                raise TreeError(f"CoNLL-U line {number} has the id {columns[0]!r}; give 1, 1-2 or 1.1")
            misc = dict(part.partition("=")[::2] for part in columns[9].split("|") if "=" in part)
            rows.append(_Row(number, columns, misc, int(found[1]), int(found[3] or found[1])))
        elif rows:
            yield rows, new_paragraph
            rows, new_paragraph = [], False


def _words_and_ranges(rows: Sequence[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Return the words of a sentence and the ranges of words ("1-2"), each checked."""
    words = [row for row in rows if row.columns[0].isdecimal()]
    ranges = [row for row in rows if "-" in row.columns[0]]
    for position, row in enumerate(words, 1):
        if row.first != position:
            raise TreeError(f"CoNLL-U line {row.line} has the id {row.first} where {position} is due; number from 1")
    if not words:
        raise TreeError(f"the sentence at CoNLL-U line {rows[0].line} has no words; give it at least one")
    for row in ranges:
        if not 0 < row.first <= row.last <= len(words):
            raise TreeError(f"CoNLL-U line {row.line} has the range {row.columns[0]}; the words are 1 to {len(words)}")
    return words, ranges


def _spans(rows: Sequence[_Row], ranges: Sequence[_Row], end: int, gap: str) -> tuple[list[Span], str]:
    """Return the span of every word, and the text from ``end`` to the end of the sentence.

    ``gap`` precedes a sentence without offsets, and its first character is repeated before one with offsets.
    """
    spans: list[Span] = []
    pieces: list[str] = []
    begins = {row.first: row for row in ranges}
    number = 1
    while number <= len(rows):
        token = begins.get(number, rows[number - 1])
        form = token.columns[1]
        own = _within(token, rows[number - 1 : token.last], end + len(gap))
        start, stop = own[0].start, own[-1].end
        if stop > end:
            whole = end <= start and len(form) == stop - start
            start = max(end, start)
            pieces += [(gap[:1] or " ") * (start - end), form if whole else "?" * (stop - start)]
            end = stop
        spans += own
        gap = "" if token.misc.get("SpaceAfter") == "No" else " "
        number = token.last + 1
    for row, before, span in zip(rows[1:], spans, spans[1:], strict=False):
        if span.start < before.start or span.end < before.end:
            raise TreeError(
                f"CoNLL-U line {row.line} is at {span.start} to {span.end}, the word before it at {before.start} "
                f"to {before.end}; give the words of a sentence in the order of the text"
            )
    return spans, "".join(pieces)


def _within(token: _Row, words: Sequence[_Row], here: int) -> list[Span]:
    """Return the spans of the words of one token: side by side where their forms spell it, else all the whole."""
    form = token.columns[1]
    offsets = _offsets(token)
    whole = Span(here, here + len(form)) if offsets is None else offsets  # `or` would drop an empty span
    own = [_offsets(word) for word in words]
    if len(words) == 1 or "".join(word.columns[1] for word in words) != form or len(whole) != len(form):
        return [whole if span is None else span for span in own]
    spans: list[Span] = []
    at = whole.start
    for word, span in zip(words, own, strict=True):
        spans.append(Span(at, at + len(word.columns[1])) if span is None else span)
        at += len(word.columns[1])
    return spans


def _offsets(row: _Row) -> Span | None:
    start, end = row.misc.get("start_char"), row.misc.get("end_char")
    if start is None or end is None:
        start, _, end = row.misc.get("TokenRange", "").partition(":")
    if not start and not end:
        return None
    valid = start.isdecimal() and end.isdecimal() and max(len(start), len(end)) <= _DIGITS
    if not (valid and int(start) <= int(end)):
        given = f"CoNLL-U line {row.line} has the offsets {start!r} to {end!r}"
        raise TreeError(f"{given}; give two rising numbers below {10**_DIGITS:,}")
    return Span(int(start), int(end))


def _word(row: _Row, span: Span, count: int) -> Word:
    _, form, lemma, upos, xpos, _, head, deprel, _, _ = row.columns
    if head == "_" and all(column == "_" for column in row.columns[2:8]):
        head = "0"  # a word that was not annotated
    if not head.isdecimal() or len(head) > _DIGITS or int(head) > count or int(head) == row.first:
        raise TreeError(f"CoNLL-U line {row.line} has the head {head!r}; give 0 or another word from 1 to {count}")
    return Word(
        index=row.first - 1,
        text=form,
        span=span,
        lemma="" if lemma == "_" != form else lemma,
        upos="X" if upos == "_" else upos,
        xpos="" if xpos == "_" else xpos,
        head=int(head) - 1 if int(head) else ROOT,
        deprel="dep" if deprel == "_" else deprel,
    )


def _entities(words: Sequence[Word], tags: Sequence[str]) -> Iterator[Entity]:
    """Yield the entities of BIOES (or BIO) tags; a tag that continues nothing begins an entity."""
    first, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        place, _, name = tag.partition("-")
        goes_on = label and place in ("I", "E") and name == label
        if label and not goes_on:
            yield Entity(label, first, index, Span(words[first].span.start, words[index - 1].span.end))
            label = ""
        if place in ("B", "S", "I", "E") and name and not goes_on:
            first, label = index, name


def _line(sentence: Sentence, word: Word, tag: str | None) -> str:
    misc = [f"start_char={word.span.start}", f"end_char={word.span.end}"]
    if word.index + 1 < len(sentence) and sentence.words[word.index + 1].span.start == word.span.end:
        misc.insert(0, "SpaceAfter=No")
    if tag:
        misc.append(f"ner={tag}")
    tagged = (word.lemma or "_", word.upos or "_", word.xpos or "_", "_", str(word.head + 1), word.deprel or "_", "_")
    columns = (
        str(word.index + 1), word.text or "_", *(tagged if sentence.annotated else "_" * len(tagged)), "|".join(misc),
    )  # fmt: skip
    return "\t".join(_BREAKS.sub(" ", column) for column in columns)
