"""The JSON of one document: written, validated, and read back without loss."""

from __future__ import annotations

import copy
import json
from contextlib import suppress

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import (
    Article,
    Attribution,
    Byline,
    Content,
    Cue,
    Dateline,
    Document,
    Evidence,
    FormatError,
    Outlet,
    Part,
    Passage,
    Source,
    Span,
    Speaker,
    Time,
    from_dict,
    json_schema,
    to_dict,
)

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_text_is_part_of_the_object_where_asked_for(document):
    data = to_dict(document, text=True)
    VALIDATOR.validate(data)
    assert data["text"] == document.text
    assert "text" not in to_dict(document)
    assert from_dict(data, document.text) == from_dict(to_dict(document), document.text)


def test_fields_have_the_names_and_values_of_the_contract(document):
    data = to_dict(document)
    assert data["id"] == "harbour"
    assert data["article"]["headline"] == {"start": 0, "end": 26, "text": "Harbour to close on Friday"}
    assert data["article"]["outlet"] == {"name": "Reuters", "kind": "wire", "start": 30, "end": 37}
    assert data["article"]["publisher"] == {"name": "The Bay Post", "kind": "newspaper", "start": None, "end": None}
    assert data["article"]["dateline"] is None
    assert data["speakers"][0] == {
        "id": 0,
        "name": "Ada Lund",
        "kind": "person",
        "role": "Mayor",
        "affiliation": None,
        "mentions": [[38, 52]],
        "members": [],
    }
    told = data["attributions"][0]
    assert told["cue"] == {"spans": [[53, 57]], "text": "told", "lemma": "tell"}
    assert told["source"] == {"spans": [[38, 52]], "text": "Mayor Ada Lund"}
    assert (told["speaker"], told["outlet"], told["via"]) == (0, "Reuters", ["Reuters"])
    assert told["time"] == {"text": "on Monday", "date": "2023-04-03"}
    assert told["evidence"]["source_path"] == ["told", "-nsubj->", "Lund"]
    assert "sentences" not in data


def test_speakers_are_numbered_by_their_place_in_the_list(document):
    lund, residents = document.speakers
    moved = evolve(lund, id=7)
    claims = [evolve(document.attributions[0], speaker=moved), *document.attributions[1:]]
    data = to_dict(evolve(document, speakers=(residents, moved), attributions=claims))
    assert [speaker["id"] for speaker in data["speakers"]] == [0, 1]
    assert data["attributions"][0]["speaker"] == 1


@pytest.mark.parametrize("sentences", [False, True])
def test_output_follows_the_schema_and_comes_back_equal(document, sentences):
    data = json.loads(json.dumps(to_dict(document, sentences=sentences)))
    VALIDATOR.validate(data)
    expected = document if sentences else evolve(document, sentences=())
    assert from_dict(data, document.text) == expected


def test_a_file_with_only_the_fields_of_the_contract_is_read(document):
    data = to_dict(document)
    del data["version"], data["article"]["parts"]
    for attribution in data["attributions"]:
        del attribution["evidence"]
    VALIDATOR.validate(data)
    read = from_dict(data, document.text)
    assert read.attributions[0].evidence.rule == "unrecorded"
    assert read.attributions[0].content == document.attributions[0].content


def test_unknown_fields_are_passed_over(document):
    data = to_dict(document)
    data["note"] = data["attributions"][0]["note"] = "added later"
    VALIDATOR.validate(data)
    assert from_dict(data, document.text).attributions == document.attributions


WRONG = [
    ("attributions", 0, "kind", "spoken", "attributions[0].kind", "direct, mixed, indirect"),
    ("attributions", 0, "confidence", 1.5, "attributions[0].confidence", "a probability"),
    ("attributions", 0, "confidence", float("nan"), "attributions[0].confidence", "a probability"),
    ("attributions", 0, "confidence", True, "attributions[0].confidence", "a number"),
    ("attributions", 1, "speaker", 2, "attributions[1].speaker", "an index into the 2 speakers"),
    ("attributions", 1, "speaker", -1, "attributions[1].speaker", "an index into the 2 speakers"),
    ("attributions", 1, "via", "Reuters", "attributions[1].via", "an array"),
    ("attributions", 1, "cue", None, "attributions[1].cue", "an object"),
    ("attributions", 2, "cue", {"spans": [], "text": ""}, "attributions[2].cue", "'lemma'"),
    ("attributions", 2, "content", {"spans": [[3]], "text": ""}, "attributions[2].content.spans[0]", "a pair"),
    ("attributions", 2, "content", {"spans": [[9, 3]], "text": ""}, "attributions[2].content.spans[0]", "start <= end"),
    ("attributions", 2, "content", {"spans": [[0, 9999]], "text": ""}, "attributions[2].content.spans[0]", "length"),
    ("attributions", 2, "content", {"spans": [[0, 7]], "text": "Harbor"}, "attributions[2].content.text", "'Harbour'"),
    ("speakers", 1, "id", 0, "speakers[1].id", "index of the speaker"),
    ("speakers", 1, "mentions", [[0, "7"]], "speakers[1].mentions[0][1]", "an integer"),
    ("speakers", 0, "role", 4, "speakers[0].role", "a string"),
]


