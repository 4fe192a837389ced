"""Decode the network's scores to proposals: cue, source and content of each cue, corrected by tree and quotations.

For one cue the network estimates for each word of the window how probable it is as source, cue or content. These
probabilities are decoded to spans, and the tree fills in where the network finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from quoteattr.limits import checked
from quoteattr.link import acts, polarity, rules, sources
from quoteattr.link.boundaries import Words
from quoteattr.link.clauses import is_passive, spans_of
from quoteattr.link.decoding import CONTENT, SOURCE, best_run, cue_run, mean, runs
from quoteattr.link.entries import entries_of, first_words, lemma_of, listed, nouns, verbs
from quoteattr.link.page import SEARCHED, Page
from quoteattr.link.proposal import Proposal
from quoteattr.link.quotations import merged
from quoteattr.model import Span
from quoteattr.tree import CueScores, Sentence, Word

__all__ = ["propose"]

# the least probability of a cue whose word the lexicon knows, and of any other; chosen on PolNeAR dev for relation F1
_LEAST, _LEAST_UNLISTED = 0.55, 0.6
_LONGEST_NAMED = 8  # words; in longer contents trees lose what is said of the object
_STOPS = frozenset(",.!?")


def propose(page: Page, scores: Sequence[CueScores]) -> list[Proposal]:
    """Return a proposal for each cue of sufficient probability in a searched part."""
    words = Words.of(page)
    taken: set[int] = set()
    found = []
    for score in checked(sorted(scores, key=lambda score: -score.probability), page.checkpoint):
        anchor = words.words[score.anchor]
        least = _LEAST if _is_listed(anchor) else _LEAST_UNLISTED
        if score.probability < least or score.anchor in taken:
            continue
        # "“People say, ‘It is over,’” Lee said": what is reported inside a quotation is the speaker's business.
        if page.part_kind(anchor.span.start) not in SEARCHED or page.in_direct_speech(anchor):
            continue
        cue = _cue(words, score)
        # "would like to see": the other words of a cue of several are no cues of their own.
        taken.update(cue)
        proposal = _proposal(words, score, cue)
        if proposal is not None:
            found.append(proposal)
    return found


def _is_listed(anchor: Word) -> bool:
    return any(entries_of(anchor, table) for table in (verbs(), nouns())) or anchor.text.lower() in first_words()


def _cue(words: Words, score: CueScores) -> list[int]:
    """Return the anchor and adjacent words, without a gap, whose likeliest role is the cue.

    The beginning of a time is no cue, however likely, nor is the occasion: "said (last) week", "said (in a statement)".
    """
    first, last = cue_run(score)
    last = min(last, words.before_occasion(score.anchor, last))
    while last > score.anchor and words.opens_time(last):
        last -= 1
    while first < score.anchor and words.opens_phrase(first):
        first += 1
    return list(range(first, last + 1))


def _proposal(words: Words, score: CueScores, cue: Sequence[int]) -> Proposal | None:
    sentence, anchor = words.sentences[score.anchor], words.words[score.anchor]
    cue_span = Span(words.words[cue[0]].span.start, words.words[cue[-1]].span.end)
    source = words.before_circumstance(best_run(score, SOURCE, set(cue)), score.anchor)
    source = words.whole_phrase(source, cue[0])
    found = (words.own_content(run, score.anchor) for run in runs(score, CONTENT, {*cue, *source}))
    said = [number for run in found for number in run]
    content = _content(words.page, sentence, anchor, words.spans(said), cue_span)
    if not content:
        return None
    spans, path, rule = _source(words, sentence, anchor, source, content)
    if _reports_nothing(sentence, anchor, " ".join(span.of(words.page.text) for span in spans)):
        return None
    if _is_named_only(words.page, sentence, anchor, content) or _asks_for_anonymity(sentence, anchor, content):
        return None
    if not spans and (planned := _planned(words.page, sentence, anchor)) is not None:
        return evolve(planned, scores={"cue": round(score.probability, 4)})
    own = [words.words[number] for number in said if words.sentences[number] is sentence]
    return Proposal(
        cue=(_before_content(words, cue, content),),
        lemma=_lemma(words, score.anchor, cue),
        source=spans,
        content=content,
        act=acts.act_in_context(sentence, anchor, acts.kind_of(words.page, content)),
        polarity=polarity.polarity_of(sentence, anchor, source=_own_words(sentence, spans), content=content),
        hedged=polarity.is_hedged(sentence, anchor),
        rule=rule,
        source_path=path,
        content_path=sentence.path(anchor, sentence.head_of(own)) if own else (),
        scores={
            "cue": round(score.probability, 4),
            "source": round(mean(score, source, SOURCE), 4),
            "content": round(mean(score, said, CONTENT), 4),
        },
    )


def _planned(page: Page, sentence: Sentence, anchor: Word) -> Proposal | None:
    """Return the claim of the infinitive in "[The mayor]s is expected to [say]c {…}": nobody is said to expect it."""
    if anchor.lemma.lower() not in listed("intentions") or not is_passive(sentence, anchor):
        return None
    saying = [child for child in sentence.children(anchor, "xcomp") if entries_of(child, verbs())]
    found = (each for each in rules.of_verbs(page, sentence, lambda verb: verb in saying) if each.source)
    return next(found, None)


def _own_words(sentence: Sentence, spans: Sequence[Span]) -> list[Word]:
    return [word for span in spans for word in sentence.words_in(span)]


def _lemma(words: Words, anchor: int, cue: Sequence[int]) -> str:
    """Return the dictionary form of the anchor; a phrase is returned whole: "according to"."""
    word = words.words[anchor]
    if word.text.lower() in first_words():
        return " ".join(words.words[number].text.lower() for number in cue)
    return lemma_of(word)


def _content(page: Page, sentence: Sentence, anchor: Word, content: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
    """Return the content of the network with whole quotations, without the addressee."""
    content = tuple(_up_to_the_mark(page, sentence, anchor, span) for span in _to_quotations(page, content, cue))
    return _strip_addressee(sentence, anchor, content)


def _source(
    words: Words, sentence: Sentence, anchor: Word, source: Sequence[int], content: tuple[Span, ...]
) -> tuple[tuple[Span, ...], tuple[str, ...], str]:
    """Return the source of the network, or else the tree's, with its path and the name of the rule."""
    spans = words.spans(source)
    if not spans or _is_passive_patient(sentence, anchor, spans):
        return _source_by_tree(sentence, anchor, content)
    own = [words.words[number] for number in source if words.sentences[number] is sentence]
    return spans, sentence.path(anchor, sentence.head_of(own)) if own else (), "network"


