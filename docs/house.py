"""``python docs/house.py`` draws ``docs/pictures/house.svg``: the way of a text, and the layers of ``pyproject.toml``.

Dark text on a white ground, so that a page may be white or dark; a test holds the picture against the layers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "house.svg"
# What stands beside a layer, and its colour; a layer that lacks here is an error.
LAYERS = {
    "__main__": ("top", "python -m quoteattr"),
    "cli": ("top", "the commands"),
    "server": ("top", "the app; Stanza, spaCy, engines; training"),
    "auditing": ("out", "what is made of many Documents"),
    "pipeline": ("plain", "the whole way on one screen"),
    "inputs": ("plain", "what callers give, checked"),
    "formats": ("out", "what is made of a Document"),
    "segment": ("room", "the four rooms"),
    "paragraphs": ("plain", "paragraphs of plain text"),
    "lexicon": ("plain", "word lists and rules, as data"),
    "document": ("plain", "Document"),
    "tree": ("plain", "Sentence, Word: ground that three rooms share"),
    "model": ("plain", "frozen values"),
    "limits": ("plain", "how long a text may be and take"),
    "errors": ("plain", "what is raised"),
}
# Name, colour, place from the left, width, and what is handed on, in two lines.
WAY = (
    ("text", "plain", 16, 52, "as it was", "handed in"),
    ("segment", "room", 90, 92, "parts, quotations,", "sentences, words"),
    ("annotate", "room", 204, 92, "tags, trees,", "entities, scores"),
    ("link", "room", 318, 92, "cue, content,", "source"),
    ("resolve", "room", 432, 92, "speakers, outlets,", "times"),
    ("Document", "plain", 546, 96, "the text and all", "that was found"),
)
STYLE = """\
text { font: 13px "DejaVu Sans", Verdana, Arial, sans-serif; fill: #222222; }
.name { text-anchor: middle; font-weight: bold; }
.note { font-size: 11.5px; fill: #595959; }
.under { font-size: 11.5px; fill: #595959; text-anchor: middle; }
.title { font-size: 15px; font-weight: bold; }
.plain { fill: #ffffff; stroke: #595959; }
.room { fill: #dcebf5; stroke: #0072b2; }
.out { fill: #e2f1ea; stroke: #00795a; }
.top { fill: #faeadd; stroke: #b84f00; }
.arrow { fill: none; stroke: #595959; stroke-width: 1.5; marker-end: url(#tip); }
.brace { fill: none; stroke: #0072b2; }"""
TIP = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 8 4 0 8z" fill="#595959"/></marker></defs>'
)
FIRST_ROW, ROW, BOX, WIDTH, GAP = 222, 38, 32, 430, 8


def layers() -> Sequence[Sequence[str]]:
    """The layers that import-linter holds, the highest first, each with the packages that stand side by side."""
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    contracts = toml.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [declared] = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    return [line.split(" | ") for line in declared]


def picture() -> str:
    """The text of the SVG file."""
    rows = layers()
    size = FIRST_ROW + ROW * len(rows) + 8
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {size}" width="760" height="{size}" role="img">'
    )
    title = "<title>The way of a text, and the layers of the package</title>"
    ground = f'<rect width="760" height="{size}" fill="#ffffff"/>'
    parts = [opening, title, f"<style>\n{STYLE}\n</style>", TIP, ground]
    parts += ['<g id="way">', *_way(), "</g>", '<g id="layers">', *_layers(rows), "</g>", "</svg>"]
    return "\n".join(parts) + "\n"


def _way() -> Iterator[str]:
    yield _text("title", 16, 30, "The way of a text")
    yield _text("under", 307, 48, "pipeline hands the results on")
    yield '<path class="brace" d="M90 62v-8H524v8"/>'
    for name, colour, left, width, *under in WAY:
        yield _box(colour, left, 70, width, name)
        yield from (_text("under", left + width / 2, 120 + 15 * line, words) for line, words in enumerate(under))
    for (_, _, left, width, *_), _ in pairwise(WAY):
        yield f'<path class="arrow" d="M{left + width + 2} 86h18"/>'
    for top, name in ((50, "formats"), (90, "views")):
        yield _box("out", 664, top, 80, name)
        yield f'<path class="arrow" d="M644 {82 if top == 50 else 90}l18 {-14 if top == 50 else 14}"/>'
    yield from (_text("under", 704, 138 + 15 * line, words) for line, words in enumerate(("JSON, tables,", "pages")))


def _layers(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _text("title", 16, 206, "The layers")
    about = "A module imports from layers below its own; boxes side by side do not import each other."
    yield _text("note", 112, 206, about)
    for number, names in enumerate(rows):
        colour, note = LAYERS[names[0]]
        top, width = FIRST_ROW + ROW * number, (WIDTH + GAP) / len(names) - GAP
        yield from (_box(colour, 16 + place * (width + GAP), top, width, name) for place, name in enumerate(names))
        yield _text("note", 462, top + 20.5, note)


def _box(colour: str, left: float, top: float, width: float, name: str) -> str:
    rect = f'<rect class="{colour}" x="{left:g}" y="{top}" width="{width:g}" height="{BOX}" rx="4"/>'
    return rect + _text("name", left + width / 2, top + 20.5, name)


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{words}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
