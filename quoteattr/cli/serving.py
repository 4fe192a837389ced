"""``quoteattr serve``: the page as an app, and a JSON API, on this machine."""

from __future__ import annotations

import click

from quoteattr.cli import options
from quoteattr.errors import MissingExtraError, QuoteattrError
from quoteattr.server.settings import LOOPBACK, Settings

_LIMITS = Settings()


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; the default is this machine alone."
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 stands for any that is free."
)
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A further name by which the server is called; * any."
)
@click.option(
    "--max-chars",
    type=click.IntRange(min=1),
    default=_LIMITS.max_chars,
    show_default=True,
    help="A longer text is refused.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=_LIMITS.max_bytes,
    show_default=True,
    help="A request with a longer body is refused.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=_LIMITS.seconds,
    show_default=True,
    help="The longest that a request may take.",
)
@click.option(
    "--queue",
    type=click.IntRange(min=1),
    default=_LIMITS.queue,
    show_default=True,
    help="Requests that may wait at once.",
)
@options.model
@options.threads
def serve(
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    max_chars: int,
    max_bytes: int,
    max_seconds: float,
    queue: int,
    model: str,
    threads: int,
) -> None:
    """Serve the reader as an app and a JSON API, described at /openapi.json.

    What is sent is read and not kept. There is no login: let others in only behind a server that has one.

    \b
    Examples:
      quoteattr serve
      quoteattr serve --port 9000 --max-chars 50000
    """
    try:
        from quoteattr.server import application, running
    except ImportError as error:
        options.stop(_missing(error))
    hosts = tuple(dict.fromkeys((*LOOPBACK, host.lower(), *(name.lower() for name in allow_host))))
    settings = Settings(max_bytes, max_chars, max_seconds, queue, hosts)
    try:
        listening = running.bound(host, port)  # before the model, which takes longer
    except QuoteattrError as error:
        options.stop(error)
    with listening:
        app = application(options.load_reader(model, threads), settings)
        address = running.address_of(listening)
        running.run(app, listening, max_seconds, lambda: click.echo(f"Open {address} (Ctrl-C stops)"))


def _missing(error: ImportError) -> MissingExtraError:
    from quoteattr.server import INSTALL

    return MissingExtraError(f"the server needs starlette and uvicorn ({error}): run {INSTALL}")
