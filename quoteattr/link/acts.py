"""What kind of link it is: direct, mixed or indirect; speech or thought; asserted, denied or declined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quoteattr.link.clauses import is_negation, is_passive
from quoteattr.link.entries import Entry, entries_of, listed, nouns, verbs
from quoteattr.link.page import Page
from quoteattr.model import Act, Kind, Polarity, Span
from quoteattr.tree import Sentence, Word

__all__ = ["act_in_context", "act_of", "is_hedged", "is_hypothetical", "kind_of", "polarity_of"]

DIRECT_SHARE = 0.8
MIXED_SHARE = 0.05


def kind_of(page: Page, spans: Iterable[Span]) -> Kind:
    """Direct if at least 80 % of the letters and digits are between quotation marks of speech, mixed if more than 5 %
    are, else indirect."""
    whole = tuple(spans)
    quoted = [(s, q.inner) for s in whole for q in page.quotations_over(s) if q.speech]
    inside = sum(_count(page.text, max(span.start, q.start), min(span.end, q.end)) for span, q in quoted)
    share = inside / sum(_count(page.text, span.start, span.end) for span in whole) if inside else 0.0
    return "direct" if share >= DIRECT_SHARE else "mixed" if share > MIXED_SHARE else "indirect"


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
    """:func:`act_of` a cue, put right by what stands around it."""
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


def _table(cue: Word) -> Mapping[str, tuple[Entry, ...]]:
    return nouns() if cue.upos in ("NOUN", "PROPN") else verbs()


def polarity_of(sentence: Sentence, cue: Word, entry: Entry | None = None) -> Polarity:
    """Denied or declined where the cue means that, is governed by a word that does, or is negated.

    "denied {…}" is denied, "declined to say {…}" and "would not say {…}" are declined, "did not think {…}" is
    denied. "did not deny {…}" stays asserted.
    """
    own = entry.polarity if entry is not None else _polarity_of_entries(cue)
    governors = _governors(sentence, cue)
    if any(word.lemma.lower() in listed("refusals") for word in governors):
        return "declined"
    negated = any(map(is_negation, sentence.children(cue, "advmod")))
    if not (negated or any(word.lemma.lower() in listed("denials") for word in governors)):
        return own
    if own == "denied":
        return "asserted"
    return "denied" if act_of(cue, entry) == "thought" or own == "declined" else "declined"


def _polarity_of_entries(cue: Word) -> Polarity:
    return next((entry.polarity for entry in entries_of(cue, _table(cue))), "asserted")


def is_hedged(sentence: Sentence, cue: Word) -> bool:
    """True where the reporter leaves open whether it was said at all.

    "Lee *may have* said", "Lee *reportedly* said", "*allegedly*", "Lee *seems to have* said", "Lee *is said to have*
    told him"; not "Lee said the plan may fail": there the content is unsure, not the saying.
    """
    chain = (cue, *_governors(sentence, cue))
    if any(child.lemma.lower() in listed("doubting_modals") for child in sentence.children(cue, "aux")):
        return True
    adverbs = (cue, *(child for word in chain for child in sentence.children(word, "advmod")))
    if any(word.text.lower() in listed("doubting_adverbs") for word in adverbs):
        return True
    governors = ((word.lemma.lower(), word) for word in chain[1:])
    return any(
        lemma in listed("seeming") or (lemma in listed("hearsay") and is_passive(sentence, word))
        for lemma, word in governors
    )


def is_hypothetical(sentence: Sentence, cue: Word, source: str) -> bool:
    """True for "You might say {…}" and "If anyone says {…}": nobody in particular would say it, or has not yet."""
    if source.lower() not in listed("anyone"):
        return False
    modals = {child.lemma.lower() for child in sentence.children(cue, "aux")} & listed("supposing_modals")
    marks = {child.text.lower() for child in sentence.children(cue, "mark", "advmod", "aux")} & listed("conditions")
    return bool(modals or marks)


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
