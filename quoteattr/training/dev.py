"""Quick figures on the dev parts while a training runs; the figures that count come from ``make eval``."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor

from quoteattr.annotate.features import Pieces
from quoteattr.training.corpora import entities
from quoteattr.training.examples import (
    IGNORED,
    Corpora,
    Example,
    Tensors,
    batched,
    distances,
    entity_examples,
    news_examples,
    padded,
    same_sentence,
    tensors,
    tree_examples,
)
from quoteattr.training.network import IMPOSSIBLE, TrainableNetwork

Counts = dict[str, list[int]]


@torch.no_grad()
def dev_scores(network: TrainableNetwork, pieces: Pieces, dev: Corpora, size: int = 4000) -> dict[str, float]:
    """UPOS, greedy UAS and LAS, entity F1, cue F1, and role F1 by words given gold cues, in per cent."""
    network.eval()
    labels = network.labels
    counts: Counts = {}
    examples = [
        *tree_examples(dev.trees, labels, 150),
        *entity_examples(dev.entities, labels, 150),
        *news_examples([versions[0] for versions in dev.articles], 150),
    ]
    for group in batched(examples, size, random.Random(0)):
        inputs = tensors(group, pieces)
        with torch.autocast(torch.get_default_device().type, dtype=torch.bfloat16):
            states = network.encoder(*inputs.inputs)
            {"tree": _tree, "entity": _entity, "news": _news}[group[0].task](network, group, inputs, states, counts)
    accuracy = {name: 100 * right / total for name, (right, total) in counts.items() if not name.endswith("_f1")}
    f1 = {name: 200 * right / max(1, sizes) for name, (right, sizes) in counts.items() if name.endswith("_f1")}
    return {name: round(value, 2) for name, value in (accuracy | f1).items()}


def _add(counts: Counts, name: str, right: int, total: int) -> None:
    entry = counts.setdefault(name, [0, 0])
    entry[0] += right
    entry[1] += total


def _tree(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts) -> None:
    width = states.shape[1]
    upos, _, heads, relations = (padded([e.labels[i] for e in group], width) for i in range(4))
    upos_logits, _, _, _, arcs = network.words(states)
    guessed = arcs.float().masked_fill(~same_sentence(inputs.sentence), IMPOSSIBLE).argmax(-1)
    real = heads != IGNORED
    above = torch.gather(states, 1, (guessed - 1).clamp(min=0).unsqueeze(-1).expand_as(states))
    relation = network.relation(states.flatten(0, 1), above.flatten(0, 1)).view(*states.shape[:2], -1).argmax(-1)
    coarse = [name.partition(":")[0] for name in network.labels.deprel]
    kinds = torch.tensor([coarse.index(name) for name in coarse])
    root = kinds[network.labels.deprel.index("root")]
    relation = torch.where(guessed == 0, root, kinds[relation])
    gold_kind = torch.where(relations == IGNORED, -1, kinds[relations.clamp(min=0)])
    right = (guessed == heads) & real
    _add(counts, "upos", int(((upos_logits.argmax(-1) == upos) & real).sum()), int(real.sum()))
    _add(counts, "uas", int(right.sum()), int(real.sum()))
    _add(counts, "las", int((right & (relation == gold_kind)).sum()), int(real.sum()))


def _entity(
    network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts
) -> None:
    names = network.labels.entity
    guessed = network.words.tags(states)[2].argmax(-1).tolist()
    for row, example in enumerate(group):
        for start, end in example.window.sentences():
            gold = entities([names[i] for i in example.labels[0][start:end]])
            found = entities([names[i] for i in guessed[row][start:end]])
            _add(counts, "entity_f1", len(gold & found), len(gold) + len(found))


def _news(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor, counts: Counts) -> None:
    present = inputs.sentence > 0
    cue = (network.words.tags(states)[3] > 0) & present
    for row, example in enumerate(group):
        gold = {anchor for anchor, _ in example.labels[0]}
        found = set(cue[row].nonzero().flatten().tolist())
        _add(counts, "cue_f1", len(gold & found), len(gold) + len(found))
        if not example.labels[0]:
            continue
        anchors = torch.tensor([anchor for anchor, _ in example.labels[0]])
        count, width = len(anchors), states.shape[1]
        logits = network.roles(
            states[row, anchors],
            states[row].expand(count, -1, -1),
            distances(anchors.tolist(), width),
            present[row].expand(count, -1).to(states.dtype),
        )
        roles = logits.argmax(-1)
        expected = padded([role for _, role in example.labels[0]], width)
        for index, name in ((1, "source"), (3, "content")):
            both = int(((roles == index) & (expected == index)).sum())
            sizes = int(((roles == index) & (expected != IGNORED)).sum() + (expected == index).sum())
            _add(counts, f"{name}_words_f1", both, sizes)
