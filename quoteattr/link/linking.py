"""Generate candidates for claims and resolve conflicts between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from attrs import evolve

from quoteattr.limits import Checkpoint, no_deadline
from quoteattr.link import acts, punctuation_cues, rules, scored
from quoteattr.link.assembly import assemble
from quoteattr.link.cueless import with_cueless
from quoteattr.link.entries import listed, own_cues
from quoteattr.link.nested import with_inner_claims
from quoteattr.link.page import Page
from quoteattr.link.proposal import Proposal
from quoteattr.link.quotations import merged
from quoteattr.model import Link, Part, Quotation, Span
from quoteattr.tree import CueScores, Sentence, Word

__all__ = ["assemble", "link", "with_signs"]


def link(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    parts: Sequence[Part],
    scores: Sequence[CueScores] | None = None,
    *,
    include_chrome: bool = False,
    inside_quotations: bool = False,
    checkpoint: Checkpoint = no_deadline,
) -> tuple[Link, ...]:
    """Return every cue of the text with its content and, where there is one, its source, in text order.

    Only headlines, captions and body are searched, unless ``include_chrome`` asks for every part. Without ``scores``
    the rules over the tree decide alone; with them the network proposes, the tree corrects, and the rules add the
    signs that a network reads past. Claims inside other claims follow by the tree, with ``inside_quotations`` those
    reported inside quotation marks too. ``checkpoint`` is called between sentences and claims.
    """
    page = Page(text, sentences, quotations, parts, include_chrome, checkpoint)
    proposals = rules.propose(page) if scores is None else with_signs(page, scored.propose(page, scores))
    links = with_cueless(page, assemble(page, proposals))
    quoted = list(_quoted(page, quotations, scores or ())) if inside_quotations else ()
    return with_inner_claims(page, links, quoted)


def _quoted(page: Page, quotations: Sequence[Quotation], scores: Sequence[CueScores]) -> Iterator[Proposal]:
    """Yield what network and rules propose inside quotation marks, where inner marks count as the outer ones."""
    inner = [evolve(quotation, depth=quotation.depth - 1, speech=True) for quotation in quotations if quotation.depth]
    opened = evolve(page, quotations=inner)
    proposals = [
        *scored.propose(opened, scores), *(each for s in opened.searched for each in rules.of_sentence(opened, s)),
    ]  # fmt: skip
    for proposal in proposals:
        quotation = page.quotation_at(proposal.cue[0].start)
        if quotation is not None and quotation.speech:
            yield proposal


def with_signs(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the network's proposals and what the rules add to them, the surest first."""
    # `“…” ― Ana Ruiz`, "TAPPER: …" and "TASS quoted Lavrov as saying …" are surer than the network
    signed = rules.of_signs(page)
    sure = [proposal for proposal in signed if proposal.rule in punctuation_cues.SURE] + list(_quoted_by_others(page))
    claimed = _claimed(sure)
    kept = [*sure, *(proposal for proposal in proposals if not _shares(proposal, claimed))]
    # "Talks to resume - Kremlin" counts where nothing else has a share in its content
    claimed = _claimed(kept)
    kept += [proposal for proposal in signed if not _shares(proposal, claimed)]
    kept += _inscriptions(page, kept)
    kept += _of_own_cues(page, kept)
    kept += _coordinated(page, kept)
    return kept


def _quoted_by_others(page: Page) -> Iterator[Proposal]:
    """Yield the claims that somebody is quoted with: "TASS quoted [Lavrov]s as [saying]c {that talks would resume}".

    In the corpus that the network was trained on, the medium has these; the tree shows who spoke.
    """
    for sentence in page.searched:
        quoting = {word.index for word in sentence.words if rules.governs_quoting(sentence, word)}
        if quoting:
            starts = {word.span.start for word in sentence.words if word.head in quoting}
            yield from (
                found for found in rules.of_verbs(page, sentence) if found.cue[-1].start in starts and found.source
            )


def _inscriptions(page: Page, kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield the inscriptions of signs, shirts and captions: "A [sign]s [reading]c {“No diesel today”}".

    The training corpus of the network has hardly any.
    """
    claimed, verbs = _claimed(kept), listed("inscribed")
    for sentence in page.searched:
        if not any(word.lemma in verbs for word in sentence.words):
            continue
        for found in rules.of_verbs(page, sentence, lambda verb: verb.lemma in verbs):
            quoted = acts.kind_of(page, found.content) == "direct"
            if quoted and found.source and not _shares(found, claimed):
                yield found


def _of_own_cues(page: Page, kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield the claims of the caller's own cue entries where nothing else has a share in their content."""
    own = own_cues()
    if not own:
        return
    claimed = _claimed(kept)
    taken = {edge for proposal in kept for edge in _edges_of_cue(proposal)}
    for sentence in page.searched:
        for found in rules.of_sentence(page, sentence):
            if found.lemma in own and not _shares(found, claimed) and not _edges_of_cue(found) & taken:
                yield found


def _coordinated(page: Page, kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield the claims of verbs that are coordinated with a cue: "[She]s ruled … and [ordered]c {them to pay}"."""
    taken = {edge for proposal in kept for edge in _edges_of_cue(proposal)}

    def is_second(sentence: Sentence, verb: Word) -> bool:
        first = sentence.parent(verb) if verb.relation == "conj" else None
        own = {verb.span.start, verb.span.end} & taken
        return first is not None and not own and bool({first.span.start, first.span.end} & taken)

    for sentence in page.searched:
        if any(word.relation == "conj" and word.upos == "VERB" for word in sentence):
            for found in rules.of_verbs(page, sentence, partial(is_second, sentence)):
                second = is_second(sentence, sentence.head_of(sentence.words_in(found.cue[-1])))
                if second and found.source and found.act == "speech":
                    yield found


def _edges_of_cue(proposal: Proposal) -> set[int]:
    return {*(span.start for span in proposal.cue), proposal.cue[-1].end}


def _claimed(proposals: Iterable[Proposal]) -> tuple[Span, ...]:
    """Return the spans that the contents of some proposals cover, in text order, none overlapping another."""
    return merged(span for proposal in proposals for span in proposal.content)


def _shares(proposal: Proposal, claimed: Sequence[Span]) -> bool:
    """Return True if a part of the proposal's content is claimed."""
    for own in proposal.content:
        at = bisect_right(claimed, own.start, key=lambda span: span.start)
        if any(own.overlaps(span) for span in claimed[max(0, at - 1) : at + 1]):
            return True
    return False
