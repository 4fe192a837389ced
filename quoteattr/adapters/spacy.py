"""The spaCy pipeline component ``quoteattr``.

Importing this module registers the component and its extension attributes; where the package is installed, spaCy does
so by itself at ``nlp.add_pipe("quoteattr")``.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import attrs

from quoteattr.adapters.spacy_trees import trees
from quoteattr.attributor import QuoteAttributor, load
from quoteattr.document import Document
from quoteattr.errors import FormatError, TreeError, needs_extra
from quoteattr.formats.contract import from_dict, to_dict
from quoteattr.model import Attribution, Passage
from quoteattr.pipeline import link_trees

with needs_extra("spacy", "the component needs spaCy"):
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["GROUPS", "NAME", "Component", "ComponentSettings"]

NAME = "quoteattr"
GROUPS = {"source": "quoteattr.sources", "cue": "quoteattr.cues", "content": "quoteattr.contents"}
"""The span group of each role."""

_ID = f"{NAME}:"
_EXTENSION = "._."  # what spaCy begins its own keys of extension attributes with
_BATCH = 16  # documents that are read together; more would only be held longer


@attrs.frozen
class ComponentSettings:
    """Settings of the component.

    ``use`` is ``"text"`` for the model over the text, or ``"doc"`` for the rules over spaCy's own trees.
    Attributions less sure than ``min_confidence`` are left out.
    """

    model: str = "en"
    use: Literal["text", "doc"] = attrs.field(default="text", validator=attrs.validators.in_(("text", "doc")))
    threads: int = 1
    min_confidence: float = 0.0


class Component:
    """Adds the attributions of a ``Doc`` to it. The model is loaded when the first document comes, once a process."""

    def __init__(self, settings: ComponentSettings) -> None:
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        """Raises TreeError where spaCy's own trees are to be used and there are none."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Yield the documents of a stream, lazily and in order; some of them share the network's batches."""
        if self.settings.use == "doc":
            yield from (self._annotated(doc, _by_rules(doc)) for doc in stream)
            return
        waiting: deque[Doc] = deque()

        def texts() -> Iterator[str]:
            for doc in stream:
                waiting.append(doc)
                yield doc.text

        read = _reader(self.settings.model, self.settings.threads, os.getpid())
        for found in read.pipe(texts(), batch_size=max(1, min(batch_size, _BATCH))):
            yield self._annotated(waiting.popleft(), found)

    def _annotated(self, doc: Doc, found: Document) -> Doc:
        least = self.settings.min_confidence
        kept = found.filter(lambda each: each.confidence >= least)
        # A string passes unchanged through every format of spaCy; of lists DocBin would make tuples.
        data = json.dumps(to_dict(kept))
        for key in [key for key in doc.user_data if _is_own(key)]:  # of Docs that were joined
            del doc.user_data[key]
        doc.user_data[_EXTENSION, NAME, 0, len(doc.text)] = data
        for role, group in GROUPS.items():
            doc.spans[group] = list(_spans(doc, role, kept.attributions))
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the settings; the model is not among them."""
        return json.dumps(attrs.asdict(self.settings)).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Component:
        """Raises FormatError where ``data`` are no settings."""
        try:
            self.settings = ComponentSettings(**json.loads(data))
        except (TypeError, ValueError) as error:
            raise FormatError(f"{data[:60]!r} are no settings of {NAME} ({error}): save the pipeline again") from error
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings to the file ``path``."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Component:
        """Read the file ``path``; raises FormatError where it holds no settings."""
        return self.from_bytes(Path(path).read_bytes())


@cache
def _reader(model: str, threads: int, process: int) -> QuoteAttributor:
    """Return the model of this process: threads of the network do not survive a fork."""
    return load(model, threads=threads)


def _by_rules(doc: Doc) -> Document:
    if not doc.has_annotation("DEP"):
        raise TreeError(f'{doc.text[:40]!r} has no trees: add a parser before {NAME}, or use="text"')
    words = [token for token in doc if not token.is_space]
    if sum(not token.pos_ for token in words) > len(words) / 2:  # the attribute_ruler alone tags some
        raise TreeError(
            f"{doc.text[:40]!r} has no parts of speech: add a tagger and an attribute_ruler, or a morphologizer, "
            f'before {NAME}, or use="text"'
        )
    return link_trees(trees(doc), text=doc.text)


