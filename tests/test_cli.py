"""The command line over a reader that needs no model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve
from click.testing import CliRunner, Result

import quoteattr
from quoteattr import Content, Cue, Document, ModelError, Span, TextValueError
from quoteattr.cli import main
from quoteattr.cli.rows import Row
from quoteattr.cli.work import Wanted, read_documents


class FakeReader:
    """Reads one claim over the whole of each text, and refuses texts that hold the word BAD."""

    def __init__(self, document: Document) -> None:
        self.claim = document.attributions[0]
        self.calls: list[str] = []

    def __call__(
        self,
        text: str,
        *,
        id: str | None = None,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Document:
        self.calls.append("one")
        return evolve(self._read(text, outlet), id=id)

    def pipe(
        self,
        texts: Iterable[str],
        *,
        batch_size: int = 16,
        publisher: str | None = None,
        outlet: str | None = None,
        include_chrome: bool = False,
    ) -> Iterator[Document]:
        self.calls.append("pipe")
        for text in texts:
            yield self._read(text, outlet)

    def _read(self, text: str, outlet: str | None) -> Document:
        if "BAD" in text:
            raise TextValueError(f"a bad text: {text!r}")
        whole = (Span(0, len(text)),)
        said = evolve(self.claim, content=Content(whole, text), cue=Cue((), ""), source=None, speaker=None)
        thought = evolve(said, act="thought", kind="indirect")
        return Document(text, attributions=[evolve(said, outlet=outlet), thought])


@pytest.fixture
def reader(document, monkeypatch) -> FakeReader:
    fake = FakeReader(document)
    monkeypatch.setitem(vars(quoteattr), "load", lambda model="en", *, threads=1: fake)
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


# extract


def test_a_text_becomes_one_line_that_follows_the_schema(run):
    Path("a.txt").write_bytes("“Yes,” she said.\r\nEnd".encode())
    result = run("extract", "a.txt")
    assert result.exit_code == 0
    [data] = objects(result)
    jsonschema.validate(data, quoteattr.json_schema())
    assert data["id"] == "a.txt"
    assert data["attributions"][0]["content"] == {"spans": [[0, 21]], "text": "“Yes,” she said.\r\nEnd"}


def test_rows_come_out_in_the_order_they_went_in(run):
    write("rows.jsonl", *({"id": f"r{number}", "text": f"text {number}"} for number in range(40)))
    data = objects(run("extract", "rows.jsonl"))
    assert [row["id"] for row in data] == [f"r{number}" for number in range(40)]
    assert [row["attributions"][0]["content"]["text"] for row in data] == [f"text {number}" for number in range(40)]


def test_rows_go_through_the_pipe_in_batches(run, reader):
    write("rows.jsonl", *({"id": str(number), "text": "x"} for number in range(40)))
    run("extract", "rows.jsonl")
    assert reader.calls == ["pipe", "pipe", "pipe"]


def test_rows_of_one_origin_go_through_the_pipe_too(run, reader):
    write("rows.jsonl", *({"id": str(number), "text": "x"} for number in range(20)))
    data = objects(run("extract", "rows.jsonl", "--outlet", "Reuters", "--publisher", "The Bay Post"))
    assert reader.calls == ["pipe", "pipe"]
    assert [row["attributions"][0]["outlet"] for row in data] == ["Reuters"] * 20


def test_what_cannot_be_read_is_reported_in_its_place_and_stops_nothing(run):
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
        ("12", None, None),
        ("latin.txt", "InputError", "'latin.txt' is not UTF-8: byte 0xe9 at position 3"),
        ("folder", "InputError", "cannot read 'folder'"),
    ]
    for (name, kind, message), (expected_name, expected_kind, start) in zip(outcome, expected, strict=True):
        assert (name, kind) == (expected_name, expected_kind)
        assert message is None if start is None else message.startswith(start)
    assert result.stderr == "10 of 12 could not be read\n"


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
        (["rows.jsonl", "--input", "text"], None, ["rows.jsonl"]),
        (["ROWS.JSONL"], None, ["r"]),
    ],
)
def test_input_kinds(run, arguments, stdin, ids):
    write("rows.jsonl", {"id": "r", "text": "x"})
    write("ROWS.JSONL", {"id": "r", "text": "x"})
    result = run("extract", *arguments, stdin=stdin)
    assert result.exit_code == 0
    assert [row["id"] for row in objects(result)] == ids


def test_json_is_one_object_for_one_text_and_an_array_for_several(run):
    write("rows.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "y"})
    write("none.jsonl")
    Path("a.txt").write_text("x")
    assert json.loads(run("extract", "a.txt", "--format", "json").stdout)["id"] == "a.txt"
    assert [row["id"] for row in json.loads(run("extract", "rows.jsonl", "--format", "json").stdout)] == ["a", "b"]
    assert len(json.loads(run("extract", "a.txt", "a.txt", "--format", "json").stdout)) == 2
    assert json.loads(run("extract", "none.jsonl", "--format", "json").stdout) == []


@pytest.mark.parametrize("form", [[], ["--format", "json"]])
def test_in_full_there_are_the_text_and_the_sentences_too(run, form):
    Path("a.txt").write_text("Only this.")
    usual, full = (json.loads(run("extract", "a.txt", *form, *more).stdout) for more in ([], ["--full"]))
    jsonschema.validate(full, quoteattr.json_schema())
    assert full == {**usual, "text": "Only this.", "sentences": []}


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


def test_what_the_caller_knows_of_the_origin_reaches_every_text(run):
    write("rows.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "BAD"}, {"id": "c", "text": "y"})
    data = objects(run("extract", "rows.jsonl", "--outlet", "Reuters"))
    assert [row.get("attributions", [{}])[0].get("outlet") for row in data] == ["Reuters", None, "Reuters"]


def test_a_model_that_cannot_be_loaded_is_said_in_one_line(run, monkeypatch):
    def refuse(model: str = "en", *, threads: int = 1) -> FakeReader:
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
def test_show_says_what_is_wrong(run, name):
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
            yield Row(str(number), "x")

    results = read_documents(rows(), reader, Wanted(), batch_size=4)
    assert next(results).document.id == "0"
    assert taken == [0, 1, 2, 3]


def test_an_empty_batch_of_good_rows_calls_nothing(reader, run):
    write("rows.jsonl", b"{", b"{")
    assert [row["error"]["type"] for row in objects(run("extract", "rows.jsonl"))] == ["InputError"] * 2
    assert reader.calls == []


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


BROKEN_PIPE = """
import quoteattr
from quoteattr import Document
from quoteattr.cli import main

class Reader:
    def __call__(self, text, **options):
        return Document(text, id=text * 1000)
    def pipe(self, texts, **options):
        return map(self, texts)

quoteattr.load = lambda model, *, threads: Reader()
main(["extract", "rows.jsonl", "--format", "{format}"])
"""


@pytest.mark.parametrize("format_", ["json", "jsonl", "table"])
def test_a_reader_that_goes_away_is_no_error_message(tmp_path, format_):
    (tmp_path / "rows.jsonl").write_text('{"id": "a", "text": "x"}\n' * 2000)
    process = subprocess.Popen(
        [sys.executable, "-c", BROKEN_PIPE.replace("{format}", format_)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(Path(quoteattr.__file__).parents[1])},
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, errors = process.communicate(timeout=120)
    assert errors == b""
    assert process.returncode == 1


@pytest.mark.parametrize("name", ["articles.jsonl", "articles.jsonl.gz", "articles.parquet"])
def test_files_of_many_texts_are_not_shown_as_one(name: str) -> None:
    result = CliRunner().invoke(main, ["show", name])
    assert result.exit_code == 2
    assert f"quoteattr extract {name}" in result.stderr
