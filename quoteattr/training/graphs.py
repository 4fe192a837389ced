"""The network's graphs in the form in which they are exported, without the libraries that export them.

The graphs compute the same numbers as in training, with fewer operations: the words of a window are projected once for
all of its cues, and a convolution is a product with adjacent neighbours, since eight-bit products are fastest.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from quoteattr.training.network import RoleHead, TrainableNetwork


class WordsGraph(nn.Module):
    """The encoder and what it says of every word: the inputs of ``Encoder`` to states, tags, cue scores and arcs."""

    def __init__(self, network: TrainableNetwork) -> None:
        super().__init__()
        self.encoder, self.words = network.encoder, network.words

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        states = self.encoder(*inputs)
        return (states, *self.words(states))


class RolesGraph(nn.Module):
    """The roles of a window's words for its cues.

    States (W, D), cues' positions (C,) and buckets of distance (C, W) to logits (C, W, roles).
    """

    def __init__(self, head: RoleHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, states: Tensor, cues: Tensor, distance: Tensor) -> Tensor:
        head, own = self.head, states[cues]
        pair = head.cue(own).unsqueeze(1) + head.word(states) + head.distance(distance)
        pair = nn.functional.gelu(pair + head.cue_factor(own).unsqueeze(1) * head.word_factor(states))
        for convolution, norm in zip(head.convolutions, head.norms, strict=True):
            assert isinstance(convolution, nn.Conv1d)
            pair = pair + nn.functional.gelu(_convolved(convolution, norm(pair)))
        logits: Tensor = head.role(pair)
        return logits


def _convolved(convolution: nn.Conv1d, values: Tensor) -> Tensor:
    """``convolution`` along the middle axis of (C, W, D)."""
    count, size = values.shape[1], convolution.kernel_size[0]
    padded = nn.functional.pad(values, (0, 0, size // 2, size // 2))
    shifted = torch.cat([padded[:, start : start + count] for start in range(size)], -1)
    return nn.functional.linear(shifted, convolution.weight.transpose(1, 2).flatten(1), convolution.bias)
