"""What the phrase of a role says: the words that belong to the role, whether it has ended, and its affiliation.

The affiliation is the organisation or place inside the phrase of the role: its owner ("Nordair's chief executive"), a
modifier ("Nordair spokeswoman"), a complement ("mayor of Orbel"), or a demonym before an office of a state ("Kenyan
Prime Minister"). A name may have an affiliation without a role: "Ana Ruiz of Nordair", "Ruiz, who works at Nordair".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product

import regex as re
from attrs import evolve, frozen

from quoteattr.lexicon import place_names
from quoteattr.lexicon.outlets import is_outlet
from quoteattr.model import Affiliation, Role, Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.names import (
    POSSESSIVE_MARKS,
    NameSpan,
    display,
    follows_preposition,
    is_served,
    is_title,
    position_start,
    words_before_title,
)
from quoteattr.tree import NounKind, Sentence, Word

_HYPHENS = frozenset("-‑")
_ASIDES = ("acl", "appos", "parataxis", "punct")
_NOT_IN_PHRASE = (*_ASIDES, "case", "det", "conj", "cc", "advcl", "nsubj", "cop", "advmod", "dep")
# prepositions before the organisation or place of a clause, by the kind of its verb
_LINKED_IN_CLAUSES = {
    "working": ("at", "for", "with"),
    "leading": ("at", "for"),
    "employing": ("by",),
    "representing": ("for",),
    "acting_for": ("for",),
}
_BETWEEN_TITLES = re.compile(r"([\s-])")
_YEARS_OLD = re.compile(r"(\d{1,3})[-‑ ]years?[-‑ ]olds?\Z")
_LONGEST_COMPLEMENT = 8
# roles that somebody may have for one person: "Lund's spokesman", "an aide to Lund", "coach"
_FOR_PEOPLE = ("spokespersons", "directed", "serving", "agents_of_people", "of_teams")
# roles that belong to a place after a name too; the tagger often takes the firm of an agent for a place
_OF_PLACES = ("state", "legislators", "rulers", "agents_of_people", "counsel")
_CONSTITUENCY = re.compile(
    r"\s?[,(]\s?(?:[DRI]|Lab|Con)\.?[-‑–](?P<place>\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]+)?)(?=\s?[,)])"
)


@frozen
class SentenceContext:
    """A sentence of a text with its names; ``kinds`` are those that the model reads its nouns as, by word index."""

    text: str
    sentence: Sentence
    runs: Sequence[NameSpan]
    kinds: Mapping[int, NounKind]

    @property
    def words(self) -> tuple[Word, ...]:
        return self.sentence.words

    def children(self, word: Word, *relations: str) -> tuple[Word, ...]:
        return self.sentence.children(word, *relations)

    def parent(self, word: Word, *relations: str) -> Word | None:
        return self.sentence.parent(word, *relations)

    def run_at(self, word: Word) -> NameSpan | None:
        """Return the name that ``word`` is part of, or None."""
        for run in self.runs:
            if run.first <= word.index < run.last:
                return run
        return None

    def in_run(self, word: Word) -> bool:
        return self.run_at(word) is not None

    def on_one_line(self, span: Span) -> str:
        """Return the text of a span, each run of whitespace as one space."""
        return " ".join(span.of(self.text).split())


def full_title(role: str) -> str | None:
    """Return a role with its abbreviated titles written out ("Lt. Gov.", "Lt.-Col."), or None if it has none."""
    table = wordlists.full_titles()
    full = "".join(table.get(part.rstrip("."), part) for part in _BETWEEN_TITLES.split(role))
    return full if full != role else None


def office_noun(word: Word) -> str:
    """Return the noun of an office, lower case: "governor" for "Gov.", "mayor" for "ex-mayor"."""
    if full := wordlists.full_titles().get(word.text.rstrip(".")):
        return full.split()[-1].lower()
    lower = word.base.rstrip(".")
    former, _, held = lower.partition("-")
    if held and former in wordlists.role_words("former"):  # "ex-mayor"
        lower = held
    if word.xpos == "NNS" and lower not in wordlists.role_nouns():
        lower = lower.removesuffix("s")  # "aides", whose lemma may be unknown
    return lower if lower in wordlists.role_nouns() else word.text.lower().rstrip(".")


def is_office(word: Word) -> bool:
    """Return True for a noun of office or a title: "spokesman", "Gov.", but not "Mr"."""
    if word.upos not in ("NOUN", "PROPN", "ADJ") or word.text.rstrip(".") in wordlists.bare_honorifics():
        return False
    return is_title(word) or office_noun(word) in wordlists.role_nouns()


def is_of_company(role: str) -> bool:
    """Return True for "chief executive" and the other offices that only companies and their like have."""
    words = role.lower().split()
    return not wordlists.role_words("company").isdisjoint((" ".join(words[-2:]), words[-1]))


def is_portfolio(word: Word) -> bool:
    """Return True for a word that is part of a role and names no affiliation: "defence", "staff"."""
    return word.text.lower() in wordlists.portfolio_words()


def is_described(context: SentenceContext, word: Word) -> bool:
    """Return True for a noun that says what somebody is when the tree attaches it to a name: an office, an agent."""
    # "Ada Lund, a Democrat from Oregon", "Democrat of Oregon"
    if is_office(word) or (word.text in wordlists.parties() and context.children(word, "det", "nmod")):
        return True
    listed = word.base in wordlists.person_nouns() or word.base.endswith(wordlists.agent_endings())
    person = listed or context.kinds.get(word.index) == "person"
    return person and word.upos == "NOUN" and may_be_person(word)


def may_be_person(noun: Word) -> bool:
    """Return False for a listed noun for events, documents or organisations, and for one that says nothing ("one")."""
    if noun.base in wordlists.people_too():
        return True  # "Ida Vale, a model"
    others = wordlists.role_words("events"), wordlists.role_words("unspecific"), wordlists.styles_alone()
    return not any(
        noun.base in words for words in (wordlists.document_nouns(), wordlists.organisation_nouns(), *others)
    )


def describes(context: SentenceContext, word: Word) -> bool:
    """Return True for a noun that says what somebody is and is not part of a name."""
    return is_described(context, word) and not context.in_run(word)


def has_relative_subject(context: SentenceContext, clause: Word) -> bool:
    """Return True for the verb or noun of a clause with the subject "who"."""
    return any(word.text.lower() == "who" for word in context.children(clause, "nsubj"))


def _is_organisation(context: SentenceContext, word: Word) -> bool:
    """Return True for a noun for an organisation ("ministry"): a "paper" is one where it is no document."""
    listed = word.text.lower() in wordlists.organisation_words() and word.upos in ("NOUN", "PROPN")
    return listed and context.kinds.get(word.index) != "document"


def described_organisation(context: SentenceContext, word: Word) -> tuple[Word, ...]:
    """Return the words of an organisation that a common noun names ("planning board"), empty where it names none."""
    if word.upos != "NOUN" or context.in_run(word) or _is_hyphenated(context, word.index):  # "centre-back"
        return ()
    listed = _is_organisation(context, word) or _is_read_as_organisation(context, word)
    return _phrase_words(context, word) if listed else ()


def _is_read_as_organisation(context: SentenceContext, word: Word) -> bool:
    return word.upos == "NOUN" and context.kinds.get(word.index) == "organization" and not is_portfolio(word)


def _is_named_body(context: SentenceContext, word: Word) -> bool:
    """Return True for "branch" of "the Orbel branch": the model reads an organisation, and a name belongs to it."""
    runs = map(context.run_at, context.children(word, "compound"))
    named = any(run is not None and run.kind in ("organization", "place", "") for run in runs)
    return named and _is_read_as_organisation(context, word)


def _is_of_kind(noun: Word, *kinds: str) -> bool:
    """Return True for an office of one of some kinds, which the lexicon lists."""
    forms = {office_noun(noun), noun.text.lower()}
    return any(not forms.isdisjoint(wordlists.role_words(kind)) for kind in kinds)


def first_modifier(context: SentenceContext, noun: Word) -> int:
    """Return the position of the first of the modifiers that end with ``noun``: of "Orbel" in "Orbel Bank chairman"."""
    words = context.words
    first = noun.index
    while first > 0:
        run = context.run_at(words[first - 1])
        run = run if run is not None and run.last == first else None
        if run is not None and _has_team(context, noun, run.words(context.sentence)):
            first = run.first
        elif run is not None and run.kind in ("organization", "place"):
            top = run.head(context.sentence)
            # two arguments of one kind side by side are one phrase: "Orbel Party | candidate Ada Lund"
            adjacent = first == noun.index or words[first].upos == "ADJ"
            twin = adjacent and top.head == noun.head and top.relation == noun.relation
            if _is_foreign(context, top, noun) and not twin:
                break
            first = run.first
        elif _is_modifier(context, words[first - 1], noun, first):
            first -= 1
        else:
            break
    while first < noun.index and (not words[first].text[:1].isalnum() or words[first].text == "of"):
        first += 1
    return first


def _has_team(context: SentenceContext, noun: Word, name: Sequence[Word]) -> bool:
    """Return True for a name of one word and a position, whatever the tagger takes the name for: "Halden closer"."""
    team = len(name) == 1 and display(name) not in wordlists.demonyms() and not is_portfolio(name[0])
    return team and position_start(context.sentence, noun.index) is not None


def _is_modifier(context: SentenceContext, word: Word, noun: Word, first: int) -> bool:
    """Return True for a word before position ``first`` that belongs to the title of ``noun``."""
    lower = word.text.lower()
    if position_start(context.sentence, noun.index) == word.index:
        return True
    before = context.words[word.index - 1] if word.index else None
    if word.text in _HYPHENS or word.text == "/":
        return before is not None and before.span.end == word.span.start
    if any(_is_hyphenated(context, at) for at in (word.index, word.index - 2) if at >= 0):
        return True  # "editor-in-chief"
    style = lower in wordlists.styles_alone() and before is not None and before.text.lower() in ("his", "her")
    if style or word.text.rstrip(".") in wordlists.bare_honorifics():
        return False  # "Her Honour | Judge Ida Vale"
    if lower == "of":
        return before is not None and before.upos in ("NOUN", "PROPN") and not context.in_run(before)
    # "trade and industry commissioner", but "businessman and Nordair adviser" are two roles
    if word.upos == "CCONJ":
        part = context.words[word.head] if word.head > word.index else None
        if part is None or before is None or (describes(context, before) and not _is_field_of_office(before)):
            return False
        top = context.parent(part, "conj")
        # "Treasury and Budget Minister" where the tree ties both fields to the office
        tied = part.head == before.head == noun.index
        return tied or (top is not None and top.head == noun.index and top.index < word.index)
    rank = lower in wordlists.role_words("before_ranks") and first == noun.index
    abbreviated = context.words[first].text.rstrip(".") in wordlists.title_abbreviations()  # "Det Insp", "Acting Sgt"
    short = word.text.rstrip(".") in wordlists.title_abbreviations() or lower in wordlists.role_words("status")
    if rank or (abbreviated and short) or lower in wordlists.role_words("former"):
        return True
    if any(_is_possessive_title(context, at, noun) for at in (word.index, word.index - 1) if at >= 0):
        return True
    if word.upos == "VERB":
        return word.relation == "amod" and word.head == noun.index
    if lower == "own" or any(case.upos == "ADP" and case.index < word.index for case in context.children(word, "case")):
        return False  # "his own | lawyer", "member for housing | Cllr Ida Vale"
    own = word.upos in ("NUM", "X") or (word.upos in ("PROPN", "NOUN") and word.head == noun.index)
    return own or (word.upos in ("PROPN", "NOUN", "ADJ") and not _is_foreign(context, word, noun))


def _is_field_of_office(word: Word) -> bool:
    """Return True for "Commerce" of "Commerce and Industry Minister", whatever the model reads it as."""
    person = word.base in wordlists.person_nouns() or word.base.endswith(wordlists.agent_endings())
    return word.relation == "compound" and (is_portfolio(word) or not (person or is_office(word)))


def _is_possessive_title(context: SentenceContext, first: int, noun: Word) -> bool:
    """Return True for "State's Attorney", from the position of its first word to its noun."""
    title = Span(context.words[first].span.start, noun.span.end).of(context.text)
    return title.lower().replace("’", "'") in wordlists.role_words("possessive")


def _is_foreign(context: SentenceContext, word: Word, noun: Word) -> bool:
    """Return True for a word that depends on something outside title and name ("Tuesday President Vale")."""
    if word.text in wordlists.calendar():
        return True
    if word.head == noun.head and word.index < noun.index:
        return word.relation not in ("compound", "amod", "nmod", "flat", "nummod", "punct")
    return {noun.index, noun.head}.isdisjoint(each.index for each in context.sentence.ancestors(word))


def _without_counts(context: SentenceContext, first: int, noun: Word) -> int:
    """Return the position after "45-year-old", "four-term" and "Orbel-based", and after "two" and "one or more"."""
    words = context.words
    for word in words[first : noun.index]:
        lower = word.text.lower()
        if lower in ("old", "olds", "based", "born") or _YEARS_OLD.match(lower) or lower.endswith("-based"):
            first = word.index + 1
    quantifiers = wordlists.role_words("quantifiers")
    while first < noun.index and (words[first].upos in ("NUM", "CCONJ") or words[first].text.lower() in quantifiers):
        if position_start(context.sentence, noun.index) == first:  # "all-rounder", "sixth man"
            break
        counted = words[first + 1].text in _HYPHENS
        first = min(noun.index, first + (3 if counted else 1))
    return first


def _complement_end(context: SentenceContext, noun: Word, until: int) -> int:
    """Return the position of the last word of a role: "commander-in-chief", "envoy to Kenya"."""
    end = noun.index
    while _is_hyphenated(context, end):
        end += 2
    # "attorney general"
    end += end + 1 < until and context.words[end + 1].text.lower() in wordlists.role_words("after_nouns")
    for child in context.children(noun, "nmod"):
        case = context.children(child, "case")
        adjacent = end < child.index < until and case and case[0].index == end + 1
        if not adjacent or not _is_complement(context, noun, child, case[0].text.lower()):
            continue
        # "sister of one of the victims", "secretary of state | for trade"
        parts = () if child.upos == "NUM" else ("nmod",)
        fields = (each for each in context.children(child, "nmod") if _is_state_for(context, noun, each))
        tails = (context.sentence.descendants(each, without=(*_ASIDES, *parts)) for each in (child, *fields))
        tail = [*chain.from_iterable(tails)]
        offices = (word for word in tail if word.relation == "conj" and is_office(word))
        people = (context.words[run.first - 1] for run in context.runs if run.kind == "person" and run.first)
        # "mother of two | and founder of Nordair", "senior aide to Macron | , Luc Perrin"
        joints = (joint for word in offices for joint in context.children(word, "cc"))
        stops = (*joints, *(word for word in people if word.text == ","))
        stop = min([until, *(word.index for word in stops if word.index > child.index)])
        last = max((word.index for word in tail if word.index < stop and word.upos != "ADP"), default=end)
        if last - end <= _LONGEST_COMPLEMENT:
            end = last
    return end


def _is_complement(context: SentenceContext, noun: Word, child: Word, link: str) -> bool:
    """Return True for what is part of a role: "envoy to Kenya", "minister for climate change", "head of sales"."""
    if link == "to":
        return _is_of_kind(noun, "directed", "serving")
    if any(run.first == child.index + 1 and run.kind == "organization" for run in context.runs):
        return False  # "partner of | consultancy Kade Partners"
    if _is_field(context, noun, link, child) or _is_bare(context, link, child):
        return True
    if link not in ("of", "for") or _phrase(context, child) is not None:
        return False
    # "minister for climate change" and "head for sales", but not "lawyer for the family"
    office = _is_of_kind(noun, "of_fields") and not _is_of_kind(noun, "agents_of_people")
    held = office and child.text.islower() and child.upos == "NOUN"
    return link == "of" or held or (is_portfolio(child) and not context.children(child, "det"))


def _is_field(context: SentenceContext, noun: Word, link: str, head: Word) -> bool:
    """Return True for a field or a work, whatever its name: "minister for the Home Office", "author of the report"."""
    if link in ("of", "for") and _is_department(context, noun, head):
        return True
    if link == "of":
        return _is_of_kind(noun, "of_works")
    # "Secretary for Leisure", but not "Press Secretary for Nordair"
    before = context.words[noun.index - 1].text.lower() if noun.index else ""
    ruler = noun.text == "Secretary" and before not in wordlists.role_words("speaking_fields")
    return link == "for" and (ruler or _is_of_kind(noun, "of_portfolios") or _is_state_for(context, noun, head))


def _is_state_for(context: SentenceContext, noun: Word, field: Word) -> bool:
    """Return True for the "trade" of "secretary of state for trade"."""
    words = [word.text.lower() for word in context.words[noun.index + 1 : noun.index + 4]]
    return words == ["of", "state", "for"] and any(
        case.index == noun.index + 3 for case in context.children(field, "case")
    )


def _is_bare(context: SentenceContext, link: str, head: Word) -> bool:
    """Return True for a singular noun alone, which refers to no body: "secretary of state", "head of school"."""
    alone = not context.children(head, "det", "nmod:poss", "amod", "compound", "nummod")
    return link == "of" and alone and (head.text == "State" or (head.xpos == "NN" and head.text.islower()))


def _is_department(context: SentenceContext, noun: Word, head: Word) -> bool:
    """Return True for one capitalised word that nothing shows to be a name: "Minister of Works", not "of Kenya".

    Of a head or director, only right before a name: "Head of Resilience Ida Vale".
    """
    run = context.run_at(head)
    if run is not None and (run.labelled or run.kind == "place" or run.last - run.first > 1):
        return False
    if head.head != noun.index or not head.text.istitle() or context.children(head, "det", "amod", "compound"):
        return False
    titled = any(each.kind == "person" and each.first == head.index + 1 for each in context.runs)
    titled = titled and (run is None or not run.kind)
    return _is_of_kind(noun, "of_departments") or (titled and _is_of_kind(noun, "of_organisations"))


def _is_hyphenated(context: SentenceContext, at: int) -> bool:
    """Return True for a word joined to the next but one by a hyphen: "mayor" of "mayor-elect"."""
    words = context.words[at : at + 3]
    tight = len(words) == 3 and words[0].span.end == words[1].span.start and words[1].span.end == words[2].span.start
    return tight and words[1].text in _HYPHENS


def role_of(context: SentenceContext, noun: Word, first: int, run: NameSpan | None = None) -> Role:
    """Return the role with the modifiers from ``first`` on; ``run`` is the name that it precedes.

    Its affiliation is the first of: an owner, an organisation before it, one after it, a place before it, a party.
    """
    first = _without_counts(context, first, noun)
    words = [word.text.lower() for word in context.words[max(0, first - 2) : noun.index + 1]]
    former = not wordlists.role_words("former").isdisjoint((*words, noun.text.lower().partition("-")[0]))
    modifier = _modifying_affiliation(context, first, noun)
    if modifier is not None and modifier.kind == "place":
        # not for "Assistant U.S. Attorney", whose first word belongs to the role as well
        before = [word.text.lower() for word in context.words[first:] if word.span.end <= modifier.span.start]
        if wordlists.role_words("deputies").isdisjoint(before):
            first = next(word.index for word in context.words if word.span.start >= modifier.span.end)
    last, complement = _complement(context, noun, run)
    party = _party(context, first, noun)
    if party is not None and modifier is not None and party.span.contains(modifier.span):
        modifier = party
    owner = _owner(context, noun, run)
    inside = modifier if modifier is not None and modifier.kind != "place" else None
    if inside is not None and (whole := _with_members(context, inside)) is not None:
        owner, inside = None, whole
        first = context.sentence.words_in(whole.span)[0].index
    if _is_of_kind(noun, "opposing"):  # "Lund's critic", "Kremlin critic", but "the Orbel Times critic"
        owner, inside = (each if each is not None and is_outlet(each.name) else None for each in (owner, inside))
    if owner is not None and inside is not None:
        # "Iran's foreign ministry" of "Iran's foreign ministry spokesman"
        between = context.text[owner.span.end : inside.span.start].strip()
        adjacent = owner.kind != "person" and between in POSSESSIVE_MARKS
        owner = _owned(context, owner.span, inside) if adjacent else inside
    linked = _linked(context, noun, len(context.words) if run is None else run.first)
    pronoun = _owning_pronoun(context, noun, run)
    if pronoun is not None:  # "its head of sales for southern Europe", "its Kyiv correspondent"
        linked, modifier = (None if each and each.kind == "place" else each for each in (linked, modifier))
    bare = inside is not None and inside.text.lower() in wordlists.organisation_nouns()
    body = linked is not None and (bare or (linked.kind == "organization" and _has_name(context, linked)))
    if body and context.words[noun.index + 1].text == "of" and (bare or (inside and not _has_name(context, inside))):
        inside = linked  # "a board member of Nordair", "Party chief of the county"
    span = Span(context.words[first].span.start, context.words[last].span.end)
    text = context.on_one_line(span)
    affiliation = owner or inside or linked or complement or modifier or party or pronoun
    return Role(text, span, full_title(text), former, affiliation)


def _complement(context: SentenceContext, noun: Word, run: NameSpan | None) -> tuple[int, Affiliation | None]:
    """Return the last position of a role, and what follows to the name whatever the tree: "President | of Orbel"."""
    last = _complement_end(context, noun, len(context.words) if run is None else run.first)
    between = list(context.words[noun.index + 1 : run.first]) if run is not None else []
    while between and between[-1].text.rstrip(".") in wordlists.bare_honorifics():
        between.pop()  # "Leader of the Opposition | Smt. Ida Vale"
    if last != noun.index or not between or between[0].text.lower() not in ("of", "for", "to", "from", "in"):
        return last, None
    named = [word for word in between[1:] if word.upos != "DET"]
    link = between[0].text.lower()
    bare = len(between) == len(named) + 1 == 2 and _is_bare(context, link, named[-1])
    if not named or bare or all(map(is_portfolio, named)) or _is_field(context, noun, link, named[-1]):
        return between[-1].index, None
    if not context.in_run(named[-1]) and not _is_organisation(context, named[-1]):
        return between[-1].index, None
    whole = context.words[named[0].index : named[-1].index + 1]
    return noun.index, _affiliation(context, named, _kind(context, whole))


def affiliation_of(context: SentenceContext, noun: Word) -> Affiliation | None:
    """Return the organisation or place in the phrase of a noun that is no office: "a Downing Street source"."""
    modifier = _modifying_affiliation(context, first_modifier(context, noun), noun)
    return modifier or _linked(context, noun, len(context.words))


def larger_body(context: SentenceContext, noun: Word) -> Affiliation | None:
    """Return what a body or group without a name is part of: "Kenya's army", "Kenyan officials", "its trustees".

    A common noun is one only as an owner ("the county's fire service"), and not for members ("the guards' union").
    """
    first = first_modifier(context, noun)
    found = role_of(context, noun, first).affiliation
    if found is None and _is_organisation(context, noun):  # "police in Orbel"
        places = (each for each in context.children(noun, "nmod") if _link_of(context, each) == "in")
        named = (_phrase(context, each) for each in places)
        found = next((each for each in named if each is not None and each.kind == "place"), None)
    if found is None:
        words = context.words[first : noun.index]
        country = words[:1] if words and display(words[:1]) in wordlists.countries() else ()
        return _affiliation(context, country, "place") if country else None
    inside = context.sentence.words_in(found.span)
    if found.kind == "person" or any(word.xpos == "NNS" for word in inside) or found.span.contains(noun.span):
        return None
    owned = any(found.span.contains(owner.span) for owner in context.children(noun, "nmod:poss"))
    name = context.run_at(inside[0])
    if not owned and found.kind != "place" and noun.base in wordlists.nouns_after_names():
        return None  # "the Aslem union"
    if not owned and name is not None and noun.index == inside[-1].index + 1 and name.last < noun.index:
        whole = name.words(context.sentence)  # "Orbel County" of "the Orbel County school board"
        return _affiliation(context, whole, _kind(context, whole))
    return found if owned or found.kind == "place" or _has_name(context, found) else None


def share_affiliation(roles: Sequence[Role]) -> list[Role]:
    """Return coordinated roles, where an affiliation before or after all of them is that of each.

    "Nordair's chair and founder", also of a former role, "Nordair president and CEO", "chair and founder of Nordair".
    """
    first, last = roles[0], roles[-1]
    affiliations = [role.affiliation for role in roles if role.affiliation is not None]
    after = next((each for each in affiliations if each.span.start >= last.span.end), None)
    before = first.affiliation
    owned = before is not None and before.span.end <= first.span.start
    inside = before is not None and before.span.start <= first.span.start
    shared = after or (before if owned or inside else None)
    if len(roles) == 1 and (before is None or before.kind == "place"):
        return [first]  # "a mother from Orbel"
    return [
        evolve(role, affiliation=None if role.affiliation is after else role.affiliation)
        if _is_held_nowhere(role)
        else role if role.former and not owned
        else evolve(role, affiliation=role.affiliation or shared)
        for role in roles
    ]  # fmt: skip


def _is_held_nowhere(role: Role) -> bool:
    """Return True for "mother of two" and "retired plumber", whatever follows: "… and chair of Nordair"."""
    words = role.text.lower().replace("-of-", " of ").partition(" of ")[0].split()
    return words[0] == "retired" or (words[-1] in wordlists.person_nouns() and words[-1] not in wordlists.role_nouns())


def _modifying_affiliation(context: SentenceContext, first: int, noun: Word) -> Affiliation | None:
    """Return the affiliation among the modifiers from ``first`` on; a demonym names a place."""
    words = context.words
    begin = first
    leading = wordlists.role_words("former") | wordlists.role_words("before_organisations") | _HYPHENS
    while begin < noun.index and words[begin].text.lower() in leading and not context.in_run(words[begin]):
        begin += 1
    if words[begin].text.lower() == "shadow":
        return None  # "Shadow Treasury spokesman"
    modifiers = reversed(words[begin : noun.index])
    last = next((word.index for word in modifiers if _ends_organisation(context, begin, word, noun)), None)
    if last is not None and _is_possessive_title(context, last, noun):  # "Orbel County | State's Attorney"
        last = last - 1 if last > begin else None
    if last is None:
        return _abbreviated(context, first) or _country(context, begin, noun)
    # "Republican | Senate leader", but "Labour Party chairman", "Green Alliance councillor"
    chambers = wordlists.role_words("chambers")
    if words[begin].text in wordlists.parties() and begin < last and words[begin + 1].text.lower() in chambers:
        begin += 1
    # "a senior US official": the name begins at "US"
    run, ranks = context.run_at(words[last]), wordlists.role_words("of_rank")
    while run is not None and begin < run.first:
        word = words[begin]
        opening = begin == 0 or words[begin - 1].upos == "PUNCT"  # "Injured Leeds winger"
        plain = word.text.islower() or (opening and word.xpos in ("VBN", "VBG"))
        # "On-loan Everton winger", not "Anglo-Irish Bank chief"
        compound = (opening or plain) and words[begin + 1].text in _HYPHENS and words[begin + 2].text.islower()
        adjective = word.upos == "ADJ" or word.xpos in ("VBN", "VBG")
        if not compound and not (adjective and (plain or word.text.lower() in ranks)):
            break
        begin = min(begin + (3 if compound else 1), run.first)
    while run is None and begin < last and _is_of_holder(words[begin], noun):
        begin += 1
    body = words[begin : last + 1]
    fields = run is None and body[0].head == noun.index and len(body) == 3 and body[1].upos == "CCONJ"
    if fields and not _is_of_kind(noun, "spokespersons"):
        return None  # "a bar and club owner"
    kind, phrase = _kind(context, body), display(body)
    named = kind == "place" or phrase in wordlists.parties() or phrase.isupper()
    if office_noun(noun) == "minister" and not named:
        return None  # "Corrective Services minister": a field
    # "Orbel Press reporter" also where the tagger labels the name as a person; "Lund aide" has a person
    person = _is_of_kind(noun, *_FOR_PEOPLE) and not _has_team(context, noun, body[-1:])
    return _affiliation(context, body, "organization" if kind == "person" and not person else kind)


def _abbreviated(context: SentenceContext, first: int) -> Affiliation | None:
    """Return the body before its abbreviation and position ``first``: "World Health Organization (WHO) | director"."""
    bracket = [word.text for word in context.words[max(0, first - 3) : first]]
    run = context.run_at(context.words[first - 4]) if first > 3 and bracket[::2] == ["(", ")"] else None
    if run is None or run.last != first - 3 or run.kind != "organization":
        return None
    return _affiliation(context, run.words(context.sentence), run.kind)


def _ends_organisation(context: SentenceContext, begin: int, word: Word, noun: Word) -> bool:
    """Return True for a modifier from ``begin`` on that ends an organisation or a place."""
    words = context.words
    if words[word.index + 1].text in _HYPHENS or _opens_compound(context, word):
        return False
    spokesman = _is_of_kind(noun, "spokespersons")
    run = context.run_at(word)
    team = _has_team(context, noun, (word,))
    inside = word.index > 0 or (team and word.text.endswith("s"))  # "Bears closer", not "Veteran closer"
    if run is not None:
        if run.last - 1 != word.index or run.first < begin or (run.kind in ("group", "thing") and not team):
            return False
        # "Harbour chief Ada Lund" at the beginning of a sentence names no Harbour, nor "Okada rider" an Okada anywhere
        capital = run.last == 1 and not run.kind and not inside
        trade = run.last - run.first == 1 and _is_of_kind(noun, "trades")
        capital = capital or (trade and (run.kind == "person" or word.text.lower() in wordlists.wares()))
        served = run.kind != "place" and _is_of_kind(noun, "served")
        if capital or served or (run.first and words[run.first - 1].text == "("):
            return False
        # "Human Rights Watch director"
        if run.last - run.first > 1 and word.text.lower() in wordlists.organisation_words():
            return True
        portfolio = all(is_portfolio(each) or each.text == "of" for each in run.words(context.sentence))
        return spokesman or noun.base in wordlists.anonymous_nouns() or not portfolio
    if (spokesman or (team and word.upos != "ADJ")) and word.text[:1].isupper() and inside and not is_portfolio(word):
        # "an Orbel spokeswoman" where the tagger finds no name
        return word.text not in wordlists.demonyms()
    return _is_organisation(context, word) and (spokesman or not is_portfolio(word))


def _is_of_holder(word: Word, noun: Word) -> bool:
    """Return True for an adjective of a role's holder: "local charity worker", not "regional hospital director"."""
    own = word.text.islower() and word.text not in wordlists.role_words("of_bodies")
    return own and word.deprel == "amod" and word.head == noun.index


