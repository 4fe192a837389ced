"""One browser for the tests of this folder."""

from __future__ import annotations

import pytest

from tests.views.browser import chromium, complaints, show


@pytest.fixture(scope="session")
def _browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads")) as driver:
        yield driver


@pytest.fixture
def browser(_browser):
    """A wide, light window whose console is empty, before and after the test."""
    show(_browser)
    complaints(_browser)
    yield _browser
    assert complaints(_browser) == []
