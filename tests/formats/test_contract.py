"""The JSON of one document: written, validated, and read back without loss."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import attrs
import jsonschema
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import (
    Affiliation,
    Article,
    Attribution,
    Byline,
    Channel,
    Content,
    Cue,
    Dateline,
    Document,
    Entity,
    Evidence,
    FormatError,
    Outlet,
    Part,
    Passage,
    Quotation,
    Role,
    Sentence,
    Source,
    Span,
    Speaker,
    Time,
    Word,
    from_dict,
    json_schema,
    to_dict,
)

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_text_is_part_of_the_object_on_request(document):
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
        "roles": [],
        "type": None,
        "organization": None,
        "anonymity": None,
        "ref": None,
        "age": None,
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
def test_output_follows_the_schema_and_is_read_back_equal(document, sentences):
    data = json.loads(json.dumps(to_dict(document, sentences=sentences)))
    VALIDATOR.validate(data)
    expected = document if sentences else evolve(document, sentences=())
    assert from_dict(data, document.text) == expected


def test_a_file_with_only_the_fields_of_the_contract_is_read(document):
    data = to_dict(document)
    del data["article"]["parts"]
    for attribution in data["attributions"]:
        del attribution["evidence"]
    VALIDATOR.validate(data)
    read = from_dict(data, document.text)
    assert read.attributions[0].evidence.rule == "unrecorded"
    assert read.attributions[0].content == document.attributions[0].content


def test_unknown_fields_are_ignored(document):
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
    ("attributions", 1, "cue", "said", "attributions[1].cue", "an object"),
    ("attributions", 1, "nested_in", 1, "attributions[1].nested_in", "another one of the 3 attributions"),
    ("attributions", 1, "speaker_confidence", 2, "attributions[1].speaker_confidence", "a probability"),
    ("attributions", 1, "channel", {"kind": "post"}, "attributions[1].channel", "'name'"),
    ("speakers", 0, "roles", [{"text": "Mayor"}], "speakers[0].roles[0]", "'start'"),
    ("speakers", 0, "type", "witness", "speakers[0].type", "unnamed_person"),
    ("speakers", 0, "ref", True, "speakers[0].ref", "a string, an integer or null"),
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
def test_a_value_that_is_not_a_document_is_a_format_error(data):
    with pytest.raises(FormatError):
        from_dict(data, "text")


def test_another_version_is_refused(document):
    with pytest.raises(FormatError, match="version: expected version 2 or 1, found 3"):
        from_dict({**to_dict(document), "version": 3}, document.text)


def test_a_tree_with_an_impossible_head_is_a_format_error(document):
    data = to_dict(document, sentences=True)
    data["sentences"][0]["words"][0]["head"] = 40
    with pytest.raises(FormatError, match=r"sentences\[0\]\.words"):
        from_dict(data, document.text)


@pytest.mark.parametrize("space", ["\u00a0", "  ", "\t"])
def test_roles_and_affiliations_with_other_spaces_are_read_again(attributor, space):
    text = f"The port will close in May, said Ada Lund, chief{space}executive of Nordair{space}Cargo."
    document = attributor(text)
    assert document.attributions[0].speaker.roles
    assert from_dict(to_dict(document), text).attributions == document.attributions


def test_a_document_of_another_text_is_refused(document):
    with pytest.raises(FormatError, match="is this the right text"):
        from_dict(to_dict(document), document.text.upper())


def test_a_long_wrong_value_is_quoted_in_part(document):
    with pytest.raises(FormatError) as caught:
        from_dict({**to_dict(document), "id": ["x" * 10_000]}, document.text)
    assert len(str(caught.value)) < 200


# Any document

NAMES = st.text(max_size=8)
OPTIONAL = st.none() | NAMES


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(st.characters(), max_size=40))

    def any_of(*values: str) -> str:
        return draw(st.sampled_from(values))

    def span() -> Span:
        return Span(*sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text))))))

    def several(make: Callable[[], Any], most: int = 2) -> tuple[Any, ...]:
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def maybe(make: Callable[[], Any]) -> Any:
        return make() if draw(st.booleans()) else None

    def passage() -> Passage:
        return Passage.of(text, span())

    def outlet() -> Outlet:
        return Outlet(draw(NAMES), draw(NAMES), maybe(span))

    def byline() -> Byline:
        at = span()
        return Byline(at.of(text), at, draw(OPTIONAL), any_of("author", "reporting", "editing", "photo"))

    def dateline() -> Dateline:
        at = span()
        return Dateline(at, at.of(text), place=draw(OPTIONAL), date=draw(OPTIONAL), wire=draw(OPTIONAL))

    def affiliation() -> Affiliation:
        at = span()
        return Affiliation(at.of(text), at, draw(NAMES), draw(NAMES))

    def role() -> Role:
        at = span()
        return Role(at.of(text), at, draw(OPTIONAL), draw(st.booleans()), maybe(affiliation))

    def speaker(number: int) -> Speaker:
        return Speaker(
            id=number,
            name=draw(NAMES),
            kind=any_of("person", "organization", "group", "anonymous", "document"),
            role=draw(OPTIONAL),
            affiliation=draw(OPTIONAL),
            mentions=several(span),
            members=tuple(draw(st.lists(NAMES, max_size=2))),
            roles=several(role),
            type=draw(st.sampled_from([None, "person", "unnamed_person", "unnamed_group", "anonymous"])),
            organization=draw(OPTIONAL),
            anonymity=maybe(passage),
            ref=draw(st.none() | st.integers() | NAMES),
            age=draw(st.none() | st.integers(0, 120)),
        )

    def attribution(number: int, count: int) -> Attribution:
        content, cue, source = (Passage.of(text, *several(span, 3)) for _ in range(3))
        scores = draw(st.dictionaries(NAMES, st.floats(allow_nan=False), max_size=2))
        paths = st.lists(NAMES, max_size=3).map(tuple)
        return Attribution(
            kind=any_of("direct", "mixed", "indirect"),
            content=Content(content.spans, content.text),
            cue=draw(st.sampled_from([None, Cue(cue.spans, cue.text, "say")])),
            source=draw(st.sampled_from([None, Source(source.spans, source.text)])),
            speaker=draw(st.sampled_from([None, *speakers])),
            outlet=draw(OPTIONAL),
            via=tuple(draw(st.lists(NAMES, max_size=2))),
            act=any_of("speech", "thought"),
            polarity=any_of("asserted", "denied", "declined", "questioned", "hypothetical", "unsaid"),
            time=draw(st.none() | st.builds(Time, NAMES, OPTIONAL)),
            confidence=draw(st.floats(0, 1)),
            evidence=Evidence(draw(NAMES), draw(paths), draw(paths), scores, draw(NAMES), draw(NAMES)),
            hedged=draw(st.booleans()),
            speaker_confidence=draw(st.none() | st.floats(0, 1)),
            channel=maybe(lambda: Channel(any_of("interview", "news conference", "post"), span(), draw(OPTIONAL))),
            nested_in=draw(st.sampled_from([None, *(each for each in range(count) if each != number)])),
            inside_quotation=draw(st.booleans()),
            borrowed=draw(st.booleans()),
        )

    def word(index: int, count: int) -> Word:
        head = draw(st.integers(-1, count - 1).filter(lambda each: each != index))
        return Word(index, draw(NAMES), span(), draw(NAMES), draw(NAMES), draw(NAMES), head, draw(NAMES))

    def sentence() -> Sentence:
        count = draw(st.integers(1, 3))
        first, last = sorted((draw(st.integers(0, count)), draw(st.integers(0, count))))
        entities = several(lambda: Entity(draw(NAMES), first, last, span()))
        return Sentence([word(index, count) for index in range(count)], entities, draw(st.integers(0, len(text))))

    speakers = [speaker(number) for number in range(draw(st.integers(0, 3)))]
    count = draw(st.integers(0, 3))
    kinds = ("headline", "standfirst", "body", "subheading", "related", "comment", "chrome")
    return Document(
        text=text,
        article=Article(
            headline=maybe(passage),
            bylines=several(byline),
            outlet=maybe(outlet),
            publisher=maybe(outlet),
            dateline=maybe(dateline),
            published=draw(OPTIONAL),
            parts=several(lambda: Part(any_of(*kinds), span())),
            standfirst=maybe(passage),
            updated=draw(OPTIONAL),
        ),
        sentences=several(sentence),
        quotations=several(lambda: Quotation(span(), span(), draw(st.booleans()), draw(st.integers(0, 2)))),
        speakers=speakers,
        attributions=[attribution(number, count) for number in range(count)],
        id=draw(st.none() | st.integers() | NAMES),
        warnings=draw(st.lists(NAMES, max_size=2)),
    )


@given(documents())
def test_every_document_follows_the_schema_and_is_read_back_equal(document):
    data = json.loads(json.dumps(to_dict(document, sentences=True, quotations=True)))
    VALIDATOR.validate(data)
    assert from_dict(data, document.text) == document


@given(documents())
def test_every_document_is_a_value(document):
    """Equal copies, also through pickle, with equal hashes; ``attrs.asdict`` is ready for JSON."""
    for copied in (copy.deepcopy(document), pickle.loads(pickle.dumps(document))):
        assert copied == document
        assert hash(copied) == hash(document)
    assert len({*document.attributions, *copy.deepcopy(document.attributions)}) == len(set(document.attributions))
    assert json.loads(json.dumps(attrs.asdict(document)))["text"] == document.text


def test_scores_cannot_be_changed(document):
    scores = document.attributions[0].evidence.scores
    for change in (
        lambda: scores.update(cue=0.0),
        lambda: scores.__setitem__("cue", 0.0),
        scores.clear,
        scores.popitem,
    ):
        with pytest.raises(TypeError, match="make new ones"):
            change()
    assert scores == {"cue": 0.99}


@pytest.mark.parametrize("key", ["7", 7, 0, "", None])
def test_an_id_is_read_back_unchanged(document, key):
    data = to_dict(evolve(document, id=key))
    VALIDATOR.validate(data)
    back = from_dict(json.loads(json.dumps(data)), document.text)
    assert (back.id, type(back.id)) == (key, type(key))


def test_parts_have_their_new_kinds_where_version_1_is_read(document):
    data = {**to_dict(document), "version": 1}
    data["article"]["parts"][0]["kind"] = "section"
    assert from_dict(data, document.text).article.parts[0].kind == "subheading"
    with pytest.raises(FormatError, match=r"article\.parts\[0\]\.kind: expected one of headline"):
        from_dict({**data, "version": 2}, document.text)


def test_a_speaker_that_the_document_lacks_is_refused(document):
    with pytest.raises(FormatError, match="attribution 0 has the id 0"):
        to_dict(evolve(document, speakers=()))


def test_of_several_wrong_values_the_first_is_named(document):
    data = to_dict(document)
    data["attributions"][0]["cue"]["spans"] = [["a", 2]]
    data["attributions"][1]["kind"] = "spoken"
    with pytest.raises(FormatError, match=r"^attributions\[0\]\.cue\.spans\[0\]\[0\]: expected an integer, found 'a'"):
        from_dict(data, document.text)


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
