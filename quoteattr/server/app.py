"""The addresses of the server: the app, the API, its description, its health."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.resources import files

from attrs import frozen
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

import quoteattr
from quoteattr.errors import QuoteattrError
from quoteattr.formats.contract import encoded, to_dict
from quoteattr.pipeline import QuoteAttributor
from quoteattr.server.asked import asked_by, body_of, document_in, object_in, words_in
from quoteattr.server.desk import Desk
from quoteattr.server.examples import examples
from quoteattr.server.guard import Guard
from quoteattr.server.openapi import description
from quoteattr.server.problems import REASONS, RequestError
from quoteattr.server.settings import Settings
from quoteattr.views.html import asset, page, policy_sources

_TYPES = {"app.html": "text/html", "app.css": "text/css", "app.js": "text/javascript"}


def build(reader: QuoteAttributor, settings: Settings) -> Starlette:
    """The application over one reader, which is called in one thread, a request at a time."""
    reading = Desk("reading", settings.queue, settings.seconds)
    drawing = Desk("drawing", settings.queue, settings.seconds)
    rooms = _Rooms(reader, settings, reading, drawing)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        reading.close()
        drawing.close()

    return Starlette(
        routes=[
            Route("/", partial(_served, "app.html")),
            Route("/app.css", partial(_served, "app.css")),
            Route("/app.js", partial(_served, "app.js")),
            Route("/api/attributions", rooms.attributions, methods=["POST"]),
            Route("/api/page", rooms.page, methods=["POST"]),
            Route("/api/examples", rooms.examples),
            Route("/health", rooms.health),
            Route("/openapi.json", rooms.openapi),
        ],
        middleware=[Middleware(Guard, hosts=settings.hosts, policy=_policy())],
        exception_handlers={
            QuoteattrError: _on_error,
            HTTPException: _on_http_error,
            ClientDisconnect: _on_leaving,
            Exception: _on_surprise,
        },
        lifespan=lifespan,
    )


@frozen(eq=False)
class _Rooms:
    """What answers the requests of the API."""

    reader: QuoteAttributor
    settings: Settings
    reading: Desk
    drawing: Desk

    async def attributions(self, request: Request) -> Response:
        """The attributions of the text or the page in the body."""
        asked = asked_by(request, await body_of(request, self.settings))

        def answer() -> bytes:
            document = asked.read(self.reader, self.settings.max_chars)
            value = to_dict(document, sentences=asked.full, text=asked.full or asked.html is not None)
            return encoded(value, separators=(",", ":"))

        return Response(await self.reading.do(answer), media_type="application/json")

    async def page(self, request: Request) -> Response:
        """The document in the body as a page."""
        title = words_in(request, "title").get("title")
        values = object_in(request, await body_of(request, self.settings))
        shown = await self.drawing.do(lambda: page(document_in(values), title=title or None))
        headers = {"Content-Security-Policy": "sandbox allow-scripts allow-downloads"}  # beside the page's own
        return HTMLResponse(shown, headers=headers)

    async def examples(self, request: Request) -> Response:
        """Texts to try."""
        words_in(request)
        return JSONResponse([{"title": each.title, "text": each.text} for each in examples()])

    async def health(self, request: Request) -> Response:
        """That the server answers, and how much waits for the model."""
        words_in(request)
        told = {"status": "ok", "version": quoteattr.__version__, "waiting": self.reading.taken}
        return JSONResponse(told)

    async def openapi(self, request: Request) -> Response:
        """The description of this API."""
        words_in(request)
        return JSONResponse(description(self.settings))


async def _served(name: str, _: Request) -> Response:
    return Response(_file(name), media_type=_TYPES[name])


@cache
def _file(name: str) -> str:
    own = files("quoteattr.server").joinpath("page").joinpath(name).read_text("utf-8")
    return asset("look.css") + own if name == "app.css" else own


def _policy() -> str:
    """The app may run its own script and that of the page that it shows in a frame, which inherits this policy."""
    style, script = policy_sources()
    return (
        f"default-src 'none'; script-src 'self' {script}; style-src 'self' {style}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


async def _on_error(_: Request, error: Exception) -> Response:
    problem = RequestError.of(error) if isinstance(error, QuoteattrError) else RequestError(500, REASONS[500])
    return JSONResponse(problem.body(), problem.status, {"Retry-After": "1"} if problem.status == 503 else None)


async def _on_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = RequestError(error.status_code, REASONS.get(error.status_code, error.detail))
    return JSONResponse(problem.body(), problem.status, error.headers)


async def _on_leaving(_: Request, __: Exception) -> Response:
    return Response(status_code=400)  # nobody will see it


async def _on_surprise(_: Request, error: Exception) -> Response:
    problem = RequestError(500, f"{REASONS[500]} ({type(error).__name__})", type(error).__name__)
    return JSONResponse(problem.body(), 500)
