"""Descriptions whose name follows: in headlines, in the first sentence, and before an introduction by title.

"CEO warns of losses" in a headline is the chief executive whom the article names; "A farmer told a court … Ida Vale,
34," and "a spokeswoman for the port … The spokeswoman, Ida Vale," are one person each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from attrs import frozen

from quoteattr.model import Cover, Link
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import full_title
from quoteattr.resolve.anaphora import neutral
from quoteattr.resolve.compatibility import fits_organisation, modifiers_agree
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.mentions import Mention, SentenceIndex, is_kept_unnamed

SHARED = 0.6
"""The least share of a headline's content words that the claim of the same speaker in the body has."""

_AFTER_LEAD = 3  # sentences
_ARTICLE = re.compile(r"an?\s", re.IGNORECASE)
_THE = re.compile(r"\bthe\s*\Z", re.IGNORECASE)
_NEAR = 10  # characters
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")


@frozen(slots=False)
class LaterNames:
    """The claims of a text with the referents of their sources: ``entities`` have names, ``described`` do not."""

    page: SentenceIndex
    links: Sequence[Link]
    sources: Sequence[Mention | None]
    referents: Sequence[int | None]
    entities: Sequence[NameCluster]
    described: Mapping[int, Mention]
    headlines: Cover
    body: int  # where the text below the headline begins

    @cached_property
    def _offices(self) -> Mapping[int, frozenset[str]]:
        """The nouns of the offices of each entity, by its number."""
        return {each.id: frozenset(noun for m in each.mentions for noun in _nouns_of(m)) for each in self.entities}

    @cached_property
    def _same_noun(self) -> Mapping[str, Sequence[int]]:
        """The referents that are only described, by the noun of the description."""
        found: dict[str, list[int]] = {}
        for referent, mention in self.described.items():
            found.setdefault(neutral(mention.noun), []).append(referent)
        return found

    @cached_property
    def _said(self) -> Sequence[frozenset[str]]:
        """The content words of each claim."""
        words = [[w for span in link.content.spans for _, w in self.page.words_in(span)] for link in self.links]
        return [frozenset((w.lemma or w.text).lower() for w in said if w.upos in _CONTENT) for said in words]

    def found(self) -> dict[int, int]:
        """Return for referents that are only described the referent that the text names, or describes, later."""
        used = {referent for referent in self.referents if referent is not None}
        found = {}
        for referent in sorted(used & set(self.described)):
            mention = self.described[referent]
            one = not mention.plural and mention.kind not in ("group", "document")
            one = one and mention.noun not in wordlists.document_nouns()
            one = one and not is_kept_unnamed(mention.text)
            if not one or mention.turn or mention.sentence < 0 or mention.form != "description":
                continue
            titled = self.headlines.contains(mention.span)
            other = self._of_headline(referent, mention) if titled else self._introduced(mention)
            other = self._of_lead(mention) if other is None and not titled else other
            if other is not None:
                found[referent] = other
        return found

    def _is_later(self, mention: Mention, referent: int) -> bool:
        """Return True for a referent with a name, or one that the text, not a headline, describes alike later."""
        other = self.described.get(referent)
        if other is None:
            return True
        return other.span > mention.span and not self.headlines.contains(other.span) and _agree(mention, other)

    def _introduced(self, mention: Mention) -> int | None:
        """Return the person that a later title and name introduce under the same noun."""
        if mention.kind not in ("person", "anonymous"):
            return None
        noun = neutral(mention.noun)
        bearers = [entity for entity in self.entities if noun in self._offices[entity.id]]
        if len(bearers) != 1 or len(self._same_noun[noun]) > 1:
            return None
        first = bearers[0].mentions[0]
        if first.span < mention.span or noun not in _nouns_of(first) or not _agree(mention, first):
            return None
        starts = [role.span.start for role in first.office.roles]
        taken_up = any(_THE.search(self.page.text, max(0, start - _NEAR), start) for start in starts)
        return bearers[0].id if mention.definite or mention.possessed or taken_up else None

    def _of_lead(self, mention: Mention) -> int | None:
        """Return the person whom an article names after an indefinite description in its first sentence.

        It is the first one named, in one of the next sentences, and has no other office, nor a title before the name.
        """
        lead = next((n for n, each in enumerate(self.page.sentences) if each.span.end > self.body), -1)
        one = mention.kind in ("person", "anonymous") and mention.noun not in _unnamed()
        speaks = any(source is not None and source.span == mention.span for source in self.sources)
        if mention.sentence != lead or not one or not speaks or not _ARTICLE.match(mention.text):
            return None
        people = (entity for entity in self.entities if entity.kind == "person")
        below = ((each, entity) for entity in people for each in entity.mentions if each.span.start >= self.body)
        first, named = min(below, key=lambda pair: pair[0].span, default=(None, None))
        if first is None or named is None or not lead < first.sentence <= lead + _AFTER_LEAD:
            return None
        offices = {*_nouns_of(first)} - {""}
        titled = first.office.start is not None and bool(first.office.noun)
        other = mention.noun in wordlists.role_nouns() and offices and neutral(mention.noun) not in offices
        differs = mention.gender and named.gender and mention.gender != named.gender
        return None if titled or other or differs or len(first.keys) < 2 else named.id

    def _of_headline(self, referent: int, mention: Mention) -> int | None:
        """Return who is meant in a headline: by title, by the same noun in the text, or by the same claim."""
        named = [entity.id for entity in self.entities if self._is_titled(mention, entity)]
        if len(named) == 1:
            return named[0]
        same = self._same_claim(referent, mention, named)
        if same is not None or named:
            return same
        again = {other for other in self._same_noun[neutral(mention.noun)] if other != referent}
        again |= set(self._named_by_noun(mention))
        one = next(iter(again)) if len(again) == 1 else None
        return one if one in self.referents and one is not None and self._is_later(mention, one) else None

    def _named_by_noun(self, mention: Mention) -> Iterator[int]:
        """Yield the entities with names that sources below the headline take up by the noun of a mention."""
        for source, referent in zip(self.sources, self.referents, strict=True):
            if source is None or referent is None or referent in self.described or source.form != "description":
                continue
            same = neutral(source.noun) == neutral(mention.noun) and not self.headlines.contains(source.span)
            if same and _agree(mention, source):
                yield referent

    def _is_titled(self, mention: Mention, entity: NameCluster) -> bool:
        first = entity.mentions[0]
        if mention.kind == "organization":
            fits = fits_organisation(mention.noun, first.name, first.keys, entity.said)
            return entity.kind == "organization" and mention.noun in (*entity.said, first.keys[-1]) and fits
        fits = entity.kind == "person" and bool(_forms(mention.noun) & self._offices[entity.id])
        return fits and any(_agree(mention, each) for each in entity.mentions if each.office.roles)

    def _same_claim(self, referent: int, mention: Mention, among: Sequence[int]) -> int | None:
        """Return the speaker of the body whose claim has most of the content words of the headline's."""
        own = Counter(referent for referent in self.referents if referent is not None)
        best, most = None, SHARED
        for number, source in enumerate(self.referents):
            if source != referent:
                continue
            said = self._said[number]
            for other, again in zip(self.referents, self._said, strict=True):
                if other is None or other == referent or (among and other not in among) or not said:
                    continue
                share = len(said & again) / len(said)
                if (share, own[other]) > (most, own[best] if best is not None else 0) and self._may_be(mention, other):
                    best, most = other, share
        return best

    def _may_be(self, mention: Mention, referent: int) -> bool:
        """Return whether the kind of a referent allows that a headline describes it."""
        people = ("person", "anonymous")
        described = self.described.get(referent)
        kind = self.entities[referent].kind if described is None else described.kind or "person"
        if described is not None and (described.plural or not self._is_later(mention, referent)):
            return False
        return kind == mention.kind or (kind in people and mention.kind in people)


@cache
def _unnamed() -> frozenset[str]:
    """Return nouns for people whom articles seldom name later: "source", "spokesman", "judge"."""
    return wordlists.anonymous_nouns() | wordlists.role_words("spokespersons") | wordlists.role_words("unnamed")


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


def _forms(noun: str) -> frozenset[str]:
    """Return a noun with those of the written-out title: "executive" for "ceo"."""
    full = full_title(noun.upper())
    return frozenset({neutral(noun)} if full is None else {noun, *full.lower().split()} - {"chief", "officer"})
