"""Files of earlier versions are read. ``older/`` has one document as each of them wrote it, over ``text.txt``.

A change of the output adds a file here; existing files are never changed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve, fields

from quoteattr import Document, Evidence, FormatError, from_dict, json_schema, to_dict

FOLDER = Path(__file__).parent / "older"
TEXT = (FOLDER / "text.txt").read_text("utf-8")
NEWEST = "7-annotated"


def stored(name: str) -> dict[str, object]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def of_version_1(document: Document) -> Document:
    """Without the fields that version 1 did not know."""
    names = ("roles", "type", "organization", "anonymity", "ref", "age")
    speakers = tuple(defaults(speaker, *names) for speaker in document.speakers)
    names = ("speaker_confidence", "channel", "nested_in", "inside_quotation", "borrowed")
    claims = [
        evolve(defaults(claim, *names), speaker=speaker)
        for claim, speaker in zip(document.attributions, speakers, strict=True)
    ]
    article = defaults(document.article, "standfirst", "updated", "dateline")
    article = evolve(article, bylines=tuple(defaults(byline, "role") for byline in article.bylines))
    return evolve(
        document, article=article, speakers=speakers, attributions=claims, quotations=(), warnings=()
    )  # fmt: skip


def defaults(value: Any, *names: str) -> Any:
    """``value`` with the defaults of some of its fields."""
    found = {each.name: each.default for each in fields(type(value))}
    return evolve(value, **{name: found[name] for name in names})


def without_members(document: Document) -> Document:
    document = of_version_1(document)
    lind, both = document.speakers
    both = evolve(both, members=())
    claims = (document.attributions[0], evolve(document.attributions[1], speaker=both))
    return evolve(document, speakers=(lind, both), attributions=claims)


def without_reasons(document: Document) -> Document:
    earlier = without_members(document)
    claims = [evolve(each, evidence=evolve(each.evidence, speaker="", outlet="")) for each in earlier.attributions]
    return evolve(earlier, attributions=claims)


def without_hedges(document: Document) -> Document:
    earlier = without_reasons(document)
    return evolve(earlier, attributions=[evolve(each, hedged=False) for each in earlier.attributions])


def bare(document: Document) -> Document:
    earlier = without_hedges(document)
    claims = [evolve(each, evidence=Evidence("unrecorded")) for each in earlier.attributions]
    return evolve(earlier, sentences=(), attributions=claims, article=evolve(earlier.article, parts=()))


LOST = {
    "0-bare": bare,
    "1-first": without_hedges,
    "2-hedged": without_reasons,
    "3-text": without_reasons,
    "4-reasons": without_members,
    "5-members": of_version_1,
    "6-version-2": lambda document: document,
    NEWEST: lambda document: document,
}


def test_every_stored_file_has_its_row():
    assert sorted(LOST) == sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", LOST)
def test_a_file_of_an_earlier_version_is_read_and_lacks_only_newer_fields(name):
    data = stored(name)
    jsonschema.Draft202012Validator(json_schema()).validate(data)
    read = from_dict(data, TEXT)
    assert read == LOST[name](from_dict(stored(NEWEST), TEXT))
    assert from_dict(to_dict(read, sentences=True, quotations=True), TEXT) == read


def test_the_newest_file_equals_the_current_output():
    document = from_dict(stored(NEWEST), TEXT)
    assert document.attributions[1].hedged
    assert document.attributions[0].evidence.speaker
    assert document.speakers[1].members == ("Lea Orr", "Tom Ek")
    assert to_dict(document, sentences=True, quotations=True, text=True) == stored(NEWEST)


@pytest.mark.parametrize("version", [3, pytest.param(10**5000, id="huge")])
def test_a_newer_version_is_refused_with_a_remedy(version):
    with pytest.raises(FormatError, match=r"^version: expected version 2 or 1, .*pip install --upgrade quoteattr$"):
        from_dict({**stored(NEWEST), "version": version}, TEXT)


@pytest.mark.parametrize("version", [0, -1, "1", None, True, 1.5])
def test_an_unknown_version_is_refused(version):
    with pytest.raises(FormatError, match=r"^version: expected .*json_schema"):
        from_dict({**stored(NEWEST), "version": version}, TEXT)
