"""Writes the figures of the bundled model's manifest into the pages that tell them, between their marks.

So no page can tell other figures than those that ``make eval`` measured on the landed model; a test compares them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import regex

from quoteattr.annotate.bundle import BUNDLED, MANIFEST

ROOT = Path(__file__).parent.parent
SPEED = ROOT / "docs" / "pictures" / "speed.json"
CARD = BUNDLED / "en" / "MODEL_CARD.md"
Figures = dict[str, dict[str, float]]
_TRACKS = ("all", "speech", "direct", "mixed", "indirect")
_BLOCK = regex.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", regex.DOTALL)

OTHERS = """\
| Citron, retrained on the same data | 53.1 | 64.4 | 64.5 | 66.3 | 46.3 |
| Gender Gap Tracker | 41.2 | 56.6 | 50.7 | 55.6 | 33.1 |
| textacy, one call a paragraph | 25.9 | 37.8 | 62.1 | 0 | 0.3 |
"""


def main() -> int:
    """Rewrites every page."""
    told = figures()
    for page, block in PAGES.items():
        page.write_text(rewritten(page, block(told)), encoding="utf-8")
    return 0


def figures() -> Figures:
    """The figures on dev in the manifest of the bundled model."""
    found: Figures = json.loads((BUNDLED / "en" / MANIFEST).read_text(encoding="utf-8"))["dev_scores"]
    return found


def rewritten(page: Path, block: str) -> str:
    """The text of a page with a new block of figures."""
    return str(_BLOCK.sub(lambda _: block, page.read_text(encoding="utf-8")))


def comparison(told: Figures) -> str:
    """Relation F1 beside people and other systems, for readers who choose a library."""
    las, entities = (told[f"{name} dev"]["las"] for name in ("EWT", "GUM")), told["worldwide dev"]["f1"]
    trees = "Trees: LAS {:.1f} on UD EWT and {:.1f} on GUM (dev, gold words)".format(*las)
    own = " | ".join(f"**{told[f'PolNeAR dev, {track}']['relation']:.1f}**" for track in _TRACKS)
    return f"""\
Relation F1 (content and source right) on the development part of PolNeAR, 84 articles, in per cent; the other systems
were measured on the same texts with the same scorer. Thresholds were chosen on these texts. `make eval` repeats it.

| | all | speech | direct | mixed | indirect |
|---|---|---|---|---|---|
| two trained annotators against each other | 75.0 | 89.3 | 96.3 | 88.9 | 66.8 |
| **quoteattr** | {own} |
{OTHERS}
{trees}; entities: F1 {entities:.1f} on Worldwide
Newswire. {speed()}
"""


def speed() -> str:
    """What ``make bench`` measured beside textacy."""
    sides = json.loads(SPEED.read_text(encoding="utf-8"))["sides"]
    ours, times = sides["quoteattr"]["words_per_cpu_second"], sides["textacy"]["quoteattr_times"]["median"]
    return (
        f"One processor core reads about {round(ours, -2):,.0f} words a second, {times:.1f} times as many as textacy\n"
        "with spaCy's small model in the same run (`make bench`)."
    )


def details(told: Figures) -> str:
    """All figures of the model, for the model card and the page on training."""
    entities, news = told["worldwide dev"], told["PolNeAR dev, all"]
    relation = ", ".join(f"{track} {told[f'PolNeAR dev, {track}']['relation']:.1f}" for track in _TRACKS)
    trees = {name: told[f"{name} dev"] for name in ("EWT", "GUM")}
    rows = [
        f"| UD {name}, gold words | UPOS {row['upos']:.1f}, UAS {row['uas']:.1f}, LAS {row['las']:.1f} |"
        for name, row in trees.items()
    ]
    rows += [
        f"| Worldwide Newswire, gold words | entities: precision {entities['precision']:.1f}, recall "
        f"{entities['recall']:.1f}, F1 {entities['f1']:.1f} |",
        f"| PolNeAR, whole way from raw text | relation F1: {relation}; cue F1 {news['cue']:.1f}; content exact F1 "
        f"{news['exact']:.1f}; source accuracy {news['source']:.1f} |",
    ]
    return "| dev part | figures, per cent |\n|---|---|\n" + "\n".join(rows) + "\n"


PAGES: dict[Path, Callable[[Figures], str]] = {
    ROOT / "README.md": comparison,
    ROOT / "docs" / "index.md": comparison,
    ROOT / "docs" / "training.md": details,
    CARD: details,
}


if __name__ == "__main__":
    sys.exit(main())