def _opens_compound(context: SentenceContext, word: Word) -> bool:
    """Return True for "labour" of "labour law" and "district" of "district attorney", which name nobody."""
    return display(context.words[word.index : word.index + 2]).lower() in wordlists.role_words("compounds")


def _country(context: SentenceContext, begin: int, noun: Word) -> Affiliation | None:
    """Return the country of a demonym before an office of a state ("Kenyan Prime Minister", "senior Iraqi MP")."""
    words = context.words
    while begin < noun.index and (words[begin].text.islower() or words[begin].text in _HYPHENS):
        begin += 1
    phrases = (words[begin:last] for last in range(min(begin + 3, noun.index), begin, -1))
    found = next((each for each in phrases if display(each) in wordlists.countries()), ())
    adjective = display(found) in wordlists.demonyms() and not _is_of_kind(noun, "state")
    return _affiliation(context, found, "place") if found and not adjective else None


def _party(context: SentenceContext, first: int, noun: Word) -> Affiliation | None:
    """Return the party of "Republican senator" and "a Democrat"; "Labour minister" may be of a field."""
    ruled = _is_of_kind(noun, "of_fields")
    end = noun.index + bool(context.children(noun, "det"))
    for begin, length in product(range(first, end), (2, 1)):
        words = context.words[begin : min(begin + length, end)]
        law = _opens_compound(context, words[-1])
        if display(words) in wordlists.parties() and not law and not (ruled and all(map(is_portfolio, words))):
            return _affiliation(context, words, "organization")
    return None


