"""Strict checks of parsed JSON: no coercion, and errors that name the JSON path.

The checks are hooks of the contract's converter. Formats of other programs, whose members may be missing or of several
shapes, are read through a :class:`Node`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from attrs import frozen

from quoteattr.errors import FormatError

Value = TypeVar("Value")
JsonObject = dict[str, object]

_MOST = 60  # characters of a wrong value that an error message quotes


class UnexpectedValueError(ValueError):
    """A value that a hook refuses; ``at`` is its path below the value that the hook was called with."""

    def __init__(self, wanted: str, found: object, at: str = "") -> None:
        super().__init__(f"expected {wanted}, found {shown(found)}")
        self.at = at


def fail(wanted: str, found: object, at: str = "") -> NoReturn:
    raise UnexpectedValueError(wanted, found, at)


def shown(value: object) -> str:
    """Return the beginning of ``value`` as Python writes it; its type where it is too large or too deep for that."""
    try:
        written = repr(value)
    except (ValueError, RecursionError):
        return f"a large {type(value).__name__}"
    return written if len(written) <= _MOST else written[: _MOST - 1] + "…"


def array(value: object) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else fail("an array", value)


def mapping(value: object, required: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return an object that has the ``required`` members."""
    if not isinstance(value, Mapping):
        fail("an object", value)
    for key in required:
        if key not in value:
            fail(f"an object with {key!r}", value)
    return value


def string(value: object, _: object = None) -> str:
    return value if isinstance(value, str) else fail("a string", value)


def integer(value: object, _: object = None, at: str = "") -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else fail("an integer", value, at)


def boolean(value: object, _: object = None) -> bool:
    return value if isinstance(value, bool) else fail("true or false", value)


def number(value: object, _: object = None, at: str = "") -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        fail("a number", value, at)
    try:
        return float(value)
    except OverflowError:  # an integer beyond what a float holds
        fail("a smaller number", value, at)


def probability(value: object, _: object = None) -> float:
    return number(value) if 0.0 <= number(value) <= 1.0 else fail("a probability", value)


def identifier(value: object, _: object = None) -> str | int | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, type(None))):
        fail("a string, an integer or null", value)
    return value


@frozen
class Node:
    """``value`` as ``json.loads`` returns it, with its JSON path (``attributions[2].cue``; the root is ``$``).

    ``advice`` is the end of each error message. The reading methods return the value in the type asked for and raise
    :class:`FormatError` otherwise.
    """

    value: object
    path: str = "$"
    advice: str = "see quoteattr.json_schema()"

    def read(self, check: Callable[[object], Value]) -> Value:
        """Return the result of one of the checks of this module for the value."""
        try:
            return check(self.value)
        except UnexpectedValueError as error:
            raise FormatError(f"{self.path}{error.at}: {error}; {self.advice}") from error

    def fail(self, wanted: str) -> NoReturn:
        self.read(lambda value: fail(wanted, value))
        raise AssertionError  # not reached

    def __getitem__(self, key: str) -> Node:
        """Return the member ``key``, which must be there."""
        self.read(lambda value: mapping(value, (key,)))
        return self.get(key)

    def get(self, key: str) -> Node:
        """Return the member ``key``; a missing one reads as null."""
        value = self.read(mapping).get(key)
        return Node(value, key if self.path == "$" else f"{self.path}.{key}", self.advice)

    def __iter__(self) -> Iterator[Node]:
        """Yield the elements of an array."""
        elements = enumerate(self.read(array))
        return (Node(value, f"{self.path}[{position}]", self.advice) for position, value in elements)

    def listed(self) -> Iterable[Node]:
        """Return the elements of an array; none where it is null."""
        return () if self.null else self

    @property
    def null(self) -> bool:
        return self.value is None

    def string(self) -> str:
        return self.read(string)

    def string_or_null(self) -> str | None:
        return None if self.null else self.string()

    def integer(self) -> int:
        return self.read(integer)

    def number(self) -> float:
        return self.read(number)

    def probability_or_null(self) -> float | None:
        return None if self.null else self.read(probability)
