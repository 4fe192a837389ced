"""Texts for the property tests: claims among the content of web pages, and any characters."""

from __future__ import annotations

from hypothesis import strategies as st

from quoteattr import Attribution, Document

CLAIMS = (
    "Ada Lund said the harbour would close.",
    "“We left early,” the captain told Reuters. “It rained.”",
    "The port denied that rents had risen.",
    "According to a survey, residents fear higher rents.",
    "He said that Lund, who said it rained, was wrong.",
    "‘Go,’ she said, ‘or stay.’",
    "LUND: Will it close?",
    "By Ada Lund",
    "(Reuters) - The bank had warned that rates would rise, officials said on Monday.",
)
MARKS = ("“", "”", '"', "‘", "’", "'", "«", "»", "„", "``", "''", "「", "」", "＂", "(", "]", ":", "—", "...", "?")
GAPS = (" ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\xa0", "\u200b", "")
ODD = ("\x00", "\ufeff", "\u202e", "\u0301", "\ud800", "😀", "中文", "ﬁ", "İ", "<p>", "&amp;", "Mr.", "https://a.org/b")

ANY_TEXT = st.lists(
    st.sampled_from(CLAIMS)
    | st.sampled_from(MARKS)
    | st.sampled_from(GAPS)
    | st.sampled_from(ODD)
    | st.text(max_size=8),
    max_size=12,
).map("".join)


def claims(document: Document) -> list[tuple[object, ...]]:
    """All fields of each attribution, speakers by value."""
    return [
        (*relation, a.kind, a.act, a.polarity, a.hedged, a.speaker, a.outlet, a.via, a.time, a.confidence)
        for relation, a in zip(relations(document), document.attributions, strict=True)
    ]


def relations(document: Document) -> list[tuple[object, ...]]:
    """Source, cue and content of each attribution as bare offsets."""
    return [
        tuple(tuple((s.start, s.end) for s in part.spans) if part else None for part in (a.source, a.cue, a.content))
        for a in document.attributions
    ]


def whole(attribution: Attribution) -> int:
    """The end of the last span of the attribution."""
    ends = [attribution.cue.end, *(span.end for span in attribution.content.spans)]
    return max([*ends, *([attribution.source.end] if attribution.source else [])])
