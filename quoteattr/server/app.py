"""The application: routes of the app, the API, its description and its health, and a guard before all of them.

The guard refuses requests that are not meant for this server or come from foreign pages, limits bodies, and adds
security headers. A server on loopback is reachable by every page that its user opens:

- A foreign page can resolve its own host name to this machine (DNS rebinding). So the ``Host`` must be known.
- A foreign page can send requests. Browsers name the page in ``Origin``, where a page without an address is ``null``,
  and its relation in ``Sec-Fetch-Site``. A request with a foreign ``Origin`` is refused, and so is one from another
  site, unless it opens a page by a link. Programs other than browsers send neither header.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache, partial
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import anyio
from anyio.to_thread import run_sync
from attrs import define, field
from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import quoteattr
from quoteattr.errors import QuoteattrError
from quoteattr.formats.contract import json_schema
from quoteattr.server import LOOPBACK, Settings
from quoteattr.server.api import REASONS, Asked, Options, Read, RequestError, Write, explained, table, unforeseen
from quoteattr.server.workers import ClientGoneError, Load, Workers
from quoteattr.views.html import asset, policy_sources, to_html

_FILES: dict[str, tuple[str, str, tuple[str, ...]]] = {  # by address: name, media type, files of the views before it
    "/": ("app.html", "text/html", ()),
    "/app.css": ("app.css", "text/css", ("look.css", "tables.css")),
    "/app.js": ("app.js", "text/javascript", ("files.js", "tables.js")),
}
_PROBLEM = "application/problem+json"
_RETRY_SECONDS = "2"
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}  # other names in older Python releases
_SCHEMAS = "#/components/schemas/"
_STRING = {"schema": {"type": "string"}}
_READ = ("application/json", "text/plain", "text/html")
_REFUSED = (400, 403, 408, 413, 415, 422, 500, 503, 504)
_MOST_AT_ONCE = 200  # requests, each of which may hold a body
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send Origin: null
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_DEFAULT_PORTS = {"http": 80, "https": 443}


class ErrorOfRow(BaseModel):
    """The error in the form of an error row of ``quoteattr extract``."""

    type: str = Field(description="Name of the error class.")
    message: str


class Problem(BaseModel):
    """A problem document as in RFC 9457, with the extension member `error`."""

    type: str = "about:blank"
    title: str = Field(description="Name of the status.")
    status: int
    detail: str = Field(description="What is wrong with this request, and the remedy.")
    error: ErrorOfRow


class ProblemResponse(JSONResponse):
    """A problem document as a response; a 503 says after how many seconds to try again."""

    media_type = _PROBLEM

    def __init__(self, problem: RequestError, headers: Mapping[str, str] | None = None) -> None:
        retry = {"Retry-After": _RETRY_SECONDS} if problem.status == 503 else {}
        title = _PHRASES.get(problem.status) or HTTPStatus(problem.status).phrase
        error = ErrorOfRow(type=problem.kind, message=str(problem))
        document = Problem(title=title, status=problem.status, detail=str(problem), error=error)
        super().__init__(document.model_dump(), problem.status, {**retry, **(headers or {})})


def _described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI descriptions of error responses."""
    content = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": REASONS[status], "content": content} for status in statuses}


class Empty(BaseModel):
    """The query of an address that takes no parameters."""

    model_config = ConfigDict(extra="forbid")


class Heading(Empty):
    """The query of a page."""

    title: str | None = Field(default=None, description="Heading and title of the page.")


class Naming(Empty):
    """The query of a table."""

    id: str | None = Field(default=None, description="The id of the document in the table, instead of its own.")


class ExampleAnswer(BaseModel):
    """A text to try."""

    title: str
    text: str


class Health(BaseModel):
    """State of the server."""

    status: Literal["ok"] = "ok"
    version: str
    waiting: int = Field(ge=0, description="Requests that wait for a worker or are being read.")


