"""Tasks for Prodigy have tokens that concatenate to the text and spans on them, and are read back."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given

from quoteattr import Document, FormatError
from quoteattr.formats.prodigy import from_prodigy, to_prodigy
from quoteattr.model import Relation
from tests.formats.documents import bare, documents, json_values, marked

TEXT = "😀 Residents say rents rise."


def span(label: str, words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "label": label}


SPANS = [span("CUE", "say"), span("SOURCE", "Residents"), span("CONTENT", "rents rise"), span("PLACE", "Residents")]
RELATIONS = [
    {"head": 2, "child": 1, "label": "SOURCE", "head_span": SPANS[0], "child_span": SPANS[1]},
    {"head": 4, "child": 2, "label": "CUE", "head_span": SPANS[2], "child_span": SPANS[0]},
    {"head": 2, "child": 1, "label": "PLACE", "head_span": SPANS[0], "child_span": SPANS[3]},
]
TASK = {"text": TEXT, "spans": SPANS, "relations": RELATIONS, "meta": {"id": "port"}, "_input_hash": -5}


def test_a_person_s_spans_and_arrows_are_relations():
    annotated = from_prodigy({**TASK, "answer": "accept"})
    assert annotated.id == "port"
    [relation] = annotated.relations
    assert [span.of(TEXT) for span in (*relation.source, *relation.cue, *relation.content)] == [
        "Residents",
        "say",
        "rents rise",
    ]


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_a_rejected_task_is_not_gold(answer):
    assert from_prodigy({**TASK, "answer": answer}) is None


@pytest.mark.parametrize(
    ("more", "key"), [({"id": "a"}, "a"), ({"id": 5}, "5"), ({"meta": {"id": 3}}, "3"), ({"meta": {}}, "-5")]
)
def test_the_id_is_the_task_s_or_the_number_of_its_text(more, key):
    assert from_prodigy({**TASK, "meta": None, **more}).id == key


def test_spans_without_arrows_are_relations_of_one_role():
    assert [sum(map(bool, each)) for each in bare(from_prodigy({**TASK, "relations": None}).relations)] == [1, 1, 1]


def share(document: Document) -> bool:
    """Whether a span of one attribution is one of another too, in the same role."""
    found = [(role, span) for each in marked(document) for role in (0, 1, 2) for span in each[role]]
    return len(found) != len(set(found))


@given(documents())
def test_spans_round_trip(document):
    read = from_prodigy(json.loads(json.dumps(to_prodigy(document))))
    assert (read.id, read.text) == ("any", document.text)
    if not share(document):
        assert sorted(bare(read.relations)) == sorted(marked(document))


@given(documents())
def test_confidences_round_trip(document):
    read = from_prodigy(to_prodigy(document))
    if not share(document):
        kept = sorted(each.confidence for each in read.relations)
        relations = map(Relation.of, document.attributions)
        assert kept == sorted(each.confidence for each in relations if each.source or each.cue or each.content)


@given(documents())
def test_tokens_concatenate_to_the_text(document):
    """Like spaCy's: a token, and one space after it if ``ws`` is true."""
    tokens = to_prodigy(document)["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    assert "".join(token["text"] + " " * token["ws"] for token in tokens) == document.text
    for token in tokens:
        assert token["text"] == document.text[token["start"] : token["end"]] != ""


def test_spacy_accepts_the_tokens_and_the_spans_on_them(document):
    """Prodigy creates a document of spaCy for each task, with its spans."""
    spacy = pytest.importorskip("spacy", reason="comes with quoteattr[spacy]")
    task = to_prodigy(document)
    words, spaces = ([token[name] for token in task["tokens"]] for name in ("text", "ws"))
    doc = spacy.tokens.Doc(spacy.blank("en").vocab, words=words, spaces=spaces)
    assert doc.text == document.text
    for each in task["spans"]:
        found = doc.char_span(each["start"], each["end"], label=each["label"], alignment_mode="strict")
        assert (found.start, found.end - 1, found.text) == (each["token_start"], each["token_end"], each["text"])


@given(documents())
def test_spans_and_relations_are_on_tokens(document):
    task = to_prodigy(document)
    tokens, spans = task["tokens"], task["spans"]
    for each in spans:
        if document.text[each["start"]] != " " and document.text[each["end"] - 1] != " ":
            first, last = tokens[each["token_start"]], tokens[each["token_end"]]
            assert (first["start"], last["end"]) == (each["start"], each["end"])
    shown = [{name: each[name] for name in ("start", "end", "token_start", "token_end", "label")} for each in spans]
    for each in task["relations"]:
        assert each["head_span"] in shown
        assert each["child_span"] in shown
        assert (each["head"], each["child"]) == (each["head_span"]["token_end"], each["child_span"]["token_end"])


def test_the_parts_of_a_claim_are_linked_to_its_cue(document):
    task = to_prodigy(document)
    assert task["meta"] == {"id": "harbour"}
    assert {each["head_span"]["label"] for each in task["relations"]} == {"CUE"}
    assert [each["label"] for each in task["relations"]] == ["SOURCE", "CONTENT", "SOURCE", "CONTENT", "CUE", "SOURCE"]
    assert "id" not in to_prodigy(Document("no id"))


@pytest.mark.parametrize(
    ("task", "message"),
    [
        ({"spans": []}, "expected an object with 'text'"),
        ({"text": "x", "spans": []}, "id: expected a string, found None"),
        ({**TASK, "spans": 3}, "spans: expected an array"),
        ({**TASK, "spans": [{"label": "CUE"}]}, r"spans\[0\]: expected an object with 'start'"),
        ({**TASK, "spans": [{"label": "CUE", "start": 3, "end": 99}]}, "the length of the text"),
        ({**TASK, "relations": [{"head": 1, "child": 2}]}, r"relations\[0\]: expected an object with 'head_span'"),
    ],
)
def test_a_malformed_task_is_named(task, message):
    with pytest.raises(FormatError, match=message):
        from_prodigy(task)


MEMBERS = ("text", "id", "meta", "spans", "relations", "label", "start", "end", "head_span", "child_span", "score")


@given(json_values(*MEMBERS), json_values(*MEMBERS))
def test_any_task_is_read_or_refused(value, member):
    for data in (value, {"id": 1, "text": "some text", "spans": [member], "relations": [member]}):
        with suppress(FormatError):
            from_prodigy(data)
