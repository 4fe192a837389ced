"""Mentions: names, pronouns and descriptions, each read by itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, takewhile
from typing import Literal

import regex
from attrs import evolve, field, frozen

from quoteattr.lexicon.outlets import known
from quoteattr.model import Cover, Passage, Span, SpeakerKind
from quoteattr.paragraphs import paragraphs
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import SentenceContext, full_title
from quoteattr.resolve.name_kinds import NounScorer, with_kinds
from quoteattr.resolve.names import (
    NameKind,
    NameSpan,
    display,
    follows_preposition,
    initials_of,
    is_apposed,
    is_called,
    is_honour,
    is_legislator_of,
    is_letters_of_office,
    is_plural_title,
    is_served,
    is_tied,
    is_title,
    keys,
    name_runs,
    nouns_as_surnames,
    position_start,
    singular_of_people,
    titles_as_given,
    titles_as_surnames,
)
from quoteattr.resolve.roles import (
    NO_OFFICE,
    Office,
    is_further_role,
    minister_for,
    office_in_phrase,
    office_of,
    title_with_field,
)
from quoteattr.resolve.wordlists import Gender
from quoteattr.tree import NounKind, Sentence, Word

Form = Literal["name", "pronoun", "description"]
Keys = tuple[str, ...]  # the words of a name, lower case
Place = tuple[int, int]  # the numbers of a sentence and of the head of a mention in it
_SHARE = regex.compile(r"\s(?:in|out of)\s(?:every\s)?(?:\d+|three|four|five|six|seven|eight|nine|ten)\b")
_ANOTHER = regex.compile(r"(?:[Aa]nother|[Aa]n?\s(?:second|third|fourth|fifth))\s")
_MET_BY = frozenset(("to", "with", "alongside", "in"))
_LONGEST_TITLE = 4  # letters of the initials of a role
_MOST_OF_SURNAME = 6  # people named together with one surname
_AFTER_NOUN = regex.compile(r" (?:of|for|at|to|and|in|on|with|from)\b|,")


@frozen
class Mention:
    """One phrase. ``sentence`` and ``head`` are positions (sentence of the document, word of the sentence).

    A name has ``name`` and ``keys``; for a pronoun or a description, ``noun`` is its head word,
    lower case ("he", "spokesman"). ``said`` holds the nouns that the sentence uses for a name ("Ardan, a *bank*"), and
    ``modifiers`` the words, lower case, that distinguish it from others with this head ("the *Chadian* ministry").
    ``possessed`` is true for a description whose owner is a pronoun ("her office"), and ``turn`` for one that labels
    the turns of a speaker in a transcript ("Q:").
    """

    span: Span
    text: str
    sentence: int
    head: int
    form: Form
    name: str = ""
    keys: Keys = ()
    name_kind: NameKind = ""
    labelled: bool = False
    doubt: float = 0.0
    office: Office = NO_OFFICE
    noun: str = ""
    kind: SpeakerKind | None = None
    gender: Gender = ""
    plural: bool = False
    definite: bool = False
    modified: bool = False
    subject: bool = False
    said: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    possessed: bool = False
    turn: bool = False

    @property
    def place(self) -> Place:
        """The sentence and the head."""
        return self.sentence, self.head

    @property
    def person(self) -> str:
        """The grammatical person of a pronoun, or "relative"; "" for other mentions."""
        return wordlists.pronouns()[self.noun][0] if self.form == "pronoun" else ""

    @property
    def position(self) -> tuple[int, int, int]:
        """What orders mentions in the text."""
        return self.sentence, self.span.start, self.span.end


@frozen
class SentenceIndex:
    """The sentences of a text with the names in them; ``names`` has one tuple a sentence.

    ``kinds`` has a mapping a sentence: what kind of source a word, by its index, names as the model reads it; the
    word lists decide for the other words.
    """

    text: str
    sentences: tuple[Sentence, ...]
    names: tuple[tuple[NameSpan, ...], ...]
    kinds: tuple[Mapping[int, NounKind], ...] = field(repr=False)
    _named: dict[tuple[int, NameSpan], Mention] = field(factory=dict, init=False, repr=False, eq=False)

    @classmethod
    def of(cls, text: str, sentences: Iterable[Sentence], scorer: NounScorer | None = None) -> SentenceIndex:
        filled = tuple(sentence for sentence in sentences if sentence.words)
        names = [name_runs(sentence) for sentence in filled]
        surnames = titles_as_given(filled).union(*map(titles_as_surnames, filled, names))
        surnames |= nouns_as_surnames(filled, names)
        if surnames:
            names = [
                name_runs(sentence, surnames) if any(word.text in surnames for word in sentence.words) else runs
                for sentence, runs in zip(filled, names, strict=True)
            ]
        kinds = {} if scorer is None else scorer.kinds()
        if scorer is not None:
            names = with_kinds(filled, names, scorer)
        firsts = accumulate(map(len, filled), initial=0)
        by_index = tuple(
            {n: kind for n in range(len(sentence)) if (kind := kinds.get(first + n))} if kinds else {}
            for sentence, first in zip(filled, firsts, strict=False)
        )
        return _without_titles(cls(text, filled, tuple(names), by_index))

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Return the number of words before each sentence."""
        return tuple(accumulate(map(len, self.sentences), initial=0))

    @cached_property
    def contexts(self) -> tuple[SentenceContext, ...]:
        """Return the sentences with their names and the kinds of their nouns."""
        rows = zip(self.sentences, self.names, self.kinds, strict=True)
        return tuple(SentenceContext(self.text, sentence, runs, kinds) for sentence, runs, kinds in rows)

    def at(self, mention: Mention) -> tuple[SentenceContext, Word]:
        """Return the sentence of a mention, and its head."""
        context = self.contexts[mention.sentence]
        return context, context.words[mention.head]

    def named(self, index: int, run: NameSpan) -> Mention:
        """Return a name of a sentence with the title before it."""
        if (index, run) not in self._named:
            self._named[index, run] = _named(self, index, run)
        return self._named[index, run]

    @cached_property
    def ends_of_full_names(self) -> frozenset[str]:
        """Return the first and last words of the full names of people, lower case: "ida" and "vale"."""
        pairs = ((sentence, run) for sentence, runs in zip(self.sentences, self.names, strict=True) for run in runs)
        full = (run.words(each) for each, run in pairs if run.last - run.first > 1 and run.kind in ("person", ""))
        return frozenset(word.text.lower() for words in full for word in (words[0], words[-1]))

    @cached_property
    def name_heads(self) -> tuple[frozenset[int], ...]:
        """Return the indices of the heads of the names of each sentence."""
        pairs = zip(self.sentences, self.names, strict=True)
        return tuple(frozenset(run.head(sentence).index for run in runs) for sentence, runs in pairs)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """Return the number of the paragraph in which each sentence begins."""
        starts = [span.start for span in paragraphs(self.text)]
        return tuple(bisect_right(starts, sentence.span.start) for sentence in self.sentences)

    def sentence_at(self, span: Span) -> int | None:
        """Return the position of the first sentence that shares a character with ``span``."""
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.span.end)
        return at if at < len(self.sentences) and self.sentences[at].span.start < span.end else None

    def words_in(self, span: Span) -> Iterator[tuple[int, Word]]:
        """Yield the words that share a character with ``span``, each with the position of its sentence."""
        first = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.span.end)
        last = bisect_left(self.sentences, span.end, key=lambda sentence: sentence.span.start)
        return ((index, word) for index in range(first, last) for word in self.sentences[index].words_in(span))


