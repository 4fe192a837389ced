"""Candidates of the network: its scores decoded to cue, source and content of each cue; and how sure a claim is.

The network estimates how probable each role is for each word around a cue. Cue and ranges of words are decoded from
this, trimmed to what the constraints allow, and completed by quotations and tree. Words count over the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from math import exp, inf, log, prod

from attrs import evolve, frozen

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import entries_of, entries_of_cue, first_words, lemma_of, verbs, word_list
from quoteattr.limits import check_deadline, checked
from quoteattr.link import candidates, polarity
from quoteattr.link.clauses import (
    dependent,
    following,
    inserted_into,
    is_listed,
    is_passive,
    source_of,
    spans_at,
    spans_of,
    subject_of,
    trimmed,
)
from quoteattr.link.constraints import Words, is_object, reports_nothing
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.quotations import kind_of, whole
from quoteattr.link.relays import with_relays
from quoteattr.model import Content, Cue, Evidence, Link, Passage, Source, Span
from quoteattr.tree import SCORED_ROLES, CueScores, Sentence, Word

SOURCE, CUE, CONTENT = (SCORED_ROLES.index(name) for name in ("source", "cue", "content"))
# the least probability of a cue that the lexicon knows, of any other, of any other with a bare object as content (as in
# "greets {the mayor}"), and of a passive with addressee and complement; chosen on PolNeAR dev for relation F1
_LEAST, _LEAST_UNLISTED, _LEAST_BARE, _LEAST_ADDRESSED = 0.55, 0.6, 0.75, 0.5
_LEAST_UNNAMED = 0.9  # the same for a passive outside the lexicon without agent: "was nominated for {an Oscar}"
_LEAST_BARE_INNER = 0.9  # the same for a bare object inside another claim's content, as much more as outside of one
_COST = 1.0  # what each range of words costs, in log odds; chosen on PolNeAR dev for relation F1
_GAP = 3.0  # what a range costs more within the sentence of the one before; chosen on PolNeAR dev for exact contents
_CLOSED = -100.0  # log odds of a word that belongs to another part
_EDGE = 1e-4
_MOST = 1 - _EDGE
_LEAST_ODDS, _MOST_ODDS = log(_EDGE / (1 - _EDGE)), log(_MOST / (1 - _MOST))
_STOPS = frozenset(",.!?")


def inside(page: ClaimText, scores: Sequence[CueScores], contents: Iterable[Span]) -> Iterator[CueScores]:
    """Yield the scores of the inner cues that are in one of the contents, cut to the words of that content."""
    spans = sorted(contents)
    starts = [span.start for span in spans]
    words = Words.of(page).words
    for score in (each for each in scores if each.inner and spans):
        anchor = words[score.anchor].span
        around = spans[bisect_right(starts, anchor.start) - 1]
        if around.contains(anchor):
            own = [n for n in range(score.first, score.first + len(score.roles)) if around.contains(words[n].span)]
            roles = score.roles[own[0] - score.first : own[-1] + 1 - score.first]
            yield CueScores(score.anchor, score.probability, own[0], roles, inner=True)


def propose(page: ClaimText, scores: Sequence[CueScores]) -> list[Proposal]:
    """Return a proposal for each cue of sufficient probability in a searched part."""
    words = Words.of(page)
    taken: set[int] = set()
    found = []
    for score in checked(sorted(scores, key=lambda score: -score.probability)):
        if (claimed := words.after_interview(score.anchor)) is not None:
            score = evolve(score, anchor=claimed)
        anchor = words.words[score.anchor]
        least = 0 if score.inner else _least(words, score.anchor)
        if score.probability < least or score.anchor in taken:
            continue
        # "“People say, ‘It is over,’” Lee said": what is reported inside a quotation is the speaker's business.
        elsewhere = not page.is_searched(anchor.span.start) or page.in_direct_speech(anchor)
        if elsewhere or candidates.governs_quoting(words.sentences[score.anchor], anchor):  # left to the rules
            continue
        cue = words.cue(*_cue_range(score), score.anchor)
        taken.update(cue)  # "would like to see": the other words of a cue of several are no cues of their own.
        if (proposal := _proposal(words, score, cue)) is not None:
            found.append(proposal)
    return found


def _least(words: Words, number: int) -> float:
    """Return the least probability of a cue: lower for one of the lexicon, and for "were advised {to wait}"."""
    anchor, sentence = words.words[number], words.sentences[number]
    entries = entries_of_cue(anchor) or entries_of(anchor, verbs())
    if any(entry.addressee for entry in entries) and is_passive(sentence, anchor):
        return _LEAST_ADDRESSED if sentence.children(anchor, "ccomp", "xcomp") else _LEAST
    return _LEAST if entries or anchor.text.lower() in first_words() else _LEAST_UNLISTED


def _proposal(words: Words, score: CueScores, cue: Sequence[int]) -> Proposal | None:
    page, sentence, anchor = words.page, words.sentences[score.anchor], words.words[score.anchor]
    first = score.anchor - anchor.index
    rejected = polarity.rejected_claim(sentence, anchor)  # "rubbished {claims that he lied}"
    below = sentence.descendants(rejected, without=("case",)) if rejected is not None else ()
    claim = [first + word.index for word in below if word.index > anchor.index]
    cue = [number for number in cue if number not in claim]
    odds = _odds(score, SOURCE)
    scored = range(score.first, score.first + len(score.roles))
    sources = _ranges(score, odds, cue, breaks=scored)
    best = max(sources, key=lambda run: sum(odds[n - score.first] for n in run), default=range(0))
    around = [first + word.index for word in inserted_into(sentence, anchor)]
    # a cue has one source
    source = words.source([number for number in best if number not in around], score.anchor, cue)
    closed = {*cue, *source}
    starts = {number for number in scored if words.words[number].index == 0}
    closed.update(chain.from_iterable(words.modifiers(source, score.anchor)))
    runs = _ranges(score, _odds(score, CONTENT), closed, breaks=closed | starts)
    said = words.content(runs, score.anchor, cue[-1], closed)
    if claim and said and claim[0] < said[0] <= claim[-1]:
        said = [*range(claim[0], said[0]), *said]
    said = _on_both_sides(said, around, score.anchor) if said else said
    cue_span = Span(words.words[cue[0]].span.start, words.words[cue[-1]].span.end)
    content = _content(page, sentence, anchor, whole(page, spans_at(words.words, said), cue_span))
    content = _taken_up(words, score.anchor, said) or content
    if not content or candidates.is_impersonal(sentence, anchor, remark=True):
        return None
    spans, path, rule = _source(words, sentence, anchor, source, content)
    entries = entries_of(anchor, verbs())
    said_to_be = is_listed(anchor, "hearsay") or is_listed(anchor, "thoughts")
    unnamed = not entries and not spans and is_passive(sentence, anchor) and not said_to_be
    bare = not any("object" in entry.takes for entry in entries) and is_object(
        page, sentence, anchor, content, adjuncts=False
    )
    least_bare = _LEAST_BARE_INNER if score.inner else _LEAST_BARE
    if score.probability < max(_LEAST_UNNAMED if unnamed else 0, least_bare if bare else 0):
        return None
    if reports_nothing(page, sentence, anchor, spans, content):
        return None
    if not spans and (planned := _of_infinitive(page, sentence, anchor)) is not None:
        return evolve(planned, scores={"cue": round(score.probability, 4)})
    named = [word for span in spans for word in sentence.words_in(span)]
    phrase = anchor.text.lower() in first_words()  # "according to"
    return Proposal(
        cue=(cue_span,),
        lemma=" ".join(words.words[number].text.lower() for number in cue) if phrase else lemma_of(anchor),
        source=spans,
        content=content,
        act=polarity.act_in_context(sentence, anchor, kind_of(page, content)),
        polarity=polarity.polarity_of(sentence, anchor, None, named, content),
        hedged=polarity.is_hedged(sentence, anchor),
        rule=rule,
        source_path=path,
        content_path=_path(words, sentence, anchor, said),
        scores={
            "cue": round(score.probability, 4),
            "source": round(_mean(score, [number for number in source if number in best] or best, SOURCE), 4),
            "content": round(_mean(score, [n for run in runs for n in run if n in said], CONTENT), 4),
        },
    )


def _on_both_sides(said: Sequence[int], around: Sequence[int], anchor: int) -> list[int]:
    """Return a content with the rest of the clause around its cue: "{The fee}, she [ruled]c, {is void}"."""
    before = [number for number in said if number < anchor]
    first = before[0] if before else 0
    whole = 0 < len(before) < len(said)
    return sorted({*said, *(number for number in around if first <= number and not (whole and number > anchor))})


def _path(words: Words, sentence: Sentence, anchor: Word, part: Sequence[int]) -> tuple[str, ...]:
    """Return the path from a cue to the head of those words of a part that are in its sentence."""
    own = [words.words[number] for number in part if words.sentences[number] is sentence]
    return sentence.path(anchor, sentence.head_of(own)) if own else ()


def _of_infinitive(page: ClaimText, sentence: Sentence, anchor: Word) -> Proposal | None:
    """Return the claim of the infinitive: "[Lee]s is expected to [say]c {…}", "[Lee]s is reported to [say]c {…}"."""
    listed = any(is_listed(anchor, name) for name in ("intentions", "hearsay", "compelling"))
    if not listed or not is_passive(sentence, anchor):
        return None
    saying = [child for child in sentence.children(anchor, "xcomp") if entries_of(child, verbs())]
    found = candidates.of_verbs(page, sentence, [child.index for child in saying])
    own = (each for each in found if each.source and any(each.cue[-1].overlaps(child.span) for child in saying))
    return next(own, None)


def _taken_up(words: Words, anchor: int, said: Sequence[int]) -> tuple[Span, ...]:
    """Return the sentence before "That is according to Lee", else nothing."""
    first = anchor - words.words[anchor].index
    pronoun = words.words[said[0]] if len(said) == 1 and first > 0 else None
    if pronoun is None or not is_listed(pronoun, "taking_up") or words.words[anchor].text.lower() not in first_words():
        return ()
    page, before = words.page, words.sentences[first - 1]
    same_part = page.part_kind(before.span.start) == page.part_kind(pronoun.span.start)
    opens = pronoun.index == 0 and same_part and page.quotations.at(before.span.start) is None
    return spans_of(before, trimmed(before.words)) if opens else ()


def _content(page: ClaimText, sentence: Sentence, anchor: Word, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the content up to the end of a quotation, without addressee: "(Villagers) were warned {to leave}"."""
    content: tuple[Span, ...] = ()
    for span in spans:
        quotation = page.quotations.at(span.start)
        # a content that begins with a whole quotation is trimmed to it: "“Go!” in the rain"
        if quotation is not None and anchor.span.end <= span.start and quotation.span.end < span.end:
            after = [word for word in sentence if quotation.span.end <= word.span.start < span.end]
            ends = quotation.closed and quotation.inner.of(page.text).rstrip()[-1:] in _STOPS
            goes_on = any(word.upos in ("VERB", "AUX") or page.quotations.at(word.span.start) for word in after)
            span = Span(span.start, quotation.span.end) if after and ends and not goes_on else span
        content = (*content, span)
    if is_passive(sentence, anchor) and any(entry.addressee for entry in entries_of(anchor, verbs())):
        hearers = sentence.children(anchor, "nsubj")
        rest = tuple(span for span in content if not any(span.contains(hearer.span) for hearer in hearers))
        content = rest if rest and rest[0].start >= anchor.span.end else content
    return content


