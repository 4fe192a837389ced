"""The channel of a statement, such as an interview or a post on X, where a phrase of the cue's clause names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from quoteattr.lexicon import load_table
from quoteattr.model import Channel, ChannelKind, Cover, Link, Span
from quoteattr.resolve import wordlists
from quoteattr.resolve.mentions import SentenceIndex
from quoteattr.resolve.names import display
from quoteattr.tree import Sentence, Word

_LONGEST_NAME = 6


def channel_of(page: SentenceIndex, link: Link) -> Channel | None:
    """Return how a claim was made, or None where its sentence does not say."""
    if link.cue is None:
        return None
    index = page.sentence_at(Span(link.cue.start, max(link.cue.end, link.cue.start + 1)))
    if index is None:
        return None
    sentence = page.sentences[index]
    cue = {word.index for span in link.cue.spans for word in sentence.words_in(span)}
    contents = Cover(link.content.spans)
    for word in sentence.words:
        if word.upos not in ("NOUN", "PROPN", "X") or word.index in cue or contents.overlaps(word.span):
            continue
        found = _channel(page, index, word)
        if found is not None and any(above.index in cue for above in sentence.ancestors(word)):
            return found
    verb: ChannelKind | None = load_table("channels")["words"]["verbs"].get(link.cue.lemma)
    return Channel(verb, Span(link.cue.start, link.cue.end)) if verb else None


def with_partner(channel: Channel | None, via: Sequence[str]) -> Channel | None:
    """Return the channel with the partner of an interview that the relays name: "told Radio Orbel in an interview"."""
    if channel is not None and channel.kind == "interview" and channel.name is None and via:
        return Channel(channel.kind, channel.span, via[0])
    return channel


def _channel(page: SentenceIndex, index: int, word: Word) -> Channel | None:
    """Return the channel that a noun with its preposition names."""
    sentence = page.sentences[index]
    case = [child for child in sentence.children(word, "case") if child.index < word.index]
    if not case or case[0].text.lower() not in load_table("channels")["words"]["prepositions"]:
        return None
    start = case[0].span.start
    platform = _platform(sentence, word)
    if platform is not None:
        on = case[0].text.lower() in ("on", "via", "over", "through")
        return Channel("post", Span(start, platform.end), platform.of(page.text)) if on else None
    kind = _kind(sentence, word)
    posted = kind is None and word.base in load_table("channels")["words"]["posted"]
    if kind is None and not posted:
        return None
    name = next(_names(page, index, word), None)
    if posted:
        kind = "post" if name is not None and name.of(page.text) in wordlists.platforms() else None
    if kind is None:
        return None
    end = max(word.span.end, name.end if name else 0)
    return Channel(kind, Span(start, end), " ".join(name.of(page.text).split()) if name else None)


def _kind(sentence: Sentence, word: Word) -> ChannelKind | None:
    before = sentence.words[word.index - 1].text.lower() if word.index else ""
    lemma, text = word.base, word.text.lower()
    for phrase in (f"{before} {lemma}", f"{before} {text}", lemma, text):
        if phrase in _nouns():
            return _nouns()[phrase]
    return None


def _platform(sentence: Sentence, word: Word) -> Span | None:
    for length in (2, 1):
        words = sentence.words[max(0, word.index - length + 1) : word.index + 1]
        if display(words) in wordlists.platforms():
            return Span(words[0].span.start, word.span.end)
    return None


def _names(page: SentenceIndex, index: int, word: Word) -> Iterator[Span]:
    """Yield whom or what the phrase of a channel names: "with Radio Orbel", "to the council", "Facebook" of a post."""
    sentence = page.sentences[index]
    for child in sentence.children(word, "nmod", "obl"):
        case = sentence.children(child, "case")
        linked = case and case[0].text.lower() in load_table("channels")["words"]["naming"]
        if child.index > word.index and linked:
            # "on Telegram", "on its Telegram channel"
            parts = (child, *sentence.children(child, "compound", "flat"))
            yield from filter(None, (_platform(sentence, part) for part in parts))
            for run in page.names[index]:
                if run.first <= child.index < run.last and run.last - run.first <= _LONGEST_NAME:
                    yield run.span(sentence)
    # "in a statement posted on Facebook"
    for clause in sentence.children(word, "acl"):
        yield from filter(None, (_platform(sentence, each) for each in sentence.children(clause, "obl")))
    # "in an interview with Radio Orbel" where the tree attaches the name to the verb
    if word.index + 2 < len(sentence) and sentence.words[word.index + 1].text.lower() in ("with", "to", "on"):
        first = word.index + 2 + (sentence.words[word.index + 2].upos == "DET")
        yield from (run.span(sentence) for run in page.names[index] if run.first == first)
    for child in sentence.children(word, "compound", "nmod", "amod", "flat"):
        platform = _platform(sentence, child) if child.index < word.index else None
        if platform is not None:
            yield platform
        for run in page.names[index]:
            if run.first <= child.index < run.last <= word.index and run.kind in ("organization", "person", ""):
                yield run.span(sentence)


@cache
def _nouns() -> Mapping[str, ChannelKind]:
    table: Mapping[ChannelKind, Sequence[str]] = load_table("channels")["nouns"]
    return {noun: kind for kind, nouns in table.items() for noun in nouns}
