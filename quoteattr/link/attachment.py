"""Clauses of the writer that a parser attaches inside a content, attached to the cue instead.

"Police said {two men were held} but [gave]c no details": who gave none is the police, and the content ends before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from quoteattr.lexicon.cues import entries_of, verbs, word_list
from quoteattr.link.clauses import dependent, following, is_listed, subject_of, trimmed
from quoteattr.tree import Sentence, Word


def attached(sentence: Sentence) -> Sentence:
    """Return the sentence with clauses of the writer attached to their cue, and inserted ones to the clause around."""
    moved = {clause.index: evolve(clause, head=cue.index) for clause, cue in _misplaced(sentence)}
    for clause, around in _inserted(sentence):
        moved[clause.index] = evolve(clause, head=around.index, deprel="parataxis")
    return evolve(sentence, words=[moved.get(word.index, word) for word in sentence.words]) if moved else sentence


def _inserted(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield each clause inserted after a subject, and the verb of the subject: "{The fee}, she [ruled]c, {is void}".

    A parser takes it for a relative clause. One after a comma has a relative pronoun.
    """
    for clause in sentence:
        noun = sentence.parent(clause, "acl", "parataxis")
        around = sentence.parent(noun, "nsubj") if noun is not None else None
        subject = subject_of(sentence, clause)
        if noun is None or around is None or subject is None or not entries_of(clause, verbs()):
            continue
        first = trimmed(sentence.descendants(clause))[0]
        comma = first.index > 0 and sentence.words[first.index - 1].text in (",", "–", "—")
        relative = first.text.lower().startswith("wh") or sentence.children(clause, "obj", "ccomp", "xcomp")
        if comma and noun.index < clause.index < around.index and not relative:
            yield clause, around


def is_apart(sentence: Sentence, clause: Word, cue: Word) -> bool:
    """Return True for a clause below a cue that is no part of its content."""
    inverted = any(each.index < cue.index for each in sentence.children(cue, "ccomp"))
    return clause in following(sentence, cue, "conj", "advcl") and _is_writers(sentence, clause, inverted)


def _misplaced(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield each clause of the writer below a content, and the cue of the content."""
    for clause in sentence:
        said = sentence.parent(clause, "conj", "advcl")
        chain = () if said is None else (said, *sentence.ancestors(said))
        content = next((each for each in chain if each.relation != "conj"), None)
        cue = sentence.parent(content, "ccomp") if content is not None else None
        if content is None or cue is None or max(content.index, cue.index) > clause.index:
            continue
        if entries_of(cue, verbs()) and _is_writers(sentence, clause, content.index < cue.index):
            yield clause, cue


def _is_writers(sentence: Sentence, clause: Word, inverted: bool) -> bool:
    """Return True for a refusal or another claim; ``inverted`` for one after a cue that follows its content."""
    if clause.relation == "conj":
        return not sentence.children(clause, "nsubj", "csubj", "mark") and _withholds(sentence, clause)
    wished = sentence.children(clause, "xcomp") if is_listed(clause, "wishing_anonymity") else ()
    if any(is_listed(each, "anonymity") for each in wished):  # "asking not to be named"
        return True
    entries, subject = entries_of(clause, verbs()), subject_of(sentence, clause)
    if not entries or entries[0].act != "speech" or subject is None or subject.upos == "PRON":
        return False
    # "Lee said {three died}, [while] rebels put the toll at nine", "{Three died}, Lee said, hours [after] rebels …"
    marks = word_list("contrasts") | (word_list("sequels") if inverted else frozenset())
    return dependent(sentence, clause, marks, "mark") is not None


def _withholds(sentence: Sentence, clause: Word) -> bool:
    """Return True for "and declined to say why", "but would not elaborate", "but gave no details"."""
    told = bool(sentence.children(clause, "xcomp"))
    if clause.lemma.lower() == "decline":
        return told
    if dependent(sentence, clause, ("but",), "cc") is None:
        return False
    if is_listed(clause, "refusals"):
        return told
    negated = dependent(sentence, clause, word_list("negations"), "advmod") is not None
    details = [each for each in sentence.children(clause, "obj") if is_listed(each, "details")]
    nothing = negated or any(dependent(sentence, each, ("no",), "det") for each in details)
    return nothing and is_listed(clause, "giving" if details else "telling_more")
