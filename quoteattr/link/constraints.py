"""Constraints on the parts of a claim, and on all claims of a page together.

A part is a list of word numbers of the document where the network proposes it, and spans of the text afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby

from attrs import evolve, field, frozen

from quoteattr.lexicon.cues import (
    citing_words,
    document_nouns,
    entries_of,
    first_words,
    speaking_nouns,
    verb_list,
    verbs,
    word_list,
)
from quoteattr.lexicon.outlets import known
from quoteattr.link.clauses import (
    after_preposition,
    agent_of,
    dependent,
    following,
    has_verb,
    is_among,
    is_apart,
    is_infinitive,
    is_listed,
    is_named,
    is_passive,
    is_time,
    quotes,
    subject_of,
    verb_entries,
)
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.relays import cites_as_medium, is_person
from quoteattr.model import Passage, Span
from quoteattr.tree import Sentence, Word

_NOMINAL = frozenset(("ADJ", "DET", "NOUN", "PROPN"))  # the tags of words that may begin a noun phrase
_LINE_ENDS = frozenset(".:?!;,…—–\"”’»'")
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
            if head > anchor and (is_time(word) or (word.upos == "NOUN" and (head <= last or anchor < begin < last))):
                last = max(anchor, min(last, begin - 1))
        for begin, head in self._below(anchor, "obj"):  # "offered no comment on {the fire}"
            topic = is_listed(self.words[head], "comments") or is_listed(self.words[head], "details")
            no = begin == anchor + 1 and self.words[begin].text.lower() == "no"
            after = self.sentences[head].words[self.words[head].index + 1 :][:1]
            if topic and no and any(word.relation == "case" for word in after):
                last = max(last, head + 1)
        plea = [word.text.lower() for word in self.words[anchor + 1 : anchor + 4]]
        if self.words[anchor].base == "plead" and plea == ["not", "guilty", "to"]:
            last = max(last, anchor + 2)
        words = self.words
        ends = (n for n in range(last, anchor, -1) if not self._is_said_of_object(n, anchor))
        last = next((n for n in ends if words[n].relation != "det" or self._head(n) <= n), anchor)
        begins = (
            n for n in range(first, anchor) if words[n].upos != "DET" and words[n].relation not in ("expl", "nsubj")
        )
        first = next((n for n in begins if not self._closes_name(n)), anchor)
        interviewed = anchor - first >= 2 and self.after_interview(anchor - 2) is not None
        return list(range(anchor if interviewed else first, last + 1))

    def after_interview(self, number: int) -> int | None:
        """Return the cue after a verb by which a medium interviews its source: "a foreman Reuters spoke to [said]c"."""
        if not is_listed(self.words[number], "interviewing"):
            return None
        after = self.sentences[number].words[self.words[number].index + 1 :][:2]
        spoken_to = len(after) == 2 and after[0].text.lower() in ("to", "with") and bool(entries_of(after[1], verbs()))
        return number + 2 if spoken_to and after[1].upos == "VERB" and after[1].xpos != "VBG" else None

    def _is_said_of_object(self, number: int, anchor: int) -> bool:
        """Return True for the preposition of what is said of an object: "accused {of lying}"."""
        cue = self.words[anchor]
        entries = entries_of(cue, verbs()) if cue.upos == "VERB" and self.words[number].text.lower() == "of" else ()
        return bool(entries) and all(entry.takes == {"object"} for entry in entries)

    def source(self, run: list[int], anchor: int, cue: Collection[int]) -> list[int]:
        """Return a source in one sentence, without adjuncts of the cue: "(Friday) Ana Ruiz", "Mia Lee (in a book)"."""
        for first, _ in self._below(anchor, "obl", "advcl") if run and run[0] > anchor else ():
            if run[0] < first <= run[-1] and not is_listed(self.words[first], "of_names"):
                run = [number for number in run if number < first]
        run = self._in_one_part(run, anchor)
        between = [word.text.lower() for word in self.words[anchor + 1 : run[0]]] if run else []
        if "as" in between[:1] and "by" not in between and is_passive(self.sentences[anchor], self.words[anchor]):
            return []  # "were identified as Ida Vale and Omar Stone"
        if len(run) > 1 and run[-1] + 1 == anchor and is_time(self.words[run[-1]]):  # "[Kestrel Foods]s (today) said"
            begins = next((n for n, head in self._below(anchor, "obl", "advmod") if head == run[-1]), run[-1] + 1)
            released = self.words[begins - 1].upos == "VERB"  # "a poll released Friday"
            run = [number for number in run if released or number < begins]
        near = min(run, key=lambda number: abs(number - anchor), default=anchor)
        run = [number for number in run if self.sentences[number] is self.sentences[near]]
        run = self._without_fronted(self._in_relative_clause(run, anchor), anchor)
        while len(run) > 1 and (self.words[run[0]].upos == "ADP" or self._is_relative_before_noun(*run[:2])):
            run = run[1:]
        run = self._completed(run, run, cue, last=True)
        for part in self.modifiers(run, anchor):
            if run[-1] == part[0]:  # "an aide" of "an aide, who", but all of "an aide, who left in May"
                run = [number for number in run if number < part[0]]
            elif run[-1] in part:
                run = [*run, *range(run[-1] + 1, part[-1] + 1)]
        if run and self.words[anchor].text.lower() in first_words():
            run = run[: self._time_after(run)]
        run = self._with_name_before(self._with_day(run), cue)
        if run and run[-1] + 3 == anchor and self.after_interview(run[-1] + 1) == anchor:
            run = [*run, run[-1] + 1, run[-1] + 2]
        return [*run, run[-1] + 1] if run and self._closes_name(run[-1] + 1) else run

    def _with_day(self, run: list[int]) -> list[int]:
        """Return a source with the day that ends the name of its outlet: "[The Mail (on Sunday)]s [said]c"."""
        after = range(run[-1] + 1, run[-1] + 3) if run else ()
        if not after or after[-1] >= len(self.words) or self.words[after[0]].text != "on":
            return run
        whole = [*run, *after]
        return whole if known(" ".join(self.words[number].text for number in whole)) else run

    def _with_name_before(self, run: list[int], cue: Collection[int]) -> list[int]:
        """Return a source with the whole name in which it begins or which it follows as an apposition.

        "A letter from (Omar) [Stone, the owner]s, [saying]c …", "by (Omar Stone,) [a lawyer]s, [saying]c …".
        """
        while run and self.words[run[0]].text == ",":
            run = run[1:]
        if not run:
            return run
        sentence, begins = self.sentences[run[0]], self.words[run[0]].index
        people = [each for each in sentence.entities if each.label.upper().startswith("PER")]
        name = next((each for each in people if each.first < begins < each.last), None)
        head = sentence.head_of([self.words[number] for number in run])
        closed = self.words[run[-1] + 1 : run[-1] + 2]
        if name is None and head.upos == "NOUN" and head.relation == "appos" and [w.text for w in closed] == [","]:
            between = [sentence.words[begins - 1].text] if begins > 1 else []
            apposed = (each for each in people if each.first <= head.head < each.last == begins - 1)
            name = next(apposed, None) if between == [","] else None
        first = run[0] if name is None else run[0] - begins + name.first
        whole = [*range(first, run[0]), *run]
        return run if any(number in cue for number in whole) else whole

    def _time_after(self, run: Sequence[int]) -> int:
        """Return the length of a source without the time of its claim: "according to [the bank]s (on Friday)"."""
        sentence, time = self.sentences[run[-1]], self.words[run[-1]]
        length = len(run) - len(sentence.descendants(time))
        cases = {each.text.lower() for each in sentence.children(time, "case")}
        above = sentence.parent(time, "nmod", "obl")
        timed = above is not None and above.relation != "appos" and is_time(time) and cases <= {"on", "in"}
        # not "a poll taken on Monday"
        return length if timed and length > 0 and not has_verb(self.words[number] for number in run) else len(run)

    def modifiers(self, source: Sequence[int], anchor: int) -> Iterator[range]:
        """Yield the relative clauses of a source, each without punctuation at its end: "an aide, [who left in May]"."""
        if not source or self.words[anchor].upos != "VERB":
            return
        sentence, first = self.sentences[source[0]], source[0] - self.words[source[0]].index
        for clause in sentence.children(sentence.head_of([self.words[number] for number in source]), "acl"):
            words = [word for word in sentence.descendants(clause) if word.upos != "PUNCT"]
            below = range(first + words[0].index, first + words[-1].index + 1)
            # not "a study published in May, [women who smoked were ill]", a parser's error
            relative = words[0].text.lower().startswith(("wh", "that")) or subject_of(sentence, clause) is None
            whole = relative or sentence.words[words[0].index - 1].text != ","
            if source[0] < below[0] and whole and (below[-1] < anchor or anchor < below[0]):
                yield below

    def _without_fronted(self, run: list[int], anchor: int) -> list[int]:
        """Return a source without a phrase before it: "(In a note to his son, Max,) Bo Stern", "(Led by Lee,) he"."""
        sentence, first = self.sentences[anchor], anchor - self.words[anchor].index
        fronted = (w for w in sentence.words[: self.words[anchor].index] if w.relation == "advcl" and w.index < w.head)
        agents = (each for each in fronted if agent_of(sentence, each) is not None)
        gone = {first + word.index for each in agents for word in sentence.descendants(each)}
        run = [number for number in run if number not in gone or anchor in gone]
        texts = [self.words[number].text for number in run]
        if "," not in texts or "and" in texts or run[-1] >= anchor or self.words[run[-1] + 1].text == ",":
            return run
        if all(head > run[-1] for _, head in self._below(anchor, "obl", "advcl")):
            return run
        ends = {first + each.last - 1 for each in sentence.entities if each.label.upper().startswith("PER")}
        comma = len(run) - texts[::-1].index(",") - 1
        return run[comma + 1 :] if {run[comma - 1], run[-1]} <= ends else run

    def _in_relative_clause(self, run: list[int], anchor: int) -> list[int]:
        """Return a source without what precedes it: "(the union,) whose head said", "(For the union,) Vale said"."""
        for number in (each for each in run if each < anchor and self.words[each].text.lower() == "whose"):
            owned = self._head(number)
            above = self._head(owned)
            apposed = self.words[owned].relation == "appos" and above < number
            if (above == anchor or apposed) and not self._has_predicate(number, anchor):
                return [each for each in run if each >= number]
        if not run or not 0 < run[0] < anchor or self.words[run[0] - 1].relation != "case":
            return run
        oblique, cue = self._head(run[0] - 1), self.words[anchor]
        if self.words[oblique].relation != "obl" or cue.upos != "VERB" or is_passive(self.sentences[anchor], cue):
            return run
        begins = next((number for number, _ in self._below(oblique, "appos") if number in run), 0)
        return [each for each in run if each >= begins]

    def _head(self, number: int) -> int:
        """Return the number of the word that a word depends on, one less than its sentence's first for a root."""
        return number + self.words[number].head - self.words[number].index

    def _has_predicate(self, whose: int, anchor: int) -> bool:
        """Return True for "whose" in "Ida Vale, whose son drowned in May, said": its clause ends before the cue."""
        sentence = self.sentences[whose]
        above = [each.index for each in self.sentences[anchor].ancestors(self.words[anchor])]  # "went on to say"
        for word in self.words[whose + 1 : anchor]:
            finite = word.xpos not in ("VBN", "VBG") or bool(sentence.children(word, "aux"))  # "is being cared for"
            verbal = word.upos in ("VERB", "AUX") and word.relation != "aux" and finite
            relative = is_listed(word, "relatives")
            if relative or (verbal and word.index not in above):
                return not relative
        return False

    def _closes_name(self, number: int) -> bool:
        return number < len(self.words) and self.sentences[number].closes_name(self.words[number])

    def _completed(self, run: list[int], part: Collection[int], taken: Collection[int], *, last: bool) -> list[int]:
        """Return a range that does not end within a phrase: "killed in the" + "crash", "it is late" without "and"."""
        shortened = False  # a word that was removed is not added again
        while run:
            word = self.words[run[-1]]
            head = self._head(run[-1])
            verb = word.upos == "VERB" and word.relation not in _OF_NOUNS  # "the [United] States" may be one
            if word.head < word.index or head in part or word.relation not in _OPENING or verb:
                break
            rest = range(run[-1] + 1, head + 1)  # unless another part has a word of it
            if word.relation in _OF_NOUNS and not shortened and not any(number in taken for number in rest):
                run = [*run, *rest]
            elif last and len(run) > 1:
                run, shortened = run[:-1], True
            else:
                break
        return run

    def _is_relative_before_noun(self, first: int, second: int) -> bool:
        """Return True for the "who" of "a man who officials said had fled", which is no part of the source."""
        relative = self.words[first].upos == "PRON" and is_listed(self.words[first], "relatives")
        return relative and self.words[second].upos in _NOMINAL

    def content(self, runs: Iterable[Iterable[int]], anchor: int, last: int, taken: Collection[int]) -> list[int]:
        """Return a content in the part of its cue, with its preposition, in whole phrases, no longer than its clause.

        Of other sentences it has all, or quotations. ``last`` ends the cue; ``taken`` are the words of cue and source.
        """
        ranges, apart = [], self._outside(anchor, taken)
        for run in runs:
            part = self._after_hearer(self._in_one_part(list(run), anchor), anchor)
            if part and part[0] == last + 2 and self._is_said_of_object(last + 1, anchor):
                part = [last + 1, *part]
            if len(part) > 1 and part[0] == last + 1 and self._is_time_of_cue(*part[:2]):
                part = part[1:]
            part = self._to_main_verb(part) if part and self.words[part[0]].text.lower() == "that" else part
            ranges.append([number for number in part if number not in apart])
        said = {number for part in ranges for number in part}
        completed = (self._completed(part, said, taken, last=part is ranges[-1]) for part in ranges)
        kept: list[int] = []
        own = self.sentences[anchor]
        # "(Is it safe?) {Absolutely}, Lee said"
        before = [self.words[number] for number in said if number < anchor and self.sentences[number] is own]
        reply = bool(before) and not has_verb(before)
        stated = any(self.sentences[number] is own for number in said)
        for _, group in groupby(chain.from_iterable(completed), key=lambda number: number - self.words[number].index):
            numbers = [*group]
            sentence = self.sentences[numbers[0]]
            inside = sum(self.words[number].upos != "PUNCT" for number in numbers)
            whole = sentence is own or inside == sum(word.upos != "PUNCT" for word in sentence.words)
            whole = whole and not (stated and self._is_apart_from(sentence, own))
            whole = whole and not (reply and sentence is not own and numbers[0] < anchor)
            kept += [n for n in numbers if whole or self.page.quotations.at(self.words[n].span.start) is not None]
        return self._without_circumstances(kept, anchor)

    def _is_time_of_cue(self, first: int, second: int) -> bool:
        """Return True for "earlier" of "said (earlier) {she would go}", not of "said {earlier reports were wrong}"."""
        subject = self.words[second].upos == "PRON" and self.words[second].relation in ("nsubj", "expl")
        return subject and is_listed(self.words[first], "before_now") and self.words[first].relation == "advmod"

    def _without_circumstances(self, run: list[int], anchor: int) -> list[int]:
        """Return a noun phrase that a headline's verb governs: "Union threatens {strike} (as talks collapse)"."""
        headline = self.page.part_kind(self.words[anchor].span.start) == "headline"
        for position, number in enumerate(run if headline else ()):
            word, rest = self.words[number], self.sentences[number].words[self.words[number].index + 1 :]
            if number < anchor or (word.upos in ("VERB", "AUX") and word.xpos != "VBG"):
                break
            stops = (each.upos in ("VERB", "AUX") for each in rest if has_verb([each]) or is_listed(each, "relatives"))
            if position and is_listed(word, "circumstances") and (word.text.lower() != "as" or next(stops, False)):
                return run[:position]
        return run

    def _after_hearer(self, run: list[int], anchor: int) -> list[int]:
        """Return a content without the end of who hears it, in which it begins: "asked a man (in Oslo) {to go}"."""
        sentence, cue = self.sentences[anchor], self.words[anchor]
        if is_listed(cue, "apologising") and run and anchor < run[0]:
            return self._after_wronged(run, anchor)
        said = following(sentence, cue, "ccomp", "xcomp") if run else ()
        for hearer in following(sentence, cue, "iobj", "obj") if said else ():
            last = sentence.descendants(hearer)[-1].index
            begins = run[0] - anchor + cue.index
            if hearer.index < begins <= last and any(each.index > last for each in said):
                return [number for number in run if number > anchor - cue.index + last]
        return run

    def _after_wronged(self, run: list[int], anchor: int) -> list[int]:
        """Return a content without who gets an apology: "apologised to (the crew) {for the delay}"."""
        addressed = any(word.text.lower() == "to" for word in self.words[anchor + 1 : run[0] + 1])
        reasons = (place for place, number in enumerate(run) if self.words[number].text.lower() == "for")
        return run[next(reasons, 0) :] if addressed else run

    def _outside(self, anchor: int, taken: Collection[int]) -> set[int]:
        """Return words below a cue that are no content: "said (in her book, “Salt,”) {that it shut} (but not why)"."""
        sentence, cue = self.sentences[anchor], self.words[anchor]
        first = anchor - cue.index
        apart = [
            each
            for each in sentence.children(cue, "conj", "advcl")
            if is_apart(sentence, each, cue) or (quotes(sentence, each) and first + each.index not in taken)
        ]
        # not "was surprised by {the verdict}"
        spoken = is_passive(sentence, cue) and any(entry.act == "speech" for entry in entries_of(cue, verbs()))
        if spoken and (agent := agent_of(sentence, cue)) is not None:
            apart.append(agent)
        # "Claims {that it leaks} (are wrong)" where a parser takes the predicate for a second clause of the noun
        second = sentence.children(cue, "acl")[1:] if cue.upos == "NOUN" else ()
        apart += [each for each in second if sentence.children(each, "cop") and subject_of(sentence, each) is None]
        apart += _afterthoughts(sentence, cue)
        words = [word for each in apart for word in sentence.descendants(each)]
        # "asked (Lee) {whether it rained}", but "asked {Lee to wait}"
        clauses = following(sentence, cue, "ccomp", "xcomp", "advcl")
        asks = is_listed(cue, "asking") or following(sentence, cue, "ccomp")
        if asks and all(subject_of(sentence, each) for each in clauses):
            hearers = (sentence.descendants(each, without=("acl",)) for each in following(sentence, cue, "iobj"))
            words += chain.from_iterable(each for each in hearers if each[0].index == cue.index + 1)
        clauses = sentence.children(cue, "ccomp", "xcomp", "obj", "parataxis", "dep")
        that = dependent(sentence, clauses[0], ("that",), "mark") if len(clauses) == 1 else None
        before = sentence.words[cue.index + 1 : that.index] if that is not None else ()
        if not any(word.upos == "AUX" or word.text.lower() == "that" or subject_of(sentence, word) for word in before):
            words += before
        return {first + word.index for word in words}

    def _is_apart_from(self, other: Sentence, own: Sentence) -> bool:
        """Return True for a heading or paragraph above a sentence, or a line below one without a final stop.

        "(What next) \\n {It closes}, Lee said", "Lee said {it rained} \\n (It snowed)"
        """
        first, second = (other, own) if other.span.start < own.span.start else (own, other)
        if "\n" not in self.page.text[first.span.end : second.span.start]:
            return False
        ended = first.span.of(self.page.text).rstrip()[-1:] in _LINE_ENDS
        return second is own or (not ended and second.words[0].text[:1].isupper())

    def _to_main_verb(self, run: list[int]) -> list[int]:
        """Return a clause up to the verb that governs its cue: "fear {that the dam would burst} grew"."""
        for position, number in enumerate(run[2:], 2):
            auxiliary, before, verb = self.words[number - 2 : number + 1]
            verbal = (auxiliary.upos, before.upos, verb.upos) == ("AUX", "VERB", "VERB")
            if verbal and self.sentences[number] is self.sentences[run[0]] and verb.head != before.index:
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


