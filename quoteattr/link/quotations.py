"""Quotations as contents: next to a cue, whole, continued, with marks in pairs; the kind that follows; whole lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

import regex

from quoteattr.lexicon.cues import entries_of, verbs, word_list
from quoteattr.link.clauses import is_captured, is_listed, is_punctuation
from quoteattr.link.page import ClaimText
from quoteattr.model import Cover, Kind, Quotation, Span, merged
from quoteattr.tree import Sentence, Word

DIRECT_SHARE, MIXED_SHARE = 0.8, 0.05
_ENDS = frozenset(",.?!;:—–-…")
_OPENERS = frozenset(",:-–—")
_CLOSING = regex.compile(r"\.?[)\]]")
_ITEM = regex.compile(r"\s*+(?:(?P<mark>[-–—•*·▪◦‣])|\d{1,2}[.)])[^\S\n]++(?P<item>[^\n]*\w[^\n]*)")


def kind_of(page: ClaimText, spans: Sequence[Span]) -> Kind:
    """Return the kind of a content.

    It is direct if at least 80 % of the letters and digits are between quotation marks of speech, mixed if more than
    5 % are, else indirect. It is also mixed if its only quotation completes a phrase (`it "a scandal"`).
    """
    quoted, share = _quoted(page, spans)
    if share >= DIRECT_SHARE:
        return "mixed" if len(quoted) == 1 and _completes_phrase(page.text, *quoted[0]) else "direct"
    return "mixed" if share > MIXED_SHARE else "indirect"


def _quoted(page: ClaimText, spans: Sequence[Span]) -> tuple[list[tuple[Span, Span]], float]:
    """Return each span with each quotation of speech in it, and the share of letters and digits that are quoted."""
    quoted = [(span, q.inner) for span in spans for q in page.quotations.over(span) if q.speech]
    inside = sum(_letters(page.text, max(span.start, q.start), min(span.end, q.end)) for span, q in quoted)
    return quoted, inside / sum(_letters(page.text, span.start, span.end) for span in spans) if inside else 0.0


def _completes_phrase(text: str, span: Span, inner: Span) -> bool:
    """Return True for `it "a scandal"`: words before a quotation that begins with a small letter are content too."""
    before = text[span.start : inner.start].rstrip("\"“‘'« ")
    return before[-1:].isalnum() and text[inner.start].islower()


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def adjacent(page: ClaimText, sentence: Sentence, verb: Word) -> tuple[Span, ...]:
    """Return the quotations that touch the reporting clause of ``verb``, one on each side: ``"…," said Lee, "…"``."""
    if page.quotations.at(verb.span.start) is not None:
        return ()
    left, right = _towards(page, sentence, verb, -1), _towards(page, sentence, verb, 1)
    found = []
    if left is not None:
        # a comma or stop before or after the closing mark ends it as a clause
        ends = (left.inner.of(page.text).rstrip()[-1:], page.text[left.span.end : left.span.end + 1])
        found += [left.span] if ends[0] in _ENDS or ends[1] in (",", ".") else []
    if right is not None:
        inner, start = right.inner.of(page.text).strip(), right.span.start
        # a comma, colon or dash, or (for the only quotation) the reporting clause itself leads into it: in "talks on
        # “The Wire”" and "does not “pick and choose”" it completes a phrase and is not what was said
        before = [word for word in page.words_over(Span(max(0, start - 20), start)) if word.span.end <= start]
        phrasal = bool(before) and before[-1].upos in ("ADP", "DET", "ADJ", "CCONJ", "AUX", "NUM")
        phrasal = phrasal or inner[:1].islower() or verb.lemma in word_list("perceiving")
        opened = page.text[max(0, start - 4) : start].rstrip()[-1:] in _OPENERS or not (found or phrasal)
        if opened and (len(inner.split()) > 2 or inner[-1:] in _ENDS):  # more than a word or two in inverted commas
            found.append(right.span)
    return tuple(found)


def identified(page: ClaimText, sentence: Sentence, cue: Word) -> tuple[Span, ...]:
    """Return the quotation of "“{No},” came the reply", "“{No}” was his answer", "“{A farce}” was how Lee put it"."""
    links: tuple[Word, ...] = ()
    if cue.upos == "VERB":
        how = sentence.parent(cue, "acl", "advcl")
        links = sentence.children(how, "cop") if how is not None and how.text.lower() == "how" else ()
    elif cue.upos == "NOUN" and is_listed(cue, "words_spoken"):
        verb = sentence.parent(cue, "nsubj")
        links = (verb,) if verb is not None and verb.lemma == "come" else sentence.children(cue, "cop")
    quotation = page.quotations.before(links[0].span.start) if links else None
    if quotation is None or _letters(page.text, quotation.span.end, links[0].span.start):
        return ()
    before = [word for word in sentence if word.span.end <= quotation.span.start]
    opens = sentence.span.start <= quotation.span.start and all(map(is_punctuation, before[-1:]))
    return (quotation.span,) if opens else ()


def _towards(page: ClaimText, sentence: Sentence, verb: Word, step: int) -> Quotation | None:
    """Return the first quotation on one side, before another reporting verb and the end of the reporting clause."""
    below = {word.index for word in sentence.descendants(verb)}
    # "“…,” Lee is [alleged] to have told them", "“…,” Lee was [heard] telling them"
    governor = sentence.parent(verb, "advcl" if is_captured(sentence, verb) else "xcomp", "xcomp")
    below |= {governor.index} if governor is not None else set()
    for word in reversed(sentence.words[: verb.index]) if step < 0 else sentence.words[verb.index + 1 :]:
        quotation = page.quotations.at(word.span.start)
        if quotation is not None:
            return quotation
        outside = word.index not in below
        other = word.upos == "VERB" and (outside if step < 0 else bool(entries_of(word, verbs())))
        if other or (step > 0 and outside and not is_punctuation(word)):
            return None
    return None


def whole(page: ClaimText, spans: Iterable[Span], cue: Span) -> tuple[Span, ...]:
    """Return the spans, grown to whole quotations (all of ``"A. B," said Lee``) or cut to the quotation of the cue."""
    around = page.quotations.at(cue.start)
    grown: list[Span] = []
    for span in spans:
        start, end = span.start, span.end
        for quotation in page.quotations.over(span):
            if around is not None and quotation.span == around.span:
                start, end = max(start, around.inner.start), min(end, around.inner.end)
            elif not quotation.span.overlaps(cue) or not quotation.span.contains(span):
                start, end = min(start, quotation.span.start), max(end, quotation.span.end)
        if start < end:
            grown.append(Span(start, end))
    return merged(grown)


def carried_on(page: ClaimText, spans: tuple[Span, ...], cue: Span, owned: Collection[Span]) -> tuple[Span, ...]:
    """Return a content with the quotations that continue it, if it is direct, and with paired quotation marks.

    Marks around the whole content are removed: "{We won},". A content with one mark of a pair is extended to the other:
    "{he was “tired”}". ``owned`` are the spans of quotations that are contents of some cue.
    """
    if _quoted(page, spans)[1] < DIRECT_SHARE:
        last = page.quotations.at(spans[-1].end - 1)
        more = taken_up(page, last) if last is not None and spans[-1].start > cue.start else ()
        spans = (*spans, *(each.span for each in more if each.span not in owned))
        paired = [with_marks(page, span) for span in spans]
        around = [page.quotations.at(span.start) for span in paired]
        return tuple(q.inner if q and q.span == span else span for q, span in zip(around, paired, strict=True))
    spans = merged((*_reopened(page, spans, owned), *spans, *_continued(page, spans, cue, owned)))
    return tuple(part for span in spans for part in without_marks(page, span))


def taken_up(page: ClaimText, quotation: Quotation) -> Iterator[Quotation]:
    """Yield a quotation, and those of the next paragraphs that take it up again where it was left open."""
    yield quotation
    while (following := page.quotations.after(quotation.span.end)) and _reopens(page, quotation, following):
        quotation = following
        yield quotation


def _reopens(page: ClaimText, before: Quotation | None, quotation: Quotation) -> bool:
    """Return True if the quotation before is left open, and only space precedes the same mark that opens it again."""
    if before is None or before.closed or _letters(page.text, before.span.end, quotation.span.start):
        return False
    return page.text[before.span.start] == page.text[quotation.span.start]


def _continued(page: ClaimText, spans: Sequence[Span], cue: Span, owned: Collection[Span]) -> Iterator[Span]:
    """Yield the quotations that continue a direct one, in its paragraph or if left open: ``"…," said Lee. "…"``."""
    last, current = max(spans[-1].end, cue.end), page.quotations.at(spans[-1].start)
    while (following := page.quotations.after(last)) is not None and following.span not in owned:
        words = [word for sentence in page.sentences.over(following.span) for word in sentence]
        alone = words and all(is_punctuation(word) or page.quotations.at(word.span.start) for word in words)
        same_paragraph = "\n" not in page.text[last : following.span.start]
        if not (alone and same_paragraph) and not _reopens(page, current, following):
            break
        yield following.span
        last, current = following.span.end, following


def _reopened(page: ClaimText, spans: Sequence[Span], owned: Collection[Span]) -> Iterator[Span]:
    """Yield quotations left open before others: "“We came." / "“There was no road." / "“We built it,” said Rosa."."""
    for span in spans:
        current = page.quotations.at(span.start)
        while current is not None:
            before = page.quotations.before(current.span.start)
            if before is None or before.span in owned or not _reopens(page, before, current):
                break
            yield before.span
            current = before


def with_marks(page: ClaimText, span: Span) -> Span:
    """Return the span with both marks of each quotation that it only begins or ends in: `“tired` becomes `“tired”`."""
    for quotation in page.quotations.over(span):
        if not quotation.span.contains(span) and quotation.closed:
            start, end = min(span.start, quotation.span.start), max(span.end, quotation.span.end)
            if not (_letters(page.text, start, span.start) or _letters(page.text, span.end, end)):
                span = Span(start, end)
    return span


def without_marks(page: ClaimText, span: Span) -> tuple[Span, ...]:
    """Return a span of direct speech without marks, a span a paragraph; a phrase that it completes keeps them."""
    quotations = page.quotations.over(span)
    if len(quotations) == 1 and _completes_phrase(page.text, span, quotations[0].inner):
        return (with_marks(page, span),)
    first, last = page.quotations.at(span.start), page.quotations.at(span.end - 1)
    start = first.inner.start if first is not None and first.span.start == span.start else span.start
    end = last.inner.end if last is not None and last.span.end == span.end else span.end
    parts: list[Span] = []
    for before, after in pairwise(quotations):
        if not _letters(page.text, before.span.end, after.span.start):
            parts.append(Span(start, max(start, before.inner.end)))
            start = after.inner.start
    parts.append(Span(start, max(start, end)))
    return tuple(part for part in parts if part) or (span,)


def whole_list(page: ClaimText, spans: tuple[Span, ...], cue: Span, cues: Cover) -> tuple[Span, ...]:
    """Return all items of the list that a content begins, up to one with a cue: "Lee said:" / "• {It rained.}" / …."""
    after = next((span for span in spans if span.start >= cue.end), None)
    if after is None:
        return spans
    start = page.line_start(after.start)
    lead = page.text[cue.end - 1 : start].rstrip()
    led = lead.endswith(":") and "\n" not in lead
    match = _ITEM.match(page.text, start) if led else None
    line = Span(start, start + len(page.text[start:].partition("\n")[0].rstrip()))
    if led and match is None and start > cue.end and not page.quotations.over(line) and not cues.overlaps(line):
        return (line,)  # a paragraph without marks
    mark, items = match and match["mark"], list[Span]()
    while match and match["mark"] == mark and page.is_searched(match.start("item")):
        item = Span(match.start("item"), match.start("item") + len(match["item"].rstrip()))
        if cues.overlaps(item):
            break
        items.append(item)
        match = _ITEM.match(page.text, match.end())
    return tuple(items) if len(items) > 1 else spans


def closed(text: str, span: Span) -> Span:
    """Return the span with the bracket that closes the one opened in it: "Ana Ruiz (D-Mo" grows by ".)"."""
    inner = span.of(text)
    opened = sum(map(inner.count, "([")) > sum(map(inner.count, ")]"))
    match = _CLOSING.match(text, span.end) if opened else None
    return Span(span.start, match.end()) if match else span
