"""Documents with hand-made claims, from the phrases of a text."""

from __future__ import annotations

from typing import Any

from quoteattr import Attribution, Content, Cue, Document, Evidence, Source, Span, Speaker


def found(text: str, *phrases: str) -> tuple[list[Span], str]:
    """The first place of each phrase, and the phrases joined by a space."""
    spans = [Span(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in phrases]
    return spans, " ".join(phrases)


def claim(text: str, source: str, cue: str, *content: str, speaker: Speaker | None = None, **more: Any) -> Attribution:
    """``source`` says ``content`` with the words ``cue``; an empty phrase is a missing part."""
    values = {"kind": "indirect", "act": "speech", "polarity": "asserted", "confidence": 0.9, **more}
    return Attribution(
        content=Content(*found(text, *content)),
        cue=Cue(*found(text, *filter(None, [cue]))),
        source=Source(*found(text, source)) if source else None,
        speaker=speaker,
        outlet=None,
        via=(),
        time=None,
        evidence=Evidence("by hand"),
        **values,
    )


NESTED = "Ida Vale said on Monday that Omar Stone had warned her that the bridge was weak."


def nested() -> Document:
    """A claim in the content of another one."""
    vale = Speaker(4, "Ida Vale", "person", "engineer", "Bridge Office")
    stone = Speaker(7, "Omar Stone", "person")
    outer = claim(
        NESTED, "Ida Vale", "said", "Omar Stone had warned her that the bridge was weak", speaker=vale, confidence=0.95
    )
    inner = claim(NESTED, "Omar Stone", "had warned", "the bridge was weak", speaker=stone, confidence=0.6)
    return Document(NESTED, speakers=[vale, stone], attributions=[outer, inner])
