"""The JSON object of one document, described by ``contract.schema.json`` in this folder, by a cattrs converter.

Offsets are Python string indices into the text of the document, half-open; the text of each value is the text at its
offsets. The object has the text itself only on request: callers of :func:`from_dict` pass it.

Three things differ from the fields of the model: a span is written as ``start`` and ``end`` of its value (or as a pair
in a list of spans), the speaker of an attribution as an index, and a word without its own index. The members that an
object must have are those that the JSON Schema requires. No value is coerced: cattrs itself turns ``4`` into ``"4"``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast, get_args, get_origin

from attrs import define, evolve, field
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from quoteattr import model
from quoteattr.document import Document, checked_documents
from quoteattr.errors import FormatError, TextTypeError
from quoteattr.formats import exchange_values as checks
from quoteattr.formats.exchange_values import JsonObject, fail
from quoteattr.model import Passage, Scores, Span, Speaker
from quoteattr.tree import ROOT, Entity, Sentence, Word

VERSION = 2
"""The version of the format: it changes when a field is renamed, removed or given another meaning."""

_SCHEMA = "see quoteattr.json_schema()"
_NEWER = "a newer version of quoteattr wrote it: pip install --upgrade quoteattr"
_origin: Callable[[Any], Any] = get_origin


def to_dict(
    document: Document, *, sentences: bool = False, quotations: bool = False, text: bool = False
) -> JsonObject:  # fmt: skip
    """Return ``document`` as plain dicts, lists, strings and numbers, ready for ``json.dumps``.

    Args:
        document: The document to write.
        sentences: Whether to write words, trees and entities.
        quotations: Whether to write the spans between quotation marks.
        text: Whether to write the text that the offsets count in.

    Raises:
        ArgumentError: ``document`` is not a document.
        FormatError: The speaker of an attribution is not one of the document's speakers.
    """
    [document] = checked_documents("to_dict", [document])
    optional = {"text": text, "sentences": sentences, "quotations": quotations}
    skipped: dict[str, Any] = {name: () for name in ("sentences", "quotations") if not optional[name]}
    data: dict[str, Any] = _converter().unstructure(evolve(document, **skipped))
    # speakers are numbered by their position in the list
    index = {speaker.id: position for position, speaker in enumerate(document.speakers)}
    for position, speaker in enumerate(data["speakers"]):
        speaker["id"] = position
    for place, attribution in enumerate(data["attributions"]):
        if attribution["speaker"] is not None and attribution["speaker"] not in index:
            raise FormatError(
                f"the speaker of attribution {place} has the id {attribution['speaker']!r}, which none of the "
                "document's speakers has: add it to Document.speakers"
            )
        attribution["speaker"] = index.get(attribution["speaker"])
    data["version"] = VERSION
    order = ("id", "version", "article", "speakers", "attributions", "warnings")
    return {name: data[name] for name in (*order, *(name for name, wanted in optional.items() if wanted))}


def from_dict(data: Mapping[str, object], text: str) -> Document:
    """Return the document that :func:`to_dict` wrote as ``data`` over ``text``; unknown fields are ignored.

    Version 1 is read too: a field that it did not know has its default.

    Args:
        data: The JSON object, as ``json.loads`` returns it.
        text: The text that its offsets count in.

    Raises:
        FormatError: ``data`` breaks the contract, was written by a newer version, or has offsets at which ``text`` has
            other words; the message names the JSON path.
        TextTypeError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise TextTypeError(f"the text must be a str, not {type(text).__name__}: pass the text of the document")
    token = _CONTEXT.set(_Context(text, _version(data)))
    try:
        return _converter().structure(data, Document)
    except (BaseValidationError, ValueError) as error:
        paths: list[str] = []

        def described(exception: BaseException, _: object) -> str:
            paths.append(getattr(exception, "at", ""))
            return str(exception)

        message, _, path = transform_error(error, format_exception=described)[0].rpartition(" @ ")
        path += paths[0]
        raise FormatError(f"{path.removeprefix('$.') or '$'}: {message}; {_SCHEMA}") from error
    finally:
        _CONTEXT.reset(token)


def _version(data: object) -> int:
    """Return the version of ``data``; a file without one is of the first."""
    version = data.get("version", 1) if isinstance(data, Mapping) else VERSION
    if isinstance(version, bool) or not isinstance(version, int) or version not in range(1, VERSION + 1):
        advice = _NEWER if isinstance(version, int) and version > VERSION else _SCHEMA
        raise FormatError(f"version: expected version {VERSION} or 1, found {checks.shown(version)}; {advice}")
    return version


