"""From the sources of links to speakers: the fullest name, the office, every mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from quoteattr.limits import Checkpoint, checked, no_deadline
from quoteattr.model import TRANSCRIPT, Affiliation, Byline, Cover, Link, Part, Role, Span, Speaker
from quoteattr.resolve.affiliations import is_of_agent
from quoteattr.resolve.compatibility import generic_noun
from quoteattr.resolve.coreference import AntecedentChoice, Scorer
from quoteattr.resolve.discourse import Discourse, author_mention
from quoteattr.resolve.employers import FORM, Employers, Organisation, Person
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.explanations import speaker_reason
from quoteattr.resolve.later_names import LaterNames
from quoteattr.resolve.mentions import (
    Mention,
    SentenceIndex,
    named_mentions,
    office_of_group,
    plain_phrase,
    source_mention,
)
from quoteattr.resolve.names import display
from quoteattr.resolve.people import People
from quoteattr.resolve.roles import Office, best_role, described_office, predicated_office, share_between_forms
from quoteattr.resolve.source_types import with_source_type
from quoteattr.resolve.wordlists import Gender
from quoteattr.tree import Sentence

_SILENT = ("chrome", "credit", "byline", "published", "related", "comment")
"""Parts whose names are no mentions: they name the page, the photographer, the author."""

_QUESTION_AND_ANSWER = ("Q", "A")
"""Labels of the turns of an interview."""

_HEADLINES = ("headline", "standfirst", "subheading")
"""Parts whose descriptions may name people whom the text names later."""


@frozen
class Resolved:
    """The sentences of a text, its speakers, and for each link, by position, its speaker or None and what named it."""

    page: SentenceIndex
    speakers: tuple[Speaker, ...]
    of_link: tuple[Speaker | None, ...]
    reasons: tuple[str, ...]
    genders: Mapping[int, Gender]
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
    checkpoint: Checkpoint = no_deadline,
    scorer: Scorer | None = None,
    descriptions: bool = True,
) -> SpeakerReading:
    """Find the speakers of the sources of ``links``, numbered in text order of their first source.

    ``author`` is who says "I" outside all quotations, where one person signs; for ``scorer`` and ``descriptions`` see
    :class:`Discourse`.
    """
    page = SentenceIndex.of(text, checked(sentences, checkpoint), scorer)
    silent = Cover(part.span for part in parts if part.kind in _SILENT)
    headlines = Cover(part.span for part in parts if part.kind in _HEADLINES)
    labels = _names_by_label(page, links, silent, headlines)
    sources = [_source(page, link, labels) for link in checked(links, checkpoint)]
    discourse = Discourse(page, links, sources, silent, scorer, descriptions, headlines)
    referents = discourse.referents(author_mention(author), checkpoint)
    later = LaterNames(page, referents, discourse.entities, discourse.described, headlines).found()
    referents = [referent if referent is None else later.get(referent, referent) for referent in referents]
    said: dict[int, list[Mention]] = {}
    for mention, referent in zip(sources, referents, strict=True):
        if mention is not None and referent is not None:
            said.setdefault(referent, []).append(mention)
    speakers = _speakers(page, discourse, said)
    contents: dict[int, list[Span]] = {}
    for link, referent in zip(links, referents, strict=True):
        if referent is not None:
            contents.setdefault(referent, []).extend(link.content.spans)
    people = {
        number: _as_person(discourse, number, speakers[number], said[number], contents[number]) for number in speakers
    }
    datelines = Cover(part.span for part in parts if part.kind == "dateline")
    quoted = Cover(span for link in links if link.kind != "indirect" for span in link.content.spans)
    employers = Employers(page, discourse.entities, people, quoted, headlines, datelines, discourse.referent_at)
    return SpeakerReading(page, discourse, sources, referents, speakers, employers)


def resolve_speakers(read: SpeakerReading, scorer: Scorer | None = None) -> Resolved:
    """Return the speaker of each link, with the affiliations that the text implies where there is a ``scorer``."""
    page, discourse, sources, speakers = read.page, read.discourse, read.sources, read.speakers
    implied: dict[int, tuple[Organisation, Mention, float] | None] = {}
    if scorer is not None and scorer.has_form(FORM):
        implied = {number: read.employers.of(number, scorer) for number in speakers}
    speakers = {number: _employed(each, implied.get(number)) for number, each in speakers.items()}
    of_link = tuple(None if referent is None else speakers[referent] for referent in read.referents)
    choices = [discourse.choices.get(mention.span) if mention else None for mention in sources]
    chosen = [None if referent is None else implied.get(referent) for referent in read.referents]
    sure = [None if found is None else found[2] for found in chosen]
    reasons = tuple(map(speaker_reason, sources, of_link, choices, sure))
    confidences = tuple(
        None
        if mention is None or speaker is None
        else discourse.confidence(mention, speaker.mentions[0].start < mention.span.start or _is_linked(choice))
        for mention, speaker, choice in zip(sources, of_link, choices, strict=True)
    )
    entities = ((speaker.id, discourse.entity(referent)) for referent, speaker in speakers.items())
    genders = {number: entity.gender for number, entity in entities if entity is not None}
    return Resolved(page, tuple(speakers.values()), of_link, reasons, genders, confidences)


def _as_person(
    discourse: Discourse, referent: int, speaker: Speaker, said: Iterable[Mention], contents: Iterable[Span]
) -> Person:
    """Return a speaker with its mentions and best role, and the noun or pronoun that this has for an organisation."""
    entity = discourse.entity(referent)
    others = entity.mentions if entity is not None else (discourse.described[referent],)
    mentions = tuple(sorted({*said, *others}, key=lambda mention: mention.span))
    held = speaker.affiliation
    generic = generic_noun(held) if held and not discourse.has_owner(mentions) else None
    if held is None:
        owners = (each.affiliation for mention in mentions for each in mention.office.roles)
        generic = next((each.text.lower() for each in owners if each is not None and not each.name), None)
    return Person(speaker, mentions, entity is not None, best_role(speaker.roles), generic, tuple(contents))


def _employed(speaker: Speaker, found: tuple[Organisation, Mention, float] | None) -> Speaker:
    """Return a person without a named affiliation with the organisation that the rest of the text implies."""
    if found is None:
        return speaker
    entity, mention, _ = found
    held = Affiliation(
        mention.name, mention.span, entity.name, "place" if mention.name_kind == "place" else "organization"
    )
    best = best_role(speaker.roles)
    roles = tuple(evolve(each, affiliation=held) if each is best else each for each in speaker.roles)
    return evolve(speaker, affiliation=entity.name, roles=roles)


def _is_linked(choice: AntecedentChoice | None) -> bool:
    return choice is not None and choice.candidate is not None


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
    """Return the names that labels of a transcript represent: "Ana Ruiz" for "AR", if no other name has these initials.

    "A" between questions and answers is the only person named in the headline, else the only one above the turns.
    """
    turns = [link.source for link in links if link.source is not None and link.evidence.rule == TRANSCRIPT]
    labels = {turn.text.rstrip(".") for turn in turns}
    wanted = {label for label in labels if 2 <= len(label) <= 4 and label.isalpha() and label.isupper()}
    answers = labels.issuperset(_QUESTION_AND_ANSWER)
    first = min((turn.start for turn in turns), default=0)
    found: dict[str, list[Mention]] = {}
    for mention in named_mentions(page, silent) if wanted or answers else ():
        found.setdefault("".join(part[0] for part in mention.name.split() if part[0].isupper()), []).append(mention)
        if answers and mention.name_kind == "person" and mention.span.start < first:
            place = "headline" if headlines.overlaps(mention.span) else "opening"
            found.setdefault(place, []).append(mention)
    chosen = {label: named for label in wanted & found.keys() if (named := _only(found[label]))}
    answering = _only(found.get("headline", [])) or _only(found.get("opening", []))
    return {**chosen, "A": answering} if answering is not None else chosen


def _only(mentions: Sequence[Mention]) -> Mention | None:
    """Return the fullest name, if all mentions may be of one person: "Ana Ruiz" of "Ana Ruiz" and "Ruiz"."""
    fullest = max(mentions, key=lambda mention: len(mention.keys), default=None)
    if fullest is None or any(not set(mention.keys) <= set(fullest.keys) for mention in mentions):
        return None
    return fullest


def with_refs(resolved: Resolved, people: People, published: str | None) -> Resolved:
    """Return the result with identifiers of a list of people, and the reasons why a speaker has one or none."""
    found = {each.id: people.find(each, published, resolved.genders.get(each.id, "")) for each in resolved.speakers}
    speakers = tuple(evolve(speaker, ref=found[speaker.id][0]) for speaker in resolved.speakers)
    by_id = {speaker.id: speaker for speaker in speakers}
    reasons = [
        "; ".join(filter(None, (reason, found[speaker.id][1] if speaker else "")))
        for reason, speaker in zip(resolved.reasons, resolved.of_link, strict=True)
    ]
    of_link = tuple(by_id[speaker.id] if speaker else None for speaker in resolved.of_link)
    return evolve(resolved, speakers=speakers, of_link=of_link, reasons=tuple(reasons))


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
            speaker = evolve(
                _described(page, number, first, mentions, discourse, names), members=discourse.members(first)
            )
            mentions = [first, *mentions]
        else:
            speaker = _named(page, number, entity, mentions, discourse, names)
        named = entity is not None or discourse.described[referent].form == "name"
        found[referent] = with_source_type(page, speaker, mentions, names, named)
    return found


def _named(
    page: SentenceIndex,
    number: int,
    entity: NameCluster,
    sources: Sequence[Mention],
    discourse: Discourse,
    names: Mapping[str, str],
) -> Speaker:
    mentions = sorted((*sources, *entity.mentions), key=lambda mention: mention.span)
    speaker = Speaker(id=number, name=entity.name, kind=entity.kind, mentions=_spans(mentions))
    if entity.kind != "person":
        return speaker
    offices = _offices(page, mentions)
    if not any(office.roles for office in offices):
        offices += _offices(page, discourse.described_before(entity))
    if not any(office.roles for office in offices):
        for mention in discourse.pronouns_of.get(entity.id, ()):
            context = page.context(mention.sentence)
            offices.append(predicated_office(context, context.words[mention.head]))
    return _with_roles(speaker, offices, discourse, names)


def _described(
    page: SentenceIndex,
    number: int,
    first: Mention,
    sources: Sequence[Mention],
    discourse: Discourse,
    names: Mapping[str, str],
) -> Speaker:
    kind = first.kind or "person"
    speaker = Speaker(number, _phrase(page, first), kind, mentions=_spans((*sources, first)))
    if first.plural and first.form == "description" and first.sentence >= 0:
        return _with_roles(speaker, [office_of_group(page, first)], discourse, names)
    if kind not in ("person", "anonymous"):
        return speaker
    return _with_roles(speaker, _offices(page, (first, *sources)), discourse, names)


def _offices(page: SentenceIndex, mentions: Iterable[Mention]) -> list[Office]:
    """Return the offices of the mentions of a person, and the roles of those that have none: "the soybean grower"."""
    found = []
    for mention in mentions:
        found.append(mention.office)
        if mention.form == "description" and not mention.office.roles and mention.sentence >= 0 and not mention.turn:
            context = page.context(mention.sentence)
            found.append(described_office(context, context.words[mention.head]))
    return found


def _with_roles(speaker: Speaker, offices: Sequence[Office], discourse: Discourse, names: Mapping[str, str]) -> Speaker:
    """Return the speaker with all roles that its mentions state, the best of them, and its affiliation."""
    by_span = {role.span: _with_owner(role, discourse) for office in offices for role in office.roles}
    roles = tuple(share_between_forms([_with_full_name(by_span[span], names) for span in sorted(by_span)]))
    best = best_role(roles)
    held = next((office.held for office in offices if office.held), None)
    others = (role.affiliation for role in roles if role.affiliation and not role.former)
    own = best.affiliation if best else None
    if best is not None and held is not None and held.kind != "place" and is_of_agent(best.text):
        own = held  # "Lund's lawyer, Ana Ruiz of Stone & Vale"
    affiliation = own or held or next(others, None)
    return evolve(
        speaker,
        role=best.text if best else None,
        affiliation=(discourse.owner(affiliation.span) or affiliation.text) if affiliation else None,
        roles=roles,
        age=next((office.age for office in offices if office.age), None),
    )


def _with_owner(role: Role, discourse: Discourse) -> Role:
    """Return a role whose affiliation is a pronoun or a noun ("the union's") with the name of what it refers to."""
    if role.affiliation is None:
        return role
    name = discourse.owner(role.affiliation.span) or role.affiliation.name
    return evolve(role, affiliation=evolve(role.affiliation, name=name) if name else None)


def _with_full_name(role: Role, names: Mapping[str, str]) -> Role:
    """Return the role with the full name of its affiliation, where the text has one ("WHO")."""
    if role.affiliation is None or role.affiliation.name not in names:
        return role
    return evolve(role, affiliation=evolve(role.affiliation, name=names[role.affiliation.name]))


def _phrase(page: SentenceIndex, mention: Mention) -> str:
    """Return the words of a description without clauses after it: "a senior official" of "a senior official who …"."""
    if mention.form == "name":
        return mention.name
    if mention.head < 0 or mention.sentence < 0:
        return _tidy(mention.text)
    sentence = page.sentences[mention.sentence]
    head = sentence.words[mention.head]
    inside = list(sentence.words_in(mention.span))
    if mention.kind == "group" and any(child in inside for child in sentence.children(head, "conj")):
        return _tidy(mention.text)
    kept = {word.index for word in plain_phrase(sentence, head)}
    words = [word for word in inside if word.index in kept]
    if not words:
        return _tidy(mention.text)
    last = words[0].index
    for word in words:
        if word.index > last + 1 and any(each.text in ",;—–([" for each in sentence.words[last + 1 : word.index]):
            break
        last = word.index
    return _tidy(Span(words[0].span.start, sentence.words[last].span.end).of(page.text)) or display(words)


def _tidy(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ,;:")


def _spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    """Return the places of all mentions, none inside another."""
    spans = sorted({mention.span for mention in mentions}, key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in spans:
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)
