"""The tables of an audit: equal to an independent count from the JSON, with the documented columns."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import quoteattr
from bench.robustness.invented_results import results
from quoteattr import ArgumentError, Document, FormatError
from quoteattr.auditing import Entry, Query, entry_of
from quoteattr.auditing.entries import NAMED, is_loaded, is_official, key_of
from quoteattr.speakers import merge
from tests.auditing.results import ARCHIVE, LUND, claim, result, speaker


@pytest.fixture(scope="module")
def small():
    with quoteattr.audit(ARCHIVE) as made:
        yield made


def rows(audit, name: str) -> list[dict[str, object]]:
    table = audit.table(name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_speakers(small):
    assert rows(small, "speakers")[0] == {
        "speaker": "Ada Lund", "claims": 4, "words": 33, "direct": 0.25, "role": "Mayor", "affiliation": "Bay City",
        "type": "person", "first": "2023-04-04", "last": "2023-05-01",
    }  # fmt: skip
    assert [(row["speaker"], row["claims"], row["type"]) for row in rows(small, "speakers")[1:]] == [
        ("a senior official", 2, "unnamed_person"),
        ("residents", 1, "unnamed_group"),
        ("the report", 1, "document"),
    ]


def test_articles(small):
    found = [
        (row["article"], row["claims"], row["single_source"], row["unnamed_only"]) for row in rows(small, "articles")
    ]
    assert found == [("fare", 3, 0, 0), ("reprint", 1, 1, 0), ("7", 2, 1, 1), ("none", 0, 0, 0), ("own", 3, 0, 0)]
    assert rows(small, "articles")[0]["author"] == "Rosa Vale"


def test_cues_and_loaded_verbs(small):
    assert [(row["cue"], row["claims"], row["loaded"]) for row in rows(small, "cues")] == [
        ("say", 7, 0),
        ("admit", 1, 1),
        ("claim", 1, 1),
    ]
    assert {(row["cue"], row["speaker"], row["outlet"]) for row in rows(small, "loaded")} == {
        ("claim", "Ada Lund", "The Bay Post"),
        ("admit", "a senior official", "City Ledger"),
    }


def test_a_wire_story_that_is_printed_twice_is_one_origin(small):
    [row] = rows(small, "recurring")
    assert (row["articles"], row["outlets"], row["origins"], row["speaker"]) == (3, 3, 2, "Ada Lund")
    assert (row["first"], row["last"]) == ("2023-04-04", "2023-05-01")


def test_groups_and_officials(small):
    groups = {(row["grouping"], row["value"]): (row["articles"], row["claims"]) for row in rows(small, "groups")}
    assert groups["outlet", "City Ledger"] == (2, 5)
    assert groups["author", "Rosa Vale"] == (1, 3)
    assert groups["month", "2023-04"] == (2, 4)
    assert {row["sources"]: row["claims"] for row in rows(small, "officials")} == {"official": 6}


def test_people_of_the_caller():
    people = [
        {"name": "Ada Lund", "party": "Harbour List", "region": ""},
        {"name": "Tom Brandt", "id": 0, "party": "None"},
    ]
    archive = [*ARCHIVE, result("x", [speaker("T. Brandt", ref=0)], [claim("it rained all day")])]
    with quoteattr.audit(archive, people=people) as made:
        found = {(row["attribute"], row["value"], row["claims"]) for row in rows(made, "people")}
    assert found == {("party", "Harbour List", 4), ("party", "None", 1)}
    with pytest.raises(ArgumentError, match="the field 'name' is missing"):
        quoteattr.audit([], people=[{"party": "x"}])


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (
            (speaker("William Vale"), speaker("Bill Vale", role="mayor"), speaker("Vale", role="mayor")),
            [("William Vale", 3)],
        ),
        (
            (speaker("WHO", "organization"), speaker("the World Health Organization", "organization")),
            [("the World Health Organization", 2)],
        ),
        (
            (
                speaker("Ana Ruiz", role="mayor", affiliation="Porto"),
                speaker("Ana Ruiz", role="striker", affiliation="Benfica"),
            ),
            [("Ana Ruiz", 1), ("Ana Ruiz", 1)],
        ),
        ((speaker("Vale"), speaker("Vale", role="mayor"), speaker("Vale")), [("Vale", 3)]),
        ((speaker("Ana Ruiz", ref=1), speaker("Ana Ruiz", ref=2)), [("Ana Ruiz", 1), ("Ana Ruiz", 1)]),
        ((speaker("A. Ruiz", ref="q"), speaker("Ana Lopez", ref="q")), [("Ana Lopez", 2)]),
        ((speaker("residents", "unnamed_group"), speaker("Residents", "unnamed_group")), [("residents", 2)]),
        ((speaker("Ana Ruiz"), speaker("Ana Ruiz", "organization")), [("Ana Ruiz", 1), ("Ana Ruiz", 1)]),
    ],
)
def test_speakers_are_joined_across_articles(speakers, expected):
    archive = [result(number, [each], [claim(f"it rained {number} days")]) for number, each in enumerate(speakers)]
    with quoteattr.audit(archive) as made:
        assert [(row["speaker"], row["claims"]) for row in rows(made, "speakers")] == expected
        assert made.counts["speakers"] == len(expected)
        assert len(rows(made, "claims")) == len(archive)


def test_speakers_are_joined_as_by_merge(attributor):
    texts = [
        "Harbour chief Ada Lund said the port would close.",
        "Mayor Tom Brandt said it would not. Ada Lund, the harbour chief, denied it.",
        "The World Trade League said it rained. Thomas Brandt said so too.",
        "WTL officials left, the WTL said. Ada Lund said nothing was lost.",
    ]
    documents = [attributor(text) for text in texts]
    expected = {
        each.name: len(each.attributions) for each in merge(documents) if each.kind in ("person", "organization")
    }
    with quoteattr.audit(documents) as made:
        found = {row["speaker"]: row["claims"] for row in rows(made, "speakers") if row["type"] in NAMED}
    assert found == expected
    assert found["Ada Lund"] == 3


def test_names_that_were_joined_are_listed_with_the_reason():
    archive = [result(n, [speaker(name)], [claim("it rained")]) for n, name in enumerate(("William Vale", "Bill Vale"))]
    with quoteattr.audit(archive) as made:
        assert rows(made, "names") == [
            {
                "speaker": "William Vale",
                "type": "person",
                "name": "Bill Vale",
                "reason": "the name 'Bill Vale' is 'William Vale'",
            }
        ]
    named = [speaker("Ada Lund"), speaker("Ada Lund", role="Mayor"), speaker("Dr. Ada M. Lund", role="surgeon")]
    with quoteattr.audit([result(n, [each], [claim("it rained")]) for n, each in enumerate(named)]) as made:
        assert [(row["name"], row["reason"]) for row in rows(made, "names")] == [
            ("Ada Lund", "the name 'Dr. Ada M. Lund' is 'Ada Lund'")
        ]


def test_the_report_shows_speakers_over_time(small):
    whole = small.report()
    assert "<h2 id='said-1-title'>Ada Lund over time</h2>" in whole
    section = whole.partition("<section id='said-1'")[2].partition("</section>")[0]
    dates = re.findall(r"qa-date>([^<]*)<", section)
    assert dates == ["2023-04-04", "2023-04-04", "2023-04-05", "2023-05-01"]
    chosen = small.report(follow=["REPORT", "nobody <b>"])
    assert "the report over time" in chosen
    assert "Ada Lund over time" not in chosen
    assert "No speaker’s name has “nobody &lt;b&gt;”." in chosen


def test_articles_that_share_all_claims_are_one_story():
    texts = ["the storm left many homes dark", "crews will work through the night", "schools stay shut on Friday"]
    same = [result(number, [LUND], [*map(claim, texts)], publisher=f"Paper {number}") for number in range(3)]
    with quoteattr.audit([*same, result("own", [LUND], [claim(texts[0])], publisher="Other")]) as made:
        assert {row["claim"]: (row["articles"], row["origins"]) for row in rows(made, "recurring")} == {
            texts[0]: (4, 2),
            texts[1]: (3, 1),
            texts[2]: (3, 1),
        }


def test_counts_equal_an_independent_recount():
    archive = list(results(300, seed=5))
    claims, words, direct, types = Counter(), Counter(), Counter(), Counter()
    sources, dates = defaultdict(set), defaultdict(list)
    for data in archive:
        for each in data["attributions"]:
            said_by = None if each["speaker"] is None else data["speakers"][each["speaker"]]
            types[said_by["type"] if said_by else "not known"] += 1
            if said_by:
                key = said_by["name"], said_by["type"]
                claims[key] += 1
                words[key] += len(each["content"]["text"].split())
                direct[key] += each["kind"] == "direct"
                sources[data["id"]].add(key)
                dates[key].append(data["article"]["published"])
    with quoteattr.audit(archive) as made:
        for row in rows(made, "speakers"):
            key = row["speaker"], row["type"]
            assert (row["claims"], row["words"]) == (claims.pop(key), words[key])
            assert row["direct"] == pytest.approx(direct[key] / row["claims"], abs=1e-4)
            assert (row["first"], row["last"]) == (min(dates[key]), max(dates[key]))
        assert not claims
        assert {row["type"]: row["claims"] for row in rows(made, "types")} == types
        single = {row["article"] for row in rows(made, "articles") if row["single_source"]}
        assert single == {name for name, keys in sources.items() if len(keys) == 1}
        assert made.counts["recurring"] == 100


def test_tables_are_written_and_read_back(small, tmp_path):
    pandas = pytest.importorskip("pandas", reason="comes with quoteattr[pandas]")
    small.write_tables(tmp_path)
    with (tmp_path / "speakers.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == [
            *("speaker", "claims", "words", "direct", "role", "affiliation", "type", "first", "last"),
        ]
    assert {"speakers.csv", "articles.csv", "types.csv", "cues.csv", "recurring.csv"} <= {
        path.name for path in tmp_path.iterdir()
    }
    assert "'=1+1" in list(pandas.read_csv(tmp_path / "claims.csv")["claim"])
    assert list(pandas.read_parquet(tmp_path / "speakers.parquet")["claims"]) == [4, 2, 1, 1]
    assert list(small.speakers["speaker"]) == list(pandas.read_csv(tmp_path / "speakers.csv")["speaker"])
    for name in ("articles", "types", "cues", "recurring", "groups"):
        assert len(getattr(small, name)) == len(rows(small, name))


def test_documents_and_their_json_have_the_same_tables(attributor):
    text = "The port will close, Mayor Ada Lund said. “No,” residents replied. The report said so."
    document = attributor(text, id="port", publisher="The Bay Post")
    assert entry_of(document) == entry_of(quoteattr.to_dict(document))


@pytest.mark.parametrize(
    ("only", "articles", "claims"),
    [
        (Query(), 2, 3),
        (Query(polarities=("asserted", "denied")), 2, 2),
        (Query(act="thought"), 2, 0),
        (Query(until="2023-04-04"), 1, 1),
    ],
)
def test_a_query_filters_the_claims(only, articles, claims):
    archive = [
        result("a", [LUND], [claim("it rained", polarity="denied")], published="2023-04-04"),
        result("b", [LUND], [claim("it snowed"), claim("it froze", polarity="unsaid")], published="2023-04-05"),
    ]
    with quoteattr.audit(archive, only=only) as made:
        assert (made.counts["articles"], made.counts["claims"]) == (articles, claims)


def test_no_claims_at_all():
    with quoteattr.audit([Document("It rained.")]) as made:
        assert "No claim was found in 1 articles." in made.report()
        assert rows(made, "speakers") == rows(made, "recurring") == []


def test_the_report_leaves_out_columns_that_are_empty(small):
    assert "author" in small.report()
    with quoteattr.audit([result("x", [LUND], [claim("it rained")])]) as made:
        page = made.report()
    assert ">headline<" not in page
    assert ">affiliation<" in page


@pytest.mark.parametrize("given", ["text", 3, {"id": 1}, None])
def test_a_value_that_is_not_a_document_is_an_error(given):
    with pytest.raises(ArgumentError, match="an audit takes Documents"):
        quoteattr.audit([given])


def test_a_result_that_breaks_the_contract_is_an_error():
    with pytest.raises(FormatError, match="the result 'x' does not match the JSON schema"):
        entry_of(result("x", [], [claim("It rained.", 3)]))


def test_lone_surrogates_and_equal_names_in_another_case():
    archive = [result(None, [speaker("Ada \ud800")], [claim("\ud800 all")]), Entry(None)]
    with quoteattr.audit(json.loads(json.dumps(each)) if isinstance(each, dict) else each for each in archive) as made:
        assert rows(made, "speakers")[0]["speaker"] == "Ada ?"
        assert "Ada ?" in made.report()


@pytest.mark.parametrize(
    ("names", "followed", "notes"),
    [
        (["a", "Nils Aker"], ["Ada Lund", "Nils Aker", "Cara Aker", "Eva Aker", "Ida Aker", "Mia Aker"], []),
        (["nils aker"], ["Nils Aker", "Zoe Nils Aker"], []),
        (
            ["Ada Lund", "Cara Aker", "Eva Aker", "Ida Aker", "Mia Aker", "Ute Aker", "Nils", "x"],
            ["Ada Lund", "Cara Aker", "Eva Aker", "Ida Aker", "Mia Aker", "Ute Aker"],
            ["“Nils” is left out: at most 6 speakers are followed.", "No speaker’s name has “x”."],
        ),
    ],
)
def test_each_name_to_follow_has_a_speaker_or_a_note(names, followed, notes):
    speakers = ["Ada Lund", "Cara Aker", "Eva Aker", "Ida Aker", "Mia Aker", "Ute Aker", "Zoe Nils Aker", "Nils Aker"]
    claims = [claim(f"{name} {day}", at) for at, name in enumerate(speakers) for day in range(10 - at)]
    with quoteattr.audit([result("a", list(map(speaker, speakers)), claims)]) as made:
        page = made.report(follow=names)
    assert re.findall(r"<h2 id='said-\d-title'>(.*?) over time", page) == followed
    assert [note for note in re.findall(r"<p class='qa-note'>(.*?)</p>", page) if "“" in note] == notes


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Health Minister", True),
        ("Sen.", True),
        ("spokeswoman", True),
        ("company president", False),
        ("bus driver", False),
        (None, False),
    ],
)
def test_officials(role, expected):
    assert is_official(role) is expected


def test_loaded_verbs_and_keys_of_names():
    assert is_loaded("admit")
    assert not is_loaded("say")
    assert key_of("Mr. Tom Brandt") == key_of("tom brandt") == "tom brandt"
    assert key_of("The Bay Post") == "bay post"
    assert key_of("Dr.") == "dr."


def test_an_unknown_table_is_an_error(small):
    with pytest.raises(ArgumentError, match="there is no table 'x': take one of speakers"):
        small.table("x")


def test_the_file_of_an_audit_is_removed():
    made = quoteattr.audit(ARCHIVE)
    path = Path(made._file.name)
    assert path.exists()
    made.close()
    assert not path.exists()
