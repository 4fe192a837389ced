"""Hard input is read: nothing raises, every offset is right, and plain claims in it are found."""

from __future__ import annotations

import json
import os

import pytest

from bench.robustness.fuzz_targets import sound
from quoteattr import QuoteAttributor, from_dict, json_schema, to_dict
from tests.robustness.hard_input import SAID, WRITTEN, hard
from tests.robustness.texts import claims

LARGE = bool(os.environ.get("QUOTEATTR_LARGE"))  # the full sizes take minutes: `make fuzz` uses them


@pytest.mark.parametrize("name", hard())
def test_hard_input_has_a_valid_document_that_is_read_back_equal(attributor: QuoteAttributor, name: str) -> None:
    text = hard()[name]
    document = attributor(text)
    sound(document)
    data = json.loads(json.dumps(to_dict(document)))
    assert claims(from_dict(data, text)) == claims(document)
    assert data["version"] == json_schema()["properties"]["version"].get("const", data["version"])


@pytest.mark.parametrize("name", [name for name, text in WRITTEN.items() if text.endswith(SAID)])
def test_a_plain_claim_after_hard_input_is_found(attributor: QuoteAttributor, name: str) -> None:
    text = WRITTEN[name]
    own = [a for a in attributor(text).attributions if a.cue.start >= len(text) - len(SAID)]
    assert [(a.cue.text, "must close" in a.content.text) for a in own] == [("said", True)]


def test_a_name_with_letters_of_another_alphabet_is_another_name(attributor: QuoteAttributor) -> None:
    text = WRITTEN["homoglyphs"]
    names = [a.speaker.name for a in attributor(text).attributions[:2] if a.speaker]
    assert len(set(names)) == 2


def test_a_long_document(attributor: QuoteAttributor) -> None:
    """5 MB in one document; 60 kB of it here."""
    paragraph = f"{SAID} She told Reuters that it had rained. Residents denied that.\n\n"
    many = (5_000_000 if LARGE else 60_000) // len(paragraph)
    document = attributor(paragraph * many)
    sound(document)
    assert len(document.attributions) >= 2 * many


def test_many_documents_of_one_line(attributor: QuoteAttributor) -> None:
    """100,000 of them; 600 here."""
    many = 100_000 if LARGE else 600
    lines = (f"Ada Lund said {number} boats had left." for number in range(many))
    found = 0
    for number, document in enumerate(attributor.pipe(lines)):
        (claim,) = document.attributions
        found += f"{number} boats" in claim.content.text
    assert found == many