def reports_nothing(
    page: ClaimText, sentence: Sentence, cue: Word, source: Sequence[Span], content: Sequence[Span]
) -> bool:
    """Return True if a cue reports nothing: "Explainer: {…}", "according to plan", "You might say {…}"."""
    if _is_name(page, sentence, cue):
        return True
    name = Passage.of(page.text, *source).text.lower()
    named = _words_in(sentence, source)
    negated = dependent(sentence, cue, word_list("negations"), "advmod")
    if cue.text.lower() in citing_words() and _is_of_report(sentence, cue, named, _words_in(sentence, content)):
        return True
    if name:
        label = cue.text == ":" and name in word_list("labels")
        scripture = any(is_listed(word, "scriptures") for word in sentence.words[: cue.index][-1:])
        measure = cue.text.lower() == "according" and (name in word_list("measures") or scripture)
        # "You might say {…}" and "One could argue {…}": nobody in particular would say it
        idiom = name in word_list("anyone") and dependent(sentence, cue, word_list("supposing_modals"), "aux")
        if label or measure or idiom:
            return True
    elif is_listed(cue, "naming") and (is_passive(sentence, cue) or cue.xpos == "VBN"):
        return True
    elif is_listed(cue, "known") and (cue.text.lower().startswith("un") or negated or _is_described(sentence, cue)):
        return True  # "It is not [known]c {who it was}", "a ship [known]c as {the Tern}"
    # "The error was spotted by a reader", not "was seen by critics as a gift", "was heard to say {…}"
    perceived = is_listed(cue, "perceiving") and is_passive(sentence, cue) and not _is_described(sentence, cue)
    if perceived and not sentence.children(cue, "xcomp", "ccomp", "advcl"):
        return True
    said = _words_in(sentence, content)
    declined = cue.base == "decline" and said and sentence.head_of(said).relation == "obl"  # "sales declined {in May}"
    asked = any("?" in word.text for word in sentence.words[-3:]) and [word.index for word in said] == [0]
    asked = asked and said[0].text.lower() in word_list("question_words")
    # "a bigger drop than economists had expected"
    compared = dependent(sentence, cue, ("than",), "mark", "case") and not sentence.children(cue, "ccomp", "xcomp")
    if (
        compared
        or declined
        or asked
        or _is_beside_cue(sentence, cue, said)
        or _is_seen_happening(sentence, cue)
        or _is_act_upon(sentence, cue)
        or _is_no_thought(sentence, cue, named)
        or _is_of_gerund(sentence, cue, named)
        or _lacks_infinitive(sentence, cue, said)
    ):
        return True
    if is_listed(cue, "permitting"):
        clauses = sentence.children(cue, "xcomp", "ccomp")
        return any(child in said and is_infinitive(sentence, child) for child in clauses)
    # "asked not to be named for fear of reprisals", "asked that his name not be used"
    for word in said[:6] if is_listed(cue, "wishing_anonymity") else ():
        if is_listed(word, "anonymity") or (word.deprel == "nsubj:pass" and is_listed(word, "identities")):
            return True
    return is_object(page, sentence, cue, content, adjuncts=True) and _is_deed(sentence, cue, sentence.head_of(said))


