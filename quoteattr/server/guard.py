"""Refuse requests that are not meant for this server or come from foreign pages; limit bodies; add security headers.

A server on loopback is within reach of every page that its user opens:

- A foreign page can point a name of its own at this machine (DNS rebinding). So the ``Host`` must be known.
- A foreign page can send requests. Browsers name the page in ``Origin``, where a page without an address is ``null``,
  and its relation in ``Sec-Fetch-Site``. A request with a foreign ``Origin`` is refused, and so is one from another
  site, unless it opens a page by a link. Programs that are no browsers send neither header.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import anyio
from attrs import define, field
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoteattr.server import LOOPBACK, Settings
from quoteattr.server.api import ProblemResponse, RequestError

_MOST_AT_ONCE = 200  # requests, each of which may hold a body
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send Origin: null
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_DEFAULT_PORTS = {"http": 80, "https": 443}


@define
class Guard:
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
        body = _Body(receive, self.settings)
        self._running += 1
        try:
            await self.app(scope, body.receive, send_safely)
        finally:
            self._running -= 1

    def _problem(self, method: str, headers: Headers) -> RequestError | None:
        settings = self.settings
        if self._running >= _MOST_AT_ONCE:
            return RequestError(503, f"{_MOST_AT_ONCE} requests are open already: try again in a moment")
        name = host_in(headers.get("host", ""))
        if "*" not in settings.hosts and name not in settings.hosts:
            return RequestError(400, f"the host {name!r:.60} is unknown: allow it with --allow-host")
        if is_foreign(method, headers, settings.hosts):
            return RequestError(403, "a page of another site sent the request: open the app itself")
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > settings.max_bytes:
            return _too_long(settings)
        return None


def is_foreign(method: str, headers: Headers, hosts: tuple[str, ...]) -> bool:
    """Return whether a page of another origin sent the request, other than a link that the user followed."""
    origin = headers.get("origin")
    if origin is not None and not _is_own(origin, headers.get("host", ""), hosts):
        return True
    is_link = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
    return headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not is_link


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
    except (KeyError, ValueError):  # null, another scheme, or no address at all
        return False
    return parts.hostname in hosts and parts.hostname not in LOOPBACK


def host_in(value: str) -> str:
    """Return the name in a Host header without its port: ``[::1]:8000`` is ``::1``."""
    if value.startswith("["):
        return value[1:].partition("]")[0].lower()
    return value.partition(":")[0].lower()


def _too_long(settings: Settings) -> RequestError:
    return RequestError(413, f"the body is longer than {settings.max_bytes:,} bytes: send less")


@define
class _Body:
    """The body of a request, which must be within ``max_bytes`` and complete within ``seconds``."""

    _receive: Receive
    _settings: Settings
    _length: int = field(default=0, init=False)
    _deadline: float = field(factory=anyio.current_time, init=False)
    _complete: bool = field(default=False, init=False)

    async def receive(self) -> Message:
        """Return the next message; raise a RequestError if the body is too long (413) or too late (408)."""
        if self._complete:
            return await self._receive()
        left = self._deadline + self._settings.seconds - anyio.current_time()
        try:
            with anyio.fail_after(left):
                message = await self._receive()
        except TimeoutError:
            problem = f"the body did not arrive within {self._settings.seconds:g} seconds"
            raise RequestError(408, problem) from None
        self._length += len(message.get("body", b""))
        if self._length > self._settings.max_bytes:
            raise _too_long(self._settings)
        self._complete = not message.get("more_body", False)
        return message
