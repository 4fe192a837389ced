"""The report of an audit: one HTML page with its tables, charts and the claims counted in each figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from io import StringIO
from itertools import islice
from string import Template
from typing import Any

from attrs import evolve, frozen

from quoteattr.auditing.entries import NAMED
from quoteattr.auditing.index import COUNTED, GROUPS, Audit, type_of
from quoteattr.lexicon import parse_table
from quoteattr.views.html import asset, digest, escaped_line

_GROUP_ID = re.compile(r' id="[a-z0-9.]+_\d+"')  # of a group that nothing refers to, equal in all charts
_SIZE = re.compile(r'(<svg [^>]*?)width="[\d.]+pt" height="[\d.]+pt"')

# Colours that matplotlib writes, each replaced by a variable of the page's style.
_INK, _GRID, _BAR = "#010203", "#040506", "#070809"
_SERIES = tuple(f"#0a0b{number:02x}" for number in range(6))
_VARIABLES = {_INK: "--fg", _GRID: "--line", _BAR: "--accent"} | {
    color: f"--series-{number}" for number, color in enumerate(_SERIES)
}
_LOOK = {
    "svg.fonttype": "none",
    "grid.linewidth": 0.6,
    **dict.fromkeys(("figure.constrained_layout.use", "savefig.transparent", "axes.grid", "axes.axisbelow"), True),
    **dict.fromkeys(("axes.spines.top", "axes.spines.right", "legend.frameon"), False),
    **dict.fromkeys(("xtick.major.size", "ytick.major.size"), 0),
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), _INK),
    **dict.fromkeys(("grid.color", "axes.edgecolor"), _GRID),
}
MOST_LINES = len(_SERIES)
_ROW, _WIDTH = 0.32, 7.2  # inches
_LABEL = 34  # characters
_DASHES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
_MARKERS = "osD^vP"


def bars(name: str, title: str, values: Sequence[tuple[str, float]]) -> str:
    """Return a chart of numbers of claims as bars, the first on top. ``name`` makes its identifiers unique."""

    def draw(axes: Any) -> None:
        drawn = axes.barh(range(len(values)), [value for _, value in values], color=_BAR, height=0.7)
        axes.set_yticks(range(len(values)), [_short(label) for label, _ in values])
        axes.invert_yaxis()
        axes.bar_label(drawn, [f"{value:,g}" for _, value in values], padding=3)
        axes.margins(x=0.1)
        axes.set_xlabel("claims")

    said = ", ".join(f"{label}: {value:,g}" for label, value in values)
    return _chart(name, title, f"{title}: {said} claims.", len(values) * _ROW + 0.6, draw)


def lines(name: str, title: str, ticks: Sequence[str], series: Mapping[str, Sequence[float]], unit: str) -> str:
    """Return a chart of one line a series, at most :data:`MOST_LINES`, each with a different dash and mark."""

    def draw(axes: Any) -> None:
        for number, (label, values) in enumerate(series.items()):
            style = {"linestyle": _DASHES[number], "marker": _MARKERS[number], "color": _SERIES[number]}
            axes.plot(range(len(ticks)), values, label=_short(label), markersize=5, **style)
        step = max(1, -(-len(ticks) // 8))
        axes.set_xticks(range(0, len(ticks), step), list(ticks)[::step])
        axes.set_ylim(bottom=0)
        axes.set_ylabel(unit)
        axes.yaxis.get_major_locator().set_params(integer=True)
        if len(series) > 1:
            axes.legend(ncols=2, loc="lower left", bbox_to_anchor=(0, 1.02), borderaxespad=0)

    totals = ", ".join(f"{label}: {sum(values):,g}" for label, values in series.items())
    return _chart(name, title, f"{title} from {ticks[0]} to {ticks[-1]}; in all {totals} {unit}.", 3.2, draw)


def _chart(name: str, title: str, description: str, height: float, draw: Callable[[Any], None]) -> str:
    import matplotlib
    from matplotlib.figure import Figure

    stream = StringIO()
    with matplotlib.rc_context({**_LOOK, "svg.hashsalt": name}):
        figure = Figure(figsize=(_WIDTH, height))
        draw(figure.add_subplot())
        figure.savefig(stream, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    drawn = stream.getvalue().replace("\n", " ")
    drawn = _SIZE.sub(r"\1", _GROUP_ID.sub("", drawn[drawn.index("<svg") :]), count=1)
    for color, variable in _VARIABLES.items():
        drawn = drawn.replace(color, f"var({variable})")
    drawn = drawn.replace("<svg ", f'<svg role="img" aria-labelledby="{name}-title" class="qa-chart" ', 1)
    at = drawn.index(">") + 1
    heading = f'<title id="{name}-title">{escape(description)}</title>'
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawn[:at]}{heading}{drawn[at:]}</figure>"


def _short(text: str) -> str:
    # A dollar sign would begin a formula.
    text = " ".join(text.split()).replace("$", r"\$")
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


_MOST_COUNTED = 10  # claims that are in the page for a figure
_MOST = 100  # rows of a table in the page
_BARS = 12  # bars of a chart
_MONTH, _DAY = 7, 10  # characters of a date
_CONTENT = 400  # characters of a claim

_SAID = """
SELECT coalesce(day, 'no date'), outlet, article, role, cue, content FROM said WHERE speaker_id = ?
ORDER BY published IS NULL, published, id LIMIT ?"""
_CLAIM = "SELECT id, article, day, outlet, speaker, role, cue, content, kind FROM said"

_HEADINGS = {"single_source": "single source", "unnamed_only": "unnamed only", "direct": "share direct"}
_LOOKS = dict.fromkeys(("first", "last", "published", "month"), " class=qa-date") | dict.fromkeys(
    ("headline", "claim"), " class=qa-wide"
)


@frozen
class _Section:
    """A table of the page: the first of its ``total`` rows; a row of an entry in :data:`COUNTED` ends with its key."""

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int

    @property
    def table(self) -> str:
        """The name of the table that has the columns."""
        return "groups" if self.id.startswith("by-") else self.id


@frozen
class _Followed:
    """A speaker whose claims the report shows over time."""

    id: int
    name: str
    type: str
    claims: int

    def has(self, part: str) -> bool:
        """Return True if the name has a part, which is given in lower case."""
        return part in self.name.casefold()


def report(audit: Audit, *, title: str, follow: Sequence[str] = ()) -> str:
    """Return the page. Its security policy allows only its own script, and no loading of resources."""
    followed, missing = _followed(audit, follow)
    sections = list(map(_without_empty, [*_sections(audit), *_over_time(audit, followed)]))
    claims = _Claims(audit)
    body = "".join(_section(section, claims) for section in sections if section.rows)
    style = asset("look.css") + asset("tables.css") + _file("report.css")
    script = asset("tables.js") + _file("report.js")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {digest(script)}; base-uri 'none'"
    return Template(asset("head.html") + _file("report.html")).substitute(
        policy=f"{policy}; form-action 'none'",
        title=escaped_line(title),
        style=style,
        script=script,
        summary=_summary(audit) + "".join(f"<p class='qa-note'>{escaped_line(each)}</p>" for each in missing),
        contents="".join(f"<li><a href='#{each.id}'>{each.title}</a></li>" for each in sections if each.rows),
        charts=_charts(audit, followed),
        body=body,
        claims=claims.markup(),
    )


def _sections(audit: Audit) -> Iterator[_Section]:
    for name, texts in parse_table(_file("sections.toml"), "sections.toml").items():
        if name == "articles":
            yield from _groups(audit)
        table = audit.table(name)
        found = (row for row in table.keyed if name != "articles" or row[10] or row[11])
        rows = list(islice(found, _MOST))
        yield _Section(name, **texts, columns=table.columns, rows=rows, total=len(rows) + sum(1 for _ in found))


def _groups(audit: Audit) -> Iterator[_Section]:
    table = audit.table("groups")
    groups = list(table.rows)
    for name in GROUPS:
        rows = [(*row[1:], row[1]) for row in groups if row[0] == name]
        note = f"The {min(len(rows), _MOST)} with most claims, of {len(rows):,}." if len(rows) > _MOST else ""
        heading = (name, *table.columns[2:])
        yield _Section(f"by-{name}", f"By {name}", note, heading, rows[:_MOST], len(rows))


def _without_empty(section: _Section) -> _Section:
    """Leave out the columns that are empty in all rows."""
    width = len(section.columns)
    kept = [at for at in range(width) if at == 0 or any(row[at] is not None for row in section.rows)]
    rows = [(*(row[at] for at in kept), *row[width:]) for row in section.rows]
    return evolve(section, columns=tuple(section.columns[at] for at in kept), rows=rows)


def _followed(audit: Audit, names: Sequence[str]) -> tuple[list[_Followed], list[str]]:
    """Return the speakers to follow, and a note for each name that none of them has.

    Without names, they are the named speakers with most claims. Else they are, for each name, the one who has it as a
    whole, or else the first who has it as a part; then the others who have it as a part.
    """
    speakers = (_Followed(row[-1], row[0], row[6], row[1]) for row in audit.table("speakers").keyed)
    if not names:
        return list(islice((each for each in speakers if each.type in NAMED), MOST_LINES)), []
    wanted = {name.casefold(): name for name in names}
    named = [each for each in speakers if any(map(each.has, wanted))]
    chosen: list[_Followed] = []
    for part in wanted:
        own = [each for each in named if each.has(part)]
        whole = [each for each in own if each.name.casefold() == part]
        chosen += (whole or own)[:1]
    found = list(dict.fromkeys((*chosen, *named)))[:MOST_LINES]
    notes = [
        f"“{name}” is left out: at most {MOST_LINES} speakers are followed."
        if any(each.has(part) for each in named)
        else f"No speaker’s name has “{name}”."
        for part, name in wanted.items()
        if not any(each.has(part) for each in found)
    ]
    return found, notes


def _over_time(audit: Audit, followed: Sequence[_Followed]) -> Iterator[_Section]:
    """Yield the claims of the followed speakers by month, then the claims of each in the order of publication."""
    ids = {each.id for each in followed}
    table = audit.table("timeline")
    rows = [row[:-1] for row in table.keyed if row[-1] in ids]
    note = "By month of publication; what each of them said follows."
    yield _Section("timeline", "Speakers over time", note, table.columns, rows[:_MOST], len(rows))
    for number, each in enumerate(followed, 1):
        said = audit.query(_SAID, [each.id, _MOST])
        columns = ("published", "outlet", "article", "role", "cue", "claim")
        note = "In the order of publication; claims of articles without a date come last."
        yield _Section(f"said-{number}", f"{each.name} over time", note, columns, said, each.claims)


class _Claims:
    """The claims that are in the page, each once, by their numbers in the index."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._rows: dict[Any, tuple[Any, ...]] = {}

    def counted(self, name: str, key: object) -> list[int]:
        """Return the first claims that a row with this key counts, in a section of this name."""
        if name not in COUNTED or key is None:
            return []
        rows: list[tuple[Any, ...]] = self._audit.query(f"{_CLAIM} WHERE {COUNTED[name]} LIMIT {_MOST_COUNTED}", [key])
        self._rows.update((row[0], row) for row in rows)
        return [row[0] for row in rows]

    def markup(self) -> str:
        return "".join(_claim(row) for _, row in sorted(self._rows.items()))


