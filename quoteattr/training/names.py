"""Fit the classifier of names to the articles of this project, to newswire and to GUM.

In the articles (folder ``employers``) names of people and of organisations are known; in the newswire (Worldwide) and
in GUM all names. The figures are those of names that the tagger takes for people, in folds of authors and of
documents of GUM, and on the development part of the newswire.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from quoteattr.annotate.coreference import PairModel, StateScorer
from quoteattr.model import Span
from quoteattr.resolve.mentions import SentenceIndex
from quoteattr.resolve.name_kinds import FEATURES, FORM, KINDS, SURE, name_uses
from quoteattr.resolve.names import NameKind, NameSpan, display
from quoteattr.training.coreference import SEED, ParsedText, page_of, types_of_heads
from quoteattr.training.corpora import CoreferenceText, EntitySentence, entities
from quoteattr.training.employers import GoldArticle

MEMBERS = 2
HIDDEN = 32
PASSES = 8
RATE = 3e-3
BATCH = 128
FOLDS = 3

LISTED_WEIGHT = 0.3
"""The weight in the loss of a name in an article that lists its names: many more look like people's than in news."""

REAL_WEIGHT = 3.0
"""The weight in the loss of a name in newswire or GUM, against 1 in the other articles."""

_KIND_OF_ENTITY: dict[str, NameKind] = {
    "Person": "person", "Organization": "organization", "Facility": "organization", "Location": "place",
    "Product": "thing", "Misc": "thing",
}  # fmt: skip
"""The kind of each entity type of the newswire; other types name nothing of these."""

_KIND_OF_TYPE: dict[str, NameKind] = {"person": "person", "organization": "organization", "place": "place"}
"""The kind of each entity type of GUM; what has another type is a thing."""

KindOfName = Callable[[int, NameSpan], "NameKind | None"]
"""Returns what a name names, by its sentence and place in it, None where it is not known."""


@frozen(eq=False)
class NameExample:
    """A mention of a name: its group (author or document), the mean state of its name, its features, and its kind.

    ``tagged`` is true where the tagger takes it for a person's, ``weight`` is its weight in the loss.
    """

    group: str
    state: NDArray[np.float32]
    row: tuple[float, ...]
    kind: NameKind
    tagged: bool
    weight: float = 1.0


def kinds_in_article(article: GoldArticle, page: SentenceIndex) -> KindOfName:
    """Return the kinds of the names of an article by the people in it, their affiliations, and what else it lists."""
    people = {*article.persons, *(person.name for person in article.people)}
    words = {word for name in people for word in name.split()}
    employers = {form for person in article.people for form in person.affiliations}
    organizations = {form.removeprefix("the ") for form in (*article.organizations, *employers)}

    def kind(index: int, run: NameSpan) -> NameKind | None:
        name = display(run.words(page.sentences[index]))
        person = name in people or (run.last - run.first == 1 and name in words and run.kind != "place")
        if person == (name in organizations):
            return None
        return "person" if person else "organization"

    return kind


def newswire_text(document: Iterable[EntitySentence]) -> tuple[str, dict[Span, NameKind]]:
    """Return a document as text, a sentence a line, with its names."""
    text, found = "", {}
    for sentence in document:
        starts = []
        for word in sentence.words:
            starts.append(len(text))
            text += f"{word} "
        for first, last, type in entities(sentence.tags):
            if type in _KIND_OF_ENTITY:
                end = starts[last - 1] + len(sentence.words[last - 1])
                found[Span(starts[first], end)] = _KIND_OF_ENTITY[type]
        text += "\n"
    return text, found


def kinds_in_newswire(found: Mapping[Span, NameKind], page: SentenceIndex) -> KindOfName:
    """Return the kinds of the names of a newswire text by the entity that each ends with: "Mr Vale" is "Vale"."""
    by_end = {span.end: kind for span, kind in found.items()}
    return lambda index, run: by_end.get(run.span(page.sentences[index]).end)


def kinds_in_gum(text: CoreferenceText, page: SentenceIndex) -> KindOfName:
    """Return the kinds of the names of a text in which every mention is annotated."""
    types = types_of_heads(text, page)

    def kind(index: int, run: NameSpan) -> NameKind | None:
        type = types.get((index, run.head(page.sentences[index]).index))
        return None if type is None else _KIND_OF_TYPE.get(type, "thing")

    return kind


def examples(
    page: SentenceIndex, reading: ParsedText, kind_of: KindOfName, group: str, weight: float
) -> Iterator[NameExample]:
    """Yield the names of a text whose kind is known, each mention by itself."""
    states = StateScorer(PairModel({}), reading.states, {})
    for use in name_uses(page.sentences, page.names):
        state = states.of(use.heads).mean(0)
        for index, run, _ in use.mentions:
            kind = kind_of(index, run)
            if kind is not None:
                yield NameExample(group, state, use.row, kind, run.kind == "person", weight)


def fit(found: Sequence[NameExample]) -> dict[str, NDArray[np.float32]]:
    """Fit the members of the ensemble, and return their weights."""
    members = [_fit_member(found, SEED + number) for number in range(MEMBERS)]
    return {name: np.stack([member[name] for member in members]) for name in members[0]}