def _is_of_report(sentence: Sentence, cue: Word, named: Sequence[Word], said: Sequence[Word]) -> bool:
    """Return True for "citing" whose content is who is cited, or that belongs to the report of a medium.

    "citing police", "citing a recent visitor", not "citing a leg injury"; "Reuters reported, citing two officials, …"
    or "Orbel is for sale, Reuters reported, citing two officials", where these are the source of the report.
    """
    head = sentence.head_of(said) if said else None
    if head is not None and head.relation == "obj" and head.head == cue.index:
        cited = is_among(head, speaking_nouns()) if head.upos == "NOUN" else is_named(sentence, head, "PER", "ORG")
        if cited:
            return True
    first = sentence.head_of(named).index if named else len(sentence)
    whom = next(iter(sentence.children(cue, "obj")), cue)
    above = (verb for verb in sentence.ancestors(cue) if entries_of(verb, verbs()))
    subjects = ((each, verb) for verb in above for each in sentence.children(verb, "nsubj"))
    return any(
        first <= each.index < cue.index and cites_as_medium(sentence, each, verb, whom) for each, verb in subjects
    )


def _is_seen_happening(sentence: Sentence, cue: Word) -> bool:
    """Return True for "saw {its profits fall}", not for "saw {the plan as a gift}"."""
    bare = (each for each in sentence.children(cue, "xcomp") if not sentence.children(each, "mark", "case"))
    happening = any(each.xpos in ("VB", "JJ") for each in bare)  # "double", which a tagger may take for an adjective
    return cue.base == "see" and happening and bool(sentence.children(cue, "obj"))


