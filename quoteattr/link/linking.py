"""The room's algorithm on one screen: cues, their contents and sources, then what concerns all links together."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import prod

from attrs import evolve

from quoteattr.link import acts, contents, cues, phrases, relays, scored, signs, sources
from quoteattr.link.clauses import is_passive, is_punctuation, spans_of
from quoteattr.link.contents import ContentMatch
from quoteattr.link.entries import Entry, calibrated, listed, prior
from quoteattr.link.page import Page
from quoteattr.link.proposal import Proposal
from quoteattr.link.quoted import between, closed, continued, merged, whole
from quoteattr.link.sources import SourceMatch
from quoteattr.model import Content, Cue, Evidence, Link, Part, Passage, Quotation, Source, Span
from quoteattr.tree import CueScores, Sentence, Word

__all__ = ["Proposal", "assemble", "link", "propose"]

_INNER_RULES = frozenset({"clause + subject", "passive + agent"})


def link(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    parts: Sequence[Part],
    scores: Sequence[CueScores] | None = None,
    *,
    include_chrome: bool = False,
) -> tuple[Link, ...]:
    """Every cue of the text with its content and, where there is one, its source, in text order.

    Only headlines, captions and body are searched, unless ``include_chrome`` asks for every part. Without ``scores``
    the rules over the tree decide alone; with them the network proposes, the tree puts right, and the rules add the
    signs that a network reads past.
    """
    page = Page(text, sentences, quotations, parts, include_chrome)
    if scores is None:
        return assemble(page, propose(page))
    return assemble(page, with_signs(page, scored.propose(page, scores)))


def with_signs(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The network's proposals and those of marks.

    A quotation with a name behind a dash (`“…” ― Ana Ruiz`) and a turn of a transcript ("TAPPER: …") are surer than the
    network; other marks ("S - Kremlin") count where no proposal has a share in their content.
    """
    signed = [_of_sign(match) for match in signs.sign_links(page)]
    sure = [proposal for proposal in signed if proposal.rule in signs.SURE] + list(_quoted_by_others(page))
    claimed = _claimed(page, sure)
    kept = [*sure, *(proposal for proposal in proposals if not _shares(proposal, claimed))]
    claimed = _claimed(page, kept)
    kept += [proposal for proposal in signed if not _shares(proposal, claimed)]
    return [*kept, *_reported_inside(page, kept)]


def _reported_inside(page: Page, kept: Sequence[Proposal]) -> Iterator[Proposal]:
    """Claims inside what another says: "[Lee]s [said]c {[the bank]s [had warned]c {that rates would rise}}".

    The corpus that the network learnt from marks the outer one alone, so the tree tells the inner one: a verb of
    saying with its own subject and clause.
    """
    taken = {cue.start for proposal in kept for cue in proposal.cue} | {p.cue[-1].end for p in kept}
    for around in (proposal for proposal in kept if proposal.act == "speech"):
        sentences = {s.words[0].span: s for span in around.content for s in page.sentences_over(span)}
        for sentence in filter(_may_report_inside, sentences.values()):
            for found in _of_verbs(page, sentence, partial(_may_stand_inside, around.content)):
                plain = found.lemma.partition(" ")[0] in listed("reported_inside") and found.rule in _INNER_RULES
                inner = (found.cue[-1], *found.source[:1])
                inside = all(any(span.contains(part) for span in around.content) for part in inner)
                # two cues of one verb end in the verb, or begin with it
                if plain and inside and not {found.cue[-1].start, found.cue[-1].end} & taken:
                    taken |= {found.cue[-1].start, found.cue[-1].end}
                    yield found


def _may_report_inside(sentence: Sentence) -> bool:
    inside = listed("reported_inside")
    return any(word.upos == "VERB" and word.lemma.lower() in inside for word in sentence.words)


def _may_stand_inside(content: Sequence[Span], verb: Word) -> bool:
    lemma = (verb.lemma or verb.text).partition(" ")[0]
    return lemma in listed("reported_inside") and any(span.contains(verb.span) for span in content)