def _source(
    words: Words, sentence: Sentence, anchor: Word, source: Sequence[int], content: tuple[Span, ...]
) -> tuple[tuple[Span, ...], tuple[str, ...], str]:
    """Return the source of the network, or else the tree's, with its path and the name of the rule."""
    spans = spans_at(words.words, source)
    # a passive without an auxiliary: "Asked about it, Lee said no"; taggers may read a past tense, without a subject
    participle = anchor.xpos in ("VBN", "VBD") and anchor.relation in ("advcl", "acl")
    participle = participle and not sentence.children(anchor, "aux", "nsubj")
    # "Lee was asked {…}" does not name who asked; "Lee was quoted as saying {…}" names the speaker
    active = is_listed(anchor, "quoting") or not is_passive(sentence, anchor) or polarity.act_of(anchor) == "thought"
    active = active or is_listed(anchor, "persuading")  # "Lee is convinced {it will last}"
    passive = not active or _is_headline_passive(words.page, sentence, anchor)
    # "[It]s is understood {that he left}" names nobody
    expletive = is_passive(sentence, anchor) and bool(sentence.children(anchor, "ccomp"))
    subjects = sentence.children(anchor, "nsubj")
    patients = [each for each in subjects if passive or (expletive and each.text.lower() == "it")]
    impersonal = _impersonal_subjects(sentence, anchor)
    patients += impersonal
    # also a part of it: "Students at (the school) were reminded {…}"
    undergoing = [word for each in patients for word in sentence.descendants(each, without=("acl",))]
    patient = any(word.span.overlaps(span) for word in undergoing for span in spans)
    asked = participle and is_listed(anchor, "asking")
    accused = _accusation(sentence, anchor)
    if spans and not patient and not asked and accused is None and not _is_elsewhere(sentence, anchor, spans):
        return spans, _path(words, sentence, anchor, source), "network"
    # "[the bank's]s claim that …"; in "quit after [claims]c {she stole}" a parser takes the noun for a verb
    found = source_of(sentence, accused or anchor) if accused != anchor or anchor.upos == "NOUN" else None
    # "Asked about it, Lee said no": the subject of the governing verb is whom the participle happened to.
    undergone = found is not None and (
        found.head in patients or (found.rule == "governor" and (participle or bool(impersonal)))
    )
    if found is None or undergone or any(span.overlaps(word.span) for span in content for word in found.words):
        return (), (), "network, no source"
    return spans_of(sentence, found.words), sentence.path(anchor, found.head), f"network, {found.rule}"


