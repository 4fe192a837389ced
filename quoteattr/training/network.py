"""The network: one pretrained encoder, one pass, several heads.

Quote attribution is treated as semantic role labelling: a cue is a predicate, its source and content are arguments,
scored for every word given the cue (after Dozat & Manning 2018 and He et al. 2018). The tree is scored by deep
biaffine attention (Dozat & Manning 2017).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import asdict, evolve, field, frozen
from tokenizers import Tokenizer
from torch import Tensor, nn

from quoteattr.annotate.features import FARTHEST, LONGEST_INPUT, PLACES, QUOTE_STATES, SHAPES, read_tokenizer
from quoteattr.errors import InputError
from quoteattr.training.settings import TOKENIZER
from quoteattr.tree import SCORED_ROLES

# Words with a score for "not in the same sentence" must never be chosen as heads.
IMPOSSIBLE = -1e4

# Query, key, value, output and norm of the attention, as Hugging Face transformers names them.
BERT_NAMES = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "attention.output.LayerNorm",
)  # fmt: skip
MPNET_NAMES = (
    "attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm",
)  # fmt: skip


@frozen
class Sizes:
    """The dimensions of the network: those of the pretrained encoder, and those of the heads (set once, not tuned).

    ``buckets`` counts the buckets of MPNet's relative attention bias; 0 for an encoder without one. ``first_position``
    is the row of the pretrained position table that belongs to the first piece.
    """

    vocabulary: int = 30522
    hidden: int = 384
    layers: int = 6
    attention_heads: int = 12
    feed_forward: int = 1536
    norm: float = 1e-12
    buckets: int = 0
    first_position: int = 0
    features: int = 48
    arcs: int = 256
    relations: int = 96
    cue: int = 128
    pair: int = 128


SIZES: Mapping[str, Sizes] = {
    "minilm": Sizes(),
    "mpnet": Sizes(
        vocabulary=30527, hidden=768, layers=12, feed_forward=3072, norm=1e-5, buckets=32, first_position=2
    ),
}  # fmt: skip


def sizes_of(encoder: str, shapes: Mapping[str, Sequence[int]]) -> Sizes:
    """Return the sizes of a network that was made from a pretrained encoder and may be smaller than it.

    Args:
        encoder: A key of ``SIZES``.
        shapes: The shapes of the network's tensors, by name.
    """
    layers = {int(name.split(".")[2]) for name in shapes if name.startswith("encoder.layers.")}
    [feed_forward] = shapes["encoder.layers.0.linear1.bias"]
    return evolve(
        SIZES[encoder],
        vocabulary=shapes["encoder.pieces.weight"][0],
        layers=len(layers),
        feed_forward=feed_forward,
    )


def tokenizer_for(sizes: Sizes, folder: Path) -> Tokenizer:
    """Return the tokenizer of a folder.

    Raises:
        InputError: It has more word pieces than the network.
    """
    tokenizer = read_tokenizer(folder / TOKENIZER)
    if tokenizer.get_vocab_size() > sizes.vocabulary:
        raise InputError(
            f"the tokenizer in {str(folder)!r} has {tokenizer.get_vocab_size()} word pieces, the weights have "
            f"{sizes.vocabulary}: give the folder that 'shrink' wrote with --pretrained"
        )
    return tokenizer


def shapes_of(state: Mapping[str, Tensor]) -> dict[str, Sequence[int]]:
    """Return the shapes of the tensors of a checkpoint, as :func:`sizes_of` takes them."""
    return {name: tensor.shape for name, tensor in state.items()}


def _labels(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(value)


@frozen
class Labels:
    """The label inventories, in the order of the network's outputs."""

    upos: tuple[str, ...] = field(converter=_labels)
    xpos: tuple[str, ...] = field(converter=_labels)
    deprel: tuple[str, ...] = field(converter=_labels)
    entity: tuple[str, ...] = field(converter=_labels)

    def as_dict(self) -> dict[str, list[str]]:
        return {name: list(values) for name, values in asdict(self).items()}


