"""Quotations without a cue of their own ("Lee shook his head. {“Not today.”}"), attributed by context.

Such a quotation has the speaker or the subject of the sentence before. Only one that makes up whole sentences counts:
titles, mottos and doubted words are parts of others. If it opens a paragraph after a claim it has no speaker (that of
the claim was right in 12 of 18 cases of PolNeAR train), unless the next paragraph takes it up (right in all 21 cases of
FNC-1, OneStop and BBC). After a question and its answer, a paragraph that is a question ("“Why?”") has the speaker of
the first question, as in all 25 such cases of LitBank, and the next paragraph is the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from quoteattr.lexicon.cues import speaking_nouns, word_list
from quoteattr.limits import checked
from quoteattr.link.clauses import (
    dependent,
    is_among,
    is_infinitive,
    is_listed,
    is_passive,
    is_punctuation,
    spans_of,
    subject_of,
)
from quoteattr.link.page import SEARCHED, ClaimText
from quoteattr.link.quotations import kind_of, taken_up
from quoteattr.link.score import prior
from quoteattr.model import Content, Cover, Cue, Evidence, Link, Quotation, Source, Span
from quoteattr.tree import Sentence, Word

_ENDS = frozenset(".?!…—–")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_NEAR = 8  # sentences before a quotation in which its speaker is looked for
_BETWEEN = 2  # parts of lines between a question and its answer: what follows the one and precedes the other
_MARKS = " \t\r\n.,\"”’»'"  # what may stand between two quotations that follow each other
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_MARKS_MEET = re.compile("[”\"»’'] *[“\"«‘']")
_FEWEST = 4  # words of a quotation that is looked for in the body
_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
Turn = tuple[int, int, Link]  # where a claim ends, its number, the claim


def with_cueless(page: ClaimText, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links with those of quotations that have no cue of their own, in text order."""
    ordered = sorted((_of_one_speaker(page, _apart(page, link)) for link in links), key=lambda link: link.start)
    found = [_without_questions(page, before, link) for before, link in pairwise((None, *ordered)) if link]
    turns = sorted((max(link.content.end, link.start), n, link) for n, link in enumerate(found) if link.source)
    owned, seen = _owned(found), set[Span]()
    for quotation in page.quotations:
        whole = [] if quotation.span in seen else list(taken_up(page, quotation))
        seen.update(each.span for each in whole)
        searched = page.part_kind(quotation.span.start) in SEARCHED - {"headline"} and quotation.speech
        free = searched and all(_is_statement(page, each) and not owned.overlaps(each.span) for each in whole)
        speaker = _speaker(page, whole, turns) if free and whole else None
        if speaker is not None:
            source, cue = speaker
            rule = "cueless + claim" if cue else "cueless + sentence"
            content, evidence = Content.of(page.text, *(each.inner for each in whole)), Evidence(rule)
            link = Link(cue, content, source, "direct", "speech", "asserted", prior(rule), evidence, borrowed=True)
            insort(turns, (quotation.span.start, len(found), link))
            found.append(link)
    found += list(_repeated(page, found))
    return tuple(sorted(found, key=lambda link: link.start))


def _repeated(page: ClaimText, links: Sequence[Link]) -> Iterator[Link]:
    """Yield quotations of headlines and the like that one speaker says in the text: "‘We never stop’: Vale proud"."""
    above = [each for each in page.quotations if page.part_kind(each.span.start) in SEARCHED - {"body"}]
    owned, rule = _owned(links if above else ()), "cueless + repeated"
    direct = (link for link in links if above and link.source and link.kind == "direct")
    said = [(f" {_folded(link.content.text)} ", link) for link in direct]
    for quotation in checked(each for each in above if not owned.overlaps(each.span)):
        text = quotation.inner.of(page.text)
        words = _folded(text)
        found = [link for content, link in said if f" {words} " in content]
        sources = {link.source.text for link in found if link.source}
        if len(words.split()) < _FEWEST or len(sources) != 1 or _is_title(text.split()):
            continue
        # words between quotation marks inside a content: “He told me ‘I did not do it’”
        start, around = text.split()[0].casefold(), found[0].content.text.casefold()
        if not any(f"{mark}{start}" in around for mark in "‘“'\""):
            content, evidence = Content((quotation.inner,), text), Evidence(rule)
            yield evolve(found[0], content=content, confidence=prior(rule), evidence=evidence, relays=(), borrowed=True)


