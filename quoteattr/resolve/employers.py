"""Affiliations that other sentences imply: which organisation or place of the text a speaker belongs to.

Where the phrases around a person name no organisation ("chief executive Ana Ruiz", "the club's coach"), each
organisation and place that the text names is a candidate, by its first mention and by the one nearest to the role. A
learned scorer, which is passed in, scores the candidates and "none of them"; the probabilities of the mentions of one
candidate are summed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from math import log

from attrs import evolve, frozen

from quoteattr.lexicon.outlets import is_outlet
from quoteattr.model import Cover, Role, Span, Speaker, SpeakerKind
from quoteattr.resolve import coreference, name_kinds, wordlists
from quoteattr.resolve.affiliations import described_organisation, is_of_company, leaves_place_open, office_noun
from quoteattr.resolve.anaphora import (
    classes_of_member,
    classes_of_name,
    classes_of_noun,
    fits_organisation,
    modifiers_agree,
)
from quoteattr.resolve.coreference import Scorer
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.mentions import Mention, Place, SentenceIndex
from quoteattr.resolve.names import POSSESSIVE_MARKS, display
from quoteattr.resolve.roles import is_plain
from quoteattr.tree import Sentence, Word

FORM = "affiliation"
"""The name of the weights in the scorer."""
SURE = 0.7
"""The least probability at which a person is linked to an organisation."""
SURE_OF_OTHERS = 0.8
"""The same for a document or an organisation, and the noun of a group ("its trustees"): as many are right."""
LIKELY = 0.5
"""The same for the place of a person whose phrases name a party or a body of any place, such as "police"."""
MOST = 24
"""The most organisations that are scored for a person."""

_STEM = 4
_WORDS = re.compile(r"\w+")
_BASED = ("-based", "‑based")  # "an Orbel-based lawyer"
_FAR = 1000  # words between a person and an organisation of which one has no place in the text
_WINDOW = 20  # mentions of a person, and of an organisation on either side of it
_ROLE_KINDS = {
    "state office": "rulers", "spokesperson": "spokespersons", "team role": "of_teams", "field office": "of_fields",
    "agent": "agents_of_people", "office of organisation": "of_organisations", "heads": "heads",
}  # fmt: skip

_LINKS = ("of", "at", "for", "with", "from", "in", "by", "to", "on")
"""Prepositions before the name of an organisation, which are features."""
_CLAUSES = ("acl", "advcl", "ccomp", "parataxis", "conj")

FEATURES = (
    # the person
    "role", "plain role", "company role", *_ROLE_KINDS, "former", "described", "named", "generic", "pronoun", "age",
    "longer affiliation", "claims", "definite", "before name", "several roles", "plural", "document", "body",
    # the organisation
    "organization", "place", "group", "unknown", "thing", "doubt", "country", "count", "share", "most frequent",
    "first", "headline", "first sentence", "speaks", "outlet", "other people", "acronym", "classes", "said",
    "common noun", "modified",
    # both
    "fits noun", "noun of part", "office fits", "office misfits", "class of office", "class unknown", "shared word",
    "shared said", "only one",
    # the mentions
    *coreference.BACK.values(), "farther", "after", "words", "nearest words", "same paragraph", "nearest before",
    "subject", "subject before", "possessive", "in phrase", "governs", "same clause", "quoted", "people between",
    "first mention", "by name", "owned by role", "owned by pronoun", "of verb of employment",
    # the sentence that both are in
    *_LINKS, "other link", "no link", "below person", "in clause of person", "in past clause",
    "in finite clause", "with verb of person", "adjacent", "person below",
    # all mentions of both
    "sentence of person", "paragraph of person", "sentence before person", "subject before person", "near person",
    "rank", "office taken", "affiliation of last", "in content", "dateline",
)  # fmt: skip
FEATURE_COUNTS = {
    **dict.fromkeys(("pronoun", "description", "later"), len(coreference.FEATURES)),
    FORM: len(FEATURES),
    name_kinds.FORM: len(name_kinds.FEATURES),
}
"""How many features the scorer reads, by form."""

_BELOW = FEATURES.index("below person")
_NO_FEATURES = dict.fromkeys(FEATURES, 0.0)


@frozen
class Person:
    """A speaker with its mentions in text order.

    ``generic`` is the noun or pronoun by which a role refers to an organisation ("the club's coach", "its chairman"),
    and ``relays`` are those who relayed what the person said ("told Reuters").
    """

    speaker: Speaker
    mentions: tuple[Mention, ...]
    named: bool
    role: Role | None = None
    generic: str | None = None
    contents: tuple[Span, ...] = ()
    relays: tuple[Span, ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of the words of its roles, and of its first mention if it has no name."""
        words = [word for role in self.speaker.roles for word in role.text.lower().split() if len(word) > 2]
        if not self.named:
            words += [word for word in self.mentions[0].text.lower().split() if len(word) > 3]
        return frozenset(word[:_STEM] for word in words)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The classes of the organisations that somebody with its offices may belong to."""
        offices = {_office(role) for role in self.speaker.roles} or {self.mentions[0].noun}
        return frozenset().union(*map(classes_of_member, offices))


@frozen(slots=False)
class Organisation:
    """An organisation, place or group with its mentions in text order; ``names`` are those by name or description."""

    id: int
    name: str
    kind: SpeakerKind
    mentions: tuple[Mention, ...]
    names: tuple[Mention, ...]
    said: frozenset[str] = frozenset()
    known: bool = True

    @property
    def first(self) -> Mention:
        """The first mention by name."""
        return self.names[0]

    @cached_property
    def is_place(self) -> bool:
        """True if it is a place in most of its mentions by name."""
        return 2 * sum(mention.name_kind == "place" for mention in self.names) > len(self.names)

    @cached_property
    def doubt(self) -> float:
        """The mean probability that it is no person, for a name that the tagger takes for a person's, else 0."""
        return sum(mention.doubt for mention in self.names) / len(self.names)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of the words of its names."""
        return frozenset(key[:_STEM] for mention in self.names for key in mention.keys if len(key) > 2)

    @cached_property
    def classes(self) -> frozenset[str]:
        """Its classes by the first name, and by what the text calls it."""
        nouns = map(classes_of_noun, {*self.said, self.first.noun})
        return classes_of_name(self.first.name, self.first.keys).union(*nouns)

    def around(self, word: Word) -> Organisation:
        """Return the same with the first mention and those around a word, so that long texts take linear time."""
        if len(self.mentions) <= _WINDOW:
            return self
        at = bisect_left(self.mentions, word.span, key=lambda mention: mention.span)
        first = max(0, at - _WINDOW)
        mentions = (*self.mentions[: min(1, first)], *self.mentions[first : at + _WINDOW])
        return evolve(self, mentions=mentions, names=self.names[:_WINDOW])


@frozen
class Question:
    """A person with the organisations that it may belong to.

    ``word`` is the number of the head of its role, or of its first mention, among the words of the text; ``numbers``
    are those of the candidates' mentions, and ``rows`` has the features of each, those of "none of them" last.
    """

    person: Person
    word: int
    candidates: tuple[tuple[Organisation, Mention], ...]
    numbers: tuple[int, ...]
    rows: tuple[tuple[float, ...], ...]


def choice(question: Question, scores: Sequence[float]) -> tuple[Organisation, Mention, float]:
    """Return the likeliest organisation with its mention nearest to the person, and its probability.

    The probability of a short form ("Rovers") counts for the only full name with it ("Orbel Rovers").
    """
    shares = coreference.shares_of([each.id for each, _ in question.candidates], scores)
    bodies = {each.id: each for each, _ in question.candidates if not each.is_place}  # not "Russia" of "Moscow, Russia"
    # "PRM", the first mention of "Parti Rakyat Makmur", is no short form of "PRM Youth"
    longest = {number: max((mention.keys for mention in each.names), key=len) for number, each in bodies.items()}
    for short, keys in longest.items():
        full = [
            number
            for number, words in longest.items()
            if len(words) > len(keys)
            and (number >= 0 or short < 0)
            and keys in (words[: len(keys)], words[-len(keys) :])
        ]
        if len(full) == 1:
            shares[full[0]] += shares[short]
    best = max((number for number in shares if number != -1), key=shares.__getitem__)
    organisation, mention = next(pair for pair in question.candidates if pair[0].id == best)
    return organisation, mention, shares[best]


@frozen(slots=False)
class Employers:
    """The organisations of a text.

    ``quoted`` are the words of sources, ``headlines`` and ``datelines`` parts of the page. ``referent_at`` has the
    numbers of the entities that descriptions refer to, by their sentence and head.
    """

    page: SentenceIndex
    entities: Sequence[NameCluster]
    people: Mapping[int, Person]
    quoted: Cover
    headlines: Cover
    datelines: Cover
    referent_at: Mapping[tuple[int, int], int]

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """The named organisations, places and groups, and those that are only described ("the planning board").

        "The airline" is a mention of the name that it refers to.
        """
        taken_up: defaultdict[int, list[Mention]] = defaultdict(list)
        described: defaultdict[tuple[str, ...], list[Mention]] = defaultdict(list)
        named = {each.id: each for each in self.entities if each.kind != "person" or _is_doubtful(each)}
        for mention in self._common_nouns():
            referent = self.referent_at.get(mention.place)
            if referent in named:
                taken_up[referent].append(mention)
            else:
                described[mention.keys].append(mention)
        found = []
        for number, each in named.items():
            mentions = tuple(sorted((*each.mentions, *taken_up[number]), key=lambda mention: mention.span))
            said = each.said.union(mention.noun for mention in taken_up[number])
            found.append(Organisation(number, each.name, each.kind, mentions, each.mentions, said, each.known))
        for number, mentions in enumerate(map(tuple, described.values()), 2):
            found.append(Organisation(-number, mentions[0].name, "organization", mentions, mentions))
        return tuple(found)

    def _common_nouns(self) -> Iterator[Mention]:
        """Yield the mentions of organisations by common nouns."""
        names = Cover(mention.span for each in self.entities for mention in each.mentions)
        for index, sentence in enumerate(self.page.sentences):
            context = self.page.contexts[index]
            for word in sentence.words:
                words = described_organisation(context, word)
                if words and not names.overlaps(word.span):
                    keys = tuple(each.text.lower() for each in words)
                    place = Span(words[0].span.start, words[-1].span.end)
                    yield Mention(
                        place, place.of(self.page.text), index, word.index, "description", display(words), keys,
                        noun=word.text.lower(), subject=word.relation == "nsubj",
                    )  # fmt: skip

    @cached_property
    def _mentions(self) -> list[tuple[Mention, Organisation]]:
        """Return the mentions of all organisations in text order."""
        found = ((mention, each) for each in self.organisations for mention in each.mentions)
        return sorted(found, key=lambda pair: pair[0].span)

    def of(self, number: int, scorer: Scorer) -> tuple[Organisation, Mention, float] | None:
        """Return the likeliest organisation of a speaker as :func:`choice` does, None where it is not sure.

        None too where the phrases of the speaker name it, or name one by more than a common noun ("an Orbel firm").
        """
        person = self.people[number]
        stated = is_stated(person)
        named = stated and not (person.speaker.affiliation or "").split()[-1].islower()
        group = person.speaker.kind == "group" and person.speaker.affiliation is None  # the scorer is seldom sure
        if named or group:
            return None
        question = self.question(number)
        scores = None if question is None else scorer(FORM, question.word, [*question.numbers, -1], question.rows)
        if question is None or scores is None:
            return None
        found = choice(question, scores)
        least = SURE if person.speaker.kind in ("person", "anonymous") else SURE_OF_OTHERS
        least = LIKELY if found[0].is_place and _of_open_place(person) else least
        known = stated and (found[0].is_place or _is_named_by(person, found[0]))
        other = _is_another_body(person.speaker.affiliation, found[0]) or not _may_be_called(person.generic, found[0])
        return found if found[2] >= least and not known and not other and self._may_employ(person, found[0]) else None

    def _may_employ(self, person: Person, each: Organisation) -> bool:
        """Return False for what the scorer, which learnt from longer texts, must not choose for a person."""
        role = "" if person.role is None else person.role.text.lower()
        noun = role.rpartition(" ")[2]
        anchor = self._anchor(person)
        if anchor is not None and _is_agent_of_person(self.page.sentences[anchor[0]], anchor[1]):
            return False
        if self._is_outside(person):
            return False
        own = {mention.place for mention in person.mentions}
        if all(self._is_of_relation(it, own) for it in each.mentions):
            return False
        if person.speaker.kind == "document":  # what its sentence names is the issuer by its phrase, or is none
            owned = anchor is not None and _is_owned(self.page.sentences[anchor[0]], anchor[1])
            here = {mention.sentence for mention in person.mentions}
            return not owned and each.kind != "person" and any(it.sentence not in here for it in each.mentions)
        if noun in wordlists.role_words("opposing"):  # a critic
            return is_outlet(each.name)
        elsewhere = (own for office, own in wordlists.offices_elsewhere().items() if role.endswith(office))
        if not _classes(each).isdisjoint(next(elsewhere, ())):
            return False
        if each.is_place:  # only the person names it: "“Mali is not our war,” the minister said"
            said = Cover(person.contents)
            return not all(said.overlaps(it.span) for it in each.mentions)
        if noun in wordlists.role_words("served") or noun in wordlists.role_words("personal"):  # a passenger, a father
            return False
        # a mayor is of a place, council or government, a shadow minister of a party
        public = next((own for office, own in wordlists.public_offices().items() if role.endswith(office)), None)
        return public is None or "shadow" in role or not public.isdisjoint(_classes(each))

    def _is_of_relation(self, mention: Mention, own: Set[Place]) -> bool:
        """Return True for "Ida Vale, whose son attends Hill School", not for "whose group at the Orbel Institute"."""
        context, head = self.page.at(mention)
        person = next((w for w in context.sentence.ancestors(head) if (mention.sentence, w.index) in own), head)
        relatives = [w for w in context.words[person.index : head.index] if w.text.lower() in ("who", "whose")]
        noun = context.parent(relatives[-1]) if relatives else None
        return noun is not None and noun.base in wordlists.role_words("personal")

    def _is_outside(self, person: Person) -> bool:
        """Return True for "Ida Vale, who was not involved in the study": what did the study does not employ her."""
        named = {mention.sentence for mention in person.mentions if mention.form == "name" and mention.sentence >= 0}
        spans = (self.page.sentences[sentence].span for sentence in named)
        return any(wordlists.keeping_apart().search(self.page.text, span.start, span.end) for span in spans)

    def question(self, number: int) -> Question | None:
        """Return the candidates for a speaker, None where the text names none.

        What the phrases of the speaker name is no feature: it is asked about as if they named nothing.
        """
        person = self.people[number]
        held = person.role.affiliation if person.role is not None else None
        asked = person.speaker.kind in ("person", "anonymous") or not (person.named or person.speaker.members)
        owned = held is not None and held.kind == "person"  # "Lund's lawyer"
        if is_stated(person):
            person = evolve(person, speaker=evolve(person.speaker, affiliation=None))
        anchor = self._anchor(person) if asked and not owned else None
        if anchor is None:
            return None
        index, word = anchor
        person = evolve(person, **{key: getattr(person, key)[:_WINDOW] for key in ("mentions", "contents", "relays")})
        own = {**_NO_FEATURES, **self._of_person(person, index, word)}
        last = next((each.id for each in self._nearest_before(word.span) if not each.is_place), None)
        relays, roles = Cover(person.relays), Cover(role.span for role in person.speaker.roles)
        itself = {number, *(self._organisation_at.get(mention.place) for mention in person.mentions)}
        near = [each for each in self._near(word) if each.id not in itself]
        near = [each.around(word) for each in near if self._may_be(person, each, relays, roles)]
        found = []
        for each, of_mentions in zip(near, self._of_all_mentions(person, near), strict=True):
            shared = {**own, **self._of_organisation[each.id], **_of_words(person, each), **of_mentions}
            shared["nearest before"] = float(last == each.id)
            for mention in _places(each, index, word):
                shared["first mention"] = float(mention is each.mentions[0])
                row = self._row({**shared}, person, anchor, mention)
                # "Ida Vale, who covers airlines at Orbel Bank": without a role, only what depends on the name
                if person.role is not None or not person.named or row[_BELOW]:
                    found.append(((each, mention), row))
        if not found:
            return None
        pairs, rows = zip(*found, strict=True)
        numbers = tuple(self._number(*mention.place) for _, mention in pairs)
        return Question(person, self._number(index, word.index), pairs, numbers, (*rows, tuple(own.values())))

    def _number(self, sentence: int, word: int) -> int:
        """Return the number of a word of a sentence among the words of the text."""
        return self.page.offsets[sentence] + word

    def _nearest_before(self, place: Span, most: int = MOST) -> list[Organisation]:
        """Return the organisations of the last ``most`` mentions before a place of the text, the nearest first."""
        at = bisect_left(self._mentions, place, key=lambda pair: pair[0].span)
        return [each for _, each in reversed(self._mentions[max(0, at - most) : at])]

    def _may_be(self, person: Person, each: Organisation, relays: Cover, roles: Cover) -> bool:
        """Return False for what is by definition no affiliation: for "the union's leader" an airline."""
        relayed = bool(person.relays) and any(relays.overlaps(mention.span) for mention in each.mentions)
        name = person.speaker.name.lower().split()
        relative = each.kind == "person" and each.first.keys[-1] in name
        itself = person.named and {*each.first.keys} <= {*name}
        if relayed or relative or itself or all(roles.overlaps(mention.span) for mention in each.mentions):
            return False
        # platforms, the letters of an honour ("QC"), and addresses
        listed = each.name in wordlists.platforms() or each.name in wordlists.name_suffixes()
        if listed or wordlists.is_address(each.name):
            return False
        if any(self.page.text.startswith(_BASED, mention.span.end) for mention in each.mentions[:_WINDOW]):
            return False
        noun = person.generic or ""
        if not classes_of_noun(noun) or (each.is_place and _of_open_place(person)):
            return True
        if each.id < 0:
            held = (person.speaker.affiliation or "").lower().split()
            other = len(held) > 1 < len(each.first.keys) and not {*held} <= {*each.first.keys}  # "the health ministry"
            return noun in (each.first.noun, each.first.keys[-1]) and not other
        if fits_organisation(noun, each.name, each.first.keys, each.said):
            return True
        # "the board" may be a part of any
        return noun in (wordlists.local_bodies() if each.is_place else wordlists.parts_of_organisations())

    def _anchor(self, person: Person) -> tuple[int, Word] | None:
        """Return the head of the role, else of the first mention, with its sentence."""
        index = None if person.role is None else self.page.sentence_at(person.role.span)
        if person.role is not None and index is not None:
            sentence = self.page.sentences[index]
            return index, sentence.head_of(sentence.words_in(person.role.span))
        firsts = (each for each in person.mentions if each.sentence >= 0)
        return next(((each.sentence, self.page.sentences[each.sentence].words[each.head]) for each in firsts), None)

    @cached_property
    def _ranked(self) -> frozenset[int]:
        """Return the numbers of the organisations that are mentioned most."""
        ranked = sorted(self.organisations, key=lambda each: -len(each.mentions))
        return frozenset(each.id for each in ranked[: MOST // 2])

    def _near(self, word: Word) -> list[Organisation]:
        """Return the organisations to be scored: the most frequent ones and those nearest to a word."""
        at = bisect_left(self._mentions, word.span, key=lambda pair: pair[0].span)
        nearest = dict.fromkeys(each.id for each in self._nearest_before(word.span))
        nearest |= dict.fromkeys(each.id for _, each in self._mentions[at : at + MOST // 4])
        kept = self._ranked | set([*nearest][: MOST // 2])
        return [each for each in self.organisations if each.id in kept]

    def _of_person(self, person: Person, index: int, word: Word) -> Mapping[str, float]:
        speaker, role, sentence = person.speaker, person.role, self.page.sentences[index]
        noun = office_noun(word)
        people = [run.first for run in self.page.names[index] if run.kind == "person"]
        return {
            "role": float(role is not None),
            "plain role": float(role is not None and is_plain(role.text)),
            "company role": float(role is not None and is_of_company(role.text)),
            "former": float(role is not None and role.former),
            "described": float(not person.named),
            "named": float(person.named),
            "generic": float(bool(person.generic) and person.generic not in wordlists.pronouns()),
            "pronoun": float(person.generic in wordlists.pronouns()),
            "age": float(speaker.age is not None),
            "longer affiliation": float(" " in (speaker.affiliation or "")),
            "claims": log(1 + len(person.mentions)),
            "several roles": float(len(speaker.roles) > 1),
            "plural": float(any(each.plural for each in person.mentions[:1])),
            "document": float(speaker.kind == "document"),
            "body": float(speaker.kind == "organization"),
            "definite": float(any(each.text.lower() == "the" for each in sentence.children(word, "det"))),
            "before name": float(word.index + 1 in people),
            **{name: float(noun in wordlists.role_words(kind)) for name, kind in _ROLE_KINDS.items()},
        }

    @cached_property
    def _of_organisation(self) -> Mapping[int, Mapping[str, float]]:
        """Return the features of each organisation by its number."""
        found = {}
        bodies = [each for each in self.organisations if each.kind == "organization"]
        most = max((len(each.mentions) for each in bodies), default=0)
        only_one = sum(not each.is_place for each in bodies) == 1
        employed = Counter(self._employer_of.get(each.speaker.affiliation or "") for each in self.people.values())
        spoken = {mention.place for person in self.people.values() for mention in person.mentions}
        for each in self.organisations:
            first, count = each.first, len(each.mentions)
            found[each.id] = {
                "organization": float(each.kind == "organization" and not each.is_place),
                "place": float(each.is_place),
                "group": float(each.kind == "group"),
                "unknown": float(not each.known),
                "thing": float(all(mention.name_kind == "thing" for mention in each.names)),
                "doubt": each.doubt,
                "country": float(each.name in wordlists.country_names()),
                "count": log(1 + count),
                "share": count / max(1, most),
                "most frequent": float(count > 1 and count == most),
                "first": float(bodies[:1] == [each]),
                "only one": float(only_one),
                "headline": float(any(self.headlines.overlaps(mention.span) for mention in each.mentions)),
                "first sentence": float(first.sentence <= 1),
                "speaks": float(any(mention.place in spoken for mention in each.mentions)),
                "outlet": float(is_outlet(each.name)),
                "other people": log(1 + employed[each.id]),
                "acronym": float(each.name.isupper()),
                "classes": float(bool(classes_of_name(first.name, first.keys))),
                "said": float(bool(each.said)),
                "common noun": float(each.id < 0),
                "modified": float(each.id < 0 and len(first.keys) > 1),
            }
        return found

    def _row(
        self, found: dict[str, float], person: Person, anchor: tuple[int, Word], mention: Mention
    ) -> tuple[float, ...]:
        """Return the features of a person and a mention of an organisation: ``found``, and those of the mention."""
        index, word = anchor
        back = index - mention.sentence
        if back >= 0:
            found[coreference.BACK.get(back, "farther")] = 1.0
        found["after"] = float(mention.span > word.span)
        between = abs(self._number(*mention.place) - self._number(index, word.index))
        found["words"] = log(1 + between) / 5
        found["same paragraph"] = float(self.page.paragraphs[index] == self.page.paragraphs[mention.sentence])
        found["by name"] = float(mention.form == "name")
        found["quoted"] = float(self.quoted.contains(mention.span))
        first, last = sorted(bisect_left(self._names_of_people, (span.start, -1)) for span in (mention.span, word.span))
        people = {number for _, number in self._names_of_people[first : min(first + MOST, last)]}
        found["people between"] = log(1 + len(people))
        sentence = self.page.sentences[mention.sentence]
        there = sentence.words[mention.head]
        found["subject"] = float(mention.subject)
        found["subject before"] = float(mention.subject and back == 1)
        found["possessive"] = float(there.deprel == "nmod:poss")
        if back == 0:
            found["in phrase"] = float(word.index in [each.index for each in sentence.ancestors(there)])
            found["governs"] = float(there.head in [each.index for each in sentence.ancestors(word)])
            found["owned by role"] = float(there.head == word.index)
            found["same clause"] = float(_verb(sentence, word) == _verb(sentence, there))
        noun = sentence.parent(there, "appos", "flat", "compound") or there
        owners = (*sentence.children(noun, "nmod:poss"), *sentence.children(there, "nmod:poss"))
        found["owned by pronoun"] = float(any(each.upos == "PRON" for each in owners))
        verb = sentence.parent(noun, "obj", "obl")
        employing = map(wordlists.role_words, ("working", "acting_for", "leading"))
        found["of verb of employment"] = float(verb is not None and any(verb.lemma in words for words in employing))
        here = [other.head for other in person.mentions if other.sentence == mention.sentence and other.head >= 0]
        if here:
            nearest = min(here, key=lambda head: abs(head - mention.head))
            _add_relation(found, sentence, sentence.words[nearest], there)
        return tuple(found.values())

    def _of_all_mentions(self, person: Person, near: Iterable[Organisation]) -> Iterator[Mapping[str, float]]:
        """Yield where the mentions of a person and of each of some organisations are in relation to each other."""
        own = [mention for mention in person.mentions if mention.sentence >= 0]
        words = [self._number(*mention.place) for mention in own]
        here = {mention.sentence for mention in own}
        paragraphs = {self.page.paragraphs[index] for index in here}
        offices, last = self._stated
        first = min(here, default=0)
        end = self.page.sentences[first].span.end
        recent = [*dict.fromkeys(each.id for each in self._nearest_before(Span(end, end), 2 * MOST))]
        for each in near:
            places = {mention.sentence for mention in each.mentions}
            before = [mention for mention in each.mentions if mention.sentence == first - 1]
            others = [self._number(*mention.place) for mention in each.mentions]
            gap = min([abs(one - other) for one in words for other in others], default=_FAR)
            yield {
                "nearest words": log(1 + gap) / 5,
                "dateline": float(any(self.datelines.overlaps(mention.span) for mention in each.mentions)),
                "sentence of person": float(not here.isdisjoint(places)),
                "paragraph of person": float(not paragraphs.isdisjoint(self.page.paragraphs[n] for n in places)),
                "sentence before person": float(bool(before)),
                "subject before person": float(any(mention.subject for mention in before)),
                "near person": log(1 + sum(first - 4 < index <= first for index in places)),
                "rank": log(1 + (recent.index(each.id) if each.id in recent else MOST)),
                "office taken": float(_office(person.role) in offices.get(each.id, ())),
                "affiliation of last": float(last[person.speaker.id] == each.id),
                "in content": float(any(span.contains(m.span) for span in person.contents for m in each.mentions)),
            }

    @cached_property
    def _employer_of(self) -> Mapping[str, int]:
        """Return the number of each organisation by all its names."""
        return {mention.name: each.id for each in self.organisations for mention in each.names}

    @cached_property
    def _stated(self) -> tuple[Mapping[int, set[str]], Mapping[int, int | None]]:
        """Return what phrases say: the offices in each organisation, and the last organisation before each speaker."""
        offices: defaultdict[int, set[str]] = defaultdict(set)
        last: dict[int, int | None] = {}
        number = None
        for person in sorted(self.people.values(), key=lambda each: each.mentions[0].span):
            last[person.speaker.id] = number
            if (own := self._employer_of.get(person.speaker.affiliation or "")) is not None:
                number = own
                offices[own].update([_office(person.role)] if person.role is not None else [])
        return offices, last

    @cached_property
    def _organisation_at(self) -> Mapping[tuple[int, int], int]:
        """Return the number of the organisation that is mentioned at each sentence and head."""
        return {mention.place: each.id for mention, each in self._mentions}

    @cached_property
    def _names_of_people(self) -> list[tuple[int, int]]:
        """Return the places of the names of all people in text order, each with the number of its entity."""
        people = (each for each in self.entities if each.kind == "person")
        return sorted((mention.span.start, each.id) for each in people for mention in each.mentions)


def _office(role: Role | None) -> str:
    """Return the noun of a role, lower case, "" for none."""
    return role.text.lower().split()[-1] if role is not None else ""


def _of_words(person: Person, each: Organisation) -> Mapping[str, float]:
    """Return what the words of the role and of the organisation have in common."""
    first = each.first
    noun = (person.generic or "").lower()
    listed = bool(noun) and (noun in each.said or bool(classes_of_noun(noun)))
    wanted, classes = person.wanted, each.classes
    fits = not wanted.isdisjoint(classes)
    return {
        "office fits": float(fits),
        "office misfits": float(bool(wanted and classes and not fits)),
        "class of office": float(bool(wanted)),
        "class unknown": float(not classes),
        "fits noun": float(listed and fits_organisation(noun, first.name, first.keys, each.said)),
        "noun of part": float(noun in wordlists.parts_of_organisations()),
        "shared word": float(not person.stems.isdisjoint(each.stems)),
        "shared said": float(any(said[:_STEM] in person.stems for said in each.said)),
    }


def _classes(each: Organisation) -> frozenset[str]:
    """Return the classes of an organisation by its name alone, for a country or a part of one "state" and its name."""
    country = wordlists.countries().get(each.name, each.name)
    state = country in wordlists.country_names() or each.name in wordlists.states().values()
    named = classes_of_name(each.first.name, each.first.keys) | classes_of_noun(each.first.keys[-1])
    return named | {"state", country} if state else named


def _places(each: Organisation, index: int, word: Word) -> tuple[Mention, ...]:
    """Return the mention of an organisation nearest to a word of a sentence, and the first one."""

    def distance(mention: Mention) -> tuple[int, int]:
        after = mention.span > word.span
        return abs(mention.sentence - index) + 2 * after, abs(mention.span.start - word.span.start)

    first, nearest = each.mentions[0], min(each.mentions, key=distance)
    return (nearest,) if first is nearest else (nearest, first)


def _add_relation(found: dict[str, float], sentence: Sentence, person: Word, there: Word) -> None:
    """Add how the name of an organisation depends on a mention of the person in its sentence."""
    link = next((each.text.lower() for each in sentence.children(there, "case")), "")
    found[link if link in _LINKS else "no link" if link in ("", *POSSESSIVE_MARKS) else "other link"] = 1.0
    path = [there]
    for each in sentence.ancestors(there):
        if each.index == person.index:
            break
        path.append(each)
    else:
        verb = sentence.parent(person)
        found["with verb of person"] = float(verb is not None and verb.index in [each.index for each in path])
        found["person below"] = float(there.index in [each.index for each in sentence.ancestors(person)])
        path = []
    found["below person"] = float(bool(path))
    clauses = [each for each in path if each.relation in _CLAUSES and each.upos in ("VERB", "AUX", "NOUN")]
    found["in clause of person"] = float(bool(clauses))
    found["in past clause"] = float(any(each.xpos in ("VBD", "VBN") for each in clauses))
    found["in finite clause"] = float(any(each.xpos in ("VBZ", "VBP", "VBG") for each in clauses))
    first, last = sorted((person.index, there.index))
    between = sentence.words[first + 1 : last]
    found["adjacent"] = float(len(between) <= 4 and not any(each.upos == "VERB" for each in between))


def _is_owned(sentence: Sentence, word: Word) -> bool:
    """Return True for "Lund's letter", of which somebody else is no issuer, not for "its letter"."""
    return any(owner.upos != "PRON" for owner in sentence.children(word, "nmod:poss"))


def _is_agent_of_person(sentence: Sentence, word: Word) -> bool:
    """Return True for "her lawyer" and "his agent", who need belong to no organisation of the text."""
    owners = (each.text.lower() for each in sentence.children(word, "nmod:poss") if each.upos == "PRON")
    personal = any(wordlists.pronouns().get(owner, ("", "", ""))[2] in ("male", "female") for owner in owners)
    return personal and word.base in wordlists.role_words("agents_of_people")


def is_stated(person: Person) -> bool:
    """Return True if the phrases of a person name its organisation."""
    return person.speaker.affiliation is not None and person.generic is None and not _of_open_place(person)


def _is_named_by(person: Person, each: Organisation) -> bool:
    """Return True if the phrases of a person name an organisation, by one of its names or a part of one."""
    held = person.role.affiliation if person.role is not None else None
    stated = [_words(name) for name in (person.speaker.affiliation, held and held.name) if name]
    names = [_words(mention.name) for mention in each.names]
    return any(one <= other or other <= one for one in stated for other in names)


def _is_another_body(described: str | None, each: Organisation) -> bool:
    """Return True for "the defence ministry" and the "Ministry of Health": one noun, modifiers that differ."""
    *modifiers, noun = (described or "-").lower().split()
    named = {*each.first.keys} - {noun, "the", "of", "for"}
    own = {word for word in modifiers if word not in wordlists.role_words("of_any_body")}
    return noun in each.first.keys and not modifiers_agree(own, named, parties=False)


def _may_be_called(noun: str | None, each: Organisation) -> bool:
    """Return False for "the opposition" and "Norvik Air": a noun of a class that the name does not fit.

    "The police" may be of a place, and "the board" a part of any organisation.
    """
    if noun is None or each.is_place or noun in wordlists.parts_of_organisations() or not classes_of_noun(noun):
        return True
    return fits_organisation(noun, each.first.name, each.first.keys, each.said)


def _words(name: str) -> set[str]:
    return {*_WORDS.findall(name.lower())}


def _of_open_place(person: Person) -> bool:
    """Return True for the Republican senator or the police chief of a place that another sentence names."""
    return person.role is not None and leaves_place_open(person.role, person.speaker.affiliation or "")


def _is_doubtful(each: NameCluster) -> bool:
    """Return True for an entity that the tagger takes for a person, and that may be none: without a title or role."""
    titled = any(mention.office.roles or mention.office.honorific for mention in each.mentions)
    return not titled and any(mention.doubt for mention in each.mentions)


def _verb(sentence: Sentence, word: Word) -> int:
    return next((each.index for each in sentence.ancestors(word) if each.upos in ("VERB", "AUX")), -1)
