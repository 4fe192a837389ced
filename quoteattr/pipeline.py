"""End-to-end pipeline: page, segmentation, annotation, linking, resolution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from quoteattr import inputs
from quoteattr.annotate import conllu, stanza_document
from quoteattr.annotate.stanza_document import Annotation
from quoteattr.document import Document
from quoteattr.errors import TextTypeError
from quoteattr.inputs import CheckedInput, Known
from quoteattr.limits import check_deadline
from quoteattr.link import link
from quoteattr.link.page import SEARCHED
from quoteattr.link.score import Curve
from quoteattr.model import DocumentId, PartKind
from quoteattr.page.article import Page, read_page
from quoteattr.resolve import resolve
from quoteattr.resolve.coreference import COLUMNS
from quoteattr.resolve.people import People, PeopleSource
from quoteattr.segment import Segmentation, segment
from quoteattr.segment.text_check import text_warnings
from quoteattr.tree import Sentence, check_tree

if TYPE_CHECKING:
    from quoteattr.annotate.coreference import PairModel

ANNOTATED: frozenset[PartKind] = SEARCHED | {"dateline"}
"""The kinds of the parts whose sentences get trees: those in which claims are looked for, and what opens a story."""


@frozen(eq=False)
class Resources:
    """What linking and resolution use for all texts of a reader; facts about one text are in :class:`Known`.

    The fields are as in :func:`quoteattr.load`. Without a coreference model, rules choose antecedents.
    ``confidence`` is the calibration of the model's scores.
    """

    people: People | None = None
    coreference: PairModel | None = None
    confidence: Curve | None = None
    descriptions: bool = True
    inside_quotations: bool = False


def read_texts(
    pipeline: Any, texts: Sequence[CheckedInput], resources: Resources | None = None, whole_pages: bool = False
) -> list[Document]:
    """Return the document of each text: the five steps, with the components that :func:`quoteattr.load` has loaded.

    Several texts are annotated at a time, with ``whole_pages`` in every part, as official Stanza processors cannot skip
    sentences.
    """
    pages = [page_of(text) for text in texts]
    segments = [
        segment_page(page, whole_pages or text.known.include_chrome) for page, text in zip(pages, texts, strict=True)
    ]
    annotations = stanza_document.annotate(pipeline, [page.text for page in pages], segments)
    return [
        attribute(page, own, annotation, text.known, resources, markup=text.page is not None)
        for page, own, annotation, text in zip(pages, segments, annotations, texts, strict=True)
    ]


def page_of(text: CheckedInput) -> Page:
    """Return the structure and metadata of a page. Known facts take precedence over markup, and markup over text."""
    known = text.known
    return read_page(
        text.page or text.text,
        structure=known.structure,
        publisher=known.publisher,
        outlet=known.outlet,
        published=known.published,
    )


def segment_page(page: Page, every_part: bool = False) -> Segmentation:
    """Return quotations, sentences and words.

    The sentences of bylines, credits, menus, links, comments and other chrome are marked as not annotated, so that they
    get no trees, unless ``every_part`` is true.
    """
    return segment(page.text, page.article.parts, None if every_part else ANNOTATED)


def attribute(
    page: Page,
    segments: Segmentation,
    annotation: Annotation,
    known: Known | None = None,
    resources: Resources | None = None,
    *,
    markup: bool = False,
) -> Document:
    """Link and resolve a segmented and parsed text; ``markup`` is true for one that was extracted from HTML."""
    text, article = page.text, page.article
    known, resources = known or Known(), resources or Resources()
    # Later steps iterate over whole sentences, often once for each word: long ones are split.
    sentences = [piece for sentence in annotation.sentences for piece in sentence.pieces()]
    annotated = [sentence for sentence in sentences if sentence.annotated]
    check_deadline()
    links = link(
        text, annotated, segments.quotations, article.parts, annotation.cues,
        include_chrome=known.include_chrome, inside_quotations=resources.inside_quotations,
        outlets=article.outlets, confidence=resources.confidence,
    )  # fmt: skip
    model, states = resources.coreference, annotation.states
    scorer = None
    if model is not None and states is not None:
        from quoteattr.annotate.coreference import StateScorer  # imports NumPy

        scorer = StateScorer(model, states, COLUMNS)
    found = resolve(
        text, annotated, article, links, outlet=known.outlet, people=resources.people, scorer=scorer,
        descriptions=resources.descriptions,
    )  # fmt: skip
    return Document(
        text, article, sentences, segments.quotations, found.speakers, found.attributions, known.id,
        warnings=text_warnings(text, plain=not markup),
    )  # fmt: skip


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
    """Find attributions in trees that the caller already has, by rules, without the model's scores of cues and roles.

    Args:
        source: A CoNLL-U text, a parsed Stanza ``Document``, or sentences with offsets into ``text``.
        text: The text of the trees. Required for a sequence of sentences; by default that of the Stanza ``Document``,
            or one that has the words of the CoNLL-U at their offsets.
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
    known = Known(id, published, publisher, outlet)
    if isinstance(source, str):
        sentences, laid_out = conllu.laid_out(source)
        text = laid_out if text is None else text
    elif stanza_document.is_document(source):
        sentences, text = stanza_document.trees(source), text if text is not None else source.text
    elif isinstance(source, Sequence) and all(isinstance(sentence, Sentence) for sentence in source):
        sentences = list(cast("Sequence[Sentence]", source))
        if text is None:
            raise TextTypeError("link_trees takes sentences with their text: add text=document.text")
    else:
        raise TextTypeError(
            "link_trees takes CoNLL-U text, a parsed Stanza Document or a sequence of Sentence, "
            f"not {type(source).__name__}"
        )
    checked = inputs.checked_text(text)
    for number, sentence in enumerate(sentences, 1):
        check_tree(sentence, number, len(checked))
    listed = None if people is None else People.of(people)
    page = page_of(CheckedInput(checked, known=known))
    return attribute(page, segment_page(page), Annotation(tuple(sentences)), known, Resources(listed))
