"""Constraints on the parts of a claim, and on all claims of a page together.

A part is a list of word numbers of the document where the network proposes it, and spans of the text afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from quoteattr.lexicon.cues import word_list
from quoteattr.link.clauses import after_time, first_after, is_passive, is_time
from quoteattr.link.page import ClaimText
from quoteattr.link.polarity import is_idiom
from quoteattr.link.proposal import Proposal
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["Words", "consistent", "reports_nothing"]


@frozen(eq=False)
class Words:
    """All words of a page by their number in the document, and the functions that trim cue, source and content."""

    page: ClaimText
    words: tuple[Word, ...] = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)

    @classmethod
    def of(cls, page: ClaimText) -> Words:
        pairs = [(word, sentence) for sentence in page.sentences for word in sentence.words]
        return cls(page, tuple(word for word, _ in pairs), tuple(sentence for _, sentence in pairs))

    def cue(self, first: int, last: int, anchor: int) -> list[int]:
        """Return a cue without time, occasion, article: "said (last) week", "said (in a statement)", "(The) claim"."""
        for begin, head in self._circumstances(anchor):
            if is_time(self.words[head]) or head <= last:
                last = max(anchor, min(last, begin - 1))
        while first < anchor and (self.words[first].upos == "DET" or self.words[first].relation == "expl"):
            first += 1
        return list(range(first, last + 1))

    def _circumstances(self, anchor: int) -> Iterator[tuple[int, int]]:
        """Yield the first word and the head of each time or occasion after a cue that depends on it: "on Monday"."""
        sentence, cue = self.sentences[anchor], self.words[anchor]
        for child in sentence.children(cue, "obl"):
            if child.index > cue.index and (child.upos == "NOUN" or is_time(child)):
                yield anchor + sentence.descendants(child)[0].index - cue.index, anchor + child.index - cue.index

    def source(self, run: list[int], cue: Sequence[int], anchor: int) -> list[int]:
        """Return a source in one sentence, without what depends on the cue: "wrote Mia Thorne (in her book)".

        Phrases with "of" are kept: they rarely depend on a verb of saying. Nor does a source begin with a preposition
        or a time: "rejected (by) the minister", "said (Friday) Ana Ruiz".
        """
        sentence, verb = self.sentences[anchor], self.words[anchor]
        for child in sentence.children(verb, "obl", "advcl") if run and run[0] > anchor else ():
            first = anchor - verb.index + sentence.descendants(child)[0].index
            if run[0] < first <= run[-1] and self.words[first].text.lower() not in word_list("of_names"):
                run = [number for number in run if number < first]
        near = min(run, key=lambda number: abs(number - anchor), default=anchor)
        run = [number for number in run if self.sentences[number] is self.sentences[near]]
        while len(run) > 1 and (self.words[run[0]].upos == "ADP" or self._is_time_before_name(*run[:2])):
            run = run[1:]
        return run

    def _is_time_before_name(self, first: int, second: int) -> bool:
        time = self.words[first]
        return is_time(time) and time.relation != "compound" and self.words[second].upos == "PROPN"

    def content(self, run: list[int], anchor: int) -> list[int]:
        """Return a content in the part of the page of its cue, without time and mark, to the end of the clause."""
        run = self._in_one_part(run, anchor)
        sentence, cue = self.sentences[anchor], self.words[anchor]
        own = [self.words[number] for number in run if self.sentences[number] is sentence]
        if not own or run[0] < anchor or self.sentences[run[0]] is not sentence:
            return run
        kept = after_time(sentence, tuple(own), cue, cue)
        if kept[0].text.lower() == "that" and kept[0].upos == "SCONJ":
            kept = tuple(word for word in kept if word.index >= first_after(sentence, cue, kept[0])) or kept
        run = run[len(own) - len(kept) :]
        if cue.upos in ("NOUN", "PROPN"):  # "His claim {it rained} drew laughter"
            last = sentence.descendants(cue)[-1].index
            above = {word.index for word in sentence.ancestors(cue) if word.index > last}
            if any(word.index in above for word in kept):
                run = [number for number in run if number <= anchor + last - cue.index] or run
        return run

    def _in_one_part(self, run: list[int], anchor: int) -> list[int]:
        """Return the words in the alert, or the kind of part, of the cue: no content reaches back into the headline."""
        start = self.words[anchor].span.start
        alert, kind = self.page.alerts.at(start), self.page.part_kind(start)
        if alert is not None:
            return [number for number in run if alert.inner.contains(self.words[number].span)]
        if all(self.page.part_kind(self.words[number].span.start) == kind for number in (*run[:1], *run[-1:])):
            return run
        return [number for number in run if self.page.part_kind(self.words[number].span.start) == kind]


# Constructions that report nothing


def reports_nothing(
    page: ClaimText, sentence: Sentence, cue: Word, source: Sequence[Span], content: Sequence[Span]
) -> bool:
    """Return True if the cue word reports nothing here.

    Examples: "Explainer: {…}", "according to plan", "You might say {…}", "The rocket, nicknamed “Goat”",
    "asked not to be named", "named {a new chair}".
    """
    name = " ".join(span.of(page.text) for span in source)
    lemma, naming = cue.lemma.lower(), cue.lemma.lower() in word_list("naming")
    if name:
        label = cue.text == ":" and name.lower() in word_list("labels")
        measure = cue.text.lower() == "according" and name.lower() in word_list("measures")
        if label or measure or is_idiom(sentence, cue, name):
            return True
    elif naming and (is_passive(sentence, cue) or cue.xpos == "VBN"):
        return True
    said = [word for span in content for word in sentence.words_in(span)]
    forms = {word.text.lower() for word in said}
    if lemma in word_list("wishing_anonymity") and len(said) <= 6 and not word_list("anonymity").isdisjoint(forms):
        return True
    return naming and _is_name_only(page, sentence, cue, content, said)


def _is_name_only(
    page: ClaimText, sentence: Sentence, cue: Word, content: Sequence[Span], said: Sequence[Word]
) -> bool:
    """Return True where nothing is said of the object: "named {a new chair}", not "called {the plan reckless}"."""
    if (
        not said
        or len(content) > 1
        or cue.relation == "acl"
        or is_passive(sentence, cue)
        or page.quotations.over(content[0])
    ):
        return False
    head = sentence.head_of(said)
    if head.relation != "obj" or head.head != cue.index or said[0].index != cue.index + 1 or said[0].upos == "ADP":
        return False
    below = {word.index for word in sentence.descendants(head, without=("xcomp", "ccomp", "acl"))}
    return all(word.index in below and word.text.lower() != "as" for word in said)


# All claims together


def consistent(page: ClaimText, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that have a content, one for each cue, with contents that do not overlap."""
    kept: dict[tuple[Span, ...], Proposal] = {}
    for proposal in proposals:
        if proposal.cue and proposal.content and proposal.content != proposal.source:
            kept.setdefault(proposal.cue, proposal)
    return _one_owner(_after_claims_before(page, list(kept.values())))


