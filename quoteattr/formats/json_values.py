"""Strict reading of parsed JSON through ``cattrs``: no coercion, and errors that name the JSON path.

cattrs itself turns ``4`` into ``"4"`` and a string into a list of its characters; the hooks here refuse both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NoReturn, TypeVar, get_args, get_origin

from cattrs import BaseValidationError, Converter, transform_error

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


def structured(converter: Converter, value: object, cls: type[Value], advice: str) -> Value:
    """Return ``value`` as a ``cls``.

    Raises:
        FormatError: The value, or one inside it, is not as expected. The message names the first such value by its
            JSON path (the root is ``$``) and ends with ``advice``.
    """
    try:
        return converter.structure(value, cls)
    except (BaseValidationError, UnexpectedValueError, ValueError) as error:
        paths: list[str] = []

        def described(exception: BaseException, _: object) -> str:
            paths.append(getattr(exception, "at", ""))
            return str(exception)

        message, _, path = transform_error(error, format_exception=described)[0].rpartition(" @ ")
        path += paths[0]
        raise FormatError(f"{path.removeprefix('$.') or '$'}: {message}; {advice}") from error


def strict_converter() -> Converter:
    """Return a converter whose hooks take each JSON value for what it is."""
    converter = Converter(unstruct_collection_overrides={tuple: list})
    for cls, hook in ((str, string), (int, integer), (float, number), (bool, boolean)):
        converter.register_structure_hook(cls, hook)
    converter.register_structure_hook_factory(lambda cls: _origin(cls) is Literal, _literal_hook)

    @converter.register_structure_hook_factory(lambda cls: _origin(cls) is tuple)
    def tuple_hook(cls: Any, converter: Converter) -> Callable[[object, object], tuple[Any, ...]]:
        elements: Any = list.__class_getitem__(get_args(cls)[0])
        hook = converter.get_structure_hook(elements)
        return lambda value, _: tuple(hook(array(value), elements))

    return converter


def _origin(cls: Any) -> Any:
    return get_origin(cls)


def _literal_hook(cls: Any) -> Callable[[object, object], object]:
    labels = get_args(cls)

    def label(value: object, _: object = None) -> object:
        found = next((each for each in labels if isinstance(value, str) and value == each), None)
        return fail("one of " + ", ".join(labels), value) if found is None else found

    return label


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


def integer(value: object, _: object = None) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else fail("an integer", value)


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
