"""The API against its own description: schemathesis sends what fits it and what does not."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("schemathesis", reason="needs schemathesis: pip install schemathesis")
pytest.importorskip("starlette", reason="needs the extra: pip install 'quoteattr[serve]'")
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from quoteattr.server import Settings, application
from tests.server.fakes import read

APP = application(read, Settings(hosts=("*",)))
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", APP)

# That offsets fit their text, and that HTML holds an article, no schema can tell: what fits it may still be refused.
EXCLUDED = [schemathesis.checks.positive_data_acceptance]


@SCHEMA.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    case.call_and_validate(excluded_checks=EXCLUDED)


def test_the_description_is_complete():
    with TestClient(APP) as client:
        told = client.get("/openapi.json").json()
    paths = {route.path for route in APP.routes}
    assert set(told["paths"]) == {path for path in paths if path.startswith("/api/") or path == "/health"}
    assert "$defs" not in json.dumps(told)
