"""Quotations without a cue of their own, attributed by context ("Lee shook his head. {“Not today.”}").

Only a quotation that makes up whole sentences counts: titles, mottos, signs and doubted words are parts of others. It
is attributed to the speaker or the subject of the sentence before; in a dialogue that a question opened, two speakers
take turns. A quotation that opens a paragraph after a claim stays without a speaker: the speaker of that claim was
right in 12 of 18 cases drawn from PolNeAR train, and attributing it cost 0.5 points of F1 on direct speech on dev.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, frozen

from quoteattr.link.clauses import is_punctuation, spans_of, subject_of, trimmed
from quoteattr.link.entries import listed, prior, speaking_nouns
from quoteattr.link.page import SEARCHED, Page
from quoteattr.link.quotations import kind_of, merged
from quoteattr.model import Content, Cue, Evidence, Link, Passage, Quotation, Source, Span
from quoteattr.tree import Sentence, Word

__all__ = ["with_cueless"]

_ENDS = frozenset(".?!…—–")
_LONGEST_TURN = 1000  # characters
AFTER_CLAIM, AFTER_SENTENCE = "cueless + claim", "cueless + sentence"
DIALOGUE = "cueless + dialogue"


@frozen
class _Turn:
    """The speaker at a position, with the cue, and whether a quotation opens the paragraph and asks."""

    at: int
    source: Source
    cue: Cue | None
    opens: bool = False
    asks: bool = False
    answers: bool = False  # by alternation


@define
class _Turns:
    """Turns in text order."""

    turns: list[_Turn]
    starts: list[int]

    @classmethod
    def of(cls, turns: Iterable[_Turn]) -> _Turns:
        ordered = sorted(turns, key=lambda turn: turn.at)
        return cls(ordered, [turn.at for turn in ordered])

    def add(self, turn: _Turn) -> None:
        at = bisect_right(self.starts, turn.at)
        self.turns.insert(at, turn)
        self.starts.insert(at, turn.at)

    def last(self, start: int, end: int) -> _Turn | None:
        """Return the last turn between two positions."""
        at = bisect_right(self.starts, end) - 1
        return self.turns[at] if at >= 0 and self.starts[at] >= start else None

    def before(self, turn: _Turn) -> _Turn | None:
        at = bisect_left(self.starts, turn.at)
        return self.turns[at - 1] if at else None


@frozen
class _Found:
    source: Source
    cue: Cue | None
    rule: str


def with_cueless(page: Page, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links with those of quotations that have no cue of their own, in text order."""
    links = [_apart(page, link) for link in links]
    orphans = list(_orphans(page, links))
    if not orphans:
        return tuple(links)
    turns = _Turns.of(_turn(page, link, link.source) for link in links if link.source is not None)
    borrowed = []
    for quotation in orphans:
        found = _speaker(page, quotation, turns)
        if found is None:
            continue
        borrowed.append(_link(page, quotation, found))
        start = quotation.span.start
        asks = quotation.inner.of(page.text).endswith("?")
        opens = _opens_paragraph(page, start)
        turns.add(_Turn(start, found.source, found.cue, opens, asks, found.rule == DIALOGUE))
    return tuple(sorted((*links, *borrowed), key=lambda link: link.content.start if link.borrowed else _first(link)))


def _first(link: Link) -> int:
    return link.cue.start if link.cue else link.content.start


def _link(page: Page, quotation: Quotation, found: _Found) -> Link:
    return Link(
        cue=found.cue,
        content=Content((quotation.inner,), quotation.inner.of(page.text)),
        source=found.source,
        kind="direct",
        act="speech",
        polarity="asserted",
        confidence=prior(found.rule),
        evidence=Evidence(found.rule),
        borrowed=True,
    )


def _turn(page: Page, link: Link, source: Source) -> _Turn:
    start = link.content.start
    quotation = page.quotations.at(start) or page.quotations.at(max(0, start - 1))
    opens = link.kind == "direct" and quotation is not None and _opens_paragraph(page, quotation.span.start)
    return _Turn(max(link.content.end, _first(link)), source, link.cue, opens, link.content.text.endswith("?"))


def _opens_paragraph(page: Page, position: int) -> bool:
    return not page.text[_paragraph_start(page, position) : position].strip()


def _paragraph_start(page: Page, position: int) -> int:
    return page.text.rfind("\n", 0, position) + 1


def _apart(page: Page, link: Link) -> Link:
    """Return the link without the quotations of further sentences in its paragraph: "Lee said {it rained}. “Oh?”"."""
    if link.kind != "mixed":
        return link
    spans: list[Span] = []
    for span in link.content.spans:
        quotations = [
            quotation
            for quotation in page.quotations.over(span)
            if quotation.span.start > _first(link)
            and not _opens_paragraph(page, quotation.span.start)
            and _is_statement(page, quotation)
        ]
        for quotation in quotations:
            before = page.text[span.start : quotation.span.start].rstrip()
            if before and span.start + len(before) > span.start:
                spans.append(Span(span.start, span.start + len(before.rstrip(".!?"))))
            span = Span(min(quotation.span.end, span.end), span.end)
        if page.text[span.start : span.end].strip():
            spans.append(span)
    if not spans or tuple(spans) == link.content.spans:
        return link
    kind = kind_of(page, spans)
    return evolve(link, content=Content(spans, Passage.of(page.text, *spans).text), kind=kind)


