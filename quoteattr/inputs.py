"""Input of callers: texts with known facts, and checks of the arguments of public functions.

Each check returns the value or raises an :class:`ArgumentError` that quotes it and names the remedy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from numbers import Integral, Real
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from attrs import evolve, field, frozen

from quoteattr.errors import ArgumentError, TextTypeError
from quoteattr.limits import Limits
from quoteattr.model import DocumentId
from quoteattr.page.article import Structure
from quoteattr.page.markup import WebPage

T = TypeVar("T")

_ZULU = re.compile(r"[zZ]\Z")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:\Z|[T ])")


@frozen
class Input:
    """A text with what its caller knows of it, in place of a plain text.

    A field that is None is taken from the text. The fields are checked when the text is read, so that a wrong one of
    a stream is an error of its text alone.

    Attributes:
        text: The text, or a page of :func:`from_html`.
        id: The identifier that the document gets, as given.
        published: When the text was published: a date, a datetime, or either in ISO 8601. Relative times ("last
            month") count from it.
        publisher: The outlet on whose page the text was published.
        outlet: The outlet that originated the story.
    """

    text: str | WebPage = field(repr=False)
    id: DocumentId | None = None
    published: str | date | None = None
    publisher: str | None = None
    outlet: str | None = None


def checked_text(text: object) -> str:
    """Return the text, if it is one; raise a :class:`TextTypeError` otherwise."""
    if not isinstance(text, str):
        raise TextTypeError(
            f"a text must be a str, not {type(text).__name__}: "
            "decode bytes, read HTML with from_html, and give one text a call"
        )
    return text


def document_id(value: object) -> DocumentId | None:
    """Return an identifier: text or a whole number (of NumPy too), kept as given."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool):
        return int(value)
    raise ArgumentError(f"id={value!r} is neither a str nor an int: convert it, for example with str()")


def is_blank(value: object) -> bool:
    """Return True for None and for text of white space alone."""
    return value is None or (isinstance(value, str) and not value.strip())


def iso_date(value: object) -> str | None:
    """Return a date of publication as a date, or a date and time, in ISO 8601; None for a blank one."""
    if is_blank(value):
        return None
    written = value.isoformat() if isinstance(value, date) else value
    # not the week dates and compact forms that some versions of Python read
    if isinstance(written, str) and _ISO_DATE.match(written):
        with suppress(ValueError):
            datetime.fromisoformat(_ZULU.sub("+00:00", written))
            return written
    raise ArgumentError(
        f"published={value!r} is no date: give a datetime.date, a datetime.datetime, or a text in ISO 8601 such as "
        "'2023-04-04' or '2023-04-04T16:26:00+02:00'"
    )


def iso_date_at_start(value: object) -> str | None:
    """Return a date as :func:`iso_date` does, of a longer text the date that it begins with."""
    try:
        return iso_date(value)
    except ArgumentError:
        return iso_date(value[:10] if isinstance(value, str) else value)


def _named(value: Any) -> Any:
    """Return the name of an outlet without spaces around it; None for a blank one."""
    return None if is_blank(value) else value.strip() if isinstance(value, str) else value


def _optional_text(_: object, attribute: Any, value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise ArgumentError(f"{attribute.name}={value!r} is no str: give it as text, or leave it out")


def page_structure(value: object) -> Structure:
    """Return the structure of a text: "auto" or "plain"."""
    if value in get_args(Structure):
        return cast(Structure, value)
    raise ArgumentError(f"structure={value!r} is unknown: give 'auto', or 'plain' for a text that is all body")


def flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ArgumentError(f"{name}={value!r} is neither True nor False")


@frozen
class Known:
    """The facts about one text, as :func:`quoteattr.pipeline.attribute` takes them, each checked."""

    id: DocumentId | None = field(default=None, converter=document_id)
    published: str | None = field(default=None, converter=iso_date)
    publisher: str | None = field(default=None, converter=_named, validator=_optional_text)
    outlet: str | None = field(default=None, converter=_named, validator=_optional_text)
    include_chrome: bool = field(default=False, validator=lambda _, attribute, value: flag(attribute.name, value))
    structure: Structure = field(default="auto", converter=page_structure)


@frozen
class CheckedInput:
    """A text as the pipeline takes it: the page that it was extracted from, if any, and the checked facts about it."""

    text: str = field(repr=False)
    page: WebPage | None = field(default=None, repr=False)
    known: Known = field(factory=Known)


def checked_input(given: object, options: Known) -> CheckedInput:
    """Check a text, a page or an :class:`Input` of either, whose fields take precedence over ``options``.

    Raises a :class:`TextTypeError` for anything else, and an :class:`ArgumentError` for a wrong field.
    """
    if isinstance(given, Input):
        own = {name: getattr(given, name) for name in ("published", "publisher", "outlet")}
        known = {name: value for name, value in own.items() if not is_blank(value)}
        options = evolve(options, **known, id=options.id if given.id is None else given.id)
        given = given.text
    if isinstance(given, WebPage):
        return CheckedInput(given.text, given, options)
    return CheckedInput(checked_text(given), None, options)


def whole_number(name: str, value: object) -> int:
    """Return a whole number of at least 1."""
    if isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= 1:
        return int(value)
    raise ArgumentError(f"{name}={value!r} is no whole number of at least 1: give an int such as 1 or 16")


def seconds(name: str, value: object) -> float:
    """Return a number of seconds greater than 0."""
    if isinstance(value, Real) and not isinstance(value, bool) and float(value) > 0:
        return float(value)
    raise ArgumentError(f"{name}={value!r} is no number of seconds greater than 0: give one such as 60")


def limits(max_chars: object, max_seconds: object) -> Limits:
    """Return the limits of a text, each a number greater than 0 or None."""
    chars = None if max_chars is None else whole_number("max_chars", max_chars)
    return Limits(chars, None if max_seconds is None else seconds("max_seconds", max_seconds))


def loading(model: object, device: object, threads: object, parts: object, stanza_dir: object) -> dict[str, Any]:
    """Return the arguments of :func:`quoteattr.load` that select the model, as the Stanza pipeline takes them."""
    for name, value in (("model", model), ("stanza_dir", stanza_dir)):
        if not isinstance(value, (str, os.PathLike)) and not (name == "stanza_dir" and value is None):
            raise ArgumentError(f"{name}={value!r} is neither a name nor a path: give a str or a pathlib.Path")
    if not isinstance(device, str):
        raise ArgumentError(f"device={device!r} is no str: give 'cpu' or 'cuda'")
    if parts is not None and not isinstance(parts, Mapping):
        raise ArgumentError(f"parts={parts!r} is no mapping: give one such as {{'depparse': 'combined_charlm'}}")
    for part, package in dict(parts or {}).items():
        if not isinstance(part, str) or not isinstance(package, str):
            raise ArgumentError(f"parts has {part!r}: {package!r}: give the name of a Stanza package for each part")
    number = whole_number("threads", threads)
    return {"device": device, "threads": number, "parts": dict(parts or {}), "stanza_dir": stanza_dir}


def many_texts(texts: Iterable[T]) -> Iterable[T]:
    """Return a collection or stream of texts, and not one text, whose characters would be read one by one."""
    is_table = isinstance(texts, Mapping) or hasattr(texts, "columns")  # a data frame yields the names of its columns
    if is_table or isinstance(texts, (str, bytes, Path, WebPage, Input)) or not isinstance(texts, Iterable):
        raise ArgumentError(
            f"pipe takes many texts, not {type(texts).__name__}: give a list or a generator of texts, such as a column "
            "of a table, or call the reader for one text"
        )
    return texts
