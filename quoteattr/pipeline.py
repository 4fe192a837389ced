"""The whole way of a text through the house, on one screen: segment, annotate, link, resolve.

The first two run inside a Stanza pipeline, ``segment`` as its tokenizer and ``annotate`` as its tagger, lemmatizer,
parser and entity recognizer. Its last processor calls :func:`attribute`, which links and resolves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

from quoteattr.annotate import conllu, stanza_document
from quoteattr.annotate.bundle import open_bundle
from quoteattr.document import Document
from quoteattr.errors import ModelError, TextTypeError
from quoteattr.formats.html import WebPage, from_html
from quoteattr.limits import Limits, in_time
from quoteattr.link import link
from quoteattr.model import DocumentId
from quoteattr.resolve import resolve
from quoteattr.segment import Segmentation, segment
from quoteattr.tree import CueScores, Sentence


def attribute(
    text: str,
    segmentation: Segmentation,
    sentences: Sequence[Sentence],
    scores: Sequence[CueScores] | None,
    *,
    id: DocumentId | None = None,
    publisher: str | None = None,
    outlet: str | None = None,
    include_chrome: bool = False,
    page: WebPage | None = None,
) -> Document:
    """From a segmented and parsed text to its attributions; ``scores`` are None where no network has read it.

    What the caller knows leads over what the markup of the ``page`` tells, and that over the text.
    """
    told = page or WebPage(text)
    # what follows looks at whole sentences, often once for each of their words
    sentences = [piece for sentence in sentences for piece in sentence.pieces()]
    parts = told.parts_among(segmentation.parts)
    in_time()
    links = link(text, sentences, segmentation.quotations, parts, scores, include_chrome=include_chrome)
    in_time()
    found = resolve(
        text, sentences, parts, links, publisher=publisher or told.publisher, outlet=outlet, published=told.published,
        signed=told.signed,
    )  # fmt: skip
    return Document(
        text, found.article, sentences, segmentation.quotations, found.speakers, found.attributions, id
    )  # fmt: skip


class QuoteAttributor:
    """A loaded model: call it on a text, or on many with :meth:`pipe`. Made by :func:`load`.

    A text is a string, or a :class:`WebPage` as :func:`from_html` makes it.

    ``stanza`` is the ``stanza.Pipeline`` that does the work; it may be used by itself.
    """

    def __init__(self, stanza_pipeline: Any, **loaded: Any) -> None:
        self.stanza = stanza_pipeline
        self._limits = Limits(loaded.get("max_chars"), loaded.get("max_seconds"))
        self._loaded = loaded  # the arguments of load()

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle tells how it was loaded, and holds no weights: whoever unpickles it loads the model again."""
        if not self._loaded:
            raise ModelError("a handle around a stanza.Pipeline cannot be sent to another process: load it there")
        return partial(load, **self._loaded), ()

    def __call__(
        self,
        text: str | WebPage,
        *,
        id: DocumentId | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document:
        """The attributions of one text.

        ``id`` is handed on; ``publisher`` and ``outlet`` tell what the caller knows of the page (see ``Article``).
        Attributions are taken from headline, captions and body, and with ``include_chrome`` from every part.

        Raises:
            TextTypeError: ``text`` is neither a string nor a web page.
            TextValueError: it is longer, or took longer, than :func:`load` was told to allow.
        """
        given = self._given(text, id=id, publisher=publisher, outlet=outlet, include_chrome=include_chrome)
        [document] = self._read([given])
        return document

    def read_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        id: DocumentId | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document:
        """The attributions of one web page, over the text that :func:`from_html` extracts from it.

        Raises:
            MissingExtraError: The extra ``html`` is not installed.
            TextTypeError: ``html`` is neither a string nor bytes.
            TextValueError: The page has no text that could be an article's, or cannot be read at all.
        """
        page = from_html(html, url=url)
        return self(page, id=id, publisher=publisher, outlet=outlet, include_chrome=include_chrome)

    def pipe(
        self,
        texts: Iterable[str | WebPage],
        *,
        batch_size: int = 16,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Iterator[Document]:
        """The documents of many texts, in their order, lazily; ``batch_size`` texts share the network's batches.

        Raises:
            TextTypeError: one of the texts is neither a string nor a web page.
            TextValueError: one is longer, or took longer, than :func:`load` was told to allow.
        """
        size = 1 if self._limits.max_seconds is not None else batch_size  # each text has its own time
        hints = {"publisher": publisher, "outlet": outlet, "include_chrome": include_chrome}
        waiting = (self._given(text, **hints) for text in texts)
        while group := list(islice(waiting, size)):
            yield from self._read(group)

    def _given(self, text: str | WebPage, **hints: object) -> Any:
        """A Stanza document still to be processed, with what is known of the text for the last processor."""
        plain = text.text if isinstance(text, WebPage) else _checked(text)
        self._limits.check(plain)
        return stanza_document.document(plain, page=text if isinstance(text, WebPage) else None, **hints)

    def _read(self, given: list[Any]) -> list[Document]:
        with stanza_document.uncollected(), self._limits.time():
            return stanza_document.results(
                self.stanza.bulk_process(given) if len(given) > 1 else [self.stanza(given[0])]
            )


def load(
    model: str | Path = "en",
    *,
    device: str = "cpu",
    threads: int = 1,
    parts: Mapping[str, str] | None = None,
    stanza_dir: str | Path | None = None,
    max_chars: int | None = None,
    max_seconds: float | None = None,
) -> QuoteAttributor:
    """Loads a model, the bundled English one by default, into a Stanza pipeline. Reaches no network.

    Args:
        model: The name of a bundled model or the path of a model folder.
        device: ``"cpu"``, or ``"cuda"`` where onnxruntime-gpu is installed.
        threads: Processor threads for the network. Several processes with one thread each do more work.
        parts: Official Stanza packages by processor (``{"depparse": "combined_charlm"}``) in place of bundled parts.
        stanza_dir: The folder of Stanza's models that holds these packages.
        max_chars: The most characters that a text may have; a longer one is refused with a TextValueError.
        max_seconds: How long a text may take; then a TextValueError ends it, at the next step of the work.

    Raises:
        ModelError: Unknown model, missing or altered file, unknown part or package, no such device.
    """
    bundle = open_bundle(model)
    from quoteattr.annotate import stanza_bridge  # imports Stanza and torch

    how: dict[str, Any] = {"device": device, "threads": threads, "parts": dict(parts or {}), "stanza_dir": stanza_dir}
    pipeline = stanza_bridge.pipeline(bundle, segment, _attach, **how)
    return QuoteAttributor(pipeline, model=model, max_chars=max_chars, max_seconds=max_seconds, **how)


def _attach(doc: Any) -> None:
    """The last processor's work: reads a parsed Stanza document and leaves the result on it."""
    segmentation = getattr(doc, "quoteattr_segmented", None) or segment(doc.text)
    trees, scores = stanza_document.trees(doc), stanza_document.cues(doc)
    doc.quoteattr = attribute(doc.text, segmentation, trees, scores, **getattr(doc, "quoteattr_hints", {}))


def link_trees(
    source: str | Sequence[Sentence] | Any,
    *,
    text: str | None = None,
    id: DocumentId | None = None,
    publisher: str | None = None,
    outlet: str | None = None,
) -> Document:
    """Attributions from trees that the caller already has, by rules over the tree, with no trained role head.

    Args:
        source: A CoNLL-U text, a parsed Stanza ``Document``, or sentences with offsets into ``text``.
        text: The text of the trees; for CoNLL-U and Stanza it is taken from them if left out.

    Raises:
        TreeError: The CoNLL-U is malformed.
        TextTypeError: Sentences came without their text, or ``source`` is none of the three.
    """
    if isinstance(source, str):
        sentences, spelt = conllu.laid_out(source)
        text = spelt if text is None else text
    elif stanza_document.is_document(source):
        sentences, text = stanza_document.trees(source), text if text is not None else source.text
    elif isinstance(source, Sequence) and all(isinstance(sentence, Sentence) for sentence in source):
        sentences = list(cast("Sequence[Sentence]", source))
    else:
        raise TextTypeError(
            "link_trees takes CoNLL-U text, a parsed Stanza Document or a sequence of Sentence, "
            f"not {type(source).__name__}"
        )
    checked = _checked(text)
    return attribute(checked, segment(checked), sentences, None, id=id, publisher=publisher, outlet=outlet)


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise TextTypeError(
            f"a text must be a str, not {type(text).__name__}: "
            "decode bytes, read HTML with from_html, and give one text a call"
        )
    return text
