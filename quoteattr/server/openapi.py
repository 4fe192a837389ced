"""The description of the API in OpenAPI 3.1. The schema of a document is that of the contract."""

from __future__ import annotations

from collections.abc import Mapping

import quoteattr
from quoteattr.formats.contract import json_schema
from quoteattr.formats.node import JsonObject
from quoteattr.server.asked import ACTS
from quoteattr.server.problems import REASONS
from quoteattr.server.settings import Settings

_NAMED = "#/components/schemas/"
_TEXT_OR_NULL = {"type": ["string", "null"]}
_OPTIONS: Mapping[str, JsonObject] = {
    "id": {"type": "string", "description": "Your name for the document."},
    "publisher": {"type": "string", "description": "Whose page it is, where the text does not say."},
    "outlet": {"type": "string", "description": "Who originated the story, where the text does not say."},
    "url": {"type": "string", "description": "Where the page was found; it is not fetched."},
    "include_chrome": {"type": "boolean", "default": False, "description": "Search bylines, credits and menus too."},
    "full": {"type": "boolean", "default": False, "description": "With the text, the words and the trees."},
    "act": {"enum": list(ACTS), "default": "all", "description": "Only what was said, or only what was thought."},
}


def description(settings: Settings) -> JsonObject:
    """The document behind ``/openapi.json``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "quoteattr",
            "version": quoteattr.__version__,
            "description": "Who said what, through whom, in English news text. Nothing that is sent is kept.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/api/attributions": {"post": _attributions(settings)},
            "/api/page": {"post": _page()},
            "/api/examples": {"get": _plain("examples", "Texts to try.", _list_of_examples())},
            "/health": {"get": _plain("health", "That the server answers.", {"$ref": f"{_NAMED}Health"})},
        },
        "components": {"schemas": _schemas()},
    }


def _attributions(settings: Settings) -> JsonObject:
    either = "A text, or the HTML of a page, with the same options as in the address, over which they lead."
    return {
        "operationId": "attributions",
        "summary": "The attributions of a text or a page.",
        "description": f"The text may have {settings.max_chars:,} characters, the body {settings.max_bytes:,} bytes.",
        "parameters": [
            {"name": name, "in": "query", "schema": {k: v for k, v in schema.items() if k != "description"},
             "description": schema["description"]}
            for name, schema in _OPTIONS.items()
        ],
        "requestBody": {
            "required": True,
            "description": either,
            "content": {
                "application/json": {"schema": {"$ref": f"{_NAMED}Asked"}},
                "text/plain": {"schema": {"type": "string"}},
                "text/html": {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": _answer("The attributions.", {"$ref": f"{_NAMED}Document"}),
            **_problems(400, 403, 408, 413, 415, 422, 500, 501, 503, 504),
        },
    }  # fmt: skip


def _page() -> JsonObject:
    return {
        "operationId": "page",
        "summary": "A document as a self-contained web page.",
        "description": "The body is what /api/attributions answers with full=true. The offsets must fit the text.",
        "parameters": [{"name": "title", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"{_NAMED}FullDocument"}}},
        },
        "responses": {
            "200": _answer("The page.", {"type": "string"}, "text/html"),
            **_problems(400, 403, 408, 413, 415, 422, 500, 503, 504),
        },
    }


def _plain(name: str, summary: str, schema: Mapping[str, object]) -> JsonObject:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": _answer(summary, schema), **_problems(400, 403, 422)},
    }


def _answer(text: str, schema: Mapping[str, object], kind: str = "application/json") -> JsonObject:
    return {"description": text, "content": {kind: {"schema": schema}}}


def _problems(*statuses: int) -> JsonObject:
    return {str(status): _answer(REASONS[status], {"$ref": f"{_NAMED}Problem"}) for status in statuses}


def _list_of_examples() -> JsonObject:
    return {"type": "array", "items": {"$ref": f"{_NAMED}Example"}}


def _schemas() -> JsonObject:
    document = json_schema()
    parts = document.pop("$defs")
    document.pop("$schema", None)
    assert isinstance(parts, dict)
    own: JsonObject = {
        "Document": document,
        "FullDocument": {"allOf": [{"$ref": f"{_NAMED}Document"}, {"required": ["text"]}]},
        "Asked": _asked(),
        "Example": _object(title={"type": "string"}, text={"type": "string"}),
        "Health": _object(
            status={"const": "ok"}, version={"type": "string"}, waiting={"type": "integer", "minimum": 0}
        ),
        "Problem": _object(error=_object(type={"type": "string"}, message={"type": "string"})),
    }
    renamed = _renamed({**parts, **own})
    assert isinstance(renamed, dict)
    return renamed


def _asked() -> JsonObject:
    """The fields of a request. A name that is not known may also be null."""
    options = {
        name: {**each, **_TEXT_OR_NULL} if each.get("type") == "string" else each for name, each in _OPTIONS.items()
    }
    text = {"type": "string", "description": "The text of an article."}
    html = {"type": "string", "description": "The HTML of a page."}
    return {
        "type": "object",
        "properties": {"text": text, "html": html, **options},
        "additionalProperties": False,
        "oneOf": [{"required": ["text"]}, {"required": ["html"]}],
    }


def _object(**properties: Mapping[str, object]) -> JsonObject:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _renamed(value: object) -> object:
    """The same schema with its own definitions where OpenAPI keeps them."""
    if isinstance(value, dict):
        return {
            key: each.replace("#/$defs/", _NAMED) if key == "$ref" and isinstance(each, str) else _renamed(each)
            for key, each in value.items()
        }
    return [_renamed(each) for each in value] if isinstance(value, list) else value
