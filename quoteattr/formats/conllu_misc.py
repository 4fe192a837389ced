"""Attributions in CoNLL-U: in the MISC of each word as roles, or in the GUM style as entities.

``Attribution`` in MISC lists the roles of a word in attributions, ``ROLE:NUMBER`` separated by commas. Roles are
``source``, ``cue`` and ``content``; numbers are positions in the list of attributions, from 0. Neighbouring words with
the same role in the same attribution are one span, also across the end of a sentence. The other fields of an
attribution are a JSON object in a comment above the sentence that holds its first word::

    # attribution = {"number": 0, "kind": "indirect", "act": "speech", "polarity": "asserted", "speaker": "Ada Lund"}
    1  Residents  …  Attribution=source:0
    2  say        …  Attribution=cue:0
    3  the        …  Attribution=content:0,source:1
    4  mayor      …  Attribution=content:0,source:1

In ``Entity`` of MISC the type of an entity is a role, and its number the attribution that it belongs to; all other
entities are ignored (:func:`from_conllu`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quoteattr.annotate import conllu
from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.exchange_values import Node, integer, known, probability, relation_of, string, text_of
from quoteattr.model import ROLES, AnnotatedText, Attribution, Span, spans_by_role, touched
from quoteattr.tree import Word

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
    """Return the value of each word that a span overlaps, by its place among the ``words`` (in text order)."""
    marks: dict[int, list[str]] = {}
    for number, attribution in enumerate(attributions):
        for role, spans in spans_by_role(attribution).items():
            for place in {place for span in spans for place in touched(words, span)}:
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


def from_conllu(source: str, name: str, texts: Mapping[str, str] | None = None) -> Iterator[AnnotatedText]:
    """Yield the annotated texts of a CoNLL-U text, one for each ``# newdoc``; one without an id there is ``name``.

    The relations are those of ``Attribution`` in MISC, or of ``Entity`` in a document without one. Offsets count in the
    text of ``texts`` under that id, or in one that has the words at their offsets.

    Raises :class:`FormatError` where a value is malformed, brackets do not close or words are not in the text, and
    ``TreeError`` where the CoNLL-U is malformed.
    """
    for key, part in documents(source, name):
        sentences, laid_out = conllu.laid_out(part)
        words = [word for sentence in sentences for word in sentence]
        text = laid_out if texts is None else text_of(key, texts)
        if texts is not None and (word := _first_missing(words, text)) is not None:
            raise FormatError(
                f"{key!r}: the word {word.text!r} is not at {word.span.start} of the text; is it the right text?"
            )
        marks = list(entries(part, KEY))
        try:
            if any(marks):
                comments = _comments(part)
                spans = misc_spans((word.span, mark) for word, mark in zip(words, marks, strict=True))
                relations = [relation_of(own.items(), *comments.get(n, (None, ""))) for n, own in spans.items()]
            else:
                by_number: dict[str, dict[str, list[Span]]] = {}  # in the order of the first closing brackets
                for number, role, span in entities(words, part):
                    if role in ROLES:
                        by_number.setdefault(number, {}).setdefault(role, []).append(span)
                relations = [relation_of(own.items()) for own in by_number.values()]
        except FormatError as error:
            raise FormatError(f"{key!r}: {error}") from error
        yield AnnotatedText(key, text, relations)


def _first_missing(words: Iterable[Word], text: str) -> Word | None:
    """Return a word that is not at its place in the text; contractions may be spelt differently ("im" for "em")."""
    for word in words:
        found = word.span.of(text)
        if found != word.text and not len(found) == len(word.span) != len(word.text):
            return word
    return None


def _comments(part: str) -> dict[int, tuple[float | None, str]]:
    comments: dict[int, tuple[float | None, str]] = {}
    for line in part.split("\n"):
        if line.startswith(_COMMENT):
            try:
                node = Node(json.loads(line[len(_COMMENT) :]), advice=ADVICE)
            except ValueError as error:
                raise FormatError(f"not JSON ({error}): {line[:60]!r}") from error
            confidence = node.get("confidence").optional(probability)
            comments[node["number"].read(integer)] = (confidence, node.get("lemma").optional(string) or "")
    return comments


# "(1-content", "(1-source)", "1)"; GUM writes parts as "1[1/2]" and more fields after the type.
_BRACKET = re.compile(r"\((?P<opened>[^()\-]+)-(?P<type>[^()\-]+)[^()]*(?P<at_once>\))?|(?<![^()])(?P<closed>[^()]+)\)")
_PART = re.compile(r"\[\d+/\d+\]")


def entities(words: Iterable[Word], part: str) -> Iterator[tuple[str, str, Span]]:
    """Yield number, type and span of every entity in the ``Entity`` of MISC, in the order of their ends.

    Raises :class:`FormatError` where a bracket does not close or closes nothing.
    """
    opened: dict[str, list[tuple[str, int]]] = {}
    for word, brackets in zip(words, entries(part, "Entity"), strict=True):
        for bracket in _BRACKET.finditer(brackets):
            number = _PART.sub("", bracket["opened"] or bracket["closed"])
            if bracket["opened"]:
                opened.setdefault(number, []).append((bracket["type"].lower(), word.span.start))
            if bracket["at_once"] or bracket["closed"]:
                if not opened.get(number):
                    raise FormatError(f"the bracket {bracket[0]!r} at {word.text!r} closes nothing")
                kind, start = opened[number].pop()
                yield number, kind, Span(start, word.span.end)
    if left := [number for number, waiting in opened.items() if waiting]:
        raise FormatError(f"the entity {left[0]!r} is never closed; write {left[0]}) where it ends")


ADVICE = "write it again with quoteattr export conllu"
_COMMENT = "# attribution = "


def to_conllu(document: Document, *, every_polarity: bool = False) -> str:
    """Return the trees of ``document`` as CoNLL-U, with its attributions. A word that a span touches is part of it.

    Raises :class:`FormatError` where the document holds no trees.
    Claims that are questioned, hypothetical or unsaid are left out, unless ``every_polarity`` is true.
    """
    document = document if every_polarity else document.with_claims_made()
    if document.attributions and not document.sentences:
        raise FormatError("the document holds no sentences; write it to JSON with to_dict(document, sentences=True)")
    values = misc_values(document.attributions, [word.span for sentence in document.sentences for word in sentence])
    first: dict[int, int] = {}  # the place of the first word of each attribution
    for at, value in values.items():
        for number, _ in misc_marks(value):
            first.setdefault(number, at)
    place = 0
    lines: list[str] = [] if document.id is None else [f"# newdoc id = {' '.join(str(document.id).split())}"]
    blocks = conllu.write(document.sentences, document.text).split("\n\n")
    for sentence, block in zip(document.sentences, blocks, strict=False):
        after = place + len(sentence)
        numbers = [number for number, at in first.items() if place <= at < after]
        own = [line for line in block.split("\n") if line.startswith("#")]
        lines += [*own, *(_COMMENT + _comment(document.attributions[number], number) for number in numbers)]
        for at, row in enumerate(block.split("\n")[len(own) :], place):
            lines.append(f"{row}|{KEY}={values[at]}" if at in values else row)
        lines.append("")
        place = after
    return "".join(line + "\n" for line in lines)


def _comment(attribution: Attribution, number: int) -> str:
    speaker, time = attribution.speaker, attribution.time
    values = {
        "number": number,
        "kind": attribution.kind,
        "act": attribution.act,
        "polarity": attribution.polarity,
        "hedged": attribution.hedged or None,
        "lemma": (attribution.cue and attribution.cue.lemma) or None,
        "speaker": speaker.name if speaker else None,
        "outlet": attribution.outlet,
        "via": list(attribution.via) or None,
        "time": time.date or time.text if time else None,
        "confidence": attribution.confidence,
    }
    return json.dumps(known(values), ensure_ascii=False)