def _owner(context: SentenceContext, noun: Word, run: NameSpan | None) -> Affiliation | None:
    """Return the owner of an office ("Belarus" of "Belarus' President"), whatever kind the tagger gives its name."""
    word = _owning_word(context, noun, run)
    owner = _owning_phrase(context, word, noun) if word is not None else None
    name = context.run_at(word) if word is not None else None
    # the tagger took a corrected name for a person's
    if owner is None or (owner.kind != "person" and not (name is not None and name.corrected)):
        return owner
    # "Nauru's minister" also where the tagger labels the country as a person
    of_country = owner.name in wordlists.country_names() and _is_of_kind(noun, "state")
    # "Tolvania's President", not "Halden Moss's president" where the name is surely no person's
    if of_country or (_is_of_kind(noun, "rulers") and (owner.kind == "person" or noun.text[:1].isupper())):
        return evolve(owner, kind="place")
    # no person owns a "chief executive", "chief safety officer" or "chair"
    before = context.words[max(0, noun.index - 2) : noun.index]
    officer = noun.text.lower() == "officer" and any(each.text.lower() == "chief" for each in before)
    if officer or is_of_company(display((*before[-1:], noun))) or _is_of_kind(noun, "of_organisations"):
        return evolve(owner, kind="organization")
    return owner if owner.kind != "person" or _is_of_kind(noun, *_FOR_PEOPLE) else None


