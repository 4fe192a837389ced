"""Discourse model: entities and mentions seen so far, and the referent of each source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import takewhile

from attrs import evolve

from quoteattr.lexicon import place_names
from quoteattr.lexicon.cues import word_list
from quoteattr.lexicon.outlets import is_outlet
from quoteattr.limits import checked
from quoteattr.model import TRANSCRIPT, Byline, Cover, Link, Passage, Span, SpeakerKind
from quoteattr.resolve import anaphora, coreference, wordlists
from quoteattr.resolve.affiliations import SentenceContext
from quoteattr.resolve.anaphora import LOOKBACK, Candidate, age_of, candidates_before, compatible, last_before, neutral
from quoteattr.resolve.coreference import AntecedentChoice, Pairs, Scorer, names_after, position
from quoteattr.resolve.entities import NameCluster, entities
from quoteattr.resolve.mentions import (
    Mention,
    Place,
    SentenceIndex,
    certain_kind,
    description_at,
    is_another,
    is_kept_unnamed,
    joined_pronoun,
    joint_people,
    named_mentions,
    nouns_of,
    pronoun_at,
    source_mention,
    title_initials,
)
from quoteattr.resolve.names import SMALL_WORDS, defined_abbreviations, display, keys, short_names
from quoteattr.resolve.wordlists import Gender
from quoteattr.tree import Sentence, Word

_COUNTS = {"couple": 2, "duo": 2, "pair": 2, "two": 2, "trio": 3, "three": 3, "quartet": 4, "four": 4, "five": 5}
_NEAR = 3  # the sentences before "it" or "they" of which all nouns are candidates
_SURE_OWNER = 0.5  # the least probability at which "its" or "the union's" before a role is linked to an organisation
_SURE_ROLE = 0.8  # the same at which a description that is not a source gives the role of the person named after it
_NAMED = 0.9  # the probability that a person named in a quotation is not its speaker
_MENTIONED = 0.7  # that "he" or "she" as a source refers to somebody mentioned before, whatever the scorer finds
_SHARED_NAME = 0.7  # the confidence of a surname alone that several people have: 19 of 27 were right, in folds
_ASKED = 0.95  # that who asked somebody does not give the answer, nor who accused somebody the denial
_DENIALS = frozenset(("not", "n't", "n’t", "never", "no", "nothing", "innocent", "deny"))
_LINKED_DOCUMENT = 0.84  # of a document that was mentioned before: 87 of 104 were right, whatever its score
_DOCUMENT_REACH = 8  # sentences
_REACH = 40  # the most contents before a word among which the one around it is searched for


class Discourse:
    """The referents of a text. Entities with names have the numbers 0, 1, …; what is only described, the next ones."""

    scores_all = False  # the scorer resolves descriptions that are no sources too, instead of the rules

    def __init__(
        self,
        page: SentenceIndex,
        links: Sequence[Link],
        sources: Sequence[Mention | None],
        silent: Cover,
        scorer: Scorer | None = None,
        descriptions: bool = True,
        headlines: Cover | None = None,
        datelines: Cover | None = None,
    ) -> None:
        """Collect the names of a text.

        Args:
            page: The sentences.
            links: The claims.
            sources: The source of each link as a mention.
            silent: Parts of the text whose names are no mentions.
            scorer: The scores of antecedents; rules decide without it, and where it leaves a mention to them.
            descriptions: Link descriptions to earlier mentions too; otherwise only names and pronouns.
            headlines: Parts whose descriptions are no antecedents: the text below names again whom they mean.
            datelines: Parts whose names are no antecedents either: they say where and for whom the text was written.
        """
        self._descriptions = descriptions
        self._headlines = headlines or Cover(())
        self._datelines = datelines or Cover(())
        self.choices: dict[Span, AntecedentChoice] = {}
        self.described: dict[int, Mention] = {}
        self._page = page
        self._links = links
        self._sources = sources
        # the words of the source: quotations, and the turns of a transcript
        own = {n for n, link in enumerate(links) if link.kind != "indirect" or link.evidence.rule == TRANSCRIPT}
        self._quoted = Cover(span for number in own for span in links[number].content.spans)
        self._contents = sorted((span.start, span.end, n) for n in own for span in links[n].content.spans)
        self.reported = Cover(span for link in links for span in link.content.spans)
        self._author_number: int | None = None
        self._resolved: dict[object, int | None] = {}
        self._introduced: dict[object, int] = {}  # the referents of indefinite descriptions that are no sources
        self._phrases: dict[Place, Mention] = {}
        self.entities = _entities(page, sources, silent)
        self._names = Cover(m.span for entity in self.entities for m in entity.mentions)
        self._entity_at = {m.place: entity for entity in self.entities for m in entity.mentions}
        self._silent = silent
        named = (mention for each in self.entities for mention in each.mentions)
        self._owning = dict(_owning_words(page, (*named, *filter(None, sources))))
        self._owners: dict[Span, int] = {}
        self._joined: dict[Span, NameCluster] = {}
        self._scorer = scorer
        self._said = {mention.place for mention in sources if mention is not None}
        for mention in filter(None, sources):  # also the noun of "a spokeswoman for the mayor, Ida Vale"
            if mention.form == "name" and (words := page.sentences[mention.sentence].words_in(mention.span)):
                self._said.add((mention.sentence, page.sentences[mention.sentence].head_of(words).index))
        self._explained = {mention.span for mention in sources if mention is not None}
        self._pairs = Pairs(page, self._quoted, self._said, scorer)
        self._statistics = self._pairs.statistics
        self._learned = self._statistics.learned
        self._candidates = sorted(self._named_candidates(), key=position)
        self._of_referent = {candidate.referent: candidate for candidate in self._candidates}
        self._by_name = dict(self._of_referent)
        self._named = deque(self._candidates)
        self._by_noun: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            for noun in _nouns(candidate):
                self._by_noun[noun].append(candidate)

    def entity(self, number: int) -> NameCluster | None:
        """Return the entity with a name that has this number."""
        return self.entities[number] if number < len(self.entities) else None

    def gender(self, referent: int) -> Gender:
        """Return the gender of a person that the text or the given name shows, else the one that pronouns show."""
        entity = self.entity(referent)
        return (entity.gender if entity is not None else "") or self._learned.get(referent, "")

    @property
    def referent_at(self) -> Mapping[Place, int]:
        """The numbers of what the mentions so far refer to, by their sentence and head."""
        return {each.mention.place: each.referent for each in self._candidates}

    @cached_property
    def contents(self) -> Mapping[Place, Cover]:
        """What the sources say, by the sentence and head of each."""
        spans: defaultdict[Place, list[Span]] = defaultdict(list)
        for mention, link in zip(self._sources, self._links, strict=True):
            if mention is not None:
                spans[mention.place] += link.content.spans
        return {place: Cover(found) for place, found in spans.items()}

    def owner(self, affiliation: Span) -> str | None:
        """Return the organisation, by name or noun, of "its chairman", "the union's leader", "a company spokesman"."""
        referent = self._owners.get(affiliation)
        if referent is None:
            return None
        entity = self.entity(referent)
        if entity is not None:  # "Ida Vale" and "Boeing 737" own no role in an organisation, but "her spokeswoman"
            gendered = _gender_of(affiliation.of(self._page.text))
            person = entity.kind == "person" and entity.known and not gendered
            return None if person or all(m.name_kind == "thing" for m in entity.mentions) else entity.name
        first = self.described[referent]
        words = self._page.sentences[first.sentence].words_in(first.span)
        return display([word for word in words if word.upos not in ("DET", "PRON") and word.index <= first.head])

    def has_owner(self, mentions: Iterable[Mention]) -> bool:
        """Return True if what owns a role of a person ("its chairman") is known."""
        roles = (role for mention in mentions for role in mention.office.roles)
        return any(role.affiliation is not None and role.affiliation.span in self._owners for role in roles)

    def members(self, mention: Mention) -> tuple[str, ...]:
        """Return the names in a coordination: "Ida Vale and Omar Stone", not "officials from Kenya and Chad"."""
        if mention.sentence < 0:
            return ()
        context, head = self._page.at(mention)
        people = joint_people(context, context.sentence.words_in(mention.span), head)
        found = [self._joined[mention.span].name] if mention.span in self._joined else []
        for run in context.runs:
            top = run.head(context.sentence)
            direct = top.index == head.index or (top.relation == "conj" and top.head == head.index)
            joined = run in people or (direct and not (people and run.kind == "place"))  # "Rep. Stone, R-Ohio, and …"
            entity = self._entity_at.get((mention.sentence, top.index))
            if joined and entity is not None and mention.span.contains(run.span(context.sentence)):
                found.append(entity.name)
        return tuple(found) if len(found) > 1 else ()

    def referents(self, author: Mention | None, others: Iterable[Mention] | None = None) -> list[int | None]:
        """Return what the source of each link refers to, None where that is not known.

        Args:
            author: Who says "I" and "we" outside all quotations.
            others: Mentions that are no sources but resolved too, since later ones may refer to them; by default
                personal pronouns with a gender and subjects that are common nouns for people or organisations.
        """
        found: list[int | None] = [None] * len(self._links)
        steps = [(mention, number) for number, mention in enumerate(self._sources) if mention is not None]
        own = [(mention, number) for mention, number in steps if mention.person == "first"]
        steps += [(other, -1) for other in (self._others() if others is None else others)]
        for mention, number in checked(sorted(steps, key=lambda step: (step[0].span, step[1]))):
            if number < 0:
                self._take_up(mention)
            elif mention.person != "first":
                found[number] = self._resolve_once(mention, self._links[number])
        for mention, number in own:
            found[number] = self._in_own_words(mention, found, author)
        return self._with_later_names(found)

    def _resolve_once(self, mention: Mention, link: Link) -> int | None:
        """Resolve a source; "police" in "police said …, adding …" is one mention of two claims."""
        key = _key(mention)
        if key not in self._resolved:
            self._resolved[key] = self._referent(mention, link)
        return self._resolved[key]

    def _with_later_names(self, found: Sequence[int | None]) -> list[int | None]:
        """Return what sources refer to, with the entities that the text names after it has described them."""
        named: dict[int, int] = {}
        result = [*found]
        for number, (mention, referent) in enumerate(checked(zip(self._sources, found, strict=True))):
            first = mention if referent is None else self.described.get(referent)
            if mention is None or first is None or not may_be_named(first):
                continue
            if first.form == "description" and not self._descriptions:
                continue
            again = first.span != mention.span
            if again and mention.person != "relative":  # "a nurse who said she had been fired"
                continue
            # whom "the leader" names in "the leader said Vale would go" is not Vale
            link = self._links[number]
            choice = self._choose_later(first, [first.span, *link.content.spans, *_passing_on(link)])
            name = None if choice is None else choice.candidate
            if choice is None or name is None or (again and name.mention.sentence - first.sentence > 1):
                continue
            self.choices[first.span] = choice
            if referent is None:
                result[number] = name.referent
            else:
                named[referent] = name.referent
        return [referent if referent is None else named.get(referent, referent) for referent in result]

    def _choose_later(self, mention: Mention, excluded: Sequence[Span]) -> AntecedentChoice | None:
        """Return the scorer's choice among the names that follow a mention."""
        if self._scorer is None:
            return None
        found = names_after(mention, self._candidates, excluded, self._learned)
        if not found:
            return None
        opens = self._opens_next_paragraph(mention, found[0].mention)
        least = {found[0].referent: coreference.NEXT_NAME} if opens else {}
        return self._pairs.choose(mention, found, later=least)

    def _opens_next_paragraph(self, mention: Mention, name: Mention) -> bool:
        """Return True for "The mayor says it is safe. | Ida Vale said …", not for "Ida Vale, a nurse, said …"."""
        paragraphs, index = self._page.paragraphs, name.sentence
        context, head = self._page.at(name)
        before, noun = self._page.at(mention)
        # in "a nurse said her boss lied" the name is the nurse's
        owned = any(_gender_of(each.text) in ("male", "female") for each in before.children(noun, "nmod:poss"))
        opens = mention.subject and not owned
        opens = opens and index == mention.sentence + 1 and paragraphs[index] != paragraphs[mention.sentence]
        first = name.keys[0]  # "Angler Ida Vale"
        titled = first.endswith(wordlists.agent_endings()) and first not in wordlists.given_names()
        said_of = name.office.roles or context.children(head, "acl", "appos") or titled
        return opens and context.words[0].span.start == name.span.start and name.subject and not said_of

    def described_before(self, entity: NameCluster) -> Iterator[Mention]:
        """Yield the descriptions of a person before the name that are no sources: "A councillor fell. … Ida Vale"."""
        first = entity.mentions[0]
        near = range(max(0, first.sentence - coreference.LATER_REACH), first.sentence + 1)
        for mention in self.descriptions(lambda index, word: is_source_noun(word), near):
            if mention.span > first.span or mention.kind == "organization" or not may_be_named(mention):
                continue
            choice = self._choose_later(mention, [mention.span])
            name = None if choice is None else choice.candidate
            if choice is None or name is None or name.referent != entity.id:
                continue
            if choice.probability >= _SURE_ROLE or self._opens_next_paragraph(mention, name.mention):
                known = self._choose(mention)
                if known is None or known.candidate is None:
                    yield mention

    @cached_property
    def pronouns_of(self) -> Mapping[int, Sequence[Mention]]:
        """The pronouns of the text that were resolved, by the number of what they refer to."""
        found: defaultdict[int, list[Mention]] = defaultdict(list)
        for each in self._candidates:
            if each.mention.form == "pronoun":
                found[each.referent].append(each.mention)
        return found

    def _others(self) -> Iterator[Mention]:
        """Yield "he" and "she", "its" before a role, nouns of sources, near "it" or "they", and owners of roles."""
        for mention in self.pronouns():
            if mention.place in self._owning or (mention.gender and not self._quoted.contains(mention.span)):
                yield mention
        nouns = {m.noun for m in self._sources if m is not None and m.form == "description"}
        open_pronouns = [m for m in self._sources if m is not None and m.person == "third" and not m.gender]
        near = {m.sentence - back for m in open_pronouns for back in range(_NEAR + 1)}
        yield from self.descriptions(lambda index, word: index in near or is_source_noun(word) or word.base in nouns)
        for index, head in self._owning:
            word = self._page.sentences[index].words[head]
            if word.upos == "NOUN":
                mention = description_at(self._page, index, word)
                yield evolve(mention, definite=True) if word.relation == "compound" else mention

    def pronouns(self) -> Iterator[Mention]:
        """Yield the third-person pronouns of the text that are no sources."""
        for index, sentence in enumerate(self._page.sentences):
            for word in sentence.words:
                row = wordlists.pronouns().get(word.text.lower()) if word.upos == "PRON" else None
                if row is not None and row[0] == "third" and (index, word.index) not in self._said:
                    yield pronoun_at(index, word)

    def _take_up(self, mention: Mention) -> None:
        owned = self._owning.get(mention.place)
        owner: int | None = None
        if mention.form == "description":
            referent = self._description(mention, source=owned is not None)
            new = self.described.get(referent) is mention
            owner = None if new else referent
            if new and not mention.definite:
                self._introduced[_key(mention)] = referent
        elif (found := self._antecedent(mention, [mention.span, *self._clause_mates(mention)])) is not None:
            if owned is None or mention.gender:
                self._enter(mention, found, source=False)
            if found.one_person if mention.gender else found.kind in ("organization", "group"):
                owner = found.referent
        choice = self.choices.get(mention.span)
        if owned is not None and owner is not None and (choice is None or choice.probability >= _SURE_OWNER):
            self._owners[owned] = owner

    def _clause_mates(self, mention: Mention) -> Iterator[Span]:
        """Yield what a pronoun cannot refer to: "Vale" in "Vale met him", "Ida Stone" in "her lawyer, Ida Stone"."""
        context, word = self._page.at(mention)
        verb = context.parent(word, "obj", "iobj", "obl")
        owned = context.parent(word) if word.deprel == "nmod:poss" else None
        for above, relations in ((verb, ("nsubj",)), (owned, ("appos", "flat"))):
            for each in () if above is None else context.children(above, *relations):
                words = context.sentence.descendants(each)
                start = words[0].span.start
                yield Span(start if above is verb else min(start, mention.span.start), words[-1].span.end)

    def _named_candidates(self) -> Iterator[Candidate]:
        said = {m.place for m in self._sources if m is not None and m.form == "name"}
        # "the company" after "told Reuters" is not Reuters
        relays = Cover(span for link in self._links for relay in link.relays for span in relay.spans)
        for entity in self.entities:
            if is_outlet(entity.name) and all(relays.contains(mention.span) for mention in entity.mentions):
                continue
            never = frozenset().union(*map(self._others_in_event, entity.mentions))
            age = next(filter(None, map(age_of, entity.mentions)), None)
            certain = bool(entity.gender) or any(m.name_kind == "person" or m.office.noun for m in entity.mentions)
            for mention in entity.mentions:
                if self._datelines.overlaps(mention.span):
                    continue
                plural = mention.plural or entity.kind == "group"
                kind: SpeakerKind = "group" if plural else entity.kind
                yield Candidate(
                    mention, entity.id, "document" if mention.name_kind == "thing" else kind, entity.gender, plural,
                    sure=certain or entity.kind != "person", unknown=not entity.known,
                    source=mention.place in said, quoted=self._quoted.contains(mention.span),
                    count=len(entity.mentions), said=entity.said, modifiers=entity.modifiers,
                    gender_stated=entity.gender_stated, never=never, age=age,
                )  # fmt: skip

    def _others_in_event(self, mention: Mention) -> Collection[str]:
        """Return nouns for others in what happens to a person: "thief" for who was robbed."""
        context, word = self._page.at(mention)
        verb = context.parent(word, "nsubj", "obj")
        if verb is None:
            return ()
        voice = "doing" if word.deprel == "nsubj" else "done"
        events = (verb, *(each for each in context.children(verb, "conj") if not context.children(each, "nsubj")))
        things = {child.base for event in events for child in context.children(event, "obj", "iobj", "obl")}
        return frozenset().union(*(wordlists.others_in_event(event.base, voice, things) for event in events))

    def descriptions(
        self, wanted: Callable[[int, Word], bool] | None = None, near: Iterable[int] | None = None
    ) -> Iterator[Mention]:
        """Yield the common nouns that are no sources, those ``wanted`` or all, in the sentences ``near`` or in all.

        "A Democrat" and "an Italian" count, and "one" of "one of the men".
        """
        for index in range(len(self._page.sentences)) if near is None else near:
            sentence = self._page.sentences[index]
            for word in sentence.words:
                capital = word.upos == "PROPN" and word.text in wordlists.people_in_capitals()
                noun = word.upos == "NOUN" or (capital and bool(sentence.children(word, "det")))
                if not noun or word.relation in ("compound", "fixed", "flat") or (wanted and not wanted(index, word)):
                    continue
                one = sentence.parent(word, "nmod")  # "one of the men"
                single = one is not None and one.text.lower() in ("one", "another") and one.index < word.index
                for head in (one, word) if one is not None and single else (word,):
                    place = index, head.index
                    free = place not in self._said and place not in self._owning and not _is_of_body(sentence, head)
                    if free and not self._silent.overlaps(head.span) and not self._is_named(index, head):
                        if place not in self._phrases:  # some are asked for again, before a name
                            self._phrases[place] = description_at(self._page, index, head)
                        yield self._phrases[place]

    def _is_named(self, index: int, word: Word) -> bool:
        """Return True for a noun of a mention by name: "president Ida Vale", "Orbel, a union", "the boss is Vale"."""
        sentence, heads = self._page.sentences[index], self._page.name_heads[index]
        named = any(child.index in heads for child in sentence.children(word, "appos", "flat"))
        named = named or _is_named_by_predicate(sentence, word, heads)
        above = sentence.parent(word, "appos")
        if above is not None:
            # "lead author Ida Vale, a botanist": both depend on "author"
            title = sentence.children(above, "appos", "flat") if above.index + 1 in heads else ()
            named = named or above.index in heads or any(child.index == above.index + 1 for child in title)
        return named or self._names.contains(word.span)

    def _new(self, mention: Mention, source: bool = False) -> Candidate:
        """Return a candidate for something not spoken of before."""
        number = len(self.entities) + len(self.described)
        self.described[number] = mention
        return Candidate(
            mention, number, mention.kind or "person", mention.gender, mention.plural,
            source=source, quoted=self._quoted.contains(mention.span), said=frozenset({mention.noun}),
            modifiers=mention.modifiers, gender_stated=bool(mention.gender), age=age_of(mention),
        )  # fmt: skip

    def _enter(self, mention: Mention, found: Candidate | None, source: bool = True) -> int:
        """Add a further mention of the referent of ``found``, or of something new, and return its number.

        The first "he" or "she" shows the gender of a referent.
        """
        if found is None:
            candidate = self._new(mention, source)
        else:
            if mention.form == "pronoun" and mention.gender and not found.gender:
                self._learned.setdefault(found.referent, mention.gender)
            gender = found.gender or mention.gender
            candidate = evolve(found, mention=mention, gender=gender, source=source, quoted=False)
        insort(self._candidates, candidate, key=position)
        self._of_referent[candidate.referent] = candidate
        self._statistics.add(candidate)
        for noun in _nouns(candidate):
            insort(self._by_noun[noun], candidate, key=position)
        return candidate.referent

    def _referent(self, mention: Mention, link: Link) -> int | None:
        if mention.form == "name":
            entity = self._entity_at.get(mention.place)
            return self._enter(mention, None, source=False) if entity is None else entity.id
        if mention.form == "description":
            if self._descriptions and mention.noun in ("former", "latter"):
                return self._enter(mention, self._one_of_two(mention))
            if (titled := self._by_style(mention)) is not None:
                return self._enter(mention, titled)
            pair = self._joint(mention)
            people = None if pair is None else self._resolve_once(pair, link)
            if people is not None:
                return self._enter(mention, self._of_referent[people])
            if (joined := self._with_antecedent(mention, link)) is not mention:
                return self._enter(joined, self._same_phrase(joined))
            own = link.kind == "direct" or link.evidence.rule == TRANSCRIPT
            excluded = (*(link.content.spans if own else ()), *self._addressee(mention))
            return self._description(self._with_gender(mention, link), excluded=excluded)
        if mention.person != "third":
            return self._relative(mention) if mention.person == "relative" else None
        # in "'Vale will go,' he said" he is not Vale
        unlikely = {**self._spoken_of(mention, link), **self._who_asked(mention, link)}
        rest = self._without_subject(mention, link)
        others = (*self._objects(mention), *_passing_on(link), mention.span)
        found = self._antecedent(mention, [*(link.content.spans if mention.gender else rest), *others], unlikely)
        if found is None and mention.gender:  # "Vale will resign, she said", where nobody else was mentioned
            open_to_all = link.kind != "direct" and link.content.start < mention.span.start
            found = self._antecedent(mention, [*(() if open_to_all else rest), *others])
            found = found if found is not None and found.gender in ("", mention.gender) else None
        if found is None and link.evidence.rule == "phrase":  # "By his own admission, Omar Stone was late"
            after = names_after(mention, self._candidates, (), self._learned)[:1]
            found = next((each for each in after if each.mention.subject and each.is_inside(link.content.spans)), None)
        pair = self._joint(mention)
        if found is None or (pair is not None and self._is_second_to(found, pair)):
            return None if pair is None else self._resolve_once(pair, link)
        return self._enter(mention, found)

    def _is_second_to(self, found: Candidate, pair: Mention) -> bool:
        """Return True for one of two people, or an object of theirs: "Ida Vale and Omar Stone own farms. They …"."""
        _, head = self._page.at(pair)
        acting = pair.subject and head.deprel != "nsubj:pass"  # not "Vale and Stone were arrested by officers. They …"
        before = found.mention.sentence < pair.sentence
        within = found.mention.sentence == pair.sentence and not found.mention.subject
        return pair.span.contains(found.mention.span) or (acting and (before or within))

    def _with_antecedent(self, mention: Mention, link: Link) -> Mention:
        """Return a coordination with the name that its pronoun refers to as its text: "she and Omar Stone"."""
        word = joined_pronoun([word for _, word in self._page.words_in(mention.span)])
        if word is None or (pronoun := pronoun_at(mention.sentence, word)).person != "third":
            return mention
        found = self._antecedent(pronoun, [mention.span, *link.content.spans])
        entity = None if found is None else self.entity(found.referent)
        if found is None or entity is None or (pronoun.gender and entity.kind != "person"):
            return mention
        self._enter(pronoun, found)
        self._joined[mention.span] = entity
        return evolve(mention, text=entity.name + Span(word.span.end, mention.span.end).of(self._page.text))

    def _joint(self, mention: Mention) -> Mention | None:
        """Return the people named together before whom "both", "the two women", "the women" or "they" takes up."""
        first, *rest = mention.text.lower().split() or ("",)
        count = 2 if first == "both" else _COUNTS.get(rest[0], 0) if first == "the" and rest else 0
        alone = first == "the" and len(rest) == 1 and mention.plural and mention.noun in wordlists.person_nouns()
        taking_up = count or alone or first == "they"
        if mention.sentence < 0 or not taking_up or mention.noun in wordlists.organisation_nouns():
            return None
        for index in range(mention.sentence - 1, max(-1, mention.sentence - 1 - _NEAR), -1):
            named = [self._page.named(index, run) for run in self._page.names[index] if run.kind == "person"]
            if named:
                whole = Span(named[0].span.start, named[-1].span.end)
                joint = source_mention(self._page, Passage.of(self._page.text, whole))
                gender = wordlists.gendered_nouns().get(mention.noun)
                fits = joint.form == "description" and all({gender, one.gender} != {"male", "female"} for one in named)
                return joint if fits and len(named) == len(self.members(joint)) == (count or len(named)) else None
        return None

    def _by_style(self, mention: Mention) -> Candidate | None:
        """Return the only person introduced with a form of address alone: "H.E. Saif Vale left. H.E. said"."""
        words = mention.text.lower().split()
        if not 0 < len(words) < 4 or words[-1] not in wordlists.styles_alone():  # "His Royal Highness"
            return None
        before = [each for each in candidates_before(mention, self._candidates) if each.referent in self._by_name]
        fitting = [each for each in before if " ".join(words) in _address_before(self._page, each.mention)]
        return self._by_name[fitting[-1].referent] if len({each.referent for each in fitting}) == 1 else None

    def _one_of_two(self, mention: Mention) -> Candidate | None:
        """Return which of two people, or other names, before it or in the sentence before "the former" is."""
        named: dict[int, NameCluster] = {}
        for index in range(mention.sentence, max(-1, mention.sentence - 2), -1):
            places = ((index, head) for head in sorted(self._page.name_heads[index]))
            before = (self._entity_at.get(place) for place in places if place < mention.place)
            named = {each.id: each for each in before if each is not None}
            if len(named) > 1:
                break
        people = [number for number, each in named.items() if each.kind == "person"]
        found = people if len(people) > 1 else [*named]
        return self._by_name.get(found[mention.noun == "latter"]) if len(found) == 2 else None

    def _without_subject(self, pronoun: Mention, link: Link) -> tuple[Span, ...]:
        """Return what "it" cannot refer to in the words before it: "[Orbel]s {will close a plant}, it said"."""
        first, *more = link.content.spans
        sentence = self._page.sentences[pronoun.sentence]
        words = sentence.words_in(first) if link.kind != "direct" and first < pronoun.span else ()
        for subject in sentence.children(sentence.head_of(words), "nsubj") if words else ():
            last = sentence.descendants(subject, without=("acl", "parataxis"))[-1]
            return (Span(min(last.span.end, first.end), first.end), *more)
        return link.content.spans

    def _who_asked(self, source: Mention, link: Link) -> dict[int, float]:
        """Return who asked or accused somebody before the answer: "Vale asked Lund why. “I was late,” she said"."""
        index = min(source.sentence, next((n for n, _ in self._page.words_in(link.content.span)), 0)) - 1
        if index < 0 or link.content.text.rstrip("”\"' ").endswith("?"):
            return {}
        context, known = self._page.contexts[index], self.referent_at
        words = {word.text.lower() for span in link.content.spans for _, word in self._page.words_in(span)}
        found = self._counsel(source, link)
        for pair in _questions(context, link.kind == "direct", "i" in words and not words.isdisjoint(_DENIALS)):
            askers, others = ({known.get((index, word.index), -1) for word in words} for words in pair)
            genders = {self._by_name[each].gender for each in others - askers if each in self._by_name}
            if genders & {"", source.gender}:
                found.update(dict.fromkeys(askers - {-1}, _ASKED))
        return found

    def _counsel(self, source: Mention, link: Link) -> dict[int, float]:
        """Return the lawyer who reports what somebody did: "Prosecutor Vale said Stone had run. He assured police"."""
        cue = () if link.cue is None else self._page.words_in(link.cue.span)
        below = [each for n, word in cue for each in self._page.sentences[n].children(word, "obj", "iobj")]
        listeners = (each for each in below if each.upos == "NOUN" and not link.content.span.contains(each.span))
        if all(each.base in word_list("audiences") for each in listeners):
            return {}
        index = source.sentence - 1
        before = [each for each in candidates_before(source, self._candidates) if each.mention.sentence == index]
        accused = any(
            each.one_person and each.mention.subject and self.reported.overlaps(each.mention.span)
            and {each.gender, source.gender} != {"male", "female"}
            for each in before
        )  # fmt: skip
        speaking = (each for each in before if accused and each.source)
        return {each.referent: _ASKED for each in speaking if each.said & wordlists.role_words("counsel")}

    def _objects(self, pronoun: Mention) -> Iterator[Span]:
        """Yield the objects of the verb of a pronoun, in which it is not named: "she told *Ida Vale* that …"."""
        context, word = self._page.at(pronoun)
        verb = context.parent(word, "nsubj")
        for each in () if verb is None else context.children(verb, "iobj", "obj", "obl"):
            words = context.sentence.descendants(each)
            if words[0].index > word.index:
                yield Span(words[0].span.start, words[-1].span.end)

    def _addressee(self, source: Mention) -> Sequence[Span]:
        """Return the mentions of "her" in "the manager told her", who is not the manager."""
        if source.sentence < 0 or source.kind not in ("person", "anonymous"):
            return ()
        context, word = self._page.at(source)
        verb = context.parent(word, "nsubj")
        objects = () if verb is None else context.children(verb, "iobj", "obj")
        pronoun = next((each for each in objects if each.text.lower() in ("him", "her") and each.upos == "PRON"), None)
        mention = None if pronoun is None else pronoun_at(source.sentence, pronoun)
        found = None if mention is None else self._antecedent(mention, [mention.span, source.span])
        if found is None:
            return ()
        end = bisect_left(self._candidates, source.position, key=position)
        before = self._candidates[max(0, end - coreference.MOST_MENTIONS) : end]
        return [each.mention.span for each in before if each.referent == found.referent]

    def _with_gender(self, source: Mention, link: Link) -> Mention:
        """Return a description with the gender of "the driver said he …", unless "he" may be somebody near before."""
        later = link.kind == "direct" or source.span.end > link.content.start
        if source.gender or source.kind != "person" or later:
            return source
        words = (word.text.lower() for _, word in self._page.words_in(link.content.spans[0]))
        opening = next((word for word in words if word != "that"), "")
        if opening not in ("he", "she"):
            return source
        gender: Gender = "male" if opening == "he" else "female"
        before = candidates_before(source, self._candidates)
        near = [each for each in before if each.mention.sentence >= source.sentence - _NEAR and each.one_person]
        named = {each.referent for each in before if source.noun in (each.mention.office.noun, *each.said)}
        near = [each for each in near if each.referent not in named]
        open_to_all = any((self._learned.get(each.referent) or each.gender) in ("", gender) for each in near)
        return source if open_to_all else evolve(source, gender=gender)

    def _spoken_of(self, source: Mention, link: Link) -> dict[int, float]:
        """Return the probability that a referent, named or "he" in a quotation, did not say it; -1 is nobody."""
        found: dict[int, float] = {-1: _MENTIONED} if source.gender else {}
        if self._scorer is None or link.kind != "direct" or not source.gender:
            return found
        for index, word in (each for span in link.content.spans for each in self._page.words_in(span)):
            if word.upos not in ("PRON", "PROPN"):
                continue
            entity = self._entity_at.get((index, word.index))
            if entity is not None:
                found[entity.id] = _NAMED
            elif word.upos == "PRON" and wordlists.pronouns().get(word.text.lower(), ("",))[0] == "third":
                mention = pronoun_at(index, word)
                if mention.gender != source.gender:
                    continue
                known = coreference.candidates_of(mention, self._candidates, (), self._learned)
                choice = self._pairs.choose(mention, known, explained=False)
                shares = {} if choice is None else choice.shares
                for referent, share in shares.items():
                    if referent >= 0:  # not the share of nobody named before
                        found[referent] = max(share, found.get(referent, 0.0))
        return found

    def _antecedent(
        self, pronoun: Mention, excluded: Sequence[Span], unlikely: Mapping[int, float] | None = None
    ) -> Candidate | None:
        """Return what a third-person pronoun refers to: the scorer's choice, or that of the rules."""
        choice = self._choose(pronoun, excluded, unlikely)
        if choice is not None:
            return choice.candidate
        return anaphora.antecedent(pronoun, self._candidates, excluded, self._learned)

    def _choose(
        self, mention: Mention, excluded: Sequence[Span] = (), unlikely: Mapping[int, float] | None = None
    ) -> AntecedentChoice | None:
        """Return the scorer's choice for a mention; None without a scorer, or where it leaves the mention to rules."""
        if self._scorer is None or mention.sentence < 0 or is_another(mention):
            return None
        self._count_names(mention)
        found, rules = self._antecedents(mention, excluded)
        choice = self._pairs.choose(mention, found, rules, unlikely, mention.span in self._explained)
        if choice is not None:
            self.choices[mention.span] = choice
        return choice

    def _antecedents(self, mention: Mention, excluded: Sequence[Span]) -> tuple[list[Candidate], Candidate | None]:
        """Return the candidates that are scored for a mention, and for a description the one that the rules choose."""
        found = coreference.candidates_of(mention, self._candidates, excluded, self._learned)
        if mention.form != "description":
            return found, None
        inner, span = self._inner_referents(mention), mention.span
        # not "[an aide to [her boss]]" for "her boss"
        found = [each for each in found if each.referent not in inner and not each.mention.span.contains(span)]
        return found, self._by_rules(mention, inner, excluded)

    def confidence(self, mention: Mention, again: bool) -> float | None:
        """Return the calibrated probability that the speaker of a source is right; None without a scorer.

        ``again``: the source is not the first mention of its speaker.
        """
        if self._scorer is None:
            return None
        choice = self.choices.get(mention.span)
        linked = again or (choice is not None and choice.candidate is not None)
        if mention.form == "name" and len(mention.keys) == 1 and mention.keys[0] in self._shared_surnames:
            return _SHARED_NAME
        if linked and mention.form == "description" and mention.kind == "document":
            return _LINKED_DOCUMENT
        return self._scorer.confidence(coreference.case_of(mention, linked), choice.probability if choice else 0.5)

    @cached_property
    def _shared_surnames(self) -> Collection[str]:
        """The surnames of several people with full names."""
        people = (each for each in self.entities if each.kind == "person")
        full = {(m.keys[-1], each.id) for each in people for m in each.mentions if len(m.keys) > 1}
        return {surname for surname, count in Counter(surname for surname, _ in full).items() if count > 1}

    def _count_names(self, mention: Mention) -> None:
        while self._named and self._named[0].mention.span < mention.span:
            self._statistics.add(self._named.popleft())

    def _description(self, mention: Mention, source: bool = True, excluded: Sequence[Span] = ()) -> int:
        """Resolve a description without mentions in its own words, as for a pronoun."""
        if mention.turn or not self._descriptions:
            return self._enter(mention, self._same_phrase(mention), source)
        named = None
        if mention.definite:  # "Orbel's central bank" is the "Central Bank of Orbel"
            words = self._page.sentences[mention.sentence].words_in(mention.span) if mention.sentence >= 0 else ()
            content = (word.text.lower() for word in words if word.upos in ("NOUN", "PROPN", "ADJ"))
            named = self._by_words.get(frozenset(content)) or self._by_initials(mention)
        if named is not None:
            if self._scorer is not None:
                self.choices[mention.span] = AntecedentChoice(named, 1.0, ("words in common",), {named.referent: 1.0})
            return self._enter(mention, named, source)
        choice = self._choose(mention, excluded) if source or self.scores_all else None
        if choice is not None:
            found = choice.candidate
        else:
            found = self._by_rules(mention, self._inner_referents(mention), excluded)
        alone = not mention.plural and mention.kind not in ("group", "document")  # as before a name that follows
        if found is None and alone and self._headlines.contains(mention.span):
            new = self._new(mention, source)
            self._of_referent[new.referent] = new
            return new.referent
        return self._enter(mention, found, source)

    @cached_property
    def _by_words(self) -> Mapping[frozenset[str], Candidate]:
        """The organisations of the text by the words of their names, which a description may have in another order."""
        named = (each for each in self._candidates if each.mention.name_kind == "organization")
        found = {frozenset(each.mention.keys) - SMALL_WORDS: each for each in named if each.mention.form == "name"}
        return {words: each for words, each in found.items() if len(words) > 1}

    def _by_initials(self, mention: Mention) -> Candidate | None:
        """Return the only person named before whose role "the PM" abbreviates."""
        if mention.sentence < 0 or mention.modified or mention.office.affiliation:
            return None
        holders = self.holders.get(self._page.at(mention)[1].text, ())
        held = [each for each in holders if each.mentions[0].span < mention.span]
        return self._by_name.get(held[0].id) if len(held) == 1 else None

    @cached_property
    def holders(self) -> Mapping[str, Sequence[NameCluster]]:
        """The people by the initials of their roles: "FM" for a foreign minister."""
        found: defaultdict[str, list[NameCluster]] = defaultdict(list)
        for entity in self.entities:
            titles = {title for mention in entity.mentions for title in title_initials(mention)}
            for title in titles if entity.kind == "person" else ():
                found[title].append(entity)
        return found

    def _by_rules(self, mention: Mention, inner: Collection[int], excluded: Sequence[Span]) -> Candidate | None:
        """Return the antecedent of a description by rules, none of ``inner``, or None for a new entity."""
        medium = mention.kind == "document" and mention.noun in wordlists.organisation_nouns()  # "the paper"
        if mention.definite and (medium or mention.kind not in ("group", "document")):
            nouns = self._by_noun.get(neutral(mention.noun), ())
            found = anaphora.described(mention, self._candidates, nouns, excluded)
            found = found or self._of_wider_noun(mention) or self._of_paragraph(mention, excluded)
            if found is not None:
                return None if found.referent in inner else found
        return self._kin(mention, inner) or self._same_phrase(mention) or self._same_document(mention)

    def _inner_referents(self, mention: Mention) -> Collection[int]:
        """Return whom a description names as somebody else: "he" of "his brother", "Kyiv" of "the ministry in Kyiv".

        Also who is named in its relative clause: "Vale" of "the pilot, who flew with Vale".
        """
        if mention.sentence < 0:
            return ()
        context, noun = self._page.at(mention)
        below = context.children(noun, "nmod")
        cases = (next((case.text.lower() for case in context.children(each, "case")), "of") for each in below)
        named = (each for each, case in zip(below, cases, strict=True) if each.deprel == "nmod:poss" or case != "of")
        own = {(mention.sentence, each.index) for each in named}  # but "the city of Kyiv" is Kyiv
        clauses = (each for each in context.children(noun, "acl") if each.deprel == "acl:relcl")
        own.update((mention.sentence, word.index) for each in clauses for word in context.sentence.descendants(each))
        if not own:
            return ()
        start = bisect_left(self._candidates, mention.span.start, key=lambda each: each.mention.span.start)
        end = bisect_left(self._candidates, mention.span.end, key=lambda each: each.mention.span.start)
        return {each.referent for each in self._candidates[start:end] if each.mention.place in own}

    def _of_wider_noun(self, mention: Mention) -> Candidate | None:
        """Return the only person named before whose role a noun covers: "Inspector Ida Vale … the officer"."""
        covered = wordlists.wider_nouns().get(mention.noun)
        affiliation = mention.office.affiliation
        unlike = mention.modifiers if affiliation is None else affiliation in wordlists.party_names()
        # the premier may be "the Kenyan leader", "the Labour leader" or "the union leader" is somebody else
        if covered is None or mention.plural or (unlike and mention.noun == "leader"):
            return None
        fitting = [
            each for each in candidates_before(mention, self._candidates)
            if each.one_person and each.referent in self._by_name and covered & each.offices
            and (affiliation is None or compatible(mention, each))
        ]  # fmt: skip
        one = len({each.referent for each in fitting}) == 1 and all(compatible(mention, each) for each in fitting)
        return self._by_name[fitting[-1].referent] if one else None

    def _kin(self, mention: Mention, owners: Collection[int]) -> Candidate | None:
        """Return the only name that had the same noun with an owner: "her brother Max … her brother"."""
        nouns = self._by_noun.get(neutral(mention.noun), ()) if mention.possessed and not mention.plural else ()
        named = [each for each in last_before(mention, nouns) if each.mention.form == "name"]
        named = [each for each in named if each.referent not in owners]  # "Max blames her. His brother …"
        owned = [each for each in named if _has_owner(self._page, each.mention) and compatible(mention, each)]
        return owned[-1] if len({each.referent for each in owned}) == 1 else None

    def _same_document(self, mention: Mention) -> Candidate | None:
        """Return the only document of the sentences before that a definite noun may take up: "a study … the paper"."""
        listed = mention.noun in anaphora.document_classes() and mention.noun not in wordlists.organisation_nouns()
        if not (listed or mention.kind == "document") or mention.plural or not mention.definite:
            return None
        fitting = [
            each for each in candidates_before(mention, self._candidates)
            if each.mention.sentence >= mention.sentence - _DOCUMENT_REACH
            and each.mention.form == "description" and not each.plural and not each.quoted
            and anaphora.same_document(mention.noun, each.mention.noun) and compatible(mention, each)
            and (not mention.modified or (mention.modifiers and mention.modifiers <= each.modifiers))
        ]  # fmt: skip
        fitting = [each for each in fitting if each.source] or fitting
        return fitting[-1] if len({each.referent for each in fitting}) == 1 else None

    def _of_paragraph(self, mention: Mention, excluded: Sequence[Span]) -> Candidate | None:
        """Return the only person of this paragraph, or of the one before: "Ida Vale won twice. The pilot said …"."""
        if mention.place not in self._said or not self._is_second_name(mention):
            return None
        paragraphs = self._page.paragraphs
        begin = bisect_left(paragraphs, paragraphs[max(0, mention.sentence - 1)])
        near = (each for each in candidates_before(mention, self._candidates) if each.mention.sentence >= begin)
        before = [
            each for each in near
            if each.one_person and not each.is_inside(excluded) and {each.gender, mention.gender} != {"male", "female"}
        ]  # fmt: skip
        if len({each.referent for each in before}) > 1:  # "Ida Vale says that her son fell. The nurse claims …"
            before = [each for each in before if not self.reported.overlaps(each.mention.span)]
        found = before[-1] if before else None
        if found is None or found.mention.sentence == mention.sentence or self.entity(found.referent) is None:
            return None
        alone = all(each.referent == found.referent and compatible(mention, each) for each in before)
        alone = alone and not self._holds_another_office(mention, found.referent)
        leads = any(each.source or each.mention.subject for each in before)
        same = last_before(mention, self._by_noun.get(neutral(mention.noun), ()))
        again = any(each.referent != found.referent for each in same)
        return self._by_name[found.referent] if alone and leads and not again else None

    def _holds_another_office(self, description: Mention, referent: int) -> bool:
        """Return True for "the minister" and a person who is called mayor, but nothing else."""
        entity = self.entity(referent)
        if entity is None or description.modifiers & wordlists.role_words("former"):
            return False
        # "the health chief" may hold any office of health, "the Labour MP" that of a minister
        head = description.noun in wordlists.role_words("heads") and description.modifiers & entity.modifiers
        if head or description.noun in wordlists.role_words("legislators"):
            return False
        nouns = {noun for each in entity.mentions for noun in (each.office.noun, *nouns_of(each.office)) if noun}
        nouns |= self._statistics.nouns.get(referent, set()) & wordlists.role_nouns()
        other = neutral(description.noun) not in map(neutral, nouns)
        return bool(nouns) and description.noun in wordlists.role_nouns() and other

    def _is_second_name(self, mention: Mention) -> bool:
        """Return True for "the pilot" and "the 45-year-old", not for "the Nordair pilot", "the pilot who landed it"."""
        context, word = self._page.at(mention)
        held = mention.office.affiliation
        # "the Labour MP", "the Republican nominee", "the Kenyan author"
        member = mention.noun in wordlists.role_words("legislators")
        member = member or held in wordlists.party_names() or held in place_names()
        past = mention.modifiers & wordlists.role_words("former")
        if mention.plural or mention.kind != "person" or (held and not past and not member):
            return False
        firsts = (context.sentence.descendants(clause)[0] for clause in context.children(word, "acl"))
        aside = all(context.words[first.index - 1].text == "," for first in firsts)
        return aside and (word.text.islower() or certain_kind(mention.noun, word) == "person")

    def _same_phrase(self, mention: Mention) -> Candidate | None:
        """Return the same group, document or label under the same words: "residents" twice are one source."""
        if not mention.turn and mention.kind not in ("group", "document", "organization"):
            return None
        for candidate in reversed(self._by_noun.get(neutral(mention.noun), [])[-LOOKBACK:]):
            other = candidate.mention
            same = other.text.lower() == mention.text.lower()
            if same and other.form == "description" and other.span < mention.span:
                return candidate
        return None

    def _relative(self, mention: Mention) -> int | None:
        """Return the noun that a relative clause modifies: "Ida Vale, who said …"; "which" is no person."""
        context = self._page.contexts[mention.sentence]
        for noun in _modified(context.sentence, context.words[mention.head]):
            named = context.parent(noun, "appos")  # "Ann Roe, a Democrat who has said …"
            if noun.deprel == "nmod:desc":  # "by coach Ann Roe, who said …", a parser's error
                named = context.parent(noun)
            if named is not None and context.in_run(named):
                noun = named
            subjects = _equated(context, noun)  # "the pilot, Ida Vale, was the one who said"
            noun = next((each for each in subjects if (mention.sentence, each.index) in self._entity_at), noun)
            run = context.run_at(noun)
            person = run is not None and run.kind == "person"
            person = person or (noun.upos == "NOUN" and noun.text.lower() in wordlists.role_nouns())
            if mention.noun == "which" and person:
                continue
            # or its apposition: "her grandson, Omar Stone, who"
            for run in map(context.run_at, (noun, *context.children(noun, "appos", "flat"))):
                entity = self._entity_at.get((mention.sentence, run.head(context.sentence).index)) if run else None
                if entity is not None:
                    return entity.id
            modified = description_at(self._page, mention.sentence, noun)
            key = _key(modified)  # "a driver who asked … said", "met a driver, who said"
            introduced = self._introduced.get(key) if mention.noun == "who" else None
            known = self._resolved.get(key, introduced)
            return self._description(modified) if known is None else known
        return None

    def _in_own_words(self, mention: Mention, found: Sequence[int | None], author: Mention | None) -> int | None:
        """Resolve "I": the speaker in "'I think it is late,' Vale said", the author outside quotations."""
        at = bisect_right(self._contents, (mention.span.start, len(self._page.text) + 1, 0))
        around = [
            (end - start, other)
            for start, end, other in self._contents[max(0, at - _REACH) : at]
            if mention.span.end <= end and self._sources[other] is not mention
        ]
        if around:
            return found[min(around)[1]]
        if author is None or self._quoted.contains(mention.span):
            return None
        if self._author_number is None:
            same = (each.id for each in self.entities if any(m.keys == author.keys for m in each.mentions))
            number = next(same, None)
            self._author_number = self._new(author).referent if number is None else number
        return self._author_number