def _quoted_by_others(page: Page) -> Iterator[Proposal]:
    """The claims that somebody is quoted with: "TASS quoted [Lavrov]s as [saying]c {that talks would resume}".

    The corpus that the network learnt from gives these to the medium; who spoke is told by the tree.
    """
    for sentence in page.searched:
        quoting = {word.index for word in sentence.words if _governs_quoting(sentence, word)}
        if quoting:
            starts = {word.span.start for word in sentence.words if word.head in quoting}
            yield from (found for found in _of_verbs(page, sentence) if found.cue[-1].start in starts and found.source)


def _claimed(page: Page, proposals: Iterable[Proposal]) -> tuple[Span, ...]:
    """The stretches that the contents of some proposals cover, in text order, none overlapping another."""
    return merged(page.text, (span for proposal in proposals for span in proposal.content))


def _shares(proposal: Proposal, claimed: Sequence[Span]) -> bool:
    """True if a part of the proposal's content is claimed."""
    for own in proposal.content:
        at = bisect_right(claimed, own.start, key=lambda span: span.start)
        if any(own.overlaps(span) for span in claimed[max(0, at - 1) : at + 1]):
            return True
    return False


def propose(page: Page) -> list[Proposal]:
    """What each rule finds on its own: marks, verbs, nouns and phrases."""
    found = [_of_sign(match) for match in signs.sign_links(page)]
    for sentence in page.searched:
        found += _of_verbs(page, sentence)
        found += _of_nouns(page, sentence)
        found += _of_phrases(page, sentence)
    return found


def assemble(page: Page, proposals: Iterable[Proposal]) -> tuple[Link, ...]:
    """Links in text order: repeats gone, quotations carried on, relays by outer cues added."""
    kept = _before_the_next_cue(page, _without_repeats(proposals))
    kept = _carried_on(page, _one_owner(kept))
    kept.sort(key=lambda proposal: (proposal.cue[0].start, proposal.content[0].start))
    kept = _without_copies(page, kept)
    return tuple(_link(page, proposal, outer) for proposal, outer in zip(kept, _outer(kept), strict=True))


def _of_sign(match: signs.SignMatch) -> Proposal:
    return Proposal((match.cue,), "", (match.source,), match.content, "speech", "asserted", match.rule)


def _of_verbs(page: Page, sentence: Sentence, wanted: Callable[[Word], bool] = lambda verb: True) -> Iterator[Proposal]:
    """The proposals of the verbs that are ``wanted``, and of those that decline others: "refused to say {…}"."""
    declined: set[int] = set()
    for verb, entries in cues.verb_cues(sentence):
        if not wanted(verb) and all(entry.polarity != "declined" for entry in entries):
            continue
        if verb.index in declined or page.in_direct_speech(verb) or _governs_quoting(sentence, verb):
            continue
        for entry in entries:
            content = contents.content_of(page, sentence, verb, entry)
            if content is None:
                continue
            source = _source(page, sentence, verb, entry)
            named = " ".join(word.text for word in source.words) if source else ""
            if _is_unlikely(sentence, verb, content, source) or acts.is_hypothetical(sentence, verb, named):
                continue
            if entry.polarity == "declined" and content.head is not None:
                declined.add(content.head.index)
            words = cues.cue_words(sentence, verb, contents.particle_of(sentence, verb, entry), content.preposition)
            yield _proposal(sentence, verb, words, entry, source, content)
            break


def _source(page: Page, sentence: Sentence, verb: Word, entry: Entry) -> SourceMatch | None:
    """The source by the tree, else the noun phrase beside the verb; never from inside a quotation."""
    found = sources.source_of(sentence, verb, entry)
    if found is not None and not page.in_direct_speech(found.head):
        return found
    if is_passive(sentence, verb):
        return None
    return sources.adjacent_source(sentence, verb, lambda word: not page.in_direct_speech(word))


def _is_unlikely(sentence: Sentence, verb: Word, content: ContentMatch, source: SourceMatch | None) -> bool:
    """True for what seldom reports: no source but in a passive, purposes ("to support them") and bare objects
    of a participle after a noun ("a sign welcoming visitors") or under a modal ("they would discuss it")."""
    if source is None:
        return content.rule != "passive"
    small = content.rule in ("object", "infinitive")
    purpose = verb.relation in ("acl", "advcl") and any(c.lemma == "to" for c in sentence.children(verb, "mark", "aux"))
    modal = content.rule == "object" and any(
        child.lemma.lower() in listed("modals") for child in sentence.children(verb, "aux")
    )
    return modal or (small and (purpose or source.rule == "noun"))


