"""Candidates by rules alone: for each mark, verb, noun and phrase that may report, a claim with its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from quoteattr.lexicon.cues import CueEntry, entries_of, lemma_of, nouns, verbs, word_list
from quoteattr.link import contents, phrases, polarity, sources
from quoteattr.link.clauses import is_infinitive, is_negation, is_passive, spans_of
from quoteattr.link.contents import ContentMatch
from quoteattr.link.page import ClaimText
from quoteattr.link.proposal import Proposal
from quoteattr.link.punctuation_cues import sign_proposals
from quoteattr.link.quotations import whole
from quoteattr.link.sources import SourceMatch
from quoteattr.tree import Sentence, Word

__all__ = ["governs_quoting", "of_sentence", "of_verbs", "propose"]

Wanted = Callable[[Word], bool]


def propose(page: ClaimText) -> list[Proposal]:
    """Return the candidates of all rules, duplicates included."""
    return [*sign_proposals(page), *(found for sentence in page.searched for found in of_sentence(page, sentence))]


def of_sentence(page: ClaimText, sentence: Sentence, wanted: Wanted | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the verbs and nouns that are ``wanted``, and of the phrases of a sentence."""
    yield from of_verbs(page, sentence, wanted)
    yield from _of_nouns(page, sentence, wanted)
    yield from _of_phrases(page, sentence)


def of_verbs(page: ClaimText, sentence: Sentence, wanted: Wanted | None = None) -> Iterator[Proposal]:
    """Yield the proposals of the verbs that are ``wanted``, and of those that decline others: "refused to say {…}"."""
    declined: set[int] = set()
    for verb in sentence:
        entries = entries_of(verb, verbs()) if verb.upos == "VERB" else ()
        if wanted is not None and not wanted(verb) and all(entry.polarity != "declined" for entry in entries):
            continue
        if not entries or verb.index in declined or page.in_direct_speech(verb) or governs_quoting(sentence, verb):
            continue
        for entry in entries:
            content = contents.content_of(page, sentence, verb, entry)
            if content is None:
                continue
            source = _source(page, sentence, verb)
            named = " ".join(word.text for word in source.words) if source else ""
            if _is_unlikely(sentence, verb, content, source) or polarity.is_idiom(sentence, verb, named):
                continue
            if entry.polarity == "declined" and content.head is not None:
                declined.add(content.head.index)
            yield _proposal(sentence, verb, entry, source, content, contents.particle_of(sentence, verb, entry))
            break


def _source(page: ClaimText, sentence: Sentence, verb: Word) -> SourceMatch | None:
    """Return the source by the tree, else the noun phrase next to the verb; never from inside a quotation."""
    found = sources.source_of(sentence, verb)
    if found is not None and not page.in_direct_speech(found.head):
        return found
    if is_passive(sentence, verb):
        return None
    return sources.adjacent_source(sentence, verb, lambda word: not page.in_direct_speech(word))


def _is_unlikely(sentence: Sentence, verb: Word, content: ContentMatch, source: SourceMatch | None) -> bool:
    """Return True for constructions that seldom report.

    These have no source outside a passive, or are purposes ("to support them") or bare objects of a participle after
    a noun ("a sign welcoming visitors") or under a modal ("they would discuss it").
    """
    if source is None:
        return content.rule != "passive"
    small = content.rule in ("object", "infinitive")
    purpose = verb.relation in ("acl", "advcl") and is_infinitive(sentence, verb)
    modal = content.rule == "object" and any(
        child.lemma.lower() in word_list("modals") for child in sentence.children(verb, "aux")
    )
    return modal or (small and (purpose or source.rule == "noun"))


def governs_quoting(sentence: Sentence, verb: Word) -> bool:
    """Return True for "quoted" in "was quoted as saying": the cue is "saying"."""
    if verb.lemma.lower() not in word_list("quoting"):
        return False
    participles = (child for child in sentence.children(verb, "advcl", "xcomp", "obl") if child.text.endswith("ing"))
    return any(mark.lemma == "as" for child in participles for mark in sentence.children(child, "mark", "case"))


def _of_nouns(page: ClaimText, sentence: Sentence, wanted: Wanted | None) -> Iterator[Proposal]:
    for noun in sentence:
        entries = entries_of(noun, nouns()) if noun.upos == "NOUN" else ()
        if not entries or (wanted is not None and not wanted(noun)) or page.in_direct_speech(noun):
            continue
        source = sources.source_of(sentence, noun)
        found = (contents.content_of_noun(sentence, noun, entry) for entry in entries) if source else ()
        for entry, content in zip(entries, found, strict=False):
            if content is not None:
                content = evolve(content, spans=whole(page, content.spans, noun.span))
                yield _proposal(sentence, noun, entry, source, content)
                break


def _of_phrases(page: ClaimText, sentence: Sentence) -> Iterator[Proposal]:
    for match in phrases.phrase_matches(sentence):
        if page.in_direct_speech(match.words[0]):
            continue
        source, content = match.source, match.content
        if source and content:
            yield Proposal(
                cue=spans_of(sentence, match.words),
                lemma=" ".join(word for word in match.phrase.words if word != "X"),
                source=spans_of(sentence, source),
                content=whole(page, spans_of(sentence, content), match.words[0].span),
                act=match.phrase.act,
                polarity="asserted",
                rule="phrase",
                source_path=sentence.path(match.words[0], match.head),
                content_path=sentence.path(match.head, match.governor) if match.governor else (),
            )


def _proposal(
    sentence: Sentence,
    head: Word,
    entry: CueEntry,
    source: SourceMatch | None,
    content: ContentMatch,
    particle: Word | None = None,
) -> Proposal:
    return Proposal(
        cue=spans_of(sentence, _cue_words(sentence, head, particle, content.preposition)),
        lemma=lemma_of(head),
        source=spans_of(sentence, source.words) if source else (),
        content=content.spans,
        act=polarity.act_of(head, entry),
        polarity=polarity.polarity_of(
            sentence, head, entry, source=source.words if source else (), content=content.spans
        ),
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
    while words[-1] != head and words[-1].relation not in ("aux", "cop") and not is_negation(words[-1]):
        words.pop()
    last = head.index
    for word in sorted((word for word in more if word is not None), key=lambda word: word.index):
        if word.index == last + 1:
            words.append(word)
            last = word.index
    return words
