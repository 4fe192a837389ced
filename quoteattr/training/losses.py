"""What each task asks of the network."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from quoteattr.training.examples import IGNORED, Example, Tensors, distances, padded
from quoteattr.training.network import IMPOSSIBLE, Network


def loss(network: Network, group: Sequence[Example], inputs: Tensors) -> Tensor:
    """The loss of one batch, all of one task."""
    states = network.encoder(*inputs.inputs)
    return {"tree": _tree, "entity": _entity, "news": _news}[group[0].task](network, group, inputs, states)


def _classes(logits: Tensor, gold: Tensor) -> Tensor:
    return cross_entropy(logits.flatten(0, -2).float(), gold.flatten(), ignore_index=IGNORED)


def same_sentence(sentence: Tensor) -> Tensor:
    """(B, W, 1 + W): true where a word may have this head, the root or another word of its sentence."""
    width = sentence.shape[1]
    same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)) & ~torch.eye(width, dtype=torch.bool)
    root = torch.ones_like(same[:, :, :1])
    return torch.cat([root, same], 2)


def _tree(network: Network, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
    width = states.shape[1]
    upos, xpos, heads, relations = (padded([e.labels[i] for e in group], width) for i in range(4))
    upos_logits, xpos_logits, _, _, arcs = network.words(states)
    arcs = arcs.float().masked_fill(~same_sentence(inputs.sentence), IMPOSSIBLE)
    real = heads > 0
    batch_row = torch.arange(states.shape[0]).unsqueeze(1).expand_as(heads)
    above = states[batch_row[real], heads[real] - 1]
    relation_logits = network.relation(states[real], above)
    return (
        _classes(upos_logits, upos)
        + 0.5 * _classes(xpos_logits, xpos)
        + _classes(arcs, heads)
        + _classes(relation_logits, relations[real])
    )


def _entity(network: Network, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
    _, _, entity, _ = network.words.tags(states)
    return 1.5 * _classes(entity, padded([e.labels[0] for e in group], states.shape[1]))


def _news(network: Network, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
    width = states.shape[1]
    present = inputs.sentence > 0
    is_cue = torch.zeros(states.shape[:2])
    rows, anchors, roles = [], [], []
    for row, example in enumerate(group):
        for anchor, role in example.labels[0]:
            is_cue[row, anchor] = 1.0
            rows.append(row)
            anchors.append(anchor)
            roles.append(role)
    cue = network.words.tags(states)[3]
    total = 4 * binary_cross_entropy_with_logits(cue[present].float(), is_cue[present])
    if rows:
        at_row, at_anchor = torch.tensor(rows), torch.tensor(anchors)
        logits = network.roles(
            states[at_row, at_anchor], states[at_row], distances(anchors, width), present[at_row].to(states.dtype)
        )
        total = total + 4 * _classes(logits, padded(roles, width))
    return total
