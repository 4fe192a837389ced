"""``python -m bench.publish.tables``: writes the figures that were measured into the pages that tell them.

Each block stands on its page between ``<!-- name -->`` and ``<!-- end of name -->``. The accuracy of the landed model
is in its manifest, as ``make eval`` measured it; the rest comes from the JSON files in ``docs/pictures``. So no page
can tell other figures; a test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.places import ROOT
from bench.publish import benchmarks
from bench.publish.benchmarks import OTHERS, PEOPLE, TRACKS, figures, measured
from quoteattr.annotate.bundle import BUNDLED

CARD = BUNDLED / "en" / "MODEL_CARD.md"
# What a reader who chooses a library is told of the systems of the benchmarks, in fewer words.
_SHORT = {
    PEOPLE: "two trained annotators against each other",
    "Citron, retrained on PolNeAR train, spaCy sm": "Citron, retrained on the same data",
    "Gender Gap Tracker, spaCy md": "Gender Gap Tracker",
    "textacy 0.13, one call a paragraph, spaCy md": "textacy, one call a paragraph",
}


def main() -> int:
    """Rewrites every page."""
    for page, blocks in PAGES.items():
        page.write_text(rewritten(page.read_text("utf-8"), blocks), "utf-8")
    return 0


def rewritten(page: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """The text of a page with its blocks made anew. Raises ``ValueError`` where the marks of a block are missing."""
    for name, made in blocks.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page needs {begin.strip()!r} and {end!r}, each once")
        before, rest = page.split(begin)
        page = before + begin + made() + end + rest.split(end)[1]
    return page


def comparison() -> str:
    """Relation F1 beside people and other systems, for readers who choose a library."""
    told = figures()
    las, entities = (told[f"{name} dev"]["las"] for name in ("EWT", "GUM")), told["worldwide dev"]["f1"]
    trees = "Trees: LAS {:.1f} on UD EWT and {:.1f} on GUM (dev, gold words)".format(*las)
    own = " | ".join(f"**{told[f'PolNeAR dev, {track}']['relation']:.1f}**" for track in TRACKS)
    people, *others = (f"| {short} | {' | '.join(_by_track(name))} |" for name, short in _SHORT.items())
    lines = "\n".join([people, f"| **quoteattr** | {own} |", *others])
    return f"""\
Relation F1 (content and source right) on the development part of PolNeAR, 84 articles, in per cent; the other systems
were measured on the same texts with the same scorer. Thresholds were chosen on these texts. `make eval` repeats it.

| | all | speech | direct | mixed | indirect |
|---|---|---|---|---|---|
{lines}

{trees}; entities: F1 {entities:.1f} on Worldwide
Newswire. {_speed()}
"""


def _by_track(system: str) -> list[str]:
    return OTHERS[system].split()[3:8]


def _speed() -> str:
    """What ``make bench`` measured beside textacy."""
    found = measured("speed")
    sides, processor = found["sides"], found["machine"]["processor"]
    ours, times = sides["quoteattr"]["words_per_cpu_second"], sides["textacy"]["quoteattr_times"]["median"]
    return (
        f"One core of an {processor} read about {round(ours, -2):,.0f} words a second, {times:.1f} times as many as\n"
        "textacy with spaCy's small model in the same run (`make bench`); other processors differ."
    )


def details() -> str:
    """All figures of the model, for the model card and the page on training."""
    told = figures()
    entities, news = told["worldwide dev"], told["PolNeAR dev, all"]
    relation = ", ".join(f"{track} {told[f'PolNeAR dev, {track}']['relation']:.1f}" for track in TRACKS)
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


PAGES: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    ROOT / "README.md": {"figures": comparison},
    ROOT / "docs" / "index.md": {"figures": comparison},
    ROOT / "docs" / "training.md": {"figures": details},
    CARD: {"figures": details},
    ROOT / "docs" / "benchmarks.md": benchmarks.TABLES,
}


if __name__ == "__main__":
    sys.exit(main())
