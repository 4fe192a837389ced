"""Everything this package raises on purpose: one root, so that one ``except`` catches it all.

Each message quotes the value that was wrong and says what to do about it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class QuoteattrError(Exception):
    """The root of all errors of this package."""


class TextTypeError(QuoteattrError, TypeError):
    """A text was expected and something else was given."""


class TextValueError(QuoteattrError, ValueError):
    """A text cannot be processed as it is, for example because it is larger than the limit."""


class ArgumentError(QuoteattrError, ValueError, TypeError):
    """An argument has a wrong type or value."""


class ModelError(QuoteattrError):
    """A model is unknown, incomplete, altered, or of a version that this package does not read."""


class TreeError(QuoteattrError, ValueError):
    """A dependency tree or a CoNLL-U text is malformed."""


class FormatError(QuoteattrError, ValueError):
    """A JSON document does not follow the JSON schema (:func:`quoteattr.json_schema`)."""


class InputError(QuoteattrError):
    """A file or a row of a file cannot be read."""


class LexiconError(QuoteattrError):
    """A lexicon file is malformed."""


class MissingExtraError(QuoteattrError, ImportError):
    """An optional dependency is not installed; the message names the command that installs it."""


@contextmanager
def needs_extra(extra: str, purpose: str) -> Iterator[None]:
    """Replace an ImportError by a MissingExtraError that begins with the ``purpose`` ("tables need pyarrow")."""
    try:
        yield
    except ImportError as error:
        raise MissingExtraError(f"{purpose} ({error}): run pip install 'quoteattr[{extra}]'") from error