def named_mentions(page: SentenceIndex, without: Cover) -> tuple[Mention, ...]:
    """Return every name of the text with the title before it, in text order, outside ``without``."""
    placed = ((index, run) for index, runs in enumerate(page.names) for run in runs)
    return tuple(page.named(n, run) for n, run in placed if not without.overlaps(run.span(page.sentences[n])))


def _without_titles(page: SentenceIndex) -> SentenceIndex:
    """Remove names that abbreviate a title, always after "the": "the DA" for "District Attorney Ida Vale"."""
    capitals: dict[tuple[int, NameSpan], str] = {}
    names: set[str] = set()
    for index, runs in enumerate(page.names):
        words = page.sentences[index].words
        for run in (run for run in runs if run.last - run.first == 1 and words[run.first].text.isupper()):
            capitals[index, run] = words[run.first].text
            if run.first == 0 or words[run.first - 1].text.lower() not in ("the", "("):
                names.add(words[run.first].text)
    found = {text for text in capitals.values() if text not in wordlists.countries() and known(text) is None} - names
    mentions = named_mentions(page, Cover(())) if found else ()
    found.difference_update(initials_of(each.name.upper().split()) for each in mentions if each.name_kind != "person")
    titles = found.intersection(title for each in mentions for title in title_initials(each))
    if not titles:
        return page
    kept = (tuple(run for run in runs if capitals.get((n, run)) not in titles) for n, runs in enumerate(page.names))
    return evolve(page, names=tuple(kept))


def title_initials(mention: Mention) -> Iterator[str]:
    """Yield the initials of a person's titles: "DA" of "Orbel district attorney", "CP" of "Commissioner of Police"."""
    for role in mention.office.roles:
        held = role.affiliation.text if role.affiliation is not None else ""
        own = role.text.removeprefix(held)
        for text in (role.text, own if own != role.text else f"{role.text} {held}"):
            initials = initials_of(text.upper().replace("-", " ").split())
            if 1 < len(initials) <= _LONGEST_TITLE:
                yield initials
            if text.lower() == "chief executive":
                yield "CEO"


def source_mention(page: SentenceIndex, source: Passage) -> Mention:
    """Return the source of a link, read as a name, a pronoun or a description."""
    whole = source.span
    index = page.sentence_at(whole)
    words = [] if index is None else [word for span in source.spans for word in page.sentences[index].words_in(span)]
    if index is None or not words:
        noun = source.text.lower()
        kind: SpeakerKind = "group" if noun.startswith("one in ") else "organization"
        kind = "anonymous" if is_kept_unnamed(noun) else kind
        return Mention(whole, source.text, -1, -1, "description", noun=noun, kind=kind)
    sentence, context = page.sentences[index], page.contexts[index]
    run = context.run_at(words[0])
    # "said on Sunday | Bello", where the day is his given name
    if run is not None and sentence.words[run.first].text in wordlists.calendar():
        words = [*sentence.words[run.first : words[0].index], *words]
    words = _without_addressee(context, words)
    head = _head(sentence, words)
    letters = words[-1]
    run = context.run_at(words[-2]) if len(words) > 2 else None
    office = is_letters_of_office(letters) and not is_legislator_of(sentence, letters)
    if run is not None and (office or (run.kind == "person" and run.last == letters.index and is_honour(letters))):
        words.pop()
        head = run.head(sentence) if head is letters else head  # "Labour's Ida Vale | MP"
    if len(words) == 1 and words[0].text.lower() in wordlists.pronouns() and words[0].text != "WHO":
        return pronoun_at(index, words[0])
    run = None
    if len(joint_people(context, words, head)) < 2:
        run = _twice_titled(context, words) or _titled(context, words)
        run = run or _apposed_at_end(context, words) or _body_at_end(context, words)
        if run is None and not _coordinated(context, words, head):
            run = _name_in(context, words, head)
    if run is not None and not _one_of(sentence, run, head):
        return evolve(page.named(index, run), span=whole, text=source.text)
    return _description(page, index, words, head, whole, source.text)


def description_at(page: SentenceIndex, index: int, head: Word) -> Mention:
    """Return the phrase around a common noun, read as a description."""
    words = plain_phrase(page.sentences[index], head)
    whole = Span(words[0].span.start, words[-1].span.end)
    return _description(page, index, words, head, whole, whole.of(page.text))


def pronoun_at(index: int, word: Word) -> Mention:
    """Return a pronoun of a sentence, given by its number, as a mention."""
    noun = word.text.lower()
    _, number, gender = wordlists.pronouns()[noun]
    known: Gender = "male" if gender == "male" else "female" if gender == "female" else ""
    return Mention(
        word.span, word.text, index, word.index, "pronoun",
        noun=noun, gender=known, plural=number == "plural", subject=word.relation == "nsubj",
    )  # fmt: skip


def plain_phrase(sentence: Sentence, head: Word) -> tuple[Word, ...]:
    """Return the noun phrase of ``head`` without clauses and appositions that follow it."""
    outside = ("acl", "appos", "parataxis", "punct", "dep", "conj", "cc", "case", "cop", "aux", "mark", "nsubj")
    below = list(sentence.descendants(head, without=outside))
    for name in sentence.children(head, "appos"):
        below += sentence.descendants(name) if follows_preposition(sentence, name) else ()
    below.sort(key=lambda word: word.index)
    return tuple(word for word in below if not (word.index > head.index and word.upos == "PUNCT"))


