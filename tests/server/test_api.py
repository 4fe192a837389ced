"""Responses and errors of the API."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

pytest.importorskip("fastapi", reason="needs the extra: pip install 'quoteattr[serve]'")
pytest.importorskip("pebble", reason="needs the extra: pip install 'quoteattr[serve]'")
pytest.importorskip("httpx2", reason="needs httpx2: pip install httpx2")
import jsonschema
from attrs import evolve
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import quoteattr
from quoteattr import Document
from quoteattr.formats.columns import HEADER, cells, csv_text
from quoteattr.server import Settings, app, application, workers
from quoteattr.server.api import Options, Read, perform
from quoteattr.views.html import to_html
from tests.server.fakes import load, load_broken, load_nothing, read

TEXT = "Vale said the bridge is weak. Stone thought so too."
PLAIN = {"content-type": "text/plain"}
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html"}
ARTICLE = (
    f"<html><body><article><h1>Bridge</h1><p>{TEXT} {'It stood for a hundred years. ' * 8}</p></article></body></html>"
)


PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True, scope="module")
def light():
    """Workers without the libraries of the model, which the fake readers do not need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "PRELOAD", False)
        yield


def client(loader=load, **limits) -> TestClient:
    app = application(loader, Settings(**{"hosts": ("testserver",), "workers": 1, **limits}))
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def api(light):
    with client() as found:
        yield found


@pytest.fixture(scope="module")
def narrow(light):
    """A server with low limits."""
    with client(max_chars=100, max_bytes=250_000) as found:
        yield found


def post(api, text: str, **options):
    return api.post("/api/attributions", content=text, headers=PLAIN, **options)


def problem(answer, status: int) -> str:
    """The detail of the problem document of an answer."""
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    assert (told["status"], told["type"]) == (status, "about:blank")
    assert told["title"]
    assert told["detail"] == told["error"]["message"]
    assert ("retry-after" in answer.headers) == (status == 503)
    return told["detail"]


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
def test_a_text_or_a_page_has_its_attributions(api, headers, body):
    if "html" in f"{headers}{body}":
        pytest.importorskip("trafilatura")
    answer = api.post("/api/attributions", content=body.encode(), headers=headers)
    assert contents(answer) == ["the bridge is weak", "so too"]
    jsonschema.validate(answer.json(), quoteattr.json_schema())


@pytest.mark.parametrize("way", ["address", "body"])
def test_options_may_be_in_the_address_or_the_body(api, way):
    told = {"id": "bridge", "publisher": "The Post", "act": "speech"}
    if way == "address":
        answer = api.post("/api/attributions", params=told, content=TEXT, headers=PLAIN)
    else:
        answer = api.post("/api/attributions", json={"text": TEXT, **told}, params={"id": "another"})
    assert contents(answer) == ["the bridge is weak"]
    assert (answer.json()["id"], answer.json()["attributions"][0]["outlet"]) == ("bridge", "The Post")


@pytest.mark.parametrize(
    ("name", "value", "own"),
    [
        ("published", "2022-05-06", "2023-04-04"),
        ("publisher", "The Post", "Orbel Citizen"),
        ("outlet", "TASS", "Reuters"),
    ],
)
def test_facts_in_the_request_override_the_text_as_the_description_says(api, attributor, name, value, own):
    text = f"Bridge stays shut\n\nBy Ida Vale, Orbel Citizen\n\nApril 4, 2023\n\nORBEL (Reuters) - {TEXT}"

    def found(options: Options) -> str:
        article = json.loads(perform(Read(text.encode(), "text/plain", options, 1000), attributor))["article"]
        return article[name] if name == "published" else article[name]["name"]

    assert (found(Options()), found(Options(**{name: value}))) == (own, value)
    schemas = api.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Asked"]["properties"][name]["description"].endswith("Overrides text and page markup.")


def test_the_text_is_returned_if_it_is_extracted_or_requested(api):
    plain = api.post("/api/attributions", content=TEXT, headers=PLAIN)
    assert not {"text", "sentences"} & {*plain.json()}
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN).json()
    assert (full["text"], len(full["sentences"])) == (TEXT, 2)


def test_a_full_answer_is_rendered_like_the_document(api):
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN)
    shown = api.post("/api/page", params={"title": "Bridge"}, content=full.content, headers=JSON)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["content-security-policy"] == "sandbox allow-scripts allow-downloads"
    assert shown.text == to_html(read(TEXT), title="Bridge")


