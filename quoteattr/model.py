"""Immutable data model: a change makes a new object. All values are hashable, picklable and equal by value.

Every span is half-open and counts characters (Python string indices) of the caller's text, so
``text[span.start:span.end]`` is always the text that is reported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import total_ordering
from typing import TYPE_CHECKING, Literal, NoReturn, get_args

from attrs import field, frozen

if TYPE_CHECKING:
    from typing_extensions import Self

Kind = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "thought"]
Polarity = Literal["asserted", "denied", "declined", "questioned", "hypothetical", "unsaid"]
UNCLAIMED: frozenset[Polarity] = frozenset({"questioned", "hypothetical", "unsaid"})
"""Polarities for which the text does not say that the source made the claim."""
SpeakerKind = Literal["person", "organization", "group", "anonymous", "document"]
SourceType = Literal["person", "organization", "document", "unnamed_person", "unnamed_group", "anonymous"]
ChannelKind = Literal[
    "interview", "news conference", "statement", "post", "filing", "speech", "survey", "letter", "document", "call"
]
BylinePart = Literal["author", "reporting", "editing", "photo"]
RelationRole = Literal["source", "cue", "content"]
PartKind = Literal[
    "headline", "standfirst", "byline", "published", "dateline", "body", "subheading", "caption", "credit", "related",
    "comment", "chrome",
]  # fmt: skip
DocumentId = str | int
"""The caller's identifier of a text, kept as given."""

ROLES: tuple[RelationRole, ...] = get_args(RelationRole)


@total_ordering
@frozen
class Span:
    """A half-open span of the text, ``text[start:end]``."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must satisfy 0 <= start <= end, not ({self.start}, {self.end})")

    def __lt__(self, other: object) -> bool:
        # Written by hand: the comparison that attrs generates builds two tuples each time.
        if not isinstance(other, Span):
            return NotImplemented
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Return True if ``other`` is inside this span, ends included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Return True if both share at least one character."""
        return self.start < other.end and other.start < self.end


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in text order, those that overlap or touch as one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans that are inside no other, in text order, each once."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)


def touched(spans: Sequence[Span], span: Span) -> range:
    """Return the positions of the spans, given in text order, that share a character with ``span``.

    >>> touched([Span(0, 4), Span(5, 9), Span(10, 12)], Span(8, 11))
    range(1, 3)
    """
    first = bisect_right(spans, span.start, key=lambda each: each.end)
    return range(first, bisect_left(spans, span.end, key=lambda each: each.start))


