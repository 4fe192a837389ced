"""Readers that need no model: a sentence ``NAME said WORDS.`` is a claim."""

from __future__ import annotations

import re
from threading import Event
from time import sleep
from typing import Any

from attrs import evolve, field, frozen

from quoteattr import Attribution, Content, Cue, Document, Evidence, Sentence, Source, Span, Speaker, WebPage, Word

_SAID = re.compile(r"(?P<source>\w+) (?P<cue>said|thought) (?P<content>[^.\n]+)")
_WORD = re.compile(r"\w+")


def read(text: str | WebPage, *, id: str | None = None, **told: Any) -> Document:
    """The claims of a text in that form; ``publisher`` comes back as the outlet."""
    plain = text if isinstance(text, str) else text.text
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


@frozen(eq=False)
class SlowReader:
    """Reads only when ``go`` is set, and tells by ``begun`` that it was asked."""

    begun: Event = field(factory=Event)
    go: Event = field(factory=Event)

    def __call__(self, text: str | WebPage, **told: Any) -> Document:
        self.begun.set()
        assert self.go.wait(30)
        return read(text, **told)


class SleepyReader:
    """Takes a second."""

    def __call__(self, text: str | WebPage, **told: Any) -> Document:
        sleep(1)
        return read(text, **told)


class BrokenReader:
    """Fails in a way that nobody foresaw."""

    def __call__(self, text: str | WebPage, **told: Any) -> Document:
        raise RuntimeError("a secret of the machine")