@pytest.mark.parametrize(("options", "id"), [({}, "own"), ({"id": "other"}, "other")])
def test_the_table_of_a_full_answer_is_that_of_the_document(api, options, id):
    full = api.post("/api/attributions", params={"full": "true", "id": "own"}, content=TEXT, headers=PLAIN)
    table = api.post("/api/table", params=options, content=full.content, headers=JSON)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text == csv_text([HEADER, *cells([read(TEXT, id=id)])])


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
        (400, JSON, b"{", "not JSON"),
        (400, JSON, b'{"text": NaN}', "NaN is not a JSON number"),
        (400, JSON, b'{"text": 1e999}', "1e999 is too large"),
        (400, JSON, b"[" * 200_000, "not JSON"),
        (400, JSON, b"1" * 5000, "not JSON"),
        (400, JSON, b"\xff", "not UTF-8 at byte 0"),
        (400, PLAIN, b"caf\xe9", "not UTF-8 at byte 3"),
        (415, {"content-type": "application/pdf"}, b"", "application/pdf"),
        (415, {}, b"", "of no type"),
        (422, JSON, b"[]", "the body is a list"),
        (422, JSON, b"{}", "either 'text' or 'html'"),
        (422, JSON, b'{"text": "a", "html": "b"}', "either 'text' or 'html'"),
        (422, JSON, b'{"text": 1}', "'text': input should be a valid string, found 1"),
        (422, JSON, b'{"text": null}', "'text': input should be a valid string, found None"),
        (422, JSON, b'{"text": "a", "full": 1}', "'full': input should be a valid boolean, found 1"),
        (422, JSON, b'{"text": "a", "full": "true"}', "'full': input should be a valid boolean, found 'true'"),
        (
            422,
            JSON,
            b'{"text": "a", "act": "song"}',
            "'act': input should be 'speech', 'thought' or 'all', found 'song'",
        ),
        (422, JSON, b'{"text": "a", "act": []}', "'act': input should be"),
        (422, JSON, b'{"text": "a", "tixt": "b"}', "unknown field or parameter 'tixt'"),
        (
            422,
            JSON,
            b'{"text": "a", "id": true}',
            "'id': input should be a valid string or a valid integer, found True",
        ),
        (422, JSON, b'{"text": "a", "id": 1.0}', "'id': input should be a valid string or a valid integer, found 1.0"),
        (422, JSON, b'{"text": "a", "query": 1}', "unknown field or parameter 'query'"),
        (422, HTML, b"<html><body></body></html>", ""),
        (413, PLAIN, b"a" * 101, "101 characters, the most is 100"),
        (413, PLAIN, b"a" * 250_001, "longer than 250,000 bytes"),
    ],
)
def test_invalid_input_is_refused_with_the_reason(narrow, status, headers, body, told):
    assert told in problem(narrow.post("/api/attributions", content=body, headers=headers), status)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("full=yes", "'full': input should be a valid boolean, found 'yes'"),
        ("full=true&full=true", "given twice"),
        ("shout=1", "unknown field or parameter 'shout'"),
        ("act=", "'act': input should be"),
    ],
)
def test_a_wrong_parameter_is_refused(api, query, told):
    assert told in problem(api.post(f"/api/attributions?{query}", content=TEXT, headers=PLAIN), 422)


def test_a_body_without_a_length_is_cut_off_at_the_limit(narrow):
    def chunks():
        yield from [b"a" * 100_000] * 3

    problem(narrow.post("/api/attributions", content=chunks(), headers=PLAIN), 413)


def test_a_body_that_does_not_arrive_times_out():
    statuses = []

    async def receive():
        await asyncio.sleep(30)

    async def send(message):
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "path": "/api/attributions", "query_string": b""}
    scope["headers"] = [(b"host", b"testserver"), (b"content-type", b"text/plain")]
    asyncio.run(application(load, Settings(seconds=0.1, hosts=("testserver",)))(scope, receive, send))
    assert statuses[0] == 408


def test_a_page_of_a_text_that_is_too_long_is_refused_after_its_extraction(narrow):
    pytest.importorskip("trafilatura")
    problem(narrow.post("/api/attributions", content=ARTICLE, headers=HTML), 413)


@pytest.mark.parametrize("address", ["/api/page", "/api/table"])
@pytest.mark.parametrize(
    ("change", "told"),
    [({"text": None}, "$.text"), ({"text": "Another."}, "sentences[0].words"), ({"attributions": 1}, "attributions: ")],
)
def test_an_invalid_document_is_not_rendered(api, address, change, told):
    full = api.post("/api/attributions?full=true", content=TEXT, headers=PLAIN).json()
    answer = api.post(address, json={**full, **change})
    assert answer.status_code == 422
    assert answer.json()["error"]["type"] == "FormatError"
    assert told in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/page", 405),
        ("GET", "/api/table", 405),
        ("POST", "/health", 405),
        ("GET", "/../settings.py", 404),
    ],
)
def test_other_addresses_and_methods_answer_in_the_same_form(api, method, path, status):
    problem(api.request(method, path), status)


