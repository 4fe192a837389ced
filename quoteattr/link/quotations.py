"""Quotations as contents: next to a cue, interrupted by a clause, or continued after it; brackets closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import regex

from quoteattr.link.clauses import is_punctuation
from quoteattr.link.entries import entries_of, verbs
from quoteattr.link.page import Page
from quoteattr.model import Quotation, Span
from quoteattr.tree import Sentence, Word

__all__ = [
    "adjacent",
    "below_colon",
    "between",
    "closed",
    "continued",
    "merged",
    "whole",
    "with_marks",
    "without_marks",
]

_ENDS = frozenset(",.?!;:—–-…")
_CLOSING = regex.compile(r"\.?[)\]]")


def adjacent(page: Page, sentence: Sentence, verb: Word) -> tuple[Quotation, ...]:
    """Return the quotations that touch the reporting clause of ``verb``: the one before it, the one after it, or both.

    Before: ``"…," said Lee``; after: ``Lee said: "…"``; both: ``"…," said Lee, "…"``.
    """
    if page.quotation_of(verb) is not None:
        return ()
    left = _towards(page, sentence, verb, -1)
    right = _towards(page, sentence, verb, 1)
    if right is None and left is None:
        right = below_colon(page, sentence)
    found = []
    if left is not None and _ends_with_mark(page.text, left):
        found.append(left)
    if right is not None and _is_speech(page.text, right) and _opened(page, right, bool(found)):
        found.append(right)
    return tuple(found)


def _towards(page: Page, sentence: Sentence, verb: Word, step: int) -> Quotation | None:
    """Return the first quotation on one side, before another reporting verb and the end of the reporting clause."""
    below = {word.index for word in sentence.descendants(verb)}
    position = verb.index + step
    while 0 <= position < len(sentence):
        word = sentence.words[position]
        quotation = page.quotation_of(word)
        if quotation is not None:
            return quotation
        other_cue = word.upos == "VERB" and bool(entries_of(word, verbs())) and step > 0
        if other_cue or (word.index not in below and not is_punctuation(word) and step > 0):
            return None
        if step < 0 and word.upos == "VERB" and word.index not in below:
            return None
        position += step
    return None


def below_colon(page: Page, sentence: Sentence) -> Quotation | None:
    """Return the quotation that opens the next line where a sentence ends with a colon."""
    end = sentence.span.end
    quotation = page.next_quotation(end)
    if quotation is None or page.text[end - 1 : end] != ":" or page.text[end : quotation.span.start].strip():
        return None
    return quotation


def _ends_with_mark(text: str, quotation: Quotation) -> bool:
    """Return True if the quotation ends as a clause does: a comma or stop before or after the closing mark."""
    inner = quotation.inner.of(text).rstrip()
    return inner[-1:] in _ENDS or text[quotation.span.end : quotation.span.end + 1] in (",", ".")


def _is_speech(text: str, quotation: Quotation) -> bool:
    """Return True if the quotation is more than a word or two in inverted commas."""
    inner = quotation.inner.of(text).strip()
    return len(inner.split()) > 2 or inner[-1:] in _ENDS


def _opened(page: Page, quotation: Quotation, second: bool) -> bool:
    """Return True if a comma, colon or dash, or (for the only quotation) the reporting clause itself, leads into it.

    In "talks on “topical issues”" the quotation completes a phrase and is not what was said.
    """
    before = page.text[max(0, quotation.span.start - 4) : quotation.span.start].rstrip()
    if second or before[-1:] in (",", ":", "-", "–", "—"):
        return before[-1:] in (",", ":", "-", "–", "—")
    start = quotation.span.start
    words = [w for s in page.sentences_over(Span(max(0, start - 1), start + 1)) for w in s if w.span.end <= start]
    return not words or words[-1].upos not in ("ADP", "DET", "ADJ", "CCONJ", "AUX", "NUM")


def whole(page: Page, spans: Iterable[Span], cue: Span) -> tuple[Span, ...]:
    """Return the spans, each grown to the whole of every quotation that it shares with no cue.

    A content that begins or ends inside a quotation is the whole of it (``"A. B," said Lee`` has both
    sentences as content, though the tree shows only the second); a cue inside the quotation
    itself keeps its content inside.
    """
    around = page.quotation_at(cue.start)
    grown: list[Span] = []
    for span in spans:
        start, end = span.start, span.end
        for quotation in page.quotations_over(span):
            if around is not None and quotation.span == around.span:
                start, end = max(start, around.inner.start), min(end, around.inner.end)
            elif not quotation.span.contains(span) or _fills(page.text, span, quotation):
                start, end = min(start, quotation.span.start), max(end, quotation.span.end)
            elif not quotation.span.overlaps(cue):
                start, end = quotation.span.start, quotation.span.end
        if start < end:
            grown.append(Span(start, end))
    return merged(grown)


def _fills(text: str, span: Span, quotation: Quotation) -> bool:
    outside = text[quotation.inner.start : span.start] + text[span.end : quotation.inner.end]
    return not any(ch.isalnum() for ch in outside)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in text order, overlapping ones as one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def continued(page: Page, spans: Sequence[Span], cue: Span, owned: Collection[Span]) -> tuple[Span, ...]:
    """Return the quotations that continue a direct quotation: ``"…," said Lee. "…"``.

    They fill the next sentences of the same paragraph, with no cue next to them and no other owner (``owned``:
    the spans of quotations that are some cue's content), or they open the next paragraph where a quotation
    was left open to be taken up again.
    """
    found: list[Span] = []
    last = max(spans[-1].end, cue.end)
    current = page.quotation_at(spans[-1].start)
    while (following := page.next_quotation(last)) is not None:
        reopened = (
            current is not None
            and not current.closed
            and not _words_between(page.text, current.span.end, following.span.start)
        )
        alone = page.same_paragraph(last, following.span.start) and _alone(page, following)
        if not (reopened or alone) or following.span in owned:
            break
        found.append(following.span)
        last, current = following.span.end, following
    return tuple(found)


def between(page: Page, spans: Sequence[Span], owned: Collection[Span]) -> tuple[Span, ...]:
    """Return the quotations between two of a content that were left open and taken up again.

    "“We came in 1961." / "“There was no road." / "“We built it,” said Rosa Quispe.": with the first and the last, the
    second is hers as well.
    """
    own = {quotation.span for span in spans for quotation in page.quotations_over(span)}
    found: list[Span] = []
    for span in sorted(own):
        chain: list[Span] = []
        at = span.start
        while (before := page.previous_quotation(at)) is not None and not (before.span in own or before.span in owned):
            if before.closed or _words_between(page.text, before.span.end, at):
                break
            chain.append(before.span)
            at = before.span.start
        found += chain if before is not None and before.span in own and not before.closed else []
    return tuple(found)


def _words_between(text: str, start: int, end: int) -> bool:
    return any(ch.isalnum() for ch in text[start:end])


def _alone(page: Page, quotation: Quotation) -> bool:
    """Return True if the sentences of the quotation have no word outside quotations."""
    sentences = page.sentences_over(quotation.span)
    return bool(sentences) and all(
        is_punctuation(word) or page.quotation_of(word) is not None for sentence in sentences for word in sentence
    )


def with_marks(page: Page, span: Span) -> Span:
    """Return the span with both marks of each quotation that it only begins or ends in: `“tired` becomes `“tired”`."""
    for quotation in page.quotations_over(span):
        if not quotation.span.contains(span) and quotation.closed:
            start, end = min(span.start, quotation.span.start), max(span.end, quotation.span.end)
            if not (_words_between(page.text, start, span.start) or _words_between(page.text, span.end, end)):
                span = Span(start, end)
    return span


def without_marks(page: Page, span: Span) -> tuple[Span, ...]:
    """Return a span of direct speech without quotation marks: those around it, and those between its quotations.

    A quotation over several paragraphs, each of which opens the mark again, is one span for each paragraph.
    """
    first, last = page.quotation_at(span.start), page.quotation_at(span.end - 1)
    start = first.inner.start if first is not None and first.span.start == span.start else span.start
    end = last.inner.end if last is not None and last.span.end == span.end else span.end
    parts: list[Span] = []
    for before, after in pairwise(page.quotations_over(span)):
        if not _words_between(page.text, before.span.end, after.span.start):
            parts.append(Span(start, max(start, before.inner.end)))
            start = after.inner.start
    parts.append(Span(start, max(start, end)))
    return tuple(part for part in parts if part) or (span,)


def closed(text: str, span: Span) -> Span:
    """Return the span with the bracket that closes the one opened in it: "Ana Ruiz (D-Mo" grows by ".)"."""
    inner = span.of(text)
    opened = sum(map(inner.count, "([")) > sum(map(inner.count, ")]"))
    match = _CLOSING.match(text, span.end) if opened else None
    return Span(span.start, match.end()) if match else span
