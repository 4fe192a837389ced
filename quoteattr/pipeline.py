"""End-to-end pipeline: page, segmentation, annotation, linking, resolution.

The first three run inside a Stanza pipeline, :func:`prepare` as its tokenizer and ``annotate`` as its tagger,
lemmatizer, parser and entity recognizer. Its last processor calls :func:`attribute`, which links and resolves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, overload

from attrs import frozen

from quoteattr import inputs
from quoteattr.annotate import conllu, coreference, stanza_document
from quoteattr.annotate.bundle import open_bundle
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, ModelError, TextTypeError
from quoteattr.inputs import Input, Known
from quoteattr.lexicon.additions import read_additions
from quoteattr.limits import Limits, check_deadline
from quoteattr.link import link
from quoteattr.model import DocumentId
from quoteattr.page.article import READ, Page, Structure, read_page
from quoteattr.page.markup import WebPage, from_html
from quoteattr.resolve import resolve
from quoteattr.resolve.coreference import COLUMNS, FEATURES, Scorer
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.segment import Segmentation, SentenceSpan, segment
from quoteattr.segment.text_check import text_warnings
from quoteattr.tree import CueScores, Sentence, check_tree

Context = TypeVar("Context")
Table = str | Path | Mapping[str, Any]
OnError = Literal["raise", "skip"] | Callable[[Any, Exception], object]


@frozen
class Prepared:
    """A text after the first two steps, as the Stanza pipeline carries it."""

    page: Page
    segments: Segmentation
    markup: bool = False  # the text was extracted from HTML

    @property
    def sentences(self) -> Sequence[SentenceSpan]:
        return self.segments.sentences

    @property
    def marks(self) -> Sequence[tuple[int, str]]:
        return self.segments.marks


def prepare(text: str, page: WebPage | None = None, known: Known | None = None, everything: bool = False) -> Prepared:
    """Read the page and segment it; with ``everything`` its furniture is annotated too.

    What is ``known`` takes precedence over the markup of the ``page``, and markup over visible text.
    """
    known = known or Known()
    read = read_page(
        page or text,
        structure=known.structure,
        publisher=known.publisher,
        outlet=known.outlet,
        published=known.published,
        checkpoint=check_deadline,
    )
    annotated = None if everything or known.include_chrome else READ
    return Prepared(read, segment(text, read.article.parts, annotated, check_deadline), page is not None)


def attribute(
    prepared: Prepared,
    sentences: Sequence[Sentence],
    scores: Sequence[CueScores] | None,
    known: Known | None = None,
    people: People | None = None,
    scorer: Scorer | None = None,
    descriptions: bool = True,
) -> Document:
    """Link and resolve: from a segmented and parsed text to its attributions.

    ``scores`` are None where no network has read the text; their word numbers count over the annotated sentences.
    """
    known, article, text = known or Known(), prepared.page.article, prepared.page.text
    quotations = prepared.segments.quotations
    # what follows looks at whole sentences, often once for each of their words
    sentences = [piece for sentence in sentences for piece in sentence.pieces()]
    annotated = [sentence for sentence in sentences if sentence.annotated]
    check_deadline()
    links = link(
        text, annotated, quotations, article.parts, scores, include_chrome=known.include_chrome,
        checkpoint=check_deadline,
    )  # fmt: skip
    found = resolve(
        text, annotated, article, links, outlet=known.outlet, people=people, scorer=scorer, descriptions=descriptions,
        checkpoint=check_deadline,
    )  # fmt: skip
    return Document(
        text, article, sentences, quotations, found.speakers, found.attributions, known.id,
        warnings=text_warnings(text, plain=not prepared.markup),
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
        self._from_html = from_html

    def __reduce__(self) -> tuple[Any, ...]:
        """A pickle tells how it was loaded, and holds no weights: whoever unpickles it loads the model again."""
        if not self._loaded:
            raise ModelError("a handle around a stanza.Pipeline cannot be sent to another process: load it there")
        return partial(load, **self._loaded), ()

    def __call__(
        self,
        text: str | WebPage | Input,
        *,
        id: DocumentId | None = None,
        published: str | date | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
        structure: Structure = "auto",
    ) -> Document:
        """Read one text.

        Args:
            text: A text, a page of :func:`from_html`, or an :class:`Input`, whose fields take precedence.
            id: The identifier that the document gets, as given.
            published: When the text was published, as a date, a datetime or in ISO 8601: relative times ("last
                month", "on Tuesday") count from it. Like the next two, it takes precedence over the text.
            publisher: The outlet on whose page the text was published.
            outlet: The outlet that originated the story.
            include_chrome: Read every part of the page, not headline, standfirst, captions and body alone.
            structure: "auto" finds the article among the lines of a page; "plain" takes every line as body, for posts,
                transcripts and other texts that are no page.

        Raises:
            TextTypeError: ``text`` is no text.
            TextValueError: It is longer, or took longer, than :func:`load` was given as a limit.
            ArgumentError: Another argument has a wrong type or value.
        """
        options = Known.of(id, published, publisher, outlet, include_chrome, structure)
        [document] = self._read([self._opened(text, options)])
        return document

    def read_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        id: DocumentId | None = None,
        published: str | date | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document:
        """Read one web page, over the text that :func:`from_html` extracts from it.

        Args:
            html: The page.
            url: Where it was found.
            id: As when a text is read, like the other arguments.
            published: When it was published; takes precedence over the page's own metadata.
            publisher: The outlet whose page it is.
            outlet: The outlet that originated the story.
            include_chrome: Read captions, links and the other parts of the extracted text too.

        Raises:
            MissingExtraError: The extra ``html`` is not installed.
            TextTypeError: ``html`` is neither a string nor bytes.
            TextValueError: The page has no text that could be an article's, or cannot be read at all.
            ArgumentError: Another argument has a wrong type or value.
        """
        options = Known.of(id, published, publisher, outlet, include_chrome)
        page = self._from_html(html, url=url)
        [document] = self._read([self._opened(page, options)])
        return document

    @overload
    def pipe(
        self,
        texts: Iterable[str | WebPage | Input],
        *,
        batch_size: int = ...,
        as_tuples: Literal[False] = ...,
        on_error: OnError = ...,
        published: str | date | None = ...,
        publisher: str | None = ...,
        outlet: str | None = ...,
        include_chrome: bool = ...,
        structure: Structure = ...,
    ) -> Iterator[Document]: ...

    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str | WebPage | Input, Context]],
        *,
        batch_size: int = ...,
        as_tuples: Literal[True],
        on_error: OnError = ...,
        published: str | date | None = ...,
        publisher: str | None = ...,
        outlet: str | None = ...,
        include_chrome: bool = ...,
        structure: Structure = ...,
    ) -> Iterator[tuple[Document, Context]]: ...

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        batch_size: int = 16,
        as_tuples: bool = False,
        on_error: OnError = "raise",
        published: str | date | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
        structure: Structure = "auto",
    ) -> Iterator[Any]:
        """Read many texts lazily, in their order.

        Args:
            texts: Texts, pages of :func:`from_html` or :class:`Input` values; with ``as_tuples`` pairs of one of these
                and any context.
            batch_size: Texts that are read together.
            as_tuples: Yield pairs of a document and the context that came with its text.
            on_error: What happens at a text that cannot be read. ``"raise"`` raises its error, after the documents
                before it; ``"skip"`` leaves the text out; a function is called with the item of ``texts`` and the
                error, and the text is left out unless the function raises.
            published: For all texts, as when one is read; the fields of an :class:`Input` take precedence.
            publisher: Likewise.
            outlet: Likewise.
            include_chrome: Likewise.
            structure: Likewise.

        Raises:
            ArgumentError: An argument has a wrong type or value; raised at the call.
            TextTypeError: An item is no text, or no pair where ``as_tuples`` asks for pairs.
            TextValueError: A text is longer, or took longer, than :func:`load` was given as a limit.
        """
        size = inputs.whole_number("batch_size", batch_size)
        if on_error not in ("raise", "skip") and not callable(on_error):
            raise ArgumentError(f"on_error={on_error!r} is unknown: give 'raise', 'skip' or a function")
        options = Known.of(None, published, publisher, outlet, include_chrome, structure)
        paired = inputs.flag("as_tuples", as_tuples)
        if self._limits.max_seconds is not None:
            size = 1  # the time limit is that of one text
        return self._stream(iter(inputs.many_texts(texts)), size, paired, on_error, options)

    def _stream(
        self, texts: Iterator[Any], size: int, paired: bool, on_error: OnError, options: Known
    ) -> Iterator[Any]:
        """The documents of a stream, a batch at a time."""
        more = True
        while more:
            items, broken = _taken(texts, size)
            more = len(items) == size and broken is None
            results = self._results([partial(self._opened_item, item, paired, options) for item in items])
            for item, result in zip(items, results, strict=True):
                if isinstance(result, Document):
                    yield (result, item[1]) if paired else result
                elif on_error == "raise":
                    raise result
                elif callable(on_error):
                    on_error(item, result)
            if broken is not None:
                raise broken

    def _results(self, openers: Sequence[Callable[[], Any]]) -> list[Document | Exception]:
        """The document of each text, or the error that it raises; texts without an error are read together."""
        results: list[Any] = [_attempt(opener) for opener in openers]
        ready = [number for number, opened in enumerate(results) if not isinstance(opened, Exception)]
        documents = _attempt(lambda: self._read([results[number] for number in ready]) if ready else [])
        if isinstance(documents, Exception):  # of one of them: each is read alone
            alone = len(ready) == 1
            documents = [documents if alone else _attempt(partial(self._read_alone, openers[n])) for n in ready]
        for number, document in zip(ready, documents, strict=True):
            results[number] = document
        return results

    def _read_alone(self, opener: Callable[[], Any]) -> Document:
        [document] = self._read([opener()])
        return document

    def _opened_item(self, item: Any, paired: bool, options: Known) -> Any:
        if not paired:
            return self._opened(item, options)
        if not isinstance(item, tuple) or len(item) != 2:
            raise TextTypeError(
                f"pipe(as_tuples=True) takes pairs of a text and its context, not {type(item).__name__}: "
                "give tuples of two"
            )
        return self._opened(item[0], options)

    def _opened(self, given: object, options: Known) -> Any:
        """A Stanza document still to be processed, with what is known of the text for the last processor."""
        text, page, known = inputs.opened(given, options)
        self._limits.check(text)
        return stanza_document.document(text, page=page, known=known)

    def _read(self, given: list[Any]) -> list[Document]:
        with stanza_document.uncollected(), self._limits.time():
            return stanza_document.results(
                self.stanza.bulk_process(given) if len(given) > 1 else [self.stanza(given[0])]
            )


def _taken(texts: Iterator[Any], size: int) -> tuple[list[Any], Exception | None]:
    """The next ``size`` items, fewer at the end, and the error with which their iterator ended, if it did."""
    items: list[Any] = []
    try:
        for item in texts:
            items.append(item)
            if len(items) == size:
                break
    except Exception as error:  # of the caller's own generator: what came before it is read first
        return items, error
    return items, None


def _attempt(function: Callable[[], Any]) -> Any:
    """The result of a function, or the error that it raises."""
    try:
        return function()
    except Exception as error:
        return error


def load(
    model: str | Path = "en",
    *,
    device: str = "cpu",
    threads: int = 1,
    parts: Mapping[str, str] | None = None,
    stanza_dir: str | Path | None = None,
    max_chars: int | None = None,
    max_seconds: float | None = None,
    outlets: Table | Iterable[Mapping[str, Any]] | None = None,
    lexicon: Table | None = None,
    people: PeopleSource | None = None,
    descriptions: bool = True,
) -> QuoteAttributor:
    """Loads a model, the bundled English one by default, into a Stanza pipeline. Reaches no network.

    Args:
        model: The name of a bundled model or the path of a model folder.
        device: ``"cpu"``, or ``"cuda"`` where onnxruntime-gpu is installed.
        threads: Processor threads for the network. Several processes with one thread each do more work.
        parts: Official Stanza packages by processor (``{"depparse": "combined_charlm"}``) in place of bundled parts.
        stanza_dir: The folder of Stanza's models that holds these packages.
        max_chars: The most characters that a text may have; a longer one is refused with a TextValueError.
        max_seconds: How long a text may take; then a TextValueError ends it, at the next step, sentence or claim.
        outlets: Your own outlets, which take precedence over the bundled list: mappings with ``name``, ``kind`` (wire,
            newspaper, broadcaster, magazine or website), ``aliases`` and ``domain``; or a mapping, or the path of a
            TOML file, in the form of the bundled ``outlets.toml``.
        lexicon: Your own cues: a mapping, or the path of a TOML file, with ``verb``, ``noun`` and ``preposition``
            entries in the form of the bundled tables.
        people: Your own list of people: the path of a JSON Lines or CSV file, or mappings, with ``id`` and ``name``,
            and optionally ``aliases``, ``role``, ``affiliation``, ``gender``, ``valid_from`` and ``valid_until``. A
            speaker whom one person alone fits has that person's id as ``Speaker.ref``.
        descriptions: Link descriptions ("the mayor") to names; with False only names and pronouns are linked.

    Raises:
        ArgumentError: An argument has a wrong type or value.
        InputError: The file of people cannot be read, or a row of it is malformed.
        LexiconError: An outlet or a cue entry is malformed, or its file cannot be read.
        ModelError: Unknown model, missing or altered file, unknown part or package, no such device.
    """
    how = inputs.loading(model, device, threads, parts, stanza_dir)
    limits = inputs.limits(max_chars, max_seconds)
    additions = read_additions(outlets, lexicon)
    listed = None if people is None else People.of(people)
    bundle = open_bundle(model)
    from quoteattr.annotate import stanza_bridge  # imports Stanza and torch

    linked = inputs.flag("descriptions", descriptions)
    pairs = coreference.load(bundle.folder, len(FEATURES))
    attach = additions.applied_to(partial(_attach, people=listed, pairs=pairs, descriptions=linked))
    pipeline = stanza_bridge.pipeline(bundle, additions.applied_to(prepare), attach, **how)
    reader = QuoteAttributor(
        pipeline, model=model, max_chars=limits.max_chars, max_seconds=limits.max_seconds, **how,
        **additions.as_given(), **({} if listed is None else {"people": listed}),
        **({} if linked else {"descriptions": False}),
    )  # fmt: skip
    reader._from_html = additions.applied_to(from_html)
    return reader


def _attach(
    doc: Any, people: People | None = None, pairs: coreference.PairModel | None = None, descriptions: bool = True
) -> None:
    """Attribute a parsed Stanza document and keep the result on it; the work of the last processor."""
    hints = getattr(doc, "quoteattr_hints", {})
    prepared = getattr(doc, "quoteattr_segmented", None) or prepare(doc.text, **hints)
    trees, scores = stanza_document.trees(doc), stanza_document.cues(doc)
    scorer = coreference.scorer(pairs, stanza_document.findings(doc), COLUMNS)
    doc.quoteattr = attribute(prepared, trees, scores, hints.get("known"), people, scorer, descriptions)


def link_trees(
    source: str | Sequence[Sentence] | Any,
    *,
    text: str | None = None,
    id: DocumentId | None = None,
    published: str | date | None = None,
    publisher: str | None = None,
    outlet: str | None = None,
    people: PeopleSource | None = None,
) -> Document:
    """Find attributions in trees that the caller already has, by rules over the tree, with no trained role head.

    Args:
        source: A CoNLL-U text, a parsed Stanza ``Document``, or sentences with offsets into ``text``.
        text: The text of the trees; for CoNLL-U and Stanza it is taken from them if left out.
        id: The identifier that the document gets, as given.
        published: When the text was published, as a date, a datetime or in ISO 8601.
        publisher: The outlet on whose page the text was published.
        outlet: The outlet that originated the story.
        people: Your own list of people, as for :func:`load`.

    Raises:
        InputError: The file of people cannot be read, or a row of it is malformed.
        TreeError: The CoNLL-U is malformed, a tree has a cycle or no root, or its words are outside the text.
        TextTypeError: Sentences came without their text, or ``source`` is none of the three.
        ArgumentError: Another argument has a wrong type or value.
    """
    known = Known.of(id, published, publisher, outlet)
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
    checked = inputs.checked_text(text)
    for number, sentence in enumerate(sentences, 1):
        check_tree(sentence, number, len(checked))
    listed = None if people is None else People.of(people)
    return attribute(prepare(checked, known=known), sentences, None, known, listed)
