"""Roles of people, located as relations over the dependency tree.

A role is a noun of office with its modifiers. It belongs to a name in four constructions: it precedes it ("Kremlin
spokesman Dmitry Peskov"), follows it as an apposition ("Ana Ruiz, 45, the chief executive of Nordair"), has it as an
apposition ("Nordair's chief executive, Ana Ruiz"), or is predicated of it ("Ana Ruiz, who is a pilot", "Ruiz became
chairwoman"). A description ("a spokesman for Nordair") has roles of its own. What the phrase of a role says is read by
``affiliations``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile

import regex as re
from attrs import evolve, frozen

from quoteattr.model import Affiliation, Role, Span, outermost
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import (
    SentenceContext,
    affiliation_of,
    describes,
    first_modifier,
    full_title,
    has_relative_subject,
    held_by_name,
    held_in_clause,
    is_described,
    is_office,
    is_portfolio,
    may_be_person,
    office_noun,
    role_of,
    share_affiliation,
)
from quoteattr.resolve.names import (
    NameSpan,
    age_in,
    display,
    is_apposed,
    is_called,
    is_letters_of_office,
    is_served,
    is_tied,
    position_start,
)
from quoteattr.tree import Sentence, Word

_STOPS = frozenset(',;:()[]"“”—–')
_COMMAS = frozenset((",", "(", "—", "–", "-", "--"))
_MARKS = frozenset('“”"')
_NEGATIONS = frozenset(("not", "n't", "n’t", "no", "never"))
_LONGEST_FIELD = 6  # words of "for children and young people" before a title
_LONGEST_BRACKET = 4  # words between a title and a name: "(Law and Order)"
_MOST_TITLES = 4  # before a name
_AGE_BEFORE = re.compile(r"(?<!\d)(\d{1,3})[-‑ ]years?[-‑ ]old(?:\s+[\w-]+){0,4}\s*\Z")
_MOST_WORDS_AFTER_AGE = 8
_END = re.compile(r"\b(?:until|till|to|and)\s(?:\w+\s){0,2}(?:19|20)\d\d\b|\b(?:19|20)\d\d[-–](?:19|20)?\d\d\b")

_Title = tuple[Word, Role]


@frozen
class Office:
    """Roles, honorific and age that the text states next to one mention.

    ``role`` with ``affiliation`` (the name of the entity, None for "its") is the best of ``roles``, in text order;
    ``noun`` is its head, lower case. ``start`` is where the title before a name begins. ``held`` is an affiliation
    without a role ("Ana Ruiz of Nordair").
    """

    role: str | None = None
    affiliation: str | None = None
    honorific: str | None = None
    noun: str = ""
    start: int | None = None
    roles: tuple[Role, ...] = ()
    held: Affiliation | None = None
    age: int | None = None


NO_OFFICE = Office()


def office_of(context: SentenceContext, run: NameSpan) -> Office:
    """Return what is said of the person whose name is ``run``, by the words around it."""
    honorific, start, titles = _titles_before(context, run)
    name = run.head(context.sentence)
    heads = [*_nouns_after(context, run), *_nouns_above(context, run), *_predicated_nouns(context, name)]
    heads += [*_acting_as(context, name), *_appointed(context, run)]
    if not titles and not heads and (first := _first_of_several(context, run)):
        heads = [*filter(_is_plural, _nouns_above(context, first))]  # "the lawyers, Ida Vale and Omar Stone"
    letters = [*filter(is_letters_of_office, context.words[run.last : run.last + 1])]
    read = [*letters, *(noun for noun, _ in titles)]
    heads = [head for head in heads if head not in read]
    found = [role for _, role in titles] + [role for head in heads for role in _roles_of(context, head)]
    found += [role_of(context, word, word.index) for word in letters]
    found += filter(None, [None if found else _appointed_to(context, run)])
    heads += letters
    held, found = held_by_name(context, run, found or _role_in_court(context, run))
    roles = _outermost(found)
    best = best_role(roles)
    ages = [_age_of_name(context, run, titles), *(_age_before(context, head.index, head) for head in heads)]
    if titles:
        noun, title = titles[-1]
        best = next((role for role in roles if role.span == title.span), title)
        heads = [noun, *heads]
    return Office(
        role=best.text if best is not None else None,
        affiliation=_name_of(best.affiliation if best is not None else held),
        honorific=honorific,
        noun=office_noun(heads[0]) if heads else "",
        start=start,
        roles=roles,
        held=held,
        age=next(filter(None, ages), None),
    )


def office_in_phrase(context: SentenceContext, head: Word) -> Office:
    """Return what a phrase around the noun ``head`` says; empty if the noun is no office.

    An anonymous noun has an affiliation without a role: "a Downing Street source".
    """
    if not is_office(head):
        anonymous = head.upos == "NOUN" and head.base in wordlists.anonymous_nouns()
        return Office(held=affiliation_of(context, head)) if anonymous else NO_OFFICE
    held, found = held_in_clause(context, head, _roles_of(context, head) + _roles_apposed(context, head))
    roles = _outermost(found)
    first = next((role for role in roles if role.span.start <= head.span.start < role.span.end), roles[0])
    age = _age_before(context, head.index, head)
    return Office(first.text, _name_of(first.affiliation), noun=office_noun(head), roles=roles, held=held, age=age)


def predicated_office(context: SentenceContext, pronoun: Word) -> Office:
    """Return what a clause predicates of a pronoun: "She is a surgeon"."""
    nouns = _predicated_nouns(context, pronoun)
    return Office(roles=_outermost(role for noun in nouns for role in _roles_of(context, noun)))


def described_office(context: SentenceContext, head: Word) -> Office:
    """Return what a phrase around ``head`` says, also where the noun is no office: "a woman who works at Nordair".

    A noun that is not an office says nothing about who is meant, so that it is read for the role alone.
    """
    bare = head.base in wordlists.anonymous_nouns() or head.base == "old"  # "the 45-year-old"
    own = _roles_of(context, head) if not bare and describes(context, head) else []
    held, roles = held_in_clause(context, head, own + _roles_apposed(context, head))
    return Office(roles=_outermost(roles), held=held)


def share_between_forms(roles: Sequence[Role]) -> list[Role]:
    """Return the roles, where the full form of an office has the affiliation of its short form, and precedes it.

    "Minister Ida Vale … the finance minister" has one office; "vice president" is no form of "president".
    """
    found = list(roles)
    for role in roles:
        fuller = next((n for n, each in enumerate(roles) if _is_form_of(role, each)), None)
        if fuller is not None:
            found[fuller] = evolve(found[fuller], affiliation=found[fuller].affiliation or role.affiliation)
    return found


def _is_form_of(short: Role, full: Role) -> bool:
    """Return True for "Minister" and "finance minister" (not "angry minister"), "PM" and "Prime Minister"."""
    initials = short.text.isupper() and (short.full or "").lower() == full.text.lower()
    one, other = short.text.lower().split(), full.text.lower().split()
    added = other[: len(other) - len(one)]
    same = bool(added) and other[len(added) :] == one and short.former == full.former
    of_office = wordlists.portfolio_words().issuperset(added) and wordlists.role_words("status").isdisjoint(added)
    return initials or (same and of_office)


def best_role(roles: Sequence[Role], later: Collection[Span] = ()) -> Role | None:
    """Return the first current role with a named affiliation or else any, else the first current role, else the first.

    A party does not count: "Postmaster General Ida Vale, a Republican donor", "Senator Vale … the Maine Republican".
    Roles in ``later`` come last unless they have a named affiliation; who somebody is to a person comes after all
    others, also after those that have ended ("her nephew, a retired teacher", "his successor, Judge Ada Lund").
    """
    parties = wordlists.party_names()

    def rank(role: Role) -> tuple[bool, ...]:
        member = role.text.split()[-1] in wordlists.adherents()
        party = member or role.affiliation is None or role.affiliation.name in parties
        generic = role.affiliation is not None and _name_of(role.affiliation) is None
        last = (party or generic) and role.span in later
        form = any(_is_form_of(role, each) for each in roles)
        return _is_to_person(role), role.former, last, party, generic, member, form

    return min(roles, key=rank, default=None)


def _is_to_person(role: Role) -> bool:
    """Return True for who somebody is to a person: "nephew", "successor", not "partner at Lund & Vale"."""
    text = role.text.lower()
    if not wordlists.role_words("personal").isdisjoint(text.replace("-", " ").split()):
        return True
    held = role.affiliation is not None and role.affiliation.kind != "person"
    return not held and text.partition(" of ")[0].rpartition(" ")[2] in wordlists.role_words("relational")


def is_further_role(sentence: Sentence, noun: Word) -> bool:
    """Return True for a coordinated noun that is one more apposition, False for one that may be somebody else.

    "Ada Lund, a lawyer and a former mayor" is one person, "Ada Lund, a lawyer, and a mayor" may be two.
    """
    if noun.upos != "NOUN":
        return False
    if not sentence.children(noun, "det", "nmod:poss"):
        return True
    conjunction = sentence.children(noun, "cc")
    return bool(conjunction) and conjunction[0].index > 0 and sentence.words[conjunction[0].index - 1].text != ","


def is_plain(role: str) -> bool:
    """Return True for a role of listed words alone, which names no organisation: not for "Nordair co-founder"."""
    listed = (wordlists.role_nouns(), wordlists.portfolio_words(), ("and", "of"))
    return all(word.islower() or any(word.lower() in words for words in listed) for word in role.split())


def _name_of(affiliation: Affiliation | None) -> str | None:
    """Return the name of an affiliation; "its" and "union" are none."""
    return affiliation.name if affiliation is not None and affiliation.name.lower() != affiliation.name else None


def _outermost(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return each role once in text order, a role inside another one left out."""
    by_span: dict[Span, Role] = {}
    for role in roles:
        by_span.setdefault(role.span, role)
    return tuple(by_span[span] for span in outermost(by_span))


