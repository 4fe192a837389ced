"""Sources connected by a mark.

These are headlines ("S - Kremlin", "Kremlin: S"), quotations signed with a name, and colons between a name and a
quotation. They need words and quotations, and the tree only rarely.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from quoteattr.link.alerts import Alert
from quoteattr.link.clauses import is_punctuation
from quoteattr.link.entries import entries_of, listed, nouns, signs, speaking_nouns, verbs
from quoteattr.link.page import SEARCHED, Page
from quoteattr.link.transcripts import turns
from quoteattr.model import Span
from quoteattr.tree import Word

__all__ = ["SURE", "SignMatch", "sign_links"]

_LONGEST_SOURCE = 6  # words
SIGNED, TRANSCRIPT = "signed quotation", "transcript"
SURE = frozenset({SIGNED, TRANSCRIPT})  # rules that are surer than the network
_FEWEST = 2  # words of an alert's content
_DASH = regex.compile(r"(?<=\S)\s(--?|[–—―])\s?(?=\S)")
_COLON = regex.compile(r"(?<=\S)(:)\s(?=\S)")
_LONGEST_LINE = 200  # characters of a line that are looked at for a name


@frozen
class SignMatch:
    """A content and its source with the mark between them, as spans of the text."""

    cue: Span
    source: Span
    content: tuple[Span, ...]
    rule: str


def sign_links(page: Page) -> Iterator[SignMatch]:
    """Yield all links by marks on the page, headlines first."""
    for part in page.parts:
        if part.kind == "headline":
            yield from _headline(page, part.span)
    for alert in page.alerts:
        if page.part_kind(alert.inner.start) in SEARCHED:
            yield from _alert(page, alert)
    # "TAPPER: {Will he run?}"
    for turn in turns(page):
        yield SignMatch(turn.colon, turn.name, turn.said, TRANSCRIPT)
    for match in (*_signed_quotations(page), *_named_quotations(page)):
        if page.part_kind(match.cue.start) in SEARCHED:
            yield match


def _headline(page: Page, span: Span) -> Iterator[SignMatch]:
    text = span.of(page.text)
    # "{Talks to resume} - [Kremlin]s": the last mark counts.
    for mark in signs("content-source"):
        at = text.rfind(mark)
        if at > 0:
            left, right = _halves(span, at, len(mark))
            # a headline without a verb needs a source that speaks: "{No new taxes this year} - [minister]s"
            clause = _is_clause(page, left) or (len(_words(page, left)) > _FEWEST and _speaks(page, right))
            if clause and _is_source(page, right):
                yield _match(page.text, _mark(page.text, span.start + at, mark), right, left, "headline dash")
                return
    for mark in signs("source-content"):
        at = text.find(mark)
        if at > 0:
            left, right = _halves(span, at, len(mark))
            left = _without_topic(page, left)
            # "[Kremlin]s: {talks to resume}", "[Kremlin]s on talks: {they will resume}"
            if _is_source(page, left) and _is_clause(page, right):
                yield _match(page.text, _mark(page.text, span.start + at, mark), left, right, "headline colon")
            # "{Talks will resume}: [Kremlin]s"
            elif _is_clause(page, left) and _is_source(page, right) and not _ends_with_label(page, left):
                yield _match(page.text, _mark(page.text, span.start + at, mark), right, left, "headline colon")
            return


def _alert(page: Page, alert: Alert) -> Iterator[SignMatch]:
    """``{DAM SAFE FOR NOW} - [REGULATOR]s``, ``[POLICE]s: {TWO HELD}``; the last dash counts, else the first colon.

    Telegraphic contents have no verb at times, so that the source has to be somebody who speaks.
    """
    text, span = page.text, alert.inner
    dashes = [*_DASH.finditer(text, span.start, span.end)][-1:]
    for mark in dashes or [*_COLON.finditer(text, span.start, span.end)][:1]:
        cue = Span(mark.start(1), mark.end(1))
        left, right = Span(span.start, mark.start()), Span(mark.end(), span.end)
        halves = ((right, left),) if dashes else ((left, right), (right, left))
        for source, content in halves:
            said = len(_words(page, content)) >= _FEWEST and (alert.capitals or _is_clause(page, content))
            if said and _is_source(page, source) and _speaks(page, source):
                yield _match(text, cue, source, content, "alert")
                return


def _speaks(page: Page, span: Span) -> bool:
    """True if a short phrase ends with a noun of people or organisations, or holds a name of one."""
    words = [word for word in _words(page, span) if not is_punctuation(word)]
    forms = [word.text.lower() for word in words]
    if not speaking_nouns().isdisjoint((forms[-1], words[-1].lemma.lower())):
        return True
    if not listed("headline_topics").isdisjoint(forms):
        return False
    labels = (entity.label for s in page.sentences_over(span) for entity in s.entities if entity.span.overlaps(span))
    return any(label.upper().startswith(("PER", "ORG")) for label in labels)


def _ends_with_label(page: Page, span: Span) -> bool:
    """Return True for "A heron in Toledo. Photograph" before ": Pilar Vega"."""
    words = _words(page, span)
    return bool(words) and words[-1].text.lower() in listed("labels")


def _without_topic(page: Page, span: Span) -> Span:
    words = _words(page, span)
    topic = next((word for word in words[1:] if word.text.lower() in listed("headline_topics")), None)
    if topic is None or any(word.upos in ("VERB", "AUX") for word in words):
        return span
    return Span(span.start, topic.span.start)


def _match(text: str, cue: Span, source: Span, content: Span, rule: str) -> SignMatch:
    return SignMatch(cue, _bare(text, source), (_bare(text, content),), rule)


def _halves(span: Span, at: int, length: int) -> tuple[Span, Span]:
    return Span(span.start, span.start + at), Span(span.start + at + length, span.end)


def _mark(text: str, position: int, mark: str) -> Span:
    start = position + len(mark) - len(mark.lstrip())
    return Span(start, start + len(mark.strip()))


def _bare(text: str, span: Span) -> Span:
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip())
    return Span(start, max(start, span.start + len(inner.rstrip())))


def _words(page: Page, span: Span) -> list[Word]:
    return [word for sentence in page.sentences_over(span) for word in sentence.words_in(span)]


def _is_clause(page: Page, span: Span) -> bool:
    """Return True if the span is a statement: it holds a verb, and three words at least."""
    words = [word for word in _words(page, span) if not is_punctuation(word)]
    return len(words) >= 3 and any(word.upos in ("VERB", "AUX") for word in words)


def _is_source(page: Page, span: Span) -> bool:
    """Return True if the span may name a speaker: a short noun phrase with a name or a noun for speakers in it."""
    words = [word for word in _words(page, span) if not is_punctuation(word)]
    if not 0 < len(words) <= _LONGEST_SOURCE or _bare(page.text, span).of(page.text).lower() in listed("labels"):
        return False
    if len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1:
        return words[0].text.isalpha()  # "WHO", independent of its tag
    if any(word.upos in ("VERB", "AUX", "NUM") for word in words) or any(mark in span.of(page.text) for mark in ",;?!"):
        return False
    return words[-1].upos in ("PROPN", "NOUN") and words[0].upos in ("PROPN", "NOUN", "ADJ", "DET")


def _signed_quotations(page: Page) -> Iterator[SignMatch]:
    """``"{…}" ― [Ana Ruiz]s``, on one line or with the name on the next."""
    marks = sorted(signs("quotation-source"), key=len, reverse=True)
    for quotation in page.quotations:
        position = _skip_space(page.text, quotation.span.end)
        mark = next((mark for mark in marks if page.text.startswith(mark, position)), None)
        if mark is None:
            continue
        end = page.text.find("\n", position)
        start = position + len(mark)
        rest = Span(start, min(end if end >= 0 else len(page.text), start + _LONGEST_LINE))
        source = _name_at(page, rest)
        if source is not None and _starts_line(page.text, quotation.span.start):
            yield SignMatch(Span(position, position + len(mark)), source, (quotation.span,), SIGNED)


def _skip_space(text: str, position: int) -> int:
    breaks = 0
    while position < len(text) and text[position].isspace() and breaks <= 1:
        breaks += text[position] == "\n"
        position += 1
    return position


def _starts_line(text: str, position: int) -> bool:
    line = text.rfind("\n", 0, position) + 1
    return not any(ch.isalnum() for ch in text[line:position])


def _name_at(page: Page, line: Span) -> Span | None:
    """Return the name that a line begins with, up to its first comma or bracket, unless the line is a sentence."""
    words = [word for word in _words(page, line) if word.span.start >= line.start]
    names = _leading_name(words)
    if not names or any(word.upos in ("VERB", "AUX") for word in words[: len(names) + 1]):
        return None
    return Span(names[0].span.start, names[-1].span.end)


def _leading_name(words: Sequence[Word]) -> list[Word]:
    found: list[Word] = []
    for word in words[:10]:
        if word.upos in ("VERB", "AUX") or (is_punctuation(word) and word.text not in (".", "-", "’", "'")):
            break
        found.append(word)
    while found and is_punctuation(found[-1]):
        found.pop()
    return found if found and any(word.upos == "PROPN" or word.text[:1].isupper() for word in found[:3]) else []


def _named_quotations(page: Page) -> Iterator[SignMatch]:
    """``[Ana Ruiz]s: "{…}"`` at the beginning of a line."""
    for quotation in page.quotations:
        before = page.text[max(0, quotation.span.start - 3) : quotation.span.start].rstrip()
        if not before.endswith(":"):
            continue
        colon = page.text.rfind(":", 0, quotation.span.start)
        start = page.text.rfind("\n", max(0, colon - 80), colon) + 1
        if start == 0 and colon > 80:
            continue
        span = Span(start, colon)
        words = _words(page, span)
        reports = any(entries_of(word, verbs()) and word.upos == "VERB" for word in words)
        reports = reports or any(entries_of(word, nouns()) and word.upos == "NOUN" for word in words)
        if not reports and _is_source(page, span):
            yield SignMatch(Span(colon, colon + 1), _bare(page.text, span), (quotation.span,), "name and colon")