def _owning_word(context: SentenceContext, noun: Word, run: NameSpan | None) -> Word | None:
    """Return the noun that owns an office, by the tree or by the mark before the modifiers of the office."""
    possessors = _possessors(context, noun, run)
    owner = next((word for word in possessors if word.upos != "PRON" or word.text.lower() == "whose"), None)
    if owner is not None:
        return owner
    # "Tolvania's President Ilse Tarnow" where the tree attaches the owner elsewhere
    first = first_modifier(context, noun)
    mark = context.words[first - 1] if first > 1 else None
    owned = mark is not None and mark.upos == "PART" and mark.text in POSSESSIVE_MARKS
    before = context.words[first - 2] if owned else None
    return before if before is not None and before.upos in ("PROPN", "NOUN") else None


def _possessors(context: SentenceContext, noun: Word, run: NameSpan | None) -> Iterator[Word]:
    """Yield the possessive words before a noun that belong to it, or to the name that it precedes."""
    for head in [noun] if run is None else [run.head(context.sentence), noun]:
        for child in context.children(head, "nmod:poss"):
            if child.index < noun.index and not _is_possessive_title(context, child.index, noun):
                yield child


def _owning_phrase(context: SentenceContext, owner: Word, noun: Word) -> Affiliation | None:
    """Return the owner of an office: what its phrase names, or what owns that ("France's women's minister")."""
    if owner.text.lower() == "whose":  # "the pilots' union, whose president"
        before = next((word for word in reversed(context.words[: owner.index]) if word.upos != "PUNCT"), None)
        run = context.run_at(before) if before is not None else None
        antecedent = run.head(context.sentence) if run is not None else before
        return _phrase(context, antecedent) if antecedent is not None else None
    found = _phrase(context, owner, portfolio=False)
    if found is None and owner.upos == "NOUN" and _is_of_kind(noun, *_FOR_PEOPLE):
        # the "premier" of "the premier's spokesman", the "railroad" of "the railroad's lawyer"
        listed = owner.text.lower() in wordlists.organisation_words()
        body = listed or context.kinds.get(owner.index) == "organization"
        words = context.words[first_modifier(context, owner) : owner.index + 1]
        return _affiliation(context, words, "organization" if body else "person")
    outer = context.children(owner, "nmod:poss") if found is None else ()
    return found or next((_owning_phrase(context, each, noun) for each in outer if each.upos != "PRON"), None)


