"""Relations as an evaluation compares them: letters and digits under their spans, their kind, whether it is speech.

Quotation marks, commas and spaces never decide a match, so only alphanumeric characters count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby

from attrs import field, frozen

from quoteattr.lexicon import load_table
from quoteattr.model import AnnotatedText, Kind, Relation, Span

Characters = frozenset[int]
TextRange = tuple[int, int]

TRACKS = ("all", "speech", "direct", "mixed", "indirect")

_DIRECT = 0.8  # share of a content between quotation marks from which on it is direct
_INDIRECT = 0.05  # and up to which it is indirect
_MARK = re.compile(r"\n|[“”\"]|``|(?<!')''")
_WORD = re.compile(r"[A-Za-z]+")


@frozen
class Reading:
    """One relation over its text: the positions of the alphanumeric characters of each role."""

    relation: Relation
    source: Characters = field(repr=False)
    cue: Characters = field(repr=False)
    content: Characters = field(repr=False)
    kind: Kind
    speech: bool

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks in which this relation counts."""
        return ("all", self.kind, "speech") if self.speech else ("all", self.kind)


def readings(annotated: AnnotatedText, relations: Iterable[Relation]) -> tuple[Reading, ...]:
    """Return the relations that have a content, in their order; one without any letter or digit in it is left out."""
    text = annotated.text
    quoted = quoted_characters(text)
    found = (_reading(relation, text, quoted) for relation in relations)
    return tuple(reading for reading in found if reading.content)


def _reading(relation: Relation, text: str, quoted: Sequence[int]) -> Reading:
    content = characters(relation.content, text)
    return Reading(
        relation,
        characters(relation.source, text),
        characters(relation.cue, text),
        content,
        _kind(content, quoted),
        is_speech([span.of(text) for span in relation.cue]),
    )


def characters(spans: Iterable[Span], text: str) -> Characters:
    """Return the positions of the alphanumeric characters under ``spans``."""
    return frozenset(i for span in spans for i in range(span.start, min(span.end, len(text))) if text[i].isalnum())


def quoted_characters(text: str) -> bytearray:
    """Return a 1 for each character between double quotation marks: curly, straight, `` and ''.

    A straight mark opens and closes in turn; the end of a line closes.

    >>> list(quoted_characters('a "b" c'))
    [0, 0, 1, 1, 0, 0, 0]
    """
    quoted = bytearray(len(text))
    inside, since = False, 0
    for mark in _MARK.finditer(text):
        if inside:
            quoted[since : mark.start()] = b"\1" * (mark.start() - since)
        opens = mark[0] in ("“", "``")
        inside = opens or (mark[0] in ('"', "''") and not inside)
        since = mark.start()
    if inside:
        quoted[since:] = b"\1" * (len(text) - since)
    return quoted


def _kind(content: Characters, quoted: Sequence[int]) -> Kind:
    if not content:
        return "indirect"
    share = sum(quoted[i] for i in content) / len(content)
    return "direct" if share >= _DIRECT else "mixed" if share > _INDIRECT else "indirect"


def is_speech(cue: Iterable[str]) -> bool:
    """Return True if the cue holds a reporting word of speech, or no word at all (a name and a colon)."""
    words = [word.lower() for part in cue for word in _WORD.findall(part)]
    return not words or any(word in _speech_words() for word in words)


@cache
def _speech_words() -> frozenset[str]:
    return frozenset(load_table("evaluation")["speech_words"].split())


def role_spans(text: str, roles: Iterable[Characters]) -> frozenset[TextRange]:
    """Return the spans of a role over a whole text, each as its first and last alphanumeric character.

    Spans separated by punctuation and spaces alone are one span, and a source that two cues share is counted once.
    """
    number = list(accumulate(map(str.isalnum, text)))
    return frozenset(span for role in roles for span in _runs(sorted(role), number))


def _runs(positions: Iterable[int], number: Sequence[int]) -> Iterator[TextRange]:
    """Maximal runs of characters that follow each other if nothing but alphanumeric characters is counted."""
    for _, run in groupby(enumerate(positions), key=lambda pair: number[pair[1]] - pair[0]):
        members = [position for _, position in run]
        yield members[0], members[-1]
