"""The search for reference cycles: paused while a batch is read or a model loaded, then as it was before."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from quoteattr.limits import paused_collector


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_paused_and_then_as_before(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled() == enabled


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(ValueError, match="no model"), paused_collector():
        raise ValueError("no model")
    assert gc.isenabled()
