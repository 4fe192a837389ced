"""``python -m bench.publish.tables``: writes the measured figures into the pages that report them.

Each block is on its page between ``<!-- name -->`` and ``<!-- end of name -->``. The accuracy of the bundled model is
in its manifest, as ``make eval`` measured it; the rest comes from the JSON files in ``docs/pictures``, held-out
figures from :mod:`bench.publish.benchmarks`. A test compares the pages with these sources.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from textwrap import fill

from bench.places import ROOT
from bench.publish import benchmarks
from bench.publish.benchmarks import DEV_AT, HELD_OUT, HELD_OUT_AT, MODELS, OTHERS, PEOPLE, TRACKS, figures, measured
from quoteattr.annotate.bundle import BUNDLED

_WIDTH = 140  # of a line

# Shorter names of the systems of the benchmarks.
_SHORT = {
    "Citron, retrained on PolNeAR train, spaCy sm": "Citron, retrained on the same data",
    "Gender Gap Tracker, spaCy md": "Gender Gap Tracker",
    "textacy 0.13, one call per paragraph, spaCy md": "textacy, one call per paragraph",
}


def main() -> int:
    """Rewrite every page."""
    for page, blocks in PAGES.items():
        page.write_text(rewritten(page.read_text("utf-8"), blocks), "utf-8")
    return 0


def rewritten(page: str, blocks: Mapping[str, Callable[[], str]]) -> str:
    """Return the text of a page with its blocks updated.

    Raises:
        ValueError: The marks of a block are missing.
    """
    for name, made in blocks.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page needs {begin.strip()!r} and {end!r}, each once")
        before, rest = page.split(begin)
        page = before + begin + made() + end + rest.split(end)[1]
    return page


_IN_SHORT = f"""\
F1, which combines precision and recall, in per cent on PolNeAR (US political news). An attribution is right if source
and at least half of the content match the annotation. *Held out* is the test part, measured once with an earlier
version (commit {HELD_OUT_AT}). *Dev* is 84 other articles (commit {DEV_AT}), on which thresholds, rules and the
proportions of the two averaged networks were chosen. *All* includes beliefs and plans, *speech* does not. *Direct*
claims have all or nearly all of their content in quotation marks, *mixed* ones a part, *indirect* ones none or nearly
none. A dash: not measured. The last row is mostly of other articles. [Details](DOCS/index.md#figures).
"""
_IN_FULL = f"""\
The table compares quoteattr with people and with [Citron](DOCS/integrations.md#citron), the [Gender Gap
Tracker](https://github.com/sfu-discourse-lab/GenderGapTracker) (versions not recorded) and
[textacy](DOCS/integrations.md#textacy). The texts are from PolNeAR, a corpus of US political news in which people
marked the attributions.

- **F1** combines two shares, here in per cent: *precision*, the share of the reported attributions that are right, and
  *recall*, the share of the annotated attributions that are found.
- An attribution is right if its source overlaps the annotated source, or neither has one, and if at least half of the
  letters and digits that are in its content or in the annotated content are in both. The cue does not count.
- *Held out*: the test part of PolNeAR, which was not used in development. It was measured once, with an earlier version
  (commit {HELD_OUT_AT}).
- *Dev*: 84 other articles; quoteattr was measured at commit {DEV_AT}. The weights of its model are a weighted mean of
  those of two networks. The proportions (also on `tests/gate/newsrooms`), the thresholds and the rules were chosen on
  these articles, so the figures there are optimistic.
- *All* is all attributions, with beliefs and plans; *speech* is those whose cue is a word of speech, such as "said", or
  a mark, such as a colon.
- *Direct* is the attributions with at least 80 % of the content in quotation marks, *indirect* those with at most 5 %,
  and *mixed* those between.
- The rows of quoteattr are for its default model. Citron was retrained on the training part of PolNeAR, on which
  quoteattr was trained too.
- The last row compares two trained annotators on 20 articles. Most of these are not in dev, so this row is not
  directly comparable with the others.
- A dash: not measured.
"""
_ELSEWHERE = (
    "On an Intel Xeon, the two read 0.86 and 1.08 times as many as textacy ([Speed](DOCS/benchmarks.md#speed))."
)


def comparison(intro: str) -> str:
    """Return relation F1 of quoteattr, people and other systems, held out and on dev, below an introduction."""
    dev = [f"{figures()[f'PolNeAR dev, {track}']['relation']:.1f}" for track in TRACKS]
    rows = [
        (f"{name if name != 'quoteattr' else '**quoteattr**'}, held out", scores.split())
        for name, scores in HELD_OUT.items()
    ]
    rows += [("**quoteattr**, dev", dev), *((f"{short}, dev", _by_track(name)) for name, short in _SHORT.items())]
    rows += [(PEOPLE, _by_track(PEOPLE))]
    lines = "\n".join(f"| {name} | {' | '.join(scores)} |" for name, scores in rows)
    more = (
        "[Benchmarks](DOCS/benchmarks.md#held-out-figures) has more held-out figures. `make eval` measures quoteattr"
        f" on dev again, if you have [the corpora](DOCS/training.md#data). {_speed()}"
    )
    return f"""\
{intro}
| | all | speech | direct | mixed | indirect |
|---|---|---|---|---|---|
{lines}

{fill(more, _WIDTH, break_on_hyphens=False)}
"""


def on_index() -> str:
    """Return the comparison for the first page of ``docs``, with an explanation of its columns."""
    return comparison(_IN_FULL).replace("DOCS/", "")


def in_readme() -> str:
    """Return the short comparison for the README."""
    intro = fill(" ".join(_IN_SHORT.split()).replace("DOCS/", "docs/"), _WIDTH, break_on_hyphens=False)
    return comparison(f"{intro}\n").replace("DOCS/", "docs/")


def _by_track(system: str) -> list[str]:
    return OTHERS[system].split()[3:8]


def _speed() -> str:
    """Return the speed of two models, compared with textacy, as ``bench.speed.contest --sides`` measured it."""
    found = measured("sides")
    sides, machine = found["sides"], found["machine"]
    rates = {name: side["words_per_cpu_second"] for name, side in sides.items()}
    times = sides["textacy"]["quoteattr_times"]["median"]
    fast = median(each["quoteattr_fast"] / each["textacy"] for each in found["rounds"])
    return (
        f"On an {machine['processor']}, the default model reads about {round(rates['quoteattr'], -2):,.0f} words per "
        f"second of processor time (commit {machine['commit']}): {times:.2f} times as many as textacy with spaCy's "
        f"small model. `en-fast`, the fastest of the three models, reads {fast:.2f} times as many as textacy. "
        f"{_ELSEWHERE}"
    )


def details(model: str = "en") -> str:
    """Return all figures of a model, for its card and the page on training."""
    found = figures(model)
    entities, news, speakers = found["worldwide dev"], found["PolNeAR dev, all"], found["coreference"]
    relation = ", ".join(f"{track} {found[f'PolNeAR dev, {track}']['relation']:.1f}" for track in TRACKS)
    trees = {name: found[f"{name} dev"] for name in ("EWT", "GUM")}
    rows = [
        f"| UD {name} dev, gold words | UPOS {row['upos']:.1f}, UAS {row['uas']:.1f}, LAS {row['las']:.1f} |"
        for name, row in trees.items()
    ]
    rows += [
        f"| Worldwide Newswire dev, gold words | entities: precision {entities['precision']:.1f}, recall "
        f"{entities['recall']:.1f}, F1 {entities['f1']:.1f} |",
        f"| PolNeAR dev, end to end from raw text | relation F1: {relation}; cue F1 {news['cue']:.1f}; content exact "
        f"F1 {news['exact']:.1f}; source accuracy {news['source']:.1f} |",
        "| speakers: GUM train and dev in five folds, GAP test | right speaker of the sources of GUM "
        f"{speakers['all']:.1f}, of those that are descriptions {speakers['description']:.1f}; "
        f"F1 on GAP {speakers['GAP test']:.1f}; mean "
        f"`speaker_confidence` differs from the share that is right by {speakers['calibration']:.1f} points |",
    ]
    return "| data | figures, per cent |\n|---|---|\n" + "\n".join(rows) + "\n"


PAGES: Mapping[Path, Mapping[str, Callable[[], str]]] = {
    ROOT / "README.md": {"figures": in_readme},
    ROOT / "docs" / "index.md": {"figures": on_index},
    ROOT / "docs" / "training.md": {"figures": details},
    **{BUNDLED / name / "MODEL_CARD.md": {"figures": partial(details, name)} for name in MODELS},
    ROOT / "docs" / "benchmarks.md": benchmarks.TABLES,
}


if __name__ == "__main__":
    sys.exit(main())