def phrase_of(page: SentenceIndex, mention: Mention) -> str:
    """Return the words of a description without clauses after it: "a senior official" of "a senior official who …"."""
    if mention.form == "name":
        return mention.name
    phrase = mention.text
    if mention.sentence >= 0:
        context, head = page.at(mention)
        inside = context.sentence.words_in(mention.span)
        names = context.children(head, "appos", "flat")  # "ferry firms Orbel Line and Kade Line"
        joined = any(child in inside for each in (head, *names) for child in context.children(each, "conj"))
        kept = {word.index for word in plain_phrase(context.sentence, head)}
        words = [word for word in inside if word.index in kept]
        people = joint_people(context, inside, head) if mention.kind == "group" else ()
        after = context.words[people[-1].last : inside[-1].index + 1] if people else ()
        if after and after[0].text == "," and all(word.text not in ("and", "&") for word in after):
            # "Ida and Bo Vale, | both 71"
            phrase = Span(mention.span.start, context.words[people[-1].last - 1].span.end).of(page.text)
        # the head of a part of a name is outside the source
        elif words and not (mention.kind == "group" and (joined or people)):
            last = words[0]
            for word in words:
                marks = (each for each in context.words[last.index + 1 : word.index] if each.text in ",;—–([")
                # "the mayors of Orbel, Halden and Norvik"
                marks = (each for each in marks if each.text != "," or context.words[each.head].relation != "conj")
                if any((run := context.run_at(each)) is None or run.kind != "organization" for each in marks):
                    break
                last = word
            phrase = Span(words[0].span.start, last.span.end).of(page.text)
        elif (end := _end_without_clause(context, inside, head)) is not None:
            phrase = Span(mention.span.start, end).of(page.text)
    return " ".join(phrase.split()).strip(" ,;:")


def _end_without_clause(context: SentenceContext, words: Sequence[Word], head: Word) -> int | None:
    """Return where a coordination ends before the clause of its last part: "Ida Vale and her son | , who is ill"."""
    parts = {head.index, *(each.index for each in context.children(head, "conj"))}
    clause = next((word for word in words if word.deprel == "acl:relcl" and word.head in parts), None)
    below = context.sentence.descendants(clause) if clause is not None else ()
    kept = [word for word in words if below and word.index < below[0].index]
    tail = [word for word in words if below and word.index > below[-1].index]
    while kept and kept[-1].upos == "PUNCT":
        kept.pop()
    joined = any(word.index > head.index and word.index in parts for word in kept)
    return kept[-1].span.end if joined and all(word.upos == "PUNCT" for word in tail) else None


def _head(sentence: Sentence, words: Sequence[Word]) -> Word:
    """Return the noun that a source is about: "nurse" of "another, a nurse who left"."""
    head = sentence.head_of(words)
    inside = {word.index for word in words}
    if head.upos in ("DET", "NUM", "ADJ") or head.text.lower() in ("one", "another", "others"):
        nouns = (each for each in sentence.children(head, "appos") if each.upos == "NOUN" and each.index in inside)
        head = next(nouns, head)
    if head.upos == "ADJ" and head.relation == "amod":  # "the average *Ohioan*", where the tree has two arguments
        head = next((word for word in words if word.head not in inside and word.relation == "nsubj"), head)
    nominal = ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ", "X", "SYM")
    if head.upos in nominal or sentence.children(head, "det", "compound"):  # "the police affidavit", tagged as a verb
        return head
    named = [word for word in words if word.upos in nominal]
    inside.discard(head.index)  # "the actor turned *mayor*", where the tree has a clause
    return next((word for word in named if word.head not in inside), next(iter(named), head))


def _without_addressee(context: SentenceContext, words: list[Word]) -> list[Word]:
    """Return a source without whom it spoke to: "Speaking to reporter Ann Gale, | the headmaster, Piers Lowe, said"."""
    addressee = list(takewhile(lambda word: word.text != ",", words))
    rest = words[len(addressee) + 1 :]
    if not addressee or not rest:
        return words
    cases = context.children(context.sentence.head_of(addressee), "case")
    met = any(case.text.lower() in _MET_BY and case.index < addressee[0].index for case in cases)
    participle = addressee[0].upos == "VERB" and addressee[0].text.endswith("ing")
    named = any(run.kind == "person" and run.first > rest[0].index for run in context.runs)
    return rest if named and (met or participle) else words


def joint_people(context: SentenceContext, words: Sequence[Word], head: Word) -> Sequence[NameSpan]:
    """Return the names of people who are one source together, none for one: "Senators Ida Vale and Omar Stone".

    Each may have a title, an age or another apposition: "the chairman, Ida Vale, and the treasurer, Omar Stone".
    """
    inside = {word.index for word in words}
    found: list[NameSpan] = []
    joined = (pronoun := joined_pronoun(words)) is not None
    last: set[int] = {head.index, head.index if pronoun is None else pronoun.index}
    for run in (run for run in context.runs if run.kind == "person" and run.first in inside):
        name = run.head(context.sentence)
        # the tree may take "the chairman, Omar Stone" for a coordination
        title = context.parent(name, "appos", "flat", *(() if context.children(name, "cc") else ("conj",)))
        if title is None and is_title(before := context.words[run.first - 1]) and is_tied(before, name):
            title = before
        tops = [each for each in (name, title) if each is not None]
        # "the mayor, Ada Lund, and the sheriff, Omar Stone" where the tree ties the name to the first title
        if found and name.relation in ("appos", "conj") and name.head in last:
            tops += context.words[found[-1].last : run.first]
        conjuncts = [each for each in tops if each.relation == "conj" and each.head in last]
        if found and not conjuncts and not _is_listed(context, run, last):
            continue
        if not found and last.isdisjoint(each.index for each in tops) and not (joined and conjuncts):
            return ()
        joined = joined or any(mark in ("and", "&") for each in conjuncts for mark in _joining(context.sentence, each))
        last.update(each.index for each in (*tops, *run.words(context.sentence)))
        found.append(run)
    return found if joined else ()


def _joining(sentence: Sentence, conjunct: Word) -> list[str]:
    """Return the conjunctions of a conjunct and its title, or of its modifier: "… *and* Hull-based lawyer Ida Vale"."""
    titled = (conjunct, *sentence.children(conjunct, "nmod:desc"))
    opening = sentence.descendants(conjunct, without=("punct",))[0]
    marks = [mark.text for word in titled for mark in sentence.children(word, "cc")]
    return marks or ["and"] * (opening.text == "and")


def _is_listed(context: SentenceContext, run: NameSpan, last: Collection[int]) -> bool:
    """Return True for a name tied to the role of the one before: "Ada Lund, mayor of Orbel, | Omar Stone, and …"."""
    name = run.head(context.sentence)
    above = context.parent(name, "appos", "conj")
    if above is None or context.words[run.first - 1].text != ",":
        return False
    body = context.run_at(above) if name.relation == "conj" else None
    return (body is not None and body.kind != "person") or (above.relation == "appos" and above.head in last)


