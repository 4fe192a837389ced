"""The loaded model: :func:`load` returns a :class:`QuoteAttributor`, which reads one text or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from quoteattr import inputs
from quoteattr.annotate.bundle import open_bundle
from quoteattr.annotate.stanza_document import Annotation
from quoteattr.document import Document
from quoteattr.errors import ArgumentError, ModelError, TextTypeError
from quoteattr.inputs import CheckedInput, Input, Known
from quoteattr.lexicon.additions import read_additions
from quoteattr.limits import Limits, paused_collector
from quoteattr.link.score import Curve
from quoteattr.model import DocumentId
from quoteattr.page.article import Structure
from quoteattr.page.markup import WebPage, from_html
from quoteattr.pipeline import Resources, attribute, page_of, read_texts, segment_page
from quoteattr.resolve.employers import FEATURE_COUNTS
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.segment import Segmentation

Context = TypeVar("Context")
Result = TypeVar("Result")
OnError = Literal["raise", "skip"] | Callable[[Any, Exception], object]
Table = str | Path | Mapping[str, Any]


class QuoteAttributor:
    """A loaded model: call it on a text, or on many with :meth:`pipe`. Made by :func:`load`.

    A text is a string, or a :class:`WebPage` as :func:`from_html` makes it.

    ``stanza`` is the ``stanza.Pipeline`` that does the work; it may be used by itself.
    """

    def __init__(self, stanza_pipeline: Any, **loaded: Any) -> None:
        """Wrap a pipeline of processors; use :func:`load` instead.

        ``loaded`` are the arguments of :func:`load`, with which another process loads the model again.
        """
        self.stanza = stanza_pipeline
        self._limits = Limits(loaded.get("max_chars"), loaded.get("max_seconds"))
        self._loaded = loaded
        self._pipeline: Callable[[Sequence[CheckedInput]], list[Document]] = partial(read_texts, stanza_pipeline)
        self._from_html: Callable[..., WebPage] = from_html

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the arguments of :func:`load` and no weights: unpickling loads the model again."""
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
            include_chrome: Search every part of the page, not headline, standfirst, captions, subheadings and body
                alone.
            structure: "auto" finds the article among the lines of a page; "plain" takes every line as body, for posts,
                transcripts and other texts that are no page.

        Raises:
            TextTypeError: ``text`` is no text.
            TextValueError: It is longer, or took longer, than :func:`load` was given as a limit.
            ArgumentError: Another argument has a wrong type or value.
        """
        options = Known(id, published, publisher, outlet, include_chrome, structure)
        [document] = self._read([self._checked(text, options)])
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
            include_chrome: Search every part of the extracted text.

        Raises:
            MissingExtraError: The extra ``html`` is not installed.
            TextTypeError: ``html`` is neither a string nor bytes.
            TextValueError: The page has no text that could be an article's, or cannot be read at all.
            ArgumentError: Another argument has a wrong type or value.
        """
        options = Known(id, published, publisher, outlet, include_chrome)
        page = self._from_html(html, url=url)
        [document] = self._read([self._checked(page, options)])
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
        options = Known(None, published, publisher, outlet, include_chrome, structure)
        paired = inputs.flag("as_tuples", as_tuples)
        if self._limits.max_seconds is not None:
            size = 1  # the time limit is that of one text
        return self._documents(iter(inputs.many_texts(texts)), paired, options, size, on_error)

    def _documents(
        self, items: Iterator[Any], paired: bool, options: Known, size: int, on_error: OnError
    ) -> Iterator[Any]:
        """Yield the documents of a stream in order, each with its context if ``paired``."""
        more = True
        while more:
            batch: list[Any] = []
            broken: Exception | None = None
            try:
                for item in islice(items, size):
                    batch.append(item)
            except Exception as error:  # of the caller's own generator: the items before it are read first
                broken = error
            more = len(batch) == size and broken is None
            texts = [_attempt(partial(self._checked, item, options, paired)) for item in batch]
            for item, result in zip(batch, self._results(texts), strict=True):
                if not isinstance(result, Exception):
                    yield (result, item[1]) if paired else result
                elif on_error == "raise":
                    raise result
                elif callable(on_error):
                    on_error(item, result)
            if broken is not None:
                raise broken

    def _results(self, checked: Sequence[CheckedInput | Exception]) -> list[Document | Exception]:
        """Return the document or the error of each text; where reading them together fails, each is read alone."""
        texts = [text for text in checked if not isinstance(text, Exception)]
        together = _attempt(partial(self._read, texts)) if texts else []
        results: Iterator[Document | Exception] = iter([together] if isinstance(together, Exception) else together)
        if isinstance(together, Exception) and len(texts) > 1:
            alone = (_attempt(partial(self._read, [text])) for text in texts)
            results = (each if isinstance(each, Exception) else each[0] for each in alone)
        return [each if isinstance(each, Exception) else next(results) for each in checked]

    def _checked(self, given: Any, options: Known, paired: bool = False) -> CheckedInput:
        if paired and not (isinstance(given, tuple) and len(given) == 2):
            raise TextTypeError(
                f"pipe(as_tuples=True) takes pairs of a text and its context, not {type(given).__name__}: "
                "give tuples of two"
            )
        checked = inputs.checked_input(given[0] if paired else given, options)
        self._limits.check(checked.text)
        return checked

    def _read(self, texts: Sequence[CheckedInput]) -> list[Document]:
        with paused_collector(), self._limits.time():
            return self._pipeline(texts)