def build(load: Load, settings: Settings) -> FastAPI:
    """Return the application; its workers start with it, or with the first request if it is mounted in another one."""
    workers = Workers(load, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_sync(workers.start)
        yield
        await run_sync(workers.stop)

    app = FastAPI(
        title="quoteattr",
        version=quoteattr.__version__,
        description="Who said what, through whom, in English news text. Nothing that is sent is kept.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
    )
    app.state.workers = workers
    app.include_router(_api(workers, settings))
    folder = files("quoteattr.server").joinpath("page")
    for path, (name, media_type, shared) in _FILES.items():
        content = "".join(map(asset, shared)) + folder.joinpath(name).read_text("utf-8")
        app.routes.append(Route(path, Response(content, media_type=media_type), methods=["GET"]))  # and HEAD
    style, script = policy_sources()
    policy = (  # allows the script of the app and of the page in its frame, which inherits the policy
        f"default-src 'none'; script-src 'self' {script}; style-src 'self' {style}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    app.add_middleware(_Guard, settings=settings, policy=policy)
    for error in (QuoteattrError, RequestValidationError, HTTPException, ClientDisconnect, Exception):
        app.add_exception_handler(error, _on_error)
    app.openapi = _description(app)  # type: ignore[method-assign]
    return app


def _api(workers: Workers, settings: Settings) -> APIRouter:
    router = APIRouter(dependencies=[Depends(_each_once)])
    body_of = partial(_body, settings=settings)

    @router.post(
        "/api/attributions",
        operation_id="attributions",
        summary="Find the attributions of a text or a page.",
        response_class=Response,
        responses={200: {"description": "The attributions.", **_content("Document")}, **_described(*_REFUSED, 501)},
        openapi_extra={"requestBody": {"required": True, **_content(Asked.__name__, "text/plain", "text/html")}},
        description=f"The text may have {settings.max_chars:,} characters, the body {settings.max_bytes:,} bytes.",
    )
    async def attributions(request: Request, options: Annotated[Options, Query()]) -> Response:
        task = Read(await body_of(request), _media_type(request, *_READ), options, settings.max_chars)
        return Response(await workers.do(task, partial(_gone, request)), media_type="application/json")

    @router.post(
        "/api/page",
        operation_id="page",
        summary="Make a self-contained web page of a document.",
        response_class=HTMLResponse,
        responses={200: {"description": "The page.", "content": {"text/html": _STRING}}, **_described(*_REFUSED)},
        openapi_extra={"requestBody": {"required": True, **_content("FullDocument")}},
        description="The body is an answer of /api/attributions with full=true. The offsets must fit the text.",
    )
    async def page(request: Request, heading: Annotated[Heading, Query()]) -> Response:
        _media_type(request, "application/json")
        task = Write(await body_of(request), partial(to_html, title=heading.title or None))
        shown = await workers.do(task, partial(_gone, request))
        policy = {"Content-Security-Policy": "sandbox allow-scripts allow-downloads"}  # in addition to the page's own
        return HTMLResponse(shown, headers=policy)

    @router.post(
        "/api/table",
        operation_id="table",
        summary="Make a table of the attributions of a document.",
        response_class=Response,
        responses={200: {"description": "The table.", "content": {"text/csv": _STRING}}, **_described(*_REFUSED)},
        openapi_extra={"requestBody": {"required": True, **_content("FullDocument")}},
        description="The body is an answer of /api/attributions with full=true. The offsets must fit the text.",
    )
    async def listed_as_table(request: Request, naming: Annotated[Naming, Query()]) -> Response:
        _media_type(request, "application/json")
        task = Write(await body_of(request), partial(table, id=naming.id))
        return Response(await workers.do(task, partial(_gone, request)), media_type="text/csv")

    @router.head("/api/examples", include_in_schema=False)
    @router.get("/api/examples", operation_id="examples", responses=_described(400, 403, 422, 503))
    async def listed(_: Annotated[Empty, Query()]) -> list[ExampleAnswer]:
        """List texts to try."""
        return examples()

    @router.head("/health", include_in_schema=False)
    @router.get("/health", operation_id="health", responses=_described(400, 403, 422, 503))
    async def health(_: Annotated[Empty, Query()]) -> Health:
        """Report that the server answers, and how many requests are waiting."""
        return Health(version=quoteattr.__version__, waiting=workers.pending)

    return router


@cache
def examples() -> list[ExampleAnswer]:
    """Return the invented articles of the folder ``articles`` by name. The first line of a file is its title."""
    named = sorted(files("quoteattr.server").joinpath("articles").iterdir(), key=lambda file: file.name)
    texts = [file.read_text("utf-8") for file in named if file.name.endswith(".txt")]
    return [ExampleAnswer(title=text.partition("\n")[0], text=text) for text in texts]


# ---- requests


def _each_once(request: Request) -> None:
    for name in request.query_params:
        if len(request.query_params.getlist(name)) > 1:
            raise RequestError(422, f"parameter {name!r:.60} is given twice: give it once")


def _media_type(request: Request, *known: str) -> str:
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in known:
        raise RequestError(415, f"the body is {found or 'of no type'}: send {' or '.join(known)}")
    return found


async def _body(request: Request, settings: Settings) -> bytes:
    """Return the body. Raises RequestError where it is too long (413) or not complete in time (408)."""
    body = bytearray()
    try:
        with anyio.fail_after(settings.seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > settings.max_bytes:
                    raise _too_long(settings)
    except TimeoutError:
        raise RequestError(408, f"the body did not arrive within {settings.seconds:g} seconds") from None
    return bytes(body)


async def _gone(request: Request) -> None:
    """Return when the client has closed the connection. The body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _on_error(_: Request, error: Exception) -> Response:
    headers = None
    if isinstance(error, (ClientDisconnect, ClientGoneError)):
        return Response(status_code=400)  # nobody receives it
    if isinstance(error, QuoteattrError):
        problem = RequestError.of(error)
    elif isinstance(error, RequestValidationError):
        problem = RequestError(422, explained(error.errors(), 1))
    elif isinstance(error, HTTPException):
        problem = RequestError(error.status_code, REASONS.get(error.status_code, error.detail))
        headers = error.headers
    else:
        problem = unforeseen(error)
    return ProblemResponse(problem, headers)


# ---- the description in OpenAPI


def _description(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return FastAPI's own description with the schemas that the routes name."""
    described_by_fastapi = app.openapi

    @cache
    def openapi() -> dict[str, Any]:
        schemas: dict[str, Any] = {}
        for model in (Asked, Problem):
            schema = model.model_json_schema()
            schemas |= {**schema.pop("$defs", {}), model.__name__: schema}
        document: dict[str, Any] = json_schema()
        document.pop("$schema", None)
        full = {"allOf": [{"$ref": f"{_SCHEMAS}Document"}, {"required": ["text"]}]}
        schemas |= {**document.pop("$defs"), "Document": document, "FullDocument": full}
        moved = json.loads(json.dumps(schemas).replace('"#/$defs/', f'"{_SCHEMAS}'))
        found = described_by_fastapi()
        found.setdefault("components", {}).setdefault("schemas", {}).update(moved)
        return found

    return openapi


def _content(schema: str, *others: str) -> dict[str, Any]:
    """Describe a content in JSON, or as text of the ``others`` media types."""
    content = {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{schema}"}}, **dict.fromkeys(others, _STRING)}
    return {"content": content}


# Guard


@define
class _Guard:
    """The middleware. ``policy`` is the content security policy of every answer without one of its own."""

    app: ASGIApp
    settings: Settings
    policy: str
    _running: int = field(default=0, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*_HEADERS.items(), ("Content-Security-Policy", self.policy)):
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        problem = self._problem(scope["method"], headers)
        if problem is not None:
            await ProblemResponse(problem)(scope, receive, send_safely)
            return
        self._running += 1
        try:
            await self.app(scope, receive, send_safely)
        finally:
            self._running -= 1

    def _problem(self, method: str, headers: Headers) -> RequestError | None:
        settings = self.settings
        if self._running >= _MOST_AT_ONCE:
            return RequestError(503, f"{_MOST_AT_ONCE} requests are open already: try again in a moment")
        host = headers.get("host", "").lower()  # with a port: [::1]:8000 is ::1
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if "*" not in settings.hosts and name not in settings.hosts:
            return RequestError(400, f"the host {name!r:.60} is unknown: allow it with --allow-host")
        origin = headers.get("origin")
        is_foreign = origin is not None and not _is_own(origin, host, settings.hosts)
        is_link = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        is_related = headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        if is_foreign or not (is_related or is_link):
            return RequestError(403, "a page of another origin sent the request: open the app itself")
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > settings.max_bytes:
            return _too_long(settings)
        return None


def _is_own(origin: str, host: str, hosts: tuple[str, ...]) -> bool:
    """Return whether an origin is that of the server, under the name and port of the request or an allowed name.

    With a proxy in front, the server may not see the name that the browser used. Allowed names are therefore accepted
    with any port; the names of this machine are not, because other programs serve pages under them.
    """
    try:
        parts, own = urlsplit(origin), urlsplit(f"//{host}")
        default = _DEFAULT_PORTS[parts.scheme]
        if (parts.hostname, parts.port or default) == (own.hostname, own.port or default):
            return True
    except (KeyError, ValueError):  # null, another scheme, or not an address
        return False
    return parts.hostname in hosts and parts.hostname not in LOOPBACK


def _too_long(settings: Settings) -> RequestError:
    return RequestError(413, f"the body is longer than {settings.max_bytes:,} bytes: send less")