def _impersonal_subjects(sentence: Sentence, anchor: Word) -> list[Word]:
    """Return the "it" of "Lee sold the boat, and it [sounds]c {like he left}": nobody says so."""
    pronouns = [*sentence.children(anchor, "expl")]
    if is_listed(anchor, "impersonal") and following(sentence, anchor, "ccomp", "advcl"):
        pronouns += (each for each in sentence.children(anchor, "nsubj") if each.text.lower() == "it")
    return pronouns


def _accusation(sentence: Sentence, anchor: Word) -> Word | None:
    """Return the noun of a cue whose source is not the subject: "Lee [settled allegations]c by [the state]s {that …}".

    Also "claims" of "Lee quit after [claims]c {she stole}".
    """
    verb = sentence.parent(anchor, "obj") if anchor.upos == "NOUN" else anchor
    noun = dependent(sentence, verb, word_list("claims"), "obj") if verb and is_listed(verb, "facing") else None
    before = [each.index for each in sentence.children(anchor, "mark")]
    verbal = anchor.xpos == "VBZ" and anchor.relation == "advcl" and subject_of(sentence, anchor) is None
    return anchor if verbal and anchor.index - 1 in before else noun


def _is_elsewhere(sentence: Sentence, anchor: Word, source: Sequence[Span]) -> bool:
    """Return True for a name in an adjunct or clause: "[Ida]s, in a note by (him), [said]c", "(Lee) said; [she]s".

    Also in what its governing verb reports: "(Lee) will go, [Nordair]s said, [adding]c …"
    """
    subjects = [each for each in sentence.children(anchor, "nsubj") if each.index < anchor.index]
    named = [word for span in source for word in sentence.words_in(span)]
    governor = sentence.parent(anchor, "advcl") if anchor.xpos == "VBG" else None
    if named and governor is not None and sentence.children(governor, "nsubj"):
        reported = (clause for clause in sentence.children(governor, "ccomp") if clause.index < governor.index)
        return any(sentence.head_of(named) in sentence.descendants(clause) for clause in reported)
    if not named or not subjects or anchor.upos != "VERB" or any(word in named for word in subjects):
        return False
    head = sentence.head_of(named)
    another = anchor.relation in ("parataxis", "conj") and head.relation in ("nsubj", "conj")
    if another and named[-1].index < subjects[0].index:
        return True
    chain = (head, *sentence.ancestors(head))
    adjunct = next((word for word in chain if word.relation == "obl" and word.head == anchor.index), None)
    if adjunct is None or adjunct.index < anchor.index:
        return adjunct is not None
    # "is listed on the (Oslo exchange)"
    return is_passive(sentence, anchor) and dependent(sentence, adjunct, ("on",), "case") is not None


