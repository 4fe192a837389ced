"""The values that travel through the house, frozen: a change is a new object.

Every span is half-open and counts characters (Python string indices) of the caller's text, so
``text[span.start:span.end]`` is always the text that is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import total_ordering
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen

Kind = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "thought"]
Polarity = Literal["asserted", "denied", "declined"]
SpeakerKind = Literal["person", "organization", "group", "anonymous", "document"]
Role = Literal["source", "cue", "content"]
PartKind = Literal["headline", "byline", "dateline", "published", "caption", "credit", "section", "chrome", "body"]

ROLES: tuple[Role, ...] = ("source", "cue", "content")


@total_ordering
@frozen
class Span:
    """A stretch of the text, ``text[start:end]``."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must satisfy 0 <= start <= end, not ({self.start}, {self.end})")

    def __lt__(self, other: object) -> bool:
        # by hand, since the order that attrs writes makes two tuples by way of generators at each comparison
        if not isinstance(other, Span):
            return NotImplemented
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """True if ``other`` lies inside this span, ends included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if both share at least one character."""
        return self.start < other.end and other.start < self.end


def _spans(value: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(value)


@frozen
class Passage:
    """One or several stretches of the text, in text order (several: a discontinuous part)."""

    spans: tuple[Span, ...] = field(converter=_spans)
    text: str

    @classmethod
    def of(cls, text: str, *spans: Span) -> Passage:
        """The passage of ``text`` under ``spans``; several stretches are joined by one space."""
        return cls(spans, " ".join(span.of(text) for span in spans))

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


@frozen
class Source(Passage):
    """The mention to which a content is ascribed, as written ("he", "the Kremlin")."""


@frozen
class Cue(Passage):
    """The words, or the mark, that tie a content to its source ("has said", "according to", "-")."""

    lemma: str = ""


@frozen
class Content(Passage):
    """What was said, written, thought or wanted."""


@frozen
class Speaker:
    """Someone or something that is a source in this document, with every mention of it.

    ``members`` names those of a group whom its mention names ("Ida Vale and Omar Stone").
    """

    id: int
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    mentions: tuple[Span, ...] = ()
    members: tuple[str, ...] = ()


@frozen
class Outlet:
    """A medium: who originated the story, or on whose page it stands."""

    name: str
    kind: str
    span: Span | None = None


@frozen
class Time:
    """A time expression beside a claim, and the ISO date or interval that it stands for."""

    text: str
    date: str | None = None


def _frozen_mapping(value: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(value))


@frozen
class Evidence:
    """Why an attribution was made: the rule, the way through the tree, the scores of the network.

    ``speaker`` and ``outlet`` tell in words what named these two.
    """

    rule: str
    source_path: tuple[str, ...] = ()
    content_path: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(factory=dict, converter=_frozen_mapping)
    speaker: str = ""
    outlet: str = ""


@frozen
class Link:
    """What the room ``link`` finds: a cue with the source and the content that belong to it."""

    cue: Cue
    content: Content
    source: Source | None
    kind: Kind
    act: Act
    polarity: Polarity
    confidence: float
    evidence: Evidence
    relays: tuple[Passage, ...] = ()
    hedged: bool = False
    outer: tuple[Passage, ...] = ()  # the sources of the claims that this one stands in, outermost first


def _because(name: str, reason: str) -> str:
    return f"{name} ({reason})" if reason else name


@frozen
class Attribution:
    """Who said what, through whom: a :class:`Link` whose mentions have been resolved."""

    kind: Kind
    content: Content
    cue: Cue
    source: Source | None
    speaker: Speaker | None
    outlet: str | None
    via: tuple[str, ...]
    act: Act
    polarity: Polarity
    time: Time | None
    confidence: float
    evidence: Evidence
    hedged: bool = False

    def explain(self) -> str:
        """Why this attribution was made, a line each: the parts, the rule, the ways through the tree, the scores."""
        evidence = self.evidence
        scores = ", ".join(f"{name} {score:.2f}" for name, score in evidence.scores.items())
        rows = {
            "speaker": _because(self.speaker.name if self.speaker else "not known", evidence.speaker),
            "outlet": _because(self.outlet or "not known", evidence.outlet) if evidence.outlet else "",
            "source": self.source.text if self.source else "none",
            "cue": f"{self.cue.text} ({self.cue.lemma})" if self.cue.lemma else self.cue.text,
            "content": self.content.text or "none",
            "reading": f"{self.kind} {self.act}, {self.polarity}{', hedged' if self.hedged else ''}",
            "rule": evidence.rule,
            "source path": " ".join(evidence.source_path),
            "content path": " ".join(evidence.content_path),
            "scores": scores,
            "confidence": f"{self.confidence:.2f}",
        }
        return "\n".join(f"{name:<12}  {' '.join(value.split())}" for name, value in rows.items() if value)


@frozen
class Relation:
    """Source, cue and content as bare spans: what a corpus marks, and what an evaluation compares.

    Each of the three may be empty. ``confidence``, ``lemma`` (of the cue) and ``rule`` are those of a prediction
    that tells them.
    """

    source: tuple[Span, ...] = field(default=(), converter=_spans)
    cue: tuple[Span, ...] = field(default=(), converter=_spans)
    content: tuple[Span, ...] = field(default=(), converter=_spans)
    confidence: float | None = None
    lemma: str = ""
    rule: str = ""

    @classmethod
    def of(cls, attribution: Attribution) -> Relation:
        """What an evaluation needs of an attribution."""
        return cls(
            attribution.source.spans if attribution.source else (),
            attribution.cue.spans,
            attribution.content.spans,
            attribution.confidence,
            attribution.cue.lemma,
            attribution.evidence.rule,
        )


def _relations(value: Iterable[Relation]) -> tuple[Relation, ...]:
    return tuple(value)


@frozen
class AnnotatedText:
    """A text with the relations that somebody, or something, found in it."""

    id: str
    text: str = field(repr=False)
    relations: tuple[Relation, ...] = field(default=(), converter=_relations)


@frozen
class Part:
    """One part of an article page. Parts are in text order and do not overlap."""

    kind: PartKind
    span: Span


@frozen
class Quotation:
    """A stretch between quotation marks; ``span`` includes the marks, ``inner`` does not.

    ``closed`` is false for a paragraph of a longer quotation that the next paragraph takes up again,
    and for a mark that was never closed (the span then ends with its paragraph).
    """

    span: Span
    inner: Span
    closed: bool = True
    depth: int = 0


@frozen
class Article:
    """What the page says about itself."""

    headline: Passage | None = None
    bylines: tuple[Passage, ...] = ()
    outlet: Outlet | None = None
    publisher: Outlet | None = None
    dateline: Passage | None = None
    published: str | None = None
    parts: tuple[Part, ...] = ()