def _is_described(sentence: Sentence, cue: Word) -> bool:
    """Return True for "seen by critics as a gift", "known as the Tern"."""
    return any(dependent(sentence, each, ("as",), "case") for each in following(sentence, cue, "obl"))


def _is_beside_cue(sentence: Sentence, cue: Word, said: Sequence[Word]) -> bool:
    """Return True for "[Having said]c {that}, it is late" and for "[wrote]c to the club to demand {a fee}"."""
    after = [word.text.lower() for word in sentence.words[cue.index + 1 : cue.index + 3]]
    if cue.base == "say" and cue.relation == "advcl" and after == ["that", ","]:
        return True
    inserted = dependent(sentence, cue, ("as",), "mark") is not None  # "As Lee [delights in]c {telling us}, it is late"
    complements = sentence.children(cue, "advcl") if inserted or is_listed(cue, "contacting") else ()
    complements = tuple([each for each in complements if inserted or is_infinitive(sentence, each)])
    verbal = (each for each in complements if entries_of(each, verbs()))
    below = (sentence.descendants(each) for each in verbal)
    return bool(said) and any(all(word in words for word in said) for words in below)


def _afterthoughts(sentence: Sentence, cue: Word) -> Iterator[Word]:
    """Yield what speakers did not add: "said {it shut} (without elaborating)"."""
    for clause in following(sentence, cue, "ccomp"):
        subject = subject_of(sentence, clause)
        # not "said {its chair left without giving a reason}"
        thing = subject is not None and subject.upos == "NOUN" and not is_among(subject, speaking_nouns())
        for each in following(sentence, clause, "advcl"):
            details = is_listed(each, "giving") and dependent(sentence, each, word_list("details"), "obj")
            withheld = each.base == "elaborate" or (details and (thing or is_passive(sentence, clause)))
            if withheld and dependent(sentence, each, ("without",), "mark", "case"):
                yield each


