"""From trees and quotations to links: a cue with its source and its content. Pure functions.

:func:`link` is the whole room; it stands in ``linking``. Where to look for its steps:

- who proposes: ``rules`` (trees alone: verbs and nouns with ``cues``, ``phrases``, ``signs``, ``transcripts``) and
  ``scored`` (the network, with ``decoding`` from probabilities to words and ``boundaries`` to put their ends right);
- a claim's parts: ``contents``, ``sources``, ``relays``, ``acts`` (kind and act) and ``polarity``, over ``clauses``
  (words of a tree) and ``quotations`` (marks in the text);
- what concerns all claims together: ``assembly``, and ``cueless`` (quotations without a cue);
- what all of them read: ``page``, ``proposal``, and ``entries`` (the lexicon).
"""

from quoteattr.link.linking import link

__all__ = ["link"]