def _folded(text: str) -> str:
    """Return the words of a text in lower case, without punctuation."""
    return " ".join(_WORDS.findall(text.casefold().replace("’", "'")))


def _opens_paragraph(page: ClaimText, position: int) -> bool:
    return not page.text[page.line_start(position) : position].strip()


def _apart(page: ClaimText, link: Link) -> Link:
    """Return the link without the quotations of further sentences in its paragraph: "Lee said {it rained}. “Oh?”".

    What is answered to a question is apart too: "Lee was [asked]c {if it rained}: “It did.”".
    """
    spans: list[Span] = []
    answered = link.kind == "mixed" and _is_put_to(page, link)
    for span in link.content.spans if link.kind == "mixed" else ():
        for quotation in page.quotations.over(span):
            start = quotation.span.start
            led = _led(page, start) is not None and not answered
            apart = start > link.start and not _opens_paragraph(page, start) and not led
            if apart and _is_statement(page, quotation):
                before = page.text[span.start : start].rstrip().rstrip(".!?:").rstrip()
                spans += [Span(span.start, span.start + len(before))] if before else []
                span = Span(min(quotation.span.end, span.end), span.end)
        spans += [span] if span.of(page.text).strip() else []
    return _with_content(page, link, spans)


def _is_put_to(page: ClaimText, link: Link) -> bool:
    """Return True for a question that somebody was asked."""
    sentence = None if link.cue is None else page.sentences.at(link.cue.start)
    if sentence is None or link.cue is None:
        return False
    words = sentence.words_in(link.cue.spans[-1])
    return any(is_listed(word, "asking") and is_passive(sentence, word) for word in words)


def _with_content(page: ClaimText, link: Link, spans: Sequence[Span]) -> Link:
    """Return the link with other spans as its content, if there are any."""
    if not spans or tuple(spans) == link.content.spans:
        return link
    return evolve(link, content=Content.of(page.text, *spans), kind=kind_of(page, spans))


def _of_one_speaker(page: ClaimText, link: Link) -> Link:
    """Return a link up to a sentence about another: "“It's cheap,” said Lee. [Vale] was loading. “It's dear.”"."""
    link = _after_marks(page, link)
    spans = link.content.spans
    if link.source is None or not any(word.upos == "PROPN" for word in page.words_over(*link.source.spans)):
        return link
    last = _reported(link)
    for number, span in enumerate(spans[1:], 1):
        start = max(spans[number - 1].end, last)
        between = page.sentences.over(Span(start, span.start)) if start < span.start else ()
        if any(_is_about_other(page, link.source, each) for each in between if each.span.start >= start):
            return _with_content(page, link, spans[:number])
    return link


def _after_marks(page: ClaimText, link: Link) -> Link:
    """Return the link without what precedes marks that meet before a cue: “Sure?” in "“Sure?” “I am,” said Lund"."""
    spans, cue = link.content.spans, link.cue
    before = range(1, sum(cue is not None and span.start < cue.start for span in spans))
    meet = [n for n in before if _MARKS_MEET.fullmatch(page.text, spans[n - 1].end, spans[n].start)]
    return _with_content(page, link, spans[max(meet, default=0) :])


def _without_questions(page: ClaimText, before: Link | None, link: Link) -> Link:
    """Return an answer without what follows in later paragraphs from a question on: "“I did,” said Lund.¶“Why?”"."""
    spans = link.content.spans
    if before is None or not _asks(page, before, link):
        return link
    end = _reported(link)
    for number, span in enumerate(spans[1:], 1):
        if span.start > end and span.of(page.text).rstrip().endswith("?") and _is_paragraph(page, span):
            return evolve(link, content=Content.of(page.text, *spans[:number]))
    return link


def _asks(page: ClaimText, asked: Link, answer: Link) -> bool:
    """Return True for a question of another speaker that ends in the paragraph before the answer, or in its own."""
    direct = asked.kind == answer.kind == "direct" and asked.content.text.rstrip().endswith("?")
    if not direct or not asked.source or not answer.source or asked.source.text == answer.source.text:
        return False
    between = page.text[asked.content.end : answer.content.start].split("\n")
    return asked.content.end <= answer.content.start and sum(map(bool, map(str.strip, between))) <= _BETWEEN


def _is_paragraph(page: ClaimText, span: Span) -> bool:
    """Return True if a quotation makes up a paragraph."""
    quotation = page.quotations.at(span.start)
    last = quotation is not None and _LINE_END.match(page.text, quotation.span.end)
    return quotation is not None and bool(last) and _opens_paragraph(page, quotation.span.start)