def _fit_member(found: Sequence[NameExample], seed: int) -> dict[str, NDArray[np.float32]]:
    import torch

    torch.manual_seed(seed)
    inputs = torch.from_numpy(np.stack([np.concatenate([each.state, np.array(each.row)]) for each in found])).float()
    right = torch.tensor([KINDS.index(each.kind) for each in found])
    weight = torch.tensor([each.weight for each in found])
    weight /= weight.mean()
    hidden, output = torch.nn.Linear(inputs.shape[1], HIDDEN), torch.nn.Linear(HIDDEN, len(KINDS), bias=False)
    parameters = [*hidden.parameters(), *output.parameters()]
    optimizer = torch.optim.AdamW(parameters, RATE, weight_decay=0.1)
    steps = PASSES * (len(found) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    drop = torch.nn.functional.dropout
    for _ in range(PASSES):
        for rows in torch.randperm(len(found)).split(BATCH):  # type: ignore[no-untyped-call]
            scores = output(drop(torch.relu(hidden(drop(inputs[rows], 0.2))), 0.3))
            losses = torch.nn.functional.cross_entropy(scores, right[rows], reduction="none")
            loss = (losses * weight[rows]).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    weights = hidden.weight.detach().numpy().T
    states, features = weights[: -len(FEATURES)].copy(), weights[-len(FEATURES) :].copy()
    bias, last = hidden.bias.detach().numpy()[None].copy(), output.weight.detach().numpy().T.copy()
    return {"states": states, "features": features, "bias": bias, "output": last}


def refit(
    articles: Sequence[GoldArticle],
    newswire: Mapping[str, Sequence[Sequence[EntitySentence]]],
    gum: Sequence[CoreferenceText],
    reader: Callable[[Sequence[str]], Iterable[ParsedText]],
) -> tuple[dict[str, NDArray[np.float32]], dict[str, float]]:
    """Fit the classifier; return its weights with the figures that it reaches on texts that it was not fitted to.

    Args:
        articles: The articles.
        newswire: The documents of the parts "train" and "dev".
        gum: The documents of GUM.
        reader: Reads texts with the model whose states are fitted to.
    """
    own: list[NameExample] = []
    for article, reading in zip(articles, reader([each.text for each in articles]), strict=True):
        page = page_of(article.text, reading)
        weight = LISTED_WEIGHT if article.organizations else 1.0
        own += examples(page, reading, kinds_in_article(article, page), article.author, weight)
    annotated: list[NameExample] = []
    for text, reading in zip(gum, reader([each.text for each in gum]), strict=True):
        page = page_of(text.text, reading)
        annotated += examples(page, reading, kinds_in_gum(text, page), text.id, REAL_WEIGHT)
    wired = {part: list(_of_newswire(documents, reader)) for part, documents in newswire.items()}
    return fitted(own, annotated, wired["train"], wired["dev"])


def fitted(
    own: Sequence[NameExample], gum: Sequence[NameExample], train: Sequence[NameExample], dev: Sequence[NameExample]
) -> tuple[dict[str, NDArray[np.float32]], dict[str, float]]:
    """Fit to the examples of the articles, of GUM and of newswire; return weights and figures, as :func:`refit`."""
    held: list[tuple[NameExample, bool]] = []
    groups = [sorted({each.group for each in part}) for part in (own, gum)]
    for fold in range(FOLDS):
        out = {group for part in groups for group in part[fold::FOLDS]}
        weights = fit([*(each for each in (*own, *gum) if each.group not in out), *train])
        held += _judged((each for each in (*own, *gum) if each.group in out), weights)
    weights = fit([*own, *gum, *train])
    documents = set(groups[1])
    figures = {
        **_figures("articles", (pair for pair in held if pair[0].group not in documents)),
        **_figures("GUM", (pair for pair in held if pair[0].group in documents)),
        **_figures("newswire", _judged(dev, weights)),
    }
    return weights, figures


def _of_newswire(
    documents: Sequence[Sequence[EntitySentence]], reader: Callable[[Sequence[str]], Iterable[ParsedText]]
) -> Iterator[NameExample]:
    texts = [newswire_text(document) for document in documents]
    for (text, found), reading in zip(texts, reader([text for text, _ in texts]), strict=True):
        page = page_of(text, reading)
        yield from examples(page, reading, kinds_in_newswire(found, page), "newswire", REAL_WEIGHT)


def _judged(
    found: Iterable[NameExample], weights: Mapping[str, NDArray[np.float32]]
) -> Iterator[tuple[NameExample, bool]]:
    """Yield the names that the tagger takes for people's, each with whether it gets another kind."""
    tagged = [each for each in found if each.tagged]
    states, rows = np.stack([each.state for each in tagged]), np.array([each.row for each in tagged], np.float32)
    people = PairModel({FORM: weights}).probabilities(FORM, states, rows)[:, 0]
    return zip(tagged, (1 - people >= SURE).tolist(), strict=True)


def _figures(corpus: str, judged: Iterable[tuple[NameExample, bool]]) -> dict[str, float]:
    """Return how many names that are wrongly tagged as people's get another kind, and how many people lose theirs."""
    counts = Counter((each.kind == "person", changed) for each, changed in judged)
    return {
        f"{corpus}: other names tagged as people": counts[False, True] + counts[False, False],
        f"{corpus}: of them corrected": counts[False, True],
        f"{corpus}: people": counts[True, True] + counts[True, False],
        f"{corpus}: of them lost": counts[True, True],
    }
