"""Claims inside claims: "[Lee]s [said]c {[the bank]s [warned]c {that rates would rise}}".

The corpus that the network was trained on does not mark them. The content of a claim is therefore read as a text of its
own by the rules over the tree; cue and source of an inner claim are inside one span of that content. Claims inside
quotation marks ("“The bank warned us,” Lee said") are left to their speaker unless callers ask for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import evolve

from quoteattr.lexicon.cues import entries_of, verbs
from quoteattr.limits import checked
from quoteattr.link import candidates
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.quotations import with_marks
from quoteattr.model import Cover, Link, Span
from quoteattr.tree import Sentence, Word

__all__ = ["inner_claims", "placed"]


def inner_claims(page: ClaimText, links: Sequence[Link], quoted: Sequence[Proposal] = ()) -> Iterator[Proposal]:
    """Yield the claims inside the contents of links.

    ``quoted`` are proposals whose cues are inside quotation marks, to be kept where they are inside a content.
    """
    taken = {edge for link in links if link.cue for edge in (*(span.start for span in link.cue.spans), link.cue.end)}
    proposals: defaultdict[int, list[Proposal]] = defaultdict(list)
    for proposal in quoted:
        proposals[page.sentences.over(proposal.cue[0])[0].span.start].append(proposal)
    contents = Cover(span for link in links for span in link.content.spans)

    def wanted(cue: Word) -> bool:
        return contents.contains(cue.span) and not {cue.span.start, cue.span.end} & taken

    read: set[int] = set()
    for around in checked(links, page.checkpoint):
        for span in around.content.spans:
            for sentence in page.sentences.over(span):
                start = sentence.span.start
                if start not in read:
                    read.add(start)
                    proposals[start] += candidates.of_sentence(page, sentence, wanted)
                for proposal in proposals[start]:
                    inner = _within(page, sentence, span, proposal)
                    if inner is not None and not inner.edges & taken:
                        taken |= inner.edges
                        yield inner


def placed(page: ClaimText, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links in text order; each knows in which one it is nested, and whether its cue is quoted."""
    found = sorted(links, key=lambda link: (link.start, link.content.start))
    result = []
    for link, outer in zip(found, _outer(found), strict=True):
        quotation = page.quotations.at(link.cue.start) if link.cue and not link.borrowed else None
        # in "they had “insisted” that {it rained}" the cue is quoted, and the claim is not
        said = quotation is not None and any(quotation.span.overlaps(span) for span in link.content.spans)
        inside = quotation is not None and quotation.speech and said
        result.append(evolve(link, nested_in=outer, inside_quotation=inside))
    return tuple(result)


def _is_weak(sentence: Sentence, proposal: Proposal) -> bool:
    """Return True for "refused {to drop the gun}", "chose to offer {help}", but not for "refused {to comment}"."""
    if proposal.rule in ("object + governor", "object + noun"):
        return True
    words = sentence.words_in(proposal.content[0])[:2]
    return proposal.polarity == "declined" and not any(entries_of(word, verbs()) for word in words)


def _within(page: ClaimText, sentence: Sentence, span: Span, proposal: Proposal) -> Proposal | None:
    """Return a proposal cut to a span of an outer content, or None if its cue or source is outside or it is weak."""
    inside = all(span.contains(part) for part in (*proposal.cue, *proposal.source))
    if not inside or not proposal.source or _is_weak(sentence, proposal):
        return None
    own = (part for part in proposal.content if part.overlaps(span))
    clipped = (Span(max(part.start, span.start), min(part.end, span.end)) for part in own)
    content = tuple(with_marks(page, part) for part in clipped)
    if not content or content == (span,):
        return None
    return evolve(proposal, content=content, rule=f"nested, {proposal.rule}")


def _outer(links: Sequence[Link]) -> Iterator[int | None]:
    """For each link the number of the link with the smallest content around its cue.

    An outer content is longer than the inner one, so that no two links are nested in each other.
    """
    lengths = [sum(len(span) for span in link.content.spans) for link in links]
    ahead = sorted(((span, number) for number, link in enumerate(links) for span in link.content.spans), reverse=True)
    around: list[tuple[Span, int]] = []
    for number, link in enumerate(links):
        cue = link.cue
        if cue is None or link.borrowed:
            yield None
            continue
        while ahead and ahead[-1][0].start <= cue.start:
            around.append(ahead.pop())
        around = [pair for pair in around if cue.start < pair[0].end]
        outer = [
            (len(span), other) for span, other in around
            if other != number and span.end >= cue.end and lengths[other] > lengths[number]
        ]  # fmt: skip
        yield min(outer)[1] if outer else None
