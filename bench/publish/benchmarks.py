"""The tables of ``docs/benchmarks.md``, by their names on the page; ``bench.publish.tables`` writes them into it.

Accuracy comes from the manifest of the bundled model; precision, evidence, confidence and speed come from the JSON
files in ``docs/pictures``. The accuracy of other systems was measured once, with the same scorer on the same texts, and
is listed here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bench.places import PICTURES
from quoteattr.annotate.bundle import BUNDLED, MANIFEST

MODELS = tuple(name for name in ("en", "en-large", "en-fast") if (BUNDLED / name / MANIFEST).is_file())
TRACKS = ("all", "speech", "direct", "mixed", "indirect")
THRESHOLDS, THRESHOLD_TRACKS = (0.0, 0.5, 0.7, 0.8, 0.9), ("all", "speech")
MISSING = "Not measured yet on this version.\n"
Figures = Mapping[str, Any]

# cue, content exact, content soft; relation by track; source accuracy. F1 in per cent, PolNeAR dev.
PEOPLE = "agreement of two trained annotators, on 20 articles"
OTHERS = {
    PEOPLE: "80.2 68.9 84.5 75.0 89.3 96.3 88.9 66.8 94.5",
    "Citron, retrained on PolNeAR train, spaCy sm": "66.4 39.5 67.1 53.1 64.4 64.5 66.3 46.3 90.8",
    "Citron, released models, cue model retrained": "55.7 30.5 58.0 41.6 54.0 54.7 54.9 34.1 86.2",
    "Gender Gap Tracker, spaCy md": "49.4 31.9 53.5 41.2 56.6 50.7 55.6 33.1 84.5",
    "textacy 0.13, one call per paragraph, spaCy md": "32.3 12.5 28.4 25.9 37.8 62.1 0 0.3 91.6",
    "textacy 0.13, one call per article (fails on 22 of 84)": "23.0 8.6 20.6 16.8 25.7 45.6 0 0.1 83.4",
    "regular expressions, nearest name": "27.8 14.8 29.8 22.6 32.3 55.1 0 0 75.2",
}
# Relation F1 by track on PolNeAR test, measured once at commit HELD_OUT_AT; not used in development.
HELD_OUT_AT = "21a4b25"
DEV_AT = "ad0f778"  # commit of the dev figures in the manifest of en
HELD_OUT = {
    "quoteattr": "75.5 88.5 93.2 83.9 68.0",
    "Citron, retrained on the same data": "49.0 60.8 61.4 – –",
}
SYSTEMS = {
    "quoteattr": "**quoteattr**",
    "quoteattr_fast": "quoteattr, `en-fast`",
    "textacy": "textacy 0.13, spaCy sm",
    "stanza_fast": "Stanza alone, sizes of its package `default_fast`",
    "stanza": "Stanza alone, sizes of its default package",
}


def manifest(model: str) -> Mapping[str, Any]:
    """Return the manifest of a bundled model."""
    found: Mapping[str, Any] = json.loads((BUNDLED / model / MANIFEST).read_text("utf-8"))
    return found


def figures(model: str = "en") -> Figures:
    """Return the figures on dev in the manifest of a bundled model."""
    found: Figures = manifest(model)["dev_scores"]
    return found


def megabytes(model: str) -> float:
    """Return the size of the files of a bundled model in millions of bytes."""
    return sum(file["bytes"] for file in manifest(model)["files"].values()) / 1e6  # type: ignore[no-any-return]


def models() -> str:
    """Return the figures of all bundled models and their size."""
    rows = []
    for name in MODELS:
        own = figures(name)
        news, trees = own["PolNeAR dev, all"], [own[f"{bank} dev"]["las"] for bank in ("EWT", "GUM")]
        values = [own[f"PolNeAR dev, {track}"]["relation"] for track in TRACKS]
        values += [news["cue"], news["exact"], news["source"], *trees, own["worldwide dev"]["f1"], megabytes(name)]
        rows.append([f"`{name}`", *(f"{value:.1f}" for value in values)])
    head = (*TRACKS, "cue", "content exact", "source accuracy", "LAS EWT", "LAS GUM", "entities", "MB")
    return table(("", *head), rows)


def measured(name: str) -> Any:
    """Return the figures of a picture, or None where they were not measured."""
    path = PICTURES / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def accuracy() -> str:
    """Return relation F1 of all systems on PolNeAR dev, by track."""
    told = figures()
    return _beside_others(TRACKS, range(3, 8), [told[f"PolNeAR dev, {track}"]["relation"] for track in TRACKS])


def parts() -> str:
    """Return the figures of cues, contents and sources."""
    news = figures()["PolNeAR dev, all"]
    own = [news[name] for name in ("cue", "exact", "soft", "source")]
    return _beside_others(("cue", "content exact", "content soft", "source accuracy"), [0, 1, 2, 8], own)


def _beside_others(head: Sequence[str], columns: Sequence[int], own: Iterable[float]) -> str:
    others = [[name, *(row.split()[column] for column in columns)] for name, row in OTHERS.items()]
    return table(("", *head), [others[0], ["**quoteattr**", *(f"**{value:.1f}**" for value in own)], *others[1:]])


def trees() -> str:
    """Tags, trees and entities."""
    told = figures()
    keys = ("upos", "uas", "las")
    rows = [[f"UD {name}", *(f"{told[f'{name} dev'][key]:.1f}" for key in keys), ""] for name in ("EWT", "GUM")]
    entities = ["Worldwide Newswire", "", "", "", f"{told['worldwide dev']['f1']:.1f}"]
    return table(("dev part, gold words", "UPOS", "UAS", "LAS", "entities F1"), [*rows, entities])


def precision(found: Figures) -> str:
    """Precision, recall and F1 of relations at some thresholds of the confidence, by track."""
    measures = ("precision", "recall", "F1")
    head = (
        "minimum `confidence`",
        "claims kept",
        *(f"{track}: {one}" for track in THRESHOLD_TRACKS for one in measures),
    )
    rows = [
        [f"{point['confidence']:g}", f"{point['kept']:,}", *(f"{value:.1f}" for value in _rates(found, number))]
        for number, point in enumerate(found["tracks"]["all"])
        if point["confidence"] in THRESHOLDS
    ]
    return table(head, rows)


def _rates(found: Figures, number: int) -> Iterator[float]:
    """Yield precision, recall and F1 of each track at the threshold with this number."""
    for track in THRESHOLD_TRACKS:
        point = found["tracks"][track][number]
        both = point["precision"], point["recall"]
        yield from (*both, 2 * both[0] * both[1] / sum(both))


def evidence(found: Figures) -> str:
    """Relation F1 by the evidence that is used."""
    rows = [[row["evidence"], *(f"{row['f1'][track]:.1f}" for track in TRACKS)] for row in found["rows"]]
    return table(("evidence", *TRACKS), rows)


def confidence(found: Figures) -> str:
    """The calibration error of the confidence."""
    rows = [
        ["on the texts that it was fitted on", f"{found['error']:.1f}"],
        ["fitted on one half of them, judged on the other", f"{found['error_across_halves']:.1f}"],
    ]
    return table(("expected calibration error", "points"), rows)


def systems(found: Figures) -> str:
    """Speed, compared with other systems."""
    head = (
        "",
        "words / CPU second",
        "quoteattr is … times as fast (minimum to maximum)",
        "load, s",
        "peak memory, MiB",
    )
    machine = ", ".join(f"{name} {value}" for name, value in found["machine"].items())
    return f"Measured with {machine}.\n\n" + table(head, [_system(*item) for item in found["sides"].items()])


def _system(name: str, side: Figures) -> list[str]:
    times = side["quoteattr_times"]
    ratio = "" if name == "quoteattr" else f"{times['median']:.2f} ({times['least']:.2f} to {times['most']:.2f})"
    rate = f"{side['words_per_cpu_second']:,.0f}"
    return [SYSTEMS.get(name, name), rate, ratio, f"{side['load_s']:.1f}", f"{side['peak_mib']:,.0f}"]


def settings(found: Figures) -> str:
    """Threads and batch sizes."""
    keys = ("words_per_cpu_second", "words_per_wall_second", "peak_mib")
    rows = [
        [f"`{option}={value}`", *(f"{one[key]:,.0f}" for key in keys)]
        for option, name in (("threads", "threads"), ("batch_size", "batches"))
        for value, one in found[name].items()
    ]
    return table(("", "words / CPU second", "words / second", "peak memory, MiB"), rows)


def growth(found: Figures) -> str:
    """Time against the length and the number of texts."""
    rows = [
        [label, f"{points[0][x]:,.0f} to {points[-1][x]:,.0f}", f"{found[name]['exponent']:.2f}"]
        for label, name, x in (("words of one text", "lengths", "words"), ("texts of 500 words", "numbers", "texts"))
        for points in [found[name]["points"]]
    ]
    return table(("processor time as a function of", "range", "fitted exponent (1 is linear)"), rows)


def workers(found: Figures) -> str:
    """The rate of each of several processes that run at once."""
    rows = [
        [count, f"{one['words_per_wall_second_each']:,.0f}", f"{one['share']:.2f}"]
        for count, one in found["workers"].items()
    ]
    return table(("processes at once", "words / second, each", "share of one alone"), rows)


def stages(found: Figures) -> str:
    """Processor time by stage."""
    return table(("stage", "µs / word"), [[stage, f"{spent:.1f}"] for stage, spent in found["stages"].items()])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


def _measured(name: str, made: Callable[[Figures], str]) -> str:
    """The table that is made from the figures of a picture, or the sentence that there are none."""
    found = measured(name)
    return MISSING if found is None else made(found)


TABLES: Mapping[str, Callable[[], str]] = {
    "accuracy": accuracy,
    "parts": parts,
    "trees": trees,
    "models": models,
    "precision": partial(_measured, "precision-recall", precision),
    "evidence": partial(_measured, "ablation", evidence),
    "confidence": partial(_measured, "calibration", confidence),
    "sides": partial(_measured, "sides", systems),
    **{made.__name__: partial(_measured, "speed", made) for made in (systems, settings, workers, growth, stages)},
}
