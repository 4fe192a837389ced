"""Documents of any text, characters beyond the basic plane included, with any attributions."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from quoteattr import Attribution, Content, Cue, Document, Evidence, Source, Span, Speaker
from quoteattr.model import Relation

Bare = tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]

ANY_TEXT = st.text(
    st.one_of(st.sampled_from("ab .,“”'\n\r\t\u2028😀𝒜é"), st.characters(exclude_categories=["Cs"])), max_size=60
)


def bare(relations: Iterable[Relation]) -> list[Bare]:
    """Source, cue and content alone."""
    return [(each.source, each.cue, each.content) for each in relations]


def json_values(*members: str) -> st.SearchStrategy[object]:
    """Any JSON, often with the ``members`` that a format knows."""
    plain = st.none() | st.booleans() | st.integers(-2, 12) | st.floats(0, 2) | st.sampled_from(["Cue", "content", "x"])
    return st.recursive(
        plain,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(members), below, max_size=4),
        max_leaves=12,
    )


def marked(document: Document) -> list[Bare]:
    """The attributions of a document that have a span."""
    return [each for each in bare(map(Relation.of, document.attributions)) if any(each)]


@st.composite
def stretches(draw: st.DrawFn, length: int, most: int = 3) -> tuple[Span, ...]:
    """Spans of a role: in text order, none empty, none overlapping."""
    cuts = draw(st.lists(st.integers(0, length), unique=True, max_size=2 * most).map(sorted))
    return tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def attributions(draw: st.DrawFn, text: str) -> Attribution:
    roles = [draw(stretches(len(text))) for _ in range(3)]
    named = draw(st.booleans())
    return Attribution(
        kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
        content=Content.of(text, *roles[2]),
        cue=Cue.of(text, *roles[1]),
        source=Source.of(text, *roles[0]) if roles[0] else None,
        speaker=Speaker(0, draw(ANY_TEXT), "person", mentions=draw(stretches(len(text)))) if named else None,
        outlet=draw(st.none() | ANY_TEXT),
        via=(),
        act=draw(st.sampled_from(["speech", "thought"])),
        polarity=draw(st.sampled_from(["asserted", "denied", "declined"])),
        time=None,
        confidence=draw(st.floats(0, 1)),
        evidence=Evidence("clause"),
        hedged=draw(st.booleans()),
    )


@st.composite
def documents(draw: st.DrawFn, texts: st.SearchStrategy[str] = ANY_TEXT) -> Document:
    text = draw(texts)
    return Document(text, attributions=draw(st.lists(attributions(text), max_size=3)), id="any")
