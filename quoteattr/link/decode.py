"""The claims of a text: candidates of network and tree, the consistent set of them, and the links they become.

Claims inside claims, "[Lee]s [said]c {[the bank]s [warned]c {that rates would rise}}", are found in each content by
the rules and, with other cues, by the network's scores of inner cues; cue and source of an inner claim are inside one
span of it. Claims inside quotation marks ("“The bank warned us,” Lee said") are their speaker's unless callers ask for
them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from attrs import evolve

from quoteattr.lexicon.cues import document_nouns, entries_of, own_cues, signs, verbs, word_list
from quoteattr.lexicon.outlets import short_forms
from quoteattr.limits import check_deadline, checked
from quoteattr.link import candidates, clauses, polarity, score
from quoteattr.link.clauses import dependent, is_listed, subject_of
from quoteattr.link.constraints import consistent
from quoteattr.link.cueless import with_cueless
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.link.punctuation_cues import HEADLINE_DASH, SURE, sign_proposals
from quoteattr.link.quotations import carried_on, closed, identified, kind_of, whole_list, with_marks, without_marks
from quoteattr.link.score import Curve, to_link
from quoteattr.model import TRANSCRIPT, Cover, Link, Outlet, Part, Polarity, Quotation, Span
from quoteattr.tree import CueScores, Sentence, Word

_ASSERTING = frozenset({"say", "state", "remark"})  # classes of verbs
_UNSEEN = dict.fromkeys(("appeal for", "appeal to", "lash out"), "preposition + subject")
_UNSEEN |= dict.fromkeys(("rebuke", "rule out"), "object + subject") | {"beg": "infinitive + subject"}
_UNSEEN |= dict.fromkeys(("go on", "sigh"), "quotation + subject")
_OBSERVING = _ASSERTING | {"put it", "speak about"}
_SECOND, _INSCRIPTION, _AMOUNT, _SPECIAL, _GERUND = "second", "inscription", "amount", "special", "gerund"
_PURPOSE = "purpose"
_INSIDE: Mapping[Polarity, Polarity] = {"denied": "unsaid", "declined": "questioned"}  # what is asserted inside these


def link(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    parts: Sequence[Part],
    scores: Sequence[CueScores] | None = None,
    *,
    include_chrome: bool = False,
    inside_quotations: bool = False,
    outlets: Iterable[Outlet] = (),
    confidence: Curve | None = None,
) -> tuple[Link, ...]:
    """Return the links of a text, in text order.

    Without ``scores`` the rules over the tree decide alone; with them the network proposes, the tree corrects, and the
    rules add what the network misses. Inside other claims the rules come first, and the network adds claims.

    Args:
        text: The text.
        sentences: Its sentences with their trees.
        quotations: Its quotations.
        parts: Its parts; those of the kinds in ``SEARCHED`` are searched.
        scores: The network's scores of cues and roles.
        include_chrome: Search every part.
        inside_quotations: Report claims inside quotation marks too.
        outlets: Publisher and origin of the text; they relay what somebody said to them.
        confidence: The calibration of the network's scores; without it, their product is the confidence.
    """
    own = frozenset(form for outlet in outlets for form in short_forms(outlet.name))
    read = [clauses.attached(sentence) for sentence in sentences if sentence.words]
    page = ClaimText(text, read, quotations, parts, include_chrome, own)
    outer = [each for each in scores or () if not each.inner]
    network = score.propose(page, outer)
    proposals = candidates.propose(page) if scores is None else with_rules(page, network, outer)
    linked = partial(to_link, page, curve=confidence or Curve())
    links = with_cueless(page, list(map(linked, assemble(page, proposals))))
    # the network's proposals inside the turns of a transcript are claims inside those of the turns
    turns = _contents(each for each in proposals if each.rule == TRANSCRIPT)
    quoted = assemble(page, (each for each in network if turns.overlaps(each.cue[0])))
    if inside_quotations:
        quoted += _quoted(page, quotations, scores or ())
    contents = (span for link in links for span in link.content.spans)
    inner = score.propose(page, list(score.inside(page, scores or (), contents)))
    return _placed(page, [*links, *map(linked, _inner_claims(page, links, quoted, inner))])


def _quoted(page: ClaimText, quotations: Sequence[Quotation], scores: Sequence[CueScores]) -> list[Proposal]:
    """Return what network and rules propose inside quotation marks, where inner marks count as the outer ones."""
    inner = [evolve(quotation, depth=quotation.depth - 1, speech=True) for quotation in quotations if quotation.depth]
    opened = evolve(page, quotations=inner)
    by_tree = (each for sentence in opened.searched for each in candidates.of_sentence(opened, sentence))
    found = (*score.propose(opened, scores), *by_tree)
    return [each for each in found if (around := page.quotations.at(each.cue[0].start)) and around.speech]


def with_rules(page: ClaimText, proposals: Sequence[Proposal], scores: Sequence[CueScores]) -> list[Proposal]:
    """Return the network's proposals and what the rules add, the surest first; ``scores`` are those of all words."""
    # `“…” ― Ana Ruiz`, "TAPPER: …" and "TASS quoted Lavrov as saying …" are surer than the network
    signed = sign_proposals(page)
    kept = [*(each for each in signed if each.rule in SURE), *_surer_by_tree(page)]
    # the topic is no source: "Blackout[:] {Why we closed the line} - [Workers]s"
    dashes = [each.content[0].start for each in signed if each.rule == HEADLINE_DASH]
    topics = {page.text.rfind(":", 0, start) for start in dashes if page.text[max(0, start - 2) : start].strip() == ":"}
    # what is understood in "The deal, it is understood, is off, Lee said" may be a part of another claim
    claimed = _contents(each for each in kept if not each.rule.startswith("inserted"))
    network = (_without_quotation(page, each) for each in proposals if each.cue[0].start not in topics)
    kept += _apart(network, claimed)
    # "Talks to resume - Kremlin" counts where nothing else has a share in its content
    kept += _apart(signed, _contents(kept))
    return [*kept, *_missed(page, kept, {score.anchor for score in scores})]


