"""Clauses, noun phrases and their spans in a tree, and the source of a cue.

A source is a subject before or after the verb, an agent, a possessor, or the subject of a governing verb for
participles, infinitives and coordinated cues. It keeps its appositions and relative clauses ("Lee, who runs the
plant,"), as people mark it, and a relative clause keeps its pronoun as source ("Lee, [who]s said …").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from attrs import frozen

from quoteattr.lexicon.cues import CueEntry, entries_of_cue, verb_list, word_list
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
_OUTSIDE = frozenset(  # relations of what is no part of a noun phrase, though it hangs from its head
    {"advcl", "parataxis", "discourse", "dislocated", "dep", "ccomp", "vocative"}
    | {"case", "cc", "mark", "cop", "aux", "nsubj", "csubj"}
)
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
    if not entry.particles:
        return None
    found = dependent(sentence, verb, entry.particles, "compound", "advmod", "obj", "expl")
    return found if found is not None and found.index > verb.index else None


def verb_entries(sentence: Sentence, verb: Word) -> tuple[CueEntry, ...]:
    """Return the entries of a cue whose particle follows it, else those without: "ruled [out] {a deal}".

    Both where the particle may be an object: "put [it] well", "put {it at 12}".
    """
    entries = entries_of_cue(verb)
    if not any(entry.particles for entry in entries):
        return entries
    particles = [particle_of(sentence, verb, each) for each in entries]
    phrasal = tuple([each for each, particle in zip(entries, particles, strict=True) if particle is not None])
    sure = any(particle is not None and particle.upos != "PRON" for particle in particles)
    return phrasal if sure else (*phrasal, *(each for each in entries if not each.particles))


def following(sentence: Sentence, word: Word, *relations: str, after: Word | None = None) -> tuple[Word, ...]:
    """Return the dependents with one of some relations that follow the word, or the word ``after``."""
    start = (word if after is None else after).index
    return tuple([child for child in sentence.children(word, *relations) if child.index > start])


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Return True for "was told", "is said", but not for "[Lee]s would not be drawn on {it}".

    A passive auxiliary or subject is attached to the verb.
    """
    passive = any(child.deprel in ("aux:pass", "nsubj:pass", "csubj:pass") for child in sentence.children(verb))
    return passive and not is_listed(verb, "active_in_sense")


def is_infinitive(sentence: Sentence, word: Word) -> bool:
    """Return True for "to wait": a mark "to" is attached to the word."""
    return dependent(sentence, word, ("to",), "mark", "aux") is not None


def is_captured(sentence: Sentence, word: Word) -> bool:
    """Return True for "saying" in "was heard saying {…}" and "The film shows [her]s saying {…}"."""
    above = sentence.parent(word, "xcomp", "ccomp", "advcl")
    participle = word.text.lower().endswith("ing") and not is_punctuation(sentence.words[word.index - 1])
    return above is not None and participle and is_among(above, verb_list("capturing"))


def is_time(word: Word) -> bool:
    """Return True for the head of a bare noun phrase or adverb of time ("last week", "Tuesday", "two years ago")."""
    return is_listed(word, "times") or word.deprel.endswith(":tmod")


def has_verb(words: Iterable[Word]) -> bool:
    """Return True if one of the words is a verb or an auxiliary."""
    return any(word.upos in ("VERB", "AUX") for word in words)


def subject_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the subject of a finite verb, active or passive; the expletive "there" is none.

    A parser may attach it to what precedes an infinitive: "[Lee] has yet to [say]c {…}".
    """
    subjects = sentence.children(verb, "nsubj")
    if not subjects and is_infinitive(sentence, verb):
        before = sentence.children(verb, "aux", "cop", "advmod")
        subjects = tuple([child for word in before for child in sentence.children(word, "nsubj")])
    for child in subjects:
        if child.text.lower() != "there" and child.deprel != "nsubj:outer":
            return child
    return None


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
    """Return the spans of the words with some numbers in ``around``, without punctuation at their ends.

    Adjacent spans separated only by punctuation are merged.
    """
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
    marks = (each for each in sentence.children(head, "mark") if cue.index < each.index < head.index)
    if (that := next((each for each in marks if each.text.lower() == "that"), None)) is not None:
        words = tuple(word for word in words if word.index >= that.index)
    return trimmed(words)


def inserted_into(sentence: Sentence, cue: Word) -> tuple[Word, ...]:
    """Return the clause around a cue after its subject, none elsewhere: "{The fee}, she [ruled]c, {is void}".

    A parser may take the inserted clause for a relative one, which has a pronoun after a comma.
    """
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
    """Return the noun phrase of ``head`` as one contiguous range next to ``cue``.

    It includes apposition and relative clause, but not conjunction, preposition, adverbial clause and the part with
    the cue.
    """
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
        # "a call by [the union]s for …", "a letter from [Lee]s"
        verb = sentence.parent(cue, "nsubj")
        came = following(sentence, verb, "obl", after=cue) if verb is not None and verb.lemma == "come" else ()
        after = (*following(sentence, cue, "nmod", "obl"), *came)
        # "it was the answer of [Lee]s"
        forms = ("by", "from", "of") if sentence.children(cue, "cop") else ("by", "from")
        found += [(child, "agent") for child in after if dependent(sentence, child, forms, "case")]
        # "[Lee]s made the claim that …"
        verb = sentence.parent(cue, "obj")
        above = _of_verb(sentence, verb) if verb is not None and is_listed(verb, "light_verbs") else None
        found += [(above[0], "light verb")] if above else []
    for head, rule in filter(None, found):
        words = phrase_words(sentence, head, cue)
        if words:
            return SourceMatch(words, head, rule)
    return None


def agent_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the "by" phrase of a passive or a noun ("was quoted by TASS"), but not the means ("was told by phone")."""
    after = (child for child in following(sentence, verb, "obl", "nmod") if dependent(sentence, child, ("by",), "case"))
    agent = next(after, None)
    means = agent is not None and is_listed(agent, "means") and not sentence.children(agent, "det", "nmod:poss", "amod")
    return None if means else agent


def _of_verb(sentence: Sentence, verb: Word) -> tuple[Word, str] | None:
    """Return the head of the source of a verb and the rule that found it.

    The controller of an infinitive or participle is the object of "quoted him as saying" and "asked her to say", else
    the subject, passive or not, of the governing verb, or the source of that verb.
    """
    head: Word | None = None
    rule = "governor"
    for word in (verb, *sentence.ancestors(verb)):
        agent, subject, governor = agent_of(sentence, word), subject_of(sentence, word), sentence.parent(word)
        participle = word.xpos == "VBN" if word.xpos else not word.text.lower().endswith("ing")
        # "It was announced by [the bank]s that …"; a passive without "by" names no source.
        if is_passive(sentence, word):
            head, rule = agent, "agent"
        # "[Lee]s said …", "Lee, [who]s said …"
        elif subject is not None or governor is None:
            head, rule = subject, "subject"
        # "the plan announced by [Lee]s", "as announced by [Lee]s"
        elif agent is not None and word.relation in ("acl", "advcl") and participle:
            head, rule = agent, "agent"
        # "[a statement]s saying that …"
        elif word.relation == "acl" and governor.upos in NOMINAL:
            head, rule = None if participle else governor, "noun"
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