def _is_deed(sentence: Sentence, cue: Word, noun: Word) -> bool:
    """Return True for a verb that with a bare object names a deed: "conceded {a penalty}", "recalled {the envoy}"."""
    entries = verb_entries(sentence, cue)
    withheld = is_listed(cue, "telling_more") and dependent(sentence, cue, word_list("negations"), "advmod") is not None
    if withheld or any(entry.particles for entry in entries):  # "would not name {the man}", "called out {the senator}"
        return False
    acts = is_listed(cue, "naming") or is_among(cue, verb_list("acting"))  # "notified {the police}", an addressee, too
    # not "asks {why it closed}", where a parser takes "why" for the object
    asks = noun.text.lower() in word_list("question_words")
    phrasal = sentence.children(cue, "compound") and any("object" in entry.takes for entry in entries)
    if acts or phrasal or (entries and all(entry.addressee for entry in entries) and not asks):
        return True
    # "threatened {the peace}", "threatened {her}", but "threatened {a strike}", "threatened {her with a strike}"
    definite = sentence.children(noun, "nmod:poss") or dependent(sentence, noun, ("the",), "det")
    if cue.base == "threaten" and (definite or noun.upos in ("PROPN", "PRON")):
        return not any(dependent(sentence, each, ("with",), "case") for each in sentence.children(cue, "obl"))
    # "ordered {12 lorries}", but "admitted {two counts of fraud}" says it
    concrete = bool(sentence.children(noun, "nummod")) or is_person(sentence, noun)
    return concrete and is_listed(cue, "acting_on_things") and not is_among(noun, verb_list("offences"))


