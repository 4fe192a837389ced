"""Kind and act of a link: direct, mixed or indirect; speech or thought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quoteattr.link.entries import Entry, entries_of, listed, nouns, verbs
from quoteattr.link.page import Page
from quoteattr.model import Act, Kind, Span
from quoteattr.tree import Sentence, Word

__all__ = ["act_in_context", "act_of", "completes_phrase", "entries_of_cue", "is_mostly_quoted", "kind_of"]

DIRECT_SHARE = 0.8
MIXED_SHARE = 0.05


def kind_of(page: Page, spans: Iterable[Span]) -> Kind:
    """Return the kind of a content.

    It is direct if at least 80 % of the letters and digits are between quotation marks of speech, mixed if more than
    5 % are, else indirect; mixed too where the only quotation completes a phrase: `it "a scandal"`.
    """
    quoted, share = _quoted(page, spans)
    if share >= DIRECT_SHARE:
        return "mixed" if len(quoted) == 1 and completes_phrase(page.text, *quoted[0]) else "direct"
    return "mixed" if share > MIXED_SHARE else "indirect"


def is_mostly_quoted(page: Page, spans: Iterable[Span]) -> bool:
    """Return True if at least 80 % of the letters and digits are between quotation marks of speech."""
    return _quoted(page, spans)[1] >= DIRECT_SHARE


def _quoted(page: Page, spans: Iterable[Span]) -> tuple[list[tuple[Span, Span]], float]:
    """Return each span with each quotation of speech in it, and the share of letters and digits that are quoted."""
    whole = tuple(spans)
    quoted = [(s, q.inner) for s in whole for q in page.quotations_over(s) if q.speech]
    inside = sum(_count(page.text, max(span.start, q.start), min(span.end, q.end)) for span, q in quoted)
    return quoted, inside / sum(_count(page.text, span.start, span.end) for span in whole) if inside else 0.0


def completes_phrase(text: str, span: Span, inner: Span) -> bool:
    """Return True for `it "a scandal"`: words before a quotation that begins with a small letter are content too."""
    before = text[span.start : inner.start].rstrip("\"“‘'« ")
    return before[-1:].isalnum() and text[inner.start].islower()


def _count(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end])) if start < end else 0


def act_of(cue: Word | None, entry: Entry | None = None) -> Act:
    """Speech or thought: what the lexicon says of the entry, or of the cue word; speech where it says nothing."""
    if entry is None and cue is not None:
        entry = next(iter(entries_of(cue, _table(cue))), None)
    if entry is not None:
        return entry.act
    return "thought" if cue is not None and _lemma(cue) in listed("thoughts") else "speech"


def act_in_context(sentence: Sentence, cue: Word, kind: Kind) -> Act:
    """Return :func:`act_of` a cue, refined by context."""
    below = sentence.children(cue, "xcomp")
    # "The panel wanted to know {who had paid}" asks; "Lee seems to think {…}" thinks
    if _lemma(cue) == "want" and any(_lemma(child) == "know" for child in below):
        return "speech"
    if not entries_of(cue, _table(cue)):
        cue = next((child for child in below if entries_of(child, _table(child))), cue)
    # "“{It was cold},” Lee recalled": what is quoted was put into words
    return "speech" if kind == "direct" and _lemma(cue) in listed("spoken_if_quoted") else act_of(cue)


def _lemma(word: Word) -> str:
    return word.lemma.lower()


def entries_of_cue(cue: Word) -> tuple[Entry, ...]:
    """Return the lexicon entries of a cue."""
    return entries_of(cue, _table(cue))


def _table(cue: Word) -> Mapping[str, tuple[Entry, ...]]:
    return nouns() if cue.upos in ("NOUN", "PROPN") else verbs()
