"""From links to attributions: who speaks, through which outlet, and when. Pure functions over read-only trees.

:func:`resolve` is the whole room. Where to look for its steps:

- the page: ``article`` (headline, authors, place), ``outlets`` (who originated the story), ``publishers`` (whose page
  it is), ``dates`` (when it was published);
- the speakers: ``names`` and ``roles`` (what a sentence says), ``mentions`` (a name, a pronoun or a description),
  ``entities`` (names that refer to the same one), ``compatibility`` (which names a description may refer to),
  ``anaphora`` (the antecedent of a pronoun or description), ``discourse`` (all of that in text order), ``speakers``
  (the result);
- a claim: ``via`` (the names of its relays), ``times`` (when it was made), ``why`` (the evidence in words);
- what all of them read: ``media`` (the list of outlets), ``wordlists`` (the lexicon), ``cover`` (sets of stretches).
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from quoteattr.lexicon.outlets import is_outlet
from quoteattr.limits import Checkpoint, checked, no_deadline
from quoteattr.model import Article, Attribution, Evidence, Link, Part, Span, Speaker
from quoteattr.resolve.article import article_of, author_of
from quoteattr.resolve.speakers import resolve_speakers
from quoteattr.resolve.times import Times
from quoteattr.resolve.via import via_of
from quoteattr.resolve.why import outlet_reason
from quoteattr.tree import Sentence

__all__ = ["Resolution", "resolve"]


@frozen
class Resolution:
    """All that this room adds: the article, its speakers, and the attributions in the order of the links."""

    article: Article
    speakers: tuple[Speaker, ...]
    attributions: tuple[Attribution, ...]


def resolve(
    text: str,
    sentences: Sequence[Sentence],
    parts: Sequence[Part],
    links: Sequence[Link],
    *,
    publisher: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    signed: Span | None = None,
    checkpoint: Checkpoint = no_deadline,
) -> Resolution:
    """For each link who speaks, through which outlet, and when.

    ``publisher``, ``outlet`` and ``published`` are what is known of the page beside its text, and ``signed`` is the
    one line of the text that names its authors; they lead over what the text tells.
    """
    article = article_of(text, parts, publisher, outlet, published=published, signed=signed)
    resolved = resolve_speakers(text, sentences, parts, links, author_of(article), checkpoint)
    times = Times(text, sentences, links, article.published)
    attributions = []
    for link, speaker, reason in zip(checked(links, checkpoint), resolved.of_link, resolved.reasons, strict=True):
        via = via_of(text, link.relays, link.outer)
        carried = outlet_reason(text, article, parts, outlet, via)
        evidence = evolve(link.evidence, speaker=reason, outlet=carried)
        attributions.append(_attribution(article, link, evidence, speaker, via, times))
    return Resolution(article, resolved.speakers, tuple(attributions))


def _attribution(
    article: Article, link: Link, evidence: Evidence, speaker: Speaker | None, via: tuple[str, ...], times: Times
) -> Attribution:
    carrier = article.outlet.name if article.outlet else next(filter(is_outlet, via), None)
    return Attribution(
        kind=link.kind,
        content=link.content,
        cue=link.cue,
        source=link.source,
        speaker=speaker,
        outlet=carrier,
        via=via,
        act=link.act,
        polarity=link.polarity,
        time=times.of(link),
        confidence=link.confidence,
        evidence=evidence,
        hedged=link.hedged,
    )