def _spans(doc: Doc, role: str, attributions: Iterable[Attribution]) -> Iterator[Span]:
    """Yield the spans of a role, widened to whole tokens; ``id_`` holds the number of the attribution."""
    for number, attribution in enumerate(attributions):
        passage: Passage | None = getattr(attribution, role)
        for span in passage.spans if passage else ():
            found = doc.char_span(span.start, span.end, role.upper(), alignment_mode="expand", span_id=f"{_ID}{number}")
            if found is not None:
                yield found


@attrs.frozen(order=True)
class _Piece:
    """The JSON of a ``Doc``, and the offset at which its text begins in the ``Doc`` that it was joined into."""

    start: int
    end: int
    data: str = attrs.field(repr=False)


def _is_own(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 4 and key[:2] == (_EXTENSION, NAME)


def _pieces(doc: Doc) -> tuple[_Piece, ...]:
    """Return what the component left on the ``Doc``, or on those that ``Doc.from_docs`` made it of, in text order.

    Data under such a key is what ``Doc.from_docs`` keeps, with both offsets moved; a part of a ``Doc`` has none.
    """
    length = len(doc.text)
    found = (_Piece(key[2], key[3], data) for key, data in doc.user_data.items() if _is_own(key))
    return tuple(sorted(piece for piece in found if 0 <= piece.start <= piece.end <= length))


@lru_cache(maxsize=1)
def _read(pieces: tuple[_Piece, ...], text: str) -> Document:
    [first, *others] = (json.loads(piece.data) for piece in pieces)
    if not others and pieces[0].start == 0:
        return from_dict(first, text)
    whole = to_dict(Document(""))
    for piece, data in zip(pieces, (first, *others), strict=True):
        _join(whole, _moved(data, piece.start))
    return from_dict(whole, text)


def _join(whole: dict[str, Any], data: dict[str, Any]) -> None:
    """Append speakers and attributions to those of ``whole``; indices count from their place there."""
    speakers, attributions = whole["speakers"], whole["attributions"]
    first_speaker, first_attribution = len(speakers), len(attributions)
    speakers.extend({**each, "id": each["id"] + first_speaker} for each in data["speakers"])
    for each in data["attributions"]:
        for key, first in (("speaker", first_speaker), ("nested_in", first_attribution)):
            if each.get(key) is not None:
                each[key] += first
        attributions.append(each)
    whole["warnings"] = list(dict.fromkeys((*whole["warnings"], *data.get("warnings", ()))))


def _moved(value: Any, offset: int, key: str = "") -> Any:
    """Return a JSON value with all its offsets into the text moved."""
    if isinstance(value, dict):
        return {name: _moved(each, offset, name) for name, each in value.items()}
    if isinstance(value, list):
        if key in ("spans", "mentions"):
            return [[start + offset, end + offset] for start, end in value]
        return [_moved(each, offset) for each in value]
    return value + offset if key in ("start", "end") and isinstance(value, int) else value


def _document(doc: Doc) -> Document | None:
    pieces = _pieces(doc)
    return _read(pieces, doc.text) if pieces else None


def _attributions(doc: Doc) -> tuple[Attribution, ...]:
    found = _document(doc)
    return found.attributions if found else ()


def _attribution(span: Span) -> Attribution | None:
    """Return the attribution that a span of the three groups belongs to."""
    if not span.id_.startswith(_ID):
        return None
    number = int(span.id_.removeprefix(_ID))
    pieces = _pieces(span.doc)
    for piece, count in zip(pieces, _counts(pieces), strict=True):
        if piece.start <= span.start_char and span.end_char <= piece.end:
            found = _attributions(span.doc)
            return found[number] if number < len(found) else None
        number += count
    return None


@lru_cache(maxsize=1)
def _counts(pieces: tuple[_Piece, ...]) -> tuple[int, ...]:
    """Return how many attributions each piece has."""
    return tuple(len(json.loads(piece.data)["attributions"]) for piece in pieces)


def make(
    nlp: Language,
    name: str,
    model: str,
    use: Literal["text", "doc"],
    threads: int,
    min_confidence: float,
) -> Component:
    """Create the component for ``nlp.add_pipe("quoteattr", config={…})``."""
    return Component(ComponentSettings(model, use, threads, min_confidence))


Doc.set_extension(NAME, getter=_document, force=True)
Doc.set_extension("attributions", getter=_attributions, force=True)
Span.set_extension("attribution", getter=_attribution, force=True)
Language.factory(
    NAME,
    default_config=attrs.asdict(ComponentSettings()),
    assigns=["doc.spans", f"doc._.{NAME}", "doc._.attributions", "span._.attribution"],
    func=make,
)