def _is_no_thought(sentence: Sentence, cue: Word, source: Sequence[Word]) -> bool:
    """Return True for "a leak [means]c {the pool is shut}", "a rule that [considers]c {age}": these have no mind."""
    if not source or not is_listed(cue, "minding"):
        return False
    head = sentence.head_of(source)
    relative = is_listed(head, "relatives") and head.text.lower() != "who"
    head = (sentence.parent(cue, "acl") or head) if relative else head
    thing = head.upos == "NOUN" and not is_among(head, speaking_nouns() - document_nouns())
    return thing or head.text.lower() in ("that", "this", "which")


def _is_of_gerund(sentence: Sentence, cue: Word, source: Sequence[Word]) -> bool:
    """Return True for "[a way]s of [telling]c them {that it leaks}": nobody says what it is a way of saying."""
    noun = sentence.parent(cue, "acl")
    own = noun is not None and (not source or noun in source)
    return own and cue.xpos == "VBG" and after_preposition(sentence, cue)


def _is_act_upon(sentence: Sentence, cue: Word) -> bool:
    """Return True for "was denied {bail}", "appealed for {a foul}", not for "refused {a request for comment}"."""
    objects = (*sentence.children(cue, "nsubj:pass"), *following(sentence, cue, "obj", "xcomp"))
    others = following(sentence, cue, "obl")
    if cue.base == "threaten":
        return any(is_listed(noun, "weapons") for noun in others)
    if is_among(cue, verb_list("appealing")):
        loose = ("case", "det") if cue.base == "call" else ("case", "det", "amod")  # not "called for {a stiff penalty}"
        wanted = (noun for noun in (*objects, *others) if is_listed(noun, "refereed"))
        return any(len(sentence.descendants(noun, without=loose)) == 1 for noun in wanted)
    if not is_among(cue, verb_list("granting")) or any(dependent(sentence, each, ("as",), "case") for each in others):
        return False
    for noun in (each for each in objects if is_listed(each, "applications")):
        asked = any(is_listed(word, "comments") or word.lemma == "interview" for word in sentence.descendants(noun))
        if not (asked or is_infinitive(sentence, noun)):
            return True
    return False