def joined_pronoun(words: Sequence[Word]) -> Word | None:
    """Return the pronoun that opens a coordination: "*she* and Omar Stone", "both *he* and others"."""
    texts = [word.text.lower() for word in words[:3]]
    at = int(texts[:1] == ["both"])
    return words[at] if texts[at + 1 : at + 2] in (["and"], ["&"]) and texts[at] in wordlists.pronouns() else None


def _coordinated(context: SentenceContext, words: Sequence[Word], head: Word) -> bool:
    """Return True for a coordination: "Ida Vale and Omar Stone", not "Moss & Lund"."""
    if joined_pronoun(words) is not None or joint_people(context, words, head):
        return True
    sentence = context.sentence
    conjuncts = sentence.children(head, "conj")
    inside = {word.index for word in words} if conjuncts else ()
    for child in conjuncts:
        marks = _joining(sentence, child)
        apart = child.index in inside and child.upos in ("PROPN", "NOUN", "PRON") and any(mark != "&" for mark in marks)
        whole = context.run_at(head)  # "Kent and Medway Police"
        apart = (
            apart and not _is_same_person(sentence, head, child) and (whole is None or context.run_at(child) != whole)
        )
        # "Ada Lund, a lawyer and former mayor" is one, "…, and a mayor" may be two
        apposed = any(head.index < each.index < child.index for each in sentence.children(head, "appos"))
        if apart and not (apposed and head.upos == "PROPN" and is_further_role(sentence, child)):
            return True
    return False


def _is_same_person(sentence: Sentence, head: Word, other: Word) -> bool:
    """Return True for "the comic and father of three", not "the mother and father", "the mayor and the nurse"."""
    bodies = (wordlists.organisation_nouns(), wordlists.bodies(), wordlists.group_nouns())
    nouns = {word.text.lower() for word in (head, other)}
    one = all(word.upos == "NOUN" and not _is_plural(word) for word in (head, other))
    one = one and all(nouns.isdisjoint(listed) for listed in bodies)
    genders = set(map(wordlists.gendered_nouns().get, nouns))
    first, second = (sentence.children(word, "det", "nmod:poss") for word in (head, other))
    return one and bool(first) and not second and not genders >= {"male", "female"}


def _twice_titled(context: SentenceContext, words: Sequence[Word]) -> NameSpan | None:
    """Return the name after two titles of one person: "union leader and former minister | Ida Vale"."""
    name = _only_name_at_end(context, words)
    between = context.words[words[0].index : name.first] if name is not None else ()
    if not any(word.text.lower() in ("and", "&") for word in between[:-1]):
        return None
    # "lawyer, former minister and author" has three parts
    grouped = groupby(between, key=lambda word: word.text.lower() in (",", "and", "&"))
    parts = [list(part) for joint, part in grouped if not joint]
    if len(parts) < 2:
        return None
    first, *further = parts
    owned = between[-1].text != "," and any(each.relation == "det" or each.deprel == "nmod:poss" for each in first)
    # not "fans of singer and actor | Bo Lund"
    core = takewhile(lambda each: each.upos not in ("ADP", "VERB"), first)
    alone = not owned and any(_is_for_person(context, each) and not _is_plural(each) for each in core)
    titled = all(any(_is_for_person(context, each) for each in part) for part in further)
    return name if alone and titled and all(part[0].upos not in ("DET", "PRON") for part in further) else None


def _is_for_person(context: SentenceContext, word: Word) -> bool:
    """Return True for a title or a noun of a person: "MP", "peer"."""
    noun = word.upos == "NOUN" and (word.base in wordlists.person_nouns() or context.kinds.get(word.index) == "person")
    return noun or is_title(word)


def _only_name_at_end(context: SentenceContext, words: Sequence[Word]) -> NameSpan | None:
    """Return the name of the only person in a phrase, if the phrase ends with it."""
    people = [run for run in context.runs if run.kind == "person" and words[0].index <= run.first <= words[-1].index]
    return people[0] if len(people) == 1 and people[0].last - 1 == words[-1].index else None


def _titled(context: SentenceContext, words: Sequence[Word]) -> NameSpan | None:
    """Return the name that ends a phrase after its title, regardless of the tree: "Orbel chairwoman Ida Vale, 40,"."""
    words = list(takewhile(lambda word: word.text != ",", words))
    if not words:
        return None
    # a name at the beginning, which the tagger may take for a person, is that of an organisation
    acronym = len(words[0].text) > 1 and words[0].text.isupper()  # "UKV Colonel Ida Vale"
    first = next((run.last for run in context.runs if run.first == words[0].index), words[0].index)
    words = [word for word in words if word.index >= first] or words
    name = _only_name_at_end(context, words)
    before = [word for word in words if name is not None and word.index < name.first]
    while len(before) > 1 and before[-1].text.rstrip(".") in wordlists.honorifics():
        before.pop()  # "sports minister | Lord Vale"
    title = before[-1] if before else None
    others = ("ADP", "CCONJ", "SCONJ", "VERB", "AUX", "PRON")
    listed = title is not None and title.text.rstrip(".") in wordlists.title_abbreviations()
    position = position_start(context.sentence, name.first - 1) if name is not None else None
    if position is not None and not any(word.upos == "ADP" for word in words if word.index < position):
        return name  # "Orbel Bears running back Omar Stone"
    if title is None or not (listed or (is_title(title) and (title.upos == "NOUN" or title.text.isupper() or acronym))):
        return None
    # "managing director Ida Vale", "editor-in-chief Ida Vale"
    inside = (word for word in words if word.relation != "amod" and context.words[word.index - 1].text not in "-‑")
    return name if not any(word.upos in others for word in inside) else None


def _apposed_at_end(context: SentenceContext, words: Sequence[Word]) -> NameSpan | None:
    """Return the name at the end after a comma, regardless of the tree: "a lawyer for Omar Stone, | Ida Vale"."""
    if words[-1].text == ")":  # "the bill's author, Ida Vale (D-Orbel)"
        words = words[: max((place for place, word in enumerate(words) if word.text == "("), default=0)] or words
    first, last = words[0].index, words[-1].index
    name = next((run for run in context.runs if run.last - 1 == last and run.kind in ("person", "")), None)
    if name is None or name.last - name.first < 2 or name.first - first < 3 or len(words) != last + 1 - first:
        return None
    before = list(context.words[first : name.first])
    one = before[0].text.lower() == "one"
    titling = ("DET", "NOUN", "ADJ") if one else ("DET",)
    while before and before[-1].text != "," and (is_title(before[-1]) or before[-1].upos in titling):
        before.pop()  # "…, Professor Ida Vale", "one of the crew, first mate Ida Vale"
    if not before or before.pop().text != ",":
        return None
    if any(word.text == "," or word.upos in ("CCONJ", "SCONJ", "AUX") for word in before):
        return None
    noun = list(takewhile(lambda word: word.upos not in ("ADP", "VERB"), before))[-1:]
    people = wordlists.role_nouns() | wordlists.person_nouns()
    nouns = (word for word in before if word.upos == "NOUN")
    persons = [word for word in nouns if word.base in people or context.kinds.get(word.index) == "person"]
    # in "the brother of the mayor, Ida Vale" the name may be the mayor's
    return name if one or (noun and persons[-1:] == noun and not _is_plural(noun[0])) else None


