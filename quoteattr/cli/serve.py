"""``quoteattr serve``: the page as an app, and a JSON API, on a socket of this machine, until somebody stops it."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from math import ceil
from types import FrameType
from typing import TYPE_CHECKING

import click
from attrs import evolve

from quoteattr.cli import options
from quoteattr.cli.options import Loading
from quoteattr.errors import InputError, QuoteattrError, needs_extra
from quoteattr.server import LOOPBACK, NEEDS, Settings, application

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_LIMITS = Settings()
_IDLE = 5  # seconds that a connection is kept open for another request


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; the default is this machine only."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free port.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Additional host name to accept; * accepts any.")
@options.together(
    "settings",
    Settings,
    options.number("--max-chars", _LIMITS.max_chars, "A longer text is refused."),
    options.number("--max-bytes", _LIMITS.max_bytes, "A request with a longer body is refused."),
    options.seconds("--max-seconds", "seconds", default=_LIMITS.seconds, text="The longest that a request may take."),
    options.number("--queue", _LIMITS.queue, "Requests that may wait for a worker at once."),
    options.number("--workers", _LIMITS.workers, "Worker processes, each with its own model."),
)
@options.loading_with_people
def serve(host: str, port: int, allow_host: tuple[str, ...], settings: Settings, loading: Loading) -> None:
    """Serve a web app and a JSON API, described at /openapi.json.

    The server does not keep what it receives. It has no login: let others in only through a reverse proxy that has one.

    \b
    Examples:
      quoteattr serve
      quoteattr serve --port 9000 --max-chars 50000
    """
    hosts = tuple(dict.fromkeys((*LOOPBACK, host.lower(), *(name.lower() for name in allow_host))))
    try:
        with needs_extra("serve", NEEDS):
            import uvicorn  # noqa: F401
        listening = bound(host, port)  # before the model, which takes longer
    except QuoteattrError as error:
        options.stop(error)
    with listening:
        try:
            app = application(loading.loader(), evolve(settings, hosts=hosts))
            app.state.workers.start()
        except QuoteattrError as error:
            options.stop(error)
        run(app, listening, settings.seconds, lambda: click.echo(f"Open {address_of(listening)} (Ctrl-C stops)"))


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
    import uvicorn

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
