"""From trees and quotations to links: a cue with its source and its content. Pure functions.

Rules and the network generate candidates, each a :class:`~quoteattr.link.page.Proposal` of a claim. Constraints
remove or trim proposals, and those that remain become links, which the next step, ``resolve``, turns into attributions:

- ``candidates``: claims by trees alone, from verbs, nouns and phrases of the lexicon (``contents``), and from
  ``punctuation_cues``;
- ``score``: claims of the network, from probabilities of words to spans;
- ``constraints``: what holds for the parts of a claim, and for all claims together;
- ``decode``: the claims that are kept, and the links that they become;
- additions: ``relays``, ``cueless`` (quotations without a cue) and ``nested`` (claims inside claims);
- shared: ``page``, ``quotations``, ``clauses`` (words of a tree, sources), ``polarity``, and ``confidence``.
"""

from quoteattr.link.decode import link

__all__ = ["link"]