def _with_content(proposal: Proposal, content: tuple[Span, ...]) -> Proposal:
    return evolve(proposal, content=content) if content and content != proposal.content else proposal


def _after_claims_before(page: ClaimText, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return contents without earlier sentences that have a cue of their own, outside quotations.

    "The bank will cut jobs, Lee said. {He asked for patience}, the BBC reported.": the BBC's content begins after Lee.
    """
    starts = (proposal.cue[0].start for proposal in proposals)
    cues = sorted(start for start in starts if page.quotations.at(start) is None)
    result = []
    for proposal in proposals:
        content = proposal.content
        # a dash between two sentences is a cue in neither
        begins = next((each.span.start for each in page.sentences.over(proposal.cue[0])), content[0].start)
        if bisect_left(cues, content[0].start) < bisect_left(cues, begins):
            content = tuple(Span(max(span.start, begins), span.end) for span in content if span.end > begins)
        result.append(_with_content(proposal, content))
    return result


def _one_owner(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Assign a span that several proposals claim to the nearest cue; the others keep the rest of their content.

    "“{It rained},” the book said. “{It snowed},” Lee wrote.": Lee's content does not reach back to the first.
    """
    owners: dict[Span, tuple[tuple[bool, int], Proposal]] = {}
    for proposal in proposals:
        cue = proposal.cue[0]
        for span in proposal.content:
            claim = len(proposal.content) > 1, max(span.start - cue.end, cue.start - span.end)
            if span not in owners or claim < owners[span][0]:
                owners[span] = claim, proposal
    return [
        _with_content(proposal, tuple(span for span in proposal.content if owners[span][1] is proposal))
        for proposal in proposals
    ]
