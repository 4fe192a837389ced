"""What the API answers, and what it refuses."""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("starlette", reason="needs the extra: pip install 'quoteattr[serve]'")
pytest.importorskip("httpx2", reason="needs httpx2: pip install httpx2")
import jsonschema
from starlette.testclient import TestClient

import quoteattr
from quoteattr.server import Settings, application
from quoteattr.views.html import page
from tests.server.fakes import BrokenReader, SlowReader, read

TEXT = "Vale said the bridge is weak. Stone thought so too."
PLAIN = {"content-type": "text/plain"}
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
ARTICLE = (
    f"<html><body><article><h1>Bridge</h1><p>{TEXT} {'It stood for a hundred years. ' * 8}</p></article></body></html>"
)


def client(reader=read, **limits) -> TestClient:
    app = application(reader, Settings(**{"hosts": ("testserver",), **limits}))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def api():
    with client() as found:
        yield found


def contents(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["content"]["text"] for each in answer.json()["attributions"]]


# ---- reading


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (PLAIN, TEXT),
        ({"content-type": "text/plain; charset=utf-8"}, TEXT),
        (JSON, json.dumps({"text": TEXT})),
        (JSON, "\ufeff" + json.dumps({"text": TEXT, "id": None})),
        (HTML, ARTICLE),
        (JSON, json.dumps({"html": ARTICLE, "url": "https://example.org/bridge"})),
    ],
)
def test_a_text_or_a_page_gives_its_attributions(api, headers, body):
    if "html" in f"{headers}{body}":
        pytest.importorskip("trafilatura")
    answer = api.post("/api/attributions", content=body.encode(), headers=headers)
    assert contents(answer) == ["the bridge is weak", "so too"]
    jsonschema.validate(answer.json(), quoteattr.json_schema())


@pytest.mark.parametrize("way", ["address", "body"])
def test_options_may_stand_in_the_address_or_the_body(api, way):
    told = {"id": "bridge", "publisher": "The Post", "act": "speech"}
    if way == "address":
        answer = api.post("/api/attributions", params=told, content=TEXT, headers=PLAIN)
    else:
        answer = api.post("/api/attributions", json={"text": TEXT, **told}, params={"id": "another"})
    assert contents(answer) == ["the bridge is weak"]
    assert (answer.json()["id"], answer.json()["attributions"][0]["outlet"]) == ("bridge", "The Post")


def test_the_text_comes_back_where_it_is_new_or_asked_for(api):
    plain = api.post("/api/attributions", content=TEXT, headers=PLAIN)
    assert not {"text", "sentences"} & {*plain.json()}
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN).json()
    assert (full["text"], len(full["sentences"])) == (TEXT, 2)


def test_a_full_answer_becomes_the_same_page_as_the_document(api):
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN)
    shown = api.post("/api/page", params={"title": "Bridge"}, content=full.content, headers=JSON)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["content-security-policy"] == "sandbox allow-scripts allow-downloads"
    assert shown.text == page(read(TEXT), title="Bridge")


@pytest.mark.parametrize("text", ["", " \n", "Vale said \x00 and \u202e.", "Vale said “Ōtara”."])
def test_any_text_is_read(api, text):
    answer = api.post("/api/attributions?full=true", json={"text": text})
    assert answer.json()["text"] == text
    assert api.post("/api/page", content=answer.content, headers=JSON).status_code == 200


def test_a_lone_surrogate_is_spelled_as_an_escape(api):
    answer = api.post("/api/attributions?full=true", content=b'{"text": "Vale said \\ud800."}', headers=JSON)
    assert contents(answer) == ["\ud800"]


# ---- refusing


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (400, JSON, b"{", "no JSON"),
        (400, JSON, b'{"text": NaN}', "NaN is no JSON number"),
        (400, JSON, b'{"text": 1e999}', "1e999 is too large"),
        (400, JSON, b"[" * 200_000, "no JSON"),
        (400, JSON, b"1" * 5000, "no JSON"),
        (400, JSON, b"\xff", "not UTF-8 at byte 0"),
        (400, PLAIN, b"caf\xe9", "not UTF-8 at byte 3"),
        (415, {"content-type": "application/pdf"}, b"", "application/pdf"),
        (415, {}, b"", "of no type"),
        (422, JSON, b"[]", "the body is a list"),
        (422, JSON, b"{}", "either 'text' or 'html'"),
        (422, JSON, b'{"text": "a", "html": "b"}', "either 'text' or 'html'"),
        (422, JSON, b'{"text": 1}', "'text' must be a string and is 1"),
        (422, JSON, b'{"text": null}', "'text' must be a string"),
        (422, JSON, b'{"text": "a", "full": 1}', "'full' must be true or false and is 1"),
        (422, JSON, b'{"text": "a", "act": "song"}', "'act' must be one of speech, thought, all"),
        (422, JSON, b'{"text": "a", "act": []}', "'act' must be one of"),
        (422, JSON, b'{"text": "a", "tixt": "b"}', "unknown field 'tixt'"),
        (422, HTML, b"<html><body></body></html>", ""),
        (413, PLAIN, b"a" * 101, "101 characters, the most is 100"),
        (413, PLAIN, b"a" * 250_001, "longer than 250,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(status, headers, body, told):
    with client(max_chars=100, max_bytes=250_000) as api:
        answer = api.post("/api/attributions", content=body, headers=headers)
    assert (answer.status_code, told in answer.json()["error"]["message"]) == (status, True), answer.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("full=yes", "'full' must be true or false"),
        ("full=true&full=true", "given twice"),
        ("shout=1", "unknown parameter 'shout'"),
        ("act=", "'act' must be one of"),
    ],
)
def test_a_wrong_parameter_is_refused(api, query, told):
    answer = api.post(f"/api/attributions?{query}", content=TEXT, headers=PLAIN)
    assert (answer.status_code, told in answer.json()["error"]["message"]) == (422, True), answer.text


