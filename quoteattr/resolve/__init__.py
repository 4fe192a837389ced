"""From links to attributions: who speaks, through which outlet, and when. Pure functions over read-only trees.

:func:`resolve` calls the steps of the package:

- the speakers: ``names``, ``roles`` and ``affiliations`` (what a sentence says), ``mentions`` (a name, a pronoun or a
  description), ``entities`` (names that refer to the same one), ``compatibility`` (which names a description may refer
  to), ``anaphora`` (the antecedent of a pronoun or description), ``discourse`` (all of that in text order),
  ``later_names`` (descriptions whose name follows), ``employers`` (affiliations that other sentences imply),
  ``speakers`` (the result);
- a claim: ``via`` (the names of its relays), ``times`` (when it was made), ``explanations`` (the evidence in words);
- shared: ``wordlists`` (the lexicon).
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from quoteattr.lexicon.outlets import is_outlet, known
from quoteattr.limits import Checkpoint, checked, no_deadline
from quoteattr.model import Article, Attribution, Byline, Link, Speaker
from quoteattr.resolve.channels import channel_of, with_partner
from quoteattr.resolve.coreference import Scorer
from quoteattr.resolve.explanations import outlet_reason
from quoteattr.resolve.people import People
from quoteattr.resolve.speakers import read_speakers, resolve_speakers, with_refs
from quoteattr.resolve.times import Times
from quoteattr.resolve.via import relays_of
from quoteattr.tree import Sentence

__all__ = ["Resolution", "resolve"]


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
    checkpoint: Checkpoint = no_deadline,
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
        checkpoint: Called between claims; may raise to end the work.
    """
    read = read_speakers(text, sentences, article.parts, links, author_of(article), checkpoint, scorer, descriptions)
    resolved = resolve_speakers(read, scorer)
    if people is not None:
        resolved = with_refs(resolved, people, article.published)
    times = Times(text, sentences, links, article.published)
    attributions: list[Attribution] = []
    channels = [channel_of(resolved.page, link) for link in checked(links, checkpoint)]
    relayed = relays_of(text, resolved.page, links, channels, resolved.of_link, article.outlets)
    per_link = zip(links, resolved.of_link, resolved.reasons, resolved.confidences, channels, relayed, strict=True)
    for link, speaker, reason, confidence, channel, via in checked(per_link, checkpoint):
        attribution = Attribution(
            kind=link.kind,
            content=link.content,
            cue=link.cue,
            source=link.source,
            speaker=speaker,
            outlet=article.outlet.name if article.outlet else next(filter(is_outlet, via), None),
            via=via,
            act=link.act,
            polarity=link.polarity,
            time=times.of(link),
            confidence=link.confidence,
            evidence=evolve(link.evidence, speaker=reason, outlet=outlet_reason(text, article, outlet, via)),
            hedged=link.hedged,
            speaker_confidence=confidence,
            channel=with_partner(channel, via),
            borrowed=link.borrowed,
            nested_in=link.nested_in,
            inside_quotation=link.inside_quotation,
        )
        attributions.append(attribution)
    return Resolution(resolved.speakers, tuple(attributions))


def author_of(article: Article) -> Byline | None:
    """Return the one person who signs the page, if it is one."""
    people = [byline for byline in article.bylines if byline.part == "author" and known(byline.name) is None]
    return people[0] if len(people) == 1 and len(people[0].name.split()) > 1 else None