def _owning_pronoun(context: SentenceContext, noun: Word, run: NameSpan | None) -> Affiliation | None:
    """Return "its" of "its chairman" as an affiliation without a name, which its antecedent will have."""
    above = context.parent(noun, "compound")  # "its secretary general"
    further = context.children(above, "nmod:poss") if above is not None else ()
    for owner in (*_possessors(context, noun, run), *(child for child in further if child.index < noun.index)):
        _, number, gender = wordlists.pronouns().get(owner.text.lower(), ("", "", ""))
        if gender == "thing" or number == "plural":
            return Affiliation(owner.text, owner.span, "")
        # "her spokeswoman", "her lawyer" and "her chief of staff" act for the person
        around = display(context.words[max(0, noun.index - 1) : noun.index + 3]).lower()
        titled = any(title in around for title in wordlists.role_words("titles_of_agents"))
        if gender and (titled or _is_of_kind(noun, "spokespersons", "personal_agents")):
            return Affiliation(owner.text, owner.span, "", "person")
    return None


def _with_members(context: SentenceContext, body: Affiliation) -> Affiliation | None:
    """Return a body that a noun names with whose it is: "Teachers' union" of "Teachers' union boss"; else None."""
    first = context.sentence.words_in(body.span)[0].index
    members = context.words[first - 2] if first > 1 and context.words[first - 1].text in POSSESSIVE_MARKS else None
    if members is None or members.xpos not in ("NNS", "NNPS") or context.in_run(members) or _has_name(context, body):
        return None
    return _owned(context, _phrase_words(context, members)[0].span, body)


