"""The libraries that every worker needs, imported once by the process that the workers are forked from."""

from __future__ import annotations

import gc
from contextlib import suppress

from quoteattr import attributor  # noqa: F401
from quoteattr.annotate import stanza_bridge  # noqa: F401
from quoteattr.views import html  # noqa: F401

with suppress(ImportError):  # the extra html is not installed
    import trafilatura  # noqa: F401

gc.freeze()  # a collection in a worker would write to the objects of these libraries, and so copy their memory