def _governs_quoting(sentence: Sentence, verb: Word) -> bool:
    """True for "quoted" in "was quoted as saying": the cue is "saying"."""
    if verb.lemma.lower() not in listed("quoting"):
        return False
    participles = (child for child in sentence.children(verb, "advcl", "xcomp", "obl") if child.text.endswith("ing"))
    return any(mark.lemma == "as" for child in participles for mark in sentence.children(child, "mark", "case"))


def _of_nouns(page: Page, sentence: Sentence) -> Iterator[Proposal]:
    for noun, entries in cues.noun_cues(sentence):
        if page.in_direct_speech(noun):
            continue
        for entry in entries:
            content = contents.content_of_noun(sentence, noun, entry)
            source = sources.source_of(sentence, noun, entry) if content is not None else None
            if content is None or source is None:
                continue
            words = cues.cue_words(sentence, noun, content.preposition)
            spans = whole(page, content.spans, noun.span)
            yield _proposal(sentence, noun, words, entry, source, evolve(content, spans=spans))
            break


def _of_phrases(page: Page, sentence: Sentence) -> Iterator[Proposal]:
    for match in phrases.phrase_matches(sentence):
        if page.in_direct_speech(match.words[0]):
            continue
        source, content = phrases.source_words(sentence, match), phrases.content_words(sentence, match)
        if source and content:
            yield Proposal(
                cue=spans_of(sentence, match.words),
                lemma=" ".join(word for word in match.phrase.words if word != "X"),
                source=spans_of(sentence, source),
                content=whole(page, spans_of(sentence, content), match.words[0].span),
                act=match.phrase.act,
                polarity="asserted",
                rule="phrase",
                source_path=sentence.path(match.words[0], match.source),
                content_path=sentence.path(match.source, match.governor) if match.governor else (),
            )


def _proposal(
    sentence: Sentence,
    head: Word,
    words: Sequence[Word],
    entry: Entry,
    source: SourceMatch | None,
    content: ContentMatch,
) -> Proposal:
    return Proposal(
        cue=spans_of(sentence, words),
        lemma=" ".join([head.lemma or head.text, *(w.text.lower() for w in words if w.index > head.index)]),
        source=spans_of(sentence, source.words) if source else (),
        content=content.spans,
        act=acts.act_of(head, entry),
        polarity=acts.polarity_of(sentence, head, entry),
        hedged=acts.is_hedged(sentence, head),
        rule=f"{content.rule} + {source.rule if source else 'no source'}",
        relays=tuple(spans_of(sentence, relay) for relay in relays.relays_of(sentence, head, entry)),
        source_path=sentence.path(head, source.head) if source else (),
        content_path=sentence.path(head, content.head) if content.head else (),
    )