def _is_of_body(sentence: Sentence, noun: Word) -> bool:
    """Return True for the "head" of "voices in his head", which is nobody's office; its office has "its"."""
    owners = sentence.children(noun, "nmod:poss") if noun.base == "head" else ()
    return any(wordlists.pronouns().get(owner.text.lower(), ("", "", ""))[2] in ("male", "female") for owner in owners)


def _passing_on(link: Link) -> tuple[Span, ...]:
    """Return where a claim names who passes it on, who is not its speaker: "she said through a friend, Ida Vale"."""
    end = 0 if link.cue is None else link.cue.end
    spans = (span for relay in link.relays for span in relay.spans)
    return tuple(Span(end, span.end) if 0 < end <= span.start else span for span in spans)


def _key(mention: Mention) -> object:
    """Return what two readings of one mention have in common; a coordination and its first part differ."""
    return mention.span if mention.sentence < 0 else (mention.place, mention.form, mention.plural)


def _modified(sentence: Sentence, pronoun: Word) -> Iterator[Word]:
    """Yield the nouns that the clause of a relative pronoun may modify, the likeliest first."""
    for word in (pronoun, *sentence.ancestors(pronoun)):
        above = sentence.parent(word)
        if word.deprel in ("acl:relcl", "acl") and above is not None and above.index < pronoun.index:
            yield above
            break
    # "owned by Nordair, which says" where the tree attaches the clause to the verb
    before = sentence.words[max(0, pronoun.index - 2) : pronoun.index]
    if len(before) == 2 and before[1].text == "," and before[0].text not in wordlists.calendar():
        # "a letter to the chancellor, Robert Aske, which says"
        yield from takewhile(lambda word: word.upos in ("PROPN", "NOUN"), (before[0], *sentence.ancestors(before[0])))


