"""Sources connected by a mark: headlines, alerts, evidence in court, signed quotations, name labels, transcripts.

They need words and quotations; the tree only shows who acts in a headline, and the auxiliaries of "has heard".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

import regex
from attrs import evolve

from quoteattr.lexicon import any_of, load_table
from quoteattr.lexicon.cues import entries_of, entries_of_cue, nouns, signs, speaking_nouns, titles, verbs, word_list
from quoteattr.link.clauses import has_verb, is_among, is_listed, is_punctuation, is_time, trimmed
from quoteattr.link.page import Alert, ClaimText, Proposal
from quoteattr.link.polarity import act_of
from quoteattr.model import TRANSCRIPT, Span
from quoteattr.tree import Sentence, Word

SIGNED, COURT = "signed quotation", "court"
HEADLINE_DASH, HEADLINE_COMMA, HEADLINE_SUBJECT = "headline dash", "headline comma", "headline subject"
SURE = frozenset({SIGNED, TRANSCRIPT, HEADLINE_COMMA, HEADLINE_SUBJECT, COURT})  # rules that are surer than the network
_LONGEST_SOURCE = 6  # words
_LONGEST_TIME = 3  # words: "on Monday morning"
_FEWEST_WORDS = 3  # of what a headline says before ", police say"
_LONGEST_LABEL = 100  # characters before a colon or dash and a quotation
_BEFORE_QUOTATION = regex.compile(r"(?P<mark>:|(?<=\s)[-–—]{1,2})\s*$")
_LONGEST_LINE = 200  # characters of a line in which a name is looked for
_OUTSIDE = " \t\xa0\r\"“”'‘’"
# "TAPPER: …", "“PENCE: …" (a quoted transcript opens its marks again on each line), "Alex Seitz-Wald: …", "Q: …"
_LABEL = regex.compile(
    r"[\s\"“”'‘]*+(?P<name>\p{Lu}[\w.’'-]*+(?: [\p{Lu}(][\w.,’')-]*+){0,4}(?:(?<=,)(?: [\p{L}&(][\w.,’'&)-]*+){1,8})?)"
    r"(?P<mark>:)(?P<said>[\s\"“”'‘’]*+\S.*)$"
)
# "Q. …", "A. …"
_ANSWER_LABEL = regex.compile(r"(?<![^\n])[\s\"“”'‘]*+(?P<name>[QA])(?P<mark>\.)(?P<said>[\s\"“”'‘’]++\S.*)$")
# "Mr. VOSS. …", "Ms. OKONKWO-REED. …", "Mr. LEE of Utah. …", "The SPEAKER pro tempore. …", "Mr. Voss [continuing]. …"
_STOP_LABEL = regex.compile(
    r"(?<![^\n])[^\S\n]*+(?P<name>\p{Lu}\p{L}*+\.?(?: \p{Lu}(?:[\p{L}'’-]++|\.)){1,4}"
    r"(?: of \p{Lu}\p{L}++(?: \p{Lu}\p{L}++)*| pro tempore)?)"
    r"(?: ?[\[(][^\])\n]{1,40}[\])])?(?P<mark>\.)(?P<said>(?:[-–—]{1,2}|[^\S\n])[\s\"“”'‘’]*+\S.*)$"
)
_CAPITAL_NAME = regex.compile(r"(?:\p{Lu}\p{Ll}{1,2}|\p{Lu}['’])?\p{Lu}[\p{Lu}'’-]++")  # "VOSS", "McCARTHY"
_ASIDE = regex.compile(r"[\s\"“”'‘]*+[(\[].*[)\]][\s.\"“”'’]*$")  # "(CROSSTALK.)", "[Applause]"
_LINE = regex.compile(r"^[^\n]++", regex.MULTILINE)
# "— Ida Vale (@idavale) May 4, 2021", below a post that is embedded in an article or at its end
_POSTER = regex.compile(
    r"(?<![^\s])(?P<mark>[–—―]|--)[^\S\n]?+(?P<name>[^\s@()][^\n@()]{0,79}+(?<=\s))\(@\w{1,30}+\)"
    r"[^\S\n]++(?:\p{Lu}\p{L}++\.? \d{1,2}, \d{4}|\d{1,2} \p{Lu}\p{L}++\.? \d{4})[^\S\n]*+$",
    regex.MULTILINE,
)
_ADDRESSES = ("http://", "https://", "pic.twitter.com/")  # at the end of a post
_MOST_ADDRESSES = 4
_STATEMENT = regex.compile(r"[^;]*[^;\s]")
_FEWEST_TURNS = 3
_IN_TITLES = frozenset({"ADP", "CCONJ", "DET", "PART"})  # parts of speech that titles write small


def sign_proposals(page: ClaimText) -> list[Proposal]:
    """Return all claims by marks on the page, headlines first."""
    headlines = [part.span for part in page.parts if part.kind == "headline"]
    lines = (*headlines, *(alert.inner for alert in page.alerts))
    statements = (each.span() for line in lines for each in _STATEMENT.finditer(page.text, line.start, line.end))
    found = [
        *chain.from_iterable(_after_comma(page, Span(*statement)) for statement in statements),
        *chain.from_iterable(_of_line(page, line) for line in headlines),
        *chain.from_iterable(_of_line(page, alert.inner, alert) for alert in page.alerts),
        *chain.from_iterable(_heard(page, sentence) for sentence in page.searched),
        *_turns(page), *_signed_quotations(page), *_embedded_posts(page), *_named_quotations(page),
    ]  # fmt: skip
    return [each for each in found if each.rule == TRANSCRIPT or page.is_searched(each.cue[0].start)]


def _match(page: ClaimText, cue: Span, source: Span, content: Span, rule: str) -> Proposal:
    return Proposal((cue,), "", (_bare(page, source),), (_bare(page, content),), "speech", "asserted", rule)


def _bare(page: ClaimText, span: Span, outside: str | None = None) -> Span:
    """Return the span without space, or other characters, at its ends."""
    inner = span.of(page.text)
    start = span.start + len(inner) - len(inner.lstrip(outside))
    return Span(start, max(start, span.start + len(inner.rstrip(outside))))


def _of_line(page: ClaimText, line: Span, alert: Alert | None = None) -> Iterator[Proposal]:
    """Yield the claim of a headline or an alert: "{Talks to resume} - [Kremlin]s", "[Kremlin]s on gas: {it is on}"."""
    for source, cue, content, form in _halves(page, line):
        words, clause, speaks = page.words_over(content), _is_clause(page, content), _speaks(page, source)
        if alert is not None:
            defined = bool(words) and words[0].text.islower()  # "- Orbtool: decodes the resources"
            said = len(words) > 1 and (alert.capitals or clause) and speaks and not defined
        else:
            labelled = bool(words) and is_listed(words[-1], "labels")  # "A heron. Photograph: Pilar Vega"
            said = clause or form in ("quotation", HEADLINE_SUBJECT) or (form == "dash" and len(words) > 2 and speaks)
            said = said and not labelled and (form != "label" or speaks)
        if said and _is_source(page, source):
            rule = {"dash": HEADLINE_DASH, HEADLINE_SUBJECT: HEADLINE_SUBJECT}.get(form, "headline colon")
            yield _match(page, cue, source, content, "alert" if alert else rule)
            return


def _after_comma(page: ClaimText, line: Span) -> Iterator[Proposal]:
    """Yield "{Bus firm hid faults}, [documents]s [show]c", "{Fees must go}, [says]c [Lee]s", "{It}, [court told]c"."""
    words = page.words_over(line)
    comma = next((number for number in range(len(words) - 1, 0, -1) if words[number].text == ","), 0)
    tail = words[comma + 1 :]
    if comma < _FEWEST_WORDS or not 2 <= len(tail) <= _LONGEST_SOURCE + 1:
        return
    quoted = page.quotations.at(words[0].span.start)
    inverted = _is_inverted(page, words[:comma], tail)
    *source, cue = (*tail[1:], tail[0]) if inverted else tail
    heard = is_listed(cue, "hearing") and is_listed(source[-1], "courts")
    says = cue.text.lower() in _reporting_forms() and source[0].upos not in ("ADP", "SCONJ", "CCONJ")
    clause = has_verb(source) or source[-1].upos in ("PART", "ADP")  # "…, director to confirm"
    whole = quoted is None or (inverted and quoted.span.end == words[comma - 1].span.end)
    if whole and (heard or says) and not clause:
        found = _ending(words[:comma], source, cue, HEADLINE_COMMA)
        content = (quoted.inner,) if quoted else found.content
        yield evolve(found, act="speech" if heard else act_of(cue), content=content)


def _is_inverted(page: ClaimText, said: Sequence[Word], tail: Sequence[Word]) -> bool:
    """Return True for ", says farmer", not for ", cautions drivers", nor ", warn parents" after "Police arrest 12"."""
    cue, *source = tail
    head = next((one for one, two in pairwise(source) if two.upos == "ADP"), source[-1])  # "mum of three"
    forms, form, kinds = _reporting_forms(), cue.text.lower(), load_table("source_kinds")
    verbal = cue.upos == "VERB" or (cue.upos == "NOUN" and has_verb(said))
    if not verbal or form not in forms or source[-1].text.lower() in forms or is_punctuation(source[0]):
        return False
    agent = head.base.removesuffix("s").endswith(tuple(kinds["agents"]))
    singular = form.endswith("s")
    # a verb that takes an addressee may share a subject that can speak
    entries, plural = entries_of(cue, verbs()), said[0].xpos.endswith("S") or is_among(said[0], kinds["groups"].split())
    addresses = any(each.addressee or "person+to" in each.takes or each.act == "thought" for each in entries)
    shares = addresses and plural != singular and _speaks(page, said[0].span)
    agrees = not (singular and head.xpos.endswith("S")) and (not shares or any(word.upos == "AUX" for word in said))
    return agrees and (agent or _speaks(page, Span(source[0].span.start, head.span.end)))


def _ending(said: Sequence[Word], source: Sequence[Word], cue: Word, rule: str, first: Word | None = None) -> Proposal:
    """Return the claim of words before "court told", whose cue has no source, or "court heard" (from ``first`` on)."""
    passive = cue.text.lower() == "told"
    own = Span((source[0] if passive else first or cue).span.start, cue.span.end)
    speaker = () if passive else (Span(source[0].span.start, source[-1].span.end),)
    content = Span(said[0].span.start, said[-1].span.end)
    return Proposal((own,), cue.base, speaker, (content,), "speech", "asserted", rule)


def _heard(page: ClaimText, sentence: Sentence) -> Iterator[Proposal]:
    """Yield the evidence in "{He texted a friend}, [a court]s [has heard]c", "{He texted}, [a court was told]c"."""
    words = sentence.words
    last = words[-_LONGEST_TIME - 3 :]  # a time, and marks at the end
    heard = next((word for word in reversed(last) if is_listed(word, "hearing")), None)
    comma = next((word for word in reversed(words[: heard.index]) if word.text == ","), None) if heard else None
    if heard is None or comma is None or comma.index < _FEWEST_WORDS or page.quotations.at(words[0].span.start):
        return
    said, after = words[: comma.index], trimmed(words[heard.index + 1 :])
    court = [word for word in words[comma.index + 1 : heard.index] if word.upos != "AUX"]
    timed = not after or (len(after) <= _LONGEST_TIME and is_time(after[-1]))
    if court and is_listed(court[-1], "courts") and timed and has_verb(said):
        yield _ending(said, court, heard, COURT, words[heard.index - len(sentence.children(heard, "aux"))])


@cache
def _reporting_forms() -> frozenset[str]:
    """Return the present forms of verbs that report a clause: "say", "says"."""
    lemmas = (lemma for lemma, entries in verbs().items() if any("clause" in entry.takes for entry in entries))
    return frozenset(lemma + ending for lemma in lemmas for ending in ("", "s", "es"))


def _halves(page: ClaimText, line: Span) -> Iterator[tuple[Span, Span, Span, str]]:
    """Yield source, mark and content that the last dash of a line parts, else its first colon, the likeliest first."""
    for form, closing in (("content-source", r"\s?(?=\S)"), ("source-content", r"\s(?=\S)")):
        dash = form == "content-source"
        marks = [regex.escape(mark.rstrip()) + closing for mark in signs(form)]
        found = [*regex.finditer("|".join(marks), page.text, pos=line.start, endpos=line.end)]
        for mark in found[-1:] if dash else found[:1]:
            left, right = Span(line.start, mark.start()), Span(mark.end(), line.end)
            cue = _bare(page, Span(*mark.span()))
            if not dash:
                words = page.words_over(left)  # "[Lee]s" of "Lee on tax"
                entries = (entry for word in words if word.upos == "VERB" for entry in entries_of(word, verbs()))
                reports = any(entry.takes & {"clause", "quotation"} for entry in entries)
                subject = _acting(page, right, left) if has_verb(words) and not reports else None
                if subject is not None:
                    yield subject, cue, right, HEADLINE_SUBJECT
                topics = () if has_verb(words) else [word for word in words[1:] if is_listed(word, "headline_topics")]
                topic = _bare(page, left).of(page.text) in load_table("countries")["demonyms"]  # "Kenya: …"
                if not topic and page.quotations.at(_bare(page, left).start) is None:
                    yield Span(left.start, topics[0].span.start) if topics else left, cue, right, "label"
            reacting = _acting(page, left, right)
            yield reacting or right, cue, left, "quotation" if reacting else "dash" if dash else "colon"


def _acting(page: ClaimText, quoted: Span, clause: Span) -> Span | None:
    """Return who acts or reacts, but for titles: "‘We lost’: [Lee]s rues", "“…” - [Vale]s on it", "[Ida]s: “…”"."""
    quotation, words = page.quotations.at(_bare(page, quoted).start), page.words_over(clause)
    said = page.words_over(quoted) if quotation is not None and words else []
    plain = [each for each in (said, words) if any(e.text[:1].islower() and e.upos not in _IN_TITLES for e in each)]
    # where the whole headline is written like a title, a pronoun and a verb make a quotation
    title = said not in plain and (bool(plain) or not (has_verb(said) and any(e.upos == "PRON" for e in said)))
    if quotation is None or title or quotation.span.end < _bare(page, quoted).end:
        return None
    sentence = page.sentences.over(words[0].span)[0]
    head = sentence.head_of([word for word in words if word in sentence.words])
    topics = [word for word in words[1:] if is_listed(word, "headline_topics")]
    # in "‘Nothing is left’: abbey sells its hall" the tree may find the subject in the quotation
    if not (subjects := [each for each in sentence.children(head, "nsubj", "nmod:poss") if each in words]):
        return Span(clause.start, topics[0].span.start) if topics else None
    phrase = sentence.descendants(subjects[0], without=("case", "acl", "nmod", "advcl", "punct"))
    source = Span(words[0].span.start, phrase[-1].span.end)
    return source if sentence.descendants(subjects[0])[0] == words[0] and _speaks(page, source) else None


def _words(page: ClaimText, span: Span) -> list[Word]:
    return [word for word in page.words_over(span) if not is_punctuation(word)]


def _speaks(page: ClaimText, span: Span) -> bool:
    """Return True if a short phrase ends with a noun of people, organisations or reports, or holds a name of one."""
    words = _words(page, span)
    single = words[0] if len(words) == 1 else None
    acronym = single is not None and single.upos == "PRON" and single.text.isupper()  # "WHO"
    noun = bool(words) and (is_among(words[-1], speaking_nouns()) or entries_of(words[-1], nouns()))
    if noun or acronym or (single and single.upos == "PROPN"):
        return True
    labels = [e.label.upper() for s in page.sentences.over(span) for e in s.entities if e.span.overlaps(span)]
    named = any(label.startswith(("PER", "ORG")) for label in labels)
    return named and not any(is_listed(word, "headline_topics") for word in words)


def _is_clause(page: ClaimText, span: Span) -> bool:
    """Return True if the span is a statement: it holds a verb, and three words at least."""
    words = _words(page, span)
    return len(words) >= 3 and has_verb(words)


def _is_source(page: ClaimText, span: Span) -> bool:
    """Return True if the span may name a speaker: a short noun phrase with a name or a noun for speakers in it."""
    words, text = _words(page, span), _bare(page, span).of(page.text)
    quoted = page.quotations.at(_bare(page, span).start) is not None
    if not 0 < len(words) <= _LONGEST_SOURCE or quoted or text.lower() in word_list("labels"):
        return False
    if len(words) == 1 and text.isupper() and len(words[0].text) > 1:
        return words[0].text.isalpha()  # "WHO", independent of its tag
    noun_phrase = words[-1].upos in ("PROPN", "NOUN") and words[0].upos in ("PROPN", "NOUN", "ADJ", "DET")
    other = has_verb(words) or any(word.upos == "NUM" for word in words) or any(mark in text for mark in ",;?!")
    return noun_phrase and not other


def _signed_quotations(page: ClaimText) -> Iterator[Proposal]:
    """``"{…}" ― [Ana Ruiz]s``, on one line or with the name on the next."""
    for quotation in page.quotations:
        found = _signature().match(page.text, quotation.span.end)
        before = page.text[page.line_start(quotation.span.start) : quotation.span.start]
        if found is not None and not any(map(str.isalnum, before)):
            name = Span(*found.span("name"))
            titled = page.part_kind(quotation.span.start) == "headline"
            source = (_acting(page, quotation.span, name) if titled else None) or _leading_name(page, name)
            if source is not None:
                yield _match(page, Span(*found.span("mark")), source, quotation.span, SIGNED)


def _embedded_posts(page: ClaimText) -> Iterator[Proposal]:
    """Yield the line above "— [Ida Vale]s (@idavale) May 4, 2021", or before it: posts have no quotation marks."""
    for found in _POSTER.finditer(page.text):
        end = found.start()
        while end and page.text[end - 1].isspace():
            end -= 1
        post = _without_addresses(page, Span(page.line_start(end), end))
        if any(map(str.isalnum, post.of(page.text))) and page.quotations.at(_bare(page, post).start) is None:
            yield _match(page, Span(*found.span("mark")), Span(*found.span("name")), post, SIGNED)


def _without_addresses(page: ClaimText, post: Span) -> Span:
    """Return a post without links at its end."""
    for _ in range(_MOST_ADDRESSES):
        last = post.of(page.text).rsplit(maxsplit=1)[-1:]
        if not last or not last[0].startswith(_ADDRESSES):
            break
        post = _bare(page, Span(post.start, post.end - len(last[0])))
    return post


@cache
def _signature() -> regex.Pattern[str]:
    marks = any_of(signs("quotation-source"))
    return regex.compile(rf"[^\S\n]*+(?:\n[^\S\n]*+)?(?P<mark>{marks})(?P<name>[^\n]{{0,{_LONGEST_LINE}}})")


def _leading_name(page: ClaimText, line: Span) -> Span | None:
    """Return the name that a line begins with, up to its first comma or bracket, unless the line is a sentence."""
    words = [word for word in page.words_over(line) if word.span.start >= line.start]
    inside = [has_verb([w]) or (is_punctuation(w) and w.text not in (".", "-", "’", "'")) for w in words[:10]]
    name = words[: [*inside, True].index(True)]
    sentence = has_verb(words[: len(name) + 1])
    while name and is_punctuation(name[-1]):
        name.pop()
    if sentence or not any(word.upos == "PROPN" or word.text[:1].isupper() for word in name[:3]):
        return None
    return Span(name[0].span.start, name[-1].span.end)


def _named_quotations(page: ClaimText) -> Iterator[Proposal]:
    """``[Ana Ruiz]s: "{…}"`` and ``[Ana Ruiz, 43, nurse]s – "{…}"`` at the beginning of a line."""
    for quotation in page.quotations:
        mark = _BEFORE_QUOTATION.search(page.text, max(0, quotation.span.start - 5), quotation.span.start)
        if mark is None:
            continue
        label = _bare(page, Span(page.line_start(mark.start()), mark.start()))
        words = page.words_over(label) if len(label) <= _LONGEST_LABEL else []
        reports = any(word.upos in ("VERB", "NOUN") and entries_of_cue(word) for word in words)
        plain = mark["mark"] == ":" and _is_source(page, label)
        if words and ((plain and not reports) or _is_profile(page, label)):
            yield _match(page, Span(*mark.span("mark")), label, quotation.span, "name and colon")


def _is_profile(page: ClaimText, span: Span) -> bool:
    """Return True for a name with what somebody is, between commas: "Ana Ruiz, 43, nurse", "Ana Ruiz, Wrexham"."""
    words = page.words_over(span)
    comma = next((number for number, word in enumerate(words) if word.text in (",", "(")), 0)
    states = has_verb(word for word in words if word.relation != "amod")  # not "retired teacher"
    if states or not 2 <= comma <= _LONGEST_SOURCE:
        return False
    return all(word.upos == "PROPN" and word.text[:1].isupper() for word in (words[0], words[comma - 1]))


def _turns(page: ClaimText) -> list[Proposal]:
    """Return the turns of a transcript: "[TAPPER]s: {Will he run?}", "[Mr. VOSS]s. {It is.}".

    Its labels have one form. At least two speakers, by the last words of their names, take at least three turns, one of
    them two, and most of what they say has a verb or is a question, unlike results ("Clinton: 547", "Sanders: 46"). A
    question and its answer are enough, and so are answers of one speaker to questions without a label.
    """
    found = max((_labelled(page, label) for label in (_LABEL, _STOP_LABEL, _ANSWER_LABEL)), key=len)
    names = Counter(turn.source[0].of(page.text).partition(",")[0].split()[-1] for turn in found)
    said = (turn.content[0] for turn in found)
    stated = sum(span.of(page.text).endswith("?") or has_verb(page.words_over(span)) for span in said)
    if len(found) >= _FEWEST_TURNS and 1 < len(names) < len(found) and 2 * stated >= len(found):
        return found
    if len(names) == len(found) == 2 and all(_is_source(page, turn.source[0]) for turn in found):
        asked, answer = found
        between = page.text[asked.content[-1].end : answer.source[0].start]
        if asked.content[-1].of(page.text).rstrip(_OUTSIDE).endswith("?") and not between.strip(_OUTSIDE + "\n"):
            return found
    above = (page.text[: page.line_start(turn.source[0].start)] for turn in found)
    if len(found) < 2 or len(names) > 1 or not all(before.rstrip(_OUTSIDE + "\n").endswith("?") for before in above):
        return []
    further = ([span for span in turn.content[1:] if not span.of(page.text).endswith("?")] for turn in found)
    return [evolve(turn, content=(turn.content[0], *spans)) for turn, spans in zip(found, further, strict=True)]


def _labelled(page: ClaimText, form: regex.Pattern[str]) -> list[Proposal]:
    """Return the lines with a label of one form, each with the unlabelled paragraphs between it and the next."""
    found: list[Proposal] = []
    unlabelled: list[Span] = []
    for line in _LINE.finditer(page.text):
        if page.part_kind(line.start()) not in ("body", "caption") or not any(map(str.isalnum, line.group())):
            continue
        label = form.match(page.text, *line.span())
        if label is not None and (form is not _STOP_LABEL or _is_titled(label["name"])):
            if found:
                found[-1] = evolve(found[-1], content=(*found[-1].content, *unlabelled))
            mark, name, said = (Span(*label.span(part)) for part in ("mark", "name", "said"))
            found.append(_match(page, mark, name, _bare(page, said, _OUTSIDE), TRANSCRIPT))
            unlabelled = []
        elif not _ASIDE.match(page.text, *line.span()):
            unlabelled.append(_bare(page, Span(*line.span()), _OUTSIDE))
    return found


def _is_titled(label: str) -> bool:
    """Return True for a title with a surname, or "The" with a title: "Mr. VOSS", "Senator Lee", "The CHAIRMAN"."""
    title, *names = label.partition(" of ")[0].removesuffix(" pro tempore").split()
    if title == "The":
        return all(name.isupper() or name.lower() in titles() for name in names)
    capitals = not title.isupper() and any(_CAPITAL_NAME.fullmatch(name) for name in names)
    return capitals or title.rstrip(".").lower() in titles()
