"""What a parser attaches to a content and belongs to the cue: "Police said {two men were held} but gave no details"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import entries_of, nouns, speaking_nouns, verbs, word_list
from quoteattr.link.clauses import (
    agent_of,
    dependent,
    following,
    has_verb,
    is_among,
    is_listed,
    is_passive,
    subject_of,
)
from quoteattr.tree import Sentence, Word


def attached(sentence: Sentence) -> Sentence:
    """Return the sentence with the writer's clauses, and agents, attached to the cue whose content they follow."""
    moved = {clause.index: evolve(clause, head=cue.index) for clause, cue in _misplaced(sentence)}
    return evolve(sentence, words=[moved.get(word.index, word) for word in sentence.words]) if moved else sentence


def _misplaced(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield each clause of the writer, and agent, below a content, and the cue of the content."""
    for clause in sentence:
        said = sentence.parent(clause, "conj", "advcl")
        if said is None:
            continue
        content = next((each for each in (said, *sentence.ancestors(said)) if each.relation != "conj"), said)
        cue = sentence.parent(content, "ccomp")
        if cue is None or max(content.index, cue.index) > clause.index or not entries_of(cue, verbs()):
            continue
        if _is_writers(sentence, clause, content.index < cue.index):
            yield clause, cue
    yield from _agents(sentence)


def _agents(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield each agent below the content of a passive, and the passive: "were [warned] {to stay inside} by the [army]".

    The active verb of the content has no agent.
    """
    passive = any(word.deprel.endswith(":pass") for word in sentence)
    for noun in (word for word in sentence if passive and word.relation == "obl"):
        above = sentence.parent(noun)
        if above is None or above.upos != "VERB" or is_passive(sentence, above):
            continue
        if dependent(sentence, noun, ("by",), "case") is None or not _may_speak(sentence, noun):
            continue
        contents = (each for each in (above, *sentence.ancestors(above)) if each.relation in ("xcomp", "ccomp"))
        cues = (sentence.words[each.head] for each in contents)
        cue = next((each for each in cues if is_passive(sentence, each)), None)
        entries = entries_of(cue, verbs()) if cue is not None else ()
        addressed = any(each.addressee or "person+to" in each.takes for each in entries)
        if cue is not None and addressed and agent_of(sentence, cue) is None:
            yield noun, cue


def _may_speak(sentence: Sentence, noun: Word) -> bool:
    """Return True for a noun, or a name, of people or organisations."""
    names = (each for each in sentence.entities if each.first <= noun.index < each.last)
    named = any(each.label.upper().startswith(("PER", "ORG")) for each in names)
    return named or is_among(noun, speaking_nouns())


def is_apart(sentence: Sentence, clause: Word, cue: Word) -> bool:
    """Return True for a clause below a cue that is no part of its content."""
    inverted = any(each.index < cue.index for each in sentence.children(cue, "ccomp"))
    return clause in following(sentence, cue, "conj", "advcl") and _is_writers(sentence, clause, inverted)


def _is_writers(sentence: Sentence, clause: Word, inverted: bool) -> bool:
    """Return True for a refusal or another claim; ``inverted`` for one after a cue that follows its content."""
    infinitives = sentence.children(clause, "xcomp")
    if clause.relation == "conj":
        apart = _withholds(sentence, clause, bool(infinitives)) or _is_of_speaker(sentence, clause)
        apart = apart or _follows_quotation(sentence, clause)
        return apart and not sentence.children(clause, "nsubj", "csubj", "mark")
    # "asking not to be named"
    if is_listed(clause, "wishing_anonymity") and any(is_listed(each, "anonymity") for each in infinitives):
        return True
    entries, subject = entries_of(clause, verbs()), subject_of(sentence, clause)
    # "Lee said {three died}, [while] rebels put the toll at nine", "{Three died}, Lee said, hours [after] rebels …"
    marks = word_list("contrasts") | (word_list("sequels") if inverted else frozenset())
    claims = bool(entries) and entries[0].act == "speech" and subject is not None and subject.upos != "PRON"
    return claims and dependent(sentence, clause, marks, "mark") is not None


def _is_of_speaker(sentence: Sentence, clause: Word) -> bool:
    """Return True for a claim that the content's subject cannot make: "said {it will rain} and [urged] them to wait".

    A past tense does not follow a modal, nor a predicate without a verb ("{Lund is tired} and [thanked] them"), and a
    thing makes no claim ("{the road was shut} and [urged] drivers to wait").
    """
    above = sentence.parent(clause)
    contents = () if above is None else sentence.children(above, "ccomp")
    said = next((each for each in reversed(contents) if each.index < clause.index), above)
    between = () if above is None else (each for each in sentence.children(above, "conj") if each.index < clause.index)
    if said is None or not any(entry.act == "speech" for entry in entries_of(clause, verbs())) or has_verb(between):
        return False
    supported = dependent(sentence, said, word_list("future_modals") | {"would", "can", "do"}, "aux") is not None
    nominal = said.upos != "VERB" and bool(sentence.children(said, "cop"))
    if clause.xpos == "VBD" and (supported or nominal) and not sentence.children(clause, "aux"):
        return True
    subject = subject_of(sentence, said)
    if subject is None or subject.upos != "NOUN" or not sentence.children(clause, "xcomp", "ccomp"):
        return False
    agents = tuple(load_table("source_kinds")["agents"])
    return not is_among(subject, speaking_nouns() | nouns().keys()) and not subject.base.endswith(agents)


def _follows_quotation(sentence: Sentence, clause: Word) -> bool:
    """Return True for what a speaker did next: "said, “{We have nothing to say},” and [shut] the door"."""
    conjunction = next(iter(sentence.children(clause, "cc")), clause)
    before = sentence.words[max(0, conjunction.index - 2) : conjunction.index]
    closed = len(before) == 2 and before[1].xpos == "''" and before[0].text in (",", ".", "!", "?")
    return closed and clause.xpos in ("VBD", "VBZ", "VBP")


def _withholds(sentence: Sentence, clause: Word, infinitive: bool) -> bool:
    """Return True for "and declined to say why", "but would not elaborate", "but gave no details"."""
    if clause.lemma.lower() == "decline" or dependent(sentence, clause, ("but",), "cc") is None:
        return infinitive and clause.lemma.lower() == "decline"
    details = [each for each in sentence.children(clause, "obj") if is_listed(each, "details")]
    nothing = any(dependent(sentence, each, ("no",), "det") for each in details)
    nothing = nothing or dependent(sentence, clause, word_list("negations"), "advmod") is not None
    withheld = nothing and is_listed(clause, "giving" if details else "telling_more")
    return withheld or (infinitive and is_listed(clause, "refusals"))