def _is_headline_passive(page: ClaimText, sentence: Sentence, anchor: Word) -> bool:
    """Return True for "Drivers [urged]c {to avoid motorway}", a verb of a headline without the object it needs."""
    entries = entries_of(anchor, verbs())
    needs_object = any(entry.addressee or entry.group in ("judge", "rebuke", "order", "beg") for entry in entries)
    past = anchor.xpos in ("VBD", "VBN") and page.part_kind(anchor.span.start) == "headline"
    that = any(dependent(sentence, clause, ("that",), "mark") for clause in sentence.children(anchor, "ccomp"))
    return past and needs_object and not that and not sentence.children(anchor, "obj", "iobj", "aux")


def _cue_range(score: CueScores) -> tuple[int, int]:
    """Return the first and the last word of the cue: the anchor and neighbours whose likeliest role is the cue."""
    rows = score.roles
    first = last = score.anchor - score.first
    while first > 0 and rows[first - 1].index(max(rows[first - 1])) == CUE:
        first -= 1
    while last + 1 < len(rows) and rows[last + 1].index(max(rows[last + 1])) == CUE:
        last += 1
    return score.first + first, score.first + last


def _odds(score: CueScores, role: int) -> list[float]:
    """Return the log odds of a role for each word of the window."""
    return [_LEAST_ODDS if (p := row[role]) <= _EDGE else log(p / (1 - p)) if p < _MOST else _MOST_ODDS
            for row in score.roles]  # fmt: skip


