"""Boundaries of the network's spans: trim words that the tree attaches elsewhere.

A span is a list of word numbers in the document here. The network scores each word by itself, so that times,
occasions and stray function words may be included in a span.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from attrs import field, frozen

from quoteattr.link.clauses import after_time, first_after, is_punctuation, is_that, is_time
from quoteattr.link.entries import listed
from quoteattr.link.page import Page
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["Words"]

_INSIDE = frozenset({"acl", "advcl"})  # relations of clauses that end before their governor may continue


@frozen(eq=False)
class Words:
    """All words of a page by their number in the document."""

    page: Page
    sentences: tuple[Sentence, ...]
    words: tuple[Word, ...] = field(repr=False)

    @classmethod
    def of(cls, page: Page) -> Words:
        around = (repeat(sentence, len(sentence)) for sentence in page.sentences)
        words = (sentence.words for sentence in page.sentences)
        return cls(page, tuple(chain.from_iterable(around)), tuple(chain.from_iterable(words)))

    def spans(self, numbers: Sequence[int]) -> tuple[Span, ...]:
        """Return the spans of some words; punctuation at their ends is left out, between them it joins."""
        runs: list[tuple[Word, Word]] = []
        last = -1
        for number in numbers:
            word = self.words[number]
            if is_punctuation(word):
                continue
            if runs and all(map(is_punctuation, self.words[last + 1 : number])):
                runs[-1] = (runs[-1][0], word)
            else:
                runs.append((word, word))
            last = number
        return tuple(Span(first.span.start, final.span.end) for first, final in runs)

    def _after_time(self, run: list[int], anchor: int) -> list[int]:
        """Trim the time of the cue from a span that follows the cue: "said (last week) the two would"."""
        sentence, cue = self.sentences[anchor], self.words[anchor]
        own = tuple(self.words[number] for number in run if self.sentences[number] is sentence)
        if not own or own[0].index != cue.index + 1:
            return run
        for child in sentence.children(cue, "obl", "advmod", "nmod"):
            below = sentence.descendants(child)
            if below[0].index == own[0].index and is_time(child):
                return run[len(below) :] or run
        kept = after_time(sentence, own, sentence.head_of(own), cue)
        return run[len(own) - len(kept) :]

    def whole_phrase(self, run: list[int], cue: int) -> list[int]:
        """Return a source without what no noun phrase begins with, ``cue`` being the first word of its cue.

        "rejected (by) the minister", "said (Friday) Ana Ruiz".
        """
        run = self._on_one_line(run, cue)
        while len(run) > 1 and (self.words[run[0]].upos == "ADP" or self._is_time_before_name(run)):
            run = run[1:]
        return run

    def before_circumstance(self, run: list[int], anchor: int) -> list[int]:
        """Trim the dependents of the verb from a source after it: "wrote Mia Thorne (in her book)".

        Phrases with "of" are kept: they rarely depend on a verb of saying.
        """
        if not run or run[0] < anchor:
            return run
        sentence, verb = self.sentences[anchor], self.words[anchor]
        for child in sentence.children(verb, "obl", "advcl"):
            first = anchor - verb.index + sentence.descendants(child)[0].index
            if run[0] < first <= run[-1] and self.words[first].text.lower() not in listed("of_names"):
                run = [number for number in run if number < first]
        return run

    def _on_one_line(self, run: list[int], cue: int) -> list[int]:
        """Return the words of the line nearest to the cue: a caption's label above a name is no part of it."""
        lines: list[list[int]] = [[]]
        for before, number in zip([None, *run], run, strict=False):
            gap = Span(self.words[before].span.end, self.words[number].span.start) if before is not None else None
            apart = before is not None and self.sentences[before] is not self.sentences[number]
            if apart and gap is not None and "\n" in gap.of(self.page.text):
                lines.append([])
            lines[-1].append(number)
        return min(lines, key=lambda line: min((abs(number - cue) for number in line), default=0))

    def _is_time_before_name(self, run: list[int]) -> bool:
        first, second = self.words[run[0]], self.words[run[1]]
        time = first.text.lower() in listed("times") and first.text[:1].isupper() and first.relation != "compound"
        return time and second.upos == "PROPN"

    def before_occasion(self, anchor: int, last: int) -> int:
        """Return the last word of a cue before an occasion or time attached to its verb: "in a talk", "on Monday"."""
        sentence, verb = self.sentences[anchor], self.words[anchor]
        for child in sentence.children(verb, "obl"):
            occasion = child.upos == "NOUN" or is_time(child)
            if occasion and 0 < child.index - verb.index <= last - anchor:
                first = sentence.descendants(child)[0].index
                return anchor + max(0, first - 1 - verb.index)
        return last

    def opens_phrase(self, number: int) -> bool:
        """Return True for "The" of "The claim" and "It" of "It was reported", which are no part of a cue."""
        return self.words[number].upos == "DET" or self.words[number].relation == "expl"

    def opens_time(self, number: int) -> bool:
        """Return True for a word that modifies a time directly after it: "last" of "last week"."""
        sentence, word = self.sentences[number], self.words[number]
        head = sentence.parent(word)
        return head is not None and head.index > word.index and is_time(head)

    def own_content(self, run: list[int], anchor: int) -> list[int]:
        """Trim a content to its own words; empty where nothing is left.

        These are in the same part of the page, without the time of the cue, up to the end of the clause.
        """
        run = self._in_one_part(run, anchor)
        return self._to_the_clause_end(self._after_mark(self._after_time(run, anchor), anchor), anchor) if run else run

    def _in_one_part(self, run: list[int], anchor: int) -> list[int]:
        """Trim words of other kinds of parts: no content of the body reaches back into the headline."""
        alert = self.page.alert_at(self.words[anchor].span.start)
        if alert is not None:
            run = [number for number in run if alert.inner.contains(self.words[number].span)]
            if not run:
                return run
        kinds = [self.page.part_kind(self.words[number].span.start) for number in (anchor, run[0], run[-1])]
        if len(set(kinds)) == 1:
            return run
        return [number for number in run if self.page.part_kind(self.words[number].span.start) == kinds[0]]

    def _to_the_clause_end(self, run: list[int], anchor: int) -> list[int]:
        """Trim a content after a cue inside a larger clause to its own end: "His claim {it rained} drew laughter"."""
        sentence, cue = self.sentences[anchor], self.words[anchor]
        if run[0] < anchor or (cue.relation not in _INSIDE and cue.upos not in ("NOUN", "PROPN")):
            return run
        last = sentence.descendants(cue)[-1].index
        above = {word.index for word in sentence.ancestors(cue) if word.index > last}
        if not any(self.sentences[number] is sentence and self.words[number].index in above for number in run):
            return run
        return [number for number in run if number <= anchor + last - cue.index] or run

    def _after_mark(self, run: list[int], anchor: int) -> list[int]:
        """Trim the mark from a content where a time is between it and the cue: "said last week (that) {it rained}"."""
        first, sentence = self.words[run[0]], self.sentences[anchor]
        if run[0] < anchor or not is_that(first) or self.sentences[run[0]] is not sentence:
            return run
        return run[first_after(sentence, self.words[anchor], first) - first.index :] or run
