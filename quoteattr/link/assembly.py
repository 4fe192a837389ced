"""From proposals to links: what concerns all of them together, and so comes last."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from math import prod

from attrs import evolve

from quoteattr.limits import checked
from quoteattr.link import acts
from quoteattr.link.clauses import is_punctuation
from quoteattr.link.entries import calibrated, prior
from quoteattr.link.page import Page
from quoteattr.link.proposal import Proposal
from quoteattr.link.quotations import between, closed, continued, merged, with_marks, without_marks
from quoteattr.link.relays import with_relays
from quoteattr.model import Content, Cue, Evidence, Link, Passage, Source, Span

__all__ = ["assemble", "to_link"]


def assemble(page: Page, proposals: Iterable[Proposal]) -> tuple[Link, ...]:
    """Link in text order."""
    kept = _without_repeats(proposals)
    kept = _before_the_next_cue(page, kept)
    kept = _behind_claims_before(page, kept)
    kept = _one_owner(kept)
    page.checkpoint()
    kept = _carried_on(page, kept)
    kept.sort(key=lambda proposal: (proposal.cue[0].start, proposal.content[0].start))
    kept = _without_copies(page, kept)
    return tuple(to_link(page, proposal) for proposal in checked(kept, page.checkpoint))


def _without_repeats(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that have a content apart from cue and source, the first of each cue."""
    kept: dict[tuple[Span, ...], Proposal] = {}
    for proposal in proposals:
        if proposal.cue and proposal.content and proposal.content != proposal.source:
            kept.setdefault(proposal.cue, proposal)
    return list(kept.values())