def _owned(context: SentenceContext, owner: Span, body: Affiliation) -> Affiliation:
    """Return an organisation with what owns it."""
    span = Span(owner.start, body.span.end)
    text = context.on_one_line(span)
    return Affiliation(text, span, text, body.kind)


def _linked(context: SentenceContext, noun: Word, until: int) -> Affiliation | None:
    """Return what a preposition links to the noun, or to its portfolio ("professor of law at Leeds")."""
    found: list[tuple[str, Affiliation]] = []
    named = False
    after = (child for child in context.children(noun, "nmod", "appos") if child.index > noun.index)
    waiting = [each for each in after if each.relation == "nmod" or follows_preposition(context.sentence, each)]
    for child in waiting:  # grows meanwhile, by the complements of complements
        link = _link_of(context, child)
        if child.index < until and not _is_field(context, noun, link, child):
            phrase = _linked_phrase(context, child)
            if phrase is not None and phrase.kind != "person" and _is_of_kind(noun, "legislators"):
                phrase = _with_second_area(context, child, phrase)
            found += [(link, phrase)] if phrase is not None else []
            # "director of the Water Institute at Orbel University", not "director of Payments Policy at Orbel Bank"
            whole = phrase is not None and link == "of" and _has_name(context, phrase)
            named = named or (whole and bool(context.children(child, "det")))
            counted = child.upos == "NUM"  # "owner of two of the dogs"
            waiting += [each for each in context.children(child, "nmod") if each.index > child.index and not counted]
    bodies = [pair for pair in found if pair[1].kind != "place"]  # "an officer in Kenya for Nordair"
    if not named and not _is_of_kind(noun, "spokespersons"):
        bodies.sort(key=lambda pair: pair[0] != "at")
    return next((each for _, each in (*bodies, *found)), None)


def _linked_phrase(context: SentenceContext, child: Word) -> Affiliation | None:
    """Return what the phrase of ``child``, a dependent of another word, names after a preposition of affiliation."""
    link = _link_of(context, child)
    above = context.words[child.head]
    serves = link == "to" and _is_of_kind(above, "serving")
    opposes = link == "of" and _is_of_kind(above, "opposing")
    if not serves and (opposes or link not in wordlists.role_words("links")):
        return None
    found = None if _is_bare(context, link, child) else _phrase(context, child)
    if found is not None:
        return found if serves else _accepted(context, found, link, child)
    # "commander of the Coast Guard's northern district"
    if describes(context, above) and not describes(context, child):
        owners = (_phrase(context, each) for each in context.children(child, "nmod:poss"))
        if (owner := next(filter(None, owners), None)) is not None and owner.kind != "person":
            return owner
    speaks = _is_of_kind(above, "spokespersons") or office_noun(above) == "representative"
    served = (link in ("for", "at") and speaks) or (link == "for" and _is_of_kind(above, "agents_of_people"))
    # also under an unlisted noun: "a spokesman for the presidency"
    field = is_portfolio(child) and child.text.islower()  # "manager for marketing"
    field = field and not context.children(child, "det", "nmod:poss")
    named = (served or serves) and not field and child.upos in ("NOUN", "PROPN")
    kind = "person" if context.kinds.get(child.index) == "person" else "organization"
    return _affiliation(context, _phrase_words(context, child), kind) if named else None


def _with_second_area(context: SentenceContext, child: Word, area: Affiliation) -> Affiliation:
    """Return the whole constituency of "MP for Kent and the Downs", of whose areas ``child`` is the first."""
    second = next(iter(context.children(child, "conj")), None)
    run = context.run_at(second) if second is not None else None
    if second is None or run is None or run.kind == "person" or is_office(context.words[run.last - 1]):
        return area
    between = [
        w.text.lower() for w in context.words if area.span.end <= w.span.start < run.span(context.sentence).start
    ]
    if between not in (["and"], ["and", "the"]):
        return area
    span = Span(area.span.start, run.span(context.sentence).end)
    text = context.on_one_line(span)
    return Affiliation(text, span, text, "place")


def _link_of(context: SentenceContext, child: Word) -> str:
    """Return the preposition of a phrase, lower case, "" for none."""
    # "of mobile music firm Musiwave" where the tree attaches "of" to "firm"
    # and "for Halden East" where it attaches "for" to "Halden"
    own = (None, context.run_at(child))
    inner = [each for each in context.children(child, "compound") if context.run_at(each) in own]
    inner += context.children(child, "appos")  # "of the network Nordnet" where it attaches it to the name
    cases = [case for word in (child, *inner) for case in context.children(word, "case")[:1]]
    cases += (word for word in words_before_title(context.sentence, child) if word.deprel == "case")
    return cases[0].text.lower() if cases else ""


def _accepted(context: SentenceContext, found: Affiliation, link: str, child: Word) -> Affiliation | None:
    """Return what the phrase of ``child`` names, if its preposition can mean an affiliation with that."""
    if link in ("in", "on"):
        words = context.sentence.words_in(found.span)
        body = any(_is_organisation(context, word) or _is_named_body(context, word) for word in words)
        settled = link == "in" and found.kind == "place" and describes(context, context.words[child.head])
        return found if (body and found.kind == "organization") or settled else None
    if link == "at":  # an institution: "an archaeologist at Leiden", "a professor at Brown"
        return evolve(found, kind="organization")
    if wordlists.is_address(found.name):  # "Ida Vale, 34, of Oak Street"
        return None
    run, above = context.run_at(child), context.words[child.head]
    body = found.kind == "organization"
    # "a senator from Orbel", not "a plumber from Orbel"; of a name, its roles decide
    member = _is_of_kind(above, *_OF_PLACES) or above.text in wordlists.parties()
    seat = found.kind == "place" and (context.in_run(above) or member)
    sure = seat or (body and (run is None or run.kind == "organization"))
    linked = {"of": True, "for": True, "with": body, "from": sure}
    return found if linked.get(link) else None


def _phrase(context: SentenceContext, head: Word, portfolio: bool = True) -> Affiliation | None:
    """Return what the phrase of ``head`` names, None for nothing; with ``portfolio`` a field of work is nothing."""
    run = context.run_at(head)
    if run is None:
        named = _name_of_noun(context, head)
        if named is not None:
            return _phrase(context, named)
        field = head.xpos == "NNS" and head.text.islower() and not context.children(head, "det", "nmod:poss")
        listed = not field and _is_organisation(context, head)  # "director of services"
        owned = any(child.upos == "PRON" for child in context.children(head, "nmod:poss"))
        determined = owned or bool(context.children(head, "det"))  # "the site", "his brokerage"
        read = (determined and _is_read_as_organisation(context, head)) or _is_named_body(context, head)
        return _affiliation(context, _phrase_words(context, head), "organization") if listed or read else None
    one, *others = name = run.words(context.sentence)
    # "Labour", the "Women and Equalities" of a minister, but not "Abu Dhabi | Media"
    field = portfolio and is_portfolio(one) and (not others or others[0].text in ("and", "&", ","))
    if field and not any(child.upos == "PROPN" for child in context.children(one, "compound")):
        return None
    words = _phrase_words(context, head, run)
    kind = "organization" if run.kind in ("thing", "group") else _kind(context, words)
    return _affiliation(context, name if kind == "person" else words, kind)