def _source_by_tree(
    sentence: Sentence, anchor: Word, content: tuple[Span, ...]
) -> tuple[tuple[Span, ...], tuple[str, ...], str]:
    """Return the source that the tree names where the network named none: "[the bank's]s claim that …"."""
    found = sources.source_of(sentence, anchor)
    # "Asked about it, Lee said no": the subject of the governing verb is whom the participle happened to.
    undergone = found is not None and found.rule == "governor" and _is_bare_participle(sentence, anchor)
    if found is None or undergone or any(span.overlaps(word.span) for span in content for word in found.words):
        return (), (), "network, no source"
    return spans_of(sentence, found.words), sentence.path(anchor, found.head), f"network, {found.rule}"


def _is_passive_patient(sentence: Sentence, anchor: Word, source: tuple[Span, ...]) -> bool:
    """Return True if the "source" is the subject of a passive of speech: "Lee was asked {…}" does not name who asked.

    "Lee was quoted as saying {…}" names the speaker.
    """
    if _is_bare_participle(sentence, anchor) and anchor.lemma.lower() in listed("asking"):
        return True
    quoting = anchor.lemma.lower() in listed("quoting")
    if quoting or not is_passive(sentence, anchor) or acts.act_of(anchor) == "thought":
        return False
    return any(child.span.overlaps(span) for child in sentence.children(anchor, "nsubj") for span in source)


def _is_bare_participle(sentence: Sentence, anchor: Word) -> bool:
    """Return True for a passive without an auxiliary ("Asked about it, Lee said no"), not for "has said and added".

    Taggers take the participle of a regular verb for its past tense, which would have a subject.
    """
    below = anchor.xpos in ("VBN", "VBD") and anchor.relation in ("advcl", "acl")
    return below and not sentence.children(anchor, "aux", "nsubj")