class Cover:
    """A set of characters, given as spans."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined = merged(spans)
        self._starts = [span.start for span in joined]
        self._ends = [span.end for span in joined]

    def contains(self, span: Span) -> bool:
        """Return True if the whole of ``span`` is covered, by one span or several that touch."""
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._ends[at]

    def overlaps(self, span: Span) -> bool:
        """Return True if at least one character of ``span`` is in the set."""
        at = bisect_right(self._starts, span.end - 1) - 1
        return at >= 0 and span.start < self._ends[at]


@frozen
class Passage:
    """One or several spans of the text, in text order (several: a discontinuous part)."""

    spans: tuple[Span, ...] = field(converter=tuple[Span, ...])
    text: str

    @classmethod
    def of(cls, text: str, *spans: Span) -> Self:
        """Return the passage of ``text`` under ``spans``; the texts of several spans are joined by one space."""
        return cls(spans, " ".join(span.of(text) for span in spans))

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def span(self) -> Span:
        """From the start of the first span to the end of the last."""
        return Span(self.start, self.end)


@frozen
class Source(Passage):
    """The mention to which a content is ascribed, as written ("he", "the Kremlin")."""


@frozen
class Cue(Passage):
    """The words, or the mark, that tie a content to its source ("has said", "according to", "-")."""

    lemma: str = ""


@frozen
class Content(Passage):
    """The content of a claim: words said or written, or a thought or wish."""


@frozen
class Affiliation:
    """The organisation or place that a role belongs to: as written, and the entity that it names.

    ``name`` is the entity's ("Kenya" for "Kenyan"); ``kind`` is ``organization``, ``place`` or, for the role of one who
    speaks for somebody ("Lund's lawyer"), ``person``.
    """

    text: str
    span: Span
    name: str
    kind: str = "organization"


@frozen
class Role:
    """A role of a speaker, as written ("Lt. Gov.", "chairs" in "who chairs the board").

    ``full`` writes an abbreviated title out ("Lieutenant Governor"), and has the noun of a verb ("chair"). ``former``
    is true for a role that has ended.
    """

    text: str
    span: Span
    full: str | None = None
    former: bool = False
    affiliation: Affiliation | None = None


@frozen
class Speaker:
    """Someone or something that is a source in this document, with every mention of it.

    Attributes:
        id: The index of the speaker in ``Document.speakers``.
        name: The fullest name in the text, or the descriptive phrase where there is none.
        kind: What the phrase refers to; ``anonymous`` if it is indefinite ("an official"), whether or not anonymity was
            asked for (compare ``type``).
        role: The first current role with an affiliation, else the first current role, else the first role; as written,
            for a verb its noun ("chair" for "who chairs the board").
        affiliation: The affiliation of that role, as written, or another one; never a client ("Lund's lawyer"). For a
            group or organisation what it is part of ("Kenya's army"), for a document its issuer.
        mentions: The spans of the mentions, in text order.
        members: The names of a group's members where its mention has them ("Ida Vale and Omar Stone").
        roles: All roles in text order.
        type: The type of the source for audits; ``anonymous`` only if the text says that anonymity was asked for or
            granted ("an official" alone is an ``unnamed_person``).
        organization: The name of the organisation that a spokesperson or document represents.
        anonymity: The reason given for anonymity.
        ref: The caller's own identifier, from a list of people.
        age: The age, where the text states it.
    """

    id: int
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    mentions: tuple[Span, ...] = field(default=(), converter=tuple[Span, ...])
    members: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    roles: tuple[Role, ...] = field(default=(), converter=tuple[Role, ...])
    type: SourceType | None = None
    organization: str | None = None
    anonymity: Passage | None = None
    ref: str | int | None = None
    age: int | None = None


@frozen
class Outlet:
    """A news medium: the origin or the publisher of a story.

    ``kind`` is ``wire``, ``newspaper``, ``broadcaster``, ``magazine`` or ``website``.
    """

    name: str
    kind: str
    span: Span | None = None


@frozen
class Time:
    """A time expression next to a claim; ``date`` is an ISO 8601 date or an interval ("2024-05-06/2024-05-12")."""

    text: str
    date: str | None = None


@frozen
class Channel:
    """How something was said, where the text names it ("in an interview with Radio Fjord", "on X").

    ``name`` is whom or what it names ("Radio Fjord", "X").
    """

    kind: ChannelKind
    span: Span
    name: str | None = None


class Scores(dict[str, float]):
    """Named scores of the neural model. An immutable, hashable dict: ``attrs.asdict`` and ``json.dumps`` write it."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("scores cannot be changed: make new ones, Scores({**scores, 'cue': 0.9})")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Scores], tuple[dict[str, float]]]:
        return Scores, (dict(self),)


TRANSCRIPT = "transcript"
"""The rule of an attribution whose source is the label of a turn: "Q: Is it safe?"."""


@frozen
class Evidence:
    """Why an attribution was made: the rule, the dependency paths, the scores of the neural model.

    ``speaker`` and ``outlet`` say in words what named these two.
    """

    rule: str
    source_path: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    content_path: tuple[str, ...] = field(default=(), converter=tuple[str, ...])
    scores: Scores = field(factory=Scores, converter=Scores)
    speaker: str = ""
    outlet: str = ""


