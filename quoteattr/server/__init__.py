"""A server over the model in worker processes: the page of ``views.html`` as an app, and a JSON API.

It needs the extra ``serve``. It reads what it is sent and keeps nothing. It connects to no other machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import quoteattr
from quoteattr.errors import MissingExtraError
from quoteattr.server.settings import Settings

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
    try:
        from quoteattr.server.app import build
    except ImportError as error:
        raise missing_extra(error) from error
    return build(load or quoteattr.load, settings or Settings())


def missing_extra(error: ImportError) -> MissingExtraError:
    """Return the error that names the extra ``serve``."""
    return MissingExtraError(
        f"the server needs fastapi, uvicorn and pebble ({error}): run pip install 'quoteattr[serve]'"
    )