def _name_of_noun(context: SentenceContext, noun: Word) -> Word | None:
    """Return the head of the name of "the budget airline Skylark", "the developer, Orbel Homes", "the actor Moss"."""
    after = [word for word in context.words[noun.index + 1 : noun.index + 3] if word.text != ","][:1]
    for run in context.runs if noun.upos == "NOUN" else ():
        top = run.head(context.sentence)
        apposed = top.relation == "appos" and top.head == noun.index
        # "a volunteer with the rescue group | Orbel Aid", where the tree attaches the name to "volunteer"
        sibling = noun.relation == "nmod" and top.head == noun.head and context.words[run.first] in after
        place = run.kind == "place" and apposed and run.first == noun.index + 1  # "the app Kutana"
        person = run.kind == "person" and run.first == noun.index + 1 and is_served(context.sentence, top)
        if place or person or (run.kind == "organization" and (apposed or sibling)):
            return top
    return None


def _phrase_words(context: SentenceContext, head: Word, run: NameSpan | None = None) -> tuple[Word, ...]:
    """Return the words of a phrase, without determiner and clauses; ``run`` is the name that has its head."""
    words = context.words
    below = {word.index for word in context.sentence.descendants(head, without=_NOT_IN_PHRASE)}
    first, last = (head.index, head.index + 1) if run is None else (run.first, run.last)
    while first - 1 in below and words[first - 1].upos not in ("DET", "ADP", "PRON", "PUNCT", "VERB", "ADV"):
        first -= 1
        while first > 1 and _is_hyphenated(context, first - 2):
            first -= 2  # "full-time bell foundry"
    while first < head.index and words[first].upos == "PART":
        first += 1
    noun = words[run.first - 1].text if run is not None and run.first > first else ""
    if run is not None and (run.kind != "place" or noun in wordlists.nouns_before_organisations()):
        # "the advocacy group | Orbel Watch", "the ruling | Unity Party"
        common = (w for w in words[first : run.first] if w.text.islower() and w.deprel not in ("nmod:poss", "case"))
        first = max((word.index + 1 for word in common), default=first)
    if last < len(words) and words[last].text.lower() == "of" and words[last].head in below:
        inner = words[words[last].head]
        end = context.sentence.descendants(inner, without=(*_ASIDES, "conj", "cc", "nmod"))[-1].index
        if end < last + _LONGEST_COMPLEMENT:
            last = end + 1
    last += last < len(words) and context.sentence.closes_name(words[last])
    return words[first:last]


def _kind(context: SentenceContext, words: Sequence[Word]) -> str:
    """Return the kind of a phrase by the name that it ends in: "organization", "place" or "person"."""
    run = context.run_at(words[-1])
    ends = run is not None and words[0].index <= run.first and run.last == words[-1].index + 1
    if run is None or not ends or _is_organisation(context, words[-1]):
        return "organization"
    if run.kind in ("place", "person"):
        return run.kind
    phrase = display(words)
    listed = phrase in place_names() or phrase in wordlists.countries()
    union = wordlists.countries().get(phrase) in ("European Union", "United Nations")
    return "place" if listed and not union else "organization"


def _affiliation(context: SentenceContext, words: Sequence[Word], kind: str) -> Affiliation:
    """Return an affiliation from all its words, without the possessive ending: "Kenya" of "Kenyan"."""
    written = display(words)
    name = wordlists.countries().get(written) or wordlists.parties().get(written, written)
    start = words[0].span.start
    whole = context.text[start : words[-1].span.end]
    closed = context.sentence.closes_name(words[-1])  # "Lloyd's"
    span = Span(start, start + len(whole if closed else whole.removesuffix("'s").removesuffix("’s")))
    return Affiliation(context.on_one_line(span), span, " ".join(name.split()), kind)


def held_by_name(context: SentenceContext, run: NameSpan, roles: list[Role]) -> tuple[Affiliation | None, list[Role]]:
    """Return the affiliation next to a name ("Ana Ruiz of Nordair"), and its roles: one without any takes this one."""
    head = run.head(context.sentence)
    held = _linked_to_name(context, run, roles) or _constituency(context, run) or _bracketed(context, run)
    if not roles:
        held = owner_of_name(context, run) or held or _apposed(context, head)
    if held is None:
        held, roles = held_in_clause(context, head, roles)
        if held is None and run.kind == "person" and run.last - run.first > 1:  # "Lib Dem Ida Vale"
            phrases = (context.words[max(0, run.first - length) : run.first] for length in (2, 1))
            party = next((words for words in phrases if display(words) in wordlists.parties()), ())
            held = _affiliation(context, party, "organization") if party else None
        return held, roles
    if held.span.start < context.words[run.first].span.start:
        return held, roles
    return held, [evolve(each, affiliation=held) if _yields(context, each, held) else each for each in roles]


def _yields(context: SentenceContext, role: Role, held: Affiliation) -> bool:
    """Return True for a role whose affiliation says less than that of the name: "Bank analyst Ada Lund of Nordair"."""
    own = role.affiliation
    if role.former or role.span.end > held.span.start:
        return False
    if own is None or held.kind == "place":
        return own is None or leaves_place_open(role, own.text)
    inside = role.span.contains(own.span) and own.name not in wordlists.party_names()
    return inside and not _has_name(context, own)


def _has_name(context: SentenceContext, affiliation: Affiliation) -> bool:
    return any(map(context.in_run, context.sentence.words_in(affiliation.span)))


def leaves_place_open(role: Role, held: str) -> bool:
    """Return True for the senator of a party and the spokesman of a city, whose affiliation fits many places."""
    noun = (role.full or role.text).lower().split()[-1]
    of_place = wordlists.role_words("legislators") | wordlists.role_words("rulers")
    owned = role.affiliation is not None and not role.span.contains(role.affiliation.span)
    wide = (held in wordlists.parties() and noun in of_place) or held.lower() in wordlists.local_bodies()
    return wide and not owned


def owner_of_name(context: SentenceContext, run: NameSpan) -> Affiliation | None:
    """Return the organisation or country that owns a name: "Radio Orbel's Ada Lund", "Kenya's Ada Lund"."""
    owners = [word for word in context.children(run.head(context.sentence), "nmod:poss") if word.index < run.first]
    owner = _phrase(context, owners[-1]) if owners and context.words[run.first - 1].upos == "PART" else None
    if owner is not None and owner.name in wordlists.country_names():
        return evolve(owner, kind="place")
    return owner if owner is not None and owner.kind == "organization" else None


def _linked_to_name(context: SentenceContext, run: NameSpan, roles: Sequence[Role]) -> Affiliation | None:
    """Return what a preposition links to a name ("Ana Ruiz of Nordair"), or to the title that the name depends on."""
    head = run.head(context.sentence)
    title = context.parent(head, "flat", "appos")
    tops = [head] if title is None or title.index >= run.first else [head, title]
    after = [child for top in tops for child in context.children(top, "nmod") if child.index >= run.last]
    found = ((_link_of(context, child), _linked_phrase(context, child)) for child in after)
    # "Minister Ida Vale on the United Nations" is about them
    named = ((link, held) for link, held in found if held is not None and link != "on")
    return next((held for link, held in named if not _is_home(held, link, roles)), None)


