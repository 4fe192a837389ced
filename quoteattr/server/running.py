"""The application on a socket, until somebody stops it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from math import ceil
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from quoteattr.errors import InputError

_IDLE = 5  # seconds that a connection is kept open for another request


def bound(host: str, port: int) -> socket.socket:
    """Return a socket at ``host`` and ``port``; port 0 takes any free port.

    Raises:
        InputError: the address is taken, not allowed, or not of this machine.
    """
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

    Then no more requests are taken, those that came get their answers, within ``seconds``, and the function returns. A
    second SIGINT stops at once. ``ready`` is called before the first request.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=ceil(seconds),
        ws="none",
        lifespan="on",
    )
    server = uvicorn.Server(config)

    def stop(number: int, frame: FrameType | None) -> None:
        """Stop a server that does not handle signals yet. After its end it raises them again, which is no failure."""
        server.should_exit = True

    before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        listening.listen()  # from here on a request waits, where before it would be refused
        ready()
        server.run(sockets=[listening])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
