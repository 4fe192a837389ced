"""How a claim was relayed: the outlet that the source spoke to, the medium that quoted it, and who reported it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from quoteattr.lexicon import cues, given_names, place_names
from quoteattr.lexicon.cues import word_list
from quoteattr.lexicon.outlets import is_own, known, medium_noun, shape_of
from quoteattr.link.clauses import (
    agent_of,
    dependent,
    following,
    is_among,
    is_listed,
    is_named,
    is_passive,
    is_time,
    phrase_words,
    source_of,
    spans_of,
    subject_of,
    trimmed,
    without,
)
from quoteattr.link.page import ClaimText, Proposal
from quoteattr.model import Span
from quoteattr.tree import Entity, Sentence, Word, is_in_other_event, joined

_LONGEST_NAME = 8  # words
_REACH = 20_000  # characters in which another mention of a name is searched for
_CALL_SIGN = re.compile("[KW][A-Z]{3}")  # of a station in the United States
_CAPITAL_INSIDE = re.compile(r"[a-z]{2}[A-Z]")
_BESIDE = 40  # characters before and after a name
_NAMING = frozenset({"PROPN", "NOUN", "X"})
_Citing = tuple[Word, Word, tuple[Word, ...]]  # a medium, the object of its "citing", and the phrase for that


def with_relays(page: ClaimText, proposal: Proposal) -> Proposal:
    """Return the proposal with its relays: the media in its reporting clause, and who quoted its source.

    Where a medium reports what others say ("[Reuters] said {it was sold}, citing [officials]s"), these are the source;
    a medium that another one cites is a relay.
    """
    sentence = next(iter(page.sentences.over(proposal.cue[0])), None)
    words = sentence.words_in(proposal.cue[0]) if sentence else ()
    if sentence is None or not words:
        return proposal
    cue = sentence.head_of(words)
    if (quoted := _quoted(page, sentence, cue, proposal)) is not None:
        return quoted
    if (informant := _informant(sentence, cue)) is not None:
        proposal = evolve(proposal, source=_phrase(sentence, informant, cue))
    citing = _citing(sentence, cue, proposal)
    media = [citing[1]] if citing is not None and is_medium(sentence, citing[1]) else []
    quoter = _quoter(sentence, cue)
    # "[The Beacon]s reported the sale, saying {so}": the source is no relay
    quoters = [quoter] if quoter and not any(span.overlaps(quoter.span) for span in proposal.source) else []
    before = [word for word in sentence if proposal.source and word.span.end <= proposal.source[0].start][-1:]
    quoters += filter(None, (reporter_of(sentence, word) for word in before if proposal.source[0].end < cue.span.start))
    heads = [*_in_clause(page, sentence, cue, proposal), *_interviewers(page, sentence, proposal), *quoters, *media]
    heads = list(dict.fromkeys(_named(sentence, head, heads, proposal.source) for head in heads))
    relays = [_phrase(sentence, head, cue) for head in heads]
    if citing is None or media:
        return evolve(proposal, relays=tuple(filter(None, relays)))
    head, cited, phrase = citing
    source = medium = proposal.source
    if any(span.overlaps(cited.span) for span in source):
        medium = _phrase(sentence, head, sentence.words[cited.head])
    else:
        source = spans_of(sentence, phrase)
    content = _reported(sentence, cue, proposal.content, sentence.words[cited.head], phrase or (cited,))
    return evolve(proposal, source=source, content=content, relays=(medium, *relays))


def _phrase(sentence: Sentence, head: Word, cue: Word) -> tuple[Span, ...]:
    return spans_of(sentence, phrase_words(sentence, head, cue))


def _in_clause(page: ClaimText, sentence: Sentence, cue: Word, proposal: Proposal) -> Iterator[Word]:
    """Yield the heads of media and who speaks for a source: "told [AFP]", "a note seen by [AFP]", "via [an aide]"."""
    listeners, relaying = _listeners(sentence, cue), word_list("relaying")
    for word in _clause_words(sentence, cue, proposal):
        if word.upos not in _NAMING or word.relation == "flat":
            continue
        # "through her lawyer Ida Vale"
        name = (word, *sentence.children(word, "flat", "nmod:desc"), *_introduction(sentence, word))
        cases = {case.text.lower() for part in name for case in sentence.children(part, "case")}
        told = word.index in listeners and not cases
        owner = sentence.words[word.head]
        # "on CNN's [State] of the Union", "on the BBC's Today [show]"
        programme = owner.upos == "PROPN" or is_listed(owner, "programmes")
        on = any(case.text.lower() in relaying for case in sentence.children(owner, "case"))
        asked = is_listed(owner, "queries")  # "in response to [CNA]'s queries", "to questions from [AFP]"
        # "told CNN's [Dana] Frye", whatever the tree makes of Frye, "told the BBC's breakfast [host] Frye"
        heard = not listeners.isdisjoint((word.index, word.head)) and (programme or is_listed(owner, "hosts"))
        owned = (programme and on) or heard or asked or is_listed(owner, "sources")
        owned = owned and word.deprel == "nmod:poss"
        # "said over the radio", not "over DZXL radio"
        device = "over" in cases and word.upos == "NOUN" and is_listed(word, "devices")
        device = device and all(each.upos != "PROPN" for each in sentence.children(word, "compound"))
        passed = (bool(cases & relaying) and not device) or (asked and "from" in cases)
        medium = (passed or owned or told) and _is_outlet(page, sentence, word)
        called = _CALL_SIGN.fullmatch(word.text) is not None and not is_listed(word, "no_stations")
        station = called or is_listed(word, "sites")
        medium = medium or (told and (station or _is_interviewer(page, sentence, cue, word)))
        verb = sentence.parent(word)  # who passes on a message: "in a letter read by [his lawyer]"
        passes_on = verb is not None and is_listed(verb, "passing_on") and agent_of(sentence, verb) == word
        if medium or ((passes_on or cases & word_list("speaking_for")) and is_person(sentence, word)):
            yield word


def _listeners(sentence: Sentence, cue: Word) -> set[int]:
    """Return the positions of whom something was told, objects by their position or place whatever their relation."""
    subjects = sentence.children(cue, "nsubj")
    # "the mayor told [Reuters]", where a parser finds a second subject
    found = [word for word in subjects if word.index > cue.index and subjects[0].index < cue.index]
    if cue.lemma == "tell":
        first = cue.index + 1  # "told [Reuters] he …": the name right after it
        first += first < len(sentence) and sentence.words[first].upos == "DET"
        after = (each for each in sentence.entities if each.first == first)
        found += [sentence.head_of(sentence.words[each.first : each.last]) for each in after]
        # "told the BBC's Sunday [Politics] that …", where a parser finds an adverbial
        found += [each for each in following(sentence, cue, "obl") if not sentence.children(each, "case")]
    return {word.index for word in (*sentence.children(cue, "obj", "iobj"), *found)}


def _clause_words(sentence: Sentence, cue: Word, proposal: Proposal) -> Iterator[Word]:
    for word in (word for span in proposal.source for word in sentence.words_in(span)):
        if word.deprel == "nmod:poss" and is_listed(sentence.words[word.head], "sources"):
            yield word
        relayed = word.relation in ("acl", "advcl") and word.text.lower() in word_list("relayed")
        if relayed and not _is_of_work(sentence, word, proposal):
            yield from (each for each in sentence.descendants(word) if each.span.end <= proposal.source[-1].end)
    # "Variety called it slow, and Ida Vale wrote in the Beacon …": another clause with a subject of its own
    others = [each for each in sentence.children(cue, "conj") if subject_of(sentence, each) is not None]
    below = sentence.descendants(cue)
    for each in below:
        # "Lumen said {it rained}, confirming a report by Reuters"
        answers = each.relation in ("advcl", "conj") and is_listed(each, "answering")
        # "Lee said {he was ill}, contrary to reports in the Beacon"
        if answers or (each.relation == "obl" and dependent(sentence, each, word_list("opposing"), "case")):
            others.append(each)
    # "Lumen denied a report in the Beacon {that it rained}"
    for report in sentence.children(cue, "obj") if is_listed(cue, "answering") else ():
        after = following(sentence, cue, "obl", after=report)
        others += [report, *(each for each in after if dependent(sentence, each, ("by", "in"), "case"))]
    apart = {word.index for each in others for word in sentence.descendants(each)}
    outside = (*proposal.content, *proposal.source, *proposal.cue)
    for word in (each for each in below if each.upos in _NAMING and each.index not in apart):
        if not any(span.overlaps(word.span) for span in outside) and not is_in_other_event(sentence, word, cue):
            yield word


def _interviewers(page: ClaimText, sentence: Sentence, proposal: Proposal) -> Iterator[Word]:
    """Yield the media that spoke to a source: "[a foreman Reuters spoke to]s", by the words, where parsers err."""
    words = [word for span in proposal.source for word in sentence.words_in(span)]
    for position, verb in enumerate(words):
        if position < 2 or not is_listed(verb, "interviewing") or verb.upos not in ("VERB", "AUX"):
            continue
        last = next((word for word in reversed(words[1:position]) if word.upos not in ("AUX", "ADV")), verb)
        name = next((each for each in sentence.entities if each.last == last.index + 1), None)
        head = last if name is None else sentence.head_of(sentence.words[name.first : name.last])
        if head.upos in _NAMING and not _has_other_object(sentence, verb) and _is_outlet(page, sentence, head):
            yield head


def _has_other_object(sentence: Sentence, verb: Word) -> bool:
    """Return True for "spoke about", "met a lawyer of", not for "spoke to", "met", "met in the old town"."""
    start = verb.index + 1
    start += sentence.words[start].text.lower() in ("to", "with") if start < len(sentence) else 0
    after = sentence.words[start : start + 2]
    nominal = (*_NAMING, "DET", "PRON")
    stranded = len(after) == 2 and after[0].upos == "ADP" and after[1].upos not in (*nominal, "NUM", "ADJ")
    return stranded or bool(after and after[0].upos in nominal and not is_time(after[0]))


def _is_of_work(sentence: Sentence, participle: Word, proposal: Proposal) -> bool:
    """Return True for "published" of "Lee, who led the study published in Nature", where a person is the source."""
    inside = [word for span in proposal.source for word in sentence.words_in(span)]
    above = [word for word in sentence.ancestors(participle) if word in inside]
    return any(is_person(sentence, word) for word in above[1:])


def _quoter(sentence: Sentence, cue: Word) -> Word | None:
    governor = sentence.parent(cue, "advcl", "xcomp", "ccomp")
    if governor is None or not is_listed(governor, "citing"):
        return None
    # "Lee was quoted by [TASS] as saying …", "quoted as saying by [TASS]"
    agent = agent_of(sentence, governor) or (agent_of(sentence, cue) if is_passive(sentence, governor) else None)
    active = agent is None and sentence.children(governor, "obj", "iobj")  # "[TASS] quoted Lee as saying …"
    outer = source_of(sentence, governor) if active else None
    if outer is not None and is_listed(outer.head, "relatives"):
        return sentence.parent(governor, "acl")  # "[TASS], which quoted Lee as saying …"
    return outer.head if outer else agent


def reporter_of(sentence: Sentence, verb: Word) -> Word | None:
    """Return the medium of "Two ships sank, [Reuters] reported the minister said"."""
    if verb.index == 0 or verb.lemma != "report" or verb.xpos not in ("VBD", "VBZ"):
        return None
    medium = subject_of(sentence, verb) or sentence.words[verb.index - 1]
    return medium if medium.index < verb.index and is_medium(sentence, medium) else None


def _quoted(page: ClaimText, sentence: Sentence, cue: Word, proposal: Proposal) -> Proposal | None:
    """Return the proposal with whom a medium quotes as the source: "[AFP]v quotes [a trader]s: {“No rain.”}"."""
    subject = source_of(sentence, cue) if cue.lemma in ("quote", "cite") else None
    person = next(iter(sentence.children(cue, "obj")), None)
    if subject is None or person is None or person.upos not in _NAMING or not is_medium(sentence, subject.head):
        return None
    after = {each for span in proposal.content for each in page.quotations.over(span) if each.speech}
    content = sorted(each.inner for each in after if each.span.start >= person.span.end)
    start = min((each.span.start for each in after if each.span.start >= person.span.end), default=0)
    led = page.text[person.span.end : start].rstrip()[-1:] in (":", ",")
    if not led or page.quotations.at(person.span.start) is not None:
        return None
    source = spans_of(sentence, [word for word in phrase_words(sentence, person, cue) if word.span.end <= start])
    return evolve(proposal, source=source, content=tuple(content), relays=(_phrase(sentence, subject.head, cue),))


def _informant(sentence: Sentence, cue: Word) -> Word | None:
    """Return who informed the subject of a verb: "MPs heard from [Ida Vale]s {that it rained}", not "from afar"."""
    if not is_listed(cue, "learning") or is_passive(sentence, cue):
        return None
    known = cues.speaking_nouns() | cues.document_nouns() | word_list("media")
    after = (each for each in following(sentence, cue, "obl") if dependent(sentence, each, ("from",), "case"))
    return next((e for e in after if (e.upos == "PROPN" and not is_time(e)) or is_among(e, known)), None)


def _citing(sentence: Sentence, cue: Word, proposal: Proposal) -> _Citing | None:
    """Return a medium and whom it cites: "[Reuters] reported, citing [two officials], that …"."""
    source = [word for span in proposal.source for word in sentence.words_in(span)]
    words = cues.citing_words()
    citing = (word for word in sentence if word.text.lower() in words and cue in sentence.ancestors(word))
    participle = next(citing, None)
    cited = next(iter(sentence.children(participle, "obj")), None) if participle else None
    if participle is None or cited is None or cited.upos == "PRON":
        return None
    # the network may have found who is cited as the source: "PTI, quoting [the mayor]s, reported …"
    subject = source_of(sentence, cue) if cited in source else None
    head = subject.head if subject else sentence.head_of(source) if source and cited not in source else None
    # "PTI" may be something else elsewhere
    if head is None or not (cites_as_medium(sentence, head, cue, cited) or known(head.text) is not None):
        return None
    # "{Orbel will close the plant, citing weak demand}, Reuters reported": the reason that Orbel gives
    if participle.index < head.index and any(span.overlaps(participle.span) for span in proposal.content):
        return None
    phrase = phrase_words(sentence, cited, participle)
    # a parser may attach the clause to whom is cited: "citing people close to the talks, (that it was sold)"
    end = next((a.index for a, b in pairwise(phrase) if (a.text, b.text.lower()) == (",", "that")), len(sentence))
    phrase = tuple(each for each in phrase if each.index < end)
    # "citing people with knowledge of the talks" where a parser attaches "with …" to "citing"
    for tail in sentence.children(participle, "obl"):
        below = sentence.descendants(tail)
        if phrase and below[0].index == phrase[-1].index + 1 and below[0].text.lower() == "with":
            phrase = (*phrase, *trimmed(below))
    return head, cited, phrase


def cites_as_medium(sentence: Sentence, head: Word, verb: Word, cited: Word) -> bool:
    """Return True for a medium, and for another name that reports what people say: "Norvik Nytt, citing officials".

    That has several words or an article, and begins with no given name.
    """
    if is_medium(sentence, head):
        return True
    if verb.lemma != "report" or head.upos != "PROPN" or _is_institution(sentence, head):
        return False
    name = [head, *sentence.children(head, "compound", "flat", "det")]
    people = is_among(cited, cues.speaking_nouns()) or is_listed(cited, "sources")
    return people and len(name) > 1 and given_names().isdisjoint(word.text for word in name)


def _reported(
    sentence: Sentence, cue: Word, content: tuple[Span, ...], citing: Word, cited: Sequence[Word]
) -> tuple[Span, ...]:
    """Return a content without who is cited ("{It was sold}, citing [people]s with knowledge"), else its clause."""
    start, last = citing.span.start, cited[-1]
    after = next((each for each in sentence.words[last.index + 1 :] if each.upos != "PUNCT"), None)
    if any(start <= span.start < last.span.end < span.end for span in content):
        rest = after.span.start if after else last.span.end
        content = tuple(Span(max(span.start, rest), span.end) for span in content if span.end > rest)
    before = [span for span in content if span.start < start]
    if before:  # "that {it was sold}, citing [people]s"
        words = [word for word in sentence.words[: citing.index] if word.upos != "PUNCT"]
        end = words[-1].span.end if words and after is None else sentence.span.end
        return tuple(Span(span.start, min(span.end, end)) for span in before)
    clause = next((each for each in sentence.children(cue, "ccomp") if each.span.end <= start), None)
    below = without(sentence.descendants(clause), sentence.descendants(citing)) if clause else ()
    return spans_of(sentence, [word for word in below if word.span.end <= start]) or content


def _named(sentence: Sentence, noun: Word, heads: Sequence[Word], source: Sequence[Span]) -> Word:
    """Return the name after a noun, if it has one: "told the daily [Orbel Times]", "via her lawyers, [Lund Vale]".

    The name of the source is none: "On state television [Vale]s said".
    """
    if noun.upos != "NOUN":
        return noun
    after = sentence.words[noun.index + 1 : noun.index + 2]  # "told radio station [4CQ]"
    for name in (*heads, *sentence.children(noun, "appos", "flat"), *after):
        tied = name.head == noun.index or noun.head == name.index or name.head == noun.head
        near = name.upos == "PROPN" and noun.index < name.index <= noun.index + _LONGEST_NAME
        between = (word for word in sentence.words[noun.index + 1 : name.index] if word.text != ",")
        named = near and tied and not any(span.overlaps(name.span) for span in source)
        if named and all(word.upos in (*_NAMING, "DET", "ADJ") for word in between):
            return name
    return noun


def _is_interviewer(page: ClaimText, sentence: Sentence, cue: Word, head: Word) -> bool:
    """Return True for an organisation that somebody told something and that may be a medium.

    Its name has several words, an article or a capital inside ("told the Quill", not "told Boeing"), and occurs only as
    one that is spoken to or has reporters ("the Quill's reporter"). One that no tagger finds has a capital article
    ("The Quill").
    """
    if cue.lemma != "tell" or sentence.children(head, "nmod:poss", "acl", "appos"):
        return False
    entity = _organisation(sentence, head)
    article = next(iter(sentence.children(head, "det")), None)
    titled = article is not None and article.text == "The" and head.text.istitle()
    titled = titled and not is_among(head, cues.people_nouns()) and f"The {head.text}" not in place_names()
    if entity is None and (is_named(sentence, head) or not titled):
        return False
    words = (head,) if entity is None else sentence.words[entity.first : entity.last]
    name = Span(words[0].span.start, words[-1].span.end).of(page.text).removeprefix("The ")
    bare = len(words) == 1 and article is None and _CAPITAL_INSIDE.search(name) is None
    if bare or all(word.text.isupper() for word in words):
        return False
    return _is_only_spoken_to(page.text, name, head) and not _is_institution(sentence, head)


def _is_institution(sentence: Sentence, head: Word) -> bool:
    """Return True for a name with a word for institutions or authorities: "Orbel Council", "the Navy"."""
    entity = _organisation(sentence, head)
    words = (head,) if entity is None else sentence.words[entity.first : entity.last]
    excluded = cues.institution_words() | word_list("authorities")
    return not excluded.isdisjoint(word.text.lower() for word in words)


def _is_only_spoken_to(text: str, name: str, head: Word) -> bool:
    """Return True if a name near one of its words is only spoken to or has reporters ("the Quill's reporter")."""
    return all(
        not word_list("spoken_to").isdisjoint(before[-1:])
        or (after[:1] in (["'s"], ["’s"], ["'"], ["’"]) and not word_list("hosts").isdisjoint(after[1:]))
        for before, after in _places(text, name, head)
    )


def _places(text: str, name: str, head: Word) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the two words, lower case, before each place of a name near a word, without "the", and the three after."""
    at, end = max(0, head.span.start - _REACH), head.span.end + _REACH
    while (at := text.find(name, at, end)) >= 0:
        before = [word for word in text[max(0, at - _BESIDE) : at].lower().split() if word != "the"]
        at += len(name)
        yield before[-2:], [word.rstrip(".,") for word in text[at : at + _BESIDE].split()[:3]]


