"""One pass over all corpora as a list of batches, each with the labels of its task, in a reproducible order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import numpy as np
import torch
from attrs import field, frozen
from torch import Tensor

from quoteattr.annotate.bundle import GRAPHS
from quoteattr.annotate.features import Pieces, Window, batch, distance_buckets
from quoteattr.training.augment import bare_headline, moved_subjects, quotatives, roughened
from quoteattr.training.corpora import (
    DOUBLE,
    STYLES,
    EntitySentence,
    NewsArticle,
    TreeSentence,
    article_windows,
    entity_documents,
    news,
    packed,
    treebank,
    with_marks,
)
from quoteattr.training.network import Labels

Task = Literal["tree", "entity", "news", "soft"]
T = TypeVar("T")
IGNORED = -100
SYNTHETIC = 1500  # the most quotatives a pass
INPUTS = GRAPHS["words"].inputs  # of the network, by the names that they have in a batch


@frozen(eq=False)
class Corpora:
    """All that one training or evaluation reads."""

    trees: list[list[TreeSentence]]
    quotatives: list[TreeSentence]
    entities: list[list[EntitySentence]]
    articles: list[tuple[NewsArticle, ...]]  # each in the versions of its annotators, the corpus's own first
    written: list[NewsArticle] = field(factory=list)  # for this project


@frozen(eq=False)
class Example:
    """A window with its labels: a tuple of arrays, which depend on the task."""

    task: Task
    window: Window
    labels: tuple[Any, ...]


def read(folder: Path, part: str, seed: int) -> Corpora:
    """Return the ``train`` or ``dev`` part of every corpus below ``folder``."""
    trees = [doc for name in ("ewt", "gum") for doc in treebank(folder / "ud" / f"en_{name}-{part}.conllu.gz")]
    sentences = [s for doc in trees for s in doc]
    made = list(moved_subjects(sentences)) if part == "train" else []
    made += quotatives(sentences, random.Random(seed), min(2 * SYNTHETIC, len(sentences))) if part == "train" else []
    entities = entity_documents(folder / "ner" / f"worldwide-{part}.jsonl.gz")
    return Corpora(trees, made, entities, _versions(folder / "polnear", part))


def _versions(folder: Path, part: str) -> list[tuple[NewsArticle, ...]]:
    """Return the articles with the versions of further annotators, who annotated some training articles again."""
    versions = {article.id: [article] for article in news(folder / f"{part}.jsonl.gz")}
    further = folder / f"{part}-annotators.jsonl.gz"
    for article in news(further) if part == "train" and further.exists() else ():
        if article.id in versions and article not in versions[article.id]:
            versions[article.id].append(article)
    return [tuple(group) for group in versions.values()]


def inventory(corpora: Corpora) -> Labels:
    """Return the labels of the training part; a rare relation subtype (under 20 times) counts as its relation."""
    sentences = [s for doc in corpora.trees for s in doc]
    relations = Counter(label for s in sentences for label in s.deprels)
    kept = {label if count >= 20 else label.partition(":")[0] for label, count in relations.items()}
    tags = {tag for doc in corpora.entities for s in doc for tag in s.tags}
    types = sorted({tag.split("-", 1)[1] for tag in tags if tag != "O"})
    return Labels(
        sorted({tag for s in sentences for tag in s.upos}),
        sorted({tag for s in sentences for tag in s.xpos}),
        sorted(kept),
        ["O", *(f"{prefix}-{kind}" for kind in types for prefix in "BIES")],
    )


SHORT = (8, 60)
"""Fewest and most words of the windows of an article that is cut into short ones; a longer sentence stays whole."""


def one_pass(
    corpora: Corpora,
    labels: Labels,
    dice: random.Random,
    size: int,
    entity_share: Fraction,
    news_share: Fraction,
    written_share: Fraction = Fraction(0),
    versions: bool = False,
    marks: float = 0.0,
    short: float = 0.0,
    bare: float = 0.0,
    soft: Sequence[Example] = (),
) -> list[list[Example]]:
    """Batches of about ``size`` words, each of one task, windows of like length together, in random order.

    Of the entity documents, the news articles and those written for this project random shares take part. With
    ``versions``, one annotator's version of an article is drawn: over many passes the network learns how many of them
    marked a word. A share ``marks`` of the articles gets other quotation marks, a share ``short`` is cut into windows
    of few sentences, a share ``bare`` loses the full stop of the headline. ``soft`` holds the examples of a teacher
    that take part.
    """
    trees = [[roughened(s, dice) for s in doc] for doc in corpora.trees]
    sample = dice.sample(corpora.quotatives, min(SYNTHETIC, len(corpora.quotatives)))
    trees += [sample[i : i + 5] for i in range(0, len(sample), 5)]
    entities = share(corpora.entities, entity_share, dice)
    articles = [dice.choice(group) if versions else group[0] for group in share(corpora.articles, news_share, dice)]
    articles += share(corpora.written, written_share, dice)
    examples = [
        *tree_examples(trees, labels, dice.randint(60, 170), dice),
        *entity_examples(entities, labels, dice.randint(90, 170), dice),
        *news_examples(articles, dice.randint(130, 170), dice, marks, short, bare),
        *soft,
    ]
    return batched(examples, size, dice)


def share(documents: Sequence[T], share: Fraction, dice: random.Random) -> list[T]:
    """Return a random share of the documents; a share above 1 repeats all of them, and samples the fraction."""
    whole, rest = divmod(share, 1)
    return [*(list(documents) * whole), *dice.sample(documents, ceil(len(documents) * rest))]


def tree_examples(
    documents: Iterable[Sequence[TreeSentence]], labels: Labels, limit: int, dice: random.Random | None = None
) -> list[Example]:
    """Windows with UPOS, XPOS, head (0 for the root, else position + 1) and relation of each word."""
    upos, xpos, relations = ({name: i for i, name in enumerate(n)} for n in (labels.upos, labels.xpos, labels.deprel))
    made = []
    for window, sentences in packed(documents, limit):
        heads = [
            head + 1 + start if head >= 0 else 0
            for start, s in zip(window.starts, sentences, strict=True)
            for head in s.heads
        ]
        columns = (
            [upos.get(tag, IGNORED) for s in sentences for tag in s.upos],
            [xpos.get(tag, IGNORED) for s in sentences for tag in s.xpos],
            heads,
            [relations.get(r, relations.get(r.partition(":")[0], IGNORED)) for s in sentences for r in s.deprels],
        )
        made.append(Example("tree", with_marks(window, dice.randrange(1 + DOUBLE) if dice else 0), columns))
    return made


def entity_examples(
    documents: Iterable[Sequence[EntitySentence]], labels: Labels, limit: int, dice: random.Random | None = None
) -> list[Example]:
    """Windows with the BIOES tag of each word."""
    index = {name: i for i, name in enumerate(labels.entity)}
    return [
        Example(
            "entity",
            with_marks(window, dice.randrange(1 + DOUBLE) if dice else 0),
            ([index.get(tag, IGNORED) for s in sentences for tag in s.tags],),
        )
        for window, sentences in packed(documents, limit)
    ]


def news_examples(
    articles: Iterable[NewsArticle],
    limit: int,
    dice: random.Random | None = None,
    marks: float = 0.0,
    short: float = 0.0,
    bare: float = 0.0,
) -> list[Example]:
    """Return windows with their cues: (anchor, role of each word).

    A share ``marks`` of the articles gets quotation marks of another style, its quotation states unchanged. A share
    ``short`` is cut into windows of few sentences, as short texts are. A share ``bare`` loses the full stop of the
    headline.
    """
    made = []
    whole = limit
    for article in articles:
        style = dice.randrange(1, len(STYLES) + 1) if dice and dice.random() < marks else 0
        limit = dice.randint(*SHORT) if dice and dice.random() < short else whole
        if dice and bare and dice.random() < bare:
            article = bare_headline(article)
        made += [
            Example("news", with_marks(window, style, keep_states=True), (cues,))
            for window, cues in article_windows(article, limit)
        ]
    return made


def batched(examples: Sequence[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """Examples of one task and of like length in batches of about ``size`` words, padding counted."""
    batches: list[list[Example]] = []
    for task in get_args(Task):
        own = [e for e in examples if e.task == task]
        own.sort(key=lambda e: len(e.window.words) + dice.random() * 12)
        current: list[Example] = []
        for example in own:
            longest = max(len(example.window.words), *(len(e.window.words) for e in current), 1)
            if current and longest * (len(current) + 1) > size:
                batches.append(current)
                current = []
            current.append(example)
        if current:
            batches.append(current)
    dice.shuffle(batches)
    return batches


@frozen(eq=False)
class Tensors:
    """The network's inputs for a batch, in the order of Encoder.forward, and (B, W) sentence numbers (0: padding)."""

    inputs: tuple[Tensor, ...]
    sentence: Tensor
    lengths: Tensor


