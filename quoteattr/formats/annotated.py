"""JSON objects of any known form into annotated texts: flat rows, Citron's, and the contract of this package."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.errors import FormatError
from quoteattr.formats.contract import from_dict
from quoteattr.formats.flat import from_flat
from quoteattr.formats.json_values import Node
from quoteattr.formats.span_export import member_pair, shared_prefix
from quoteattr.model import AnnotatedText, Relation, Span

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
        differs = shared_prefix(own, text)
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


ADVICE = "see docs/data_format.md of bbc/citron"


def from_citron(data: Mapping[str, object], text: str) -> tuple[Relation, ...]:
    """Return the relations of a Citron document over ``text``; sources are the mentions next to the cue.

    Raises :class:`FormatError` naming the place, also where the text that a span carries is not the text at it.
    """
    return tuple(_relation(node, text) for node in Node(data, advice=ADVICE)["quotes"].listed())


def _relation(node: Node, text: str) -> Relation:
    cue, confidence = node.get("cue"), _confidence(node.get("confidence"))
    resolved, mentions = node.get("sources"), node.get("coreferences")
    # Where Citron predicts and has resolved a pronoun, it writes the antecedent as the source and the pronoun
    # as the coreference; in human annotation it is the reverse. Only predictions have a confidence.
    swapped = confidence is not None and any(True for _ in mentions.listed())
    return Relation(
        _spans(mentions if swapped else resolved, text),
        () if cue.null else (_span(cue, text),),
        _spans(node["contents"], text),
        confidence,
    )


def _confidence(node: Node) -> float | None:
    """Return a number, or (as Citron itself writes it) a number in a string."""
    if node.null:
        return None
    try:
        value = float(node.value) if isinstance(node.value, str) else node.number()
    except ValueError:
        node.fail("a probability")
    return value if 0.0 <= value <= 1.0 else node.fail("a probability")


def _spans(node: Node, text: str) -> tuple[Span, ...]:
    return tuple(sorted(_span(each, text) for each in node.listed()))


def _span(node: Node, text: str) -> Span:
    span = member_pair(node, text)
    written = node.get("text")
    if not written.null and written.string() != span.of(text):
        written.fail(f"the text at these offsets, {span.of(text)!r} (is this the right text?)")
    return span
