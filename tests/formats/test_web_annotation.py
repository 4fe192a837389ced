"""Web Annotations are valid JSON-LD of the W3C's vocabulary, and their spans are read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Document, FormatError, Span
from quoteattr.formats.web_annotation import CONTEXT, from_web_annotation, to_web_annotation
from quoteattr.model import Relation
from tests.formats.documents import Bare, bare, documents, json_values, marked

OA, AS, RDF = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)
ARTICLE = "https://example.org/harbour"


def link(address: str) -> dict[str, str]:
    return {"@id": address, "@type": "@id"}


# The definitions of the written terms in the context at http://www.w3.org/ns/anno.jsonld.
TERMS = {
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector")},
    **{name: OA + name for name in ("TextPositionSelector", "tagging", "identifying", "classifying", "linking")},
    **{name: OA + name for name in ("start", "end", "exact", "prefix", "suffix")},
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "body": link(OA + "hasBody"),
    "target": link(OA + "hasTarget"),
    "source": link(OA + "hasSource"),
    "selector": link(OA + "hasSelector"),
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "items": {**link(AS + "items"), "@container": "@list"},
    "first": link(AS + "first"),
    "last": link(AS + "last"),
    "startIndex": AS + "startIndex",
    "total": AS + "totalItems",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "value": RDF + "value",
    "format": "http://purl.org/dc/elements/1.1/format",
}


def load(url: str, options: object) -> dict[str, object]:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def members(value: object) -> Iterator[str]:
    """The names of all members of an object, at any depth."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield name
            yield from members(below)
    elif isinstance(value, list):
        for below in value:
            yield from members(below)


def test_a_json_ld_processor_reads_it_as_the_vocabulary_of_the_w3c(document):
    jsonld = pytest.importorskip("pyld", reason="comes with quoteattr[dev]").jsonld
    [collection] = jsonld.expand(to_web_annotation(document, source=ARTICLE), {"documentLoader": load})
    assert collection["@type"] == [AS + "OrderedCollection"]
    items = collection[AS + "first"][0][AS + "items"][0]["@list"]
    assert len(items) == collection[AS + "totalItems"][0]["@value"] == 11
    source = items[0]
    assert source["@type"] == [OA + "Annotation"]
    assert source[OA + "motivatedBy"] == [{"@id": OA + "tagging"}]
    assert [
        (body[OA + "hasPurpose"][0]["@id"], body[RDF + "value"][0]["@value"]) for body in source[OA + "hasBody"]
    ] == [(OA + "tagging", "source"), (OA + "identifying", "Ada Lund")]
    [target] = source[OA + "hasTarget"]
    assert target[OA + "hasSource"] == [{"@id": ARTICLE}]
    quote, position = target[OA + "hasSelector"]
    assert quote["@type"] == [OA + "TextQuoteSelector"]
    assert quote[OA + "exact"] == [{"@value": "Mayor Ada Lund"}]
    assert position[OA + "start"] == [{"@value": 38}]


def test_every_member_is_a_term_of_the_context(document):
    assert set(members(to_web_annotation(document))) - {"@context"} <= set(TERMS)


def test_the_link_names_its_parts_and_states_the_reading(document):
    items = to_web_annotation(document)["first"]["items"]
    assert [body["value"] for body in items[3]["body"]] == ["mixed", "speech", "asserted"]
    assert items[3]["target"] == [item["id"] for item in items[:3]]
    assert len({item["id"] for item in items}) == len(items)


def test_the_addresses_depend_on_the_document(document):
    first, again = to_web_annotation(document), to_web_annotation(document)
    assert first == again
    assert first["id"] != to_web_annotation(Document("another"))["id"]
    assert first["first"]["items"][0]["target"][0]["source"].startswith("ni:///sha-256;")


@given(documents())
def test_spans_round_trip(document):
    data = json.loads(json.dumps(to_web_annotation(document)))
    assert bare(from_web_annotation(data, document.text)) == marked(document)


@given(documents(), st.text(max_size=20))
def test_spans_are_found_after_text_was_inserted_before(document, added):
    whole = added + document.text
    found = bare(from_web_annotation(to_web_annotation(document), whole))
    assert words(found, whole) == words(marked(document), document.text)


def words(relations: Iterable[Bare], text: str) -> list[list[list[str]]]:
    return [[[span.of(text) for span in role] for role in each] for each in relations]


def annotation(exact: str, prefix: str = "", suffix: str = "", **more: object) -> dict[str, object]:
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    return {"body": {"value": "Content"}, "target": {"source": ARTICLE, "selector": quote}, **more}


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [("", "", 0), ("two ", "", 8), ("", " three", 8), ("2 two ", " three", 8), ("four ", " five", 19)],
)
def test_the_context_decides_between_several_places(prefix, suffix, start):
    text = "yes two yes three, yes"
    [relation] = from_web_annotation(annotation("yes", prefix, suffix), text)
    expected = start if (prefix, suffix) != ("four ", " five") else 8
    assert relation.content == (Span(expected, expected + 3),)


def test_the_nearest_of_equal_places_is_used():
    target = annotation("yes")["target"]
    target["selector"] = [target["selector"], {"type": "TextPositionSelector", "start": 9, "end": 12}]
    [relation] = from_web_annotation({"body": {"value": "cue"}, "target": target}, "yes, no, no, yes")
    assert relation.cue == (Span(13, 16),)


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"type": "AnnotationPage", "items": [one]},
        lambda one: {"type": "AnnotationCollection", "first": {"items": [one]}},
        lambda one: {**one, "body": "content"},
        lambda one: {**one, "body": None, "bodyValue": "content"},
        lambda one: {**one, "body": [{"value": "Ada"}, {"value": "content", "purpose": "tagging"}]},
        lambda one: {**one, "target": [one["target"]]},
        lambda one: [
            one,
            {"motivation": "linking", "target": ["urn:elsewhere"]},
            {"body": "commenting", "target": "x"},
        ],
    ],
)
def test_annotations_of_other_programs_are_read(shape):
    assert from_web_annotation(shape(annotation("no")), "yes no") == (Relation(content=[Span(4, 6)]),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (annotation("no"), r"target.selector.exact: expected words of the text .*, found 'no'"),
        (annotation(""), "expected words of the text"),
        ({"body": "cue", "target": {"selector": {"type": "CssSelector"}}}, "expected a TextQuoteSelector or"),
        ({"body": "cue", "target": {"selector": {"type": "TextPositionSelector", "start": 2, "end": 9}}}, "end <= 3"),
        ({"body": "cue", "target": {"selector": None}}, "expected a TextQuoteSelector or"),
        ({"body": "cue", "target": "https://example.org"}, r"target: expected an object"),
        ("text", r"\$: expected an object, found 'text'"),
        (5, r"\$: expected an object, found 5"),
    ],
)
def test_a_malformed_annotation_is_named(data, message):
    with pytest.raises(FormatError, match=message):
        from_web_annotation(data, "yes")


@given(json_values("body", "target", "selector", "type", "exact", "start", "end", "items", "value", "id"))
def test_any_json_is_read_or_refused(data):
    with suppress(FormatError):
        from_web_annotation(data, "some text")
