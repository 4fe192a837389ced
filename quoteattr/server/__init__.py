"""A server over the model in worker processes: the page of ``views.html`` as an app, and a JSON API.

It needs the extra ``serve``. It does not store what it receives, and connects to no other machine. This module
has its settings, and runs it on a socket.
"""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from math import ceil, inf
from types import FrameType
from typing import TYPE_CHECKING

from attrs import field, frozen

import quoteattr
from quoteattr.errors import ArgumentError, InputError, needs_extra
from quoteattr.inputs import seconds, whole_number

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from quoteattr.attributor import QuoteAttributor

__all__ = ["LOOPBACK", "NEEDS", "Settings", "address_of", "application", "bind", "host_names", "run"]

NEEDS = "the server needs fastapi, uvicorn and pebble"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"[a-zA-Z\d][\w.-]*", re.ASCII)
_IDLE = 5  # seconds that a connection is kept open for another request


def host_names(hosts: object) -> tuple[str, ...]:
    """Return host names in lower case, each once."""
    if not isinstance(hosts, tuple) or not hosts or not all(isinstance(each, str) for each in hosts):
        raise ArgumentError(f"{hosts=} is no tuple of names: give one such as ('news.example.org',)")
    for host in hosts:
        with suppress(ValueError):
            ip_address(host)
            continue
        if host != "*" and not _HOST.fullmatch(host):
            raise ArgumentError(
                f"hosts={host!r} is no host name: give one such as 'news.example.org', without scheme, "
                "port and path, and with xn-- in place of letters that are not ASCII"
            )
    return tuple(dict.fromkeys(host.lower() for host in hosts))


@frozen
class Settings:
    """Limits of the server.

    Raises:
        ArgumentError: A value has a wrong type or is not greater than 0.

    Attributes:
        max_bytes: The longest body of a request.
        max_chars: The longest text to read.
        seconds: The longest time from a complete request to its answer. A request waits for a worker for at most half
            of it.
        queue: The most requests that wait for a worker at once.
        workers: Processes that analyse texts, each with its own model; by default one per processor, at most four, and
            one more for long texts, whose priority is lowered.
        hosts: Host names under which the server answers, without scheme and port; ``*`` allows any.
    """

    max_bytes: int = 16_000_000
    max_chars: int = 200_000
    seconds: float = 60.0
    queue: int = 64
    workers: int = field(factory=lambda: min(os.cpu_count() or 1, 4) + 1)
    hosts: tuple[str, ...] = field(default=LOOPBACK, converter=host_names)

    def __attrs_post_init__(self) -> None:
        for name in ("max_bytes", "max_chars", "queue", "workers"):
            whole_number(name, getattr(self, name))
        seconds("seconds", self.seconds)


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


def bind(host: str, port: int) -> socket.socket:
    """Return a socket at an address, at any free port for 0; raise InputError where it is taken or not allowed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot listen at {host}, port {port}: {reason}; choose another --host or --port") from error
    return made


def address_of(listening: socket.socket) -> str:
    """Return the address to open: ``http://127.0.0.1:8000``."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: ASGIApp, listening: socket.socket, seconds: float, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Then no more requests are accepted, pending ones are answered within ``seconds``, and the function returns. A
    second SIGINT stops at once. ``ready`` is called before the first request.
    """
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=None if seconds == inf else ceil(seconds),
        ws="none",
        lifespan="on",
    )
    server = uvicorn.Server(config)

    def stop(number: int, frame: FrameType | None) -> None:
        """Stop a server that does not handle signals yet. After its end it raises them again; this is no failure."""
        server.should_exit = True

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        listening.listen()  # from here on requests wait; before, they are refused
        ready()
        server.run(sockets=[listening])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