class WordFeatures(nn.Module):
    """Shape, quotation state and place of a word, each as a vector of ``size``, summed."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.shape = nn.Embedding(len(SHAPES), size)
        self.quote = nn.Embedding(len(QUOTE_STATES), size)
        self.place = nn.Embedding(len(PLACES), size)

    def forward(self, shapes: Tensor, quotes: Tensor, places: Tensor) -> Tensor:
        result: Tensor = self.shape(shapes) + self.quote(quotes) + self.place(places)
        return result


class SharedDropout(nn.Module):
    """Dropout with one mask for all positions of a row (Gal & Ghahramani 2016).

    On a CPU, drawing a number for every activation takes longer than the matrix products; this draws a hundredth.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, values: Tensor) -> Tensor:
        if not self.training:
            return values
        shape = (values.shape[0], *(1 for _ in values.shape[2:]), values.shape[-1])
        mask = torch.rand(shape).ge(self.rate).to(values.dtype) / (1 - self.rate)
        return values * mask


class RelativeBias(nn.Module):
    """The attention bias of MPNet (Song et al. 2020) per head, by buckets of signed distance as in T5."""

    def __init__(self, buckets: int, heads: int) -> None:
        super().__init__()
        self.table = nn.Embedding(buckets, heads)

    def forward(self, length: int) -> Tensor:
        """Return the bias (heads, P, P) for ``length`` pieces."""
        place = torch.arange(length)
        bias: Tensor = self.table(self.bucket(place[None, :] - place[:, None]))
        return bias.permute(2, 0, 1)

    def bucket(self, distance: Tensor) -> Tensor:
        """Map signed distances to bucket numbers: the small ones exactly, then logarithmically up to 128."""
        half = self.table.num_embeddings // 2
        exact = half // 2
        size = distance.abs()
        scale = (half - exact) / math.log(128 / exact)
        coarse = exact + (torch.log(size.clamp(min=1).float() / exact) * scale).long()
        return (distance > 0).long() * half + torch.where(size < exact, size, coarse.clamp(max=half - 1))


def precision(device: str) -> torch.autocast:
    """Return the context of a forward pass: in bfloat16, except on a CPU that only emulates it, many times slower."""
    has_kernels = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    fast = device != "cpu" or (has_kernels and torch.ops.mkldnn._is_mkldnn_bf16_supported())
    return torch.autocast(device, dtype=torch.bfloat16, enabled=fast)


def attend(attention: nn.MultiheadAttention, hidden: Tensor, bias: Tensor) -> Tensor:
    """Apply self-attention with ``bias``, (B or 1, heads or 1, P or 1, P), added to its scores: (B, P, D) to (B, P, D).

    Plain products and a softmax: exported to ONNX they keep one layout, and in bfloat16 their backward step takes a
    third of the time of torch's fused attention on a CPU.
    """
    three = nn.functional.linear(hidden, attention.in_proj_weight, attention.in_proj_bias)
    size = attention.head_dim
    query, key, value = three.reshape(*three.shape[:2], 3, attention.num_heads, size).permute(2, 0, 3, 1, 4).unbind(0)
    scores = query @ key.transpose(-1, -2) / math.sqrt(size)
    weights = (scores + bias.to(scores.dtype)).softmax(-1)
    summed: Tensor = attention.out_proj((weights @ value).transpose(1, 2).flatten(2))
    return summed


class Encoder(nn.Module):
    """Word pieces and word features to one state per word: (B, P) and (B, W) to (B, W, hidden + features).

    The features of a word are its shape, its quotation state and its place, as ``WordFeatures`` takes them.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.pieces = nn.Embedding(sizes.vocabulary, sizes.hidden)
        self.positions = nn.Embedding(LONGEST_INPUT, sizes.hidden)
        self.before = WordFeatures(sizes.hidden)
        self.after = WordFeatures(sizes.features)
        self.norm = nn.LayerNorm(sizes.hidden, eps=sizes.norm)
        self.dropout = SharedDropout(0.1)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                sizes.hidden, sizes.attention_heads, sizes.feed_forward, 0.1, "gelu", sizes.norm, batch_first=True
            )
            for _ in range(sizes.layers)
        )
        self.relative = RelativeBias(sizes.buckets, sizes.attention_heads) if sizes.buckets else None
        for layer in self.layers:
            layer.dropout, layer.dropout1, layer.dropout2 = (SharedDropout(0.1) for _ in range(3))
        for table in (self.before.shape, self.before.quote, self.before.place):
            nn.init.zeros_(table.weight)  # so that the pretrained encoder is unchanged at the start

    def forward(self, pieces: Tensor, piece_word: Tensor, mask: Tensor, first: Tensor, *features: Tensor) -> Tensor:
        hidden = self.dropout(self.embedded(pieces, piece_word, *features))
        bias = torch.where(mask, 0.0, float("-inf"))[:, None, None, :]
        if self.relative is not None:
            bias = bias + self.relative(pieces.shape[1])
        for layer in self.layers:
            assert isinstance(layer, nn.TransformerEncoderLayer)
            hidden = layer.norm1(hidden + layer.dropout1(attend(layer.self_attn, hidden, bias)))
            inner = layer.dropout(nn.functional.gelu(layer.linear1(hidden)))
            hidden = layer.norm2(hidden + layer.dropout2(layer.linear2(inner)))
        return self.at_words(hidden, first, *features)

    def embedded(self, pieces: Tensor, piece_word: Tensor, *features: Tensor) -> Tensor:
        """Return the input of the first layer, (B, P, hidden): each piece with its position and its word's features."""
        at_words = self.before(*features)
        at_words = torch.cat([torch.zeros_like(at_words[:, :1]), at_words], 1)
        spread = piece_word.unsqueeze(-1).expand(-1, -1, at_words.shape[-1])
        hidden = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + torch.gather(at_words, 1, spread)
        normed: Tensor = self.norm(hidden)
        return normed

    def at_words(self, hidden: Tensor, first: Tensor, *features: Tensor) -> Tensor:
        """Return one state per word, (B, W, hidden + features): that of its first piece, and its features."""
        words = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        return torch.cat([words, self.after(*features).to(words.dtype)], -1)