def _is_home(held: Affiliation, link: str, roles: Sequence[Role]) -> bool:
    """Return True for the place where somebody lives: "Plumber Ida Vale, of Orbel", not "Senator Ida Vale of Orbel"."""
    if held.kind != "place" or link not in ("of", "from"):
        return False
    if not roles:
        return link != "of" or held.name not in wordlists.country_names()
    tied = frozenset().union(*map(wordlists.role_words, _OF_PLACES))
    return tied.isdisjoint(noun for role in roles for noun in (role.full or role.text).lower().split())


def _apposed(context: SentenceContext, head: Word) -> Affiliation | None:
    """Return the organisation of "Ada Lund, Orbel Institute, said"; "— Ada Lund, Twitter" names a channel."""
    for apposition in context.children(head, "appos")[:1]:
        run = context.run_at(apposition)
        if run is not None and run.kind == "organization":
            channel = display(run.words(context.sentence)) in wordlists.platforms()
            return None if channel else _phrase(context, apposition)
    return None


def _bracketed(context: SentenceContext, run: NameSpan) -> Affiliation | None:
    """Return the organisation that begins a bracket after a name: "Ada Lund (Green Party, Orbel South)"."""
    words, first = context.words, run.last + 1
    if first + 1 >= len(words) or words[run.last].text != "(":
        return None
    last = next((n for n in range(first, len(words)) if words[n].text in (")", ",", ";")), first)
    named = words[first:last]
    if not named or len(named) > _LONGEST_COMPLEMENT:
        return None
    other = context.run_at(named[0])
    whole = other is not None and (other.kind, other.first, other.last) == ("organization", first, last)
    label = wordlists.party_labels().get(display(named))
    found = _affiliation(context, named, "organization") if whole or label else None
    return evolve(found, name=label) if found is not None and label else found


def held_in_clause(context: SentenceContext, head: Word, roles: list[Role]) -> tuple[Affiliation | None, list[Role]]:
    """Return the organisation in "who works at Nordair", "who heads the institute", "speaking for the union".

    A role without an affiliation takes this one.
    """
    # "Advocate Ida Vale, appearing for Nordair", "Ida Vale, a botanist who leads a team at Orbel University"
    title = context.parent(head, "flat", "appos")
    heads = (head, *context.children(head, "appos", "nmod:desc"), *filter(None, (title,)))
    clauses = [each for word in heads for each in context.children(word, "acl") if each.index > head.index]
    verbs = [*filter(None, (context.parent(title or head, "nsubj"),))]
    # "who lives in Orbel and works for Nordair", "Ida Vale teaches law at Orbel University", not "taught"
    joined = [each for clause in clauses for each in context.children(clause, "conj")]
    joined = [each for each in (*joined, *verbs) if _is_present(context, each)]
    # "Speaking for the union, Ida Vale said"
    before = (each for verb in verbs for each in context.children(verb, "advcl") if each.index < head.index)
    joined += [each for each in before if each.xpos == "VBG"]
    found = [_of_clause(context, clause) for clause in clauses]
    found += [_of_clause(context, each, subject=True) for each in joined]
    above = (*clauses, *joined, *verbs)
    behalf = (each for clause in above for each in context.children(clause, "obl") if each.base == "behalf")
    named = (_phrase(context, child) for each in behalf for child in context.children(each, "nmod"))
    found += [each for each in named if each is not None and each.kind == "organization"]  # "on behalf of Nordair"
    held = next(filter(None, found), None)
    if held is None:
        return None, roles
    # "Ida Vale, who chairs the Orbel Trust", "her wife, Ida Vale, who chairs the Orbel Trust"
    if all(map(_is_held_nowhere, roles)):
        present = (each for each in clauses if has_relative_subject(context, each) and _is_present(context, each))
        holders, forms = wordlists.holders(), ((form, each) for each in present for form in _verb_forms(context, each))
        roles = [*roles, *[Role(holders[form], each.span) for form, each in forms if form in holders][:1]]
    return held, [
        role if role.former or _is_held_nowhere(role) else evolve(role, affiliation=role.affiliation or held)
        for role in roles
    ]


def _is_present(context: SentenceContext, verb: Word) -> bool:
    """Return True for "works", "is working" and "has worked"."""
    return any(word.xpos in ("VBZ", "VBP") for word in (verb, *context.children(verb, "aux")))


def _verb_forms(context: SentenceContext, verb: Word) -> frozenset[str]:
    """Return what may be the lemma of a verb, which the tagger may not know, alone and with its particle ("set up")."""
    particle = "".join(f" {word.text.lower()}" for word in context.children(verb, "compound:prt"))
    stems = [verb.base.removesuffix(ending) for ending in ("", "s", "es", "d", "ed")]
    return frozenset((*stems, *(stem + particle for stem in stems)))


def _of_clause(context: SentenceContext, clause: Word, subject: bool = False) -> Affiliation | None:
    """Return the organisation for which the subject of a clause works, or which it leads; ``subject``: it is known."""
    forms = _verb_forms(context, clause)
    possible = (kind for kind in _LINKED_IN_CLAUSES if kind != "employing" or clause.xpos == "VBN")
    kinds = [kind for kind in possible if not forms.isdisjoint(wordlists.role_words(kind))]
    participle = clause.deprel == "acl" and ("employing" in kinds or clause.text.endswith("ing"))
    planned = any(word.text == "will" for word in context.children(clause, "aux"))  # "who will run the shop"
    if planned or not kinds or not (subject or participle or has_relative_subject(context, clause)):
        return None
    leads, represents = (kind in kinds for kind in ("leading", "representing"))
    objects = context.children(clause, "obj")
    # "who leads the union", "who heads research at Nordair", "who works the early shift at Nordair"
    places = [child for each in (clause, *objects) for child in context.children(each, "obl", "nmod")]
    links = _LINKED_IN_CLAUSES[kinds[0]]
    linked = [child for child in places if any(word.text.lower() in links for word in context.children(child, "case"))]
    held: list[Affiliation] = []
    for child in (*(objects if leads else ()), *linked):
        found = _phrase(context, child)
        people = represents and describes(context, child) and context.children(child, "det")
        if found is None and (people or (leads and child.text.istitle())):  # "for the growers", "runs Lund's Hardware"
            found = _affiliation(context, _phrase_words(context, child), "organization")
        # "who runs Orbel Farm", "who heads research at Orbel", not "who runs 60 cows at Orbel"
        own = not any(context.children(each, "nummod") for each in objects)
        if found is not None and found.kind == "place" and own and found.name not in wordlists.country_names():
            found = evolve(found, kind="organization")
        held += [found] if found is not None and found.kind == "organization" else []
    # a name before a noun: "who leads a group at the Orbel Institute"
    return min(held, key=lambda each: each.text.islower(), default=None)


def _constituency(context: SentenceContext, run: NameSpan) -> Affiliation | None:
    """Return the place in "Rep. Ada Lund, D-Oregon," and "Sen. Omar Stone (R-N.C.)"."""
    match = _CONSTITUENCY.match(context.text, context.words[run.last - 1].span.end, context.words[-1].span.end)
    if match is None:
        return None
    place = match["place"]
    return Affiliation(place, Span(*match.span("place")), wordlists.states().get(place, place), "place")
