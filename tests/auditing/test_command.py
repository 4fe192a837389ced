"""``quoteattr audit`` and ``quoteattr find``: over results in each format, over texts, and over broken input."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import quoteattr
from quoteattr import InputError, from_dict
from quoteattr.cli import main
from quoteattr.cli.inputs import Failure
from quoteattr.cli.outputs import output_for
from quoteattr.cli.reading import ReadDocument
from tests.auditing.results import ARCHIVE, LUND, OFFICIAL, claim, result, speaker
from tests.cli.bulk import fakes


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(vars(quoteattr), "load", fakes.load)
    return lambda *words, stdin=None: CliRunner().invoke(main, list(words), input=stdin)


@pytest.fixture
def written(run):
    Path("r.jsonl").write_text("".join(json.dumps(each) + "\n" for each in ARCHIVE))
    Path("r.json").write_text(json.dumps(ARCHIVE))


def speakers(folder: str = "t") -> list[tuple[str, str]]:
    with Path(folder, "speakers.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["speaker"], row["claims"]) for row in csv.DictReader(stream)]


EXPECTED = [("Ada Lund", "4"), ("a senior official", "2"), ("residents", "1"), ("the report", "1")]


@pytest.mark.parametrize("name", ["r.jsonl", "r.json"])
def test_results_are_audited_without_a_model(run, written, monkeypatch, name):
    monkeypatch.setitem(vars(quoteattr), "load", fakes.load_nothing)
    result = run("audit", name, "--out", "r.html", "--tables", "t")
    assert result.output == "9 claims of 4 speakers in 5 articles\n"
    assert speakers() == EXPECTED
    assert "Ada Lund" in Path("r.html").read_text("utf-8")


def write_table(name: str, results: list[dict[str, Any]], *failures: Failure) -> None:
    """Write results, and failures after the first of them, in a format of ``extract --out``."""
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    form, part = output_for(Path(name.removesuffix(".gz"))), Path("part")
    first, *others = [ReadDocument(from_dict(_fitted(each), "x" * 100)) for each in results]
    with form.open(part) as write:
        write(form.encode([first, *failures, *others]))
    form.join([part], Path(name))
    if name.endswith(".gz"):
        Path(name).write_bytes(gzip.compress(Path(name).read_bytes()))


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".csv.gz", ".xlsx"])
def test_tables_of_results_are_audited(run, ending):
    write_table(f"r{ending}", ARCHIVE)
    result = run("audit", f"r{ending}", "--tables", "t")
    assert result.output == "9 claims of 4 speakers in 4 articles\n", "an article without claims has no row"
    assert speakers() == EXPECTED
    found = run("find", f"r{ending}", "--outlet", "harbour", "--format", "csv")
    assert len(found.output.splitlines()) == 2
    if not ending.endswith(".gz"):
        kind = {".xlsx": "excel"}.get(ending, ending[1:])
        piped = run("audit", "-", "--input", kind, "--tables", "t", stdin=Path(f"r{ending}").read_bytes())
        assert piped.output == result.output


@pytest.mark.parametrize("kind", ["csv", "excel", "parquet"])
def test_tables_of_texts_are_read_from_the_standard_input(run, kind):
    pandas = pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")
    pytest.importorskip("pyarrow", reason="comes with quoteattr[arrow]")
    pytest.importorskip("openpyxl", reason="comes with quoteattr[tables]")
    getattr(pandas.DataFrame({"id": ["a"], "text": ["It rained."]}), f"to_{kind}")("table.xlsx", index=False)
    data = Path("table.xlsx").read_bytes()
    assert "a: " in run("find", "-", "--input", kind, stdin=data).output
    assert json.loads(run("extract", "-", "--input", kind, stdin=data).output)["id"] == "a"


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
@pytest.mark.parametrize("words", [("audit", "--tables", "t"), ("find", "--speaker", "nobody")])
def test_error_rows_of_tables_are_reported(run, ending, words):
    write_table(f"r{ending}", ARCHIVE, Failure(8, InputError("no text")), Failure(None, InputError("no text")))
    result = run(*words, f"r{ending}")
    assert result.exit_code == 1
    first = 4 if ending == ".parquet" else 5  # the header of the others is row 1
    assert result.stderr.splitlines() == [
        f"r{ending}:{first}: InputError: the row holds an error: 'InputError: no text'; extract it again",
        f"r{ending}:{first + 1}: InputError: the row holds an error: 'InputError: no text'; extract it again",
        "2 could not be read",
    ]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_articles_without_an_id_stay_apart(run, ending):
    articles = [
        result(None, [LUND], [claim("it rained")], published="2023-01-01"),
        result(None, [OFFICIAL, LUND], [claim("it snowed"), claim("it froze", 1)], published="2024-02-02"),
    ]
    write_table(f"r{ending}", articles)
    found = run("find", f"r{ending}", "--speaker", "Lund", "--since", "2024-01-01")
    assert found.output == "2024-02-02: Ada Lund, Mayor: xxxxxxxx\n"


def test_find_in_parquet(run):
    write_table("r.parquet", [*ARCHIVE, result("other", [speaker("Ida Strauß")], [claim("no")])])

    def found(*wanted: str) -> list[tuple[object, object]]:
        lines = run("find", "r.parquet", *wanted, "--format", "jsonl").output.splitlines()
        return [(row["article"]["id"], row["speaker"]) for row in map(json.loads, lines)]

    assert found("--speaker", "LUND", "--since", "2023-04-05") == [("reprint", "Ada Lund"), ("own", "Ms. Ada Lund")]
    assert found("--until", "2023-04-04", "--text", "x") == [("fare", "Ada Lund")] * 2 + [("fare", "the report")]
    assert found("--speaker", "STRAUSS") == [("other", "Ida Strauß")]
    assert len(found()) == 10


def _fitted(data):
    """The result over a text without words: only fields with offsets differ."""
    claims = []
    for each in data["attributions"]:
        end = len(each["content"]["text"])
        cue = {"spans": [[0, 1]], "text": "x", "lemma": each["cue"]["lemma"]}
        claims.append({**each, "content": {"spans": [[0, end]], "text": "x" * end}, "cue": cue})
    return {**data, "attributions": claims, "article": {**data["article"], "bylines": []}}


def test_texts_are_read_first_with_their_authors_and_sections(run):
    Path("a.csv").write_text("text,author,section,outlet\nIt rained.,Rosa Vale,City,The Bay Post\n,x,y,z\nBAD,x,y,z\n")
    result = run("audit", "a.csv", "--tables", "t")
    assert result.exit_code == 1
    assert "a.csv:3: the cell of 'text' is empty" in result.output
    assert "2 could not be read" in result.output
    with Path("t", "groups.csv").open(newline="") as stream:
        groups = {(row["grouping"], row["value"]) for row in csv.DictReader(stream)}
    assert {("author", "Rosa Vale"), ("section", "City")} <= groups


def test_results_and_texts_may_be_mixed(run, written):
    Path("a.txt").write_text("It rained.")
    Path("b.jsonl").write_text(
        '{"id": "bad", "error": {"type": "x", "message": "y"}}\n{"id": 1, "text": "It snowed."}\n'
    )
    result = run("audit", "r.jsonl", "a.txt", "b.jsonl", "--act", "speech", "--tables", "t")
    assert "the row holds an error" in result.output
    assert "11 claims of 4 speakers in 7 articles" in result.output


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("p.csv", "name,Party\nAda Lund,Harbour List\n"),
        ("p.csv", "Name,aliases,Party\nAda Marie Lund,Ada Lund|Addie,Harbour List\n"),
        ("p.jsonl", '{"name": "Ada Lund", "Party": "Harbour List"}'),
        ("p.jsonl", '{"name": "Tom Brandt"}\n{"name": "Ada", "aliases": ["Ada Lund"], "Party": "Harbour List"}'),
        ("p.json", '{"ref": "q1", "name": "Ada Lund", "Party": "Harbour List", "\\ud800": "\\ud800"}'),
    ],
)
def test_attributes_of_people_are_counted(run, written, name, people):
    Path(name).write_text(people)
    assert run("audit", "r.jsonl", "--people", name, "--tables", "t").exit_code == 0
    assert "Party,Harbour List,4" in Path("t", "people.csv").read_text("utf-8")
    with quoteattr.audit(ARCHIVE, people=name) as made:
        assert ("Party", "Harbour List", 4) in [row[:3] for row in made.table("people").rows]


@pytest.mark.parametrize(
    ("name", "people", "message"),
    [
        ("p.csv", "surname,party\nLund,x\n", "Error: p.csv: the header line 'surname,party' has no column 'name'"),
        ("p.csv", '{"name": "Ada Lund"}\n', "or name a file of JSON Lines .jsonl"),
        ("p.csv", "name\nAda Lund\nLund, Ada\n", "p.csv:3: 2 fields under 1 columns"),
        ("p.jsonl", '{"name": "Ada Lund"}\n{"surname": "Lund"}\n', "Error: p.jsonl:2: the field 'name' is missing"),
        ("p.jsonl", "name,party\n", "p.jsonl:1: 'name,party' is no JSON"),
    ],
)
def test_a_malformed_list_of_people_is_refused(run, written, name, people, message):
    Path(name).write_text(people)
    result = run("audit", "r.jsonl", "--people", name, "--tables", "t")
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("audit", "r.jsonl"), 2, "give --out FILE for the report, --tables FOLDER"),
        (("audit", "r.jsonl", "--out", "r.jsonl"), 1, "is part of the input"),
        (("audit", "claims.csv", "--tables", "."), 1, "output 'claims.csv' is part of the input 'claims.csv'"),
        (("audit", "r.jsonl", "--tables", ".", "--people", "people.csv"), 1, "part of the input 'people.csv'"),
        (("audit", "r.jsonl", "--out", "people.csv", "--people", "people.csv"), 1, "part of the input 'people.csv'"),
        (("audit", "r.jsonl", "--out", "."), 2, "File '.' is a directory"),
        (("audit", "r.jsonl", "--tables", ""), 2, "'' is no path: name a file or folder"),
        (
            ("audit", "r.jsonl", "--tables", "t", "--title", "x", "--follow", "y"),
            2,
            "--follow, --title: only with --out",
        ),
        (("audit", "r.jsonl", "--tables", "r.json/t"), 1, "cannot write into 'r.json/t'"),
        (("audit", "r.jsonl", "--tables", "t", "--people", "no.csv"), 2, "File 'no.csv' does not exist"),
        (("find", "r.jsonl", "--since", "soon"), 2, "since='soon' is no date"),
        (("find", "no.jsonl", "--text", "x"), 1, "cannot read 'no.jsonl'"),
        (("find", "broken.csv", "--text", "x"), 1, "cannot read 'broken.csv': invalid literal for int()"),
    ],
)
def test_wrong_use(run, written, words, status, message):
    for name in ("broken.csv", "claims.csv"):
        Path(name).write_text("document_id,attribution,content\na,none,x\n")
    Path("people.csv").write_text("name,party\nAda Lund,Harbour List\n")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    result = run(*words)
    assert result.exit_code == status
    assert message in result.output
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("audit", "--tables", "t", "--people", "p.csv", "--act", "speech"), None),
        (("audit", "--tables", "t", "--publisher", "x", "--published", "2020-01-01"), "--published, --publisher"),
        (("audit", "--tables", "t", "--no-descriptions"), "--no-descriptions"),
        (("find", "--outlet", "x", "--threads", "2"), "--threads"),
    ],
)
def test_options_without_effect_on_results_are_named(run, written, words, named):
    Path("p.csv").write_text("name\nAda Lund\n")
    Path("a.txt").write_text("It rained.")
    result = run(*words, "r.jsonl", "a.txt")
    assert result.exit_code == 0
    assert result.stderr == (f"5 of 6: no effect on results of extract: {named}\n" if named else "")


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (("--speaker", "lund"), 4),
        (("--speaker", "lund", "--text", "FERRY"), 3),
        (("--outlet", "reuters"), 4),
        (("--since", "2023-04-05"), 4),
        (("--until", "2023-04-04"), 3),
        (("--since", "2023-04-05", "--until", "2023-04-30"), 1),
        (("--type", "document"), 1),
        (("--act", "thought"), 0),
        (("--text", "nuclear"), 0),
    ],
)
def test_find(run, written, wanted, count):
    result = run("find", "r.jsonl", *wanted, "--format", "jsonl")
    assert result.exit_code == 0
    assert len([json.loads(line) for line in result.output.splitlines()]) == count


def test_find_prints_readable_lines(run, written):
    assert run("find", "r.jsonl", "--text", "wrong").output == (
        "7 City Ledger: a senior official: the mayor is wrong\n"
    )
    assert run("find", "r.jsonl", "--text", "=1", "--format", "csv").output.endswith(",'=1+1\n")
    Path("n.json").write_text(json.dumps([result(id, [LUND], [claim("no")]) for id in (0, None)]))
    assert run("find", "n.json").output == "0: Ada Lund, Mayor: no\nAda Lund, Mayor: no\n"


def test_claims_that_are_not_asserted_are_labelled_and_can_be_left_out(run):
    claims = [claim(f"the ferry number {number} is safe") for number in range(4)]
    polarities = ("asserted", "denied", "unsaid", "unsaid")
    claims = [{**each, "polarity": polarity} for each, polarity in zip(claims, polarities, strict=True)]
    Path("r.json").write_text(json.dumps(result("a", [LUND], claims)))
    everything = "4 claims of 1 speakers in 1 articles\nnot asserted: 1 denied, 2 unsaid\n"
    assert run("audit", "r.json", "--tables", "t").output == everything
    some = run("audit", "r.json", "--polarity", "asserted", "--polarity", "denied", "--tables", "t").output
    assert some == "2 claims of 1 speakers in 1 articles\nnot asserted: 1 denied\n"
    assert len(run("find", "r.json", "--polarity", "unsaid").output.splitlines()) == 2