def _projection(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, outputs), nn.GELU(), SharedDropout(0.25))


class WordHeads(nn.Module):
    """Labels of each word by itself, and the arc scores: (B, W, D) to logits (B, W, labels), (B, W, 1 + W)."""

    def __init__(self, sizes: Sizes, labels: Labels) -> None:
        super().__init__()
        width = sizes.hidden + sizes.features
        self.dropout = SharedDropout(0.15)
        self.upos = nn.Linear(width, len(labels.upos))
        self.xpos = nn.Linear(width, len(labels.xpos))
        self.entity = nn.Sequential(_projection(width, sizes.cue), nn.Linear(sizes.cue, len(labels.entity)))
        self.cue = nn.Sequential(_projection(width, sizes.cue), nn.Linear(sizes.cue, 1))
        self.dependent = _projection(width, sizes.arcs)
        self.head = _projection(width, sizes.arcs)
        self.root = nn.Parameter(torch.randn(sizes.arcs) * 0.1)
        self.arc = nn.Parameter(torch.zeros(sizes.arcs, sizes.arcs))
        self.arc_bias = nn.Linear(sizes.arcs, 1, bias=False)
        nn.init.xavier_uniform_(self.arc)

    def tags(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        states = self.dropout(states)
        return self.upos(states), self.xpos(states), self.entity(states), self.cue(states).squeeze(-1)

    def arcs(self, states: Tensor) -> Tensor:
        """Score (B, dependent, head), head 0 being the root."""
        dependents, heads = self.dependent(states), self.head(states)
        heads = torch.cat([self.root.to(heads.dtype).expand(heads.shape[0], 1, -1), heads], 1)
        bilinear = (dependents @ self.arc.to(dependents.dtype)) @ heads.transpose(1, 2)
        scores: Tensor = bilinear + self.arc_bias(heads).transpose(1, 2)
        return scores

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        return (*self.tags(states), self.arcs(states))


class RelationHead(nn.Module):
    """The relation of each word to a given head: states (N, D) of words and of their heads to logits (N, labels)."""

    def __init__(self, sizes: Sizes, labels: Labels) -> None:
        super().__init__()
        width = sizes.hidden + sizes.features
        self.dependent = _projection(width, sizes.relations)
        self.head = _projection(width, sizes.relations)
        self.bilinear = nn.Parameter(torch.zeros(sizes.relations, len(labels.deprel) * sizes.relations))
        self.linear = nn.Linear(2 * sizes.relations, len(labels.deprel))
        nn.init.xavier_uniform_(self.bilinear)

    def forward(self, words: Tensor, heads: Tensor) -> Tensor:
        dependents, heads = self.dependent(words), self.head(heads)
        crossed = (dependents @ self.bilinear.to(dependents.dtype)).unflatten(-1, (-1, heads.shape[-1]))
        scores: Tensor = (crossed @ heads.unsqueeze(-1)).squeeze(-1) + self.linear(torch.cat([dependents, heads], -1))
        return scores


class RoleHead(nn.Module):
    """The role of every word for one cue: cue states (C, D) and window states (C, W, D) to logits (C, W, roles).

    A pair of cue and word is a sum of projections and distance; two convolutions along the words make neighbours
    consistent.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.hidden + sizes.features
        self.cue = nn.Linear(width, sizes.pair)
        self.word = nn.Linear(width, sizes.pair)
        self.cue_factor = nn.Linear(width, sizes.pair)
        self.word_factor = nn.Linear(width, sizes.pair)
        self.distance = nn.Embedding(2 * FARTHEST + 1, sizes.pair)
        self.dropout = SharedDropout(0.2)
        self.convolutions = nn.ModuleList(nn.Conv1d(sizes.pair, sizes.pair, 5, padding=2) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(sizes.pair) for _ in range(2))
        self.role = nn.Linear(sizes.pair, len(SCORED_ROLES))

    def forward(self, cues: Tensor, words: Tensor, distance: Tensor, present: Tensor) -> Tensor:
        """``distance`` (C, W) holds buckets 0 … 2 * FARTHEST, ``present`` (C, W) is 0 for padding, else 1."""
        pair = self.cue(cues).unsqueeze(1) + self.word(words) + self.distance(distance)
        pair = pair + self.cue_factor(cues).unsqueeze(1) * self.word_factor(words)
        pair = torch.nn.functional.gelu(self.dropout(pair))
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            kept = (norm(pair) * present.unsqueeze(-1)).transpose(1, 2)
            pair = pair + torch.nn.functional.gelu(convolution(kept).transpose(1, 2))
        logits: Tensor = self.role(self.dropout(pair))
        return logits


class TrainableNetwork(nn.Module):
    """The encoder with all heads, as it is trained."""

    def __init__(self, sizes: Sizes, labels: Labels) -> None:
        super().__init__()
        self.sizes, self.labels = sizes, labels
        self.encoder = Encoder(sizes)
        self.words = WordHeads(sizes, labels)
        self.relation = RelationHead(sizes, labels)
        self.roles = RoleHead(sizes)

    def load_pretrained(self, weights: Mapping[str, Tensor]) -> None:
        """Load the encoder's part of a BERT or MPNet checkpoint.

        Args:
            weights: Tensors by their name in Hugging Face transformers; a prefix ``bert.`` or ``mpnet.`` is allowed.

        Raises:
            ValueError: The tensors do not fit the encoder.
        """
        source = {name.removeprefix("bert.").removeprefix("mpnet."): tensor for name, tensor in weights.items()}
        kind = source.get("embeddings.token_type_embeddings.weight")
        first = self.sizes.first_position
        taken: dict[str, Any] = {
            "pieces.weight": source["embeddings.word_embeddings.weight"] + (0 if kind is None else kind[0]),
            "positions.weight": source["embeddings.position_embeddings.weight"][first : first + LONGEST_INPUT],
            "norm.weight": source["embeddings.LayerNorm.weight"],
            "norm.bias": source["embeddings.LayerNorm.bias"],
        }
        if self.sizes.buckets:
            taken["relative.table.weight"] = source["encoder.relative_attention_bias.weight"]
        names = MPNET_NAMES if self.sizes.buckets else BERT_NAMES
        for layer in range(self.sizes.layers):
            old, new = f"encoder.layer.{layer}.", f"layers.{layer}."
            for part in ("weight", "bias"):
                three = [source[f"{old}{name}.{part}"] for name in names[:3]]
                taken[f"{new}self_attn.in_proj_{part}"] = torch.cat(three)
                for name, target in zip(names[3:], ("self_attn.out_proj", "norm1"), strict=True):
                    taken[f"{new}{target}.{part}"] = source[f"{old}{name}.{part}"]
                taken[f"{new}linear1.{part}"] = source[f"{old}intermediate.dense.{part}"]
                taken[f"{new}linear2.{part}"] = source[f"{old}output.dense.{part}"]
                taken[f"{new}norm2.{part}"] = source[f"{old}output.LayerNorm.{part}"]
        missing, unexpected = self.encoder.load_state_dict(taken, strict=False)
        if unexpected or any(not name.startswith(("before.", "after.")) for name in missing):
            raise ValueError(f"pretrained weights do not fit the encoder: missing {missing}, unexpected {unexpected}")


# The graphs in the form in which they are exported compute the same numbers as in training, with fewer operations: the
# words of a window are projected once for all of its cues, and a convolution is a product with adjacent neighbours,
# since eight-bit products are fastest.


class WordsGraph(nn.Module):
    """The encoder and its scores of every word: the inputs of ``Encoder`` to states, tags, cue scores and arcs."""

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
