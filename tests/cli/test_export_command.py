"""``quoteattr export``: one file for each text, in every format, and no file outside the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import quoteattr
from quoteattr import Document, TextValueError, WebPage, to_dict
from quoteattr.cli import bulk as bulk_run
from quoteattr.cli import main
from quoteattr.cli.extract import FileNames, export
from quoteattr.formats.annotated import read_gold, read_predictions
from quoteattr.formats.exchange import FORMATS
from tests.cli.bulk.fakes import InlinePool, OneByOne
from tests.formats.pages import page
from tests.server import fakes

TEXT = "Ada said the port would close. Bo thought it would stay open."


class FakeReader(OneByOne):
    """``tests.server.fakes.read`` with the interface of the commands; refuses a text with BAD in it."""

    def _read(self, page: WebPage, **known: Any) -> Document:
        if "BAD" in page.text:
            raise TextValueError("a bad text")
        return fakes.read(page, **known)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *_, **__: FakeReader())
    Path("a.txt").write_text(TEXT, "utf-8")

    def invoke(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(export, arguments, input=stdin)

    return invoke


@pytest.fixture
def no_model(run, monkeypatch):
    """The command where no model can be loaded."""
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: pytest.fail("a model was loaded"))
    return run


def files(folder: str = "out") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def write_rows(name: str, *rows: object) -> None:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def installed(name: str) -> None:
    if name == "uima":
        pytest.importorskip("cassis", reason="comes with quoteattr[uima]")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_the_output_of_its_format_and_its_companion_is_next_to_it(run, name):
    installed(name)
    result = run(name, "a.txt", "--out", "out")
    assert (result.exit_code, result.stdout) == (0, "1 of 1 written to out\n")
    form = FORMATS[name]
    written = Path("out", f"a{form.extension}").read_bytes().decode("utf-8")
    if name != "uima":  # its ids depend on the time
        assert written == form.write(fakes.read(TEXT, id="a.txt"))
    beside = [form.companion[0]] if form.companion else []
    assert files() == sorted([f"a{form.extension}", *beside, *(["a.txt"] if name == "brat" else [])])
    if form.companion:
        assert Path("out", form.companion[0]).read_text("utf-8") == form.companion_text()


@pytest.mark.parametrize("name", ["brat", "conllu", "uima"])
def test_a_folder_is_read_as_gold(run, name):
    installed(name)
    Path("b.txt").write_text("Cy said the ferry was late.", "utf-8")
    assert run(name, "a.txt", "b.txt", "--out", "out").exit_code == 0
    assert sorted(len(each.relations) for each in read_gold("out")) == [1, 2]


@pytest.mark.parametrize("name", ["label-studio", "prodigy", "citron"])
def test_a_file_is_read_as_predictions(run, name):
    assert run(name, "a.txt", "--out", "out").exit_code == 0
    key = "a" if name == "citron" else "a.txt"
    [found] = read_predictions(f"out/a{FORMATS[name].extension}", {key: TEXT}).values()
    assert len(found) == 2


def test_a_malformed_list_of_people_is_refused_before_files_are_replaced(run):
    assert run("brat", "a.txt", "--out", "out").exit_code == 0
    Path("out/annotation.conf").write_text("mine")
    Path("people.csv").write_text("surname\nLund\n")
    result = run("brat", "a.txt", "--out", "out", "--overwrite", "--people", "people.csv")
    assert (result.exit_code, "has no column 'name'" in result.stderr) == (1, True)
    assert Path("out/annotation.conf").read_text() == "mine"


def test_only_speech(run):
    assert run("prodigy", "a.txt", "--out", "out", "--act", "speech").exit_code == 0
    assert [span["label"] for span in json.loads(Path("out/a.jsonl").read_text())["spans"]].count("CUE") == 1


def test_rows_pages_and_options_are_those_of_extract(run):
    write_rows("in.jsonl", {"id": "one", "text": TEXT}, {"id": 2, "text": "Di said no."})
    assert run("web-annotation", "in.jsonl", "a.txt", "--publisher", "The Bay Post", "--out", "out").exit_code == 0
    assert files() == ["2.jsonld", "a.jsonld", "one.jsonld"]
    assert run("citron", "-", "--out", "piped", stdin=TEXT.encode()).exit_code == 0
    assert files("piped") == ["document.json"]


# Output of extract


def result_of(name: str | None = "kept", **changes: object) -> dict[str, object]:
    return {**to_dict(fakes.read(TEXT, id=name), text=True), **changes}


def test_results_with_their_text_are_used_unchanged_and_no_model_is_loaded(no_model):
    write_rows("in.jsonl", result_of("one"), result_of("two"))
    Path("single.json").write_text(json.dumps(result_of("three")), "utf-8")
    Path("many.json").write_text(json.dumps([result_of("four"), result_of(None)]), "utf-8")
    assert no_model("web-annotation", "in.jsonl", "single.json", "many.json", "--out", "out").exit_code == 0
    assert files() == ["document.jsonld", "four.jsonld", "one.jsonld", "three.jsonld", "two.jsonld"]
    expected = evolve(fakes.read(TEXT, id="one"), sentences=())
    assert json.loads(Path("out/one.jsonld").read_text()) == FORMATS["web-annotation"].writer(expected)


def test_results_and_texts_are_written_in_order(run):
    write_rows("in.jsonl", {"id": "x", "text": "Ed said so."}, result_of("x"), {"id": "x", "text": "Flo said so."})
    result = run("prodigy", "in.jsonl", "--out", "out", "--act", "speech", "--publisher", "x", "--model", "en-fast")
    assert (result.exit_code, result.stderr) == (0, "1 of 3: no effect on results of extract: --model, --publisher\n")
    texts = [json.loads(Path("out", name).read_text())["text"] for name in ("x.jsonl", "x-2.jsonl", "x-3.jsonl")]
    assert texts == ["Ed said so.", TEXT, "Flo said so."]


NO_TEXT = {key: value for key, value in result_of().items() if key != "text"}
REFUSED = [
    (NO_TEXT, "in.jsonl:1: InputError: the result lacks its text: write it with quoteattr extract --full"),
    ({"id": "x", "error": {"type": "TextValueError"}}, "in.jsonl:1: InputError: the row holds an error"),
    (result_of(version=99), "pip install --upgrade quoteattr"),
    (result_of(text="another text"), "in.jsonl:1: FormatError:"),
    ({"id": "x"}, "InputError: in.jsonl:1: 'text' must be a string and is missing"),
    ({"id": "x", "text": "BAD"}, "in.jsonl:1: TextValueError: a bad text"),
    ({"id": "x", "text": "Ada said \ud800."}, "a lone surrogate"),
    ({"id": 0, "text": "Ada said \ud800."}, "0: InputError: the text has a lone surrogate"),
    ([], "InputError: in.jsonl:1: not an object"),
]


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_one_bad_row_is_reported_and_does_not_affect_others(run, row, reason):
    write_rows("in.jsonl", row, {"id": "good", "text": TEXT})
    result = run("citron", "in.jsonl", "--out", "out")
    assert (result.exit_code, result.stdout) == (1, "1 of 2 written to out\n")
    assert reason in result.stderr
    assert files() == ["good.json"]


@pytest.mark.parametrize("content", ["", "{", "3", "[3]", "{}", "[" * 100_000])
def test_a_json_file_without_results_is_reported(run, content):
    Path("x.json").write_text(content)
    result = run("citron", "x.json", "a.txt", "--out", "out")
    assert result.exit_code == 1
    assert "x.json" in result.stderr
    assert files() == ["a.json"]


def test_conllu_requires_the_trees_of_extract_in_full(no_model):
    write_rows("in.jsonl", result_of(), {**to_dict(fakes.read(TEXT, id="full"), text=True, sentences=True)})
    result = no_model("conllu", "in.jsonl", "--out", "out")
    assert (result.exit_code, files()) == (1, ["full.conllu"])
    assert "to_dict(document, sentences=True)" in result.stderr


# The folder


def test_a_folder_with_files_is_not_changed_without_overwrite(run):
    Path("out").mkdir()
    Path("out/a.json").write_text("mine")
    result = run("citron", "a.txt", "--out", "out")
    assert (result.exit_code, Path("out/a.json").read_text()) == (1, "mine")
    assert result.stderr == "Error: the folder 'out' is not empty: name another or add --overwrite\n"
    assert run("citron", "a.txt", "--out", "out", "--overwrite").exit_code == 0
    assert json.loads(Path("out/a.json").read_text())["quotes"]


def test_a_link_is_replaced_and_not_followed(run):
    Path("precious").write_text("mine")
    Path("out").mkdir()
    os.symlink("../precious", "out/a.json")
    assert run("citron", "a.txt", "--out", "out", "--overwrite").exit_code == 0
    assert Path("precious").read_text() == "mine"
    assert not Path("out/a.json").is_symlink()


@pytest.mark.parametrize("out", ["a.txt", "in", "in/deeper"])
def test_an_output_that_is_an_input_or_not_a_folder_is_refused(run, out):
    Path("in").mkdir()
    Path("in/b.txt").write_text(TEXT)
    result = run("brat", "a.txt", "in", "--out", out)
    assert (result.exit_code, result.stderr[:18]) == (1, "Error: the output ")
    assert Path("a.txt").read_text() == TEXT
    assert files("in") == ["b.txt"]


def test_a_write_error_ends_the_program_with_the_reason(run):
    Path("file").touch()
    result = run("citron", "a.txt", "--out", "file/out")
    assert (result.exit_code, result.stderr[:27]) == (1, "Error: cannot write 'file/o")


def test_a_missing_extra_is_reported_before_anything_is_read(no_model, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cassis", None)
    result = no_model("uima", "a.txt", "--out", "out")
    assert result.exit_code == 1
    assert "pip install 'quoteattr[uima]'" in result.stderr
    assert not Path("out").exists()


# The names of the files

NAMES = [
    ("harbour", "harbour"),
    ("archive/2023/harbour.txt", "archive-2023-harbour"),
    ("page.HTML", "page"),
    ("v1.2", "v1.2"),
    ("../../x", "x"),
    ("/etc/passwd", "etc-passwd"),
    ("C:\\temp\\x", "C-temp-x"),
    ("..", "document"),
    ("", "document"),
    (None, "document"),
    (".hidden", "hidden"),
    ("-rf", "rf"),
    ("a\0b", "a-b"),
    ("line\nbreak", "line-break"),
    ("\ud800", "document"),
    ("x" * 5000, "x" * 150),
    ("é" * 5000, "é" * 75),
    ("e\u0301", "é"),
    ("con", "document-con"),
    ("LPT1.log", "document-LPT1.log"),
    ("con.txt", "document-con"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_an_id_becomes_a_safe_name(name, expected):
    assert FileNames().take(name) == expected


def test_names_of_files_are_unique_also_without_regard_to_case():
    names = FileNames()
    wanted = ["a", "A", "a", "a-2", "./a", "b", "Ａ", "a-3"]
    taken = [names.take(name) for name in wanted]
    assert taken == ["a", "A-2", "a-3", "a-2-2", "a-4", "b", "Ａ", "a-3-2"]
    assert len({name.casefold() for name in taken}) == len(wanted)


@given(st.lists(st.none() | st.text(max_size=12) | st.sampled_from(["../x", "x", "X", "x-2", "nul"]), max_size=8))
def test_any_ids_become_names_of_files_in_the_folder(ids):
    names = FileNames()
    taken = [names.take(name) for name in ids]
    assert len({name.casefold() for name in taken}) == len(ids)
    for name in taken:
        assert Path("out", name + ".ann").resolve().parent == Path("out").resolve()
        assert not name.startswith((".", "-"))
        assert name.isprintable()


def test_hostile_ids_do_not_leave_the_folder(run):
    before = {*Path().resolve().parent.iterdir()}
    hostile = ["../../x", "/etc/passwd", "..", "", "a\0b", "x" * 5000, "line\nbreak", "annotation.conf", "con"]
    write_rows("in.jsonl", *({"id": name, "text": TEXT} for name in hostile))
    assert run("brat", "in.jsonl", "--out", "out").exit_code == 0
    assert len(files()) == 2 * len(hostile) + 1
    assert {*Path().resolve().parent.iterdir()} == before
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "in.jsonl", "out"]


# Round trip: export reads the output of extract --full


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "uima"])  # its ids depend on the time
def test_the_full_output_of_extract_is_exported_like_the_texts(tmp_path, attributor, monkeypatch, name):
    pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: attributor)
    monkeypatch.setattr(bulk_run, "Pool", InlinePool)
    Path("a.txt").write_text("“We’ll sail,” Ada Lund told Reuters.\r\nShe fears 😀 rain, Bo Berg said.", "utf-8")
    Path("page.html").write_text(page(), "utf-8")
    write_rows("rows.jsonl", {"id": "one", "text": TEXT, "publisher": "The Bay Post"}, {"id": 2, "html": page()})
    inputs = ["a.txt", "page.html", "rows.jsonl"]
    assert invoke("export", name, *inputs, "--out", "read") == 0
    assert invoke("extract", *inputs, "--full", "--out", "full.jsonl") == 0
    monkeypatch.setitem(vars(quoteattr), "load", lambda *arguments, **options: pytest.fail("a model was loaded"))
    assert invoke("export", name, "full.jsonl", "--out", "taken") == 0
    assert files("read") == files("taken")
    assert len(files("read")) >= 4
    for file in files("read"):
        assert Path("read", file).read_bytes() == Path("taken", file).read_bytes()


def invoke(*arguments: str) -> int:
    return CliRunner().invoke(main, arguments).exit_code