def _equated(context: SentenceContext, predicate: Word) -> Iterator[Word]:
    """Yield what is the same as a predicate noun: its subject and the appositions of that."""
    for subject in context.children(predicate, "nsubj") if _is_predicate(context.sentence, predicate) else ():
        yield from (subject, *context.children(subject, "appos"))


def _is_predicate(sentence: Sentence, word: Word) -> bool:
    """Return True for what a subject is: "Ida Vale is a *nurse*", not "is not a nurse"."""
    negated = any(child.lemma == "not" for child in sentence.children(word, "advmod"))
    return not negated and bool(sentence.children(word, "cop"))


def _entities(page: SentenceIndex, sources: Sequence[Mention | None], silent: Cover) -> tuple[NameCluster, ...]:
    named = {mention.place: mention for mention in named_mentions(page, silent)}
    # a source may be in a part that is otherwise ignored
    extra = {m.place: m for m in sources if m is not None and m.form == "name" and m.place not in named}
    abbreviations = {
        sentence.words[acronym].text.lower(): keys(sentence.words[first : acronym - 1])
        for sentence, runs in zip(page.sentences, page.names, strict=True)
        for first, acronym in (*short_names(sentence, runs), *defined_abbreviations(sentence))
    }
    mentions = sorted((*named.values(), *extra.values()), key=lambda mention: mention.span)
    speaking = {mention.place for mention in filter(None, sources)}
    return entities(mentions, abbreviations, dict(_genders_after(page, mentions)), speaking)


