"""From trees and quotations to links: a cue with its source and its content. Pure functions.

:func:`link` generates candidates, applies constraints and decodes the consistent set:

- ``candidates``: claims by trees alone, from verbs and nouns of the lexicon (``contents``, ``sources``), ``phrases``
  and ``punctuation_cues``;
- ``score``: claims of the network, from probabilities of words to spans;
- ``constraints``: what holds for the parts of a claim, and for all claims together;
- ``decode``: the claims that are kept, and the links that they become;
- additions: ``relays``, ``cueless`` (quotations without a cue) and ``nested`` (claims inside claims);
- shared: ``page``, ``quotations``, ``clauses`` (words of a tree), ``polarity``, and ``confidence``.
"""

from quoteattr.link.decode import link

__all__ = ["link"]
