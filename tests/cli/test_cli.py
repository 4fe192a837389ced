"""The command line over a reader without a model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import Article, Content, Cue, Document, ModelError, Span, TextValueError, WebPage
from quoteattr.cli import main
from quoteattr.cli.inputs import Row
from quoteattr.cli.reading import Wanted, read_documents
from tests.cli.bulk.fakes import OneByOne


class FakeReader(OneByOne):
    """Reads one claim over the whole of each text, and refuses texts that hold the word BAD."""

    def __init__(self, document: Document) -> None:
        self.claim = document.attributions[0]
        self.calls: list[int] = []

    def pipe(self, texts: Iterable[Any], **options: Any) -> Iterator[Any]:
        texts = list(texts)
        self.calls.append(len(texts))
        return super().pipe(texts, **options)

    def _read(self, page: WebPage, **known: Any) -> Document:
        text = page.text
        if "BAD" in text:
            raise TextValueError(f"a bad text: {text!r}")
        whole = (Span(0, len(text)),)
        said = evolve(self.claim, content=Content(whole, text), cue=Cue((), ""), source=None, speaker=None)
        thought = evolve(said, act="thought", kind="indirect")
        article = Article(published=known["published"])
        return Document(text, article, attributions=[evolve(said, outlet=known["outlet"]), thought])


@pytest.fixture
def reader(document, monkeypatch) -> FakeReader:
    fake = FakeReader(document)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: fake)
    return fake


@pytest.fixture
def run(reader, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return invoke


def write(name: str, *lines: object) -> None:
    rows = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    Path(name).write_bytes(b"\n".join(rows) + b"\n")


def objects(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout_bytes.decode().splitlines()]


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("show a.txt", {"descriptions", "inside_quotations"}),
        ("extract a.txt", {"descriptions", "inside_quotations"}),
        ("export citron a.txt --out out", {"descriptions", "inside_quotations"}),
        ("audit a.txt --tables out", {"descriptions", "inside_quotations"}),
        ("find a.txt", {"descriptions", "inside_quotations"}),
        ("evaluate gold.jsonl", {"inside_quotations"}),
    ],
)
@pytest.mark.parametrize("changed", [False, True])
def test_options_of_the_claims_are_passed_to_the_reader(run, reader, monkeypatch, words, own, changed):
    loaded: list[dict[str, Any]] = []
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **options: loaded.append(options) or reader)
    Path("a.txt").write_text("It rained.")
    write("gold.jsonl", {"id": "a", "text": "It rained.", "attributions": []})
    names = {"descriptions": "--no-descriptions", "inside_quotations": "--inside-quotations"}
    result = run(*words.split(), *(names[each] for each in sorted(own) if changed))
    assert result.exit_code == 0, result.output
    defaults = {"descriptions": True, "inside_quotations": False}
    assert [{name: each[name] for name in defaults} for each in loaded] == [
        {name: default != (changed and name in own) for name, default in defaults.items()}
    ]


# extract


def test_a_text_becomes_one_line_that_follows_the_schema(run):
    Path("a.txt").write_bytes("“Yes,” she said.\r\nEnd".encode())
    result = run("extract", "a.txt")
    assert result.exit_code == 0
    [data] = objects(result)
    jsonschema.validate(data, quoteattr.json_schema())
    assert data["id"] == "a.txt"
    assert data["attributions"][0]["content"] == {"spans": [[0, 21]], "text": "“Yes,” she said.\r\nEnd"}


def test_rows_are_written_in_input_order(run):
    write("rows.jsonl", *({"id": f"r{number}", "text": f"text {number}"} for number in range(40)))
    data = objects(run("extract", "rows.jsonl"))
    assert [row["id"] for row in data] == [f"r{number}" for number in range(40)]
    assert [row["attributions"][0]["content"]["text"] for row in data] == [f"text {number}" for number in range(40)]


def test_rows_are_passed_to_the_pipe_in_batches(run, reader):
    write("rows.jsonl", *({"id": str(number), "text": "x"} for number in range(40)))
    run("extract", "rows.jsonl")
    assert reader.calls == [16, 16, 8]


def test_rows_of_several_origins_are_passed_to_the_pipe_together(run, reader):
    write("rows.jsonl", *({"id": str(number), "text": "x", "publisher": f"Post {number}"} for number in range(20)))
    data = objects(run("extract", "rows.jsonl", "--outlet", "Reuters", "--publisher", "The Bay Post"))
    assert reader.calls == [16, 4]
    assert [row["attributions"][0]["outlet"] for row in data] == ["Reuters"] * 20


def test_an_unreadable_row_is_reported_in_its_place_and_stops_nothing(run):
    write(
        "rows.jsonl",
        {"id": "good", "text": "first"},
        b"{not json",
        b"",
        b'{"id": "latin", "text": "caf\xe9"}',
        ["a", "list"],
        {"id": "none"},
        {"id": "number", "text": 5},
        {"id": "bad", "text": "BAD"},
        {"id": ["odd"], "text": "x"},
        {"id": 12, "text": "last"},
    )
    Path("latin.txt").write_bytes(b"caf\xe9")
    Path("folder").mkdir()
    result = run("extract", "missing.txt", "rows.jsonl", "latin.txt", "folder")
    assert result.exit_code == 1
    outcome = [
        (row["id"], row.get("error", {}).get("type"), row.get("error", {}).get("message")) for row in objects(result)
    ]
    expected = [
        ("missing.txt", "InputError", "cannot read 'missing.txt'"),
        ("good", None, None),
        (None, "InputError", "rows.jsonl:2: not JSON"),
        (None, "InputError", "rows.jsonl:4: not UTF-8: byte 0xe9 at position 28"),
        (None, "InputError", "rows.jsonl:5: not an object"),
        ("none", "InputError", "rows.jsonl:6: 'text' must be a string and is missing"),
        ("number", "InputError", "rows.jsonl:7: 'text' must be a string and is a int"),
        ("bad", "TextValueError", "a bad text: 'BAD'"),
        (None, "InputError", "rows.jsonl:9: 'id' is neither a string nor an integer"),
        (12, None, None),
        ("latin.txt", "InputError", "'latin.txt' is not UTF-8: byte 0xe9 at position 3"),
        ("folder", "InputError", "cannot read 'folder'"),
    ]
    for (name, kind, message), (expected_name, expected_kind, start) in zip(outcome, expected, strict=True):
        assert (name, kind) == (expected_name, expected_kind)
        assert message is None if start is None else message.startswith(start)
    *reasons, total = result.stderr.splitlines()
    assert total == "10 of 12 could not be read"
    assert reasons[0] == "InputError: cannot read 'missing.txt': No such file or directory; check the path"
    assert [kind for kind, _, _ in (each.partition(": ") for each in reasons)] == ["InputError"] * 6 + [
        "rows.jsonl:8",
        *["InputError"] * 3,
    ]


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000, b'{"id": "x", "text": ' + b"9" * 10_000 + b"}", b"\x00", b'"text"', b"null"],
    ids=["deep", "huge number", "NUL", "string", "null"],
)
def test_odd_lines_are_errors_of_their_row_alone(run, line):
    write("rows.jsonl", line, {"id": "next", "text": "fine"})
    result = run("extract", "rows.jsonl")
    first, second = objects(result)
    assert first["error"]["type"] == "InputError"
    assert len(first["error"]["message"]) < 300
    assert second["id"] == "next"
    assert "error" not in second


def test_a_row_with_a_lone_surrogate_is_written_as_an_escape(run):
    write("rows.jsonl", b'{"id": "s", "text": "\\ud800 caf\xc3\xa9"}')
    result = run("extract", "rows.jsonl")
    assert result.exit_code == 0
    assert objects(result)[0]["attributions"][0]["content"]["text"] == "\ud800 café"


def test_a_byte_order_mark_is_not_part_of_the_text(run):
    Path("bom.txt").write_bytes(b"\xef\xbb\xbfHello")
    assert objects(run("extract", "bom.txt"))[0]["attributions"][0]["content"]["spans"] == [[0, 5]]


@pytest.mark.parametrize(
    ("arguments", "stdin", "ids"),
    [
        (["-"], b"one text", ["-"]),
        (["-", "--input", "jsonl"], b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', ["a", "b"]),
        (["-", "--input", "jsonl"], b"", []),
        (["-"], b'{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}', ["a", "b"]),
        (["-"], b'\n {"id": "a", "text": "x"}\r\n\n{"id": "b", "text": "y"}\n', ["a", "b"]),
        (["-"], b'\xef\xbb\xbf{"id": "a", "text": "x"}', ["a"]),
        (["-"], b'{\n "id": "a",\n "text": "x"\n}', ["a"]),
        (["-"], b'{\n "text": "x"\n}', ["-"]),
        (["-"], b'[{"id": "a", "text": "x"},\n {"text": "y"}]', ["a", None]),
        (["-"], b"[A picture]\nOne text", ["-"]),
        (["-"], b"{curly} text", ["-"]),
        (["-"], b"", ["-"]),
        (["article"], None, ["article"]),
        (["rows"], None, ["r"]),
        (["one.json"], None, ["one"]),
        (["nameless.json"], None, ["nameless.json"]),
        (["many.json"], None, ["a", "b"]),
        (["none.json"], None, []),
        (["one.json", "--input", "text"], None, ["one.json"]),
        (["rows.jsonl", "--input", "text"], None, ["rows.jsonl"]),
        (["ROWS.JSONL"], None, ["r"]),
    ],
)
def test_input_kinds(run, arguments, stdin, ids):
    write("rows.jsonl", {"id": "r", "text": "x"})
    write("ROWS.JSONL", {"id": "r", "text": "x"})
    write("rows", {"id": "r", "text": "x"})
    write("article", b"[A picture]", b'{"text": 1}')
    write("one.json", {"id": "one", "text": "x", "publisher": "The Bay Post"})
    write("nameless.json", {"text": "x"})
    write("many.json", [{"id": "a", "text": "x"}, {"id": "b", "text": "y"}])
    write("none.json", [])
    result = run("extract", *arguments, stdin=stdin)
    assert result.exit_code == 0
    assert [row["id"] for row in objects(result)] == ids


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"title": "x"}', "x.json: 'text' must be a string and is missing (the row has id, title)"),
        (b'{"text": 5}', "x.json: 'text' must be a string and is a int"),
        (b"5", "x.json: not an object: 5; write an object with 'text', or an array of them"),
        (b"", "'x.json' is not JSON (Expecting value: line 1 column 1 (char 0)): rename or repair it"),
        (b"{", "'x.json' is not JSON (Expecting property name"),
        (b"\xff", "'x.json' is not JSON ("),
        (b"[" * 100_000, "'x.json' is not JSON ("),
        (b'{"text": "x"}\n{"text": "y"}', "it has an object a line: name it .jsonl or add --input jsonl"),
    ],
)
def test_a_json_file_without_a_text_is_an_error_of_its_row(run, content, message):
    Path("x.json").write_bytes(content)
    write("good.json", {"id": "good", "text": "x"})
    result = run("extract", "x.json", "good.json")
    bad, good = objects(result)
    assert (result.exit_code, bad["id"], bad["error"]["type"]) == (1, "x.json", "InputError")
    assert message in bad["error"]["message"]
    assert message in result.stderr
    assert good["id"] == "good"


def test_an_invalid_entry_of_a_json_array_is_an_error_with_its_place(run):
    write("many.json", [{"id": "a", "text": "x"}, "text", {"id": "c"}])
    result = run("extract", "many.json")
    assert [row.get("error", {}).get("message", "")[:30] for row in objects(result)] == [
        "",
        "many.json[1]: not an object: '",
        "many.json[2]: 'text' must be a",
    ]


def test_json_is_one_object_for_one_text_and_an_array_for_several(run):
    write("rows.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "y"})
    write("none.jsonl")
    write("one.json", {"id": "a", "text": "x"})
    write("array.json", [{"id": "a", "text": "x"}])
    Path("a.txt").write_text("x")
    assert json.loads(run("extract", "a.txt", "--format", "json").stdout)["id"] == "a.txt"
    assert json.loads(run("extract", "one.json", "--format", "json").stdout)["id"] == "a"
    assert [row["id"] for row in json.loads(run("extract", "array.json", "--format", "json").stdout)] == ["a"]
    piped = run("extract", "-", "--format", "json", stdin=b'{"id": "a", "text": "x"}\n')
    assert [row["id"] for row in json.loads(piped.stdout)] == ["a"]
    assert [row["id"] for row in json.loads(run("extract", "rows.jsonl", "--format", "json").stdout)] == ["a", "b"]
    assert len(json.loads(run("extract", "a.txt", "a.txt", "--format", "json").stdout)) == 2
    assert json.loads(run("extract", "none.jsonl", "--format", "json").stdout) == []


@pytest.mark.parametrize("form", [[], ["--format", "json"]])
def test_in_full_there_are_the_text_and_the_sentences_too(run, form):
    Path("a.txt").write_text("Only this.")
    usual, full = (json.loads(run("extract", "a.txt", *form, *more).stdout) for more in ([], ["--full"]))
    jsonschema.validate(full, quoteattr.json_schema())
    assert full == {**usual, "text": "Only this.", "sentences": [], "quotations": []}


def test_tables_have_titles_and_errors_in_place(run):
    write(
        "rows.jsonl", {"id": "first", "text": "a claim"}, {"id": "second", "text": "BAD"}, {"id": "third", "text": "x"}
    )
    result = run("extract", "rows.jsonl", "--format", "table")
    assert result.exit_code == 1
    positions = [result.stdout.index(part) for part in ("first", "a claim", "second", "TextValueError: a bad", "third")]
    assert positions == sorted(positions)
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("act", "kept"), [("all", ["speech", "thought"]), ("speech", ["speech"]), ("thought", ["thought"])]
)
def test_acts_are_filtered(run, act, kept):
    Path("a.txt").write_text("x")
    [data] = objects(run("extract", "a.txt", "--act", act))
    assert [attribution["act"] for attribution in data["attributions"]] == kept


def test_options_of_the_origin_apply_to_every_text(run):
    write("rows.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "BAD"}, {"id": "c", "text": "y"})
    data = objects(run("extract", "rows.jsonl", "--outlet", "Reuters"))
    assert [row.get("attributions", [{}])[0].get("outlet") for row in data] == ["Reuters", None, "Reuters"]


def test_the_option_for_the_date_applies_to_rows_without_one(run):
    write("rows.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "y", "published": "2023-04-04"})
    data = objects(run("extract", "rows.jsonl", "--published", "2022-02-02T10:00"))
    assert [row["article"]["published"] for row in data] == ["2022-02-02T10:00", "2023-04-04"]
    result = run("extract", "rows.jsonl", "--published", "yesterday")
    assert (result.exit_code, "published='yesterday' is no date" in result.stderr) == (2, True)


def test_a_model_that_cannot_be_loaded_is_reported_in_one_line(run, monkeypatch):
    def refuse(model: str = "en", **options: object) -> FakeReader:
        raise ModelError(f"no model {model!r}")

    monkeypatch.setitem(vars(quoteattr), "load", refuse)
    result = run("extract", "a.txt", "--model", "xx")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "Error: no model 'xx'\n")


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["show"], ["extract", "a", "--format", "xml"], ["extract", "a", "--threads", "0"], ["unknown"]],
)
def test_wrong_usage_is_status_2(run, arguments):
    assert run(*arguments).exit_code == 2


# show


def test_show_prints_the_text_and_the_table(run):
    Path("a.txt").write_text("Only this.")
    result = run("show", "a.txt")
    assert result.exit_code == 0
    assert result.stdout.count("Only this.") == 3  # the text and a row for each of the two claims
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(("option", "coloured"), [("--color", True), ("--no-color", False)])
def test_colour_can_be_forced(run, option, coloured):
    Path("a.txt").write_text("Only this.")
    assert ("\x1b[32m" in run("show", "a.txt", option).stdout) is coloured


def test_show_explains(run):
    Path("a.txt").write_text("Only this.")
    assert "source path" not in run("show", "a.txt").stdout
    assert "source path   told -nsubj-> Lund" in run("show", "a.txt", "--explain").stdout


@pytest.mark.parametrize("name", ["missing.txt", "bad.txt"])
def test_show_reports_errors(run, name):
    Path("bad.txt").write_text("BAD")
    result = run("show", name)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")


# The process


def test_rows_are_read_no_further_than_a_batch_ahead(reader):
    taken: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(100):
            taken.append(number)
            yield Row("x", str(number))

    results = read_documents(rows(), reader, Wanted())
    assert next(results).document.id == "0"
    assert taken == list(range(16))


def test_a_batch_without_a_good_row_reads_nothing(reader, run):
    write("rows.jsonl", b"{", b"{")
    assert [row["error"]["type"] for row in objects(run("extract", "rows.jsonl"))] == ["InputError"] * 2
    assert reader.calls == [0]


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120, **options)


def test_the_package_runs_as_a_module():
    done = python("-m", "quoteattr", "--version")
    assert (done.returncode, done.stdout) == (0, f"quoteattr, version {quoteattr.__version__}\n")


@pytest.mark.parametrize("arguments", [[], ["extract"], ["show"]])
def test_help_shows_examples(arguments):
    done = python("-m", "quoteattr", *arguments, "--help")
    assert done.returncode == 0
    assert "Examples:\n  " in done.stdout


def test_show_reads_an_article_object_and_no_array_of_several(run):
    write("one.json", {"id": "a", "text": "Only this."})
    write("many.json", [{"text": "x"}, {"text": "y"}])
    assert run("show", "one.json").stdout.count("Only this.") == 3
    assert run("show", "-", stdin=b'{"text": "Only this."}').stdout.count("Only this.") == 3
    for result in (run("show", "many.json"), run("show", "-", stdin=b'{"text": "x"}\n{"text": "y"}')):
        assert (result.exit_code, "may hold many texts" in result.stderr) == (2, True)
    Path("none.json").write_text("[]")
    assert "'none.json' holds no text" in run("show", "none.json").stderr


@pytest.mark.parametrize("name", ["articles.jsonl", "articles.jsonl.gz", "articles.parquet"])
def test_files_of_many_texts_are_not_shown_as_one(name: str) -> None:
    result = CliRunner().invoke(main, ["show", name])
    assert result.exit_code == 2
    assert f"quoteattr extract {name}" in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("extract", "a.txt", "--out", "s3://bucket/a.jsonl"),
        ("audit", "a.txt", "--out", "s3://bucket/report.html"),
        ("audit", "a.txt", "--tables", "gs://bucket/tables"),
        ("export", "brat", "a.txt", "--out", "s3://bucket/brat"),
        ("train", "a.json", "--out", "s3://bucket/model"),
    ],
    ids=" ".join,
)
def test_outputs_are_local(run, command):
    result = run(*command)
    assert (result.exit_code, "is remote: only inputs may be" in result.stderr) == (2, True)
    assert not any(Path().iterdir())