# Which quotations have no owner


def _orphans(page: Page, links: Sequence[Link]) -> Iterator[Quotation]:
    """Yield the quotations that are whole statements and have no word in a claim."""
    owned = merged(
        span
        for link in links
        for part in (link.content, link.source, link.cue)
        if part is not None
        for span in part.spans
    )
    starts = [span.start for span in owned]
    for quotation in page.quotations:
        at = bisect_left(starts, quotation.span.end) - 1
        free = at < 0 or owned[at].end <= quotation.span.start
        searched = page.part_kind(quotation.span.start) in SEARCHED - {"headline"}
        if free and searched and quotation.speech and _is_statement(page, quotation):
            yield quotation


def _is_statement(page: Page, quotation: Quotation) -> bool:
    """Return True if the quotation is whole sentences, ends as they do, and is not written like a title."""
    inner = quotation.inner.of(page.text)
    if inner[-1] not in _ENDS:
        return False
    words = [word for sentence in page.sentences.over(quotation.span) for word in sentence if not is_punctuation(word)]
    if not words or any(page.quotation_of(word) is None for word in words):
        return False
    return not _is_title([word.text for word in words])


def _is_title(words: Sequence[str]) -> bool:
    """Return True for "Bread for All.": all longer words and at least two words have capitals."""
    longer = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and bool(longer) and capitals > 1 and all(word[0].isupper() for word in longer)


# Who speaks


def _speaker(page: Page, quotation: Quotation, turns: _Turns) -> _Found | None:
    start = quotation.span.start
    paragraph = _paragraph_start(page, start)
    if not _opens_paragraph(page, start):
        return _in_paragraph(page, start, turns, paragraph)
    end = paragraph
    while end > 0 and page.text[end - 1].isspace():
        end -= 1
    if end == 0:
        return None
    last = turns.last(_paragraph_start(page, end), end)
    if last is not None:
        return _other_speaker(page, turns, last)
    sentences = page.sentences.over(Span(end - 1, end))
    in_body = bool(sentences) and page.part_kind(sentences[-1].span.start) == "body"
    source = _told_of(page, sentences[-1]) if in_body else None
    return _Found(source, None, AFTER_SENTENCE) if source else None


def _in_paragraph(page: Page, start: int, turns: _Turns, paragraph: int) -> _Found | None:
    sentences = page.sentences.over(Span(max(paragraph, start - 2), start))
    earlier = [sentence for sentence in sentences if sentence.span.end <= start]
    if not earlier:
        return None
    said = turns.last(earlier[-1].span.start, start)
    if said is not None:
        return _Found(said.source, said.cue, AFTER_CLAIM)
    source = _told_of(page, earlier[-1])
    if source is not None:
        return _Found(source, None, AFTER_SENTENCE)
    said = turns.last(paragraph, start)
    return _Found(said.source, said.cue, AFTER_CLAIM) if said is not None else None


def _other_speaker(page: Page, turns: _Turns, last: _Turn) -> _Found | None:
    """Return who spoke before the last speaker where the two talk to each other, each in a paragraph of their own."""
    before = turns.before(last)
    if before is None or not (before.opens and last.opens) or before.source.text == last.source.text:
        return None
    near = last.at - before.at < _LONGEST_TURN and len(page.text[before.at : last.at].split("\n\n")) <= 2
    talk = before.asks or last.asks or last.answers
    return _Found(before.source, before.cue, DIALOGUE) if talk and near else None


def _told_of(page: Page, sentence: Sentence) -> Source | None:
    """Return the subject of a sentence if it can speak: "[Lee]s shook his head.", "For [Lee]s, it is over."."""
    if any(page.in_direct_speech(word) for word in sentence.words[:1]):
        return None
    for word in _topics(sentence):
        if _can_speak(sentence, word):
            words = trimmed(sentence.descendants(word, without=("case", "acl", "parataxis", "cop", "advcl")))
            spans = spans_of(sentence, words)
            return Source(spans, Passage.of(page.text, *spans).text) if spans else None
    return None


def _topics(sentence: Sentence) -> Iterator[Word]:
    """Yield the head of "For Lee, …", then the subject of the main clause."""
    root = sentence.root
    for child in sentence.children(root, "obl", "nmod", "advcl"):
        cases = [case.text.lower() for case in sentence.children(child, "case") if case.index == 0]
        if cases and cases[0] in ("for", "to"):
            yield child
    subject = subject_of(sentence, root)
    if subject is not None:
        yield subject


def _can_speak(sentence: Sentence, word: Word) -> bool:
    if word.upos == "PRON":
        return word.text.lower() in listed("speaking_pronouns")
    if word.upos == "PROPN":
        labels = [entity.label for entity in sentence.entities if entity.first <= word.index < entity.last]
        return not labels or labels[0].upper().startswith(("PER", "ORG", "NORP"))
    lemma, form = word.lemma.lower(), word.text.lower()
    return word.upos == "NOUN" and (lemma in speaking_nouns() or form in speaking_nouns())
