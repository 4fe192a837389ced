"""Candidates by rules alone: for each mark, verb, noun and phrase that may report, a claim with its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from quoteattr.lexicon.cues import CueEntry, Phrase, entries_of, lemma_of, nouns, phrases, verbs, word_list
from quoteattr.link import polarity
from quoteattr.link.clauses import (
    SourceMatch,
    adjacent_source,
    clause_words,
    dependent,
    has_verb,
    is_listed,
    is_passive,
    is_punctuation,
    phrase_words,
    source_of,
    spans_of,
    trimmed,
)  # fmt: skip
from quoteattr.link.constraints import reports_nothing
from quoteattr.link.contents import ContentMatch, content_of, content_of_noun, particle_of
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.punctuation_cues import sign_proposals
from quoteattr.link.quotations import whole
from quoteattr.tree import Sentence, Word

__all__ = ["governs_quoting", "of_sentence", "of_verbs", "propose"]

Wanted = Callable[[Word], bool]
_LONGEST_SOURCE = 60  # words
_STOPS = frozenset((",", ";", ":", "—", "–", "--", ".", "?", "!", '"', "“", "”", "''"))
_NOMINAL_RELATIONS = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "flat", "case", "advmod", "appos", "goeswith"}
)


def propose(page: ClaimText) -> list[Proposal]:
    """Return the candidates of all rules, duplicates included."""
    return [*sign_proposals(page), *(found for sentence in page.searched for found in of_sentence(page, sentence))]


def of_sentence(page: ClaimText, sentence: Sentence, wanted: Wanted | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the verbs and nouns that are ``wanted``, and of the phrases of a sentence."""
    yield from of_verbs(page, sentence, wanted)
    yield from _of_nouns(page, sentence, wanted)
    yield from _of_phrases(page, sentence)


# Verbs and nouns


