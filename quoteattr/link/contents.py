"""Content of a cue by the tree, as spans of the text.

It is the complement clause, the clause around an inserted "X said", the object, or an adjacent quotation. A clause
leaves out the reporting clause, and begins with its mark "that", as in the corpora PARC 3.0 (Pareti 2016) and PolNeAR.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from attrs import evolve, frozen

from quoteattr.lexicon.cues import CueEntry, word_list
from quoteattr.link.clauses import (
    NOMINAL,
    agent_of,
    clause_words,
    dependent,
    has_verb,
    is_infinitive,
    is_passive,
    phrase_words,
    spans_of,
    subject_of,
    without,
)  # fmt: skip
from quoteattr.link.page import ClaimText, merged
from quoteattr.link.quotations import adjacent, whole
from quoteattr.model import Span
from quoteattr.tree import Sentence, Word

__all__ = ["ContentMatch", "content_of", "content_of_noun", "particle_of"]


@frozen
class ContentMatch:
    """A content: its spans, the head of its clause where it has one, and the rule that found it.

    ``preposition`` is the word that belongs to the cue ("called [for]"), if there is one.
    """

    spans: tuple[Span, ...]
    rule: str
    head: Word | None = None
    preposition: Word | None = None


def content_of(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> ContentMatch | None:
    """Return the content of a verb under one of its lexicon entries, or None where it has none."""
    if entry.particles and particle_of(sentence, verb, entry) is None:
        return None
    found = next(_candidates(page, sentence, verb, entry), None)
    if found is None or not found.spans:
        return None
    spans = whole(page, found.spans, verb.span)
    # "{We won},” Lee said, “{and nobody believed it}.”: the tree may show only one of the two.
    if entry.quotable and all(page.quotations.at(span.start) for span in spans):
        spans = merged((*spans, *adjacent(page, sentence, verb)))
    return evolve(found, spans=spans)


def particle_of(sentence: Sentence, verb: Word, entry: CueEntry) -> Word | None:
    """Return the particle that the entry asks for: "out" of "pointed out"."""
    found = dependent(sentence, verb, entry.particles, "compound", "advmod", "obj", "expl")
    return found if found is not None and found.index > verb.index else None


def _candidates(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield candidates for the content, the surest first."""
    if is_passive(sentence, verb):
        yield from _passive(sentence, verb, entry)
    else:
        if "clause" in entry.takes:
            yield from _clauses(page, sentence, verb)
        if entry.quotable:
            yield from _quotations(page, sentence, verb, entry)
        if entry.takes & {"infinitive", "gerund", "person+to"}:
            yield from _infinitives(sentence, verb, entry)
        yield from _prepositional(sentence, verb, entry.prepositions)
        if entry.takes & {"clause", "as"}:
            yield from _inserted(sentence, verb, entry)
        if "object" in entry.takes:
            yield from _objects(sentence, verb)
    yield from _antecedents(sentence, verb, entry)


def _match(sentence: Sentence, verb: Word, head: Word, rule: str) -> ContentMatch:
    return ContentMatch(spans_of(sentence, clause_words(sentence, head, verb)), rule, head)


def _clauses(page: ClaimText, sentence: Sentence, verb: Word) -> Iterator[ContentMatch]:
    # "Lee said {the bridge was safe}", "{The bridge was safe}, Lee said"; not "said so before he died"
    for child in sentence.children(verb, "ccomp"):
        nominal = child.upos in ("NOUN", "PROPN") and not has_verb(sentence.descendants(child))
        adverbial = dependent(sentence, child, word_list("adverbial_marks"), "mark")
        if not adverbial and not (nominal and child.index < verb.index):
            yield _match(sentence, verb, child, "clause")
    # "Lee said: {the bridge was safe}", 'Lee said, {"the bridge was safe"}'
    for child in sentence.children(verb, "parataxis", "dep"):
        before = sentence.words[sentence.descendants(child)[0].index - 1]
        # a clause whose relation a parser left open
        clause = child.relation == "dep" and subject_of(sentence, child) is not None
        if child.index > verb.index and (clause or before.text == ":" or page.quotations.at(child.span.start)):
            yield _match(sentence, verb, child, "clause")


