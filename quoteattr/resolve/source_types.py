"""The source type of a speaker (the categories of newsroom source audits), and the organisation that it represents.

A source is anonymous only where the text says that anonymity was asked for or granted; "a senior official" alone is an
unnamed person. A spokesperson and a document lead to an organisation: "a spokeswoman for Nordair", "an Orbel/NRK poll",
"the county's letter", and "the survey" after the poll.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import regex as re
from attrs import evolve

from quoteattr.lexicon import load_table
from quoteattr.lexicon.cues import entries_of, people_nouns, verbs
from quoteattr.model import Cover, Passage, Span, Speaker
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import SentenceContext
from quoteattr.resolve.anaphora import document_classes
from quoteattr.resolve.mentions import Mention, Place, SentenceIndex
from quoteattr.resolve.names import NameSpan, display
from quoteattr.tree import Sentence, Word

Contents = Mapping[Place, Cover]  # what a source says, by its place
Owner = Callable[[Span], str | None]  # returns the organisation that a word before a document refers to: "*its* report"

_REACH = 30  # the most sentences between a document and its issuer
_NEAR = 2  # the same, where a verb says that it was issued

_REASON = re.compile(
    r"[\s,]*\b(?:(?:because(?: of)?|since|as|citing|due to|owing to|while)\s"
    r"|(?=(?:out of|fearing|for|in order to|so as to|to)\s))"
    r"(?P<reason>[^;\n\"“”]+?)(?=,?\s(?:said|told|added|wrote|says|according)\b|[.;\"“”\n]|\Z)",
    re.IGNORECASE,
)
_ONE_OF_THEM = ("one of them", "one of the", "another of them", "the other")
_NOT_ALLOWED = re.compile(
    r"\b(?P<reason>(?:was|were|is|are)(?:\snot|n['’]t)\s(?:authori[sz]ed|allowed|permitted)\sto\s[^,.;]{3,80}?)"
    r"(?=[,.;]|\sand\s|\sso\s|\Z)",
    re.IGNORECASE,
)


def with_source_type(
    page: SentenceIndex,
    speaker: Speaker,
    mentions: Sequence[Mention],
    names: Mapping[str, str],
    named: bool,
    contents: Contents,
    reported: Cover,
    owner: Owner,
) -> Speaker:
    """Return a speaker with its type, the organisation that it represents and the reason for its anonymity.

    ``mentions`` are those that are sources, in text order; ``names`` has the fullest one for each name of an
    organisation in the text. ``named``: the speaker has a name. ``reported`` is what all sources say.
    """
    if speaker.kind == "document" or (named and _is_document(speaker, mentions)):
        issuer = _issuer(page, mentions, owner)
        organization = names.get(issuer, issuer) if issuer else None
        return evolve(speaker, type="document", affiliation=issuer, organization=organization)
    if speaker.kind == "organization":
        return evolve(speaker, type="organization")
    represented = represented_by(speaker)
    if named and speaker.kind == "person":
        return evolve(speaker, type="person", organization=represented)
    if speaker.members:
        body = any(member in names or member in names.values() for member in speaker.members)
        return evolve(speaker, type="organization" if body else "person")
    # "police said" is an institution, "the associations said" several
    bodies = (each for each in mentions if each.noun in wordlists.organisation_nouns())
    if speaker.kind == "group" and any(each.noun in each.text.lower().split() for each in bodies):
        return evolve(speaker, type="organization")
    marker = next(_anonymity(page, mentions, contents, reported), None)
    if marker is not None:
        return evolve(speaker, type="anonymous", organization=represented, anonymity=_reason(page.text, *marker))
    several = speaker.kind == "group" or any(mention.plural for mention in mentions[:1])
    return evolve(speaker, type="unnamed_group" if several else "unnamed_person", organization=represented)


def _is_document(speaker: Speaker, mentions: Sequence[Mention]) -> bool:
    """Return True for a named document: "the Clean Water Act", "the Orbel Report"."""
    if speaker.kind not in ("organization", "document"):
        return False
    words, table = speaker.name.lower().split(), load_table("source_kinds")
    body = " ".join(words[-2:]) in table["surveying"]  # "the US Geological Survey"
    named = not body and bool(words) and words[-1] in table["named_documents"]
    return named and all(mention.name_kind != "person" for mention in mentions)


def represented_by(speaker: Speaker) -> str | None:
    """Return the organisation that a spokesperson speaks for."""
    for role in speaker.roles:
        place = role.affiliation
        if place is not None and place.kind != "person" and _speaks_for_others(role.text):
            return place.name if place.name.lower() not in wordlists.general_organisation_nouns() else None
    return None


def _speaks_for_others(role: str) -> bool:
    """Return True for "spokesman", "press secretary" and "director of communications"."""
    words = [word.strip(".,") for word in role.lower().split()]
    spokespersons, fields, offices = map(wordlists.role_words, ("spokespersons", "speaking_fields", "speaking_offices"))
    named = not fields.isdisjoint((*words, *map(" ".join, pairwise(words))))
    return not spokespersons.isdisjoint(words) or (named and not offices.isdisjoint(words))


# Anonymity


def _anonymity(
    page: SentenceIndex, mentions: Sequence[Mention], contents: Contents, reported: Cover
) -> Iterator[tuple[Span, Span]]:
    """Yield the spans where anonymity is asked for or granted next to a mention, outside its words, with sentences.

    Not that of the source around it: "[An aide]s1, who asked not to be named, said {[the mayor]s2 denied {…}2}1".
    """
    nouns = [mention.noun for mention in mentions]
    for mention in mentions:
        if mention.sentence < 0:
            continue
        sentence = page.sentences[mention.sentence].span
        said, inside = contents.get(mention.place, Cover(())), reported.contains(mention.span)
        found = wordlists.keeping_unnamed().finditer(page.text, sentence.start, sentence.end)
        spans = ((each, Span(*each.span())) for each in found)
        own = (each for each, span in spans if not said.contains(span) and reported.contains(span) == inside)
        marker = next(own, None)
        if marker is not None:
            sentence = Span(sentence.start, _end_of_clause(page, mention, marker.end()))
        before = page.sentences[max(0, mention.sentence - 1)].span
        if marker is None and mention.text.lower().startswith(_ONE_OF_THEM):
            # "Two nurses, who asked not to be named, said it rained. “It snowed,” one of them said."
            marker = wordlists.keeping_unnamed().search(page.text, before.start, before.end)
        if marker is not None:
            yield Span(*marker.span()), sentence if marker.start() >= sentence.start else before
        elif mention.sentence + 1 < len(page.sentences):
            # "An official said it rained. (She said so twice.) The official spoke on condition of anonymity."
            following = page.sentences[mention.sentence + 1]
            marker = wordlists.keeping_unnamed().search(page.text, following.span.start, following.span.end)
            subject = next((word for word in following.words if word.relation == "nsubj"), None)
            if marker is None or subject is None:
                continue
            person, number, _ = wordlists.pronouns().get(subject.text.lower(), ("", "", ""))
            again = person == "third" and number in ("plural" if mention.plural else "singular", "plural")
            if again or subject.text.lower() in nouns or subject.base in nouns:
                yield Span(*marker.span()), following.span


def _end_of_clause(page: SentenceIndex, mention: Mention, start: int) -> int:
    """Return where the verb of a mention begins, if that is after ``start``, else the end of the sentence."""
    context, head = page.at(mention)
    verb = context.parent(head, "nsubj")
    words = [] if verb is None else [verb, *context.children(verb, "aux", "advmod")]
    return min((word.span.start for word in words if word.span.start > start), default=context.sentence.span.end)


def _reason(text: str, marker: Span, sentence: Span) -> Passage | None:
    """Return the reason for anonymity: what "because" leads in after it, or "not authorised" before it."""
    match = _REASON.match(text, marker.end, sentence.end) or _NOT_ALLOWED.search(text, sentence.start, sentence.end)
    if match is None or match.start() > marker.end:
        return None
    start, end = match.span("reason")
    end = start + len(text[start:end].rstrip(" ,\n"))
    return Passage.of(text, Span(start, end)) if end - start > 2 else None


# The issuer of a document


def _issuer(page: SentenceIndex, mentions: Sequence[Mention], owner: Owner) -> str | None:
    """Return who issued a document, by one of its mentions or an earlier document of its class."""
    placed = [mention for mention in mentions if mention.sentence >= 0]
    for mention in placed:
        if found := _issuer_at(*page.at(mention), owner):
            return found
    first = placed[0] if placed else None
    if first is None or not (first.definite or first.form == "pronoun"):
        return None
    context, word = page.at(first)
    if any(child.upos != "PRON" for child in context.children(word, "nmod:poss")):  # "Lund's brief"
        return None
    # "an Orbel poll … the survey"
    kin, makes = document_classes().get(first.noun, frozenset((first.noun,))), load_table("source_kinds")["making"]
    for index in range(first.sentence, max(-1, first.sentence - _REACH), -1):
        context = page.contexts[index]
        near = first.sentence - index <= _NEAR
        for word in reversed(context.words):
            before = word.span.start < first.span.start
            if before and word.upos in ("NOUN", "PROPN") and (word.base in kin or word.text.lower() in kin):
                found = _issuer_at(context, word, owner)
            elif before and near and word.upos == "VERB" and (word.base == first.noun or makes.get(word.base) in kin):
                found = _subject(context, word, owner)  # "sued … the lawsuit", "surveyed voters … the survey"
            else:
                continue
            if found:
                return found
    return None


def _issuer_at(context: SentenceContext, noun: Word, owner: Owner) -> str | None:
    """Return the issuer in the phrase of a document: its owner, its modifiers, an agent, for whom a poll was made."""
    for child in context.children(noun, "nmod:poss"):
        if (named := owner(child.span)) or child.upos != "PRON":
            return named or _organisation(context, child)
    if modifiers := _modifiers(context, noun):
        return modifiers
    client: str | None = None
    for word in context.sentence.descendants(noun, without=("appos", "conj", "parataxis", "acl:relcl", "advcl")):
        # "from analytics firm Kpler", where the tree attaches "from" to "firm"
        titles = (word, *context.children(word, "nmod:desc", "compound"))
        case = [each.text.lower() for title in titles for each in context.children(title, "case")]
        above = context.parent(word)
        if word.index <= noun.index or not case or above is None:
            continue
        direct = word.head == noun.index and word.relation == "nmod"
        polled = word.relation == "nmod" and context.kinds.get(above.index) == "person"  # "a poll of nurses by Nordair"
        made = word.relation == "obl" and above.base not in load_table("source_kinds")["finders"]
        agent = case[0] == "by" and (direct or polled or made)
        topical = noun.base in load_table("source_kinds")["about"]  # "a survey of Orbel"
        owned = case[0] == "of" and ((direct and not topical) or above.text == "behalf")
        ordered = case[0] == "for" and (direct or made) and noun.base in wordlists.ordered_documents()
        found = None
        if owned:  # "minutes of the Bank of Orbel", "minutes of the Council's meeting"
            owners = (word, *context.children(word, "nmod:poss"))
            found = next((_organisation(context, each) for each in owners if context.in_run(each)), None)
        elif agent or ordered or (direct and case[0] == "from"):
            found = _organisation(context, word)
        if found and not ordered:
            return found
        client = client or found
    return client or _sender(context, noun, owner)


def _sender(context: SentenceContext, noun: Word, owner: Owner) -> str | None:
    """Return the subject of "[the union] sent a letter" and of "in a memo, [the union] blamed suppliers"."""
    verb = context.parent(noun, "obj", "obl")
    if verb is None:
        return None
    issues = noun.relation == "obj" and verb.base in load_table("source_kinds")["issuing"]
    says = noun.relation == "obl" and _has_case(context, noun, "in") and entries_of(verb, verbs())
    return _subject(context, verb, owner) if issues or says else None


def _subject(context: SentenceContext, verb: Word, owner: Owner) -> str | None:
    """Return the organisation that is the subject of an active verb."""
    subjects = (each for each in context.children(verb, "nsubj") if each.deprel == "nsubj")
    return next((owner(each.span) or _organisation(context, each) for each in subjects), None)


def _has_case(context: SentenceContext, noun: Word, form: str) -> bool:
    return any(case.text.lower() == form for case in context.children(noun, "case"))


def _modifiers(context: SentenceContext, noun: Word) -> str | None:
    """Return the organisations directly before a document: "Orbel/NRK" of "an Orbel/NRK poll"."""
    before = [run for run in context.runs if run.last <= noun.index and _modifies(context.sentence, run, noun)]
    if before:
        words = context.words[before[0].first : before[-1].last]
        return wordlists.countries().get(display(words), display(words))
    for child in context.children(noun, "compound"):
        if child.index < noun.index and child.text.lower() in wordlists.organisation_nouns() - {"court"}:
            return child.text
    return None


def _modifies(sentence: Sentence, run: NameSpan, noun: Word) -> bool:
    """Return True for a name, not of people, that is a modifier before a noun."""
    if run.kind == "group" or (run.kind == "person" and run.last - run.first > 1):
        return False
    if run.kind == "place" and noun.upos == "PROPN":
        return False  # "the Orbel Climate Agreement"
    dated = any(word.text.rstrip(".") in wordlists.calendar() for word in run.words(sentence))  # "a Sept. 3 email"
    between = sentence.words[run.last : noun.index]
    apart = dated or any(word.upos in ("VERB", "ADP", "PUNCT") and word.text not in "/-–" for word in between)
    return not apart and noun in sentence.ancestors(run.head(sentence))


def _organisation(context: SentenceContext, head: Word) -> str | None:
    """Return the organisation or place that a phrase names or describes, None for people."""
    run = context.run_at(head)
    if run is not None:
        return None if run.kind == "person" else display(run.words(context.sentence))
    known = wordlists.organisation_nouns() | wordlists.organisation_heads() | wordlists.bodies()
    if head.text.lower() in known and (after := _name_after(context, head)) is not None:
        return display(after.words(context.sentence))
    if head.text.lower() not in known:  # "by a United Nations panel", "from researchers at Lund University"
        modifiers = () if head.base in people_nouns() else context.children(head, "compound")
        at = (each for each in context.children(head, "nmod") if _has_case(context, each, "at"))
        apposed = context.children(head, "appos")  # "by consultants Lund & Vale"
        named = (each for each in (*modifiers, *at, *apposed) if context.in_run(each))
        return next((found for each in named if (found := _organisation(context, each))), None)
    below = context.sentence.descendants(head, without=("case", "det", "acl", "appos", "conj", "cc", "punct", "nmod"))
    return display([word for word in below if word.upos != "PRON" and word.index <= head.index])


def _name_after(context: SentenceContext, noun: Word) -> NameSpan | None:
    """Return the name directly after a noun for an organisation: "ratings agency Fitch", "the insurer Aviva"."""
    first = noun.index + 1
    first += [word.text.lower() for word in context.words[first : first + 1]] == ["the"]
    run = next((each for each in context.runs if each.first == first), None)
    tied = run is not None and run.head(context.sentence).head in (noun.index, noun.head)
    return run if tied else None
