"""A server over the model in worker processes: the page of ``views.html`` as an app, and a JSON API.

It needs the extra ``serve``. It reads what it is sent and keeps nothing. It connects to no other machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import quoteattr
from quoteattr.errors import needs_extra
from quoteattr.server.settings import NEEDS, Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from quoteattr.attributor import QuoteAttributor

__all__ = ["Settings", "application"]


def application(load: Callable[[], QuoteAttributor] | None = None, settings: Settings | None = None) -> FastAPI:
    """Return the server as an ASGI application.

    Args:
        load: Loads the model; called once in each worker process, so it must be picklable: ``quoteattr.load``, which is
            the default, or ``functools.partial(quoteattr.load, …)``.
        settings: Limits and host names.

    Raises:
        MissingExtraError: The extra ``serve`` is not installed.
    """
    with needs_extra("serve", NEEDS):
        from quoteattr.server.app import build
    return build(load or quoteattr.load, settings or Settings())
