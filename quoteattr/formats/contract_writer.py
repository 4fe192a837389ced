"""Documents into the JSON object of the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from quoteattr.document import Document
from quoteattr.formats.node import JsonObject
from quoteattr.model import Article, Attribution, Byline, Dateline, Outlet, Passage, Span, Speaker
from quoteattr.tree import Sentence

VERSION = 1
"""The version of the format: it changes when a field is renamed, removed or given another meaning."""


def to_dict(document: Document, *, sentences: bool = False, text: bool = False) -> JsonObject:
    """``document`` as an object of plain dicts, lists, strings and numbers, ready for ``json.dumps``.

    With ``sentences`` the words, trees and entities are part of it, with ``text`` the text that the offsets count in.
    """
    index = {speaker.id: position for position, speaker in enumerate(document.speakers)}
    data: JsonObject = {
        "id": document.id,
        "version": VERSION,
        "article": _article(document.article, document.text),
        "speakers": [_speaker(speaker, position) for position, speaker in enumerate(document.speakers)],
        "attributions": [_attribution(attribution, index) for attribution in document.attributions],
    }
    if text:
        data["text"] = document.text
    if sentences:
        data["sentences"] = [_sentence(sentence) for sentence in document.sentences]
    return data


def encoded(value: Mapping[str, object], **layout: Any) -> bytes:
    """An object as JSON in UTF-8. ``layout`` is what ``json.dumps`` takes as ``indent`` and ``separators``."""
    try:
        return json.dumps(value, ensure_ascii=False, **layout).encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate has no UTF-8 form; JSON can still spell it as an escape.
        return json.dumps(value, **layout).encode("ascii")


def _article(article: Article, text: str) -> JsonObject:
    return {
        "headline": article.headline and _stretch(article.headline, text),
        "bylines": [_stretch(byline, text) for byline in article.bylines],
        "outlet": article.outlet and _outlet(article.outlet),
        "publisher": article.publisher and _outlet(article.publisher),
        "dateline": article.dateline and _stretch(article.dateline, text),
        "published": article.published,
        "parts": [{"kind": part.kind, "start": part.span.start, "end": part.span.end} for part in article.parts],
    }


def _stretch(passage: Passage | Byline | Dateline, text: str) -> JsonObject:
    return {"start": passage.start, "end": passage.end, "text": text[passage.start : passage.end]}


def _outlet(outlet: Outlet) -> JsonObject:
    start, end = (None, None) if outlet.span is None else (outlet.span.start, outlet.span.end)
    return {"name": outlet.name, "kind": outlet.kind, "start": start, "end": end}


def _speaker(speaker: Speaker, position: int) -> JsonObject:
    return {
        "id": position,
        "name": speaker.name,
        "kind": speaker.kind,
        "role": speaker.role,
        "affiliation": speaker.affiliation,
        "mentions": _pairs(speaker.mentions),
        "members": list(speaker.members),
    }


def _attribution(attribution: Attribution, index: Mapping[int, int]) -> JsonObject:
    speaker, time, evidence = attribution.speaker, attribution.time, attribution.evidence
    return {
        "kind": attribution.kind,
        "content": _passage(attribution.content),
        "cue": attribution.cue and {**_passage(attribution.cue), "lemma": attribution.cue.lemma},
        "source": attribution.source and _passage(attribution.source),
        "speaker": None if speaker is None else index[speaker.id],
        "outlet": attribution.outlet,
        "via": list(attribution.via),
        "act": attribution.act,
        "polarity": attribution.polarity,
        "hedged": attribution.hedged,
        "time": time and {"text": time.text, "date": time.date},
        "confidence": attribution.confidence,
        "evidence": {
            "rule": evidence.rule,
            "source_path": list(evidence.source_path),
            "content_path": list(evidence.content_path),
            "scores": dict(evidence.scores),
            "speaker": evidence.speaker,
            "outlet": evidence.outlet,
        },
    }


def _passage(passage: Passage) -> JsonObject:
    return {"spans": _pairs(passage.spans), "text": passage.text}


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _sentence(sentence: Sentence) -> JsonObject:
    return {
        "offset": sentence.offset,
        "words": [
            {
                "text": word.text,
                "start": word.span.start,
                "end": word.span.end,
                "lemma": word.lemma,
                "upos": word.upos,
                "xpos": word.xpos,
                "head": word.head,
                "deprel": word.deprel,
            }
            for word in sentence.words
        ],
        "entities": [
            {
                "label": entity.label,
                "first": entity.first,
                "last": entity.last,
                "start": entity.span.start,
                "end": entity.span.end,
            }
            for entity in sentence.entities
        ],
    }