def _genders_after(page: SentenceIndex, mentions: Iterable[Mention]) -> Iterator[tuple[Place, Gender]]:
    """Yield the places of subjects by surname, with the one gender of the pronouns in the sentence: "Vale … she"."""
    for mention in mentions:
        if len(mention.keys) == 1 and mention.subject:
            words = page.sentences[mention.sentence].words[mention.head + 1 :]
            genders = {_gender_of(word.text) for word in words}
            if len(genders & {"male", "female"}) == 1:
                yield mention.place, "male" if "male" in genders else "female"


def _address_before(page: SentenceIndex, mention: Mention) -> str:
    """Return the capitalised words before a name, lower case: "his excellency the governor of"."""
    context, head = page.at(mention)
    run = context.run_at(head)
    first = head.index if run is None else run.first
    small = ("his", "her", "the", "of", ",")
    before = takewhile(lambda each: each.text[:1].isupper() or each.text in small, reversed(context.words[:first]))
    return display([*before][::-1]).lower()


def _questions(context: SentenceContext, direct: bool, denial: bool) -> Iterator[Iterator[Sequence[Word]]]:
    """Yield the nouns for who asks, or before a denial accuses, and for whom, with their appositions."""
    for verb in context.words:  # in "Vale asked Lund for help. She said", Vale may say what is not quoted
        asks = not word_list("asking").isdisjoint((verb.base, verb.text.lower()))
        answered = direct or not verb.base.startswith(("ask", "interview")) or context.children(verb, "ccomp")
        if (asks and answered) or (direct and denial and verb.base in word_list("accusing")):
            above = context.parent(verb, "conj", "xcomp", "advcl") or verb
            subjects = context.children(verb, "nsubj") or context.children(above, "nsubj")
            pair = subjects, context.children(verb, "obj", "iobj")
            yield ([*own, *(each for noun in own for each in context.children(noun, "appos", "flat"))] for own in pair)


