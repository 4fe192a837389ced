"""Evaluations as plain text to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quoteattr.evaluation import MEASURES, Calibration, Figures, Group, Interval, Rate
from quoteattr.evaluation.comparison import Change, Changes, Outcome
from quoteattr.model import ROLES, Span

_GOLD_NAMES: Mapping[Outcome, str] = {
    "right": "right",
    "source": "wrong source",
    "content": "wrong content",
    "alone": "missed",
}
_SNIPPET = 60  # characters of a content that are shown
_BAR = 20  # characters of a full bar


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns below their headings, the first one left-aligned and all others right-aligned."""
    lines = [head, *([str(cell) for cell in row] for row in rows)]
    first, *others = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join([line[0].ljust(first), *map(str.rjust, line[1:], others)]).rstrip() for line in lines)


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def figures_table(figures: Figures) -> str:
    """Return a line for each track: precision, recall and F1 of every measure, in per cent."""
    head = ["track", "gold", "found", *(f"{measure} P/R/F1" for measure in MEASURES), "source acc."]
    rows = []
    for name, track in figures.tracks.items():
        rates = [_rate(track.rates[measure]) for measure in MEASURES]
        rows.append([name, track.gold, track.found, *rates, percent(track.source_accuracy)])
    return table(head, rows)


def spans_table(figures: Figures) -> str:
    """Return precision, recall and F1 of the exact spans of each role."""
    return table(["exact spans", "P/R/F1"], [[role, _rate(figures.spans[role])] for role in ROLES])


def _rate(rate: Rate) -> str:
    return " ".join(f"{100 * value:5.1f}" for value in (rate.precision, rate.recall, rate.f1))


def intervals_table(figures: Figures, intervals: Mapping[str, Interval]) -> str:
    """F1 of relations, exact contents and cues, and source accuracy, each with its interval."""
    value = figures.headline()
    columns = ("relation", "exact", "cue", "source")
    rows = [[name, *(_interval(f"{name}.{column}", value, intervals) for column in columns)] for name in figures.tracks]
    rows += [[f"{role} spans", _interval(f"spans.{role}", value, intervals), "", "", ""] for role in ROLES]
    return table(["95 % of resamples", "relation or spans F1", "exact F1", "cue F1", "source acc."], rows)


def _interval(name: str, value: Mapping[str, float], intervals: Mapping[str, Interval]) -> str:
    if name not in intervals:
        return percent(value[name])
    return f"{percent(value[name])} [{percent(intervals[name].low)}, {percent(intervals[name].high)}]"


def calibration_table(calibration: Calibration) -> str:
    """Return the curve, the expected calibration error, and the figures at each threshold."""
    curve = []
    for each in calibration.bins:
        bar = ("#" * round(_BAR * each.right)).ljust(_BAR)
        shares = [f"{each.confidence:.2f}", f"{each.right:.2f}"]
        curve.append([f"{each.low:.1f}-{each.high:.1f}", each.count, *shares, bar])
    kept = [
        [f">= {each.confidence:.1f}", each.kept, percent(each.precision), percent(each.recall)]
        for each in calibration.thresholds
    ]
    error = f"expected calibration error {calibration.error:.3f} over {calibration.count} predictions"
    shown = table(["confidence", "found", "mean", "right", " " * _BAR], curve)
    return "\n".join([shown, error, "", table(["confidence", "kept", "precision", "recall"], kept)])


def groups_table(by: str, groups: Sequence[Group], most: int) -> str:
    """Return outcomes of gold and spurious predictions of each group, of cues and rules of the first ``most``."""
    shown = groups[:most] if by in ("cue", "rule") else groups
    rows = []
    for group in shown:
        sizes = [sum(side.values()) for side in (group.gold, group.found)]
        outcomes = [group.gold.get(outcome, 0) for outcome in _GOLD_NAMES]
        rows.append([_one_line(group.name), *sizes, _rate(group.rate), *outcomes, group.found.get("alone", 0)])
    left = [f"and {len(groups) - len(shown)} more"] if len(shown) < len(groups) else []
    return "\n".join([table([by, "gold", "found", "P/R/F1", *_GOLD_NAMES.values(), "spurious"], rows), *left])


def confusion_table(name: str, pairs: Mapping[tuple[str, str], int]) -> str:
    """The matrix with gold in rows and predictions in columns."""
    gold = sorted({one for one, _ in pairs}, key=_last_in_brackets)
    found = sorted({other for _, other in pairs}, key=_last_in_brackets)
    rows = [[one, *(pairs.get((one, other), 0) for other in found)] for one in gold]
    return table([f"{name}: gold \\ found", *found], rows)


def confusion_list(name: str, pairs: Mapping[tuple[str, str], int], most: int) -> str:
    """Return the most frequent pairs whose two sides differ."""
    differing = sorted(((count, pair) for pair, count in pairs.items() if pair[0] != pair[1]), reverse=True)
    rows = [[_one_line(one), _one_line(other), count] for count, (one, other) in differing[:most]]
    return table([f"{name}: gold", "found", "times"], rows)


def _last_in_brackets(name: str) -> tuple[bool, str]:
    return name.startswith("("), name


def _sorts(changes: Changes) -> dict[str, tuple[Change, ...]]:
    return {
        "gained": changes.gains,
        "lost": changes.losses,
        "wrong differently": changes.shifts,
        "spurious before, gone": changes.removed,
        "spurious now, new": changes.added,
    }


def changes_object(changes: Changes) -> dict[str, list[dict[str, object]]]:
    """Return the changes as plain data, offsets instead of words."""
    return {name: [_object(change) for change in changed] for name, changed in _sorts(changes).items()}


def _object(change: Change) -> dict[str, object]:
    spans: dict[str, object] = {
        role: [[s.start, s.end] for s in getattr(change.reading.relation, role)] for role in ROLES
    }
    return {"id": change.id, "before": change.before, "after": change.after, **spans}


def changes_report(changes: Changes, most: int | None = None) -> str:
    """Counts, then the relations themselves, ``most`` of each sort."""
    sorts = _sorts(changes)
    net = len(changes.gains) - len(changes.losses)
    summary = ", ".join(f"{len(changed)} {name}" for name, changed in sorts.items())
    lines = [f"{summary}; net {net:+d} relations"]
    for name, changed in sorts.items():
        lines += ["", f"{name}: {len(changed)}"] if changed else []
        lines += [_change(each) for each in changed[:most]]
        lines += [f"  and {len(changed) - most} more"] if most is not None and len(changed) > most else []
    return "\n".join(lines)


def _change(change: Change) -> str:
    relation = change.reading.relation
    source, cue, content = (_words(spans, change.text) for spans in (relation.source, relation.cue, relation.content))
    moved = "" if change.before == change.after else f"{_GOLD_NAMES[change.before]} -> {_GOLD_NAMES[change.after]}: "
    return f"  {_one_line(change.id)}  {moved}[{source}] [{cue}] {{{content}}}"


def _words(spans: Iterable[Span], text: str) -> str:
    words = _one_line(" … ".join(span.of(text) for span in spans))
    return words if len(words) <= _SNIPPET else words[: _SNIPPET - 1] + "…"


def _one_line(text: str) -> str:
    return "".join(character if character.isprintable() else "�" for character in " ".join(text.split()))
