"""The signatures and the fields in docs/reference.md are those of the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_origin

import attrs
import pytest

import quoteattr
from quoteattr import model
from tests.docs.sections import section

PAGE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text("utf-8")
SHOWN = dict(re.findall(r"^### `([\w.]+)(\(.*?\)) -> .*`$", PAGE, re.MULTILINE))


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in quoteattr.__all__:
        if inspect.isfunction(value := getattr(quoteattr, name)):
            yield name, value
    yield "QuoteAttributor.__call__", quoteattr.QuoteAttributor.__call__
    yield "QuoteAttributor.pipe", quoteattr.QuoteAttributor.pipe
    yield "QuoteAttributor.read_html", quoteattr.QuoteAttributor.read_html
    yield "speakers.merge", quoteattr.speakers.merge
    yield "People.of", quoteattr.People.of


def signature(function: Callable[..., Any]) -> str:
    """The parameters as the page writes them: with defaults, without types, without ``self``."""
    found = inspect.signature(function).parameters.values()
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in found if each.name != "self"]
    return str(inspect.Signature(bare)).replace("'", '"')


@pytest.mark.parametrize(("name", "function"), list(functions()), ids=lambda value: getattr(value, "__name__", value))
def test_a_function_has_the_parameters_on_the_page(name: str, function: Callable[..., Any]) -> None:
    assert SHOWN[name] == signature(function)


def test_no_other_function_is_shown() -> None:
    assert set(SHOWN) == {name for name, _ in functions()}


# Fields

_ROW = re.compile(r"^\| (?:(`\w+`)? ?\| )?((?:`\w+`(?:, )?)+) \| (`.+?`(?: or `.+?`| or None)*) \| .*\|$", re.MULTILINE)
_WITHOUT = ("Source", "Cue", "Content", "People")  # passages are explained in a sentence; a function makes People
SPELLED = {name: "str" for name, value in vars(model).items() if get_origin(value) is Literal} | {
    "DocumentId": "str | int",
    "Scores": "dict[str, float]",
}
VALUES = [value for name in quoteattr.__all__ if name not in _WITHOUT and attrs.has(value := getattr(quoteattr, name))]


def tables() -> dict[str, list[tuple[str, str]]]:
    """Return for each class the fields that its table shows, each with its type.

    The class is in the first column of a table of four columns, and in the heading of a table of three.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for part in re.split(r"^### ", section("reference", "Values"), flags=re.MULTILINE):
        name = part.split("\n", 1)[0]
        for given, fields, kind in _ROW.findall(part):
            name = given.strip("`") or name
            found.setdefault(name, []).extend((field, kind) for field in re.findall(r"\w+", fields))
    return found


def written(annotation: str) -> str:
    """Return a type as the page writes it.

    >>> written("str | None")
    '`str` or None'
    """
    kinds = [kind for each in annotation.split(" | ") for kind in SPELLED.get(each, each).split(" | ")]
    return " or ".join(kind if kind == "None" else f"`{kind}`" for kind in kinds)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_a_class_has_the_fields_and_types_on_the_page(value: type) -> None:
    types = inspect.get_annotations(value)  # strings; those of ``attrs.fields`` may have been resolved
    own = [(field.name, written(types[field.name])) for field in attrs.fields(value)]
    assert tables()[value.__name__] == own


def test_the_types_are_written_as_on_the_page() -> None:
    assert written("SpeakerKind") == "`str`"
    assert written("DocumentId | None") == "`str` or `int` or None"
