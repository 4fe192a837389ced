"""Citron's JSON has the members that Citron's reader requires, and is read back."""

from __future__ import annotations

import json

import jsonschema
from attrs import evolve
from hypothesis import given

from quoteattr import Content, Cue, Document, Source, Span, Speaker
from quoteattr.formats.annotated import from_object
from quoteattr.formats.citron import to_citron
from tests.formats.documents import bare, documents, marked

SPAN = {
    "type": "object",
    "required": ["start", "end", "text"],
    "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}, "text": {"type": "string"}},
}
SPANS = {"type": "array", "items": SPAN}
# docs/data_format.md of bbc/citron
FORMAT = {
    "type": "object",
    "required": ["text", "quotes"],
    "properties": {
        "text": {"type": "string"},
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["cue", "sources", "contents"],
                "properties": {"cue": SPAN, "sources": SPANS, "contents": SPANS, "coreferences": SPANS},
            },
        },
        "coreference_groups": {"type": "array", "items": SPANS},
    },
}


@given(documents())
def test_claims_with_a_cue_round_trip(document):
    data = json.loads(json.dumps(to_citron(document)))
    jsonschema.validate(data, FORMAT)
    read = from_object(data, name="any")
    longest = [
        (source, (max(cue, key=len),), content) for source, cue, content in marked(document) if cue
    ]  # fmt: skip
    assert read.text == document.text
    assert bare(read.relations) == longest


@given(documents())
def test_the_confidence_round_trips(document):
    read = from_object(to_citron(document), name="any")
    assert [each.confidence for each in read.relations] == [
        each.confidence for each in document.attributions if each.cue.spans
    ]


def test_a_pronoun_is_the_coreference_of_the_name(document):
    text = "Lee left. He said no."
    lee = Speaker(0, "Lee", "person", mentions=(Span(0, 3), Span(10, 12)))
    claim = evolve(
        document.attributions[0],
        speaker=lee,
        source=Source.of(text, Span(10, 12)),
        cue=Cue.of(text, Span(13, 17)),
        content=Content.of(text, Span(18, 20)),
    )
    data = to_citron(Document(text, speakers=[lee], attributions=[claim]))
    [quote] = data["quotes"]
    assert [each["text"] for each in quote["sources"]] == ["Lee"]
    assert [each["text"] for each in quote["coreferences"]] == ["He"]
    assert [[each["text"] for each in group] for group in data["coreference_groups"]] == [["Lee", "He"]]
    [relation] = from_object(data, name="any").relations
    assert relation.source == (Span(10, 12),)


def test_a_source_that_names_the_speaker_needs_no_coreference(document):
    first, *_, denied = to_citron(document)["quotes"]
    assert (first["sources"][0]["text"], first["coreferences"]) == ("Mayor Ada Lund", [])
    assert denied["cue"]["text"] == "denied"
