"""A cattrs converter that does not coerce, and its errors as one that names the JSON path.

cattrs itself turns ``4`` into ``"4"`` and a string into a list of its characters; the hooks here refuse both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import BaseValidationError, Converter, transform_error

from quoteattr.errors import FormatError
from quoteattr.formats.json_values import UnexpectedValueError, array, boolean, fail, integer, number, string

Value = TypeVar("Value")


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
