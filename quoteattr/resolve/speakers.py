"""From the sources of links to speakers: the fullest name, the office, every mention, and why a source names them.

A description may precede the name that it refers to: in "CEO warns of losses", a headline, the chief executive is the
person whom the article names; "a spokeswoman for the port … The spokeswoman, Ida Vale," is one person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import dropwhile, pairwise

from attrs import evolve, frozen

from quoteattr.limits import checked
from quoteattr.model import TRANSCRIPT, Affiliation, Byline, Cover, Link, Part, Role, Span, Speaker, outermost
from quoteattr.paragraphs import paragraphs
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import full_title, larger_body, owner_of_name
from quoteattr.resolve.anaphora import classes_of_member, classes_of_noun, fits_organisation, modifiers_agree, neutral
from quoteattr.resolve.coreference import Scorer
from quoteattr.resolve.discourse import Discourse, author_mention, may_be_named
from quoteattr.resolve.employers import FORM, Employers, Organisation, Person
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.mentions import (
    Mention,
    SentenceIndex,
    joint_people,
    named_mentions,
    phrase_of,
    source_mention,
)
from quoteattr.resolve.people import People
from quoteattr.resolve.roles import (
    NO_OFFICE,
    Office,
    best_role,
    described_office,
    office_in_phrase,
    predicated_office,
    share_between_forms,
    shared_office,
)
from quoteattr.resolve.source_types import represented_by, with_source_type
from quoteattr.tree import Sentence

# parts whose names are no mentions: they name the page, the photographer, the author
_SILENT = ("chrome", "credit", "byline", "published", "related", "comment")
HEADLINES = ("headline", "standfirst", "subheading")  # their descriptions may name people whom the text names later
_QUESTION_AND_ANSWER = ("Q", "A")  # labels of the turns of an interview
_THE = re.compile(r"\bthe\s*\Z", re.IGNORECASE)
_NEAR = 10  # characters
_MARKS = frozenset('"“”«»')
_FEWEST_QUESTIONS = 2


@frozen
class Resolved:
    """The speakers of a text, and for each link, by position, its speaker or None and what named it."""

    speakers: tuple[Speaker, ...]
    of_link: tuple[Speaker | None, ...]
    reasons: tuple[str, ...]
    confidences: tuple[float | None, ...]


@frozen
class SpeakerReading:
    """The speakers that the phrases of a text show, by the numbers of their referents, before affiliations are implied.

    ``sources`` and ``referents`` have a value for each link.
    """

    page: SentenceIndex
    discourse: Discourse
    sources: Sequence[Mention | None]
    referents: Sequence[int | None]
    speakers: Mapping[int, Speaker]
    employers: Employers


def read_speakers(
    text: str,
    sentences: Iterable[Sentence],
    parts: Sequence[Part],
    links: Sequence[Link],
    author: Byline | None = None,
    scorer: Scorer | None = None,
    descriptions: bool = True,
) -> SpeakerReading:
    """Find the speakers of the sources of ``links``, numbered in text order of their first source.

    ``author`` is who says "I" outside all quotations, where one person signs; in an interview without labels it is the
    person who is asked. For ``scorer`` and ``descriptions`` see :class:`Discourse`.
    """
    page = SentenceIndex.of(text, checked(sentences), scorer)
    kinds = (_SILENT, HEADLINES, ("dateline",), (*_SILENT, "headline"))
    silent, headlines, datelines, outside = (Cover(part.span for part in parts if part.kind in each) for each in kinds)
    labels = _names_by_label(page, links, silent, headlines)
    sources = [_source(page, link, labels) for link in checked(links)]
    discourse = Discourse(page, links, sources, silent, scorer, descriptions, headlines, datelines)
    first_question = _first_question(page, outside)
    writer = author_mention(author) if first_question is None else _only_person(page, silent, headlines, first_question)
    referents = discourse.referents(writer)
    later = _later_names(page, discourse, referents, headlines) if descriptions else {}
    referents = [referent if referent is None else later.get(referent, referent) for referent in referents]
    said: defaultdict[int, list[Mention]] = defaultdict(list)
    claims: defaultdict[int, list[Link]] = defaultdict(list)
    for link, mention, referent in zip(links, sources, referents, strict=True):
        if mention is not None and referent is not None:
            said[referent].append(mention)
            claims[referent].append(link)
    speakers = _speakers(page, discourse, said)
    people = {n: _as_person(discourse, n, each, said[n], claims[n]) for n, each in speakers.items()}
    quoted = Cover(span for link in links if link.kind != "indirect" for span in link.content.spans)
    employers = Employers(page, discourse.entities, people, quoted, headlines, datelines, discourse.referent_at)
    return SpeakerReading(page, discourse, sources, referents, speakers, employers)


def resolve_speakers(
    read: SpeakerReading, scorer: Scorer | None = None, people: People | None = None, published: str | None = None
) -> Resolved:
    """Return the speaker of each link, with the affiliations that the text implies where there is a ``scorer``.

    Speakers get the identifiers of a list of ``people``, as of the time when the text was ``published``.
    """
    speakers = dict(read.speakers)
    notes: defaultdict[int | None, list[str]] = defaultdict(list)
    scorer = scorer if scorer is not None and scorer.has_form(FORM) else None
    for number, speaker in read.speakers.items():
        implied = None if scorer is None else read.employers.of(number, scorer)
        if implied is not None:
            entity, mention, score = implied
            speakers[number] = _employed(speaker, entity, mention)
            notes[number].append(f"the text implies the affiliation {entity.name!r} (score {score:.2f})")
        if people is not None:
            ref, why = people.find(speakers[number], published, read.discourse.gender(number))
            speakers[number] = evolve(speakers[number], ref=ref)
            notes[number].append(why)
        roles = (_as_written(read.page.text, role) for role in speakers[number].roles)
        speakers[number] = evolve(speakers[number], roles=tuple(roles))
    of_link = tuple(None if referent is None else speakers[referent] for referent in read.referents)
    reasons: list[str] = []
    confidences: list[float | None] = []
    for source, referent, named in zip(read.sources, read.referents, of_link, strict=True):
        choice = read.discourse.choices.get(source.span) if source else None
        linked = choice is not None and choice.candidate is not None
        scores = f" ({', '.join((f'score {choice.probability:.2f}', *choice.reasons))})" if choice and linked else ""
        reasons.append("; ".join(filter(None, (_reason(source, named) + scores, *notes[referent]))))
        again = source is not None and named is not None and named.mentions[0].start < source.span.start
        confidences.append(read.discourse.confidence(source, again) if source and named else None)
    return Resolved(tuple(speakers.values()), of_link, tuple(reasons), tuple(confidences))


def _as_person(
    discourse: Discourse, referent: int, speaker: Speaker, said: Iterable[Mention], links: Sequence[Link]
) -> Person:
    """Return a speaker with its mentions and best role, and the noun or pronoun that this has for an organisation."""
    entity = discourse.entity(referent)
    others = entity.mentions if entity is not None else (discourse.described[referent],)
    mentions = tuple(sorted({*said, *others}, key=lambda mention: mention.span))
    held = speaker.affiliation
    generic = generic_noun(held) if held and not discourse.has_owner(mentions) else None
    if held is None:
        owners = (each.affiliation for mention in mentions for each in mention.office.roles)
        nameless = (each for each in owners if each is not None and not each.name and each.kind != "person")
        generic = next((each.text.lower() for each in nameless), None)
    contents = tuple(span for link in links for span in link.content.spans)
    relays = tuple(relay.span for link in links for relay in link.relays)
    return Person(speaker, mentions, entity is not None, best_role(speaker.roles), generic, contents, relays)


def generic_noun(held: str) -> str | None:
    """Return the noun of an affiliation without a name: "club", or "Council" that only begins a sentence or title.

    "Senate" is a name.
    """
    noun = held.split()[-1].lower()
    nouns = wordlists.organisation_nouns() | wordlists.local_bodies()
    listed = noun in nouns and classes_of_noun(noun).isdisjoint(("parliament", "senate"))
    return noun if held.islower() or (listed and (held[:1].lower() + held[1:]).islower()) else None


def _employed(speaker: Speaker, entity: Organisation, mention: Mention) -> Speaker:
    """Return a person without a named affiliation with the organisation that the rest of the text implies."""
    kind = "place" if mention.name_kind == "place" else "organization"
    held = Affiliation(mention.name, mention.span, entity.name, kind)
    best = best_role(speaker.roles)
    roles = tuple(evolve(each, affiliation=held) if each is best else each for each in speaker.roles)
    employed = evolve(speaker, affiliation=entity.name, roles=roles)
    issuer = entity.name if speaker.type == "document" else None
    return evolve(employed, organization=issuer or represented_by(employed) or speaker.organization)


def _as_written(text: str, role: Role) -> Role:
    """Return a role with the words of its span as text: "chairs" for the role "chair", which is its full form."""
    written = " ".join(role.span.of(text).split())
    return role if written == role.text else evolve(role, text=written, full=role.text)


def _source(page: SentenceIndex, link: Link, labels: Mapping[str, Mention]) -> Mention | None:
    """Return the source of a link as a mention; the label of a turn in a transcript names a person or group."""
    mention = source_mention(page, link.source) if link.source is not None else None
    if mention is None or link.evidence.rule != TRANSCRIPT:
        return mention
    if (label := mention.text.rstrip(".")) in labels:
        return evolve(labels[label], span=mention.span, text=mention.text)
    if label in _QUESTION_AND_ANSWER:
        return Mention(
            mention.span, mention.text, mention.sentence, mention.head, "description",
            noun=label.lower(), kind="person", definite=True, turn=True,
        )  # fmt: skip
    if mention.form != "description":
        return mention
    return evolve(mention, turn=True, kind="person" if mention.kind in ("document", "organization") else mention.kind)


def _names_by_label(page: SentenceIndex, links: Iterable[Link], silent: Cover, headlines: Cover) -> dict[str, Mention]:
    """Return "Ana Ruiz" for the label "AR" of a transcript, and for "A" the only person named above the turns."""
    turns = [link.source for link in links if link.source is not None and link.evidence.rule == TRANSCRIPT]
    labels = {turn.text.rstrip(".") for turn in turns}
    wanted = {label for label in labels if 2 <= len(label) <= 4 and label.isalpha() and label.isupper()}
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in named_mentions(page, silent) if wanted else ():
        found["".join(part[0] for part in mention.name.split() if part[0].isupper())].append(mention)
    chosen = {label: named for label in wanted & found.keys() if (named := _only(found[label]))}
    answers = labels.issuperset(_QUESTION_AND_ANSWER)
    first = min((turn.start for turn in turns), default=0)
    answering = _only_person(page, silent, headlines, first) if answers else None
    return {**chosen, "A": answering} if answering is not None else chosen


def _only_person(page: SentenceIndex, silent: Cover, headlines: Cover, end: int) -> Mention | None:
    """Return the only person named in the headline, else the only one named above ``end``."""
    named = [each for each in named_mentions(page, silent) if each.name_kind == "person" and each.span.start < end]
    in_headline = [each for each in named if headlines.overlaps(each.span)]
    return _only(in_headline) or _only([each for each in named if each not in in_headline])


def _first_question(page: SentenceIndex, outside: Cover) -> int | None:
    """Return where an interview without labels begins: every fourth paragraph is an answered question without marks."""
    body = [span for span in paragraphs(page.text) if not outside.overlaps(span)]
    asked = [text.endswith("?") and _MARKS.isdisjoint(text) for text in (span.of(page.text).rstrip() for span in body)]
    questions = [n for n, (one, two) in enumerate(pairwise(asked)) if one and not two]
    few = len(questions) < _FEWEST_QUESTIONS or 4 * len(questions) < len(body) - questions[0]
    return None if few else body[questions[0]].start


def _only(mentions: Sequence[Mention]) -> Mention | None:
    """Return the fullest name, if all mentions may be of one person: "Ana Ruiz" of "Ana Ruiz" and "Ruiz"."""
    fullest = max(mentions, key=lambda mention: len(mention.keys), default=None)
    return fullest if fullest is not None and all(set(each.keys) <= set(fullest.keys) for each in mentions) else None


def _speakers(page: SentenceIndex, discourse: Discourse, said: Mapping[int, Sequence[Mention]]) -> dict[int, Speaker]:
    """Return the speakers by the numbers of their referents; ``said`` has the mentions of each that are sources."""
    order = sorted(said, key=lambda referent: min(mention.span for mention in said[referent]))
    found: dict[int, Speaker] = {}
    names = {m.name: each.name for each in discourse.entities if each.kind == "organization" for m in each.mentions}
    for number, referent in enumerate(order):
        mentions = sorted(said[referent], key=lambda mention: mention.span)
        entity = discourse.entity(referent)
        if entity is None:
            first = discourse.described[referent]
            mentions = [first, *mentions]
            speaker = Speaker(number, phrase_of(page, first), first.kind or "person", members=discourse.members(first))
            offices = _offices_of_described(page, first, mentions)
            every = mentions
        else:
            speaker = Speaker(number, entity.name, entity.kind)
            every = sorted((*mentions, *entity.mentions), key=lambda mention: mention.span)
            offices = _offices_of_named(page, discourse, entity, every)
        speaker = evolve(speaker, mentions=outermost(mention.span for mention in every))
        named = entity is not None or discourse.described[referent].form == "name"
        speaker = _with_roles(speaker, offices, discourse, names)
        found[referent] = with_source_type(
            page, speaker, mentions, names, named, discourse.contents, discourse.reported, discourse.owner
        )
    return found


def _offices_of_named(
    page: SentenceIndex, discourse: Discourse, entity: NameCluster, mentions: Sequence[Mention]
) -> list[Office]:
    """Return what the text says of a source with a name; where a person has no role, also before and after it."""
    if entity.kind == "organization":  # "Russia's Defence Ministry"
        places = (page.at(mention) for mention in mentions if mention.form == "name" and mention.sentence >= 0)
        runs = ((context, context.run_at(head)) for context, head in places)
        held = (owner_of_name(context, run) for context, run in runs if run is not None)
        return [Office(held=next(filter(None, held), None))]
    offices = _offices(page, mentions) if entity.kind == "person" else []
    if offices and not any(office.roles for office in offices):
        offices += _offices(page, discourse.described_before(entity))
    if offices and not any(office.roles for office in offices):
        offices += [predicated_office(*page.at(mention)) for mention in discourse.pronouns_of.get(entity.id, ())]
    return offices


def _offices_of_described(page: SentenceIndex, first: Mention, mentions: Sequence[Mention]) -> list[Office]:
    """Return what the text says of a source without a name; a group or body has an affiliation by its own phrase."""
    one = first.kind in (None, "person", "anonymous") and not (first.plural and first.form == "description")
    if one or first.kind == "document" or first.form != "description" or first.sentence < 0:
        return _offices(page, mentions) if first.kind in (None, "person", "anonymous") else []
    context, head = page.at(first)
    if context.children(head, "conj"):  # a coordination has several offices, except "Senators Ida Vale and Omar Stone"
        return [shared_office(context, joint_people(context, context.sentence.words_in(first.span), head))]
    office = office_in_phrase(context, head) if first.plural else NO_OFFICE
    stated = office.held is not None or any(role.affiliation for role in office.roles)
    return [office if stated else evolve(office, held=larger_body(context, head))]


def _offices(page: SentenceIndex, mentions: Iterable[Mention]) -> list[Office]:
    """Return the offices of the mentions of a person, and the roles of those that have none: "the soybean grower"."""
    found = []
    for mention in mentions:
        found.append(mention.office)
        if mention.form == "description" and not mention.office.roles and mention.sentence >= 0 and not mention.turn:
            found.append(described_office(*page.at(mention)))
    return found


def _with_roles(speaker: Speaker, offices: Sequence[Office], discourse: Discourse, names: Mapping[str, str]) -> Speaker:
    """Return the speaker with all roles that its mentions state, the best of them, and its affiliation."""
    by_span = {role.span: role for office in offices for role in office.roles}
    roles = tuple(share_between_forms([_with_owner(by_span[span], discourse, names) for span in sorted(by_span)]))
    best = best_role(roles, {span for office in offices for span in _after_title(office)})
    held = next((office.held for office in offices if office.held), None)
    others = (role.affiliation for role in roles if role.affiliation and not role.former)
    own = best.affiliation if best else None
    noun = best.text.lower().split()[-1].removesuffix("s") if best else ""
    if held is not None and held.kind != "place" and noun in wordlists.role_words("agents_of_people"):
        own = held  # "Lund's lawyer, Ana Ruiz of Stone & Vale"
    elif own is not None and own.kind == "person" and noun in wordlists.role_words("personal_agents"):
        own, others = None, (each for each in others if each.kind != "person")  # "Lund's lawyer", "his agent"
    affiliation = own or held or next(others, None)
    named = affiliation.text if affiliation is not None and affiliation.name else None
    return evolve(
        speaker,
        role=best.text if best else None,
        affiliation=(discourse.owner(affiliation.span) or named) if affiliation else None,
        roles=roles,
        age=next((office.age for office in offices if office.age), None),
    )


def _after_title(office: Office) -> Iterator[Span]:
    """Yield the roles after a title before the name that is no rank: "plumber" of "Mayor Vale, the town's plumber"."""
    style = (office.role or "").split(" ")[-1].rstrip(".") in wordlists.honorifics()
    if office.start is not None and not style and "armed" not in classes_of_member(office.noun):
        after = dropwhile(lambda role: role.text != office.role, office.roles)
        yield from (role.span for role in after if role.text != office.role)


def _with_owner(role: Role, discourse: Discourse, names: Mapping[str, str]) -> Role:
    """Return a role whose affiliation has the name of what it refers to ("the union's"), the full one ("WHO")."""
    if role.affiliation is None:
        return role
    name = discourse.owner(role.affiliation.span) or role.affiliation.name
    return evolve(role, affiliation=evolve(role.affiliation, name=names.get(name, name)) if name else None)


# Descriptions whose name follows


def _later_names(
    page: SentenceIndex, discourse: Discourse, referents: Sequence[int | None], headlines: Cover
) -> dict[int, int]:
    """Return for the referents of sources that are only described the entity that the text names later."""
    described = discourse.described
    offices = {each.id: {noun for m in each.mentions for noun in _nouns_of(m)} for each in discourse.entities}
    uses = Counter(neutral(mention.noun) for mention in described.values())
    found: dict[int, int] = {}
    titles = {each.id: each.name for each in discourse.entities if headlines.contains(each.mentions[0].span)}
    titles |= {referent: mention.text for referent, mention in described.items() if headlines.contains(mention.span)}
    for referent in sorted(titles.keys() & set(referents)):
        held = discourse.holders.get(titles[referent], ())
        if len(held) == 1 and held[0].id != referent:
            found[referent] = held[0].id
    for referent in sorted((described.keys() & set(referents)) - found.keys()):
        mention = described[referent]
        noun = neutral(mention.noun)
        document = mention.noun in wordlists.document_nouns()
        if document or mention.form != "description" or not may_be_named(mention):
            continue
        if headlines.contains(mention.span):
            named = [each for each in discourse.entities if _is_titled(mention, each, offices[each.id])]
        else:
            named = [each for each in discourse.entities if noun in offices[each.id]]
            if uses[noun] > 1 or not all(_is_introduced(page, mention, each.mentions[0]) for each in named):
                continue
        if len(named) == 1:
            found[referent] = named[0].id
    return found


def _is_introduced(page: SentenceIndex, mention: Mention, first: Mention) -> bool:
    """Return True for a person that a later title and name introduce under the noun of a description."""
    if mention.kind not in ("person", "anonymous") or first.span < mention.span or not _agree(mention, first):
        return False
    starts = [role.span.start for role in first.office.roles]
    taken_up = any(_THE.search(page.text, max(0, start - _NEAR), start) for start in starts)
    return neutral(mention.noun) in _nouns_of(first) and (mention.definite or mention.possessed or taken_up)


def _is_titled(mention: Mention, entity: NameCluster, offices: Collection[str]) -> bool:
    """Return True for an entity that a description in a headline may be by its title; ``offices`` are its nouns."""
    if mention.kind == "organization":
        first = entity.mentions[0]
        fits = fits_organisation(mention.noun, first.name, first.keys, entity.said)
        return entity.kind == "organization" and mention.noun in (*entity.said, first.keys[-1]) and fits
    full = full_title(mention.noun.upper())  # "executive" for "ceo"
    forms = {neutral(mention.noun)} if full is None else {mention.noun, *full.lower().split()} - {"chief", "officer"}
    fits = entity.kind == "person" and not forms.isdisjoint(offices)
    return fits and any(_agree(mention, each) for each in entity.mentions if each.office.roles)


def _agree(mention: Mention, other: Mention) -> bool:
    """Return False where gender, organisation or modifiers of two mentions differ."""
    if mention.gender and other.gender and mention.gender != other.gender:
        return False
    one = mention.office.affiliation
    held = [role.affiliation.name or one for role in other.office.roles if role.affiliation] if one else []
    if one and held and not any(modifiers_agree(one.lower().split(), name.lower().split()) for name in held if name):
        return False
    return bool(one) or modifiers_agree(mention.modifiers, other.modifiers)


def _nouns_of(mention: Mention) -> Iterator[str]:
    """Yield the nouns of the offices that a mention states: "chief" and "executive" of "chief executive"."""
    yield neutral(mention.office.noun)
    for role in mention.office.roles:
        words = role.text.lower().partition(" of ")[0].split()
        yield from (neutral(word) for word in words if word in wordlists.role_nouns())


# Reasons


def _reason(mention: Mention | None, speaker: Speaker | None) -> str:
    """Return why a mention refers to the speaker."""
    if mention is None:
        return ""
    words = " ".join(mention.text.split())
    if speaker is None:
        return f"nothing in the text shows who {words!r} is"
    if mention.form == "name":
        own = mention.name == speaker.name
        return "the source has its name" if own else f"{mention.name!r} is a shorter form of {speaker.name!r}"
    taken_up = bool(speaker.mentions) and speaker.mentions[0].start < mention.span.start
    if mention.person == "relative":
        return f"the relative pronoun {words!r} belongs to {speaker.name!r}"
    if mention.person == "first":
        return f"{words!r} is in the words, or in the article, of {speaker.name!r}"
    if mention.form == "pronoun":
        why = "the likeliest earlier mention that fits" if taken_up else "named later"
        return f"the pronoun {words!r} is resolved to {speaker.name!r}, {why}"
    if taken_up:
        return f"the description {words!r} takes up {speaker.name!r}"
    if speaker.name.lower() not in words.lower():
        return f"the description {words!r} is {speaker.name!r}{'' if mention.plural else ', named later'}"
    return f"the description {words!r} names nobody else"