def _is_named_by_predicate(sentence: Sentence, word: Word, heads: Collection[int]) -> bool:
    """Return True for the subject of "the captain is Ida Vale" and "the captain is a local woman, Ida Vale"."""
    predicate = sentence.parent(word, "nsubj")
    if predicate is None or not _is_predicate(sentence, predicate):
        return False
    return any(each.index in heads for each in (predicate, *sentence.children(predicate, "appos")))


def _owning_words(page: SentenceIndex, mentions: Iterable[Mention]) -> Iterator[tuple[Place, Span]]:
    """Yield the places of what owns a role, document or source, with the spans of the affiliations: "its chairman"."""
    sources = set()
    for mention in mentions:
        if mention.kind in ("organization", "group"):
            sources.add(mention.place)
        for affiliation in (role.affiliation for role in mention.office.roles if role.affiliation is not None):
            sentence = page.sentences[mention.sentence]
            head = sentence.head_of(sentence.words_in(affiliation.span))
            # "the union's leader" and "a company spokesman", not "a union's leader"
            definite = any(child.text.lower() == "the" for child in sentence.children(head, "det"))
            if head.relation == "compound":
                definite = head.text in wordlists.organisation_nouns()
            if not affiliation.name or (definite and head.upos == "NOUN" and head.text.islower()):
                yield (mention.sentence, head.index), affiliation.span
    for index, sentence in enumerate(page.sentences):  # "its report", "the group's report"
        for word in (word for word in sentence.words if word.deprel == "nmod:poss"):
            noun = sentence.parent(word)
            owns = word.text.lower() in ("its", "their") or word.text in wordlists.organisation_nouns()
            if (
                owns
                and noun is not None
                and (noun.base in wordlists.document_nouns() or (index, noun.index) in sources)
            ):
                yield (index, word.index), word.span


