"""Content of a cue, as spans of the text.

It is the complement clause, the clause around an inserted "X said", the object, or an adjacent quotation.
``clauses`` defines where a clause begins and ends, ``quotations`` which quotation marks a content keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from quoteattr.lexicon.cues import CueEntry, word_list
from quoteattr.link.clauses import (
    NOMINAL,
    clause_words,
    has_verb,
    is_infinitive,
    is_passive,
    spans_of,
    subject_of,
    without,
)
from quoteattr.link.page import ClaimText
from quoteattr.link.quotations import adjacent, merged, whole
from quoteattr.link.sources import agent_of, phrase_words
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
    return ContentMatch(spans, found.rule, found.head, found.preposition)


def particle_of(sentence: Sentence, verb: Word, entry: CueEntry) -> Word | None:
    """Return the particle that the entry asks for: "out" of "pointed out"."""
    after = (c for c in sentence.children(verb, "compound", "advmod", "obj", "expl") if c.index > verb.index)
    return next((child for child in after if child.text.lower() in entry.particles), None)


def _candidates(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield candidates for the content, the surest first."""
    if is_passive(sentence, verb):
        yield from _passive(sentence, verb, entry)
        yield from _antecedents(sentence, verb, entry)
        return
    if "clause" in entry.takes:
        yield from _clauses(page, sentence, verb)
    if entry.quotable:
        yield from _quotations(page, sentence, verb, entry)
    if entry.takes & {"infinitive", "gerund", "person+to"}:
        yield from _infinitives(sentence, verb, entry)
    if entry.prepositions:
        yield from _prepositional(sentence, verb, entry.prepositions)
    if entry.takes & {"clause", "as"}:
        yield from _inserted(sentence, verb, entry)
    if "object" in entry.takes:
        yield from _objects(sentence, verb)
    yield from _antecedents(sentence, verb, entry)


def _clauses(page: ClaimText, sentence: Sentence, verb: Word) -> Iterator[ContentMatch]:
    # "Lee said {the bridge was safe}", "{The bridge was safe}, Lee said"
    for child in sentence.children(verb, "ccomp"):
        nominal = child.upos in ("NOUN", "PROPN") and not has_verb(sentence.descendants(child))
        fronted = nominal and child.index < verb.index
        if not fronted and not _is_adverbial(sentence, child):
            yield _match(sentence, verb, child, "clause")
    # "Lee said: {the bridge was safe}", 'Lee said, {"the bridge was safe"}'
    for child in sentence.children(verb, "parataxis", "dep"):
        before = sentence.words[sentence.descendants(child)[0].index - 1]
        # a clause whose relation a parser left open
        clause = child.relation == "dep" and subject_of(sentence, child) is not None
        if child.index > verb.index and (clause or before.text == ":" or page.quotation_of(child)):
            yield _match(sentence, verb, child, "clause")


def _is_adverbial(sentence: Sentence, clause: Word) -> bool:
    """Return True for "before he died": a clause of time or reason that a parser took for what was said."""
    first = next(iter(sentence.children(clause, "mark")), None)
    return first is not None and first.text.lower() in word_list("adverbial_marks")