def _roles_of(context: SentenceContext, head: Word) -> list[Role]:
    """Return the role of a noun and of those coordinated with it."""
    nouns = [head, *_coordinated(context, head)]
    roles = share_affiliation([role_of(context, noun, first_modifier(context, noun)) for noun in nouns])
    return [evolve(role, former=True) for role in roles] if _has_ended(context, head) else roles


def _roles_apposed(context: SentenceContext, head: Word) -> list[Role]:
    """Return the roles that an apposition adds to a description: "her mother, a seamstress"."""
    nouns = (each for each in context.children(head, "appos") if describes(context, each))
    indefinite = (each for each in nouns if {"a", "an"} & {word.text for word in context.children(each, "det")})
    return [role for noun in indefinite for role in _roles_of(context, noun)]


def _has_ended(context: SentenceContext, noun: Word) -> bool:
    """Return True where a clause states when a role ended: "was mayor until 2019", "served from 2001 to 2009"."""
    clause = noun if context.children(noun, "cop") else context.parent(noun, "obl", "xcomp", "obj")
    if clause is None or all(word.xpos != "VBD" for word in (clause, *context.children(clause, "cop"))):
        return False
    return _END.search(context.text, noun.span.end, context.sentence.descendants(clause)[-1].span.end) is not None


def _coordinated(context: SentenceContext, head: Word) -> Iterator[Word]:
    """Yield the further roles coordinated with one, or with the name of its organisation by the tree's mistake."""
    for word in context.sentence.descendants(head, without=("acl", "advcl", "parataxis", "appos")):
        if word.deprel != "conj" or word.index < head.index or not describes(context, word):
            continue
        several = _is_plural(word) and not _is_plural(head)  # "his wife, Ida, and three grandchildren"
        if several or all(_precedes_person(context, each, comma=True) for each in (head, word)):
            continue
        # "founder of Nordair and mayor of Orbel", "mother of two and founder of Nordair"
        above = context.words[word.head]
        if word.head == head.index or ((context.in_run(above) or above.upos == "NUM") and is_office(word)):
            yield word


