"""The loss of each task: trees, entities, news with gold cues, and the soft labels of a teacher."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, pad

from quoteattr.training.distillation import SoftLabels
from quoteattr.training.examples import IGNORED, Example, Tensors, distances, padded, same_sentence
from quoteattr.training.network import IMPOSSIBLE, TrainableNetwork


def loss(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors) -> Tensor:
    """Return the loss of one batch, all of one task."""
    states = network.encoder(*inputs.inputs)
    task = {"tree": _tree, "entity": _entity, "news": _news, "soft": _soft}[group[0].task]
    return task(network, group, inputs, states)


def _classes(logits: Tensor, gold: Tensor) -> Tensor:
    return cross_entropy(logits.flatten(0, -2).float(), gold.flatten(), ignore_index=IGNORED)


def _tree(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
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


def _entity(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
    _, _, entity, _ = network.words.tags(states)
    return 1.5 * _classes(entity, padded([e.labels[0] for e in group], states.shape[1]))


def _news(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
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


def _soft(network: TrainableNetwork, group: Sequence[Example], inputs: Tensors, states: Tensor) -> Tensor:
    """Return the cross-entropy to a teacher's probabilities, the tasks weighted as for gold labels."""
    soft: list[SoftLabels] = [example.labels[0] for example in group]
    present = inputs.sentence > 0  # its true values in row order match the concatenated tables
    upos, xpos, entity, cue, arcs = network.words(states)
    total = (
        _cross(upos[present], [each.upos for each in soft])
        + 0.5 * _cross(xpos[present], [each.xpos for each in soft])
        + 1.5 * _cross(entity[present], [each.entity for each in soft])
        + _soft_tree(network, soft, inputs, states, arcs, present)
        + 4 * binary_cross_entropy_with_logits(cue[present].float(), _joined([each.cue for each in soft]))
    )
    rows = [row for row, each in enumerate(soft) for _ in each.anchors]
    if rows:
        width = states.shape[1]
        anchors = [int(anchor) for each in soft for anchor in each.anchors]
        at_row, at_anchor = torch.tensor(rows), torch.tensor(anchors)
        inside = present[at_row]
        logits = network.roles(
            states[at_row, at_anchor], states[at_row], distances(anchors, width), inside.to(states.dtype)
        )
        total = total + 4 * _cross(logits[inside], [each.roles.flatten(0, 1) for each in soft])
    return total


def _cross(logits: Tensor, probabilities: Sequence[Tensor]) -> Tensor:
    return cross_entropy(logits.float(), _joined(probabilities))


def _joined(tables: Sequence[Tensor]) -> Tensor:
    """Return the tables as one of floats; autocast on a processor refuses to join those of half precision."""
    return torch.cat([table.float() for table in tables])


def _soft_tree(
    network: TrainableNetwork,
    soft: Sequence[SoftLabels],
    inputs: Tensors,
    states: Tensor,
    arcs: Tensor,
    present: Tensor,
) -> Tensor:
    scores = arcs.float().masked_fill(~same_sentence(inputs.sentence), IMPOSSIBLE).log_softmax(-1)[present]
    kept = max(each.heads.shape[1] for each in soft)
    heads = torch.cat([pad(each.heads.long(), (0, kept - each.heads.shape[1])) for each in soft])
    weights = torch.cat([pad(each.head_scores.float(), (0, kept - each.head_scores.shape[1])) for each in soft])
    arc_loss = -(weights * scores.gather(1, heads)).sum(1).mean()
    row = torch.nonzero(present)[:, 0]
    real = heads[:, 0] > 0
    logits = network.relation(states[present][real], states[row[real], heads[real, 0] - 1])
    return arc_loss + _cross(logits, [_joined([each.relations for each in soft])[real]])
