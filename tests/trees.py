"""Trees for tests in a compact notation: ``form/UPOS/head/relation`` a word, heads counted from 1, 0 for the root."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.model import Content, Cue, Evidence, Kind, Link, Part, PartKind, Passage, Source, Span
from quoteattr.tree import Entity, Sentence, Word

_LEMMAS = {"said": "say", "told": "tell", "officials": "official", "leaders": "leader", "residents": "resident"}


def sentence(text: str, rows: str, start: int = 0, entities: Iterable[tuple[str, str]] = ()) -> Sentence:
    """The tree of ``rows`` over ``text`` from position ``start`` on; entities are (label, words) pairs."""
    words: list[Word] = []
    at = start
    for index, row in enumerate(rows.split()):
        form, upos, head, relation = row.rsplit("/", 3)
        begin = text.index(form, at)
        at = begin + len(form)
        plural = "NNS" if upos == "NOUN" and _LEMMAS.get(form, form) != form else ""
        lemma = _LEMMAS.get(form, form.lower())
        words.append(Word(index, form, Span(begin, at), lemma, upos, plural, int(head) - 1, relation))
    return Sentence(tuple(words), tuple(_entity(text, words, label, name) for label, name in entities))


def _entity(text: str, words: list[Word], label: str, name: str) -> Entity:
    begin = text.index(name, words[0].span.start)
    inside = [word.index for word in words if word.span.overlaps(Span(begin, begin + len(name)))]
    return Entity(label, inside[0], inside[-1] + 1, Span(begin, begin + len(name)))


def place(text: str, phrase: str, after: int = 0) -> Span:
    """The position of ``phrase`` in ``text``, at or after ``after``."""
    begin = text.index(phrase, after)
    return Span(begin, begin + len(phrase))


def link(
    text: str,
    source: str | None,
    cue: str,
    content: str,
    *,
    after: int = 0,
    kind: Kind = "indirect",
    relays: Iterable[str] = (),
) -> Link:
    """A link between phrases of ``text``; every phrase is searched for at or after ``after``."""
    return Link(
        cue=Cue.of(text, place(text, cue, after)),
        content=Content.of(text, place(text, content, after)),
        source=None if source is None else Source.of(text, place(text, source, after)),
        kind=kind,
        act="speech",
        polarity="asserted",
        confidence=0.9,
        evidence=Evidence("test"),
        relays=tuple(Passage.of(text, place(text, relay, after)) for relay in relays),
    )


def part(text: str, kind: PartKind, phrase: str, after: int = 0) -> Part:
    """The part of ``text`` that is ``phrase``."""
    return Part(kind, place(text, phrase, after))
