"""JSON objects of any known form into annotated texts: flat rows, Citron's, and the contract of this package."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.errors import FormatError
from quoteattr.formats.citron import from_citron
from quoteattr.formats.contract import from_dict
from quoteattr.formats.flat import from_flat
from quoteattr.model import AnnotatedText, Relation

_SHOWN = 60  # characters of a wrong value that an error message quotes


def identity(data: object, name: str | None = None) -> str:
    """Return the ``id`` of an object as a string; ``name`` where it has none (Citron's never have one)."""
    if not isinstance(data, Mapping):
        raise FormatError(f"expected an object with 'attributions' or 'quotes', found {data!r:.{_SHOWN}}")
    found = data.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if found is None and name is not None:
        return name
    if not isinstance(found, str):
        raise FormatError(f"'id' is neither a string nor an integer: {found!r:.{_SHOWN}}; name the text")
    return found


def text_of(key: str, texts: Mapping[str, str]) -> str:
    """Return the text with the id ``key``. Raises :class:`FormatError` where there is none."""
    if key not in texts:
        known = ", ".join(map(repr, list(texts)[:3])) or "none"
        more = ", …" if len(texts) > 3 else ""
        raise FormatError(f"there is no gold text with the id {key!r}; the gold ids are: {known}{more}")
    return texts[key]


def from_object(data: object, *, name: str | None = None, text: str | None = None) -> AnnotatedText:
    """Return the annotated text of a JSON object: Citron's (``quotes``), the contract's (``speakers``), or a flat row.

    ``text`` is the text that the offsets count in; without it the object must bring its own.

    Raises :class:`FormatError` where the object is of no known form, is malformed, has no text, or belongs to
    another text.
    """
    key = identity(data, name)
    assert isinstance(data, Mapping)  # identity has seen to it
    given = _text(data, key, text)
    return AnnotatedText(key, given, _relations(data, key, given))


def _text(data: Mapping[str, object], key: str, text: str | None) -> str:
    own = data.get("text")
    if own is None and text is not None:
        return text
    if not isinstance(own, str):
        raise FormatError(f"{key!r}: 'text' must be a string, found {own!r:.{_SHOWN}}; add the text of this document")
    if text is not None and own != text:
        differs = next((i for i, (a, b) in enumerate(zip(own, text, strict=False)) if a != b), min(len(own), len(text)))
        raise FormatError(
            f"{key!r}: its text differs from the gold text from character {differs} on "
            f"({own[differs : differs + 20]!r} for {text[differs : differs + 20]!r}); predict on the gold text"
        )
    return own


def _relations(data: Mapping[str, object], key: str, text: str) -> tuple[Relation, ...]:
    if "error" in data and "attributions" not in data:
        raise FormatError(f"{key!r} holds an error and no attributions: {data['error']!r:.{_SHOWN}}; extract it again")
    try:
        if "quotes" in data:
            return from_citron(data, text)
        if "speakers" in data:
            return tuple(map(Relation.of, from_dict(data, text).attributions))
        return from_flat(data, text)
    except FormatError as error:
        raise FormatError(f"{key!r}: {error}") from error
