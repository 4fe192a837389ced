"""Constraints on the parts of a claim, and on all claims of a page together.

A part is a list of word numbers of the document where the network proposes it, and spans of the text afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from quoteattr.lexicon.cues import entries_of, verbs, word_list
from quoteattr.link.clauses import is_listed, is_passive, is_time
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.polarity import is_idiom
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["Words", "consistent", "is_object", "reports_nothing"]


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

    def _below(self, anchor: int, *relations: str) -> Iterator[tuple[int, int]]:
        """Yield the first word and the head of each dependent of a word with one of some relations."""
        sentence, word = self.sentences[anchor], self.words[anchor]
        for child in sentence.children(word, *relations):
            yield anchor - word.index + sentence.descendants(child)[0].index, anchor - word.index + child.index

    def cue(self, first: int, last: int, anchor: int) -> list[int]:
        """Return a cue without time, occasion, article: "said (last) week", "said (in a statement)", "(The) claim"."""
        for begin, head in self._below(anchor, "obl"):
            word = self.words[head]
            if head > anchor and (is_time(word) or (word.upos == "NOUN" and head <= last)):
                last = max(anchor, min(last, begin - 1))
        while last > anchor and self._is_said_of_object(last, anchor):
            last -= 1
        while first < anchor and (self.words[first].upos == "DET" or self.words[first].relation == "expl"):
            first += 1
        return list(range(first, last + 1))

    def _is_said_of_object(self, number: int, anchor: int) -> bool:
        """Return True for the preposition of what is said of an object: "accused {of lying}"."""
        cue, word = self.words[anchor], self.words[number]
        entries = entries_of(cue, verbs()) if cue.upos == "VERB" else ()
        judges = bool(entries) and all(entry.takes == {"object"} for entry in entries)
        return judges and word.text.lower() == "of"

    def source(self, run: list[int], anchor: int) -> list[int]:
        """Return a source in one sentence, without what depends on the cue: "wrote Mia Thorne (in her book)".

        Phrases with "of" are kept: they rarely depend on a verb of saying. Nor does a source begin with a preposition
        or a time: "rejected (by) the minister", "said (Friday) Ana Ruiz".
        """
        for first, _ in self._below(anchor, "obl", "advcl") if run and run[0] > anchor else ():
            if run[0] < first <= run[-1] and not is_listed(self.words[first], "of_names"):
                run = [number for number in run if number < first]
        run = self._in_one_part(run, anchor)
        near = min(run, key=lambda number: abs(number - anchor), default=anchor)
        run = [number for number in run if self.sentences[number] is self.sentences[near]]
        while len(run) > 1 and (self.words[run[0]].upos == "ADP" or self._is_time_before_name(*run[:2])):
            run = run[1:]
        return run

    def _is_time_before_name(self, first: int, second: int) -> bool:
        time = self.words[first]
        return is_time(time) and time.relation != "compound" and self.words[second].upos == "PROPN"

    def content(self, run: list[int], anchor: int, last: int) -> list[int]:
        """Return a content in the part of its cue, with its preposition, and no longer than its clause."""
        run = self._in_one_part(run, anchor)
        if run and run[0] == last + 2 and self._is_said_of_object(last + 1, anchor):
            run = [last + 1, *run]
        return self._to_main_verb(run) if run and self.words[run[0]].text.lower() == "that" else run

    def _to_main_verb(self, run: list[int]) -> list[int]:
        """Return a clause up to the verb that governs its cue: "fear {that the dam would burst} grew".

        It is a verb right after a verb with an auxiliary, which does not govern it, as in "would help build".
        """
        words, sentence = self.words, self.sentences[run[0]]
        for position, number in enumerate(run[2:], 2):
            before = words[number - 1]
            verbal = (words[number - 2].upos, before.upos, words[number].upos) == ("AUX", "VERB", "VERB")
            if verbal and self.sentences[number] is sentence and words[number].head != before.index:
                return run[:position]
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
    naming = is_listed(cue, "naming")
    if name:
        label = cue.text == ":" and name.lower() in word_list("labels")
        before = sentence.words[: cue.index][-1:]
        measure = cue.text.lower() == "according" and (
            name.lower() in word_list("measures") or any(is_listed(word, "scriptures") for word in before)
        )
        if label or measure or is_idiom(sentence, cue, name):
            return True
    elif naming and (is_passive(sentence, cue) or cue.xpos == "VBN"):
        return True
    said = [word for span in content for word in sentence.words_in(span)]
    if is_listed(cue, "wishing_anonymity") and len(said) <= 6 and any(is_listed(word, "anonymity") for word in said):
        return True
    return naming and is_object(page, sentence, cue, content)


def is_object(page: ClaimText, sentence: Sentence, cue: Word, content: Sequence[Span]) -> bool:
    """Return True where nothing is said of the object: "named {a new chair}", not "called {the plan reckless}"."""
    said = [word for span in content for word in sentence.words_in(span)]
    head = sentence.head_of(said) if said else cue
    if head.relation != "obj" or head.head != cue.index or said[0].index != cue.index + 1 or cue.relation == "acl":
        return False
    below = sentence.descendants(head, without=("xcomp", "ccomp", "acl"))
    whole = len(content) == 1 and not page.quotations.over(content[0])
    return whole and all(word in below and word.text.lower() != "as" for word in said)


# All claims together


def consistent(page: ClaimText, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that have a content, one for each cue, with contents that do not overlap."""
    kept: dict[tuple[Span, ...], Proposal] = {}
    for proposal in proposals:
        if proposal.cue and proposal.content and proposal.content != proposal.source:
            kept.setdefault(proposal.cue, proposal)
    return _uninterrupted(_one_owner(_after_claims_before(page, list(kept.values()))))


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


def _uninterrupted(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return sources without a claim that interrupts theirs: "[The bank]s, Lee said, [denied]c {it}"."""
    result = sorted(proposals, key=lambda proposal: proposal.cue[0].start)
    starts = [proposal.cue[0].start for proposal in result]
    for outer in proposals:
        for span in outer.content if len(outer.content) > 1 else ():
            for number in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                pairs = [(own, around) for own in result[number].source for around in outer.content]
                inside = [Span(max(a.start, b.start), min(a.end, b.end)) for a, b in pairs if a.overlaps(b)]
                result[number] = evolve(result[number], source=tuple(inside)) if inside else result[number]
    return result