def _without_quotation(page: ClaimText, proposal: Proposal) -> Proposal:
    """Return a claim of a headline without what a mark parts from it: "(“We lost”:) [Lee]s [warns of]c {cuts}"."""
    first, *more = proposal.content
    quotation = page.quotations.at(first.start)
    if not more or quotation is None or page.part_kind(first.start) != "headline":
        return proposal
    marks = tuple(mark.strip() for form in ("content-source", "source-content") for mark in signs(form))
    parted = page.text[quotation.span.end : more[0].start].lstrip().startswith(marks)
    return evolve(proposal, content=tuple(more)) if parted and quotation.span.contains(first) else proposal


def _contents(proposals: Iterable[Proposal]) -> Cover:
    return Cover(span for proposal in proposals for span in proposal.content)


def _apart(proposals: Iterable[Proposal], claimed: Cover) -> list[Proposal]:
    """Return the proposals whose contents share no character with ``claimed``."""
    return [each for each in proposals if not any(map(claimed.overlaps, each.content))]


def _surer_by_tree(page: ClaimText) -> Iterator[Proposal]:
    """Yield the claims whose source the tree shows better: "TASS quoted [Lavrov]s as [saying]c {it would end}"."""
    for sentence in page.searched:
        # "“{No},” came the [reply]c from [Lee]s", "“{A farce}” was how [she]s [put]c it"
        named = {word.index for word in sentence if word.upos in ("NOUN", "VERB") and identified(page, sentence, word)}
        # "{The deal}, it is [understood]c, {is off}"
        named |= {word.head for word in sentence if word.deprel == "nsubj:pass" and word.text == "it"}
        found = candidates.of_sentence(page, sentence, named) if named else ()
        yield from (each for each in found if each.rule.startswith(("quotation", "inserted + no")))
        above = [sentence.parent(word) for word in sentence if word.text.endswith("ing")]
        quoting = {verb.index for verb in above if verb is not None and candidates.governs_quoting(sentence, verb)}
        if quoting:
            found = candidates.of_verbs(page, sentence)
            # not "Asked about the fire, TASS quoted the mayor as saying …"
            starts = {word.span.start for word in sentence if word.head in quoting and word.text.endswith("ing")}
            yield from (each for each in found if each.cue[-1].start in starts and each.source)


