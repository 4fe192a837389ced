"""Candidates by rules alone: for each mark, verb, noun and phrase that may report, a claim with its parts.

The content of a cue is the complement clause, the clause around an inserted "X said", the object, or an adjacent
quotation. A clause leaves out the reporting clause, and begins with its mark "that", as in the corpora PARC 3.0 (Pareti
2016) and PolNeAR.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from quoteattr.lexicon.cues import (
    CueEntry,
    Phrase,
    document_nouns,
    entries_of_cue,
    lemma_of,
    phrase_numbers,
    phrases,
    word_list,
)
from quoteattr.link import polarity
from quoteattr.link.clauses import (
    NOMINAL,
    SourceMatch,
    agent_of,
    clause_words,
    dependent,
    following,
    has_verb,
    inserted_into,
    is_among,
    is_captured,
    is_infinitive,
    is_listed,
    is_passive,
    is_punctuation,
    is_time,
    particle_of,
    phrase_words,
    source_of,
    spans_of,
    subject_of,
    trimmed,
    verb_entries,
    without,
)  # fmt: skip
from quoteattr.link.constraints import reports_nothing
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.punctuation_cues import sign_proposals
from quoteattr.link.quotations import adjacent, identified, whole
from quoteattr.model import Span, merged
from quoteattr.tree import Sentence, Word

_LONGEST_SOURCE = 60  # words
_ATTITUDE = CueEntry("attitude", "thought", "asserted", frozenset({"clause"}))
_STOPS = frozenset((",", ";", ":", "—", "–", "--", ".", "?", "!", '"', "“", "”", "''"))
_NOMINAL = frozenset(("det", "amod", "compound", "nmod", "nummod", "flat", "case", "advmod", "appos", "goeswith"))


def propose(page: ClaimText) -> list[Proposal]:
    """Return the candidates of all rules, duplicates included."""
    return [*sign_proposals(page), *(found for sentence in page.searched for found in of_sentence(page, sentence))]


def of_sentence(page: ClaimText, sentence: Sentence, wanted: Collection[int] | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the ``wanted`` verbs, nouns and adjectives, by index, and of the phrases of a sentence."""
    yield from of_verbs(page, sentence, wanted)
    yield from _of_nouns(page, sentence, wanted)
    yield from _of_adjectives(page, sentence, wanted)
    yield from _of_phrases(page, sentence)