def _body_at_end(context: SentenceContext, words: Sequence[Word]) -> NameSpan | None:
    """Return the name that ends a phrase after its noun, regardless of the tree: "ferry firm | Orbel Line"."""
    name = next((run for run in context.runs if run.last - 1 == words[-1].index and run.kind == "organization"), None)
    before = [word for word in words if name is not None and word.index < name.first]
    if before and before[-1].text == "the":  # "rail union the | ROB"
        before.pop()
    noun = before[-1] if before else None
    linking = any(word.upos in ("ADP", "CCONJ", "SCONJ", "AUX", "PUNCT") for word in before)
    # not "the union representing supermarket Tesco"; the first word may be tagged as a verb ("Think tank")
    linking = linking or any(word.upos in ("VERB", "PRON") for word in before[1:])
    bodies = (wordlists.organisation_nouns(), wordlists.nouns_before_organisations())
    of_body = noun is not None and not linking and any(noun.text.lower() in nouns for nouns in bodies)
    return name if of_body else None


def _name_in(context: SentenceContext, words: Sequence[Word], head: Word) -> NameSpan | None:
    """Return the run of the phrase that names its head, or None ("a spokesman for *Nordair*" names nobody)."""
    sentence = context.sentence
    # "Piraeus | -based Orbel Shipping"
    runs = [run for run in context.runs if display(context.words[run.last : run.last + 2]) not in ("-based", "‑based")]
    inside = {word.index for word in words}
    within = [run for run in runs if run.first in inside and run.last - 1 in inside]
    people = [run for run in within if run.kind == "person" and run.first > head.index]
    # "The Sarpanch of Orbel, Ida Vale": the title is no organisation
    holder = next((run for run in people if run.head(sentence) in sentence.children(head, "appos")), None)
    for run in within:
        if run.first <= head.index < run.last:
            return run if run.kind == "person" or holder is None else holder
    for run in runs:
        top = run.head(sentence)
        # "Nordair's chief executive, Ana Ruiz"; "the airline, Nordair"; the name may be outside the source
        # but in "economists at Nordair (NAI)" the letters are no name of the economists
        # "the owner, | Orbel Homes"
        unmarked = run.last - 1 == words[-1].index and not sentence.children(top, "case")
        unmarked = unmarked and any(word.text == "," for word in context.words[head.index : run.first])
        above = sentence.parent(_with_title(sentence, top), "appos", "flat", *(("nmod",) if unmarked else ()))
        while above is not None and above.index > head.index and above.relation == "appos":
            above = sentence.parent(above)  # "the owner, pension fund Nordfond"
        apposed = above is not None and above.index == head.index
        place = run.kind == "place" and sentence.children(top, "case")  # "MP for Halden"
        apposed = apposed and run.first > head.index and run.kind != "group" and not place
        if apposed and run.kind in ("person", ""):
            between = sentence.words[head.index + 1 : run.first] or (head,)
            # in "the report by the mayor, Ida Vale," the name is not that of the report
            issued = head.base in wordlists.document_nouns() and between[0].text.lower() in ("by", "from")
            comma = any(word.text == "," for word in between)
            apposed = not issued and (comma or not _after_preposition(context, run, head))
        # "a spokeswoman for the developer, Orbel Homes,"
        person = head.base in wordlists.role_words("spokespersons") or head.base in wordlists.gendered_nouns()
        unlike = run.kind == "organization" and person
        if _is_plural(head):  # "the owners of the building, Nordair,"
            one = run.kind == "organization" and not context.children(top, "conj")
            unlike = not (one and head.base in wordlists.plural_for_one())
        if apposed and not (run.kind in ("organization", "person") and unlike):
            return run
        # "an eyewitness named Ida Vale", "a man identified as Omar Stone"
        # "its leader, a pharmacist called Omar Stone"
        nouns = (head, *sentence.children(head, "appos"))
        called = run.kind in ("person", "") and run.first > head.index and not _concerns_another(context, head, run)
        if called and any(is_called(sentence, noun, top) for noun in nouns):
            return run
    # "China's | Xinhua | news agency"
    media = (run for run in within if head.upos == "NOUN" and known(display(run.words(sentence))))
    named = next((run for run in media if run.head(sentence).relation == "compound" and run.last <= head.index), None)
    if named is not None and head.base in wordlists.organisation_nouns():
        return named
    below = {word.index for word in sentence.descendants(head)}
    for run in within:
        top = run.head(sentence)
        # "Kremlin spokesman Dmitry Peskov", "Senator from Vermont Bernie Sanders" where the tree attaches the name to
        # the title by another relation
        between = sentence.words[head.index + 1 : run.first]
        adjacent = top.head in (head.index, head.head) and run.first > head.index
        adjacent = adjacent and all(word.upos != "PUNCT" and word.index in below for word in between)
        linked = _after_preposition(context, run, head)
        if adjacent and not linked and run.kind == "person":
            return run
        # "the mayor of Orbel, Ada Lund", "Leader of the Opposition Smt. Ada Lund": attached to the word after "of"
        # "MP for Leeds Ada Lund": to the seat
        under = (top.relation in ("nmod", "flat") or is_apposed(sentence, top)) and top.index in below and not linked
        office = head.text.lower() in wordlists.role_nouns() and not _is_plural(head)
        ends = run.last - 1 == words[-1].index and run.kind == "person"
        plain = all(word.upos != "VERB" for word in between)  # not "the brother of the driver, named as Ida Vale"
        if under and office and ends and plain and between and between[0].text in ("of", "for"):
            return run
    return None


