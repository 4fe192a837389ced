"""The caller's list of people: valid rows, and the speakers that it links."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner

from quoteattr import ArgumentError, InputError, People, load
from quoteattr.cli import main
from quoteattr.model import Affiliation, Role, Span, Speaker
from quoteattr.speakers import merge
from tests.timing import takes_at_most

ROWS: list[dict[str, Any]] = [
    {"id": "q1", "name": "Ada Lund", "aliases": ["Ada Marie Lund", "Addie"], "role": "mayor", "affiliation": "Orbel"},
    {"id": 2, "name": "Omar Stone", "role": "mayor", "affiliation": "Orbel", "valid_until": "2019"},
    {"id": 3, "name": "Omar Stone", "role": "pilot", "affiliation": "Nordair", "valid_from": "2015-06-01"},
    {"id": 4, "name": "William Vale", "gender": "male"},
    {"id": 5, "name": "Зоя Орлова"},
    {"id": 6, "name": "Recep Erdoğan"},
    {"id": 7, "name": "Dr. Ida Brandt, PhD"},
    {"id": 8, "name": "Lea K. Moor"},
    {"id": 9, "name": "王小明"},
    {"id": 10, "name": "Tom Moor", "valid_from": "2015"},
    {"id": 11, "name": "Robert James Bell"},
]


def person(name: str, role: str | None = None, affiliation: str | None = None, **more: Any) -> Speaker:
    roles = ()
    if role:
        place = Affiliation(affiliation, Span(0, len(affiliation)), affiliation) if affiliation else None
        roles = (Role(role, Span(0, len(role)), affiliation=place),)
    return evolve(Speaker(0, name, "person", role, affiliation, roles=roles), **more)


# a speaker, the day of publication, the identifier and the end of the reason
FOUND = [
    (person("Ada Lund"), None, "q1", "has 'Ada Lund' as 'q1'"),
    (person("ADA LUND"), None, "q1", "has 'Ada Lund' as 'q1'"),
    (person("Ada M. Lund"), None, "q1", "has 'Ada Lund' as 'q1'"),
    (person("Addie"), None, "q1", "has 'Ada Lund' as 'q1'"),
    (person("Lund"), None, None, ""),
    (person("Ada Lund", "pilot", "Nordair"), None, None, "with another role and affiliation: not linked"),
    (person("Omar Stone"), None, None, "has 2 of the name 'Omar Stone' (2, 3): not linked"),
    (person("Omar Stone", "pilot"), None, 3, "as 3"),
    (person("Omar Stone"), "2024-03-04", 3, "as 3"),
    (person("Omar Stone"), "2012-03-04T10:00", 2, "as 2"),
    (person("Tom Moor"), "1990-03-04", None, "with other dates than 1990-03-04: not linked"),
    (person("Bill Vale"), None, 4, "as 4"),
    (person("Зоя Орлова"), None, 5, "as 5"),
    (person("Recep Erdogan"), None, 6, "as 6"),
    (person("Ida Brandt"), None, 7, "as 7"),
    (person("Lea Moor"), None, 8, "as 8"),
    (person("Lea Kay Moor"), None, 8, "as 8"),
    (person("Lea Ann Moor"), None, None, ""),
    (person("Bob James Bell"), None, 11, "as 11"),
    (person("Bob John Bell"), None, None, ""),
    (person("王小明"), None, 9, "as 9"),
    (person("Ada Lund", kind="organization"), None, None, ""),
    (person("…"), None, None, ""),
]


@pytest.mark.parametrize(("speaker", "published", "ref", "reason"), FOUND)
def test_speaker_is_linked_if_exactly_one_person_matches(
    speaker: Speaker, published: str | None, ref: object, reason: str
) -> None:
    found = People.of(ROWS).find(speaker, published)
    assert found[0] == ref
    assert found[1].endswith(reason)
    assert bool(found[1]) == bool(reason)


def test_gender_excludes_a_person() -> None:
    people = People.of(ROWS)
    ref, reason = people.find(person("William Vale"), gender="female")
    assert ref is None
    assert reason.endswith("with another gender: not linked")
    assert people.find(person("William Vale"), gender="male")[0] == 4


@pytest.mark.parametrize(
    ("speaker", "gender", "message"),
    [("Ada Lund", "", "find takes a Speaker, not 'Ada Lund'"), (person("Ada Lund"), "x", "gender='x' is unknown")],
)
def test_a_wrong_argument_of_find_is_named(speaker: Any, gender: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        People.of(ROWS).find(speaker, gender=gender)


CSV = 'id,name,aliases,role\nq1,Ada Lund,"Ada Marie Lund|Addie",mayor\n\nq2,Omar Stone,,\n'


def test_files_and_mappings_are_equivalent(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(CSV, "utf-8-sig")
    (tmp_path / "people.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    people = People.of(tmp_path / "people.csv")
    assert [(each.id, each.name, each.aliases) for each in people.people] == [
        ("q1", "Ada Lund", ("Ada Marie Lund", "Addie")),
        ("q2", "Omar Stone", ()),
    ]
    assert People.of(str(tmp_path / "people.jsonl")).people == People.of(ROWS).people


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 1, "name": ""}, "row 1: the name is ''"),
        ({"id": 1, "name": " . "}, "row 1: the name is"),
        ({"id": 1}, "row 1: the field 'name' is missing"),
        ({"id": 1, "name": 5}, "row 1: the name is 5"),
        ({"name": "Ada Lund"}, "row 1: the id is None"),
        ({"id": True, "name": "Ada Lund"}, "row 1: the id is True"),
        ({"id": 1, "name": "Ada Lund", "party": "x"}, "the column 'party' is unknown: the columns are id, name"),
        ({"id": 1, "name": "Ada Lund", "aliases": "Addie"}, "row 1: the aliases are 'Addie'"),
        ({"id": 1, "name": "Ada Lund", "aliases": [""]}, "row 1: '' among the aliases"),
        ({"id": 1, "name": "Ada Lund", "gender": "x"}, "row 1: the gender is 'x'"),
        ({"id": 1, "name": "Ada Lund", "valid_from": "May"}, "row 1: valid_from is 'May'"),
        (
            {"id": 1, "name": "Ada Lund", "valid_from": "2012", "valid_until": "2011-05-01"},
            "row 1: valid_from '2012' is after valid_until '2011-05-01'",
        ),
        ({"id": 1, "name": "Ada Lund", "role": 5}, "row 1: role is 5"),
        ("Ada Lund", "row 1: 'Ada Lund' is no object"),
    ],
)
def test_malformed_row_is_refused_with_its_place(row: Any, message: str) -> None:
    with pytest.raises(ArgumentError, match=message.replace("(", r"\(")):
        People.of([row])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "id,name,party\n1,Ada Lund,x\n", "a.csv:2: the column 'party' is unknown"),
        ("a.csv", "id,name\n1,Ada Lund\n1,Omar Stone\n", r"a.csv:3: the id '1' is that of .*a.csv:2 too"),
        ("a.csv", "id,name\n1,Lund, Ada\n", "a.csv:2: 3 fields under 2 columns"),
        ("a.csv", "", "the header line '' has no column 'name'"),
        ("a.csv", "id,surname\n", "a.csv: the header line 'id,surname' has no column 'name'"),
        ("a.csv", "id;name\n1;Ada Lund\n", "'id;name' has no column 'name': separate the columns by commas"),
        ("a.csv", 'id,name\n1,Ada Lund\n2,"Omar Stone\n3,Ida\n', r"a.csv' is not CSV after line 2 \(unexpected end"),
        ("a.csv", "id,name,Name\n1,Ada Lund,Omar Stone\n", "a.csv: the header line has two columns 'name'"),
        ("a.csv", '{"id": 1, "name": "Ada Lund"}\n', "has no column 'name': .* or name a file of JSON Lines .jsonl"),
        ("a.jsonl", "{}\n", "a.jsonl:1: the field 'name' is missing"),
        ("a.jsonl", '{"name": "Ada Lund"}\n', "a.jsonl:1: the id is None"),
        ("a.jsonl", "{\n", "a.jsonl:1: '{' is no JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl:1: .* is no object"),
    ],
)
def test_malformed_file_is_refused_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        People.of(tmp_path / name)


@pytest.mark.parametrize(
    ("row", "id", "attributes"),
    [
        ({"name": "Ada Lund"}, "Ada Lund", ()),
        ({"id": "", "ref": 7, "name": "Ada Lund"}, 7, ()),
        ({"id": 0, "ref": 7, "name": "Ada Lund"}, 0, ()),
        (
            {"name": "Ada Lund", "Party": "x", "gender": "any", "age": 5, "seat": "", "list": None},
            "Ada Lund",
            (("Party", "x"), ("gender", "any"), ("age", "5")),
        ),
    ],
)
def test_further_columns_are_attributes_and_an_id_is_not_needed(row: Any, id: Any, attributes: Any) -> None:
    [found] = People.of([row], further=True).people
    assert (found.id, found.name, found.gender, found.attributes) == (id, "Ada Lund", "", attributes)


@pytest.mark.parametrize("source", [5, b"people.csv", {"id": 1, "name": "Ada Lund"}])
def test_a_value_that_is_not_a_list_of_people_is_refused(source: Any) -> None:
    with pytest.raises(ArgumentError, match="is no list of people"):
        People.of(source)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        People.of(tmp_path / "none.csv")


def test_hundred_thousand_people_load_in_seconds(tmp_path: Path) -> None:
    rows = (f'{{"id": {n}, "name": "Ada {n}lund", "aliases": ["A. {n}lund"]}}' for n in range(100_000))
    (tmp_path / "people.jsonl").write_text("\n".join(rows), "utf-8")
    people = People.of(tmp_path / "people.jsonl")
    assert people.find(person("Ada 7lund"))[0] == 7
    assert [people.find(person(f"Ada {n}lund"))[0] for n in range(1000)] == [*range(1000)]
    assert takes_at_most(6, lambda: People.of(tmp_path / "people.jsonl"))  # 2 s on an idle machine
    assert takes_at_most(1, lambda: [people.find(person(f"Ada {n}lund")) for n in range(1000)])


def test_reader_links_speakers_with_a_reason() -> None:
    reader = load(people=ROWS)
    text = "Orbel mayor Ada Lund said it rained. Omar Stone said it was over. Ida Vale said no."
    document = reader(text)
    assert [speaker.ref for speaker in document.speakers] == ["q1", None, None]
    reasons = [claim.evidence.speaker for claim in document.attributions]
    assert reasons[0].endswith("; the list of people has 'Ada Lund' as 'q1'")
    assert reasons[1].endswith("(2, 3): not linked")
    assert "list of people" not in reasons[2]
    assert pickle.loads(pickle.dumps(reader))(text).speakers == document.speakers


def test_identifiers_join_and_separate_speakers_across_documents(attributor: Any) -> None:
    documents = [
        attributor("Ada Lund said it rained."),
        attributor("Ada Marie Lund said it rained."),
        attributor("Pilot Omar Stone said it rained."),
        attributor("Mayor Omar Stone said it rained."),
    ]
    found = merge(documents, people=ROWS)
    assert [(each.name, each.ref, len(each.appearances)) for each in found] == [
        ("Ada Marie Lund", "q1", 2),
        ("Omar Stone", 3, 1),
        ("Omar Stone", 2, 1),
    ]
    assert found[0].reasons == ("both are 'q1' in the list of people",)


def test_command_line_reads_a_list_of_people(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(CSV, "utf-8")
    (tmp_path / "a.txt").write_text("Ada Lund said it rained.", "utf-8")
    run = CliRunner().invoke(main, ["extract", str(tmp_path / "a.txt"), "--people", str(tmp_path / "people.csv")])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["speakers"][0]["ref"] == "q1"
    (tmp_path / "people.csv").write_text("id,name,party\n1,Ada Lund,x\n", "utf-8")
    run = CliRunner().invoke(main, ["extract", str(tmp_path / "a.txt"), "--people", str(tmp_path / "people.csv")])
    assert run.exit_code == 1
    assert "the column 'party' is unknown" in run.stderr
