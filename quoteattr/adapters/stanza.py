"""The Stanza processor ``quoteattr``: attributions as properties of Stanza's documents and sentences.

Importing this module registers the processor; a second import changes nothing. A pipeline then accepts the name
``quoteattr`` as a processor, after official or bundled ones, and as the package of each bundled processor. Results are
``doc.attributions``, ``doc.speakers`` and ``sentence.attributions``, also after Stanza has written the document and
read it again.

The data are in two places that Stanza writes and reads. MISC has the roles of a word (see
:mod:`quoteattr.formats.conllu_misc`). A comment above the first sentence has the other fields of the attributions and
their speakers, with the names of the contract. Its offsets are word numbers, since Stanza may read CoNLL-U with other
white space than it wrote::

    # quoteattr = {"words": 6, "speakers": […], "attributions": [{"kind": "indirect", …}]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.doc import Sentence as StanzaSentence
from stanza.pipeline.processor import NAME_TO_PROCESSOR_CLASS, ProcessorVariant, register_processor_variant

from quoteattr.annotate import stanza_bridge as bridge
from quoteattr.attributor import load
from quoteattr.document import Document
from quoteattr.errors import FormatError, TextTypeError
from quoteattr.formats.conllu_misc import KEY, misc_spans, misc_values
from quoteattr.formats.contract import from_dict, to_dict
from quoteattr.formats.exchange_values import relation_of
from quoteattr.model import ROLES, Attribution, Passage, Relation, Span, touched
from quoteattr.pipeline import link_trees

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
    """Write the fields that MISC does not have into a comment of the first sentence, in place of an earlier one.

    Speakers and attributions are as in the contract, without the spans that MISC has, mentions by word number.
    """
    if not doc.sentences:
        return
    found: dict[str, Any] = to_dict(doc.quoteattr)
    words = [_span(word) for word in doc.iter_words()]

    def numbers(start: int, end: int) -> list[int]:
        found = touched(words, Span(start, end))
        return [found.start, found.stop]

    for speaker in found["speakers"]:
        speaker["mentions"] = [numbers(start, end) for start, end in speaker["mentions"]]
    for passage in _passages(found["speakers"], found["attributions"]):
        passage["start"], passage["end"] = numbers(passage["start"], passage["end"])
        passage.pop("text", None)
    for attribution in found["attributions"]:
        attribution["cue"] = attribution["cue"] and {"lemma": attribution["cue"]["lemma"]}
        del attribution["source"], attribution["content"]
    values = {"words": len(words), "speakers": found["speakers"], "attributions": found["attributions"]}
    doc.sentences[0].set_comment(_COMMENT, json.dumps(values))


def _passages(speakers: list[Any], attributions: list[Any]) -> Iterator[Any]:
    """Yield the objects with a separate ``start`` and ``end``, which are not in MISC."""
    roles = [role for speaker in speakers for role in speaker.get("roles", ())]
    yield from roles
    yield from filter(None, (role["affiliation"] for role in roles))
    yield from filter(None, (speaker.get("anonymity") for speaker in speakers))
    yield from filter(None, (attribution.get("channel") for attribution in attributions))


def from_comment(doc: Any) -> Document | None:
    """Return the result in comment and MISC, or None without such a comment.

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
    if count != len(words):  # the numbers refer to words that were removed
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
            missing = (role == "source" and not spans) or (role == "cue" and not has_cue)
            pairs = [[span.start, span.end] for span in spans]
            passage = {"spans": pairs, "text": Passage.of(text, *spans).text}
            attribution[role] = None if missing else {**(attribution.get(role) or {}), **passage}
        if "cue" in roles or not has_cue:
            kept[number] = attribution
    moved = {old: new for new, old in enumerate(kept)}
    for attribution in kept.values():
        attribution["nested_in"] = moved.get(attribution.get("nested_in"))
    return from_dict({**to_dict(Document(text)), "speakers": speakers, "attributions": list(kept.values())}, text)


def _text(doc: Any) -> str:
    """Return the text of the token offsets; after CoNLL-U, Stanza may have none, or one with other white space."""
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


def pipeline(
    model: str | Path = "en",
    *,
    device: str = "cpu",
    threads: int = 1,
    parts: Mapping[str, str] | None = None,
    stanza_dir: str | Path | None = None,
) -> Any:
    """Return an offline ``stanza.Pipeline`` of bundled processors, with the options and errors of ``load``."""
    return load(model, device=device, threads=threads, parts=parts, stanza_dir=stanza_dir).stanza