def _after_preposition(context: SentenceContext, run: NameSpan, head: Word) -> bool:
    """Return True for "the wife of President | Omar Sand", not "President of Orbel | Ada Lund"."""
    # "Mayor of Orbel Councillor | Ada Lund", "Minister for Justice | Ada Lund"
    last = run.first - 1
    if (
        last > 0
        and is_title(context.words[last])
        and head in (title_with_field(context, last), minister_for(context, last))
    ):
        return False
    if is_served(context.sentence, run.head(context.sentence)):
        return True
    between = context.words[head.index + 1 : run.first]
    title = office_of(context, run).start if any(word.upos == "ADP" for word in between[:-1]) else None
    if title is not None and title > head.span.end:  # "a spokesman for | Secretary of State | Omar Sand"
        between = tuple(word for word in between if word.span.start < title)
    titles: set[int] = set()
    for word in reversed(between):
        if word.upos == "ADP":
            return True
        part = word.relation == "compound" and word.head in titles
        person = is_title(word) or word.text.lower() in wordlists.person_nouns()
        if word.upos == "NOUN" and context.children(word, "det", "amod"):  # "by the economist | Ida Vale"
            several = word.text.lower() in wordlists.group_nouns()  # "friend of the family | Ada Lund"
            person = person or (context.kinds.get(word.index) == "person" and not several)
        if not (part or person or word.relation in ("amod", "det") or word.text in "-‑"):
            break
        titles.add(word.index)
    if not any(word.upos == "ADP" for word in between):
        return False
    noun = _noun_of(head)  # "members of Orbel | Ida Vale", "the office of | …"
    return _is_plural(head) or noun in wordlists.organisation_nouns() or noun in wordlists.document_nouns()


def _with_title(sentence: Sentence, name: Word) -> Word:
    """Return "Dr" of "author Dr Ida Vale", "Senator" of "the author, Senator Ida Vale", else the name."""
    above = sentence.parent(name, "flat")
    if above is None:
        return name
    titled = above.relation == "appos" and is_title(above)
    return above if titled or above.text.rstrip(".") in wordlists.honorifics() else name


def _one_of(sentence: Sentence, run: NameSpan, head: Word) -> bool:
    """Return True where a name is a kind of person, not the person: "a Republican", "one Rohingya"."""
    if run.kind == "person" or (run.kind in ("organization", "place") and run.last - run.first > 1):
        return False
    few = (child.text.lower() for child in sentence.children(head, "det", "nummod") if child.index < run.first)
    return not wordlists.indefinite_determiners().isdisjoint(few)


def _named(page: SentenceIndex, index: int, run: NameSpan) -> Mention:
    sentence = page.sentences[index]
    words, span, head = run.words(sentence), run.span(sentence), run.head(sentence)
    office = office_of(page.contexts[index], run) if run.kind in ("person", "") else NO_OFFICE
    span = span if office.start is None else Span(min(office.start, span.start), span.end)
    kind = "person" if run.kind == "" and (office.honorific or office.noun) else run.kind
    surname = _shared_surname(page, index, run)
    name = " ".join((display(words), display(surname))) if surname else display(words)
    return Mention(
        span, span.of(page.text), index, head.index, "name",
        name=name, keys=keys((*words, *surname)), name_kind=kind, labelled=run.labelled, doubt=run.doubt, office=office,
        gender=stated_gender(office) or wordlists.given_names().get(words[0].text.lower(), ""),
        plural=run.kind == "group" or (words[-1].xpos == "NNPS" and run.kind != "organization"),
        subject=_is_subject(sentence, head),
        said=_said_of(sentence, head, run.first) if kind != "person" else _said_of_person(sentence, head, office),
        modifiers=_name_modifiers(sentence, run, office, kind),
    )  # fmt: skip


def _shared_surname(page: SentenceIndex, index: int, run: NameSpan) -> tuple[Word, ...]:
    """Return "Vale" of "Omar Vale" for the "Ida" of "Ida and Omar Vale", unless the text has a full name with "Ida"."""
    sentence, given = page.sentences[index], wordlists.shared_given_names()
    first = sentence.words[run.first].text.lower()
    single = run.last - run.first == 1 and run.kind in ("person", "") and first in given
    if not single or sentence.words[run.first].text.isupper() or first in page.ends_of_full_names:
        return ()
    before = sentence.words[run.first - 1] if run.first else None
    plural = before is not None and before.text.lower() not in wordlists.role_nouns() and before.text.endswith("s")
    if before is not None and is_title(before) and not plural:
        return ()  # "Prince Omar and Ida Vale", not "brothers Omar and Ali Vale"
    runs = page.names[index]
    at = bisect_right(runs, run.first, key=lambda each: each.first)
    for following in runs[at : at + _MOST_OF_SURNAME]:
        joint = sentence.words[following.first - 1].text
        words = following.words(sentence)
        person = following.kind == "person" or (not following.kind and words[0].text.lower() in wordlists.given_names())
        if following.first != run.last + 1 or joint not in ("and", ",") or not person:
            return ()
        if len(words) > 1:
            particle = next((n for n, word in enumerate(words) if word.text in wordlists.name_particles()), -1)
            return words[particle:] if joint == "and" else ()
        run = following
    return ()


def _said_of_person(sentence: Sentence, head: Word, office: Office) -> frozenset[str]:
    """Return the nouns of a person's roles, and what events make of somebody: "Ida Vale was charged": "defendant"."""
    named = sentence.parent(head, "appos", "flat") or head
    said = set(nouns_of(office))
    verb = sentence.parent(named, "nsubj")
    for event in (*sentence.children(named, "acl"), *sentence.children(head, "acl"), *((verb,) if verb else ())):
        below = sentence.children(event)
        subject = any(child.relation == "nsubj" for child in below)
        passive = any(child.deprel.endswith(":pass") for child in below)
        passive = passive or (event is not verb and event.xpos == "VBN" and not subject)
        if passive or subject:
            said.update(wordlists.parts_in_events("passive" if passive else "active").get(event.lemma, ()))
    return frozenset(said)


def nouns_of(office: Office) -> Iterator[str]:
    """Yield the nouns of the roles next to a name, lower case: "head" and "botanist" of "head Ida Vale, a botanist".

    Of a prime minister also "premier", and of a CEO "executive".
    """
    for text in (each for role in office.roles for each in (role.text, role.full) if each):
        words = _AFTER_NOUN.split(text.lower(), maxsplit=1)[0].replace("executive officer", "executive").split()
        yield from words[-1:]
        yield from filter(None, (wordlists.role_variants().get(" ".join(words[-2:])) if words[1:] else None,))


def _name_modifiers(sentence: Sentence, run: NameSpan, office: Office, kind: NameKind) -> frozenset[str]:
    """Return the words that distinguish a name from the same name of another: of the office, or the owner's."""
    if kind in ("person", ""):
        title = full_title(office.role or "") or office.role or ""
        words = f"{title} {office.affiliation or ''}".lower().replace("-", " ").split()
        return frozenset(words) - {office.noun, "of", "the", "for", "at", "and", "in"}
    outside = [word for word in _modifier_words(sentence, run.head(sentence)) if not run.first <= word.index < run.last]
    return frozenset(word.text.lower() for word in outside if word.upos in ("PROPN", "ADJ"))


