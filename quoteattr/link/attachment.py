"""Clauses of the writer that a parser attaches to a content: "Police said {two men were held} but gave no details"."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import entries_of, nouns, speaking_nouns, verbs, word_list
from quoteattr.link.clauses import dependent, following, is_among, is_listed, subject_of
from quoteattr.tree import Sentence, Word


def attached(sentence: Sentence) -> Sentence:
    """Return the sentence with the clauses of the writer attached to the cue whose content they follow."""
    moved = {clause.index: evolve(clause, head=cue.index) for clause, cue in _misplaced(sentence)}
    return evolve(sentence, words=[moved.get(word.index, word) for word in sentence.words]) if moved else sentence


def _misplaced(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield each clause of the writer below a content, and the cue of the content."""
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


def is_apart(sentence: Sentence, clause: Word, cue: Word) -> bool:
    """Return True for a clause below a cue that is no part of its content."""
    inverted = any(each.index < cue.index for each in sentence.children(cue, "ccomp"))
    return clause in following(sentence, cue, "conj", "advcl") and _is_writers(sentence, clause, inverted)


def _is_writers(sentence: Sentence, clause: Word, inverted: bool) -> bool:
    """Return True for a refusal or another claim; ``inverted`` for one after a cue that follows its content."""
    infinitives = sentence.children(clause, "xcomp")
    if clause.relation == "conj":
        withheld = _withholds(sentence, clause, bool(infinitives)) or _is_of_thing(sentence, clause)
        return withheld and not sentence.children(clause, "nsubj", "csubj", "mark")
    # "asking not to be named"
    if is_listed(clause, "wishing_anonymity") and any(is_listed(each, "anonymity") for each in infinitives):
        return True
    entries, subject = entries_of(clause, verbs()), subject_of(sentence, clause)
    # "Lee said {three died}, [while] rebels put the toll at nine", "{Three died}, Lee said, hours [after] rebels …"
    marks = word_list("contrasts") | (word_list("sequels") if inverted else frozenset())
    claims = bool(entries) and entries[0].act == "speech" and subject is not None and subject.upos != "PRON"
    return claims and dependent(sentence, clause, marks, "mark") is not None


def _is_of_thing(sentence: Sentence, clause: Word) -> bool:
    """Return True for a claim that a thing would make: "Lee said {the road was shut} and [urged] drivers to wait"."""
    above = sentence.parent(clause)
    contents = () if above is None else sentence.children(above, "ccomp")
    said = next((each for each in reversed(contents) if each.index < clause.index), above)
    subject = None if said is None else subject_of(sentence, said)
    if subject is None or subject.upos != "NOUN" or not sentence.children(clause, "xcomp", "ccomp"):
        return False
    agents = tuple(load_table("source_kinds")["agents"])
    person = is_among(subject, speaking_nouns() | nouns().keys()) or subject.base.endswith(agents)
    return not person and any(entry.act == "speech" for entry in entries_of(clause, verbs()))


def _withholds(sentence: Sentence, clause: Word, infinitive: bool) -> bool:
    """Return True for "and declined to say why", "but would not elaborate", "but gave no details"."""
    if clause.lemma.lower() == "decline" or dependent(sentence, clause, ("but",), "cc") is None:
        return infinitive and clause.lemma.lower() == "decline"
    details = [each for each in sentence.children(clause, "obj") if is_listed(each, "details")]
    nothing = any(dependent(sentence, each, ("no",), "det") for each in details)
    nothing = nothing or dependent(sentence, clause, word_list("negations"), "advmod") is not None
    withheld = nothing and is_listed(clause, "giving" if details else "telling_more")
    return withheld or (infinitive and is_listed(clause, "refusals"))