def _without_repeats(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals that have a content apart from cue and source, the first of each cue."""
    kept: dict[tuple[Span, ...], Proposal] = {}
    for proposal in proposals:
        if proposal.cue and proposal.content and proposal.content != proposal.source:
            kept.setdefault(proposal.cue, proposal)
    return list(kept.values())


def _without_copies(page: Page, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals in text order without those of a headline or caption that the page prints once more."""
    kept: list[Proposal] = []
    seen: set[tuple[str, ...]] = set()
    for proposal in proposals:
        spans = (*proposal.source, *proposal.cue, *proposal.content)
        key = tuple(span.of(page.text) for span in spans)
        if key not in seen or page.part_kind(proposal.cue[0].start) == "body":
            kept.append(proposal)
        seen.add(key)
    return kept


def _before_the_next_cue(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Contents cut before a coordinated cue of the same source: "[Lee]s said {he was ill} and added {he was tired}".

    A cue that is reported itself has a source inside the content ("Lee said {he thinks …}").
    """
    by_source: defaultdict[tuple[Span, ...], list[int]] = defaultdict(list)
    for proposal in proposals:
        by_source[proposal.source].append(proposal.cue[0].start)
    result = []
    for proposal in proposals:
        content = proposal.content
        for cue in by_source[proposal.source] if proposal.source else ():
            if cue > proposal.cue[-1].end and any(span.start < cue < span.end for span in content):
                content = _ended(page, content, cue)
        result.append(evolve(proposal, content=content) if content and content != proposal.content else proposal)
    return result


def _ended(page: Page, content: tuple[Span, ...], cue: int) -> tuple[Span, ...]:
    """The content up to the words that lead over to a cue: "{…} and then added"; whole where no conjunction does."""
    words = [word for sentence in page.sentences_over(Span(cue, cue + 1)) for word in sentence if word.span.start < cue]
    while words and words[-1].upos in ("ADV", "AUX", "PART"):
        words.pop()
    if not words or words[-1].upos not in ("CCONJ", "PUNCT"):
        return content
    while words and (words[-1].upos in ("CCONJ", "ADV") or is_punctuation(words[-1])):
        words.pop()
    end = words[-1].span.end if words else 0
    return tuple(Span(span.start, min(span.end, end)) for span in content if span.start < end)


def _one_owner(proposals: Sequence[Proposal]) -> list[Proposal]:
    """A stretch that several proposals claim stays with the nearest cue; the others keep what else they have.

    "“{It rained},” the book said. “{It snowed},” Lee wrote.": Lee's content does not reach back to the first.
    """
    owners: defaultdict[Span, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        for span in proposal.content:
            owners[span].append(proposal)
    result = []
    for proposal in proposals:
        own = tuple(span for span in proposal.content if proposal is min(owners[span], key=partial(_claim, span)))
        result.append(evolve(proposal, content=own) if own and own != proposal.content else proposal)
    return result


def _claim(span: Span, proposal: Proposal) -> tuple[bool, int]:
    """How good the claim of a proposal to a stretch is, best first: it has no other, its cue is near."""
    cue = proposal.cue[0]
    return len(proposal.content) > 1, max(span.start - cue.end, cue.start - span.end)


def _carried_on(page: Page, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Direct contents with the quotations that go on after them, and every span with its closing bracket."""
    owned = {q.span for proposal in proposals for span in proposal.content for q in page.quotations_over(span)}
    result = []
    for proposal in proposals:
        content = proposal.content
        if acts.kind_of(page, content) == "direct":
            inner = between(page, content, owned)
            content = merged(page.text, (*inner, *content, *continued(page, content, proposal.cue[-1], owned)))
        source, content = (tuple(closed(page.text, span) for span in spans) for spans in (proposal.source, content))
        same = source == proposal.source and content == proposal.content
        result.append(proposal if same else evolve(proposal, source=source, content=content))
    return result


def _outer(proposals: Sequence[Proposal]) -> Iterator[list[tuple[Span, ...]]]:
    """For each proposal (in text order) the sources of the spoken contents that its cue stands in, the outermost
    first: it is the nearest to the reader."""
    contents_ahead = sorted(
        ((span, other) for other in proposals if other.source and other.act == "speech" for span in other.content),
        key=lambda pair: pair[0],
        reverse=True,
    )
    around: list[tuple[Span, Proposal]] = []
    for proposal in proposals:
        position = proposal.cue[0].start
        while contents_ahead and contents_ahead[-1][0].start <= position:
            around.append(contents_ahead.pop())
        around = [pair for pair in around if position < pair[0].end]
        outermost = sorted(around, key=lambda pair: -len(pair[0]))
        outer = [other.source for _, other in outermost if other is not proposal and other.source != proposal.source]
        yield list(dict.fromkeys(outer))


def _link(page: Page, proposal: Proposal, outer: Sequence[tuple[Span, ...]]) -> Link:
    text = page.text
    return Link(
        cue=Cue(proposal.cue, Passage.of(text, *proposal.cue).text, proposal.lemma),
        content=Content(proposal.content, Passage.of(text, *proposal.content).text),
        source=Source(proposal.source, Passage.of(text, *proposal.source).text) if proposal.source else None,
        kind=acts.kind_of(page, proposal.content),
        act=proposal.act,
        polarity=proposal.polarity,
        confidence=_confidence(proposal),
        evidence=Evidence(proposal.rule, proposal.source_path, proposal.content_path, proposal.scores),
        relays=tuple(Passage.of(text, *spans) for spans in proposal.relays),
        outer=tuple(Passage.of(text, *spans) for spans in outer),
        hedged=proposal.hedged,
    )


def _confidence(proposal: Proposal) -> float:
    """The network's own probabilities multiplied and calibrated, or the share of its links that a rule got right."""
    return round(calibrated(prod(proposal.scores.values())), 4) if proposal.scores else prior(proposal.rule)
