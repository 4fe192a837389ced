"""Descriptions whose name follows: in headlines, and before an introduction by title.

"CEO warns of losses" in a headline is the chief executive whom the article names; "a spokeswoman for the port … The
spokeswoman, Ida Vale," is one person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from quoteattr.model import Cover
from quoteattr.resolve import wordlists
from quoteattr.resolve.affiliations import full_title
from quoteattr.resolve.anaphora import neutral
from quoteattr.resolve.compatibility import fits_organisation, modifiers_agree
from quoteattr.resolve.entities import NameCluster
from quoteattr.resolve.mentions import Mention, SentenceIndex, is_kept_unnamed

_THE = re.compile(r"\bthe\s*\Z", re.IGNORECASE)
_NEAR = 10  # characters


@frozen(slots=False)
class LaterNames:
    """The referents of the sources of a text: ``entities`` have names, ``described`` do not."""

    page: SentenceIndex
    referents: Sequence[int | None]
    entities: Sequence[NameCluster]
    described: Mapping[int, Mention]
    headlines: Cover

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

    def _of_headline(self, referent: int, mention: Mention) -> int | None:
        """Return who is meant in a headline: by title, or by the same noun in the text."""
        named = [entity.id for entity in self.entities if self._is_titled(mention, entity)]
        if named:
            return named[0] if len(named) == 1 else None
        again = [other for other in self._same_noun[neutral(mention.noun)] if other != referent]
        one = again[0] if len(again) == 1 else None
        return one if one in self.referents and one is not None and self._is_later(mention, one) else None

    def _is_titled(self, mention: Mention, entity: NameCluster) -> bool:
        first = entity.mentions[0]
        if mention.kind == "organization":
            fits = fits_organisation(mention.noun, first.name, first.keys, entity.said)
            return entity.kind == "organization" and mention.noun in (*entity.said, first.keys[-1]) and fits
        fits = entity.kind == "person" and bool(_forms(mention.noun) & self._offices[entity.id])
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


def _forms(noun: str) -> frozenset[str]:
    """Return a noun with those of the written-out title: "executive" for "ceo"."""
    full = full_title(noun.upper())
    return frozenset({neutral(noun)} if full is None else {noun, *full.lower().split()} - {"chief", "officer"})
