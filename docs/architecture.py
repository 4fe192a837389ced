"""``python docs/architecture.py`` draws ``docs/pictures/architecture.svg``: the pipeline, and the declared layers.

The layers are those of ``pyproject.toml``; a test compares them with the picture.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
# The colour of a layer and its note, by its first package; a layer without an entry is an error.
LAYERS = {
    "__main__": ("top", "python -m quoteattr"),
    "cli": ("top", "the commands"),
    "server": ("top", "the app; Stanza, spaCy, engines; training"),
    "auditing": ("out", "reports about many Documents"),
    "attributor": ("plain", "load() and QuoteAttributor; batches of texts"),
    "pipeline": ("plain", "the five steps"),
    "inputs": ("plain", "checks of arguments"),
    "formats": ("out", "uses of a Document"),
    "segment": ("step", "the five steps"),
    "paragraphs": ("plain", "paragraphs of plain text"),
    "lexicon": ("plain", "word lists and rules, as data"),
    "document": ("plain", "Document"),
    "tree": ("plain", "Sentence, Word"),
    "model": ("plain", "immutable data model"),
    "limits": ("plain", "limits of length and time"),
    "errors": ("plain", "errors"),
}
# Name, colour, left edge, width, and output of each step, in two lines.
STEPS = (
    ("text", "plain", 8, 44, "plain text", "or a page"),
    ("page", "step", 72, 78, "headline, byline,", "date, body"),
    ("segment", "step", 170, 82, "quotations,", "sentences, words"),
    ("annotate", "step", 272, 86, "tags, trees,", "entities, scores"),
    ("link", "step", 378, 78, "cue, content,", "source"),
    ("resolve", "step", 476, 78, "speakers, outlets,", "times"),
    ("Document", "plain", 574, 86, "the text and its", "attributions"),
)
STYLE = """\
text { font: 13px "DejaVu Sans", Verdana, Arial, sans-serif; fill: #222222; }
.name { text-anchor: middle; font-weight: bold; }
.note { font-size: 11.5px; fill: #595959; }
.under { font-size: 11.5px; fill: #595959; text-anchor: middle; }
.title { font-size: 15px; font-weight: bold; }
.plain { fill: #ffffff; stroke: #595959; }
.step { fill: #dcebf5; stroke: #0072b2; }
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
    """Return the layers that import-linter checks, the highest first, each with its packages."""
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    contracts = toml.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [declared] = [contract["layers"] for contract in contracts if contract["id"] == "layers"]
    return [line.split(" | ") for line in declared]


def picture() -> str:
    """Return the text of the SVG file."""
    rows = layers()
    size = FIRST_ROW + ROW * len(rows) + 8
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {size}" width="760" height="{size}" role="img">'
    )
    title = "<title>The pipeline, and the layers of the package</title>"
    ground = f'<rect width="760" height="{size}" fill="#ffffff"/>'
    parts = [opening, title, f"<style>\n{STYLE}\n</style>", TIP, ground]
    parts += ['<g id="pipeline">', *_pipeline(), "</g>", '<g id="layers">', *_layers(rows), "</g>", "</svg>"]
    return "\n".join(parts) + "\n"


def _pipeline() -> Iterator[str]:
    yield _text("title", 16, 30, "The pipeline")
    yield _text("under", 313, 48, "pipeline.py calls the five steps")
    yield '<path class="brace" d="M72 62v-8H554v8"/>'
    for name, colour, left, width, *under in STEPS:
        yield _box(colour, left, 70, width, name)
        yield from (_text("under", left + width / 2, 120 + 15 * line, words) for line, words in enumerate(under))
    for (_, _, left, width, *_), _ in pairwise(STEPS):
        yield f'<path class="arrow" d="M{left + width + 2} 86h16"/>'
    for top, name in ((50, "formats"), (90, "views")):
        yield _box("out", 680, top, 72, name)
        yield f'<path class="arrow" d="M662 {82 if top == 50 else 90}l16 {-14 if top == 50 else 14}"/>'
    yield from (_text("under", 716, 138 + 15 * line, words) for line, words in enumerate(("JSON, tables,", "pages")))


def _layers(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _text("title", 16, 206, "The layers")
    about = "A module imports from lower layers only; packages of one layer do not import each other."
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
