"""How long a text may be and how long it may take, where the caller sets limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from time import monotonic

from attrs import frozen

from quoteattr.errors import TextValueError

# When the text that this thread reads has to be done, in seconds of time.monotonic().
_DEADLINE: ContextVar[float] = ContextVar("_DEADLINE", default=inf)


@frozen
class Limits:
    """The most characters that a text may have, and the most seconds that it may take; None for no limit."""

    max_chars: int | None = None
    max_seconds: float | None = None

    def check(self, text: str) -> None:
        """Raises TextValueError where the text is too long."""
        if self.max_chars is not None and len(text) > self.max_chars:
            raise TextValueError(
                f"the text has {len(text):,} characters, the most is {self.max_chars:,}: split it, or load the model "
                "with a larger max_chars"
            )

    @contextmanager
    def time(self) -> Iterator[None]:
        """The time of one text begins: once it is over, :func:`in_time` raises."""
        token = _DEADLINE.set(inf if self.max_seconds is None else monotonic() + self.max_seconds)
        try:
            yield
        finally:
            _DEADLINE.reset(token)


def in_time() -> None:
    """Called between the steps of the work; raises TextValueError where the time of the text is over."""
    if monotonic() > _DEADLINE.get():
        raise TextValueError("the text was not read in time: split it, or load the model with a larger max_seconds")
