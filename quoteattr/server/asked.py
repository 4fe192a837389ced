"""From the bytes of a request to what is to be read, checked value by value."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Literal, NoReturn, cast, get_args

import anyio
from attrs import evolve, frozen
from starlette.requests import Request

from quoteattr.document import Document
from quoteattr.errors import FormatError
from quoteattr.formats.contract import from_dict
from quoteattr.formats.html import WebPage, from_html
from quoteattr.pipeline import QuoteAttributor
from quoteattr.server.problems import RequestError
from quoteattr.server.settings import Settings

Act = Literal["speech", "thought", "all"]
ACTS: tuple[Act, ...] = get_args(Act)
NAMES = ("id", "publisher", "outlet", "url")
FLAGS = ("include_chrome", "full")
OPTIONS = (*NAMES, *FLAGS, "act")
_SPELLED = {"true": True, "false": False}


@frozen
class Asked:
    """A text, or the HTML of a page, with what the caller knows and wants."""

    text: str | None = None
    html: str | bytes | None = None
    id: str | None = None
    publisher: str | None = None
    outlet: str | None = None
    url: str | None = None
    include_chrome: bool = False
    full: bool = False
    act: Act = "all"

    def read(self, reader: QuoteAttributor, max_chars: int) -> Document:
        """The attributions of what was asked. Takes as long as reading takes: no work for the event loop.

        Raises:
            RequestError: the text is too long (413).
            QuoteattrError: the page cannot be read.
        """
        given: str | WebPage = from_html(self.html, url=self.url) if self.html is not None else self.text or ""
        length = len(given if isinstance(given, str) else given.text)
        if length > max_chars:
            raise RequestError(413, f"the text has {length:,} characters, the most is {max_chars:,}: send it in parts")
        document = reader(
            given, id=self.id, publisher=self.publisher, outlet=self.outlet, include_chrome=self.include_chrome
        )  # fmt: skip
        if self.act == "all":
            return document
        return evolve(document, attributions=[each for each in document.attributions if each.act == self.act])


async def body_of(request: Request, settings: Settings) -> bytes:
    """The body, while it is neither too long nor too late.

    Raises:
        RequestError: it is longer than ``max_bytes`` (413) or is not there within ``seconds`` (408).
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > settings.max_bytes:
        _too_long(settings)
    found = bytearray()
    try:
        with anyio.fail_after(settings.seconds):
            async for chunk in request.stream():
                found += chunk
                if len(found) > settings.max_bytes:
                    _too_long(settings)
    except TimeoutError as error:
        raise RequestError(408, f"the body did not arrive within {settings.seconds:g} seconds") from error
    return bytes(found)


def _too_long(settings: Settings) -> NoReturn:
    raise RequestError(413, f"the body is longer than {settings.max_bytes:,} bytes: send less")


def media_type(request: Request) -> str:
    """``application/json``, without parameters such as ``charset``."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def asked_by(request: Request, body: bytes) -> Asked:
    """What a request asks to read: its body is a text, a page, or an object that may also hold the options.

    Raises:
        RequestError: the body is of another media type (415), not what it says (400), or a value is wrong (422).
    """
    options = _of_query(request)
    kind = media_type(request)
    if kind == "text/plain":
        return _checked({**options, "text": _decoded(body)})
    if kind == "text/html":
        return _checked({**options, "html": body})
    if kind == "application/json":
        return _checked({**options, **_object(body)})
    raise RequestError(415, f"the body is {kind or 'of no type'}: send application/json, text/plain or text/html")


def object_in(request: Request, body: bytes) -> Mapping[str, object]:
    """The JSON object that is the body.

    Raises:
        RequestError: the body is of another media type (415), or is no JSON (400) or no object (422).
    """
    if media_type(request) != "application/json":
        raise RequestError(415, f"the body is {media_type(request) or 'of no type'}: send application/json")
    return _object(body)


def words_in(request: Request, *known: str) -> dict[str, str]:
    """The parameters of the address, each at most once and none but those that are ``known``."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise RequestError(422, f"unknown parameter {name!r:.60}: use {', '.join(known)}")
        if name in found:
            raise RequestError(422, f"{name!r} was given twice")
        found[name] = value
    return found


def _of_query(request: Request) -> dict[str, object]:
    words: dict[str, object] = dict(words_in(request, *OPTIONS))
    for name in FLAGS:
        if name in words:
            words[name] = _SPELLED.get(cast("str", words[name]), words[name])
    _check(words)
    return words


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(400, f"the text is not UTF-8 at byte {error.start}: convert it first") from error


def _object(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(_decoded(body), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise RequestError(400, f"the body is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise RequestError(422, f"the body is a {type(value).__name__}: send an object")
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(f"{digits:.20} is too large")
    return value


def _checked(values: Mapping[str, object]) -> Asked:
    _check(values)
    if ("text" in values) == ("html" in values):
        raise RequestError(422, "send either 'text' or 'html'")
    return Asked(**values)  # type: ignore[arg-type]  # just checked


def _check(values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if name in ("text", *NAMES):
            _must(isinstance(value, str) or (value is None and name != "text"), name, "a string", value)
        elif name == "html":
            _must(isinstance(value, (str, bytes)), name, "a string", value)
        elif name in FLAGS:
            _must(isinstance(value, bool), name, "true or false", value)
        elif name == "act":
            _must(value in ACTS, name, f"one of {', '.join(ACTS)}", value)
        else:
            raise RequestError(422, f"unknown field {name!r:.60}: use text or html, {', '.join(OPTIONS)}")


def _must(holds: bool, name: str, wanted: str, value: object) -> None:
    if not holds:
        raise RequestError(422, f"{name!r} must be {wanted} and is {value!r:.60}")


def document_in(values: Mapping[str, object]) -> Document:
    """The document that a ``full`` answer holds.

    Raises:
        FormatError: it does not follow the contract, or does not hold its text.
    """
    text = values.get("text")
    if not isinstance(text, str):
        raise FormatError("$.text: the text that the offsets count in is missing; ask for it with full=true")
    return from_dict(values, text)