def test_a_body_without_a_length_is_cut_off_at_the_limit():
    def chunks():
        yield from [b"a" * 60] * 3

    with client(max_bytes=100) as api:
        assert api.post("/api/attributions", content=chunks(), headers=PLAIN).status_code == 413


def test_a_body_that_does_not_arrive_is_given_up():
    statuses = []

    async def receive():
        await asyncio.sleep(30)

    async def send(message):
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "path": "/api/attributions", "query_string": b""}
    scope["headers"] = [(b"host", b"testserver"), (b"content-type", b"text/plain")]
    asyncio.run(application(read, Settings(seconds=0.1, hosts=("testserver",)))(scope, receive, send))
    assert statuses[0] == 408


def test_a_page_of_a_text_that_is_too_long_is_refused_after_its_extraction():
    pytest.importorskip("trafilatura")
    with client(max_chars=100) as api:
        answer = api.post("/api/attributions", content=ARTICLE, headers=HTML)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("change", "told"),
    [({"text": None}, "$.text"), ({"text": "Another."}, "sentences[0].words"), ({"attributions": 1}, "attributions: ")],
)
def test_a_document_that_does_not_fit_makes_no_page(api, change, told):
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN).json()
    answer = api.post("/api/page", json={**full, **change})
    assert answer.status_code == 422
    assert answer.json()["error"]["type"] == "FormatError"
    assert told in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/api/page", 405), ("POST", "/health", 405), ("GET", "/../settings.py", 404)],
)
def test_other_addresses_and_methods_answer_in_the_same_form(api, method, path, status):
    answer = api.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"type", "message"}


def test_a_surprise_is_told_without_its_message():
    with client(BrokenReader()) as api:
        answer = api.post("/api/attributions", content=TEXT, headers=PLAIN)
        assert api.get("/health").json()["waiting"] == 0
    assert (answer.status_code, answer.json()["error"]["type"]) == (500, "RuntimeError")
    assert "secret" not in answer.text


def test_pages_without_the_extra_name_the_command(api, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    answer = api.post("/api/attributions", content=ARTICLE, headers=HTML)
    assert answer.status_code == 501
    assert "pip install 'quoteattr[html]'" in answer.json()["error"]["message"]


# ---- who may ask


@pytest.mark.parametrize(
    ("host", "status"),
    [("testserver", 200), ("testserver:8000", 200), ("TESTSERVER", 200), ("evil.example", 400), ("", 400)],
)
def test_only_known_hosts_are_served(api, host, status):
    assert api.get("/health", headers={"host": host}).status_code == status


@pytest.mark.parametrize(("name", "host"), [("::1", "[::1]:8000"), ("127.0.0.1", "127.0.0.1:1"), ("*", "a.example")])
def test_hosts_are_known_with_and_without_a_port(name, host):
    with client(hosts=(name,)) as api:
        assert api.get("/health", headers={"host": host}).status_code == 200


def test_a_page_of_another_site_may_link_here_but_not_ask(api):
    foreign = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert api.post("/api/attributions", content=TEXT, headers={**PLAIN, **foreign}).status_code == 403
    assert api.get("/", headers={**foreign, "sec-fetch-mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/app.js", "/app.css", "/health", "/nowhere"])
def test_every_answer_has_the_headers_of_safety(api, path):
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


# ---- many at once


def test_requests_share_the_reader_and_health_answers_meanwhile():
    reader = SlowReader()
    with client(reader) as api, ThreadPoolExecutor(4) as crowd:
        answers = [crowd.submit(api.post, "/api/attributions", content=TEXT, headers=PLAIN) for _ in range(4)]
        assert reader.begun.wait(10)
        assert api.get("/health").json()["status"] == "ok"
        reader.go.set()
        assert [contents(answer.result(20)) for answer in answers] == [["the bridge is weak", "so too"]] * 4
        assert api.get("/health").json()["waiting"] == 0


def test_more_than_the_queue_holds_is_sent_away_at_once():
    reader = SlowReader()
    with client(reader, queue=1) as api, ThreadPoolExecutor(1) as crowd:
        first = crowd.submit(api.post, "/api/attributions", content=TEXT, headers=PLAIN)
        assert reader.begun.wait(10)
        second = api.post("/api/attributions", content=TEXT, headers=PLAIN)
        reader.go.set()
        assert (second.status_code, second.headers["retry-after"]) == (503, "1")
        assert first.result(20).status_code == 200


def test_what_takes_too_long_is_answered_in_time_and_what_waited_is_dropped():
    reader = SlowReader()
    with client(reader, seconds=0.3) as api, ThreadPoolExecutor(2) as crowd:
        answers = [crowd.submit(api.post, "/api/attributions", content=TEXT, headers=PLAIN) for _ in range(2)]
        assert [answer.result(20).status_code for answer in answers] == [504, 504]
        assert api.get("/health").json()["waiting"] == 1  # the one that runs keeps its place, the other is gone
        reader.go.set()


# ---- the rest


def test_examples_are_there_to_be_read(api):
    found = api.get("/api/examples").json()
    assert len(found) >= 3
    assert all(each["text"].startswith(each["title"]) for each in found)


def test_without_the_extra_the_command_is_named(monkeypatch):
    for name in ("quoteattr.server.app", "starlette", "starlette.applications"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(quoteattr.MissingExtraError, match=r"pip install 'quoteattr\[serve\]'"):
        application(read)
