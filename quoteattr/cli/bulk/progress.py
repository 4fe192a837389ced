"""How far a run has come, on the standard error."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from time import monotonic

from rich import progress
from rich.console import Console


class Progress:
    """A bar with rates and the time that is left; nothing where the standard error is no terminal, or ``quiet``.

    ``total`` counts the rows of the input. It runs beside the work, since it may take a while.
    """

    def __init__(self, total: Callable[[], int | None], *, done: int, quiet: bool) -> None:
        console = Console(stderr=True)
        self._is_shown = console.is_terminal and not quiet
        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rates]}"),
            progress.TimeRemainingColumn(),
            console=console,
            disable=not self._is_shown,
        )
        self._task = self._bar.add_task("", total=None, completed=done, rates="")
        self._total = total
        self._begun = monotonic()
        self._rows = self._words = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        if self._is_shown:
            Thread(target=self._find_total, daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bar.stop()

    def add(self, rows: int, words: int) -> None:
        """Notes that so many rows are done, with so many words in them."""
        self._rows += rows
        self._words += words
        seconds = max(monotonic() - self._begun, 1e-9)
        rates = f"{self._rows / seconds:,.1f} articles/s, {self._words / seconds:,.0f} words/s"
        self._bar.update(self._task, advance=rows, rates=rates)

    def _find_total(self) -> None:
        self._bar.update(self._task, total=self._total())