def _precedes_person(context: SentenceContext, title: Word, comma: bool = False) -> bool:
    """Return True for a title directly before the name of a person, with ``comma`` also for "the mayor, Ida Vale"."""
    first = title.index + 1
    first += comma and [word.text for word in context.words[first : first + 1]] == [","]
    return any(run.kind == "person" and run.first == first for run in context.runs)


def _titles_before(context: SentenceContext, run: NameSpan) -> tuple[str | None, int | None, list[_Title]]:
    """Return the form of address, the start of the title, and the titles directly before a name."""
    words = context.words
    honorific, position = _honorific_before(context, run)
    noun = _title_before(context, run, position - 1)
    if noun is None:
        start = words[position].span.start if honorific is not None else None
        return honorific, start, _shared_title(context, run)
    first = begin = first_modifier(context, noun)
    titles = [(noun, role_of(context, noun, first, run))]
    # "study co-author Professor Ada Lund" has two titles
    inner = words[noun.index - 1] if first < noun.index and noun.text[:1].isupper() else None
    # "Mayor Cllr Ada Lund"
    member = noun.text.rstrip(".") in wordlists.role_words("members_of_councils")
    if noun.text[:1].isupper() and (outer := title_with_field(context, noun.index)) is not None:
        first, begin = first_modifier(context, outer), noun.index
        titles = [
            (outer, role_of(context, outer, first, evolve(run, first=begin))),
            (noun, role_of(context, noun, begin, run)),
        ]
    elif inner is not None and is_office(inner) and (member or (inner.text.islower() and inner.upos == "NOUN")):
        titles = [(inner, role_of(context, inner, first)), (noun, role_of(context, noun, noun.index, run))]
        begin = noun.index
    elif (speaker := _spokesperson_before(context, first, noun)) is not None:
        begin = speaker.index + 1
        titles = [(speaker, role_of(context, speaker, first)), (noun, role_of(context, noun, begin, run))]
    start = words[first].span.start
    # "police spokeswoman | Sgt. Ida Vale", "Prime Minister | Sheikh Hasina"
    outer = words[begin - 1] if begin else noun
    if outer is not noun and is_office(outer) and (is_tied(outer, run.head(context.sentence)) or is_tied(outer, noun)):
        titles.insert(0, (outer, role_of(context, outer, first_modifier(context, outer))))
        start = titles[0][1].span.start
    return honorific, *_with_further(context, start, begin, titles)


