"""Constraints on the parts of a claim, and on all claims of a page together.

A part is a list of word numbers of the document where the network proposes it, and spans of the text afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby

from attrs import evolve, field, frozen

from quoteattr.lexicon.cues import citing_words, entries_of, verbs, word_list
from quoteattr.link.clauses import is_listed, is_passive, is_time
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.polarity import is_idiom
from quoteattr.link.relays import is_medium
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["Words", "consistent", "is_object", "reports_nothing"]


_OF_NOUNS = frozenset({"case", "det", "amod", "compound", "nummod"})
_OPENING = _OF_NOUNS | {"mark", "cc", "aux", "cop"}


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
        while first < anchor and (
            self.words[first].upos == "DET" or self.words[first].relation == "expl" or self._closes_name(first)
        ):
            first += 1
        return list(range(first, last + 1))

    def _is_said_of_object(self, number: int, anchor: int) -> bool:
        """Return True for the preposition of what is said of an object: "accused {of lying}"."""
        cue, word = self.words[anchor], self.words[number]
        entries = entries_of(cue, verbs()) if cue.upos == "VERB" else ()
        judges = bool(entries) and all(entry.takes == {"object"} for entry in entries)
        return judges and word.text.lower() == "of"

    def source(self, run: list[int], anchor: int, cue: Collection[int]) -> list[int]:
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
        run = self._in_relative_clause(run, anchor)
        while len(run) > 1 and (self.words[run[0]].upos == "ADP" or self._is_time_before_name(*run[:2])):
            run = run[1:]
        run = self._completed(run, run, cue, last=True)
        return [*run, run[-1] + 1] if run and self._closes_name(run[-1] + 1) else run

    def _in_relative_clause(self, run: list[int], anchor: int) -> list[int]:
        """Return a source without the antecedent of its clause: "(the union,) whose president said {it rained}".

        Nor with what a preposition before it governs: "(For the union,) president Ida Vale said {it rained}".
        """
        for number in run:
            word = self.words[number]
            owned = number + word.head - word.index
            above = owned + self.words[owned].head - self.words[owned].index
            apposed = self.words[owned].relation == "appos" and above < number
            if (
                word.text.lower() == "whose"
                and (above == anchor or apposed)
                and not self._has_predicate(number, anchor)
            ):
                return [each for each in run if each >= number]
        return self._without_adverbial(run, anchor)

    def _has_predicate(self, whose: int, anchor: int) -> bool:
        """Return True for "whose" in "Ida Vale, whose son drowned in May, said": its clause ends before the cue."""
        above = [each.index for each in self.sentences[anchor].ancestors(self.words[anchor])]  # "went on to say"
        for word in self.words[whose + 1 : anchor]:
            if is_listed(word, "relatives"):
                return False
            verbal = word.upos in ("VERB", "AUX") and word.relation != "aux" and word.xpos not in ("VBN", "VBG")
            if verbal and word.index not in above:
                return True
        return False

    def _without_adverbial(self, run: list[int], anchor: int) -> list[int]:
        case = self.words[run[0] - 1] if run and run[0] and run[0] < anchor else None
        if case is None or case.relation != "case" or self.words[anchor].upos != "VERB":
            return run
        governed = run[0] - 1 + case.head - case.index
        apposed = [number for number, word in self._below(governed, "appos") if number in run]
        oblique = self.words[governed].relation == "obl" and not is_passive(self.sentences[anchor], self.words[anchor])
        return [each for each in run if each >= apposed[0]] if oblique and apposed else run

    def _closes_name(self, number: int) -> bool:
        return number < len(self.words) and self.sentences[number].closes_name(self.words[number])

    def _completed(self, run: list[int], part: Collection[int], taken: Collection[int], *, last: bool) -> list[int]:
        """Return a range of a part, changed so that it does not end within a phrase.

        After a preposition, an article or an adjective it continues to the noun ("killed in the" + "crash"), unless a
        word up to the noun is ``taken``, that is, belongs to another part of the claim. A word of this kind, a
        conjunction ("it is late" without "and") or an auxiliary is removed otherwise from the end of the last range.
        """
        shortened = False  # a word that was removed is not added again
        while len(run) > 1:
            word = self.words[run[-1]]
            head = run[-1] + word.head - word.index
            if word.head < word.index or head in part or word.relation not in _OPENING or word.upos == "VERB":
                break
            rest = range(run[-1] + 1, head + 1)
            if word.relation in _OF_NOUNS and not shortened and not any(number in taken for number in rest):
                run = [*run, *rest]
            elif last:
                run, shortened = run[:-1], True
            else:
                break
        return run

    def _is_time_before_name(self, first: int, second: int) -> bool:
        time = self.words[first]
        around = (each for each in self.sentences[first].entities if each.first <= time.index < each.last - 1)
        if any(each.label.upper().startswith("PER") for each in around):  # "said April Baker"
            return False
        return is_time(time) and time.relation != "compound" and self.words[second].upos == "PROPN"

    def content(self, runs: Iterable[Iterable[int]], anchor: int, last: int, taken: Collection[int]) -> list[int]:
        """Return a content in the part of its cue, with its preposition, in whole phrases, no longer than its clause.

        Args:
            runs: Its ranges.
            anchor: The main word of its cue.
            last: The last word of its cue.
            taken: The words of cue and source.
        """
        trimmed = [self._in_part(list(run), anchor, last) for run in runs]
        said = {number for run in trimmed for number in run}
        whole = (self._completed(run, said, taken, last=run is trimmed[-1]) for run in trimmed)
        return [number for run in whole for number in run]

    def without_fragments(self, said: Sequence[int], anchor: int) -> list[int]:
        """Return a content without fragments of other sentences than its cue's: of these it has all, or quotations."""
        kept: list[int] = []
        for _, group in groupby(said, key=self._first):
            numbers = [*group]
            sentence = self.sentences[numbers[0]]
            inside = sum(self.words[number].upos != "PUNCT" for number in numbers)
            whole = sentence is self.sentences[anchor] or inside == sum(word.upos != "PUNCT" for word in sentence.words)
            quotations = self.page.quotations
            kept += [n for n in numbers if whole or quotations.at(self.words[n].span.start) is not None]
        return kept

    def _first(self, number: int) -> int:
        """Return the number of the first word of the sentence of a word."""
        return number - self.words[number].index

    def _in_part(self, run: list[int], anchor: int, last: int) -> list[int]:
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
    if cue.text.lower() in citing_words() and _is_reporting_medium(sentence, source):
        return True
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


def _is_reporting_medium(sentence: Sentence, source: Sequence[Span]) -> bool:
    """Return True for the medium of "Reuters reported, citing two officials, …": these are the source of its report."""
    named = [word for span in source for word in sentence.words_in(span)]
    head = sentence.head_of(named) if named else None
    verb = sentence.parent(head) if head is not None else None
    return head is not None and verb is not None and bool(entries_of(verb, verbs())) and is_medium(sentence, head)


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