@cache
def _bundled() -> Mapping[str, Any]:
    """Return the configuration of the bundled processors; loaded once for all pipelines that name them."""
    return cast("Mapping[str, Any]", load().stanza.config)


class AttributionProcessor(bridge.BaseAttributionProcessor):
    """Finds the attributions of parsed documents and writes them into MISC and a comment.

    Where other processors have parsed, the bundled network still scores cues and roles over their words, unless
    ``quoteattr_scores=False`` asks for the rules over their trees alone.
    """

    def __init__(self, config: dict[str, Any], pipeline: Any, device: str) -> None:
        super().__init__(config, pipeline, device)
        self._attribute: bridge.Attribute | None = config.get("attribute")
        self._network: Any = None
        # A pipeline of `load` passes the function in, and its network has read the document before.
        if self._attribute is None and config.get("scores", True):
            self._attribute, self._network = _bundled()["quoteattr_attribute"], _bundled()["pos_network"]

    def __str__(self) -> str:
        return f"{type(self).__name__}({bridge.NAME})"

    def process(self, doc: Any) -> Any:
        """Attribute one document.

        Raises:
            TextTypeError: The document has no text, or its words have no offsets.
        """
        return self.bulk_process([doc])[0]

    def bulk_process(self, docs: list[Any]) -> list[Any]:
        """Attribute several documents; the network reads all of them in the same batches."""
        for doc in docs:
            lost = next((token for token in doc.iter_tokens() if token.start_char is None), None)
            if doc.text is None or lost is not None:
                raise TextTypeError(
                    f"the Stanza document has no {'text' if lost is None else f'offset for {lost.text!r}'}: "
                    "read CoNLL-U with CoNLL.conll2doc(…, reconstruct_text=True)"
                )
        if self._network is not None:
            bridge.read([doc for doc in docs if doc.quoteattr_findings is None], self._network)
        for doc in docs:
            if self._attribute is None:
                doc.quoteattr = link_trees(doc)  # rules over the trees alone
            else:
                bridge.attach(doc, self._attribute)
            attributions_to_misc(doc)
            to_comment(doc)
        return docs


def _self_sufficient(part: str, variant: type[ProcessorVariant], need: str) -> type[ProcessorVariant]:
    """Return a variant that takes ``need`` from the bundled model in pipelines that `load` has not made."""

    class SelfSufficient(variant):  # type: ignore[misc]
        def __init__(self, config: Mapping[str, Any]) -> None:
            super().__init__(config if need in config else {**config, need: _bundled()[f"{part}_{need}"]})

    return SelfSufficient


def _found(doc: Any) -> Document:
    """Return the result of a processed document, also after Stanza has written and read it."""
    if doc.quoteattr is None:
        doc.quoteattr = from_comment(doc)
    found: Document | None = doc.quoteattr
    return found or Document("")


def _of_sentence(sentence: Any) -> tuple[Attribution, ...]:
    """Return the attributions whose cue begins in the sentence."""
    start, end = sentence.tokens[0].start_char, sentence.tokens[-1].end_char
    return tuple(each for each in _found(sentence.doc).attributions if each.cue and start <= each.cue.start < end)


def _add_property(owner: Any, name: str, getter: Callable[[Any], object]) -> None:
    """Add a property by Stanza's own function; one of an earlier import of this module is replaced."""
    present = vars(owner).get(name)
    if isinstance(present, property) and present.fget.__module__ == __name__:
        delattr(owner, name)
    owner.add_property(name, getter=getter)


# The bridge has registered the name in Stanza's order of processors; a second registration would run it twice.
NAME_TO_PROCESSOR_CLASS[bridge.NAME] = AttributionProcessor
for _part, _variant, _need in (
    ("tokenize", bridge.SegmentVariant, "segment"),
    ("pos", bridge.TagVariant, "network"),
    ("lemma", bridge.LemmaVariant, "dictionary"),
    ("depparse", bridge.TreeVariant, "network"),
    ("ner", bridge.EntityVariant, "network"),
):
    register_processor_variant(_part, bridge.NAME)(_self_sufficient(_part, _variant, _need))
_add_property(StanzaDocument, "attributions", lambda doc: _found(doc).attributions)
_add_property(StanzaDocument, "speakers", lambda doc: _found(doc).speakers)
_add_property(StanzaSentence, "attributions", _of_sentence)
