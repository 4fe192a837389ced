"""``python -m tests.typing.snapshot``: writes names, parameters, fields and types of the public API to ``public.txt``.

A change there is a change for everybody who uses the package, so it comes with a line in the changelog.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

import quoteattr
from quoteattr import evaluation, speakers

FILE = Path(__file__).parent / "public.txt"
MODULES = {
    quoteattr: tuple(name for name in quoteattr.__all__ if name != "__version__"),
    evaluation: ("Evaluation", "evaluate"),
    speakers: ("CorpusSpeaker", "merge"),
}


def public() -> str:
    """The public API as text, a name or a member a line."""
    return "".join(
        f"{line}\n"
        for module, names in MODULES.items()
        for name in names
        for line in described(f"{module.__name__}.{name}", getattr(module, name))
    )


def described(name: str, value: Any) -> Iterator[str]:
    """A function in one line; a class, and below it its fields and what it defines itself."""
    if not inspect.isclass(value):
        yield f"def {name}{signature(value)}"
        return
    bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
    yield f"class {name}" + (f"({bases})" if bases else "")
    fields = attrs.fields(value) if attrs.has(value) else ()
    bases_first = [vars(base).get("__annotations__", {}) for base in reversed(value.__mro__)]
    written = {name: kind for each in bases_first for name, kind in each.items()}  # attrs may hold resolved types
    yield from (f"    {each.name}: {written[each.name]}{default(each)}" for each in fields)
    for member, defined in vars(value).items():
        if is_public(member, value) and (line := of_class(member, defined)):
            yield f"    {line}"


def is_public(member: str, cls: type) -> bool:
    """Whether users call this member: calling the object counts, and what attrs writes does not."""
    return not member.startswith("_") or member == "__call__" or (member == "__init__" and not attrs.has(cls))


def of_class(name: str, defined: object) -> str | None:
    """A member that a class defines; None for what is no function or property."""
    if isinstance(defined, property) and defined.fget:
        return f"property {name}{signature(defined.fget)}"
    if isinstance(defined, classmethod):
        return f"classmethod {name}{signature(defined.__func__)}"
    return f"def {name}{signature(defined)}" if inspect.isfunction(defined) else None


def default(field: attrs.Attribute[Any]) -> str:
    """What a field is where it is left out; the values of factories are not written out."""
    if field.default is attrs.NOTHING:
        return ""
    return " = …" if isinstance(field.default, attrs.Factory) else f" = {field.default!r}"  # type: ignore[arg-type]


def signature(function: Callable[..., Any]) -> str:
    """Parameters and result as they are in the code."""
    found = inspect.signature(function)
    kept = [each.replace(annotation=verbatim(each.annotation)) for each in found.parameters.values()]
    return str(found.replace(parameters=kept, return_annotation=verbatim(found.return_annotation)))


@attrs.frozen(repr=False)
class Verbatim:
    """An annotation that is shown as it is written, without quotation marks."""

    shown: str

    def __repr__(self) -> str:
        return self.shown


def verbatim(annotation: Any) -> Any:
    """A written annotation to be shown as it is; none stays none."""
    return Verbatim(annotation) if isinstance(annotation, str) else annotation


if __name__ == "__main__":
    FILE.write_text(public(), encoding="utf-8")
