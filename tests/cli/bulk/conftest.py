"""The command over the reader of ``fakes``, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

import quoteattr
from quoteattr.cli import bulk as bulk_run
from quoteattr.cli import main
from tests.cli.bulk import fakes

Command = Callable[..., Result]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def extract_in_processes(folder, monkeypatch) -> Command:
    """``quoteattr extract`` with worker processes that load the fake reader."""
    monkeypatch.setitem(vars(quoteattr), "load", fakes.load)
    return lambda *arguments, stdin=None: CliRunner().invoke(main, ["extract", *arguments], input=stdin)


@pytest.fixture
def extract(extract_in_processes, monkeypatch) -> Command:
    """The same without processes, which is faster."""
    monkeypatch.setattr(bulk_run, "Pool", fakes.InlinePool)
    return extract_in_processes
