"""Checks that the tests of whole articles and of speakers share."""

from __future__ import annotations

from quoteattr import Document, QuoteAttributor
from quoteattr.model import Speaker


def check_claims(document: Document, *, outlet: str) -> None:
    """Each part of a claim is the text at its spans, and the outlet of each claim is this one."""
    for each in document.attributions:
        for passage in (each.content, each.cue, each.source):
            assert passage is not None
            assert passage.text == " ".join(document.text[span.start : span.end] for span in passage.spans)
    assert {each.outlet for each in document.attributions} == {outlet}


def last_speaker(attributor: QuoteAttributor, text: str) -> Speaker:
    """The speaker of the last claim of a text, which has one."""
    speaker = attributor(text).attributions[-1].speaker
    assert speaker is not None
    return speaker
