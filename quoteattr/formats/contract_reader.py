"""The JSON object of the contract back into documents, checked field by field against the text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar, get_args

from attrs import evolve

from quoteattr.document import Document
from quoteattr.errors import FormatError, TextTypeError, TreeError
from quoteattr.formats.contract_writer import VERSION
from quoteattr.formats.node import Node, shown
from quoteattr.formats.spans import member_pair, pair
from quoteattr.model import (
    Act,
    Article,
    Attribution,
    Byline,
    Content,
    Cue,
    Dateline,
    Evidence,
    Kind,
    Outlet,
    Part,
    PartKind,
    Passage,
    Polarity,
    Source,
    Span,
    Speaker,
    SpeakerKind,
    Time,
)
from quoteattr.tree import ROOT, Entity, Sentence, Word

Label = TypeVar("Label", bound=str)

_NEWER = "a newer version of quoteattr wrote it: pip install --upgrade quoteattr"
_UNRECORDED = "unrecorded"  # the rule of an attribution whose object carries no evidence

_KINDS: tuple[Kind, ...] = get_args(Kind)
_ACTS: tuple[Act, ...] = get_args(Act)
_POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)
_SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)


def from_dict(data: Mapping[str, object], text: str) -> Document:
    """The document that :func:`to_dict` wrote as ``data`` over ``text``; unknown fields are passed over.

    What earlier versions wrote is read too: a field that they did not know yet has its default.

    Raises:
        FormatError: ``data`` breaks the contract, was written by a newer version, or does not belong to ``text``; the
            message names the JSON path.
        TextTypeError: ``text`` is not a string.
    """
    if not isinstance(text, str):
        raise TextTypeError(f"the text must be a str, not {type(text).__name__}: hand in the text of the document")
    root = Node(data)
    _check_version(root.optional("version"))
    if (own := root.optional("text")) is not None and own.string() != text:
        own.fail("the text that was given (is this the right text?)")
    speakers = tuple(_read_speaker(node, position, text) for position, node in enumerate(root["speakers"]))
    return Document(
        text=text,
        article=_read_article(root["article"], text),
        sentences=tuple(_read_sentence(node, text) for node in root.optional("sentences") or ()),
        speakers=speakers,
        attributions=tuple(_read_attribution(node, speakers, text) for node in root["attributions"]),
        id=root["id"].identifier_or_null(),
    )


def _check_version(node: Node | None) -> None:
    """A file without a version is of the first."""
    if node is None or node.integer() == VERSION:
        return
    if node.integer() > VERSION:
        evolve(node, advice=_NEWER).fail(f"version {VERSION}")
    node.fail(f"version {VERSION}")


def _read_article(node: Node, text: str) -> Article:
    headline, dateline = node["headline"], node["dateline"]
    return Article(
        headline=None if headline.null else _read_stretch(headline, text),
        bylines=tuple(_read_byline(byline, text) for byline in node["bylines"]),
        outlet=_read_outlet(node["outlet"], text),
        publisher=_read_outlet(node["publisher"], text),
        dateline=None if dateline.null else _read_dateline(dateline, text),
        published=node["published"].string_or_null(),
        parts=tuple(_read_part(part, text) for part in node.optional("parts") or ()),
    )


def _read_part(node: Node, text: str) -> Part:
    return Part(_one_of(node["kind"], _PART_KINDS), member_pair(node, text))


def _read_byline(node: Node, text: str) -> Byline:
    return Byline(_read_stretch(node, text).text, member_pair(node, text))


def _read_dateline(node: Node, text: str) -> Dateline:
    return Dateline(member_pair(node, text), _read_stretch(node, text).text)


def _read_stretch(node: Node, text: str) -> Passage:
    passage = Passage.of(text, member_pair(node, text))
    _check_text(node, passage.text)
    return passage


def _read_outlet(node: Node, text: str) -> Outlet | None:
    if node.null:
        return None
    nowhere = node["start"].null and node["end"].null
    span = None if nowhere else member_pair(node, text)
    return Outlet(node["name"].string(), node["kind"].string(), span)


def _read_speaker(node: Node, position: int, text: str) -> Speaker:
    if node["id"].integer() != position:
        node["id"].fail(f"the index of the speaker in the list, {position}")
    return Speaker(
        id=position,
        name=node["name"].string(),
        kind=_one_of(node["kind"], _SPEAKER_KINDS),
        role=node["role"].string_or_null(),
        affiliation=node["affiliation"].string_or_null(),
        mentions=tuple(pair(each, text) for each in node["mentions"]),
        members=_read_strings(node.optional("members")),
    )


def _read_attribution(node: Node, speakers: Sequence[Speaker], text: str) -> Attribution:
    cue, content, source, time = node["cue"], node["content"], node["source"], node["time"]
    return Attribution(
        kind=_one_of(node["kind"], _KINDS),
        content=Content(*_read_passage(content, text)),
        cue=Cue(*_read_passage(cue, text), lemma=cue["lemma"].string()),
        source=None if source.null else Source(*_read_passage(source, text)),
        speaker=_read_speaker_index(node["speaker"], speakers),
        outlet=node["outlet"].string_or_null(),
        via=_read_strings(node["via"]),
        act=_one_of(node["act"], _ACTS),
        polarity=_one_of(node["polarity"], _POLARITIES),
        time=None if time.null else Time(time["text"].string(), time["date"].string_or_null()),
        confidence=node["confidence"].probability(),
        evidence=_read_evidence(node.optional("evidence")),
        hedged=_read_flag(node.optional("hedged")),
    )


def _read_strings(node: Node | None) -> tuple[str, ...]:
    return tuple(item.string() for item in node or ())


def _read_flag(node: Node | None) -> bool:
    return node is not None and node.boolean()


def _read_speaker_index(node: Node, speakers: Sequence[Speaker]) -> Speaker | None:
    if node.null:
        return None
    if not 0 <= node.integer() < len(speakers):
        node.fail(f"an index into the {len(speakers)} speakers, or null")
    return speakers[node.integer()]


def _read_evidence(node: Node | None) -> Evidence:
    if node is None:
        return Evidence(_UNRECORDED)
    scores = node["scores"]
    return Evidence(
        rule=node["rule"].string(),
        source_path=_read_strings(node["source_path"]),
        content_path=_read_strings(node["content_path"]),
        scores={name: _read_score(scores[name]) for name in scores.mapping()},
        speaker=_read_reason(node.optional("speaker")),
        outlet=_read_reason(node.optional("outlet")),
    )


def _read_score(node: Node) -> float:
    if math.isnan(node.number()):
        node.fail("a number")
    return node.number()


def _read_reason(node: Node | None) -> str:
    return "" if node is None else node.string()


def _read_passage(node: Node, text: str) -> tuple[tuple[Span, ...], str]:
    passage = Passage.of(text, *(pair(each, text) for each in node["spans"]))
    _check_text(node, passage.text)
    return passage.spans, passage.text


def _check_text(node: Node, found: str) -> None:
    if node["text"].string() != found:
        node["text"].fail(f"the text at these offsets, {shown(found)} (is this the right text?)")


def _read_sentence(node: Node, text: str) -> Sentence:
    found, offset = list(node["words"]), node["offset"]
    if not found:
        node["words"].fail("at least one word")
    if not 0 <= offset.integer() <= len(text):  # a text has no more words than characters
        offset.fail(f"a number of words from 0 to {len(text)}, the length of the text")
    words = [_read_word(word, position, len(found), text) for position, word in enumerate(found)]
    entities = [_read_entity(entity, len(found), text) for entity in node["entities"]]
    try:
        return Sentence(words, entities, offset.integer())
    except TreeError as error:
        raise FormatError(f"{node.path}.words: {error}") from error


def _read_entity(node: Node, words: int, text: str) -> Entity:
    first, last = node["first"].integer(), node["last"].integer()
    if not 0 <= first <= last <= words:
        node.fail(f"word numbers with 0 <= first <= last <= {words}, the words of the sentence")
    return Entity(node["label"].string(), first, last, member_pair(node, text))


def _read_word(node: Node, position: int, words: int, text: str) -> Word:
    head = node["head"]
    if not ROOT <= head.integer() < words:
        head.fail(f"the index of one of the {words} words, or {ROOT} for a root")
    return Word(
        index=position,
        text=node["text"].string(),
        span=member_pair(node, text),
        lemma=node["lemma"].string(),
        upos=node["upos"].string(),
        xpos=node["xpos"].string(),
        head=head.integer(),
        deprel=node["deprel"].string(),
    )


def _one_of(node: Node, labels: Sequence[Label]) -> Label:
    found = next((label for label in labels if node.value == label), None)
    return node.fail("one of " + ", ".join(labels)) if found is None else found