@paused_collector()  # most of the time is taken by imports, whose objects stay
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
    inside_quotations: bool = False,
) -> QuoteAttributor:
    """Load a model, the bundled English one by default, into a Stanza pipeline. Works offline.

    Args:
        model: The name of a bundled model or the path of a model folder.
        device: ``"cpu"``, or ``"cuda"`` where onnxruntime-gpu is installed.
        threads: Processor threads for the neural model. Several processes with one thread each do more work.
        parts: Official Stanza packages by processor (``{"depparse": "combined_charlm"}``) in place of bundled parts.
        stanza_dir: The folder of Stanza's models that holds these packages; not needed for packages without files.
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
        inside_quotations: Report the claims inside quotation marks too ("“The bank warned us,” Lee said").

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
    linked, quoted = inputs.flag("descriptions", descriptions), inputs.flag("inside_quotations", inside_quotations)
    bundle = open_bundle(model)
    from quoteattr.annotate import coreference, stanza_bridge  # these import NumPy, Stanza and torch

    resources = Resources(
        listed, coreference.load(bundle.folder, FEATURE_COUNTS), Curve(*bundle.confidence), linked, quoted
    )  # fmt: skip
    whole_pages = bool(how["parts"])

    # what the tokenizer and the last processor do where the Stanza pipeline is called directly
    def segmented(text: str) -> Segmentation:
        return segment_page(page_of(CheckedInput(text)), whole_pages)

    def attributed(text: str, segments: Segmentation | None, annotation: Annotation) -> Document:
        page = page_of(CheckedInput(text))
        return attribute(page, segments or segment_page(page), annotation, resources=resources)

    engine = stanza_bridge.pipeline(bundle, additions.applied_to(segmented), additions.applied_to(attributed), **how)
    reader = QuoteAttributor(
        engine, model=model, max_chars=limits.max_chars, max_seconds=limits.max_seconds, **how,
        **additions.as_given(), people=listed, descriptions=linked, inside_quotations=quoted,
    )  # fmt: skip
    reader._pipeline = additions.applied_to(partial(read_texts, engine, resources=resources, whole_pages=whole_pages))
    reader._from_html = additions.applied_to(from_html)
    return reader


def read_each(
    reader: QuoteAttributor, texts: Sequence[Input | Exception], **options: Any
) -> list[Document | Exception]:
    """Return the document or error of each text, read with the options of ``pipe``; errors are returned as given."""
    readable = (text for text in texts if not isinstance(text, Exception))
    found: list[Document | Exception] = []  # in the order of the texts, as the reader calls `on_error` in that order
    for document in reader.pipe(readable, on_error=lambda _, error: found.append(error), **options):
        found.append(document)
    outcomes = iter(found)
    return [text if isinstance(text, Exception) else next(outcomes) for text in texts]


def _attempt(function: Callable[[], Result]) -> Result | Exception:
    try:
        return function()
    except Exception as error:
        return error