def _quotations(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    # "{We are ready},” the captain replied.
    quotations = adjacent(page, sentence, verb)
    if quotations:
        yield ContentMatch(quotations, "quotation")
    if entry.takes == {"quotation"} and not page.quotations.at(verb.span.start):
        for child in sentence.children(verb, "ccomp", "parataxis"):
            if page.quotations.at(child.span.start):
                yield _match(sentence, verb, child, "clause")


def _infinitives(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    for child in sentence.children(verb, "xcomp", "ccomp", "advcl" if "person+to" in entry.takes else "xcomp"):
        gerund = child.text.lower().endswith("ing") and bool(entry.takes & {"gerund", "clause"})
        if child.index < verb.index or not (gerund or is_infinitive(sentence, child)):
            continue
        objects = [each for each in sentence.children(verb, "obj", "iobj") if verb.index < each.index < child.index]
        # "urged {voters to wait}", "wants {him to go}", but "told voters {to wait}"
        inside = () if entry.addressee else objects
        words = (*clause_words(sentence, child, verb), *_below(sentence, inside))
        yield ContentMatch(spans_of(sentence, words), "infinitive", child)


def _below(sentence: Sentence, words: Iterable[Word]) -> list[Word]:
    return [below for word in words for below in sentence.descendants(word)]


def _prepositional(sentence: Sentence, verb: Word, prepositions: Collection[str]) -> Iterator[ContentMatch]:
    # "called for {new elections}", "talked about {leaving}", "called on {parliament to act}"
    for child in sentence.children(verb, "obl", "advcl", "obj", "xcomp", "nmod", "acl") if prepositions else ():
        case = dependent(sentence, child, prepositions, "case", "mark")
        if case is None or not verb.index < case.index or child.index < verb.index:
            continue
        complements = [
            each for each in sentence.children(verb, "xcomp", "advcl")
            if each.index > child.index and is_infinitive(sentence, each)
        ]  # fmt: skip
        words = without(_below(sentence, (child, *complements)), [case])
        yield ContentMatch(spans_of(sentence, words), "preposition", child, case)


def _objects(sentence: Sentence, verb: Word) -> Iterator[ContentMatch]:
    for child in sentence.children(verb, "obj"):
        # "criticised {the plan as a gift}", "called {him a coward}", "accused {the firm of lying}"
        if child.index > verb.index:
            words = _below(sentence, (child, *_said_of(sentence, verb, child)))
            yield ContentMatch(spans_of(sentence, words), "object", child)
    # "what he called {a mistake}": the object is "what"
    for child in sentence.children(verb, "xcomp"):
        if child.index > verb.index and child.upos in ("NOUN", "PROPN", "ADJ") and _antecedent(sentence, verb):
            yield ContentMatch(spans_of(sentence, sentence.descendants(child)), "object", child)


def _said_of(sentence: Sentence, verb: Word, after: Word) -> Iterator[Word]:
    """Yield the heads of what is said of an object or a passive subject: "a coward", "as a gift", "of lying"."""
    prepositions = word_list("object_prepositions")
    for child in sentence.children(verb, "xcomp", "obl", "advcl"):
        said = child.relation == "xcomp" or dependent(sentence, child, prepositions, "case", "mark")
        if child.index > after.index and said:
            yield child


def _antecedents(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield the noun phrase that a relative clause modifies: "{the plan} she announced", "{the ban} proposed by her".

    What is said of it belongs to it: "{the plan}, which they described {as a gift}".
    """
    noun = _antecedent(sentence, verb)
    # "demonstrators gathered in the park they thought of": only what can be an object of a verb of speech
    if noun is None or entry.act != "speech" or not ("object" in entry.takes or noun.text.lower() == "what"):
        return
    described = (
        child for child in sentence.children(verb, "xcomp", "obl", "advcl")
        if child.index > verb.index and dependent(sentence, child, ("as",), "case", "mark")
    )  # fmt: skip
    words = (*phrase_words(sentence, noun, verb), *_below(sentence, described))
    yield ContentMatch(spans_of(sentence, words), "relative", noun)


def _antecedent(sentence: Sentence, verb: Word) -> Word | None:
    """Return the noun before a relative clause whose verb has a source of its own, and the noun as what is said."""
    noun = sentence.parent(verb)
    if noun is None or verb.relation != "acl" or noun.index > verb.index or noun.upos not in NOMINAL:
        return None
    complete = any(child.index > verb.index for child in sentence.children(verb, "obj", "ccomp"))
    if complete or is_infinitive(sentence, verb):
        return None
    if agent_of(sentence, verb) is not None:
        return noun
    subject = subject_of(sentence, verb)
    relative = subject is not None and subject.text.lower() in (*word_list("relatives"), "what")
    return noun if subject is not None and not relative and not is_passive(sentence, verb) else None


def _passive(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    # "It was announced {that taxes would rise}", "They were told {to wait}"
    for child in sentence.children(verb, "ccomp", "csubj", *(("xcomp",) if entry.addressee else ())):
        yield _match(sentence, verb, child, "passive")
    subject = subject_of(sentence, verb)
    # "They were denied visas": what was denied is no claim.
    if subject is None or sentence.children(verb, "obj") or entry.addressee:
        return
    # "{The bank} is said {to be near collapse}", "{She} was accused {of lying}", "{A ban} was announced"
    after = [child for child in _said_of(sentence, verb, verb) if child.relation == "xcomp" or "object" in entry.takes]
    if (after and entry.takes & {"clause", "infinitive"}) or "object" in entry.takes:
        words = _below(sentence, (subject, *after))
        yield ContentMatch(spans_of(sentence, words), "passive", after[0] if after else subject)


def _inserted(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield the clause around or before an inserted reporting clause.

    "{The bridge}, Lee said, {is safe}", "{The bridge is safe}, as Lee said", "{They waited} as advised by Lee"; in "It
    was, you know, late" nothing is reported.
    """
    particle = particle_of(sentence, verb, entry)
    objects = [child for child in sentence.children(verb, "obj", "xcomp") if child != particle]
    subject, governor = subject_of(sentence, verb), sentence.parent(verb)
    filler = subject is not None and f"{subject.text} {verb.lemma}".lower() in word_list("fillers")
    if objects or filler or governor is None or not (subject or agent_of(sentence, verb)):
        return
    as_clause = verb.relation == "advcl" and dependent(sentence, verb, ("as",), "mark", "advmod", "case")
    if as_clause or (subject is not None and verb.relation == "parataxis"):
        yield _match(sentence, verb, governor, "inserted")


def content_of_noun(sentence: Sentence, noun: Word, entry: CueEntry) -> ContentMatch | None:
    """Return the content of a noun cue: "claim {that …}", "plan {to …}", "call for {…}"."""
    for child in sentence.children(noun, "acl", "ccomp", "xcomp", "advcl", "dep"):
        marks = [mark for mark in sentence.children(child, "mark", "aux") if mark.index < child.index]
        that = "clause" in entry.takes and any(mark.text.lower() == "that" for mark in marks)
        to = "infinitive" in entry.takes and any(mark.text.lower() == "to" for mark in marks)
        if child.index > noun.index and (that or to):
            return _match(sentence, noun, child, "noun clause")
    found = next(_prepositional(sentence, noun, entry.prepositions), None)
    return evolve(found, rule="noun preposition") if found else None