def of_verbs(page: ClaimText, sentence: Sentence, wanted: Wanted | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the verbs that are ``wanted``, and of those that decline others: "refused to say {…}"."""
    declined: set[int] = set()
    for verb in sentence:
        entries = entries_of(verb, verbs()) if verb.upos == "VERB" else ()
        if wanted is not None and not wanted(verb) and all(entry.polarity != "declined" for entry in entries):
            continue
        if not entries or verb.index in declined or page.in_direct_speech(verb) or governs_quoting(sentence, verb):
            continue
        source = _source(page, sentence, verb)
        for entry in entries:
            content = content_of(page, sentence, verb, entry)
            if content is None:
                continue
            # few constructions without a source report anything, passives aside
            if source is not None or content.rule == "passive":
                found = _proposal(sentence, verb, entry, source, content, particle_of(sentence, verb, entry))
                if reports_nothing(page, sentence, verb, found.source, found.content):
                    continue
                if entry.polarity == "declined" and content.head is not None:
                    declined.add(content.head.index)
                yield found
                break


def _source(page: ClaimText, sentence: Sentence, verb: Word) -> SourceMatch | None:
    """Return the source by the tree, else the noun phrase next to the verb; never from inside a quotation."""
    found = source_of(sentence, verb)
    if found is not None and not page.in_direct_speech(found.head):
        return found
    if is_passive(sentence, verb):
        return None
    return adjacent_source(sentence, verb, lambda word: not page.in_direct_speech(word))


def governs_quoting(sentence: Sentence, verb: Word) -> bool:
    """Return True for "quoted" in "was quoted as saying": the cue is "saying"."""
    below = sentence.children(verb, "advcl", "xcomp", "obl") if is_listed(verb, "quoting") else ()
    return any(each.text.endswith("ing") and dependent(sentence, each, ("as",), "mark", "case") for each in below)


def _of_nouns(page: ClaimText, sentence: Sentence, wanted: Wanted | None) -> Iterator[Proposal]:
    for noun in sentence:
        entries = entries_of(noun, nouns()) if noun.upos == "NOUN" else ()
        if not entries or (wanted is not None and not wanted(noun)) or page.in_direct_speech(noun):
            continue
        source = source_of(sentence, noun)
        for entry in entries if source else ():
            content = content_of_noun(sentence, noun, entry)
            if content is not None:
                content = evolve(content, spans=whole(page, content.spans, noun.span))
                yield _proposal(sentence, noun, entry, source, content)
                break


def _proposal(
    sentence: Sentence,
    head: Word,
    entry: CueEntry,
    source: SourceMatch | None,
    content: ContentMatch,
    particle: Word | None = None,
) -> Proposal:
    named = source.words if source else ()
    return Proposal(
        cue=spans_of(sentence, _cue_words(sentence, head, particle, content.preposition)),
        lemma=lemma_of(head),
        source=spans_of(sentence, named),
        content=content.spans,
        act=polarity.act_of(head, entry),
        polarity=polarity.polarity_of(sentence, head, entry, source=named, content=content.spans),
        hedged=polarity.is_hedged(sentence, head),
        rule=f"{content.rule} + {source.rule if source else 'no source'}",
        source_path=sentence.path(head, source.head) if source else (),
        content_path=sentence.path(head, content.head) if content.head else (),
    )


def _cue_words(sentence: Sentence, head: Word, *more: Word | None) -> Sequence[Word]:
    """Return the whole cue around its head: "has said", "did not say", "pointed out", "called for".

    Auxiliaries and negation count, with adverbs between them, where they lead up to the head without a gap, and the
    particle and the preposition (``more``) where nothing but the cue is between them and the head.
    """
    words = [head]
    for word in reversed(sentence.words[: head.index] if head.upos in ("VERB", "AUX") else ()):
        auxiliary = word.relation in ("aux", "cop") and word.text.lower() != "to"
        if word.head != head.index or not (auxiliary or word.text.lower() in word_list("cue_adverbs")):
            break
        words.append(word)
    # "also said" and "later said" are cue words only after an auxiliary ("has also said")
    while words[-1] != head and words[-1].relation not in ("aux", "cop") and not is_listed(words[-1], "negations"):
        words.pop()
    last = head.index
    for word in sorted((word for word in more if word is not None), key=lambda word: word.index):
        if word.index == last + 1:
            words.append(word)
            last = word.index
    return words


# Phrases that name the source of a clause: "according to Lee", "in her view", "in the words of the judge"


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
    lowered = [word.text.lower() for word in sentence.words]
    present = frozenset(lowered)
    for phrase in phrases():
        for start in range(len(sentence)) if present.issuperset(phrase.before) and not phrase.relay else ():
            end = start + len(phrase.before)
            if tuple(lowered[start:end]) != phrase.before or start in taken or end >= len(sentence):
                continue
            if phrase.after_comma and lowered[start - 1 : start] != [","]:
                continue
            words, head = _phrase_words(sentence, phrase, start, end)
            if head is not None:
                taken.update(word.index for word in words)
                yield phrase, words, head


def _phrase_words(sentence: Sentence, phrase: Phrase, start: int, end: int) -> tuple[Sequence[Word], Word | None]:
    """Return the words of a phrase whose words before the source are found, and the head of its source, if any."""
    words = sentence.words[start:end]
    if not phrase.after:
        head = _noun_head(sentence, end)
        # "The launch went according to plan"
        return words, None if head.index == end and is_listed(head, "measures") else head
    # the possessor between the words of a phrase: "in her view", "in the judge's own words"
    for last in range(end + 1, min(end + 8, len(sentence) - len(phrase.after) + 1)):
        after = sentence.words[last : last + len(phrase.after)]
        if tuple(word.text.lower() for word in after) == phrase.after:
            owners = (each for each in sentence.children(after[-1], "nmod:poss") if end <= each.index < last)
            return (*words, *after), next(owners, None)
    return words, None


def _noun_head(sentence: Sentence, start: int) -> Word:
    """Return the head of the noun phrase that begins at ``start``."""
    word = sentence.words[start]
    for above in sentence.ancestors(word):
        inside = word.relation in _NOMINAL_RELATIONS
        if above.index <= start or not inside or above.upos in ("VERB", "AUX"):
            break
        word = above
    return word


def _parts_of_phrase(
    sentence: Sentence, phrase: Phrase, words: Sequence[Word], head: Word, governor: Word | None
) -> tuple[Sequence[Word], Sequence[Word]]:
    """Return source and content of a phrase.

    The source of a phrase that opens or ends its sentence continues at least to the next comma: "according to [a survey
    of voters taken in May]s", "According to [Lee, a doctor]s, …". The content is all before a phrase that ends the
    sentence, all after one that opens it, else the clause that it modifies.
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
    content = clause_words(sentence, clause, words[0]) if clause is not None else ()
    return source, [word for word in content if word.index not in gone]


def _next_stop(sentence: Sentence, start: int) -> int:
    """Return the position of the next comma, semicolon, colon, dash or final stop, or where a source has to end."""
    limit = min(len(sentence), start + _LONGEST_SOURCE)
    return next((word.index for word in sentence.words[start:limit] if word.text in _STOPS), limit)
