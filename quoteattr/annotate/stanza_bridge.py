"""The network in a Stanza pipeline: variants of Stanza's own processors, and one new processor.

The variants are named ``quoteattr``. ``pos`` runs the encoder once for all heads; ``depparse``, ``ner`` and
``quoteattr`` read the rest of its output from the document, in properties that are declared here. Segmentation and
attribution are passed in as functions. Importing this module imports Stanza and torch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import stanza
from stanza.pipeline.core import PipelineRequirementsException
from stanza.pipeline.ner_processor import NERProcessor
from stanza.pipeline.processor import (
    NAME_TO_PROCESSOR_CLASS,
    Processor,
    ProcessorVariant,
    register_processor,
    register_processor_variant,
)

from quoteattr.annotate.bundle import LEMMAS, Bundle, load_lemmas
from quoteattr.annotate.features import windows
from quoteattr.annotate.network import Network, joined
from quoteattr.annotate.stanza_document import PARTS, Annotation, Findings, annotation
from quoteattr.errors import ModelError
from quoteattr.limits import checked
from quoteattr.model import Segmentation

NAME = "quoteattr"

Attribute = Callable[[str, Segmentation | None, Annotation], object]


def _declare(name: str) -> None:
    """Add a property to Stanza's documents, None by default."""
    if not hasattr(stanza.Document, name):
        stanza.Document.add_property(name, setter=lambda doc, value: setattr(doc, f"_{name}", value))


_declare("quoteattr_segments")  # Segmentation: the sentences and words that the bundled tokenizer takes
_declare("quoteattr_findings")  # Findings: what the network found in the document
_declare(NAME)  # the result: what the last processor returns


@register_processor_variant("tokenize", NAME)
class SegmentVariant(ProcessorVariant):  # type: ignore[misc]
    """Sentences and words by the function in ``tokenize_segment``."""

    OVERRIDE = True

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._segment: Callable[[str], Segmentation] = config["segment"]

    def process(self, given: Any) -> Any:
        segments: Segmentation | None = None
        if isinstance(given, stanza.Document):
            text, segments = given.text, given.quoteattr_segments
        else:
            text = given if isinstance(given, str) else "\n\n".join(given)
        segments = segments or self._segment(text)
        entries = (
            [
                {"id": (number,), "text": span.of(text), "start_char": span.start, "end_char": span.end}
                for number, span in enumerate(sentence.tokens, 1)
            ]
            for sentence in checked(segments.sentences)
        )
        made = stanza.Document(entries, text=text)
        made.quoteattr_segments = segments
        return made


class _NetworkVariant(ProcessorVariant):  # type: ignore[misc]
    """A variant with the option ``network``."""

    OVERRIDE = True

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._network: Network = config["network"]


@register_processor_variant("pos", NAME)
class TagVariant(_NetworkVariant):
    """UPOS and XPOS; runs the network (option ``pos_network``) for all heads."""

    def process(self, doc: Any) -> Any:
        return self.bulk_process([doc])[0]

    def bulk_process(self, docs: list[Any]) -> list[Any]:
        read(docs, self._network)
        for doc in docs:
            words, found = (word for sentence in _annotated(doc) for word in sentence.words), doc.quoteattr_findings
            for word, upos, xpos in zip(words, found.upos, found.xpos, strict=True):
                word.upos, word.xpos = upos, xpos
        return docs


def read(docs: Sequence[Any], network: Network) -> None:
    """One encoder pass over some documents; each keeps what was found in it."""
    packed = [list(windows(_sentences(doc))) for doc in checked(docs)]
    found = iter(network([window for own in packed for window in own]))
    for doc, own in zip(docs, packed, strict=True):
        doc.quoteattr_findings = joined([next(found) for _ in own])


def _annotated(doc: Any) -> list[Any]:
    """Return the sentences that get tags and trees: all but those of page furniture."""
    segments: Segmentation | None = doc.quoteattr_segments
    if segments is None:
        return list(doc.sentences)
    return [own for own, given in zip(doc.sentences, segments.sentences, strict=True) if given.annotated]


def _sentences(doc: Any) -> list[tuple[list[str], int]]:
    """Words for the network and paragraph number (by line breaks without a segmentation) of each annotated sentence."""
    segments: Segmentation | None = doc.quoteattr_segments
    sentences = _annotated(doc)
    if segments is not None:
        paragraphs = [sentence.paragraph for sentence in segments.sentences if sentence.annotated]
        marks = dict(segments.marks)
    else:
        starts = [sentence.tokens[0].start_char or 0 for sentence in sentences]
        paragraphs = [(doc.text or "").count("\n", 0, start) for start in starts]
        marks = {}
    return [
        ([marks.get(word.start_char, word.text) if len(word.text) == 1 else word.text for word in sentence.words], own)
        for sentence, own in zip(sentences, paragraphs, strict=True)
    ]


@register_processor_variant("lemma", NAME)
class LemmaVariant(ProcessorVariant):  # type: ignore[misc]
    """The dictionary lemmatizer of the bundle."""

    OVERRIDE = True

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._lemma_of = load_lemmas(Path(config["dictionary"]))

    def process(self, doc: Any) -> Any:
        for sentence in _annotated(doc):
            for word in sentence.words:
                word.lemma = self._lemma_of(word.text, word.upos) or "_"
        return doc


