"""Roles and affiliations of people, as relations over the dependency tree.

A role is a noun of office with its modifiers. It belongs to a name in four constructions: it precedes it ("Kremlin
spokesman Dmitry Peskov"), follows it as an apposition ("Ana Ruiz, 45, the chief executive of Nordair"), has it as an
apposition ("Nordair's chief executive, Ana Ruiz"), or is predicated of it ("Ana Ruiz, who is a pilot", "Ruiz became
chairwoman"). A description ("a spokesman for Nordair") has roles of its own. The affiliation is the organisation or
place inside the phrase of the role: its owner, a modifier, a complement, or a demonym before an office of a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex as re
from attrs import evolve, frozen

from quoteattr.lexicon import load_table
from quoteattr.model import Affiliation, Role, Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.names import NameSpan, age_in, display, is_apposed, is_tied, is_title
from quoteattr.tree import NounKind, Sentence, Word

_MODIFIERS = frozenset(("PROPN", "NOUN", "ADJ", "NUM", "X"))
_STOPS = frozenset(',;:()[]"“”—–')
_HYPHENS = frozenset("-‑")
_COMMAS = frozenset((",", "(", "—", "–", "-", "--"))
_NOT_IN_PHRASE = (
    "case",
    "det",
    "acl",
    "appos",
    "conj",
    "cc",
    "parataxis",
    "punct",
    "advcl",
    "nsubj",
    "cop",
    "advmod",
    "dep",
)
_LINKED_BY = {
    "organization": frozenset(("of", "for", "at", "with", "from")),
    "": frozenset(("of", "for", "at", "with")),
    "place": frozenset(("of", "for", "from")),
    "person": frozenset(("for", "of")),
}
_YEARS_OLD = re.compile(r"(\d{1,3})[-‑ ]years?[-‑ ]olds?\Z")
_LONGEST_COMPLEMENT = 8
_CONSTITUENCY = re.compile(
    r"\s?[,(]\s?(?:[DRI]|Lab|Con)\.?[-‑–](?P<place>\p{Lu}[\p{L}.]*(?:\s\p{Lu}[\p{L}.]+)?)(?=\s?[,)])"
)
_AGE_BEFORE = re.compile(r"(?<!\d)(\d{1,3})[-‑ ]years?[-‑ ]old(?:\s+[\w-]+){0,4}\s*\Z")


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


def office_of(
    text: str, sentence: Sentence, run: NameSpan, runs: Sequence[NameSpan], kinds: Mapping[int, NounKind]
) -> Office:
    """Return what is said of the person whose name is ``run``, by the words around it.

    ``kinds`` are the kinds that the model reads the nouns of the sentence as, by word index.
    """
    reader = _Reader(text, sentence, runs, kinds)
    honorific, start, titles = reader.before(run)
    title = titles[-1] if titles else None
    heads = list(reader.after(run)) + list(reader.above(run)) + list(reader.predicated(run))
    roles = [role for _, role in titles]
    roles += [role for head in heads for role in reader.roles(head)]
    held = reader.held_by_name(run, roles)
    roles = _in_text_order(roles)
    if title is not None:
        title = (title[0], next((role for role in roles if role.span == title[1].span), title[1]))
    best = title[1] if title else best_role(roles)
    noun = _noun(title[0]) if title else next((_noun(head) for head in heads), "")
    affiliation = best.affiliation.name if best and best.affiliation else held.name if held and not best else None
    age = next(filter(None, (reader.age(run, title), *map(reader.age_of_noun, heads))), None)
    return Office(best.text if best else None, affiliation or None, honorific, noun, start, tuple(roles), held, age)


def office_in_phrase(
    text: str, sentence: Sentence, head: Word, runs: Sequence[NameSpan], kinds: Mapping[int, NounKind]
) -> Office:
    """Return what a phrase around the noun ``head`` says; empty if the noun is no office.

    An anonymous noun has an affiliation without a role: "a Downing Street source".
    """
    reader = _Reader(text, sentence, runs, kinds)
    if not _is_office(head):
        anonymous = head.upos == "NOUN" and (head.lemma or head.text).lower() in wordlists.anonymous_nouns()
        return Office(held=reader.affiliation_of(head)) if anonymous else NO_OFFICE
    roles = _in_text_order(reader.roles(head))
    first = next((role for role in roles if role.span.start <= head.span.start < role.span.end), roles[0])
    affiliation = (first.affiliation.name or None) if first.affiliation else None
    return Office(first.text, affiliation, None, _noun(head), None, tuple(roles), None, reader.age_of_noun(head))


def best_role(roles: Sequence[Role]) -> Role | None:
    """Return the first current role with an affiliation, else the first current role, else the first role."""
    return min(roles, key=lambda role: (role.former, role.affiliation is None), default=None)


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


def full_title(role: str) -> str | None:
    """Return a role with its abbreviated titles written out ("Lt. Gov."), or None if it has none."""
    table = wordlists.full_titles()
    full = " ".join(table.get(word.rstrip("."), word) for word in role.split())
    return full if full != role else None


def is_of_company(role: str) -> bool:
    """Return True for "chief executive" and the other offices that only companies and their like have."""
    words = role.lower().split()
    return not wordlists.role_words("company").isdisjoint((" ".join(words[-2:]), words[-1]))


def is_plain(role: str) -> bool:
    """Return True for a role of listed words alone, which names no organisation: not for "Nordair co-founder"."""
    listed = wordlists.role_nouns() | wordlists.portfolio_words() | {"and", "of"}
    return all(word.islower() or word.lower() in listed for word in role.split())


def _in_text_order(roles: Iterable[Role]) -> list[Role]:
    """Return each role once, a role inside another one left out."""
    kept: list[Role] = []
    for role in sorted(roles, key=lambda each: (each.span.start, -each.span.end)):
        if not kept or not kept[-1].span.contains(role.span):
            kept.append(role)
    return kept


def _noun(word: Word) -> str:
    bare = word.text.rstrip(".")
    lower = (word.lemma or word.text).lower().rstrip(".")
    former, _, held = lower.partition("-")
    if held and former in wordlists.role_words("former"):  # "ex-mayor"
        lower = held
    if bare in wordlists.full_titles():
        return wordlists.full_titles()[bare].split()[-1].lower()
    return lower if lower in wordlists.role_nouns() else word.text.lower().rstrip(".")


def _is_office(word: Word) -> bool:
    if word.text.rstrip(".") in wordlists.bare_honorifics():
        return False
    return word.upos in ("NOUN", "PROPN", "ADJ") and (is_title(word) or _noun(word) in wordlists.role_nouns())


def _is_plain_adjective(word: Word) -> bool:
    return word.upos == "ADJ" and word.text.islower()


def _is_portfolio(word: Word) -> bool:
    return word.text.lower() in wordlists.portfolio_words()


def _is_organisation_noun(word: Word) -> bool:
    lower = word.text.lower()
    return lower in wordlists.organisation_nouns() or lower in wordlists.organisation_heads()


class _Reader:
    """Reads roles in one sentence; ``kinds`` are the kinds that the model reads its nouns as, by word index."""

    def __init__(self, text: str, sentence: Sentence, runs: Sequence[NameSpan], kinds: Mapping[int, NounKind]) -> None:
        self._text = text
        self._sentence = sentence
        self._words = sentence.words
        self._runs = runs
        self._kinds = kinds

    # Where a role of a name is located

    def before(self, run: NameSpan) -> tuple[str | None, int | None, list[tuple[Word, Role]]]:
        """Return the form of address, the start of the title, and the titles directly before a name."""
        index = run.first - 1
        honorific: str | None = None
        start: int | None = None
        while index >= 0 and self._words[index].text.rstrip(".") in wordlists.honorifics():
            bare = self._words[index].text.rstrip(".")
            titled = bare.lower() in wordlists.role_nouns() or bare in wordlists.title_abbreviations()
            if bare not in wordlists.bare_honorifics() and titled:
                break
            honorific, start = honorific or bare, self._words[index].span.start
            index -= 1
        noun = self._title_before(run, index)
        if noun is None:
            return honorific, start, self._shared_title(run)
        found: list[tuple[Word, Role]] = []
        first = self._first_modifier(noun, run)
        # "study co-author Professor Ada Lund" has two titles
        inner = [w for w in self._words[first : noun.index] if w.text.islower() and w.upos == "NOUN" and _is_office(w)]
        if inner and noun.text[:1].isupper() and inner[-1].index == noun.index - 1:
            found.append((inner[-1], self._role(inner[-1], first)))
            start, first = self._words[first].span.start, noun.index
        found.append((noun, self._role(noun, first, run)))
        start = self._words[first].span.start if start is None or len(found) == 1 else start
        outer = self._outer_title(run, first)
        if outer is not None:
            found.insert(0, outer)
            start = outer[1].span.start
        # "party leader and Prime Minister Ada Lund", but "the party leader and Prime Minister Ada Lund" are two people
        other = self._words[first - 2] if first > 1 and self._words[first - 1].text.lower() in ("and", "&") else None
        if other is not None and _is_office(other) and not self._in_run(other):
            begin = self._first_modifier(other)
            if not self._sentence.children(other, "det", "nmod:poss") and len(found) == 1:
                found.insert(0, (other, self._role(other, begin)))
                start = self._words[begin].span.start
        return honorific, start, found

    def _outer_title(self, run: NameSpan, first: int) -> tuple[Word, Role] | None:
        """Return the title before another: "police spokeswoman | Sgt. Ida Vale" where the tree has two subjects."""
        title = self._words[first - 1] if first else None
        if title is None or not (title.text.islower() and _is_office(title)):
            return None
        tied = is_tied(title, run.head(self._sentence))
        return (title, self._role(title, self._first_modifier(title))) if tied else None

    def _shared_title(self, run: NameSpan) -> list[tuple[Word, Role]]:
        """Return the plural title before the first of several names ("Senators Ada Lund and Omar Stone")."""
        head = run.head(self._sentence)
        first = self._run_at(self._words[head.head]) if head.deprel == "conj" and head.head >= 0 else None
        noun = self._title_before(first, first.first - 1) if first is not None and first.kind == "person" else None
        if first is None or noun is None or noun.xpos not in ("NNS", "NNPS"):
            return []
        return [(noun, self._role(noun, self._first_modifier(noun, first), first))]

    def _title_before(self, run: NameSpan, index: int) -> Word | None:
        """Return the noun of the title that ends at ``index``, or that the tree ties to the name from further left."""
        if index < 0:
            return None
        word = self._words[index]
        # "Minister of the Interior Ida Vale"
        link = self._words[index - 1] if index else None
        if link is not None and link.upos == "DET" and link.index:
            link = self._words[link.index - 1]
        complement = self._title_with_complement(link, ("of",)) if word.text[:1].isupper() else None
        if complement is not None and self._run_at(word) is None:
            return complement
        # "Chief of staff Ada Lund"
        if _is_portfolio(word) and index > 1 and self._words[index - 2].text[:1].isupper():
            complement = self._title_with_complement(self._words[index - 1], ("of",))
            if complement is not None:
                return complement
        # "Kremlin spokesman Dmitry Peskov", "team member Ida Vale"
        common = word.text.islower() and word.upos == "NOUN" and word.head in range(run.first, run.last)
        if _is_office(word) or (common and self._is_described(word)) or self._is_unlisted_title(word, run):
            return word
        if word.text in _STOPS:
            return None
        # "President of Orbel Ada Lund", independent of the tree
        place = self._run_at(word)
        if place is not None and place.kind in ("place", "organization", ""):
            link = self._words[place.first - 1] if place.first else None
            if link is not None and link.upos == "DET" and link.index:
                link = self._words[link.index - 1]
            complement = self._title_with_complement(link, ("of", "to", "for", "from"))
            if complement is not None or place.kind:
                return complement
        return self._tied_title(run)

    def _is_unlisted_title(self, word: Word, run: NameSpan) -> bool:
        """Return True for "Postmistress" before "Ida Vale": outside the name that the tagger finds, but tied to it."""
        if self._in_run(word) or not run.labelled or run.last - run.first < 2:
            return False
        return word.upos == "PROPN" and word.text[:1].isupper() and is_tied(word, run.head(self._sentence))

    def _tied_title(self, run: NameSpan) -> Word | None:
        """Return the title with a complement of its own ("Ambassador to the United States Ada Lind")."""
        head = run.head(self._sentence)
        above = self._sentence.parent(head)
        tied = [child for child in self._sentence.children(head, "nmod:desc", "compound") if child.index < run.first]
        if head.deprel in ("appos", "flat") and above is not None:
            tied.append(above)
        # "Nordair's head of corporate affairs | Ida Vale" where the tree makes two subjects of them
        if head.deprel == "nsubj" and above is not None:
            tied += [child for child in self._sentence.children(above, "nsubj") if child.index < run.first]
        for title in tied:
            between = self._words[title.index + 1 : run.first]
            if title.index < run.first and _is_office(title) and not any(each.text in _STOPS for each in between):
                return title
        return None

    def _title_with_complement(self, link: Word | None, links: Sequence[str]) -> Word | None:
        """Return the title before a preposition."""
        if link is None or not link.index or link.text.lower() not in links:
            return None
        title = self._words[link.index - 1]
        return title if _is_office(title) and not self._in_run(title) else None

    def after(self, run: NameSpan) -> Iterator[Word]:
        """Yield the nouns in apposition after a name, and those in the tree's other readings of an apposition."""
        top = run.head(self._sentence)
        seen: set[int] = set()
        for child in self._sentence.children(top, "appos", "parataxis", "list", "conj"):
            joined = child.deprel == "conj" and self._has_conjunction(run.last, child.index)
            # "Ada Lund, a lawyer and former mayor", but "Ada Lund, a lawyer, and a mayor" may be two people
            joined = joined and not (seen and is_further_role(self._sentence, child))
            if child.index >= run.last and self._describes(child) and not joined:
                seen.add(child.index)
                yield child
        found = None if seen else self._after_comma(run)
        if found is not None:
            yield found

    def _has_conjunction(self, first: int, last: int) -> bool:
        return any(word.upos == "CCONJ" for word in self._words[first:last])

    def _after_comma(self, run: NameSpan) -> Word | None:
        """Return the noun of an apposition that the tree attaches elsewhere ("Lund, 45, a pilot at Nordair")."""
        at = self._skip_age(run.last)
        if at + 1 >= len(self._words) or self._words[at].text not in _COMMAS:
            return None
        for word in self._words[at + 1 : at + 12]:
            if word.text in _STOPS or word.upos in ("VERB", "AUX", "PRON", "ADP", "SCONJ", "CCONJ"):
                return None
            following = self._words[word.index + 1] if word.index + 1 < len(self._words) else None
            ends = (
                following is None or following.upos not in ("NOUN", "PROPN", "ADJ") or following.text.islower() is False
            )
            if self._describes(word) and ends:
                argument = word.relation in ("nsubj", "obj", "iobj", "obl", "compound", "amod", "advcl", "vocative")
                return None if argument else word
        return None

    def _skip_age(self, at: int) -> int:
        """Return the position after ", 45" if it is next, else ``at``."""
        if at + 1 < len(self._words) and self._words[at].text == "," and age_in(self._words[at + 1].text):
            return at + 2
        return at

    def above(self, run: NameSpan) -> Iterator[Word]:
        """Yield the noun that has the name as its apposition ("Nordair's chief executive, Ana Ruiz")."""
        head = run.head(self._sentence)
        above = self._sentence.parent(head)
        while above is not None and above.index < run.first and above.text.rstrip(".") in wordlists.honorifics():
            head, above = above, self._sentence.parent(above)
        # "the head of the agency, Omar Stone" where the tree attaches the name to the body
        while above is not None and above.relation == "nmod" and above.index < run.first and not self._describes(above):
            above = self._sentence.parent(above)
        left = above if above is not None and above.index < run.first and is_apposed(self._sentence, head) else None
        if left is not None and self._describes(left):
            yield left
        elif run.first > 1 and self._words[run.first - 1].text == ",":
            title = self._words[run.first - 2]
            same = title.head == head.head and title.relation == head.relation
            if _is_office(title) and not self._in_run(title) and (same or title.head == head.index):
                yield title

    def _describes(self, word: Word) -> bool:
        return self._is_described(word) and not self._in_run(word)

    def _is_described(self, word: Word) -> bool:
        """Return True for a noun that says what somebody is when the tree attaches it to a name.

        It is an office, an agent, or what the model reads as a person.
        """
        if _is_office(word):
            return True
        noun = (word.lemma or word.text).lower()
        excluded = (
            wordlists.role_words("events"),
            wordlists.document_nouns(),
            wordlists.organisation_nouns(),
            wordlists.role_words("unspecific"),
        )
        if word.upos != "NOUN" or any(noun in nouns for nouns in excluded):
            return False
        listed = noun in wordlists.person_nouns() or noun.endswith(wordlists.agent_endings())
        return listed or self._kinds.get(word.index) == "person"

    def predicated(self, run: NameSpan) -> Iterator[Word]:
        """Yield the nouns that a clause predicates of a name: "is", "became", "serves as", also after "who"."""
        head = run.head(self._sentence)
        clauses = [child for child in self._sentence.children(head, "acl:relcl") if self._has_relative_subject(child)]
        above = self._sentence.parent(head)
        if head.relation == "nsubj" and above is not None:
            clauses.append(above)
        for clause in clauses:
            if self._sentence.children(clause, "cop") and self._describes(clause):
                negated = any(word.text.lower() in ("not", "n't", "n’t", "no", "never") for word in self._below(clause))
                yield from () if negated else (clause,)
            elif self._leads_to_role(clause):
                yield from self._became(clause)

    def _leads_to_role(self, verb: Word) -> bool:
        """Return True for "became", "was elected" and "identified herself", not for "elected" and "identified"."""
        lemma = (verb.lemma or verb.text).lower()
        if lemma in wordlists.role_words("becoming"):
            return True
        if lemma in wordlists.role_words("appointing") and any(
            child.deprel in ("aux:pass", "nsubj:pass") for child in self._sentence.children(verb)
        ):
            return True
        reflexive = any(child.text.lower().endswith("self") for child in self._sentence.children(verb, "obj"))
        return lemma in wordlists.role_words("presenting") and reflexive

    def _became(self, verb: Word) -> Iterator[Word]:
        for child in self._sentence.children(verb, "xcomp", "obj", "obl"):
            case = self._sentence.children(child, "case", "mark")
            linked = not case or case[0].text.lower() == "as"
            if child.index > verb.index and linked and _is_office(child) and not self._in_run(child):
                yield child

    def _has_relative_subject(self, clause: Word) -> bool:
        return any(word.text.lower() == "who" for word in self._sentence.children(clause, "nsubj"))

    def _below(self, word: Word) -> tuple[Word, ...]:
        return self._sentence.children(word)

    # What a role says

    def roles(self, head: Word) -> list[Role]:
        """Return the role of a noun and of those coordinated with it; an affiliation at the end counts for all."""
        heads = [head, *self._coordinated(head)]
        found = [self._role(noun, self._first_modifier(noun)) for noun in heads]
        after = found[-1].affiliation
        if after is not None and after.span.start >= found[-1].span.end:
            found = [role if role.affiliation or role.former else evolve(role, affiliation=after) for role in found]
        owner = found[0].affiliation
        if owner is not None and owner.span.end <= found[0].span.start:
            found = [evolve(role, affiliation=role.affiliation or owner) for role in found]
        return found

    def _coordinated(self, head: Word) -> Iterator[Word]:
        """Yield the further roles coordinated with one, or with the name of its organisation by the tree's mistake."""
        for word in self._sentence.descendants(head, without=("acl", "advcl", "parataxis", "appos")):
            if word.deprel != "conj" or word.index < head.index or not self._describes(word):
                continue
            # "founder of Nordair and mayor of Orbel": an office is not coordinated with a company
            if word.head == head.index or (self._in_run(self._words[word.head]) and _is_office(word)):
                yield word

    def _role(self, noun: Word, first: int, run: NameSpan | None = None) -> Role:
        """Return the role with the modifiers from ``first`` on; ``run`` is the name that it precedes."""
        first = self._without_age(first, noun)
        while first < noun.index and self._is_quantity(self._words[first]):
            # "four-term senator" is no kind of senator
            counted = self._words[first + 1].text in _HYPHENS
            first = min(noun.index, first + (3 if counted else 1))
        former = self._former(first, noun)
        inside, place = self._modifying_affiliation(first, noun)
        if inside is not None and place:
            first = next(word.index for word in self._words if word.span.start >= inside.span.end)
        until = len(self._words) if run is None or run.first < noun.index else run.first
        last = self._complement_end(noun, until)
        between = list(self._words[noun.index + 1 : until]) if run is not None else []
        while between and between[-1].text.rstrip(".") in wordlists.bare_honorifics():
            between.pop()  # "Leader of the Opposition | Smt. Ida Vale"
        tail = None
        if last == noun.index and between and between[0].text.lower() in ("of", "for", "to", "from"):
            # the words between title and name, independent of the tree
            tail = self._surface_phrase(between[1:])
            last = noun.index if tail is not None else between[-1].index
        owner = self._owner(noun, run)
        if owner is not None and owner.kind == "person":
            # a country's president: "Tolvania's President" also where the tagger labels Tolvania as a person
            # and a company's chief executive
            if _noun(noun) in wordlists.role_words("rulers"):
                owner = evolve(owner, kind="place")
            elif self._is_of_organisation(noun):
                owner = evolve(owner, kind="organization")
            elif not _serves_people(noun):
                owner = None
        if inside is not None and not place:
            owner = self._joined(owner, inside) if owner is not None else None
        affiliation = owner or (None if place else inside) or self._linked(noun, until) or tail or inside
        affiliation = affiliation or self._owning_pronoun(noun, run)
        span = Span(self._words[first].span.start, self._words[last].span.end)
        text = " ".join(span.of(self._text).split())
        return Role(text, span, full_title(text), former, affiliation)

    def _is_of_organisation(self, noun: Word) -> bool:
        """Return True for an office that no person owns: "chief executive", "chair"."""
        title = display(self._words[max(0, noun.index - 1) : noun.index + 1])
        return is_of_company(title) or _noun(noun) in wordlists.role_words("of_organisations")

    def _is_quantity(self, word: Word) -> bool:
        """Return True for "two", and for "many" and "one or more" before a noun of people."""
        return word.upos in ("NUM", "CCONJ") or word.text.lower() in wordlists.role_words("quantifiers")

    def affiliation_of(self, noun: Word) -> Affiliation | None:
        """Return the organisation or place in the phrase of a noun that is no office."""
        inside, _ = self._modifying_affiliation(self._first_modifier(noun), noun)
        return inside or self._linked(noun, len(self._words))

    def _joined(self, owner: Affiliation, inside: Affiliation) -> Affiliation:
        """Return an organisation with its owner ("Iran's foreign ministry" of "Iran's foreign ministry spokesman")."""
        span = Span(owner.span.start, inside.span.end)
        between = self._text[owner.span.end : inside.span.start].strip()
        if owner.kind == "person" or between not in ("'s", "’s", "'", "’"):
            return inside
        text = " ".join(span.of(self._text).split())
        return Affiliation(text, span, text, inside.kind)

    def _first_modifier(self, noun: Word, run: NameSpan | None = None) -> int:
        """Return the position of the first of the modifiers that end with ``noun``."""
        first = noun.index
        while first > 0:
            word = self._words[first - 1]
            name = self._run_at(word)
            if name is not None and name.last == first and name.kind in ("organization", "place"):
                top = name.head(self._sentence)
                # two arguments of one kind side by side are one phrase: "Orbel Party | candidate Ada Lund"
                adjacent = first == noun.index or self._words[first].upos == "ADJ"
                twin = adjacent and top.head == noun.head and top.relation == noun.relation
                if self._foreign(top, noun) and not twin:
                    break
                first = name.first
            elif self._is_modifier(word, noun, first):
                first -= 1
            elif (abbreviated := self._abbreviated_before(first)) is not None:
                first = abbreviated.first
            else:
                break
        while first < noun.index and (not self._words[first].text[:1].isalnum() or self._words[first].text == "of"):
            first += 1
        return first

    def _abbreviated_before(self, position: int) -> NameSpan | None:
        """Return the organisation before an abbreviation in brackets: "Orbel Crews Union (OCU)" before "chairwoman"."""
        if position < 4 or (self._words[position - 1].text, self._words[position - 3].text) != (")", "("):
            return None
        name = self._run_at(self._words[position - 4])
        return name if name is not None and name.kind == "organization" and name.last == position - 3 else None

    def _is_modifier(self, word: Word, noun: Word, first: int) -> bool:
        """Return True for a word before position ``first`` that belongs to the title of ``noun``."""
        before = self._words[word.index - 1] if word.index else None
        tight = before is not None and before.span.end == word.span.start
        if word.text in _HYPHENS or word.text == "/":
            return tight
        if word.text.lower() == "of":
            return before is not None and before.upos in ("NOUN", "PROPN") and not self._in_run(before)
        # "trade and industry commissioner"
        if word.upos == "CCONJ":
            part = self._words[word.head] if word.head > word.index else None
            top = self._sentence.parent(part) if part is not None and part.relation == "conj" else None
            return top is not None and top.head == noun.index and top.index < word.index
        if word.text.lower() in wordlists.role_words("former"):
            return True
        if word.upos == "VERB":
            return word.relation == "amod" and word.head == noun.index
        if word.upos not in _MODIFIERS:
            return False
        if word.upos == "ADJ" and self._foreign(word, noun):
            return False
        return not (word.upos in ("NOUN", "PROPN") and self._foreign(word, noun) and word.head != noun.index)

    def _foreign(self, word: Word, noun: Word) -> bool:
        """Return True for a word that depends on something outside title and name ("Tuesday President Vale")."""
        if word.text in wordlists.calendar():
            return True
        if word.head == noun.head and word.index < noun.index:
            return word.relation not in ("compound", "amod", "nmod", "flat", "nummod", "punct")
        above = [each.index for each in self._sentence.ancestors(word)]
        return noun.index not in above and noun.head not in above

    def _without_age(self, first: int, noun: Word) -> int:
        """Return the position after "45-year-old" and "Orbel-based"."""
        for index in range(first, noun.index):
            word = self._words[index].text.lower()
            if word in ("old", "olds", "based", "born") or _YEARS_OLD.match(word) or word.endswith("-based"):
                first = index + 1
        return first

    def _former(self, first: int, noun: Word) -> bool:
        words = {word.text.lower() for word in self._words[max(0, first - 2) : noun.index + 1]}
        return bool(words & wordlists.role_words("former")) or noun.text.lower().partition("-")[
            0
        ] in wordlists.role_words("former")

    def _modifying_affiliation(self, first: int, noun: Word) -> tuple[Affiliation | None, bool]:
        """Return the affiliation among the modifiers, and True where it is a place or a demonym."""
        begin = first
        leading = wordlists.role_words("former") | {
            "acting",
            "deputy",
            "interim",
            "outgoing",
            "incoming",
            "new",
            "longtime",
        }
        while (
            begin < noun.index
            and not self._in_run(self._words[begin])
            and (self._words[begin].text.lower() in leading or self._words[begin].text in _HYPHENS)
        ):
            begin += 1
        last = self._last_of_organisation(begin, noun)
        if last is not None:
            named = self._run_at(self._words[last])
            # "a senior US official": the name begins at "US"
            while named is not None and begin < named.first and _is_plain_adjective(self._words[begin]):
                begin += 1
            span = Span(self._words[begin].span.start, self._words[last].span.end)
            kind = self._kind(begin, last + 1)
            # "Orbel Press reporter" also where the tagger labels the name as a person; "Lund aide" has a person
            kind = "organization" if kind == "person" and not _serves_people(noun) else kind
            return self._affiliation(self._words[begin : last + 1], span, kind), kind == "place"
        country = self._country(begin, noun)
        return country, country is not None

    def _last_of_organisation(self, begin: int, noun: Word) -> int | None:
        """Return the position of the last word among the modifiers that ends an organisation or a place."""
        found = None
        spokesman = _noun(noun) in wordlists.role_words("spokespersons")
        for word in self._words[begin : noun.index]:
            if f"{word.text} {self._words[word.index + 1].text}".lower() in wordlists.role_words("compounds"):
                continue
            run = self._run_at(word)
            if run is not None and run.last - 1 == word.index and run.first >= begin:
                portfolio = all(_is_portfolio(each) or each.text == "of" for each in run.words(self._sentence))
                if run.first and self._words[run.first - 1].text == "(":
                    continue
                # "Harbour chief Ada Lund" at the beginning of a sentence names no Harbour
                capital = run.first == 0 and run.last == 1 and not run.kind
                if run.kind not in ("group", "thing") and not capital and not (portfolio and not spokesman):
                    found = word.index
            elif run is None and spokesman and word.text[:1].isupper() and word.index > 0 and not _is_portfolio(word):
                # "an Orbel spokeswoman" where the tagger finds no name
                found = word.index if word.text not in wordlists.demonyms() else found
            elif run is None and self._is_organisation(word) and word.upos in ("NOUN", "PROPN"):
                named = any(each.text[:1].isupper() for each in self._words[begin : word.index + 1])
                if spokesman or (named and not _is_portfolio(word)):
                    found = word.index
        return found

    def _country(self, begin: int, noun: Word) -> Affiliation | None:
        """Return the country of a demonym before an office of a state ("Kenyan Prime Minister")."""
        for length in (3, 2, 1):
            words = self._words[begin : begin + length]
            if not words or words[-1].index >= noun.index:
                continue
            phrase = display(words)
            if phrase in wordlists.demonyms() and not _office_of_state(noun):
                return None
            if phrase in wordlists.countries():
                span = Span(words[0].span.start, words[-1].span.end)
                return Affiliation(span.of(self._text), span, wordlists.countries()[phrase], "place")
        return None

    def _owner(self, noun: Word, run: NameSpan | None) -> Affiliation | None:
        """Return the owner of an office ("Belarus" of "Belarus' President"); pronouns name nobody."""
        heads = [noun] if run is None else [run.head(self._sentence), noun]
        for head in heads:
            for child in self._sentence.children(head, "nmod:poss"):
                if child.upos != "PRON" and child.index < noun.index:
                    return self._phrase(child) or self._owner_served(child, noun)
        # "Tolvania's President Ilse Tarnow" where the tree attaches the owner elsewhere
        first = self._first_modifier(noun, run)
        mark = self._words[first - 1] if first > 1 else None
        if mark is not None and mark.text in ("'s", "’s", "'", "’") and mark.upos == "PART":
            return self._phrase(self._words[first - 2]) if self._words[first - 2].upos in ("PROPN", "NOUN") else None
        return None

    def _owner_served(self, owner: Word, noun: Word) -> Affiliation | None:
        """Return the "premier" of "the premier's spokesman", the "railroad" of "the railroad's lawyer"."""
        if not _serves_people(noun) or owner.upos != "NOUN":
            return None
        words = self._words[self._first_modifier(owner) : owner.index + 1]
        kind = "organization" if self._kinds.get(owner.index) == "organization" else "person"
        return self._affiliation(words, Span(words[0].span.start, owner.span.end), kind)

    def _owning_pronoun(self, noun: Word, run: NameSpan | None) -> Affiliation | None:
        """Return "its" of "its chairman" as an affiliation without a name, which its antecedent will have."""
        heads = [noun] if run is None else [run.head(self._sentence), noun]
        above = self._sentence.parent(noun)
        if above is not None and noun.relation == "compound":  # "its secretary general"
            heads.append(above)
        for child in (child for head in heads for child in self._sentence.children(head, "nmod:poss")):
            _, number, gender = wordlists.pronouns().get(child.text.lower(), ("", "", ""))
            if child.index < noun.index and (gender == "thing" or number == "plural"):
                return Affiliation(child.text, child.span, "")
        return None

    def _linked(self, noun: Word, until: int) -> Affiliation | None:
        """Return what a preposition links to the noun, or to its portfolio ("professor of law at Leeds")."""
        waiting = [child for child in self._sentence.children(noun, "nmod") if child.index > noun.index]
        for child in waiting:
            if child.index >= until:
                continue
            found = self._linked_phrase(child)
            if found is not None:
                return found
            waiting += [each for each in self._sentence.children(child, "nmod") if each.index > child.index]
        return None

    def _linked_phrase(self, child: Word) -> Affiliation | None:
        # "of mobile music firm Musiwave" where the tree attaches "of" to "firm"
        inner = [each for each in self._sentence.children(child, "compound") if not self._in_run(each)]
        inner += self._sentence.children(child, "appos")  # "of the network Nordnet" where it attaches it to the name
        case = next(filter(None, (self._sentence.children(word, "case") for word in (child, *inner))), ())
        if not case or case[0].text.lower() not in load_table("titles")["roles"]["links"]:
            return None
        found = self._phrase(child)
        # "commander of the Coast Guard's northern district"
        above = self._sentence.parent(child)
        part = found is None and above is not None and self._describes(above) and not self._describes(child)
        owners = self._sentence.children(child, "nmod:poss") if part else ()
        owned = next(filter(None, map(self._phrase, owners)), None)
        if owned is not None and owned.kind != "person":
            return owned
        run = self._run_at(child)
        link = case[0].text.lower()
        if found is None and link == "for" and above is not None and _speaks_for(above):
            return self._served(child)
        if link in ("in", "on", "to") and found is not None:
            body = any(map(self._is_organisation, self._sentence.words_in(found.span)))
            return found if body and found.kind == "organization" else None
        if link == "at" and found is not None:  # an institution: "an archaeologist at Leiden", "a professor at Brown"
            return evolve(found, kind="organization")
        sure = run is None or run.kind == "organization" or (found is not None and found.kind != "organization")
        kind = found.kind if found is not None and sure else ""
        return found if found is not None and link in _LINKED_BY.get(kind, ()) else None

    def _served(self, head: Word) -> Affiliation | None:
        """Return the organisation for which a spokesperson speaks, also under an unlisted noun: "the presidency"."""
        if head.upos not in ("NOUN", "PROPN"):
            return None
        first, last = self._extent(head, None)
        words = self._words[first:last]
        return self._affiliation(words, Span(words[0].span.start, words[-1].span.end), "organization")

    def _phrase(self, head: Word) -> Affiliation | None:
        """Return the organisation, place or person that the phrase of ``head`` names; None if it names none."""
        run = self._run_at(head)
        # "the budget airline Skylark", "the developer, Orbel Homes"
        named = [child for child in self._sentence.children(head, "appos") if self._names_organisation(child)]
        if run is None and head.upos == "NOUN" and named:
            return self._phrase(named[0])
        if (
            run is not None
            and all(_is_portfolio(word) for word in run.words(self._sentence))
            and len(run.words(self._sentence)) == 1
        ):
            return None
        if run is None and not (self._is_organisation(head) and head.upos in ("NOUN", "PROPN")):
            return None
        first, last = self._extent(head, run)
        if run is not None and first < run.first and self._words[run.first - 1].text in wordlists.organisation_nouns():
            first = run.first  # "the music firm Orbel"
        words = self._words[first:last]
        kind = self._kind(first, last) if run is not None else "organization"
        if run is not None and run.kind in ("thing", "group"):
            kind = "organization"
        if run is not None and kind == "person":
            words = run.words(self._sentence)
        return self._affiliation(words, Span(words[0].span.start, words[-1].span.end), kind)

    def _names_organisation(self, word: Word) -> bool:
        run = self._run_at(word)
        return run is not None and run.kind == "organization"

    def _surface_phrase(self, words: Sequence[Word]) -> Affiliation | None:
        """Return the organisation or place that some words name together, None where they are a portfolio."""
        named = [word for word in words if word.upos != "DET"]
        if not named or all(map(_is_portfolio, named)):
            return None
        run = self._run_at(named[-1])
        if run is None and not self._is_organisation(named[-1]):
            return None
        span = Span(named[0].span.start, named[-1].span.end)
        return self._affiliation(named, span, self._kind(named[0].index, named[-1].index + 1))

    def _extent(self, head: Word, run: NameSpan | None) -> tuple[int, int]:
        """Return the first position of a phrase and the one after its last word, without determiner and clauses."""
        below = {word.index for word in self._sentence.descendants(head, without=_NOT_IN_PHRASE)}
        first, last = head.index, head.index + 1
        if run is not None:
            first, last = run.first, run.last
        while (
            first > 0
            and (first - 1 in below or self._words[first - 1].text in _HYPHENS)
            and self._words[first - 1].upos not in ("DET", "ADP", "PRON", "PUNCT", "VERB", "ADV")
        ):
            first -= 1
        while first < head.index and self._words[first].upos == "PART":
            first += 1
        of = self._words[last] if last < len(self._words) else None
        if of is not None and of.text.lower() == "of" and of.head in below:
            inner = self._sentence.words[of.head]
            tail = self._sentence.descendants(
                inner, without=("acl", "appos", "conj", "cc", "parataxis", "punct", "nmod")
            )
            if tail[-1].index < last + _LONGEST_COMPLEMENT:
                last = tail[-1].index + 1
        return first, last

    def _kind(self, first: int, last: int) -> str:
        runs = [run for run in self._runs if first <= run.first and run.last <= last]
        end = self._words[last - 1]
        if runs and runs[-1].last == last and not self._is_organisation(end):
            if runs[-1].kind in ("place", "person"):
                return runs[-1].kind
            phrase = display(self._words[first:last])
            if phrase in wordlists.places() or phrase in wordlists.countries():
                return (
                    "organization"
                    if wordlists.countries().get(phrase) in ("European Union", "United Nations")
                    else "place"
                )
        return "organization"

    def _affiliation(self, words: Sequence[Word], span: Span, kind: str) -> Affiliation:
        written = display(words)
        name = wordlists.countries().get(written, written)
        span = Span(span.start, span.start + len(span.of(self._text).removesuffix("'s").removesuffix("’s")))
        return Affiliation(" ".join(span.of(self._text).split()), span, " ".join(name.split()), kind)

    def _complement_end(self, noun: Word, until: int) -> int:
        """Return the position of the last word of a role: "commander-in-chief", "envoy to Kenya"."""
        end = noun.index
        while self._is_hyphenated(end):
            end += 2
        for child in self._sentence.children(noun, "nmod"):
            case = self._sentence.children(child, "case")
            if child.index <= end or child.index >= until or not case or case[0].index != end + 1:
                continue
            link = case[0].text.lower()
            directed = link == "to" and _noun(noun) in wordlists.role_words("directed")
            if link not in ("of", "for") and not directed:
                continue
            if not directed and self._phrase(child) is not None:
                continue
            if link == "for" and not _is_portfolio(child):
                continue
            # "sister of one of the victims"
            parts = () if child.upos == "NUM" else ("nmod",)
            tail = self._sentence.descendants(child, without=("acl", "appos", "parataxis", "punct", *parts))
            tail = tuple(word for word in tail if word.index < until)
            if tail[-1].index - end <= _LONGEST_COMPLEMENT:
                end = tail[-1].index
        return end

    def _is_hyphenated(self, at: int) -> bool:
        """Return True for a word joined to the next but one by a hyphen: "mayor" of "mayor-elect"."""
        words = self._words[at : at + 3]
        tight = (
            len(words) == 3 and words[0].span.end == words[1].span.start and words[1].span.end == words[2].span.start
        )
        return tight and words[1].text in _HYPHENS

    # What is said without a role

    def held_by_name(self, run: NameSpan, roles: list[Role]) -> Affiliation | None:
        """Return the affiliation that follows a name ("Ana Ruiz of Nordair"); a role without one takes it."""
        head = run.head(self._sentence)
        held = None
        for child in self._sentence.children(head, "nmod:poss"):
            # "Radio Orbel's Ada Lund"
            if self._words[run.first - 1].upos == "PART" and child.index < run.first and not roles:
                owner = self._phrase(child)
                held = owner if owner is not None and owner.kind == "organization" else None
        title = self._sentence.parent(head) if head.relation in ("flat", "appos") else None
        tops = [head] if title is None or title.index >= run.first else [head, title]
        for child in (child for top in tops for child in self._sentence.children(top, "nmod")):
            if child.index >= run.last and held is None:
                held = self._linked_phrase(child)
        held = held or self._constituency(run)
        if held is None and (held := self._worked_at(head)) is not None:
            roles[:] = [role if role.affiliation or role.former else evolve(role, affiliation=held) for role in roles]
        apposition = next(iter(self._sentence.children(head, "appos")), None)
        # "Ada Lund, Orbel Institute, said", but "— Ada Lund, Twitter" names a channel
        held = held or self._bracketed(run)
        if held is None and apposition is not None and not roles:
            other = self._run_at(apposition)
            channel = other is not None and display(other.words(self._sentence)) in wordlists.platforms()
            named = other is not None and other.kind == "organization" and not channel
            held = self._phrase(apposition) if named else None
        if held is not None and held.span.start >= self._words[run.first].span.start:
            for number, role in enumerate(roles):
                if role.affiliation is None and role.span.end <= held.span.start and not role.former:
                    roles[number] = evolve(role, affiliation=held)
        return held

    def _bracketed(self, run: NameSpan) -> Affiliation | None:
        """Return the organisation that begins a bracket after a name: "Ada Lund (Green Party, Orbel South)"."""
        if run.last + 2 >= len(self._words) or self._words[run.last].text != "(":
            return None
        other = self._run_at(self._words[run.last + 1])
        if other is None or other.first != run.last + 1 or other.kind != "organization":
            return None
        closed = other.last < len(self._words) and self._words[other.last].text in (")", ",", ";")
        words = other.words(self._sentence)
        return self._affiliation(words, other.span(self._sentence), "organization") if closed else None

    def _worked_at(self, head: Word) -> Affiliation | None:
        """Return the organisation in "who works at Nordair" and "who heads the Orbel Institute"."""
        for clause in self._sentence.children(head, "acl:relcl"):
            verb = (clause.lemma or clause.text).lower()
            forms = {verb, *(verb.removesuffix(ending) for ending in ("s", "d", "ed"))}  # the lemma may be unknown
            kinds = ("working", "acting_for", "leading")
            works, acts, leads = (bool(forms & wordlists.role_words(kind)) for kind in kinds)
            if not (works or acts or leads) or not self._has_relative_subject(clause):
                continue
            links = {"at", "for", "with"} if works else {"for"}
            for child in self._sentence.children(clause, "obj" if leads else "obl"):
                case = {word.text.lower() for word in self._sentence.children(child, "case")}
                found = self._phrase(child) if leads or case & links else None
                if found is not None and works and "at" in case and found.kind == "person":  # by mistake of the tagger
                    found = evolve(found, kind="organization")
                if found is not None and found.kind == "organization":
                    return found
        return None

    def _constituency(self, run: NameSpan) -> Affiliation | None:
        """Return the place in "Rep. Ada Lund, D-Oregon," and "Sen. Omar Stone (R-N.C.)"."""
        match = _CONSTITUENCY.match(self._text, self._words[run.last - 1].span.end)
        if match is None:
            return None
        span = Span(match.start("place"), match.end("place"))
        return Affiliation(match["place"], span, wordlists.countries().get(match["place"], match["place"]), "place")

    def age(self, run: NameSpan, title: tuple[Word, Role] | None) -> int | None:
        """Return the age in ", 45," or "(45)" after a name, or in "45-year-old" before it."""
        at = run.last
        if at + 2 < len(self._words) and self._words[at].text in (",", "("):
            years = age_in(self._words[at + 1].text)
            if years and self._words[at + 2].text in (",", ")", "."):
                return years
            if self._words[at + 1].text.lower() == "aged":
                return age_in(self._words[at + 2].text)
        start = self._words[max(0, (title[0].index if title else run.first) - 8)].span.start
        written = self._text[start : self._words[run.first].span.start]
        return _years_old(written)

    def age_of_noun(self, head: Word) -> int | None:
        """Return the age in "a 45-year-old resident"."""
        return _years_old(self._text[self._words[max(0, head.index - 8)].span.start : head.span.start])

    def _is_organisation(self, word: Word) -> bool:
        """Return True for a noun for an organisation ("ministry"): a "paper" is one where it is no document."""
        return _is_organisation_noun(word) and self._kinds.get(word.index, "organization") == "organization"

    def _run_at(self, word: Word) -> NameSpan | None:
        return next((run for run in self._runs if run.first <= word.index < run.last), None)

    def _in_run(self, word: Word) -> bool:
        return self._run_at(word) is not None


def _years_old(written: str) -> int | None:
    match = _AGE_BEFORE.search(written)
    return age_in(match[1]) if match else None


def _serves_people(noun: Word) -> bool:
    """Return True for a role that somebody may have for one person: "Lund's spokesman", "an aide to Lund", "coach"."""
    lower = _noun(noun)
    kinds = ("spokespersons", "directed", "agents_of_people", "of_teams")
    return any(lower in wordlists.role_words(kind) for kind in kinds)


def _speaks_for(noun: Word) -> bool:
    """Return True for a role of speaking for somebody: "spokeswoman", "representative"."""
    return _noun(noun) in wordlists.role_words("spokespersons") | {"representative"}


def _office_of_state(noun: Word) -> bool:
    lower = _noun(noun)
    return lower in wordlists.state_offices() or lower.removesuffix("s") in wordlists.state_offices()
