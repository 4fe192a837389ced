"""``python -m bench.benchmarks``: writes the tables of ``docs/benchmarks.md`` from the figures that were measured.

Accuracy comes from the manifest of the bundled model, evidence and confidence from ``docs/pictures``, speed from
``docs/pictures/speed.json``, which ``python -m bench.contest`` makes. What others reach was measured once, with the
same scorer on the same texts, and stands here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.tell import figures

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
PICTURES = ROOT / "docs" / "pictures"
TRACKS = ("all", "speech", "direct", "mixed", "indirect")
MISSING = "Not measured yet on this version.\n"
Figures = Mapping[str, Any]

# cue, content exact, content soft; relation by track; source accuracy. F1 in per cent, PolNeAR dev.
PEOPLE = ("two trained annotators against each other", "80.2 68.9 84.5 75.0 89.3 96.3 88.9 66.8 94.5")
OTHERS = (
    ("Citron, retrained on PolNeAR train, spaCy sm", "66.4 39.5 67.1 53.1 64.4 64.5 66.3 46.3 90.8"),
    ("Citron, released models, cue model retrained", "55.7 30.5 58.0 41.6 54.0 54.7 54.9 34.1 86.2"),
    ("Gender Gap Tracker, spaCy md", "49.4 31.9 53.5 41.2 56.6 50.7 55.6 33.1 84.5"),
    ("textacy 0.13, one call a paragraph, spaCy md", "32.3 12.5 28.4 25.9 37.8 62.1 0 0.3 91.6"),
    ("textacy 0.13, one call an article (fails on 22 of 84)", "23.0 8.6 20.6 16.8 25.7 45.6 0 0.1 83.4"),
    ("regular expressions, nearest name", "27.8 14.8 29.8 22.6 32.3 55.1 0 0 75.2"),
)
SYSTEMS = {
    "quoteattr": "**quoteattr**",
    "textacy": "textacy 0.13, spaCy sm",
    "stanza_fast": "Stanza alone, sizes of its package `default_fast`",
    "stanza": "Stanza alone, sizes of its default package",
}


def main() -> int:
    """Rewrites the page."""
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
    return 0


def rewritten(page: str) -> str:
    """The text of the page with its tables made anew. Raises ``ValueError`` where the marks of a table are missing."""
    for name, made in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page needs {begin.strip()!r} and {end!r}, each once")
        before, rest = page.split(begin)
        page = before + begin + made() + end + rest.split(end)[1]
    return page


def measured(name: str) -> Any:
    """The figures beside a picture, or None where they were not measured."""
    path = PICTURES / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def accuracy() -> str:
    """Relations of all systems on PolNeAR dev, by track."""
    told = figures()
    return _beside_others(TRACKS, range(3, 8), [told[f"PolNeAR dev, {track}"]["relation"] for track in TRACKS])


def parts() -> str:
    """Cues, contents and sources by themselves."""
    news = figures()["PolNeAR dev, all"]
    own = [news[name] for name in ("cue", "exact", "soft", "source")]
    return _beside_others(("cue", "content exact", "content soft", "source accuracy"), [0, 1, 2, 8], own)


def _beside_others(head: Sequence[str], columns: Sequence[int], own: Iterable[float]) -> str:
    others = [[name, *(row.split()[column] for column in columns)] for name, row in (PEOPLE, *OTHERS)]
    return table(("", *head), [others[0], ["**quoteattr**", *(f"**{value:.1f}**" for value in own)], *others[1:]])


def trees() -> str:
    """Tags, trees and entities."""
    told = figures()
    keys = ("upos", "uas", "las")
    rows = [[f"UD {name}", *(f"{told[f'{name} dev'][key]:.1f}" for key in keys), ""] for name in ("EWT", "GUM")]
    entities = ["Worldwide Newswire", "", "", "", f"{told['worldwide dev']['f1']:.1f}"]
    return table(("dev part, gold words", "UPOS", "UAS", "LAS", "entities F1"), [*rows, entities])


def evidence() -> str:
    """Relation F1 by the evidence that is used."""
    found = measured("ablation")
    if found is None:
        return MISSING
    rows = [[row["evidence"], *(f"{row['f1'][track]:.1f}" for track in TRACKS)] for row in found["rows"]]
    return table(("evidence", *TRACKS), rows)


def confidence() -> str:
    """How far the confidence is from the share that is right."""
    found = measured("calibration")
    if found is None:
        return MISSING
    rows = [
        ["on the texts that it was fitted on", f"{found['error']:.1f}"],
        ["fitted on one half of them, judged on the other", f"{found['error_across_halves']:.1f}"],
    ]
    return table(("expected calibration error", "points"), rows)


def systems() -> str:
    """Speed, beside others."""
    found = measured("speed")
    head = ("", "words / CPU second", "quoteattr is … times as fast (least to most)", "load, s", "peak memory, MiB")
    return (
        MISSING if found is None else _machine(found) + table(head, [_system(*item) for item in found["sides"].items()])
    )


def _system(name: str, side: Figures) -> list[str]:
    times = side["quoteattr_times"]
    ratio = "" if name == "quoteattr" else f"{times['median']:.2f} ({times['least']:.2f} to {times['most']:.2f})"
    rate = f"{side['words_per_cpu_second']:,.0f}"
    return [SYSTEMS.get(name, name), rate, ratio, f"{side['load_s']:.1f}", f"{side['peak_mib']:,.0f}"]


def _machine(found: Figures) -> str:
    return "Measured with " + ", ".join(f"{name} {value}" for name, value in found["machine"].items()) + ".\n\n"


def settings() -> str:
    """Threads and batch sizes."""
    found = measured("speed")
    if found is None:
        return MISSING
    keys = ("words_per_cpu_second", "words_per_wall_second", "peak_mib")
    rows = [
        [f"`{option}={value}`", *(f"{one[key]:,.0f}" for key in keys)]
        for option, name in (("threads", "threads"), ("batch_size", "batches"))
        for value, one in found[name].items()
    ]
    return table(("", "words / CPU second", "words / second", "peak memory, MiB"), rows)


def growth() -> str:
    """Time against the length and the number of texts."""
    found = measured("speed")
    if found is None:
        return MISSING
    rows = [
        [label, f"{points[0][x]:,.0f} to {points[-1][x]:,.0f}", f"{found[name]['exponent']:.2f}"]
        for label, name, x in (("words of one text", "lengths", "words"), ("texts of 500 words", "numbers", "texts"))
        for points in [found[name]["points"]]
    ]
    return table(("seconds against", "from … to", "exponent (1 is linear)"), rows)


def workers() -> str:
    """What is left of the rate where several processes read at once."""
    found = measured("speed")
    if found is None:
        return MISSING
    rows = [
        [count, f"{one['words_per_wall_second_each']:,.0f}", f"{one['share']:.2f}"]
        for count, one in found["workers"].items()
    ]
    return table(("processes at once", "words / second, each", "share of one alone"), rows)


def stages() -> str:
    """Where the time goes."""
    found = measured("speed")
    if found is None:
        return MISSING
    return table(("stage", "µs / word"), [[stage, f"{spent:.1f}"] for stage, spent in found["stages"].items()])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


TABLES: dict[str, Callable[[], str]] = {
    each.__name__: each
    for each in (accuracy, parts, trees, evidence, confidence, systems, settings, workers, growth, stages)
}


if __name__ == "__main__":
    sys.exit(main())
