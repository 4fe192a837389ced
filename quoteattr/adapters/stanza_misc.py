"""Attributions in what Stanza itself writes and reads: the MISC of words, and a comment above the first sentence.

MISC holds the roles of a word (see :mod:`quoteattr.formats.conllu_misc`). The comment holds the other fields of the
attributions and their speakers, in the words of the contract. It counts in words, since Stanza may read CoNLL-U with
other white space than it wrote::

    # quoteattr = {"words": 6, "speakers": […], "attributions": [{"kind": "indirect", …}]}
    1  Residents  …  Attribution=source:0
    2  say        …  Attribution=cue:0
    3  the        …  Attribution=content:0,source:1
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.conllu_misc import KEY, misc_spans, misc_values
from quoteattr.formats.contract import from_dict, to_dict
from quoteattr.formats.span_export import relation_of
from quoteattr.model import ROLES, Passage, Relation, Span

__all__ = ["attributions_from_misc", "attributions_to_misc", "from_comment", "to_comment"]

_COMMENT = "quoteattr"


def attributions_to_misc(doc: Any) -> None:
    """Write the attributions of a processed Stanza document into the MISC of its words, in place of earlier ones."""
    values = misc_values(doc.quoteattr.attributions, [_span(word) for word in doc.iter_words()])
    for place, word in enumerate(doc.iter_words()):
        kept = [entry for entry in (word.misc or "").split("|") if entry and not entry.startswith(f"{KEY}=")]
        own = [f"{KEY}={values[place]}"] if place in values else []
        word.misc = "|".join([*kept, *own]) or None


def attributions_from_misc(doc: Any) -> tuple[Relation, ...]:
    """Return the relations in the MISC of a Stanza document, in the order of their numbers.

    Raises:
        FormatError: An ``Attribution`` in MISC is malformed, or its word has no offsets.
    """
    marked = [(word, _value(word)) for word in doc.iter_words()]
    # A word without a mark needs no offsets, only its place.
    spans = misc_spans((_span(word) if value else Span(0, 0), value) for word, value in marked)
    return tuple(relation_of(roles.items()) for roles in spans.values())


def _value(word: Any) -> str:
    entries: list[str] = (word.misc or "").split("|")
    return next((entry[len(KEY) + 1 :] for entry in entries if entry.startswith(f"{KEY}=")), "")


def to_comment(doc: Any) -> None:
    """Write what MISC does not hold into a comment of the first sentence, in place of an earlier one."""
    if doc.sentences:
        doc.sentences[0].set_comment(_COMMENT, json.dumps(_comment_values(doc)))


def _comment_values(doc: Any) -> dict[str, Any]:
    """Speakers and attributions as in the contract, without the spans that MISC has, mentions by word number."""
    found: dict[str, Any] = to_dict(doc.quoteattr)
    words = [_span(word) for word in doc.iter_words()]
    starts, ends = [word.start for word in words], [word.end for word in words]

    def numbers(start: int, end: int) -> list[int]:
        return [bisect_right(ends, start), bisect_left(starts, end)]

    for speaker in found["speakers"]:
        speaker["mentions"] = [numbers(start, end) for start, end in speaker["mentions"]]
    for passage in _passages(found["speakers"], found["attributions"]):
        passage["start"], passage["end"] = numbers(passage["start"], passage["end"])
        passage.pop("text", None)
    for attribution in found["attributions"]:
        attribution["cue"] = attribution["cue"] and {"lemma": attribution["cue"]["lemma"]}
        del attribution["source"], attribution["content"]
    return {"words": len(words), "speakers": found["speakers"], "attributions": found["attributions"]}


def _passages(speakers: list[Any], attributions: list[Any]) -> Iterator[Any]:
    """Yield the objects with a ``start`` and an ``end`` of their own, which MISC does not hold."""
    for speaker in speakers:
        for role in speaker.get("roles", ()):
            yield role
            if role["affiliation"]:
                yield role["affiliation"]
        if speaker.get("anonymity"):
            yield speaker["anonymity"]
    for attribution in attributions:
        if attribution.get("channel"):
            yield attribution["channel"]


def from_comment(doc: Any) -> Document | None:
    """Return the result that comment and MISC hold together, or None where there is no such comment.

    Of a document that has lost some of its sentences, the attributions whose cue is still there.

    Raises:
        FormatError: The comment or MISC is malformed, or words have no offsets.
    """
    written = doc.sentences[0].get_comment(_COMMENT) if doc.sentences else None
    if written is None:
        return None
    try:
        values = json.loads(written)
        return _joined(doc, values["words"], values["speakers"], values["attributions"])
    except (ValueError, TypeError, LookupError) as error:
        raise FormatError(f"the comment {_COMMENT!r} of the first sentence cannot be read: {error!r}") from error


def _joined(doc: Any, count: int, speakers: list[Any], attributions: list[Any]) -> Document:
    text = _text(doc)
    words = [_span(word) for word in doc.iter_words()]
    whole = count == len(words)
    if not whole:  # the numbers count words that are no longer there
        speakers = [{**each, "mentions": [], "roles": [], "anonymity": None} for each in speakers]
        attributions = [{**each, "channel": None} for each in attributions]
    for speaker in speakers:
        speaker["mentions"] = [[words[first].start, words[after - 1].end] for first, after in speaker["mentions"]]
    for passage in _passages(speakers, attributions):
        passage["start"], passage["end"] = words[passage["start"]].start, words[passage["end"] - 1].end
        passage["text"] = text[passage["start"] : passage["end"]]
    marked = misc_spans(zip(words, map(_value, doc.iter_words()), strict=True))
    kept: dict[int, Any] = {}
    for number, roles in marked.items():
        attribution = attributions[number]
        has_cue = attribution["cue"] is not None
        for role in ROLES:
            spans = roles.get(role, [])
            pairs = [[span.start, span.end] for span in spans]
            passage = {"spans": pairs, "text": Passage.of(text, *spans).text}
            attribution[role] = {**(attribution.get(role) or {}), **passage}
        attribution["source"] = attribution["source"] if "source" in roles else None
        attribution["cue"] = attribution["cue"] if has_cue else None
        if "cue" in roles or not has_cue:
            kept[number] = attribution
    moved = {old: new for new, old in enumerate(kept)}
    for attribution in kept.values():
        attribution["nested_in"] = moved.get(attribution.get("nested_in"))
    return from_dict({**to_dict(Document(text)), "speakers": speakers, "attributions": list(kept.values())}, text)


def _text(doc: Any) -> str:
    """Return the text that the offsets of the tokens count in.

    Stanza may have none after it has read CoNLL-U, or one with other white space; then it is rebuilt from the tokens.
    """
    tokens = [(_offsets(token), token.text, token.spaces_after or "") for token in doc.iter_tokens()]
    text: str | None = doc.text
    if text is not None and all(span.of(text) == own for span, own, _ in tokens):
        return text
    pieces: list[str] = []
    end, between = 0, ""
    for span, own, after in tokens:
        gap = span.start - end
        pieces += [between if len(between) == gap else " " * gap, own.ljust(len(span))[: len(span)]]
        end, between = span.end, after
    return "".join(pieces)


def _span(word: Any) -> Span:
    """Return the characters of a word, or of the whole token for a word of a contraction without own offsets."""
    return _offsets(word if word.start_char is not None else word.parent)


def _offsets(holder: Any) -> Span:
    if holder.start_char is None:
        raise FormatError(
            f"the word {holder.text!r} has no offsets: read CoNLL-U with CoNLL.conll2doc(…, reconstruct_text=True)"
        )
    return Span(holder.start_char, holder.end_char)