def _strip_addressee(sentence: Sentence, anchor: Word, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Strip the addressee from the content: "(Villagers) were warned {to stay away}"."""
    if not is_passive(sentence, anchor) or not any(entry.addressee for entry in entries_of(anchor, verbs())):
        return content
    hearers = sentence.children(anchor, "nsubj")
    rest = tuple(span for span in content if not any(span.contains(hearer.span) for hearer in hearers))
    return rest if rest and rest[0].start >= anchor.span.end else content


def _reports_nothing(sentence: Sentence, anchor: Word, source: str) -> bool:
    """Return True for "You might say {…}", "Explainer: {…}", "according to plan", "The rocket, nicknamed “Goat”"."""
    if source:
        label = anchor.text == ":" and source.lower() in listed("labels")
        measure = anchor.text.lower() == "according" and source.lower() in listed("measures")
        return label or measure or polarity.is_idiom(sentence, anchor, source)
    return anchor.lemma.lower() in listed("naming") and (is_passive(sentence, anchor) or anchor.xpos == "VBN")


def _before_content(words: Words, cue: Sequence[int], content: tuple[Span, ...]) -> Span:
    """Return the span of a cue without the words that it shares with the content: "was accused {of lying}"."""
    own = [number for number in cue if not any(span.overlaps(words.words[number].span) for span in content)] or cue
    return Span(words.words[own[0]].span.start, words.words[own[-1]].span.end)


def _is_named_only(page: Page, sentence: Sentence, anchor: Word, content: tuple[Span, ...]) -> bool:
    """True for "named {a new chair}" and "called {her mother}": nothing is said of the object.

    "called {the plan reckless}" and "a man whom she called {a friend}" say something.
    """
    naming = anchor.lemma.lower() in listed("naming") and anchor.relation != "acl" and not is_passive(sentence, anchor)
    if not naming or len(content) > 1 or page.quotations_over(content[0]) or content[0].start < anchor.span.end:
        return False
    after = [child for child in sentence.children(anchor) if content[0].contains(child.span)]
    inside = sentence.words_in(content[0])
    whole = len(after) == 1 and after[0].relation == "obj" and not sentence.children(after[0], "xcomp", "ccomp", "acl")
    near = inside[0].index == anchor.index + 1 and inside[0].upos != "ADP" and len(inside) <= _LONGEST_NAMED
    return whole and near and not any(word.text.lower() == "as" for word in inside)


def _asks_for_anonymity(sentence: Sentence, anchor: Word, content: tuple[Span, ...]) -> bool:
    """True for "asked {not to be named}", "declined {to be identified}", "insisted on {anonymity}": how it was said."""
    words = [word.text.lower() for span in content for word in sentence.words_in(span)]
    wished = anchor.lemma.lower() in listed("wishing_anonymity")
    return wished and len(words) <= 6 and bool(listed("anonymity").intersection(words))


def _to_quotations(page: Page, content: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
    """Return the content with every quotation of speech that it shares a word with, whole.

    A cue inside the quotation leaves it alone: what is reported there is part of it.
    """
    result: list[Span] = []
    for span in content:
        for quotation in page.quotations_over(span):
            if quotation.speech and not quotation.span.overlaps(cue):
                span = Span(min(span.start, quotation.inner.start), max(span.end, quotation.inner.end))
        result.append(span)
    return merged(result)


def _up_to_the_mark(page: Page, sentence: Sentence, anchor: Word, span: Span) -> Span:
    """Trim a content that begins with a whole quotation to it: "“Go!” in the rain"."""
    quotation = page.quotation_at(span.start) or page.quotation_at(max(0, span.start - 1))
    if quotation is None or span.start < anchor.span.end or not quotation.span.end < span.end:
        return span
    rest = [word for word in sentence if quotation.span.end <= word.span.start < span.end]
    ends = quotation.closed and quotation.inner.start >= span.start - 1
    ends = ends and quotation.inner.of(page.text).rstrip()[-1:] in _STOPS
    goes_on = not rest or any(word.upos in ("VERB", "AUX") or page.quotation_of(word) for word in rest)
    return span if goes_on or not ends else Span(span.start, quotation.inner.end)
