"""Texts in readable markup: ``[Ott]s1 [said]c1 {it would rain}1``, the digit is the relation of a part."""

from __future__ import annotations

import re

import pytest
from attrs import evolve

from quoteattr.model import AnnotatedText, Relation, Span

PART = re.compile(r"\[([^\[\]]*)\]([sc])(\d)|\{([^{}]*)\}()(\d)")
ROLES = {"s": "source", "c": "cue", "": "content"}


def _marked(markup: str, id: str = "a", **of_each: object) -> AnnotatedText:
    """The text without its markup and the relations; ``of_each`` is set on every relation."""
    text = ""
    relations: dict[str, Relation] = {}
    end = 0
    for part in PART.finditer(markup):
        inner, role, number = part[1] or part[4], ROLES[part[2] or ""], part[3] or part[6]
        text += markup[end : part.start()]
        relation = relations.get(number, Relation())
        span = Span(len(text), len(text) + len(inner))
        relations[number] = evolve(relation, **{role: (*getattr(relation, role), span)})
        text += inner
        end = part.end()
    made = [evolve(relations[number], **of_each) for number in sorted(relations)]
    return AnnotatedText(id, text + markup[end:], made)


@pytest.fixture(scope="session")
def marked():
    return _marked
