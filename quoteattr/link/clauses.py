"""Clauses, noun phrases and their spans in a tree, the source of a cue, and what belongs to it though a parser errs.

A source is a subject before or after the verb, an agent, a possessor, or the subject of a governing verb for
participles, infinitives and coordinated cues. It keeps its appositions and relative clauses ("Lee, who runs the
plant,"), as people mark it, and a relative clause keeps its pronoun as source ("Lee, [who]s said …").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import (
    CueEntry,
    document_nouns,
    entries_of,
    entries_of_cue,
    speaking_nouns,
    verb_list,
    verbs,
    word_list,
)
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
# relations of what is no part of a noun phrase, though it is attached to its head
_OUTSIDE = frozenset({"advcl", "parataxis", "discourse", "dislocated", "dep", "ccomp", "vocative", "case", "cc"})
_OUTSIDE |= {"mark", "cop", "aux", "nsubj", "csubj"}
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_CONTROLLED = frozenset({"conj", "xcomp", "advcl", "advmod", "parataxis", "ccomp", "obl", "dep", "compound", "csubj"})


def is_punctuation(word: Word) -> bool:
    """Return True for a word without a letter or digit that is not a currency or per cent sign."""
    if word.upos in ("PUNCT", "SYM") or word.text.isalnum():
        return word.upos == "PUNCT"
    return not any(map(str.isalnum, word.text))


def is_among(word: Word, forms: Collection[str]) -> bool:
    """Return True if the lemma or the form of a word is among ``forms``, all lower case."""
    return word.text.lower() in forms or word.lemma.lower() in forms


def is_listed(word: Word, name: str) -> bool:
    """Return True if the lemma or the form of a word is in the word list ``name``."""
    return is_among(word, word_list(name))


def dependent(sentence: Sentence, word: Word, forms: Collection[str], *relations: str) -> Word | None:
    """Return the first dependent with one of some relations whose lemma or form is among ``forms``."""
    return next((child for child in sentence.children(word, *relations) if is_among(child, forms)), None)


def particle_of(sentence: Sentence, verb: Word, entry: CueEntry) -> Word | None:
    """Return the particle that the entry asks for: "out" of "pointed out"."""
    forms = entry.particles
    found = dependent(sentence, verb, forms, "compound", "advmod", "obj", "expl") if forms else None
    return found if found is not None and found.index > verb.index else None


def verb_entries(sentence: Sentence, verb: Word) -> tuple[CueEntry, ...]:
    """Return the entries of a cue with its particle, else without: "ruled [out] {a deal}"; both of "put [it] well"."""
    entries = entries_of_cue(verb)
    phrasal = [(each, particle) for each in entries if (particle := particle_of(sentence, verb, each)) is not None]
    others = () if any(particle.upos != "PRON" for _, particle in phrasal) else entries
    return (*(each for each, _ in phrasal), *(each for each in others if not each.particles))


def following(sentence: Sentence, word: Word, *relations: str, after: Word | None = None) -> tuple[Word, ...]:
    """Return the dependents with one of some relations that follow the word, or the word ``after``."""
    start = (word if after is None else after).index
    return tuple([child for child in sentence.children(word, *relations) if child.index > start])


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Return True for "was told", "is said", but not for "[Lee]s would not be drawn on {it}"."""
    passive = any(child.deprel in ("aux:pass", "nsubj:pass", "csubj:pass") for child in sentence.children(verb))
    return passive and not is_listed(verb, "active_in_sense")


def is_infinitive(sentence: Sentence, word: Word) -> bool:
    """Return True for "to wait": a mark "to" is attached to the word."""
    return dependent(sentence, word, ("to",), "mark", "aux") is not None


def is_of_sole(sentence: Sentence, word: Word) -> bool:
    """Return True for "say" in "[Lee]s was the first to say {…}", "[Lee]s is not alone in saying {…}"."""
    above = sentence.parent(word, "acl", "advcl")
    if above is None or not sentence.children(above, "cop"):
        return False
    return any(is_listed(each, "sole") for each in (above, *sentence.children(above, "amod")))