@frozen
class Link:
    """The result of ``link``: a cue with its source and its content.

    With ``borrowed`` the quotation has no cue of its own; ``cue`` is the neighbouring one, or None. ``nested_in`` is
    the index of the link in whose content this one is reported. ``relays`` are the mentions of intermediaries ("told
    Reuters"); their names become ``Attribution.via``.
    """

    cue: Cue | None
    content: Content
    source: Source | None
    kind: Kind
    act: Act
    polarity: Polarity
    confidence: float
    evidence: Evidence
    relays: tuple[Passage, ...] = ()
    hedged: bool = False
    borrowed: bool = False
    nested_in: int | None = None
    inside_quotation: bool = False

    @property
    def start(self) -> int:
        """Where its own cue begins, or its content if it has none."""
        return self.cue.start if self.cue and not self.borrowed else self.content.start


def noted(name: str, note: str | None) -> str:
    """Return a name with a note in brackets, if there is one."""
    return f"{name} ({note})" if note else name


@frozen
class Attribution:
    """Who said what, through whom: a :class:`Link` whose mentions have been resolved.

    Attributes:
        kind: ``direct``, ``mixed`` or ``indirect``, by the share of the content in quotation marks.
        content: What was said, written, thought or wanted.
        cue: The words, or the mark, that link content and source.
        source: The mention next to the cue; None if the text names nobody.
        speaker: Whom the source refers to; None if the text does not identify it.
        outlet: The name of the outlet that originated the story, else of the first outlet in ``via``.
        via: The names of those who relayed the claim, the one nearest to the reader first.
        act: ``speech`` (put into words) or ``thought``.
        polarity: Whether the source asserted, denied or declined the content, or the claim is open; see the glossary.
        time: The time expression next to the cue.
        confidence: Calibrated probability that source, cue and content are right together.
        evidence: Why the attribution was made: rule, paths, scores.
        hedged: True if the reporter leaves open whether it was said ("reportedly").
        speaker_confidence: Calibrated probability that the speaker is right, given that the source is.
        channel: How it was said, where the text names it.
        nested_in: The index of the attribution in whose content this one is reported.
        inside_quotation: True where the cue is inside quotation marks.
        borrowed: True where the quotation has no cue of its own: ``cue`` is then the neighbouring one, or None.
    """

    kind: Kind
    content: Content
    cue: Cue | None
    source: Source | None
    speaker: Speaker | None
    outlet: str | None
    via: tuple[str, ...] = field(converter=tuple[str, ...])
    act: Act
    polarity: Polarity
    time: Time | None
    confidence: float
    evidence: Evidence
    hedged: bool = False
    speaker_confidence: float | None = None
    channel: Channel | None = None
    nested_in: int | None = None
    inside_quotation: bool = False
    borrowed: bool = False

    def explain(self) -> str:
        """Return why this attribution was made, a line each: parts, rule, dependency paths, scores."""
        evidence = self.evidence
        scores = ", ".join(f"{name} {score:.2f}" for name, score in evidence.scores.items())
        named = evidence.speaker, "" if self.speaker_confidence is None else f"confidence {self.speaker_confidence:.2f}"
        rows = {
            "speaker": noted(self.speaker.name if self.speaker else "not known", "; ".join(filter(None, named))),
            "channel": noted(self.channel.kind, self.channel.name) if self.channel else "",
            "outlet": noted(self.outlet or "not known", evidence.outlet) if evidence.outlet else "",
            "source": self.source.text if self.source else "none",
            "cue": noted(self.cue.text, self.cue.lemma) if self.cue else "none",
            "content": self.content.text or "none",
            "reading": f"{self.kind} {self.act}, {self.polarity}{', hedged' if self.hedged else ''}",
            "rule": evidence.rule,
            "source path": " ".join(evidence.source_path),
            "content path": " ".join(evidence.content_path),
            "scores": scores,
            "confidence": f"{self.confidence:.2f}",
        }
        return "\n".join(f"{name:<12}  {' '.join(value.split())}" for name, value in rows.items() if value)