def of_verbs(page: ClaimText, sentence: Sentence, wanted: Collection[int] | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the verbs that are ``wanted``, and of those that decline others: "refused to say {…}"."""
    declined: set[int] = set()
    for verb in sentence:
        entries = verb_entries(sentence, verb) if verb.upos == "VERB" else ()
        if not entries or verb.index in declined or governs_quoting(sentence, verb):
            continue
        unwanted = wanted is not None and verb.index not in wanted
        if (unwanted and all(entry.polarity != "declined" for entry in entries)) or page.in_direct_speech(verb):
            continue
        source = source_of(sentence, verb)
        source = None if source is None or page.in_direct_speech(source.head) else source
        for entry in entries:
            content = content_of(page, sentence, verb, entry)
            # "they would discuss it": nothing has been said yet
            if content is None or (content.rule == "object" and dependent(sentence, verb, word_list("modals"), "aux")):
                continue
            # few constructions without a source report anything, passives aside
            if source is not None or content.rule in ("passive", "inserted"):
                found = _proposal(sentence, verb, entry, source, content)
                if entry.takes == {"topic"} and found.polarity != "declined":
                    continue
                if reports_nothing(page, sentence, verb, found.source, found.content):
                    break
                if entry.polarity == "declined" and content.head is not None:
                    declined.add(content.head.index)
                yield found
                break


def governs_quoting(sentence: Sentence, verb: Word) -> bool:
    """Return True for "quoted" in "was quoted as saying", "heard" in "was heard saying": the cue is "saying"."""
    below = [each for each in sentence.children(verb, "advcl", "xcomp", "obl") if each.text.endswith("ing")]
    if is_listed(verb, "quoting"):
        return any(dependent(sentence, each, ("as",), "mark", "case") for each in below)
    captured = [each for each in below if is_passive(sentence, verb) and is_captured(sentence, each)]
    return any(entry.act == "speech" for each in captured for entry in entries_of_cue(each)[:1])


def _of_nouns(page: ClaimText, sentence: Sentence, wanted: Collection[int] | None) -> Iterator[Proposal]:
    for noun in sentence:
        entries = entries_of_cue(noun) if noun.upos == "NOUN" else ()
        if not entries or (wanted is not None and noun.index not in wanted) or page.in_direct_speech(noun):
            continue
        source = source_of(sentence, noun)
        for entry in entries:
            content = _content_of_noun(page, sentence, noun, entry)
            if content is not None and (source or content.rule == "quotation"):
                content = evolve(content, spans=whole(page, content.spans, noun.span))
                yield _proposal(sentence, noun, entry, source, content)
                break
        else:
            verb = sentence.parent(noun, "obj")
            if source and verb is not None and silence_of(sentence, verb) == noun:
                content = ContentMatch(spans_of(sentence, sentence.descendants(noun)), "object", noun)
                yield _proposal(sentence, verb, entries[0], source, content)


def silence_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the object of "had {no comment}"."""
    nouns = (each for each in following(sentence, verb, "obj") if is_listed(each, "comments"))
    negated = (each for each in nouns if dependent(sentence, each, ("no",), "det"))
    return next(negated, None) if is_listed(verb, "light_verbs") else None


def _of_adjectives(page: ClaimText, sentence: Sentence, wanted: Collection[int] | None) -> Iterator[Proposal]:
    """Yield "[Lee]s [was confident]c {that it would rain}": an adjective of attitude with its subject and a clause."""
    for word in sentence:
        listed = word.upos in ("ADJ", "VERB") and word.text.lower() in word_list("attitudes")
        if not listed or (wanted is not None and word.index not in wanted) or page.in_direct_speech(word):
            continue
        source = source_of(sentence, word) if subject_of(sentence, word) and sentence.children(word, "cop") else None
        for clause in following(sentence, word, "ccomp")[:1] if source else ():
            yield _proposal(sentence, word, _ATTITUDE, source, _match(sentence, word, clause, "clause"))


def _proposal(
    sentence: Sentence, head: Word, entry: CueEntry, source: SourceMatch | None, content: ContentMatch
) -> Proposal:
    named = source.words if source else ()
    return Proposal(
        cue=spans_of(sentence, _cue_words(sentence, head, particle_of(sentence, head, entry), content.preposition)),
        lemma=lemma_of(head),
        source=spans_of(sentence, named),
        content=content.spans,
        act=entry.act,
        polarity=polarity.polarity_of(sentence, head, entry, named, content.spans),
        hedged=polarity.is_hedged(sentence, head),
        rule=f"{content.rule} + {source.rule if source else 'no source'}",
        source_path=sentence.path(head, source.head) if source else (),
        content_path=sentence.path(head, content.head) if content.head else (),
    )


def _cue_words(sentence: Sentence, head: Word, *more: Word | None) -> Sequence[Word]:
    """Return the whole cue around its head: "has said", "did not say", "pointed out", "called for", "no comment on"."""
    first = last = head.index
    for word in reversed(sentence.words[: head.index] if head.upos in ("VERB", "AUX", "ADJ") else ()):
        auxiliary = word.relation in ("aux", "cop") and word.text.lower() != "to"
        if word.head != head.index or not (auxiliary or word.text.lower() in word_list("cue_adverbs")):
            break
        # "also said" and "later said" are cue words only after an auxiliary ("has also said")
        if word.relation in ("aux", "cop") or is_listed(word, "negations"):
            first = word.index
    no = dependent(sentence, head, ("no",), "det") if head.upos == "NOUN" else None
    first = first if no is None else min(first, no.index)
    for word in sorted(filter(None, more), key=lambda word: word.index):
        last += word.index == last + 1
    return sentence.words[first : last + 1]


@frozen
class ContentMatch:
    """A content: its spans, the rule that found it, the head of its clause and the preposition of its cue, if any."""

    spans: tuple[Span, ...]
    rule: str
    head: Word | None = None
    preposition: Word | None = None


def content_of(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> ContentMatch | None:
    """Return the content of a verb under one of its lexicon entries, or None where it has none."""
    complete = not entry.particles or particle_of(sentence, verb, entry) is not None
    found = next(_candidates(page, sentence, verb, entry), None) if complete else None
    if found is None or not found.spans:
        return None
    spans = whole(page, found.spans, verb.span)
    # "{We won},” Lee said, “{and nobody believed it}.”: the tree may show only one of the two.
    if entry.quotable and all(page.quotations.at(span.start) for span in spans):
        spans = merged((*spans, *adjacent(page, sentence, verb)))
    return evolve(found, spans=spans)


def _candidates(page: ClaimText, sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield candidates for the content, the surest first."""
    if named := identified(page, sentence, verb):
        yield ContentMatch(named, "quotation")
    if is_passive(sentence, verb):
        yield from _passive(sentence, verb, entry)
    else:
        if "clause" in entry.takes:
            yield from _clauses(page, sentence, verb)
        if entry.quotable and (quotations := adjacent(page, sentence, verb)):  # "{We are ready},” the captain replied."
            yield ContentMatch(quotations, "quotation")
        if entry.takes == {"quotation"} and not page.quotations.at(verb.span.start):
            quoted = (e for e in sentence.children(verb, "ccomp", "parataxis") if page.quotations.at(e.span.start))
            yield from (_match(sentence, verb, child, "clause") for child in quoted)
        if entry.takes & {"infinitive", "gerund", "person+to"}:
            yield from _infinitives(sentence, verb, entry)
        yield from _prepositional(sentence, verb, entry)
        particles = (each.text.lower() for each in sentence.children(verb, "compound"))
        if "amount" in entry.takes and set(particles) <= {"down"}:  # not "put the fire out at 4 a.m."
            noun = _antecedent(sentence, verb)
            yield from _amounts(sentence, verb, sentence.children(verb, "obj", "iobj") or filter(None, [noun]))
        if entry.takes & {"clause", "as"}:
            yield from _inserted(sentence, verb, entry)
        if "object" in entry.takes or is_finding_nothing(sentence, verb):
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
    for child in following(sentence, verb, "parataxis", "dep"):
        before = sentence.words[sentence.descendants(child)[0].index - 1]
        clause = child.relation == "dep" and subject_of(sentence, child)  # whose relation a parser left open
        if clause or before.text == ":" or page.quotations.at(child.span.start):
            yield _match(sentence, verb, child, "clause")


def _infinitives(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    for child in following(sentence, verb, "xcomp", "ccomp", "advcl" if "person+to" in entry.takes else "xcomp"):
        gerund = child.text.lower().endswith("ing") and entry.takes & {"gerund", "clause"}
        if gerund or is_infinitive(sentence, child):
            objects = [each for each in following(sentence, verb, "obj", "iobj") if each.index < child.index]
            # "urged {voters to wait}", "wants {him to go}", but "told voters {to wait}"
            inside = _below(sentence, () if entry.addressee else objects)
            yield ContentMatch(spans_of(sentence, (*clause_words(sentence, child, verb), *inside)), "infinitive", child)


def _below(sentence: Sentence, words: Iterable[Word]) -> list[Word]:
    return [below for word in words for below in sentence.descendants(word)]


def _prepositional(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    # "called for {new elections}", "talked about {leaving}", "called on {parliament to act}"
    below = following(sentence, verb, "obl", "advcl", "obj", "xcomp", "nmod", "acl") if entry.prepositions else ()
    for child in below:
        case = dependent(sentence, child, entry.prepositions, "case", "mark")
        timed = case is not None and case.text.lower() == "on" and is_time(child)  # "called on Friday"
        if case is None or case.index < verb.index or timed:
            continue
        clauses = following(sentence, verb, "xcomp", "advcl", after=child)
        complements = [each for each in clauses if is_infinitive(sentence, each)]
        incomplete = "to+infinitive" in entry.takes and not complements  # "appealed to tourists"
        # "would not put {a figure on the cost}"
        details = () if entry.addressee and "topic" not in entry.takes else following(sentence, verb, "obj")
        if not incomplete and all(is_listed(each, "details") for each in details):
            words = without(_below(sentence, (*details, child, *complements)), () if details else [case])
            yield ContentMatch(spans_of(sentence, words), "preposition", child, case)


def _objects(sentence: Sentence, verb: Word) -> Iterator[ContentMatch]:
    # "criticised {the plan as a gift}", "called {him a coward}", "accused {the firm of lying}"
    for child in following(sentence, verb, "obj"):
        words = _below(sentence, (child, *_said_of(sentence, verb, child)))
        yield ContentMatch(spans_of(sentence, words), "object", child)
    for child in following(sentence, verb, "xcomp"):  # "what he called {a mistake}": the object is "what"
        if child.upos in ("NOUN", "PROPN", "ADJ") and _antecedent(sentence, verb):
            yield ContentMatch(spans_of(sentence, sentence.descendants(child)), "object", child)


def is_finding_nothing(sentence: Sentence, verb: Word) -> bool:
    """Return True for "a study [found]c {no risk}", not for "the study found a home", "she found {no keys}"."""
    nothing = any(dependent(sentence, each, ("no",), "det") for each in following(sentence, verb, "obj"))
    return nothing and is_listed(verb, "finding") and is_among(subject_of(sentence, verb) or verb, document_nouns())


def _amounts(sentence: Sentence, verb: Word, phrases: Iterable[Word]) -> Iterator[ContentMatch]:
    """Yield "put {the toll at 12}", however deep "at" is attached, and "put {the delay down to snow}"."""
    obliques = following(sentence, verb, "obl")
    for phrase in phrases:
        own = sentence.descendants(phrase)
        own = without(own, sentence.descendants(verb)) if verb in own else own  # "{the toll}, put {at 12} by police"
        for top in (*obliques, *following(sentence, phrase, "nmod", after=verb)):
            words = sentence.descendants(top, without=("appos",))
            to = dependent(sentence, top, ("to",), "case")
            down = sentence.words[to.index - 1] if to is not None else verb
            if down.text.lower() == "down":
                yield ContentMatch(spans_of(sentence, (*own, down, *words)), "amount", top)
            amount = next((word for word in words if dependent(sentence, word, ("at",), "case")), top)
            counted = (word.upos == "NUM" or is_listed(word, "amounts") for word in sentence.descendants(amount))
            if dependent(sentence, amount, ("at",), "case") and any(counted):
                yield ContentMatch(spans_of(sentence, (*own, *words)), "amount", amount)


def _said_of(sentence: Sentence, verb: Word, after: Word) -> list[Word]:
    """Return the heads of what is said of an object or a passive subject: "a coward", "as a gift", "of lying"."""
    below, forms = following(sentence, verb, "xcomp", "obl", "advcl", after=after), word_list("object_prepositions")
    return [each for each in below if each.relation == "xcomp" or dependent(sentence, each, forms, "case", "mark")]


def _antecedents(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield the noun of a relative clause: "{the plan} she announced", "{the plan}, which she called {reckless}"."""
    noun = _antecedent(sentence, verb)
    # "demonstrators gathered in the park they thought of": only what can be an object of a verb of speech
    if noun is None or entry.act != "speech" or not ("object" in entry.takes or noun.text.lower() == "what"):
        return
    below = following(sentence, verb, "xcomp", "obl", "advcl")
    described = _below(sentence, (each for each in below if dependent(sentence, each, ("as",), "case", "mark")))
    yield ContentMatch(spans_of(sentence, (*phrase_words(sentence, noun, verb), *described)), "relative", noun)


def _antecedent(sentence: Sentence, verb: Word) -> Word | None:
    """Return the noun before a relative clause whose verb has a source of its own, and the noun as what is said."""
    noun = sentence.parent(verb, "acl")
    if noun is None or noun.index > verb.index or noun.upos not in NOMINAL:
        return None
    if following(sentence, verb, "obj", "ccomp") or is_infinitive(sentence, verb):
        return None
    subject = subject_of(sentence, verb)
    own = subject is not None and subject.text.lower() not in (*word_list("relatives"), "what")
    return noun if agent_of(sentence, verb) or (own and not is_passive(sentence, verb)) else None


def is_impersonal(sentence: Sentence, verb: Word, *, remark: bool) -> bool:
    """Return True for "The bank, it is [said]c, is slow"; with ``remark`` for "it must be [said]c", by the writer."""
    subject = subject_of(sentence, verb)
    inserted = subject is not None and subject.text.lower() == "it" and sentence.words[subject.index - 1].text == ","
    return inserted and remark == (dependent(sentence, verb, word_list("future_modals"), "aux") is not None)


def _passive(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    if "clause" in entry.takes and is_impersonal(sentence, verb, remark=False):
        # "{The bank}, it is [understood]c, {is near collapse}", "{It failed}, it was [claimed]c"
        heads = (*sentence.children(verb, "ccomp"), *filter(None, [sentence.parent(verb, "parataxis")]))
        before = (clause_words(sentence, head, verb) for head in heads if subject_of(sentence, head) is not None)
        found = (inserted_into(sentence, verb), *(words for words in before if words[-1].index < verb.index))
        yield from (ContentMatch(spans_of(sentence, words), "inserted") for words in found if words)
    # "It was announced {that taxes would rise}", "They were told {to wait}"
    for child in sentence.children(verb, "ccomp", "csubj", *(("xcomp",) if entry.addressee else ())):
        yield _match(sentence, verb, child, "passive")
    first = sentence.parent(verb, "conj") if agent_of(sentence, verb) else None
    subject = subject_of(sentence, verb) or (subject_of(sentence, first) if first else None)
    # "They were denied visas": what was denied is no claim.
    if subject is None or sentence.children(verb, "obj") or entry.addressee:
        return
    if "amount" in entry.takes:
        yield from _amounts(sentence, verb, [subject])
    # "{The bank} is said {to be near collapse}", "{She} was accused {of lying}", "{A ban} was announced"
    after = [child for child in _said_of(sentence, verb, verb) if child.relation == "xcomp" or "object" in entry.takes]
    if (after and entry.takes & {"clause", "infinitive"}) or "object" in entry.takes:
        words = _below(sentence, (subject, *after))
        yield ContentMatch(spans_of(sentence, words), "passive", after[0] if after else subject)


def _inserted(sentence: Sentence, verb: Word, entry: CueEntry) -> Iterator[ContentMatch]:
    """Yield "{The bridge}, Lee said, {is safe}", "{They waited} as advised by Lee"; not of "It was, you know, late"."""
    particle = particle_of(sentence, verb, entry)
    objects = [child for child in sentence.children(verb, "obj", "xcomp") if child != particle]
    top = top_of_as_clause(sentence, verb)
    subject, governor = subject_of(sentence, top), sentence.parent(top)
    filler = subject is not None and f"{subject.text} {verb.lemma}".lower() in word_list("fillers")
    as_clause = top.relation == "advcl" and dependent(sentence, top, ("as",), "mark", "advmod", "case")
    if governor is not None and as_clause and governs_quoting(sentence, governor):
        above = sentence.parent(governor, "parataxis")  # "{It is over}, Lee was quoted as saying"
        said = [child for child in sentence.children(governor, "ccomp", "parataxis") if child.index < governor.index]
        yield from (_match(sentence, governor, head, "inserted") for head in (*said, *filter(None, (above,))))
    if objects or filler or governor is None or not (subject or agent_of(sentence, verb)):
        return
    if as_clause or ("clause" in entry.takes and subject is not None and verb.relation == "parataxis"):
        yield _match(sentence, top, governor, "inserted")


def top_of_as_clause(sentence: Sentence, verb: Word) -> Word:
    """Return the verb of an "as" clause above a cue: "keeps" of "as Lee keeps [saying]c"; elsewhere the cue."""
    top = verb
    while top.relation in ("xcomp", "advcl") and dependent(sentence, top, ("as",), "mark") is None:
        top = sentence.words[top.head]
    return top if dependent(sentence, top, ("as",), "mark") is not None else verb


def _content_of_noun(page: ClaimText, sentence: Sentence, noun: Word, entry: CueEntry) -> ContentMatch | None:
    """Return the content of a noun cue: "claim {that …}", "plan {to …}", "call for {…}", "“{No},” came the reply"."""
    if quotations := identified(page, sentence, noun):
        return ContentMatch(quotations, "quotation")
    # "[Lee's]s message is {that it will rain}"
    predicate = [sentence.words[noun.head]] if noun.deprel == "nsubj:outer" else []
    for child in (*predicate, *following(sentence, noun, "acl", "ccomp", "xcomp", "advcl", "dep")):
        marks = [mark for mark in sentence.children(child, "mark", "aux") if noun.index < mark.index < child.index]
        that = "clause" in entry.takes and any(mark.text.lower() == "that" for mark in marks)
        to = "infinitive" in entry.takes and any(mark.text.lower() == "to" for mark in marks)
        if that or (to and child not in predicate):
            return _match(sentence, noun, child, "noun clause")
    if is_listed(noun, "comments") and dependent(sentence, noun, ("no",), "det") is not None:
        entry = evolve(entry, prepositions=frozenset({"on", "about"}))  # "had no comment on {the fire}"
    found = next(_prepositional(sentence, noun, entry), None)
    return evolve(found, rule="noun preposition") if found else None


def _of_phrases(page: ClaimText, sentence: Sentence) -> Iterator[Proposal]:
    for phrase, words, head in _phrases(sentence):
        inside = {word.index for word in words} | {head.index}
        above = sentence.ancestors(words[-1] if phrase.after else head)
        governor = next((word for word in above if word.index not in inside), None)
        source, content = _parts_of_phrase(sentence, phrase, words, head, governor)
        if source and content and not page.in_direct_speech(words[0]):
            yield Proposal(
                cue=spans_of(sentence, words),
                lemma=" ".join(word for word in phrase.words if word != "X"),
                source=spans_of(sentence, source),
                content=whole(page, spans_of(sentence, content), words[0].span),
                act=phrase.act,
                polarity="asserted",
                rule="phrase",
                source_path=sentence.path(words[0], head),
                content_path=sentence.path(head, governor) if governor else (),
            )


def _phrases(sentence: Sentence) -> Iterator[tuple[Phrase, Sequence[Word], Word]]:
    """Yield each phrase of prepositions.toml in a sentence: its words, and the head of its source."""
    taken: set[int] = set()
    lowered = tuple([word.text.lower() for word in sentence.words])
    known, numbers = phrases(), phrase_numbers()
    found = [(n, start) for start, form in enumerate(lowered) if form in numbers for n in numbers[form]]
    found += [(n, start) for n in numbers.get("X", ()) for start in range(len(lowered))]
    for number, start in sorted(found):
        phrase = known[number]
        end = start + len(phrase.before)
        loose = phrase.after_comma and start and lowered[start - 1] != ","
        if loose or lowered[start:end] != phrase.before or start in taken or end >= len(sentence) or phrase.relay:
            continue
        words, head = _phrase_words(sentence, lowered, phrase, start, end)
        bare = head is not None and head.xpos == "NN" and not sentence.children(head, "det", "compound", "amod", "nmod")
        # not "per person", "per day", "per the request of Lee"
        if head is not None and not (phrase.after_comma and (bare or is_listed(head, "commands"))):
            taken.update(word.index for word in words)
            yield phrase, words, head


def _phrase_words(
    sentence: Sentence, lowered: tuple[str, ...], phrase: Phrase, start: int, end: int
) -> tuple[Sequence[Word], Word | None]:
    """Return the words of a phrase whose words before the source are found, and the head of its source, if any."""
    words = sentence.words[start:end]
    if not phrase.after:
        head = sentence.words[end]  # of the noun phrase that begins there
        for above in sentence.ancestors(head):
            if above.index <= end or head.relation not in _NOMINAL or above.upos in ("VERB", "AUX"):
                break
            head = above
        # "The launch went according to plan"
        return words, None if head.index == end and is_listed(head, "measures") else head
    # the possessor or subject between the words of a phrase: "in the judge's own words", "the way she sees it"
    for last in range(end + 1, min(end + 8, len(sentence) - len(phrase.after) + 1)):
        if lowered[last : last + len(phrase.after)] == phrase.after:
            after = sentence.words[last : last + len(phrase.after)]
            below = (each for word in reversed(after) for each in sentence.children(word, "nmod:poss", "nsubj"))
            return (*words, *after), next((each for each in below if end <= each.index < last), None)
    return words, None


def _parts_of_phrase(
    sentence: Sentence, phrase: Phrase, words: Sequence[Word], head: Word, governor: Word | None
) -> tuple[Sequence[Word], Sequence[Word]]:
    """Return source and content of a phrase.

    Where it opens or ends its sentence, the source continues to a comma at least ("according to [a survey of voters
    taken in May]s"), and all before or after it is the content; elsewhere it is the clause that it modifies.
    """
    before = sentence.words[: words[0].index]
    opens = all(is_punctuation(word) or word.upos in ("CCONJ", "ADV") for word in before)
    last = sentence.words[_next_stop(sentence, max(words[-1].index, head.index) + 1) :]
    closes = all(map(is_punctuation, last)) and has_verb(before)
    source = phrase_words(sentence, head, words[0])
    if source and not phrase.after and (opens or closes):
        end = _next_stop(sentence, words[-1].index + 1)
        for child in sentence.children(head, "appos"):
            below = sentence.descendants(child)
            if below[0].index in (end, end + 1):
                end = _next_stop(sentence, below[-1].index + 1)
        source = trimmed(sentence.words[words[-1].index + 1 : end])
    rest = sentence.words[max(word.index for word in (*words, *source)) + 1 :]
    if closes and not opens:
        return source, trimmed(before)
    if opens and rest and rest[0].text == ",":
        return source, trimmed(rest)
    above = [] if governor is None else [governor, *sentence.ancestors(governor)]
    verbal = (each for each in above if each.upos in ("VERB", "AUX") or sentence.children(each, "cop", "nsubj"))
    clause = next(verbal, above[-1] if above else None)
    gone = {word.index for word in (*words, *source, *sentence.descendants(head))}
    content = clause_words(sentence, clause, words[0]) if clause is not None else sentence.words
    return source, [word for word in content if word.index not in gone]


def _next_stop(sentence: Sentence, start: int) -> int:
    """Return the position of the next comma, semicolon, colon, dash or final stop, or where a source has to end."""
    limit = min(len(sentence), start + _LONGEST_SOURCE)
    return next((word.index for word in sentence.words[start:limit] if word.text in _STOPS), limit)
