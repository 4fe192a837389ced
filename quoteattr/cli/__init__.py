"""The command line: ``quoteattr extract``, ``show``, ``export``, ``evaluate``, ``train`` and ``serve``."""

from __future__ import annotations

from quoteattr.cli.main import main

__all__ = ["main"]
