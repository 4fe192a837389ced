"""Readers without a model: a sentence ``NAME said WORDS.`` is a claim, and ``Wait 2`` takes two seconds."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import sleep
from typing import Any

from attrs import evolve

from quoteattr import (
    Attribution,
    Content,
    Cue,
    Document,
    Evidence,
    ModelError,
    Sentence,
    Source,
    Span,
    Speaker,
    WebPage,
    Word,
)

_SAID = re.compile(r"(?P<source>\w+) (?P<cue>said|thought) (?P<content>[^.\n]+)")
_WAIT = re.compile(r"Wait (\d+)")
_WORD = re.compile(r"\w+")


def read(text: str | WebPage, *, id: str | None = None, **told: Any) -> Document:
    """The claims of a text in that form; ``publisher`` is returned as the outlet."""
    plain = text if isinstance(text, str) else text.text
    for each in _WAIT.finditer(plain):
        sleep(float(each[1]))
    found = list(_SAID.finditer(plain))
    names = list(dict.fromkeys(each["source"] for each in found))
    speakers = [Speaker(number, name, "person") for number, name in enumerate(names)]
    claims = [_claim(each, speakers[names.index(each["source"])], told.get("publisher")) for each in found]
    return Document(plain, sentences=map(_sentence, found), speakers=speakers, attributions=claims, id=id)


def _claim(found: re.Match[str], speaker: Speaker, outlet: str | None) -> Attribution:
    spans = {name: [Span(*found.span(name))] for name in ("source", "cue", "content")}
    return Attribution(
        kind="indirect",
        content=Content(spans["content"], found["content"]),
        cue=Cue(spans["cue"], found["cue"]),
        source=Source(spans["source"], found["source"]),
        speaker=speaker,
        outlet=outlet,
        via=(),
        act="speech" if found["cue"] == "said" else "thought",
        polarity="asserted",
        time=None,
        confidence=0.9,
        evidence=Evidence("fake"),
    )


def _sentence(found: re.Match[str]) -> Sentence:
    words = [Span(each.start() + found.start(), each.end() + found.start()) for each in _WORD.finditer(found[0])]
    made = [Word(index, span.of(found.string), span, head=index - 1) for index, span in enumerate(words)]
    return Sentence([made[0], *(evolve(word, deprel="next") for word in made[1:])])


def load() -> Callable[..., Document]:
    """Replaces ``quoteattr.load`` in a worker."""
    return read


def load_broken() -> Callable[..., Document]:
    """A reader that raises an unexpected error."""
    return _fail


def load_nothing() -> Callable[..., Document]:
    """A missing model."""
    raise ModelError("there is no model 'nothing'")


def _fail(text: str | WebPage, **told: Any) -> Document:
    raise RuntimeError("a secret of the machine")
