"""``quoteattr extract --out`` from the command line to the files."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

import quoteattr
from quoteattr.cli.bulk import Place, held
from quoteattr.cli.outputs import ENDINGS
from quoteattr.formats.columns import COLUMNS
from tests.cli.bulk import fakes
from tests.cli.bulk.fakes import lines, objects

ROWS = [{"id": f"r{number}", "text": f"text {number}", "outlet": "Reuters"} for number in range(1, 41)]
BAD_PEOPLE = "id,name,valid_from\n1,Ada Lund,4/4/2023\n"
INPUTS = ("in.jsonl", "in.jsonl.gz", "in.jsonl.zst", "in.parquet")


def needs(name: str) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    if name.endswith(".zst"):
        pytest.importorskip("backports.zstd", reason="comes with quoteattr[zstd]")


def write_input(name: str, rows: list[dict[str, object]] = ROWS) -> None:
    needs(name)
    if name.endswith(".parquet"):
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.Table.from_pylist(rows), name)
        return
    data = lines(*rows)
    if name.endswith(".zst"):
        import backports.zstd

        data = backports.zstd.compress(data)
    Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)


def table_rows(path: str) -> list[dict[str, object]]:
    from pyarrow import parquet

    table = parquet.read_table(path)
    assert table.column_names == [column.name for column in COLUMNS]
    return table.to_pylist()


def files() -> list[str]:
    """The files in the working folder, without the inputs."""
    return sorted(name for name in os.listdir() if not name.startswith("in"))


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_format_has_the_rows_of_the_standard_output(extract, name):
    write_input(name)
    printed = [json.loads(line) for line in extract(name).stdout.splitlines()]
    result = extract(name, "--out", "out.jsonl", "--shard-size", "7")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert objects("out.jsonl") == printed
    assert [row["id"] for row in printed] == [row["id"] for row in ROWS]
    assert files() == ["out.jsonl", "out.jsonl.errors.jsonl", "out.jsonl.job.json"]


def test_in_full_the_file_equals_the_standard_output(extract):
    write_input("in.jsonl", [ROWS[0], {"id": "bad", "text": "BAD"}])
    printed = [json.loads(line) for line in extract("in.jsonl", "--full").stdout.splitlines()]
    extract("in.jsonl", "--full", "--out", "out.jsonl")
    assert objects("out.jsonl") == printed
    assert ["sentences" in row for row in printed] == [True, False]


@pytest.mark.parametrize("ending", ENDINGS[:4])
def test_every_output_format_has_the_same_content(extract, ending):
    needs(ending)
    write_input("in.jsonl", [*ROWS[:20], {"id": "bad", "text": "BAD"}, *ROWS[20:]])
    assert extract("in.jsonl", "--out", f"out{ending}", "--shard-size", "16").exit_code == 1
    if ending == ".parquet":
        found = [
            (row["document_id"], row["act"], row["outlet"], row["content"], row["error"])
            for row in table_rows("out.parquet")
        ]
    else:
        found = []
        for row in objects(f"out{ending}"):
            if "error" in row:
                found.append((row["id"], None, None, None, "{type}: {message}".format(**row["error"])))
            for claim in row.get("attributions", ()):
                found.append((row["id"], claim["act"], claim["outlet"], claim["content"]["text"], None))
    expected: list[tuple[object, ...]] = [
        (row["id"], act, "Reuters", row["text"], None) for row in ROWS for act in ("speech", "thought")
    ]
    expected.insert(40, ("bad", None, None, None, "TextValueError: a bad text: 'BAD'"))
    assert found == expected
    [error] = objects(f"out{ending}.errors.jsonl")
    assert error == {"id": "bad", "place": "in.jsonl:21", "type": "TextValueError", "message": "a bad text: 'BAD'"}


def test_a_folder_of_all_kinds_of_files_is_read_recursively(extract):
    pytest.importorskip("trafilatura", reason="comes with quoteattr[html]")
    Path("in/deep").mkdir(parents=True)
    Path("in/b.txt").write_text("a text")
    Path("in/notes.md").write_text("passed over")
    paragraphs = "".join(f"<p>The port will close on day {day}, the mayor said.</p>" for day in range(9))
    Path("in/deep/a.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>")
    write_input("in/deep/rows.jsonl.gz", ROWS[:2])
    assert extract("in", "--out", "out.jsonl").exit_code == 0
    found = objects("out.jsonl")
    assert [row["id"] for row in found] == [
        *(os.path.join("in", "b.txt"), os.path.join("in", "deep", "a.html"), "r1", "r2"),
    ]
    assert ["text" in row for row in found] == [False, True, False, False]


def test_the_standard_input_is_read_once_and_cannot_be_resumed(extract):
    result = extract("-", "--input", "jsonl", "--out", "out.jsonl", stdin=lines(*ROWS))
    assert result.exit_code == 0
    assert len(objects("out.jsonl")) == 40
    result = extract("-", "--input", "jsonl", "--out", "other.jsonl", "--resume", stdin=lines(*ROWS))
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: the standard input cannot be read from its start again, so --resume needs files\n",
    )


HOSTILE = ["../../x", "/etc/passwd", "..", "", "a\0b", "C:\\x", "x" * 5000, "\ud800", "line\nbreak", "out.jsonl.parts"]


def test_an_id_is_a_value_and_never_a_path(extract):
    write_input("in.jsonl", [{"id": name, "text": "x"} for name in HOSTILE])
    before = set(Path().resolve().parent.iterdir())
    assert extract("in.jsonl", "--out", "out.jsonl", "--shard-size", "3").exit_code == 0
    assert [row["id"] for row in objects("out.jsonl")] == HOSTILE
    assert files() == ["out.jsonl", "out.jsonl.errors.jsonl", "out.jsonl.job.json"]
    assert set(Path().resolve().parent.iterdir()) == before


def test_failures_are_reported_in_their_place_and_in_the_table_of_errors(extract):
    rows = [ROWS[0], {"id": "bad", "text": "BAD"}, b"{", {"id": 5}, {"id": "crash", "text": "CRASH"}, ROWS[1]]
    Path("in.jsonl").write_bytes(lines(*rows))
    result = extract("in.jsonl", "in-none.txt", "--out", "out.jsonl")
    assert (result.exit_code, result.stderr) == (1, "5 of 7 could not be read: see out.jsonl.errors.jsonl\n")
    found = objects("out.jsonl")
    assert [row["id"] for row in found] == ["r1", "bad", None, 5, "crash", "r2", "in-none.txt"]
    table = objects("out.jsonl.errors.jsonl")
    assert [(row["id"], row["place"], row["type"]) for row in table] == [
        ("bad", "in.jsonl:2", "TextValueError"),
        (None, "in.jsonl:3", "InputError"),
        (5, "in.jsonl:4", "InputError"),
        ("crash", "in.jsonl:5", "ZeroDivisionError"),
        ("in-none.txt", "in-none.txt", "InputError"),
    ]
    assert [row["error"]["message"] for row in found if "error" in row] == [row["message"] for row in table]


def test_a_row_that_kills_its_worker_affects_no_other_row(extract_in_processes):
    write_input("in.jsonl", [*ROWS[:3], {"id": "killer", "text": "KILL"}, {"id": "once", "text": "ONCE"}, *ROWS[3:]])
    result = extract_in_processes("in.jsonl", "--out", "out.jsonl", "--workers", "2")
    assert (result.exit_code, result.stderr) == (1, "1 of 42 could not be read: see out.jsonl.errors.jsonl\n")
    found = objects("out.jsonl")
    assert [row["id"] for row in found] == [*("r1", "r2", "r3", "killer", "once"), *(row["id"] for row in ROWS[3:])]
    assert [row["id"] for row in found if "error" in row] == ["killer"]
    [error] = objects("out.jsonl.errors.jsonl")
    assert (error["id"], error["place"]) == ("killer", "in.jsonl:4")
    assert "crashed twice on it (exit code -9; -9 is often a lack of memory)" in error["message"]


def test_the_output_does_not_depend_on_the_number_of_workers(extract_in_processes):
    write_input("in.jsonl", ROWS * 4)
    made = set()
    for workers in ("1", "3"):
        result = extract_in_processes("in.jsonl", "--out", "out.jsonl.gz", "--workers", workers, "--overwrite")
        assert result.exit_code == 0
        made.add(Path("out.jsonl.gz").read_bytes())
    assert len(made) == 1


@pytest.mark.parametrize(
    ("loader", "message"), [(fakes.load_nothing, "no model 'en'"), (fakes.die_at_once, "3 workers died")]
)
def test_workers_without_a_model_end_the_run_with_a_one_line_error(extract_in_processes, monkeypatch, loader, message):
    monkeypatch.setitem(vars(quoteattr), "load", loader)
    write_input("in.jsonl")
    result = extract_in_processes("in.jsonl", "--out", "out.jsonl", "--workers", "2")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {message}")
    assert result.stderr.count("\n") == 1
    assert not Path("out.jsonl").exists()


def test_options_are_passed_to_the_workers(extract):
    write_input("in.jsonl", [{"id": "a", "text": "x"}, {"id": "b", "text": "long text", "outlet": "AP"}])
    options = ["--act", "thought", "--outlet", "Reuters", "--publisher", "The Bay Post", "--max-chars", "5"]
    assert extract("in.jsonl", "--out", "out.jsonl", *options).exit_code == 1
    first, second = objects("out.jsonl")
    assert [(claim["act"], claim["outlet"]) for claim in first["attributions"]] == [("thought", "Reuters")]
    assert first["article"]["publisher"]["name"] == "The Bay Post"
    assert second["error"]["message"].startswith("the text has 9 characters, the most is 5")


def test_a_finished_run_is_not_repeated(extract):
    write_input("in.jsonl", [*ROWS, {"id": "bad", "text": "BAD"}])
    extract("in.jsonl", "--out", "out.jsonl")
    before = Path("out.jsonl").stat()
    result = extract("in.jsonl", "--out", "out.jsonl", "--resume", "--workers", "2")
    expected = "out.jsonl is complete already\n1 could not be read: see out.jsonl.errors.jsonl\n"
    assert (result.exit_code, result.stderr) == (1, expected)
    assert Path("out.jsonl").stat() == before
    Path("out.jsonl.errors.jsonl").unlink()
    result = extract("in.jsonl", "--out", "out.jsonl", "--resume")
    assert (result.exit_code, result.stderr) == (0, "out.jsonl is complete already\n")


@pytest.mark.parametrize(
    ("options", "changed", "difference"),
    [
        (["--act", "speech"], None, '--act was "all" and is "speech"'),
        (["--full"], None, "--full was false and is true"),
        (["--threads", "2"], None, "--threads was 1 and is 2"),
        (["--shard-size", "9"], None, "--shard-size was 2000 and is 9"),
        (
            [],
            {"id": "r", "text": "n"},
            "the input files have changed (files: 1, bytes: 2142, now files: 1, bytes: 2167)",
        ),
    ],
)
def test_another_job_is_not_mixed_into_an_existing_output(extract, options, changed, difference):
    write_input("in.jsonl")
    extract("in.jsonl", "--out", "out.jsonl")
    before = Path("out.jsonl").read_bytes()
    if changed:
        write_input("in.jsonl", [*ROWS, changed])
    result = extract("in.jsonl", "--out", "out.jsonl", "--resume", *options)
    assert result.exit_code == 1
    assert f"'out.jsonl.job.json' records another job: {difference}. Give" in result.stderr
    assert Path("out.jsonl").read_bytes() == before


def test_nothing_is_overwritten_without_the_option(extract):
    write_input("in.jsonl")
    Path("out.jsonl").write_text("precious")
    result = extract("in.jsonl", "--out", "out.jsonl")
    assert result.exit_code == 1
    assert "'out.jsonl' exists: continue it with --resume, or start over with --overwrite" in result.stderr
    assert Path("out.jsonl").read_text() == "precious"
    Path("in-people.csv").write_text(BAD_PEOPLE)
    assert extract("in.jsonl", "--out", "out.jsonl", "--overwrite", "--people", "in-people.csv").exit_code == 1
    assert Path("out.jsonl").read_text() == "precious"
    assert extract("in.jsonl", "--out", "out.jsonl", "--overwrite").exit_code == 0
    assert len(objects("out.jsonl")) == 40


@pytest.mark.skipif(os.name != "posix", reason="other systems have no lock")
def test_two_runs_do_not_write_one_output(extract):
    write_input("in.jsonl")
    with held(Place.of("out.jsonl").lock):
        for options in ([], ["--resume"], ["--overwrite"]):
            result = extract("in.jsonl", "--out", "out.jsonl", *options)
            assert result.exit_code == 1
            assert "another run is writing this output and holds 'out.jsonl.lock'" in result.stderr
    assert files() == []
    Path("out.jsonl.lock").touch()  # the state after a killed run
    assert extract("in.jsonl", "--out", "out.jsonl").exit_code == 0
    assert "out.jsonl.lock" not in files()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["in.jsonl", "--workers", "2"], 2, "--workers: only with --out"),
        (["in.jsonl", "--resume", "--quiet"], 2, "--quiet, --resume: only with --out"),
        (["in.jsonl", "--out", "o.jsonl", "--format", "json"], 2, "--format: only for the standard output"),
        (["in.jsonl", "--out", "o.jsonl", "--resume", "--overwrite"], 2, "give one of them"),
        (["in.jsonl", "--out", "o.jsonl", "--workers", "0"], 2, "--workers"),
        (["in.jsonl", "--format", "table", "--full"], 2, "--full is for JSON"),
        (["in.jsonl", "--out", "o.parquet", "--full"], 1, "a table holds no sentences"),
        (["in.jsonl", "--out", "o.tsv"], 1, "ends in none of .jsonl, .jsonl.gz, .jsonl.zst, .parquet"),
        (["in.jsonl", "--out", "in.jsonl", "--overwrite"], 1, "is part of the input"),
        ([".", "--out", "o.jsonl"], 1, "is part of the input"),
        (["in.jsonl", "--out", "in-file/o.jsonl"], 1, "cannot write 'in-file/o.jsonl'"),
        (["in.jsonl", "--out", "o.jsonl", "--people", "in-people.csv"], 1, "in-people.csv:2: valid_from is '4/4/2023'"),
        (["in.jsonl", "--out", "in-people.csv", "--people", "in-people.csv", "--overwrite"], 1, "is part of the input"),
        (["in.jsonl", "--out", ""], 2, "'' is no path: name a file or folder"),
        (["in.jsonl", "--max-seconds", "nan"], 2, "'--max-seconds': max_seconds=nan is no number of seconds"),
    ],
)
def test_invalid_options_are_reported_before_anything_is_written(extract, arguments, status, message):
    write_input("in.jsonl")
    Path("in-file").touch()
    Path("in-people.csv").write_text(BAD_PEOPLE)
    before = {path: path.read_bytes() for path in Path().iterdir()}
    result = extract(*arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize(("name", "rows"), [("in.jsonl", 0), ("in.parquet", 1)])
def test_an_output_in_a_missing_folder(extract, name, rows):
    write_input(name, ROWS[:rows])
    assert extract(name, "--out", "new/folder/").exit_code == 0
    assert len(objects("new/folder/attributions.jsonl")) == rows


@pytest.mark.parametrize("id", [5, 0, -1, 10**20, "5", ""])
def test_an_id_is_kept_as_given(extract, id):
    write_input("in.jsonl", [{"id": id, "text": "x"}, {"id": id, "text": "BAD"}])
    assert extract("in.jsonl", "--out", "out.jsonl").exit_code == 1
    assert [row["id"] for row in objects("out.jsonl")] == [id, id]
    assert [row["id"] for row in objects("out.jsonl.errors.jsonl")] == [id]
    assert json.loads(extract("in.jsonl").stdout.splitlines()[0])["id"] == id
    assert [row["id"] for row in json.loads(extract("in.jsonl", "--format", "json").stdout)] == [id, id]


def test_a_table_has_ids_as_text(extract):
    parquet = pytest.importorskip("pyarrow.parquet", reason="comes with quoteattr[arrow]")
    write_input("in.jsonl", [{"id": 5, "text": "x"}, {"id": 6, "text": "BAD"}])
    assert extract("in.jsonl", "--out", "out.parquet").exit_code == 1
    assert set(parquet.read_table("out.parquet")["document_id"].to_pylist()) == {"5", "6"}
