"""Articles that the app offers to try, all invented."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from attrs import frozen


@frozen
class Example:
    """An article and the name under which it is offered."""

    title: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the files of the folder ``articles`` by name. The first line of a file is its title."""
    texts = sorted(files("quoteattr.server").joinpath("articles").iterdir(), key=lambda file: file.name)
    return tuple(_example(file.read_text("utf-8")) for file in texts if file.name.endswith(".txt"))


def _example(text: str) -> Example:
    return Example(text.partition("\n")[0], text)