def title_with_field(context: SentenceContext, end: int) -> Word | None:
    """Return the title whose complement ends at a position: "Cabinet member for highways | Councillor Ada Lund".

    A title in the singular without a determiner means the person named after it.
    """
    begin = end
    while end - begin < _LONGEST_FIELD and begin and _is_in_field(context.words[begin - 1]):
        begin -= 1
    title = _title_with_complement(context, begin, ("for", "of")) if begin < end else None
    if title is None or _is_plural(title) or context.children(title, "det", "nmod:poss"):
        return None
    noun = office_noun(title)
    served = noun in wordlists.role_words("spokespersons") or noun in wordlists.role_words("agents_of_people")
    return None if served or noun in wordlists.gendered_nouns() else title


def minister_for(context: SentenceContext, end: int) -> Word | None:
    """Return the "Minister" of "Minister for Justice | Ada Lund", whose field is a title too; None for any other."""
    title = _title_with_complement(context, end, ("for",)) if is_portfolio(context.words[end]) else None
    ministers = wordlists.role_words("of_departments")
    return title if title is not None and (title.text == "Secretary" or office_noun(title) in ministers) else None


def _is_in_field(word: Word) -> bool:
    return word.upos in ("ADJ", "CCONJ", "NOUN", "PROPN") and not is_office(word)


def _spokesperson_before(context: SentenceContext, first: int, noun: Word) -> Word | None:
    """Return the "spokesman" of "Army spokesman Brigadier General Ada Lund", before a rank of several words."""
    for word in reversed(context.words[first : noun.index] if noun.text[:1].isupper() else ()):
        if word.text in wordlists.role_words("spokespersons"):
            return word
        if word.text[:1].islower():
            break
    return None


def _honorific_before(context: SentenceContext, run: NameSpan) -> tuple[str | None, int]:
    """Return the form of address nearest to a name, and the position of the first of them ("Prof. Dr. Ada Lund")."""
    honorific: str | None = None
    position = run.first
    while position > 0 and (bare := context.words[position - 1].text.rstrip(".")) in wordlists.honorifics():
        titled = bare.lower() in wordlists.role_nouns() or bare in wordlists.title_abbreviations()
        if titled and bare not in wordlists.bare_honorifics():
            break
        honorific = honorific or bare
        position -= 1
        opening = wordlists.before_styles() if bare in wordlists.styles() else ()  # "the Right Honourable Ida Vale"
        while position > 0 and context.words[position - 1].text.lower() in opening:
            position -= 1
    return honorific, position


def _with_further(context: SentenceContext, start: int, first: int, titles: list[_Title]) -> tuple[int, list[_Title]]:
    """Return the titles with those coordinated before them, and where the text of all begins.

    "Lawyer, party leader and Prime Minister Ada Lund"; not "The party leader and Prime Minister Ada Lund", two people.
    """
    words = context.words
    joints: tuple[str, ...] = ("and", "&", "turned")
    while first > 1 and len(titles) <= _MOST_TITLES and words[first - 1].text.lower() in joints:
        title = words[first - 2]
        if not is_office(title) or context.in_run(title) or context.children(title, "det", "nmod:poss"):
            break
        joints = (*joints, ",")
        first = first_modifier(context, title)
        nouns, roles = zip(*titles, strict=True)
        shared = share_affiliation([role_of(context, title, first), *roles])
        titles = list(zip((title, *nouns), shared, strict=True))
        start = words[first].span.start
    return start, titles


def _shared_title(context: SentenceContext, run: NameSpan) -> list[_Title]:
    """Return the plural title before the first of several names ("Senators Ada Lund and Omar Stone")."""
    first = _first_of_several(context, run)
    noun = _title_before(context, first, first.first - 1) if first is not None else None
    if noun is None or not _is_plural(noun):
        return []
    return [(noun, role_of(context, noun, first_modifier(context, noun), first))]