@register_processor_variant("depparse", NAME)
class TreeVariant(_NetworkVariant):
    """The trees that the network's pass has scored."""

    def process(self, doc: Any) -> Any:
        found = _found(doc, self._network)
        start = 0
        for sentence in checked(_annotated(doc)):
            root = 0  # of Stanza's heads, which count from 1
            for number, word in enumerate(sentence.words):
                head = found.heads[start + number]
                if head >= 0:
                    word.head, word.deprel = head - start + 1, found.deprels[start + number]
                else:  # a sentence that was cut for its length gets one root again
                    word.head, word.deprel = root, "parataxis" if root else "root"
                    root = root or number + 1
            sentence.build_dependencies()
            start += len(sentence.words)
        return doc


@register_processor_variant("ner", NAME)
class EntityVariant(_NetworkVariant):
    """The entities that the network's pass has found."""

    def process(self, doc: Any) -> Any:
        found = _found(doc, self._network)
        if doc.num_tokens != doc.num_words:
            raise ModelError(
                f"the ner variant {NAME!r} cannot tag the multi-word tokens of another tokenizer: "
                "replace ner too, or keep tokenize"
            )
        annotated = {id(sentence) for sentence in _annotated(doc)}
        tags = iter(found.entities)
        doc.set(
            ["ner"],
            [next(tags) if id(sentence) in annotated else "O" for sentence in doc.sentences for _ in sentence.tokens],
            to_token=True,
        )
        doc.build_ents()
        return doc


def _found(doc: Any, network: Network) -> Findings:
    """Return what the network found; it reads the document now if another tagger has replaced its own."""
    if doc.quoteattr_findings is None:
        read([doc], network)
    found: Findings = doc.quoteattr_findings
    return found


class _NER(NERProcessor):  # type: ignore[misc]
    """Stanza's NER processor, except that it can have a variant: its own reads models that a variant has not."""

    def _set_up_final_config(self, config: dict[str, Any]) -> None:
        if hasattr(self, "_variant"):
            self._config = config
        else:
            super()._set_up_final_config(config)

    def bulk_process(self, docs: list[Any]) -> list[Any]:
        # Stanza's own collects the entities of every document, which the variant has done
        found: list[Any] = self._variant.bulk_process(docs) if hasattr(self, "_variant") else super().bulk_process(docs)
        return found

    def __str__(self) -> str:
        return f"NERProcessor({NAME})" if hasattr(self, "_variant") else str(super().__str__())


NAME_TO_PROCESSOR_CLASS["ner"] = _NER


@register_processor(NAME)
class BaseAttributionProcessor(Processor):  # type: ignore[misc]
    """The last processor: calls the function of the option ``quoteattr_attribute``, stores ``doc.quoteattr``."""

    PROVIDES_DEFAULT: ClassVar[set[str]] = {NAME}
    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize", "pos", "lemma", "depparse"}

    def process(self, doc: Any) -> Any:
        attach(doc, self.config["attribute"])
        return doc

    def mark_inactive(self) -> None:
        """Nothing to drop; Stanza calls this where a processor that is required is missing."""


def attach(doc: Any, attribute: Attribute) -> None:
    """Call ``attribute`` on a parsed document and store the result as ``doc.quoteattr``."""
    doc.quoteattr = attribute(doc.text, doc.quoteattr_segments, annotation(doc))


def pipeline(
    bundle: Bundle,
    segment: Callable[[str], Segmentation],
    attribute: Attribute,
    *,
    device: str,
    threads: int,
    parts: Mapping[str, str],
    stanza_dir: str | Path | None,
) -> Any:
    """Return a ``stanza.Pipeline`` of the bundle's parts; ``parts`` names official packages that replace some of them.

    Raises:
        ModelError: a part has another name than Stanza's processors, or a package is not in ``stanza_dir``.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise ModelError(f"no part named {unknown[0]!r}: the parts that can be replaced are {', '.join(PARTS)}")
    chosen = dict.fromkeys(PARTS, NAME) | dict(parts) | {NAME: NAME}
    network = Network(bundle, device=device, threads=threads)
    options = {
        "tokenize_segment": segment,
        "pos_network": network,
        "depparse_network": network,
        "ner_network": network,
        "lemma_dictionary": str(bundle.path(LEMMAS)),
        "quoteattr_attribute": attribute,
        "allow_unknown_language": True,
    }
    if stanza_dir is not None:
        return _build(chosen, str(stanza_dir), device, options)
    with tempfile.TemporaryDirectory() as folder:
        resources = '{"en": {"lang_name": "English", "packages": {}, "tokenize": {}}}'
        Path(folder, "resources.json").write_text(resources)
        return _build(chosen, folder, device, options, is_temporary=True)


def _build(
    chosen: Mapping[str, str], folder: str, device: str, options: Mapping[str, Any], is_temporary: bool = False
) -> Any:
    try:
        return stanza.Pipeline(
            "en", dir=folder, package=None, processors=dict(chosen), download_method=None, device=device,
            logging_level="ERROR", **options,
        )  # fmt: skip
    except (OSError, KeyError, ValueError, PipelineRequirementsException) as error:
        official = {part: package for part, package in chosen.items() if package != NAME}
        place = "without stanza_dir" if is_temporary else f"from {folder!r} ({error})"
        raise ModelError(
            f"Stanza could not load {official or 'the bundled model'} {place}: "
            "download the packages with stanza.download first, and give their folder as stanza_dir"
        ) from error
