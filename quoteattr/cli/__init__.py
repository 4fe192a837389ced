"""The command line: ``quoteattr extract`` and ``quoteattr show``."""

from __future__ import annotations

from quoteattr.cli.commands import main

__all__ = ["main"]
