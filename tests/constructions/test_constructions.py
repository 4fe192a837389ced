"""How English news reports speech, one file of marked sentences for each construction, through the whole pipeline.

A case is a text with markup (see markup.py): exactly its attributions must be found, and none in a text without markup.
``speaker``, ``act``, ``kind`` and ``polarity`` are further expectations by the number of the attribution. ``known``
is the reason why a case is not handled yet; such a case has to fail.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from quoteattr import Attribution, QuoteAttributor
from quoteattr.model import AnnotatedText, Relation
from tests.constructions.comparison import same, shown
from tests.constructions.markup import read

_toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
FOLDER = Path(__file__).parent


@frozen
class Case:
    """A marked text and what else is expected of its attributions."""

    construction: str
    text: str
    note: str = ""
    known: str = ""
    speaker: Mapping[str, str] = field(factory=dict)
    act: Mapping[str, str] = field(factory=dict)
    kind: Mapping[str, str] = field(factory=dict)
    polarity: Mapping[str, str] = field(factory=dict)

    @property
    def marked(self) -> AnnotatedText:
        return read(self.text)

    @property
    def more(self) -> Mapping[tuple[str, int], str]:
        """The further expectations by field and position of the attribution."""
        fields = {"speaker": self.speaker, "act": self.act, "kind": self.kind, "polarity": self.polarity}
        return {(name, int(n) - 1): value for name, given in fields.items() for n, value in given.items()}


def cases() -> Iterator[Case]:
    """All cases of all files; a key that a case cannot have is an error."""
    for path in sorted(FOLDER.glob("*.toml")):
        for row in _toml.loads(path.read_text("utf-8"))["case"]:
            yield Case(path.stem, **row)


def parameters() -> Iterator[Any]:
    numbers: Counter[str] = Counter()
    for case in cases():
        numbers[case.construction] += 1
        marks = [pytest.mark.xfail(reason=case.known, strict=True)] if case.known else []
        yield pytest.param(case, id=f"{case.construction}-{numbers[case.construction]}", marks=marks)


def value_of(attribution: Attribution, name: str) -> str | None:
    if name == "speaker":
        return attribution.speaker.name if attribution.speaker else None
    return str(getattr(attribution, name))


@pytest.mark.parametrize("case", list(parameters()))
def test_exactly_the_marked_attributions_are_found(attributor: QuoteAttributor, case: Case) -> None:
    marked = case.marked
    wanted = [same(marked.text, relation) for relation in marked.relations]
    found = [(same(marked.text, Relation.of(each)), each) for each in attributor(marked.text).attributions]
    assert sorted(shown(marked.text, each) for each, _ in found) == sorted(shown(marked.text, each) for each in wanted)
    told = {(name, number): value_of(dict(found)[wanted[number]], name) for name, number in case.more}
    assert told == case.more


@pytest.mark.parametrize("construction", sorted({case.construction for case in cases()}))
def test_each_construction_has_texts_with_and_without_an_attribution(construction: str) -> None:
    """At least five texts with a claim, and three similar ones without."""
    reporting = [bool(case.marked.relations) for case in cases() if case.construction == construction]
    assert reporting.count(True) >= 5
    assert reporting.count(False) >= 3