def _lacks_infinitive(sentence: Sentence, cue: Word, said: Sequence[Word]) -> bool:
    """Return True for "called on {the king at his palace}", not "called on {the king to go}", "… {her for help}"."""
    if not said or has_verb(said) or any(word.text in ("for", "over", "to") for word in said):
        return False
    cases = sentence.children(sentence.head_of(said), "case")
    entries = [each for each in verb_entries(sentence, cue) if any(is_among(case, each.prepositions) for case in cases)]
    return bool(entries) and all("to+infinitive" in entry.takes for entry in entries)


def _is_name(page: ClaimText, sentence: Sentence, cue: Word) -> bool:
    """Return True for a name that is a verb elsewhere, before a reporting verb: "Karim [Said] said"."""
    capital = cue.text.istitle() and cue.index > 0 and page.part_kind(cue.span.start) == "body"
    if not capital or page.text[cue.span.start - 1] in "\"“‘'":
        return False
    after = sentence.words[cue.index + 1 : cue.index + 4]
    verb = next((word for word in after if not word.text[:1].isupper()), None)
    return verb is not None and verb.text.islower() and verb.upos == "VERB" and bool(entries_of(verb, verbs()))


def _words_in(sentence: Sentence, spans: Iterable[Span]) -> tuple[Word, ...]:
    """Return the words of a sentence that overlap each of the spans, span by span."""
    return tuple([word for span in spans for word in sentence.words_in(span)])


