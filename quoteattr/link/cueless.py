"""Quotations without a cue of their own, attributed by context ("Lee shook his head. {“Not today.”}").

Only a quotation that makes up whole sentences counts: titles, mottos, signs and doubted words are parts of others. It
is attributed to the speaker or the subject of the sentence before; in a dialogue that a question opened, two speakers
take turns. A quotation that opens a paragraph after a claim stays without a speaker: the speaker of that claim was
right in 12 of 18 cases drawn from PolNeAR train, and attributing it cost 0.5 points of F1 on direct speech on dev.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from quoteattr.lexicon.cues import speaking_nouns, word_list
from quoteattr.link.clauses import is_punctuation, spans_of, subject_of, trimmed
from quoteattr.link.confidence import prior
from quoteattr.link.page import SEARCHED, ClaimText, merged, overlapping
from quoteattr.link.quotations import kind_of
from quoteattr.model import Content, Cue, Evidence, Link, Passage, Quotation, Source, Span
from quoteattr.tree import Sentence, Word

__all__ = ["with_cueless"]

_ENDS = frozenset(".?!…—–")
_LONGEST_TURN = 1000  # characters
AFTER_CLAIM, AFTER_SENTENCE = "cueless + claim", "cueless + sentence"
DIALOGUE = "cueless + dialogue"


@frozen
class _Turn:
    """Who speaks before a position, with the cue, and whether the quotation opens its paragraph and asks."""

    at: int
    source: Source
    cue: Cue | None
    opens: bool
    asks: bool
    rule: str = ""


def with_cueless(page: ClaimText, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links with those of quotations that have no cue of their own, in text order."""
    found = [_apart(page, link) for link in links]
    turns = sorted((_turn(page, link, link.source) for link in found if link.source is not None), key=_position)
    for quotation in list(_orphans(page, found)):
        start = quotation.span.start
        speaker = _speaker(page, start, turns)
        if speaker is not None:
            source, cue, rule = speaker
            found.append(_link(quotation.inner, page.text, source, cue, rule))
            asks = quotation.inner.of(page.text).endswith("?")
            insort(turns, _Turn(start, source, cue, _opens_paragraph(page, start), asks, rule), key=_position)
    return tuple(sorted(found, key=lambda link: link.content.start if link.borrowed else _first(link)))


def _position(turn: _Turn) -> int:
    return turn.at


def _link(inner: Span, text: str, source: Source, cue: Cue | None, rule: str) -> Link:
    return Link(
        cue=cue,
        content=Content((inner,), inner.of(text)),
        source=source,
        kind="direct",
        act="speech",
        polarity="asserted",
        confidence=prior(rule),
        evidence=Evidence(rule),
        borrowed=True,
    )


def _first(link: Link) -> int:
    return link.cue.start if link.cue else link.content.start


def _turn(page: ClaimText, link: Link, source: Source) -> _Turn:
    start = link.content.start
    quotation = page.quotations.at(start) or page.quotations.at(max(0, start - 1))
    opens = link.kind == "direct" and quotation is not None and _opens_paragraph(page, quotation.span.start)
    return _Turn(max(link.content.end, _first(link)), source, link.cue, opens, link.content.text.endswith("?"))


def _opens_paragraph(page: ClaimText, position: int) -> bool:
    return not page.text[_paragraph_start(page, position) : position].strip()


def _paragraph_start(page: ClaimText, position: int) -> int:
    return page.text.rfind("\n", 0, position) + 1


def _apart(page: ClaimText, link: Link) -> Link:
    """Return the link without the quotations of further sentences in its paragraph: "Lee said {it rained}. “Oh?”"."""
    spans: list[Span] = []
    for span in link.content.spans if link.kind == "mixed" else ():
        for quotation in page.quotations.over(span):
            start = quotation.span.start
            if start > _first(link) and not _opens_paragraph(page, start) and _is_statement(page, quotation):
                before = page.text[span.start : start].rstrip().rstrip(".!?")
                spans += [Span(span.start, span.start + len(before))] if before else []
                span = Span(min(quotation.span.end, span.end), span.end)
        spans += [span] if span.of(page.text).strip() else []
    if not spans or tuple(spans) == link.content.spans:
        return link
    return evolve(link, content=Content(spans, Passage.of(page.text, *spans).text), kind=kind_of(page, spans))


# Which quotations have no owner


