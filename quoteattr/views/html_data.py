"""Data of each claim for the script of the page, as JSON that no text can break out of."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from quoteattr.document import Document
from quoteattr.model import ROLES, Attribution, Span, Speaker, spans_by_role
from quoteattr.tree import Sentence
from quoteattr.views.printable import printable
from quoteattr.views.tree_svg import sentence_svg

NOT_KNOWN = "Speaker not known"
MOST_TREE_WORDS = 20_000  # of the sentences that are drawn: each word takes about 250 bytes

# As escapes these are the same JSON, and neither end the script element nor begin a comment in it.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def data_of(document: Document, *, trees: bool = True) -> str:
    """Return the claims, and the trees of their sentences by number, as JSON for a script element."""
    trees_of = _SentenceNumbers(document.sentences) if trees else _SentenceNumbers(())
    numbers = [trees_of.numbers(each) for each in document.attributions]
    drawn = _drawn(document.sentences, sorted({number for own in numbers for number in own}))
    claims = [
        {**_claim(attribution), "trees": [number for number in own if number in drawn]}
        for attribution, own in zip(document.attributions, numbers, strict=True)
    ]
    return _encode({"claims": claims, "trees": drawn})


def who(attribution: Attribution) -> str:
    """Return the name of the speaker, or the words of the source, or a note that there is none."""
    if attribution.speaker:
        return attribution.speaker.name
    return attribution.source.text if attribution.source else NOT_KNOWN


def facts_of(speaker: Speaker) -> Iterator[str]:
    """Yield the facts about a speaker in addition to the name: roles with affiliations, members, age, organisation.

    Roles with their affiliations come in text order; a speaker without roles has its affiliation alone.
    """
    for role in speaker.roles:
        place = role.affiliation.name if role.affiliation else ""
        text = " ".join((role.full or role.text).split())
        inside = not place or place.lower() in text.lower()
        yield text if inside else f"{text} ({place})"
    if not speaker.roles:
        yield from filter(None, (speaker.role, speaker.affiliation))
    if speaker.members:
        yield ", ".join(speaker.members)
    if speaker.age is not None:
        yield f"{speaker.age} years old"
    if speaker.organization and not any(speaker.organization in role.text for role in speaker.roles):
        yield f"for {speaker.organization}"
    if speaker.anonymity:
        yield f"anonymous: {' '.join(speaker.anonymity.text.split())}"
    if speaker.ref is not None:
        yield f"ref {speaker.ref}"


def _percent(probability: float | None) -> str:
    return "" if probability is None else f"{100 * probability:.0f} %"


def _claim(attribution: Attribution) -> dict[str, object]:
    speaker, time, roles = attribution.speaker, attribution.time, spans_by_role(attribution)
    return {
        "who": printable(who(attribution)),
        "speaker": -1 if speaker is None else speaker.id,
        "about": [printable(each) for each in dict.fromkeys(facts_of(speaker))] if speaker else [],
        "source": printable(attribution.source.text) if attribution.source else "",
        "cue": printable(attribution.cue.text) if attribution.cue else "",
        "content": printable(attribution.content.text),
        "kind": attribution.kind,
        "act": attribution.act,
        "polarity": attribution.polarity,
        "hedged": attribution.hedged,
        "confidence": attribution.confidence,
        "speakerConfidence": _percent(attribution.speaker_confidence),
        "time": printable(f"{time.text} ({time.date})" if time.date else time.text) if time else "",
        "channel": printable(_channel(attribution)),
        "through": [printable(each) for each in dict.fromkeys((attribution.outlet, *attribution.via)) if each],
        "why": printable(attribution.explain()),
        "spans": {role: [[span.start, span.end] for span in spans] for role, spans in roles.items()},
    }


def _channel(attribution: Attribution) -> str:
    channel = attribution.channel
    if channel is None:
        return ""
    return f"{channel.kind} ({' '.join(channel.name.split())})" if channel.name else channel.kind


class _SentenceNumbers:
    """Finds the sentences under a claim by bisection: in a long document there are many of both."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._numbers = [number for number, sentence in enumerate(sentences) if sentence.words]
        self._starts = [sentences[number].span.start for number in self._numbers]
        self._ends = [sentences[number].span.end for number in self._numbers]

    def numbers(self, attribution: Attribution) -> list[int]:
        """Return the numbers of the sentences that share a character with a part of the claim, in text order."""
        spans = spans_by_role(attribution)
        return sorted({number for role in ROLES for span in spans[role] for number in self._under(span)})

    def _under(self, span: Span) -> Iterator[int]:
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        yield from self._numbers[first:last]


def _drawn(sentences: Sequence[Sentence], numbers: Sequence[int]) -> dict[int, str]:
    """Return the drawings, those that are not too large; none where all together would be."""
    if sum(len(sentences[number]) for number in numbers) > MOST_TREE_WORDS:
        return {}
    drawings = {number: sentence_svg(sentences[number]) for number in numbers}
    return {number: drawing for number, drawing in drawings.items() if drawing}


def _encode(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
