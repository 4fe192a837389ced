"""From trees and quotations to links: a cue with its source and its content. Pure functions.

:func:`link` calls the steps, which are in these modules:

- generate candidates: ``rules`` (trees alone: verbs and nouns with ``cues``, ``phrases``, ``punctuation_cues``,
  ``transcripts``) and ``scored`` (the network, with ``decoding`` from probabilities to words and ``boundaries`` to
  correct their ends);
- the parts of a claim: ``contents``, ``sources``, ``relays``, ``acts`` (kind and act) and ``polarity``, over
  ``clauses`` (words of a tree) and ``quotations`` (marks in the text);
- all claims together: ``assembly``, ``nested``, and ``cueless`` (quotations without a cue);
- shared: ``page``, ``proposal``, and ``entries`` (the lexicon).
"""

from quoteattr.link.linking import link

__all__ = ["link"]
