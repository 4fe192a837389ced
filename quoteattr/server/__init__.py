"""A small server over one loaded model: the page of ``views.html`` as an app, and a JSON API.

It needs the extra ``serve``. It reads what it is sent and keeps nothing. It reaches for no other machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quoteattr.errors import MissingExtraError
from quoteattr.pipeline import QuoteAttributor
from quoteattr.server.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["Settings", "application"]


def application(reader: QuoteAttributor, settings: Settings | None = None) -> Starlette:
    """The server as an ASGI application. ``reader`` is what ``quoteattr.load()`` gives; it is called in one thread.

    Raises:
        MissingExtraError: The extra ``serve`` is not installed.
    """
    try:
        from quoteattr.server.app import build
    except ImportError as error:
        raise missing_extra(error) from error
    return build(reader, settings or Settings())


def missing_extra(error: ImportError) -> MissingExtraError:
    """What to say where the extra ``serve`` is not installed."""
    return MissingExtraError(f"the server needs starlette and uvicorn ({error}): run pip install 'quoteattr[serve]'")
