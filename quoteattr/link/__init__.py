"""From trees and quotations to links: a cue with its source and its content. Pure functions.

:func:`link` is the room's door. The pieces may be used alone: ``sources.source_of``,
``contents.content_of``, ``acts.act_of``, ``acts.polarity_of``, ``acts.kind_of``,
``relays.relays_of``, ``signs.sign_links``.
"""

from quoteattr.link.linking import link

__all__ = ["link"]
