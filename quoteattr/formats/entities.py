"""Relations in the MISC column of CoNLL-U, as entities in brackets (the ``Entity`` of CorefUD and GUM).

The type of an entity is its role and its number is the attribution that it belongs to; all other entities are
passed over. A part of a discontinuous role is an entity with the same number and type::

    1  Residents  …  Entity=(1-source)
    2  say        …  Entity=(1-cue)
    3  rents      …  Entity=(1-content
    5  rise       …  Entity=1)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quoteattr.annotate import conllu
from quoteattr.errors import FormatError
from quoteattr.formats.annotated import text_of
from quoteattr.formats.misc import documents, entries
from quoteattr.model import ROLES, AnnotatedText, Relation, Span
from quoteattr.tree import Word

# "(1-content", "(1-source)", "1)"; GUM writes parts as "1[1/2]" and more fields after the type.
_BRACKET = re.compile(r"\((?P<opened>[^()\-]+)-(?P<type>[^()\-]+)[^()]*(?P<at_once>\))?|(?<![^()])(?P<closed>[^()]+)\)")
_PART = re.compile(r"\[\d+/\d+\]")


def from_conllu(source: str, name: str, texts: Mapping[str, str] | None = None) -> Iterator[AnnotatedText]:
    """Yield the annotated texts of a CoNLL-U text, one for each ``# newdoc``; one without an id there is ``name``.

    Offsets count in the text of ``texts`` under that id, or in the one that the words spell.

    Raises :class:`FormatError` where brackets do not close or words are not in the text, and ``TreeError`` where the
    CoNLL-U is malformed.
    """
    for key, part in documents(source, name):
        sentences, spelt = conllu.laid_out(part)
        text = spelt if texts is None else text_of(key, texts)
        words = [word for sentence in sentences for word in sentence]
        for word in words:
            if not _matches_text(word, text):
                raise FormatError(
                    f"{key!r}: the word {word.text!r} is not at {word.span.start} of the text; is it the right text?"
                )
        yield AnnotatedText(key, text, _relations(words, entries(part, "Entity"), key))


def _matches_text(word: Word, text: str) -> bool:
    """Return False if the text has another word there; a contraction may be spelt differently ("im" for "em")."""
    found = word.span.of(text)
    return found == word.text or len(found) == len(word.span) != len(word.text)


def _relations(words: Sequence[Word], miscs: Iterable[str], key: str) -> list[Relation]:
    """Return the relations in the order of their first closing bracket."""
    roles: dict[str, dict[str, list[Span]]] = {}
    for number, role, span in _entities(words, miscs, key):
        if role in ROLES:
            roles.setdefault(number, {}).setdefault(role, []).append(span)
    return [_relation(each) for each in roles.values()]


def _entities(words: Sequence[Word], miscs: Iterable[str], key: str) -> Iterator[tuple[str, str, Span]]:
    """Number, type and span of every entity, as it closes."""
    opened: dict[str, list[tuple[str, int]]] = {}
    for word, misc in zip(words, miscs, strict=True):
        for bracket in _BRACKET.finditer(misc):
            number = _PART.sub("", bracket["opened"] or bracket["closed"])
            if bracket["opened"]:
                opened.setdefault(number, []).append((bracket["type"].lower(), word.span.start))
            if bracket["at_once"] or bracket["closed"]:
                if not opened.get(number):
                    raise FormatError(f"{key!r}: the bracket {bracket[0]!r} at {word.text!r} closes nothing")
                kind, start = opened[number].pop()
                yield number, kind, Span(start, word.span.end)
    if left := [number for number, brackets in opened.items() if brackets]:
        raise FormatError(f"{key!r}: the entity {left[0]!r} is never closed; write {left[0]}) where it ends")


def _relation(roles: Mapping[str, Sequence[Span]]) -> Relation:
    source, cue, content = (sorted(roles.get(role, ())) for role in ROLES)
    return Relation(source, cue, content)
