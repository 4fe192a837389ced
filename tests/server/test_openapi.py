"""The API follows its description: schemathesis sends valid and invalid requests."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("schemathesis", reason="needs schemathesis: pip install schemathesis")
pytest.importorskip("fastapi", reason="needs the extra: pip install 'quoteattr[serve]'")
pytest.importorskip("pebble", reason="needs the extra: pip install 'quoteattr[serve]'")
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from quoteattr.server import Settings, application, workers
from tests.server.fakes import load

APP = application(load, Settings(hosts=("*",), workers=1))
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)

# No schema can express that offsets fit their text or that HTML has an article: valid requests may be refused.
EXCLUDED = [schemathesis.checks.positive_data_acceptance]


@pytest.fixture(autouse=True, scope="module")
def light():
    """Workers without the libraries of the model, which the fake readers do not need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "PRELOAD", False)
        APP.state.workers.start()
        yield
        APP.state.workers.stop()


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_follows_the_description(case):
    case.call_and_validate(excluded_checks=EXCLUDED)


def test_the_description_is_complete():
    told = TestClient(APP).get("/openapi.json").json()
    assert set(told["paths"]) == {"/api/attributions", "/api/page", "/api/table", "/api/examples", "/health"}
    assert "$defs" not in json.dumps(told)
