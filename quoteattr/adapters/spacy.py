"""The spaCy pipeline component ``quoteattr``, and spaCy's English trees as the Universal Dependencies that rules read.

Importing this module registers the component and its extension attributes; where the package is installed, spaCy does
so by itself at ``nlp.add_pipe("quoteattr")``.

spaCy's English pipelines follow ClearNLP's guidelines, in which prepositions and forms of "be" are heads. Here the
word that they govern becomes the head: "in" of "in the port" becomes ``case`` of "port", "is" of "is safe" becomes
``cop`` of "safe". Trees with the labels of UD are not changed.

What is lost: "is in Porto" keeps "is" as its head; names keep their last word as head, as ``compound`` and not
``flat``; an object with an infinitive ("asked him to go") is the subject of a clause if spaCy labels it so; commas
between conjuncts keep their heads.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import attrs

from quoteattr.annotate.bundle import load_lemmas
from quoteattr.attributor import QuoteAttributor, load
from quoteattr.document import Document
from quoteattr.errors import FormatError, TreeError, needs_extra
from quoteattr.formats.contract import from_dict, to_dict
from quoteattr.lexicon import load_table
from quoteattr.model import Attribution, Passage
from quoteattr.model import Span as TextSpan
from quoteattr.pipeline import link_trees
from quoteattr.tree import ROOT, Entity, Sentence, Word

with needs_extra("spacy", "the component needs spaCy"):
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["GROUPS", "LABELS", "NAME", "Component", "ComponentSettings", "trees"]

NAME = "quoteattr"
GROUPS = {"source": "quoteattr.sources", "cue": "quoteattr.cues", "content": "quoteattr.contents"}
"""The span group of each role."""

_ID = f"{NAME}:"
_EXTENSION = "._."  # prefix of spaCy's own keys of extension attributes
_BATCH = 16  # documents that are read together; larger batches only delay results
_TABLE = load_table("spacy")
LABELS: Mapping[str, str] = _TABLE["labels"]
"""spaCy's label to that of UD where the words keep their places; labels that are not here stay as they are."""

