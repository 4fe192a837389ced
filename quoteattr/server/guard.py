"""Before every request: is it meant for this server, and does no foreign page send it? After it: the headers of safety.

A server on loopback can be reached by every page that the user opens. A foreign page could make a name of its own point
at this machine, so the host must be one that is known; and it could send texts to read, so browsers' own word for
who asks is heeded.
"""

from __future__ import annotations

from attrs import frozen
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoteattr.server.problems import RequestError

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@frozen
class Guard:
    """The middleware. ``hosts`` may hold ``*`` for any; ``policy`` is the content security policy of every answer."""

    app: ASGIApp
    hosts: tuple[str, ...]
    policy: str

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

        problem = self._problem(Headers(scope=scope))
        if problem is None:
            await self.app(scope, receive, send_safely)
        else:
            await JSONResponse(problem.body(), problem.status)(scope, receive, send_safely)

    def _problem(self, headers: Headers) -> RequestError | None:
        name = host_in(headers.get("host", ""))
        if "*" not in self.hosts and name not in self.hosts:
            return RequestError(400, f"the host {name!r:.60} is not known: start with --allow-host to let it in")
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return RequestError(403, "a page of another site asked: open the app itself")
        return None


def host_in(value: str) -> str:
    """The name in a Host header, without its port: ``[::1]:8000`` is ``::1``."""
    if value.startswith("["):
        return value[1:].partition("]")[0].lower()
    return value.partition(":")[0].lower()