def is_captured(sentence: Sentence, word: Word) -> bool:
    """Return True for "saying" in "was heard saying {…}" and "The film shows [her]s saying {…}"."""
    above = sentence.parent(word, "xcomp", "ccomp", "advcl")
    participle = word.text.lower().endswith("ing") and not is_punctuation(sentence.words[word.index - 1])
    return above is not None and participle and is_among(above, verb_list("capturing"))


def is_named(sentence: Sentence, word: Word, *labels: str) -> bool:
    """Return True for a word of an entity with one of ``labels`` ("PER", "ORG"), or with any if none are given."""
    around = (each.label.upper() for each in sentence.entities if each.first <= word.index < each.last)
    return any(label.startswith(labels or "") for label in around)


def is_time(word: Word) -> bool:
    """Return True for the head of a bare noun phrase or adverb of time ("last week", "Tuesday", "two years ago")."""
    return is_listed(word, "times") or word.deprel.endswith(":tmod")


def has_verb(words: Iterable[Word]) -> bool:
    """Return True if one of the words is a verb or an auxiliary."""
    return any(word.upos in ("VERB", "AUX") for word in words)


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the subject of a finite verb, but not "there"; also "[Lee] has yet to [say]c", elsewhere attached."""
    subjects = sentence.children(verb, "nsubj")
    if not subjects and is_infinitive(sentence, verb):
        before = sentence.children(verb, "aux", "cop", "advmod")
        subjects = tuple([child for word in before for child in sentence.children(word, "nsubj")])
    return next((each for each in subjects if each.text.lower() != "there" and each.deprel != "nsubj:outer"), None)


def without(words: Iterable[Word], left_out: Iterable[Word]) -> tuple[Word, ...]:
    """Return the words that are not among ``left_out``."""
    gone = {word.index for word in left_out}
    return tuple(word for word in words if word.index not in gone)


def trimmed(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words without punctuation at either end."""
    kept = [position for position, word in enumerate(words) if not is_punctuation(word)]
    return tuple(words[kept[0] : kept[-1] + 1]) if kept else ()


def spans_of(sentence: Sentence, words: Iterable[Word]) -> tuple[Span, ...]:
    """Return the spans of the words of a sentence, as :func:`spans_at`."""
    return spans_at(sentence.words, [word.index for word in words])