def shared_office(context: SentenceContext, people: Sequence[NameSpan]) -> Office:
    """Return the office of several people together, by the plural title before them."""
    return Office(roles=tuple(role for run in people[-1:] for _, role in _shared_title(context, run)))


def _first_of_several(context: SentenceContext, run: NameSpan) -> NameSpan | None:
    """Return the first of the names of people with which the tree coordinates that of another."""
    above = context.parent(run.head(context.sentence), "conj")
    first = context.run_at(above) if above is not None else None
    if first is None or first.kind != "person":
        return None
    return _first_of_several(context, first) or first


def _is_plural(noun: Word) -> bool:
    """Return True for "senators", "Senators", which may be tagged as singular, and "Sens."."""
    listed = noun.text.endswith("s") and noun.text[:-1].lower() in wordlists.role_nouns()
    return listed or noun.xpos in ("NNS", "NNPS") or (full_title(noun.text) or "").endswith("s")


def _title_before(context: SentenceContext, run: NameSpan, index: int) -> Word | None:
    """Return the noun of the title that ends at ``index``, or that the tree ties to the name from further left."""
    if index < 0:
        return None
    words, word = context.words, context.words[index]
    if word.text == ")":  # "DCP (Crime) Ida Vale"
        opening = [each.index for each in words[max(1, index - _LONGEST_BRACKET) : index] if each.text == "("]
        index = opening[-1] - 1 if opening and is_office(words[opening[-1] - 1]) else index
        word = words[index]
    if index and word.text.lower() in wordlists.role_words("after_nouns") and is_office(words[index - 1]):
        index, word = index - 1, words[index - 1]  # "Attorney General Ida Vale"
    # "Minister of the Interior Ida Vale", "chair of trustees Ida Vale", but not "the widow of mayor Ida Vale"
    below = word.text[:1].isupper() or (word.upos == "NOUN" and (word.xpos == "NNS" or not is_office(word)))
    inside = word.text.lower() in ("charge", "chief")  # "Special Agent in Charge Ida Vale"
    field = word  # "head of animal science Ida Vale"
    while field.index and (before := words[field.index - 1]).head == index and before.relation in ("compound", "amod"):
        field = before
    if is_office(word) and word.text[:1].isupper():
        if (ruler := minister_for(context, index)) is not None:
            return ruler
        if title_with_field(context, index) is not None:
            return word  # "Mayor of Orbel | Councillor Ida Vale"
    noun = _title_with_complement(context, field.index, ("in",) if inside else ("of",)) if below or inside else None
    if noun is not None and not context.in_run(word):
        return noun
    # "Kremlin spokesman Dmitry Peskov", "team member Ida Vale", "policy lead Ida Vale"
    common = word.text.islower() and word.head in range(run.first, run.last)
    common = common and (is_described(context, word) or _is_of_person(context, word, run))
    # "Postmistress" before "Ida Vale": outside the name that the tagger finds, but tied to it
    full = run.last - run.first > 1
    unlisted = run.labelled and full and word.upos == "PROPN" and word.text[:1].isupper()
    unlisted = unlisted and not context.in_run(word) and is_tied(word, run.head(context.sentence))
    position = run.kind == "person" and full and position_start(context.sentence, index) is not None
    position = position and _title_with_complement(context, index, ("of", "for")) is None  # "director for safety"
    if is_office(word) or common or unlisted or position:
        return None if _is_addressee(context, word, run) else word
    if word.text in _STOPS:
        return None
    # "President of Orbel Ada Lund", independent of the tree
    place = context.run_at(word)
    if place is not None and place.kind in ("place", "organization", ""):
        noun = _title_with_complement(context, place.first, ("of", "to", "for", "from"))
        if noun is not None or place.kind:
            return noun
    return _tied_title(context, run)


def _is_addressee(context: SentenceContext, noun: Word, run: NameSpan) -> bool:
    """Return True for the "reporters" of "told reporters Ida Vale had lied", whatever the tree makes of it."""
    verb, head = context.parent(noun, "obj", "iobj"), run.head(context.sentence)
    several = noun.xpos in ("NNS", "NNPS")
    if verb is None or (noun.text[:1].isupper() and not several):
        return False
    clauses = [each for each in context.children(verb, "ccomp") if not context.children(each, "case", "mark")]
    subject = head.relation == "nsubj" or (several and not context.children(head, "conj"))
    return any(subject or not _has_subject(context, clause) for clause in clauses)


