"""Dependency trees as SVG: words in a row, an arc from each head to its dependent, the parts of a claim marked.

The drawing takes the colour of the text around it, so that it fits a light and a dark page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from quoteattr.document import Document
from quoteattr.model import ROLES, Attribution, RelationRole, Span, spans_by_role
from quoteattr.tree import ROOT, Sentence, Word
from quoteattr.views import one_line

MOST_WORDS = 150  # of a sentence: a longer one would be too wide to read, and slow to lay out
MARKS: Mapping[RelationRole, str] = {"source": "#3b7cc4", "cue": "#b7791f", "content": "#3f9159"}

_LETTER = 7.6  # width of a letter of a word, in units of the drawing
_SMALL = 6.0  # width of a letter of a label
_GAP = 16
_LEVEL = 21  # from an arc to the one above it
_TOP = 20
_BELOW = 46  # from the foot of the arcs to the lower edge
_FONT = "font-family='system-ui, sans-serif'"


def tree_svg(document: Document, attribution: Attribution) -> str:
    """Return the trees of the sentences of ``attribution`` with its parts marked; too long ones are left out."""
    parts = spans_by_role(attribution)
    every = [span for role in ROLES for span in parts[role]]
    sentences = [each for each in document.sentences if each.words and any(map(each.span.overlaps, every))]
    return "\n".join(filter(None, (sentence_svg(sentence, parts) for sentence in sentences)))


def sentence_svg(sentence: Sentence, parts: Mapping[RelationRole, Sequence[Span]] | None = None) -> str:
    """Return a tree with the words under ``parts`` marked, each with its place as ``data-at``; empty if too long."""
    if not 0 < len(sentence) <= MOST_WORDS:
        return ""
    centres, width = _places(sentence)
    arcs = _arcs(sentence)
    foot = _TOP + _LEVEL * (1 + max((level for *_, level, _ in arcs), default=0))
    label = escape(f"Dependency tree of: {_clean(' '.join(word.text for word in sentence))}")
    drawn = [
        f"<svg xmlns='http://www.w3.org/2000/svg' class='qa-tree' role='img' aria-label='{label}' width='{width:.0f}' "
        f"height='{foot + _BELOW}' viewBox='0 0 {width:.0f} {foot + _BELOW}' {_FONT} font-size='13' "
        "fill='currentColor' text-anchor='middle'>",
        *(_drawn_word(word, centres[word.index], foot, _role(word, parts or {})) for word in sentence),
        *(
            f"<path d='M{x:.1f} {_TOP - 6}V{foot - 2}' fill='none' stroke='currentColor' stroke-dasharray='2 3'/>"
            f"<text x='{x:.1f}' y='{_TOP - 9}' font-size='10'>root</text>"
            for x in (centres[word.index] for word in sentence if word.head == ROOT)
        ),
        *(_drawn_arc(word, level, centres, foot) for *_, level, word in arcs),
        "</svg>",
    ]
    return "".join(drawn)


def _places(sentence: Sentence) -> tuple[list[float], float]:
    """Return the middle of each word, and the width of the whole. A word is as wide as its widest label."""
    centres, x = [], _GAP / 2
    for word in sentence:
        width = max(_LETTER * len(_clean(word.text)), _SMALL * (1 + len(word.deprel)), _SMALL * len(word.upos)) + _GAP
        centres.append(x + width / 2)
        x += width
    return centres, x + _GAP / 2


def _arcs(sentence: Sentence) -> list[tuple[int, int, int, Word]]:
    """Return both ends, the level and the dependent of each arc, which is above all shorter ones that it would meet."""
    dependents = [word for word in sentence if word.head != ROOT]
    found: list[tuple[int, int, int, Word]] = []
    for word in sorted(dependents, key=lambda word: abs(word.head - word.index)):
        low, high = sorted((word.head, word.index))
        level = 1 + max((each for start, end, each, _ in found if start < high and low < end), default=-1)
        found.append((low, high, level, word))
    return found


def _role(word: Word, parts: Mapping[RelationRole, Sequence[Span]]) -> RelationRole | None:
    """Return the role of a word in the claim; cue and source take precedence over the content around them."""
    for role in ("cue", "source", "content"):
        if any(word.span.overlaps(span) for span in parts.get(role, ())):
            return role
    return None


def _drawn_word(word: Word, x: float, foot: int, role: RelationRole | None) -> str:
    text, half = _clean(word.text), _LETTER * len(_clean(word.text)) / 2 + 4
    mark = ""
    if role is not None:
        mark = (
            f"<rect x='{x - half:.1f}' y='{foot + 3}' width='{2 * half:.1f}' height='19' rx='3' fill='{MARKS[role]}' "
            f"fill-opacity='.3'/><title>{role}</title>"
        )
    kind = f"w {role}" if role else "w"
    return (
        f"<g class='{kind}' data-at='{word.span.start} {word.span.end}'>{mark}"
        f"<text x='{x:.1f}' y='{foot + 17}'>{escape(text)}</text>"
        f"<text x='{x:.1f}' y='{foot + 34}' font-size='10' opacity='.75'>{escape(_clean(word.upos))}</text></g>"
    )


def _drawn_arc(word: Word, level: int, centres: Sequence[float], foot: int) -> str:
    toward = 1 if word.index > word.head else -1
    start, end = centres[word.head] + 5 * toward, centres[word.index] - 3 * toward
    top = foot - 12 - _LEVEL * level
    corner = min(6.0, abs(end - start) / 2)
    across = f"M{start:.1f} {foot - 2}V{top + corner:.1f}q0 {-corner:.1f} {corner * toward:.1f} {-corner:.1f}"
    across += f"H{end - corner * toward:.1f}q{corner * toward:.1f} 0 {corner * toward:.1f} {corner:.1f}V{foot - 5}"
    head = f"M{end - 3:.1f} {foot - 6}l3 5l3 -5z"
    return (
        f"<path d='{across}' fill='none' stroke='currentColor' opacity='.6'/><path d='{head}' opacity='.8'/>"
        f"<text x='{(start + end) / 2:.1f}' y='{top - 3}' font-size='10'>{escape(_clean(word.deprel))}</text>"
    )


def _clean(text: str) -> str:
    """Text that an XML file may hold, on one line."""
    return one_line(text).translate({0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD})