def _missed(page: ClaimText, kept: Sequence[Proposal], scored: Collection[int]) -> Iterator[Proposal]:
    """Yield claims of the rules whose cues the network seldom or never saw in training (:func:`_rule_for`).

    Also the caller's own cues and phrases ("[In]c [her]s [words]c, {it is late}"). The network scores ``scored`` words.
    """
    taken = {edge for proposal in kept for edge in proposal.edges}
    claimed, own, others = _contents(kept), own_cues(), word_list("inscribed") | word_list("comments")
    for sentence in page.searched:
        words = (w for w in sentence if w.upos == "VERB" or w.lemma in others or w.deprel == "nsubj:outer")
        wanted = {word.index: rule for word in words if (rule := _rule_for(sentence, word, taken, scored))}
        new = [*candidates.of_sentence(page, sentence, None if own else wanted)]
        untaken = [each for each in new if not each.edges & taken]
        # "Lee said {it rained}. In [her]s words, {“it poured”}": no part of what Lee said before
        quoted = (each for each in untaken if each.rule == "phrase" and kind_of(page, each.content) == "direct")
        free = [*_apart(untaken, claimed), *quoted]
        for found in new:
            cue = sentence.head_of(sentence.words_in(found.cue[-1]))
            rule = wanted.get(cue.index, "")
            # of thoughts, those whose form shows whose they are: "she says {prices fell} and expects more"
            second = rule == _SECOND and found.source and (found.act == "speech" or cue.xpos in ("VBZ", "VBP"))
            if second or (found in free and (found.lemma in own or _is_missed(page, found, rule))):
                yield found


def _rule_for(sentence: Sentence, word: Word, taken: Set[int], scored: Collection[int]) -> str:
    """Return the rule whose claim is taken for a verb, or "reading", that the network misses as a cue; "" for none."""
    if word.lemma in word_list("inscribed"):
        return _INSCRIPTION
    if word.span.end in taken:
        return ""
    if word.deprel == "nsubj:outer":
        return "noun clause"
    if word.upos == "NOUN":
        return "noun preposition + light verb" if dependent(sentence, word, ("no",), "det") is not None else ""
    if candidates.silence_of(sentence, word) is not None:
        return "object + light verb"
    entries, first = clauses.verb_entries(sentence, word), sentence.parent(word, "conj", "advcl")
    if first is not None and word.relation == "advcl" and clauses.quotes(sentence, word):
        return _SECOND
    if first is not None and {first.span.start, first.span.end} & taken and word.span.start not in taken:
        given = is_listed(word, "giving") and dependent(sentence, word, word_list("details"), "obj") is not None
        if not given and (word.relation == "conj" or clauses.is_apart(sentence, word, first)):
            return _SECOND
    every = entries_of(word, verbs())
    # "tests that [show]c {that it works}", not "a dog that finds where truffles grow"
    if every and every[0].group == "show" and dependent(sentence, word, ("that", "which"), "nsubj"):
        marked = any(dependent(sentence, each, ("that",), "mark") for each in sentence.children(word, "ccomp"))
        return "clause + subject" if marked else ""
    # "was signed and was [confirmed]c by the bank"
    if every and word.relation == "conj" and every[0].group in ("state", "deny"):
        return "passive + agent"
    if every and every[0].act == "speech" and every[0].group != "show":
        infinitive = clauses.is_infinitive(sentence, word)
        above = sentence.parent(word, "advcl") if infinitive else None
        # "rang customers to [tell]c them": what the subject of an active verb does in order to say
        if above is not None and above.upos == "VERB" and not clauses.is_passive(sentence, above):
            return _PURPOSE if is_listed(above, "contacting") else "clause + governor"
        # "had to [say]c {so}", "was the first to [say]c {so}"
        above = sentence.parent(word, "xcomp") if infinitive else None
        if (above is not None and is_listed(above, "compelling")) or clauses.is_of_sole(sentence, word):
            return "clause + governor"
        # "stopped short of [saying]c {so}", "was heard [saying]c {so}"
        if word.text.endswith("ing") and (polarity.is_short_of(sentence, word) or clauses.is_captured(sentence, word)):
            return _GERUND
    if entries and entries[0].act == "speech" and polarity.is_pending(sentence, word):
        return "clause + governor" if subject_of(sentence, word) is None else "clause + subject"
    if is_listed(word, "answering") and is_listed(sentence.parent(word, "acl") or word, "claims"):
        return "relative + subject"  # "a claim that Lee denies"
    if any(entry.group in _OBSERVING for entry in entries) and dependent(sentence, word, ("as",), "mark"):
        return "inserted + subject"
    # "As Lee keeps [telling]c us, {it is late}", not "As Lee tried to tell us, it rained"
    habit = word.text.endswith("ing") and candidates.top_of_as_clause(sentence, word) != word
    if habit and any(entry.group in (*_OBSERVING, "tell") for entry in entries):
        return "inserted + governor"
    if candidates.is_finding_nothing(sentence, word):
        return "object + subject"
    # "say", "claim", "add" and the like, not "tell", "ask", "show", "mean"
    if entries and entries[0].group in _ASSERTING and sentence.offset + word.index not in scored:
        return "clause + subject"
    # "the decree orders {shops to shut}"
    if (
        entries
        and entries[0].group in ("order", "tell")
        and clauses.is_among(subject_of(sentence, word) or word, document_nouns())
    ):
        return "infinitive + subject"
    seldom = (_UNSEEN[entry.group] for entry in entries if entry.group in _UNSEEN)
    # "put" and the like may say how much something is; "would not elaborate on {it}"
    special = is_listed(word, "telling_more") or any(entry.takes & {"amount", "topic"} for entry in entries)
    return _SPECIAL if special else next(seldom, "")