def _tied_title(context: SentenceContext, run: NameSpan) -> Word | None:
    """Return the title with a complement of its own ("Ambassador to the United States Ada Lind")."""
    head = run.head(context.sentence)
    tied = head.deprel in ("appos", "flat") or (head.deprel == "nmod" and not context.children(head, "case"))
    above = context.parent(head) if tied else None
    for title in (*context.children(head, "nmod:desc", "compound"), *filter(None, (above,))):
        between = context.words[title.index + 1 : run.first]
        if title.index < run.first and is_office(title) and not any(each.text in _STOPS for each in between):
            return title
    return None


def _title_with_complement(context: SentenceContext, position: int, links: Sequence[str]) -> Word | None:
    """Return the title before a preposition before a position: "Minister" before "of the Interior"."""
    link = context.words[position - 1] if position else None
    if link is not None and link.upos == "DET" and link.index:
        link = context.words[link.index - 1]
    if link is None or not link.index or link.text.lower() not in links:
        return None
    title = context.words[link.index - 1]
    return title if is_office(title) and not context.in_run(title) else None


def _nouns_after(context: SentenceContext, run: NameSpan) -> list[Word]:
    """Return the nouns in apposition after a name, and those in the tree's other readings of an apposition."""
    found: list[Word] = []
    for child in context.children(run.head(context.sentence), "appos", "parataxis", "list", "conj"):
        child = _one_of(context, child)
        between = context.words[run.last : child.index]
        joined = child.deprel == "conj" and any(word.upos == "CCONJ" for word in between)
        # "Ada Lund, a lawyer and former mayor", but "Ada Lund, a lawyer, and a mayor" may be two people
        joined = joined and not (found and is_further_role(context.sentence, child))
        # in "Orbel chair Ida Vale, Nordair chair Omar Stone" the second chair is somebody else
        other = _precedes_person(context, child) or any(word.text == ":" for word in between)
        owners = context.children(child, "nmod:poss")  # "Ida Vale, whose son works for Nordair"
        other = other or any(run.first <= word.index < run.last or word.text.lower() == "whose" for word in owners)
        # "Ida Vale, no fan of taxes"
        other = other or any(word.text.lower() in _NEGATIONS for word in context.children(child))
        position = child.deprel == "appos" and position_start(context.sentence, child.index) is not None
        if child.index >= run.last and not joined and not other and (position or describes(context, child)):
            found.append(child)
    after = None if found else _noun_after_comma(context, run)
    return [after] if after is not None and not _precedes_person(context, after) else found


def _noun_after_comma(context: SentenceContext, run: NameSpan) -> Word | None:
    """Return the noun of an apposition that the tree attaches elsewhere ("Lund, 45, a pilot at Nordair")."""
    words, at = context.words, run.last
    if at + 1 < len(words) and words[at].text == "," and age_in(words[at + 1].text):
        at += 2
    if at + 1 >= len(words) or words[at].text not in _COMMAS:
        return None
    for word in words[at + 1 : at + 12]:
        negated = word.text.lower() in _NEGATIONS
        if negated or word.text in _STOPS or word.upos in ("VERB", "AUX", "PRON", "ADP", "SCONJ", "CCONJ"):
            return None
        following = words[word.index + 1 : word.index + 2]
        continues = any(each.upos in ("NOUN", "PROPN", "ADJ") and each.text.islower() for each in following)
        if describes(context, word) and not continues:
            argument = word.relation in ("nsubj", "obj", "iobj", "obl", "compound", "amod", "advcl", "vocative")
            return None if argument else word
    return None


def _nouns_above(context: SentenceContext, run: NameSpan) -> Iterator[Word]:
    """Yield the noun that has the name as its apposition ("Nordair's chief executive, Ana Ruiz")."""
    sentence = context.sentence
    head = run.head(sentence)
    above = context.parent(head)
    while above is not None and above.index < run.first and _is_short_title(above):
        head, above = above, context.parent(above)
    # "the head of the agency, Omar Stone" where the tree attaches the name to the body
    while above is not None and above.relation == "nmod" and above.index < run.first and not describes(context, above):
        above = context.parent(above)
    left = above if above is not None and above.index < run.first and is_apposed(sentence, head) else None
    left = None if left is not None and is_served(sentence, head) else left
    # "the chair, Ida Vale, and the treasurer, | Omar Stone" where the tree attaches the second name to "chair"
    nearest = context.words[run.first - 2] if run.first > 1 and context.words[run.first - 1].text == "," else None
    if left is not None and nearest in context.children(left, "conj") and _precedes_person(context, left, comma=True):
        left = nearest
    while left is not None and _is_further_title(context, left):
        left = context.parent(left)
    # in "The clinic, Ida Vale said, was full" the clinic is what is spoken of
    after = next((each.index for each in context.words[run.last : run.last + 1] if each.upos == "VERB"), None)
    inserted = nearest is not None and after is not None and left is not None and left.head != after
    left = None if left is None or _is_addressee(context, left, run) else _one_of(context, left)
    if left is not None and not inserted and (describes(context, left) or _is_of_person(context, left, run)):
        yield left
    elif nearest is not None:
        same = (nearest.head, nearest.relation) == (head.head, head.relation)
        if is_office(nearest) and not context.in_run(nearest) and (same or nearest.head == head.index):
            yield nearest
    # "a student who gave her name as Ida Vale", "the mayor, a dentist named Ida Vale"
    called = (each for each in sentence.ancestors(head) if each.index < run.first and is_called(sentence, each, head))
    nouns = [each for noun in called for each in (sentence.parent(noun, "appos"), noun) if each is not None]
    yield from (noun for noun in nouns if describes(context, noun))


