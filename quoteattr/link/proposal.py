"""The candidate of an attribution, which candidates, constraints and decoding exchange."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from quoteattr.model import Act, Polarity, Span

__all__ = ["Proposal"]


@frozen
class Proposal:
    """A candidate of an attribution, before constraints and resolution: spans of the text, act, polarity and evidence.

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

    @property
    def edges(self) -> set[int]:
        """The starts of the spans of the cue and its end: proposals that share one have the same verb as cue."""
        return {*(span.start for span in self.cue), self.cue[-1].end}