def _is_outlet(page: ClaimText, sentence: Sentence, head: Word) -> bool:
    """Return True for a medium, the publisher ("said to [the Beacon]"), and an organisation named as an outlet."""
    inside = sentence.descendants(head, without=("acl", "appos", "conj", "nmod", "case", "det"))
    if is_medium(sentence, head) or (head.upos == "PROPN" and joined(inside) in page.own):
        return True
    entity = _organisation(sentence, head)
    name = "" if entity is None else entity.span.of(page.text)
    return bool(name) and (known(name) is not None or _is_introduced(page.text, name, head))


def _is_introduced(text: str, name: str, head: Word) -> bool:
    """Return True if the text has a noun of the media before a name, near one of its words: "state broadcaster NRV"."""
    return any(medium_noun(before) for before, _ in _places(text, name, head))


def _organisation(sentence: Sentence, word: Word) -> Entity | None:
    entity = next((each for each in sentence.entities if each.first <= word.index < each.last), None)
    return entity if entity is not None and entity.label.upper().startswith("ORG") else None


def is_person(sentence: Sentence, head: Word) -> bool:
    """Return True for a name that the tagger reads as a person's, and for a noun of people ("lawyer")."""
    return is_among(head, cues.people_nouns()) if head.upos == "NOUN" else is_named(sentence, head, "PER")


