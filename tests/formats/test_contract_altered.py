"""Altered contract JSON is read by its values, or refused with a reason; JSON that its schema refuses is never read."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import FormatError, QuoteattrError, TextTypeError, from_dict, json_schema, to_dict

FOLDER = Path(__file__).parent / "older"
SOUND: dict[str, Any] = json.loads((FOLDER / "6-version-2.json").read_text("utf-8"))  # every field of the contract
TEXT: str = SOUND["text"]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())

Place = tuple[str | int, ...]

DEEP: list[Any] = []
for _ in range(3000):
    DEEP = [DEEP]
MISSING = object()
WRONG = [
    MISSING, None, True, False, 0, 1, -1, 2, 9, 50, 10**30, -(10**30), 10**400, 10**5000, 0.5, -0.5, 1e300,
    float("inf"), float("nan"), "", "x", "\ud800", [], {}, [0, 1], [[0, 1]], [[1, 0]], ["x"], {"x": 1}, b"\0\1", DEEP,
]  # fmt: skip


def places(value: object, above: Place = ()) -> Iterator[Place]:
    """Return the paths of all values of some JSON."""
    if above:
        yield above
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in members:
        yield from places(each, (*above, key))


PLACES = list(places(SOUND))


def holds(data: Any, key: str | int) -> bool:
    """Return True if there is such a member; its container may have been altered before."""
    return key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))


def alter(data: Any, place: Place, value: object) -> None:
    """Set a place to ``value``, if it still exists."""
    *above, last = place
    for key in above:
        if not holds(data, key):
            return
        data = data[key]
    if not holds(data, last):
        return
    if value is MISSING:
        del data[last]
    else:
        data[last] = value if value is DEEP else copy.deepcopy(value)


def altered(*changes: tuple[Place, object]) -> Any:
    data = copy.deepcopy(SOUND)
    for place, value in changes:
        alter(data, place, value)
    return data


def is_sound(data: Any) -> bool:
    """Return True if the schema accepts it; validation itself fails on numbers of thousands of digits."""
    try:
        return VALIDATOR.is_valid(data)
    except (ValueError, RecursionError):
        return False


def read_or_refused(data: Any) -> bool:
    """Return True if it was read; fail at any unexpected exception."""
    document, error = None, None
    try:
        document = from_dict(data, TEXT)
    except QuoteattrError as raised:
        error = raised
    if document is None:
        assert isinstance(error, FormatError)
        assert "expected" in str(error) or "must be" in str(error)
        assert len(str(error)) < 400
        return False
    assert from_dict(to_dict(document, sentences=True, quotations=True), TEXT) == document
    return True


@pytest.mark.parametrize("part", SOUND)
def test_one_wrong_value_is_read_or_refused_and_never_against_the_schema(part):
    for place in (place for place in PLACES if place[0] == part):
        for value in WRONG:
            data = altered((place, value))
            if read_or_refused(data):
                assert is_sound(data), (place, value)


CHANGES = st.tuples(st.sampled_from(PLACES), st.sampled_from(WRONG) | st.integers(-2, 120) | st.text(max_size=3))


@given(st.lists(CHANGES, min_size=2, max_size=6))
def test_several_wrong_values_are_read_or_refused(changes):
    data = altered(*changes)
    if read_or_refused(data):
        assert is_sound(data)


OUTSIDE = [
    (("sentences", 0, "entities", 0, "first"), -1, "sentences[0].entities[0]: expected word numbers"),
    (("sentences", 0, "entities", 0, "last"), -1, "sentences[0].entities[0]: expected word numbers"),
    (("sentences", 0, "entities", 0, "last"), 10, "sentences[0].entities[0]: expected word numbers"),
    (("sentences", 0, "entities", 0, "end"), 999, "sentences[0].entities[0]: expected offsets"),
    (("sentences", 0, "words"), [], "sentences[0].words: expected at least one word"),
    (("sentences", 0, "words", 1, "head"), 9, "sentences[0].words[1].head: expected the index of one of the 9 words"),
    (("sentences", 0, "words", 1, "head"), -2, "sentences[0].words[1].head: expected the index of one of the 9 words"),
    (("sentences", 0, "words", 1, "start"), -1, "sentences[0].words[1]: expected offsets"),
    (("sentences", 0, "offset"), -1, "sentences[0].offset: expected a number of words from 0 to"),
    (("sentences", 0, "offset"), 999, "sentences[0].offset: expected a number of words from 0 to"),
    (("article", "outlet", "end"), None, "article.outlet.end: expected an integer"),
    (("article", "publisher", "end"), 3, "article.publisher.start: expected an integer"),
    (("article", "parts", 0, "end"), 999, "article.parts[0]: expected offsets"),
    (("attributions", 0, "source"), MISSING, "attributions[0]: expected an object with 'source'"),
    (("attributions", 0, "hedged"), None, "attributions[0].hedged: expected true or false"),
    (("attributions", 0, "evidence", "scores", "cue"), 10**400, "attributions[0].evidence.scores.cue: expected a sma"),
    (("text",), TEXT.upper(), "text: expected the text that was given"),
    (("attributions", 0, "channel", "end"), 999, "attributions[0].channel: expected offsets"),
    (
        ("speakers", 0, "roles", 0, "affiliation", "text"),
        "x",
        "speakers[0].roles[0].affiliation.text: exp",
    ),
    (("quotations", 0, "inner"), [1], "quotations[0].inner: expected a pair"),
    (("id",), MISSING, "$: expected an object with 'id'"),
]


@pytest.mark.parametrize(("place", "value", "reason"), OUTSIDE)
def test_a_value_outside_its_range_is_refused_by_its_name(place, value, reason):
    with pytest.raises(FormatError) as caught:
        from_dict(altered((place, value)), TEXT)
    assert str(caught.value).startswith(reason)


def test_the_valid_object_is_read():
    assert read_or_refused(SOUND)
    assert is_sound(SOUND)


@pytest.mark.parametrize("text", [None, b"bytes", 3])
def test_a_value_that_is_not_a_text_is_refused(text):
    with pytest.raises(TextTypeError, match="must be a str, not"):
        from_dict(SOUND, text)
