"""A value inside parsed JSON that knows where it stands, so that an error can name the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NoReturn

from attrs import frozen

from quoteattr.errors import FormatError

JsonObject = dict[str, object]

_MOST = 60  # characters of a wrong value that an error message quotes


@frozen
class Node:
    """``value`` as ``json.loads`` gives it, and its JSON path (``attributions[2].cue``; the root is ``$``).
    ``advice`` is what an error message ends with.

    The reading methods return the value in the asked type and raise :class:`FormatError` otherwise.
    """

    value: object
    path: str = "$"
    advice: str = "see quoteattr.json_schema()"

    def fail(self, wanted: str) -> NoReturn:
        raise FormatError(f"{self.path}: expected {wanted}, found {shown(self.value)}; {self.advice}")

    def mapping(self) -> Mapping[str, object]:
        return self.value if isinstance(self.value, Mapping) else self.fail("an object")

    def __getitem__(self, key: str) -> Node:
        """The member ``key``, which must be there."""
        if key not in self.mapping():
            self.fail(f"an object with {key!r}")
        return self.get(key)

    def get(self, key: str) -> Node:
        """The member ``key``; a member that is missing reads as null."""
        return self._below(self.mapping().get(key), key if self.path == "$" else f"{self.path}.{key}")

    def optional(self, key: str) -> Node | None:
        """The member ``key``, or None where it is missing; null is a value like others."""
        return self.get(key) if key in self.mapping() else None

    def __iter__(self) -> Iterator[Node]:
        """The elements of an array."""
        if not isinstance(self.value, Sequence) or isinstance(self.value, (str, bytes, bytearray)):
            self.fail("an array")
        return (self._below(item, f"{self.path}[{position}]") for position, item in enumerate(self.value))

    def listed(self) -> Iterable[Node]:
        """The elements of an array; none where it is null."""
        return () if self.null else self

    def _below(self, value: object, path: str) -> Node:
        return Node(value, path, self.advice)

    @property
    def null(self) -> bool:
        return self.value is None

    def string(self) -> str:
        return self.value if isinstance(self.value, str) else self.fail("a string")

    def string_or_null(self) -> str | None:
        return None if self.value is None else self.string()

    def identifier_or_null(self) -> str | int | None:
        if isinstance(self.value, bool) or not isinstance(self.value, (str, int, type(None))):
            self.fail("a string or an integer")
        return self.value

    def integer(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.fail("an integer")
        return self.value

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            self.fail("a number")
        try:
            return float(self.value)
        except OverflowError:  # an integer beyond what a float holds
            self.fail("a smaller number")

    def probability(self) -> float:
        return self.number() if 0.0 <= self.number() <= 1.0 else self.fail("a probability")

    def probability_or_null(self) -> float | None:
        return None if self.null else self.probability()

    def boolean(self) -> bool:
        return self.value if isinstance(self.value, bool) else self.fail("true or false")


def shown(value: object) -> str:
    """The beginning of ``value`` as Python writes it; its type where it is too large or too deep for that."""
    try:
        written = repr(value)
    except (ValueError, RecursionError):
        return f"a large {type(value).__name__}"
    return written if len(written) <= _MOST else written[: _MOST - 1] + "…"