def test_an_unexpected_error_is_reported_without_its_message():
    with client(load_broken) as api:
        answer = post(api, TEXT)
        assert api.get("/health").json()["waiting"] == 0
    problem(answer, 500)
    assert answer.json()["error"]["type"] == "RuntimeError"
    assert "secret" not in answer.text


def test_a_model_that_cannot_be_loaded_is_reported_at_the_start():
    with pytest.raises(quoteattr.ModelError, match="no model 'nothing'"), client(load_nothing):
        pass


def test_claims_of_one_act_refer_to_each_other_by_their_new_places():
    def nested(text: str, **known: object) -> Document:
        document = read(text, **known)
        thought, said, other = document.attributions
        return evolve(document, attributions=[thought, said, evolve(other, nested_in=1)])

    text = b"Vale thought it rained. Lund said it stopped. Ida said it rained."
    body = perform(Read(text, "text/plain", Options(act="speech"), 1000), nested)
    assert [each["nested_in"] for each in json.loads(body)["attributions"]] == [None, 0]


def test_pages_without_the_extra_name_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = perform(Read(ARTICLE.encode(), "text/html", Options(), 1000), read)
    assert (found.status, "pip install 'quoteattr[html]'" in str(found)) == (501, True)


# ---- allowed origins


@pytest.mark.parametrize(
    ("host", "status"),
    [("testserver", 200), ("testserver:8000", 200), ("TESTSERVER", 200), ("evil.example", 400), ("", 400)],
)
def test_only_known_hosts_are_served(api, host, status):
    assert api.get("/health", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("name", "host"),
    [("::1", "[::1]:8000"), ("127.0.0.1", "127.0.0.1:1"), ("*", "a.example"), ("News.example", "news.example:80")],
)
def test_hosts_are_known_with_and_without_a_port(name, host):
    found = TestClient(application(load, Settings(hosts=(name,))))
    assert found.get("/health", headers={"host": host}).status_code == 200


HERE = "http://testserver"
CROSS = {"sec-fetch-site": "cross-site"}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {}, 200),  # a program
        ("POST", {"origin": HERE, "sec-fetch-site": "same-origin"}, 200),
        ("POST", {"origin": "https://testserver:443"}, 200),  # a proxy in front of the server terminates TLS
        ("POST", {"origin": "http://testserver:8000"}, 200),
        ("POST", {"origin": "null"}, 403),
        ("POST", {"origin": ""}, 403),
        ("POST", {"origin": "http://["}, 403),
        ("POST", {"origin": "http://evil.example"}, 403),
        ("POST", {"origin": "http://testserver.evil.example"}, 403),
        ("POST", {"origin": "http://localhost:3000"}, 403),
        ("POST", {"origin": "file://testserver"}, 403),
        ("POST", {**CROSS, "sec-fetch-mode": "no-cors"}, 403),
        ("POST", {**CROSS, "sec-fetch-mode": "navigate"}, 403),  # a form that a foreign page sends
        ("POST", {"sec-fetch-site": "same-site"}, 403),  # a page at another port of this machine
        ("GET", {**CROSS, "sec-fetch-mode": "navigate"}, 200),  # a link
        ("GET", {**CROSS, "sec-fetch-mode": "no-cors"}, 403),
        ("GET", {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, 200),
        ("GET", {"origin": "null"}, 403),
    ],
)
def test_foreign_pages_are_refused(api, method, headers, status):
    if method == "GET":
        answer = api.get("/", headers=headers)
    else:
        answer = api.post("/api/attributions", content=TEXT, headers={**PLAIN, **headers})
    assert answer.status_code == status, answer.text
    if status == 403:
        assert "another origin" in problem(answer, 403)


def test_another_port_of_this_machine_is_foreign():
    found = TestClient(application(load, Settings()), base_url="http://localhost:8000")
    assert found.get("/health", headers={"origin": "http://localhost:8000"}).status_code == 200
    for origin in ("http://localhost:3000", "http://127.0.0.1:8000"):
        assert found.get("/health", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("path", ["/", "/app.js", "/app.css", "/health", "/nowhere"])
def test_every_answer_has_the_security_headers(api, path):
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]


# ---- many at once


def until_waiting(api, count: int) -> None:
    deadline = time.monotonic() + 30
    while api.get("/health").json()["waiting"] != count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_requests_share_the_workers_and_health_answers_meanwhile(api):
    with ThreadPoolExecutor(4) as crowd:
        answers = [crowd.submit(post, api, f"Wait 1. {TEXT}") for _ in range(2)]
        until_waiting(api, 2)
        assert [contents(answer.result(20)) for answer in answers] == [["the bridge is weak", "so too"]] * 2
        assert api.get("/health").json()["waiting"] == 0


