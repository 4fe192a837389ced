"""Annotated texts, gold or predicted: files, their JSON objects, and the flat rows of corpora.

A file is JSONL, JSON, standoff, CoNLL-U or XMI, gzipped or not. An object of a JSON file is a flat row, a task of Label
Studio or Prodigy, Citron's, or the contract of this package. A flat row is
``{"id", "text", "attributions": [{"source", "cue", "content"}]}``: each role is a list of ``[start, end]``, possibly
empty; a role that is null or missing is empty. A ``confidence`` in the same object is read as well, other members
are ignored.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from quoteattr.errors import FormatError, InputError, QuoteattrError, TreeError
from quoteattr.formats.citron import from_citron
from quoteattr.formats.conllu_misc import from_conllu
from quoteattr.formats.contract import from_dict
from quoteattr.formats.exchange_values import Node, known, pair_within, probability, shared_prefix, shown, text_of
from quoteattr.formats.label_studio import from_label_studio
from quoteattr.formats.prodigy import from_prodigy
from quoteattr.formats.standoff import from_standoff
from quoteattr.formats.uima import from_uima
from quoteattr.model import ROLES, AnnotatedText, Relation

_TYPE_SYSTEM = "TypeSystem.xml"  # in the folder of every XMI that INCEpTION exports
_ADVICE = 'a role is a list of [start, end], as in {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 20]]}'

Texts = Mapping[str, str]


def read_gold(path: str) -> list[AnnotatedText]:
    """Return all annotated texts of ``path``; several annotators' versions of a text may share its id.

    Raises InputError where a file cannot be read or is malformed, or where different texts have one id.
    """
    gold: list[AnnotatedText] = []
    texts: dict[str, str] = {}
    for annotated in _read(Path(path), None):
        if texts.setdefault(annotated.id, annotated.text) != annotated.text:
            raise InputError(f"{path}: two different texts have the id {annotated.id!r}; give each its own")
        gold.append(annotated)
    return gold


def read_predictions(path: str, texts: Texts) -> dict[str, tuple[Relation, ...]]:
    """Return the relations of ``path`` by id, over the gold ``texts``.

    Raises InputError where a file cannot be read or is malformed, or an id is not among the texts or occurs twice.
    """
    found: dict[str, tuple[Relation, ...]] = {}
    for annotated in _read(Path(path), texts):
        if annotated.id in found:
            raise InputError(f"{path}: the id {annotated.id!r} comes twice; keep one set of predictions for a text")
        found[annotated.id] = annotated.relations
    return found


def _read(path: Path, texts: Texts | None) -> Iterator[AnnotatedText]:
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if _unzipped(file).suffix.lower() in _READERS)
        if not files:
            raise InputError(f"{str(path)!r} holds no file that ends in {', '.join(_READERS)} (or these with .gz)")
    for file in files:
        content, reader = _content(file), _READERS.get(_unzipped(file).suffix.lower())
        if reader is None:
            raise InputError(
                f"{str(file)!r} ends in none of {', '.join(_READERS)} (or these with .gz); rename or convert it"
            )
        try:
            yield from reader(file, content, texts)
        except (FormatError, TreeError) as error:
            raise InputError(f"{file}: {error}") from error


def _unzipped(path: Path) -> Path:
    return path.with_suffix("") if path.suffix == ".gz" else path


def _content(path: Path) -> str:
    try:
        data = path.read_bytes()
        return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = f"byte 0x{error.object[error.start]:02x} at position {error.start}"
        raise InputError(f"{str(path)!r} is not UTF-8: {bad}; convert it first") from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}") from error


def _json(path: Path, content: str, texts: Texts | None) -> Iterator[AnnotatedText]:
    """Yield the texts of a JSON value, or of one a line; a task of an annotation tool has none, one or several."""
    by_line = _unzipped(path).suffix.lower() == ".jsonl"
    pieces = [(f"{path}:{number}", line) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
    for place, piece in pieces if by_line else [(str(path), content)]:
        try:
            whole = json.loads(piece)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{place}: not JSON ({error}): {shown(piece.strip())}") from error
        listed, name = isinstance(whole, list) and not by_line, None if by_line else _unzipped(path).stem
        for number, data in enumerate(whole if listed else [whole]):
            try:
                for row in flat_rows(data, predicted=texts is not None):
                    yield from_object(
                        row, name=name, text=None if texts is None else text_of(identity(row, name), texts)
                    )
            except QuoteattrError as error:
                raise InputError(f"{place}[{number}]: {error}" if listed else f"{place}: {error}") from error


def _cas(path: Path, content: str, texts: Texts | None) -> Iterator[AnnotatedText]:
    types = path.parent / _TYPE_SYSTEM
    annotated = from_uima(content, _unzipped(path).stem, _content(types) if types.is_file() else None)
    if texts is not None:
        _text({"text": annotated.text}, annotated.id, text_of(annotated.id, texts))  # fails where the texts differ
    yield annotated


def _standoff(path: Path, annotation: str, texts: Texts | None) -> Iterator[AnnotatedText]:
    """Yield the annotation of a gold text; without gold, of the file in the same folder or in ``../text`` (PolNeAR)."""
    stem = _unzipped(path).stem
    names = [stem, stem.rpartition("_")[0]] if "_" in stem else [stem]  # with and without the annotator (``_6b86``)
    if texts is not None:
        found = ((name, texts[name]) for name in names if name in texts)
        missing = f"there is no gold text with the id {stem!r}; rename the file"
    else:
        folders = (path.parent, path.parent.parent / "text")
        files = ((name, folder / f"{name}.txt") for name in names for folder in folders)
        found = ((name, _content(file)) for name, file in files if file.is_file())
        missing = f"its text is missing; put {' or '.join(f'{name}.txt' for name in names)} next to it"
    key, text = next(found, (None, ""))
    if key is None:
        raise InputError(f"{path}: {missing}")
    yield AnnotatedText(key, text, from_standoff(annotation, text))


_READERS: Mapping[str, Callable[[Path, str, Texts | None], Iterable[AnnotatedText]]] = {
    ".jsonl": _json,
    ".json": _json,
    ".ann": _standoff,
    ".conllu": lambda path, content, texts: from_conllu(content, _unzipped(path).stem, texts),
    ".xmi": _cas,
}
"""Readers of files by ending. Further kinds of JSON objects: :func:`from_object`."""


def identity(data: object, name: str | None = None) -> str:
    """Return the ``id`` of an object as a string; ``name`` where it has none (Citron's never have one)."""
    if not isinstance(data, Mapping):
        raise FormatError(f"expected an object with 'attributions' or 'quotes', found {shown(data)}")
    found = data.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if found is None and name is not None:
        return name
    if not isinstance(found, str):
        raise FormatError(f"'id' is neither a string nor an integer: {shown(found)}; name the text")
    return found


def from_object(data: object, *, name: str | None = None, text: str | None = None) -> AnnotatedText:
    """Return the annotated text of a JSON object: Citron's (``quotes``), the contract's (``speakers``), or a flat row.

    ``text`` is the text of the offsets; without it the object must contain its own.

    Raises :class:`FormatError` where the object is of no known form, is malformed, has no text, or belongs to
    another text.
    """
    key = identity(data, name)
    assert isinstance(data, Mapping)  # checked by `identity`
    given = _text(data, key, text)
    if "error" in data and "attributions" not in data:
        raise FormatError(f"{key!r} holds an error and no attributions: {shown(data['error'])}; extract it again")
    try:
        if "quotes" in data:
            relations = from_citron(data, given)
        elif "speakers" in data:
            relations = tuple(map(Relation.of, from_dict(data, given).attributions))
        else:
            relations = from_flat(data, given)
    except FormatError as error:
        raise FormatError(f"{key!r}: {error}") from error
    return AnnotatedText(key, given, relations)


def _text(data: Mapping[str, object], key: str, text: str | None) -> str:
    own = data.get("text")
    if own is None and text is not None:
        return text
    if not isinstance(own, str):
        raise FormatError(f"{key!r}: 'text' must be a string, found {shown(own)}; add the text of this document")
    if text is not None and own != text:
        differs = shared_prefix(own, text)
        raise FormatError(
            f"{key!r}: its text differs from the gold text from character {differs} on "
            f"({own[differs : differs + 20]!r} for {text[differs : differs + 20]!r}); predict on the gold text"
        )
    return own


def flat_rows(row: object, *, predicted: bool = False) -> Iterator[object]:
    """Yield the flat rows of a task of Label Studio or Prodigy: none, one, or one for each annotator.

    Anything else is yielded unchanged. ``predicted`` is that of :func:`from_label_studio`.

    Raises :class:`FormatError` where a task is malformed.
    """
    if isinstance(row, Mapping) and "data" in row and ("annotations" in row or "predictions" in row):
        yield from map(to_flat, from_label_studio(row, predicted=predicted))
    elif isinstance(row, Mapping) and "spans" in row and "text" in row and "attributions" not in row:
        annotated = from_prodigy(row)
        if annotated is not None:
            yield to_flat(annotated)
    else:
        yield row


def from_flat(data: Mapping[str, object], text: str) -> tuple[Relation, ...]:
    """Return the relations of a flat row over ``text``. Raises :class:`FormatError` naming the place in the row."""
    relations, read = [], partial(pair_within, text=text)
    for node in Node(data, advice=_ADVICE)["attributions"]:
        source, cue, content = ([each.read(read) for each in node.get(role).listed()] for role in ROLES)
        relations.append(Relation(source, cue, content, node.get("confidence").optional(probability)))
    return tuple(relations)


def to_flat(annotated: AnnotatedText) -> dict[str, object]:
    """Return the row of a text, ready for ``json.dumps``."""
    rows = []
    for each in annotated.relations:
        spans: dict[str, object] = {role: [[span.start, span.end] for span in getattr(each, role)] for role in ROLES}
        rows.append(known({**spans, "confidence": each.confidence}))
    return {"id": annotated.id, "text": annotated.text, "attributions": rows}
