"""Attributions in CoNLL-U: the MISC of each word says which roles it has (see :mod:`quoteattr.formats.misc`).

What else is known of an attribution is a JSON object in a comment above the sentence that holds its first word::

    # attribution = {"number": 0, "kind": "indirect", "act": "speech", "polarity": "asserted", "speaker": "Ada Lund"}
    1  Residents  …  Attribution=source:0
    2  say        …  Attribution=cue:0
    3  the        …  Attribution=content:0,source:1
    4  mayor      …  Attribution=content:0,source:1
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quoteattr.annotate import conllu
from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.annotated import text_of
from quoteattr.formats.json_values import Node
from quoteattr.formats.misc import KEY, documents, entries, misc_marks, misc_spans, misc_values
from quoteattr.model import ROLES, AnnotatedText, Attribution, Relation
from quoteattr.tree import Word

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
    begun = _begun(values)
    place = 0
    lines: list[str] = [] if document.id is None else [f"# newdoc id = {' '.join(str(document.id).split())}"]
    blocks = conllu.write(document.sentences, document.text).split("\n\n")
    for sentence, block in zip(document.sentences, blocks, strict=False):
        after = place + len(sentence)
        numbers = [number for at in range(place, after) for number in begun.get(at, ())]
        own = [line for line in block.split("\n") if line.startswith("#")]
        lines += [*own, *(_COMMENT + _comment(document.attributions[number], number) for number in numbers)]
        for at, row in enumerate(block.split("\n")[len(own) :], place):
            lines.append(f"{row}|{KEY}={values[at]}" if at in values else row)
        lines.append("")
        place = after
    return "".join(line + "\n" for line in lines)


def _begun(values: Mapping[int, str]) -> dict[int, list[int]]:
    """Return the numbers of the attributions whose first word is at a place."""
    begun: dict[int, list[int]] = {}
    seen: set[int] = set()
    for place, value in values.items():
        new = {number: None for number, _ in misc_marks(value) if number not in seen}
        if new:
            begun[place] = list(new)
            seen.update(new)
    return begun


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
    return json.dumps({key: value for key, value in values.items() if value is not None}, ensure_ascii=False)


def from_conllu_misc(source: str, name: str, texts: Mapping[str, str] | None = None) -> Iterator[AnnotatedText]:
    """Yield the annotated texts of a CoNLL-U text, one for each ``# newdoc``; one without an id there is ``name``.

    Offsets count in the text of ``texts`` under that id. Without ``texts`` they count in a text that has the words at
    their offsets and spaces between them.

    Raises :class:`FormatError` where a value is malformed or words are not in the text, and ``TreeError`` where the
    CoNLL-U is.
    """
    for key, part in documents(source, name):
        words = [word for sentence in conllu.read(part) for word in sentence]
        text = _spelt(words) if texts is None else text_of(key, texts)
        for word in words if texts is not None else ():
            if len(word.span) == len(word.text) and word.span.of(text) != word.text:
                raise FormatError(
                    f"{key!r}: the word {word.text!r} is not at {word.span.start} of the text; is it the right text?"
                )
        try:
            relations = list(_relations(words, part))
        except FormatError as error:
            raise FormatError(f"{key!r}: {error}") from error
        yield AnnotatedText(key, text, relations)


def _spelt(words: Iterable[Word]) -> str:
    """Return the words at their offsets; one whose form is not that of its token ("à" in "au") as question marks."""
    pieces: list[str] = []
    end = 0
    for word in words:
        if word.span.end > end:
            start = max(end, word.span.start)
            whole = start == word.span.start and len(word.text) == len(word.span)
            pieces += [" " * (start - end), word.text if whole else "?" * (word.span.end - start)]
            end = word.span.end
    return "".join(pieces)


def _relations(words: Sequence[Word], part: str) -> Iterator[Relation]:
    """Yield the relations in the order of their numbers."""
    comments = _comments(part)
    spans = misc_spans((word.span, value) for word, value in zip(words, entries(part, KEY), strict=True))
    for number, roles in spans.items():
        source, cue, content = (roles.get(role, ()) for role in ROLES)
        yield Relation(source, cue, content, *comments.get(number, (None, "")))


def _comments(part: str) -> dict[int, tuple[float | None, str]]:
    """Return confidence and lemma by number."""
    comments: dict[int, tuple[float | None, str]] = {}
    for line in part.split("\n"):
        if line.startswith(_COMMENT):
            try:
                node = Node(json.loads(line[len(_COMMENT) :]), advice=ADVICE)
            except ValueError as error:
                raise FormatError(f"not JSON ({error}): {line[:60]!r}") from error
            confidence = node.get("confidence").probability_or_null()
            comments[node["number"].integer()] = (confidence, node.get("lemma").string_or_null() or "")
    return comments
