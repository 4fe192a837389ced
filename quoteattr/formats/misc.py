"""The MISC column of CoNLL-U, and the value of ``Attribution`` in it: ``ROLE:NUMBER[,ROLE:NUMBER…]``.

The value lists the roles of a word in attributions.

Roles are ``source``, ``cue`` and ``content``. Numbers are places in the list of attributions, from 0. Neighbouring
words with the same role in the same attribution are one span, also across the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from quoteattr.errors import FormatError
from quoteattr.formats.spans import by_role
from quoteattr.model import Attribution, Span

KEY = "Attribution"
_DOCUMENT = re.compile(r"^# newdoc(?: id ?= ?(.*))?$", re.MULTILINE)
_MARK = re.compile(r"(source|cue|content):(0|[1-9][0-9]*)\Z")


def documents(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Id and lines of each ``# newdoc`` in a CoNLL-U text; one without an id there is ``name``."""
    starts = list(_DOCUMENT.finditer(source))
    if not starts and source.strip():
        yield name, source
    for start, after in zip(starts, [*(each.start() for each in starts[1:]), len(source)], strict=False):
        yield (start[1] or name).strip(), source[start.start() : after]


def entries(source: str, key: str) -> Iterator[str]:
    """Return the value of ``key`` in the MISC of each word, empty if missing."""
    for line in source.split("\n"):
        columns = line.rstrip("\r").split("\t")
        if columns[0].isdecimal():
            yield dict(entry.partition("=")[::2] for entry in columns[9].split("|")).get(key, "")


def misc_values(attributions: Iterable[Attribution], words: Sequence[Span]) -> dict[int, str]:
    """Return the value of each word that has one, by its place among the ``words`` (in text order).

    A word that a span touches is part of it.
    """
    starts, ends = [word.start for word in words], [word.end for word in words]
    marks: dict[int, list[str]] = {}
    for number, attribution in enumerate(attributions):
        for role, spans in by_role(attribution).items():
            touched = {
                place
                for span in spans
                for place in range(bisect_right(ends, span.start), bisect_left(starts, span.end))
            }
            for place in touched:
                marks.setdefault(place, []).append(f"{role}:{number}")
    return {place: ",".join(marks[place]) for place in sorted(marks)}


def misc_marks(value: str) -> Iterator[tuple[int, str]]:
    """Number and role of each mark in a value, which may be empty. Raises :class:`FormatError`."""
    for mark in value.split(",") if value else ():
        found = _MARK.match(mark)
        if found is None:
            raise FormatError(f"{KEY}={value} has {mark!r}; write source:0, cue:0 or content:0, with commas between")
        yield int(found[2]), found[1]


def misc_spans(words: Iterable[tuple[Span, str]]) -> dict[int, dict[str, list[Span]]]:
    """Return the spans of each attribution, by its number and by role, from every word with its value.

    Raises :class:`FormatError` where a value is malformed.
    """
    spans: dict[int, dict[str, list[Span]]] = {}
    last: dict[tuple[int, str], int] = {}
    for place, (word, value) in enumerate(words):
        for number, role in misc_marks(value):
            found = spans.setdefault(number, {}).setdefault(role, [])
            if found and last[number, role] >= place - 1:
                found[-1] = Span(found[-1].start, max(found[-1].end, word.end))
            else:
                found.append(word)
            last[number, role] = place
    return dict(sorted(spans.items()))