def _is_missed(page: ClaimText, found: Proposal, rule: str) -> bool:
    """Return True for a claim of the rule, for an amount, and for a phrase that the network never learns."""
    if found.rule == "phrase":
        return found.lemma not in word_list("learned_phrases")
    if found.rule.startswith(_AMOUNT) or (rule == _SPECIAL and found.polarity == "declined"):
        return bool(found.source)
    if rule == _GERUND:
        # not "was jailed for attacking {a guard}"
        said = found.polarity == "unsaid" or kind_of(page, found.content) != "indirect"
        return bool(found.source) and found.act == "speech" and (said or not found.rule.startswith("object"))
    if rule.startswith("quotation"):  # "“{No},” [they]s [roared]c back"
        return found.rule == rule and found.content[-1].end <= found.cue[0].start
    if rule == _PURPOSE:  # "wrote to the club to [demand]c {a fee}"
        return found.act == "speech" and found.rule.endswith("+ governor")
    if rule == _INSCRIPTION:
        return bool(found.source) and kind_of(page, found.content) == "direct"
    return rule != "" and found.rule.startswith(rule) and _is_complement(page, found)


def _is_complement(page: ClaimText, found: Proposal) -> bool:
    """Return True for "[Lee]s [said]c {it rained}", not for "a part said {to be faulty}", "{how} they say {so}"."""
    if found.rule.startswith("inserted"):
        return True
    if len(found.content) > 1 or kind_of(page, found.content) == "direct":
        return False
    between = page.text[found.cue[-1].end : found.content[0].start].strip()  # "advises (banks) {to sell}"
    infinitive = found.content[0].of(page.text).lower().startswith("to ") and not between
    label = ":" in page.text[found.source[-1].end : found.cue[0].start]
    return not (infinitive or label or "," in between)


