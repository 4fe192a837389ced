"""The JSON object of the contract back into documents, checked field by field against the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar, get_args

from quoteattr.document import Document
from quoteattr.errors import FormatError, TreeError
from quoteattr.formats.contract_writer import VERSION
from quoteattr.formats.node import Node
from quoteattr.model import (
    Act,
    Article,
    Attribution,
    Content,
    Cue,
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
from quoteattr.tree import Entity, Sentence, Word

Label = TypeVar("Label", bound=str)

_UNRECORDED = "unrecorded"  # the rule of an attribution whose object carries no evidence

_KINDS: tuple[Kind, ...] = get_args(Kind)
_ACTS: tuple[Act, ...] = get_args(Act)
_POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_PART_KINDS: tuple[PartKind, ...] = get_args(PartKind)
_SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)


def from_dict(data: Mapping[str, object], text: str) -> Document:
    """The document that :func:`to_dict` wrote as ``data`` over ``text``; unknown fields are passed over.

    Raises :class:`FormatError`, which names the JSON path, where ``data`` breaks the contract or does not
    belong to ``text``.
    """
    root = Node(data)
    version = root.get("version")
    if not version.null and version.integer() != VERSION:
        version.fail(f"version {VERSION}")
    speakers = tuple(_read_speaker(node, position, text) for position, node in enumerate(root["speakers"]))
    sentences = root.get("sentences")
    return Document(
        text=text,
        article=_read_article(root["article"], text),
        sentences=() if sentences.null else tuple(_read_sentence(node, text) for node in sentences),
        speakers=speakers,
        attributions=tuple(_read_attribution(node, speakers, text) for node in root["attributions"]),
        id=root.get("id").string_or_null(),
    )


def _read_article(node: Node, text: str) -> Article:
    headline, dateline, parts = node.get("headline"), node.get("dateline"), node.get("parts")
    return Article(
        headline=None if headline.null else _read_stretch(headline, text),
        bylines=tuple(_read_stretch(byline, text) for byline in node["bylines"]),
        outlet=_read_outlet(node.get("outlet"), text),
        publisher=_read_outlet(node.get("publisher"), text),
        dateline=None if dateline.null else _read_stretch(dateline, text),
        published=node.get("published").string_or_null(),
        parts=() if parts.null else tuple(_read_part(part, text) for part in parts),
    )


def _read_part(node: Node, text: str) -> Part:
    return Part(_one_of(node["kind"], _PART_KINDS), _read_span(node, text))


def _read_stretch(node: Node, text: str) -> Passage:
    passage = Passage.of(text, _read_span(node, text))
    _check_text(node, passage.text)
    return passage


def _read_outlet(node: Node, text: str) -> Outlet | None:
    if node.null:
        return None
    span = None if node.get("start").null else _read_span(node, text)
    return Outlet(node["name"].string(), node["kind"].string(), span)


def _read_speaker(node: Node, position: int, text: str) -> Speaker:
    if node["id"].integer() != position:
        node["id"].fail(f"the index of the speaker in the list, {position}")
    return Speaker(
        id=position,
        name=node["name"].string(),
        kind=_one_of(node["kind"], _SPEAKER_KINDS),
        role=node.get("role").string_or_null(),
        affiliation=node.get("affiliation").string_or_null(),
        mentions=tuple(_read_pair(pair, text) for pair in node["mentions"]),
        members=() if node.get("members").null else tuple(name.string() for name in node["members"]),
    )


def _read_attribution(node: Node, speakers: Sequence[Speaker], text: str) -> Attribution:
    cue, content, source, time = node["cue"], node["content"], node.get("source"), node.get("time")
    return Attribution(
        kind=_one_of(node["kind"], _KINDS),
        content=Content(*_read_passage(content, text)),
        cue=Cue(*_read_passage(cue, text), lemma=cue["lemma"].string()),
        source=None if source.null else Source(*_read_passage(source, text)),
        speaker=_read_speaker_index(node.get("speaker"), speakers),
        outlet=node.get("outlet").string_or_null(),
        via=tuple(name.string() for name in node["via"]),
        act=_one_of(node["act"], _ACTS),
        polarity=_one_of(node["polarity"], _POLARITIES),
        time=None if time.null else Time(time["text"].string(), time.get("date").string_or_null()),
        confidence=_read_probability(node["confidence"]),
        evidence=_read_evidence(node.get("evidence")),
        hedged=_read_flag(node.get("hedged")),
    )


def _read_flag(node: Node) -> bool:
    """False where the member is missing, as in files of version 0.1."""
    return not node.null and node.boolean()


def _read_speaker_index(node: Node, speakers: Sequence[Speaker]) -> Speaker | None:
    if node.null:
        return None
    if not 0 <= node.integer() < len(speakers):
        node.fail(f"an index into the {len(speakers)} speakers, or null")
    return speakers[node.integer()]


def _read_probability(node: Node) -> float:
    if not 0.0 <= node.number() <= 1.0:
        node.fail("a probability")
    return node.number()


def _read_evidence(node: Node) -> Evidence:
    if node.null:
        return Evidence(_UNRECORDED)
    scores = node["scores"]
    return Evidence(
        rule=node["rule"].string(),
        source_path=tuple(step.string() for step in node["source_path"]),
        content_path=tuple(step.string() for step in node["content_path"]),
        scores={name: scores[name].number() for name in scores.mapping()},
        speaker=node.get("speaker").string_or_null() or "",
        outlet=node.get("outlet").string_or_null() or "",
    )


def _read_passage(node: Node, text: str) -> tuple[tuple[Span, ...], str]:
    passage = Passage.of(text, *(_read_pair(pair, text) for pair in node["spans"]))
    _check_text(node, passage.text)
    return passage.spans, passage.text


def _check_text(node: Node, found: str) -> None:
    if node["text"].string() != found:
        node["text"].fail(f"the text at these offsets, {found!r} (is this the right text?)")


def _read_span(node: Node, text: str) -> Span:
    return _span(node, node["start"].integer(), node["end"].integer(), text)


def _read_pair(node: Node, text: str) -> Span:
    ends = [end.integer() for end in node]
    if len(ends) != 2:
        node.fail("a pair [start, end]")
    return _span(node, ends[0], ends[1], text)


def _span(node: Node, start: int, end: int, text: str) -> Span:
    if not 0 <= start <= end <= len(text):
        node.fail(f"offsets with 0 <= start <= end <= {len(text)}, the length of the text")
    return Span(start, end)


def _read_sentence(node: Node, text: str) -> Sentence:
    words = tuple(_read_word(word, position, text) for position, word in enumerate(node["words"]))
    entities = tuple(
        Entity(entity["label"].string(), entity["first"].integer(), entity["last"].integer(), _read_span(entity, text))
        for entity in node["entities"]
    )
    try:
        return Sentence(words, entities, node["offset"].integer())
    except TreeError as error:
        raise FormatError(f"{node.path}.words: {error}") from error


def _read_word(node: Node, position: int, text: str) -> Word:
    return Word(
        index=position,
        text=node["text"].string(),
        span=_read_span(node, text),
        lemma=node["lemma"].string(),
        upos=node["upos"].string(),
        xpos=node["xpos"].string(),
        head=node["head"].integer(),
        deprel=node["deprel"].string(),
    )


def _one_of(node: Node, labels: Sequence[Label]) -> Label:
    found = next((label for label in labels if node.value == label), None)
    return node.fail("one of " + ", ".join(labels)) if found is None else found
