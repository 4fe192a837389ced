"""The whole way of a text through the house, on one screen: segment, annotate, link, resolve."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, cast

from quoteattr.annotate import conllu
from quoteattr.annotate.bundle import open_bundle
from quoteattr.annotate.network import DEADLINE, in_time
from quoteattr.document import Document
from quoteattr.errors import ModelError, TextTypeError, TextValueError
from quoteattr.formats.html import WebPage, from_html
from quoteattr.link import link
from quoteattr.resolve import resolve
from quoteattr.segment import Segmentation, segment
from quoteattr.tree import CueScores, Sentence


def attribute(
    text: str,
    segmentation: Segmentation,
    sentences: Sequence[Sentence],
    scores: Sequence[CueScores] | None,
    *,
    id: str | None = None,
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

    def __init__(self, stanza_pipeline: Any) -> None:
        self.stanza = stanza_pipeline
        self._how: Mapping[str, Any] = {}  # the arguments of load()

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle tells how it was loaded, and holds no weights: whoever unpickles it loads the model again."""
        if not self._how:
            raise ModelError("a handle around a stanza.Pipeline cannot be sent to another process: load it there")
        return _loaded_again, (dict(self._how),)

    def __call__(
        self,
        text: str | WebPage,
        *,
        id: str | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document:
        """The attributions of one text.

        ``id`` is handed on; ``publisher`` and ``outlet`` tell what the caller knows of the page (see ``Article``).
        Attributions are taken from headline, captions and body, and with ``include_chrome`` from every part.

        Raises:
            TextTypeError: ``text`` is neither a string nor a web page.
        """
        given = _given(
            text, self._how.get("max_chars"), id=id, publisher=publisher, outlet=outlet, include_chrome=include_chrome
        )  # fmt: skip
        [document] = self._read([given])
        return document

    def _read(self, group: list[Any]) -> list[Document]:
        with _uncollected(), _within(self._how.get("max_seconds")):
            return _taken(self.stanza.bulk_process(group) if len(group) > 1 else [self.stanza(group[0])])

    def read_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        id: str | None = None,
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
        """
        given = partial(
            _given, most=self._how.get("max_chars"), publisher=publisher, outlet=outlet, include_chrome=include_chrome
        )  # fmt: skip
        size = batch_size if self._how.get("max_seconds") is None else 1  # each has its own time
        waiting = map(given, texts)
        while group := list(islice(waiting, size)):
            yield from self._read(group)


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
    from quoteattr.annotate import stanza_bridge

    how = {
        "model": model, "device": device, "threads": threads, "parts": dict(parts or {}), "stanza_dir": stanza_dir,
        "max_chars": max_chars, "max_seconds": max_seconds,
    }  # fmt: skip
    reader = QuoteAttributor(
        stanza_bridge.pipeline(
            bundle,
            segment,
            partial(_attach, stanza_bridge),
            device=device,
            threads=threads,
            parts=parts or {},
            stanza_dir=stanza_dir,
        )
    )
    reader._how = how
    return reader


def _loaded_again(how: Mapping[str, Any]) -> QuoteAttributor:
    return load(**how)


def _taken(processed: Iterable[Any]) -> list[Document]:
    """The results of processed Stanza documents, which nobody sees any more and which give their memory back."""
    from quoteattr.annotate import stanza_bridge

    found = []
    for doc in processed:
        found.append(doc.quoteattr)
        stanza_bridge.release(doc)
    return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Holds back the search for reference cycles while a batch makes many objects that live as long as the batch.

    It took a fifth of the time. Whoever had switched it off finds it switched off; threads may overlap.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@contextmanager
def _within(seconds: float | None) -> Iterator[None]:
    """The time from which on the steps of the work give up."""
    if seconds is None:
        yield
        return
    token = DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        DEADLINE.reset(token)


def _given(text: str | WebPage, most: int | None = None, **hints: object) -> Any:
    """A Stanza document still to be processed, with what is known of the text as hints for the last processor."""
    from quoteattr.annotate import stanza_bridge

    plain = text.text if isinstance(text, WebPage) else _checked(text)
    if most is not None and len(plain) > most:
        raise TextValueError(
            f"the text has {len(plain):,} characters, the most is {most:,}: split it, or load the model with a larger "
            "max_chars"
        )
    if isinstance(text, WebPage):
        hints["page"] = text
    return stanza_bridge.document(plain, **hints)


def _attach(bridge: Any, doc: Any) -> None:
    """The last processor's work: reads a parsed Stanza document and leaves the result on it."""
    segmentation = getattr(doc, "quoteattr_segmented", None) or segment(doc.text)
    hints = getattr(doc, "quoteattr_hints", {})
    doc.quoteattr = attribute(doc.text, segmentation, bridge.trees(doc), bridge.cues(doc), **hints)


def link_trees(
    source: str | Sequence[Sentence] | Any,
    *,
    text: str | None = None,
    id: str | None = None,
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
        sentences, text = conllu.read(source), text if text is not None else conllu.rebuild(source)
    elif isinstance(source, Sequence) and all(isinstance(sentence, Sentence) for sentence in source):
        sentences = list(cast("Sequence[Sentence]", source))
    else:
        sentences, text = _stanza_trees(source, text)
    checked = _checked(text)
    return attribute(checked, segment(checked), sentences, None, id=id, publisher=publisher, outlet=outlet)


def _stanza_trees(source: Any, text: str | None) -> tuple[list[Sentence], str]:
    from quoteattr.annotate import stanza_bridge

    if not stanza_bridge.is_document(source):
        raise TextTypeError(
            f"link_trees takes CoNLL-U text, a parsed Stanza Document or a sequence of Sentence, "
            f"not {type(source).__name__}"
        )
    return stanza_bridge.trees(source), text if text is not None else source.text


def _checked(text: object) -> str:
    if not isinstance(text, str):
        raise TextTypeError(
            f"a text must be a str, not {type(text).__name__}: "
            "decode bytes, read HTML with from_html, and give one text a call"
        )
    return text


class Reader(Protocol):
    """What commands and server need of a :class:`QuoteAttributor`, for those that bring another."""

    def __call__(
        self,
        text: str | WebPage,
        *,
        id: str | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document: ...

    def pipe(
        self,
        texts: Iterable[str | WebPage],
        *,
        batch_size: int = 16,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Iterator[Document]: ...