def test_requests_beyond_the_queue_are_refused_at_once():
    with client(queue=1) as api, ThreadPoolExecutor(2) as crowd:
        answers = [crowd.submit(post, api, "Wait 3.") for _ in range(2)]  # one is processed, the other waits
        until_waiting(api, 2)
        assert "1 requests are waiting" in problem(post(api, TEXT), 503)
        assert [answer.result(20).status_code for answer in answers] == [200, 200]


def test_too_many_open_requests_get_a_problem_document_too(api, monkeypatch):
    monkeypatch.setattr(app, "_MOST_AT_ONCE", 0)
    assert "requests are open already" in problem(api.get("/health"), 503)


def test_a_text_that_takes_too_long_is_aborted_and_the_worker_replaced():
    with client(seconds=2) as api:
        begun = time.monotonic()
        assert "there was no answer in time" in problem(post(api, "Wait 60."), 504)
        assert 2 <= time.monotonic() - begun < 20  # far less than the text takes
        assert contents(post(api, TEXT)) == ["the bridge is weak", "so too"]


def test_a_request_that_waits_too_long_for_a_worker_gets_retry_after():
    with client(seconds=2) as api, ThreadPoolExecutor(1) as crowd:
        first = crowd.submit(post, api, "Wait 60.")
        until_waiting(api, 1)
        assert "no worker became free within 1 seconds" in problem(post(api, TEXT), 503)
        problem(first.result(20), 504)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no priority of a thread")
@pytest.mark.parametrize(("seconds", "falls"), [(0.0, False), (3.0, True)])
def test_the_priority_of_a_task_falls_with_its_processor_time(seconds, falls):
    before = os.getpriority(os.PRIO_PROCESS, 0)

    def work() -> bytes:
        while time.thread_time() < seconds and own() == before:
            pass
        return b"%d" % own()

    def own() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert (int(workers._with_falling_priority(work)) > before) == falls
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


@pytest.mark.parametrize(
    ("headers", "body", "least"),
    [
        (PLAIN, "{}", 20_000),
        (HTML, "{}", 1_000_000),
        (JSON, '{{"text": "{}"}}', 20_000),
        (JSON, '{{"text": "{} \\"html\\": 5"}}', 20_000),
        (JSON, '{{"text": "{}", "id": "html"}}', 20_000),
        (JSON, '{{"html": "{}"}}', 1_000_000),
        (JSON, '{{"id": 5, "html" : "{}"}}', 1_000_000),
    ],
)
def test_a_page_is_long_from_the_same_size_on_in_json(headers, body, least):
    def is_long(size: int) -> bool:
        given = body.format("a" * (size - len(body.format(""))))
        return Read(given.encode(), headers["content-type"], Options(), 1000).is_long

    assert [is_long(least), is_long(least + 1)] == [False, True]


def test_long_texts_do_not_use_all_workers():
    long = f"Wait 60.{' ' * 20_000}"
    with client(workers=3, seconds=4) as api, ThreadPoolExecutor(3) as crowd:
        answers = [crowd.submit(post, api, long) for _ in range(3)]
        until_waiting(api, 3)
        assert contents(post(api, TEXT)) == ["the bridge is weak", "so too"]
        assert sorted(answer.result(20).status_code for answer in answers) == [503, 503, 504]


# ---- other


@pytest.mark.parametrize(
    "given",
    [
        {"workers": 0},
        {"queue": "3"},
        {"seconds": 0},
        {"seconds": True},
        {"max_chars": 1.5},
        {"hosts": "news.example.org"},
        {"hosts": ()},
        {"hosts": ("",)},
        {"hosts": ("news.example.org:8000",)},
        {"hosts": ("https://news.example.org",)},
        {"hosts": ("[::1]",)},
        {"hosts": ("zeitung-köln.example",)},
    ],
)
def test_wrong_settings_are_refused_by_name(given):
    with pytest.raises(quoteattr.ArgumentError, match=f"{next(iter(given))}="):
        Settings(**given)


def test_it_can_be_mounted_in_a_larger_application():
    own = application(load, Settings(hosts=("testserver",), workers=1))
    api = TestClient(Starlette(routes=[Mount("/quotes", own)]))
    try:
        assert "fetch" in api.get("/quotes/app.js").text
        answer = api.post("/quotes/api/attributions", content=TEXT, headers=PLAIN)
        assert contents(answer) == ["the bridge is weak", "so too"]
    finally:
        own.state.workers.stop()


def test_examples_are_served(api):
    found = api.get("/api/examples").json()
    assert len(found) >= 3
    assert all(each["text"].startswith(each["title"]) for each in found)


def test_without_the_extra_the_command_is_named(monkeypatch):
    for name in ("quoteattr.server.app", "fastapi"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(quoteattr.MissingExtraError, match=r"pip install 'quoteattr\[serve\]'"):
        application(load)