def is_object(page: ClaimText, sentence: Sentence, cue: Word, content: Sequence[Span], adjuncts: bool) -> bool:
    """Return True if nothing is said of the object: "named {a chair}"; with ``adjuncts`` "called {a poll in May}"."""
    said = _words_in(sentence, content)
    if not said:
        return False
    head = sentence.head_of(said)
    before = sentence.words[cue.index + 1 : said[0].index]
    particle = [word.relation for word in before] == ["compound"]  # "called off {the match}", in some trees an "obl"
    governed = head.relation == "obj" or (particle and head.relation == "obl")
    described = said[-1].upos == "ADJ" and said[-1].index > head.index  # "called the plan reckless" in any tree
    if described or not governed or head.head != cue.index or (before and not particle) or cue.relation == "acl":
        return False
    below = [*sentence.descendants(head, without=("xcomp", "ccomp", "acl"))]
    for each in following(sentence, cue, "obl") if adjuncts else ():
        below += () if dependent(sentence, each, ("about",), "case") else sentence.descendants(each)
    whole = len(content) == 1 and not page.quotations.over(content[0])
    return whole and all(word in below and word.text.lower() != "as" for word in said)


def consistent(page: ClaimText, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that have a content, one for each cue, with contents that do not overlap."""
    kept: dict[tuple[Span, ...], Proposal] = {}
    for proposal in (_without_label(page, each) for each in proposals if each.content):
        if proposal.cue and proposal.content != proposal.source:
            kept.setdefault(proposal.cue, proposal)
    return _uninterrupted(_one_owner(_after_claims_before(page, list(kept.values()))))


def _without_label(page: ClaimText, proposal: Proposal) -> Proposal:
    """Return a claim of a headline without the topic: "(Plane crash:) {Nobody survived}, [officials]s [say]c"."""
    first, *more = proposal.content
    colon = page.text.find(": ", first.start, min(first.end, proposal.cue[0].start))
    label = page.part_kind(first.start) == "headline" and page.line_start(first.start) == first.start < colon
    if not label or page.quotations.at(first.start) or has_verb(page.words_over(Span(first.start, colon))):
        return proposal
    return evolve(proposal, content=(Span(colon + 2, first.end), *more))


def _after_claims_before(page: ClaimText, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return contents without earlier claims: "(It rained, Lee said.) {He was wet}, the BBC reported."."""
    cues = sorted(each.cue[0].start for each in proposals if page.quotations.at(each.cue[0].start) is None)
    result = []
    for proposal in proposals:
        content = proposal.content
        # a dash between two sentences is a cue in neither
        begins = next((each.span.start for each in page.sentences.over(proposal.cue[0])), content[0].start)
        if bisect_left(cues, content[0].start) < bisect_left(cues, begins):
            content = tuple(Span(max(span.start, begins), span.end) for span in content if span.end > begins)
        result.append(evolve(proposal, content=content or proposal.content))
    return result


def _one_owner(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Assign a span of several proposals to the nearest cue: "“{It rained},” she said. “{It snowed},” Lee wrote."."""
    owners: dict[Span, tuple[tuple[bool, int], Proposal]] = {}
    for proposal in proposals:
        cue = proposal.cue[0]
        for span in proposal.content:
            claim = len(proposal.content) > 1, max(span.start - cue.end, cue.start - span.end)
            if span not in owners or claim < owners[span][0]:
                owners[span] = claim, proposal
    owned = (tuple(span for span in each.content if owners[span][1] is each) for each in proposals)
    return [evolve(each, content=spans or each.content) for each, spans in zip(proposals, owned, strict=True)]


def _uninterrupted(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return sources without a claim that interrupts theirs: "[The bank]s, Lee said, [denied]c {it}"."""
    result = sorted(proposals, key=lambda proposal: proposal.cue[0].start)
    starts = [proposal.cue[0].start for proposal in result]
    for outer in proposals:
        for span in outer.content if len(outer.content) > 1 else ():
            for number in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                pairs = ((own, around) for own in result[number].source for around in outer.content)
                inside = tuple(Span(max(a.start, b.start), min(a.end, b.end)) for a, b in pairs if a.overlaps(b))
                result[number] = evolve(result[number], source=inside or result[number].source)
    return result
