"""What the server may be asked to do, and by whom."""

from __future__ import annotations

from attrs import frozen

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@frozen
class Settings:
    """The limits of the server.

    ``max_bytes`` are those of a request's body, ``max_chars`` those of a text to read. ``seconds`` is the longest that
    a request may wait for its answer, and ``queue`` how many may wait for the model at once. ``hosts`` are the names by
    which the server may be called, ``*`` any.
    """

    max_bytes: int = 16_000_000
    max_chars: int = 200_000
    seconds: float = 60.0
    queue: int = 16
    hosts: tuple[str, ...] = LOOPBACK