_AFTER_BE = frozenset({"attr", "acomp"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_PREDICATE = frozenset({"VERB", "AUX"})
_TIMES = frozenset({"DATE", "TIME"})


@attrs.frozen
class ComponentSettings:
    """Settings of the component.

    ``use`` is ``"text"`` for the model over the text, or ``"doc"`` for the rules over spaCy's own trees.
    Attributions with a confidence below ``min_confidence`` are left out.
    """

    model: str = "en"
    use: Literal["text", "doc"] = attrs.field(default="text", validator=attrs.validators.in_(("text", "doc")))
    threads: int = 1
    min_confidence: float = 0.0


class Component:
    """Adds the attributions of a ``Doc`` to it. The model is loaded at the first document, once a process."""

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
        # A string is kept by every format of spaCy; DocBin would convert lists to tuples.
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


class _Piece(NamedTuple):
    """The JSON of a ``Doc``, and the offset of its text in the ``Doc`` that it was joined into."""

    start: int
    end: int
    data: str


def _is_own(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 4 and key[:2] == (_EXTENSION, NAME)


def _pieces(doc: Doc) -> tuple[_Piece, ...]:
    """Return the component's data on the ``Doc``, or on those that ``Doc.from_docs`` joined in it, in text order."""
    # Doc.from_docs keeps data under such a key and moves both offsets; a part of a Doc has none.
    length = len(doc.text)
    found = (_Piece(key[2], key[3], data) for key, data in doc.user_data.items() if _is_own(key))
    return tuple(sorted(piece for piece in found if 0 <= piece.start <= piece.end <= length))


@lru_cache(maxsize=1)
def _read(pieces: tuple[_Piece, ...], text: str) -> tuple[Document, Sequence[int]]:
    """Return the document of all pieces, and the number of the first attribution of each."""
    if len(pieces) == 1 and pieces[0].start == 0:
        return from_dict(json.loads(pieces[0].data), text), [0]
    whole: dict[str, Any] = to_dict(Document(""))
    speakers, attributions = whole["speakers"], whole["attributions"]
    firsts = []
    for piece in pieces:
        data = _moved(json.loads(piece.data), piece.start)
        # indices of speakers and attributions count from their place in the whole
        before = {"speaker": len(speakers), "nested_in": len(attributions)}
        firsts.append(len(attributions))
        speakers += [{**each, "id": each["id"] + before["speaker"]} for each in data["speakers"]]
        for each in data["attributions"]:
            moved = {key: each[key] + first for key, first in before.items() if each.get(key) is not None}
            attributions.append({**each, **moved})
        whole["warnings"] = list(dict.fromkeys((*whole["warnings"], *data.get("warnings", ()))))
    return from_dict(whole, text), firsts


def _moved(value: Any, offset: int, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _moved(each, offset, name) for name, each in value.items()}
    if isinstance(value, list):
        if key in ("spans", "mentions"):
            return [[start + offset, end + offset] for start, end in value]
        return [_moved(each, offset) for each in value]
    return value + offset if key in ("start", "end") and isinstance(value, int) else value


def _document(doc: Doc) -> Document | None:
    pieces = _pieces(doc)
    return _read(pieces, doc.text)[0] if pieces else None


def _attribution(span: Span) -> Attribution | None:
    """Return the attribution that a span of the three groups belongs to."""
    if not span.id_.startswith(_ID):
        return None
    number = int(span.id_.removeprefix(_ID))
    pieces = _pieces(span.doc)
    document, firsts = _read(pieces, span.doc.text)
    for piece, first in zip(pieces, firsts, strict=True):
        if piece.start <= span.start_char and span.end_char <= piece.end:
            number += first
            return document.attributions[number] if number < len(document.attributions) else None
    return None


# Trees


@attrs.frozen(eq=False)
class _Tokens:
    """The tokens of one spaCy sentence that are no white space, ``heads`` as positions among them.

    ``complement`` maps a preposition or a copula to the position of the head that replaces it, ``conjuncts`` a word to
    the conjuncts that depend on it, and ``first`` each word to the first conjunct of its coordination.
    """

    tokens: tuple[Any, ...]
    heads: tuple[int, ...]
    complement: Mapping[int, int]
    conjuncts: Mapping[int, Sequence[int]]
    first: Sequence[int]

    def label(self, position: int) -> str:
        return str(self.tokens[position].dep_)

    def stand_in(self, position: int) -> int:
        """Return the word that governs in UD where spaCy lets ``position`` govern."""
        while position in self.complement:
            position = self.complement[position]
        return position

    def top(self, position: int) -> int:
        """Return the outermost preposition or copula that ``position`` replaces as head, or itself."""
        while self.complement.get(self.heads[position]) == position:
            position = self.heads[position]
        return position


def trees(doc: Any) -> list[Sentence]:
    """Return the sentences of a parsed ``Doc`` without white space; missing lemmas are those of the model's table."""
    made: list[Sentence] = []
    offset = 0
    for sentence in doc.sents:
        tokens = _tokens(sentence)
        if tokens.tokens:
            made.append(Sentence(_words(tokens), _entities(sentence, tokens), offset))
            offset += len(tokens.tokens)
    return made


def _tokens(sentence: Any) -> _Tokens:
    kept = tuple(token for token in sentence if not token.is_space)
    position = {token.i: number for number, token in enumerate(kept)}
    heads = tuple(_head(token, position) for token in kept)
    conjuncts: dict[int, list[int]] = defaultdict(list)
    first = list(range(len(kept)))
    for number, head in enumerate(heads):
        if head != ROOT and kept[number].dep_ == "conj":  # of the conjunct before, in UD of the first one
            conjuncts[head].append(number)
            first[number] = first[head]
    return _Tokens(kept, heads, _complements(kept, heads), conjuncts, first)


def _head(token: Any, position: Mapping[int, int]) -> int:
    above = token.head
    while above.i not in position and above.head.i != above.i:
        above = above.head
    return position.get(above.i, ROOT) if above.i != token.i else ROOT


def _complements(tokens: Sequence[Any], heads: Sequence[int]) -> Mapping[int, int]:
    """Map prepositions and copulas to the first word that can replace them as head."""
    existential = {head for token, head in zip(tokens, heads, strict=True) if token.dep_ == "expl"}
    found: dict[int, int] = {}
    for number, (token, head) in enumerate(zip(tokens, heads, strict=True)):
        if head == ROOT or (head in found and token.dep_ != "pobj"):
            continue
        # "according" in "according to", "out" in "out of": a preposition right before another that it governs.
        doubled = token.dep_ == "prep" == tokens[head].dep_ and number == head + 1
        # "There is evidence": "evidence" is the subject.
        copula = token.dep_ in _AFTER_BE and tokens[head].lower_ in _TABLE["be"] and head not in existential
        if token.dep_ in ("pobj", "pcomp") or doubled or copula:
            found[head] = number  # an object leads: "because" governs both "of" and what follows it
    return found


def _words(tokens: _Tokens) -> Iterator[Word]:
    for number, token in enumerate(tokens.tokens):
        head, label = _arc(tokens, number)
        span = TextSpan(token.idx, token.idx + len(token))
        lemma = token.lemma_ or load_lemmas()(token.text, token.pos_) or token.lower_
        yield Word(number, token.text, span, lemma, token.pos_ or "X", token.tag_, head, label)


def _arc(tokens: _Tokens, number: int) -> tuple[int, str]:
    # "to" of "according to" with nothing after it replaces both
    follows = number > 0 and tokens.heads[number] == number - 1 and tokens.stand_in(number - 1) != number
    if follows and f"{tokens.tokens[number - 1].lower_} {tokens.tokens[number].lower_}" in _TABLE["fixed"]:
        return number - 1, "fixed"
    if number in tokens.complement:  # a preposition or a copula, which depends on its complement
        copula = tokens.label(tokens.complement[number]) in _AFTER_BE
        return tokens.stand_in(number), "cop" if copula else "mark" if _governs_clause(tokens, number) else "case"
    top = tokens.top(number)
    head, label = tokens.heads[top], tokens.label(top)
    if head == ROOT:
        return ROOT, "root"
    if label == "conj":
        return tokens.stand_in(tokens.first[top]), "conj"
    if label == "cc":  # of the conjunct after it
        return tokens.stand_in(next((each for each in tokens.conjuncts.get(head, ()) if each > top), head)), "cc"
    return tokens.stand_in(head), _relation(tokens, top)


def _governs_clause(tokens: _Tokens, preposition: int) -> bool:
    """Return True for "about" in "about leaving" and in "about being late"."""
    below = tokens.complement[preposition]
    return tokens.label(below) == "pcomp" and tokens.tokens[below].pos_ in _PREDICATE


def _relation(tokens: _Tokens, top: int) -> str:
    """Return the relation of the word that replaces ``top``, or of ``top`` itself, to its governor."""
    token, head = tokens.tokens[top], tokens.heads[top]
    governor, label = tokens.tokens[head], token.dep_
    if top in tokens.complement and tokens.label(tokens.complement[top]) not in _AFTER_BE:
        if label == "agent":
            return LABELS[label]
        if _governs_clause(tokens, top):
            return "acl" if governor.pos_ in _NOMINAL else "advcl"
        return "nmod" if governor.pos_ in _NOMINAL else "obl"
    if label == "aux" and token.tag_ == "TO":
        return "mark"
    if label == "npadvmod" and token.ent_type_ in _TIMES:
        return "obl:tmod"
    if label == "attr" and governor.lower_ in _TABLE["be"] and head not in tokens.complement:
        return "nsubj"
    return LABELS.get(label, label or "dep")


def _entities(sentence: Any, tokens: _Tokens) -> Iterator[Entity]:
    position = {token.i: number for number, token in enumerate(tokens.tokens)}
    for entity in sentence.ents:
        inside = [position[token.i] for token in entity if token.i in position]
        if inside:
            first, last = tokens.tokens[inside[0]], tokens.tokens[inside[-1]]
            yield Entity(entity.label_, inside[0], inside[-1] + 1, TextSpan(first.idx, last.idx + len(last)))


# Registration


def make(
    nlp: Language, name: str, model: str, use: Literal["text", "doc"], threads: int, min_confidence: float
) -> Component:
    """Create the component for ``nlp.add_pipe("quoteattr", config={…})``."""
    return Component(ComponentSettings(model, use, threads, min_confidence))


Doc.set_extension(NAME, getter=_document, force=True)
Doc.set_extension("attributions", getter=lambda doc: (_document(doc) or Document("")).attributions, force=True)
Span.set_extension("attribution", getter=_attribution, force=True)
_ASSIGNED = ["doc.spans", f"doc._.{NAME}", "doc._.attributions", "span._.attribution"]
Language.factory(NAME, default_config=attrs.asdict(ComponentSettings()), assigns=_ASSIGNED, func=make)
