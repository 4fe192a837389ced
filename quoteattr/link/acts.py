"""What kind of link it is: direct, mixed or indirect; speech or thought; asserted, denied or declined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteattr.link.entries import Entry, entries_of, listed, nouns, verbs
from quoteattr.link.page import Page, is_single
from quoteattr.model import Act, Kind, Polarity, Span
from quoteattr.tree import Sentence, Word

__all__ = ["act_of", "kind_of", "polarity_of"]

DIRECT_SHARE = 0.8
MIXED_SHARE = 0.05


def kind_of(page: Page, spans: Iterable[Span]) -> Kind:
    """Direct if at least 80 % of the letters and digits stand between double quotation marks, mixed if more
    than 5 % do, else indirect."""
    inside = total = 0
    for span in spans:
        quoted = [q for q in page.quotations_over(span) if not is_single(page.text, q)]
        total += _count(page.text, span.start, span.end)
        inside += sum(_count(page.text, max(span.start, q.inner.start), min(span.end, q.inner.end)) for q in quoted)
    share = inside / total if total else 0.0
    return "direct" if share >= DIRECT_SHARE else "mixed" if share > MIXED_SHARE else "indirect"


def _count(text: str, start: int, end: int) -> int:
    return sum(ch.isalnum() for ch in text[start:end]) if start < end else 0


def act_of(cue: Word | None, entry: Entry | None = None) -> Act:
    """Speech or thought: what the lexicon says of the entry, or of the cue word; speech where it says nothing."""
    if entry is None and cue is not None:
        table = nouns() if cue.upos in ("NOUN", "PROPN") else verbs()
        entry = next(iter(entries_of(cue, table)), None)
    return entry.act if entry is not None else "speech"


def polarity_of(sentence: Sentence, cue: Word, entry: Entry | None = None) -> Polarity:
    """Denied or declined where the cue means that, is governed by a word that does, or is negated.

    "denied {…}" is denied, "declined to say {…}" and "would not say {…}" are declined, "did not think {…}" is
    denied. "did not deny {…}" stays asserted.
    """
    own = entry.polarity if entry is not None else _polarity_of_entries(cue)
    governors = _governors(sentence, cue)
    if any(word.lemma.lower() in listed("refusals") for word in governors):
        return "declined"
    negated = _negated(sentence, cue) or any(word.lemma.lower() in listed("denials") for word in governors)
    if not negated:
        return own
    if own == "denied":
        return "asserted"
    return "denied" if act_of(cue, entry) == "thought" or own == "declined" else "declined"


def _polarity_of_entries(cue: Word) -> Polarity:
    table = nouns() if cue.upos in ("NOUN", "PROPN") else verbs()
    return next((entry.polarity for entry in entries_of(cue, table)), "asserted")


def _governors(sentence: Sentence, cue: Word) -> Sequence[Word]:
    """The verbs above a chain of infinitives: "declined" of "declined to say"."""
    found: list[Word] = []
    word = cue
    for parent in sentence.ancestors(cue):
        if word.relation != "xcomp":
            break
        found.append(parent)
        word = parent
    return found


def _negated(sentence: Sentence, cue: Word) -> bool:
    return any(
        child.lemma.lower() in ("not", "never") or child.text.lower() in ("n't", "n’t", "not", "never")
        for child in sentence.children(cue, "advmod")
    )