def _is_about_other(page: ClaimText, source: Source, sentence: Sentence) -> bool:
    """Return True for a sentence outside quotations with the name of another person as its subject."""
    subject = subject_of(sentence, sentence.root)
    if subject is None or page.quotations.at(sentence.words[0].span.start) is not None:
        return False
    named = [each for each in (subject, *sentence.children(subject, "appos")) if each.upos == "PROPN"]
    people = [e for e in sentence.entities if e.label.upper().startswith("PER")]
    names = [e.span.of(page.text) for e in people if any(e.first <= each.index < e.last for each in named)]
    return bool(names) and not any(set(name.split()) & set(source.text.split()) for name in names)


def _owned(links: Sequence[Link]) -> Cover:
    """Return the characters of all parts of the claims."""
    parts = [part for link in links for part in (link.content, link.source, link.cue) if part is not None]
    return Cover(span for part in parts for span in part.spans)


def _is_statement(page: ClaimText, quotation: Quotation) -> bool:
    """Return True if the quotation is whole sentences, ends as they do, and is not written like a title."""
    if page.text[quotation.inner.end - 1] not in _ENDS:
        return False
    begin = quotation.span.start if _led(page, quotation.span.start) else 0
    words = [word for sentence in page.sentences.over(quotation.span) for word in sentence if word.span.start >= begin]
    words = [word for word in words if not is_punctuation(word)]
    inside = all(page.quotations.at(word.span.start) for word in words)
    return bool(words) and inside and not _is_title([word.text for word in words])