def _before_the_next_cue(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Contents cut before a coordinated cue of the same source: "[Lee]s said {he was ill} and added {he was tired}".

    A cue that is reported itself has a source inside the content ("Lee said {he thinks …}").
    """
    by_source: defaultdict[tuple[Span, ...], list[int]] = defaultdict(list)
    for proposal in proposals:
        by_source[proposal.source].append(proposal.cue[0].start)
    result = []
    for proposal in proposals:
        content = proposal.content
        for cue in by_source[proposal.source] if proposal.source else ():
            if cue > proposal.cue[-1].end and any(span.start < cue < span.end for span in content):
                content = _ended(page, content, cue)
        result.append(evolve(proposal, content=content) if content and content != proposal.content else proposal)
    return result


def _behind_claims_before(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Contents without earlier sentences that have a cue of their own, outside quotations.

    "The bank will cut jobs, Lee said. {He asked for patience}, the BBC reported.": the BBC's content begins after Lee.
    """
    starts = (proposal.cue[0].start for proposal in proposals)
    cues = sorted(start for start in starts if page.quotation_at(start) is None)
    result = []
    for proposal in proposals:
        cue, content = proposal.cue[0], proposal.content
        # a dash between two sentences is a cue in neither
        begins = next((sentence.span.start for sentence in page.sentences_over(cue)), content[0].start)
        if bisect_left(cues, content[0].start) < bisect_left(cues, begins):
            content = tuple(Span(max(span.start, begins), span.end) for span in content if span.end > begins)
        result.append(evolve(proposal, content=content) if content and content != proposal.content else proposal)
    return result


def _ended(page: Page, content: tuple[Span, ...], cue: int) -> tuple[Span, ...]:
    """Return the content up to the conjunction that introduces the next cue: "{…} and then added"."""
    words = [word for sentence in page.sentences_over(Span(cue, cue + 1)) for word in sentence if word.span.start < cue]
    while words and words[-1].upos in ("ADV", "AUX", "PART"):
        words.pop()
    if not words or words[-1].upos not in ("CCONJ", "PUNCT"):
        return content
    while words and (words[-1].upos in ("CCONJ", "ADV") or is_punctuation(words[-1])):
        words.pop()
    end = words[-1].span.end if words else 0
    return tuple(Span(span.start, min(span.end, end)) for span in content if span.start < end)


def _one_owner(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Assign a span that several proposals claim to the nearest cue; the others keep the rest of their content.

    "“{It rained},” the book said. “{It snowed},” Lee wrote.": Lee's content does not reach back to the first.
    """
    owners: defaultdict[Span, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        for span in proposal.content:
            owners[span].append(proposal)
    result = []
    for proposal in proposals:
        own = tuple(span for span in proposal.content if proposal is min(owners[span], key=partial(_claim, span)))
        result.append(evolve(proposal, content=own) if own and own != proposal.content else proposal)
    return result


def _claim(span: Span, proposal: Proposal) -> tuple[bool, int]:
    """Return how strong the claim of a proposal to a span is, best first: it has no other content, its cue is near."""
    cue = proposal.cue[0]
    return len(proposal.content) > 1, max(span.start - cue.end, cue.start - span.end)


def _carried_on(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Add the quotations that continue direct contents; complete each part with its closing bracket or mark.

    A direct content has no outer marks, in any other they come in pairs: "{We won},", "{he was “tired”}".
    """
    owned = {q.span for proposal in proposals for span in proposal.content for q in page.quotations_over(span)}
    result = []
    for proposal in proposals:
        content = proposal.content
        if acts.is_mostly_quoted(page, content):
            inner = between(page, content, owned)
            content = merged((*inner, *content, *continued(page, content, proposal.cue[-1], owned)))
            content = tuple(part for span in content for part in _marked(page, span))
        else:
            content = tuple(with_marks(page, span) for span in content)
        source, content = (
            tuple(closed(page.text, part) for span in spans for part in _inside_alert(page, span))
            for spans in (proposal.source, content)
        )
        same = source == proposal.source and content == proposal.content
        result.append(proposal if same else evolve(proposal, source=source, content=content))
    return result


def _inside_alert(page: Page, span: Span) -> tuple[Span, ...]:
    """Return a span without the number or time of a line of a bulletin that it begins with: "(10:42) Police"."""
    alert = page.alert_at(span.start)
    start = max(span.start, alert.inner.start) if alert else span.start
    return (Span(start, span.end),) if start < span.end else (span,)


def _marked(page: Page, span: Span) -> tuple[Span, ...]:
    """Return a span of a direct content without its marks, and one that ends with a phrase in marks with both."""
    quotations = page.quotations_over(span)
    if len(quotations) == 1 and acts.completes_phrase(page.text, span, quotations[0].inner):
        return (with_marks(page, span),)
    return without_marks(page, span)


def _without_copies(page: Page, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals in text order without those of a headline or caption that the page prints once more."""
    kept: list[Proposal] = []
    seen: set[tuple[str, ...]] = set()
    for proposal in proposals:
        spans = (*proposal.source, *proposal.cue, *proposal.content)
        key = tuple(span.of(page.text) for span in spans)
        if key not in seen or page.part_kind(proposal.cue[0].start) == "body":
            kept.append(proposal)
        seen.add(key)
    return kept


def to_link(page: Page, proposal: Proposal) -> Link:
    """Return the link of a proposal, with its kind, its relays and its confidence."""
    text, proposal = page.text, with_relays(page, proposal)
    return Link(
        cue=Cue(proposal.cue, Passage.of(text, *proposal.cue).text, proposal.lemma),
        content=Content(proposal.content, Passage.of(text, *proposal.content).text),
        source=Source(proposal.source, Passage.of(text, *proposal.source).text) if proposal.source else None,
        kind=acts.kind_of(page, proposal.content),
        act=proposal.act,
        polarity=proposal.polarity,
        confidence=_confidence(proposal),
        evidence=Evidence(proposal.rule, proposal.source_path, proposal.content_path, proposal.scores),
        relays=tuple(Passage.of(text, *spans) for spans in proposal.relays),
        hedged=proposal.hedged,
    )


def _confidence(proposal: Proposal) -> float:
    """Return the calibrated product of the network's probabilities, or the share of right links of the rule."""
    return round(calibrated(prod(proposal.scores.values())), 4) if proposal.scores else prior(proposal.rule)
