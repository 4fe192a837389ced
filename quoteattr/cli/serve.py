"""``quoteattr serve``: the page as an app, and a JSON API, on this machine."""

from __future__ import annotations

import click
from attrs import evolve

from quoteattr.cli import options
from quoteattr.cli.options import Loading
from quoteattr.errors import QuoteattrError, needs_extra
from quoteattr.server.settings import LOOPBACK, NEEDS, Settings

_LIMITS = Settings()


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
            from quoteattr.server import application, running
        listening = running.bound(host, port)  # before the model, which takes longer
    except QuoteattrError as error:
        options.stop(error)
    with listening:
        app = application(loading.loader(), evolve(settings, hosts=hosts))
        try:
            app.state.workers.start()
        except QuoteattrError as error:
            options.stop(error)
        address = running.address_of(listening)
        running.run(app, listening, settings.seconds, lambda: click.echo(f"Open {address} (Ctrl-C stops)"))
