"""The JSON object of one document, described by ``contract.schema.json`` in this folder.

Offsets are Python string indices into the text of the document, half-open; the text of each value is the text at its
offsets. The object holds the text itself only where asked for: callers of :func:`from_dict` pass it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

from attrs import evolve

from quoteattr.document import Document, checked_documents
from quoteattr.errors import FormatError, TextTypeError
from quoteattr.formats.contract_converter import structure, unstructure
from quoteattr.formats.json_values import JsonObject, shown

__all__ = ["VERSION", "encoded", "from_dict", "json_schema", "to_dict"]

VERSION = 2
"""The version of the format: it changes when a field is renamed, removed or given another meaning."""

_SCHEMA = "see quoteattr.json_schema()"
_NEWER = "a newer version of quoteattr wrote it: pip install --upgrade quoteattr"


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
        ArgumentError: ``document`` is none.
        FormatError: The speaker of an attribution is not one of the document's speakers.
    """
    [document] = checked_documents("to_dict", [document])
    skipped = {name: () for name, wanted in (("sentences", sentences), ("quotations", quotations)) if not wanted}
    data = unstructure(evolve(document, **skipped))  # type: ignore[arg-type]
    _number_speakers(document, data)
    order = ("id", "version", "article", "speakers", "attributions", "warnings")
    optional = {"text": text, "sentences": sentences, "quotations": quotations}
    data["version"] = VERSION
    return {name: data[name] for name in (*order, *(name for name, wanted in optional.items() if wanted))}


def _number_speakers(document: Document, data: JsonObject) -> None:
    """Number the speakers by their position in the list, and refer to them by it."""
    index = {speaker.id: position for position, speaker in enumerate(document.speakers)}
    for position, speaker in enumerate(cast("list[JsonObject]", data["speakers"])):
        speaker["id"] = position
    for number, attribution in enumerate(cast("list[JsonObject]", data["attributions"])):
        if attribution["speaker"] is not None and attribution["speaker"] not in index:
            raise FormatError(
                f"the speaker of attribution {number} has the id {attribution['speaker']!r}, which none of the "
                "document's speakers has: add it to Document.speakers"
            )
        attribution["speaker"] = index.get(cast("int", attribution["speaker"]))


def from_dict(data: Mapping[str, object], text: str) -> Document:
    """Return the document that :func:`to_dict` wrote as ``data`` over ``text``; unknown fields are ignored.

    Version 1 is read too: a field that it did not know has its default.

    Args:
        data: The JSON object, as ``json.loads`` returns it.
        text: The text that its offsets count in.

    Raises:
        FormatError: ``data`` breaks the contract, was written by a newer version, or belongs to another text; the
            message names the JSON path.
        TextTypeError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise TextTypeError(f"the text must be a str, not {type(text).__name__}: pass the text of the document")
    return structure(data, text, _version(data))


def _version(data: object) -> int:
    """Return the version of ``data``; a file without one is of the first."""
    version = data.get("version", 1) if isinstance(data, Mapping) else VERSION
    if isinstance(version, bool) or not isinstance(version, int) or version not in range(1, VERSION + 1):
        newer = isinstance(version, int) and version > VERSION
        advice = _NEWER if newer else _SCHEMA
        raise FormatError(f"version: expected version {VERSION} or 1, found {shown(version)}; {advice}")
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
    schema: dict[str, object] = json.loads(
        files("quoteattr.formats").joinpath("contract.schema.json").read_text("utf-8")
    )
    return schema
