"""The Stanza processor ``quoteattr``: attributions as properties of Stanza's documents and sentences.

Importing this module registers the processor; a second import changes nothing. A pipeline then accepts the name
``quoteattr`` as a processor, after official or bundled ones, and as the package of each bundled processor. Results are
``doc.attributions``, ``doc.speakers`` and ``sentence.attributions``, also after Stanza has written the document and
read it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.doc import Sentence as StanzaSentence
from stanza.pipeline.processor import NAME_TO_PROCESSOR_CLASS, ProcessorVariant, register_processor_variant

from quoteattr.adapters.stanza_misc import attributions_from_misc, attributions_to_misc, from_comment, to_comment
from quoteattr.annotate import stanza_bridge as bridge
from quoteattr.attributor import load
from quoteattr.document import Document
from quoteattr.errors import TextTypeError
from quoteattr.model import Attribution, Speaker
from quoteattr.pipeline import link_trees

__all__ = ["AttributionProcessor", "attributions_from_misc", "attributions_to_misc", "pipeline", "to_comment"]


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
    configured: Mapping[str, Any] = load().stanza.config
    return configured


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
            _check(doc)
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


def _check(doc: Any) -> None:
    lost = next((token for token in doc.iter_tokens() if token.start_char is None), None)
    if doc.text is None or lost is not None:
        raise TextTypeError(
            f"the Stanza document has no {'text' if lost is None else f'offset for {lost.text!r}'}: "
            "read CoNLL-U with CoNLL.conll2doc(…, reconstruct_text=True)"
        )


def _self_sufficient(part: str, variant: type[ProcessorVariant], need: str) -> type[ProcessorVariant]:
    """Return a variant that takes ``need`` from the bundled model in pipelines that `load` has not made."""

    class SelfSufficient(variant):  # type: ignore[misc]
        def __init__(self, config: Mapping[str, Any]) -> None:
            super().__init__(config if need in config else {**config, need: _bundled()[f"{part}_{need}"]})

    return SelfSufficient


_VARIANTS: Mapping[str, tuple[type[ProcessorVariant], str]] = {
    "tokenize": (bridge.SegmentVariant, "segment"),
    "pos": (bridge.TagVariant, "network"),
    "lemma": (bridge.LemmaVariant, "dictionary"),
    "depparse": (bridge.TreeVariant, "network"),
    "ner": (bridge.EntityVariant, "network"),
}


def _found(doc: Any) -> Document:
    """Return the result of a processed document, also after Stanza has written and read it."""
    if doc.quoteattr is None:
        read = from_comment(doc)
        if read is None:
            return Document("")
        doc.quoteattr = read
    found: Document = doc.quoteattr
    return found


def _attributions(doc: Any) -> tuple[Attribution, ...]:
    return _found(doc).attributions


def _speakers(doc: Any) -> tuple[Speaker, ...]:
    return _found(doc).speakers


def _of_sentence(sentence: Any) -> tuple[Attribution, ...]:
    """Return the attributions whose cue begins in the sentence."""
    start, end = sentence.tokens[0].start_char, sentence.tokens[-1].end_char
    return tuple(each for each in _attributions(sentence.doc) if each.cue and start <= each.cue.start < end)


def _add_property(owner: Any, name: str, getter: Callable[[Any], object]) -> None:
    """Add a property by Stanza's own function; one of an earlier import of this module is replaced."""
    present = vars(owner).get(name)
    if isinstance(present, property) and present.fget.__module__ == __name__:
        delattr(owner, name)
    owner.add_property(name, getter=getter)


# The bridge has registered the name in Stanza's order of processors; a second registration would run it twice.
NAME_TO_PROCESSOR_CLASS[bridge.NAME] = AttributionProcessor
for _part, (_variant, _need) in _VARIANTS.items():
    register_processor_variant(_part, bridge.NAME)(_self_sufficient(_part, _variant, _need))
_add_property(StanzaDocument, "attributions", _attributions)
_add_property(StanzaDocument, "speakers", _speakers)
_add_property(StanzaSentence, "attributions", _of_sentence)