def _ranges(score: CueScores, odds: list[float], closed: Collection[int], breaks: Collection[int]) -> Sequence[range]:
    """Return the ranges of words, none of them ``closed``, whose log odds have the largest sum, less their costs.

    A range costs _COST, and _GAP more if it follows another and none of the words between the two is in ``breaks``.
    """
    best, found = 0.0, tuple[range, ...]()  # the best sum where the next range costs _COST alone, and its ranges
    near, last = -inf, found  # the same, where it costs _GAP more
    open_sum, earlier, start = -inf, found, 0  # the best sum with an open range, the ranges before that, its start
    for number, value in enumerate(odds, score.first):
        if near > best and number in breaks:
            best, found = near, last
        if best - _COST > open_sum:
            open_sum, earlier, start = best - _COST, found, number
        if near - _COST - _GAP > open_sum:
            open_sum, earlier, start = near - _COST - _GAP, last, number
        open_sum += _CLOSED if number in closed else value
        if open_sum > max(best, near):
            near, last = open_sum, (*earlier, range(start, number + 1))
    return last if near > best else found


def _mean(score: CueScores, numbers: Sequence[int], role: int) -> float:
    """Return the geometric mean of the probabilities of words for a role; for no words, of their absence."""
    if not numbers:
        return 1 - max(row[role] for row in score.roles)
    values = [log(max(_EDGE, score.roles[number - score.first][role])) for number in numbers]
    return exp(sum(values) / len(values))


@cache
def prior(rule: str) -> float:
    """Return the share of right links of a rule (rule_priors.toml), of its first part, or of all rules."""
    table = load_table("rule_priors")["prior"]
    names = (rule, rule.partition(" + ")[0], rule.partition(", ")[0], "other")
    return float(next(table[name] for name in names if name in table))


@frozen
class Curve:
    """The share of ``right`` links among those of the network with some products of scores (``raw``, rising)."""

    raw: Sequence[float] = (0.0, 1.0)
    right: Sequence[float] = (0.0, 1.0)

    def at(self, value: float) -> float:
        """Return the share at a product of scores, interpolated linearly between the knots; level outside them."""
        after = min(max(bisect_right(self.raw, value), 1), len(self.raw) - 1)
        (start, end), (low, high) = self.raw[after - 1 : after + 1], self.right[after - 1 : after + 1]
        return float(low + min(max((value - start) / (end - start), 0), 1) * (high - low))


def to_link(page: ClaimText, proposal: Proposal, curve: Curve) -> Link:
    """Return the link of a proposal; its confidence is calibrated from the scores, or the share of its rule."""
    check_deadline()
    text, proposal = page.text, with_relays(page, proposal)
    scores = proposal.scores
    return Link(
        cue=Cue(proposal.cue, Passage.of(text, *proposal.cue).text, proposal.lemma),
        content=Content.of(text, *proposal.content),
        source=Source.of(text, *proposal.source) if proposal.source else None,
        kind=kind_of(page, proposal.content),
        act=proposal.act,
        polarity=proposal.polarity,
        confidence=round(curve.at(prod(scores.values())), 4) if scores else prior(proposal.rule),
        evidence=Evidence(proposal.rule, proposal.source_path, proposal.content_path, scores),
        relays=tuple(Passage.of(text, *spans) for spans in proposal.relays),
        hedged=proposal.hedged,
    )
