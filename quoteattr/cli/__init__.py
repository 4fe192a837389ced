"""The command line: ``quoteattr extract``, ``show``, ``export``, ``evaluate``, ``train`` and ``serve``."""

from __future__ import annotations

from quoteattr.cli.commands import main
from quoteattr.cli.evaluating import evaluate
from quoteattr.cli.exporting import export
from quoteattr.cli.extracting import extract
from quoteattr.cli.serving import serve
from quoteattr.cli.training import train

for command in (extract, export, evaluate, train, serve):
    main.add_command(command)

__all__ = ["main"]