def _gender_of(word: str) -> str:
    return wordlists.pronouns().get(word.lower(), ("", "", ""))[2]


def _has_owner(page: SentenceIndex, mention: Mention) -> bool:
    """Return True for a name whose title or apposition has a possessive pronoun: "her brother Max", "his wife, Ida"."""
    context, head = page.at(mention)
    above = context.parent(head, "appos", "flat") or head
    nouns = (*context.children(head, "appos", "nmod:desc"), head, above)
    return any(child.upos == "PRON" for noun in nouns for child in context.children(noun, "nmod:poss"))


def may_be_named(mention: Mention) -> bool:
    """Return True for one person or organisation that a text may name after it: "a farmer", "he", not "residents"."""
    if mention.sentence < 0 or mention.turn or mention.plural:
        return False
    possible = mention.form == "description" and mention.kind in ("person", "anonymous", "organization")
    possible = possible or (mention.person == "third" and bool(mention.gender))
    return possible and not is_kept_unnamed(mention.text)


def _nouns(candidate: Candidate) -> set[str]:
    mention = candidate.mention
    nouns = {mention.office.noun, mention.noun if mention.form == "description" else ""}
    if mention.name_kind == "organization" and mention.keys:
        # "the ministry" takes up "Defence Ministry", "the university" "University of Leeds"
        nouns |= {mention.keys[-1], mention.keys[0]} & wordlists.organisation_nouns()
    return {neutral(noun) for noun in nouns | candidate.said if noun}


def is_source_noun(word: Word) -> bool:
    """Return True for a listed noun of people, groups, organisations or documents, or one with an agent suffix."""
    listed = not _source_nouns().isdisjoint((word.text.lower(), word.base))
    return listed or word.base.endswith(wordlists.agent_endings())


@cache
def _source_nouns() -> frozenset[str]:
    people = wordlists.role_nouns() | wordlists.person_nouns() | wordlists.group_nouns()
    return people | wordlists.organisation_nouns() | wordlists.document_nouns()


def author_mention(byline: Byline | None) -> Mention | None:
    """Return the one author of a page as a mention, for words of the first person."""
    if byline is None:
        return None
    keys = tuple(word.lower().rstrip(".") for word in byline.text.split())
    return Mention(byline.span, byline.text, -1, -1, "name", byline.text, keys, name_kind="person", kind="person")
