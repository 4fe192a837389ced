"""The value of ``Attribution`` in MISC: the roles that a word has in attributions, ``ROLE:NUMBER[,ROLE:NUMBER…]``.

Roles are ``source``, ``cue`` and ``content``. Numbers are places in the list of attributions, from 0. Neighbouring
words with the same role in the same attribution are one stretch, also over the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from quoteattr.errors import FormatError
from quoteattr.model import Attribution, Relation, Span

KEY = "Attribution"
ROLES = ("source", "cue", "content")
_MARK = re.compile(r"(source|cue|content):(0|[1-9][0-9]*)\Z")


def misc_values(attributions: Iterable[Attribution], words: Sequence[Span]) -> dict[int, str]:
    """The value of each word that has one, by its place among the ``words`` (in text order).

    A word that a stretch only touches is part of it.
    """
    starts, ends = [word.start for word in words], [word.end for word in words]
    marks: dict[int, list[str]] = {}
    for number, relation in enumerate(map(Relation.of, attributions)):
        for role in ROLES:
            touched = {
                place
                for span in getattr(relation, role)
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
    """The stretches of each attribution, by its number and by role, from every word with its value.

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