def _modifier_words(sentence: Sentence, head: Word) -> list[Word]:
    """Return the words that distinguish a noun from others of its kind; evaluative adjectives do not."""
    found: list[Word] = []
    for child in sentence.children(head, "compound", "amod", "nmod"):
        if child.relation == "compound":
            hyphened = child.index > 0 and sentence.words[child.index - 1].text == "-"
            # "the four-term senator", "the first-season coach"
            timed = child.base in wordlists.role_words("terms") and sentence.children(child, "amod")
            counted = hyphened and (timed or sentence.children(child, "nummod"))
            found += [child] if child.upos in ("PROPN", "NOUN") and not counted else []
        elif child.relation == "amod":
            lower = child.text.lower()
            listed = lower in wordlists.portfolio_words() or lower in wordlists.role_words("status")
            listed = listed or lower in wordlists.role_words("of_bodies")
            found += [child] if listed or not child.text.islower() else []
        else:  # "mayor of Orbel", not "a nurse with a dog"
            cases = sentence.children(child, "case")
            linked = cases and cases[0].text.lower() in ("of", "for", "at", "from")
            if linked or (child.deprel == "nmod:poss" and child.upos != "PRON"):
                found += sentence.descendants(child, without=("case", "det", "acl", "appos"))
    return [word for word in found if word.upos in ("PROPN", "NOUN", "ADJ")]


def _said_of(sentence: Sentence, head: Word, first: int) -> frozenset[str]:
    """Return the nouns for a name in apposition or as its predicate: "Ardan, a bank", "the union Verdo"."""
    nouns = [child for child in sentence.children(head, "appos") if child.index > head.index]
    # "the budget airline Skylark"
    nouns += [child for child in sentence.children(head, "compound", "nmod") if child.index < head.index]
    above = sentence.parent(head, "appos", "flat", "compound", "nmod", "nsubj")
    if above is not None and (
        head.relation in ("appos", "flat")
        or (sentence.children(above, "cop") if head.relation == "nsubj" else above.index < head.index)
    ):
        nouns.append(above)
    before = sentence.words[max(0, first - 1)]  # "in the weekly Dispatch"
    nouns += [before] if before.relation in ("amod", "nmod") and not sentence.children(before, "acl") else []
    opening = wordlists.nouns_outside_names()  # "Chipmaker Nordair", where the tree has a name
    common = ("NOUN", "ADJ")
    plain = (each for each in nouns if (each.upos in common and each.xpos != "NNS") or each.text.lower() in opening)
    return wordlists.organisation_nouns().intersection(noun.base for noun in plain)


def stated_gender(office: Office) -> Gender:
    """Return the gender that a title or noun of the text states ("Mrs Vale", "spokeswoman Ida Vale")."""
    return wordlists.honorifics().get(office.honorific or "", "") or wordlists.gendered_nouns().get(office.noun, "")


def _noun_of(word: Word) -> str:
    """Return the lemma of a noun, and the word itself where the lemma is that of a verb ("the accused")."""
    lemma, text = word.base, word.text.lower()
    if word.upos == "PROPN" and word.index == 0 and (singular := singular_of_people(word)):
        return singular  # "Burglars", tagged as a name
    if word.text.isupper() and word.text in wordlists.title_abbreviations():
        return text  # "PM", whose lemma is that of a time of day
    listed = (wordlists.person_nouns(), wordlists.role_nouns())
    own, base = (any(each in nouns for nouns in listed) for each in (text, lemma))
    return text if own and not base and word.xpos != "NNS" else lemma


def _is_subject(sentence: Sentence, head: Word) -> bool:
    return "nsubj" in (head.relation, (sentence.parent(head, "appos", "flat") or head).relation)


def _description(page: SentenceIndex, index: int, words: Sequence[Word], head: Word, whole: Span, text: str) -> Mention:
    sentence = page.sentences[index]
    coordinated = _coordinated(page.contexts[index], words, head)
    owners = sentence.children(head, "nmod:poss")
    core = _counted(sentence, words, head)
    fixed = _fixed_phrase(sentence, core)
    hyphened, inner = _hyphenated(sentence, core)
    noun = fixed or hyphened or _noun_of(core)
    single = core is not head and head.text.lower() in wordlists.single_words()
    plural = coordinated or (_is_plural(core) and not single)
    determiners = {word.text.lower() for word in sentence.children(head, "det")}
    force = text.lower().endswith(wordlists.forces())  # "the coast guard"
    office = NO_OFFICE if plural or force else office_in_phrase(page.contexts[index], head)
    indefinite = single or bool(determiners & {"a", "an"})
    kind = "organization" if force else _kind(noun, text, core, indefinite, page.kinds[index].get(core.index), single)
    modifiers = sentence.children(head, *(() if " " in fixed else ("amod", "compound")), "nmod", "acl", "nummod")
    restricting = _modifier_words(sentence, head)
    return Mention(
        whole, text, index, head.index, "description",
        office=office, noun=noun, kind="group" if coordinated else kind,
        gender=wordlists.gendered_nouns().get(core.text.lower(), ""),
        plural=plural,
        # "Malta's president"; "his brother" is left open, as the owner would have to be known
        definite=not determiners.isdisjoint(wordlists.definite_determiners())
        or any(owner.upos != "PRON" or _is_of_outlet(owner, noun) for owner in owners),
        modified=any(each.index != inner and _restricts(sentence, each) for each in modifiers),
        subject=_is_subject(sentence, head),
        modifiers=frozenset(word.text.lower() for word in restricting if not fixed and word.index != inner),
        possessed=any(owner.upos == "PRON" for owner in owners),
    )  # fmt: skip


def _is_of_outlet(owner: Word, noun: str) -> bool:
    """Return True for "our correspondent", whom a medium has named."""
    return owner.text.lower() == "our" and noun in wordlists.role_words("of_outlets")


def _restricts(sentence: Sentence, modifier: Word) -> bool:
    """Return False for what only adds to a noun: "the firm, which left", "the Lima-based firm", "the 9-page letter"."""
    first = sentence.descendants(modifier)[0].index if modifier.relation == "acl" else 0
    aside = first > 0 and sentence.words[first - 1].text == ","
    return not aside and not modifier.text.lower().endswith(("based", "page"))