def _is_short_title(word: Word) -> bool:
    bare = word.text.rstrip(".")
    return bare in wordlists.title_abbreviations() or bare in wordlists.honorifics()


def _one_of(context: SentenceContext, word: Word) -> Word:
    """Return the "plaintiffs" of "one of the plaintiffs", any other word as it is."""
    inner = context.children(word, "nmod") if word.base == "one" else ()
    return next((each for each in inner if each.index > word.index and each.xpos == "NNS"), word)


def _is_of_person(context: SentenceContext, noun: Word, run: NameSpan) -> bool:
    """Return True for the unlisted noun of "its policy lead, Ana Ruiz": what has a full name of a person is one."""
    full = run.kind == "person" and run.labelled and run.last - run.first > 1 and run.first - noun.index <= 2
    # "it is consistent with gout, Ida Vale said"
    full = full and bool(context.children(noun, "det", "nmod:poss") or not context.children(noun, "case"))
    # the tagger may take the noun for a verb that it attaches to the name like a title
    common = (noun.upos == "NOUN" and noun.xpos == "NN") or noun.deprel == "nmod:desc"
    return full and common and not context.in_run(noun) and may_be_person(noun)


def _is_further_title(context: SentenceContext, noun: Word) -> bool:
    """Return True for "chief executive" of "the chair and chief executive, Omar Stone"."""
    first = context.parent(noun) if noun.deprel == "conj" else None
    if first is None or context.children(noun, "det", "nmod:poss") or _precedes_person(context, first, comma=True):
        return False
    return describes(context, first)


def _predicated_nouns(context: SentenceContext, head: Word) -> Iterator[Word]:
    """Yield the nouns that a clause predicates of a name or pronoun: "is", "became", "serves as", also after "who"."""
    clauses = [child for child in context.children(head, "acl:relcl") if has_relative_subject(context, child)]
    clauses += filter(None, (context.parent(head, "nsubj"),))
    # "teaches chemistry and is president of the union"
    joined = [each for clause in clauses for each in context.children(clause, "conj")]
    clauses += [each for each in joined if not _has_subject(context, each) and (each.upos == "VERB" or is_office(each))]
    for clause in clauses:
        noun = _one_of(context, clause)  # "is one of 300 workers at Nordair"
        if context.children(clause, "cop") and describes(context, noun):
            if not _is_denied(context, clause) and not _is_in_quotation(context, clause):
                yield noun
        elif _leads_to_role(context, clause):
            # "chairwoman" of "became chairwoman" and "serves as chairwoman"
            yield from _offices_after(context, clause, clause.index, bare=True)
        elif clause.base in wordlists.role_words("taking_office"):  # "succeeds Lund as chairwoman"
            yield from _offices_after(context, clause, clause.index)


def _appointed(context: SentenceContext, run: NameSpan) -> Iterator[Word]:
    """Yield the office that an active verb gives: "The club hired Ida Vale as coach"."""
    verb = context.parent(run.head(context.sentence), "obj")
    if verb is not None and verb.base in wordlists.role_words("appointing") and not _is_denied(context, verb):
        yield from _offices_after(context, verb, run.last)


def _appointed_to(context: SentenceContext, run: NameSpan) -> Role | None:
    """Return the role of "named Ida Vale (its new) chair", by the words, since a parser may attach it to the name."""
    verb = context.words[run.first - 1] if run.first else None
    if verb is None or verb.upos != "VERB" or verb.base not in wordlists.role_words("appointing"):
        return None
    after = dropwhile(lambda word: word.upos in ("DET", "PRON"), context.words[run.last :])
    phrase = [*takewhile(lambda word: word.upos in ("ADJ", "NOUN", "PROPN"), after)]
    office = bool(phrase) and is_office(phrase[-1]) and not any(map(context.in_run, phrase))
    return role_of(context, phrase[-1], phrase[0].index) if office else None


