"""The signatures in docs/reference.md are those of the code."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import quoteattr

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
def test_a_function_has_the_parameters_that_are_shown(name: str, function: Callable[..., Any]) -> None:
    assert SHOWN[name] == signature(function)


def test_no_other_function_is_shown() -> None:
    assert set(SHOWN) == {name for name, _ in functions()}
