"""Knowledge distillation: the soft labels of one or several teachers, stored once and learned by students.

A teacher reads windows of text (raw news among them) and its probabilities are stored as safetensors shards. A student
minimises the cross-entropy to these probabilities in addition to its losses on gold labels (Hinton et al. 2015). With
several teachers, the average of their probabilities is stored.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from attrs import evolve, frozen
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.annotate.features import Pieces, Window, windows
from quoteattr.errors import InputError
from quoteattr.segment.sentences import sentences as sentence_spans
from quoteattr.segment.sentences import tokenize
from quoteattr.training.corpora import packed, read_jsonl
from quoteattr.training.examples import SHORT, Example, distances, read, same_sentence, tensors
from quoteattr.training.network import IMPOSSIBLE, Labels, TrainableNetwork, precision, shapes_of, sizes_of

logger = logging.getLogger(__name__)

SHARD = 256  # windows
TOGETHER = 8  # windows of like length that the teachers read at a time
HEADS_KEPT = 8  # the most probable heads of a word; they have nearly all of the probability
PROBABLE_CUE = 0.1  # words less probable than this as cues get no stored roles
WINDOW = 150  # words
CAPITALS = 0.15  # share of the short windows that are written in capitals, as alerts are
TABLES = ("upos", "xpos", "entity", "cue", "heads", "head_scores", "relations", "anchors", "roles")


@frozen(eq=False)
class SoftLabels:
    """A teacher's probabilities for one window of W words, in half precision.

    ``upos``, ``xpos`` and ``entity`` are (W, labels), ``cue`` is (W,). ``heads`` and ``head_scores`` (W, K) hold the
    most probable heads, 0 for the root and else position + 1; ``relations`` (W, labels) belong to the first of them.
    ``roles`` (C, W, roles) belong to the probable cues ``anchors`` (C,).
    """

    upos: Tensor
    xpos: Tensor
    entity: Tensor
    cue: Tensor
    heads: Tensor
    head_scores: Tensor
    relations: Tensor
    anchors: Tensor
    roles: Tensor


def raw_sentences(path: Path) -> Iterator[list[tuple[tuple[str, ...], int]]]:
    """Yield the ``(words, paragraph)`` sentences of each text of a JSON Lines file, segmented as any text is."""
    for row in read_jsonl(path):
        text = row["text"]
        spans = [(tokenize(text, s.start, s.end), text.count("\n", 0, s.start)) for s in sentence_spans(text)]
        yield [(tuple(token.of(text) for token in tokens), paragraph) for tokens, paragraph in spans if tokens]


def texts_to_label(data: Path, seed: int) -> Iterator[Window]:
    """Yield the windows that a teacher labels: the annotated articles, then all other texts in random order.

    With this order the shards of an interrupted run are a random sample.
    """
    corpora = read(data, "train", seed)
    for versions in corpora.articles:
        yield from windows(versions[0].sentences, WINDOW)
    other = [window for documents in (corpora.trees, corpora.entities) for window, _ in packed(documents, WINDOW)]
    other += [window for sentences in _raw_texts(data) for window in windows(sentences, WINDOW)]
    random.Random(seed).shuffle(other)
    yield from other


def short_texts_to_label(data: Path, seed: int) -> Iterator[Window]:
    """Yield windows of few sentences from the annotated and the raw news in random order, some of them in capitals."""
    dice = random.Random(seed)
    articles = [versions[0].sentences for versions in read(data, "train", seed).articles]
    made = [window for text in (*articles, *_raw_texts(data)) for window in windows(text, dice.randint(*SHORT))]
    dice.shuffle(made)
    for window in made:
        yield _in_capitals(window) if dice.random() < CAPITALS else window


def _raw_texts(data: Path) -> Iterator[list[tuple[tuple[str, ...], int]]]:
    for path in sorted((data / "raw_news").glob("*.jsonl.gz")):
        yield from raw_sentences(path)


def _in_capitals(window: Window) -> Window:
    return evolve(window, words=[word.upper() for word in window.words])


def store(teachers: Sequence[Path], tokenizer: Path, texts: Iterable[Window], out: Path) -> None:
    """Write the soft labels of ``texts`` into the folder ``out``; complete shards of an earlier run are kept.

    Args:
        teachers: Checkpoints of training runs with equal label inventories; their probabilities are averaged.
        tokenizer: The ``tokenizer.json`` of the teachers' encoder.
        texts: The windows to read.
        out: The folder to write into.

    Raises:
        InputError: The teachers have different label inventories.
    """
    networks = [_teacher(path) for path in teachers]
    labels = networks[0].labels
    if any(network.labels != labels for network in networks):
        raise InputError("the teachers have different label inventories: train them on the same corpora")
    pieces = Pieces(Tokenizer.from_file(str(tokenizer)))
    out.mkdir(parents=True, exist_ok=True)
    (out / "labels.json").write_text(json.dumps(labels.as_dict(), indent=1))
    remaining = iter(texts)
    number = 0
    while group := list(islice(remaining, SHARD)):
        shard = out / f"{number:05}.safetensors"
        if not shard.is_file():
            _write(shard, group, soften(networks, group, pieces))
            logger.info("shard %d", number)
        number += 1


def _teacher(path: Path) -> TrainableNetwork:
    settings = json.loads((path.parent / "settings.json").read_text())
    labels = Labels(**json.loads((path.parent / "labels.json").read_text()))
    state = load_file(path)
    network = TrainableNetwork(sizes_of(settings["encoder"], shapes_of(state)), labels)
    network.load_state_dict(state)
    return network.eval()


def _write(shard: Path, group: Sequence[Window], soft: Sequence[SoftLabels]) -> None:
    """Write the tensors of a shard, with the words of its windows as metadata; the file appears when it is complete."""
    found = {
        f"{number}.{name}": getattr(labels, name).contiguous() for number, labels in enumerate(soft) for name in TABLES
    }
    rows = [[window.words, window.starts, sorted(window.paragraphs)] for window in group]
    partial = shard.with_suffix(".partial")
    save_file(found, partial)
    shard.with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    partial.replace(shard)


@torch.no_grad()
def soften(networks: Sequence[TrainableNetwork], group: Sequence[Window], pieces: Pieces) -> list[SoftLabels]:
    """Return the averaged probabilities of the networks for each window."""
    found: list[SoftLabels | None] = [None] * len(group)
    order = sorted(range(len(group)), key=lambda i: len(group[i].words))
    for start in range(0, len(order), TOGETHER):
        chosen = order[start : start + TOGETHER]
        examples = [Example("soft", group[i], ()) for i in chosen]
        for i, labels in zip(chosen, _soften(networks, examples, pieces), strict=True):
            found[i] = labels
    return [labels for labels in found if labels is not None]


def _soften(networks: Sequence[TrainableNetwork], examples: Sequence[Example], pieces: Pieces) -> Iterator[SoftLabels]:
    inputs = tensors(examples, pieces)
    allowed = same_sentence(inputs.sentence)
    with precision(torch.get_default_device().type):
        states = [network.encoder(*inputs.inputs) for network in networks]
        outputs = [network.words(each) for network, each in zip(networks, states, strict=True)]
    upos, xpos, entity = (_mean([each[i].float().softmax(-1) for each in outputs]) for i in range(3))
    cue = _mean([each[3].float().sigmoid() for each in outputs])
    arcs = _mean([each[4].float().masked_fill(~allowed, IMPOSSIBLE).softmax(-1) for each in outputs])
    for row, example in enumerate(examples):
        count = len(example.window.words)
        scores, heads = arcs[row, :count, : count + 1].topk(min(HEADS_KEPT, count + 1), -1)
        anchors = torch.nonzero(cue[row, :count] > PROBABLE_CUE).flatten()
        own = [each[row, :count] for each in states]
        yield SoftLabels(
            upos[row, :count].half(),
            xpos[row, :count].half(),
            entity[row, :count].half(),
            cue[row, :count].half(),
            heads.short(),
            scores.half(),
            _relations(networks, own, heads[:, 0]).half(),
            anchors.short(),
            _roles(networks, own, anchors).half(),
        )


def _mean(values: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(values)).mean(0)


def _relations(networks: Sequence[TrainableNetwork], states: Sequence[Tensor], heads: Tensor) -> Tensor:
    above = (heads - 1).clamp(min=0)
    pairs = zip(networks, states, strict=True)
    return _mean([network.relation(own.float(), own[above].float()).softmax(-1) for network, own in pairs])


def _roles(networks: Sequence[TrainableNetwork], states: Sequence[Tensor], anchors: Tensor) -> Tensor:
    count = len(states[0])
    distance = distances(anchors.tolist(), count)
    present = torch.ones(len(anchors), count)
    found = [
        network.roles(own[anchors].float(), own.float().expand(len(anchors), -1, -1), distance, present).softmax(-1)
        for network, own in zip(networks, states, strict=True)
    ]
    return _mean(found)


def soft_examples(folder: Path, labels: Labels) -> list[Example]:
    """Return the stored windows of a folder as examples of the task ``soft``.

    Args:
        folder: What ``store`` wrote.
        labels: The label inventory of the student.

    Raises:
        InputError: The folder holds no shard, or its teacher has another label inventory.
    """
    made = []
    stored = folder / "labels.json"
    if stored.is_file() and Labels(**json.loads(stored.read_text())) != labels:
        raise InputError(f"the soft labels in {str(folder)!r} have another inventory: train on the same corpora")
    for shard in sorted(folder.glob("*.safetensors")):
        found = load_file(shard)
        rows = json.loads(shard.with_suffix(".json").read_text(encoding="utf-8"))
        for number, (words, starts, paragraphs) in enumerate(rows):
            table = SoftLabels(*(found[f"{number}.{name}"] for name in TABLES))
            made.append(Example("soft", Window(words, starts, paragraphs), (table,)))
    if not made:
        raise InputError(f"{str(folder)!r} holds no soft labels: write them with 'python -m quoteattr.training soften'")
    return made