def _quotations(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    # "{We are ready},” the captain replied.
    quotations = adjacent(page, sentence, verb)
    if quotations:
        yield ContentMatch(quotations, "quotation")
    if entry.takes == {"quotation"}:
        for child in sentence.children(verb, "ccomp", "parataxis"):
            if page.quotation_of(child) and not page.quotation_of(verb):
                yield _match(sentence, verb, child, "clause")


def _infinitives(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    for child in sentence.children(verb, "xcomp", "ccomp", "advcl" if "person+to" in entry.takes else "xcomp"):
        infinitive = is_infinitive(sentence, child)
        gerund = child.text.lower().endswith("ing") and bool(entry.takes & {"gerund", "clause"})
        if child.index < verb.index or not (infinitive or gerund):
            continue
        objects = tuple(o for o in sentence.children(verb, "obj", "iobj") if verb.index < o.index < child.index)
        # "urged {voters to wait}", "wants {him to go}", but "told voters {to wait}"
        words = clause_words(sentence, child, verb)
        if objects and not entry.addressee:
            words = (*words, *(w for o in objects for w in sentence.descendants(o)))
        yield ContentMatch(spans_of(sentence, words), "infinitive", child)


def _prepositional(sentence: Sentence, verb: Word, prepositions: Iterable[str]) -> Iterator[ContentMatch]:
    # "called for {new elections}", "talked about {leaving}", "called on {parliament to act}"
    for child in sentence.children(verb, "obl", "advcl", "obj", "xcomp", "nmod", "acl"):
        cases = (c for c in sentence.children(child, "case", "mark") if c.index > verb.index)
        case = next((c for c in cases if c.text.lower() in prepositions), None)
        if case is None or child.index < verb.index:
            continue
        words = without(sentence.descendants(child), [case])
        for other in sentence.children(verb, "xcomp", "advcl"):
            if other.index > child.index and is_infinitive(sentence, other):
                words = (*words, *sentence.descendants(other))
        yield ContentMatch(spans_of(sentence, words), "preposition", child, case)


def _objects(sentence: Sentence, verb: Word) -> Iterator[ContentMatch]:
    for child in sentence.children(verb, "obj"):
        # "criticised {the plan as a gift}", "called {him a coward}", "accused {the firm of lying}"
        if child.index > verb.index:
            yield ContentMatch(spans_of(sentence, _object_words(sentence, verb, child)), "object", child)

    # "what he called {a mistake}": the object is "what"
    for child in sentence.children(verb, "xcomp"):
        if child.index > verb.index and child.upos in ("NOUN", "PROPN", "ADJ") and _antecedent(sentence, verb):
            yield ContentMatch(spans_of(sentence, sentence.descendants(child)), "object", child)


def _antecedents(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield the noun phrase that a relative clause modifies: "{the plan} she announced", "{the ban} proposed by her".

    What is said of it belongs to it: "{the plan}, which they described {as a gift}".
    """
    noun = _antecedent(sentence, verb)
    # "demonstrators gathered in the park they thought of": only what can be an object of a verb of speech
    if noun is None or entry.act != "speech" or not ("object" in entry.takes or noun.text.lower() == "what"):
        return
    words = list(phrase_words(sentence, noun, verb))
    for child in sentence.children(verb, "xcomp", "obl", "advcl"):
        if child.index > verb.index and any(c.text.lower() == "as" for c in sentence.children(child, "case", "mark")):
            words += sentence.descendants(child)
    yield ContentMatch(spans_of(sentence, words), "relative", noun)


def _antecedent(sentence: Sentence, verb: Word) -> Word | None:
    """Return the noun before a relative clause whose verb has a source of its own, and the noun as what is said."""
    noun = sentence.parent(verb)
    if noun is None or verb.relation != "acl" or noun.index > verb.index or noun.upos not in NOMINAL:
        return None
    objects = [child for child in sentence.children(verb, "obj", "ccomp") if child.index > verb.index]
    subject = subject_of(sentence, verb)
    if objects or is_infinitive(sentence, verb):
        return None
    if agent_of(sentence, verb) is not None:
        return noun
    relative = subject is not None and subject.text.lower() in (*word_list("relatives"), "what")
    return noun if subject is not None and not relative and not is_passive(sentence, verb) else None


def _object_words(sentence: Sentence, verb: Word, obj: Word) -> tuple[Word, ...]:
    words = list(sentence.descendants(obj))
    for child in sentence.children(verb, "xcomp", "obl", "advcl"):
        if child.index > obj.index and (child.relation == "xcomp" or _is_said_of_object(sentence, child)):
            words += sentence.descendants(child)
    return tuple(words)


def _is_said_of_object(sentence: Sentence, word: Word) -> bool:
    """Return True for "as a gift" and "of lying"."""
    prepositions = word_list("object_prepositions")
    return any(case.text.lower() in prepositions for case in sentence.children(word, "case", "mark"))


def _passive(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    # "It was announced {that taxes would rise}", "They were told {to wait}"
    for child in sentence.children(verb, "ccomp", "csubj", *(("xcomp",) if entry.addressee else ())):
        yield _match(sentence, verb, child, "passive")
    subject = subject_of(sentence, verb)
    # "They were denied visas": what was denied is no claim.
    if subject is None or sentence.children(verb, "obj") or entry.addressee:
        return
    if not entry.takes & {"clause", "object", "infinitive"}:
        return
    # "{The bank} is said {to be near collapse}", "{She} was accused {of lying}", "{A ban} was announced"
    after = [c for c in sentence.children(verb, "xcomp") if c.index > verb.index]
    if "object" in entry.takes:
        below = (c for c in sentence.children(verb, "obl", "advcl") if c.index > verb.index)
        after += [child for child in below if _is_said_of_object(sentence, child)]
    if after or "object" in entry.takes:
        words = (*sentence.descendants(subject), *(w for c in after for w in sentence.descendants(c)))
        yield ContentMatch(spans_of(sentence, words), "passive", after[0] if after else subject)


def _inserted(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield the clause around or before an inserted reporting clause, however the parser hung the two together."""
    particle = particle_of(sentence, verb, entry)
    objects = [child for child in sentence.children(verb, "obj", "xcomp") if child != particle]
    subject, agent = subject_of(sentence, verb), agent_of(sentence, verb)
    # "It was, you know, late" reports nothing.
    filler = subject is not None and f"{subject.text} {verb.lemma}".lower() in word_list("fillers")
    if objects or filler or not (subject or agent):
        return
    governor = sentence.parent(verb)
    marks = {child.text.lower() for child in sentence.children(verb, "mark", "advmod", "case")}
    as_clause = verb.relation == "advcl" and "as" in marks
    # "{The bridge}, Lee said, {is safe}", "{The bridge is safe}, as Lee said", "{They waited} as advised by Lee"
    inserted = (subject is not None and verb.relation == "parataxis") or as_clause
    if governor is not None and inserted:
        words = clause_words(sentence, governor, verb)
        yield ContentMatch(spans_of(sentence, words), "inserted", governor)


def _match(sentence: Sentence, verb: Word, head: Word, rule: str) -> ContentMatch:
    return ContentMatch(spans_of(sentence, clause_words(sentence, head, verb)), rule, head)


def content_of_noun(sentence: Sentence, noun: Word, entry: CueEntry) -> ContentMatch | None:
    """Return the content of a noun cue: "claim {that …}", "plan {to …}", "call for {…}"."""
    for child in sentence.children(noun, "acl", "ccomp", "xcomp", "advcl", "dep"):
        marks = [mark for mark in sentence.children(child, "mark", "aux") if mark.index < child.index]
        that = any(mark.text.lower() == "that" and mark.relation == "mark" for mark in marks)
        to = any(mark.text.lower() == "to" for mark in marks)
        if child.index > noun.index and ((that and "clause" in entry.takes) or (to and "infinitive" in entry.takes)):
            return ContentMatch(spans_of(sentence, clause_words(sentence, child, noun)), "noun clause", child)
    for child in sentence.children(noun, "nmod", "acl", "obl"):
        case = next((c for c in sentence.children(child, "case", "mark") if c.text.lower() in entry.prepositions), None)
        if case is not None and child.index > noun.index:
            words = without(sentence.descendants(child), [case])
            return ContentMatch(spans_of(sentence, words), "noun preposition", child, case)
    return None
