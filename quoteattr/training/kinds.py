"""Fit the classifier of descriptions ("the client": a person) on the entity types of GUM, over the word states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from quoteattr.annotate.coreference import KINDS, KindWeights, PairModel, StateScorer
from quoteattr.model import Link, SpeakerKind
from quoteattr.resolve.mentions import SentenceIndex, description_at, source_mention
from quoteattr.training.coreference import ParsedText, page_of
from quoteattr.training.corpora import CoreferenceText
from quoteattr.tree import NounKind, Sentence, Word

KIND_OF_TYPE: dict[str, NounKind] = {"person": "person", "organization": "organization", "place": "organization"}
"""The kind of each entity type of GUM; what has another type is a document or thing."""

LISTED: dict[SpeakerKind, NounKind] = {"organization": "organization", "document": "document"}
"""The kind of a noun by the kind of speaker that the word lists give it; any other kind of speaker is people."""

HEADS = ("NOUN", "ADJ", "NUM")
"""The tags of words that head a description."""

SOURCE_WEIGHT = 8.0
"""The weight in the loss of a description that is a source, against 1 of the others."""


@frozen(eq=False)
class KindExample:
    """The head of a gold mention: its document, its state (width,), its kind, and if it is a source.

    Of a source also: if it is plural, and its kind by the word lists.
    """

    document: str
    state: NDArray[np.float16]
    kind: NounKind
    source: bool
    plural: bool = False
    listed: NounKind = "document"


def kind_examples(text: CoreferenceText, reading: ParsedText, links: Sequence[Link]) -> Iterator[KindExample]:
    """Yield the descriptions of a text in which every mention is annotated, with the type of each.

    Args:
        text: The text with its gold mentions.
        reading: The same text as read by the model.
        links: Its annotated attributions.
    """
    page = page_of(text.text, reading)
    sources = [*(link.source for link in links), *(each.source for each in reading.attributions)]
    mentions = [source_mention(page, source) for source in sources if source is not None]
    places = {(mention.sentence, mention.head) for mention in mentions}
    states = StateScorer(PairModel({}), reading.states, {})
    for (index, number), type in _types(text, page).items():
        [state] = states.of([page.offsets[index] + number])
        example = KindExample(text.id, state.astype(np.float16), KIND_OF_TYPE.get(type, "document"), False)
        if (index, number) in places:
            described = description_at(page, index, page.sentences[index].words[number])
            listed = LISTED.get(described.kind or "person", "person")
            example = evolve(example, source=True, plural=described.plural, listed=listed)
        yield example


def _types(text: CoreferenceText, page: SentenceIndex) -> dict[tuple[int, int], str]:
    """Return the type of each description at its head, that of the longest mention with this head."""
    found: dict[tuple[int, int], str] = {}
    for mention in sorted(text.mentions, key=lambda each: len(each.span)):
        index = page.sentence_at(mention.span)
        head = None if index is None else _head(page.sentences[index], page.sentences[index].words_in(mention.span))
        if index is None or head is None or head.upos not in HEADS:
            continue
        if not any(run.first <= head.index < run.last for run in page.names[index]):
            found[index, head.index] = mention.type
    return found


def _head(sentence: Sentence, words: Sequence[Word]) -> Word | None:
    inside = {word.index for word in words}
    return next((word for word in words if word.head not in inside), None)


def fit_kinds(examples: Sequence[KindExample], passes: int = 8, rate: float = 3e-3, seed: int = 0) -> KindWeights:
    """Fit the classifier by logistic regression with dropout on the states.

    Args:
        examples: The descriptions.
        passes: Passes over them.
        rate: The learning rate of AdamW.
        seed: Of the order and the first weights.
    """
    import torch

    torch.manual_seed(seed)
    states = torch.from_numpy(np.stack([each.state for each in examples]).astype(np.float32))
    kinds = torch.tensor([KINDS.index(each.kind) for each in examples])
    weight = torch.tensor([SOURCE_WEIGHT if each.source else 1.0 for each in examples])
    layer = torch.nn.Linear(states.shape[1], len(KINDS))
    optimizer = torch.optim.AdamW(layer.parameters(), rate, weight_decay=1e-2)
    for _ in range(passes):
        for rows in torch.randperm(len(examples)).split(256):  # type: ignore[no-untyped-call]
            scores = layer(torch.nn.functional.dropout(states[rows], 0.2))
            loss = (torch.nn.functional.cross_entropy(scores, kinds[rows], reduction="none") * weight[rows]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return KindWeights(layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy())


def share_right(examples: Sequence[KindExample], weights: KindWeights | None) -> tuple[int, int]:
    """Return how many of the sources among examples are reported as the right kind, and how many there are.

    Several people and several organisations are both reported as a group. Without ``weights`` the word lists decide.
    """
    sources = [each for each in examples if each.source]
    found: Iterable[NounKind] = (each.listed for each in sources)
    if weights is not None and sources:
        found = (KINDS[column] for column in weights(np.stack([each.state for each in sources]).astype(np.float32)))
    pairs = zip(sources, found, strict=True)
    return sum(_reported(each, kind) == _reported(each, each.kind) for each, kind in pairs), len(sources)


def _reported(example: KindExample, kind: NounKind) -> str:
    return "group" if example.plural and kind != "document" else kind
