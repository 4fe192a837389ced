"""The glossary of docs/reference.md explains every name of the public values, each term once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import attrs
import pytest

import quoteattr
from quoteattr import model
from tests.docs.sections import section

PAGE = section("reference", "Glossary")
TERMS = re.findall(r"^\*\*(.+?)\*\*", PAGE, re.MULTILINE)
CODE = set(re.findall(r"`(\w[\w ]*)`", PAGE))
VALUES = [value for name in quoteattr.__all__ if attrs.has(value := getattr(quoteattr, name))]


def names(schema: Any) -> Iterator[str]:
    """The properties and the fixed values of a JSON schema, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (value for value in schema.get("enum", ()) if isinstance(value, str))
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from names(inner)


def test_a_term_occurs_once_in_alphabetical_order() -> None:
    assert [term.lower() for term in TERMS] == sorted({term.lower() for term in TERMS})


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_value_is_explained_with_all_its_fields(value: type) -> None:
    assert value.__name__ in {*TERMS, *CODE}
    assert [field.name for field in attrs.fields(value) if field.name not in CODE] == []


def test_the_json_has_no_other_names() -> None:
    assert set(names(quoteattr.json_schema())) - CODE == {"version"}


LITERALS = ["Kind", "Act", "Polarity", "SpeakerKind", "PartKind", "SourceType", "ChannelKind", "BylinePart"]


@pytest.mark.parametrize("literal", LITERALS)
def test_every_kind_is_named(literal: str) -> None:
    assert set(get_args(getattr(model, literal))) <= CODE


def test_the_names_of_the_schema_are_found() -> None:
    schema = json.loads('{"properties": {"a": {"enum": ["b"]}}, "items": [{"properties": {"c": {}}}]}')
    assert list(names(schema)) == ["a", "b", "c"]