@pytest.mark.parametrize(("part", "index", "field", "value", "path", "reason"), WRONG)
def test_a_wrong_value_is_named_by_its_path(document, part, index, field, value, path, reason):
    data = copy.deepcopy(to_dict(document))
    data[part][index][field] = value
    with pytest.raises(FormatError) as caught:
        from_dict(data, document.text)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "text", 3, {}, {"article": {}, "speakers": [], "attributions": []}])
def test_what_is_no_document_is_a_format_error(data):
    with pytest.raises(FormatError):
        from_dict(data, "text")


def test_another_version_is_refused(document):
    with pytest.raises(FormatError, match="version: expected version 1, found 2"):
        from_dict({**to_dict(document), "version": 2}, document.text)


def test_a_tree_with_an_impossible_head_is_a_format_error(document):
    data = to_dict(document, sentences=True)
    data["sentences"][0]["words"][0]["head"] = 40
    with pytest.raises(FormatError, match=r"sentences\[0\]\.words"):
        from_dict(data, document.text)


def test_a_document_of_another_text_is_refused(document):
    with pytest.raises(FormatError, match="is this the right text"):
        from_dict(to_dict(document), document.text.upper())


def test_a_long_wrong_value_is_quoted_in_part(document):
    with pytest.raises(FormatError) as caught:
        from_dict({**to_dict(document), "id": ["x" * 10_000]}, document.text)
    assert len(str(caught.value)) < 200


# Any document at all

NAMES = st.text(max_size=8)
OPTIONAL = st.none() | NAMES


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.characters(), max_size=40))

    def span() -> Span:
        return Span(*sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text))))))

    def spans(most: int = 3) -> list[Span]:
        return [span() for _ in range(draw(st.integers(0, most)))]

    def outlet() -> Outlet | None:
        return draw(st.none() | st.builds(Outlet, NAMES, NAMES, st.sampled_from([None, span()])))

    def dateline(at: Span) -> Dateline:
        return Dateline(at, at.of(text))

    def attribution(speakers: tuple[Speaker, ...]) -> Attribution:
        content, cue, source = (Passage.of(text, *spans()) for _ in range(3))
        scores = draw(st.dictionaries(NAMES, st.floats(allow_nan=False), max_size=2))
        paths = st.lists(NAMES, max_size=3).map(tuple)
        return Attribution(
            kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
            content=Content(content.spans, content.text),
            cue=Cue(cue.spans, cue.text, draw(NAMES)),
            source=draw(st.sampled_from([None, Source(source.spans, source.text)])),
            speaker=draw(st.sampled_from([None, *speakers])),
            outlet=draw(OPTIONAL),
            via=tuple(draw(st.lists(NAMES, max_size=2))),
            act=draw(st.sampled_from(["speech", "thought"])),
            polarity=draw(st.sampled_from(["asserted", "denied", "declined"])),
            time=draw(st.none() | st.builds(Time, NAMES, OPTIONAL)),
            confidence=draw(st.floats(0, 1)),
            evidence=Evidence(draw(NAMES), draw(paths), draw(paths), scores),
        )

    kinds = st.sampled_from(["person", "organization", "group", "anonymous", "document"])
    speakers = tuple(
        Speaker(number, draw(NAMES), draw(kinds), draw(OPTIONAL), draw(OPTIONAL), tuple(spans()))
        for number in range(draw(st.integers(0, 3)))
    )
    return Document(
        text=text,
        article=Article(
            headline=draw(st.sampled_from([None, Passage.of(text, span())])),
            bylines=tuple(Byline(each.of(text), each) for each in spans()),
            outlet=outlet(),
            publisher=outlet(),
            dateline=draw(st.sampled_from([None, dateline(span())])),
            published=draw(OPTIONAL),
            parts=tuple(Part(draw(st.sampled_from(["body", "caption", "chrome"])), each) for each in spans()),
        ),
        speakers=speakers,
        attributions=[attribution(speakers) for _ in range(draw(st.integers(0, 3)))],
        id=draw(OPTIONAL),
    )


@given(documents())
def test_every_document_follows_the_schema_and_comes_back_equal(document):
    data = json.loads(json.dumps(to_dict(document)))
    VALIDATOR.validate(data)
    assert from_dict(data, document.text) == document


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(["id", "version", "article", "speakers", "attributions", "sentences"]), JSON)
def test_any_json_in_any_field_is_read_or_refused_but_never_crashes(field, value):
    data = {**to_dict(Document("some text")), field: value}
    with suppress(FormatError):
        read = from_dict(data, "some text")
        assert from_dict(to_dict(read), "some text") == evolve(read, sentences=())
