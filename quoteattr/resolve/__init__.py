"""From links to attributions: who speaks, through which outlet, and when. Pure functions over read-only trees.

:func:`resolve` calls the steps of the package:

- the speakers: ``names``, ``roles`` and ``affiliations`` (what a sentence says), ``mentions`` (a name, a pronoun or a
  description), ``name_kinds`` (whether a name is a person's), ``entities`` (names that refer to the same one),
  ``anaphora`` (which antecedents a pronoun or description may have, and the choice by rules), ``coreference`` (the
  learned choice), ``discourse`` (all of that in text order), ``employers`` (affiliations that other sentences imply),
  ``source_types``, ``people`` (the caller's list), ``speakers`` (the result, with the evidence in words);
- a claim: ``via`` (its channel and the names of its relays), ``times`` (when it was made);
- shared: ``wordlists`` (the lexicon).
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from quoteattr.lexicon.outlets import is_outlet, known
from quoteattr.limits import checked
from quoteattr.model import Article, Attribution, Byline, Link, Speaker
from quoteattr.resolve.coreference import Scorer
from quoteattr.resolve.people import People
from quoteattr.resolve.speakers import read_speakers, resolve_speakers
from quoteattr.resolve.times import Times
from quoteattr.resolve.via import channels_and_relays
from quoteattr.tree import Sentence

__all__ = ["Resolution", "resolve"]

_PLACES = {"chrome": "frame", "published": "line of publication", "body": "text"}


@frozen
class Resolution:
    """The speakers of a text, and its attributions in the order of the links."""

    speakers: tuple[Speaker, ...]
    attributions: tuple[Attribution, ...]


def resolve(
    text: str,
    sentences: Sequence[Sentence],
    article: Article,
    links: Sequence[Link],
    *,
    outlet: str | None = None,
    people: People | None = None,
    scorer: Scorer | None = None,
    descriptions: bool = True,
) -> Resolution:
    """Find for each link who speaks, through which outlet, and when.

    Args:
        text: The text.
        sentences: Its annotated sentences.
        article: What its page says about itself.
        links: The claims.
        outlet: The origin of the story, where the caller named it.
        people: The caller's own list of people, to whose identifiers speakers are linked.
        scorer: The scores of antecedents; without it rules decide.
        descriptions: Link descriptions to names too.
    """
    read = read_speakers(text, sentences, article.parts, links, author_of(article), scorer, descriptions)
    resolved = resolve_speakers(read, scorer, people, article.published)
    times = Times(text, sentences, links, article.published)
    relayed = channels_and_relays(read.page, links, resolved.of_link, article.outlets)
    per_link = zip(links, resolved.of_link, resolved.reasons, resolved.confidences, relayed, strict=True)
    attributions = tuple(
        Attribution(
            link.kind, link.content, link.cue, link.source, speaker,
            outlet=article.outlet.name if article.outlet else next(filter(is_outlet, via), None), via=via,
            act=link.act, polarity=link.polarity, time=times.of(link), confidence=link.confidence,
            evidence=evolve(link.evidence, speaker=reason, outlet=_outlet_reason(text, article, outlet, via)),
            hedged=link.hedged, speaker_confidence=confidence, channel=channel, borrowed=link.borrowed,
            nested_in=link.nested_in, inside_quotation=link.inside_quotation,
        )
        for link, speaker, reason, confidence, (channel, via) in checked(per_link)
    )  # fmt: skip
    return Resolution(resolved.speakers, attributions)


def author_of(article: Article) -> Byline | None:
    """Return the one person who signs the page, if it is one."""
    people = [byline for byline in article.bylines if byline.part == "author" and known(byline.name) is None]
    return people[0] if len(people) == 1 and len(people[0].name.split()) > 1 else None


def _outlet_reason(text: str, article: Article, given: str | None, via: Sequence[str]) -> str:
    """Return why the outlet carries a claim; ``given`` is the outlet that the caller named."""
    outlet = article.outlet
    if outlet is None:
        carrier = next(filter(is_outlet, via), None)
        return f"{carrier!r} relayed the claim" if carrier else ""
    if given is not None:
        return "it was given by the caller"
    if outlet.span is None:
        return "it is the publisher of the page" if outlet == article.publisher else "the page's data name it"
    kind = next((part.kind for part in article.parts if part.span.contains(outlet.span)), "body")
    return f"{' '.join(outlet.span.of(text).split())!r} is in the page's {_PLACES.get(kind, kind)}"