def _orphans(page: ClaimText, links: Sequence[Link]) -> Iterator[Quotation]:
    """Yield the quotations that are whole statements and have no word in a claim."""
    parts = [part for link in links for part in (link.content, link.source, link.cue) if part is not None]
    owned = merged(span for part in parts for span in part.spans)
    for quotation in page.quotations:
        searched = page.part_kind(quotation.span.start) in SEARCHED - {"headline"}
        if searched and quotation.speech and not overlapping(owned, quotation.span) and _is_statement(page, quotation):
            yield quotation


def _is_statement(page: ClaimText, quotation: Quotation) -> bool:
    """Return True if the quotation is whole sentences, ends as they do, and is not written like a title."""
    inner = quotation.inner.of(page.text)
    if inner[-1] not in _ENDS:
        return False
    words = [word for sentence in page.sentences.over(quotation.span) for word in sentence if not is_punctuation(word)]
    if not words or any(page.quotations.at(word.span.start) is None for word in words):
        return False
    return not _is_title([word.text for word in words])


def _is_title(words: Sequence[str]) -> bool:
    """Return True for "Bread for All.": all longer words and at least two words have capitals."""
    longer = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and bool(longer) and capitals > 1 and all(word[0].isupper() for word in longer)


# Who speaks


def _speaker(page: ClaimText, start: int, turns: Sequence[_Turn]) -> tuple[Source, Cue | None, str] | None:
    """Return who speaks in a quotation that begins at ``start``, with the cue nearby and the name of the rule."""
    if _opens_paragraph(page, start):
        end = len(page.text[:start].rstrip())
        before = _last(turns, _paragraph_start(page, end), end)
        if before >= 0 or end == 0:
            return _other_speaker(page, turns, before)
        sentence = page.sentences.over(Span(end - 1, end))[-1:]
        subjects = [_subject(page, each) for each in sentence if page.part_kind(each.span.start) == "body"]
        return next(((source, None, AFTER_SENTENCE) for source in subjects if source), None)
    paragraph = _paragraph_start(page, start)
    earlier = [s for s in page.sentences.over(Span(max(paragraph, start - 2), start)) if s.span.end <= start]
    for begin in (earlier[-1].span.start, paragraph) if earlier else ():
        number = _last(turns, begin, start)
        if number >= 0:
            return turns[number].source, turns[number].cue, AFTER_CLAIM
        source = _subject(page, earlier[-1])
        if source is not None:
            return source, None, AFTER_SENTENCE
    return None


def _last(turns: Sequence[_Turn], start: int, end: int) -> int:
    """Return the number of the last turn between two positions, -1 where there is none."""
    number = bisect_right(turns, end, key=_position) - 1
    return number if number >= 0 and turns[number].at >= start else -1


def _other_speaker(page: ClaimText, turns: Sequence[_Turn], number: int) -> tuple[Source, Cue | None, str] | None:
    """Return who spoke before the last speaker where the two talk to each other, each in a paragraph of their own."""
    if number < 1:
        return None
    before, last = turns[number - 1], turns[number]
    if not (before.opens and last.opens) or before.source.text == last.source.text:
        return None
    near = last.at - before.at < _LONGEST_TURN and page.text.count("\n\n", before.at, last.at) < 2
    talk = before.asks or last.asks or last.rule == DIALOGUE
    return (before.source, before.cue, DIALOGUE) if talk and near else None


def _subject(page: ClaimText, sentence: Sentence) -> Source | None:
    """Return the subject of a sentence if it can speak: "[Lee]s shook his head.", "For [Lee]s, it is over."."""
    if page.in_direct_speech(sentence.words[0]):
        return None
    root = sentence.root
    topics = [
        child for child in sentence.children(root, "obl", "nmod", "advcl")
        for case in sentence.children(child, "case") if case.index == 0 and case.text.lower() in ("for", "to")
    ]  # fmt: skip
    for word in (*topics, subject_of(sentence, root)):
        if word is not None and _can_speak(sentence, word):
            words = trimmed(sentence.descendants(word, without=("case", "acl", "parataxis", "cop", "advcl")))
            spans = spans_of(sentence, words)
            return Source(spans, Passage.of(page.text, *spans).text) if spans else None
    return None


def _can_speak(sentence: Sentence, word: Word) -> bool:
    if word.upos == "PRON":
        return word.text.lower() in word_list("speaking_pronouns")
    if word.upos == "PROPN":
        labels = [entity.label for entity in sentence.entities if entity.first <= word.index < entity.last]
        return not labels or labels[0].upper().startswith(("PER", "ORG", "NORP"))
    lemma, form = word.lemma.lower(), word.text.lower()
    return word.upos == "NOUN" and (lemma in speaking_nouns() or form in speaking_nouns())