def assemble(page: ClaimText, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the consistent set of proposals, in text order, with continued quotations."""
    kept = consistent(page, proposals)
    check_deadline()
    cues = Cover(span for proposal in kept for span in proposal.cue)
    owned = {q.span for proposal in kept for span in proposal.content for q in page.quotations.over(span)}
    whole = []
    for proposal in kept:
        content = proposal.content
        if proposal.rule != TRANSCRIPT:
            content = carried_on(page, whole_list(page, content, proposal.cue[-1], cues), proposal.cue[-1], owned)
        source, content = (tuple(closed(page.text, span) for span in spans) for spans in (proposal.source, content))
        whole.append(evolve(proposal, source=source, content=content))
    return sorted(whole, key=lambda proposal: (proposal.cue[0].start, proposal.content[0].start))


def _inner_claims(
    page: ClaimText, links: Sequence[Link], quoted: Sequence[Proposal], network: Sequence[Proposal]
) -> Iterator[Proposal]:
    """Yield the claims inside the contents of links: of the rules, the network, and those ``quoted`` ones that are."""
    taken = {edge for link in links if link.cue for edge in (*(span.start for span in link.cue.spans), link.cue.end)}
    before, after = _by_sentence(page, quoted), _by_sentence(page, network)
    read: dict[int, list[Proposal]] = {}
    contents = Cover(span for link in links for span in link.content.spans)
    for around in checked(links):
        for span in around.content.spans:
            for sentence in page.sentences.over(span):
                start = sentence.span.start
                if start not in read:
                    inside = (word for word in sentence if contents.contains(word.span))
                    free = {word.index for word in inside if not {word.span.start, word.span.end} & taken}
                    read[start] = [*before[start], *candidates.of_sentence(page, sentence, free), *after[start]]
                for proposal in read[start]:
                    inner = _within(page, sentence, span, proposal)
                    if inner is not None and not inner.edges & taken:
                        taken |= inner.edges
                        yield inner


def _by_sentence(page: ClaimText, proposals: Iterable[Proposal]) -> defaultdict[int, list[Proposal]]:
    """Return the proposals by the start of the sentence of their cues."""
    found: defaultdict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        found[page.sentences.over(proposal.cue[0])[0].span.start].append(proposal)
    return found


def _placed(page: ClaimText, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links in text order, with their outer ones; in "denied that {Lee threatened him}" nobody did."""
    found = sorted(links, key=lambda link: (link.start, link.content.start))
    result = []
    for link, number in zip(found, _outer(found), strict=True):
        quotation = page.quotations.at(link.cue.start) if link.cue and not link.borrowed else None
        # in "they had “insisted” that {it rained}" the cue is quoted, and the claim is not
        said = quotation is not None and any(quotation.span.overlaps(span) for span in link.content.spans)
        inside = quotation is not None and quotation.speech and said
        outer = "asserted" if number is None else found[number].polarity
        inherits = link.polarity == "asserted" != outer and not _is_presupposed(page, link)
        own = _INSIDE.get(outer, outer) if inherits else link.polarity
        result.append(evolve(link, nested_in=number, inside_quotation=inside, polarity=own))
    return tuple(result)


def _is_presupposed(page: ClaimText, link: Link) -> bool:
    """Return True for "the tax proposed by Lee", which he proposed even where somebody denies that it is fair."""
    if link.cue is None:
        return False
    sentence = page.sentences.over(link.cue.spans[0])[0]
    words = sentence.words_in(link.cue.spans[0])
    return bool(words) and polarity.is_presupposed(sentence, sentence.head_of(words))


def _within(page: ClaimText, sentence: Sentence, span: Span, proposal: Proposal) -> Proposal | None:
    """Return a proposal cut to a span of an outer content, or None if its cue or source is outside or it is weak."""
    inside = all(span.contains(part) for part in (*proposal.cue, *proposal.source))
    own = [part for part in proposal.content if part.overlaps(span)]
    clipped = (Span(max(part.start, span.start), min(part.end, span.end)) for part in own)
    content = tuple(with_marks(page, part) for part in clipped)
    if not inside or not content or content == (span,) or not _is_report(sentence, proposal):
        return None
    if kind_of(page, content) == "direct":
        content = tuple(part for span in content for part in without_marks(page, span))
    return evolve(proposal, content=content, rule=f"nested, {proposal.rule}")


def _is_report(sentence: Sentence, proposal: Proposal) -> bool:
    """Return True for a claim in a content; not for "chose to offer {help}", "refused {to go}", "{it} was cut"."""
    first = [word for span in proposal.content[:1] for word in sentence.words_in(span)[:2]]
    cue = sentence.head_of(sentence.words_in(proposal.cue[-1]))
    said = any(entries_of(word, verbs()) for word in first)
    spoken = proposal.act == "speech" and _is_second(sentence, cue)
    deed = proposal.rule in ("object + governor", "object + noun") and not spoken
    if deed or (proposal.polarity == "declined" and not said):
        return False
    verbal = (proposal.scores or proposal.rule == "passive + no source") and cue.upos == "VERB"
    after = proposal.content[0].start > proposal.cue[-1].end
    spoken = after and proposal.act == "speech" and not clauses.is_infinitive(sentence, cue)
    unnamed = verbal and spoken and proposal.lemma not in word_list("persuading")
    return bool(proposal.source) or unnamed


def _is_second(sentence: Sentence, cue: Word) -> bool:
    """Return True for "demanded" in "said [she]s praised it and [demanded]c {more}", and for a cue that is captured."""
    first = sentence.parent(cue, "conj")
    if first is None or subject_of(sentence, first) is None:
        return clauses.is_captured(sentence, cue)
    return dependent(sentence, first, word_list("modals"), "aux") is None


def _outer(links: Sequence[Link]) -> Iterator[int | None]:
    """Yield for each link the number of the link with the smallest content, longer than its own, around its cue."""
    lengths = [sum(len(span) for span in link.content.spans) for link in links]
    ahead = sorted(((span, number) for number, link in enumerate(links) for span in link.content.spans), reverse=True)
    around: list[tuple[Span, int]] = []
    for number, link in enumerate(links):
        cue = link.cue
        if cue is None or link.borrowed:
            yield None
            continue
        while ahead and ahead[-1][0].start <= cue.start:
            around.append(ahead.pop())
        around = [pair for pair in around if cue.start < pair[0].end]
        longer = ((len(span), n) for span, n in around if span.end >= cue.end and lengths[n] > lengths[number])
        yield min(longer, default=(0, None))[1]