def _introduction(sentence: Sentence, name: Word) -> tuple[Word, ...]:
    """Return the word of the media right before a name: "the news [agency] NTB", "the [weekly] Orbel Echo"."""
    before = sentence.words[max(0, name.index - 1) : name.index] if name.upos == "PROPN" else ()
    described = (word for word in before if word.upos in ("NOUN", "ADJ"))
    return tuple(word for word in described if is_listed(word, "media") or is_listed(word, "sites"))


def is_medium(sentence: Sentence, head: Word) -> bool:
    """Return True for an outlet, and for a noun phrase of the media ("the newspaper") but not "its website"."""
    if head.upos not in _NAMING or any(child.upos == "PRON" for child in sentence.children(head, "nmod:poss")):
        return False
    inside = sentence.descendants(head, without=("acl", "appos", "conj", "nmod"))
    name = joined([word for word in inside if word.relation != "case"])
    if is_own(name) or known(name, ambiguous=False) is not None:
        return True
    if head.upos != "NOUN" and is_person(sentence, head):
        return False
    if (
        head.upos == "NOUN"
        and all(word.upos != "PROPN" for word in inside)
        and any(is_listed(word, "transmitted") for word in inside)
    ):
        return False  # "on live television" names no medium
    bare = name.removeprefix("the ").removeprefix("The ")
    if head.upos == "PROPN" and (_introduction(sentence, head) or shape_of(bare) is not None):
        return True
    place = is_named(sentence, head, "LOC", "FAC", "GPE")  # "in Times Square", but "the weekly Kapital am Main"
    naming = ("NOUN", "ADJ") if place else ("PROPN", "NOUN", "ADJ")
    return any(is_listed(word, "media") for word in inside if word.upos in naming)
