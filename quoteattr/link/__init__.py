"""From trees and quotations to links: a cue with its source and its content. Pure functions.

Rules and the network generate candidates, each a :class:`~quoteattr.link.page.Proposal` of a claim. Constraints
remove or trim proposals, and those that remain become links, which the next step, ``resolve``, turns into attributions:

- ``candidates``: claims by trees alone, from verbs, nouns and phrases of the lexicon, and from ``punctuation_cues``;
- ``score``: claims of the network, from probabilities of words to spans, and how sure a claim is;
- ``constraints``: what holds for the parts of a claim, and for all claims together;
- ``decode``: the claims that are kept, the links that they become, and claims inside claims;
- ``cueless``: quotations without a cue; ``relays``: who passed a claim on;
- shared: ``page``, ``clauses`` (words of a tree, sources), ``quotations`` and ``polarity``.
"""

from quoteattr.link.decode import link

__all__ = ["link"]
