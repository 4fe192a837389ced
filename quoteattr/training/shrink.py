"""Networks made of trained ones: the mean of two, or one with fewer and narrower layers and fewer word pieces.

The training of a student starts from a smaller one. The parts to keep are chosen by the weights and by the frequency of
word pieces in the corpora; the accuracy lost is recovered by the training of the student.
"""

from __future__ import annotations

import json
import logging
import math
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.annotate.features import Pieces, Window
from quoteattr.errors import InputError
from quoteattr.training.distillation import texts_to_label
from quoteattr.training.network import shapes_of, sizes_of
from quoteattr.training.settings import TrainingSettings

logger = logging.getLogger(__name__)

LAYER = "encoder.layers."
TABLE = "encoder.pieces.weight"


def shrink(
    checkpoint: Path, tokenizer: Path, data: Path, out: Path, *, layers: int, feed_forward: int, pieces: int
) -> None:
    """Write ``start.safetensors``, ``tokenizer.json``, ``labels.json`` and ``settings.json`` into the folder ``out``.

    Args:
        checkpoint: The weights to start from, with ``labels.json`` and ``settings.json`` in the same folder.
        tokenizer: The ``tokenizer.json`` of their encoder.
        data: The folder with the corpora, in whose texts the word pieces are counted.
        out: The folder to write into.
        layers: How many layers to keep.
        feed_forward: The width of their feed-forward parts.
        pieces: How many word pieces to keep.

    Raises:
        InputError: A size is larger than that of the network, or too small.
    """
    state = load_file(checkpoint)
    encoder = json.loads((checkpoint.parent / "settings.json").read_text())["encoder"]
    sizes = sizes_of(encoder, shapes_of(state))
    for name, wanted in (("layers", layers), ("feed_forward", feed_forward), ("vocabulary", pieces)):
        most = getattr(sizes, name)
        if not 0 < wanted <= most:
            raise InputError(f"{name} is {wanted}, the network in {str(checkpoint)!r} has {most}: give 1 to {most}")
    texts = texts_to_label(data, TrainingSettings().seed)
    stored = json.loads(tokenizer.read_text(encoding="utf-8"))
    kept = kept_pieces(stored, counted(texts, Pieces(Tokenizer.from_file(str(tokenizer)))), pieces)
    smaller = narrower(with_layers(state, layers), feed_forward)
    smaller[TABLE] = state[TABLE][kept].clone()
    out.mkdir(parents=True, exist_ok=True)
    save_file(smaller, out / "start.safetensors")
    (out / "tokenizer.json").write_text(json.dumps(with_pieces(stored, kept), ensure_ascii=False), encoding="utf-8")
    for name in ("labels.json", "settings.json"):
        shutil.copy(checkpoint.parent / name, out / name)
    logger.info("kept %d of %d word pieces", len(kept), sizes.vocabulary)


def mean(checkpoint: Path, other: Path, out: Path, share: float) -> None:
    """Write the weighted mean of the weights of two networks, ``mean.safetensors``, into the folder ``out``.

    A fine-tuned network and the one that it started from lose less together than each alone on the data of the other
    (Wortsman et al. 2022).

    Args:
        checkpoint: The weights of one network, with ``labels.json`` and ``settings.json`` in the same folder.
        other: The weights of the other, with the same shapes.
        out: The folder to write into.
        share: The share of the first, 0 to 1.

    Raises:
        InputError: The networks have different weights, or the share is out of range.
    """
    if not 0 <= share <= 1:
        raise InputError(f"the share is {share}: give 0 to 1")
    first, second = load_file(checkpoint), load_file(other)
    if {name: each.shape for name, each in first.items()} != {name: each.shape for name, each in second.items()}:
        raise InputError(f"{str(checkpoint)!r} and {str(other)!r} have weights of different names or shapes")
    out.mkdir(parents=True, exist_ok=True)
    # lerp keeps equal weights to the bit, so that another model may refer to frozen tables
    weights = {name: torch.lerp(second[name], each, share) for name, each in first.items()}
    save_file(weights, out / "mean.safetensors")
    for name in ("labels.json", "settings.json"):
        shutil.copy(checkpoint.parent / name, out / name)


def with_layers(state: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the weights with only ``layers`` of the encoder's layers, spread evenly, the last included."""
    available = len({name.split(".")[2] for name in state if name.startswith(LAYER)})
    number = {math.ceil((new + 1) * available / layers) - 1: new for new in range(layers)}
    taken = {name: tensor for name, tensor in state.items() if not name.startswith(LAYER)}
    for name, tensor in state.items():
        layer, _, rest = name.removeprefix(LAYER).partition(".")
        if name.startswith(LAYER) and int(layer) in number:
            taken[f"{LAYER}{number[int(layer)]}.{rest}"] = tensor
    return taken


def narrower(state: Mapping[str, Tensor], width: int) -> dict[str, Tensor]:
    """Return the weights with the ``width`` units of each feed-forward part whose weights in and out are largest."""
    result = dict(state)
    for name in [name for name in state if name.startswith(LAYER) and name.endswith("linear1.weight")]:
        layer = name.removesuffix("linear1.weight")
        into, out = state[name], state[f"{layer}linear2.weight"]
        largest = (into.norm(dim=1) * out.norm(dim=0)).topk(width).indices.sort().values
        result[name] = into[largest].clone()
        result[f"{layer}linear1.bias"] = state[f"{layer}linear1.bias"][largest].clone()
        result[f"{layer}linear2.weight"] = out[:, largest].clone()
    return result


def counted(texts: Iterable[Window], pieces: Pieces) -> Counter[int]:
    """Return how often each word piece occurs in the texts."""
    return Counter(piece for window in texts for word in window.words for piece in pieces.of(word))


def kept_pieces(tokenizer: Mapping[str, Any], counts: Mapping[int, int], number: int) -> list[int]:
    """Return the ids of the word pieces to keep, in order: special ones, single characters, then the most frequent.

    Every word in ASCII can still be spelt, since all its single characters are kept.

    Raises:
        InputError: The number is less than that of the special pieces and single characters.
    """
    vocabulary: Mapping[str, int] = tokenizer["model"]["vocab"]
    special = {entry["id"] for entry in tokenizer["added_tokens"]}

    def is_needed(piece: str) -> bool:
        return vocabulary[piece] in special or (len(piece.removeprefix("##")) == 1 and piece.isascii())

    def rank(entry: tuple[str, int]) -> tuple[bool, int, int]:
        piece, place = entry
        return (not is_needed(piece), -counts.get(place, 0), place)

    if number < (least := sum(map(is_needed, vocabulary))):
        raise InputError(f"{number} word pieces cannot spell every word: keep at least {least}")
    return sorted(place for _, place in sorted(vocabulary.items(), key=rank)[:number])


def with_pieces(tokenizer: Mapping[str, Any], kept: Iterable[int]) -> dict[str, Any]:
    """Return the description of a tokenizer with only some of its word pieces, renumbered in the same order."""
    new = {old: place for place, old in enumerate(kept)}
    model = dict(tokenizer["model"])
    model["vocab"] = {piece: new[old] for piece, old in model["vocab"].items() if old in new}
    added = [{**entry, "id": new[entry["id"]]} for entry in tokenizer["added_tokens"]]
    return {**tokenizer, "model": model, "added_tokens": added, "post_processor": None}