def _is_title(words: Sequence[str]) -> bool:
    """Return True for "Bread for All.": all longer words and at least two words have capitals."""
    longer = [word for word in words if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 2 and bool(longer) and capitals > 1 and all(word[0].isupper() for word in longer)


def _speaker(page: ClaimText, whole: Sequence[Quotation], turns: Sequence[Turn]) -> tuple[Source, Cue | None] | None:
    """Return who speaks in a quotation of one or more paragraphs, and the cue nearby, if it is that of a claim."""
    quotation, start = whole[0], whole[0].span.start
    led = _led(page, start)
    colon = page.text.rindex(":", 0, start) if led is not None else 0
    clause = [word for word in led or () if word.span.end <= colon]
    inside = {word.index for word in clause}
    head = next((word for word in clause if word.head not in inside and word.upos != "PUNCT"), None)
    if led is not None and head is not None:
        subject = _subject(page, led, head)
        return (subject, None) if subject else None
    opens = _opens_paragraph(page, start)
    paragraph = page.line_start(len(page.text[:start].rstrip()) if opens else start)
    number = bisect_right(turns, start, key=lambda turn: turn[0]) - 1
    at, _, last = turns[number] if number >= 0 else (-1, 0, None)
    near = at >= paragraph
    before = page.sentences.before(start)
    if before is None or before.span.start < paragraph or before.span.end > start:
        return None
    earlier = turns[number - 1][2] if number > 0 else None
    if last is not None and earlier is not None and earlier.source and _alternates(page, quotation, earlier, last):
        return earlier.source, earlier.cue
    spoken = _next_speaker(page, start, earlier, last) if last is not None and near else None
    if opens and ((near and len(whole) < 2) or page.part_kind(before.span.start) != "body"):
        return None
    if at >= before.span.start:
        return spoken
    subject = _subject(page, before, before.root)
    if subject is not None and before.head_of(page.words_over(*subject.spans)).xpos == "NNS":
        # "[Her friends] held her up. “I waited for years.”": in the quotation one person speaks of himself or herself
        first = (each for each in page.words_over(quotation.inner) if each.upos == "PRON")
        subject = None if any(is_among(each, _FIRST_PERSON) for each in first) else subject
    if subject is None and not near:
        subject = _only_subject(page, paragraph, before)
    return (subject, None) if subject else spoken


def _next_speaker(page: ClaimText, start: int, earlier: Link | None, last: Link) -> tuple[Source, Cue | None] | None:
    """Return who speaks after a claim: "Vale asked [Lund]s why. “It rained.”", "I tell [her]s that I rode. “You?”"."""
    if not last.source or not last.cue or last.kind != "indirect" or last.borrowed:
        return (last.source, last.cue) if last.source else None
    sentence, quotation = page.sentences.over(last.cue.spans[-1])[0], page.quotations.at(start)
    cue = sentence.head_of(sentence.words_in(last.cue.spans[-1]))
    again = quotation is not None and quotation.inner.of(page.text).rstrip().endswith("?")
    clauses = sentence.children(cue, "xcomp", "ccomp")
    # "asked {the guests to leave}", "asked {for more}"
    requests = last.content.text.lower().startswith("for ") or any(is_infinitive(sentence, each) for each in clauses)
    writers = last.source.text.lower() in ("i", "we")
    if not writers and (requests or again or not is_listed(cue, "asking")):
        return last.source, last.cue
    asked = next((each for each in sentence.children(cue, "iobj", "obj") if _can_speak(sentence, each)), None)
    other = _phrase(page, sentence, asked) if asked else earlier.source if writers and earlier else None
    return (other, None) if other and other.text.lower() not in ("i", "we") else None


def _alternates(page: ClaimText, quotation: Quotation, earlier: Link, last: Link) -> bool:
    """Return True for a paragraph that continues the questions and answers of two speakers, by the earlier of them."""
    end = max(last.content.end, 0 if last.borrowed else _reported(last))
    if page.text[end : quotation.span.start].strip(_MARKS) or not _is_paragraph(page, quotation.span):
        return False
    if last.borrowed and last.content.text.rstrip().endswith("?") and earlier.source != last.source:
        return True
    return quotation.inner.of(page.text).rstrip().endswith("?") and _asks(page, earlier, last)


def _reported(link: Link) -> int:
    """Return where cue and source end, 0 without either."""
    return max((part.end for part in (link.cue, link.source) if part is not None), default=0)


def _only_subject(page: ClaimText, paragraph: int, last: Sentence) -> Source | None:
    """Return the only subject that can speak in the sentences before the last: "[Lee]s ran it. It was sold. “No.”"."""
    before = page.sentences.over(Span(paragraph, last.span.start))[-_NEAR:] if paragraph < last.span.start else ()
    subjects = [_subject(page, each, each.root) for each in reversed(before) if each.span.start >= paragraph]
    found = [subject for subject in subjects if subject]
    return found[0] if len({subject.text for subject in found}) == 1 else None


def _led(page: ClaimText, start: int) -> Sentence | None:
    """Return the sentence of a quotation if it stands after a colon there: "Lee's answer was short: “No.”"."""
    sentence = page.sentences.at(start)
    led = sentence is not None and page.text[sentence.span.start : start].rstrip().endswith(":")
    return sentence if led else None


def _subject(page: ClaimText, sentence: Sentence, head: Word) -> Source | None:
    """Return the subject of a clause that can speak: "[Lee]s left", "For [Lee]s, it is over", "The views of [Lee]s"."""
    first = sentence.words[0]
    phrases = sentence.children(head, "obl", "nmod", "advcl") if first.text in ("For", "To") else ()
    speakers = [each for each in phrases if first in sentence.children(each, "case")]
    # "[Lee]s's verdict: “…”" has no verb
    subject = subject_of(sentence, head) or (head if is_listed(head, "words_spoken") else None)
    if subject is not None:
        if subject.upos == "NOUN" and is_listed(subject, "words_spoken"):
            nouns = sentence.children(subject, "nmod")
            speakers += [each for each in nouns if each.deprel == "nmod:poss"]
            speakers += [each for each in nouns if dependent(sentence, each, ("of", "from", "by"), "case")]
        speakers.append(subject)
    speaker = next((word for word in speakers if _can_speak(sentence, word)), None)
    return None if speaker is None or page.in_direct_speech(first) else _phrase(page, sentence, speaker)


def _phrase(page: ClaimText, sentence: Sentence, head: Word) -> Source | None:
    """Return the noun phrase of a speaker."""
    spans = spans_of(sentence, sentence.descendants(head, without=("case", "acl", "parataxis", "cop", "advcl")))
    return Source.of(page.text, *spans) if spans else None


def _can_speak(sentence: Sentence, word: Word) -> bool:
    if word.upos == "PROPN":
        labels = [entity.label for entity in sentence.entities if entity.first <= word.index < entity.last]
        return not labels or labels[0].upper().startswith(("PER", "ORG", "NORP"))
    if word.upos == "NOUN":
        # "his predecessor, Ida Vale"
        names = (each for each in sentence.children(word, "appos") if each.upos == "PROPN")
        return is_among(word, speaking_nouns()) or any(_can_speak(sentence, name) for name in names)
    return word.upos == "PRON" and is_among(word, word_list("speaking_pronouns"))
