"""Charts of a report as inline SVG, drawn by matplotlib; their colours are those of the page, light or dark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any

_METADATA = re.compile(r"<metadata>[^<]*(?:<(?!/metadata>)[^<]*)*</metadata>")
_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(href="|url\()#')
_SIZE = re.compile(r'(<svg [^>]*?)width="[\d.]+pt" height="[\d.]+pt"')
_STYLE = re.compile(r'style="([^"]*)"')
_OPENING = re.compile(r"<svg ")
_FONT = re.compile(r"font:\s*([\d.]+px)[^;]*")

__all__ = ["bars", "can_draw", "lines"]

# Colours that matplotlib writes, each replaced by a variable of the page's style.
_INK, _GRID, _BAR = "#010203", "#040506", "#070809"
_SERIES = tuple(f"#0a0b{number:02x}" for number in range(6))
_VARIABLES = {_INK: "--fg", _GRID: "--line", _BAR: "--accent"} | {
    color: f"--series-{number}" for number, color in enumerate(_SERIES)
}
MOST_LINES = len(_SERIES)
_ROW, _WIDTH = 0.32, 7.2  # inches
_LABEL = 34  # characters
_DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
_MARKERS = "osD^vP"


def can_draw() -> bool:
    """Return True where matplotlib is installed."""
    try:
        import matplotlib
    except ImportError:
        return False
    return matplotlib is not None


def bars(name: str, title: str, values: Sequence[tuple[str, float]], unit: str) -> str:
    """Return a chart of horizontal bars, the first value on top. ``name`` makes its identifiers unique on the page."""
    figure, axes = _figure(len(values) * _ROW + 0.6)
    labels = [_short(label) for label, _ in values]
    drawn = axes.barh(range(len(values)), [value for _, value in values], color=_BAR, height=0.7)
    axes.set_yticks(range(len(values)), labels, color=_INK)
    axes.invert_yaxis()
    axes.bar_label(drawn, [f"{value:,g}" for _, value in values], padding=3, color=_INK)
    axes.margins(x=0.1)
    axes.set_xlabel(unit, color=_INK)
    said = ", ".join(f"{label}: {value:,g}" for label, value in values)
    return _svg(figure, name, title, f"{title}: {said} {unit}.")


def lines(name: str, title: str, ticks: Sequence[str], series: Mapping[str, Sequence[float]], unit: str) -> str:
    """Return a chart of one line a series, at most :data:`MOST_LINES`, each with a dash and mark of its own."""
    figure, axes = _figure(3.2)
    for number, (label, values) in enumerate(series.items()):
        style = {"linestyle": _DASHES[number], "marker": _MARKERS[number], "color": _SERIES[number], "markersize": 5}
        axes.plot(range(len(ticks)), values, label=_short(label), **style)
    step = max(1, -(-len(ticks) // 8))
    axes.set_xticks(range(0, len(ticks), step), list(ticks)[::step], color=_INK)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(unit, color=_INK)
    axes.yaxis.get_major_locator().set_params(integer=True)
    if len(series) > 1:
        axes.legend(
            frameon=False, labelcolor=_INK, ncols=2, loc="lower left", bbox_to_anchor=(0, 1.02), borderaxespad=0
        )
    totals = ", ".join(f"{label}: {sum(values):,g}" for label, values in series.items())
    span = f"from {ticks[0]} to {ticks[-1]}" if ticks else ""
    return _svg(figure, name, title, f"{title} {span}; in all {totals} {unit}.")


def _figure(height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    axes.grid(axis="both", color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_GRID)
    axes.patch.set_alpha(0)
    figure.patch.set_alpha(0)
    return figure, axes


def _svg(figure: Any, name: str, title: str, description: str) -> str:
    import matplotlib

    stream = StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    drawn = stream.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = _METADATA.sub("", drawn)
    drawn = _ID.sub(rf'id="{name}-\1"', drawn)
    drawn = _REFERENCE.sub(rf"\1#{name}-", drawn)
    drawn = _SIZE.sub(r"\1", drawn.replace("\n", " "), count=1)
    for color, variable in _VARIABLES.items():
        drawn = drawn.replace(color, f"var({variable})")
    drawn = _STYLE.sub(_plain_font, drawn)
    heading = f'<title id="{name}-title">{escape(description)}</title>'
    drawn = _OPENING.sub(f'<svg role="img" aria-labelledby="{name}-title" class="qa-chart" ', drawn, count=1)
    at = drawn.index(">") + 1
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawn[:at]}{heading}{drawn[at:]}</figure>"


def _plain_font(found: re.Match[str]) -> str:
    """Leave the family of the font to the page."""
    style = _FONT.sub(r"font-size: \1", found[1])
    return f'style="{style}"'


def _short(text: str) -> str:
    # A dollar sign would begin a formula.
    text = " ".join(text.split()).replace("$", r"\$")
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"
