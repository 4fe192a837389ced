"""Reads the small trees of tests/link/trees: CoNLL-U, with the expected links as markup in comments.

``# link = [Lee]s [said]c {it rained}.`` marks source, cue and content of one link; a block may expect several, or none.
``# act``, ``# polarity``, ``# hedged``, ``# kind`` and ``# relays`` (separated by "|") describe the last ``# link``
line. A block may hold several sentences: an empty line, then ``# more``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import field, frozen

from quoteattr.annotate import conllu
from quoteattr.model import Quotation, Span
from quoteattr.tree import Sentence
from tests.constructions.markup import read

QUOTED = re.compile(r'"[^"]*"')


@frozen
class Expected:
    """One link of the markup: the texts of its spans, and its other expected fields."""

    source: str
    cue: str
    content: str
    more: dict[str, str] = field(factory=dict)


@frozen
class Case:
    """Some sentences with their trees and the expected links."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]
    expected: tuple[Expected, ...]

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The spans between straight double marks."""
        found = (match.span() for match in QUOTED.finditer(self.text))
        return tuple(Quotation(Span(a, b), Span(a + 1, b - 1)) for a, b in found)


def _expected(markup: str) -> Expected:
    marked = read(markup)
    [relation] = marked.relations
    parts = (relation.source, relation.cue, relation.content)
    return Expected(*(" ".join(span.of(marked.text) for span in spans) for spans in parts))


def _case(block: str) -> Case:
    expected: list[Expected] = []
    name = ""
    for line in block.splitlines():
        key, _, value = line.removeprefix("# ").partition(" = ")
        if line.startswith("# name"):
            name = value
        elif line.startswith("# link"):
            expected.append(_expected(value))
        elif line.startswith(("# act", "# polarity", "# hedged", "# kind", "# relays")):
            expected[-1].more[key] = value
    sentences, text = conllu.laid_out(block)
    return Case(name, text, tuple(sentences), tuple(expected))


def read_cases(path: Path) -> Sequence[Case]:
    """The cases of a file: blocks that begin with ``# name``."""
    blocks = re.split(r"^(?=# name = )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_case(block) for block in blocks if block.strip()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise every test with an argument ``case`` by the cases of all files of trees."""
    if "case" in metafunc.fixturenames:
        folder = Path(__file__).parent / "trees"
        cases = [case for path in sorted(folder.glob("*.conllu")) for case in read_cases(path)]
        metafunc.parametrize("case", cases, ids=[case.name for case in cases])
