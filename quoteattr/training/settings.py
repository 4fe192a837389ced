"""Settings of a training."""

from __future__ import annotations

from attrs import frozen

HEADS = 5  # the heads learn so much faster than the encoder


@frozen
class TrainingSettings:
    """The numbers of a training run; rates are per step, ``batch_words`` counts padding."""

    encoder: str = "minilm"  # a key of pretrained.ENCODERS and network.SIZES
    layers: int = 0  # of the encoder, spread evenly over the pretrained ones; 0 takes all
    soft: str | None = None  # folder with the soft labels of a teacher
    soft_share: str = "1"  # of its windows, drawn again for each pass
    seed: int = 13
    passes: int = 4
    entity_shares: tuple[str, ...] = ("1/3", "1/3", "1", "1")  # by pass; "2" takes every document twice
    news_share: str = "1"
    batch_words: int = 2400
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    hidden_pieces: float = 0.0  # share of word pieces that a step shows as [MASK]
    averaging: float = 0.0  # decay per step of the averaged weights, which are the ones kept; 0 averages nothing
    marks: float = 0.0  # share of news windows whose quotation marks are drawn at random, single ones among them
    short: float = 0.0  # share of news articles cut into windows of few sentences
    versions: bool = False  # draw one of several annotators' versions of an article at each pass
    weight_decay: float = 0.01
    device: str = "cpu"
    threads: int = 2
    checkpoint_seconds: int = 240