def _claim(row: tuple[Any, ...]) -> str:
    number, article, published, outlet, speaker, role, cue, content, kind = row
    who = ", ".join(escaped_line(each) for each in (speaker or "speaker not known", role) if each)
    where = " · ".join(escaped_line(each) for each in (article, outlet, published, kind) if each)
    shown = content if len(content) <= _CONTENT else f"{content[:_CONTENT]}…"
    verb = f" <span class='qa-cue'>{escaped_line(cue)}</span>" if cue else ""
    return (
        f"<li id='claim-{number}'><p><strong>{who}</strong>{verb}: <q>{escaped_line(shown)}</q></p>"
        f"<p class='qa-where'>{where}</p></li>"
    )


def _section(section: _Section, claims: _Claims) -> str:
    note = f"<p class='qa-note'>{escape(section.note)}</p>" if section.note else ""
    if section.total > len(section.rows):
        note += f"<p class='qa-note'>The first {len(section.rows)} of {section.total:,}; all are in the tables.</p>"
    width = range(len(section.columns))
    numeric = [at > 0 and any(isinstance(row[at], (int, float)) for row in section.rows) for at in width]
    head = "".join(
        f"<th scope='col'{' class=qa-number' if is_number else ''}>"
        f"<button type='button' disabled>{_heading(section, name)}</button></th>"
        for name, is_number in zip(section.columns, numeric, strict=True)
    )
    body = "".join(_row(section, row, numeric, claims) for row in section.rows)
    return (
        f"<section id='{section.id}' aria-labelledby='{section.id}-title'><h2 id='{section.id}-title'>"
        f"{escape(section.title)}</h2>{note}<div class='qa-scroll' tabindex='0' role='region' "
        f"aria-label='{escape(section.title, quote=True)}, table'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _heading(section: _Section, name: str) -> str:
    is_share_of_group = section.table == "groups" and type_of("groups", name) is float
    return f"{name} share" if is_share_of_group and name not in _HEADINGS else escape(_HEADINGS.get(name, name))


def _row(section: _Section, row: Sequence[Any], numeric: Sequence[bool], claims: _Claims) -> str:
    found = claims.counted(section.id.removeprefix("by-"), row[-1])
    cells: list[str] = []
    for name, value, is_number in zip(section.columns, row, numeric, strict=False):
        shown = _shown(section, name, value)
        if name == "claims" and found:
            ids = " ".join(map(str, found))
            named = escaped_line(row[0])[:60]
            shown = (
                f"<a href='#claim-{found[0]}' data-claims='{ids}' data-total='{value}' data-of='{named}' "
                f"aria-label='{value} claims: {named}'>{shown}</a>"
            )
        sort = f" data-sort='{value}'" if is_number and value is not None else ""
        tag = "th scope='row'" if not cells else "td"
        look = " class=qa-number" if is_number else _LOOKS.get(name, "")
        cells.append(f"<{tag}{look}{sort}>{shown}</{tag[:2]}>")
    return f"<tr>{''.join(cells)}</tr>"


def _shown(section: _Section, name: str, value: Any) -> str:
    if value is None:
        return ""
    kind = type_of(section.table, name)
    if kind is float:
        return f"{100 * value:.0f} %"
    if kind is bool:
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else escaped_line(value)


def _summary(audit: Audit) -> str:
    counts = audit.counts
    if not counts["claims"]:
        return f"<p class='qa-none'>No claim was found in {counts['articles']:,} articles.</p>"
    shown = {
        "articles": counts["articles"],
        "claims": counts["claims"],
        "speakers": counts["speakers"],
        "claims quoted directly": f"{100 * counts['direct'] / counts['claims']:.0f} %",
        "articles with a single source": counts["single source"],
        "articles with sources without a name only": counts["unnamed only"],
        "claims that recur": counts["recurring"],
    }
    items = (
        f"<div><dt>{name}</dt><dd>{value if isinstance(value, str) else f'{value:,}'}</dd></div>"
        for name, value in shown.items()
    )
    return f"<dl class='qa-figures'>{''.join(items)}</dl>"


def _charts(audit: Audit, followed: Sequence[_Followed]) -> str:
    if not audit.counts["claims"]:
        return ""
    if find_spec("matplotlib") is None:
        return "<p class='qa-note'>The charts need matplotlib: pip install 'quoteattr[audit]'.</p>"
    types = [(row[0].replace("_", " "), row[1]) for row in audit.table("types").rows]
    drawn = [bars("chart-types", "Claims by source type", types)]
    speakers = ((row[0], row[1]) for row in audit.table("speakers").rows if row[6] in NAMED)
    if counts := list(islice(speakers, _BARS)):
        drawn.append(bars("chart-speakers", "Named speakers with most claims", counts))
    months = _periods(audit, _MONTH)
    if len(months) > 1:
        drawn.append(_by_month(audit, months))
    length, periods = (_MONTH, months) if len(months) > 1 else (_DAY, _periods(audit, _DAY))
    if followed and len(periods) > 1:
        drawn.append(_timeline(audit, length, periods, followed))
    return f"<div class='qa-charts'>{''.join(drawn)}</div>"


def _periods(audit: Audit, length: int) -> list[str]:
    """Return the months or days of publication: the first ``length`` characters of their dates."""
    rows = audit.query("SELECT DISTINCT substr(published, 1, ?) FROM articles ORDER BY 1", [length])
    return [str(row[0]) for row in rows if row[0]]


def _by_month(audit: Audit, months: Sequence[str]) -> str:
    groups = {row[1]: row for row in audit.table("groups").rows if row[0] == "month"}
    series = {
        "claims": [groups[month][3] for month in months],
        "without a name": [round(groups[month][8] * groups[month][3]) for month in months],
    }
    return lines("chart-months", "Claims by month", months, series, "claims")


def _timeline(audit: Audit, length: int, periods: Sequence[str], followed: Sequence[_Followed]) -> str:
    query = (
        "SELECT substr(published, 1, ?), count(*) FROM said WHERE speaker_id = ? AND published IS NOT NULL GROUP BY 1"
    )
    series: dict[str, list[int]] = {}
    for each in followed:
        counts = {str(period): int(str(count)) for period, count in audit.query(query, [length, each.id])}
        name = each.name if each.name not in series else f"{each.name} ({each.type}, {len(series) + 1})"
        series[name] = [counts.get(period, 0) for period in periods]
    unit = "claims a month" if length == _MONTH else "claims a day"
    return lines("chart-timelines", "Speakers over time", periods, series, unit)


def _file(name: str) -> str:
    return files("quoteattr.auditing").joinpath("page").joinpath(name).read_text("utf-8")
