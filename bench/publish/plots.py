"""Plot figures as SVG: dark text on an opaque white background, for pages in light and dark colours.

With the same matplotlib, equal figures result in equal bytes: no date, fixed names inside the file, text left as text.
The colours are those of Okabe and Ito, which people with red-green colour blindness can distinguish, darkened until
words in them can be read on white. No meaning is shown by colour alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, QUIET, GRID = "#222222", "#595959", "#dddddd"
BLUE, ORANGE, GREEN = "#0072b2", "#b84f00", "#00795a"
STAGES = (BLUE, ORANGE, GREEN, INK)
TRACKS = {"all": "all relations", "speech": "speech", "direct": "direct quotations"}
MARKED = (0.3, 0.5, 0.7, 0.9)  # thresholds that are written next to the curves
SYSTEMS = {
    "quoteattr_fast": "en-fast",
    "textacy": "textacy, spaCy sm",
    "stanza": "Stanza, default",
    "stanza_fast": "Stanza, fast",
}
SCORES = {
    "upos": "UPOS accuracy",
    "uas": "UAS",
    "las": "LAS",
    "entity_f1": "entities, F1",
    "cue_f1": "cues, F1",
    "source_words_f1": "words of sources, F1",
    "content_words_f1": "words of contents, F1",
}

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "quoteattr",
    "figure.facecolor": "white",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "lines.linewidth": 1.8,
}


def draw(name: str, figures: Any, path: Path) -> None:
    """Draws the picture of this name into an SVG file."""
    with matplotlib.rc_context(STYLE):
        figure = PICTURES[name](figures)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None, "Title": name.replace("-", " ")})


def precision_recall(figures: Mapping[str, Any]) -> Figure:
    """A curve for each track, with marks at some thresholds."""
    figure = Figure(figsize=(7.2, 4.4), layout="constrained")
    axes = figure.add_subplot()
    kept = "keeping those with a confidence of at least t\n(squares: all that were found)"
    axes.set_title(f"Relations on {_about(figures)}, {kept}")
    for name, colour, side in (("all", BLUE, -1), ("speech", ORANGE, 1)):
        if points := figures["tracks"].get(name):
            _threshold_curve(axes, points, colour, side)
            start = (points[0]["recall"], points[0]["precision"])
            _label(axes, TRACKS[name], start, (2, -7), colour, ha="right", va="top", weight="bold")
    axes.set_xlabel("recall, %")
    axes.set_ylabel("precision, %")
    axes.margins(x=0.08, y=0.1)
    return figure


def _threshold_curve(axes: Axes, points: Sequence[Mapping[str, float]], colour: str, side: int) -> None:
    """A curve with its marks; their names are above it to the right (``side`` 1) or below it to the left (-1)."""
    recalls, precisions = _column(points, "recall"), _column(points, "precision")
    axes.plot(recalls, precisions, color=colour)
    axes.plot(recalls[:1], precisions[:1], "s", color=colour)
    ha, va = ("left", "bottom") if side > 0 else ("right", "top")
    for point, recall, precision in zip(points, recalls, precisions, strict=True):
        if point["confidence"] in MARKED:
            axes.plot([recall], [precision], "o", color=colour)
            _label(axes, f"t = {point['confidence']:g}", (recall, precision), (6 * side, side), colour, ha=ha, va=va)


def calibration(figures: Mapping[str, Any]) -> Figure:
    """The share right against the mean confidence, and the number of predictions in each bin."""
    figure = Figure(figsize=(7.2, 5.4), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    confidences, rights = _column(figures["bins"], "confidence"), _column(figures["bins"], "right")
    upper.plot([0, 100], [0, 100], color=QUIET, linewidth=1, linestyle="--")
    _label(upper, "perfect calibration", (8, 8), (6, -4), QUIET, va="top")
    upper.plot(confidences, rights, "o-", color=BLUE)
    _label(upper, "measured", (confidences[-1], rights[-1]), (-12, 3), BLUE, ha="right")
    upper.set_ylabel("right (source, cue, content), %")
    here, across = figures["error"], figures["error_across_halves"]
    upper.set_title(
        f"{figures['count']} predictions on {_about(figures)}. Expected calibration error:\n"
        f"{here:.1f} points on these texts; {across:.1f} if fitted on one half of them and judged on the other"
    )
    counts = _column(figures["bins"], "count")
    lower.bar(confidences, counts, width=4, color=BLUE)
    for x, count in zip(confidences, counts, strict=True):
        _label(lower, f"{count:g}", (x, count), (0, 2), INK, ha="center")
    lower.margins(y=0.3)
    lower.set_ylabel("predictions")
    lower.set_xlabel("mean confidence of the predictions in each bin, %; bins: 0–10, 10–20, …, 90–100")
    return figure


def learning_curves(points: Sequence[Mapping[str, Any]]) -> Figure:
    """A small picture for each score, a line for each stage; a stage that continues another one is connected to it."""
    stages = [list(group) for _, group in groupby(points, key=lambda point: point["stage"])]
    names = [name for name in SCORES if any(name in point["scores"] for point in points)]
    rows = -(-(len(names) + 1) // 4)
    figure = Figure(figsize=(9.6, 0.4 + 2.2 * rows), layout="constrained")
    figure.suptitle("Dev scores while the model was trained (each picture has its own scale)", fontsize=10)
    panels = list(figure.subplots(rows, 4, squeeze=False).flat)
    last = max(point["before"] + point["pass"] for point in points)
    for axes, name in zip(panels, names, strict=False):
        _score(axes, name, stages)
        axes.set_title(SCORES[name])
        axes.set_ylabel("%")
        axes.set_xlabel("passes")
        axes.set_xticks(range(last + 1) if last < 8 else range(0, last + 1, 2))
        axes.margins(x=0.16, y=0.2)
    for axes in panels[len(names) :]:
        axes.axis("off")
    _name_stages(panels[len(names)], [stage[0]["stage"] for stage in stages])
    return figure


def _score(axes: Axes, name: str, stages: Sequence[Sequence[Mapping[str, Any]]]) -> None:
    seen: dict[int, float] = {}
    for stage, colour in zip(stages, _cycled(STAGES, len(stages)), strict=True):
        own = {point["before"] + point["pass"]: point["scores"][name] for point in stage if name in point["scores"]}
        before = stage[0]["before"]
        joined = {before: seen[before], **own} if before and before in seen else own
        axes.plot(list(joined), list(joined.values()), color=colour)
        axes.plot(list(own), list(own.values()), "o", color=colour, markersize=4, zorder=3)
        if own:
            end = max(own)
            _label(axes, f"{own[end]:.1f}", (end, own[end]), (0, 5), colour, ha="center")
        seen |= own


def _name_stages(axes: Axes, names: Sequence[str]) -> None:
    for number, (name, colour) in enumerate(zip(names, _cycled(STAGES, len(names)), strict=True)):
        height = 0.85 - 0.15 * number
        axes.text(0.05, height, f"●  {name}", color=colour, transform=axes.transAxes, weight="bold", va="center")


def _label(
    axes: Axes, text: str, at: tuple[float, float], offset: tuple[float, float], colour: str, **style: Any
) -> None:
    """Words next to a point, ``offset`` in points."""
    axes.annotate(text, at, offset, textcoords="offset points", color=colour, **style)


def _cycled(colours: Sequence[str], count: int) -> list[str]:
    return [colours[number % len(colours)] for number in range(count)]


def ablation(figures: Mapping[str, Any]) -> Figure:
    """A bar for each row of evidence, in a panel for each of three tracks."""
    figure = Figure(figsize=(9.6, 2.8), layout="constrained")
    figure.suptitle(f"Relation F1 on {_about(figures)}, by the evidence that is used", fontsize=10)
    rows = figures["rows"]
    for axes, track in zip(figure.subplots(1, len(TRACKS), sharey=True), TRACKS, strict=True):
        values = [row["f1"][track] for row in rows]
        colours = [QUIET] * (len(rows) - 1) + [BLUE]
        axes.barh(range(len(rows)), values, color=colours, height=0.7)
        for number, value in enumerate(values):
            _label(axes, f"{value:.1f}", (value, number), (-4, 0), "white", ha="right", va="center")
        axes.set_yticks(range(len(rows)), [row["evidence"] for row in rows])
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, 100)
        axes.set_title(TRACKS[track])
        axes.set_xlabel("relation F1, %")
        axes.grid(visible=False, axis="y")
    return figure


def speed(figures: Mapping[str, Any]) -> Figure:
    """Words a second of each system, the time of each stage, and the time against the length of a text."""
    figure = Figure(figsize=(9.6, 3.4), layout="constrained")
    rates, stages, growth = figure.subplots(1, 3)
    sides = {SYSTEMS.get(name, name): side["words_per_cpu_second"] for name, side in figures["sides"].items()}
    _bars(rates, sides, [BLUE] + [QUIET] * (len(sides) - 1), "words per processor second", "{:,.0f}")
    spent = {name: value for name, value in figures["stages"].items() if name != "all"}
    _bars(stages, spent, [BLUE] * len(spent), "µs of processor time per word", "{:.1f}")
    points = figures["lengths"]["points"]
    growth.loglog(_column(points, "words"), _column(points, "cpu_s"), "o-", color=BLUE)
    growth.set_title(f"seconds against words\n(exponent {figures['lengths']['exponent']:.2f})")
    growth.set_xlabel("words")
    return figure


def models(figures: Mapping[str, Any]) -> Figure:
    """Relation F1 of each model against its size and against the words that it reads in a second."""
    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    figure.suptitle("Relation F1 on PolNeAR dev, by size and by speed of the model", fontsize=10)
    left, right = figure.subplots(1, 2, sharey=True)
    for axes, name, title in ((left, "mb", "size, MB"), (right, "words_per_cpu_second", "words per processor second")):
        for (model, own), colour in zip(figures["models"].items(), STAGES, strict=False):
            at = (own[name], own["relation"])
            axes.plot(*([value] for value in at), "o", color=colour)
            _label(axes, f"{model}\n{own['relation']:.1f}; {own[name]:,.0f}", at, (0, 6), colour, ha="center")
        axes.set_xlabel(title)
        axes.set_xlim(0, 1.25 * max(own[name] for own in figures["models"].values()))
        axes.margins(y=0.3)
    left.set_ylabel("relation F1, %")
    return figure


def _bars(axes: Axes, values: Mapping[str, float], colours: Sequence[str], title: str, form: str) -> None:
    """A bar for each value with its figure after it."""
    most = max(values.values())
    axes.barh(range(len(values)), list(values.values()), color=colours, height=0.7)
    for number, value in enumerate(values.values()):
        _label(axes, form.format(value), (value, number), (3, 0), INK, va="center")
    axes.set_yticks(range(len(values)), list(values))
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_xlim(0, 1.3 * most)
    axes.set_title(title)
    axes.grid(visible=False, axis="y")


def _about(figures: Mapping[str, Any]) -> str:
    return f"{figures['corpus']} ({figures['texts']} articles)"


def _column(points: Iterable[Mapping[str, float]], name: str) -> list[float]:
    return [point[name] for point in points]


PICTURES: Mapping[str, Callable[[Any], Figure]] = {
    "precision-recall": precision_recall,
    "calibration": calibration,
    "learning-curves": learning_curves,
    "ablation": ablation,
    "speed": speed,
    "models": models,
}
