"""The command line: ``quoteattr extract``, ``quoteattr show`` and ``quoteattr evaluate``."""

from __future__ import annotations

from quoteattr.cli.commands import main
from quoteattr.cli.evaluating import evaluate

main.add_command(evaluate)

__all__ = ["main"]