def _fixed_phrase(sentence: Sentence, head: Word) -> str:
    """Return "45-year-old", "south african" or, for any rank, "number one" where it heads a phrase, else ""."""
    rank = sentence.words[head.index + (head.text == "world") :][:2]
    if rank and rank[-1].upos == "NUM" and rank[0].text.lower().rstrip(".") in ("no", "number"):
        return "number one"
    before = sentence.words[head.index - 1] if head.index else None
    if before is not None and before.text[:1].isupper():
        nation = display((before, head))
        if " " in nation and nation in wordlists.inhabitants():
            return nation.lower()
    if head.text != "old":
        return ""
    words = sentence.words[max(0, head.index - 4) : head.index + 1]
    parts = [word.text for word in words if word.text not in "-‑"][-3:]
    return "-".join(parts) if len(parts) == 3 and parts[0].isdecimal() and parts[1] in ("year", "years") else ""


def _hyphenated(sentence: Sentence, head: Word) -> tuple[str, int]:
    """Return a listed noun with a hyphen ("start-up", "wing-back") and the position of its other part, else "", -1.

    "Think tank" is listed as "think-tank".
    """
    for first, other in ((head.index - 2, head.index - 2), (head.index, head.index + 2)):
        words = sentence.words[max(first, 0) : first + 3]
        joined = "-".join(word.text.lower() for word in words[::2])
        nouns = (wordlists.organisation_nouns(), wordlists.role_nouns(), wordlists.person_nouns())
        listed = any(joined in each for each in nouns)
        if len(words) == 3 and words[1].text in "-‑" and listed:
            return joined, other
    before = sentence.words[head.index - 1] if head.index else head
    joined = f"{before.text.lower()}-{head.base}"
    return (joined, before.index) if joined in wordlists.organisation_nouns() else ("", -1)


def _counted(sentence: Sentence, words: Sequence[Word], head: Word) -> Word:
    """Return the counted noun of a quantity: "75% of *respondents*", "a string of *residents*", "one of the *men*"."""
    lower = head.text.lower()
    number = head.upos in ("NUM", "SYM") or lower in wordlists.quantity_nouns() or lower in wordlists.single_words()
    several = lower in wordlists.collection_nouns()
    for child in sentence.children(head, "nmod") if number or several else ():
        case = sentence.children(child, "case")
        counted = number or (_is_plural(child) and not sentence.children(child, "det"))
        if counted and child in words and child.upos in ("NOUN", "PROPN") and case and case[0].text.lower() == "of":
            return child
    return head


def _is_plural(head: Word) -> bool:
    lower = head.text.lower()
    changed = head.upos == "NOUN" and head.base != lower and lower.endswith(("s", "men", "women", "people"))
    one = not lower.endswith("s") and any(
        lower in nouns for nouns in (wordlists.person_nouns(), wordlists.role_nouns())
    )
    tagged = head.xpos in ("NNS", "NNPS") or (head.index == 0 and bool(singular_of_people(head)))
    return changed or (tagged and not one) or is_plural_title(head)


def is_kept_unnamed(text: str) -> bool:
    """Return True for "a person familiar with the matter" and "an official who declined to be named"."""
    marked = any(marker in text.lower() for marker in wordlists.anonymity_markers())
    return marked or wordlists.keeping_unnamed().search(text) is not None


def _concerns_another(context: SentenceContext, head: Word, run: NameSpan) -> bool:
    """Return True for "friends of the driver, named as Ida Vale": the name is that of the inner noun."""
    inner = (word for word in context.children(head, "nmod") if word.index < run.first)
    nouns = wordlists.person_nouns() | wordlists.role_nouns()
    cases = (case.text for word in inner if word.base in nouns for case in context.children(word, "case"))
    return _is_plural(head) or any(case in ("of", "for") for case in cases)


def _kind(noun: str, text: str, head: Word, indefinite: bool, learned: NounKind | None, single: bool) -> SpeakerKind:
    """Return the kind of source of a phrase without a name, ``single`` for one of several ("one of the men")."""
    lowered, word = text.lower(), head.text.lower()
    unnamed = is_kept_unnamed(text) and noun not in wordlists.document_nouns()  # but "an anonymous letter"
    if unnamed or word in wordlists.anonymous_nouns():
        return "anonymous"
    shared = word in wordlists.shares() and not lowered.startswith("the ")  # "half", not "the second half"
    if shared or (head.upos == "NUM" and _SHARE.search(lowered)):  # "one in ten voters"
        return "group"
    if word in wordlists.indefinite_words() and not single:
        return "anonymous" if wordlists.indefinite_words()[word] == "anonymous" else "group"
    if word in wordlists.group_nouns() and not single:  # "residents", "the jury"
        return "group"
    several = _is_plural(head) and not single
    learned = None if learned == "person" and noun in wordlists.ordered_documents() else learned  # "a poll of adults"
    kind = certain_kind(noun, head) or learned or _listed_kind(noun, word, head, several, indefinite)
    if several and kind != "document":  # "the two leaders", "police officers", "secularist associations"
        return "group"
    # "a senior official", "one resident"; "the spokesman" is somebody whom the text does not name
    unnamed = indefinite or lowered.startswith(("one ", "another "))
    return "anonymous" if kind == "person" and unnamed else kind


def is_another(mention: Mention) -> bool:
    """Return True for something new of a class: "another post", "a second report"."""
    return _ANOTHER.match(mention.text) is not None


def certain_kind(noun: str, head: Word) -> NounKind | None:
    """Return the kind of a noun that has one sense: "the Scot", "the ministry", "the survey", not "the paper"."""
    titled = head.text.isupper() and head.text in wordlists.title_abbreviations()  # "the DG"
    titled = titled or is_plural_title(head)  # "MSPs"
    nation = head.text in wordlists.people_in_capitals() or (" " in noun and noun.title() in wordlists.inhabitants())
    if titled or nation or noun in wordlists.substitutes():
        return "person"
    if noun in wordlists.bodies():
        return "organization"
    if noun in wordlists.ambiguous_nouns():
        return None
    if noun in wordlists.organisation_nouns():
        return None if noun in wordlists.document_nouns() else "organization"
    if noun in wordlists.person_nouns() or noun in wordlists.role_nouns():
        return "person"
    return "document" if noun in wordlists.document_nouns() and noun not in wordlists.people_too() else None


def _listed_kind(noun: str, word: str, head: Word, several: bool, indefinite: bool) -> NounKind:
    if not wordlists.document_nouns().isdisjoint((noun, word)):
        return "document"
    if any(each in nouns for each in (noun, word) for nouns in (wordlists.organisation_nouns(), wordlists.bodies())):
        return "organization"
    if head.upos == "PROPN":
        return "person" if indefinite and not several else "organization"
    # "protestors", "a protestor", "the pianist" are people; "the decision", "the move" are things that state something
    return "person" if several or noun.endswith(wordlists.agent_endings()) else "document"
