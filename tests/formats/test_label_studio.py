"""Tasks for Label Studio fit its configuration, and annotated ones are read as gold."""

from __future__ import annotations

import json
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import given

from quoteattr import Document, FormatError
from quoteattr.formats.label_studio import from_label_studio, label_config, to_label_studio
from tests.formats.documents import bare, documents, json_values, marked

TEXT = "😀 Residents say rents rise."


def region(key: str, label: str, words: str, **more: object) -> dict[str, object]:
    start = TEXT.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    return {"id": key, "from_name": "role", "to_name": "text", "type": "labels", "value": value, **more}


def arc(one: str, other: str) -> dict[str, object]:
    return {"type": "relation", "from_id": one, "to_id": other, "direction": "right"}


RESULT = [
    region("c", "Cue", "say", origin="manual", score=0.5),
    region("s", "Source", "Residents"),
    region("x", "Content", "rents"),
    region("y", "Content", "rise"),
    region("p", "Place", "Residents"),
    {"id": "n", "from_name": "sure", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}},
    *(arc("c", "x"), arc("s", "c"), arc("x", "y"), arc("c", "p")),
]


def task(*annotations: object, **data: object) -> dict[str, object]:
    return {"id": 7, "data": {"text": TEXT, **data}, "annotations": list(annotations), "predictions": []}


def test_a_person_s_regions_and_arrows_are_relations():
    [annotated] = from_label_studio(task({"result": RESULT, "was_cancelled": False}, id="port"))
    assert (annotated.id, annotated.text) == ("port", TEXT)
    [relation] = annotated.relations
    assert [[span.of(TEXT) for span in role] for role in (relation.source, relation.cue, relation.content)] == [
        ["Residents"],
        ["say"],
        ["rents", "rise"],
    ]
    assert relation.confidence == 0.5


def test_each_annotator_s_version_is_a_text_and_cancelled_ones_are_left_out():
    versions = from_label_studio(task({"result": RESULT}, {"result": []}, {"result": RESULT, "was_cancelled": True}))
    assert [(each.id, len(each.relations)) for each in versions] == [("7", 1), ("7", 0)]


def test_a_task_without_annotation_is_not_gold_but_has_predictions(document):
    written = to_label_studio(document)
    assert from_label_studio(written) == ()
    [predicted] = from_label_studio(written, predicted=True)
    assert bare(predicted.relations) == marked(document)
    assert [each.confidence for each in predicted.relations] == [0.97, 0.5, 0.25]
    corrected = {**written, "annotations": [{"result": []}]}
    assert from_label_studio(corrected, predicted=True)[0].relations == ()


@given(documents())
def test_spans_round_trip(document):
    written = json.loads(json.dumps(to_label_studio(document)))
    [read] = from_label_studio(written, predicted=True)
    assert (read.id, read.text, bare(read.relations)) == ("any", document.text, marked(document))


@given(documents())
def test_every_result_fits_the_configuration(document):
    """As Label Studio checks it: names and labels are in the configuration, ids exist and are unique."""
    view = ElementTree.fromstring(label_config())
    labels = {each.get("value") for each in view.iter("Label")}
    relations = {each.get("value") for each in view.iter("Relation")}
    names = (view.find("Labels").get("name"), view.find("Text").get("name"))
    assert view.find("Text").get("value") == "$text"
    [prediction] = to_label_studio(document)["predictions"]
    regions = [each for each in prediction["result"] if each["type"] == "labels"]
    assert 0 <= prediction["score"] <= 1
    assert len({each["id"] for each in regions}) == len(regions)
    for each in regions:
        assert (each["from_name"], each["to_name"]) == names
        assert set(each["value"]["labels"]) <= labels
        assert each["value"]["text"] == document.text[each["value"]["start"] : each["value"]["end"]]
    for each in prediction["result"]:
        if each["type"] == "relation":
            assert {each["from_id"], each["to_id"]} <= {one["id"] for one in regions}
            assert set(each["labels"]) <= relations


def test_label_studio_s_own_check_finds_no_error(document):
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason="comes with label-studio-sdk")
    checker = interface.LabelInterface(label_config())
    checker.validate()
    [prediction] = to_label_studio(document)["predictions"]
    assert checker.validate_prediction(prediction, return_errors=True) == []


def test_the_version_and_the_fields_of_a_claim_are_included(document):
    [prediction] = to_label_studio(document, model_version="mine")["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("mine", 0.25)
    assert prediction["result"][0]["meta"] == {"text": ["Ada Lund, mixed, speech, asserted"]}
    assert to_label_studio(Document(""))["predictions"][0]["model_version"] == "quoteattr"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "expected an object with 'data'"),
        ({"data": {"image": "x"}}, "data: expected an object with 'text'"),
        ({"data": {"text": "x"}}, "a task has no id: 'x'; give its data"),
        (task({}), r"annotations\[0\]: expected an object with 'result'"),
        (task({"result": [{"value": {"labels": ["Cue"], "start": 0, "end": 1}}]}), "expected an object with 'id'"),
        (task({"result": [{"id": "c", "value": {"labels": ["Cue"]}}]}), "with 'start'"),
        (
            task({"result": [{"id": "c", "value": {"labels": ["Cue"], "start": 3, "end": 99}}]}),
            "the length of the text",
        ),
        (task({"result": [{"id": "r", "type": "relation"}]}), "'from_id'"),
    ],
)
def test_a_malformed_task_is_named(data, message):
    with pytest.raises(FormatError, match=message):
        from_label_studio(data)


MEMBERS = ("data", "text", "id", "annotations", "predictions", "result", "value", "labels", "start", "end", "from_id")


@given(json_values(*MEMBERS), json_values(*MEMBERS))
def test_any_task_is_read_or_refused(value, result):
    for data in (value, {"id": 1, "data": {"text": "some text"}, "annotations": [{"result": [result]}]}):
        with suppress(FormatError):
            from_label_studio(data)
