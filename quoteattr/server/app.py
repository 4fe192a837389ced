"""Routes of the server: the app, the API, its description, its health."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.resources import files
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, FastAPI, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

import quoteattr
from quoteattr.errors import QuoteattrError
from quoteattr.formats.contract import json_schema
from quoteattr.server import Settings
from quoteattr.server.api import (
    REASONS,
    Asked,
    Draw,
    Empty,
    ExampleAnswer,
    Heading,
    Health,
    Options,
    Problem,
    ProblemResponse,
    Read,
    RequestError,
    Task,
    described,
    explained,
    unforeseen,
)
from quoteattr.server.guard import Guard
from quoteattr.server.workers import ClientGoneError, Load, Workers
from quoteattr.views.html import asset, policy_sources

_TYPES = {"/": ("app.html", "text/html"), "/app.css": ("app.css", "text/css"), "/app.js": ("app.js", "text/javascript")}
_SHARED = {"app.css": ("look.css", "tables.css"), "app.js": ("files.js", "tables.js")}  # files of the views
_SCHEMAS = "#/components/schemas/"
_STRING = {"schema": {"type": "string"}}
_READ = ("application/json", "text/plain", "text/html")
_REFUSED = (400, 403, 408, 413, 415, 422, 500, 503, 504)


def build(load: Load, settings: Settings) -> FastAPI:
    """Return the application; its workers start with it, or with the first request where it is mounted in another."""
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
    for path, (name, media_type) in _TYPES.items():
        served = partial(_served, name, media_type)
        app.add_api_route(path, served, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_middleware(Guard, settings=settings, policy=_policy())
    for error in (QuoteattrError, RequestValidationError, HTTPException, ClientDisconnect, Exception):
        app.add_exception_handler(error, _on_error)
    app.openapi = _description(app)  # type: ignore[method-assign]
    return app


def _api(workers: Workers, settings: Settings) -> APIRouter:
    router = APIRouter(dependencies=[Depends(_each_once)])

    async def answer(task: Task, request: Request) -> bytes:
        return await workers.do(task, lambda: _gone(request))

    @router.post(
        "/api/attributions",
        operation_id="attributions",
        summary="Find the attributions of a text or a page.",
        response_class=Response,
        responses={200: _content("The attributions.", "application/json", "Document"), **described(*_REFUSED, 501)},
        openapi_extra=_body(Asked.__name__, "text/plain", "text/html"),
        description=f"The text may have {settings.max_chars:,} characters, the body {settings.max_bytes:,} bytes.",
    )
    async def attributions(request: Request, options: Annotated[Options, Query()]) -> Response:
        task = Read(await request.body(), _media_type(request, *_READ), options, settings.max_chars)
        return Response(await answer(task, request), media_type="application/json")

    @router.post(
        "/api/page",
        operation_id="page",
        summary="Make a self-contained web page of a document.",
        response_class=HTMLResponse,
        responses={200: {"description": "The page.", "content": {"text/html": _STRING}}, **described(*_REFUSED)},
        openapi_extra=_body("FullDocument"),
        description="The body is an answer of /api/attributions with full=true. The offsets must fit the text.",
    )
    async def page(request: Request, heading: Annotated[Heading, Query()]) -> Response:
        _media_type(request, "application/json")
        shown = await answer(Draw(await request.body(), heading.title), request)
        policy = {"Content-Security-Policy": "sandbox allow-scripts allow-downloads"}  # in addition to the page's own
        return HTMLResponse(shown, headers=policy)

    @router.head("/api/examples", include_in_schema=False)
    @router.get("/api/examples", operation_id="examples", responses=described(400, 403, 422, 503))
    async def listed(_: Annotated[Empty, Query()]) -> list[ExampleAnswer]:
        """List texts to try."""
        return examples()

    @router.head("/health", include_in_schema=False)
    @router.get("/health", operation_id="health", responses=described(400, 403, 422, 503))
    async def health(_: Annotated[Empty, Query()]) -> Health:
        """Report that the server answers, and how many requests are waiting."""
        return Health(version=quoteattr.__version__, waiting=workers.pending)

    return router


def _served(name: str, media_type: str) -> Response:
    return Response(_file(name), media_type=media_type)


@cache
def _file(name: str) -> str:
    own = files("quoteattr.server").joinpath("page").joinpath(name).read_text("utf-8")
    return "".join(map(asset, _SHARED.get(name, ()))) + own


def _policy() -> str:
    """Return a policy that allows the script of the app and of the page in its frame, which inherits the policy."""
    style, script = policy_sources()
    return (
        f"default-src 'none'; script-src 'self' {script}; style-src 'self' {style}; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@cache
def examples() -> list[ExampleAnswer]:
    """Return the invented articles of the folder ``articles`` by name. The first line of a file is its title."""
    named = sorted(files("quoteattr.server").joinpath("articles").iterdir(), key=lambda file: file.name)
    texts = [file.read_text("utf-8") for file in named if file.name.endswith(".txt")]
    return [ExampleAnswer(title=text.partition("\n")[0], text=text) for text in texts]


# ---- requests


def _each_once(request: Request) -> None:
    """Refuse a parameter of the address that is given twice."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(422, f"parameter {name!r:.60} is given twice: give it once")


def _media_type(request: Request, *known: str) -> str:
    """Return the media type of the body, without parameters such as ``charset``."""
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in known:
        raise RequestError(415, f"the body is {found or 'of no type'}: send {' or '.join(known)}")
    return found


async def _gone(request: Request) -> None:
    """Return when the client has closed the connection. The body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _on_error(_: Request, error: Exception) -> Response:
    """Return the problem document of an error."""
    headers = None
    if isinstance(error, (ClientDisconnect, ClientGoneError)):
        return Response(status_code=400)  # nobody receives it
    if isinstance(error, QuoteattrError):
        problem = RequestError.of(error)
    elif isinstance(error, RequestValidationError):
        problem = RequestError(422, explained(error.errors()[0]))
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
        found = described_by_fastapi()
        found.setdefault("components", {}).setdefault("schemas", {}).update(_schemas())
        return found

    return openapi


def _schemas() -> dict[str, Any]:
    document = json_schema()
    parts = document.pop("$defs")
    document.pop("$schema", None)
    assert isinstance(parts, dict)
    full = {"allOf": [{"$ref": f"{_SCHEMAS}Document"}, {"required": ["text"]}]}
    own = {name: _renamed(each) for name, each in {**parts, "Document": document, "FullDocument": full}.items()}
    return {**_schema(Asked), **_schema(Problem), **own}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _renamed(value: Any) -> Any:
    """Return a schema whose references point to where OpenAPI keeps definitions."""
    if isinstance(value, dict):
        return {
            key: each.replace("#/$defs/", _SCHEMAS) if key == "$ref" and isinstance(each, str) else _renamed(each)
            for key, each in value.items()
        }
    return [_renamed(each) for each in value] if isinstance(value, list) else value


def _content(description: str, media_type: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": {"$ref": f"{_SCHEMAS}{schema}"}}}}


def _body(schema: str, *others: str) -> dict[str, Any]:
    """Describe a body in JSON, or as text of the ``others`` media types."""
    content = {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{schema}"}}, **dict.fromkeys(others, _STRING)}
    return {"requestBody": {"required": True, "content": content}}