def spans_at(around: Sequence[Word], numbers: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans of the words with some numbers in ``around``; only punctuation at their ends parts no two."""
    runs: list[tuple[Word, Word]] = []
    last = -1
    for number in sorted(set(numbers)):
        word = around[number]
        if is_punctuation(word):
            continue
        joined = bool(runs) and all(map(is_punctuation, around[last + 1 : number]))
        runs[-1:] = [(runs[-1][0], word)] if joined else [*runs[-1:], (word, word)]
        last = number
    return tuple(Span(first.span.start, final.span.end) for first, final in runs)


def clause_words(sentence: Sentence, head: Word, cue: Word) -> tuple[Word, ...]:
    """Return the words of the clause of ``head``, from its mark "that" on, without the cue's own clause."""
    above = any(ancestor.index == head.index for ancestor in sentence.ancestors(cue))
    words = without(sentence.descendants(head), sentence.descendants(cue) if above else [cue])
    # a parser may put what precedes the mark into the clause: "said (in a statement) {that Russia was boosting …}"
    marks = (each.index for each in sentence.children(head, "mark") if each.text.lower() == "that")
    start = next((index for index in marks if cue.index < index < head.index), 0)
    return trimmed([word for word in words if word.index >= start])


def inserted_into(sentence: Sentence, cue: Word) -> tuple[Word, ...]:
    """Return the clause around a cue after its subject, none elsewhere: "{The fee}, she [ruled]c, {is void}"."""
    noun = sentence.parent(cue, "acl", "parataxis")
    around = sentence.parent(noun, "nsubj") if noun is not None and _is_inserted(sentence, cue) else None
    for head in filter(None, (*sentence.children(cue, "ccomp"), sentence.parent(cue, "parataxis"), around)):
        subject = subject_of(sentence, head)
        if subject is not None and subject.index < cue.index < head.index:
            # a parser may attach who speaks to the subject: "{The fee}, [Judge Ruiz]s said, {is void}"
            speaker = sentence.children(subject, "appos") if subject_of(sentence, cue) is None else ()
            gone = [word for each in speaker for word in sentence.descendants(each)]
            words = without(clause_words(sentence, head, cue), gone)
            if not has_verb(without(sentence.words[cue.index + 1 : head.index], words)):
                return words
    return ()


def _is_inserted(sentence: Sentence, cue: Word) -> bool:
    """Return True for the verb of a clause after a comma that has a subject and no object or pronoun."""
    first = trimmed(sentence.descendants(cue))[:1]
    relative = not first or first[0].text.lower().startswith("wh") or sentence.children(cue, "obj", "ccomp", "xcomp")
    comma = not relative and sentence.words[first[0].index - 1].text in (",", "–", "—")
    return comma and subject_of(sentence, cue) is not None


def phrase_words(sentence: Sentence, head: Word, cue: Word) -> tuple[Word, ...]:
    """Return the noun phrase of ``head`` next to ``cue``, with apposition and relative clause, without conjuncts."""
    outside: list[Word] = []
    for child in sentence.children(head):
        below = sentence.descendants(child)
        clause = child.relation == "conj" and child.upos in ("VERB", "AUX")
        loose = child.relation in _OUTSIDE and not (child.deprel == "case" and child.index > head.index)
        if clause or loose or any(word.index == cue.index for word in below):
            outside += below
    left = head.index < cue.index
    words = without(sentence.descendants(head), outside)
    inside = {word.index for word in words if (word.index < cue.index) == left or word.index == head.index}
    ends = []
    for step in (-1, 1):  # as far as the range runs without a gap, punctuation aside
        end = head.index
        while end + step in inside or (end + 2 * step in inside and is_punctuation(sentence.words[end + step])):
            end += step
        ends.append(end)
    return trimmed(sentence.words[ends[0] : ends[1] + 1])


@frozen
class SourceMatch:
    """A source: its words in text order, their head, and the rule that found it."""

    words: tuple[Word, ...]
    head: Word
    rule: str


def source_of(sentence: Sentence, cue: Word) -> SourceMatch | None:
    """Return the source of a cue word, or None where the sentence names none."""
    found: list[tuple[Word, str] | None]
    if cue.upos not in ("NOUN", "PROPN"):
        found = [_of_verb(sentence, cue)]
    else:
        # "[his]s claim that …", "[the bank's]s claim that …"
        found = [(child, "possessor") for child in sentence.children(cue, "nmod:poss")]
        verb = sentence.parent(cue, "nsubj")  # "a call by [the union]s for …", "a letter from [Lee]s"
        came = following(sentence, verb, "obl", after=cue) if verb is not None and verb.lemma == "come" else ()
        after = (*following(sentence, cue, "nmod", "obl"), *came)
        # "it was the answer of [Lee]s"
        forms = ("by", "from", "of") if sentence.children(cue, "cop") else ("by", "from")
        found += [(child, "agent") for child in after if dependent(sentence, child, forms, "case")]
        verb = sentence.parent(cue, "obj")  # "[Lee]s made the claim that …"
        above = _of_verb(sentence, verb) if verb is not None and is_listed(verb, "light_verbs") else None
        found += [(above[0], "light verb")] if above else []
    matches = (SourceMatch(phrase_words(sentence, head, cue), head, rule) for head, rule in filter(None, found))
    return next((match for match in matches if match.words), None)


def agent_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the "by" phrase of a passive or a noun ("was quoted by TASS"), but not the means ("was told by phone")."""
    after = following(sentence, verb, "obl", "nmod")
    agent = next((child for child in after if dependent(sentence, child, ("by",), "case")), None)
    means = agent is not None and is_listed(agent, "means") and not sentence.children(agent, "det", "nmod:poss", "amod")
    return None if means else agent


def _of_verb(sentence: Sentence, verb: Word) -> tuple[Word, str] | None:
    """Return the head of the source of a verb and the rule that found it."""
    head, rule = None, "governor"
    for word in (verb, *sentence.ancestors(verb)):
        agent, subject, governor = agent_of(sentence, word), subject_of(sentence, word), sentence.parent(word)
        participle = word.xpos == "VBN" if word.xpos else not word.text.lower().endswith("ing")
        # "It was announced by [the bank]s that …"; a passive without "by" names no source.
        if is_passive(sentence, word):
            head, rule = agent, "agent"
        elif subject is not None or governor is None:  # "[Lee]s said …", "Lee, [who]s said …"
            head, rule = subject, "subject"
        # "the plan announced by [Lee]s", "as announced by [Lee]s"
        elif agent is not None and word.relation in ("acl", "advcl") and participle:
            head, rule = agent, "agent"
        elif word.relation == "acl" and sentence.children(governor, "cop") and is_infinitive(sentence, word):
            # "[Lee]s was the first to say …", but nobody says anything in "the test is under way to confirm …"
            head = None if sentence.children(governor, "case") else subject_of(sentence, governor)
        elif word.relation == "acl" and governor.upos in NOMINAL:  # "[a statement]s saying that …"
            # "[the first nurse]s to say …", but nobody thinks in "the need to think about it"
            purpose = is_infinitive(sentence, word) and not is_among(governor, speaking_nouns())
            silent = participle or (purpose and governor.upos == "NOUN") or after_preposition(sentence, word)
            head, rule = None if silent else governor, "noun"
        # "[Lee]s stood up and said …", "[Lee]s wants to say …", "[Lee]s left, saying …", "quoted [Lee]s as saying …"
        elif word.relation in _CONTROLLED:
            objects = (e for e in sentence.children(governor, "obj", "iobj") if governor.index < e.index < word.index)
            as_mark = dependent(sentence, word, ("as",), "mark", "case") is not None
            controlled = word.relation == "xcomp" or as_mark or is_captured(sentence, word)
            head = (next(objects, None) if controlled else None) or subject_of(sentence, governor)
            if head is None:
                continue
        return (head, rule if word is verb else "governor") if head is not None else None
    return None


def after_preposition(sentence: Sentence, gerund: Word) -> bool:
    """Return True for "saying" in "a way of saying {…}", which nothing says, not for "a letter saying {…}"."""
    return any(mark.upos == "ADP" or mark.xpos == "IN" for mark in sentence.children(gerund, "mark", "case"))


def attached(sentence: Sentence) -> Sentence:
    """Return a sentence with the writer's clauses, and agents, at their cue: "Lee said {so} but gave no details"."""
    moved = {clause.index: _below(clause, cue) for clause, cue in _misplaced(sentence)}
    # "a day after IS claimed a raid": taggers take the group for an auxiliary
    groups = (word for word in sentence if word.text == "IS" and word.upos == "AUX" and word.index < word.head)
    free = (w for w in groups if (v := sentence.words[w.head]).text.islower() and not sentence.children(v, "nsubj"))
    moved |= {word.index: evolve(word, upos="PROPN", deprel="nsubj") for word in free}
    return evolve(sentence, words=[moved.get(word.index, word) for word in sentence.words]) if moved else sentence


def _below(clause: Word, cue: Word) -> Word:
    return evolve(clause, head=cue.index, deprel="advcl" if clause.relation == "acl" else clause.deprel)


def _misplaced(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield the clauses of the writer, and agents ("[warned] {to go} by the [army]"), in a content, and their cue."""
    for clause in sentence:
        if (verb := _verb_of_reason(sentence, clause)) is not None:
            yield clause, verb
        said = sentence.parent(clause, "conj", "advcl")
        if said is None:
            continue
        content = next((each for each in (said, *sentence.ancestors(said)) if each.relation != "conj"), said)
        cue = sentence.parent(content, "ccomp")
        follows = cue is not None and max(content.index, cue.index) < clause.index
        if cue and follows and entries_of(cue, verbs()) and _is_writers(sentence, clause, content.index < cue.index):
            yield clause, cue
    passive = any(word.deprel.endswith(":pass") for word in sentence)
    for noun in (word for word in sentence if passive and word.relation == "obl"):
        above = sentence.parent(noun)
        active = above is not None and above.upos == "VERB" and not is_passive(sentence, above)
        speaks = active and (is_named(sentence, noun, "PER", "ORG") or is_among(noun, speaking_nouns()))
        if not speaks or dependent(sentence, noun, ("by",), "case") is None:
            continue
        said_of = (each for each in sentence.ancestors(noun) if each.relation in ("xcomp", "ccomp", "advcl"))
        pairs = ((each, sentence.words[each.head]) for each in said_of)
        below, verb = next((pair for pair in pairs if is_passive(sentence, pair[1])), (noun, None))
        if verb is not None and agent_of(sentence, verb) is None and _may_have_agent(sentence, below, verb):
            yield noun, verb


def _verb_of_reason(sentence: Sentence, clause: Word) -> Word | None:
    """Return the verb of "Lee opposed the plan [saying] {…}", where a parser takes the plan for what says so.

    A document says what it holds, except below a verb of reporting ("dismissed the report saying it was late").
    """
    noun = sentence.parent(clause, "acl") if gives_reason(clause) else None
    above = noun
    while above is not None and above.relation == "nmod":
        above = sentence.parent(above)
    verb = None if above is None else sentence.parent(above, "obj", "obl")
    if noun is None or verb is None or not sentence.children(verb, "nsubj") or is_passive(sentence, verb):
        return None
    heard = any(is_listed(verb, each) for each in ("quoting", "capturing", "perceiving", "hearing"))
    if heard or not _is_known(sentence, noun):
        return None
    says = is_among(noun, speaking_nouns()) or is_among(noun, document_nouns())
    says = says or is_named(sentence, noun, "PER", "ORG")
    return verb if not says or entries_of(verb, verbs()) else None


def gives_reason(clause: Word) -> bool:
    """Return True for a participle that may hold what was said: "Lee opposed the plan, [saying] {…}"."""
    entries = entries_of(clause, verbs()) if clause.xpos == "VBG" else ()
    return any(entry.act == "speech" and "clause" in entry.takes for entry in entries)


def quotes(sentence: Sentence, clause: Word) -> bool:
    """Return True for "issued a statement on the raid, [saying] “…”"."""
    after = sentence.words[clause.index + 1 : clause.index + 2]
    return gives_reason(clause) and any(word.xpos == "``" for word in after)


def _is_known(sentence: Sentence, noun: Word) -> bool:
    """Return True for "the plan", "her plan" and "Lee", not for "a letter"."""
    children = sentence.children(noun)
    known = any(child.text.lower() in _DEFINITE or child.deprel == "nmod:poss" for child in children)
    return noun.upos != "NOUN" or known


def _may_have_agent(sentence: Sentence, clause: Word, cue: Word) -> bool:
    """Return True for "[warned] {to go}", "[accused] {of hiding it}", whose agent may follow the clause."""
    entries = entries_of(cue, verbs())
    if clause.relation == "advcl":
        return after_preposition(sentence, clause) and any(each.takes == {"object"} for each in entries)
    return any(each.addressee or "person+to" in each.takes for each in entries)


def is_apart(sentence: Sentence, clause: Word, cue: Word) -> bool:
    """Return True for a clause below a cue that is no part of its content."""
    inverted = any(each.index < cue.index for each in sentence.children(cue, "ccomp"))
    reason = gives_reason(clause) and not sentence.children(clause, "mark", "nsubj")
    reason = reason and any(_is_known(sentence, each) for each in following(sentence, cue, "obj"))
    return clause in following(sentence, cue, "conj", "advcl") and (reason or _is_writers(sentence, clause, inverted))


def _is_writers(sentence: Sentence, clause: Word, inverted: bool) -> bool:
    """Return True for a refusal or another claim; ``inverted`` for one after a cue that follows its content."""
    infinitives = sentence.children(clause, "xcomp")
    if clause.relation == "conj":
        own = bool(sentence.children(clause, "nsubj", "csubj", "mark"))
        return not own and any(each(sentence, clause) for each in (_withholds, _is_of_speaker, _follows_quotation))
    # "asking not to be named"
    if is_listed(clause, "wishing_anonymity") and any(is_listed(each, "anonymity") for each in infinitives):
        return True
    entries, subject = entries_of(clause, verbs()), subject_of(sentence, clause)
    # "Lee said {three died}, [while] rebels put the toll at nine", "{Three died}, Lee said, hours [after] rebels …"
    marks = word_list("contrasts") | (word_list("sequels") if inverted else frozenset())
    claims = bool(entries) and entries[0].act == "speech" and subject is not None and subject.upos != "PRON"
    return claims and dependent(sentence, clause, marks, "mark") is not None


def _is_of_speaker(sentence: Sentence, clause: Word) -> bool:
    """Return True for a claim that the content's subject does not make: "said {it will rain} and [urged] care"."""
    above = sentence.words[clause.head]  # of a conjunct
    said = next((each for each in reversed(sentence.children(above, "ccomp")) if each.index < clause.index), above)
    between = (each for each in sentence.children(above, "conj") if each.index < clause.index)
    entries = entries_of(clause, verbs())
    if not entries or has_verb(between):
        return False
    if _has_form_of(sentence, clause, said, sentence.parent(said, "ccomp") or above):
        return True
    if not any(entry.act == "speech" for entry in entries):
        return False
    supported = dependent(sentence, said, word_list("future_modals") | {"would", "can", "do"}, "aux") is not None
    nominal = said.upos != "VERB" and bool(sentence.children(said, "cop"))
    # no past tense follows a modal, or "{Lund is tired} and [thanked] them"; a road does not urge drivers to wait
    if clause.xpos == "VBD" and (supported or nominal) and not sentence.children(clause, "aux"):
        return True
    subject = subject_of(sentence, said)
    if subject is None or subject.upos != "NOUN":
        return False
    agents = tuple(load_table("source_kinds")["agents"])
    speaks = is_among(subject, speaking_nouns()) or is_listed(subject, "animate") or entries_of_cue(subject)
    if speaks or subject.base.endswith(agents):
        return False
    blames = _has_no_thing_as_subject(sentence, clause) and not is_among(subject, document_nouns())
    return blames or bool(sentence.children(clause, "xcomp", "ccomp"))


def _has_form_of(sentence: Sentence, clause: Word, said: Word, cue: Word) -> bool:
    """Return True for a present tense in the number of the cue, not the content: "they say {he lies} and demand it"."""
    of_cue, of_said, form = (
        next((each.xpos for each in sentence.children(verb, "aux", "cop")), verb.xpos) for verb in (cue, said, clause)
    )
    bare = any(word.xpos == "VB" for word in sentence.words[said.index : clause.index])  # "aims to hide and accuse"
    form = "VBP" if form == "VB" and not bare else form
    subject = subject_of(sentence, said)
    if of_said in ("VBD", "VBN") and subject is not None and subject.xpos in ("NNS", "NNPS"):
        of_said = "VBP"  # "she says {prices fell} and expects more"
    return of_cue == form and {of_said, form} == {"VBP", "VBZ"}


def _has_no_thing_as_subject(sentence: Sentence, verb: Word) -> bool:
    """Return True for "blamed {the press}", "ruled out {arson}", "called on {him to go}"."""
    if is_listed(verb, "personal_speech") or any(each.group == "rule out" for each in verb_entries(sentence, verb)):
        return True
    called = following(sentence, verb, "obl") if verb.base == "call" else ()
    return any(dependent(sentence, each, ("on",), "case") for each in called)


def _follows_quotation(sentence: Sentence, clause: Word) -> bool:
    """Return True for what a speaker did next: "said, “{We have nothing to say},” and [shut] the door"."""
    conjunction = next(iter(sentence.children(clause, "cc")), clause)
    before = sentence.words[max(0, conjunction.index - 2) : conjunction.index]
    closed = len(before) == 2 and before[1].xpos == "''" and before[0].text in (",", ".", "!", "?")
    return closed and clause.xpos in ("VBD", "VBZ", "VBP")


def _withholds(sentence: Sentence, clause: Word) -> bool:
    """Return True for "and declined to say why", "but would not elaborate", "but gave no details"."""
    infinitive = bool(sentence.children(clause, "xcomp"))
    if clause.lemma.lower() == "decline" or dependent(sentence, clause, ("but",), "cc") is None:
        return infinitive and clause.lemma.lower() == "decline"
    details = [each for each in sentence.children(clause, "obj") if is_listed(each, "details")]
    nothing = any(dependent(sentence, each, ("no",), "det") for each in details)
    nothing = nothing or dependent(sentence, clause, word_list("negations"), "advmod") is not None
    withheld = nothing and is_listed(clause, "giving" if details else "telling_more")
    return withheld or (infinitive and is_listed(clause, "refusals"))
