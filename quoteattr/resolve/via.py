"""How a claim was made and through whom it was relayed.

The channel is an interview, a post on X or the like that a phrase of the cue's clause names; the relays are the media
and people who passed the claim on: "told Reuters", "TASS quoted him as saying", "in an interview with Le Monde".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile

from quoteattr.lexicon import load_table, place_names
from quoteattr.lexicon.outlets import is_outlet, known, media_in, medium_noun, shape_of, short_forms
from quoteattr.limits import checked
from quoteattr.model import Channel, ChannelKind, Cover, Link, Outlet, Passage, Span, Speaker
from quoteattr.resolve.anaphora import fits_organisation
from quoteattr.resolve.mentions import SentenceIndex
from quoteattr.resolve.names import display, keys
from quoteattr.resolve.wordlists import bare_honorifics, platforms, pronouns, role_nouns
from quoteattr.tree import Sentence, Word, is_in_other_event

_LEAD = re.compile(
    r"\A(?:(?:told|tells|telling|to|with|by|via|through|in|on|from|as|quoted|cited|reported|interview|statement)\s+)*"
    r"(?:(?:the|a|an|its|his|her|their)\s+)?(?:\w[\w.'’]*(?:\s\w+)?(?-i:-based\s+(?=[A-Z])))?",
    re.IGNORECASE,
)
_ARTICLES = frozenset({"a", "an", "the"})
_OCCASION = frozenset({"at", "in", "during", "on", "after"})
_KNOWN_MEDIUM = re.compile(r"(?:the|that|this)\s+(?:same\s+)?(?:news\s+)?(?P<noun>\w+)", re.IGNORECASE)
_EARLIER = 20  # sentences before a claim in which "the agency" is named
_CONFERENCE: ChannelKind = "news conference"
_LONGEST_NAME = 6  # words of a name in the phrase of a channel
_Claim = tuple[Link, Channel | None, Speaker | None]
_RELATIVE = re.compile(r",?\s(?:who|which|that|whom)\b")


def _channel_of(page: SentenceIndex, link: Link) -> Channel | None:
    """Return how a claim was made, or None where its sentence does not say."""
    cue = link.cue
    index = None if cue is None else page.sentence_at(Span(cue.start, max(cue.end, cue.start + 1)))
    if cue is None or index is None:
        return None
    sentence = page.sentences[index]
    said = [word for span in cue.spans for word in sentence.words_in(span) if word.upos != "PROPN"]
    # "took to X to [say]c"
    turned = (sentence.parent(word, "advcl", "xcomp") for word in said)
    said += [word for word in turned if word is not None and word.base in _turning()]
    heads = {word.index for word in said}
    others = Cover((*link.content.spans, *_clauses_of_source(sentence, link)))
    for word in sentence.words:
        if word.upos not in ("NOUN", "PROPN", "X") or word.index in heads or others.overlaps(word.span):
            continue
        found = _named_channel(page, index, word)
        above = next((each for each in sentence.ancestors(word) if each.index in heads), None) if found else None
        if above is not None and not is_in_other_event(sentence, word, above):
            return found
        # "told a news conference"
        if word.head in heads and word.relation in ("obj", "iobj") and _channel_kind(sentence, word) == _CONFERENCE:
            words = (*sentence.children(word, "det", "compound", "amod"), word)
            return Channel(_CONFERENCE, Span(words[0].span.start, word.span.end))
    verb: ChannelKind | None = load_table("channels")["words"]["verbs"].get(cue.lemma)
    return Channel(verb, cue.span) if verb else None


def _clauses_of_source(sentence: Sentence, link: Link) -> Iterator[Span]:
    """Yield the clauses that say something else of a source: "Lund, who was not involved in the study, said"."""
    for span in link.source.spans if link.source is not None else ():
        for word in sentence.words_in(span):
            if word.deprel == "acl:relcl":
                words = sentence.descendants(word)
                yield Span(words[0].span.start, words[-1].span.end)


def _named_channel(page: SentenceIndex, index: int, word: Word) -> Channel | None:
    """Return the channel that a noun with its preposition names."""
    sentence = page.sentences[index]
    table = load_table("channels")["words"]
    case = next((child for child in sentence.children(word, "case") if child.index < word.index), None)
    above = sentence.words[word.head] if word.head >= 0 else word
    turned = case is not None and case.text.lower() == "to" and above.base in _turning()  # "took to her Facebook page"
    if case is None or (case.text.lower() not in table["prepositions"] and not turned):
        return None
    start = case.span.start
    platform = _platform_span(sentence, word)
    if platform is not None:
        on = turned or case.text.lower() in ("on", "via", "over", "through")
        return Channel("post", Span(start, platform.end), platform.of(page.text)) if on else None
    kind = _channel_kind(sentence, word)
    posted = kind is None and word.base in table["posted"]
    name = next(_channel_names(page, index, word), None) if kind is not None or posted else None
    if (posted or kind == "letter") and name is not None and name.of(page.text) in platforms():
        kind = "post"  # "in a message posted on Facebook"
    if kind is None:
        return None
    end = max(word.span.end, name.end if name else 0)
    return Channel(kind, Span(start, end), " ".join(name.of(page.text).split()) if name else None)


def _channel_kind(sentence: Sentence, word: Word) -> ChannelKind | None:
    before = sentence.words[word.index - 1].text.lower() if word.index else ""
    lemma, text = word.base, word.text.lower()
    phrases = (f"{before} {lemma}", f"{before} {text}", lemma, text)
    return next((_channel_nouns()[phrase] for phrase in phrases if phrase in _channel_nouns()), None)


def _platform_span(sentence: Sentence, word: Word) -> Span | None:
    for length in (2, 1):
        words = sentence.words[max(0, word.index - length + 1) : word.index + 1]
        if display(words) in platforms():
            return Span(words[0].span.start, word.span.end)
    return None


def _channel_names(page: SentenceIndex, index: int, word: Word) -> Iterator[Span]:
    """Yield whom or what the phrase of a channel names: "with Radio Orbel", "to the council", "Facebook" of a post."""
    sentence = page.sentences[index]
    dates = {each.first for each in sentence.entities if each.label.lower() == "date"}
    names = [run for run in page.names[index] if run.first not in dates]  # not "in a speech on May 4"
    for child in sentence.children(word, "nmod", "obl"):
        case = sentence.children(child, "case")
        if child.index > word.index and case and case[0].text.lower() in load_table("channels")["words"]["naming"]:
            parts = (child, *sentence.children(child, "compound", "flat"))  # "on Telegram", "on its Telegram channel"
            yield from filter(None, (_platform_span(sentence, part) for part in parts))
            for run in names:
                if run.first <= child.index < run.last and run.last - run.first <= _LONGEST_NAME:
                    yield run.span(sentence)
    for clause in sentence.children(word, "acl"):  # "in a statement posted on Facebook"
        yield from filter(None, (_platform_span(sentence, each) for each in sentence.children(clause, "obl")))
    # "in an interview with Radio Orbel" where the tree attaches the name to the verb
    if word.index + 2 < len(sentence) and sentence.words[word.index + 1].text.lower() in ("with", "to", "on"):
        first = word.index + 2 + (sentence.words[word.index + 2].upos == "DET")
        yield from (run.span(sentence) for run in names if run.first == first)
    for child in sentence.children(word, "compound", "nmod", "amod", "flat"):
        platform = _platform_span(sentence, child) if child.index < word.index else None
        if platform is not None:
            yield platform
        for run in names:
            if run.first <= child.index < run.last <= word.index and run.kind in ("organization", "person", ""):
                yield run.span(sentence)


@cache
def _turning() -> frozenset[str]:
    return frozenset(load_table("channels")["words"]["turning"])


@cache
def _channel_nouns() -> Mapping[str, ChannelKind]:
    table: Mapping[ChannelKind, Sequence[str]] = load_table("channels")["nouns"]
    return {noun: kind for kind, nouns in table.items() for noun in nouns}


def channels_and_relays(
    page: SentenceIndex, links: Sequence[Link], speakers: Sequence[Speaker | None], outlets: Sequence[Outlet]
) -> list[tuple[Channel | None, tuple[str, ...]]]:
    """Return the channel of each link, and the names of its relays, nearest to the reader first, each once.

    A nested claim has the relays and the source of the one that it is nested in before its own. A claim that continues
    the same interview or post ("“…,” she added") keeps the relays of the one before. Listed outlets get the name under
    which they are reported. Listeners ("reporters") are not relays; the platform of a post ("on X") is a relay, and so
    is the interviewer. The full names of ``outlets``, which published the text, replace short ones ("the Beacon"), and
    the name of the last replaces "this newspaper".
    """
    full = {form: outlet.name for outlet in outlets for form in short_forms(outlet.name)}
    nouns = load_table("outlets")["relays"]["nouns"]
    full |= {f"this {noun}": outlets[-1].name for noun in nouns if outlets}
    own: list[tuple[str, ...]] = []
    pairs = checked(zip(links, speakers, strict=True))
    claims = [(link, _channel_of(page, link), speaker) for link, speaker in pairs]
    for link, channel, speaker in claims:
        heard = Cover([channel.span] if channel is not None and channel.kind == _CONFERENCE else ())
        passed_on = (relay for relay in link.relays if not any(map(heard.overlaps, relay.spans)))
        relays = [each for relay in passed_on if (each := _medium_before(page, _whole_name(page, relay)))]
        names = tuple(full.get(name, name) for name in relay_names(page.text, relays))
        full |= {form: name for name in names for form in short_forms(name) if form not in full}
        if channel is not None and (named := channel.name) is not None:
            interviewer = channel.kind == "interview" and not (speaker is not None and named in speaker.name)
            if channel.kind == "post" or named in platforms() or (interviewer and not names):
                names = (*(name for name in names if named not in name), named)  # not "Facebook post" and "Facebook"
        own.append(names)
    _continue_relays(page, claims, own)
    found: dict[int, tuple[str, ...]] = {}
    for number in range(len(links)):
        chain = [number]
        while chain[-1] not in found and (outer := links[chain[-1]].nested_in) is not None:
            chain.append(outer)
        for inner in reversed(chain):
            before: tuple[str, ...] = ()
            if (outer := links[inner].nested_in) is not None:
                source = links[outer].source
                before = (*found[outer], *(_name_of_source(page.text, source, speakers[outer]) if source else ()))
            found[inner] = tuple(dict.fromkeys((*before, *own[inner])))
    return [(_with_partner(channel, found[number]), found[number]) for number, (_, channel, _) in enumerate(claims)]


def _with_partner(channel: Channel | None, via: Sequence[str]) -> Channel | None:
    """Return the channel with the partner of an interview that the relays name: "told Radio Orbel in an interview"."""
    if channel is not None and channel.kind == "interview" and channel.name is None and via:
        return Channel(channel.kind, channel.span, via[0])
    return channel


def _whole_name(page: SentenceIndex, relay: Passage) -> Passage:
    """Return "Radio Merrow" for "Radio", "Malta Kurir" for "the newspaper" or "the newspaper Malta" before "Kurir"."""
    last = relay.spans[-1]
    index = page.sentence_at(last)
    if index is None:
        return relay
    sentence, runs = page.sentences[index], page.names[index]
    names = [run.span(sentence) for run in runs]
    for owner, run, name in zip((None, *runs), runs, names, strict=False):
        # "Norway's | Dagens Nytt"
        place = owner is not None and owner.kind == "place" and owner.span(sentence).start == last.start
        if place and Span(last.start, name.start).of(page.text).endswith(("'s ", "’s ")) and name.end <= last.end:
            return Passage.of(page.text, name)
        if run.kind != "person" and last.start < name.start <= last.end + 1 and not name.of(page.text).endswith(" of"):
            before = Span(last.start, name.start).of(page.text)
            # a subject begins the claim: "told the newspaper Russia was ready"
            subject = name.start > last.end and run.head(sentence).relation == "nsubj"
            if not subject and before.islower() and before.split()[-1] not in _ARTICLES:
                return Passage.of(page.text, name)
    around = next((name for name in names if name != last and name.contains(last)), None)
    if around is not None and len(relay.spans) == 1:  # "FM" of "Orbel FM"
        return Passage.of(page.text, around)
    end = max((name.end for name in names if last.start <= name.start < last.end), default=last.end)
    return Passage.of(page.text, *relay.spans[:-1], Span(last.start, end)) if end > last.end else relay


def _medium_before(page: SentenceIndex, relay: Passage) -> Passage | None:
    """Return the last medium named before a relay without a name, if its kind fits: "Reuters" for "the same agency".

    None for an agency that no medium before shows to be one: it may be a regulator.
    """
    definite = _KNOWN_MEDIUM.fullmatch(relay.text)
    last = page.sentence_at(relay.spans[0])
    if definite is None or last is None:
        return relay
    for index in range(last, max(-1, last - _EARLIER), -1):
        sentence = page.sentences[index]
        for run in reversed(page.names[index]):
            span, words = run.span(sentence), keys(run.words(sentence))
            name = span.of(page.text)
            if span.end > relay.start or run.kind == "person":
                continue
            said = medium_noun([word.text for word in sentence.words[max(0, run.first - 2) : run.first]])
            fits = fits_organisation(definite["noun"].lower(), name, words, {said})
            if fits and (said or is_outlet(name)):
                return Passage.of(page.text, _longer_before(page, index, span))
    bodies = load_table("outlets")["relays"]["other_bodies"]
    return None if definite["noun"].lower() in bodies and "news" not in relay.text.lower() else relay


def _longer_before(page: SentenceIndex, last: int, short: Span) -> Span:
    """Return the longer name of a medium that an earlier sentence has: "Orbel Herald" for "The Herald"."""
    ending = " " + short.of(page.text).removeprefix("The ")
    for index in range(last, max(-1, last - _EARLIER), -1):
        for run in page.names[index]:
            span = run.span(page.sentences[index])
            if span.end < short.start and span.of(page.text).endswith(ending) and is_outlet(span.of(page.text)):
                return span
    return short


def relay_names(text: str, relays: Sequence[Passage]) -> tuple[str, ...]:
    """Return the names of relays, each once; a part of another is that one: "Tejo" of "Radio Tejo"."""
    names = dict.fromkeys(name for relay in relays for name in _names_of_relay(text, relay))
    parts = {name for name in names for other in names if other.endswith(f" {name}") or other.startswith(f"{name} ")}
    return tuple(name for name in names if name not in parts)


def _continue_relays(page: SentenceIndex, claims: Sequence[_Claim], own: list[tuple[str, ...]]) -> None:
    """Assign the relays of an interview to the next claims of its speaker without an occasion of their own."""
    last: int | None = None
    for number, (link, here, speaker) in enumerate(claims):
        if link.nested_in is not None:
            continue
        if last is not None and speaker is not None and speaker is claims[last][2] and own[last] and not own[number]:
            before, there, _ = claims[last]
            end = before.cue.end if before.cue and not before.borrowed else before.content.end
            between = page.text[max(before.content.end, end) : min(link.start, link.content.start)]
            paragraphs = sum(bool(line.strip()) for line in f".{between}.".split("\n"))
            other = here is not None and here.kind not in ("interview", there.kind if there else "interview")
            if paragraphs <= 2 and not other and not _has_occasion(page, link):
                own[number] = own[last]
        last = number


def _has_occasion(page: SentenceIndex, link: Link) -> bool:
    """Return True for another occasion: "said at a rally on Sunday", not "in the interview"."""
    index = None if link.cue is None or link.borrowed else page.sentence_at(link.cue.spans[0])
    if link.cue is None or index is None:
        return False
    sentence = page.sentences[index]
    words = sentence.words_in(link.cue.spans[0])
    for word in sentence.children(sentence.head_of(words), "obl") if words else ():
        before = {child.text.lower() for child in sentence.children(word, "det", "amod")}
        same = "same" in before or (word.lemma == "interview" and not before.isdisjoint(("the", "that", "this")))
        other = not same and not any(span.overlaps(word.span) for span in link.content.spans)
        if other and any(case.text.lower() in _OCCASION for case in sentence.children(word, "case")):
            return True
    return False


def _name_of_source(text: str, source: Passage, speaker: Speaker | None) -> tuple[str, ...]:
    """Return the name of an outer source: its outlet, its speaker or its phrase; none for an unresolved pronoun."""
    names = _names_of_relay(text, source)
    if speaker is not None and not (names and known(_bare(source.text)) is not None):
        return (speaker.name,)
    if names:
        return names
    phrase = _RELATIVE.split(" ".join(source.text.split()), maxsplit=1)[0].strip(" ,")
    return () if not phrase or phrase.lower() in pronouns() else (phrase,)


def _names_of_relay(text: str, relay: Passage) -> tuple[str, ...]:
    name = _bare(relay.text)
    table = load_table("outlets")["relays"]
    core, _, noun = name.rpartition(" ")  # "the Guardian newspaper"
    # "Local media" is not The Local, nor Times Radio The Times
    kind = noun.lower() in table["nouns"] and noun.lower() not in (*table["collective"], *table["others_of_name"])
    listed = known(name) or (known(core) if kind else None)
    if listed is not None:
        return (listed.name,)
    name = name.removesuffix("'s").removesuffix("’s")  # "The Orbel Post's Lee Hart"
    media = [found for span in relay.spans for found in media_in(text, span)]
    if any(name[len(span) :].lstrip() in place_names() for _, span in media if name.startswith(span.of(text))):
        return (name,)  # "BBC Scotland"
    inside = tuple(medium.name for medium, _ in media)
    if inside or not name or name.lower() in pronouns():
        return inside
    # "the reporters" listen; "state media", the "Malta Courier" and "a spokesman for Nordair" pass on
    words = name.lower().split()
    last, head = words[-1], ([*takewhile(lambda word: word not in table["serving"], words)] or words)[-1]
    listens = name.lower() in table["addressees"] or not {last, head}.isdisjoint(table["listeners"])
    passes = last in table["nouns"] or not role_nouns().isdisjoint((last, head)) or shape_of(name) is not None
    return (_without_address(name),) if not listens and (passes or name[:1].isupper() or name[:1].isdigit()) else ()


def _without_address(name: str) -> str:
    """Return the name of a person without a form of address, as speakers have it: "Ida Vale" of "Mrs. Ida Vale"."""
    first, _, rest = name.partition(" ")
    return rest if rest.istitle() and first.rstrip(".") in bare_honorifics() else name


def _bare(phrase: str) -> str:
    return _LEAD.sub("", " ".join(phrase.split()).strip(" ,.;:\"'“”‘’()"), count=1)