def _offices_after(context: SentenceContext, verb: Word, position: int, bare: bool = False) -> Iterator[Word]:
    """Yield the offices after "as", if ``bare`` those without a preposition too, that depend on a verb."""
    for child in context.children(verb, "xcomp", "obj", "obl"):
        case = context.children(child, "case", "mark")
        linked = case[0].text.lower() == "as" if case else bare
        if child.index > position and linked and is_office(child) and not context.in_run(child):
            yield child


def _is_denied(context: SentenceContext, predicate: Word) -> bool:
    return any(word.text.lower() in _NEGATIONS for word in context.children(predicate))


def _is_in_quotation(context: SentenceContext, word: Word) -> bool:
    """Return True between quotation marks of the sentence: what somebody calls a person there is no role of theirs."""
    before = [each.text for each in context.words[: word.index] if each.text in _MARKS]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _acting_as(context: SentenceContext, name: Word) -> Iterator[Word]:
    """Yield the offices after "as" before the verb of a name: "in her first speech as mayor, Ida Vale said"."""
    clause = context.parent(name, "nsubj")
    phrases = () if clause is None else context.children(clause, "obl", "advcl")
    for phrase in (each for each in phrases if each.index < each.head):
        for word in context.sentence.descendants(phrase):
            above = context.parent(word, "nmod", "obl")
            bare = [child.text.lower() for child in context.children(word, "case", "det", "nmod:poss")] == ["as"]
            if above is None or not bare or not is_office(word) or context.in_run(word):
                continue
            owners = context.children(above, "nmod:poss")
            own = any(wordlists.pronouns().get(each.text.lower(), ("",))[0] == "third" for each in owners)
            if own:
                yield word


def _role_in_court(context: SentenceContext, run: NameSpan) -> list[Role]:
    """Return the role that words between commas state: "Ida Vale KC, prosecuting, said", "Ida Vale, for Lund, said"."""
    after = next(dropwhile(lambda word: word.text in wordlists.name_suffixes(), context.words[run.last :]), None)
    opening = run.first in (2, 3) and context.words[1].text == ","  # "Prosecuting, Ida Vale said"
    begin = after.index + 1 if after is not None and after.text == "," else 0 if opening else len(context.words)
    words = [*takewhile(lambda word: word.upos != "PUNCT", context.words[begin:])]
    role = wordlists.roles_in_court().get(display(words).lower()) if words else None
    client = context.run_at(words[1]) if len(words) == 2 and words[0].text.lower() == "for" else None
    if client is not None and (client.kind == "person" or any(word.base == "client" for word in context.words)):
        role = "counsel"
    return [Role(role, Span(words[0].span.start, words[-1].span.end))] if role is not None else []


def _has_subject(context: SentenceContext, clause: Word) -> bool:
    return bool(context.children(clause, "nsubj", "nsubj:pass", "expl"))


def _leads_to_role(context: SentenceContext, verb: Word) -> bool:
    """Return True for "became", "was elected" and "identified herself", not for "elected" and "identified"."""
    becoming, appointing, presenting = map(wordlists.role_words, ("becoming", "appointing", "presenting"))
    passive = any(child.deprel in ("aux:pass", "nsubj:pass") for child in context.children(verb))
    reflexive = any(child.text.lower().endswith("self") for child in context.children(verb, "obj"))
    return verb.base in becoming or (passive and verb.base in appointing) or (reflexive and verb.base in presenting)


def _age_of_name(context: SentenceContext, run: NameSpan, titles: Sequence[_Title]) -> int | None:
    """Return the age in ", 45," or "(45)" after a name, or in "45-year-old" before it and its last title."""
    words, at = context.words, run.last
    if at + 2 < len(words) and words[at].text in (",", "("):
        years = age_in(words[at + 1].text)
        if years and words[at + 2].text in (",", ")", "."):
            return years
        if words[at + 1].text.lower() == "aged":
            return age_in(words[at + 2].text)
    return _age_before(context, titles[-1][0].index if titles else run.first, words[run.first])


def _age_before(context: SentenceContext, position: int, word: Word) -> int | None:
    """Return the age stated before ``word``, and at most some words before ``position``."""
    start = context.words[max(0, position - _MOST_WORDS_AFTER_AGE)].span.start
    match = _AGE_BEFORE.search(context.text[start : word.span.start])
    between = context.sentence.words_in(Span(start + match.end(1), word.span.start)) if match else ()
    if match is None or any(each.upos in ("VERB", "AUX") for each in between):  # "The 45-year-old said | Vale had left"
        return None
    return age_in(match[1])
