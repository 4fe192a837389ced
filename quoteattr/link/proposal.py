"""A link in the making: what rules or network propose, before what concerns all links together."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from quoteattr.model import Act, Polarity, Span

__all__ = ["Proposal"]


@frozen
class Proposal:
    """A link before the last step: spans of the text and what the rules know about them.

    ``scores`` holds the network's probabilities of the parts; it is empty for a proposal of the rules alone.
    """

    cue: tuple[Span, ...]
    lemma: str
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    act: Act
    polarity: Polarity
    rule: str
    relays: tuple[tuple[Span, ...], ...] = ()
    source_path: tuple[str, ...] = ()
    content_path: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(factory=dict)
    hedged: bool = False
