"""The cattrs converter of the contract: how each value of the model is written as JSON, and checked when read.

Three things differ from the fields of the model: a span is written as ``start`` and ``end`` of its value (or as a pair
in a list of spans), the speaker of an attribution as an index, and a word without its own index. The members that an
object must have are those that the JSON Schema requires.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import define, field
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from quoteattr.document import Document
from quoteattr.formats.json_values import (
    JsonObject,
    array,
    fail,
    identifier,
    integer,
    mapping,
    number,
    probability,
    shown,
)
from quoteattr.formats.span_export import offsets_within, pair_within
from quoteattr.formats.strict_converter import strict_converter, structured
from quoteattr.model import (
    Affiliation,
    Article,
    Attribution,
    Byline,
    Channel,
    Content,
    Cue,
    Dateline,
    Evidence,
    Outlet,
    Part,
    Passage,
    Quotation,
    Role,
    Scores,
    Source,
    Span,
    Speaker,
    Time,
)
from quoteattr.tree import ROOT, Entity, Sentence, Word

JsonMapping = Mapping[str, Any]

_UNRECORDED = {"rule": "unrecorded", "source_path": [], "content_path": [], "scores": {}}
_DEFINITIONS: dict[type[Any], str] = {
    Affiliation: "affiliation",
    Article: "article",
    Attribution: "attribution",
    Byline: "byline",
    Channel: "channel",
    Content: "passage",
    Cue: "cue",
    Dateline: "dateline",
    Entity: "entity",
    Evidence: "evidence",
    Outlet: "outlet",
    Part: "part",
    Passage: "stretch",
    Quotation: "quotation",
    Role: "role",
    Sentence: "sentence",
    Source: "passage",
    Speaker: "speaker",
    Time: "time",
    Word: "word",
}
"""The definition in the JSON Schema of each class."""


@define
class _Reading:
    """Context of the hooks: the document that is read."""

    text: str
    version: int
    speakers: list[Speaker] = field(factory=list)


_READING: ContextVar[_Reading] = ContextVar("reading")


def structure(data: object, text: str, version: int) -> Document:
    """Return the document that ``data`` holds over ``text``. Raises FormatError where it breaks the contract."""
    token = _READING.set(_Reading(text, version))
    try:
        return structured(_converter(), data, Document, "see quoteattr.json_schema()")
    finally:
        _READING.reset(token)


def unstructure(document: Document) -> JsonObject:
    """Return all of ``document`` as JSON; speakers are referred to by their own ids."""
    data: JsonObject = _converter().unstructure(document)
    return data


@cache
def _converter() -> Converter:
    converter = strict_converter()
    converter.register_structure_hook(Span, lambda value, _: _pair(value))
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_structure_hook(Scores, lambda value, _: _scores(value))
    converter.register_unstructure_hook(Scores, dict)
    flat: dict[str, Any] = {"adapt": _with_span, "flat": "span"}
    checked: dict[str, Any] = {"adapt": _with_checked_span, "flat": "span"}
    # a class after those of its fields: hooks are looked up when the functions are generated
    _register(converter, Affiliation, **checked)
    _register(converter, Role, **checked)
    _register(converter, Byline, **checked, name=override(rename="text"))
    _register(converter, Dateline, **checked)
    _register(converter, Passage, adapt=_with_one_span, flat="spans")
    _register(converter, Channel, **flat)
    _register(converter, Outlet, adapt=_with_span_or_none, flat="span")
    _register(converter, Part, adapt=_with_kind, flat="span")
    _register(converter, Quotation, **flat, depth=override(struct_hook=_depth))
    _register(converter, Entity, **flat)
    _register(converter, Word, **flat, index=override(omit=True))
    for passage in (Source, Cue, Content):
        _register(converter, passage, check=_check_passage)
    for plain in (Time, Evidence, Article):
        _register(converter, plain)
    _register(converter, Speaker, check=_check_speaker, ref=override(struct_hook=identifier))
    _register(
        converter,
        Attribution,
        adapt=lambda value: value if "evidence" in value else {**value, "evidence": _UNRECORDED},
        speaker=override(struct_hook=_speaker, unstruct_hook=lambda speaker: None if speaker is None else speaker.id),
        confidence=override(struct_hook=probability),
        speaker_confidence=override(struct_hook=lambda value, _: None if value is None else probability(value)),
    )
    _register(converter, Sentence, check=_check_sentence, words=override(struct_hook=_words_hook(converter)))
    _register(converter, Document, adapt=_with_text, check=_check_document, id=override(struct_hook=identifier))
    return converter


def _register(
    converter: Converter,
    cls: type[Any],
    *,
    adapt: Callable[[JsonMapping], JsonMapping] = lambda value: value,
    check: Callable[[Any], None] = lambda made: None,
    flat: str = "",
    **fields: Any,
) -> None:
    """Read and write ``cls`` field by field.

    Args:
        converter: Where to register the hooks.
        cls: A class of the model.
        adapt: Change the JSON object to one with the fields of the class.
        check: Fail where the result does not fit the document.
        flat: The field whose span is written as ``start`` and ``end`` of the object.
        fields: Overrides for single fields.
    """
    required = _required(cls)
    build = make_dict_structure_fn(cls, converter, **{name: each for name, each in fields.items() if not each.omit})
    write = make_dict_unstructure_fn(cls, converter, **fields)

    def read(value: object, _: object) -> Any:
        made = build(adapt(mapping(value, required)), cls)
        check(made)
        return made

    def write_flat(value: Any) -> JsonObject:
        made = write(value)
        pairs = made.pop(flat)
        start, end = (None, None) if pairs is None else pairs if flat == "span" else (pairs[0][0], pairs[-1][1])
        return {"start": start, "end": end, **made}

    converter.register_structure_hook(cls, read)
    converter.register_unstructure_hook(cls, write_flat if flat else write)


def _required(cls: type[Any]) -> tuple[str, ...]:
    """Return the members that an object of either version must have."""
    schema = _schema()
    if cls is Document:
        return tuple(schema["required"])
    if cls is Cue:
        return (*_required(Content), *schema["$defs"]["cue"]["required"])
    return tuple(schema["$defs"][_DEFINITIONS[cls]]["required"])


@cache
def _schema() -> Any:
    return json.loads(files("quoteattr.formats").joinpath("contract.schema.json").read_text("utf-8"))


# Spans


def _pair(value: object) -> Span:
    return value if isinstance(value, Span) else pair_within(value, _READING.get().text)


def _offsets(value: JsonMapping) -> Span:
    return offsets_within(value, _READING.get().text)


def _with_span(value: JsonMapping) -> JsonMapping:
    return {**value, "span": _offsets(value)}


def _with_span_or_none(value: JsonMapping) -> JsonMapping:
    return {**value, "span": None} if value["start"] is None and value["end"] is None else _with_span(value)


def _with_checked_span(value: JsonMapping) -> JsonMapping:
    span = _offsets(value)
    _check_text(value["text"], span.of(_READING.get().text))
    return {**value, "span": span}


def _with_one_span(value: JsonMapping) -> JsonMapping:
    return {**value, "spans": [_with_checked_span(value)["span"]]}


def _check_text(text: object, found: str) -> None:
    if text != found:
        fail(f"the text at these offsets, {shown(found)} (is this the right text?)", text, ".text")


def _check_passage(passage: Passage) -> None:
    _check_text(passage.text, Passage.of(_READING.get().text, *passage.spans).text)


# Values


def _with_kind(value: JsonMapping) -> JsonMapping:
    renamed = _READING.get().version == 1 and value["kind"] == "section"
    return {**_with_span(value), "kind": "subheading" if renamed else value["kind"]}


def _scores(value: object) -> Scores:
    found: dict[str, float] = {}
    for name, score in mapping(value).items():
        found[name] = number(score, at=f".{name}")
        if math.isnan(found[name]):
            fail("a number", score, f".{name}")
    return Scores(found)


def _depth(value: object, _: object) -> int:
    return integer(value) if integer(value) >= 0 else fail("a number of quotations around it, from 0", value)


def _check_speaker(speaker: Speaker) -> None:
    known = _READING.get().speakers
    if speaker.id != len(known):
        fail(f"the index of the speaker in the list, {len(known)}", speaker.id, ".id")
    known.append(speaker)


def _speaker(value: object, _: object) -> Speaker | None:
    if value is None:
        return None
    known = _READING.get().speakers
    if not 0 <= integer(value) < len(known):
        fail(f"an index into the {len(known)} speakers, or null", value)
    return known[integer(value)]


def _words_hook(converter: Converter) -> Callable[[object, object], tuple[Word, ...]]:
    hook = converter.get_structure_hook(tuple[Word, ...])

    def words(value: object, _: object) -> tuple[Word, ...]:
        if not array(value):
            fail("at least one word", value)
        numbered = [{**each, "index": i} if isinstance(each, Mapping) else each for i, each in enumerate(array(value))]
        found: tuple[Word, ...] = hook(numbered, tuple[Word, ...])
        for word in found:
            if not ROOT <= word.head < len(found):
                wanted = f"the index of one of the {len(found)} words, or {ROOT} for a root"
                fail(wanted, word.head, f"[{word.index}].head")
        return found

    return words


def _check_sentence(sentence: Sentence) -> None:
    length = len(_READING.get().text)
    if not 0 <= sentence.offset <= length:  # a text has no more words than characters
        fail(f"a number of words from 0 to {length}, the length of the text", sentence.offset, ".offset")
    words = len(sentence.words)
    for position, entity in enumerate(sentence.entities):
        if not 0 <= entity.first <= entity.last <= words:
            wanted = f"word numbers with 0 <= first <= last <= {words}, the words of the sentence"
            fail(wanted, (entity.first, entity.last), f".entities[{position}]")


def _with_text(value: JsonMapping) -> JsonMapping:
    text = _READING.get().text
    if "text" in value and value["text"] != text:
        fail("the text that was given (is this the right text?)", value["text"], ".text")
    return {**value, "text": text}


def _check_document(document: Document) -> None:
    count = len(document.attributions)
    for position, attribution in enumerate(document.attributions):
        outer = attribution.nested_in
        if outer is not None and (not 0 <= outer < count or outer == position):
            wanted = f"the index of another one of the {count} attributions, or null"
            fail(wanted, outer, f".attributions[{position}].nested_in")