def encoded(value: Mapping[str, object], **layout: Any) -> bytes:
    """Return an object as JSON in UTF-8. ``layout`` is what ``json.dumps`` takes as ``indent`` and ``separators``."""
    try:
        return json.dumps(value, ensure_ascii=False, **layout).encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 form; JSON can still spell it as an escape.
        return json.dumps(value, **layout).encode("ascii")


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of what :func:`to_dict` returns."""
    written = files("quoteattr.formats").joinpath("contract.schema.json").read_text("utf-8")
    return cast("dict[str, object]", json.loads(written))


JsonMapping = Mapping[str, Any]

_UNRECORDED = {"rule": "unrecorded", "source_path": [], "content_path": [], "scores": {}}


@define
class _Context:
    """Context of the hooks: the document that is read."""

    text: str
    version: int
    speakers: list[Speaker] = field(factory=list)


_CONTEXT: ContextVar[_Context] = ContextVar("context")


@cache
def _converter() -> Converter:
    converter = _strict_converter()
    converter.register_structure_hook(Span, _pair)
    converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
    converter.register_structure_hook(Scores, _scores)
    converter.register_unstructure_hook(Scores, dict)
    # a class after those of its fields: hooks are looked up when the functions are generated
    for stated in (model.Affiliation, model.Role, model.Dateline):
        _register(converter, stated, flat="span", checked=True)
    _register(converter, model.Byline, flat="span", checked=True, name=override(rename="text"))
    _register(converter, Passage, flat="spans", checked=True)
    for placed in (model.Channel, model.Outlet, Entity):
        _register(converter, placed, flat="span")
    _register(converter, model.Part, flat="span", adapt=_with_new_kind)
    _register(converter, model.Quotation, flat="span", depth=override(struct_hook=_depth))
    _register(converter, Word, flat="span", index=override(omit=True))
    for passage in (model.Source, model.Cue, model.Content):
        _register(converter, passage, check=lambda made: _check_text(made.text, Passage.of(_text(), *made.spans).text))
    for plain in (model.Time, model.Evidence, model.Article):
        _register(converter, plain)
    _register(converter, Speaker, check=_check_speaker, ref=override(struct_hook=checks.identifier))
    _register(
        converter,
        model.Attribution,
        adapt=lambda value: value if "evidence" in value else {**value, "evidence": _UNRECORDED},
        speaker=override(struct_hook=_speaker, unstruct_hook=lambda speaker: None if speaker is None else speaker.id),
        confidence=override(struct_hook=checks.probability),
        speaker_confidence=override(struct_hook=lambda value, _: None if value is None else checks.probability(value)),
    )
    _register(converter, Sentence, check=_check_sentence, words=override(struct_hook=_words_hook(converter)))
    _register(converter, Document, adapt=_with_text, check=_check_document, id=override(struct_hook=checks.identifier))
    return converter


def _strict_converter() -> Converter:
    """Return a converter whose hooks check JSON values without coercion."""
    converter = Converter(unstruct_collection_overrides={tuple: list})
    for cls, hook in ((str, checks.string), (int, checks.integer), (float, checks.number), (bool, checks.boolean)):
        converter.register_structure_hook(cls, hook)
    converter.register_structure_hook_factory(lambda cls: _origin(cls) is Literal, _literal_hook)

    @converter.register_structure_hook_factory(lambda cls: _origin(cls) is tuple)
    def tuple_hook(cls: Any, converter: Converter) -> Callable[[object, object], tuple[Any, ...]]:
        elements: Any = list.__class_getitem__(get_args(cls)[0])
        hook = converter.get_structure_hook(elements)
        return lambda value, _: tuple(hook(checks.array(value), elements))

    return converter


def _literal_hook(cls: Any) -> Callable[[object, object], object]:
    labels = get_args(cls)
    return lambda value, _: value if value in labels else fail("one of " + ", ".join(labels), value)


def _register(
    converter: Converter,
    cls: type[Any],
    *,
    flat: str = "",
    checked: bool = False,
    adapt: Callable[[JsonMapping], JsonMapping] = lambda value: value,
    check: Callable[[Any], None] = lambda made: None,
    **fields: Any,
) -> None:
    """Read and write ``cls`` field by field; ``fields`` has overrides for single ones.

    ``flat`` is the field whose span is written as ``start`` and ``end`` of the object; where it is ``checked``, the
    object has the text at it. ``adapt`` changes the JSON object to one with the fields of the class, and ``check``
    fails where the result does not fit the document.
    """
    required = _required(cls)
    build = make_dict_structure_fn(cls, converter, **{name: each for name, each in fields.items() if not each.omit})
    write = make_dict_unstructure_fn(cls, converter, **fields)

    def read(value: object, _: object) -> Any:
        given = checks.mapping(value, required)
        if flat:
            missing = cls is model.Outlet and given["start"] is None and given["end"] is None
            span = None if missing else checks.offsets_within(given, _text())
            if checked and span is not None:
                there = span.of(_text())
                if given["text"] != " ".join(there.split()):  # roles and affiliations are written on one line
                    _check_text(given["text"], there)
            given = {**given, flat: span if flat == "span" else [span]}
        made = build(adapt(given), cls)
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
    schema: Any = _schema()
    if cls is Document:
        return tuple(schema["required"])
    if cls is model.Cue:
        return (*_required(model.Content), *schema["$defs"]["cue"]["required"])
    name = "content" if cls is model.Source else cls.__name__.lower()  # both have one definition
    return tuple(schema["$defs"][name]["required"])


_schema = cache(json_schema)


def _text() -> str:
    return _CONTEXT.get().text


def _pair(value: object, _: object) -> Span:
    return value if isinstance(value, Span) else checks.pair_within(value, _text())


def _check_text(text: object, found: str) -> None:
    if not _is_same(text, found):
        fail(f"the text at these offsets, {checks.shown(found)} (is this the right text?)", text, ".text")


def _is_same(text: object, found: str) -> bool:
    """Return True for equal texts; JSON reads two surrogates that follow each other as one character."""
    if text == found or not isinstance(text, str):
        return text == found
    one, other = (each.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for each in (text, found))
    return one == other


def _with_new_kind(value: JsonMapping) -> JsonMapping:
    renamed = _CONTEXT.get().version == 1 and value["kind"] == "section"
    return {**value, "kind": "subheading"} if renamed else value


def _scores(value: object, _: object) -> Scores:
    found: dict[str, float] = {}
    for name, score in checks.mapping(value).items():
        found[name] = checks.number(score, at=f".{name}")
        if math.isnan(found[name]):
            fail("a number", score, f".{name}")
    return Scores(found)


def _depth(value: object, _: object) -> int:
    depth = checks.integer(value)
    return depth if depth >= 0 else fail("a number of quotations around it, from 0", value)


def _check_speaker(speaker: Speaker) -> None:
    known = _CONTEXT.get().speakers
    if speaker.id != len(known):
        fail(f"the index of the speaker in the list, {len(known)}", speaker.id, ".id")
    known.append(speaker)


def _speaker(value: object, _: object) -> Speaker | None:
    if value is None:
        return None
    known = _CONTEXT.get().speakers
    index = checks.integer(value)
    return known[index] if 0 <= index < len(known) else fail(f"an index into the {len(known)} speakers, or null", value)


def _words_hook(converter: Converter) -> Callable[[object, object], tuple[Word, ...]]:
    hook = converter.get_structure_hook(tuple[Word, ...])

    def words(value: object, _: object) -> tuple[Word, ...]:
        given = checks.array(value) or fail("at least one word", value)
        numbered = [{**each, "index": i} if isinstance(each, Mapping) else each for i, each in enumerate(given)]
        found: tuple[Word, ...] = hook(numbered, tuple[Word, ...])
        for word in found:
            if not ROOT <= word.head < len(found):
                wanted = f"the index of one of the {len(found)} words, or {ROOT} for a root"
                fail(wanted, word.head, f"[{word.index}].head")
        return found

    return words


def _check_sentence(sentence: Sentence) -> None:
    length = len(_text())
    if not 0 <= sentence.offset <= length:  # a text has no more words than characters
        fail(f"a number of words from 0 to {length}, the length of the text", sentence.offset, ".offset")
    words = len(sentence.words)
    for position, entity in enumerate(sentence.entities):
        if not 0 <= entity.first <= entity.last <= words:
            wanted = f"word numbers with 0 <= first <= last <= {words}, the words of the sentence"
            fail(wanted, (entity.first, entity.last), f".entities[{position}]")


def _with_text(value: JsonMapping) -> JsonMapping:
    if "text" in value and not _is_same(value["text"], _text()):
        fail("the text that was given (is this the right text?)", value["text"], ".text")
    return {**value, "text": _text()}


def _check_document(document: Document) -> None:
    count = len(document.attributions)
    for position, attribution in enumerate(document.attributions):
        outer = attribution.nested_in
        if outer is not None and (not 0 <= outer < count or outer == position):
            wanted = f"the index of another one of the {count} attributions, or null"
            fail(wanted, outer, f".attributions[{position}].nested_in")