def tensors(group: Sequence[Example], pieces: Pieces) -> Tensors:
    """Return the inputs for the windows of a batch."""
    arrays = batch([e.window for e in group], pieces)
    sentence = np.zeros(arrays.first.shape, np.int64)
    for row, example in enumerate(group):
        for number, (start, end) in enumerate(example.window.sentences(), 1):
            sentence[row, start:end] = number
    inputs = (_placed(getattr(arrays, name)) for name in INPUTS)
    return Tensors(tuple(inputs), _placed(sentence), _placed(arrays.lengths))


def _placed(array: np.ndarray[Any, Any]) -> Tensor:
    """Return the array as a tensor on the default device, which a tensor made from numpy does not seek by itself."""
    return torch.from_numpy(array).to(torch.get_default_device())


def padded(columns: Sequence[Sequence[int]], width: int) -> Tensor:
    """Return (B, width) labels, IGNORED after the end of each row."""
    result = torch.full((len(columns), width), IGNORED)
    for row, column in enumerate(columns):
        result[row, : len(column)] = torch.tensor(column)
    return result


def distances(anchors: Sequence[int], width: int) -> Tensor:
    """(C, width) distance buckets of the words of a window to each cue."""
    return _placed(distance_buckets(np.array(anchors, np.int64), width))


def same_sentence(sentence: Tensor) -> Tensor:
    """Return (B, W, 1 + W): true where a word may have this head, the root or another word of its sentence."""
    width = sentence.shape[1]
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) & ~torch.eye(width, dtype=torch.bool)
    root = torch.ones_like(same[:, :, :1])
    return torch.cat([root, same], 2)
