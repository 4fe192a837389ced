"""Targets of the fuzzer: each takes any bytes and raises if the package violates its contract.

A reader may refuse its input with a ``QuoteattrError``; any other exception is a fault, and so is a result with
offsets outside the text. ``SEEDS`` has a few valid inputs for each target.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from attrs import define

from quoteattr import Document, from_dict, from_html, link_trees, to_dict
from quoteattr.annotate import conllu
from quoteattr.errors import QuoteattrError
from quoteattr.formats.annotated import flat_rows, from_flat, from_object
from quoteattr.formats.citron import from_citron
from quoteattr.formats.conllu_misc import from_conllu, to_conllu
from quoteattr.formats.label_studio import from_label_studio, to_label_studio
from quoteattr.formats.prodigy import from_prodigy, to_prodigy
from quoteattr.formats.standoff import from_standoff, to_standoff
from quoteattr.formats.uima import from_uima, to_uima
from quoteattr.formats.web_annotation import from_web_annotation, to_web_annotation
from quoteattr.link import link
from quoteattr.model import AnnotatedText, Article, Relation, Span
from quoteattr.resolve import resolve
from quoteattr.segment import segment
from quoteattr.tree import ROOT, CueScores, Entity, Sentence, Word

Target = Callable[[bytes], None]

_TEXT = "Ada Lund said: “We left.”\n"
_CONLLU = "\n".join(
    "\t".join((str(number), form, lemma, tag, "_", "_", head, relation, "_", misc))
    for number, (form, lemma, tag, head, relation, misc) in enumerate(
        [
            ("Ada", "Ada", "PROPN", "3", "nsubj", "ner=B-PERSON"),
            ("Lund", "Lund", "PROPN", "1", "flat", "ner=E-PERSON"),
            ("said", "say", "VERB", "0", "root", "SpaceAfter=No"),
            (":", ":", "PUNCT", "3", "punct", "_"),
            ("“", "“", "PUNCT", "7", "punct", "SpaceAfter=No"),
            ("We", "we", "PRON", "7", "nsubj", "_"),
            ("left", "leave", "VERB", "3", "ccomp", "SpaceAfter=No"),
            (".", ".", "PUNCT", "3", "punct", "SpaceAfter=No"),
            ("”", "”", "PUNCT", "7", "punct", "_"),
        ],
        1,
    )
)

PIECES = (
    *("said", "Ada Lund", "told", "Reuters", "that", "according to", "he", "she", "was quoted as saying", "denied"),
    *("“", "”", '"', "‘", "’", "'", "«", "»", "``", "''", "「", "」", "＂", "‹", "›", "„"),
    *(" ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\xa0", "\x00", "\ufeff", "\u202e", "\u0301", "\ud800", "😀", "中文"),
    *(".", ",", ":", "!", "?", "…", "-", "—", "(", ")", "[", "]", "/", "|", "@", "&", "©", "By ", "Photo: ", "(AP)"),
    *("Mr.", "U.S.", "n't", "'s", "1.5", "May 4, 2021", "www.a.org", "A", "a", "I", "ALL CAPS", "<p>", "&amp;"),
)
_RELATIONS = (
    *("nsubj", "nsubj:pass", "obj", "iobj", "ccomp", "xcomp", "parataxis", "advcl", "acl", "acl:relcl", "mark", "aux"),
    *("aux:pass", "obl", "nmod", "nmod:poss", "case", "punct", "conj", "cc", "dep", "fixed", "flat", "appos", "det"),
)
_TAGS = ("VERB", "NOUN", "PROPN", "AUX", "PUNCT", "PRON", "ADP", "SCONJ", "PART", "ADV", "DET", "NUM", "X")
_LABELS = ("PERSON", "ORG", "Person", "Organization", "GPE", "DATE", "?")
# Names and values that some reader knows.
_MEMBERS = (
    *("id", "text", "version", "article", "speakers", "attributions", "sentences", "start", "end", "spans", "cue"),
    *("source", "content", "quotes", "kind", "data", "annotations", "predictions", "result", "from_id", "to_id"),
    *("value", "labels", "type", "from_name", "relations", "tokens", "head", "child", "head_span", "child_span"),
    *("label", "answer", "token_start", "token_end", "items", "target", "selector", "exact", "prefix", "suffix"),
    *("refinedBy", "body", "motivation", "@context", "first", "confidence", "error", "name", "mentions"),
)
_VALUES = (
    *("direct", "Cue", "Source", "Content", "cue", "source", "content", "accept", "relation", "labels", "tagging"),
    *("AnnotationPage", "TextPositionSelector", "TextQuoteSelector", "linking", "said", "Ada Lund", _TEXT),
)


@define
class Draw:
    """Choices determined by bytes; zeros after the last byte."""

    data: bytes
    at: int = 0

    def below(self, limit: int) -> int:
        """A number from 0 to ``limit`` - 1."""
        number = self.data[self.at] if self.at < len(self.data) else 0
        self.at += 1
        return number % limit

    def of(self, values: tuple[str, ...]) -> str:
        return values[self.below(len(values))]

    def text(self) -> str:
        """Pieces up to the end of the bytes."""
        found = []
        while self.at < len(self.data):
            found.append(self.of(PIECES))
        return "".join(found)

    def json(self, depth: int = 5) -> object:
        """Any JSON, often with keys that the readers know."""
        kind = self.below(8 if depth else 5)
        if kind >= 5:
            many = self.below(5)
            if kind == 5:
                return [self.json(depth - 1) for _ in range(many)]
            return {self.of(_MEMBERS): self.json(depth - 1) for _ in range(many)}
        return (None, self.below(2) == 1, self.below(40) - 5, self.below(9) / 4, self.of(_VALUES))[kind]


def _text_of(data: bytes) -> str:
    """The bytes as pieces where the first is odd, else as they are; lone surrogates included."""
    if data[:1] and data[0] % 2:
        return Draw(data[1:]).text()
    return data[1:].decode("utf-8", "surrogateescape")


def _inside(text: str, spans: Iterable[Span]) -> None:
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text), (span, len(text))


def sound(document: Document) -> None:
    """Raise AssertionError if an offset of the document is outside its text, or a text is not that at its span."""
    text = document.text
    for attribution in document.attributions:
        for part in (attribution.cue, attribution.content, attribution.source):
            if part is not None:
                _inside(text, part.spans)
                assert part.text == " ".join(span.of(text) for span in part.spans)
        speaker = attribution.speaker
        assert speaker is None or document.speakers[speaker.id] == speaker
        assert 0.0 <= attribution.confidence <= 1.0
    for speaker in document.speakers:
        _inside(text, speaker.mentions)
    _inside(text, (part.span for part in document.article.parts))
    _inside(text, (quotation.span for quotation in document.quotations))


def _segment(data: bytes) -> None:
    text = _text_of(data)
    found = segment(text)
    _inside(text, (part.span for part in found.parts))
    _inside(text, (quotation.inner for quotation in found.quotations))
    letters = {at for s in found.sentences for t in s.tokens for at in range(t.start, t.end)}
    assert letters == {at for at, character in enumerate(text) if not character.isspace()}


def _trees(draw: Draw) -> tuple[str, list[Sentence]]:
    text, offset = "", 0
    sentences: list[Sentence] = []
    while draw.at < len(draw.data) and len(sentences) < 8:
        count, words, start = 1 + draw.below(20), [], len(text)
        for index in range(count):
            form = draw.of(PIECES).strip() or "-"
            head = draw.below(count + 1) - 1
            span = Span(len(text), len(text) + len(form))
            tag, relation = draw.of(_TAGS), draw.of(_RELATIONS)
            words.append(Word(index, form, span, form.lower(), tag, "", ROOT if head == index else head, relation))
            text += form + (" ", " ", "\n", "")[draw.below(4)]
        first = draw.below(count)
        last = first + 1 + draw.below(count - first)
        entity = Entity(draw.of(_LABELS), first, last, Span(words[first].span.start, words[last - 1].span.end))
        sentences.append(Sentence(words, (entity,) if len(text) - start > 8 else (), offset))
        offset += count
    return text, sentences


def _scores(draw: Draw, count: int) -> list[CueScores]:
    found = []
    for _ in range(draw.below(4) if count else 0):
        anchor, first = draw.below(count), draw.below(count)
        first, last = min(anchor, first), max(anchor, first)
        rows = [[1 + draw.below(9) for _ in range(4)] for _ in range(first, last + 1)]
        roles = [[value / sum(row) for value in row] for row in rows]
        found.append(CueScores(anchor, 0.5 + draw.below(50) / 100, first, roles))
    return found


def _link(data: bytes) -> None:
    draw = Draw(data)
    scored = draw.below(2)
    text, sentences = _trees(draw)
    draw.at = 1
    scores = _scores(draw, sum(map(len, sentences))) if scored else None
    outer = segment(text)
    links = link(text, sentences, outer.quotations, outer.parts, scores, include_chrome=draw.below(2) == 1)
    article = Article(parts=outer.parts)
    found = resolve(text, sentences, article, links)
    sound(Document(text, article, sentences, outer.quotations, found.speakers, found.attributions))


def _relations_of(found: object) -> Iterable[tuple[str | None, Relation]]:
    """The relations that a reader returned, each with its text if the reader returns one."""
    if isinstance(found, Relation):
        yield None, found
    elif isinstance(found, AnnotatedText):
        yield from ((found.text, relation) for relation in found.relations)
    elif isinstance(found, Iterable) and not isinstance(found, (str, Mapping)):
        for each in found:
            yield from _relations_of(each)


def _read(reader: Callable[[], object], text: str) -> None:
    """Run a reader: it may refuse its input, and its spans must be in the text."""
    try:
        found = reader()
        if isinstance(found, Document):
            sound(found)
        for own, relation in _relations_of(found):
            _inside(text if own is None else own, (*relation.source, *relation.cue, *relation.content))
    except QuoteattrError:
        return


def _json_target(reader: Callable[[object, str], object]) -> Target:
    def run(data: bytes) -> None:
        if data[:1] in (b"{", b"["):
            try:
                value = json.loads(data)
            except (ValueError, RecursionError):
                return
        else:
            value = Draw(data).json()
        _read(lambda: reader(value, _TEXT), _TEXT)

    return run


def _text_target(reader: Callable[[str, str], object]) -> Target:
    def run(data: bytes) -> None:
        given = data.decode("utf-8", "surrogateescape")
        _read(lambda: reader(given, _TEXT), _TEXT)

    return run


def _conllu(given: str, text: str) -> None:
    sentences = conllu.read(given)
    again = conllu.read(conllu.write(sentences))
    assert [[word.span for word in sentence] for sentence in again] == [[w.span for w in s] for s in sentences]
    sound(link_trees(given))


def _html(given: str, text: str) -> None:
    page = from_html(given)
    _inside(page.text, (part.span for part in page.parts))


def _mapping(reader: Callable[[Mapping[str, object], str], object]) -> Callable[[object, str], object]:
    """Pass an object to readers that take one, since callers must check that."""
    return lambda value, text: reader(value, text) if isinstance(value, dict) else None


TARGETS: Mapping[str, Target] = {
    "segment": _segment,
    "link": _link,
    "contract": _json_target(from_dict),  # type: ignore[arg-type]
    "annotated": _json_target(lambda value, text: from_object(value)),
    "citron": _json_target(_mapping(from_citron)),
    "flat": _json_target(_mapping(from_flat)),
    "label_studio": _json_target(_mapping(lambda value, text: from_label_studio(value))),
    "prodigy": _json_target(_mapping(lambda value, text: from_prodigy(value))),
    "web_annotation": _json_target(from_web_annotation),
    "corrected": _json_target(lambda value, text: list(flat_rows(value))),
    "conllu": _text_target(_conllu),
    "conllu_misc": _text_target(lambda given, text: list(from_conllu(given, "any"))),
    "standoff": _text_target(from_standoff),
    "uima": _text_target(lambda given, text: from_uima(given, "any")),
    "html": _text_target(_html),
}


def seeds() -> dict[str, list[bytes]]:
    """Valid inputs of each target, from the package's own writers."""
    document = link_trees(_CONLLU)
    page = f"<html><head><title>Ada Lund leaves</title></head><body><article><p>{_TEXT * 9}</p></article></body></html>"
    dumped: dict[str, object] = {
        "contract": to_dict(document),
        "annotated": to_dict(document, text=True),
        "label_studio": {"id": 1, **to_label_studio(document)},
        "prodigy": {**to_prodigy(document), "answer": "accept"},
        "web_annotation": to_web_annotation(document),
        "flat": {"attributions": [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[15, 25]]}]},
        "citron": {"quotes": [{"cue": {"start": 9, "end": 13, "text": "said"}}]},
    }
    written = {
        "conllu": _CONLLU,
        "conllu_misc": to_conllu(document),
        "standoff": to_standoff(document),
        "uima": to_uima(document),
        "html": page,
        "segment": f" {_TEXT}",
    }
    found = {name: [bytes(range(64))] for name in TARGETS}
    for name, value in dumped.items():
        found[name].append(json.dumps(value).encode())
    for name, text in written.items():
        found[name].append(text.encode())
    found["corrected"] += found["label_studio"][1:] + found["prodigy"][1:]
    return found