def spans_by_role(attribution: Attribution | Link) -> dict[RelationRole, tuple[Span, ...]]:
    """Return the spans of each role; none for a role that the attribution lacks."""
    return {role: part.spans if (part := getattr(attribution, role)) else () for role in ROLES}


@frozen
class Relation:
    """Source, cue and content as bare spans: what a corpus marks, and what an evaluation compares.

    Each of the three may be empty. ``confidence``, ``lemma`` (of the cue) and ``rule`` are those of a prediction that
    has them.
    """

    source: tuple[Span, ...] = field(default=(), converter=tuple[Span, ...])
    cue: tuple[Span, ...] = field(default=(), converter=tuple[Span, ...])
    content: tuple[Span, ...] = field(default=(), converter=tuple[Span, ...])
    confidence: float | None = None
    lemma: str = ""
    rule: str = ""

    @classmethod
    def of(cls, attribution: Attribution) -> Relation:
        """Return the relation of an attribution."""
        lemma = attribution.cue.lemma if attribution.cue else ""
        return cls(
            **spans_by_role(attribution), confidence=attribution.confidence, lemma=lemma, rule=attribution.evidence.rule
        )


@frozen
class AnnotatedText:
    """A text with the relations that somebody, or something, found in it."""

    id: str
    text: str = field(repr=False)
    relations: tuple[Relation, ...] = field(default=(), converter=tuple[Relation, ...])


@frozen
class Part:
    """One part of an article page. Parts are in text order and do not overlap."""

    kind: PartKind
    span: Span


@frozen
class Quotation:
    """A quotation; ``span`` includes the marks, ``inner`` does not.

    ``closed`` is false if the quotation has no closing mark: it continues in the next paragraph, or the mark was
    forgotten (the span then ends with its paragraph). ``speech`` is false for single marks without direct
    speech: titles, scare quotes, and quotations inside others.
    """

    span: Span
    inner: Span
    closed: bool = True
    depth: int = 0
    speech: bool = True


@frozen
class SentenceSpan:
    """A sentence with its words.

    ``paragraph`` counts from 0; a dateline shares the number of the body after it. ``annotated`` is false for a
    sentence of a part that gets no trees.
    """

    span: Span
    tokens: tuple[Span, ...]
    paragraph: int
    annotated: bool = True


@frozen
class Segmentation:
    """The segmentation of one text: parts, quotations, sentences. Sentences cover all parts and cross no border.

    ``marks`` are pairs of the offset of a quotation mark and the mark that the network gets in its place, since it was
    not trained on the one in the text.
    """

    parts: tuple[Part, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    sentences: tuple[SentenceSpan, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()


class _Located:
    """Start and end of a value with one span."""

    __slots__ = ()
    span: Span

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


@frozen
class Byline(_Located):
    """One person, desk or agency of a byline or credit line.

    ``name`` is the text at ``span``, ``role`` the role as written ("deputy science editor"), ``part`` what it did.
    """

    name: str
    span: Span
    role: str | None = None
    part: BylinePart = "author"

    @property
    def text(self) -> str:
        return self.name


@frozen
class Dateline(_Located):
    """The dateline of a story; ``place``, ``date`` and ``wire`` are its fields as written, where it has them."""

    span: Span
    text: str
    place: str | None = field(default=None, kw_only=True)
    date: str | None = field(default=None, kw_only=True)
    wire: str | None = field(default=None, kw_only=True)


@frozen
class Article:
    """The parts and the metadata of a page; ``published`` and ``updated`` are ISO 8601 dates, or dates and times."""

    headline: Passage | None = None
    bylines: tuple[Byline, ...] = field(default=(), converter=tuple[Byline, ...])
    outlet: Outlet | None = None
    publisher: Outlet | None = None
    dateline: Dateline | None = None
    published: str | None = None
    parts: tuple[Part, ...] = field(default=(), converter=tuple[Part, ...])
    standfirst: Passage | None = None
    updated: str | None = None

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The publisher and the outlet that the story is from, as far as they are known."""
        return tuple(filter(None, (self.publisher, self.outlet)))
